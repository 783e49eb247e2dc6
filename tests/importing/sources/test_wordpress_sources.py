"""WordPress exports: each published post is an article; what is none is told with its reason."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from samples import WXR, post, wordpress

from site_builder.importing.article_file import Asked, article_of
from site_builder.importing.items import Item
from site_builder.importing.reader import Reader
from site_builder.importing.sources import items_of
from site_builder.importing.sources.wordpress_text import as_html
from site_builder.problems import Problem
from site_builder.settings import Settings


def of(tmp_path: Path, data: bytes) -> list[Item | Problem]:
    (tmp_path / "x.xml").write_bytes(data)
    return list(items_of(str(tmp_path / "x.xml")))


def date_of(tmp_path: Path, **fields: str) -> str:
    (item,) = of(tmp_path, wordpress(post("Talks", **fields)))
    assert isinstance(item, Item)
    return next(found.value for key, found in item.stated if key == "date")


def test_a_post_gives_its_text_and_all_that_is_stated_of_it(tmp_path: Path) -> None:
    (item,) = of(tmp_path, WXR)
    assert isinstance(item, Item)
    assert item.name == f"{tmp_path / 'x.xml'}#1"
    assert item.original in WXR
    assert (item.suffix, item.shape, item.charset) == (".xml", "page", "utf-8")
    assert b"<article>\n<p>Envoys met.</p>\n</article>" in item.content
    assert item.url == "https://blog.example/talks"
    assert [(key, found.value, found.rule) for key, found in item.stated] == [
        ("title", "Talks", "wxr title"),
        ("date", "2012-03-12T14:05:00+02:00", "wxr post_date"),
        ("authors", "Ann Lee", "wxr author"),
        ("url", "https://blog.example/talks", "wxr link"),
        ("section", "Diplomacy", "wxr category"),
        ("tags", "Geneva", "wxr post_tag"),
        ("language", "en-US", "wxr language"),
    ]


@pytest.mark.parametrize(
    ("local", "gmt", "date"),
    [
        ("2012-03-12 14:05:00", "2012-03-12 12:05:00", "2012-03-12T14:05:00+02:00"),
        ("2012-03-12 01:05:00", "2012-03-12 06:35:00", "2012-03-12T01:05:00-05:30"),
        ("2012-03-12 14:05:00", "0000-00-00 00:00:00", "2012-03-12 14:05:00"),
        ("2012-03-12 14:05:00", "2011-01-01 00:00:00", "2012-03-12 14:05:00"),
        ("0000-00-00 00:00:00", "0000-00-00 00:00:00", "2012-03-12T12:05:00+00:00"),
        ("nonsense", "", "2012-03-12T12:05:00+00:00"),
    ],
)
def test_the_zone_of_the_blog_is_told_from_its_two_dates(
    local: str, gmt: str, date: str, tmp_path: Path
) -> None:
    assert date_of(tmp_path, post_date=local, post_date_gmt=gmt) == date


def test_what_is_no_published_post_is_passed_over_with_its_reason(tmp_path: Path) -> None:
    posts = (
        post("Draft", status="draft")
        + post("About", kind="page")
        + post("Secret", post_password="x")
        + post("Private", status="private")
        + post("Talks")
        + post("a.jpg", kind="attachment", status="inherit")
        + post("b.jpg", kind="attachment", status="inherit")
        + post("menu", kind="nav_menu_item")
    )
    results = of(tmp_path, wordpress(posts))
    problems = [result for result in results if isinstance(result, Problem)]
    assert len(results) - len(problems) == 1
    assert {problem.level for problem in problems} == {"warning"}
    assert [problem.message for problem in problems] == [
        "'Draft' is a draft and passed over",
        "'About' is a page and passed over",
        "'Secret' is protected by a password and passed over",
        "'Private' is not published (private) and passed over",
        "2 attachments passed over, which hold no article",
        "1 menu entries passed over, which hold no article",
    ]


def test_a_broken_post_and_an_empty_one_are_problems_and_the_others_articles(tmp_path: Path) -> None:
    posts = post("One") + post("Two").replace("</wp:status>", "") + post("Three", text="") + post("Four")
    results = of(tmp_path, wordpress(posts))
    codes = [result.code if isinstance(result, Problem) else "item" for result in results]
    assert codes == ["item", "broken-entry", "no-text", "item"]


def test_an_author_that_is_in_no_table_is_stated_as_it_stands(tmp_path: Path) -> None:
    (item,) = of(tmp_path, WXR.replace(b"[CDATA[ann]]></dc", b"[CDATA[bo]]></dc"))
    assert isinstance(item, Item)
    assert [(f.value, f.rule) for key, f in item.stated if key == "authors"] == [("bo", "wxr dc:creator")]


def test_an_export_without_posts_is_told(tmp_path: Path) -> None:
    (found,) = of(tmp_path, wordpress(""))
    assert isinstance(found, Problem)
    assert found.code == "no-entries"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One.\r\n\r\nTwo\r\nlines.", "<p>One.</p>\n\n<p>Two<br>\nlines.</p>"),
        ("<p>One.</p>\n\nTwo.", "<p>One.</p>\n\nTwo."),
        ("<h2>Head</h2>\n\n<em>One.</em>", "<h2>Head</h2>\n\n<p><em>One.</em></p>"),
        ("[gallery ids='1']\n\nOne.", "[gallery ids='1']\n\n<p>One.</p>"),
        (
            '[caption id="a"]<a href="b"><img src="c" /></a> Envoys in Geneva[/caption]\n\nOne.',
            '<figure><a href="b"><img src="c" /></a><figcaption> Envoys in Geneva</figcaption></figure>\n\n'
            "<p>One.</p>",
        ),
        ("", ""),
    ],
)
def test_blank_lines_of_a_post_are_paragraphs_where_it_has_none(text: str, html: str) -> None:
    assert as_html(text) == html


def test_hostile_exports_cost_little_time(tmp_path: Path) -> None:
    begin = time.process_time()
    authors = wordpress("<wp:author>" * 80_000 + post("One"))
    captions = wordpress(post("Two", text="[caption a]<img >" * 100_000))
    galleries = wordpress(post("Three", text="<!-- wp:gallery " * 50_000))
    all_found = [found for data in (authors, captions, galleries) for found in of(tmp_path, data)]
    assert all(isinstance(found, Item) for found in all_found)
    assert time.process_time() - begin < 10


@pytest.mark.parametrize(
    ("post_name", "slug"),
    [("what-they-said", "what-they-said"), ("%d8%b3%d9%88%d8%b1%d9%8a%d8%a7", "سوريا"), ("", "talks")],
)
def test_the_slug_is_the_one_that_the_post_had_and_without_one_it_is_made_of_the_title(
    post_name: str, slug: str, tmp_path: Path
) -> None:
    (item,) = of(tmp_path, wordpress(post("Talks", post_name=post_name)))
    assert isinstance(item, Item)
    settings = Settings(title="Digest")
    imported = article_of(item, Reader(settings).read(item), settings, Asked())
    assert imported.path.endswith(f"/{slug}.md")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[gallery ids="4,5, 6"]', "a gallery of pictures (3)"),
        ("[gallery]", "a gallery of pictures (all)"),
        (
            '<!-- wp:gallery --><figure><figure><img src="a.jpg"/></figure></figure><!-- /wp:gallery -->'
            '<p>More.</p>[gallery ids="1"]',
            "2 galleries of pictures (1, 1)",
        ),
    ],
)
def test_a_gallery_is_a_point_to_check(text: str, told: str, tmp_path: Path) -> None:
    (item,) = of(tmp_path, wordpress(post("Talks", text=f"Envoys met.\n\n{text}")))
    assert isinstance(item, Item)
    assert item.notes == (f"images: the post shows {told} that are not in the text; do any belong there?",)
    settings = Settings(title="Digest")
    imported = article_of(item, Reader(settings).read(item), settings, Asked())
    assert item.notes[0] in imported.notes
    assert "gallery" not in imported.markdown.partition("---\n\n")[2]
