"""Links to other sites, asked of real servers on this machine: politely, once, and with a report."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from digests import CLOCK, Digest, article, run_builder
from findings import checked
from loopback import Request, Server, answer, serving

from site_builder.checking.asking import Told, ask
from site_builder.importing.fetching.limits import Limits
from site_builder.problems import Problem

Begin = Callable[..., Digest]
QUICK = Limits(connecting=10, silence=10, total=20, pace=0)
NOON = datetime(2012, 6, 1, 12, tzinfo=UTC)


def moved(to: str, status: str = "301 Moved Permanently") -> bytes:
    return answer(status=status, Location=to)


PAGES = {
    "/fine": answer(b"fine"),
    "/gone": answer(status="410 Gone"),
    "/moved": moved("/fine"),
    "/moved-twice": moved("/moved", "308 Permanent Redirect"),
    "/lent": moved("/fine", "302 Found"),
    "/lent-then-moved": moved("/moved", "307 Temporary Redirect"),
    "/front": moved("/"),
    "/": answer(b"home"),
    "/circle": moved("/circle"),
    "/private": answer(status="403 Forbidden"),
    "/robots.txt": answer(b"User-agent: *\nDisallow: /secret\n", kind="text/plain"),
    "/secret": answer(b"no"),
}


def say(request: Request) -> Iterable[bytes]:
    if request.path == "/no-head" and request.method == "HEAD":
        return [answer(status="405 Method Not Allowed")]
    if request.path == "/no-head":
        return [answer(b"fine")]
    whole = PAGES.get(request.path.partition("?")[0], answer(status="404 Not Found"))
    return [whole.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"] if request.method == "HEAD" else [whole]


def asked(server: Server, tmp_path: Path, *paths: str, **more: Any) -> dict[str, Told]:
    """What becomes of paths on the server, by path."""
    options = {"now": NOON, "days": 7, "allow_private": True, "limits": QUICK, **more}
    told = ask([f"{server.url}{path}" for path in paths], tmp_path, **options)
    return {address.removeprefix(server.url): one for address, one in told.items()}


def test_what_is_there_gone_or_moved_is_told_apart(tmp_path: Path) -> None:
    with serving(say) as server:
        told = asked(server, tmp_path, *PAGES, "/never", "/no-head")
    fates = {path: one.fate for path, one in told.items()}
    assert fates == {
        "/fine": "alive",
        "/no-head": "alive",
        "/": "alive",
        "/robots.txt": "alive",
        "/lent": "alive",
        "/lent-then-moved": "alive",
        "/gone": "dead",
        "/never": "dead",
        "/circle": "dead",
        "/moved": "moved",
        "/moved-twice": "moved",
        "/front": "moved",
        "/private": "unanswered",
        "/secret": "unanswered",
    }
    assert told["/moved-twice"].to == f"{server.url}/fine"
    assert told["/front"].why == "which is only a front page"
    assert told["/gone"].why == "the server answers 410 Gone"
    assert "robots.txt" in told["/secret"].why
    assert ("/secret" in server.paths, server.paths.count("/robots.txt") <= 2) == (False, True)
    assert next(r.method for r in server.asked if r.path == "/fine") == "HEAD"
    assert [r.method for r in server.asked if r.path == "/no-head"] == ["HEAD", "GET"]


def test_an_answer_is_believed_for_some_days_and_none_is_asked_for_again(tmp_path: Path) -> None:
    with serving(say) as server:
        first = asked(server, tmp_path, "/fine", "/private")
        before = len(server.asked)
        assert asked(server, tmp_path, "/fine", "/private") == first
        assert {r.path for r in server.asked[before:]} == {"/robots.txt", "/private"}
        later = datetime(2012, 6, 9, 12, tzinfo=UTC)
        assert asked(server, tmp_path, "/fine", now=later)["/fine"].asked == int(later.timestamp())
        (tmp_path / "links.json").write_text("{")
        assert asked(server, tmp_path, "/fine") == {"/fine": first["/fine"]}


def test_a_server_that_fails_in_passing_is_asked_three_times(tmp_path: Path) -> None:
    seen: list[str] = []

    def falter(request: Request) -> list[bytes]:
        if request.path == "/robots.txt":
            return [answer(status="404 Not Found")]
        seen.append(request.path)
        if seen.count(request.path) < 3:
            return [answer(status="503 Service Unavailable")]
        return [answer()] if request.path == "/late" else [answer(status="503 Service Unavailable")]

    with serving(falter) as server:
        told = asked(server, tmp_path, "/late", "/never")
    assert (told["/late"].fate, told["/never"].fate) == ("alive", "unanswered")
    assert (seen.count("/late"), seen.count("/never")) == (3, 3)


def test_a_host_that_nobody_reaches_is_dead_only_when_others_can_be_reached(tmp_path: Path) -> None:
    with serving(say) as closed:
        nowhere = f"{closed.url}/fine"
    with serving(say) as server:
        options: dict[str, Any] = {"now": NOON, "days": 0, "allow_private": True, "limits": QUICK}
        assert ask([nowhere], tmp_path, **options)[nowhere].fate == "unanswered"
        assert ask([nowhere, f"{server.url}/fine"], tmp_path, **options)[nowhere].fate == "dead"


def test_hosts_are_asked_side_by_side(tmp_path: Path) -> None:
    together = threading.Barrier(2)

    def wait_for_the_other(request: Request) -> Iterable[bytes]:
        if request.path == "/robots.txt":
            return [answer(status="404 Not Found")]
        together.wait(timeout=5)
        return [answer()]

    patient = Limits(pace=0)
    with serving(wait_for_the_other) as server:
        addresses = [f"http://{host}:{server.port}/a" for host in ("127.0.0.1", "localhost")]
        told = ask(addresses, tmp_path, NOON, 7, allow_private=True, limits=patient)
    assert {one.fate for one in told.values()} == {"alive"}


def test_one_host_is_asked_at_its_pace(tmp_path: Path) -> None:
    with serving(say) as server:
        started = time.monotonic()
        asked(server, tmp_path, "/fine", "/lent", limits=Limits(pace=0.1))
        took = time.monotonic() - started
        count = len(server.asked)
    assert count == 4, "robots.txt, two pages, and where one of them leads"
    assert took >= 0.1 * (count - 1)


def test_an_address_of_this_network_is_not_asked_unless_it_is_allowed(tmp_path: Path) -> None:
    with serving(say) as server:
        told = asked(server, tmp_path, "/fine", allow_private=False)
        assert server.asked == []
    assert told["/fine"].fate == "unanswered"
    assert "loopback" in told["/fine"].why


@pytest.fixture
def web() -> AbstractContextManager[Server]:
    return serving(say)


def test_a_dead_original_is_told_at_its_article_until_an_editor_accepts_it(
    digest: Begin, web: AbstractContextManager[Server]
) -> None:
    with web as server:
        source = {"name": "The Paper", "url": f"{server.url}/gone"}
        copy = f"{server.url}/fine?copy"

        def problems(site: Digest) -> list[Problem]:
            options = {"external": True, "allow_private": True, "limits": QUICK}
            found = checked(site, **options).problems
            return [p for p in found if p.code in {"dead-link", "moved-link"} and server.url in p.message]

        body = f"See [there]({server.url}/moved) and [here](<{server.url}/fine#x>)."
        site = digest({"content/a.md": article("A", body, source=source)})
        dead, gone = problems(site)
        assert (str(dead.place), dead.level) == ("content/a.md:6:8", "warning")
        assert "--propose-archive" in dead.remedy
        assert str(gone.place) == "content/a.md:9:13"
        assert gone.message.endswith(f"has moved for good to '{server.url}/fine'")
        site.write({"content/a.md": article("A", source={**source, "archive_url": copy})})
        (dead,) = problems(site)
        assert copy in dead.remedy
        site.write({"content/a.md": article("A", source={**source, "archive_url": copy, "dead": True})})
        assert problems(site) == []


def test_a_link_that_nobody_answers_for_or_that_a_layout_has_is_told_where_it_stands(
    digest: Begin, web: AbstractContextManager[Server]
) -> None:
    with web as server:
        footer = f'<footer><a href="{server.url}/gone?a=1&amp;b=2">Former office</a></footer>'
        old = article("Old", source={"name": "P", "url": f"{server.url}/never"})
        files = {
            "content/a.md": article("A", f"Those [inside]({server.url}/private) know."),
            "content/old.md": old,
            "layouts/partials/footer.html": footer,
        }
        site = digest(files, config="check: {levels: {unanswered-link: warning}}\n")
        report = checked(site, external=True, allow_private=True, limits=QUICK, originals="gone")
    told = {p.code: p for p in report.problems if server.url in p.message}
    assert str(told["unanswered-link"].place).startswith("content/a.md:6:")
    assert "403" in told["unanswered-link"].message
    in_layout = [p for p in report.problems if "/gone?a=1&b=2" in p.message]
    assert [(p.code, p.remedy) for p in in_layout] == [("dead-link", "Mend the link, or take it out.")]
    assert in_layout[0].place.source.startswith("output/")
    copy = f"https://web.archive.org/web/20120312/{server.url}/never"
    assert [one.proposed for one in report.originals] == [copy]


def test_while_other_sites_are_asked_the_site_can_be_built(digest: Begin) -> None:
    built: list[int] = []

    def build_meanwhile(request: Request) -> Iterable[bytes]:
        if request.path == "/a":
            built.append(run_builder("build", "-s", site.folder, "--clock", CLOCK).returncode)
        return [answer()]

    with serving(build_meanwhile) as server:
        site = digest({"content/a.md": article("A", f"[a]({server.url}/a)")})
        site.build()
        patient = Limits(pace=0)
        checked(site, external=True, allow_private=True, limits=patient)
    assert built == [0]


def test_a_page_offers_the_archived_copy_first_when_its_original_is_dead(digest: Begin) -> None:
    source = {"name": "P", "url": "https://p.example/1", "archive_url": "https://web.archive.org/web/2/x"}
    files = {"content/a.md": article("A", source=source)}
    files["content/b.md"] = article("B", date="2012-03-13", source={**source, "dead": True})
    files["content/c.md"] = article(
        "C", "One. " * 90, date="2012-03-14", source={**source, "dead": True}, rights="excerpt 5"
    )
    site = digest(files)
    site.build()

    def links(path: str) -> list[str]:
        found = site.page(path).xpath("//article//a[starts-with(@href, 'http')]/@href")
        return [str(link) for link in found]

    original, copy = source["url"], source["archive_url"]
    assert links("2012/03/12/a/index.html") == [original, original, copy]
    assert links("2012/03/13/b/index.html") == [copy, copy]
    assert links("2012/03/14/c/index.html") == [copy, copy]
    assert "Original (gone)" in site.text("2012/03/13/b/index.html")
