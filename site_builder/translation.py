"""The words of a digest's furniture in its language: messages, dates and numbers. Pure values.

The English text of a message is its key, so that English needs no catalogue and what has no translation is
English. Where catalogues come from is `catalogues.py`'s business; knows no file and no layout.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Annotated

from markupsafe import Markup, escape
from msgspec import Meta, Struct

from site_builder.days import MONTHS
from site_builder.plural_forms import PluralRule, plural_rule

Message = str | dict[str, str]  # a text, or one for each plural category
_CONTEXT = re.compile(r"(?<!\s)\|")
PLACE = re.compile(r"\{(\w+)\}")  # where a value stands in a message
_SOUND_OF_I = re.compile(r"(?:<\w+>)?h?[ií](?![aeoáéó])", re.IGNORECASE)  # but not that of "hielo"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

BETWEEN, LAST = ", ", "list end|, "  # of a list of names: the joint between two, and that before the last
TABLE = "Table {number}"  # which a filter says, whatever the layout
# What the code itself says on pages; layouts say the rest.
IN_CODE = (
    BETWEEN,
    LAST,
    TABLE,
    "Correction: {title}",
    "Corrections",
    "Edition of {day}",
    "Sections",
    "Sources",
    "Tags",
    "The digest",
    "Week to {day}",
    "{title}: {name}",
)

_Weekday = Annotated[int, Meta(description="1 is Monday, 7 is Sunday.", ge=1, le=7)]


class DateWords(Struct, frozen=True):
    """How dates are written. In patterns `{day}`, `{month}` and `{year}` are filled in."""

    day: str = "{day} {month} {year}"  # in full
    short_day: str = "{day} {month}"  # without its year
    month: str = "{month} {year}"  # the month as it stands alone
    first_day: str = "1"  # the first of a month, which some languages write in a way of its own
    months: tuple[str, ...] = MONTHS  # as they stand in a date
    months_alone: tuple[str, ...] = ()  # as a heading has them; those of dates where there are none
    weekdays: tuple[str, ...] = _DAYS  # from Monday
    first_weekday: _Weekday = 1  # with which a calendar begins
    initials: tuple[str, ...] = tuple(name[0] for name in _DAYS)  # at the head of a calendar

    @property
    def days(self) -> list[str]:
        """The pattern of a day in full with the name of each month, January first."""
        return [self.day.replace("{month}", name) for name in self.months]


class NumberWords(Struct, frozen=True):
    """How whole numbers are written."""

    thousands: str = ","  # between groups of three digits
    digits: str = "0123456789"


class Translation(Struct, frozen=True, dict=True):
    """The words of one language."""

    language: str = "en"  # a tag of BCP 47
    messages: Mapping[str, Message] = {}  # by key
    dates: DateWords = DateWords()
    numbers: NumberWords = NumberWords()

    @property
    def is_english(self) -> bool:
        """Whether it is English, of whatever region."""
        return self.language.lower().partition("-")[0] == "en"

    @property
    def of_filters(self) -> tuple[object, ...]:
        """What any layout can show without saying so itself: dates, numbers, lists, the names of tables, and
        what follows from the language alone, such as its plural forms.
        """
        words = [self.messages.get(key) for key in (BETWEEN, LAST, TABLE)]
        return self.language, self.dates, self.numbers, words

    @cached_property
    def rule(self) -> PluralRule:
        """By which the language chooses among plural forms."""
        return plural_rule(self.language)

    def text(self, key: str) -> str:
        """The message with its places still open. Of a message that has plural forms the last."""
        found = self.messages.get(key)
        if found is None:
            return english_of(key)
        return found if isinstance(found, str) else next(reversed(found.values()))

    def forms(self, one: str, many: str, key: str = "") -> dict[str, str]:
        """A message by plural category, in the order of the language's rule. `one` and `many` are English."""
        found = self.messages.get(key or one)
        if found is None:
            return {name: one if name == "one" else many for name in self.rule.categories}
        if isinstance(found, str):
            return dict.fromkeys(self.rule.categories, found)
        rest = found.get("other") or next(reversed(found.values()))
        return {name: found.get(name) or rest for name in self.rule.categories}

    def say(self, key: str, /, **values: object) -> str:
        """A message as plain text with its values."""
        return filled(self.text(key), values)

    def listed(self, names: Sequence[str]) -> str:
        """Names in a row, as the language joins them: "A, B und C". Spanish joins by "e" before the sound i,
        as in "Ana e Inés" (Real Academia Española, Ortografía: cambio de y por e). Names in HTML make HTML.
        """
        if len(names) < 2:
            return names[0] if names else ""
        between, last = self.text(BETWEEN), self.text(LAST if LAST in self.messages else BETWEEN)
        if last == " y " and _SOUND_OF_I.match(names[-1]):
            last = " e "
        if isinstance(names[0], Markup):
            between, last = escape(between), escape(last)
        return between.join(names[:-1]) + last + names[-1]

    def number(self, number: int) -> str:
        """A number in groups of three digits: 1,204."""
        text = f"{number:,}"
        return (
            text if self.numbers == _PLAIN_NUMBERS else self.digits(text.replace(",", self.numbers.thousands))
        )

    def digits(self, text: str) -> str:
        """A text with the language's own digits in the place of European ones."""
        return text if self.numbers.digits == _DIGITS else text.translate(self._digits)

    @cached_property
    def _digits(self) -> dict[int, int]:
        return str.maketrans(_DIGITS, self.numbers.digits)

    def day(self, when: date) -> str:
        """12 March 2012."""
        return self._date(self.dates.day, when, self.dates.months)

    def short_day(self, when: date) -> str:
        """12 March."""
        return self._date(self.dates.short_day, when, self.dates.months)

    def month(self, when: date, inside: bool = False) -> str:
        """March 2012. Inside a sentence small where a date has its months small."""
        names = self.dates.months_alone or self.dates.months
        return self._date(self.dates.month, when, self._inside if inside else names)

    def month_name(self, when: date) -> str:
        """March, alone."""
        return (self.dates.months_alone or self.dates.months)[when.month - 1]

    @cached_property
    def _inside(self) -> tuple[str, ...]:
        alone = self.dates.months_alone or self.dates.months
        pairs = zip(alone, self.dates.months, strict=True)
        return tuple(f"{one[:1].lower()}{one[1:]}" if dated[:1].islower() else one for one, dated in pairs)

    def _date(self, pattern: str, when: date, months: tuple[str, ...]) -> str:
        day = self.dates.first_day if when.day == 1 else str(when.day)
        values = {
            "day": self.digits(day),
            "month": months[when.month - 1],
            "year": self.digits(str(when.year)),
        }
        return filled(pattern, values)


def english_of(key: str) -> str:
    """The English text of a message by its key, of which its context is a part: "button|Search". A line with
    a space before it is a sign of the text.
    """
    return _CONTEXT.split(key)[-1]


def filled(text: str, values: Mapping[str, object]) -> str:
    """The text with the values in their places; a place that none is given for stays."""
    return PLACE.sub(lambda found: str(values.get(found[1], found[0])), text)


def filled_html(text: str, values: Mapping[str, object]) -> Markup:
    """As `filled`, of HTML: values are escaped."""
    return Markup(PLACE.sub(lambda found: str(escape(values.get(found[1], found[0]))), text))


_DIGITS = "0123456789"
_PLAIN_NUMBERS = NumberWords()
ENGLISH = Translation()
