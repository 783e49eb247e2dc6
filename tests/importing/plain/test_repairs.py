"""Damaged letters and signs: repaired where nothing is guessed, and each can be undone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.importing.plain.repairs import repaired, repairs


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("It isnâ€™t", "It isn’t"),
        ("â€œyesâ€\x9d", "“yes”"),
        ("JosÃ© and EspaÃ±a", "José and España"),
        ("10Â\u00a0km", "10\u00a0km"),
        ("ÃƒÂ©", "é"),
        ("ðŸ˜€", "😀"),
        ("``We sail,'' he said", "“We sail,” he said"),
        ("the ferry -- an old one -- sank", "the ferry – an old one – sank"),
    ],
)
def test_a_certain_damage_is_repaired(text: str, meant: str) -> None:
    assert repaired(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "It isn’t",
        "déjà vu",
        "Ã la carte",
        "it''s",
        "the '80s''",
        "-- Ana Ruiz",
        "a--b",
        "€ and £",
        "São Paulo",
        "",
    ],
)
def test_what_is_not_certain_stays(text: str) -> None:
    assert repaired(text) == text


@given(st.text(st.characters(max_codepoint=0x2FFF, exclude_categories=["Cs"])))
def test_utf_8_read_as_windows_1252_comes_back(text: str) -> None:
    damaged = "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in text.encode())
    assert repaired(repaired(damaged)) == repaired(repaired(repaired(damaged)))
    if not text.isascii() and damaged.isprintable() and repaired(text) == text:
        assert all(repair.rule for repair in repairs(damaged))


@given(st.text(st.sampled_from("aâ€™œ\x9dÃ©Â\u00a0`'- \n")))
def test_repairs_are_in_order_and_change_something(text: str) -> None:
    end = 0
    for repair in repairs(text):
        assert end <= repair.start < repair.end
        assert repair.becomes
        assert repair.becomes != text[repair.start : repair.end]
        end = repair.end
