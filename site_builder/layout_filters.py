"""The filters that layouts have beside Jinja's own. Pure, and the same under every locale and in every
language: those that write words are in `layout_words.py`.

A period is a year, month or day as text: "2012", "2012-03", "2012-03-12".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urljoin

import msgspec
from markupsafe import Markup

from site_builder.content.absolute import with_full_addresses
from site_builder.content.article import Moment
from site_builder.days import MONTHS
from site_builder.front_matter_settings import CorrectionEntry
from site_builder.texts import clean, direction, find_unwanted, locale

_encode = msgspec.json.Encoder().encode
_ESCAPED = re.compile(r"\\(?:u00|b|f)")  # how JSON may write a character that no page may hold
_PLAIN_PATH = re.compile(r"(?:/[\w%~@!$&'()*+,=:-][\w.%~@!$&'()*+,=:-]*)+/?")  # no "//", "." or ".."
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DATES = 1 << 12  # that are remembered as readers and machines write them: the same come again and again
LONGEST_TIMELINE = 60  # months; a chart of more is told by years


@lru_cache(maxsize=_DATES)
def iso(value: Moment | date) -> str:
    """A date or time for machines: 2012-03-12, or 2012-03-12T14:05:00Z where a time was written."""
    if isinstance(value, Moment) and value.timed:
        return value.instant.isoformat().replace("+00:00", "Z")
    return date_of(value).isoformat()


@lru_cache(maxsize=_DATES)
def rfc3339(value: Moment | date) -> str:
    """An instant for machines: 2012-03-12T14:05:00Z. Of a day, its first in UTC."""
    return _instant(value).replace(microsecond=0).isoformat().replace("+00:00", "Z")


@lru_cache(maxsize=_DATES)
def rfc822(value: Moment | date) -> str:
    """An instant as RSS writes it, in English whatever the locale: Mon, 12 Mar 2012 14:05:00 +0000."""
    when = _instant(value)
    weekday, name = _WEEKDAYS[when.weekday()], MONTHS[when.month - 1][:3]
    return f"{weekday}, {when.day:02} {name} {when.year:04} {when.time().isoformat('seconds')} +0000"


def json(value: Any) -> Markup:
    """A value as JSON, also inside a script of HTML: no sign in it can end one.

    What is empty is left out of tables and lists, and characters that no page may hold out of texts.
    """
    filled = _filled(value)
    try:
        text = _encode(filled).decode()
        hides_none = not find_unwanted(text) and not _ESCAPED.search(text)
    except UnicodeEncodeError:  # half a surrogate pair
        hides_none = False
    # One look at the whole spares one at each text of it.
    text = text if hides_none else _encode(_filled(_cleaned(filled))).decode()
    return Markup(text.replace("<", "\\u003c"))


def full_urls(html: Markup, page: str) -> Markup:
    """HTML in which every address is in full, for what is read away from its page, at that full URL."""
    return Markup(with_full_addresses(str(html), page))


def full_url(url: str, page: str) -> str:
    """A link as it stands on a page, in full; `page` is that page's full URL."""
    if _PLAIN_PATH.fullmatch(url):  # the usual link: urljoin would take both apart and build them anew
        host = page.find("//") + 2
        end = page.find("/", host)
        return f"{page[:end]}{url}" if 2 < host < end else urljoin(page, url)
    return urljoin(page, url)


def people(names: Iterable[str]) -> list[dict[str, str]]:
    """Names as persons of schema.org."""
    return [{"@type": "Person", "name": name} for name in names]


def corrected(corrections: Iterable[CorrectionEntry]) -> list[dict[str, str]]:
    """Corrections as schema.org has them."""
    return [
        {"@type": "CorrectionComment", "text": c.text, "datePublished": c.date.isoformat()}
        for c in corrections
    ]


def by_month(articles: Iterable[Any]) -> list[tuple[str, list[Any]]]:
    """Articles that follow each other, gathered by month ("2012-03"), in the order they come in."""
    return _gathered(articles, len("2012-03"))


def by_day(articles: Iterable[Any]) -> list[tuple[str, list[Any]]]:
    """Articles that follow each other, gathered by day ("2012-03-12"), in the order they come in."""
    return _gathered(articles, len("2012-03-12"))


def by_year(months: Iterable[tuple[str, int]]) -> list[tuple[str, list[tuple[str, int]]]]:
    """The numbers of months gathered by year, newest year first: of each all twelve, January first."""
    numbers = dict(months)
    years = sorted({name[:4] for name in numbers}, reverse=True)
    return [(year, [(m, numbers.get(m, 0)) for m in _months_of(year)]) for year in years]


def timeline(months: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Periods with their numbers, oldest first, those of none between them too: what a chart shows.

    By month; by year where the months stretch over more than LONGEST_TIMELINE.
    """
    numbers = dict(months)
    if not numbers:
        return []
    first, last = min(numbers), max(numbers)
    years = [f"{year:04}" for year in range(int(first[:4]), int(last[:4]) + 1)]
    span = [name for year in years for name in _months_of(year) if first <= name <= last]
    if len(span) <= LONGEST_TIMELINE:
        return [(name, numbers.get(name, 0)) for name in span]
    return [(year, sum(n for name, n in numbers.items() if name[:4] == year)) for year in years]


def heights(counts: Iterable[tuple[str, int]], most: int) -> list[tuple[str, int, int]]:
    """Periods with their numbers and the heights of their bars: `most` for the largest, others in proportion.

    Heights are rounded to whole numbers, halves to even ones.
    """
    counts = list(counts)
    largest = max((number for _, number in counts), default=0) or 1
    return [(name, number, round(most * number / largest)) for name, number in counts]


def without(things: Iterable[Any], others: Iterable[Any]) -> list[Any]:
    """Articles, tags or sources that are not among the others, in their order. The same id is the same."""
    left_out = {other.id for other in others}
    return [thing for thing in things if thing.id not in left_out]


@lru_cache(maxsize=1 << 10)
def bdi(text: str) -> Markup:
    """A name in an element of its own, which runs in its own direction whatever stands around it."""
    return Markup("<bdi>{}</bdi>").format(text)


def opens_with(html: Markup, summary: str) -> bool:
    """Whether the first paragraph of a text says what its summary begins with, or all of it.

    Such a summary was cut from the text, and above it would be read twice.
    """
    before, end, _ = str(html).partition("</p>")
    opening = before.rpartition("<p>")[2] if end else ""
    plain = "<" not in opening and "&" not in opening
    opening = " ".join(opening.split()) if plain else Markup(opening).striptags()
    return bool(opening) and (opening.startswith(summary[:40]) or summary.startswith(opening))


def _gathered(articles: Iterable[Any], length: int) -> list[tuple[str, list[Any]]]:
    groups: list[tuple[str, list[Any]]] = []
    for article in articles:
        date = article.date
        name = date.day.isoformat()[:length] if date else ""
        if not groups or groups[-1][0] != name:
            groups.append((name, []))
        groups[-1][1].append(article)
    return groups


def _months_of(year: str) -> list[str]:
    return [f"{year}-{number:02}" for number in range(1, 13)]


def _filled(value: Any) -> Any:
    """The value without what is empty in it, and every text of it a plain one."""
    kind = type(value)
    if kind is str:
        return value
    if kind is dict:
        filled = {}
        for key, typed in value.items():
            inner = typed if type(typed) is str else _filled(typed)
            if inner or inner == 0:  # no number is empty, nor is False
                filled[key] = inner
        return filled
    if kind is list or kind is tuple:
        return [inner for typed in value if (inner := _filled(typed)) or inner == 0]
    return str(value) if isinstance(value, str) else value


def _cleaned(value: Any) -> Any:
    """The value without characters that no page may hold."""
    if isinstance(value, dict):
        return {key: _cleaned(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_cleaned(inner) for inner in value]
    return clean(value) if isinstance(value, str) else value


def _instant(value: Moment | date) -> datetime:
    if isinstance(value, Moment):
        return value.instant
    return datetime(value.year, value.month, value.day, tzinfo=UTC)


def date_of(value: Moment | date | str) -> date:
    """The day of a moment, of a date, or of text such as "2012-03-12"; of a month "2012-03" its first."""
    if isinstance(value, Moment):
        return value.day
    if isinstance(value, str):
        return date.fromisoformat(value if len(value) > 7 else f"{value}-01")
    return value


FILTERS: dict[str, Callable[..., Any]] = {
    "bdi": bdi,
    "by_day": by_day,
    "by_month": by_month,
    "by_year": by_year,
    "corrected": corrected,
    "direction": direction,
    "full_url": full_url,
    "full_urls": full_urls,
    "heights": heights,
    "iso": iso,
    "json": json,
    "locale": locale,
    "opens_with": opens_with,
    "people": people,
    "rfc3339": rfc3339,
    "rfc822": rfc822,
    "timeline": timeline,
    "without": without,
}
