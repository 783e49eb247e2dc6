"""What a container states of its articles, as facts for front matter. Nothing is added to it."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz
from urllib.parse import urlsplit

from site_builder.content.dates import read_moment
from site_builder.importing.reading import Found

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_TAG = re.compile(r"<(?:!--.*?(?:-->|\Z)|/?[A-Za-z][^<>]*>)", re.DOTALL)
_ODD = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\ufeff\ufffe\uffff]")


class Facts:
    """Collects the facts of one article, in order."""

    def __init__(self) -> None:
        self._found: list[tuple[str, Found]] = []

    def add(self, key: str, value: object, rule: str) -> None:
        """The value as one line, unless nothing is left of it; what is no text is not taken."""
        line = one_line(value) if isinstance(value, str) else ""
        found = (key, Found(line, 0, rule))
        if line and found not in self._found:
            self._found.append(found)

    def add_moment(self, key: str, value: object, rule: str) -> None:
        """The value as a date or time, unless it is none that can be read without guessing."""
        self.add(key, moment(value) if isinstance(value, str) else "", rule)

    def stated(self) -> tuple[tuple[str, Found], ...]:
        """All of them, as `Item` has them."""
        return tuple(self._found)


def one_line(text: str) -> str:
    """The text with single spaces and without control characters."""
    return " ".join(_ODD.sub(" ", text).split())


def plain(markup: str) -> str:
    """The words of a bit of HTML, such as a title or summary, on one line."""
    return (
        one_line(html.unescape(_TAG.sub(" ", markup))) if "<" in markup or "&" in markup else one_line(markup)
    )


def web_link(text: object) -> str:
    """The address if it is one of http or https, else ""."""
    link = one_line(text) if isinstance(text, str) else ""
    try:
        parts = urlsplit(link)
        whole = parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in link
    except ValueError:
        return ""
    return link if whole else ""


def moment(text: str) -> str:
    """A date or time as `content/dates.py` reads it, with the zone that was written; "" when it is none.

    ISO 8601 stays as it is; what mail and RSS write (RFC 5322, and its usual misspellings) becomes ISO.
    Years and months without a day are no date: the day would be invented.
    """
    text = one_line(text)[:60]
    if _ISO.match(text):
        return text if _readable(text) else ""
    timed = ":" in text
    zoned = timed and not re.search(r":\d{2}$", text)
    try:
        parts = parsedate_tz(text if timed else f"{text} 00:00")
        if not parts:
            return ""
        offset = timezone(timedelta(seconds=parts[9] or 0)) if zoned else None
        written = datetime(*parts[:6], tzinfo=offset)
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
    made = written.isoformat() if timed else written.date().isoformat()
    return made if _readable(made) else ""


def _readable(text: str) -> bool:
    try:
        read_moment(text, UTC)
    except ValueError:
        return False
    return True
