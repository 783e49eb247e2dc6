"""What a passage states, and what it only seems to."""

from __future__ import annotations

import datetime

import pytest

from site_builder.importing.plain import fields
from site_builder.importing.plain.dates import is_doubtful_date, relative_day


def _authors(*names: str) -> fields.Stated:
    return tuple(("authors", name) for name in names)


@pytest.mark.parametrize(
    ("text", "authors"),
    [
        ("By Ana Ruiz", ["Ana Ruiz"]),
        ("BY ANA RUIZ AND T. J. O’NEILL", ["ANA RUIZ", "T. J. O’NEILL"]),
        (
            "By Ana Ruiz, Jean-Luc de la Tour and Émile Zola",
            ["Ana Ruiz", "Jean-Luc de la Tour", "Émile Zola"],
        ),
        ("by: Ana Ruiz, Staff Writer", ["Ana Ruiz"]),
        ("By Ana Ruiz, Island News, Washington", ["Ana Ruiz"]),
    ],
)
def test_a_byline_states_persons_and_leaves_out_their_offices(text: str, authors: list[str]) -> None:
    assert fields.byline(text) == _authors(*authors)


def test_a_byline_may_say_where_its_author_was() -> None:
    here = ("dateline", "New York")
    assert fields.byline("By Ana Ruiz in New York") == (*_authors("Ana Ruiz"), here)
    assert fields.byline("By Ana Ruiz and Luis Sol in New York") == (*_authors("Ana Ruiz", "Luis Sol"), here)
    assert fields.byline("By far the best in Damascus") == ()


def test_a_byline_may_carry_the_date() -> None:
    assert fields.byline("By Ana Ruiz | March 12, 2012") == (*_authors("Ana Ruiz"), ("date", "2012-03-12"))
    assert fields.byline("By Ana Ruiz, 12 March 2012") == (*_authors("Ana Ruiz"), ("date", "2012-03-12"))
    assert fields.byline("By Ana Ruiz, March 12, 2012") == (*_authors("Ana Ruiz"), ("date", "2012-03-12"))


@pytest.mark.parametrize(
    "text",
    [
        "By and large",
        "By Island News",
        "By Friday",
        "By Monday the ferry sailed",
        "Ana Ruiz",
        "By 3 Men Overboard",
    ],
)
def test_what_names_no_person_is_no_byline(text: str) -> None:
    assert fields.byline(text) == ()


@pytest.mark.parametrize("text", ["-- Ana Ruiz", "— Ana Ruiz", "- Ana Ruiz"])
def test_a_sign_off_states_its_author(text: str) -> None:
    assert fields.sign_off(text) == _authors("Ana Ruiz")


def test_a_quotation_s_dash_is_no_sign_off() -> None:
    assert fields.sign_off("-- and so they sailed") == ()


@pytest.mark.parametrize(
    "text",
    [
        "2012-03-12",
        "March 12, 2012",
        "Mar. 12th, 2012",
        "12 March 2012",
        "Monday, March 12, 2012",
        "Mon, 12 Mar 2012 14:05:00 +0000",
        "Published on March 12, 2012 at 3:45 p.m. EST",
        "POSTED: 2012-03-12T14:05Z",
        "12 March 2012 | 14:20 GMT",
        "March 12, 2012 | 4:10pm",
        "12 March 2012 • 1:16pm",
        "Mon 6:45 PM, Mar 12, 2012 |",
        "Published 11:34 PM EST Mar 12, 2012",
        "Posted at 1:33 am CST, Monday, March 12, 2012",
        "Mar. 12, 2012 8:03 am ET",
        "Mar 12 2012, 11:06am ist",
    ],
)
def test_a_full_date_on_a_line_of_its_own_is_the_day_that_was_written(text: str) -> None:
    assert fields.date_line(text) == (("date", "2012-03-12"),)


def test_the_day_of_an_update_is_not_the_day_of_publication() -> None:
    assert fields.date_line("Last updated March 13, 2012") == (("updated", "2012-03-13"),)


@pytest.mark.parametrize(
    "text",
    [
        "March 12",
        "March 2012",
        "Monday",
        "Tuesday, March 12, 2012",  # was a Monday
        "30 February 2012",
        "2012-13-01",
        "Smarch 12, 2012",
        "03/04/2012",
        "On March 12, 2012 the ferry sank",
    ],
)
def test_what_is_no_full_and_true_date_is_none(text: str) -> None:
    assert fields.date_line(text) == ()


def test_a_date_in_digits_is_certain_when_its_day_is_past_the_twelfth() -> None:
    assert fields.date_line("03/13/2012") == fields.date_line("13.03.2012") == (("date", "2012-03-13"),)


def test_a_line_may_state_publication_and_update() -> None:
    assert fields.date_line("Posted 12 March 2012 | Updated 13 March 2012") == (
        ("date", "2012-03-12"),
        ("updated", "2012-03-13"),
    )


@pytest.mark.parametrize("text", ["Updated Nov 19, 9:41 AM", "Posted March 12"])
def test_a_date_without_its_year_is_doubtful(text: str) -> None:
    assert is_doubtful_date(text)


def test_a_relative_day_is_told_from_a_known_date() -> None:
    monday = datetime.date(2012, 3, 12)
    assert relative_day("Monday", monday) == monday
    assert relative_day("Sunday", monday) == relative_day("yesterday", monday) == datetime.date(2012, 3, 11)
    assert relative_day("Tuesday", monday) == datetime.date(2012, 3, 6)
    assert relative_day("soon", monday) is None


def test_a_date_behind_a_name_makes_a_byline() -> None:
    assert fields.byline("Ana Ruiz - March 12, 2012, 10:31 pm CST") == (
        *_authors("Ana Ruiz"),
        ("date", "2012-03-12"),
    )
    assert fields.credit_line("Ana Ruiz, Staff Writer") == _authors("Ana Ruiz")
    assert fields.credit_line("Ana Ruiz, Malta") == ()


@pytest.mark.parametrize(
    ("text", "sections"),
    [
        ("World | Europe | France", ["World", "Europe", "France"]),
        ("Home > World", ["World"]),
        ("Ferry sails | Island Post", []),
        ("The ferry sailed again after the storm | Mayor | Post", []),
    ],
)
def test_a_trail_of_sections_is_told_from_a_page_s_title(text: str, sections: list[str]) -> None:
    assert fields.section_path(text) == tuple(("section", name) for name in sections)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Ferry sails again today - Island Post", "Ferry sails again today"),
        ("Ferry sails again - after the storm | Island Post", "Ferry sails again - after the storm"),
        ("Island Post - Home", ""),
        ("Ferry sails again", ""),
    ],
)
def test_a_page_s_own_title_is_headline_and_masthead(text: str, title: str) -> None:
    assert fields.page_title(text) == title


def test_a_date_in_digits_is_doubtful() -> None:
    assert is_doubtful_date("Updated 03/04/2012 at 1:33 p.m.")
    assert not is_doubtful_date("March 12, 2012")


@pytest.mark.parametrize(
    ("raw", "length", "stated"),
    [
        ("BEIRUT -- The", 10, (("dateline", "Beirut"),)),
        ("REPORTING FROM BEIRUT -- The", 25, (("dateline", "Beirut"),)),
        ("Reporting from Beirut — The", 24, (("dateline", "Beirut"),)),
        ("AURORA, Colo. — The", 16, (("dateline", "Aurora, Colo."),)),
        ("MOSCOW (Reuters) - The", 19, (("dateline", "Moscow"), ("agency", "Reuters"))),
        ("WASHINGTON, D.C. – The", 19, (("dateline", "Washington, D.C."),)),
        ("RIO DE JANEIRO, March 12 (AP) — The", 32, (("dateline", "Rio de Janeiro"), ("agency", "AP"))),
        ("WASHINGTON—The", 11, (("dateline", "Washington"),)),
        ("PORT-AU-PRINCE - The", 17, (("dateline", "Port-Au-Prince"),)),
        ("ST. JOHN’S — The", 13, (("dateline", "St. John’s"),)),
    ],
)
def test_a_dateline_is_the_place_in_capitals_before_a_dash(
    raw: str, length: int, stated: fields.Stated
) -> None:
    assert fields.dateline(raw) == (length, stated)


@pytest.mark.parametrize(
    "raw",
    [
        "The ferry — an old one — sank.",
        "BEIRUT is calm.",
        "BEIRUT-based officials",
        "BEIRUT—as ever—is calm",
        "EXCLUSIVE — The ferry",
        "FILE PHOTO - The ferry",
        "A - The",
        "بيروت - عاد",
    ],
)
def test_a_sentence_with_a_dash_has_no_dateline(raw: str) -> None:
    assert fields.dateline(raw) == (0, ())


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("Headline: Ferry sails", (("title", "Ferry sails"),)),
        ("Author: Ana Ruiz", _authors("Ana Ruiz")),
        ("Date: 12 March 2012", (("date", "2012-03-12"),)),
        ("URL: https://example.org/a", (("url", "https://example.org/a"),)),
        ("Dateline: Beirut", (("dateline", "Beirut"),)),
        ("URL: javascript:alert(1)", ()),
        ("Date: soon", ()),
        ("Weather: fair", ()),
    ],
)
def test_a_labelled_line_states_its_field(text: str, stated: fields.Stated) -> None:
    assert fields.label(text) == stated
