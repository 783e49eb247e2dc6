"""How an article is found by its headline."""

from __future__ import annotations

import pytest

from site_builder.content.headlines import headline_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Annan leaves Damascus", "ANNAN  leaves\u00a0Damascus."),
        ("“Plan” in six points: Annan", "Plan in six points - Annan"),
        ("مجلس الأمن يصوّت", " مجلس الأمن يصوّت "),
        ("U.N. votes", "u n votes"),
    ],
)
def test_case_signs_and_space_make_no_other_headline(one: str, other: str) -> None:
    assert headline_key(one) == headline_key(other) != ""


@pytest.mark.parametrize(("one", "other"), [("Annan leaves", "Annan left"), ("Homs 1", "Homs 2")])
def test_other_words_make_another_headline(one: str, other: str) -> None:
    assert headline_key(one) != headline_key(other)


def test_a_headline_of_signs_names_nothing() -> None:
    assert headline_key("* * *") == ""
