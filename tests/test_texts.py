"""Bytes to clean text: encodings, and characters that no page may hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.problems import Problem
from site_builder.texts import UNWANTED, clean, decode, find_unwanted, runs_from_left, runs_from_right


def error(data: bytes) -> Problem:
    text, (problem,) = decode(data, "a.md")
    assert text is None
    assert problem.level == "error"
    assert problem.code == "not-utf8"
    return problem


def test_clean_text_is_given_as_it_is() -> None:
    text = "«Été»\r\n\tالسلام\u200f — 🏳️‍🌈 \xa0\n"
    assert decode(text.encode(), "a.md") == (text, ())


def test_a_byte_order_mark_is_dropped_without_a_word() -> None:
    assert decode(b"\xef\xbb\xbf---\r\n", "a.md") == ("---\r\n", ())


@pytest.mark.parametrize(
    ("data", "line", "offset", "byte", "kind"),
    [
        ("a\nb\ncafé".encode("latin-1"), 3, 7, "0xE9", "Latin-1 or Windows-1252"),
        ("“quoted”".encode("cp1252"), 1, 0, "0x93", "Windows-1252"),
        (b"a \x81 b", 1, 2, "0x81", "no common encoding"),
        ("title: a\n".encode("utf-16"), 1, 0, "0xFF", "UTF-16"),
        ("title: a\n".encode("utf-16-le"), 1, 1, "0x00", "UTF-16"),
        ("title: a\n".encode("utf-16-be"), 1, 0, "0x00", "UTF-16"),
        (b"GIF89a\n\0\0\0", 2, 7, "0x00", "no text at all"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 1, 0, "0x89", "no text at all"),
    ],
)
def test_what_is_not_utf8_is_an_error_with_its_byte_and_a_guess(
    data: bytes, line: int, offset: int, byte: str, kind: str
) -> None:
    problem = error(data)
    expected = f"the file is not UTF-8: byte {byte} at offset {offset}; it looks like {kind}"
    assert (problem.place.line, problem.message) == (line, expected)
    assert problem.remedy


def test_the_remedy_for_an_old_encoding_converts_it() -> None:
    assert "iconv -f WINDOWS-1252 -t UTF-8" in error("café".encode("cp1252")).remedy


def test_unwanted_characters_are_left_out_with_one_warning_that_lists_their_lines() -> None:
    text, (warning,) = decode("a\0b\nc\n\u202ed\x07\n".encode(), "a.md")
    assert text == "ab\nc\nd\n"
    assert warning.level == "warning"
    assert str(warning.place) == "a.md:1:2"
    assert warning.message == (
        "U+0000 (control character) is left out, as are 2 more unwanted characters; lines 1, 3"
    )


def test_a_second_unwanted_character_is_one_more() -> None:
    _, (warning,) = decode("a\u202eb\nc\u202e\n".encode(), "a.md")
    assert warning.message.endswith(" is left out, as is one more; lines 1, 2")


@pytest.mark.parametrize(
    ("text", "from_right"),
    [("مجلس الأمن", True), ("مجلس الأمن UN", True), ("The word سلام means peace", False), ("1948: 3", False)],
)
def test_a_text_runs_from_right_where_most_of_its_letters_do(text: str, from_right: bool) -> None:
    assert runs_from_right(text) is from_right


@pytest.mark.parametrize(
    ("text", "from_left"),
    [("Council sends 300 observers", True), ("Kofi Annan", False), ("مجلس الأمن UN in New York", False)],
)
def test_a_text_runs_from_left_where_it_is_more_than_names_and_no_letter_is_of_another_script(
    text: str, from_left: bool
) -> None:
    assert runs_from_left(text) is from_left


def test_a_separator_becomes_a_space_so_that_words_do_not_grow_together() -> None:
    assert clean("a\u2028b\x85c\x0cd") == "a b c d"


def test_the_escape_of_an_overlong_or_half_character_is_not_utf8() -> None:
    assert "0xC0" in error(b"a\xc0\x80").message
    assert "0xED" in error("\ud800".encode("utf-8", "surrogatepass")).message


def test_every_unwanted_character_is_found_wherever_it_stands() -> None:
    unwanted = [c for c in map(chr, range(0x10000)) if UNWANTED.match(c)]
    assert len(unwanted) > 2000  # with the surrogates
    assert all(find_unwanted(f"é\n{c}") for c in unwanted)


@given(st.binary(max_size=80))
def test_any_bytes_give_clean_text_or_an_error(data: bytes) -> None:
    text, problems = decode(data, "a.md")
    if text is None:
        assert [p.level for p in problems] == ["error"]
    else:
        assert find_unwanted(text) is None
        assert bool(problems) == (text.encode() != data.removeprefix(b"\xef\xbb\xbf"))


@given(st.text())
def test_cleaning_leaves_nothing_unwanted_and_touches_nothing_else(text: str) -> None:
    cleaned = clean(text)
    assert find_unwanted(cleaned) is None
    assert (cleaned == text) == (find_unwanted(text) is None)
