"""What pages say for machines: sitemaps, JSON-LD, cards, microformats, canonical addresses, data."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import jsonschema
import mf2py
import pytest
from digests import WITH_FEEDS, Digest, article, many
from feed_checks import check_sitemap

from site_builder.outputs import sitemap
from site_builder.publish import MANIFEST

Begin = Callable[..., Digest]
SOURCE = {
    "name": "wire",
    "url": "https://wire.example/1",
    "authors": ["A. Reporter"],
    "published": "2012-03-11",
}
SOURCES = "sources: {wire: {name: The Wire, url: 'https://wire.example', language: ar}}\n"
PAGE = "2012/03/12/a/index.html"
NEWS = {"news": "http://www.google.com/schemas/sitemap-news/0.9"}


@pytest.fixture
def one(digest: Begin) -> Callable[..., Digest]:
    """A digest of one article with this front matter, built."""

    def begin(config: str = "", body: str = "One sentence.", **front: Any) -> Digest:
        files = {"content/a.md": article("A", body, **front), "config.yaml": WITH_FEEDS + SOURCES + config}
        site = digest(files)
        site.build()
        return site

    return begin


def linked_data(site: Digest, path: str = PAGE) -> dict[str, Any]:
    """What a page says of itself first in JSON-LD."""
    (script,) = site.page(path).xpath("//script[@type='application/ld+json']")
    data: dict[str, Any] = json.loads(script.text)
    assert data["@context"] == "https://schema.org"
    return dict(data.get("@graph", [data])[0])


def test_what_we_say_of_anothers_article_is_ours_and_rests_on_theirs(one: Callable[..., Digest]) -> None:
    data = linked_data(one(source=SOURCE, authors=["A. Reporter"], dateline="Homs", tags=["syria"]))
    assert data["@type"] == "NewsArticle"
    assert data["author"] == [{"@id": "https://digest.example/#publisher"}]
    assert data["publisher"]["name"] == "The Test Digest"
    assert data["isBasedOn"]["author"] == [{"@type": "Person", "name": "A. Reporter"}]
    assert data["isBasedOn"]["publisher"]["name"] == "The Wire"
    assert data["citation"] == data["isBasedOn"]["url"] == "https://wire.example/1"
    assert (data["dateline"], data["datePublished"], data["keywords"]) == ("Homs", "2012-03-12", ["syria"])


def test_a_text_of_our_own_has_its_authors(one: Callable[..., Digest]) -> None:
    data = linked_data(one(authors=["O. Wn"], editor="E. Ditor"))
    assert data["author"] == [{"@type": "Person", "name": "O. Wn"}]
    assert "isBasedOn" not in data


def test_a_republished_text_is_its_publishers_and_its_original_is_canonical(
    one: Callable[..., Digest],
) -> None:
    site = one(source=SOURCE, kind="republished")
    data = linked_data(site)
    assert data["author"] == [{"@type": "Person", "name": "A. Reporter"}]
    assert data["publisher"]["name"] == data["copyrightHolder"]["name"] == "The Wire"
    page = site.page(PAGE)
    assert page.xpath("//link[@rel='canonical']/@href") == ["https://wire.example/1"]
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex,follow"]
    assert "/2012/03/12/a/" not in site.text("sitemap.xml")


def test_a_republished_text_can_be_its_own_canonical_page_and_only_such_texts_are_rendered_for_it(
    one: Callable[..., Digest],
) -> None:
    site = one(source=SOURCE, kind="republished")
    site.write({"content/b.md": article("Another", "Text.", date="2012-03-13")})
    site.build()
    before = site.stamps()
    site.write({"config.yaml": f"{(site.folder / 'config.yaml').read_text()}canonical: own\n"})
    site.build()
    page = site.page(PAGE)
    assert page.xpath("//link[@rel='canonical']/@href") == ["https://digest.example/2012/03/12/a/"]
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex,follow"]
    after = site.stamps()
    changed = {path for path in after if after[path] != before[path]}
    assert changed - {f"output/{MANIFEST}"} == {f"output/{PAGE}"}


@pytest.mark.parametrize("front", [{"source": SOURCE}, {}, {"source": SOURCE, "kind": "original"}])
def test_other_articles_are_their_own_canonical_pages(
    one: Callable[..., Digest], front: dict[str, Any]
) -> None:
    page = one(**front).page(PAGE)
    assert page.xpath("//link[@rel='canonical']/@href") == ["https://digest.example/2012/03/12/a/"]
    assert not page.xpath("//meta[@name='robots']")


def test_a_correction_is_told_to_machines(one: Callable[..., Digest]) -> None:
    site = one(corrections=[{"date": "2012-03-20", "text": "Not so."}])
    data = linked_data(site)
    assert data["correction"] == [
        {"@type": "CorrectionComment", "text": "Not so.", "datePublished": "2012-03-20"}
    ]
    assert data["dateModified"] == "2012-03-20"
    assert "<lastmod>2012-03-20</lastmod>" in site.text("sitemap.xml")


def test_a_withheld_text_does_not_tell_its_length(one: Callable[..., Digest]) -> None:
    text = "These are words.\n\nAnd more of them."
    assert "wordCount" in linked_data(one(body=text))
    assert "wordCount" not in linked_data(one(body=text, rights="excerpt 3"))


def test_a_theme_can_change_one_thing_that_a_page_says_of_itself(digest: Begin) -> None:
    layout = (
        '{% extends "default/article.html" %}{% block linked_data %}'
        "{% set data = article | news_article(site) %}"
        '{% set _ = data["@graph"][0].update({"genre": "digest"}) %}'
        '<script type="application/ld+json">{{ data | json }}</script>{% endblock %}'
    )
    files = {"content/a.md": article("A", "Text."), "layouts/article.html": layout, "config.yaml": WITH_FEEDS}
    site = digest(files)
    site.build()
    told = linked_data(site)
    assert (told["genre"], told["headline"]) == ("digest", "A")


def test_lists_are_collections_below_the_home_page(one: Callable[..., Digest]) -> None:
    site = one(tags=["syria"], source=SOURCE)
    assert linked_data(site, "index.html")["@type"] == "WebSite"
    indexes = ("tags", "sources", "editions", "corrections", "archive")
    periods = ("2012", "2012/03", "2012/03/12")
    for folder in ("tags/syria", "sources/wire", "editions/2012-w11", *indexes, *periods):
        assert linked_data(site, f"{folder}/index.html")["@type"] == "CollectionPage"
    (script,) = site.page("2012/03/12/index.html").xpath("//script")
    steps = json.loads(script.text)["@graph"][1]["itemListElement"]
    assert [(step["position"], step["name"], step["item"]) for step in steps] == [
        (1, "The Test Digest", "https://digest.example/"),
        (2, "Archive", "https://digest.example/archive/"),
        (3, "2012", "https://digest.example/2012/"),
        (4, "March 2012", "https://digest.example/2012/03/"),
        (5, "12 March 2012", "https://digest.example/2012/03/12/"),
    ]


def test_a_shared_link_has_a_title_a_summary_and_the_picture_with_its_words(
    one: Callable[..., Digest],
) -> None:
    page = one(summary="In <short>.", image={"src": "https://p.example/a.png", "alt": "A map"}).page(PAGE)
    told = {m.get("property") or m.get("name"): m.get("content") for m in page.xpath("//meta[@content]")}
    assert told["og:title"] == "A"
    assert told["og:type"] == "article"
    assert told["og:description"] == told["description"] == "In <short>."
    assert told["og:url"] == "https://digest.example/2012/03/12/a/"
    assert told["og:image"] == "https://p.example/a.png"
    assert told["og:image:alt"] == "A map"
    assert told["og:locale"] == "en_US"
    assert told["twitter:card"] == "summary_large_image"
    assert told["article:published_time"] == "2012-03-12T00:00:00Z"


def test_a_page_is_an_entry_for_readers_of_microformats(one: Callable[..., Digest]) -> None:
    site = one(source=SOURCE, summary="In short.", tags=["syria"])
    (entry,) = mf2py.parse(doc=site.text(PAGE), url="https://digest.example/")["items"]
    properties = entry["properties"]
    assert entry["type"] == ["h-entry"]
    assert properties["name"] == ["A"]
    assert properties["url"] == properties["uid"] == ["https://digest.example/2012/03/12/a/"]
    assert properties["bookmark-of"] == ["https://wire.example/1"]
    assert properties["published"] == ["2012-03-12"]
    assert properties["category"] == ["syria"]
    assert "author" not in properties  # the source's are not ours
    (home,) = (item for item in mf2py.parse(doc=site.text("index.html"), url="https://d.example/")["items"])
    assert home["type"] == ["h-feed"]
    assert [child["type"] for child in home["children"]] == [["h-entry"]]


def test_the_way_to_an_original_in_another_language_says_so(one: Callable[..., Digest]) -> None:
    assert one(source=SOURCE).page(PAGE).xpath("//a[@hreflang='ar']/@href") == ["https://wire.example/1"]


def test_every_page_has_an_icon_and_a_manifest_and_both_are_there(one: Callable[..., Digest]) -> None:
    site = one()
    page = site.page(PAGE)
    for link in page.xpath("//link[@rel='icon' or @rel='manifest']/@href"):
        assert link[1:] in site.output()
    manifest = json.loads(site.text("site.webmanifest"))
    assert manifest["name"] == "The Test Digest"
    assert manifest["icons"][0]["src"][1:] in site.output()


def test_a_site_that_does_not_know_its_address_says_nothing_that_needs_one(digest: Begin) -> None:
    site = digest({"config.yaml": "title: Here\ntimezone: UTC\n", "content/a.md": article("A")})
    site.build()
    page = site.page(PAGE)
    assert not page.xpath("//script | //meta[@property] | //link[@rel='canonical']")
    assert not {"sitemap.xml", "robots.txt", "index.json"} & set(site.output())


def test_a_large_site_has_an_index_of_sitemaps(digest: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "LARGEST", 10)
    site = digest(many(25))
    site.build(jobs=1)
    index = check_sitemap(site.output()["sitemap.xml"])
    parts = [element.text.rpartition("/")[2] for element in index.iter("{*}loc")]
    assert parts == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap-4.xml"][: len(parts)]
    found = [e.text for p in parts for e in check_sitemap(site.output()[p]).iter("{*}loc")]
    assert len(found) == len(set(found))
    assert len([address for address in found if "/a0" in address]) == 25


def test_a_news_sitemap_has_the_articles_of_two_days_and_is_off_by_itself(digest: Begin) -> None:
    days = {"a": "2012-05-30", "b": "2012-05-31", "c": "2012-06-01"}
    files = {f"content/{name}.md": article(name.upper(), date=day) for name, day in days.items()}
    site = digest(files)
    site.build(clock="2012-06-01")
    assert "news-sitemap.xml" not in site.output()
    site.write({"config.yaml": f"{WITH_FEEDS}sitemap: {{news: true}}\n"})
    site.build(clock="2012-06-01")
    tree = check_sitemap(site.output()["news-sitemap.xml"])
    assert [t.text for t in tree.iterfind(".//news:title", NEWS)] == ["C", "B"]
    assert {t.text for t in tree.iterfind(".//news:publication/news:language", NEWS)} == {"en"}
    assert "Sitemap: https://digest.example/news-sitemap.xml" in site.text("robots.txt")


@pytest.mark.parametrize("permalink", ["pretty", "date", "none"])
def test_the_digest_as_data_keeps_its_schema(digest: Begin, permalink: str) -> None:
    front = {
        "source": SOURCE,
        "accounts": [{"by": "One", "says": "This."}],
        "corrections": [{"date": "2012-03-20", "text": "No."}],
    }
    config = f"{WITH_FEEDS}{SOURCES}data: {{articles: true}}\npermalink: {permalink}\n"
    files = {"content/a.md": article("A", "See [b](b.md).", **front), "content/b.md": article("B")}
    site = digest({**files, "config.yaml": config})
    site.build()
    schema = json.loads(site.text("schema.json"))
    validator = jsonschema.Draft202012Validator(schema)
    others = ("schema.json", "feed", "search/")
    data = [p for p in site.output() if p.endswith(".json") and not any(name in p for name in others)]
    assert len(data) == 4
    for path in data:
        validator.validate(json.loads(site.text(path)))
    (link,) = (p for p in data if p.endswith(("/a.json", "a/index.json")))
    whole = json.loads(site.text(link))
    assert whole["source"]["authors"] == ["A. Reporter"]
    assert 'href="https://digest.example/' in whole["html"]
    page = site.page(link.replace(".json", ".html"))
    assert page.xpath("//link[@type='application/json']/@href") == [f"/{link}"]


def test_data_of_an_empty_digest_keeps_its_schema_too(digest: Begin) -> None:
    site = digest({"config.yaml": WITH_FEEDS})
    site.build()
    validator = jsonschema.Draft202012Validator(json.loads(site.text("schema.json")))
    validator.validate(json.loads(site.text("index.json")))


def test_data_has_no_word_that_is_withheld(digest: Begin) -> None:
    files = {"content/a.md": article("A", "These are said.\n\nZebras are not.", rights="excerpt 3")}
    site = digest({**files, "config.yaml": f"{WITH_FEEDS}data: {{articles: true}}\n"})
    site.build()
    assert b"These are said." in site.output()["2012/03/12/a/index.json"]
    assert not [path for path, body in site.output().items() if b"Zebras" in body]
