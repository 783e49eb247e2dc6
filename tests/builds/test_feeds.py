"""Feeds: valid for any set of articles, the same in every format, with ids that never change."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Mapping
from typing import Any

import feedparser
import pytest
from digests import WITH_FEEDS, Digest, article, many
from feed_checks import ATOM, check_feed, check_sitemap
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree, html

from site_builder.content.front_matter import write_front_matter

Begin = Callable[..., Digest]
FEEDS = ("atom.xml", "rss.xml", "feed.json")
SOURCE = {
    "name": "The Wire",
    "url": "https://wire.example/1",
    "authors": ["A. Reporter"],
    "published": "2012-03-11",
}


@pytest.fixture
def feeding(digest: Begin) -> Begin:
    """Begins a digest that has feeds; `config` is added to its settings."""

    def begin(files: dict[str, Any], config: str = "", folder: str = "site") -> Digest:
        return digest({"config.yaml": WITH_FEEDS + config, **files}, folder=folder)

    return begin


def feeds_of(site: Digest) -> dict[str, bytes]:
    return {path: body for path, body in site.output().items() if path.endswith(FEEDS)}


def atom_entry(site: Digest, path: str = "atom.xml", number: int = 0) -> Any:
    return etree.fromstring(site.output()[path]).findall(f"{ATOM}entry")[number]


def test_there_are_feeds_of_the_site_its_sections_tags_and_sources_and_of_corrections(
    feeding: Begin,
) -> None:
    front = {"tags": ["syria"], "section": "world", "source": SOURCE}
    site = feeding({"content/a.md": article("A", **front)}, "sections: {world: {label: World}}\n")
    site.build()
    places = ("", "corrections/", "sections/world/", "tags/syria/", "sources/the-wire/")
    assert set(feeds_of(site)) == {f"{place}{name}" for place in places for name in FEEDS}
    for path, body in feeds_of(site).items():
        assert len(check_feed(path, body)) == (0 if "corrections" in path else 1)


@pytest.mark.parametrize("count", [0, 1, 100])
def test_feeds_are_valid_however_many_articles_there_are_and_have_the_newest_thirty(
    feeding: Begin, count: int
) -> None:
    site = feeding(many(count))
    site.build()
    for path, body in feeds_of(site).items():
        ids = check_feed(path, body)
        assert len(ids) == (0 if "corrections" in path else min(count, 30))
    if count:
        newest = max(re.findall(r"\d{4}-\d\d-\d\d", "".join(many(count).values())))
        assert atom_entry(site).findtext(f"{ATOM}published") == f"{newest}T00:00:00Z"


def test_which_feeds_there_are_and_how_long_they_are_is_for_the_settings_to_say(feeding: Begin) -> None:
    site = feeding(many(9), "feeds: {lists: [site], formats: [atom], limit: 4}\n")
    site.build()
    (path,) = feeds_of(site)
    assert len(check_feed(path, site.output()[path])) == 4
    assert len(site.page("index.html").xpath("//link[@rel='alternate']")) == 1


def test_without_a_list_there_is_no_feed_no_page_of_feeds_and_no_link_to_one(feeding: Begin) -> None:
    site = feeding({"content/a.md": article("A")}, "feeds: {lists: []}\n")
    site.build()
    assert not feeds_of(site)
    assert "feeds/index.html" not in site.output()
    assert "feeds.opml" not in site.output()
    assert b"/feeds/" not in b"".join(site.output().values())


def test_a_site_that_does_not_know_its_address_has_no_feeds_and_says_so_where_they_were_asked_for(
    digest: Begin,
) -> None:
    config = "title: Here\ntimezone: UTC\n"
    site = digest({"config.yaml": config, "content/a.md": article("A")})
    assert site.build().problems == ()
    assert not feeds_of(site)
    assert not site.page("index.html").xpath("//link[@rel='alternate']")
    site.write({"config.yaml": f"{config}feeds: {{limit: 5}}\n"})
    (problem,) = site.build().problems
    assert (problem.level, problem.code, problem.place.line) == ("warning", "no-feeds", 3)
    assert "base_url" in problem.remedy


def test_pages_lead_to_their_feeds_and_the_page_of_feeds_to_all_of_them(feeding: Begin) -> None:
    site = feeding({"content/a.md": article("A", tags=["syria"])})
    site.build()
    links = site.page("tags/syria/index.html").xpath("//link[@rel='alternate']")
    assert [link.get("href") for link in links] == [
        *(f"/tags/syria/{name}" for name in FEEDS),
        *(f"/{name}" for name in FEEDS),
    ]
    assert links[0].get("title") == "The Test Digest: syria (Atom)"
    told = {f"/{path}" for path in feeds_of(site)}
    assert told <= set(site.page("feeds/index.html").xpath("//a/@href"))
    assert site.page("index.html").xpath("//footer//a[@href='/feeds/']")


def test_the_opml_file_names_every_feed_once(feeding: Begin) -> None:
    site = feeding({"content/a.md": article("A & B", tags=["syria", "R&D"], source=SOURCE)})
    site.build()
    outlines = etree.fromstring(site.output()["feeds.opml"]).iter("outline")
    named = [outline.get("xmlUrl") for outline in outlines if outline.get("xmlUrl")]
    there = {f"https://digest.example/{path}" for path in feeds_of(site) if path.endswith("atom.xml")}
    assert sorted(named) == sorted(there)


BODY = """Of [the other](b.md), of [a note](#note), at [the archive](/archive/), at <tel:1>.

## Note

![A map](map.svg) and a claim.[^1]

[^1]: As was said.
"""


@pytest.mark.parametrize("base", ["https://digest.example", "https://host.example:8443/news"])
@pytest.mark.parametrize("links", ["absolute", "relative"])
def test_every_address_in_a_text_is_in_full(feeding: Begin, base: str, links: str) -> None:
    files = {"content/a.md": article("A", BODY), "content/b.md": article("B"), "content/map.svg": "<svg/>"}
    site = feeding(files, f"links: {links}\n")
    site.build(base_url=base)
    texts = {
        entry["url"]: html.fragment_fromstring(entry["content_html"], create_parent=True)
        for entry in json.loads(site.text("feed.json"))["items"]
    }
    found = texts[f"{base}/2012/03/12/a/"]
    addresses = found.xpath("//@href | //@src")
    assert set(addresses) == {
        f"{base}/2012/03/12/b/",
        f"{base}/2012/03/12/a/#note",
        f"{base}/archive/",
        f"{base}/2012/03/12/a/map.svg",
        f"{base}/2012/03/12/a/#fn1",
        f"{base}/2012/03/12/a/#fnref1",
        "tel:1",
    }
    assert feedparser.parse(site.output()["rss.xml"]).entries


def test_an_id_survives_a_change_of_slug_title_domain_and_scheme(feeding: Begin) -> None:
    texts = {"a": {"id": "six-points"}, "b": {"id": "tag:other.example,2011:x"}, "c": {}}
    ids = set()
    for base in ("https://digest.example", "http://elsewhere.example/sub"):
        for title, slug in (("One", "one"), ("Two", "two")):
            for config in ("", "permalink: none\n"):
                files = {
                    f"content/{n}.md": article(f"{title} {n}", slug=f"{slug}{n}", **front)
                    for n, front in texts.items()
                }
                site = feeding(files, f"feeds: {{authority: 'example.org,2012'}}\n{config}")
                site.build(base_url=base)
                ids.add(tuple(sorted(check_feed("atom.xml", site.output()["atom.xml"]))))
    (found,) = ids
    assert found == (
        "tag:example.org,2012:c.md",
        "tag:example.org,2012:six-points",
        "tag:other.example,2011:x",
    )


def test_without_an_authority_an_id_does_not_know_the_domain_either(feeding: Begin) -> None:
    site = feeding({"content/a.md": article("A"), "content/b.md": article("B")})
    found = []
    for base in ("https://one.example", "https://two.example"):
        site.build(base_url=base)
        found.append([check_feed(name, site.output()[name]) for name in FEEDS])
    assert found[0] == found[1]
    assert all(id_.startswith("urn:uuid:") for id_ in found[0][0])


def test_a_correction_moves_the_date_of_change_and_leaves_the_id_and_the_date_of_publication(
    feeding: Begin,
) -> None:
    site = feeding({"content/a.md": article("A")})
    site.build()
    before = atom_entry(site)
    note = {"date": "2012-03-20", "text": "It was a Saturday."}
    site.write({"content/a.md": article("A", corrections=[note])})
    site.build()
    after = atom_entry(site)
    assert [before.findtext(f"{ATOM}{n}") for n in ("id", "published")] == [
        after.findtext(f"{ATOM}{n}") for n in ("id", "published")
    ]
    assert after.findtext(f"{ATOM}updated") == "2012-03-20T00:00:00Z"
    (correction,) = feedparser.parse(site.output()["corrections/rss.xml"]).entries
    assert correction.title == "Correction: A"
    assert correction.summary == "It was a Saturday."
    assert correction.link == "https://digest.example/2012/03/12/a/"
    assert correction.id != after.findtext(f"{ATOM}id")


def test_two_corrections_of_one_day_have_ids_of_their_own(feeding: Begin) -> None:
    notes = [{"date": "2012-03-20", "text": text} for text in ("One.", "Two.")]
    site = feeding({"content/a.md": article("A", corrections=notes)})
    site.build()
    for name in FEEDS:
        assert len(set(check_feed(name, site.output()[f"corrections/{name}"]))) == 2


def test_no_date_of_a_feed_comes_from_the_clock(feeding: Begin) -> None:
    site = feeding({"content/a.md": article("A")})
    site.build(clock="2012-06-01")
    before = feeds_of(site)
    site.build(clock="2013-06-01", full=True)
    assert feeds_of(site) == before


def test_a_time_is_told_in_utc_and_with_its_weekday(feeding: Begin) -> None:
    site = feeding({"content/a.md": article("A", date="2012-03-12 01:30 +02:00")})
    site.build()
    assert atom_entry(site).findtext(f"{ATOM}published") == "2012-03-11T23:30:00Z"
    assert b"<pubDate>Sun, 11 Mar 2012 23:30:00 +0000</pubDate>" in site.output()["rss.xml"]


@pytest.mark.parametrize(
    ("front", "shown", "hidden"),
    [
        ({"rights": "full"}, ["first words", "last words"], []),
        ({"rights": "excerpt 5"}, ["first words"], ["last words"]),
        ({"rights": "headline"}, [], ["first words", "last words"]),
        ({"kind": "republished", "summary": "In short."}, ["In short."], ["last words"]),
    ],
)
def test_a_feed_has_as_much_of_a_text_as_its_rights_allow(
    feeding: Begin, front: dict[str, Any], shown: list[str], hidden: list[str]
) -> None:
    text = "These are the first words.\n\nMuch more is said here.\n\nAnd these are the last words."
    site = feeding({"content/a.md": article("A", text, source=SOURCE, **front)})
    site.build()
    for path, body in feeds_of(site).items():
        check_feed(path, body)
        if "corrections" not in path:
            assert all(words in body.decode() for words in shown), path
            assert not any(words in body.decode() for words in hidden), path


@pytest.mark.parametrize(("text", "body", "summary"), [("summary", 0, 1), ("headline", 0, 0), ("full", 1, 1)])
def test_the_settings_can_ask_for_less(feeding: Begin, text: str, body: int, summary: int) -> None:
    site = feeding(
        {"content/a.md": article("A", "The body.", summary="In short.")}, f"feeds: {{text: {text}}}\n"
    )
    site.build()
    for name in FEEDS:
        check_feed(name, site.output()[name])
        assert (b"The body." in site.output()[name], b"In short." in site.output()[name]) == (body, summary)


def test_the_author_of_the_original_is_credited_and_never_passes_as_ours(feeding: Begin) -> None:
    site = feeding({"content/a.md": article("A", source=SOURCE, authors=["A. Reporter"], editor="E. Ditor")})
    site.build()
    entry = atom_entry(site)
    assert [name.text for name in entry.findall(f"{ATOM}author/{ATOM}name")] == ["E. Ditor"]
    source = entry.find(f"{ATOM}source")
    assert source.findtext(f"{ATOM}title") == "The Wire"
    assert source.findtext(f"{ATOM}author/{ATOM}name") == "A. Reporter"
    assert entry.xpath("*[@rel='via']/@href") == ["https://wire.example/1"]
    (item,) = json.loads(site.text("feed.json"))["items"]
    assert item["external_url"] == "https://wire.example/1"
    assert item["authors"] == [{"name": "E. Ditor"}]
    assert item["_source"]["authors"] == ["A. Reporter"]
    assert feedparser.parse(site.output()["rss.xml"]).entries[0].author == "E. Ditor"


def test_a_hub_is_named_in_every_format(feeding: Begin) -> None:
    site = feeding({"content/a.md": article("A")}, "feeds: {hub: 'https://hub.example/'}\n")
    site.build()
    for name in FEEDS:
        check_feed(name, site.output()[name])
    for name in ("atom.xml", "rss.xml"):
        links = feedparser.parse(site.output()[name]).feed.links
        assert [link.href for link in links if link.rel == "hub"] == ["https://hub.example/"]
    assert json.loads(site.text("feed.json"))["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]


def test_a_layout_of_ones_own_replaces_a_feeds(feeding: Begin) -> None:
    layouts = {"layouts/partials/entry.rss.xml": "<item><title>Mine & yours</title></item>"}
    layouts = {name: text.replace("&", "&amp;") for name, text in layouts.items()}
    site = feeding({"content/a.md": article("A"), **layouts})
    site.build()
    assert [entry.title for entry in feedparser.parse(site.output()["rss.xml"]).entries] == ["Mine & yours"]


HOSTILE = (
    '"><script>alert(1)</script>',
    "]]>",
    "</script><!--",
    "a\x0bb",
    "line\u2028end",
    "\u202eright",
    "👩‍🚀&amp;&#11;",
    "{{ 7*7 }}",
    "<![CDATA[",
    "&#x202e;&#12;",
)
_WORDS = st.text(st.sampled_from("<>&\"' ]!-\u2028\u202e\x0b👩é{}%"), min_size=1, max_size=12)
_TEXTS = st.one_of(st.sampled_from(HOSTILE), _WORDS)
_FIELDS = ("title", "text", "name", "tag", "id")


def hostile(number: int, text: Mapping[str, str]) -> str:
    """An article with something hostile in every field."""
    front = {
        "title": f"T {text['title']}",
        "date": "2012-03-12",
        "summary": text["title"],
        "tags": [f"t {text['tag']}"],
        "dateline": text["name"],
        "id": f"{number} {text['id']}",
        "editor": text["name"],
        "source": {
            "name": f"s {text['name']}",
            "url": "https://wire.example/?a=1&b=2",
            "authors": [f"a {text['name']}"],
        },
        "corrections": [{"date": "2012-03-14", "text": f"c {text['text']}"}],
        "image": {"src": "https://wire.example/a.png", "alt": f"i {text['title']}"},
    }
    return f"{write_front_matter(front)}\n{text['text']}\n"


def check_all(site: Digest) -> None:
    """Everything that machines read is well-formed, and no page has a script that runs."""
    for path, body in site.output().items():
        if path.endswith(FEEDS):
            check_feed(path, body)
        elif path == "sitemap.xml":
            check_sitemap(body)
        elif path.endswith((".xml", ".opml")):
            etree.fromstring(body)
        elif path.endswith((".json", ".webmanifest")):
            json.loads(body)
        elif path.endswith(".html"):
            for script in site.page(path).xpath("//script[not(@src)]"):
                assert script.get("type") == "application/ld+json"
                json.loads(script.text)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.fixed_dictionaries(dict.fromkeys(_FIELDS, _TEXTS)), max_size=3))
def test_no_text_whatever_breaks_a_feed_a_sitemap_or_the_metadata_of_a_page(
    feeding: Begin, texts: list[dict[str, str]]
) -> None:
    site = feeding({})
    shutil.rmtree(site.folder / "content", ignore_errors=True)
    site.write({f"content/{n}.md": hostile(n, text) for n, text in enumerate(texts)})
    site.build()
    check_all(site)


def test_a_title_of_ten_thousand_characters_breaks_nothing(feeding: Begin) -> None:
    site = feeding({"content/a.md": hostile(1, {**dict.fromkeys(_FIELDS, "x"), "title": "x" * 10_000})})
    site.build()
    check_all(site)


def test_characters_that_no_xml_may_hold_are_left_out_however_they_were_typed(feeding: Begin) -> None:
    text = "Form feed &#12; and &#x202e; and &#65534; and \u2028 end.\n\n<b>&#12;</b>"
    site = feeding({"content/a.md": article("A \x0b B", text)})
    site.build()
    check_all(site)
    assert "\u202e" not in site.text("feed.json")


def test_two_articles_with_one_id_are_told_of(feeding: Begin) -> None:
    site = feeding({f"content/{name}.md": article(name, id="six") for name in "ab"})
    (problem,) = site.build().problems
    assert (problem.level, problem.code, problem.place.source) == ("warning", "same-id", "content/b.md")
    assert "content/a.md" in problem.message
