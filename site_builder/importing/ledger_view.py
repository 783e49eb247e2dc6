"""A ledger as it is shown: every line that was read, in order, with what became of it in the margin.

Pure: gives values and plain text. Colours are `terminal.py`'s business.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from site_builder.importing.ledger import Entry, read_whole
from site_builder.importing.plain.passages import LINE_END
from site_builder.importing.reading import Fate

SIGNS: dict[Fate, str] = {"text": " ", "cut": "-", "field": "=", "review": "?"}
_PUT_BACK = "+"
LEGEND = (
    "- taken out   = taken into front matter   ? left in under a mark   + put back",
    "Each by the rule that is named; the number says how sure that rule is, in percent.",
)
_JOINERS = "\u200c-\u200f"  # part of a script, and harmless in a terminal


class Line(Struct, frozen=True):
    """A line, or a part of one of which another part had another fate."""

    number: int  # from 1; parts of one line have the same
    text: str  # without its end, with nothing in it that a terminal would obey
    fate: Fate
    margin: str  # why: the rule, its confidence, and the keys that it went to; "" for text
    undone: bool = False  # whether an editor put it back

    @property
    def sign(self) -> str:
        """One character that says what became of it."""
        return _PUT_BACK if self.undone else SIGNS[self.fate]


def explain(ledger: str, text: str) -> tuple[Line, ...]:
    """What became of each line of `text`, which is what the ledger's `of` names; of blank ones, nothing.

    Raises ValueError when the ledger cannot be read or is about another text.
    """
    lines: list[Line] = []
    number = 1
    for entry, raw in slices(read_whole(ledger).entries, text):
        ends = LINE_END.split(raw)
        for offset, part in enumerate(ends):
            if offset and not part.strip() and offset < len(ends) - 1:
                # A blank line goes with what it follows; to a reader nothing became of it.
                lines.append(Line(number + offset, "", "text", ""))
            elif part or offset < len(ends) - 1:
                lines.append(Line(number + offset, visible(part), entry.fate, why(entry), bool(entry.undone)))
        number += len(ends) - 1
    return tuple(lines)


def slices(entries: Iterable[Entry], text: str) -> Iterator[tuple[Entry, str]]:
    """Each entry with its characters of the text. Raises ValueError where they are not these."""
    start = 0
    for entry in entries:
        end = start + (len(entry.raw) or entry.characters)
        if end > len(text) or (entry.raw and text[start:end] != entry.raw):
            raise ValueError(f"the ledger is about another text: see its line {entry.line}")
        yield entry, text[start:end]
        start = end
    if start != len(text):
        raise ValueError(f"the ledger is about {start} characters, and there are {len(text)}")


def plain(lines: Sequence[Line]) -> Iterator[str]:
    """The lines as text, margin and all."""
    for line in lines:
        yield f"{margin_text(line, widest(lines))}{line.text}".rstrip()


def margin_text(line: Line, width: int) -> str:
    """What stands before a line; `width` is that of the widest margin."""
    return f"{line.number:>5} {line.sign} {line.margin:<{width}} | "


def widest(lines: Iterable[Line]) -> int:
    """How wide the margins have to be, in characters."""
    return max((len(line.margin) for line in lines), default=0)


def visible(text: str) -> str:
    """A text with whatever is no letter, sign or space as an escape, so that it shows and does nothing."""
    if text.isprintable():
        return text
    return re.sub(rf"[^\w\s{_JOINERS}]|[^\S ]", lambda found: _shown(found[0]), text.replace("\t", "    "))


def _shown(character: str) -> str:
    if character.isprintable():
        return character
    return " " if character == "\xa0" else character.encode("unicode_escape").decode()


def why(entry: Entry) -> str:
    """What decided on a line: "share-buttons 98%", "headline 95% → title"; "" where it is plain text."""
    if entry.undone:
        return visible(f"put back, {entry.undone}")
    keys = f" → {', '.join(entry.keys)}" if entry.keys else ""
    return visible(f"{entry.rule} {entry.confidence}%{keys}") if entry.rule else ""
