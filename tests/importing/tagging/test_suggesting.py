"""Which terms of the vocabulary a text speaks of."""

from __future__ import annotations

import pytest

from site_builder.importing.tagging.suggesting import count_tags
from site_builder.settings import TagSetting

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
