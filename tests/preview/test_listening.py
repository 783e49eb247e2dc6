"""The server's patience: with requests that do not come to their end, and answers that are hardly taken."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from previews import until

from site_builder.preview import listening

BIG = 30_000_000  # bytes of an answer: more than the system keeps for a socket


class Running:
    """A server in a thread of this process, whose patience is short."""

    def __init__(self) -> None:
        (self._socket,), self.port = listening.bound("127.0.0.2", 0)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        self._task = self._loop.create_task(listening.serve(self._answer, [self._socket], lambda: None))
        with pytest.raises(asyncio.CancelledError):
            self._loop.run_until_complete(self._task)
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()
        self._socket.close()

    async def _answer(self, scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        if scope["path"] == "/events":
            for _ in range(20):
                await send({"type": "http.response.body", "body": b"event\n", "more_body": True})
                await asyncio.sleep(0.1)
        await send({"type": "http.response.body", "body": b"x" * (BIG if scope["path"] == "/big" else 1)})

    def connect(self) -> socket.socket:
        made = socket.socket()
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        made.settimeout(5)
        made.connect(("127.0.0.2", self.port))
        return made

    def end(self) -> None:
        self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join(10)


@pytest.fixture
def running(monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    monkeypatch.setattr(listening, "_PATIENCE", 0.3)
    made = Running()
    yield made
    made.end()


def is_answered(running: Running) -> bool:
    """Whether there is room for one more, who gets what was asked for."""
    with running.connect() as later:
        later.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        return later.recv(4096).startswith(b"HTTP/1.1 200")


def is_closed(connection: socket.socket) -> bool:
    """Whether the other side has hung up, with or without a word."""
    try:
        return connection.recv(65536) == b""
    except ConnectionError:
        return True


def test_who_takes_a_byte_a_second_is_hung_up_on(running: Running) -> None:
    with running.connect() as slow:
        slow.sendall(b"GET /big HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert slow.recv(1)
        time.sleep(1.5)
        received = 1
        with suppress(ConnectionError):
            while part := slow.recv(1_000_000):
                received += len(part)
        assert received < BIG


def test_who_takes_a_big_answer_steadily_gets_all_of_it(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "_PATIENCE", 0.6)  # whoever reads may be held up by a busy machine
    with running.connect() as steady:
        steady.sendall(b"GET /big HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        received, began = 0, time.monotonic()
        while part := steady.recv(1_000_000):
            received += len(part)
            if time.monotonic() - began < 1.5:
                time.sleep(0.002)
        assert received > BIG


def test_who_asks_a_letter_at_a_time_is_hung_up_on(running: Running) -> None:
    began = time.monotonic()
    with running.connect() as slow:
        letters = iter(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: " + b"x" * 200)
        with suppress(ConnectionError):
            for letter in letters:
                slow.sendall(bytes([letter]))
                time.sleep(0.05)
        assert next(letters, None), "it was cut off before the end"
        assert time.monotonic() - began < 10, "the whole would have taken twelve seconds"


def test_a_second_request_must_come_to_its_end_too(running: Running) -> None:
    with running.connect() as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert slow.recv(4096).startswith(b"HTTP/1.1 200")
        slow.sendall(b"GET / HTT")
        assert until(lambda: is_closed(slow))


def is_cut_off(sender: socket.socket, parts: Iterable[bytes]) -> bool:
    """Whether the other side hangs up before all parts are sent."""
    try:
        for part in parts:
            sender.sendall(part)
    except ConnectionError:
        return True
    return False


@pytest.mark.parametrize("path", [b"/", b"/events"])
@pytest.mark.parametrize("size", [b"Transfer-Encoding: chunked", b"Content-Length: 9000000000"])
def test_who_sends_more_than_a_request_is_hung_up_on(running: Running, path: bytes, size: bytes) -> None:
    head = b"POST " + path + b" HTTP/1.1\r\nHost: localhost\r\n" + size + b"\r\n\r\n"
    with running.connect() as sender:
        assert is_cut_off(sender, [head, *[b"1000\r\n" + b"x" * 4096 + b"\r\n"] * 5_000])
    assert is_answered(running)


def test_who_sends_the_rest_of_a_request_a_letter_at_a_time_is_hung_up_on(running: Running) -> None:
    head = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n\r\n"
    with running.connect() as slow:
        assert is_cut_off(slow, (time.sleep(0.05) or part for part in [head, *[b"x"] * 100]))
    assert is_answered(running)


def test_an_event_stream_that_is_listened_to_stays_open(running: Running) -> None:
    with running.connect() as stream:
        stream.sendall(b"GET /events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        heard = b""
        while part := stream.recv(65536):
            heard += part
        assert heard.count(b"event") == 20


def test_more_connections_than_anybody_needs_are_told_to_come_back(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "_PATIENCE", 30.0)  # or the idle ones are hung up on meanwhile
    idle = [running.connect() for _ in range(listening._MOST)]
    with running.connect() as late:
        late.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert late.recv(4096).startswith(b"HTTP/1.1 503")
    for one in idle:
        one.close()
    assert until(lambda: is_answered(running))
