"""A raw text read as a whole: story, facts and furniture, and not a character lost."""

from __future__ import annotations

import gzip
import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.importing.plain.line_rules import LINE_RULES, Rule
from site_builder.importing.plain.plain_text import read_plain_text
from site_builder.importing.plain.repairs import repaired
from site_builder.importing.reading import Reading

_DATA = Path(__file__).parents[4] / "shared" / "data"
needs_data = pytest.mark.skipif(not _DATA.is_dir(), reason="the shared sample texts are not here")

_FERRY = """\
Skip to main content

Ferry: Islanders cross again after the storm

Share

By Ana Ruiz | March 12, 2012

This post was first written for a blog platform and may lack its pictures.

REPORTING FROM VALLETTA -- The ferry sailed again on Monday, three weeks after the storm.

Advertisement

Nobody had believed that the owner, who is seventy, would pay for the landing stage himself.

Not before the spring

"We had the *choice* of [two] stages," he said, "and took the <b>cheaper</b> one."

ALSO:

Who pays for the ferry this time?

Advertisement

Mayor to be heard in the U.S.

-- Juan Pérez

(Photo: Ana Ruiz)
"""
_PROSE = "The ferry sailed again on Monday, three weeks after the storm."
_SHAPES = [
    *_FERRY.splitlines(),
    "",
    "",
    "7",
    "Updated 03/04/2012",
    "\x00odd\u202e",
    "- a list",
    "More: Ferry sails",
]


def _read(text: str) -> Reading:
    return read_plain_text(text)


def _fates(reading: Reading, fate: str) -> list[tuple[int, str]]:
    return [(piece.line, piece.rule) for piece in reading.pieces if piece.fate == fate]


def test_the_story_stays_and_nothing_else() -> None:
    assert _read(_FERRY).body == (
        "The ferry sailed again on Monday, three weeks after the storm.\n\n"
        "Nobody had believed that the owner, who is seventy, would pay for the landing stage himself.\n\n"
        "Not before the spring\n\n"
        '"We had the \\*choice\\* of [two] stages," he said, "and took the \\<b>cheaper\\</b> one."\n'
    )


def test_each_fact_is_stated_somewhere_by_some_rule() -> None:
    facts = {key: [(f.value, f.line, f.rule) for f in found] for key, found in _read(_FERRY).facts.items()}
    assert facts == {
        "title": [("Ferry: Islanders cross again after the storm", 3, "headline")],
        "authors": [("Ana Ruiz", 7, "byline"), ("Juan Pérez", 29, "sign-off")],
        "date": [("2012-03-12", 7, "byline")],
        "dateline": [("Valletta", 11, "dateline")],
        "also": [
            ("Who pays for the ferry this time?", 23, "related-list"),
            ("Mayor to be heard in the U.S.", 27, "related-list"),
        ],
        "captions": [("(Photo: Ana Ruiz)", 31, "photo-credit")],
    }


def test_furniture_is_cut_by_a_named_rule() -> None:
    reading = _read(_FERRY)
    assert _fates(reading, "cut") == [
        (1, "menu"),
        (5, "share-buttons"),
        (9, "archive-notice"),
        (13, "advertisement"),
        (21, "related-heading"),
        (25, "advertisement"),
    ]
    assert reading.notes == ()


@given(st.lists(st.sampled_from(_SHAPES)), st.sampled_from(["\n", "\r\n", "\r"]))
def test_every_character_of_the_raw_text_has_one_fate(lines: list[str], end: str) -> None:
    text = end.join(lines)
    pieces = _read(text).pieces
    assert "".join(piece.raw for piece in pieces) == text
    assert all(piece.raw and (piece.rule or piece.fate == "text") for piece in pieces)


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    assert "".join(piece.raw for piece in _read(text).pieces) == text


@given(st.lists(st.sampled_from(_SHAPES)))
def test_a_field_s_value_stands_in_its_passage(lines: list[str]) -> None:
    reading = _read("\n".join(lines))
    # Lines that were wrapped are joined by a space, what no text may hold is left out, dashes are repaired.
    raw = repaired("".join(piece.raw for piece in reading.pieces if piece.fate == "field")).lower()
    stated = " ".join(raw.replace("\x00", "").replace("\u202e", "").split())
    for key in set(reading.facts) - {"date", "updated"}:
        assert all(found.value.lower() in stated for found in reading.facts[key])


def test_a_list_amid_the_story_is_left_in_under_a_mark() -> None:
    prose = "The ferry sailed again on Monday, three weeks after the storm."
    reading = _read(f"Ferry sails\n\n{prose}\n\nRELATED:\n\nMayor in court\n\n{prose}\n")
    assert reading.body == (
        f"{prose}\n\n[[review: related-heading]] RELATED:\n\n"
        f"[[review: related-list]] Mayor in court\n\n{prose}\n"
    )
    assert "also" not in reading.facts
    assert reading.notes == (
        "text: marked 'related-heading' and left in, line 5",
        "text: marked 'related-list' and left in, line 7",
    )


def test_a_byline_within_the_story_is_text() -> None:
    prose = "The ferry sailed again on Monday, three weeks after the storm."
    assert "authors" not in _read(f"Ferry sails\n\n{prose}\n\nBy Ana Ruiz\n\n{prose}\n").facts


def test_a_headline_that_is_repeated_before_the_story_is_cut() -> None:
    reading = _read("Ferry sails again\n\nFerry sails again\n\nIt left the harbour at noon, they said.\n")
    assert _fates(reading, "cut") == [(3, "repeated-headline")]


def test_one_or_two_words_above_a_longer_line_are_not_the_headline_and_stay_under_a_mark() -> None:
    reading = _read("Breaking News\n\nFerry sails again after the storm\n\nIt left at noon, they all said.\n")
    assert [(f.value, f.line) for f in reading.facts["title"]] == [("Ferry sails again after the storm", 3)]
    assert [piece.confidence for piece in reading.pieces if piece.rule == "headline"] == [90]
    assert reading.body == "[[review: doubtful-headline]] Breaking News\n\nIt left at noon, they all said.\n"
    assert reading.notes == ("text: marked 'doubtful-headline' and left in, line 1",)


@pytest.mark.parametrize("below", ["", "at the harbour of the island\n\n", "Ana goes home\n\n"])
def test_two_words_are_the_headline_where_no_longer_one_follows(below: str) -> None:
    reading = _read(f"Ferry sails\n\n{below}It left the harbour at noon, they said.\n")
    assert reading.first("title") == "Ferry sails"
    assert reading.notes == ()


def test_a_labelled_headline_goes_before_the_first_line() -> None:
    reading = _read(
        "Island Post\nTitle: Ferry sails\nURL: https://example.org/f\nIt left the harbour at noon today.\n"
    )
    assert (reading.first("title"), reading.first("url")) == ("Ferry sails", "https://example.org/f")
    assert reading.body.startswith("Island Post\n")


def test_a_text_that_begins_with_prose_states_no_title() -> None:
    assert _read("The ferry sailed again on Monday, they said.\n").first("title") == ""


def test_a_line_that_ends_with_a_colon_is_no_title() -> None:
    assert _read("Urgent:\n\nFerry sails again\n").first("title") == "Ferry sails again"


def test_unseen_characters_are_cut_out_of_the_text_one_by_one() -> None:
    reading = _read("Ferry sails\n\nIt left\x00 the\u202e harbour at noon, they said.\n")
    assert reading.body == "It left the harbour at noon, they said.\n"
    assert _fates(reading, "cut") == [(3, "unseen-character")] * 2


def test_a_doubtful_date_is_marked_and_never_taken() -> None:
    reading = _read("Ferry sails\n\n03/04/2012\n\nIt left the harbour at noon, they said.\n")
    assert "date" not in reading.facts
    assert reading.body.startswith("[[review: doubtful-date]] 03/04/2012\n")


def test_the_first_word_that_tells_a_day_is_kept_for_want_of_a_date() -> None:
    day = _read(_FERRY).day_word
    assert day is not None
    assert (day.value, day.line) == ("Monday", 11)


def test_letters_read_in_a_wrong_encoding_are_repaired_and_what_they_were_is_kept() -> None:
    raw = "Ferry sails\n\nHe said â€œyesâ€\x9d to all of them, they said.\n"
    reading = _read(raw)
    assert reading.body == "He said “yes” to all of them, they said.\n"
    changed = [(piece.raw, piece.becomes, piece.rule) for piece in reading.pieces if piece.fate == "repair"]
    assert changed == [("â€œ", "“", "mojibake"), ("â€\x9d", "”", "mojibake")]
    assert "".join(piece.raw for piece in reading.pieces) == raw
    assert reading.notes == ()


def test_letters_that_no_repair_brings_back_are_noted() -> None:
    reading = _read("Ferry sails\n\nHe said â€? to all of them, they said.\n")
    assert reading.notes == ("text: 'â€?' in line 3 looks like letters read in the wrong encoding",)


def test_a_trail_of_sections_is_no_headline() -> None:
    reading = _read(f"News | World | Islands\n\nFerry sails again\n\n{_PROSE}\n")
    assert reading.first("title") == "Ferry sails again"
    assert reading.all("section") == ("News", "World", "Islands")


def test_a_headline_joined_to_the_first_paragraph_is_cut_from_it_also_before_a_dateline() -> None:
    title = "Ferry sails again after storm"
    for place in ("", "VALLETTA (AP) — "):
        reading = _read(f"{title}\n\n{title} {place}{_PROSE}\n")
        assert reading.body == f"{_PROSE}\n"
        assert _fates(reading, "cut") == [(3, "repeated-headline")]
    assert reading.first("dateline") == "Valletta"
    assert "".join(piece.raw for piece in reading.pieces).count(title) == 2


@pytest.mark.parametrize(
    "lead", ["Share All sharing options for: ", "The ferry on Monday. | A. Ruiz/Getty Images "]
)
def test_a_button_or_a_caption_may_stand_before_the_joined_headline(lead: str) -> None:
    title = "Ferry sails again after storm"
    reading = _read(f"{title}\n\n{lead}{title} {_PROSE}\n")
    assert reading.body == f"{_PROSE}\n"
    assert reading.all("captions") == ((lead.strip(),) if "Getty" in lead else ())


def test_the_points_of_a_summary_are_data_and_none_is_the_headline() -> None:
    reading = _read(f"Story highlights The ferry sails again\n\nNobody had believed it\n\n{_PROSE}\n")
    assert reading.all("highlights") == ("The ferry sails again", "Nobody had believed it")
    assert (reading.first("title"), reading.body) == ("", f"{_PROSE}\n")


def test_several_headlines_under_a_heading_amid_the_story_are_a_list_of_other_articles() -> None:
    reading = _read(
        f"Ferry sails\n\n{_PROSE}\n\nREAD MORE:\n\nMayor in court\n\nStorm takes roof\n\n{_PROSE}\n"
    )
    assert reading.all("also") == ("Mayor in court", "Storm takes roof")
    assert reading.body == f"{_PROSE}\n\n{_PROSE}\n"


def test_a_sentence_that_begins_like_the_headline_is_whole() -> None:
    reading = _read(
        f"Ferry sails again after storm\n\nFerry sails again after storm that sank it, they said. {_PROSE}\n"
    )
    assert reading.body.startswith("Ferry sails again after storm that sank it")


def test_authors_stated_twice_are_stated_once() -> None:
    reading = _read(
        f"Ferry sails again\n\nBy\n\nAna Ruiz\n\nAna Ruiz\n\n12 March 2012 | 14:20 GMT\n\n{_PROSE}\n"
    )
    assert (reading.all("authors"), reading.first("date")) == (("Ana Ruiz",), "2012-03-12")
    assert reading.body == f"{_PROSE}\n"


def test_a_correction_and_an_editor_s_note_stay_and_are_data_as_well() -> None:
    note, correction = (
        "Editor's note: The owner is a reader.",
        "Correction: The ferry is older than we wrote.",
    )
    reading = _read(f"Ferry sails again\n\n{note}\n\n{_PROSE}\n\n{correction}\n")
    assert reading.body == f"{note}\n\n{_PROSE}\n\n{correction}\n"
    assert (reading.all("notes"), reading.all("corrections")) == ((note,), (correction,))


def test_a_line_that_recurs_in_the_source_waits_for_approval() -> None:
    text = f"Ferry sails again\n\n{_PROSE}\n\nIsland Post 12 staff pick\n"
    reading = read_plain_text(text, recurring={"Island Post ## staff pick"})
    assert "[[review: recurring-line]] Island Post 12 staff pick" in reading.body


@pytest.mark.parametrize(
    "line", ["\n", " \n", "Share\n", "a\n", "ALSO:\n", "x " * 500, "â€", "Ferry sails again\n", "« », ''``"]
)
def test_time_grows_with_the_text_and_not_faster(line: str) -> None:
    def took(times: int) -> float:
        started = time.process_time()
        read_plain_text(line * times)
        return time.process_time() - started

    few = 40_000 // len(line)
    took(few // 4)
    assert min(took(few * 2) for _ in range(3)) < 3 * min(took(few) for _ in range(3)) + 0.05


def test_a_text_of_furniture_alone_says_that_no_story_is_left() -> None:
    assert _read("Share\n\nAdvertisement\n").notes == (
        "text: no story is left once furniture and fields are out",
    )


def test_a_source_s_own_rules_may_be_added() -> None:
    text = "Ferry sails\n\nIsland Post staff pick\n\nIt left the harbour at noon, they said.\n"
    rules = (Rule("staff-pick", "island post staff pick"), *LINE_RULES)
    assert "staff pick" not in read_plain_text(text, rules=rules).body


@needs_data
def test_the_first_raw_article_of_the_project_is_read_right() -> None:
    (sample,) = (_DATA / "raw").glob("*.txt")
    text = sample.read_text("utf-8")
    reading = read_plain_text(text)
    lines = [line for line in text.splitlines() if line]
    assert reading.all("title") == (lines[1],)
    assert reading.all("dateline") == ("Beirut",)
    assert reading.all("authors") == (lines[-2].removeprefix("-- "),)
    start = lines.index("ALSO:") + 1
    assert reading.all("also") == tuple(lines[start : start + 3])
    story = [line for line in lines[4 : start - 1] if line != "Advertisement"]
    assert reading.body.split("\n\n") == [story[0].split(" -- ")[1], *story[1:-1], story[-1] + "\n"]
    assert reading.notes == ()


@needs_data
@pytest.mark.parametrize("name", sorted(p.name for p in (_DATA / "cruft_samples").glob("*.txt")))
def test_scraped_texts_lose_nothing_and_keep_their_headline(name: str) -> None:
    text = (_DATA / "cruft_samples" / name).read_bytes().decode()
    reading = _read(text)
    assert "".join(piece.raw for piece in reading.pieces) == text
    assert reading.first("title") == " ".join(text.split("\n", 1)[0].split())


@needs_data
def test_real_pages_lose_nothing_and_every_piece_that_left_names_its_rule() -> None:
    with gzip.open(_DATA / "html_articles/plaintext_pairs.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    for text in (row[kind] for row in rows for kind in ("html_text_all", "resiliparse", "readability_js")):
        pieces = _read(text).pieces
        assert "".join(piece.raw for piece in pieces) == text
        assert all(piece.raw and (piece.rule or piece.fate == "text") for piece in pieces)


def test_a_mail_s_signature_is_cut_and_a_line_of_dashes_amid_a_text_cuts_nothing() -> None:
    told = "The ferry sailed again on Friday, its owner told the paper.\n"
    read = _read(f"A ferry sails\n\n{told}\n-- \nAna Ruiz\n+961 1 000 000\n")
    assert read.body == told
    assert [(p.line, p.rule) for p in read.pieces if p.fate == "cut"] == [
        *((line, "mail-signature") for line in (5, 6, 7)),
    ]
    assert "Ana Ruiz" in _read(f"A ferry sails\n\n{told}\n--\nAna Ruiz\n+961 1 000 000\n").body


def test_a_dateline_s_day_is_named_where_no_date_is_stated() -> None:
    read = _read("A ferry sails\n\nTRIPOLI, April 18 (Wire) - The ferry sailed again on Friday, it said.\n")
    assert read.filed is not None
    assert (read.filed.value, read.filed.line) == ("April 18", 3)
    assert read.day_word is not None
    assert read.day_word.value == "Friday"
