"""Dates as markup states them, in the form of front matter. Knows no page and no clock."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from site_builder.days import read_date

_ISO = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)(?:[T ]+(?P<clock>\d\d:\d\d)(?P<second>:\d\d)?(?:[.,]\d+)?\s*"
    r"(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d)?)?.{0,20}",
    re.ASCII | re.IGNORECASE,
)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?\d{4,6}Z?)?")
_SLASHED = re.compile(r"(\d{4})/(\d\d)/(\d\d)(?:[ T].{0,20})?")
_EARLIEST, _LATEST = "1800", "2200"  # what lies outside is a default value or a slip


def moment(text: str) -> str:
    """`2012-03-12`, or `2012-03-12T14:05:00+02:00` where a time with its zone is stated; "" for no date.

    A time without a zone is left out: whose clock it is has nobody said. A date in digits whose order
    of day and month is open is none. English dates in words are read by their day.
    """
    text = " ".join(text.split())
    found = _ISO.fullmatch(text)
    if not found and (other := _SLASHED.fullmatch(text) or _COMPACT.fullmatch(text)):
        return _checked("-".join(other.groups()[:3]))
    if not found:
        return _in_words(text)
    day = _checked(found["day"])
    if not day or not found["zone"]:
        return day
    zone = "+00:00" if found["zone"].upper() in {"Z", "UTC", "GMT"} else found["zone"]
    zone = zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"
    stated = f"{day}T{found['clock']}{found['second'] or ':00'}{zone}"
    try:
        datetime.fromisoformat(stated).astimezone(UTC)
    except (ValueError, OverflowError):
        return day
    return stated


def _checked(day: str) -> str:
    try:
        read_date(day)
    except ValueError:
        return ""
    return day if _EARLIEST <= day[:4] < _LATEST else ""


def _in_words(text: str) -> str:
    from site_builder.importing.pages.plain_rules import date_line

    return next((value for key, value in date_line(text) if key in {"date", "updated"}), "")
