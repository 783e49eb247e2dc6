"""Draws a card: the picture that a shared link shows, 1200 by 630 pixels, in the colours of the default look.

The digest's name over a rule, the headline as large as it fits, and below it who published it and when.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

from msgspec import Struct
from PIL import Image, ImageColor, ImageDraw

from site_builder.cards.lettering import Lettered, Script, balanced, font, lettered, shortened, width

WIDTH, HEIGHT = 1200, 630
PAPER, INK, MUTED, RULE, ACCENT = "#fdfcf8", "#1c1b18", "#5b584f", "#d8d3c5", "#8c1d18"
_EDGE = 76  # between text and the picture's sides
_ROOM = WIDTH - 2 * _EDGE
_TOP, _BOTTOM = 158, 520  # of the headline's room
_SIZES = (128, 112, 96, 88, 80, 72, 66, 60, 54, 49)  # of a headline, in pixels
_LEADING: dict[Script, float] = {"other": 1.16, "arabic": 1.5}
_RAISED: dict[Script, float] = {"other": 0, "arabic": 0.17}  # of the size: Arabic letters reach further down
_SHADES = 24  # between a letter and the paper, for soft edges


class CardText(Struct, frozen=True):
    """What stands on a card."""

    site: str
    headline: str
    source: str = ""
    day: str = ""
    from_right: bool = False  # whether the headline is read from right to left


def card(text: CardText) -> bytes:
    """The card as PNG: the same bytes for the same text with one version of Pillow.

    What the font cannot show is left out: a card always has at least the rule and what else is there. A
    headline that it cannot show gives its place to the digest's name.
    """
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    headline, site = lettered(text.headline), lettered(text.site)
    draw.rectangle((0, 0, WIDTH, 13), fill=ACCENT)
    if headline and site:
        _line(draw, site, 36, 92, INK, from_right=text.from_right)
    draw.rectangle((_EDGE, 116, WIDTH - _EDGE, 119), fill=INK)
    main = headline or site
    if main:
        _headline(draw, main, text.from_right)
    draw.rectangle((_EDGE, 540, WIDTH - _EDGE, 541), fill=RULE)
    source, day = lettered(text.source), lettered(text.day)
    taken = 0.0
    if day:
        taken = width(day.text, 28) + 40
        _line(draw, day, 28, 588, MUTED, from_right=bool(source) != text.from_right)
    if source:
        _line(draw, source, 28, 588, INK, from_right=text.from_right, room=_ROOM - taken)
    body = BytesIO()
    image.quantize(palette=_palette(), dither=Image.Dither.NONE).save(body, "PNG", compress_level=6)
    return body.getvalue()


@lru_cache(maxsize=1)
def _palette() -> Image.Image:
    """The colours that a card can have: few, so that its file is small."""
    paper, ink, muted, rule, accent = (
        ImageColor.getrgb(name)[:3] for name in (PAPER, INK, MUTED, RULE, ACCENT)
    )
    shades = [
        tuple(round(p + (c - p) * n / _SHADES) for p, c in zip(paper, colour, strict=True))
        for colour in (ink, muted)
        for n in range(_SHADES + 1)
    ]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in (*shades, rule, accent) for part in colour])
    return palette


def _headline(draw: ImageDraw.ImageDraw, headline: Lettered, from_right: bool) -> None:
    """The largest size at which all of it fits; at the smallest its end is left out."""
    text, script = headline
    height = _BOTTOM - _TOP
    for size in _SIZES:
        step = round(size * _LEADING[script])
        lines = balanced(text, size, _ROOM)
        most = height // step
        if len(lines) <= min(most, 5) and all(width(word, size) <= _ROOM for word in text.split()):
            break
    if len(lines) > most:
        lines = [*lines[: most - 1], shortened(" ".join(lines[most - 1 :]), size, _ROOM)]
    first = _TOP + (height - step * len(lines)) // 2 + round(step / 2 - _RAISED[script] * size)
    for number, line in enumerate(lines):
        x, anchor = (WIDTH - _EDGE, "rm") if from_right else (_EDGE, "lm")
        draw.text((x, first + number * step), line, fill=INK, font=font(size), anchor=anchor)


def _line(
    draw: ImageDraw.ImageDraw,
    what: Lettered,
    size: int,
    baseline: int,
    colour: str,
    *,
    from_right: bool,
    room: float = _ROOM,
) -> None:
    size = size * 6 // 5 if what.script == "arabic" else size  # its letters are small for their size
    text = shortened(what.text, size, room)
    x, anchor = (WIDTH - _EDGE, "rs") if from_right else (_EDGE, "ls")
    draw.text((x, baseline), text, fill=colour, font=font(size), anchor=anchor)
