"""Where a fetch may go: addresses and redirects, tried against real servers on this machine."""

from __future__ import annotations

import pytest
from fetches import NOON, QUICK, Names, fetcher, got, refused
from loopback import Request, answer, serving, site

from site_builder.importing.fetching import addresses
from site_builder.importing.fetching.fetcher import Fetched, Fetcher
from site_builder.problems import Problem

pytest.importorskip("httpx", reason="the extra [import] is not installed")


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
