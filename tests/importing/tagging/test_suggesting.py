"""Which terms of the vocabulary a text speaks of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.importing.tagging.suggesting import Named, TagCount, Tagger
from site_builder.settings import ImportingSetting, TagSetting

_TERMS = {
    "us": TagSetting("US", aliases=("United States", "America")),
    "un": TagSetting("UN", aliases=("United Nations",)),
    "turkey": TagSetting("Turkey"),
    "sudan": TagSetting("Sudan"),
    "south-sudan": TagSetting("South Sudan"),
    "syria": TagSetting("Syria", aliases=("Syrian Arab Republic",)),
    "climate": TagSetting("climate change"),
    "burma": TagSetting("Burma", replaced_by="myanmar"),
    "myanmar": TagSetting("Myanmar"),
    "xi": TagSetting("Xi"),
    "dotnet": TagSetting(".NET"),
    "tokyo": TagSetting("東京"),
    "ivory": TagSetting("Côte d’Ivoire"),
    "kaliningrad": TagSetting(aliases=("Königsberg",)),
}


def count_tags(title: str, body: str, vocabulary: dict[str, TagSetting]) -> tuple[TagCount, ...]:
    return Tagger(vocabulary).suggest(title, body)


def _times(text: str) -> dict[str, int]:
    return {count.tag: count.times for count in count_tags("", text, _TERMS)}


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("The US and the U.S. are the United States; US-backed, U.S.’s.", {"us": 5}),
        ("They told us of a bus and of USA.", {}),
        ("Turkey is not a turkey, nor TURKEY a Turk", {"turkey": 2}),
        ("South Sudan and Sudan; South\nSudan", {"south-sudan": 2, "sudan": 1}),
        ("Syrian, Assyria, Syrias and pro-Syria", {"syria": 1}),
        ("The Syrian Arab Republic", {"syria": 1}),
        ("Climate change is climate-change", {"climate": 2}),
        ("Burma, now Myanmar", {"myanmar": 2}),
        ("Louis XI met Xi", {"xi": 1}),
        ("the .NET platform", {"dotnet": 1}),
        ("昨日東京で", {"tokyo": 1}),
        ("Co\u0302te d’Ivoire", {"ivory": 1}),
        ("Königsberg is Kaliningrad", {"kaliningrad": 2}),
        ("the United Nations Security Council, the UN.", {"un": 2}),
        ("U.S.S.R.", {}),
    ],
)
def test_a_term_is_found_as_a_whole_word_in_its_own_case(text: str, times: dict[str, int]) -> None:
    assert _times(text) == times


def test_an_id_of_two_letters_is_an_acronym_and_not_a_word() -> None:
    counts = count_tags("", "It is up to us, not to the US.", {"us": TagSetting()})
    assert [(count.tag, count.times) for count in counts] == [("us", 1)]


def test_capitals_throughout_prove_no_acronym() -> None:
    assert count_tags("TELL US MORE", "", _TERMS) == ()
    assert [count.tag for count in count_tags("U.S. LEAVES SYRIA", "", _TERMS)] == ["syria", "us"]


def test_a_term_is_suggested_from_the_title_the_first_words_or_its_frequency() -> None:
    body = "Syria, Syria, Syria, Turkey; " + "and so on " * 40 + "Myanmar, Myanmar, South Sudan " * 2
    counts = count_tags("Sudan votes", body, _TERMS)
    assert [(c.tag, c.times, c.confidence, c.suggested) for c in counts] == [
        ("myanmar", 4, 90, True),
        ("syria", 3, 85, True),
        ("sudan", 1, 70, True),
        ("south-sudan", 2, 50, True),
        ("turkey", 1, 45, False),
    ]


def test_without_a_vocabulary_nothing_is_suggested() -> None:
    assert count_tags("Sudan", "Sudan", {}) == ()


def test_where_each_name_stands_is_told() -> None:
    (count,) = Tagger(_TERMS).suggest(
        "UN votes", [(3, "One line.\nThe U.N. met.\n"), (9, "The\nUN left; UN.")]
    )
    assert count.names == (Named("UN", 0, 3), Named("U.N.", 4, 1))
    assert (count.times, count.confidence) == (4, 99)


def test_the_city_of_the_dateline_is_evidence_for_the_country() -> None:
    terms = {"syria": TagSetting("Syria"), "damascus": TagSetting("Damascus")}
    counts = Tagger(terms, ImportingSetting(places=True)).suggest("", "Nothing more.", "DAMASCUS, March 1")
    assert {(count.tag, count.from_there, count.suggested) for count in counts} == {
        ("damascus", True, True),
        ("syria", True, True),
    }


def test_a_line_of_capitals_proves_no_word_and_the_next_line_does() -> None:
    text = "WHO TOLD US THAT\nThe WHO and the US said so."
    terms = {"who": TagSetting("WHO"), "us": TagSetting("US")}
    assert {c.tag: c.times for c in Tagger(terms).suggest("", text)} == {"who": 1, "us": 1}


@given(st.text(), st.text(), st.text())
def test_no_text_is_too_odd(title: str, body: str, dateline: str) -> None:
    counts = Tagger(_TERMS, ImportingSetting(places=True)).suggest(title, body, dateline)
    assert all(0 <= count.confidence < 100 for count in counts)
