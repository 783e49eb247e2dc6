"""The ledger: with the text that stayed it gives the original back."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from site_builder.importing.ledger import Origin, read_ledger, rebuild, write_ledger
from site_builder.importing.plain.plain_text import read_plain_text
from site_builder.importing.reading import Reading

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
    reading = read_plain_text(text, {})
    ledger = write_ledger(_ORIGIN, reading, ())
    assert rebuild(ledger, _kept(reading)) == text


def test_the_kept_text_of_another_article_is_refused() -> None:
    ledger = write_ledger(_ORIGIN, read_plain_text("\n".join(_LINES), {}), ())
    with pytest.raises(ValueError, match="characters that were kept"):
        rebuild(ledger, "another text")


def test_every_line_that_left_the_text_stands_there_with_its_rule() -> None:
    ledger = write_ledger(_ORIGIN, read_plain_text("\n".join(_LINES), {}), ("date: not stated",))
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
    assert read_ledger(write_ledger(_ORIGIN, read_plain_text("a", {}), ())) == _ORIGIN


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
