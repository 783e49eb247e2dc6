"""How the output folder stands; and that a check leaves everything as it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from digests import Digest, article
from findings import checked, found, told

Begin = Callable[..., Digest]
BODY = "One sentence of text."


def test_a_check_changes_neither_output_nor_sources_nor_what_is_remembered(digest: Begin) -> None:
    site = digest({"content/a.md": article("One")})
    site.build()
    state = (site.folder / ".site-builder/state.db").read_bytes()
    before = site.stamps()
    site.write({"content/b.md": article("Two", date="2012-03-13")})
    checked(site)
    assert site.stamps() == before
    assert (site.folder / ".site-builder/state.db").read_bytes() == state
    assert len(site.build().rendered) > 1, "what the check has rendered is new to a build"


def test_a_check_of_a_site_that_was_never_built_makes_no_output_folder(digest: Begin) -> None:
    site = digest({"content/a.md": article("One")})
    report = checked(site)
    assert not (site.folder / "output").exists()
    assert (report.articles, report.outputs > 5) == (1, True)


def test_an_altered_and_a_missing_output_are_told_and_what_stands_there_is_not_believed(
    digest: Begin,
) -> None:
    site = digest({"content/a.md": article("One")})
    site.build()
    page = site.folder / "output/2012/03/12/a/index.html"
    page.write_text('<a href="/nowhere/">by hand</a>')
    (site.folder / "output/404.html").unlink()
    assert told(site, "output-altered", "output-missing", "broken-page-link") == [
        ("output/2012/03/12/a/index.html", "somebody has changed this file since the build wrote it"),
        ("output/404.html", "this file is gone since the build wrote it"),
    ]


def test_an_altered_page_of_an_article_that_is_gone_is_left_over_and_no_more(digest: Begin) -> None:
    site = digest({"content/a.md": article("One"), "content/b.md": article("Two", date="2012-03-13")})
    site.build()
    (site.folder / "output/2012/03/13/b/index.html").write_text("by hand")
    (site.folder / "content/b.md").unlink()
    assert told(site, "output-altered", "output-missing") == []
    assert "2012/03/13/b/index.html" in found(site, "output-old")[0].message


def test_compressed_siblings_belong_to_what_was_built(digest: Begin) -> None:
    site = digest({"content/a.md": article("One", "Text. " * 300)}, "hosting: {compress: [gzip]}\n")
    site.build()
    assert list((site.folder / "output").rglob("*.gz"))
    assert told(site, "output-old", "output-altered", "output-missing") == []


def test_sources_that_have_changed_since_the_build_make_the_output_old(digest: Begin) -> None:
    site = digest({"content/a.md": article("One"), "content/b.md": article("Two", date="2012-03-13")})
    site.build()
    assert told(site, "output-old") == []
    site.write({"content/a.md": article("One", "Mended.")})
    ((place, message),) = told(site, "output-old")
    assert place == "output"
    assert "2012/03/12/a/index.html" in message
    (site.folder / ".site-builder/state.db").unlink()
    assert len(told(site, "output-old")) == 1, "bytes are compared where nothing is remembered"


def test_a_page_of_what_has_become_a_draft_is_told_to_be_in_the_output(digest: Begin) -> None:
    site = digest({"content/a.md": article("One")})
    site.build()
    site.write({"content/a.md": article("One", draft=True)})
    (problem,) = found(site, "draft-in-output")
    assert (problem.level, problem.place.source) == ("error", "output/2012/03/12/a/index.html")
    assert found(site, "draft-in-output", drafts=True) == []


def test_a_mark_for_review_in_a_finished_file_is_told(digest: Begin) -> None:
    site = digest({"content/a.md": article("One"), "static/notes.html": "<p>\n[[review: who says so?]]"})
    assert told(site, "review-mark-in-output") == [
        ("output/notes.html:2:1", "a mark for review stands in a finished file")
    ]


def test_with_what_is_kept_a_check_finds_the_same_and_without_it_too(digest: Begin) -> None:
    site = digest({"content/a.md": article("One", "<b>x</b>"), "content/b.md": article("One")})
    site.build()
    first = checked(site)
    kept = site.folder / ".site-builder/check.db"
    assert kept.is_file()
    assert checked(site) == first
    kept.write_bytes(b"no data base")
    assert checked(site) == first
    with sqlite3.connect(kept) as connection:
        connection.execute("UPDATE facts SET value = x'00'")
    connection.close()
    assert checked(site) == first
    assert checked(site, jobs=2) == first


def test_everything_is_told_in_one_run_also_what_keeps_the_site_from_being_built(digest: Begin) -> None:
    files = {
        "content/a.md": article("One", "[gone](b.md)", tags=["x"], sumary="y"),
        "content/c.md": article("One", "[gone](/gone/)", date="2012-03-14"),
        "content/d.md": "no front matter",
        "layouts/tag.html": "{{ nothing.at.all }}",
    }
    codes = sorted({problem.code for problem in checked(digest(files)).problems})
    assert codes == [
        "broken-link",
        "duplicate-title",
        "layout-failed",
        "no-front-matter",
        "unknown-key",
    ]


def test_what_a_build_tells_of_links_is_not_told_twice(digest: Begin) -> None:
    body = "[a](/no/#x) [b](b.md#no) [c](/b/#nobody) [d](#nowhere) [e](no.md)"
    files = {
        "content/a.md": article("One", body),
        "content/b.md": article("Two", "## Here", date="2012-03-13", permalink="/b/"),
    }
    for config in ("", "links: relative\n"):
        site = digest(files, config, folder=f"site{len(config)}")
        codes = sorted(p.code for p in checked(site).problems if p.place.source == "content/a.md")
        assert codes == [
            "broken-fragment",
            "broken-link",
            "broken-link",
            "broken-page-fragment",
            "no-such-anchor",
        ]
