"""The door to the web: an address in, its content or a problem out.

Knows no article, and asks no clock: when something was fetched is what the caller's clock says. httpx
and the rest of the extra are loaded with the first address.
"""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from site_builder import __version__
from site_builder.importing.extra import missing_extra
from site_builder.importing.fetching.failures import FetchFailed, bad_status, too_many_redirects
from site_builder.importing.fetching.limits import Limits
from site_builder.importing.fetching.pacing import Pacing
from site_builder.problems import Problem

if TYPE_CHECKING:
    from site_builder.importing.fetching.connecting import Resolve
    from site_builder.importing.fetching.requesting import Requests
    from site_builder.importing.fetching.robots import Robots

_LONGEST_REST = 3600.0  # seconds; the most of a Retry-After that is believed
_ARTICLES = frozenset(  # besides text/… and what ends in +xml and +json
    """
    application/xml application/json application/gzip application/x-gzip application/octet-stream
    application/mime application/x-mimearchive multipart/related message/rfc822
    """.split()
)
_NO_ARTICLES = frozenset("text/css text/javascript text/calendar text/vcard image/svg+xml".split())


class Fetched(Struct, frozen=True, kw_only=True):
    """What was at an address."""

    url: str  # after all redirects, without a fragment
    content: bytes  # decoded: without gzip, but in its own charset
    kind: str  # media type in lower case: "text/html"; "" when the server did not say
    charset: str  # of the Content-Type header; "" when it names none
    retrieved: str  # when, in UTC, as under `date` in front matter


class Fetcher:
    """Fetches pages. Thread-safe; hosts are fetched from side by side, one host at a polite pace.

    `clock` says when something was fetched; one that always gives the instant of the run will do.
    `base_url` is the digest's own address, which the user agent names, so that a site's owner knows whom
    to ask. `allow_private` lets private, loopback and link-local addresses be fetched from. `resolve` and
    `tls` replace the system's name lookup and trust. A context manager; to be closed when nothing is
    waited for any longer.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], datetime],
        base_url: str = "",
        allow_private: bool = False,
        limits: Limits | None = None,
        resolve: Resolve | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._clock = clock
        self.agent = f"site-builder/{__version__}" + (f" (+{base_url})" if base_url else "")
        self._allow_private = allow_private
        self._limits = limits or Limits()
        self._resolve = resolve
        self._tls = tls
        self._pacing = Pacing()
        self._lock = threading.Lock()
        self._tools: tuple[Requests, Robots] | None = None

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Who waits for a turn is told that there will be none."""
        self._pacing.close()

    def fetch(self, url: str) -> Fetched | Problem:
        """What is at the address, or why it was not fetched. Raises nothing.

        Redirects are followed, each address on the way being asked whether it may be fetched from. What
        the server calls a picture, a film or a PDF is refused before it is loaded.
        """
        try:
            requests, robots = self._loaded()
        except ModuleNotFoundError:
            return missing_extra(url, "fetching a web page")
        try:
            return self._fetch(url, requests, robots)
        except FetchFailed as failed:
            return failed.problem(url)

    def _loaded(self) -> tuple[Requests, Robots]:
        with self._lock:
            if self._tools is None:
                from site_builder.importing.fetching.requesting import Requests
                from site_builder.importing.fetching.robots import Robots

                requests = Requests(
                    self._limits,
                    self.agent,
                    allow_private=self._allow_private,
                    resolve=self._resolve,
                    tls=self._tls,
                )
                self._tools = requests, Robots(requests, self._pacing, self._limits)
            return self._tools

    def _fetch(self, text: str, requests: Requests, robots: Robots) -> Fetched:
        from site_builder.importing.fetching.requesting import web_address

        url = web_address(text)
        chain = [str(url)]
        cookies = None
        while True:
            self._pacing.take_turn(url.host, robots.pace_at(url))
            answer = requests.get(url, holds_article, cookies=cookies)
            if not answer.location:
                break
            url = web_address(answer.location, url)
            cookies = answer.cookies  # without which some papers send their readers round in circles
            chain.append(str(url))
            if len(chain) > self._limits.redirects + 1:
                raise too_many_redirects(tuple(chain), self._limits.redirects)
        if answer.status != 200:
            wait = answer.headers.get("Retry-After", "").strip()[:40]
            if answer.status in (429, 503) and wait.isascii() and wait.isdigit():
                self._pacing.leave_alone(url.host, min(float(wait), _LONGEST_REST))
            raise bad_status(answer.status, answer.reason, wait)
        kind, charset = content_type(answer.headers.get("Content-Type", ""))
        now = self._clock().astimezone(UTC).replace(microsecond=0)
        retrieved = now.strftime("%Y-%m-%dT%H:%M:%SZ")
        return Fetched(url=str(url), content=answer.body, kind=kind, charset=charset, retrieved=retrieved)


def content_type(header: str) -> tuple[str, str]:
    """Media type and charset of a Content-Type header, in lower case; "" for what it does not say."""
    kind, *parameters = header.split(";")
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return kind.strip().lower(), value.strip().strip("\"'").lower()
    return kind.strip().lower(), ""


def holds_article(header: str) -> bool:
    """Whether there may be an article in what is called so; benefit of the doubt for what says nothing."""
    kind, _ = content_type(header)
    if not kind or kind in _ARTICLES:
        return True
    return kind not in _NO_ARTICLES and (kind.startswith("text/") or kind.endswith(("+xml", "+json")))
