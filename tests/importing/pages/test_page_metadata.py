"""What a page states of its article, and what is not taken for it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from saved_pages import read

from site_builder.importing.pages.authors import persons
from site_builder.importing.pages.dates import moment
from site_builder.importing.pages.titles import without_site

BODY = "<p>The mill by the weir has been sold, and its new owner wants to grind corn there again.</p>" * 3


def stated(head: str = "", body: str = BODY, **about: str) -> dict[str, list[tuple[str, str]]]:
    facts = read(f"<html><head>{head}</head><body>{body}</body></html>", **about).facts
    return {key: [(found.value, found.rule) for found in every] for key, every in facts.items()}


def ld(**properties: Any) -> str:
    node = {"@context": "https://schema.org", "@type": "NewsArticle", **properties}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def test_facts_come_with_the_place_that_states_them():
    head = ld(
        headline="The mill is sold",
        author={"@type": "Person", "name": "Ada Brook"},
        datePublished="2012-03-12T14:05:00Z",
        dateModified="2012-03-13T09:00:00Z",
        publisher={"name": "The Valley Post"},
        articleSection="Town",
    )
    found = stated(head)
    assert found["title"] == [("The mill is sold", "json-ld headline")]
    assert found["authors"] == [("Ada Brook", "json-ld author")]
    assert found["date"] == [("2012-03-12T14:05:00+00:00", "json-ld datePublished")]
    assert found["updated"] == [("2012-03-13T09:00:00+00:00", "json-ld dateModified")]
    assert found["publisher"] == [("The Valley Post", "json-ld publisher")]
    assert found["section"] == [("Town", "json-ld articleSection")]


def test_a_page_that_states_nothing_has_no_facts():
    assert stated() == {}


@pytest.mark.parametrize(
    "script",
    [
        '{"@graph": [{"@type": "WebSite"}, {"@type": "Article", "headline": "The mill is sold"}]}',
        '[{"@type": ["NewsArticle", "Thing"], "headline": "The mill is sold"}]',
        '<!-- {"@type": "NewsArticle", "headline": "The mill is sold",} -->',
        '{"@type": "NewsArticle", "headline": "The mill\n is sold"}',
        '{"@type": "WebPage", "mainEntity": {"@type": "schema.org/Article", "headline": "The mill is sold"}}',
        '{"@type": "NewsArticle", "headline": "The mill is &lt;b&gt;sold&lt;/b&gt;"}',
    ],
    ids="graph list broken raw-line-end inner escaped".split(),
)
def test_json_ld_is_read_in_the_forms_that_pages_give_it(script: str):
    head = f'<script type="application/ld+json">{script}</script>'
    assert stated(head)["title"] == [("The mill is sold", "json-ld headline")]


def test_json_ld_of_other_articles_says_nothing_of_this_one():
    other = [
        {"@type": "Article", "headline": "Snow", "author": "A Lee"},
        {"@type": "Article", "headline": "Ice"},
    ]
    head = f'<script type="application/ld+json">{json.dumps(other)}</script><title>The mill is sold</title>'
    assert stated(head)["title"] == [("The mill is sold", "title")]
    assert "authors" not in stated(head)


def test_an_author_elsewhere_in_the_graph_is_looked_up():
    person = {"@type": "Person", "@id": "#p1", "name": "Ada Brook"}
    article = {"@type": "Article", "headline": "x y", "author": {"@id": "#p1"}}
    head = f'<script type="application/ld+json">{json.dumps({"@graph": [article, person]})}</script>'
    assert stated(head)["authors"] == [("Ada Brook", "json-ld author")]


def test_the_heading_that_readers_see_is_the_title_where_its_words_are_those_of_a_stated_title():
    head = '<meta property="og:title" content="Mill sold: corn again">'
    assert stated(head, f"<h1>Old mill sold, corn again</h1>{BODY}")["title"] == [
        ("Old mill sold, corn again", "h1")
    ]
    assert stated(head, f"<h1>Our town today</h1>{BODY}")["title"] == [("Mill sold: corn again", "og:title")]


@pytest.mark.parametrize(
    ("title", "left"),
    [
        ("The mill is sold - The Valley Post", "The mill is sold"),
        ("The mill is sold | Town | The Valley Post", "The mill is sold | Town"),
        ("Valley Post: The mill is sold", "Valley Post: The mill is sold"),
        ("The Valley Post » The mill is sold", "The mill is sold"),
        ("Mill - a history", "Mill - a history"),
    ],
)
def test_only_a_stated_site_name_is_cut_off_a_title(title: str, left: str):
    assert without_site(title, frozenset({"thevalleypost"})) == left


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("By Ada Brook", ["Ada Brook"]),
        ("Ada Brook and José Ruiz, Staff Writers", ["Ada Brook", "José Ruiz"]),
        ("ADA BROOK", ["ADA BROOK"]),
        ("Ada Brook, Jr.", ["Ada Brook, Jr."]),
        ("Ada Brook, MD, PhD", ["Ada Brook"]),
        ("Ada Brook | Special to the Post", ["Ada Brook"]),
        ("Ada Brook - Science Contributor", ["Ada Brook"]),
        ("Ada Brook, Futurology", ["Ada Brook"]),
        ("Staff", []),
        ("admin", []),
        ("Reuters", []),
        ("News Desk", []),
        ("The Valley Post", []),
        ("https://example.org/ada", []),
        ("@ada", []),
        ("ada@example.org", []),
        ("", []),
    ],
)
def test_authors_are_persons(field: str, names: list[str]):
    assert list(persons(field, frozenset({"thevalleypost"}))) == names


def test_an_agency_is_no_author_but_the_agency():
    found = stated(ld(headline="The mill is sold", author={"@type": "Person", "name": "Reuters"}))
    assert "authors" not in found
    assert found["agency"] == [("Reuters", "json-ld author")]


def test_a_doubled_author_is_written_once():
    head = '<meta name="author" content="Ada Brook"><meta name="author" content="ada brook">'
    assert stated(head)["authors"] == [("Ada Brook", "author")]


def test_a_byline_among_comments_is_not_the_articles():
    comment = '<div class="comments"><span class="author">Bob Reader</span><p>Well said</p></div>'
    assert "authors" not in stated(body=BODY + comment)


@pytest.mark.parametrize(
    ("stated_as", "read_as"),
    [
        ("2012-03-12", "2012-03-12"),
        ("2012-03-12T14:05:06.123Z", "2012-03-12T14:05:06+00:00"),
        ("2012-03-12T14:05-0500", "2012-03-12T14:05:00-05:00"),
        ("2012-03-12T14:05:00", "2012-03-12"),  # whose clock it is, nobody says
        ("20120312", "2012-03-12"),
        ("2012/03/12", "2012-03-12"),
        ("March 12, 2012", "2012-03-12"),
        ("03/04/2012", ""),
        ("2012-02-30", ""),
        ("0001-01-01T00:00:00Z", ""),
        ("yesterday", ""),
    ],
)
def test_a_date_is_read_as_it_is_stated_or_not_at_all(stated_as: str, read_as: str):
    assert moment(stated_as) == read_as


def test_a_date_in_the_address_is_one_only_where_it_is_a_path_of_its_own():
    assert stated(url="https://example.org/2012/03/12/mill")["date"] == [
        ("2012-03-12", "date in the address")
    ]
    assert "date" not in stated(url="https://example.org/mill-20120312-x")


def test_the_address_is_the_canonical_one_unless_that_is_the_front_page():
    canonical = '<link rel="canonical" href="/news/mill">'
    assert stated(canonical, url="https://example.org/x?y")["url"][0] == (
        "https://example.org/news/mill",
        "link canonical",
    )
    front = '<link rel="canonical" href="https://example.org/">'
    assert stated(front, url="https://example.org/mill")["url"][0] == ("https://example.org/mill", "given")


def test_the_lead_image_is_a_fact_with_what_is_said_of_it():
    image = {"url": "/mill.jpg", "caption": "The weir", "creditText": "Ada Brook"}
    found = stated(ld(headline="The mill is sold", image=image), url="https://example.org/a/mill")
    assert found["image"] == [("https://example.org/mill.jpg", "json-ld image")]
    assert found["image_caption"] == [("The weir", "json-ld caption")]
    assert found["image_credit"] == [("Ada Brook", "json-ld creditText")]


def test_what_elements_of_the_page_itself_state_is_read():
    body = f"""<h1 itemprop="headline">The mill is sold</h1>
      <div itemprop="author" itemscope><a itemprop="name" href="/ada">Ada Brook</a></div>
      <time itemprop="datePublished" datetime="2012-03-12T14:05:00Z">Monday</time>
      <link itemprop="mainEntityOfPage" href="/a"><div itemprop="articleBody">{BODY}</div>"""
    found = stated("<base href='https://valley.example/news/'><link rel='canonical' href='mill'>", body)
    assert found["authors"] == [("Ada Brook", "itemprop author")]
    assert found["date"] == [("2012-03-12T14:05:00+00:00", "itemprop datePublished")]
    assert found["url"] == [("https://valley.example/news/mill", "link canonical")]


def test_an_author_may_be_a_link_of_that_kind_and_a_date_the_time_beside_the_title():
    body = f"<h1>The mill is sold</h1><a rel='author'>Ada Brook</a><time datetime='2012-03-12'>x</time>{BODY}"
    found = stated("", f"<article>{body}</article>")
    assert found["authors"] == [("Ada Brook", "rel=author")]
    assert [value for value, _ in found["date"]] == ["2012-03-12"]
