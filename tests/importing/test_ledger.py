"""The ledger: with the text that stayed it gives the original back."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from site_builder.importing.charset import decode
from site_builder.importing.ledger import (
    Entry,
    Fact,
    Origin,
    ledger_text,
    read_ledger,
    read_whole,
    rebuild,
    write_ledger,
)
from site_builder.importing.plain.plain_text import read_plain_text
from site_builder.importing.reading import Found, Piece, Reading

_DATA = Path(__file__).parents[3] / "shared" / "data"
_ORIGIN = Origin("inbox/ferry.md", "_raw/inbox/ferry.txt", "00ff", "utf-8", "1e10")
_LINES = [
    "Ferry sails again",
    "Share",
    "By Ana Ruiz",
    "VALLETTA -- It left at noon, they all said.",
    "ALSO:",
    "7",
    "",
]


def _kept(reading: Reading) -> str:
    return "".join(piece.raw for piece in reading.pieces if piece.fate in {"text", "review"})


@given(st.lists(st.sampled_from(_LINES) | st.text(max_size=20)), st.sampled_from(["\n", "\r\n", "\r"]))
@example(["Share", "\x85\u2028\ufeff\x07"], "\n")
@example(["😀", "Share: 'yes' # \"no\" \\n", "~"], "\r")
def test_ledger_and_kept_text_rebuild_the_original(lines: list[str], end: str) -> None:
    text = end.join(lines)
    reading = read_plain_text(text)
    ledger = write_ledger(_ORIGIN, reading, ())
    assert rebuild(ledger, _kept(reading)) == text


# Halves of characters, line ends that only some programs know, marks of byte order: all of it may come.
_ANY = st.text(st.characters(exclude_categories=())) | st.sampled_from(
    ["\r", "\x85", "\ufeff", "\ud800", "---"]
)
_PIECES = st.lists(
    st.builds(
        Piece,
        line=st.integers(1, 9),
        raw=_ANY.filter(bool),
        fate=st.sampled_from(["text", "field", "cut", "review"]),
        rule=st.sampled_from(["", "share-buttons", "no"]),
        confidence=st.integers(0, 100),
        keys=st.sampled_from([(), ("title",), ("a b", "null")]),
    )
)


@given(_PIECES, _ANY, _ANY)
@example([Piece(1, "\ud83d\ude00", "cut")], "\ud83d\ude00", "\u2028")
def test_a_ledger_of_any_pieces_rebuilds_them_and_says_what_was_found(
    pieces: list[Piece], value: str, note: str
) -> None:
    reading = Reading(tuple(pieces), {value: (Found(value, 0, note),)}, "", ())
    text = write_ledger(_ORIGIN, reading, (note,))
    text.encode()  # it can be written to a file
    assert rebuild(text, _kept(reading)) == "".join(piece.raw for piece in pieces)
    ledger = read_whole(text)
    assert ledger.notes == (note,)
    assert ledger.facts == (Fact(value, value, 0, note),)
    assert ledger_text(ledger) == text


@pytest.mark.skipif(not _DATA.is_dir(), reason="../shared/data is absent: no real texts to rebuild")
def test_ledger_and_kept_text_rebuild_real_originals() -> None:
    for file in sorted([*_DATA.glob("raw/*"), *_DATA.glob("cruft_samples/*.txt")]):
        decoded = decode(file.read_bytes(), file.name)
        reading = read_plain_text(decoded.text)
        rebuilt = rebuild(write_ledger(_ORIGIN, reading, ()), _kept(reading))
        mark = {"utf-16-le": b"", "utf-16-be": b""}.get(decoded.encoding, b"")
        assert mark + rebuilt.encode(decoded.encoding) == file.read_bytes()


def test_a_ledger_says_what_its_original_was_an_entry_of() -> None:
    origin = Origin(
        "a.md", "_raw/a.xml", "00", "utf-8", "11", 2, "ab", "sana", "page-text", "feed.xml#3", "ff"
    )
    assert read_ledger(write_ledger(origin, Reading((), {}, "", ()), ())) == origin


def test_a_ledger_of_the_first_format_is_still_read() -> None:
    text = (
        "# Written by `site-builder import`.\nformat: 1\narticle: inbox/ferry.md\n"
        "original: _raw/inbox/ferry.txt\nsha256: 00ff\nencoding: utf-8\nwritten: 1e10\ndoubts: 0\n"
        "notes:\n- 'date: not stated'\nfacts:\n- {key: title, value: Ferry, line: 1, rule: headline}\n"
        "tags:\n- {tag: malta, times: 1, in_title: false, suggested: false}\nlines:\n"
        '- {line: 1, to: 1, fate: field, rule: headline, confidence: 95, keys: [title], raw: "Ferry\\n"}\n'
        "- {line: 2, to: 2, fate: text, characters: 4}\n"
    )
    assert read_ledger(text) == _ORIGIN
    assert read_whole(text).entries[1] == Entry(2, 2, "text", characters=4)
    assert rebuild(text, "Text") == "Ferry\nText"


@pytest.mark.parametrize("text", ["", "{", "[" * 900, "format: 9", "format: 2", "format: 2\nnotes: 1"])
def test_what_is_no_whole_ledger_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no ledger"):
        read_whole(text)


def test_the_kept_text_of_another_article_is_refused() -> None:
    ledger = write_ledger(_ORIGIN, read_plain_text("\n".join(_LINES)), ())
    with pytest.raises(ValueError, match="characters that were kept"):
        rebuild(ledger, "another text")


def test_every_line_that_left_the_text_stands_there_with_its_rule() -> None:
    ledger = write_ledger(_ORIGIN, read_plain_text("\n".join(_LINES)), ("date: not stated",))
    document = yaml.safe_load(ledger)
    assert document["notes"] == ["date: not stated"]
    assert document["facts"][0] == {"key": "title", "value": _LINES[0], "line": 1, "rule": "headline"}
    assert document["lines"] == [
        _entry(1, "field", "headline", 95, "Ferry sails again\n", ["title"]),
        _entry(2, "cut", "share-buttons", 98, "Share\n"),
        _entry(3, "field", "byline", 95, "By Ana Ruiz\n", ["authors"]),
        _entry(4, "field", "dateline", 95, "VALLETTA -- ", ["dateline"]),
        {"line": 4, "to": 4, "fate": "text", "characters": 32},
        _entry(5, "cut", "related-heading", 95, "ALSO:\n"),
        {"line": 6, "to": 6, "fate": "review", "rule": "number-alone", "confidence": 70, "characters": 2},
    ]


def test_a_ledger_says_which_files_it_is_about() -> None:
    assert read_ledger(write_ledger(_ORIGIN, read_plain_text("a"), ())) == _ORIGIN


@pytest.mark.parametrize(
    "text", ["", "- a", "format: 0", "{", "a: !!python/name:os.system", "[" * 900, "#" * 5000]
)
def test_what_is_no_ledger_is_read_as_none(text: str) -> None:
    assert read_ledger(text) is None


def _entry(
    line: int, fate: str, rule: str, confidence: int, raw: str, keys: list[str] | None = None
) -> dict[str, object]:
    entry = {"line": line, "to": line, "fate": fate, "rule": rule, "confidence": confidence, "raw": raw}
    return entry | ({"keys": keys} if keys else {})
