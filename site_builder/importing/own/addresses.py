"""The address that an article had on its former site, to be written as its `permalink`. Pure.

The pattern is that of `import --permalink`: tokens `:year :month :day :slug :section`, or `:path` for the
path of the address that the article came from.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from urllib.parse import unquote, urlsplit

from site_builder.content.permalinks import slugify, why_not_a_permalink
from site_builder.problems import did_you_mean

TOKENS = ("year", "month", "day", "slug", "section", "path")
_TOKEN = re.compile(r":([A-Za-z_]+)")


def why_not_a_pattern(pattern: str) -> str:
    """What keeps it from being a pattern, in words; "" when nothing does."""
    if pattern != ":path" and not pattern.startswith("/"):
        return "it begins neither with '/' nor is it ':path'"
    for found in _TOKEN.finditer(pattern):
        if found[1] not in TOKENS:
            hint = did_you_mean(found[1], TOKENS)
            return f"there is no ':{found[1]}'; {hint or 'there are :' + ', :'.join(TOKENS)}"
    return why_not_a_permalink(_TOKEN.sub("x", pattern)) if pattern != ":path" else ""


def address_by(
    pattern: str, day: date | None, slug: str, sections: Sequence[str], url: str, base_path: str
) -> tuple[str, str]:
    """The address, and "" or why there is none, in words.

    Several sections stand below each other, as Jekyll has its categories; without any their part falls
    away. `base_path` is the part of `url` below which both sites live: "" or "/blog".
    """
    if pattern == ":path":
        parts = urlsplit(url)
        path = unquote(parts.path).removeprefix(base_path)
        if not path.strip("/") or parts.query:
            return "", f"its former address is not known by a path of its own ({url or 'none is stated'})"
        return (path, "") if not (why := why_not_a_permalink(path)) else ("", f"'{path}': {why}")
    if day is None and re.search(r":(?:year|month|day)", pattern):
        return "", f"'{pattern}' takes a date"
    values = {
        "year": f"{day.year:04}" if day else "",
        "month": f"{day.month:02}" if day else "",
        "day": f"{day.day:02}" if day else "",
        "slug": slug,
        "section": "/".join(map(slugify, sections)),
    }
    filled = _TOKEN.sub(lambda found: values.get(found[1], ""), pattern)
    filled = re.sub("/{2,}", "/", filled)
    return (filled, "") if not (why := why_not_a_permalink(filled)) else ("", f"'{filled}': {why}")
