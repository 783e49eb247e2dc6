"""Bytes as text, and what is no text."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.importing.charset import LARGEST, decode
from site_builder.problems import ProblemsFound


def _code(raw: bytes) -> str:
    with pytest.raises(ProblemsFound) as caught:
        decode(raw, "raw.txt")
    (problem,) = caught.value.problems
    return f"{problem.place}: {problem.code}"


@pytest.mark.parametrize(
    ("raw", "text", "encoding"),
    [
        ("naïve “quotes”".encode(), "naïve “quotes”", "utf-8"),
        (b"\xef\xbb\xbfmarked", "\ufeffmarked", "utf-8"),
        ("\ufeffwide é".encode("utf-16-le"), "\ufeffwide é", "utf-16-le"),
        ("\ufeffwide é".encode("utf-16-be"), "\ufeffwide é", "utf-16-be"),
        (b"na\xefve \x93quotes\x94", "naïve “quotes”", "cp1252"),
        (b"one \x07 among many words", "one \x07 among many words", "utf-8"),
    ],
)
def test_a_text_is_read_in_its_encoding(raw: bytes, text: str, encoding: str) -> None:
    decoded = decode(raw, "raw.txt")
    assert decoded.encoding == encoding
    assert decoded.text == text


def test_only_a_guessed_encoding_is_noted() -> None:
    assert decode(b"caf\xe9", "raw.txt").note.startswith("text: not in UTF-8, read as Windows-1252")
    assert decode("café".encode(), "raw.txt").note == ""


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "raw.txt: empty-file"),
        (b" \r\n\t", "raw.txt: empty-file"),
        (b"a" * (LARGEST + 1), "raw.txt: too-large"),
        (b"%PDF-1.4\n\x00\x01", "raw.txt:2: not-text"),
        (b"\x89PNG\r\n\x1a\n\x00", "raw.txt:2: not-text"),
        (b"\xff\xfe\x00", "raw.txt:1: not-text"),
        (b"one\ntwo \xe9 \x81", "raw.txt:2: not-text"),
        (b"\x01\x02\x03 few words", "raw.txt:1: not-text"),
    ],
)
def test_what_is_no_text_is_refused_where_it_shows(raw: bytes, code: str) -> None:
    assert _code(raw) == code


@given(st.binary(max_size=60))
def test_any_bytes_are_refused_in_words_or_read_without_losing_one(raw: bytes) -> None:
    with suppress(ProblemsFound):
        decoded = decode(raw, "raw.txt")
        assert decoded.text.encode(decoded.encoding) == raw
