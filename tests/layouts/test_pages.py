"""What every page of the default layouts promises to readers, and what some promise beyond that."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from digests import Digest, article, many

from site_builder.content.plan import Output
from site_builder.options import Options, Where
from site_builder.reading import open_site
from site_builder.rendering import Renderer
from site_builder.steps.taking import snapshot_of

CONFIG = """
tags:
  syria: {label: Syria, aliases: [Syrian Arab Republic], description: A country.}
  homs: {label: Homs, parent: syria}
sections: {ground: {label: On the ground, description: What happened.}}
sources: {paper: {name: The Paper, url: "https://paper.example", rights: excerpt 5}}
menu: [{label: About, to: /about/}]
paginate: 4
"""
VOICES = [
    {"by": "The observatory", "on": "How many died?", "says": "At least 217.", "url": "https://a.example/"},
    {"by": "State television", "on": "How many died?", "says": "There was no assault."},
    {"by": "State television", "on": "Whose bodies are these?", "says": "Those of the kidnapped."},
]
SITE: dict[str, str | bytes] = {
    **many(6),
    "content/excerpt.md": article(
        "An excerpt",
        "One sentence of five words. And another one that is withheld from readers.",
        tags=["homs"],
        section="ground",
        aliases=["/former/"],
        source={"name": "paper", "url": "https://paper.example/1", "authors": ["Jane Doe"]},
    ),
    "content/voices.md": article("What they say", tags=["syria"], date="2012-04-02", accounts=VOICES),
    "content/arabic.md": article(
        "وقف إطلاق النار", "نص.", lang="ar", date="2012-05-01", summary="ملخص.", tags=["syria"]
    ),
    "content/mended.md": article(
        "Mended",
        "| a | b |\n| - | - |\n| 1 | 2 |\n\n| c |\n| - |\n| 3 |",
        source={"name": "A small paper"},
        corrections=[{"date": "2012-03-20", "text": "The town is Homs."}],
    ),
    "content/draft.md": article("Not yet", draft=True, section="ground"),
    "content/pages/about.md": article("About", "Who we are.", date=""),
}


@pytest.fixture
def built(digest: Callable[..., Digest]) -> Digest:
    """A digest that has something of everything, built with its drafts."""
    made = digest(SITE, CONFIG)
    made.build(drafts=True)
    return made


def pages(made: Digest) -> dict[str, Any]:
    """Every page that is no redirect, as a tree."""
    found = {path: made.page(path) for path in made.output() if path.endswith(".html")}
    return {path: tree for path, tree in found.items() if not tree.xpath("//meta[@http-equiv]")}


def words(element: Any) -> str:
    """The text of an element with its white space made one."""
    return " ".join(element.text_content().split())


def test_every_page_can_be_found_one_s_way_in(built: Digest) -> None:
    for path, tree in pages(built).items():
        assert len(tree.xpath("//h1")) == 1, path
        assert len(tree.xpath("//main")) == len(tree.xpath("//body/header")) == 1, path
        assert tree.xpath("//body/a[@class='skip']/@href") == ["#main"], path
        assert tree.xpath("//main/@id") == ["main"], path
        assert tree.xpath("/html/@lang") == ["en"], path
        labels = tree.xpath("//nav/@aria-label")
        assert len(labels) == len(set(labels)) == len(tree.xpath("//nav")), path


def test_no_page_skips_a_level_of_headings_or_repeats_an_id(built: Digest) -> None:
    for path, tree in pages(built).items():
        levels = [int(h.tag[1]) for h in tree.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
        assert all(after <= before + 1 for before, after in pairwise(levels)), path
        ids = tree.xpath("//@id")
        assert len(ids) == len(set(ids)), path


def test_no_page_asks_another_host_for_anything(built: Digest) -> None:
    for path, tree in pages(built).items():
        loaded = tree.xpath("//@src") + tree.xpath("//link[@rel='stylesheet']/@href")
        assert all(link.startswith("/") for link in loaded), path


def test_every_page_has_a_title_of_its_own_and_names_its_address(built: Digest) -> None:
    found = pages(built)
    titles = [tree.findtext(".//title") for tree in found.values()]
    assert len(titles) == len(set(titles))
    assert found["about/index.html"].xpath("//link[@rel='canonical']/@href") == [
        "https://digest.example/about/"
    ]
    assert found["404.html"].xpath("//link[@rel='canonical']") == []


def test_a_page_s_text_is_escaped(digest: Callable[..., Digest]) -> None:
    made = digest({"content/a.md": article("<b>Bold</b> & 'bolder'", summary='"><script>')})
    made.build()
    for path in ("index.html", "2012/03/12/a/index.html", "archive/index.html"):
        assert "<script" not in made.text(path).replace('<script type="application/ld+json">', "")
        assert "<b>Bold" not in made.text(path)


def test_a_digest_without_articles_has_all_its_pages_and_each_says_so(digest: Callable[..., Digest]) -> None:
    made = digest({})
    made.build()
    for path in ("index.html", "archive/index.html", "tags/index.html", "sources/index.html"):
        assert made.page(path).find_class("empty"), path
    for path in ("editions/index.html", "corrections/index.html"):
        assert made.page(path).find_class("empty"), path


def test_the_links_of_a_folder_opened_from_disk_are_relative(digest: Callable[..., Digest]) -> None:
    made = digest(SITE, f"{CONFIG}links: relative\n")
    made.build(drafts=True)
    for path, tree in pages(made).items():
        if path != "404.html":
            assert not [link for link in tree.xpath("//@href|//@src") if link.startswith("/")], path


def test_a_first_view_is_at_most_14_kilobytes(digest: Callable[..., Digest]) -> None:
    made = digest(many(60))
    made.build()
    files = made.output()
    style = next(body for path, body in files.items() if path.endswith(".css"))
    for path in ("index.html", "2012/01/01/a000/index.html"):
        assert len(gzip.compress(files[path])) + len(gzip.compress(style)) <= 14 * 1024


def test_an_article_in_arabic_runs_from_the_right_and_its_headline_keeps_to_itself(built: Digest) -> None:
    tree = built.page("2012/05/01/arabic/index.html")
    assert tree.xpath("//h1/ancestor::*[@dir='rtl'][@lang='ar']")
    assert tree.find_class("body")[0].get("dir") == "rtl"
    assert built.page("archive/index.html").xpath("/html/@dir") == ["ltr"]
    in_list = built.page("tags/syria/index.html").xpath("//bdi[@lang='ar'][@dir='rtl']")
    assert words(in_list[0]) == "وقف إطلاق النار"


def test_a_draft_bears_a_badge_on_its_page_and_in_lists(built: Digest) -> None:
    for path in ("2012/03/12/draft/index.html", "sections/ground/index.html"):
        assert [words(b) for b in built.page(path).find_class("draft")] == ["Draft"], path


def test_an_excerpt_says_so_and_leads_to_the_whole_text(built: Digest) -> None:
    tree = built.page("2012/03/12/excerpt/index.html")
    (link,) = tree.find_class("at-source")[0].iter("a")
    assert words(link) == "Read the whole text at The Paper"
    assert link.get("href") == "https://paper.example/1"
    assert "Excerpt" in words(tree.find_class("provenance")[0])
    assert "By Jane Doe" in words(tree.find_class("provenance")[0])


def test_corrections_stand_directly_under_the_line_of_provenance(built: Digest) -> None:
    tree = built.page("2012/03/12/mended/index.html")
    notes = tree.find_class("provenance")[0].getnext()
    assert notes.get("class") == "corrections"
    assert words(notes) == "Corrected 20 March 2012: The town is Homs."
    assert "The town is Homs." in words(built.page("corrections/index.html"))


def test_accounts_are_a_table_with_a_row_for_each_question_and_a_column_for_each_voice(built: Digest) -> None:
    (table,) = built.page("2012/04/02/voices/index.html").xpath("//table")
    assert [words(h) for h in table.xpath(".//th[@scope='col']")] == ["The observatory", "State television"]
    assert [words(h) for h in table.xpath(".//th[@scope='row']")] == [
        "How many died?",
        "Whose bodies are these?",
    ]
    assert [len(row.xpath("td")) for row in table.xpath("tbody/tr")] == [2, 2]
    assert words(table.xpath("tbody/tr[2]/td[1]")[0]) == "–"


def test_each_table_scrolls_in_a_named_box_that_the_keyboard_reaches(built: Digest) -> None:
    boxes = built.page("2012/03/12/mended/index.html").find_class("scroll")
    assert [(b.get("aria-label"), b.get("tabindex"), b[0].tag) for b in boxes] == [
        ("Table 1", "0", "table"),
        ("Table 2", "0", "table"),
    ]


def test_a_summary_that_was_cut_from_the_text_is_not_shown_above_it(digest: Callable[..., Digest]) -> None:
    text = "The first sentence says it. The second goes on."
    made = digest(
        {"content/a.md": article("Cut", text), "content/b.md": article("Own", text, summary="Other.")}
    )
    made.build()
    assert not made.page("2012/03/12/a/index.html").find_class("standfirst")
    assert made.page("2012/03/12/b/index.html").find_class("standfirst")


def test_an_edition_shows_each_of_its_articles_once(digest: Callable[..., Digest]) -> None:
    for count in (1, 2, 5, 9):
        files = {
            f"content/{n}.md": article(f"Story {n}", section=["a", "b", "c", ""][n % 4]) for n in range(count)
        }
        made = digest(files, "sections: {a: A, b: B, c: C}\n", folder=f"of-{count}")
        made.build()
        shown = [words(a) for a in made.page("index.html").xpath("//*[contains(@class, 'headline')]/a")]
        assert sorted(shown) == [f"Story {n}" for n in range(count)]


def test_a_year_has_twelve_calendars_whose_days_lead_to_their_articles(built: Digest) -> None:
    calendars = built.page("2012/index.html").find_class("calendar")
    assert len(calendars) == 12
    (day,) = calendars[2].xpath(".//a[@href='/2012/03/12/']")
    assert words(day) == "12 3 articles on 12 March"


def test_a_tag_s_page_has_its_other_names_narrower_tags_and_a_way_to_older_articles(built: Digest) -> None:
    tree = built.page("tags/syria/index.html")
    assert words(tree.find_class("also")[0]) == "also: Syrian Arab Republic"
    assert tree.xpath("//h2[.='Narrower']/following-sibling::ul//a/@href") == ["/tags/homs/"]
    assert len(tree.xpath("//svg/rect")) == 3
    assert "January" not in tree.xpath("string(//svg/@aria-label)")


def test_a_long_list_has_a_way_to_its_neighbours(digest: Callable[..., Digest]) -> None:
    files = {f"content/{n}.md": article(f"Story {n}", tags=["t"]) for n in range(5)}
    made = digest(files, "tags: {t: T}\npaginate: 2\n")
    made.build()
    pager = made.page("tags/t/page/2/index.html").find_class("pager")[0]
    assert words(pager) == "Newer Page 2 of 3 Older"
    assert pager.xpath("a/@href") == ["/tags/t/", "/tags/t/page/3/"]


def test_a_former_address_leads_on(built: Digest) -> None:
    tree = built.page("former/index.html")
    assert tree.xpath("//meta[@http-equiv='refresh']/@content") == ["0; url=/2012/03/12/excerpt/"]
    assert tree.xpath("//link[@rel='canonical']/@href") == ["https://digest.example/2012/03/12/excerpt/"]


def test_the_sitemap_has_every_article_with_the_day_it_last_changed(built: Digest) -> None:
    text = built.text("sitemap.xml")
    assert text.startswith("<?xml")
    assert "<loc>https://digest.example/2012/05/01/arabic/</loc><lastmod>2012-05-01</lastmod>" in text


def test_a_plain_page_asks_for_nothing_that_a_new_article_changes(digest: Callable[..., Digest]) -> None:
    where = Where(digest(SITE, CONFIG).folder)
    opened = open_site(where)
    snapshot = snapshot_of(opened, Options(where=where, clock="2012-06-01"), {})[0]
    output = Output("about/index.html", "page", ("pages/about.md",), permalink="/about/")
    rendered = Renderer(snapshot, opened.layouts).render(output)
    asked = {str(query[0]) for query in rendered.reads}
    assert asked == {"article", "asset", "body", "card", "config", "layout", "section", "sections"}
