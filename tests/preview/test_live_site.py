"""A live site follows its sources exactly: after any edit it holds what a build from nothing would make."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

import pytest
from digests import Digest, article, many
from live_sites import bodies, clean, live, started

from site_builder.preview import generations
from site_builder.preview.telling import Editor, problems_told, told_of_article
from site_builder.rebuild import rebuild

Begin = Callable[..., Digest]


def test_after_every_edit_it_holds_what_a_clean_build_makes(digest: Begin) -> None:
    site = digest(many(40))
    steps: list[Callable[[], object]] = [
        lambda: site.write({"content/a003.md": article("Headline 3", "A mended text.", date="2012-01-04")}),
        lambda: site.write({"content/a004.md": article("Another headline", "Text.", date="2012-01-05")}),
        lambda: site.write({"content/new/b.md": article("New", "Text.", tags=["syria"])}),
        lambda: (site.folder / "content/a005.md").unlink(),
        lambda: (site.folder / "content/a006.md").rename(site.folder / "content/moved.md"),
        lambda: site.write({"static/robots.txt": "User-agent: *\n"}),
        lambda: site.write({"layouts/partials/footer.html": "<footer>Another</footer>"}),
        lambda: site.write({"layouts/assets/style.css": "body { color: red }"}),
        lambda: (site.folder / "layouts/partials/footer.html").unlink(),
        lambda: site.write({"layouts/translations/en.yaml": "messages: {Archive: All of it}\n"}),
        lambda: site.write({"layouts/translations/en.yaml": "messages: {Archive: Past}\n"}),
        lambda: (site.folder / "layouts/translations/en.yaml").unlink(),
        lambda: site.write({"config.yaml": (site.folder / "config.yaml").read_text() + "paginate: 7\n"}),
    ]
    with live(site) as preview:
        assert preview.start().built
        for step in steps:
            step()
            found = preview.look()
            assert found
            assert not found.failed
            assert bodies(preview) == clean(site)


def test_an_edit_renders_what_a_build_would_and_nothing_else(digest: Begin) -> None:
    site = digest({**many(20), "content/a003.md": article("Homs", "Text.", date="2012-01-04", summary="S")})
    with started(site) as preview:
        file = site.folder / "content/a003.md"
        file.write_text(article("Homs", "A mended text.", date="2012-01-04", summary="S"))
        found = preview.look([str(file)])
        assert found
        assert found.built
        assert found.sources == ("content/a003.md",)
        assert [*found.built.rendered] == [*found.changed] == ["2012/01/04/a003/index.html"]


def test_of_the_pages_that_show_another_title_those_are_made_at_once_that_somebody_looked_at(
    digest: Begin,
) -> None:
    edited = article("Homs", "Text.", date="2012-01-04", tags=["Syria"])
    site = digest({**many(20), "content/a003.md": edited})
    with started(site) as preview:
        while preview.more():
            pass
        preview.demand("tags/syria/index.html")
        site.write({"content/a003.md": article("Aleppo", "Text.", date="2012-01-04", tags=["Syria"])})
        found = preview.look()
        assert found
        assert found.built
        own = "2012/01/04/a003/index.html"
        assert {own, "tags/syria/index.html"} == {*found.built.rendered}
        assert "2012/01/05/a004/index.html" in preview.pages.current.due, "it names its older neighbour"
        assert "2012/01/05/a004/index.html" in found.changed, "a browser that shows it asks for it"
        assert bodies(preview) == clean(site)


def test_only_the_files_that_were_hinted_at_are_looked_at(
    digest: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = digest(many(5))
    with started(site) as preview:
        scans = []
        monkeypatch.setattr("site_builder.sources.Scan.__init__", lambda *a, **k: scans.append(a))
        file = site.folder / "content/a001.md"
        file.write_text(article("Headline 1", "Mended.", date="2012-01-02"))
        assert preview.look([str(file)])
        assert not scans


def test_touching_a_file_without_changing_it_builds_nothing(digest: Begin) -> None:
    site = digest(many(5))
    with started(site) as preview:
        file = site.folder / "content/a001.md"
        os.utime(file)
        assert preview.look([str(file)]) is None
        assert preview.look() is None


def test_output_and_its_memory_stay_as_the_last_build_left_them(digest: Begin) -> None:
    site = digest({**many(5), "content/draft.md": article("A draft", draft=True)})
    site.build()
    places = [site.folder / "output", site.folder / ".site-builder/state.db"]
    before = [
        (file, file.stat().st_mtime_ns, file.stat().st_ctime_ns)
        for place in places
        for file in sorted([place, *place.rglob("*")])
    ]
    with started(site, site.folder / ".site-builder/preview", drafts=True) as preview:
        site.write({"content/a001.md": article("Another", date="2012-01-02")})
        preview.look()
        assert any(b"A draft" in body for body in bodies(preview).values())
    assert before == [(f, f.stat().st_mtime_ns, f.stat().st_ctime_ns) for f, *_ in before]


def test_a_broken_article_leaves_the_last_good_generation_until_it_is_mended(digest: Begin) -> None:
    site = digest(many(5))
    with started(site) as preview:
        former = preview.pages.current
        site.write({"content/a001.md": "---\ntitle: [x\n---\n"})
        found = preview.look()
        assert found
        assert found.failed
        assert [problem.place.source for problem in found.problems] == ["content/a001.md"]
        assert preview.pages.current is former
        assert preview.look() is None, "what is known to be broken is not tried again"
        site.write({"content/a001.md": article("Mended", date="2012-01-02")})
        found = preview.look()
        assert found
        assert not found.failed
        assert bodies(preview) == clean(site)


@pytest.mark.parametrize("hinted", ["a001", "a002"])
def test_a_file_that_is_emptied_between_being_found_and_being_read_is_no_error(
    digest: Begin, monkeypatch: pytest.MonkeyPatch, hinted: str
) -> None:
    """Be it the one that was hinted at, or one that was edited a moment ago and is looked at for that."""
    site = digest(many(5))
    file = site.folder / "content/a001.md"
    tries = []

    def rebuilt(*arguments: Any) -> Any:
        tries.append(file.read_bytes())
        if len(tries) > 1:
            return rebuild(*arguments)
        file.write_bytes(b"")  # as an editor does that empties it and is about to write
        try:
            return rebuild(*arguments)
        finally:
            file.write_bytes(tries[0])

    with started(site) as preview:
        file.write_text(article("Headline 1", "Saved.", date="2012-01-02"))
        preview.look([str(file)])
        other = site.folder / f"content/{hinted}.md"
        other.write_text(article("Another headline", "Saved too.", date="2012-01-02"))
        with monkeypatch.context() as patch:
            patch.setattr("site_builder.preview.live.rebuild", rebuilt)
            found = preview.look([str(other)])
        assert found
        assert not found.failed
        assert bodies(preview) == clean(site)


def test_going_back_to_what_was_before_an_error_ends_the_error(digest: Begin) -> None:
    site = digest(many(5))
    with started(site) as preview:
        before = (site.folder / "content/a001.md").read_bytes()
        site.write({"content/a001.md": "---\ntitle: [x\n---\n"})
        preview.look()
        site.write({"content/a001.md": before})
        found = preview.look()
        assert found
        assert not found.failed


def test_a_fault_of_the_builder_is_told_and_the_next_save_gets_another_try(
    digest: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = digest(many(5))
    with started(site) as preview:
        with monkeypatch.context() as patch:
            patch.setattr("site_builder.preview.live.rebuild", lambda *a: 1 / 0)
            site.write({"content/a001.md": article("Another", date="2012-01-02")})
            found = preview.look()
            assert found
            assert found.failed
            assert "ZeroDivisionError" in found.problems[0].message
        site.write({"content/a001.md": article("Yet another", date="2012-01-02")})
        found = preview.look()
        assert found
        assert not found.failed
        assert bodies(preview) == clean(site)


def test_where_much_is_stale_only_what_is_wanted_is_made_at_once(
    digest: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generations, "AT_ONCE", 10)
    site = digest(many(30))
    with started(site) as preview:
        assert "index.html" in preview.pages.current.files
        assert len(preview.pages.current.due) > 30
        path = "2012/01/04/a003/index.html"
        assert path in preview.pages.current.due
        preview.demand(path)
        assert path in preview.pages.current.files
        site.write({"layouts/partials/footer.html": "<footer>Another</footer>"})
        found = preview.look()
        assert found
        assert path in found.changed
        assert path in preview.pages.current.files, "somebody looks at it"
        assert bodies(preview) == clean(site)
        assert not preview.pages.current.due


def test_what_was_left_for_later_is_still_known_after_a_restart(
    digest: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generations, "AT_ONCE", 10)
    site = digest(many(30))
    with started(site) as preview:
        assert preview.pages.current.due
    with started(site) as preview:
        assert bodies(preview) == clean(site)


def test_a_second_run_begins_with_what_the_first_one_made(
    digest: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = digest(many(10))
    with started(site) as preview:
        first = bodies(preview)
    time.sleep(0.05)
    runs = []
    monkeypatch.setattr(
        "site_builder.preview.live.rebuild", lambda *a: (runs.append(built := rebuild(*a)), built)[1]
    )
    with started(site) as preview:
        assert sum(len(built.rendered) for built in runs) == 0
        assert bodies(preview) == first


@pytest.mark.parametrize("harm", ["page", "pages", "state", "all"])
def test_the_previews_own_folder_may_be_harmed_at_any_time(digest: Begin, harm: str) -> None:
    site = digest(many(10))
    folder = site.folder / "p"
    with started(site) as preview:
        whole = bodies(preview)
    if harm == "page":
        next(file for file in sorted(folder.glob("pages/??/*"))).write_bytes(b"torn")
    elif harm == "state":
        (folder / "state.db").write_bytes(b"no database")
    else:
        for file in [*folder.glob("pages/??/*"), *(folder.glob("*.db") if harm == "all" else ())]:
            file.unlink()
    with started(site) as preview:
        for path, digest_ in list(preview.pages.current.files.items()):
            if preview.pages.body(digest_) is None:
                preview.pages.lose(digest_)
                preview.demand(path)
        assert bodies(preview) == whole


def test_what_the_editors_bar_shows_can_be_read_from_the_very_first_build_on(digest: Begin) -> None:
    site = digest(many(12))
    with started(site) as preview:
        memory, snapshot = preview.memory(), preview.pages.snapshot
        assert memory
        assert snapshot
        editor = Editor(site.folder, "vscode", preview.source_names)
        now = datetime(2012, 6, 1, tzinfo=UTC)
        told = told_of_article(memory, snapshot, "2012/01/02/a001/index.html", now, editor)
        assert told
        assert told["source"] == "content/a001.md"
        assert "title: Headline 1" in told["front"]
        assert told["open"].startswith("vscode://file/")
        assert "article.html" in told["layouts"]
        assert told_of_article(memory, snapshot, "index.html", now, editor) is None


def test_what_is_wrong_is_told_where_it_lies_from_the_very_first_build_on(digest: Begin) -> None:
    site = digest({"texts/a.md": "---\ntitle: [A\n---\n"}, "content_dir: texts\n")
    with live(site) as preview:
        first = preview.start()
        assert [problem.place.source for problem in first.problems] == ["texts/a.md"]
        assert preview.folders()[0] == "texts"
        editor = Editor(site.folder, "vscode", preview.source_names)
        assert problems_told(first.problems, editor)[0]["open"].endswith("/texts/a.md:2:8")
        site.write({"texts/a.md": article("A", tags="a, b")})
        mended = preview.look()
        assert mended
        assert [problem.place.source for problem in mended.problems] == ["texts/a.md"]


def test_related_reading_in_the_editors_bar_leads_to_its_page_from_where_the_bar_is(digest: Begin) -> None:
    site = digest(many(12), "links: relative\n")
    page = "2012/01/02/a001/index.html"
    with live(site) as preview:
        preview.start()
        memory, snapshot = preview.memory(), preview.pages.snapshot
        assert memory
        assert snapshot
        editor = Editor(site.folder, "none", preview.source_names)
        told = told_of_article(memory, snapshot, page, datetime(2012, 6, 1, tzinfo=UTC), editor)
        assert told
        assert told["related"]
        for reading in told["related"]:
            assert urljoin(page, reading["link"]) in preview.pages.current.files


def test_what_a_lost_state_had_promised_is_not_shown_any_more(digest: Begin) -> None:
    site = digest(many(4))
    with started(site) as preview:
        gone = {path for path in bodies(preview) if "003" in path}
        assert gone
        preview.close()
        (site.folder / "p/state.db").write_bytes(b"not a state")
        (site.folder / "content/a003.md").unlink()
        preview.look()
        found = bodies(preview)
        assert not gone & found.keys()
        assert found == clean(site)


def test_a_file_that_came_and_went_with_a_failed_build_is_forgotten(digest: Begin) -> None:
    text = article("Alone in its folder", "Text.")
    site = digest({**many(3), "content/x/b.md": text})
    with started(site) as preview:
        pictures = "![A](a.png)\n![B](missing.png)"
        site.write({"content/x/b.md": f"{text}\n{pictures}\n", "content/x/a.png": "x"})
        found = preview.look()
        assert found
        assert found.failed
        (site.folder / "content/x/a.png").unlink()
        site.write({"content/x/b.md": f"{text}\n\n"})
        preview.look()
        (site.folder / "content/a002.md").rename(site.folder / "content/moved.md")
        found = preview.look()
        assert found
        assert not found.failed, found.problems
        assert bodies(preview) == clean(site)


FILLS_NOTHING = '{% extends "default/article.html" %}{% block mian %}{% endblock %}'


def test_a_block_that_fills_nothing_is_warned_of_until_the_layout_is_mended(
    digest: Begin,
) -> None:
    site = digest(many(5))
    with started(site) as preview:
        site.write({"layouts/article.html": FILLS_NOTHING})
        found = preview.look()
        assert found
        assert [(str(p.place), p.level, p.remedy) for p in found.problems] == [
            ("layouts/article.html:1:46", "warning", "did you mean 'main'?")
        ]
        site.write({"content/a001.md": article("Another", date="2012-01-02")})
        again = preview.look()
        assert again
        assert again.problems == found.problems
        site.write({"layouts/article.html": FILLS_NOTHING.replace("mian", "main")})
        mended = preview.look()
        assert mended
        assert mended.problems == ()
