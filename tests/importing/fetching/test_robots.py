"""What a site asks of programs is done."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from loopback import answer, serving, site

from site_builder.importing.fetching.fetcher import Fetched, Fetcher
from site_builder.importing.fetching.limits import Limits
from site_builder.problems import Problem

pytest.importorskip("httpx", reason="the extra [import] is not installed")
PAGE = answer(b"story")


def fetcher(**limits: float) -> Fetcher:
    bounds = {"silence": 0.4, "total": 0.8, "connecting": 0.4, "pace": 0.0, **limits}
    return Fetcher(
        clock=lambda: datetime(2012, 3, 12, tzinfo=UTC), allow_private=True, limits=Limits(**bounds)
    )


def robots(text: str) -> bytes:
    return answer(text.encode(), kind="text/plain")


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow: /private/", "/a", True),
        ("User-agent: *\nDisallow: /private/", "/private/a", False),
        ("User-agent: *\nDisallow: /*.php$", "/a.php", False),
        ("User-agent: *\nDisallow: /*.php$", "/a.php?b", True),
        ("User-agent: *\nDisallow: /\nAllow: /news/", "/news/a", True),
        ("User-agent: otherbot\nDisallow: /", "/a", True),
        ("User-agent: site-builder\nDisallow: /\n\nUser-agent: *\nAllow: /", "/a", False),
        ("User-agent: Site-Builder\nAllow: /\n\nUser-agent: *\nDisallow: /", "/a", True),
        ("\ufeffUser-agent: *\r\nDisallow: /\r\n", "/a", False),
        ("<!doctype html><p>no robots here", "/a", True),
        ("\0\0\0", "/a", True),
    ],
)
def test_a_page_is_fetched_if_the_rules_for_this_program_allow_it(
    text: str, path: str, allowed: bool
) -> None:
    with serving(site({"/robots.txt": robots(text), path: PAGE})) as server, fetcher() as fetching:
        found = fetching.fetch(f"{server.url}{path}")
        assert isinstance(found, Fetched) == allowed
        assert (path in server.paths) == allowed
        if isinstance(found, Problem):
            assert found.code == "robots"
            assert "save the page" in found.remedy


@pytest.mark.parametrize("status", ["404 Not Found", "403 Forbidden", "401 Unauthorized", "410 Gone"])
def test_without_a_robots_txt_everything_is_allowed(status: str) -> None:
    with (
        serving(site({"/robots.txt": answer(status=status), "/a": PAGE})) as server,
        fetcher() as fetching,
    ):
        assert isinstance(fetching.fetch(f"{server.url}/a"), Fetched)


@pytest.mark.parametrize("status", ["500 Broken", "503 Busy", "429 Slow"])
def test_a_robots_txt_that_cannot_be_had_forbids_everything_and_is_asked_for_once(status: str) -> None:
    with (
        serving(site({"/robots.txt": answer(status=status), "/a": PAGE})) as server,
        fetcher() as fetching,
    ):
        for _ in range(2):
            found = fetching.fetch(f"{server.url}/a")
            assert isinstance(found, Problem)
            assert "cannot be read" in found.message
            assert status in found.message
        assert server.paths == ["/robots.txt"]


def test_the_rules_are_asked_for_once_per_host() -> None:
    with serving(site({"/a": PAGE, "/b": PAGE})) as server, fetcher() as fetching:
        fetching.fetch(f"{server.url}/a")
        fetching.fetch(f"{server.url}/b")
        assert server.paths == ["/robots.txt", "/a", "/b"]


def test_a_redirected_robots_txt_counts_for_the_host_that_was_asked() -> None:
    pages = {
        "/robots.txt": answer(status="301 Moved", Location="/elsewhere.txt"),
        "/elsewhere.txt": robots("User-agent: *\nDisallow: /"),
    }
    with serving(site(pages)) as server, fetcher() as fetching:
        assert isinstance(fetching.fetch(f"{server.url}/a"), Problem)
        assert "/a" not in server.paths


def test_the_rules_are_asked_of_the_host_that_a_redirect_leads_to() -> None:
    forbidding = site({"/robots.txt": robots("User-agent: *\nDisallow: /"), "/b": PAGE})
    with serving(forbidding) as other:
        pages = {"/a": answer(status="302 Found", Location=f"{other.url}/b")}
        with serving(site(pages)) as server, fetcher() as fetching:
            found = fetching.fetch(f"{server.url}/a")
            assert isinstance(found, Problem)
            assert found.code == "robots"
            assert other.paths == ["/robots.txt"]


def test_a_crawl_delay_is_kept_up_to_a_limit() -> None:
    pages = {"/robots.txt": robots("User-agent: *\nCrawl-delay: 1000"), "/a": PAGE, "/b": PAGE}
    with serving(site(pages)) as server, fetcher(longest_pace=0.7) as fetching:
        begin = time.monotonic()
        fetching.fetch(f"{server.url}/a")
        assert isinstance(fetching.fetch(f"{server.url}/b"), Fetched)
        assert 0.7 <= time.monotonic() - begin < 20


def test_hostile_rules_cost_no_time() -> None:
    rules = "User-agent: *\n" + "".join(f"Disallow: /{'*a' * 30}*b{n}$\n" for n in range(200))
    path = "/" + "a" * 3000
    with serving(site({"/robots.txt": robots(rules), path: PAGE})) as server, fetcher() as fetching:
        begin = time.monotonic()
        assert isinstance(fetching.fetch(f"{server.url}{path}"), Fetched)
        assert time.monotonic() - begin < 2
