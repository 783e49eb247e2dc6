"""What reading a raw article gives, whatever shape it had: its pieces, its facts, its text, its tags.

Every character of what was read ends up in exactly one `Piece`, so that nothing can be lost unseen.
"""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct

from site_builder.importing.tagging.suggesting import TagCount

Fate = Literal["text", "field", "cut", "review", "repair"]


class Piece(Struct, frozen=True):
    """Some characters of the raw text and what became of them."""

    line: int  # on which it begins, from 1
    raw: str  # never empty; all pieces, one after the other, are the raw text
    fate: Fate = "text"
    rule: str = ""  # what decided; "" for text
    confidence: int = 100  # of that rule, of 100
    keys: tuple[str, ...] = ()  # of a field: where in the front matter it went, without repeats
    becomes: str = ""  # of a repair: what stands in the text in its place, never ""

    @property
    def stays(self) -> bool:
        """Whether it stands in the article, as it was or repaired, and without a mark."""
        return self.fate in {"text", "repair"}


class Found(Struct, frozen=True):
    """A fact that the text, its page or its container states."""

    value: str
    line: int  # where it stands, from 1; 0 when it stands on no line of what was read, but in its container
    rule: str  # what found it: a rule's id, or the place such as `json-ld headline`


class Reading(Struct, frozen=True):
    """What a raw text says. A fact that it does not state is missing."""

    pieces: tuple[Piece, ...]
    facts: dict[str, tuple[Found, ...]]  # title, date, updated, authors, dateline, agency, url, also
    body: str  # Markdown; "" when no text is left
    tags: tuple[TagCount, ...] = ()
    filed: Found | None = None  # the day and month in a dateline, which has no year
    day_word: Found | None = None  # the first word such as Monday, for want of a date
    language: Found | None = None  # as told from the text, where nobody states it
    notes: tuple[str, ...] = ()  # what an editor has to look at: "text: …"
    encoding: str = "utf-8"  # of what was read, as Python names it
    front: dict[str, Any] = {}  # front matter that an article of ours brings along, as it is to be written

    def first(self, key: str) -> str:
        """The fact's first value, or ""."""
        return self.facts[key][0].value if key in self.facts else ""

    def all(self, key: str) -> tuple[str, ...]:
        """The fact's values in the order of the text, without repeats."""
        return tuple(dict.fromkeys(found.value for found in self.facts.get(key, ())))
