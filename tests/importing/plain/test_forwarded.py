"""Mails that were passed on: the first one's head is facts, and what was written above it is no story."""

from __future__ import annotations

import pytest

from site_builder.importing.plain.passages import line_ends
from site_builder.importing.plain.plain_text import read_plain_text
from site_builder.importing.reading import Reading

_STORY = """The ferry of the island sailed again on Monday, three weeks after the
storm that had taken its pier, the shipping company said in a statement.

Two crossings a day are planned until the end of the month, and the mayor
wants more of them.
"""
_GMAIL = """Hi Tom, can we take this one up?

Thanks,
Anna

---------- Forwarded message ---------
From: Island Post <news@island.example>
Date: Mon, Mar 12, 2012 at 9:15 AM
Subject: Ferry sails again
To: <anna@desk.example>

"""
_OUTLOOK = """Please see below.

________________________________
From: Island Post [mailto:news@island.example]
Sent: Monday, March 12, 2012 9:15 AM
To: Anna Smith
Cc: Tom
Subject: FW: Ferry sails again

"""
_THUNDERBIRD = """-------- Forwarded Message --------
Subject: \tFerry sails again
Date: \tMon, 12 Mar 2012 09:15:00 +0100
From: \tIsland Post <news@island.example>
To: \tanna@desk.example

"""
_FRENCH = """Bonjour, voici l’article.

De : Island Post
Envoyé : lundi 12 mars 2012 09:15
À : Anna
Objet : TR: Ferry sails again

"""
_APPLE_HEAD = """From: Island Post <news@island.example>
Subject: Ferry sails again
Date: March 12, 2012 at 9:15:00 AM GMT+1
To: anna@desk.example

"""
_APPLE = "Look at this!\n\nBegin forwarded message:\n\n"
_TWICE = f"""FYI

---------- Forwarded message ---------
From: Bob <bob@desk.example>
Date: Tue, Mar 13, 2012 at 10:15 AM
Subject: Fwd: Ferry sails again

Interesting.

{_GMAIL.partition("Anna" + chr(10) * 2)[2]}"""


def _read(text: str) -> Reading:
    reading = read_plain_text(text)
    assert "".join(piece.raw for piece in reading.pieces) == text
    return reading


def _facts(reading: Reading) -> dict[str, list[str]]:
    return {key: [found.value for found in every] for key, every in reading.facts.items()}


_STATED = {"publisher": ["Island Post"], "date": ["2012-03-12"], "title": ["Ferry sails again"]}


@pytest.mark.parametrize(
    "head", [_GMAIL, _OUTLOOK, _THUNDERBIRD, _TWICE, _APPLE + _APPLE_HEAD], ids=lambda head: head[:12]
)
def test_the_first_mails_head_is_facts_and_the_story_alone_is_left(head: str) -> None:
    reading = _read(head + _STORY)
    assert _facts(reading) == _STATED
    assert reading.body == _STORY
    assert reading.notes == ()
    assert {piece.rule for piece in reading.pieces} <= {"", "forwarder", "forwarded-head", "separator"}


def test_a_head_in_another_language_is_read_with_its_date() -> None:
    story = (
        "Le ferry de l’île a repris la mer lundi, trois semaines après la tempête qui avait emporté la jetée."
        " Il y aura deux traversées par jour, mais les habitants en demandent plus, et le"
        " maire est d’accord.\n"
    )
    reading = _read(_FRENCH + story)
    assert _facts(reading) == _STATED
    assert reading.body == story


def test_marks_of_quoting_are_cut_from_the_first_mail_and_its_dateline_is_read() -> None:
    quoted = "".join(f"> {line}\n" for line in (_APPLE_HEAD + "PARIS (AFP) — " + _STORY).splitlines())
    reading = _read(_APPLE + quoted)
    assert _facts(reading) == {**_STATED, "dateline": ["Paris"], "agency": ["AFP"]}
    assert reading.body == _STORY
    cut = {piece.raw for piece in reading.pieces if piece.rule == "quote-mark"}
    assert cut == {"> "}


def test_much_that_is_written_above_the_first_mail_stays_under_a_mark() -> None:
    above = (
        "I have spoken with the company, and with the mayor, and this is what each of them had to say. " * 4
    )
    reading = _read(f"{above}\n\n{_GMAIL}{_STORY}")
    assert "I have spoken" in reading.body
    assert reading.notes[0].startswith("text: marked 'forwarder' and left in, line 1")


def test_a_date_of_the_head_that_nobody_can_read_stays_under_a_mark() -> None:
    reading = _read(_GMAIL.replace("Mon, Mar 12, 2012 at 9:15 AM", "03/04/2012 9:15") + _STORY)
    assert "date" not in reading.facts
    assert "[[review: doubtful-date]] Date: 03/04/2012" in reading.body


@pytest.mark.parametrize(
    "text",
    [
        f"From: here to there\n\n{_STORY}",
        f"Subject: the ferry\nTo: all who cross\n\n{_STORY}",
        f"{_STORY}\n-- Original message --\n\n{_STORY}",
        f"> {_STORY}",
        f"{_STORY}\nBegin forwarded message:\n\n> Who\n> asked\n> that?\n\n{_STORY}",
        f"Mayor's mails are out\nBy Ana Ruiz\n\n{_OUTLOOK.partition('_')[2]}{_STORY}",
        f"Mayor's mails are out\n\n{_STORY * 3}\n{_OUTLOOK.partition('_')[2]}{_STORY}",
    ],
)
def test_a_text_without_such_a_head_and_a_story_that_quotes_a_mail_are_no_mail(text: str) -> None:
    rules = {piece.rule for piece in _read(text).pieces}
    assert not {"forwarder", "forwarded-head", "quote-mark"} & rules


def test_no_line_of_a_head_is_as_long_as_a_paragraph() -> None:
    """A sender of a hundred thousand letters, read as one, would take an hour."""
    head = "---------- Forwarded message ---------\nSubject: Ferry sails again\nFrom: Island Post\n"
    reading = _read(f"{head}\nTo: {'a' * 100_000}\n\n{_STORY}")
    assert reading.body.startswith("To: aaa")
    assert "title" in reading.facts


def test_lines_are_counted_through_a_head() -> None:
    reading = _read(_GMAIL + _STORY)
    assert reading.facts["title"][0].line == 1 + line_ends(_GMAIL.partition("Subject")[0])
