"""Whether text can be told from what is behind it: the colours of the published style sheet, light and dark.

The look has its colours as custom properties of `:root`. Each colour of text is held against each colour of
ground, by the contrast ratio of WCAG 2.2 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio); 4.5 is
its bar for text (success criterion 1.4.3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from site_builder.checking.family import Code, Finding, finding
from site_builder.checking.site import Site
from site_builder.problems import Place

CODES = {
    "low-contrast": Code("warning", "two colours of the style sheet are too alike for text on ground"),
}
LEAST = 4.5
# Properties that the default look, and what replaces it, give to text and to what is behind it.
_TEXTS = ("ink", "muted", "accent", "visited", "text", "link")
_GROUNDS = ("paper", "mark", "background", "surface")

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_PROPERTY = re.compile(r"--([\w-]+)\s*:\s*([^;}]+)")
_HEX = re.compile(r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", re.IGNORECASE)
_RGB = re.compile(r"rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)\s*\)", re.IGNORECASE)
_NAMED = {"black": (0, 0, 0), "white": (255, 255, 255)}

Colour = tuple[int, int, int]  # red, green and blue, 0 to 255
Colours = Mapping[str, tuple[str, Colour]]  # property → as written, and the colour


def find(site: Site) -> Iterator[Finding]:
    """Each pair that is too alike, once for each style sheet and scheme."""
    leading = site.leading
    page = "index.html" if "index.html" in site.facts else next(iter(site.pages), "")
    if not page:
        return
    for address in site.facts[page].loads:
        target = leading.target(address, page, site.facts[page].base)
        if target.path not in site.facts or not target.path.endswith(".css"):
            continue
        text = site.body(target.path).decode("utf-8", "replace")
        for scheme, colours in schemes(text).items():
            for ink, ground, ratio in too_alike(colours):
                written, behind = colours[ink][0], colours[ground][0]
                message = (
                    f"--{ink} {written} on --{ground} {behind} has a contrast of {ratio:.2f}"
                    f" in the {scheme} scheme, less than {LEAST}"
                )
                remedy = "Make one of the two lighter or darker."
                yield finding("low-contrast", _place(site, target.path, text, ink, written), message, remedy)


def schemes(text: str) -> dict[str, dict[str, tuple[str, Colour]]]:
    """The colours of a style sheet's `:root` by scheme; what dark does not say is as in light."""
    text = _COMMENT.sub(lambda found: " " * len(found[0]), text)
    light: dict[str, tuple[str, Colour]] = {}
    dark: dict[str, tuple[str, Colour]] = {}
    for media, selector, body in _rules(text):
        if ":root" not in selector and selector.strip() != "html":
            continue
        if media and "prefers-color-scheme" not in media:
            continue
        where = dark if "dark" in media or "dark" in selector else light
        for name, value in _PROPERTY.findall(body):
            colour = colour_of(value.strip())
            if colour:
                where[name] = (value.strip(), colour)
    return {"light": light, "dark": {**light, **dark}} if dark else {"light": light}


def too_alike(colours: Colours) -> Iterator[tuple[str, str, float]]:
    """The pairs of text and ground below the bar, with their ratio."""
    for ink in _TEXTS:
        for ground in _GROUNDS:
            if ink in colours and ground in colours:
                ratio = contrast(colours[ink][1], colours[ground][1])
                if ratio < LEAST:
                    yield ink, ground, ratio


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def colour_of(text: str) -> Colour | None:
    """A colour as CSS writes it, in full opacity; None for what is none, or is worked out elsewhere."""
    if found := _HEX.fullmatch(text):
        digits = found[1]
        if len(digits) < 6:
            digits = "".join(digit * 2 for digit in digits)
        if digits[6:].lower() not in {"", "ff"}:
            return None
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
    if found := _RGB.fullmatch(text):
        red, green, blue = (min(255, int(part)) for part in found.groups())
        return red, green, blue
    return _NAMED.get(text.lower())


def _luminance(colour: Colour) -> float:
    parts = [part / 255 for part in colour]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _rules(text: str) -> Iterator[tuple[str, str, str]]:
    """Each rule's conditions, selector and declarations; nested conditions are joined."""
    above: list[str] = []
    start = 0
    for found in re.finditer(r"[{}]", text):
        piece = text[start : found.start()]
        start = found.end()
        if found[0] == "{":
            above.append(piece.rpartition(";")[2].strip())
        elif above:
            selector = above.pop()
            if not selector.startswith("@"):
                yield " ".join(above), selector, piece


def _place(site: Site, path: str, text: str, name: str, value: str) -> Place:
    found = re.search(rf"--{re.escape(name)}\s*:\s*{re.escape(value)}", text)
    return site.in_output(path, found[0] if found else "")
