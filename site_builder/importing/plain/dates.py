"""Dates as articles state them, on lines of their own. Knows no article and no clock.

A date is taken only where nobody has to guess: the month is a word, or the day is past the twelfth. English
words; `worded_fields` has those of other languages.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

from site_builder.days import MONTHS, day_of, read_date

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ZONE = r"(?:\s*\(?(?:[a-z]{1,4}(?:[+-]\d\d?)?|[+-]\d\d:?\d\d)\)?)?"
_CLOCK = rf"\d{{1,2}}(?:(?:[:.]\d\d){{1,2}}\s*(?:[ap]\.?m\.?)?|\s*[ap]\.?m\.?){_ZONE}"
_BETWEEN = r"(?:\s*[,|•·–—-])?\s*(?:at\s+)?"
_LEAD = r"(?:(?:last|first)\s)?(?:updated|modified|published|posted|issued|filed)(?:\s(?:on|at))?\s*:?\s*"
_DATE = re.compile(
    rf"""
    (?P<lead> {_LEAD} )?
    (?: {_CLOCK} {_BETWEEN} )?
    (?: (?P<weekday>[a-z]{{3,9}}) \.?,?\s+ (?: {_CLOCK} {_BETWEEN} )? )?
    (?: (?P<iso>\d{{4}}-\d\d-\d\d)
      | (?P<month>[a-z]{{3,9}}) \.?\s+ (?P<day>\d{{1,2}}) (?:st|nd|rd|th)? ,?\s+ (?P<year>\d{{4}})
      | (?P<day_first>\d{{1,2}}) (?:st|nd|rd|th)? \s+ (?P<month_second>[a-z]{{3,9}}) \.?,?\s+
        (?P<year_last>\d{{4}})
      | (?P<one>\d{{1,2}}) (?P<sign>[/.]) (?P<other>\d{{1,2}}) (?P=sign) (?P<year_digits>\d{{4}})
    )
    (?: (?: {_BETWEEN} | T ) (?: {_CLOCK} | \d{{1,2}} {_ZONE} (?=[\s|]*$) ) )?   # a time, not kept
    [\s|•·]*
    """,
    re.IGNORECASE | re.VERBOSE,
)
_DOUBTFUL = re.compile(
    rf"(?:\w+:?\s+)?\d{{1,2}}[/.]\d{{1,2}}[/.](?:\d{{4}}|\d\d)\b.{{0,20}}"
    rf"|{_LEAD}(?:{_CLOCK}{_BETWEEN})?(?:[a-z]{{3,9}}\.?,?\s+)?[a-z]{{3,9}}\.?\s+\d{{1,2}}(?:,?\s+{_CLOCK})?\W*",
    re.IGNORECASE,
)


def stated_date(text: str) -> tuple[tuple[str, str], ...]:
    """`date` (or `updated`) as YYYY-MM-DD where the whole passage is a full date, whatever its clock says.

    The day is the one that was written. A weekday that is not that day's makes the date no date.
    """
    if len(text) > 120 or not (found := _DATE.fullmatch(text)):
        return ()
    try:
        day = _day(found)
    except ValueError:
        return ()
    if found["weekday"] and _number(found["weekday"], _WEEKDAYS) != day.isoweekday():
        return ()
    lead = (found["lead"] or "").lower()
    return (("updated" if "updated" in lead or "modified" in lead else "date", day.isoformat()),)


def is_doubtful_date(text: str) -> bool:
    """Whether the passage is a date that nobody can be sure of: 03/04/2012, or one without its year."""
    return len(text) <= 120 and bool(_DOUBTFUL.fullmatch(text)) and not stated_date(text)


def relative_day(word: str, known: datetime.date) -> datetime.date | None:
    """The day that `Monday`, `today` or `yesterday` means in an article of a known date.

    A weekday is the last one up to that date. None for any other word.
    """
    told = word.lower()
    if told in {"today", "yesterday"}:
        return known - datetime.timedelta(days=told == "yesterday")
    number = _number(word, _WEEKDAYS)
    return known - datetime.timedelta(days=(known.isoweekday() - number) % 7) if number else None


def _day(found: re.Match[str]) -> datetime.date:
    if found["iso"]:
        return read_date(found["iso"])
    if found["sign"]:
        one, other = int(found["one"]), int(found["other"])
        if min(one, other) > 12 or (max(one, other) <= 12 and one != other):
            raise ValueError("which of the two is the month is not said")
        return day_of(int(found["year_digits"]), min(one, other), max(one, other))
    month = _number(found["month"] or found["month_second"], MONTHS)
    return day_of(int(found["year"] or found["year_last"]), month, int(found["day"] or found["day_first"]))


def _number(word: str, names: Sequence[str]) -> int:
    """The number, from 1, of the name that begins with the word's three letters or more; 0 for none."""
    begin = word.lower()
    numbers = (n for n, name in enumerate(names, 1) if len(begin) >= 3 and name.lower().startswith(begin))
    return next(numbers, 0)
