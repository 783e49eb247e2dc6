"""Moving a small site here, as docs/coming-from/ has it: texts to the byte, drafts, and old addresses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from digests import Digest

from site_builder.content.front_matter import read_front_matter
from site_builder.front_matter_settings import FrontMatter

Begin = Callable[..., Digest]
SITES = Path(__file__).parents[1] / "former_sites"
CONFIG = """\
sections: {sea: {label: Sea}}
tags: {harbour: {label: Harbour}, tides: {label: Tides}}
sources: {notes: {name: Harbour notes, url: "https://harbour.example", rights: full}}
"""


def move(site: Digest, *words: str) -> dict[str, tuple[FrontMatter, str]]:
    """The front matter and text of every article, by path, after an import of this."""
    run = site.cli("import", *words, "-s", str(site.folder))
    assert run.exit_code == 0, run.output
    content = site.folder / "content"
    found = {}
    for file in sorted(content.rglob("*.md")):
        if "_raw" not in file.parts:
            front, parts, _, problems = read_front_matter(file.read_bytes().decode(), file.name, {})
            assert front
            assert parts
            assert not problems
            found[file.relative_to(content).as_posix()] = front, parts.body
    return found


def approve(site: Digest) -> None:
    """What docs/coming-from/ does by one command: everything that was looked at is approved."""
    for file in (site.folder / "content").rglob("*.md"):
        text = file.read_text("utf-8")
        text = text.replace("review: inbox\n", "").replace("review: needs-check\n", "")
        before, key, rest = text.partition("  to_check:")
        if key:
            text = before + rest[rest.index("---\n") :]
        file.write_text(text, "utf-8")


def body_of(path: str, mark: str) -> str:
    """What stands below the front matter of a former site's article."""
    return (SITES / path).read_text("utf-8").split(mark, 2)[-1]


def test_articles_of_hugo_keep_text_addresses_and_state(digest: Begin) -> None:
    site = digest(config=CONFIG)
    articles = move(site, str(SITES / "hugo/content/posts"), "--permalink", "/posts/:slug/")
    assert sorted(articles) == ["2012/03/spring-tides.md", "2012/04/harbour-opens.md", "2012/05/not-yet.md"]
    front, body = articles["2012/03/spring-tides.md"]
    assert body == body_of("hugo/content/posts/tide-tables.md", "+++\n")
    assert (front.title, front.date) == ("Tide tables for the spring", "2012-03-12T09:30:00+01:00")
    assert (front.updated, front.weight, front.section) == ("2012-03-14", 2, "sea")
    assert (front.tags, front.summary) == (("harbour", "tides"), "The tables until June.")
    assert (front.permalink, front.aliases) == ("/posts/spring-tides/", ("/tides/", "/2012/tides.html"))
    assert front.extra["map"] is True
    assert not front.rights
    assert not front.source
    assert front.review == "needs-check"
    assert [note.partition(" (line")[0] for note in front.extra["to_check"]] == [
        'text: a shortcode of Hugo, which nothing runs here: {{< figure src="/pier.png" title="The pier" >}}',
        "text: a shortcode of Hugo, which nothing runs here: {{% notice %}}",
        "text: a shortcode of Hugo, which nothing runs here: {{% /notice %}}",
    ]
    assert articles["2012/04/harbour-opens.md"][0].permalink == "/special/harbour/"
    assert articles["2012/04/harbour-opens.md"][0].review == "inbox"
    assert articles["2012/05/not-yet.md"][0].draft
    approve(site)
    site.build()
    for path in ("posts/spring-tides/index.html", "special/harbour/index.html"):
        assert (site.folder / "output" / path).is_file()
    for old in ("tides/index.html", "2012/tides.html"):
        assert "/posts/spring-tides/" in (site.folder / "output" / old).read_text("utf-8")
    assert not (site.folder / "output/posts/not-yet").exists()


def test_articles_of_jekyll_keep_text_addresses_and_state(digest: Begin) -> None:
    site = digest(config=CONFIG)
    folders = (str(SITES / "jekyll/_posts"), str(SITES / "jekyll/_drafts"))
    articles = move(site, *folders, "--permalink", "/:section/:year/:month/:day/:slug.html")
    front, body = articles["2012/03/night-ferry.md"]
    assert body == body_of("jekyll/_posts/2012-03-12-night-ferry.md", "---\n")
    assert front.permalink == "/sea/ferries/2012/03/12/night-ferry.html"
    assert front.aliases == ("/ferry/", "/old/night-ferry.html")
    assert (front.section, front.tags, front.date) == (
        "sea",
        ("harbour", "tides"),
        "2012-03-12 14:05:00 +0100",
    )
    assert front.extra["categories"] == "sea ferries"
    assert front.extra["layout"] == "post"
    assert [note.partition(", which")[0] for note in front.extra["to_check"]] == [
        "text: a Liquid expression",
        "text: a Liquid tag",
        "text: an attribute list of kramdown",
    ]
    tables, _ = articles["2012/03/tables.md"]
    assert (tables.permalink, tables.date, tables.review) == ("/tables/", "2012-03-13", "inbox")
    assert articles["2012/03/withdrawn.md"][0].draft
    assert articles["inbox/lighthouse.md"][0].draft
    approve(site)
    site.build()
    for path in ("sea/ferries/2012/03/12/night-ferry.html", "tables/index.html", "ferry/index.html"):
        assert (site.folder / "output" / path).is_file()


def test_articles_of_pelican_keep_text_addresses_and_state(digest: Begin) -> None:
    site = digest(config=CONFIG)
    articles = move(site, str(SITES / "pelican/content"), "--permalink", "/:slug.html")
    front, body = articles["2012/03/keeper.md"]
    assert body == body_of("pelican/content/lighthouse.md", "go on.\n\n")
    assert (front.permalink, front.section, front.tags) == ("/keeper.html", "sea", ("harbour", "tides"))
    assert front.authors == ("Ann Lee", "Ben Roe")
    assert front.summary == "He has kept it for thirty years, and means to go on."
    assert (front.date, front.updated) == ("2012-03-12 10:20", "2012-03-15 19:30")
    assert len(front.extra["to_check"]) == 2
    assert articles["2012/04/a-new-ferry.md"][0].draft
    assert articles["2012/04/a-page-with-an-address-of-its-own.md"][0].permalink == "/special/lamp/"


def test_posts_of_wordpress_keep_their_addresses(digest: Begin) -> None:
    site = digest({"config.yaml": f"title: Notes\nbase_url: https://harbour.example/blog/\n{CONFIG}"})
    words = (str(SITES / "wordpress/export.xml"), "--from", "notes", "--permalink", ":path")
    ((front, body),) = move(site, *words).values()
    assert (front.permalink, front.section, front.tags) == ("/2012/03/storm/", "sea", ("harbour",))
    assert "*More* will follow." in body


def test_an_import_of_the_same_site_changes_nothing_and_never_an_edited_article(digest: Begin) -> None:
    site = digest(config=CONFIG)
    words = (str(SITES / "hugo/content/posts"), "--permalink", "/posts/:slug/")
    move(site, *words)
    edited = site.folder / "content/2012/04/harbour-opens.md"
    edited.write_text(edited.read_text("utf-8").replace("again.", "again, at last."), "utf-8")
    before = {file: file.read_bytes() for file in (site.folder / "content").rglob("*") if file.is_file()}
    move(site, *words)
    assert {file: file.read_bytes() for file in before} == before


@pytest.mark.parametrize("pattern", ["posts/:slug", "/:slug/:weather/", "/a//b/"])
def test_a_pattern_that_is_none_is_refused_with_one_that_is(digest: Begin, pattern: str) -> None:
    run = digest(config=CONFIG).cli("import", str(SITES / "hugo/content/posts"), "--permalink", pattern)
    assert run.exit_code == 1
    assert "/:year/:month/:day/:slug/" in run.stderr
