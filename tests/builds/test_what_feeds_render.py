"""Which feeds and other forms of the same texts an edit renders: those that carry what has changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest
from checkers import missing
from digests import WITH_FEEDS, Digest
from edits import CLOCK, FILES, A, B, C, other, rebuilt, rendered

from site_builder.steps import pagefind

FORMATS = ("atom.xml", "rss.xml", "feed.json")
Begin = Callable[..., Digest]


def feeds(*places: str) -> set[str]:
    return {f"{place}{name}" for place in places for name in FORMATS}


@pytest.fixture
def site(digest: Begin) -> Digest:
    """Four articles with their feeds and data, built. Those named b and c share a tag."""
    made = digest({**FILES, "config.yaml": f"{WITH_FEEDS}data: {{articles: true}}\n"})
    made.build(clock=CLOCK)
    return made


def test_a_mended_typo_renders_its_page_its_data_and_the_feeds_that_carry_its_text(site: Digest) -> None:
    found = rendered(site, other("b", "Geneva", "Genf"))
    assert found == {B, B.replace("html", "json"), *feeds("", "tags/un/")}


EVERYTHING = f"""{WITH_FEEDS}\
sections: {{talks: {{label: Talks}}}}
sources: {{wire: The Wire}}
defaults: [{{path: "**", values: {{section: talks, source: wire}}}}]
data: {{articles: true, ninjs: true}}
cards: true
sitemap: {{news: true}}
newsletter: {{from: desk@digest.example}}
editions: {{by: week, epub: true}}
"""
PAGE, MAIL = B.removesuffix("index.html"), {f"newsletter/2012-w11.{end}" for end in ("html", "txt", "eml")}
BOOK = "editions/2012-w11/2012-w11.epub"
# What carries the text of the article named b.
OWN = {
    B,
    f"{PAGE}index.json",
    f"{PAGE}ninjs.json",
    BOOK,
    *feeds("", "tags/un/", "sections/talks/", "sources/wire/"),
}


@pytest.fixture
def everything(digest: Begin) -> Digest:
    """The same with all that can be switched on but an index of whole texts, built."""
    made = digest({**FILES, "config.yaml": EVERYTHING})
    made.build(clock=CLOCK)
    there = set(made.output())
    assert {"sitemap.xml", "news-sitemap.xml", "search/2012.json", "feeds.opml", "index.json"} <= there
    assert {f"{PAGE}card.png", *MAIL, *OWN} <= there
    return made


def test_with_everything_on_an_edited_body_touches_what_carries_its_text_and_nothing_more(
    everything: Digest,
) -> None:
    assert rendered(everything, other("b", "Geneva", "Genf")) == OWN


def test_with_everything_on_a_changed_title_touches_what_shows_it_and_no_other_card_mail_or_book(
    everything: Digest,
) -> None:
    found = rendered(everything, other("b", "Envoy speaks", "Envoy talks"))
    assert found == {
        *OWN,
        *MAIL,
        f"{PAGE}card.png",
        A,  # the neighbours
        C,
        "index.html",
        "editions/index.html",
        *(
            f"{place}/index.html"
            for place in ("tags/un", "sections/talks", "sources/wire", "editions/2012-w11")
        ),
        *(f"2012/{period}/index.html" for period in ("03", "03/12")),
        "2012/03/index.json",
        "index.json",
        "search/2012.json",
    }


def test_with_an_index_of_whole_texts_an_edited_body_makes_that_anew_too_and_nothing_more(
    digest: Begin,
) -> None:
    if not pagefind.version():
        missing("pagefind", "pip install '.[test]' brings it")
    site = digest({**FILES, "config.yaml": f"{EVERYTHING}search: pagefind\n"})
    site.build(clock=CLOCK)
    site.write(other("b", "Geneva", "Genf"))
    built = site.build(clock=CLOCK)
    assert set(built.rendered) > OWN
    names = Counter(re.sub(r"[0-9a-f]{7,}", "…", path) for path in set(built.rendered) - OWN)
    assert names == {  # of the articles' own parts that of the edited one, and the one part with words
        "search/pagefind/fragment/en_….pf_fragment": 1,
        "search/pagefind/index/en_….pf_index": 1,
        "search/pagefind/pagefind.en_….pf_meta": 1,
        "search/pagefind/articles.json": 1,
        "search/pagefind/pagefind-entry.json": 1,
    }


def test_a_mended_typo_does_not_touch_feeds_from_which_the_article_has_dropped_out(digest: Begin) -> None:
    site = digest({**FILES, "config.yaml": f"{WITH_FEEDS}feeds: {{limit: 1}}\n"})
    site.build(clock=CLOCK)
    assert rendered(site, other("b", "Geneva", "Genf")) == {B}


def test_feeds_of_summaries_do_not_depend_on_texts(digest: Begin) -> None:
    site = digest({**FILES, "config.yaml": f"{WITH_FEEDS}feeds: {{text: summary}}\n"})
    site.build(clock=CLOCK)
    assert rendered(site, other("b", "Geneva", "Genf")) == {B}
    assert feeds("tags/un/") < rendered(site, other("b", "A speech.", "He spoke."))


def test_a_changed_id_renders_the_article_and_its_feeds_and_no_list(site: Digest) -> None:
    found = rendered(site, other("b", "summary: A speech.", "summary: A speech.\nid: envoy"))
    assert found == {B, B.replace("html", "json"), *feeds("", "tags/un/")}


def test_a_later_date_of_change_renders_the_article_its_feeds_and_the_sitemap(site: Digest) -> None:
    found = rendered(site, other("b", "summary: A speech.", "summary: A speech.\nupdated: 2012-03-20"))
    assert found == {B, B.replace("html", "json"), *feeds("", "tags/un/"), "sitemap.xml"}


def test_a_correction_renders_the_feed_of_corrections_too(site: Digest) -> None:
    note = "corrections: [{date: 2012-03-20, text: Not so.}]"
    found = rendered(site, other("b", "summary: A speech.", f"summary: A speech.\n{note}"))
    assert feeds("", "tags/un/", "corrections/") | {"sitemap.xml", "2012/03/index.json"} < found
    assert not found & feeds("tags/syria/", "tags/weather/")


def test_a_changed_title_of_an_article_that_another_links_to_leaves_that_ones_feeds(digest: Begin) -> None:
    files = {**FILES, **other("d", "Rain fell.", "See [it](b.md).")}
    site = digest({**files, "config.yaml": WITH_FEEDS})
    site.build(clock=CLOCK)
    found = rendered(site, other("b", "Envoy speaks", "Envoy talks"))
    assert feeds("", "tags/un/") < found
    assert not found & feeds("tags/weather/")


def test_an_article_that_moves_renders_the_feeds_of_those_that_link_to_it(digest: Begin) -> None:
    files = {**FILES, **other("d", "Rain fell.", "See [it](b.md).")}
    site = digest({**files, "config.yaml": WITH_FEEDS})
    site.build(clock=CLOCK)
    assert feeds("tags/weather/") < rendered(site, other("b", "summary:", "slug: moved\nsummary:"))


def test_an_edited_draft_renders_no_feed(site: Digest) -> None:
    draft = {"content/e.md": FILES["content/d.md"].replace("title:", "draft: true\ntitle:")}
    assert rendered(site, draft) == set()


def test_another_authority_renders_whatever_shows_an_id(site: Digest) -> None:
    config = (site.folder / "config.yaml").read_text()
    built = rebuilt(site, {"config.yaml": f"{config}feeds: {{authority: 'example.org,2012'}}\n"})
    assert feeds("", "tags/un/", "tags/weather/", "tags/syria/") <= set(built.published.written)


def test_the_neighbours_of_an_edited_article_are_in_its_feeds_and_stay_as_they_are(site: Digest) -> None:
    rebuilt(site, other("b", "Geneva", "Genf"))
    text = site.text("tags/un/atom.xml")
    assert "In Genf, at length." in text
    assert "Until May." in text
    assert A != C


def test_a_tag_without_articles_loses_its_feeds(site: Digest) -> None:
    (site.folder / "content/d.md").unlink()
    rebuilt(site)
    assert not feeds("tags/weather/") & set(site.output())


def test_a_layout_of_an_entry_renders_every_feed_of_its_format_and_no_other(site: Digest) -> None:
    found = rendered(site, {"layouts/partials/entry.rss.xml": "<item><title>x</title></item>"})
    assert found == {path for path in site.output() if path.endswith("rss.xml")} - {"corrections/rss.xml"}


def test_a_news_sitemap_changes_with_the_day_and_a_sitemap_does_not(digest: Begin) -> None:
    site = digest({**FILES, "config.yaml": f"{WITH_FEEDS}sitemap: {{news: true}}\n"})
    site.build(clock="2012-04-03")
    assert site.text("news-sitemap.xml").count("<url>") == 1
    built = site.build(clock="2012-04-04")
    assert set(built.rendered) == {"news-sitemap.xml"}
    assert "<url>" not in site.text("news-sitemap.xml")
