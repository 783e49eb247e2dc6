"""The ledger of one import: what became of every character that was read, as YAML for people.

What left the text stands in it word for word; what stayed is counted, so that the ledger and the text
that was kept rebuild what was read. That is the original's text, or of a page its text without markup: `of`
says which. Knows no folder.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import yaml
from msgspec import Struct, ValidationError, convert, to_builtins

from site_builder.importing.plain.passages import line_ends
from site_builder.importing.reading import Fate, Found, Piece, Reading

FORMAT = 2  # 1 knew plain texts alone, and said neither `of` nor `container`
_READABLE = {1, FORMAT}
_HEAD = "# What became of every line of the original beside this file. Written by `site-builder import`.\n"
_LONGEST_HEAD = 4000  # characters before the notes
_KEPT = {"text", "review"}
_PLAIN = re.compile(r"[A-Za-z_](?:[\w./ +-]*[\w./+-])?", re.ASCII)
_MEANT_OTHERWISE = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
# What JSON leaves as it is, and YAML forbids or nobody would see: see `passages.UNSEEN`.
_UNWRITABLE = re.compile(
    r"[\x7f-\xa0\xad\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_encode = json.JSONEncoder(ensure_ascii=False).encode

TEXT, PAGE = "raw-text", "page-text"  # what `of` says


class Origin(Struct, frozen=True):
    """Which files an import is about."""

    article: str  # path below content/ that the article was written to
    original: str  # path of the raw file below content/
    sha256: str  # of the original
    encoding: str  # of the original, as Python names it
    written: str  # SHA-256 of the article's file as the import wrote it
    doubts: int = 0  # how many notes the import left for an editor
    words: str = ""  # digest of the words of the text, see `duplicates.Story`; "" when that is not known
    source: str = ""  # key in config.yaml; "" when that is not known
    of: str = TEXT  # what the lines are lines of
    container: str = ""  # what the original was an entry of, as given: `feed.xml#3`
    container_sha256: str = ""


class Entry(Struct, frozen=True, omit_defaults=True):
    """What became of some adjacent lines, or of parts of one."""

    line: int  # the first, from 1
    to: int  # the last
    fate: Fate
    rule: str = ""
    confidence: int = 100  # of that rule, of 100
    keys: tuple[str, ...] = ()  # where in the front matter it went
    undone: str = ""  # the rule that had cut it, before an editor put it back
    characters: int = 0  # how many stayed, where the raw text is not repeated
    raw: str = ""
    becomes: str = ""  # of a repair: what stands in the article in its place


class Fact(Struct, frozen=True):
    """What was found, and where: see `reading.Found`."""

    key: str
    value: str
    line: int
    rule: str


class Ledger(Struct, frozen=True):
    """All that a ledger says. What stayed in the text is counted in it, and repeated in a whole one."""

    origin: Origin
    notes: tuple[str, ...]
    facts: tuple[Fact, ...]
    tags: tuple[dict[str, Any], ...]
    entries: tuple[Entry, ...]


def write_ledger(origin: Origin, reading: Reading, notes: tuple[str, ...], *, whole: bool = False) -> str:
    """The ledger's text; `whole` repeats in it what stayed, where the original is not what was read."""
    facts = ((key, found) for key, every in reading.facts.items() for found in every)
    return _text(origin, notes, facts, map(to_builtins, reading.tags), _entries(reading.pieces, whole))


def ledger_text(ledger: Ledger) -> str:
    """The text of a ledger that was read and changed."""
    facts = ((fact.key, Found(fact.value, fact.line, fact.rule)) for fact in ledger.facts)
    return _text(ledger.origin, ledger.notes, facts, ledger.tags, ledger.entries)


def read_ledger(text: str) -> Origin | None:
    """Which files a ledger is about; None when it is no ledger of a known format. Reads its head alone."""
    head, _, _ = text.partition("\nnotes:")
    try:
        return _origin(yaml.safe_load(head)) if len(head) <= _LONGEST_HEAD else None
    except (yaml.YAMLError, *_UNUSABLE):
        return None


def read_whole(text: str) -> Ledger:
    """All that a ledger says. Raises ValueError when it is none."""
    try:
        document = yaml.safe_load(text)
        origin = _origin(document)
        return Ledger(
            origin,
            tuple(map(str, document["notes"])),
            convert(document["facts"], tuple[Fact, ...]),
            convert(document["tags"], tuple[dict[str, Any], ...]),
            convert(document["lines"], tuple[Entry, ...]),
        )
    except (yaml.YAMLError, *_UNUSABLE) as error:
        raise ValueError(f"this is no ledger of format {FORMAT} ({error})") from error


def read_notes(text: str) -> tuple[str, ...]:
    """What a ledger says that an editor has to look at; () when it is none."""
    try:
        _, _, rest = text.partition("\nnotes:")
        return convert(yaml.safe_load(rest.partition("\nfacts:")[0]), tuple[str, ...])
    except (yaml.YAMLError, *_UNUSABLE):
        return ()


def rebuild(ledger: str, kept: str) -> str:
    """What was read, from its ledger and the raw characters that stayed in the article at the import.

    Raises ValueError when the two do not belong together.
    """
    parts: list[str] = []
    start = 0
    for entry in read_whole(ledger).entries:
        # What an editor put back stands there too, since it was not among those that stayed.
        parts.append(entry.raw or kept[start : start + entry.characters])
        start += entry.characters
    if start != len(kept):
        raise ValueError(f"the ledger speaks of {start} characters that were kept, and there are {len(kept)}")
    return "".join(parts)


_UNUSABLE = (ValidationError, LookupError, TypeError, ValueError, RecursionError)


def _origin(document: Any) -> Origin:
    if document["format"] not in _READABLE:
        raise ValueError(f"it is in format {document['format']}")
    return convert(document, Origin)


def _entries(pieces: tuple[Piece, ...], whole: bool) -> Iterator[Entry]:
    """One entry for each run of pieces that one rule decided in one way."""
    for (fate, rule, confidence, keys), run in groupby(pieces, key=_decision):
        group = list(run)
        raw = "".join(piece.raw for piece in group)
        first = group[0].line
        # The end of the last line is no line of its own.
        last = first + max(0, line_ends(raw) - raw.endswith(("\n", "\r")))
        if fate in _KEPT and not whole:
            yield Entry(first, last, fate, rule, confidence, keys, characters=len(raw))
        else:
            becomes = "".join(piece.becomes for piece in group)
            yield Entry(first, last, fate, rule, confidence, keys, raw=raw, becomes=becomes)


def _decision(piece: Piece) -> tuple[Fate, str, int, tuple[str, ...]]:
    return piece.fate, piece.rule, piece.confidence, piece.keys


def _text(
    origin: Origin,
    notes: Iterable[str],
    facts: Iterable[tuple[str, Found]],
    tags: Iterable[dict[str, Any]],
    entries: Iterable[Entry],
) -> str:
    """The YAML, written here: a general writer takes as long for it as reading the article took."""
    head = [f"format: {FORMAT}"]
    for key in Origin.__struct_fields__:
        value = getattr(origin, key)
        if value != "":
            head.append(f"{key}: {_value(value)}")
    rows = {
        "notes": [_scalar(note) for note in notes],
        "facts": [
            f"{{key: {_scalar(key)}, value: {_scalar(found.value)}, line: {found.line},"
            f" rule: {_scalar(found.rule)}}}"
            for key, found in facts
        ],
        "tags": [f"{{{', '.join(f'{key}: {_value(value)}' for key, value in tag.items())}}}" for tag in tags],
        "lines": list(map(_row, entries)),
    }
    for name, items in rows.items():
        head.append(f"{name}:" if items else f"{name}: []")
        head += [f"- {item}" for item in items]
    return _HEAD + "\n".join(head) + "\n"


def _row(entry: Entry) -> str:
    parts = [f"line: {entry.line}, to: {entry.to}, fate: {entry.fate}"]
    if entry.rule:
        parts.append(f"rule: {_scalar(entry.rule)}, confidence: {entry.confidence}")
    if entry.keys:
        parts.append(f"keys: [{', '.join(map(_scalar, entry.keys))}]")
    if entry.undone:
        parts.append(f"undone: {_scalar(entry.undone)}")
    if entry.becomes:
        parts.append(f"becomes: {_quoted(entry.becomes)}")
    parts.append(f"raw: {_quoted(entry.raw)}" if entry.raw else f"characters: {entry.characters}")
    return f"{{{', '.join(parts)}}}"


def _scalar(text: str) -> str:
    """A text as every reader of YAML takes it for one, without quotes where these would say nothing."""
    return text if _PLAIN.fullmatch(text) and text.lower() not in _MEANT_OTHERWISE else _quoted(text)


def _quoted(text: str) -> str:
    quoted = _encode(text)
    if quoted.isascii() and "\x7f" not in quoted:
        return quoted
    return _UNWRITABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)


def _value(value: object) -> str:
    if isinstance(value, str):
        return _scalar(value)
    return _encode(value)  # numbers, truth values and lists are YAML as they are JSON
