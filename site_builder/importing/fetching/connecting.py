"""Connections to checked addresses only, with a deadline. Knows sockets, and no HTTP.

A name is looked up once, its addresses are judged, and the connection goes to one of those very
addresses: a name server that says something else a moment later (DNS rebinding) gains nothing. The
name itself still stands in the Host header and in TLS, which are made above this.
Loaded by `requesting.py` alone, when something is fetched: it needs httpcore.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import httpcore

from site_builder.importing.fetching.addresses import reserved_for
from site_builder.importing.fetching.failures import private_address

Resolve = Callable[[str, int], tuple[str, ...]]  # a host's addresses, best first; OSError when it has none


class Deadline:
    """The point at which one request has to be over, in seconds of the monotonic clock."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def clip(self, timeout: float | None, late: type[Exception]) -> float:
        """The timeout, or what is left if that is less. Raises `late` when nothing is left."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise late("the time is up")
        return left if timeout is None else min(timeout, left)

    def over(self) -> bool:
        """Whether nothing is left, or as good as nothing: a socket may wake a moment too early."""
        return self._end - time.monotonic() < 0.01


class CheckedBackend(httpcore.NetworkBackend):
    """Looks names up, judges the addresses and connects. For one request.

    Raises FetchFailed for a host with no address that may be connected to.
    """

    def __init__(self, deadline: Deadline, allow_private: bool, resolve: Resolve) -> None:
        self._deadline = deadline
        self._allow_private = allow_private
        self._resolve = resolve
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address that may be connected to and answers."""
        failed: Exception = httpcore.ConnectError("the name has no address")
        for address in self._checked(host, port):
            left = self._deadline.clip(timeout, httpcore.ConnectTimeout)
            try:
                stream = self._sockets.connect_tcp(address, port, left, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
            else:
                return _TimedStream(stream, self._deadline)
        raise failed

    def _checked(self, host: str, port: int) -> list[str]:
        """The addresses that may be connected to, in the resolver's order."""
        found = self._look_up(host, port)
        if self._allow_private:
            return list(found)
        words = {address: reserved_for(address) for address in found}
        public = [address for address, word in words.items() if not word]
        if words and not public:
            address, word = next(iter(words.items()))
            raise private_address(host, address, word)
        return public

    def _look_up(self, host: str, port: int) -> tuple[str, ...]:
        # The system's resolver cannot be told when to give up; what it says too late is not waited for.
        answer: list[tuple[str, ...] | OSError | UnicodeError] = []

        def ask() -> None:
            try:
                answer.append(self._resolve(host, port))
            except (OSError, UnicodeError) as error:
                answer.append(error)

        asking = threading.Thread(target=ask, daemon=True, name="name lookup")
        asking.start()
        asking.join(self._deadline.clip(None, httpcore.ConnectTimeout))
        if not answer:
            raise httpcore.ConnectTimeout("the name lookup takes too long")
        if isinstance(answer[0], Exception):
            words = getattr(answer[0], "strerror", None) or "it is no name of a host"
            raise httpcore.ConnectError(words)
        return answer[0]


class _TimedStream(httpcore.NetworkStream):
    """A stream of which every step ends by the deadline, however busily it drips."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.clip(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.clip(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = self._deadline.clip(timeout, httpcore.ConnectTimeout)
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def system_addresses(host: str, port: int) -> tuple[str, ...]:
    """What the system's resolver says, in its order, without repeats."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))
