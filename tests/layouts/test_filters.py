"""The filters that turn dates, counts and texts into what layouts show."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from msgspec.structs import replace

from site_builder.content.article import Moment
from site_builder.incremental.reads import Reads
from site_builder.layout_environment import FILTERS
from site_builder.layout_filters import LONGEST_TIMELINE
from site_builder.layout_words import word_filters
from site_builder.layouts import Layouts, LayoutText
from site_builder.sources import default_layouts
from site_builder.translation import ENGLISH, DateWords

MONTHS = st.builds(lambda y, m: f"{y:04}-{m:02}", st.integers(1, 9999), st.integers(1, 12))
COUNTS = st.dictionaries(
    st.builds(lambda y, m: f"{y:04}-{m:02}", st.integers(1990, 2030), st.integers(1, 12)),
    st.integers(1, 999),
    min_size=1,
)


def at(day: str) -> SimpleNamespace:
    return SimpleNamespace(date=SimpleNamespace(day=date.fromisoformat(day)))


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("day", "2012-03-05", "5 March 2012"),
        ("short_day", date(2012, 3, 5), "5 March"),
        ("month", "2012-03", "March 2012"),
        ("month_name", "2012-03", "March"),
        ("period", "2012", "2012"),
        ("period", "2012-12", "December 2012"),
        ("period", "2012-12-31", "31 December 2012"),
        ("locale", "en", "en_US"),
        ("locale", "ar-sy", "ar_SY"),
        ("locale", "zh-Hant-TW", "zh_TW"),
        ("locale", "es-419", "es_ES"),
        ("locale", "ckb", ""),
        ("direction", "ar-SY", "rtl"),
        ("direction", "en", "ltr"),
    ],
)
def test_dates_and_languages_as_readers_see_them(name: str, value: object, shown: str) -> None:
    assert FILTERS[name](value) == shown


def test_a_time_is_written_for_machines_only_where_one_was_written() -> None:
    moment = Moment(datetime(2012, 3, 5, 14, 5, tzinfo=UTC), date(2012, 3, 5), timed=True)
    assert FILTERS["iso"](moment) == "2012-03-05T14:05:00Z"
    assert FILTERS["iso"](Moment(moment.instant, moment.day)) == "2012-03-05"


def test_a_number_agrees_with_its_noun() -> None:
    plural = FILTERS["plural"]
    assert [plural(n, "article") for n in (0, 1, 1204)] == ["0 articles", "1 article", "1,204 articles"]
    assert plural(2, "story", "stories") == "2 stories"


def test_articles_are_gathered_by_day_and_month_in_the_order_they_come_in() -> None:
    articles = [at("2012-03-02"), at("2012-03-02"), at("2012-03-01"), at("2012-02-29")]
    assert [(d, len(a)) for d, a in FILTERS["by_day"](articles)] == [
        ("2012-03-02", 2),
        ("2012-03-01", 1),
        ("2012-02-29", 1),
    ]
    assert [(m, len(a)) for m, a in FILTERS["by_month"](articles)] == [("2012-03", 3), ("2012-02", 1)]


@given(MONTHS)
def test_weeks_hold_each_day_of_a_month_once_under_its_weekday(month: str) -> None:
    weeks = FILTERS["weeks"](month)
    days = [(day, column) for week in weeks for column, day in enumerate(week) if day]
    assert len(days) == monthrange(int(month[:4]), int(month[5:]))[1]
    assert all(date.fromisoformat(day).weekday() == column for day, column in days)
    assert all(len(week) == 7 and any(week) for week in weeks)


@given(MONTHS, st.integers(1, 7))
def test_weeks_begin_with_the_first_day_of_a_language_under_its_name(month: str, first: int) -> None:
    filters = word_filters(replace(ENGLISH, dates=DateWords(first_weekday=first)))
    columns = [name for name, _ in filters["weekday_names"](month)]
    assert columns[0] == DateWords().weekdays[first - 1]
    for week in filters["weeks"](month):
        days = [(date.fromisoformat(day).weekday(), columns[at]) for at, day in enumerate(week) if day]
        assert all(DateWords().weekdays[number] == column for number, column in days)


@pytest.mark.parametrize(("from_right", "xs"), [("false", ["0", "96"]), ("true", ["96", "0"])])
def test_a_chart_runs_as_its_page_is_read(from_right: str, xs: list[str]) -> None:
    chart = (default_layouts() / "partials" / "timeline.html").read_text("utf-8")
    text = f"{chart}{{{{ chart([('2012-03', 1), ('2012-04', 2)], 'un', {from_right}) }}}}"
    drawn = Layouts({"a.html": LayoutText("a.html", text)}, {}).render("a.html", Reads())
    shift = int(re.findall(r'<rect x="(\d+)"', drawn)[from_right == "true"])
    assert re.findall(r'<rect x="(\d+)"', drawn) == [str(int(x) + shift) for x in xs]
    assert re.findall("<title>(.*)</title>", drawn) == ["March 2012: 1 article", "April 2012: 2 articles"]


@given(COUNTS)
def test_a_timeline_loses_no_article_and_leaves_no_gap(counts: dict[str, int]) -> None:
    line = FILTERS["timeline"](sorted(counts.items(), reverse=True))
    names = [name for name, _ in line]
    assert sum(n for _, n in line) == sum(counts.values())
    assert names == sorted(set(names))
    assert line[0][1]
    assert line[-1][1]
    assert len(line) <= LONGEST_TIMELINE


def test_a_timeline_of_five_years_is_told_by_months_and_a_longer_one_by_years() -> None:
    timeline = FILTERS["timeline"]
    assert len(timeline([("2012-01", 1), ("2016-12", 2)])) == 60
    assert timeline([("2012-01", 1), ("2014-05", 4), ("2017-01", 2)]) == [
        ("2012", 1),
        ("2013", 0),
        ("2014", 4),
        ("2015", 0),
        ("2016", 0),
        ("2017", 2),
    ]
    assert timeline([]) == []


def test_the_bars_of_a_chart_stand_in_proportion_to_the_highest() -> None:
    heights = FILTERS["heights"]
    assert heights([("2012-01", 4), ("2012-02", 0), ("2012-03", 1)], 62) == [
        ("2012-01", 4, 62),
        ("2012-02", 0, 0),
        ("2012-03", 1, 16),
    ]
    assert heights([("2012-01", 0)], 62) == [("2012-01", 0, 0)]
    assert heights([], 62) == []


def test_what_was_shown_before_is_left_out_by_its_id_and_the_order_stays() -> None:
    first, second, third = (SimpleNamespace(id=id_) for id_ in "abc")
    assert FILTERS["without"]([third, first, second], [SimpleNamespace(id="a")]) == [third, second]
    assert FILTERS["without"]([first], []) == [first]


@pytest.mark.parametrize(
    "opening",
    [
        "Plain words.",
        "A <a href='x'>link</a> in  it.",
        "Fish &amp; chips",
        "<!-- note -->told",
        " two\n lines",
        "",
    ],
)
def test_a_summary_is_compared_with_the_words_of_the_first_paragraph(opening: str) -> None:
    html = Markup(f"<h2>Before</h2><p>{opening}</p><p>More.</p>")
    words = Markup(opening).striptags()
    assert FILTERS["opens_with"](html, words) is bool(words)
    assert FILTERS["opens_with"](html, f"{words}, and on") is bool(words)
    assert not FILTERS["opens_with"](html, "Something else.")


def test_a_year_has_all_its_months_and_the_newest_year_comes_first() -> None:
    (newer, months), (older, _) = FILTERS["by_year"]([("2013-02", 3), ("2012-12", 1)])
    assert (newer, older) == ("2013", "2012")
    assert [count for _, count in months] == [0, 3, *[0] * 10]


def test_tables_are_put_into_boxes_and_those_inside_others_are_not() -> None:
    boxed = FILTERS["scroll_tables"](
        Markup("<p>a</p><table><tr><td><table></table></td></tr></table><table></table>")
    )
    assert isinstance(boxed, Markup)
    assert boxed.count("<div") == boxed.count("</div>") == 2
    assert boxed.endswith('aria-label="Table 2"><table></table></div>')


@pytest.mark.parametrize(
    ("html", "summary", "same"),
    [
        ("<p>Shells fell on Homs. More.</p>", "Shells fell on Homs.", True),
        ("<h2>Homs</h2>\n<p>It <em>fell</em>.</p>\n<p>So.</p>", "It fell. So.", True),
        ("<p>Tom &amp; Ann met.</p>", "Tom & Ann met.", True),
        ("<p>Shells fell on Homs.</p>", "Homs was shelled.", False),
        ("<p><img alt='x'></p>", "A summary.", False),
        ("", "A summary.", False),
    ],
)
def test_a_summary_that_a_text_opens_with_is_known(html: str, summary: str, same: bool) -> None:
    assert FILTERS["opens_with"](Markup(html), summary) is same
