"""Calendar days as text. Knows no clock, no time zone and no locale."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


def read_date(text: str) -> date:
    """The day that `2012-03-12` names, in the Gregorian calendar, years 1 to 9999.

    Raises ValueError with a clause for people, such as "February 2011 has 28 days, not 30".
    """
    found = _DAY.fullmatch(text)
    if not found:
        raise ValueError(f"'{text}' is not a date such as 2012-03-12")
    return day_of(int(found[1]), int(found[2]), int(found[3]))


def day_of(year: int, month: int, day: int) -> date:
    """The day with these numbers. Raises ValueError with a clause for people."""
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(_what_is_wrong(year, month, day)) from None


def _what_is_wrong(year: int, month: int, day: int) -> str:
    if year == 0:
        return "there is no year 0"
    if not 1 <= month <= 12:
        return f"there is no month {month}"
    return f"{MONTHS[month - 1]} {year} has {monthrange(year, month)[1]} days, not {day}"
