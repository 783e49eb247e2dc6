"""Asks other sites whether what is linked to is still there: politely, and not again for some days.

One request to a host at a time, at the pace that its robots.txt wishes, several hosts side by side. Answers
are kept in `.site-builder/links.json`, which may be deleted at any time. Loads httpx with the first address;
raises nothing for what a server does. No build reads what is kept: what follows for a page is for an editor
to accept.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from site_builder import __version__
from site_builder.files import write_whole
from site_builder.importing.fetching.failures import FetchFailed
from site_builder.importing.fetching.limits import Limits
from site_builder.importing.fetching.pacing import Pacing

if TYPE_CHECKING:
    import httpx

    from site_builder.importing.fetching.requesting import Answer, Requests
    from site_builder.importing.fetching.robots import Robots

NAME = "links.json"
FORMAT = 1
HOSTS_AT_A_TIME = 8
_TRIES = 3
_DAY = 86_400
_GONE = frozenset({404, 410})
_LASTING = frozenset({301, 308})
_NOT_NOW = frozenset({429, 500, 502, 503, 504})
_PASSING = frozenset({"too-slow", "bad-answer", "no-connection"})  # failures worth another try
_LONGEST_REST = 60.0  # seconds; a host that wants more is asked again by a later check

Fate = Literal["alive", "moved", "dead", "unanswered"]


class Told(Struct, frozen=True):
    """What came of asking for one address."""

    fate: Fate
    asked: int  # seconds since 1970, by the clock of the check
    to: str = ""  # where it has moved to for good
    why: str = ""  # in words, as a clause


class _Kept(Struct):
    format: int
    answers: dict[str, Told]


class KeptAnswers:
    """Answers between checks."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / NAME

    def load(self) -> dict[str, Told]:
        """All that is kept, by address; nothing where it cannot be read."""
        with suppress(OSError, msgspec.DecodeError, UnicodeDecodeError):
            kept = msgspec.json.decode(self._file.read_bytes(), type=_Kept)
            if kept.format == FORMAT:
                return kept.answers
        return {}

    def save(self, answers: Mapping[str, Told]) -> None:
        """Keep answers in place of those that were. What cannot be written is not kept."""
        kept = _Kept(FORMAT, dict(sorted(answers.items())))
        with suppress(OSError):
            write_whole(self._file, msgspec.json.format(msgspec.json.encode(kept), indent=1))


def ask(
    addresses: Iterable[str],
    folder: Path,
    now: datetime,
    days: int,
    *,
    base_url: str = "",
    allow_private: bool = False,
    limits: Limits | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> dict[str, Told]:
    """What became of each address, from what is kept in the folder where that is no older than `days`.

    What gave no answer is asked again each time. Raises ModuleNotFoundError where httpx or protego is not
    installed.
    """
    kept = KeptAnswers(folder)
    known = kept.load()
    wanted = sorted(set(addresses))
    since = int(now.timestamp()) - days * _DAY
    fresh = {a: t for a in wanted if (t := known.get(a)) and t.fate != "unanswered" and t.asked > since}
    missing = [address for address in wanted if address not in fresh]
    if missing:
        asking = _Asking(limits or Limits(), base_url, allow_private, int(now.timestamp()), progress)
        fresh.update(asking.all(missing))
        kept.save({address: fresh[address] for address in wanted})
    return {address: fresh[address] for address in wanted}


class _Asking:
    """One run."""

    def __init__(
        self,
        limits: Limits,
        base_url: str,
        allow_private: bool,
        now: int,
        progress: Callable[[str, int, int], None] | None,
    ) -> None:
        from site_builder.importing.fetching.requesting import Requests
        from site_builder.importing.fetching.robots import Robots

        agent = f"site-builder/{__version__}" + (f" (+{base_url})" if base_url else "")
        self._limits = limits
        self._now = now
        self._progress = progress
        self._pacing = Pacing()
        self._requests: Requests = Requests(limits, agent, allow_private=allow_private)
        self._robots: Robots = Robots(self._requests, self._pacing, limits)
        self._lock = threading.Lock()
        self._done = 0
        self._heard = False  # whether any host has answered, so that this machine is online

    def all(self, addresses: list[str]) -> dict[str, Told]:
        """What became of them."""
        by_host: dict[str, list[str]] = {}
        for address in addresses:
            by_host.setdefault(urlsplit(address).netloc.lower(), []).append(address)
        told: dict[str, Told] = {}
        pool = ThreadPoolExecutor(HOSTS_AT_A_TIME, thread_name_prefix="links")
        try:
            for answers in pool.map(lambda of_host: self._of_host(of_host, len(addresses)), by_host.values()):
                told.update(answers)
        finally:
            self._pacing.close()
            pool.shutdown(cancel_futures=True)
        if not self._heard:
            return told
        return {address: _gone_with_its_host(one) for address, one in told.items()}

    def _of_host(self, addresses: list[str], total: int) -> dict[str, Told]:
        told = {}
        for address in addresses:
            told[address] = self._one(address)
            with self._lock:
                self._done += 1
                if self._progress:
                    self._progress("asking", self._done, total)
        return told

    def _one(self, address: str) -> Told:
        failed: FetchFailed | None = None
        for attempt in range(_TRIES):
            if attempt:
                self._pacing.wait(self._limits.pace * 2**attempt)
            try:
                told = self._followed(address)
            except FetchFailed as failure:
                failed = failure
                if failure.code not in _PASSING:
                    break
            else:
                if told is not None:
                    return told
                failed = None
        if failed is None:
            return self._told("unanswered", why="the server has no answer now")
        why = _NO_CONNECTION if failed.code == "no-connection" else ""
        return self._told("unanswered", why=f"{why}{failed.message}")

    def _followed(self, address: str) -> Told | None:
        """What became of an address; None where another try may say more. Raises FetchFailed."""
        from site_builder.importing.fetching.requesting import web_address

        url = web_address(address)
        lasting, seen = url, {url}  # `lasting` is where lasting redirects alone lead to
        only_lasting = True
        while True:
            answer = self._probe(url)
            if answer.location:
                only_lasting = only_lasting and answer.status in _LASTING
                url = web_address(answer.location, url)
                lasting = url if only_lasting else lasting
                if url in seen or len(seen) > self._limits.redirects:
                    return self._told("dead", why="redirects lead round in a circle, or on and on")
                seen.add(url)
                continue
            if answer.status in _GONE:
                return self._told("dead", why=f"the server answers {answer.status} {answer.reason}".rstrip())
            if answer.status in _NOT_NOW:
                self._rest(url, answer)
                return None
            if answer.status >= 400:
                why = f"the server answers {answer.status} {answer.reason}".rstrip()
                return self._told("unanswered", why=why)
            start = web_address(address)
            if lasting == start:
                return self._told("alive")
            deep, shallow = start.path.strip("/"), lasting.path.strip("/")
            why = "which is only a front page" if deep and not shallow else ""
            return self._told("moved", to=str(lasting), why=why)

    def _probe(self, url: httpx.URL) -> Answer:
        """The answer to HEAD, or to GET where a server may not know HEAD."""
        self._pacing.take_turn(url.host, self._robots.pace_at(url))
        answer = self._requests.probe(url)
        if answer.status >= 400 and answer.status not in _NOT_NOW:
            self._pacing.take_turn(url.host, self._robots.pace_at(url))
            answer = self._requests.probe(url, "GET")
        with self._lock:
            self._heard = True
        return answer

    def _rest(self, url: httpx.URL, answer: Answer) -> None:
        wait = answer.headers.get("Retry-After", "").strip()
        if wait.isascii() and wait.isdigit() and len(wait) < 6:
            self._pacing.leave_alone(url.host, min(float(wait), _LONGEST_REST))

    def _told(self, fate: Fate, *, to: str = "", why: str = "") -> Told:
        return Told(fate, self._now, to, why)


_NO_CONNECTION = "nobody answers: "


def _gone_with_its_host(told: Told) -> Told:
    """A host that nobody can reach, when others can be, is gone."""
    if told.fate == "unanswered" and told.why.startswith(_NO_CONNECTION):
        return Told("dead", told.asked, "", told.why.removeprefix(_NO_CONNECTION))
    return told
