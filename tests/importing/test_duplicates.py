"""The same text again: exactly, nearly, or not."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.importing.duplicates import (
    AT_ONCE,
    NEAR,
    head,
    least_in_heads,
    percent_alike,
    read_story,
    story_words,
)

_TEXT = " ".join(f"word{number}" for number in range(100))


def test_case_punctuation_and_line_ends_make_no_other_text() -> None:
    other = _TEXT.upper().replace(" ", ",\r\n")
    assert read_story(other) == read_story(_TEXT)


def test_links_and_review_marks_of_an_article_are_no_words_of_its_text() -> None:
    body = f"[[review: number-alone]] [{_TEXT}](https://example.com/a_(b)?c=d) *end*"
    assert story_words(body)[:100] == story_words(_TEXT)
    assert story_words("[a](https://example.com/b) c") == ["a", "c"]


def test_a_changed_word_in_a_hundred_leaves_a_text_nearly_the_same() -> None:
    other = read_story(_TEXT.replace("word50 ", "else "))
    assert percent_alike(read_story(_TEXT).grams, other.grams) == 91 * 100 // 101
    assert other.digest != read_story(_TEXT).digest


def test_a_script_without_spaces_is_compared_by_characters() -> None:
    text = "".join(chr(0x4E00 + number) for number in range(400))
    assert percent_alike(read_story(text).grams, read_story(text.replace("一", "二")).grams) >= NEAR


def test_a_short_text_is_the_same_only_under_the_same_title() -> None:
    assert read_story("Shares rose.", "Monday") == read_story("Shares  rose", "MONDAY")
    assert read_story("Shares rose.", "Monday").digest != read_story("Shares rose.", "Tuesday").digest
    assert not read_story("Shares rose.", "Monday").grams


def test_a_title_says_nothing_of_a_long_text() -> None:
    assert read_story(_TEXT, "Monday") == read_story(_TEXT, "Tuesday")


def test_what_is_no_text_is_compared_too() -> None:
    assert read_story("\ud800" * 400).digest == read_story("\ud800" * 400).digest
    assert percent_alike(read_story("").grams, read_story("").grams) == 0


@given(st.integers(10, 400), st.integers(0, 60), st.integers(0, 60), st.randoms(use_true_random=False))
def test_texts_that_are_alike_always_share_some_of_their_first_grams(
    common: int, own: int, others: int, random: Random
) -> None:
    numbers = random.sample(range(10**6), common + own + others)
    both = numbers[:common]
    one, other = sorted(both + numbers[common : common + own]), sorted(both + numbers[common + own :])
    if percent_alike(one, other) >= NEAR:
        in_common = len(set(head(one)).intersection(head(other)))
        assert in_common >= least_in_heads(len(one), len(other)) >= AT_ONCE


@pytest.mark.parametrize(("one", "other", "could"), [(80, 100, True), (79, 100, False), (100, 80, True)])
def test_texts_of_too_different_length_cannot_be_alike(one: int, other: int, could: bool) -> None:
    assert (least_in_heads(one, other) <= min(one, other)) is could
