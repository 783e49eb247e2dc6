"""The style sheet: colours that everybody can read, and nothing that knows left from right."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from site_builder.layouts import DEFAULT

LAYOUTS = Path(__file__).parents[2] / "layouts"
STYLE = re.sub(r"/\*.*?\*/", "", (LAYOUTS / "assets/style.css").read_text(encoding="utf-8"), flags=re.DOTALL)
SCHEMES = {
    name: dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", block))
    for name, block in zip(
        ("light", "dark"), re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)[:2], strict=True
    )
}
READ_ON = [
    *((colour, "paper") for colour in ("ink", "muted", "accent", "visited")),
    *((colour, "mark") for colour in ("ink", "muted", "accent")),
]


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb", by WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, from 1 to 21, by WCAG 2.2."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("letters", "ground"), READ_ON)
def test_letters_have_the_contrast_that_wcag_asks_of_small_ones(
    scheme: str, letters: str, ground: str
) -> None:
    colours = SCHEMES[scheme]
    assert contrast(colours[letters], colours[ground]) >= 4.5


def test_both_schemes_set_the_same_colours() -> None:
    assert SCHEMES["light"].keys() == SCHEMES["dark"].keys()


def test_the_browser_is_told_the_colour_of_the_paper() -> None:
    base = (LAYOUTS / "base.html").read_text(encoding="utf-8")
    told = dict(re.findall(r'theme-color" content="(#\w+)" media="\(prefers-color-scheme: (\w+)\)', base))
    assert told == {colours["paper"]: scheme for scheme, colours in SCHEMES.items()}


def test_no_rule_names_a_side_that_a_page_from_the_right_would_mirror() -> None:
    sides = (
        r"(left|right|((margin|padding|border)-(left|right))|text-align: (left|right)|float: (left|right))"
    )
    assert re.findall(rf"(?:^|[;{{\s]){sides}\s*[:;]", STYLE) == []


def test_the_style_sheet_asks_for_no_other_file() -> None:
    assert "url(" not in STYLE
    assert "@import" not in STYLE


# A mail takes its styles with it: no program that shows it would fetch a style sheet.
PAGES = sorted({p.relative_to(LAYOUTS).as_posix() for p in LAYOUTS.rglob("*.html")} - {"newsletter.html"})


@pytest.mark.parametrize("layout", PAGES)
def test_no_layout_needs_an_inline_style_an_inline_script_or_a_link_from_the_root(layout: str) -> None:
    text = (LAYOUTS / layout).read_text(encoding="utf-8")
    script = r"<script(?! src=)(?! type=\"application/ld\+json\")"
    assert not re.search(rf"\sstyle=|<style|{script}|\son\w+=|(href|src)=\"/", text)
    assert not re.search(rf"(extends|include|import) \"{DEFAULT}", text)
