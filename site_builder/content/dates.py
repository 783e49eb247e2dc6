"""Points in time as people and feeds write them. Knows no clock: "now" is nobody's business here.

What is read:

    2012-03-12                          a day
    2012-03-12 14:05[:06[.5]]           a time in the site's zone; also with T between
    2012-03-12 14:05 +02:00             a time with its own zone: +02:00, +0200, +02, Z, UTC or GMT
    Mon, 12 Mar 2012 14:05:00 +0000     RFC 5322, as in feeds and mail; the weekday may be left out

The calendar day is always the one that was written. A time that the zone shows twice is the first of
the two; a time that it skips is moved on by what is skipped (PEP 495 with fold 0). Second 60 is read as
second 59, since datetime has no leap seconds. An instant beyond datetime's years is the last or first
that it can hold, so that 9999-12-31 means "for good" in every zone.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from site_builder.content.article import Moment
from site_builder.days import MONTHS, day_of, read_date

__all__ = ["read_date", "read_moment"]

_CLOCK = r"(?P<clock>(?P<hour>\d{2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?)"
_OFFSET = r"(?P<sign>[-+])(?P<hours>\d{2}):?(?P<minutes>\d{2})?"
_ISO = re.compile(
    rf"(?P<year>\d{{4}})-(?P<month>\d{{2}})-(?P<day>\d{{2}})(?:T|\s+){_CLOCK}"
    rf"\s*(?:(?P<zone>Z|UTC|GMT)|{_OFFSET})?",
    re.ASCII | re.IGNORECASE,
)
_RFC = re.compile(
    rf"(?:(?P<weekday>[a-z]{{3}}),\s*)?(?P<day>\d{{1,2}})\s+(?P<month>[a-z]{{3}})\s+(?P<year>\d{{4}})"
    rf"\s+{_CLOCK}\s*(?:(?P<zone>[a-z]{{1,3}})|{_OFFSET})",
    re.ASCII | re.IGNORECASE,
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ZONES = {"Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "EDT": -4, "EST": -5, "CDT": -5, "CST": -6}
_ZONES |= {"MDT": -6, "MST": -7, "PDT": -7, "PST": -8}  # all zones that RFC 5322 names, section 4.3


def read_moment(text: str, zone: tzinfo) -> Moment:
    """The moment that the text names; `zone` is for texts without a zone of their own.

    Of a day alone the instant is its midnight in `zone`, moved on where the zone skips midnight.
    Raises ValueError with a clause for people: lower case, no full stop.
    """
    text = text.strip()
    if len(text) == 10:
        day = read_date(text)
        return Moment(_instant(datetime(day.year, day.month, day.day, tzinfo=zone)), day)
    found = _ISO.fullmatch(text) or _RFC.fullmatch(text)
    if not found:
        raise ValueError(f"'{text}' is not a date or time such as 2012-03-12 or 2012-03-12 14:05")
    day = _day(found)
    hour, minute, second = (int(found[part] or 0) for part in ("hour", "minute", "second"))
    if hour > 23 or minute > 59 or second > 60:
        raise ValueError(f"there is no time {found['clock']}")
    written = datetime(
        *(day.year, day.month, day.day, hour, minute, min(second, 59)),
        microsecond=int((found["fraction"] or "").ljust(6, "0")[:6]),
        tzinfo=_zone(found) or zone,
    )
    return Moment(_instant(written), day, timed=True)


def _instant(written: datetime) -> datetime:
    try:
        return written.astimezone(UTC)
    except OverflowError:
        end = datetime.max if written.year > 1 else datetime.min
        return end.replace(tzinfo=UTC)


def _day(found: re.Match[str]) -> date:
    month = found["month"]
    if month.isdigit():
        return day_of(int(found["year"]), int(month), int(found["day"]))
    names = [name[:3] for name in MONTHS]
    if month.title() not in names:
        raise ValueError(f"there is no month '{month}'")
    day = day_of(int(found["year"]), names.index(month.title()) + 1, int(found["day"]))
    weekday = _WEEKDAYS[day.weekday()]
    if found["weekday"] and found["weekday"].title() != weekday[:3]:
        raise ValueError(f"{day} is a {weekday}, not '{found['weekday']}'")
    return day


def _zone(found: re.Match[str]) -> tzinfo | None:
    if name := found["zone"]:
        if name.upper() not in _ZONES:
            raise ValueError(f"the zone '{name}' is not known; write an offset such as +02:00")
        return timezone(timedelta(hours=_ZONES[name.upper()]))
    if not found["sign"]:
        return None
    hours, minutes = int(found["hours"]), int(found["minutes"] or 0)
    if hours > 23 or minutes > 59:
        raise ValueError(f"there is no offset {found['sign']}{hours:02}:{minutes:02} from UTC")
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if found["sign"] == "-" else offset)
