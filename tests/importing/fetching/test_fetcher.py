"""The door to the web, tried against real servers on this machine."""

from __future__ import annotations

import gzip
import socket
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
from loopback import Request, answer, serving, site

from site_builder.importing.fetching import addresses
from site_builder.importing.fetching.fetcher import Fetched, Fetcher
from site_builder.importing.fetching.limits import Limits
from site_builder.problems import Problem

pytest.importorskip("httpx", reason="the extra [import] is not installed")
NOON = datetime(2012, 3, 12, 12, tzinfo=UTC)
QUICK = Limits(size=50_000, connecting=0.5, silence=0.4, total=0.8, pace=0)


def fetcher(limits: Limits = QUICK, **options: Any) -> Fetcher:
    return Fetcher(clock=lambda: NOON, allow_private=True, limits=limits, **options)


def got(url: str, **options: Any) -> Fetched:
    with fetcher(**options) as fetching:
        result = fetching.fetch(url)
    assert isinstance(result, Fetched), result
    return result


def refused(url: str, **options: Any) -> Problem:
    with fetcher(**options) as fetching:
        result = fetching.fetch(url)
    assert isinstance(result, Problem), result
    assert result.place.source == url
    assert result.message
    assert result.remedy
    return result


def test_a_page_comes_with_its_address_charset_and_the_instant_of_the_callers_clock() -> None:
    with serving(site({"/a": answer(b"<p>x", kind="Text/HTML; charset='Windows-1251'")})) as server:
        page = got(f"{server.url}/a#part")
        assert page == Fetched(
            url=f"{server.url}/a",
            content=b"<p>x",
            kind="text/html",
            charset="windows-1251",
            retrieved="2012-03-12T12:00:00Z",
        )


def test_the_user_agent_says_who_asks() -> None:
    with serving(site({"/": answer(b"x")})) as server:
        got(f"{server.url}/", base_url="https://digest.example/")
        agents = {request.headers["user-agent"] for request in server.asked}
    assert len(agents) == 1
    assert agents.pop().startswith("site-builder/")
    with fetcher(base_url="https://digest.example/") as fetching:
        assert fetching.agent.endswith(" (+https://digest.example/)")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("file:///etc/passwd", "only http and https"),
        ("ftp://example.org/a", "only http and https"),
        ("gopher://example.org/", "only http and https"),
        ("javascript:alert(1)", "only http and https"),
        ("//example.org/", "only http and https"),
        ("http://", "names no host"),
        ("http:///path", "names no host"),
        ("https://me:secret@example.org/", "name or password"),
        ("http://example.org:99999/", "no address"),
        ("http://exa mple.org/", "no address"),
        ("http://example.org/\r\nX: y", "no address"),
        ("http://[::1", "no address"),
        ("http://example.org/" + "a" * 9000, "characters"),
    ],
)
def test_what_is_no_address_of_the_web_is_refused_without_a_look(url: str, words: str) -> None:
    found = refused(url)
    assert found.code == "bad-address"
    assert words in found.message


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "0x7f000001", "2130706433", "127.1"],
)
def test_a_server_on_this_machine_is_not_asked_however_it_is_written(host: str) -> None:
    with serving(site({"/": answer(b"secret")})) as server, Fetcher(clock=lambda: NOON) as fetching:
        result = fetching.fetch(f"http://{host}:{server.port}/")
        assert isinstance(result, Problem)
        assert result.code in ("private-address", "no-connection", "bad-address")  # by the resolver's taste
        assert server.asked == []


class Names:
    """A resolver: each name has a list of answers, the last of them for good."""

    def __init__(self, **answers: list[str]) -> None:
        self._answers = answers
        self.asked: list[str] = []

    def __call__(self, host: str, port: int) -> tuple[str, ...]:
        self.asked.append(host)
        answers = self._answers.get(host.partition(".")[0], [host])
        return (answers.pop(0) if len(answers) > 1 else answers[0],)


@pytest.fixture
def public_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """127.0.0.1 passes for a public address, so that a server of the open web can be played."""
    real = addresses.reserved_for
    monkeypatch.setattr(
        "site_builder.importing.fetching.connecting.reserved_for",
        lambda address: "" if address == "127.0.0.1" else real(address),
    )


@pytest.mark.parametrize(
    "target",
    [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:192.168.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://inside.example/",
        "//100.64.0.1/",
    ],
)
@pytest.mark.usefixtures("public_loopback")
def test_a_redirect_to_a_private_address_is_not_followed(target: str) -> None:
    names = Names(news=["127.0.0.1"], inside=["10.9.8.7"])
    with (
        serving(site({"/a": answer(status="302 Found", Location=target)})) as server,
        Fetcher(clock=lambda: NOON, limits=QUICK, resolve=names) as fetching,
    ):
        found = fetching.fetch(f"http://news.example:{server.port}/a")
        assert isinstance(found, Problem)
        assert found.code == "private-address"
        assert "/a" in server.paths


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://example.org/", "http://a:b@example.org/"])
def test_a_redirect_out_of_the_web_is_not_followed(target: str) -> None:
    with serving(site({"/": answer(status="301 Moved", Location=target)})) as server:
        assert refused(f"{server.url}/").code == "bad-address"


@pytest.mark.usefixtures("public_loopback")
def test_a_name_that_changes_its_address_after_the_check_gains_nothing() -> None:
    names = Names(news=["127.0.0.1", "127.0.0.1", "10.0.0.1"])
    with (
        serving(site({"/": answer(b"fine")})) as server,
        Fetcher(clock=lambda: NOON, limits=QUICK, resolve=names) as fetching,
    ):
        url = f"http://news.example:{server.port}/"
        first, second = fetching.fetch(url), fetching.fetch(url)
    assert isinstance(first, Fetched)
    assert isinstance(second, Problem)
    assert second.code == "private-address"
    assert len(names.asked) == 3  # once for robots.txt and once for each page, never between check and use


@pytest.mark.usefixtures("public_loopback")
def test_the_connection_goes_to_the_checked_address_and_the_name_stays_in_the_host_header() -> None:
    with serving(site({"/": answer(b"fine")})) as server:
        names = Names(news=["127.0.0.1"])
        with Fetcher(clock=lambda: NOON, limits=QUICK, resolve=names) as fetching:
            assert isinstance(fetching.fetch(f"http://news.example:{server.port}/"), Fetched)
        assert {request.headers["host"] for request in server.asked} == {f"news.example:{server.port}"}


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(site({})) as proxy, serving(site({"/": answer(b"x")})) as server:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        monkeypatch.delenv("no_proxy", raising=False)
        assert got(f"{server.url}/").content == b"x"
        assert proxy.asked == []


def test_redirects_are_followed_and_the_last_address_is_told() -> None:
    pages = {f"/{n}": answer(status="302 Found", Location=f"/{n + 1}") for n in range(5)}
    with serving(site({**pages, "/5": answer(b"here")})) as server:
        page = got(f"{server.url}/0")
        assert (page.url, page.content) == (f"{server.url}/5", b"here")
        assert server.paths.count("/robots.txt") == 1


def test_one_redirect_too_many_ends_it_and_tells_the_chain() -> None:
    pages = {f"/{n}": answer(status="302 Found", Location=f"/{n + 1}") for n in range(9)}
    with serving(site(pages)) as server:
        found = refused(f"{server.url}/0")
        assert found.code == "too-many-redirects"
        assert "more than 5 redirects" in found.message
        assert "/6" not in server.paths


def test_redirects_that_go_round_are_called_so() -> None:
    pages = {
        "/a": answer(status="302 Found", Location="/b"),
        "/b": answer(status="302 Found", Location="/a"),
    }
    with serving(site(pages)) as server:
        assert "circle" in refused(f"{server.url}/a").message


def test_a_page_that_wants_its_own_cookie_back_gets_it() -> None:
    def say(request: Request) -> list[bytes]:
        if request.path != "/a":
            return [answer(status="404 Not Found")]
        if "seen=1" in request.headers.get("cookie", ""):
            return [answer(b"welcome")]
        return [answer(status="302 Found", Location="/a", Set_Cookie="seen=1")]

    with serving(say) as server:
        assert got(f"{server.url}/a").content == b"welcome"


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


def test_requests_to_one_host_keep_their_distance_even_from_several_threads() -> None:
    begun: list[float] = []

    def say(request: Request) -> list[bytes]:
        begun.append(time.monotonic())
        return [answer(b"x")]

    with serving(say) as server, fetcher(limits=Limits(pace=0.15, total=5)) as fetching:
        threads = [threading.Thread(target=fetching.fetch, args=(f"{server.url}/{n}",)) for n in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(begun) == 4  # robots.txt once, for all three
    assert all(later - earlier > 0.1 for earlier, later in pairwise(begun))


def test_hosts_do_not_wait_for_each_other() -> None:
    names = Names(a=["127.0.0.1"], b=["127.0.0.1"], c=["127.0.0.1"])
    with serving(site({"/": answer(b"x")})) as server:
        with fetcher(limits=Limits(pace=0.4, total=5), resolve=names) as fetching:
            urls = [f"http://{name}.example:{server.port}/" for name in "abc"]
            threads = [threading.Thread(target=fetching.fetch, args=(url,)) for url in urls]
            begin = time.monotonic()
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        assert time.monotonic() - begin < 1.1
        assert server.paths.count("/") == 3


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
