"""The filters that layouts have beside Jinja's own. Pure, and the same under every locale."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from site_builder.content.article import Moment

MONTHS = tuple(
    "January February March April May June July August September October November December".split()
)
RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "syr", "ug", "ur", "yi"})


def day(value: Moment | date | str) -> str:
    """A date as readers write it: 12 March 2012."""
    when = _date(value)
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def short_day(value: Moment | date | str) -> str:
    """A date without its year: 12 March."""
    when = _date(value)
    return f"{when.day} {MONTHS[when.month - 1]}"


def month(value: Moment | date | str) -> str:
    """A month as readers write it: March 2012. Takes "2012-03" too."""
    when = _date(value)
    return f"{MONTHS[when.month - 1]} {when.year}"


def iso(value: Moment | date) -> str:
    """A date or time for machines: 2012-03-12, or 2012-03-12T14:05:00Z where a time was written."""
    if isinstance(value, Moment) and value.timed:
        return value.instant.isoformat().replace("+00:00", "Z")
    return _date(value).isoformat()


def direction(lang: str) -> str:
    """`rtl` or `ltr` for a language tag."""
    return "rtl" if lang.partition("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


def by_month(articles: Iterable[Any]) -> list[tuple[str, list[Any]]]:
    """Articles that follow each other, gathered by month ("2012-03"), in the order they come in."""
    groups: list[tuple[str, list[Any]]] = []
    for article in articles:
        name = article.date.day.isoformat()[:7] if article.date else ""
        if not groups or groups[-1][0] != name:
            groups.append((name, []))
        groups[-1][1].append(article)
    return groups


def plural(count: int, one: str, many: str = "") -> str:
    """A number with its noun: 1 article, 3 articles, 1,204 articles."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _date(value: Moment | date | str) -> date:
    if isinstance(value, Moment):
        return value.day
    if isinstance(value, str):
        return date.fromisoformat(value if len(value) > 7 else f"{value}-01")
    return value


FILTERS: dict[str, Callable[..., Any]] = {
    "by_month": by_month,
    "day": day,
    "direction": direction,
    "iso": iso,
    "month": month,
    "plural": plural,
    "short_day": short_day,
}
