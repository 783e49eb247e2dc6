"""What a layout sees, and that every look is recorded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from digests import Digest, article

from site_builder.content.snapshot import Snapshot
from site_builder.door import Door
from site_builder.incremental.reads import Reads
from site_builder.options import Options, Where
from site_builder.queries import ANSWERS, answer
from site_builder.reading import open_site
from site_builder.steps.taking import snapshot_of
from site_builder.view import SiteView

SITE = {
    "content/a.md": article(
        "Alpha", "About Homs.", date="2012-03-12", tags=["syria", "un"], section="ground"
    ),
    "content/b.md": article("Beta", "See [Alpha](a.md).", date="2012-03-13", tags=["syria"]),
    "content/c.md": article("Gamma", "Nothing.", date="2012-04-01", tags=["un"], source={"name": "UN News"}),
    "content/d.md": article("Delta", "Hidden.", draft=True, tags=["syria"]),
    "content/pages/about.md": article("About", "Us.", date=""),
}
CONFIG = (
    "tags: {syria: Syria, un: {label: UN, aliases: [United Nations]}}\nsections: {ground: On the ground}\n"
)


@pytest.fixture
def snapshot(digest: Callable[..., Digest]) -> Snapshot:
    where = Where(digest(SITE, CONFIG).folder)
    options = Options(where=where, clock="2012-06-01")
    return snapshot_of(open_site(where), options, {})[0]


@pytest.fixture
def reads() -> Reads:
    return Reads()


@pytest.fixture
def site(snapshot: Snapshot, reads: Reads) -> SiteView:
    return SiteView(Door(snapshot, reads, "tags/syria/index.html"))


def test_a_list_asks_for_its_paths_once_and_for_each_card_that_is_shown(site: SiteView, reads: Reads) -> None:
    assert [a.title for a in site.articles(tag="syria", limit=5)] == ["Beta", "Alpha"]
    assert reads.queries() == (("articles", "tag", "syria", 0, 5), ("card", "b.md"), ("card", "a.md"))


def test_a_list_that_is_not_looked_at_asks_for_no_card(site: SiteView, reads: Reads) -> None:
    site.articles(tag="syria")
    assert reads.queries() == (("articles", "tag", "syria", 0, 0),)


def test_a_title_is_no_reason_to_read_a_body(site: SiteView, reads: Reads) -> None:
    article = site.article("a.md")
    assert article is not None
    assert (article.title, article.summary) == ("Alpha", "About Homs.")
    assert {query[0] for query in reads.queries()} == {"card"}


def test_absence_is_remembered(site: SiteView, reads: Reads) -> None:
    assert site.article("gone.md") is None
    assert site.article("d.md") is None
    assert reads.queries() == (("card", "gone.md"), ("card", "d.md"))


def test_a_body_asks_where_articles_are_that_it_links_to_and_no_more(site: SiteView, reads: Reads) -> None:
    article = site.article("b.md")
    assert article is not None
    assert 'href="/2012/03/12/a/"' in article.body
    assert ("permalink", "a.md") in reads.queries()
    assert ("card", "a.md") not in reads.queries()


def test_settings_are_asked_key_by_key(site: SiteView, reads: Reads) -> None:
    assert site.config.title == "The Test Digest"
    assert reads.queries() == (("config", "title"),)


def test_neighbours_follow_time(site: SiteView) -> None:
    middle = site.article("b.md")
    assert middle is not None
    assert (middle.older.title, middle.newer.title) == ("Alpha", "Gamma")


def test_counts_and_tags_know_nothing_of_drafts(site: SiteView) -> None:
    assert site.count(tag="syria") == 2
    assert [(tag.label, tag.count) for tag in site.tags()] == [("Syria", 2), ("UN", 2)]
    assert [tag.id for tag in site.busiest_tags(1)] == ["syria"]


def test_a_tag_names_the_tags_that_stand_beside_it(site: SiteView) -> None:
    tag = site.tag("syria")
    assert tag is not None
    assert [other.label for other in tag.related] == ["UN"]


def test_a_link_goes_from_the_page_at_hand(site: SiteView) -> None:
    assert site.link("/about/") == "/about/"
    assert site.link("/about/#us") == "/about/#us"
    assert site.link("https://un.org/") == "https://un.org/"
    assert site.absolute("/about/") == "https://digest.example/about/"


def test_lists_go_by_one_thing_at_a_time_and_only_by_what_there_is(site: SiteView) -> None:
    with pytest.raises(TypeError, match="one thing at a time"):
        site.articles(tag="syria", year="2012")
    with pytest.raises(TypeError, match="cannot be listed by 'colour'"):
        site.articles(colour="red")


def test_months_and_days_have_their_counts(site: SiteView) -> None:
    assert site.months() == [("2012-04", 1), ("2012-03", 2)]
    assert site.days("2012-03") == [("2012-03-12", 1), ("2012-03-13", 1)]


def test_the_day_is_the_builds_own(site: SiteView, reads: Reads) -> None:
    assert site.today == datetime(2012, 6, 1, tzinfo=UTC).date()
    assert reads.queries() == (("today",),)


def test_an_asset_that_is_not_there_is_named(site: SiteView) -> None:
    with pytest.raises(LookupError, match=r"missing\.css"):
        site.asset("missing.css")


def test_plain_pages_are_no_articles(site: SiteView) -> None:
    assert [page.title for page in site.pages()] == ["About"]
    assert "About" not in [a.title for a in site.articles()]


@pytest.mark.parametrize(
    "query",
    [
        ("article", "gone.md"),
        ("articles", "tag", "gone", 0, 0),
        ("asset", "gone"),
        ("attachment", "gone.md", "gone.png"),
        ("body", "gone.md"),
        ("card", "gone.md"),
        ("config", "gone"),
        ("count", "tag", "gone"),
        ("days", "1999-01"),
        ("edition", "gone"),
        ("edition_neighbours", "gone"),
        ("layout", "gone.html"),
        ("months", "tag", "gone"),
        ("neighbours", "gone.md"),
        ("related", "gone.md"),
        ("related_tags", "gone"),
        ("section", "gone"),
        ("source", "gone"),
        ("tag", "gone"),
    ],
)
def test_every_question_about_what_is_not_there_has_an_answer(
    snapshot: Snapshot, query: tuple[str | int, ...]
) -> None:
    assert not any(part for part in (answer(snapshot, query) or ()) if part)


def test_every_answer_can_be_stored(snapshot: Snapshot) -> None:
    import msgspec

    arguments = {"article": "a.md", "body": "a.md", "card": "a.md", "related": "a.md", "tag": "un"}
    for name in ANSWERS:
        if name in arguments:
            assert msgspec.msgpack.encode(answer(snapshot, (name, arguments[name])))


def test_a_link_in_a_text_keeps_its_query_and_fragment(digest: Callable[..., Digest]) -> None:
    where = Where(digest({"content/a.md": article("A", "[all](/tags/?sort=a&b=%C3%BC#top)")}).folder)
    snapshot = snapshot_of(open_site(where), Options(where=where, clock="2012-06-01"), {})[0]
    body = SiteView(Door(snapshot, Reads(), "2012/03/12/a/index.html")).article("a.md").body
    assert 'href="/tags/?sort=a&amp;b=%C3%BC#top"' in body
