"""The country of a dateline: `DAMASCUS, March 1 -`, `CAMBRIDGE, Mass.`, `LONDON, Ont. (Reuters) --`."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from site_builder.importing.tagging.data import lists, names_in, rows

_END = re.compile(r"\s*(?:\(|--|[–—]| - |-\s*$)")
_DAY = re.compile(
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s*\d|\d|(?:mon|tues|wednes|thurs|fri"
    r"|satur|sun)day",
    re.IGNORECASE,
)


def country_of(dateline: str) -> str:
    """The code of the country that a dateline was written in; "" when that is not known.

    A state, province or country behind the comma decides; else the place itself is a country or a city,
    of cities of one name the capital or by far the largest. Of several places the first counts.
    """
    place = _END.split(dateline.strip(), maxsplit=1)[0]
    parts = [part.strip() for part in place.split(",")]
    parts = [part for part in parts if part and not _DAY.match(part)]
    if not parts:
        return ""
    first = folded(parts[0].partition("/")[0])
    city = _places().get(first) or _cities().get(first, "")
    for region in reversed(parts[1:]):
        if code := _regions().get(folded(region)):
            # Atlanta, Georgia: a state in full that is a country's name too.
            return "US" if code == "GE" and city == "US" else code
    return city


def folded(name: str) -> str:
    """The form in which places are compared: without case, accents and periods."""
    apart = unicodedata.normalize("NFKD", name.replace("’", "'"))
    letters = "".join(c for c in apart if not unicodedata.combining(c) and c != ".")
    return " ".join(letters.casefold().replace("-", " ").split())


@cache
def _cities() -> dict[str, str]:
    """Countries by the names of their cities."""
    tables = (lists("cities"), lists("other_cities"))
    return {folded(name): code for table in tables for code, names in table.items() for name in names}


@cache
def _places() -> dict[str, str]:
    """Countries by their own names; a city of that name, but for its country's, is a smaller place."""
    named: dict[str, str] = {}
    for code, label, names, _ in rows("countries"):
        for name in (label, *names_in(names)):
            named.setdefault(folded(name), code)
    return named


@cache
def _regions() -> dict[str, str]:
    """Countries by what may stand behind a city's comma."""
    states = {folded(name): code for code, names in lists("regions").items() for name in names}
    return {**_places(), **states}
