"""How articles are gathered into editions."""

from __future__ import annotations

from datetime import UTC, date, datetime

from site_builder.content.article import Article, Moment
from site_builder.content.editions import EditionFile, HandMade, gather

SECTIONS = {"diplomacy": "Diplomacy", "ground": "On the ground"}


def article(path: str, day: str, **changes: object) -> Article:
    when = date.fromisoformat(day)
    moment = Moment(datetime(when.year, when.month, when.day, tzinfo=UTC), when)
    return Article(path=path, title=path, date=moment, **changes)  # type: ignore[arg-type]  # any field, by name


def editions(articles: list[Article], by: str = "week", by_hand: tuple[HandMade, ...] = ()):
    order = sorted(articles, key=lambda a: (a.date.day, a.path), reverse=True)
    known = {a.path: a for a in articles}
    return gather(known, [a.path for a in order], by_hand, by, SECTIONS)


def hand(name: str, day: str, **values: object) -> HandMade:
    return HandMade(name, EditionFile(date=date.fromisoformat(day), **values), "", {})


MONDAY = article("mon.md", "2012-03-12", section="ground")
SUNDAY = article("sun.md", "2012-03-18", section="diplomacy")
NEXT = article("next.md", "2012-03-19")


def test_a_week_runs_from_monday_to_sunday() -> None:
    newer, older = editions([MONDAY, SUNDAY, NEXT])
    assert (older.name, older.title) == ("2012-w11", "Week to 18 March 2012")
    assert set(older.articles) == {"mon.md", "sun.md"}
    assert newer.articles == ("next.md",)
    assert older.permalink == "/editions/2012-w11/"


def test_a_week_belongs_to_the_iso_year_of_its_thursday() -> None:
    (edition,) = editions([article("a.md", "2012-01-01")])
    assert edition.name == "2011-w52"


def test_days_are_editions_of_their_own() -> None:
    names = [e.name for e in editions([MONDAY, SUNDAY, NEXT], "day")]
    assert names == ["2012-03-19", "2012-03-18", "2012-03-12"]


def test_by_none_only_hands_make_editions() -> None:
    assert editions([MONDAY, SUNDAY], "none") == ()
    (edition,) = editions([MONDAY, SUNDAY], "none", (hand("one", "2012-03-14", articles=("mon.md",)),))
    assert edition.articles == ("mon.md",)


def test_what_a_hand_has_placed_is_in_no_other_edition() -> None:
    found = editions([MONDAY, SUNDAY], by_hand=(hand("special", "2012-03-14", articles=("mon.md",)),))
    assert {e.name: e.articles for e in found} == {"2012-w11": ("sun.md",), "special": ("mon.md",)}


def test_front_matter_places_an_article_too() -> None:
    special = article("x.md", "2012-03-13", edition="special")
    found = editions([MONDAY, special], by_hand=(hand("special", "2012-03-14", articles=("mon.md",)),))
    assert [e.articles for e in found] == [("mon.md", "x.md")]


def test_the_lead_is_the_article_that_says_so_else_the_first() -> None:
    plain = [article("a.md", "2012-03-12"), article("b.md", "2012-03-13")]
    assert editions(plain)[0].lead == "b.md"
    assert editions([article("a.md", "2012-03-12", lead=True), plain[1]])[0].lead == "a.md"


def test_pins_come_first_then_weights_then_the_newest() -> None:
    paths = editions(
        [
            article("lead.md", "2012-03-12", lead=True),
            article("new.md", "2012-03-15"),
            article("old.md", "2012-03-13"),
            article("heavy.md", "2012-03-13", weight=9),
            article("light.md", "2012-03-13", weight=1),
            article("pinned.md", "2012-03-12", pin=True),
        ]
    )[0].articles
    assert paths == ("lead.md", "pinned.md", "light.md", "heavy.md", "new.md", "old.md")


def test_sections_follow_the_settings_and_the_rest_comes_last() -> None:
    plain = article("plain.md", "2012-03-14")
    lead = article("lead.md", "2012-03-12", lead=True)
    (edition,) = editions([MONDAY, SUNDAY, plain, lead])
    assert [(s.heading, s.id) for s in edition.sections] == [
        ("Diplomacy", "diplomacy"),
        ("On the ground", "ground"),
        ("", ""),
    ]


def test_an_edition_by_hand_keeps_its_own_order_lead_and_headings() -> None:
    made = hand(
        "special",
        "2012-03-14",
        title="Special",
        lead="sun.md",
        sections={"First": ("next.md",)},
        articles=("mon.md",),
    )
    edition = next(e for e in editions([MONDAY, SUNDAY, NEXT], by_hand=(made,)) if e.name == "special")
    assert edition.title == "Special"
    assert edition.articles == ("sun.md", "next.md", "mon.md")
    assert [s.heading for s in edition.sections] == ["First", "On the ground"]


def test_an_edition_shows_only_what_is_published_and_is_none_without_it() -> None:
    made = hand("special", "2012-03-14", articles=("mon.md", "draft.md"))
    assert editions([MONDAY], by_hand=(made,))[0].articles == ("mon.md",)
    assert editions([], by_hand=(made,)) == ()


def test_an_article_that_a_file_names_more_than_once_is_shown_once() -> None:
    made = hand(
        "special",
        "2012-03-14",
        lead="sun.md",
        sections={"First": ("next.md", "sun.md", "next.md"), "Second": ("next.md",)},
        articles=("mon.md", "mon.md", "next.md", "sun.md"),
    )
    (edition,) = editions([MONDAY, SUNDAY, NEXT], by_hand=(made,))
    assert edition.lead == "sun.md"
    assert [(s.heading, s.articles) for s in edition.sections] == [
        ("First", ("next.md",)),
        ("On the ground", ("mon.md",)),
    ]
