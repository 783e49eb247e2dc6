"""A raw text's passages: what a reader takes for one thing, and nothing lost between them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.importing.plain.passages import is_prose, split_passages, tidy

_WRAPPED = (
    "The ferry that links the two islands will sail again on Friday, its\n"
    "owner said, three weeks after a storm tore away the landing stage\n"
    "and left two hundred people without a way to the mainland.\n"
    "Fishermen had carried them in the meantime, and asked for nothing.\n"
)


def _texts(text: str, *alone: str) -> list[str]:
    return [passage.text for passage in split_passages(text, lambda line: line in alone)]


@given(st.text(st.sampled_from("ab. \t\r\n\x00\u2028é")))
def test_passages_hold_every_character_once_and_in_order(text: str) -> None:
    passages = split_passages(text, lambda line: False)
    assert "".join(passage.raw for passage in passages) == text


@given(st.lists(st.sampled_from(["a", "b\r", "c\r\n", "d\n", "\n", "\r\n", "e"]), max_size=12))
def test_a_passage_knows_the_line_it_begins_on(parts: list[str]) -> None:
    text = "".join(parts)
    before = ""
    for passage in split_passages(text, lambda line: False):
        assert passage.line == len(f"{before}x".replace("\r\n", "\n").replace("\r", "\n").split("\n"))
        before += passage.raw


def test_lines_without_a_width_are_a_passage_each_with_the_blank_lines_after_them() -> None:
    passages = split_passages("\none\ntwo\n\n\nthree", lambda line: False)
    assert [(p.line, p.raw, p.text) for p in passages] == [
        (1, "\n", ""),
        (2, "one\n", "one"),
        (3, "two\n\n\n", "two"),
        (6, "three", "three"),
    ]


def test_a_line_that_breaks_off_goes_on_in_small_letters_though_few_lines_show_no_width() -> None:
    mail = "The ferry sailed again on Friday. People gathered\naround it and sang.\n\nIt left at noon.\n"
    assert _texts(mail) == [
        "The ferry sailed again on Friday. People gathered around it and sang.",
        "It left at noon.",
    ]


@pytest.mark.parametrize(
    "lines",
    [
        "A headline of the usual length that is not short\nby jane doe",
        "The ferry sailed again on Friday, its owner said.\nand more",
        "Share this\nprint this",
        "The ferry sailed again on Friday. People gathered\nAround the harbour",
    ],
)
def test_lines_that_do_not_break_off_amid_a_sentence_stay_apart(lines: str) -> None:
    assert _texts(lines) == lines.split("\n")


def test_lines_wrapped_at_a_width_are_one_passage() -> None:
    assert _texts(f"A title\n\n{_WRAPPED}\nThe end.") == ["A title", " ".join(_WRAPPED.split()), "The end."]


def test_a_short_line_ends_a_wrapped_passage() -> None:
    first, second = _WRAPPED + "It was late.\n", "The mayor said so.\n"
    assert _texts(first + second) == [" ".join(first.split()), "The mayor said so."]


def test_a_button_amid_wrapped_lines_stays_alone() -> None:
    first, rest = _WRAPPED.split("\n", 1)
    assert _texts(f"{first}\nAdvertisement\n{rest}", "Advertisement")[:2] == [first, "Advertisement"]


@pytest.mark.parametrize(
    ("text", "prose"),
    [
        ("The two sides met in the capital on Monday.", True),
        ("“We will not leave before they do,” she said.", True),
        ("“Who would have thought it of them?”", True),
        ("اجتمع الطرفان في العاصمة يوم الاثنين۔", True),
        ("word " * 30, True),
        ("Ferry sails again after storm", False),
        ("Who pays for the ferry this time?", False),
        ("Ferry owner to be heard in the U.S.", False),
        ("Enough is enough.", False),
    ],
)
def test_prose_is_long_or_ends_a_sentence(text: str, prose: bool) -> None:
    assert is_prose(text) is prose


def test_what_no_reader_sees_is_tidied_away_and_joiners_stay() -> None:
    assert tidy("\ufeff a\x00b\u202e\tc\u2028d می\u200cخواهم ") == "ab c d می\u200cخواهم"
