"""Colours as style sheets write them, and how well one is read on another."""

from __future__ import annotations

import pytest

from site_builder.checking.contrast import Colour, colour_of, contrast, schemes


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("#fff", (255, 255, 255)),
        ("#1C1B18", (28, 27, 24)),
        ("#1c1b18ff", (28, 27, 24)),
        ("#1c1b1880", None),
        ("#abc8", None),
        ("rgb(1, 2, 300)", (1, 2, 255)),
        ("rgb(1 2 3)", (1, 2, 3)),
        ("rgba(1, 2, 3, 0.5)", None),
        ("White", (255, 255, 255)),
        ("var(--ink)", None),
    ],
)
def test_a_colour_is_known_where_it_is_written_out_and_nothing_shines_through(
    text: str, colour: Colour | None
) -> None:
    assert colour_of(text) == colour


def test_contrast_goes_from_1_to_21_whichever_colour_is_named_first() -> None:
    black, white = (0, 0, 0), (255, 255, 255)
    assert contrast(black, black) == 1
    assert contrast(black, white) == contrast(white, black) == pytest.approx(21)


def test_a_style_sheet_with_a_bracket_too_many_is_read_as_far_as_it_goes() -> None:
    assert schemes("} :root { --ink: #000; }")["light"]["ink"] == ("#000", (0, 0, 0))
