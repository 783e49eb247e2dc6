"""One HTTP request and its answer, within the limits. Knows no robots.txt and follows no redirect.

Each request has a connection of its own. At a request a second nothing is gained by keeping one, and so
deadline and checked address belong to exactly one request. Proxies that the environment names are not
used: a proxy would connect where nobody has looked. Loaded when something is fetched: it needs httpx.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable, Iterator

import httpcore
import httpx
from msgspec import Struct

from site_builder.importing.fetching.bodies import ACCEPTED, read_body
from site_builder.importing.fetching.connecting import CheckedBackend, Deadline, Resolve, system_addresses
from site_builder.importing.fetching.failures import (
    FetchFailed,
    bad_address,
    broken_answer,
    no_connection,
    silent,
    too_slow,
    untrusted,
    wrong_content,
)
from site_builder.importing.fetching.limits import Limits

LONGEST_ADDRESS = 8_000  # characters; servers take no longer ones
_HOST = re.compile(rb"[A-Za-z0-9._:-]+")  # an IPv6 address is without its brackets here
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Answer(Struct, frozen=True):
    """What a server said to one request."""

    status: int
    reason: str
    headers: httpx.Headers
    cookies: httpx.Cookies  # those that were sent, and those that came
    body: bytes  # decoded; b"" unless the status is 200
    location: str = ""  # where it redirects to; "" when it does not


class Requests:
    """Makes requests. Thread-safe, since it keeps nothing but its settings."""

    def __init__(
        self,
        limits: Limits,
        agent: str,
        *,
        allow_private: bool = False,
        resolve: Resolve | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._limits = limits
        self._agent = agent
        self._allow_private = allow_private
        self._resolve = resolve or system_addresses
        self._tls = tls or httpx.create_ssl_context()  # takes long to make, and is the same for all

    def get(
        self,
        url: httpx.URL,
        accepts: Callable[[str], bool],
        *,
        cookies: httpx.Cookies | None = None,
        size: int = 0,
    ) -> Answer:
        """The answer to one GET.

        `accepts` judges the Content-Type, "" when there is none, before the body is read; `size` is
        another limit of the body than that of the limits. Raises FetchFailed.
        """
        return self._asked(
            "GET", url, cookies, lambda response, jar: self._read(response, jar, accepts, size)
        )

    def probe(self, url: httpx.URL, method: str = "HEAD") -> Answer:
        """The answer to a request whose body does not matter, and is not waited for. Raises FetchFailed."""
        return self._asked(method, url, None, lambda response, jar: _answer(response, jar, b""))

    def _asked(
        self,
        method: str,
        url: httpx.URL,
        cookies: httpx.Cookies | None,
        read: Callable[[httpx.Response, httpx.Cookies], Answer],
    ) -> Answer:
        deadline = Deadline(self._limits.total)
        backend = CheckedBackend(deadline, self._allow_private, self._resolve)
        timeout = httpx.Timeout(self._limits.silence, connect=self._limits.connecting)
        headers = {"User-Agent": self._agent, "Accept": "*/*", "Accept-Encoding": ACCEPTED}
        headers["Connection"] = "close"
        try:
            with (
                httpx.Client(
                    transport=_Transport(self._tls, backend),
                    trust_env=False,
                    headers=headers,
                    timeout=timeout,
                    cookies=cookies,
                ) as client,
                client.stream(method, url) as response,
            ):
                return read(response, client.cookies)
        except httpcore.TimeoutException as error:
            raise too_slow(self._limits.total) if deadline.over() else silent(_words(error)) from None
        except (httpcore.NetworkError, httpcore.ProtocolError, httpx.RequestError) as error:
            raise _told(url, error) from None
        except UnicodeError:  # a header that is no text
            raise broken_answer("a header cannot be read") from None

    def _read(
        self, response: httpx.Response, cookies: httpx.Cookies, accepts: Callable[[str], bool], size: int
    ) -> Answer:
        body = b""
        if response.status_code == 200:
            kind = response.headers.get("Content-Type", "")
            if not accepts(kind):
                raise wrong_content(kind.partition(";")[0].strip()[:100])
            coding = response.headers.get("Content-Encoding", "")
            body = read_body(response.iter_raw(), coding, size or self._limits.size)
        return _answer(response, cookies, body)


def _answer(response: httpx.Response, cookies: httpx.Cookies, body: bytes) -> Answer:
    location = response.headers.get("Location", "") if response.status_code in _REDIRECTS else ""
    return Answer(
        response.status_code, response.reason_phrase[:100], response.headers, cookies, body, location
    )


def web_address(text: str, base: httpx.URL | None = None) -> httpx.URL:
    """The address that is meant, without its fragment; `base` is what a relative one is relative to.

    Raises FetchFailed for what is none of the web's, and for one that carries a password.
    """
    if len(text) > LONGEST_ADDRESS:
        raise bad_address(f"the address has {len(text):,} characters")
    try:
        url = base.join(text) if base else httpx.URL(text)
        url = url.copy_with(fragment=None)
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise bad_address(f"this is no address: {_words(error)}") from None
    if url.scheme not in ("http", "https"):
        raise bad_address(f"only http and https are fetched, not '{url.scheme}:'")
    if not url.host:
        raise bad_address("the address names no host")
    if not _HOST.fullmatch(url.raw_host) or (url.port is not None and not 0 < url.port < 65536):
        raise bad_address("this is no address: no host can be called that")
    if url.userinfo:
        raise bad_address("the address carries a name or password, which would end up in the article")
    return url


class _Transport(httpx.BaseTransport):
    """httpx upon connections of our own making."""

    def __init__(self, tls: ssl.SSLContext, backend: httpcore.NetworkBackend) -> None:
        self._pool = httpcore.ConnectionPool(tls, max_connections=1, network_backend=backend)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """One request, with httpcore's exceptions as they are."""
        url = request.url
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        answer = self._pool.handle_request(
            httpcore.Request(
                request.method, target, headers=request.headers.raw, extensions=request.extensions
            )
        )
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Body(answer), extensions=answer.extensions
        )

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        return self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


def _told(url: httpx.URL, error: Exception) -> FetchFailed:
    cause: BaseException | None = error
    while cause and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__ or cause.__context__
    if isinstance(cause, ssl.SSLCertVerificationError):
        return untrusted(url.host, cause.verify_message)
    if isinstance(error, httpcore.ConnectError):
        return no_connection(url.host, _words(cause if isinstance(cause, ssl.SSLError) else error))
    words = _words(error)
    return broken_answer("its headers are too long" if "buffer too long" in words else words)


def _words(error: Exception) -> str:
    """What a library says, as a clause of one line."""
    words = getattr(error, "reason", None) or str(error) or type(error).__name__
    words = " ".join(words.split())[:200].rstrip(".")
    return words[:1].lower() + words[1:]
