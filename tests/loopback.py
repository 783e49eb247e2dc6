"""Real servers on this machine for tests, which say whatever bytes a test wants said."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from random import SystemRandom
from urllib.parse import parse_qsl

Say = Callable[["Request"], Iterable[bytes]]

_HELD: list[socket.socket] = []  # of UDP: the numbers that this process has given


class Request:
    """What a client asked."""

    def __init__(self, head: bytes) -> None:
        lines = head.decode("latin-1").split("\r\n")
        self.method, self.path, *_ = lines[0].split(" ")
        pairs = (line.partition(":") for line in lines[1:] if line)
        self.headers = {name.lower(): value.strip() for name, _, value in pairs}
        self.body = b""

    @property
    def form(self) -> dict[str, str]:
        """The fields of a form that was sent."""
        return dict(parse_qsl(self.body.decode("ascii"), strict_parsing=True))


class Server:
    """Answers each connection once, with what `say` gives for its request. `asked` holds all requests."""

    def __init__(self, say: Say, tls: ssl.SSLContext | None = None) -> None:
        self.asked: list[Request] = []
        self._say = say
        self._tls = tls
        self._ended = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def paths(self) -> list[str]:
        return [request.path for request in self.asked]

    def close(self) -> None:
        self._ended.set()
        self._socket.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with suppress(OSError), connection:
            connection.settimeout(30)
            stream = self._tls.wrap_socket(connection, server_side=True) if self._tls else connection
            with stream:
                head = b""
                while b"\r\n\r\n" not in head:
                    piece = stream.recv(65536)
                    if not piece:
                        return
                    head += piece
                head, _, body = head.partition(b"\r\n\r\n")
                request = Request(head)
                while len(body) < int(request.headers.get("content-length", 0)):
                    body += stream.recv(65536)
                request.body = body
                self.asked.append(request)
                for piece in self._say(request):
                    if self._ended.is_set():
                        return
                    stream.sendall(piece)


def free_port() -> int:
    """A port of TCP that nobody listens on, and that stays free until a server has it.

    It is below those that systems give to whoever asks for any, be it to listen or to connect. Nor is it
    given a second time, here or in another process of tests on this machine: for as long as this process
    lasts it holds the port of UDP with the same number.
    """
    for port in SystemRandom().sample(range(20_000, 32_000), 1000):
        held = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        with socket.socket() as probe, suppress(OSError):
            held.bind(("127.0.0.1", port))
            probe.bind(("127.0.0.1", port))
            _HELD.append(held)
            return port
        held.close()
    raise AssertionError("a thousand ports are taken")


@contextmanager
def serving(say: Say, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server for as long as the block lasts."""
    server = Server(say, tls)
    try:
        yield server
    finally:
        server.close()


def answer(body: bytes = b"", status: str = "200 OK", kind: str = "text/html", **headers: str) -> bytes:
    """A whole answer; underscores in the names of headers are hyphens."""
    given = {"Content-Type": kind, "Content-Length": str(len(body))}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in given.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def site(pages: dict[str, bytes]) -> Say:
    """Answers by path; 404 for what is not among them, robots.txt too."""
    return lambda request: [pages.get(request.path, answer(status="404 Not Found"))]
