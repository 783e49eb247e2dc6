"""Which feeds and other forms of the same texts an edit renders: those that carry what has changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from digests import WITH_FEEDS, Digest
from edits import CLOCK, FILES, A, B, C, other, rebuilt, rendered

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
data: {{articles: true}}
search: simple
sitemap: {{news: true}}
newsletter: {{from: desk@digest.example}}
"""


def test_with_everything_on_an_edited_body_touches_its_page_its_data_and_its_own_feeds_only(
    digest: Begin,
) -> None:
    site = digest({**FILES, "config.yaml": EVERYTHING})
    site.build(clock=CLOCK)
    everything = set(site.output())
    assert {"sitemap.xml", "news-sitemap.xml", "search/2012.json", "feeds.opml", "index.json"} <= everything
    assert {"newsletter/2012-w11.html", "newsletter/2012-w11.eml"} <= everything
    found = rendered(site, other("b", "Geneva", "Genf"))
    own = feeds("", "tags/un/", "sections/talks/", "sources/wire/")
    assert found == {B, B.replace("html", "json"), *own}


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
