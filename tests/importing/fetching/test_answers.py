"""What a server may answer, and how often it is asked: real servers that drip, bomb and say nonsense."""

from __future__ import annotations

import gzip
import socket
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

import pytest
from fetches import Names, fetcher, got, refused
from loopback import Request, answer, serving, site

from site_builder.importing.fetching.fetcher import Fetched
from site_builder.importing.fetching.limits import Limits
from site_builder.problems import Problem

pytest.importorskip("httpx", reason="the extra [import] is not installed")


def _robots_first(rest: Callable[[Request], Iterable[bytes]]) -> Callable[[Request], Iterable[bytes]]:
    missing = [answer(status="404 Not Found")]
    return lambda request: missing if request.path == "/robots.txt" else rest(request)


def test_a_server_that_drips_for_ever_is_left() -> None:
    def drip(_: Request) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
        while True:
            yield b"x"
            time.sleep(0.02)

    begin = time.monotonic()
    with serving(_robots_first(drip)) as server:
        found = refused(f"{server.url}/")
    assert found.code == "too-slow"
    assert "0.8 seconds" in found.message
    assert time.monotonic() - begin < 5


def test_headers_that_drip_for_ever_are_left() -> None:
    def drip(_: Request) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\n"
        while True:
            yield b"X-More: y\r\n"
            time.sleep(0.02)

    with serving(_robots_first(drip)) as server:
        assert refused(f"{server.url}/").code == "too-slow"


def test_a_server_that_says_nothing_is_left() -> None:
    def wait(_: Request) -> Iterator[bytes]:
        time.sleep(1)
        yield b""

    with serving(_robots_first(wait)) as server:
        assert refused(f"{server.url}/").code == "too-slow"


def test_a_name_lookup_that_hangs_is_left() -> None:
    def hang(host: str, port: int) -> tuple[str, ...]:
        time.sleep(2)
        return ()

    begin = time.monotonic()
    assert refused("http://news.example/", resolve=hang).code == "robots"
    assert time.monotonic() - begin < 1.9


def test_headers_without_end_are_refused() -> None:
    def flood(_: Request) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\n"
        while True:
            yield b"X-More: " + b"y" * 8000 + b"\r\n"

    with serving(_robots_first(flood)) as server:
        found = refused(f"{server.url}/")
    assert found.code == "bad-answer"
    assert "headers are too long" in found.message


def test_a_body_without_end_is_refused_at_the_limit() -> None:
    def flood(_: Request) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
        while True:
            yield b"x" * 8192

    with serving(_robots_first(flood)) as server:
        found = refused(f"{server.url}/")
    assert found.code == "too-large"
    assert "50,000 bytes" in found.message


def test_a_gzip_bomb_is_refused_before_it_is_made() -> None:
    bomb = gzip.compress(b"\0" * 200_000_000, 6)
    limits = Limits(size=1_000_000, pace=0, total=10)
    with serving(site({"/": answer(bomb, Content_Encoding="gzip")})) as server:
        assert refused(f"{server.url}/", limits=limits).code == "too-large"


@pytest.mark.parametrize("coding", ["br", "zstd", "compress", "gzip, gzip, gzip", "nonsense"])
def test_a_coding_that_was_not_asked_for_is_refused(coding: str) -> None:
    with serving(site({"/": answer(b"x", Content_Encoding=coding)})) as server:
        assert refused(f"{server.url}/").code == "bad-answer"
        assert all(request.headers["accept-encoding"] == "gzip, deflate" for request in server.asked)


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(b"story " * 100)),
        ("x-gzip", gzip.compress(b"story " * 50) + gzip.compress(b"story " * 50)),
        ("deflate", zlib.compress(b"story " * 100)),
        ("deflate", zlib.compress(b"story " * 100)[2:-4]),
        ("identity", b"story " * 100),
        ("gzip, gzip", gzip.compress(gzip.compress(b"story " * 100))),
    ],
    ids="gzip members deflate bare identity twice".split(),  # what gzip makes bears the time of day
)
def test_what_was_asked_for_is_decoded(coding: str, body: bytes) -> None:
    with serving(site({"/": answer(body, Content_Encoding=coding)})) as server:
        assert got(f"{server.url}/").content == b"story " * 100


def test_a_stream_that_breaks_off_is_no_page() -> None:
    cut = gzip.compress(b"story " * 1000)[:-20]
    with serving(site({"/": answer(cut, Content_Encoding="gzip")})) as server:
        assert "too early" in refused(f"{server.url}/").message


def test_a_body_shorter_than_its_length_is_no_page() -> None:
    with serving(site({"/": answer(b"half", Content_Length="100")})) as server:
        assert refused(f"{server.url}/").code == "bad-answer"


def test_http_1_0_and_chunks_are_understood() -> None:
    old = b"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nold"
    chunks = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nnew\r\n2\r\ner\r\n0\r\n\r\n"
    with serving(site({"/old": old, "/new": chunks})) as server:
        assert got(f"{server.url}/old").content == b"old"
        assert got(f"{server.url}/new").content == b"newer"


@pytest.mark.parametrize(
    "said", [b"", b"hello", b"HTTP/1.1 abc\r\n\r\n", b"\x16\x03\x01\0\0", b"SSH-2.0-x\r\n"]
)
def test_what_is_no_http_is_told(said: bytes) -> None:
    with serving(_robots_first(lambda _: [said])) as server:
        assert refused(f"{server.url}/").code == "bad-answer"


@pytest.mark.parametrize(
    "kind", ["image/png", "application/pdf", "video/mp4", "application/zip", "text/css", "image/svg+xml"]
)
def test_what_is_no_article_is_refused_before_it_is_loaded(kind: str) -> None:
    with serving(site({"/": answer(b"x" * 100_000, kind=kind)})) as server:
        found = refused(f"{server.url}/")
        assert found.code == "not-an-article"
        assert kind in found.message


@pytest.mark.parametrize(
    "kind", ["text/html", "text/plain", "application/rss+xml", "application/feed+json", "application/xml", ""]
)
def test_what_may_hold_an_article_is_loaded(kind: str) -> None:
    with serving(site({"/": answer(b"x", kind=kind)})) as server:
        assert got(f"{server.url}/").kind == kind


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("404 Not Found", "nothing at this address"),
        ("410 Gone", "removed"),
        ("403 Forbidden", "does not allow"),
        ("402 Payment Required", "paid"),
        ("500 Oh No", "500 Oh No"),
        ("204 No Content", "204"),
        ("300 Choices", "300"),
        ("999 Denied", "999"),
    ],
)
def test_an_answer_that_is_no_page_is_told_in_words(status: str, words: str) -> None:
    with serving(site({"/": answer(status=status)})) as server:
        assert words in refused(f"{server.url}/").message


@pytest.mark.parametrize(
    ("status", "after", "remedy"),
    [
        ("429 Too Many Requests", "120", "after 120 seconds"),
        ("503 Unavailable", "Mon, 12 Mar 2012 15:00:00 GMT", "after Mon, 12 Mar 2012 15:00:00 GMT"),
        ("503 Unavailable", "", "in an hour"),
    ],
)
def test_a_busy_server_says_when_to_come_again(status: str, after: str, remedy: str) -> None:
    with serving(site({"/": answer(status=status, Retry_After=after)})) as server:
        found = refused(f"{server.url}/")
    assert found.code == "come-again"
    assert remedy in found.remedy


def test_a_host_that_asks_for_patience_is_left_alone_for_the_rest_of_the_run() -> None:
    pages = {"/a": answer(status="429 Slow", Retry_After="60"), "/b": answer(b"x")}
    with serving(site(pages)) as server, fetcher() as fetching:
        fetching.fetch(f"{server.url}/a")
        second = fetching.fetch(f"{server.url}/b")
        assert isinstance(second, Problem)
        assert "no more requests during the next 60 seconds" in second.message
        assert "/b" not in server.paths


def test_nobody_listening_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    assert refused(f"http://127.0.0.1:{port}/").code == "no-connection"


TRIES = 3  # at most: when a request arrives also depends on what else the machine does


def test_requests_to_one_host_keep_their_distance_even_from_several_threads() -> None:
    begun: list[float] = []

    def say(request: Request) -> list[bytes]:
        begun.append(time.monotonic())
        return [answer(b"x")]

    for _ in range(TRIES):
        begun.clear()
        with serving(say) as server, fetcher(limits=Limits(pace=0.15, total=30)) as fetching:
            threads = [threading.Thread(target=fetching.fetch, args=(f"{server.url}/{n}",)) for n in range(3)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        assert len(begun) == 4  # robots.txt once, for all three
        if all(later - earlier > 0.1 for earlier, later in pairwise(begun)):
            break
    assert all(later - earlier > 0.1 for earlier, later in pairwise(begun))


def test_hosts_do_not_wait_for_each_other() -> None:
    for _ in range(TRIES):
        names = Names(a=["127.0.0.1"], b=["127.0.0.1"], c=["127.0.0.1"])
        with serving(site({"/": answer(b"x")})) as server:
            with fetcher(limits=Limits(pace=0.4, total=30), resolve=names) as fetching:
                urls = [f"http://{name}.example:{server.port}/" for name in "abc"]
                threads = [threading.Thread(target=fetching.fetch, args=(url,)) for url in urls]
                begin = time.monotonic()
                for thread in threads:
                    thread.start()
                for thread in threads:
                    thread.join()
            took = time.monotonic() - begin
            assert server.paths.count("/") == 3
        if took < 1.1:
            break
    assert took < 1.1


def test_who_waits_for_a_turn_when_fetching_ends_is_told() -> None:
    with serving(site({"/": answer(b"x")})) as server:
        fetching = fetcher(limits=Limits(pace=60))
        results: list[Fetched | Problem] = []
        thread = threading.Thread(target=lambda: results.append(fetching.fetch(f"{server.url}/")))
        thread.start()
        time.sleep(0.2)
        fetching.close()
        thread.join(5)
    assert isinstance(results[0], Problem)
    assert results[0].code == "not-fetched"


def test_without_the_extra_the_exact_command_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("site_builder.importing.fetching.re")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "httpx", None)
    assert refused("https://example.org/").remedy == "pip install 'site-builder[import]'"
