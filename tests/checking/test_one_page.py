"""What the editor's bar is told of one page: what a check finds on it, without a look at the others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from digests import CLOCK, Digest, article
from findings import checked

from site_builder.checking.one_page import findings_on_page
from site_builder.content.plan import Output
from site_builder.memory import in_memory
from site_builder.options import Options, Where
from site_builder.preview.live import LiveSite
from site_builder.preview.telling import Editor, told_of_article

PAGE = "2012/03/12/a/index.html"
FILES = {
    "content/a.md": article("A", '<img src="/logo.png"> [x](#nowhere)', summary="Brief."),
    "content/b.md": article("A", "Two.", date="2012-03-13", summary="Brief too."),
    "static/logo.png": b"",
}


def test_the_bar_shows_what_a_check_finds_on_the_page(digest: Callable[..., Digest]) -> None:
    site = digest(FILES)
    live = LiveSite(Options(where=Where(site.folder), clock=CLOCK), site.folder / "p", {}, print)
    now = datetime(2012, 6, 1, tzinfo=UTC)
    try:
        live.start()
        memory, snapshot = live.memory(), live.pages.snapshot
        assert memory is not None
        assert snapshot is not None
        body = live.pages.body(live.pages.current.files[PAGE])
        assert body is not None
        plan = in_memory(memory.planned, Output)
        files = {"a.md": str(site.folder / "content/a.md")}
        told = memory.kept["a.md"].problems
        found = findings_on_page(PAGE, body, snapshot, plan, told, files, now)
        editor = Editor(site.folder, "none", live.source_names)
        bar = told_of_article(memory, snapshot, PAGE, now, editor, body, live.source_names())
    finally:
        live.close()
    assert [(str(p.place), p.code) for p in found] == [
        ("content/a.md:4:10", "short-summary"),
        ("content/a.md:7:11", "missing-alt"),
        ("content/a.md:7:27", "no-such-anchor"),
    ]
    assert set(found) <= set(checked(site).problems)
    assert bar is not None
    assert {problem["message"] for problem in bar["problems"]} == {problem.message for problem in found}
