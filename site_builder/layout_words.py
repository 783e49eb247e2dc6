"""The filters of layouts that write words: dates, numbers with their nouns, names of weekdays. Each set is of
one language; pure, and the same under every locale.

A period is a year, month or day as text: "2012", "2012-03", "2012-03-12".
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from itertools import count as counting_up
from typing import Any

from markupsafe import Markup, escape

from site_builder.content.article import Moment
from site_builder.layout_filters import bdi, date_of
from site_builder.translation import TABLE, Translation

_DATES = 1 << 12  # that are remembered as readers read them: the same come again and again


def word_filters(translation: Translation) -> dict[str, Callable[..., Any]]:
    """The filters by name, in the language of the translation."""
    before = translation.dates.first_weekday - 1  # days of the week that stand at its end

    @lru_cache(maxsize=_DATES)
    def day(value: Moment | date | str) -> str:
        """A date as readers write it: 12 March 2012."""
        return translation.day(date_of(value))

    @lru_cache(maxsize=_DATES)
    def short_day(value: Moment | date | str) -> str:
        """A date without its year: 12 March."""
        return translation.short_day(date_of(value))

    @lru_cache(maxsize=_DATES)
    def month(value: Moment | date | str, inside: bool = False) -> str:
        """A month as readers write it: March 2012. Takes "2012-03" too. `inside` a sentence some languages
        write it small.
        """
        return translation.month(date_of(value), inside)

    def month_name(value: Moment | date | str) -> str:
        """A month without its year: March. Takes "2012-03" too."""
        return translation.month_name(date_of(value))

    def period(value: str, inside: bool = False) -> str:
        """A year, month or day as readers write it: 2012, March 2012, 12 March 2012; `inside` a sentence, as
        `month` has it.
        """
        if len(value) == 4:
            return translation.digits(value)
        text: str = month(value, inside) if len(value) == 7 else day(value)
        return text

    def weekday_names(month: str) -> list[tuple[str, str]]:
        """The days of the week, from Monday or the language's own first, as a month's calendar heads its
        columns: name and initial.
        """
        days = list(zip(translation.dates.weekdays, translation.dates.initials, strict=True))
        return days[before:] + days[:before]

    def weeks(value: str) -> list[list[str]]:
        """The days of a month ("2012-03") in rows of seven, from Monday or the language's own first; "" where
        a row has none of its days.
        """
        first = date_of(value)
        length = monthrange(first.year, first.month)[1]
        cells = [""] * ((first.weekday() - before) % 7)
        cells += [f"{value}-{number:02}" for number in range(1, length + 1)]
        cells += [""] * (-len(cells) % 7)
        return [cells[at : at + 7] for at in range(0, len(cells), 7)]

    def plural(count: int, one: str, many: str = "") -> str:
        """A number with its noun: 1 article, 3 articles, 1,204 articles."""
        return f"{translation.number(count)} {one if count == 1 else many or one + 's'}"

    def digits(value: int | str) -> str:
        """A number in the digits of the digest's language, without signs between them: 2012."""
        return translation.digits(str(value))

    def listed(names: Iterable[str], together: bool = False) -> str:
        """Names in a row: A, B, C. In other languages than English the last follows their "and", and each is
        in an element of its own (HTML), to run in its own direction; `together` all are in one in English.
        """
        if translation.is_english:
            row = translation.listed(list(names))
            return bdi(row) if together else row
        return translation.listed([bdi(name) for name in names])

    def scroll_tables(html: Markup) -> Markup:
        """HTML with each table in a box that scrolls by itself: a wide one must not widen a phone's page.

        The box can be reached by keyboard and is named by its number. Tables inside tables are left alone.
        """
        return _in_boxes(html, translation) if "<table" in html else html

    return {
        "day": day,
        "digits": digits,
        "listed": listed,
        "month": month,
        "month_name": month_name,
        "period": period,
        "plural": plural,
        "scroll_tables": scroll_tables,
        "short_day": short_day,
        "weekday_names": weekday_names,
        "weeks": weeks,
    }


def _in_boxes(html: Markup, translation: Translation) -> Markup:
    number = counting_up(1)
    parts: list[str] = []
    depth = 0
    for part in re.split(r"(<table\b|</table>)", html):
        if part == "<table":
            depth += 1
            if depth == 1:
                label = escape(translation.say(TABLE, number=next(number)))
                parts.append(f'<div class="scroll" role="region" tabindex="0" aria-label="{label}">')
        parts.append(part)
        if part == "</table>":
            depth -= 1
            if depth == 0:
                parts.append("</div>")
    return Markup("".join(parts))
