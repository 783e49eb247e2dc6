"""Dump of a page or article: told from the text, and the story of a dump found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.importing.plain.passages import split_passages
from site_builder.importing.plain.plain_text import read_plain_text
from site_builder.importing.plain.shape import Shape, is_sentence, shape_of, word_count

_MENU = ["Home", "Search", "Sign in", "Island news", "Harbour", "Weather", "Fishing", "Sport", "Schools"]
_FOOTER = ["Contact us", "Privacy policy", "Jobs", "Facebook", "Twitter", "© 2012 Island Post"]
_TEASERS = ["Most read", "Mayor in court", "Storm takes a roof", "School to close", "Nets are cheaper"]
_HEADLINE = "Ferry sails again after the storm"
_STORY = [
    "The ferry that links the two islands sailed again on Monday, three weeks after a storm, its owner said.",
    "Fishermen had carried two hundred people in the meantime, and asked for nothing.",
    "Under sail again",
    '"We had the choice of two stages," he said, "and took the cheaper one, which will not last."',
    "The mayor, who was at the harbour with his whole family, said that nobody had believed in it.",
]
_DUMP = [f"{_HEADLINE} - Island Post", *_MENU, _HEADLINE, "By Ana Ruiz", *_STORY, *_TEASERS, *_FOOTER]


def _text(lines: list[str]) -> str:
    return "\n\n".join(lines) + "\n"


def _shape(lines: list[str]) -> Shape:
    return shape_of(split_passages(_text(lines), lambda line: False), ())


def test_a_dump_s_story_runs_from_its_headline_to_its_last_sentence() -> None:
    start = _DUMP.index(_HEADLINE)
    assert _shape(_DUMP) == Shape(True, start, _DUMP.index(_STORY[-1]) + 1, headline=True)


def test_an_article_is_no_dump() -> None:
    assert not _shape([_HEADLINE, "By Ana Ruiz", *_STORY]).dump


@pytest.mark.parametrize("lines", [[], [""], _MENU, [_HEADLINE, *["Ana Ruiz 12"] * 80, *_STORY]])
def test_short_lines_alone_make_no_dump(lines: list[str]) -> None:
    assert not _shape(lines).dump


def test_what_lies_around_the_story_is_cut_by_name_and_nothing_of_it_stays() -> None:
    reading = read_plain_text(_text(_DUMP))
    assert reading.body == _text(_STORY)
    assert (reading.first("title"), reading.first("authors")) == (_HEADLINE, "Ana Ruiz")
    cut = {piece.rule for piece in reading.pieces if piece.fate == "cut"}
    assert "outside-the-story" in cut


def test_captions_around_the_story_are_cut_by_a_rule_of_their_own_and_a_point_to_check_names_them() -> None:
    at = _DUMP.index("Most read")
    caption = "Image caption: The ferry at its new pier"
    reading = read_plain_text(
        _text([_DUMP[0], caption, *_DUMP[1:at], "Photo: Ana Ruiz/Reuters", *_DUMP[at:]])
    )
    cut = [piece.line for piece in reading.pieces if piece.rule == "caption-outside"]
    assert (reading.body, len(cut), cut[0]) == (_text(_STORY), 2, 3)
    lines = f"line {cut[0]}, {cut[1]}"
    assert f"captions: cut with what lies around the story, {lines}; is one of its picture?" in reading.notes


def test_a_long_sentence_at_the_edge_of_the_story_waits_for_an_editor() -> None:
    at = _DUMP.index("Most read") + 1
    edge = "Whoever wants to cross on Friday can buy a ticket at the harbour from eight in the morning."
    body = read_plain_text(_text([*_DUMP[:at], edge, *_DUMP[at:]])).body
    assert body == _text([*_STORY, f"[[review: edge-of-story]] {edge}"])


def test_without_its_headline_in_the_page_the_page_s_own_title_states_it() -> None:
    reading = read_plain_text(_text([line for line in _DUMP if line != _HEADLINE]))
    assert reading.facts["title"][0].value == _HEADLINE
    assert reading.facts["title"][0].rule == "page-title"


def test_a_short_label_before_the_first_sentence_goes_and_a_subheading_waits_for_an_editor() -> None:
    at = _DUMP.index("By Ana Ruiz")
    deck = "Nobody on either island had believed that"
    body = read_plain_text(_text([*_DUMP[:at], "Save", "Follow the topics", deck, *_DUMP[at:]])).body
    assert body == f"[[review: page-label]] {deck}\n\n" + _text(_STORY)


@given(st.lists(st.sampled_from([*_DUMP, "", "Comments", "Share"]), max_size=60))
def test_a_story_s_run_lies_within_the_text_and_no_character_is_lost(lines: list[str]) -> None:
    shape = _shape(lines)
    assert 0 <= shape.start <= shape.end <= max(1, len(lines))
    text = _text(lines)
    assert "".join(piece.raw for piece in read_plain_text(text).pieces) == text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("The ferry sailed again.", True),
        ("Will it sail on Friday?", True),
        ("Sail again", False),
        ("ferry harbour storm " * 10, False),
        ("the ferry, which had sailed before, came back to the harbour " * 3, True),
        ("渡船再次起航。船主说。", True),
    ],
)
def test_a_sentence_is_told_from_labels_and_lists_of_tags(text: str, sentence: bool) -> None:
    assert is_sentence(text, word_count(text)) is sentence
