"""The preview's sockets and the server on them: which port, which requests are too long, who is too slow.

Knows nothing of what is answered.
"""

from __future__ import annotations

import asyncio
import errno
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from h11 import SEND_BODY
from uvicorn import Config, Server
from uvicorn.protocols.http.h11_impl import H11Protocol

TRIES = 10  # ports
_HIGHEST = 65_535
_LONGEST_HEAD = 16_384  # bytes of a request's line and headers, and of what may follow them
_PATIENCE = 10.0  # seconds in which a request's head must have come
_UNSENT = 65_536  # bytes that the system keeps of an answer: with megabytes nobody sees that it is taken
_SLOWEST = 1_000  # bytes a second that a browser must take of an answer
_MOST = 256  # connections that are answered; more are told to come back
_LAST = 0.5  # seconds for answers that are under way when the preview ends
_EVERYWHERE = {"", "0.0.0.0", "::"}


class PortTaken(Exception):
    """None of the ports that may be taken is free."""


def bound(host: str, port: int, tries: int = TRIES) -> tuple[list[socket.socket], int]:
    """Sockets on the first free port of so many, and that port.

    On this machine's own address the one of IPv6 comes along where there is one. Raises PortTaken, and
    OSError where the host is none of this machine's.
    """
    last: OSError | None = None
    for at in range(port, min(port + tries, _HIGHEST + 1)):
        try:
            first = _socket(host, at)
        except OSError as error:
            if error.errno not in {errno.EADDRINUSE, errno.EACCES} or (
                error.errno == errno.EACCES and tries == 1
            ):
                raise
            last = error
            continue
        taken = first.getsockname()[1]
        sockets = [first]
        if host in {"127.0.0.1", "localhost"}:
            try:
                sockets.append(_socket("::1", taken))
            except OSError as error:
                if error.errno == errno.EADDRINUSE and port:
                    first.close()
                    last = error
                    continue
        return sockets, taken
    raise PortTaken(str(last))


def is_everywhere(host: str) -> bool:
    """Whether a host means all of this machine's addresses, so that others can see the preview."""
    return host in _EVERYWHERE


def lan_address() -> str:
    """This machine's address in its network; "" where it has none. Sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address for documents (RFC 5737)
            return str(probe.getsockname()[0])
        except OSError:
            return ""


def _socket(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(
        host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    made = socket.socket(family, kind, protocol)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _UNSENT)  # and so for its connections
        if family == socket.AF_INET6:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, int(host == "::1"))
        made.bind(address)
        made.listen(128)
        made.setblocking(False)
    except OSError:
        made.close()
        raise
    return made


class _Patient(H11Protocol):
    """HTTP/1.1 that hangs up on those who do not come to the point, or hardly take what they asked for."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # uvicorn's own is as narrow
        super().connection_made(transport)
        self._answer: Any = None  # the one that was under way at the last look …
        self._waiting = 0  # … and the bytes of it that were not taken then
        self._unasked = 0  # bytes that came with a request: no answer depends on any
        self._look_again()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state is SEND_BODY:
            self._unasked += len(data)
            if self._unasked > _LONGEST_HEAD:
                self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self._next_look.cancel()
        super().connection_lost(exc)

    def _look_again(self) -> None:
        self._next_look = asyncio.get_running_loop().call_later(_PATIENCE, self._look)

    def _look(self) -> None:
        """Hang up where a request does not come to its end, or an answer is not taken."""
        cycle: Any = self.cycle
        waiting = self.transport.get_write_buffer_size()
        if self.conn.their_state is SEND_BODY:  # and has been since the last look, or nearly so
            self.transport.abort()
            return
        if cycle is not None and cycle is self._answer and waiting:
            if self._waiting and waiting > self._waiting - _SLOWEST * _PATIENCE:
                self.transport.abort()  # to close would wait until the last byte is taken
                return
        elif cycle is None or (cycle.response_complete and self.conn.trailing_data[0]):
            self.transport.close()
        self._answer, self._waiting = cycle, waiting
        self._look_again()


class _Quiet(Server):
    """Leaves the signals to whoever runs it."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve(app: Any, sockets: list[socket.socket], stopping: Callable[[], None]) -> None:
    """Serve until Ctrl-C or SIGTERM; `stopping` is called then, before open answers are cut off."""
    config = Config(
        app,
        http=_Patient,
        interface="asgi3",
        proxy_headers=False,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        h11_max_incomplete_event_size=_LONGEST_HEAD,
        limit_concurrency=_MOST,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=_LAST,  # type: ignore[arg-type]  # asyncio takes parts of seconds
    )
    server = _Quiet(config)

    def stop() -> None:
        server.should_exit = True
        stopping()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) != signal.SIG_IGN:
            with suppress(NotImplementedError, ValueError, RuntimeError):  # on Windows; in another thread
                loop.add_signal_handler(number, stop)
    await server.serve(sockets=sockets)
