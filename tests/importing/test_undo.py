"""Putting back what was cut: at its place, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from imports import import_text

from site_builder.importing.ledger import read_whole, rebuild
from site_builder.importing.ledger_view import explain
from site_builder.importing.undo import NoPlace, Removed, line_shape, removed_lines, undo, undone_lines
from site_builder.settings import Settings, SourceSetting

_LINES = [
    "Ferry sails again",
    "",
    "Share",
    "VALLETTA -- It left the harbour at noon, they all said.",
    "",
    "Advertisement",
    "",
    "Nobody was hurt in the 2 storms, said the captain.",
    "",
    "Copyright 2012 The Malta Paper",
]
_TEXT = "\n".join(_LINES) + "\n"


def _imported(text: str = _TEXT) -> tuple[str, str]:
    """The article and the ledger."""
    settings = Settings(title="Digest", sources={"malta": SourceSetting("The Malta Paper")})
    imported = import_text(text.encode(), "ferry.txt", settings, source="malta")
    return imported.markdown, imported.ledger


def _body(article: str) -> str:
    return article.rpartition("---\n")[2]


def test_every_line_that_was_taken_out_as_a_whole_can_be_put_back() -> None:
    _, ledger = _imported()
    assert removed_lines(ledger, _TEXT) == (
        Removed(1, "Ferry sails again", "headline 95% → title"),
        Removed(3, "Share", "share-buttons 98%"),
        Removed(6, "Advertisement", "advertisement 100%"),
        Removed(10, "Copyright 2012 The Malta Paper", "copyright 95%"),
    )


def test_a_line_that_can_be_put_back_is_named_as_where_all_lines_are_shown() -> None:
    _, ledger = _imported()
    margins = {(line.number, line.margin) for line in explain(ledger, _TEXT)}
    assert {(removed.line, removed.why) for removed in removed_lines(ledger, _TEXT)} <= margins


@pytest.mark.parametrize(
    ("line", "paragraphs"),
    [
        (1, ["Ferry sails again", "It left", "Nobody"]),
        (6, ["It left", "Advertisement", "Nobody"]),
        (10, ["It left", "Nobody", "Copyright 2012"]),
    ],
)
def test_a_line_goes_back_between_its_neighbours(line: int, paragraphs: list[str]) -> None:
    article, ledger = _imported()
    undone = undo(article, ledger, _TEXT, line)
    found = [paragraph.strip() for paragraph in _body(undone.article).split("\n\n")]
    assert len(found) == len(paragraphs)
    assert all(text.startswith(start) for text, start in zip(found, paragraphs, strict=True))
    assert undone.article.replace(f"{undone.text}\n\n", "").replace(f"\n\n{undone.text}", "") == article


def test_what_a_line_says_to_markdown_is_said_literally() -> None:
    text = _TEXT.replace("sails", "*sails*")
    article, ledger = _imported(text)
    assert undo(article, ledger, text, 1).text == r"Ferry \*sails\* again"


def test_the_ledger_records_what_was_put_back_and_by_which_rule_it_had_been_cut() -> None:
    article, ledger = _imported()
    undone = undo(article, ledger, _TEXT, 6)
    (entry,) = (entry for entry in read_whole(undone.ledger).entries if entry.undone)
    assert (entry.line, entry.to, entry.fate, entry.undone) == (6, 6, "text", "advertisement")
    assert [line.sign for line in explain(undone.ledger, _TEXT) if line.number == 6] == ["+"]
    assert undone_lines(undone.ledger) == ("malta", {"Advertisement"})


def test_what_was_put_back_cannot_be_put_back_again() -> None:
    article, ledger = _imported()
    undone = undo(article, ledger, _TEXT, 6)
    assert 6 not in {removed.line for removed in removed_lines(undone.ledger, _TEXT)}
    with pytest.raises(ValueError, match="line 6 was not taken out"):
        undo(undone.article, undone.ledger, _TEXT, 6)


def test_all_can_be_put_back_one_after_the_other_in_any_order() -> None:
    for order in ((1, 3, 6, 10), (10, 6, 3, 1), (6, 10, 1, 3)):
        article, ledger = _imported()
        for line in order:
            undone = undo(article, ledger, _TEXT, line)
            article, ledger = undone.article, undone.ledger
        starts = [paragraph.split()[0] for paragraph in _body(article).split("\n\n")]
        assert starts == ["Ferry", "Share", "It", "Advertisement", "Nobody", "Copyright"]


def test_lines_of_one_rule_can_be_put_back_together() -> None:
    text = _TEXT.replace("Advertisement\n", "Advertisement\nAdvertisement\n")
    article, ledger = _imported(text)
    undone = undo(article, ledger, text, 6, 7)
    assert undone.text == "Advertisement\nAdvertisement"
    with pytest.raises(ValueError, match="different rules"):
        undo(article, ledger, text, 3, 7)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (2, "line 2 is blank"),
        (4, "only a part of line 4 was taken out, and a part cannot be put back"),
        (8, "line 8 was not taken out"),
        (99, "there is no line 99: the last one of the original is 10"),
    ],
)
def test_what_was_not_taken_out_cannot_be_put_back_and_it_is_said_why(line: int, why: str) -> None:
    article, ledger = _imported()
    with pytest.raises(ValueError, match=f"^{why}$"):
        undo(article, ledger, _TEXT, line)


@pytest.mark.parametrize("edit", [("they all said", "they said"), ("Nobody was hurt", "All is well")])
def test_where_an_editor_has_changed_a_neighbour_nothing_is_done(edit: tuple[str, str]) -> None:
    article, ledger = _imported()
    with pytest.raises(NoPlace) as caught:
        undo(article.replace(*edit), ledger, _TEXT, 6)
    assert caught.value.text == "Advertisement"


def test_of_two_places_that_look_alike_neither_is_taken() -> None:
    article, ledger = _imported()
    with pytest.raises(NoPlace):
        undo(article + "\n" + _body(article), ledger, _TEXT, 6)


def test_an_edit_elsewhere_is_no_obstacle_and_stays() -> None:
    article, ledger = _imported()
    edited = article + "\nAn editor's paragraph.\n"
    assert _body(undo(edited, ledger, _TEXT, 6).article).endswith("\n\nAn editor's paragraph.\n")


def test_the_line_ends_of_an_article_stay() -> None:
    article, ledger = _imported()
    undone = undo(article.replace("\n", "\r\n"), ledger, _TEXT, 6)
    assert undone.article.replace("\r\n", "\n") == undo(article, ledger, _TEXT, 6).article
    assert "\n" not in undone.article.replace("\r\n", "")


def test_another_text_is_refused() -> None:
    article, ledger = _imported()
    for other in (_TEXT + "x", _TEXT.replace("Share", "Shout"), ""):
        with pytest.raises(ValueError, match="the ledger is about"):
            undo(article, ledger, other, 6)


def test_a_story_of_which_nothing_was_left_can_be_put_back() -> None:
    article, ledger = _imported("Share\n")
    assert _body(undo(article, ledger, "Share\n", 1).article).strip() == "Share"


def test_lines_that_differ_in_numbers_have_one_shape() -> None:
    assert line_shape("  Share 12,345 \r\n") == line_shape("Share 98,765") == "Share ##,###"


@given(st.lists(st.sampled_from([*_LINES, "Share", "By Ana Ruiz"])), st.sampled_from(["\n", "\r\n", "\r"]))
def test_whatever_is_put_back_the_ledger_rebuilds_what_was_read(lines: list[str], end: str) -> None:
    text = end.join(["Nothing is like the sea at night, he said.", *lines])
    article, ledger = _imported(text)
    kept = "".join(text_ for entry, text_ in _slices(ledger, text) if entry in {"text", "review"})
    for removed in removed_lines(ledger, text):
        try:
            undone = undo(article, ledger, text, removed.line)
        except NoPlace:
            continue
        article, ledger = undone.article, undone.ledger
        assert rebuild(ledger, kept) == text


def _slices(ledger: str, text: str) -> list[tuple[str, str]]:
    pieces, start = [], 0
    for entry in read_whole(ledger).entries:
        length = len(entry.raw) or entry.characters
        pieces.append((entry.fate, text[start : start + length]))
        start += length
    return pieces
