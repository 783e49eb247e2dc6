"""The ledger of one import: what became of every character of the original, as YAML for people.

What left the text stands in it word for word; what stayed is counted, so that the ledger and the text
that was kept rebuild the original. Knows no folder.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import yaml
from msgspec import Struct, ValidationError, convert, structs

from site_builder.importing.plain.passages import line_ends
from site_builder.importing.reading import Piece, Reading

FORMAT = 1
_HEAD = "# What became of every line of the original beside this file. Written by `site-builder import`.\n"
_LONGEST_HEAD = 4000  # characters before the notes
_KEPT = {"text", "review"}


class _Row(dict[str, Any]):
    """A mapping that is written on one line."""


class _Verbatim(str):
    """A text that is written in double quotes, so that its line ends are seen."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    """The safe dumper, and the two forms above."""


_Dumper.add_representer(
    _Row, lambda dumper, row: dumper.represent_mapping("tag:yaml.org,2002:map", row.items(), flow_style=True)
)
_Dumper.add_representer(
    _Verbatim, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)


class Origin(Struct, frozen=True):
    """Which files an import is about."""

    article: str  # path below content/ that the article was written to
    original: str  # path of the raw file below content/
    sha256: str  # of the original
    encoding: str  # of the original, as Python names it
    written: str  # SHA-256 of the article's file as the import wrote it
    doubts: int = 0  # how many notes the import left for an editor


def write_ledger(origin: Origin, reading: Reading, notes: tuple[str, ...]) -> str:
    """The ledger's text."""
    document = {
        "format": FORMAT,
        **structs.asdict(origin),
        "notes": list(notes),
        "facts": [
            _Row(key=key, value=found.value, line=found.line, rule=found.rule)
            for key, every in reading.facts.items()
            for found in every
        ],
        "tags": [
            _Row(tag=count.tag, times=count.times, in_title=count.in_title, suggested=count.suggested)
            for count in reading.tags
        ],
        "lines": list(_entries(reading.pieces)),
    }
    return _HEAD + str(yaml.dump(document, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=2**31))


def read_ledger(text: str) -> Origin | None:
    """Which files a ledger is about; None when it is no ledger of this format. Reads its head alone."""
    head, _, _ = text.partition("\nnotes:")
    try:
        document = yaml.safe_load(head) if len(head) <= _LONGEST_HEAD else None
        return convert(document, Origin) if document and document["format"] == FORMAT else None
    except (yaml.YAMLError, ValidationError, LookupError, TypeError, ValueError, RecursionError):
        return None


def rebuild(ledger: str, kept: str) -> str:
    """The original's text, from its ledger and the raw characters that stayed in the article.

    Raises ValueError when the two do not belong together.
    """
    parts: list[str] = []
    start = 0
    for entry in yaml.safe_load(ledger)["lines"]:
        if "raw" in entry:
            parts.append(entry["raw"])
        else:
            parts.append(kept[start : start + entry["characters"]])
            start += entry["characters"]
    if start != len(kept):
        raise ValueError(f"the ledger speaks of {start} characters that were kept, and there are {len(kept)}")
    return "".join(parts)


def _entries(pieces: tuple[Piece, ...]) -> Iterator[_Row]:
    """One entry for each run of pieces that one rule decided in one way."""
    for (fate, rule, confidence, keys), run in groupby(pieces, key=_decision):
        group = list(run)
        raw = "".join(piece.raw for piece in group)
        first = group[0].line
        # The end of the last line is no line of its own.
        last = first + max(0, line_ends(raw) - raw.endswith(("\n", "\r")))
        entry = _Row(line=first, to=last, fate=fate)
        if rule:
            entry |= {"rule": rule, "confidence": confidence}
        if keys:
            entry["keys"] = list(keys)
        if becomes := "".join(piece.becomes for piece in group):
            entry["becomes"] = becomes
        entry |= {"characters": len(raw)} if fate in _KEPT else {"raw": _Verbatim(raw)}
        yield entry


def _decision(piece: Piece) -> tuple[str, str, int, tuple[str, ...]]:
    return piece.fate, piece.rule, piece.confidence, piece.keys
