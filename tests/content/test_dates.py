"""Dates and times: one rule for every way of writing them, and for what zones skip or repeat."""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.content.article import Moment
from site_builder.content.dates import read_date, read_moment

NEW_YORK = ZoneInfo("America/New_York")
ZONES = [ZoneInfo(n) for n in ("UTC", "America/New_York", "Asia/Kolkata", "Pacific/Kiritimati")]


def utc(*numbers: int) -> datetime:
    return datetime(*numbers, tzinfo=UTC)  # type: ignore[arg-type, misc]  # as many numbers as given


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2012-03-12 14:05", utc(2012, 3, 12, 18, 5)),
        ("2012-03-12T14:05:06", utc(2012, 3, 12, 18, 5, 6)),
        ("2012-03-12 14:05:06.5", utc(2012, 3, 12, 18, 5, 6, 500_000)),
        ("2012-03-12 14:05:06.123456789", utc(2012, 3, 12, 18, 5, 6, 123_456)),
        ("2012-03-12T14:05Z", utc(2012, 3, 12, 14, 5)),
        ("2012-03-12t14:05z", utc(2012, 3, 12, 14, 5)),
        ("2012-03-12 14:05 UTC", utc(2012, 3, 12, 14, 5)),
        ("2012-03-12 14:05+02:00", utc(2012, 3, 12, 12, 5)),
        ("2012-03-12 14:05:00 +0200", utc(2012, 3, 12, 12, 5)),
        ("2012-03-12T14:05:00-03:30", utc(2012, 3, 12, 17, 35)),
        ("Mon, 12 Mar 2012 14:05:00 +0000", utc(2012, 3, 12, 14, 5)),
        ("Mon, 12 Mar 2012 14:05:00 -0500", utc(2012, 3, 12, 19, 5)),
        ("12 mar 2012 14:05 EDT", utc(2012, 3, 12, 18, 5)),
        ("Mon, 12 Mar 2012 14:05:00 GMT", utc(2012, 3, 12, 14, 5)),
    ],
)
def test_every_way_of_writing_a_time_gives_its_instant_and_the_day_as_written(
    text: str, instant: datetime
) -> None:
    assert read_moment(text, NEW_YORK) == Moment(instant, date(2012, 3, 12), timed=True)


@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_a_day_is_that_day_in_every_zone_and_begins_there_at_midnight(zone: ZoneInfo) -> None:
    moment = read_moment("2012-03-12", zone)
    assert moment.day == date(2012, 3, 12)
    assert not moment.timed
    assert moment.instant.astimezone(zone).replace(tzinfo=None) == datetime(2012, 3, 12)
    assert moment.instant.tzinfo is UTC


def test_the_day_is_the_one_written_even_where_the_instant_falls_on_another() -> None:
    moment = read_moment("2012-03-12T00:30+13:00", NEW_YORK)
    assert moment.day == date(2012, 3, 12)
    assert moment.instant == utc(2012, 3, 11, 11, 30)


def test_a_time_that_the_zone_skips_is_moved_on_by_what_is_skipped() -> None:
    assert read_moment("2012-03-11 02:30", NEW_YORK).instant == utc(2012, 3, 11, 7, 30)  # shown as 03:30


def test_a_time_that_the_zone_shows_twice_is_the_first_of_the_two() -> None:
    assert read_moment("2012-11-04 01:30", NEW_YORK).instant == utc(2012, 11, 4, 5, 30)


def test_a_day_without_a_midnight_begins_where_the_zone_goes_on() -> None:
    assert read_moment("2012-10-21", ZoneInfo("America/Sao_Paulo")).instant == utc(2012, 10, 21, 3)


def test_a_day_that_a_zone_skipped_is_still_the_day_as_written() -> None:
    assert read_moment("2011-12-30", ZoneInfo("Pacific/Apia")) == Moment(
        utc(2011, 12, 30, 10), date(2011, 12, 30)
    )


def test_a_leap_second_is_read_as_the_second_before_it() -> None:
    assert read_moment("2016-12-31T23:59:60Z", UTC).instant == utc(2016, 12, 31, 23, 59, 59)


def test_instants_beyond_the_calendar_are_its_ends() -> None:
    assert read_moment("9999-12-31 23:59", NEW_YORK).instant == datetime.max.replace(tzinfo=UTC)
    assert read_moment("0001-01-01", ZoneInfo("Asia/Kolkata")).instant == datetime.min.replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("2012-02-30", "February 2012 has 29 days, not 30"),
        ("2011-02-29 10:00", "February 2011 has 28 days, not 29"),
        ("2012-04-31", "April 2012 has 30 days, not 31"),
        ("2012-13-01", "there is no month 13"),
        ("2012-00-01", "there is no month 0"),
        ("2012-01-00", "January 2012 has 31 days, not 0"),
        ("0000-01-01", "there is no year 0"),
        ("2012-03-12 24:00", "there is no time 24:00"),
        ("2012-03-12 12:60", "there is no time 12:60"),
        ("2012-03-12 12:00:61", "there is no time 12:00:61"),
        ("2012-03-12 12:00+24:00", "there is no offset +24:00 from UTC"),
        ("2012-03-12 12:00+0260", "there is no offset +02:60 from UTC"),
        ("Tue, 12 Mar 2012 14:05:00 +0000", "2012-03-12 is a Monday, not 'Tue'"),
        ("12 Mrz 2012 14:05:00 +0000", "there is no month 'Mrz'"),
        ("12 Mar 2012 14:05:00 IST", "the zone 'IST' is not known; write an offset such as +02:00"),
    ],
)
def test_what_is_wrong_with_a_date_is_said(text: str, cause: str) -> None:
    with pytest.raises(ValueError, match=r".") as raised:
        read_moment(text, UTC)
    assert str(raised.value) == cause


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "2012",
            "12:30",
            "yesterday",
            "12.03.2012",
            "03/12/2012",
            "2012-3-12",
            "2012-W11-1",
            "20120312",
        ),
        *("٢٠١٢-٠٣-١٢", "2012-03-12 ٠١:٠٠", "2012-03-12 14", "2012-03-12T", "12 Mar 12 14:05:00 +0000"),
    ],
)
def test_what_is_no_date_is_refused_with_an_example_of_one(text: str) -> None:
    with pytest.raises(ValueError, match="such as 2012-03-12"):
        read_moment(text, UTC)


def test_space_around_a_date_does_not_matter() -> None:
    assert read_moment(" 2012-03-12 ", UTC) == read_moment("2012-03-12", UTC)


@given(st.dates())
def test_every_day_of_the_calendar_is_read_back(day: date) -> None:
    assert read_date(day.isoformat()) == day


@given(
    st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1)),
    st.integers(-23 * 60 - 59, 23 * 60 + 59),
)
def test_every_time_with_an_offset_is_read_back(time: datetime, minutes: int) -> None:
    written = time.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    moment = read_moment(written.isoformat(), NEW_YORK)
    assert moment.instant == written
    assert moment.day == time.date()


@given(st.text(max_size=40))
def test_any_text_gives_a_moment_or_a_value_error(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert read_moment(text, NEW_YORK).instant.tzinfo is UTC
