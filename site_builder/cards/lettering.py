"""Letters for pictures: whether the font has them, how wide a line is, how a headline is broken into lines.

Knows no card. Arabic letters join and run from right to left where Pillow has Raqm, as its wheels do.
"""

from __future__ import annotations

import lzma
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from math import ceil
from typing import Literal, NamedTuple

from PIL import ImageFont, features

Script = Literal["arabic", "other"]  # by which a line is set: Arabic letters are small and reach far down
_FILE = "Noto-SemiBold.ttf.xz"
_NO_LETTER = "\U0010fffe"  # which no font has: what is drawn for it stands for all that a font has not
_LONGEST = 400  # characters of a text that can matter on a card


class Lettered(NamedTuple):
    """A text that the font can show."""

    text: str
    script: Script


def lettered(text: str) -> Lettered | None:
    """The text as the font can show it; None where it has not all letters and digits.

    A character that the font has not is shown as what Unicode takes for the same, such as the letters of a
    ligature. Signs, such as emoji, are left out, as is what only steers directions.
    """
    plain = " ".join("".join(map(_plain, unicodedata.normalize("NFC", text[:_LONGEST]))).split())
    directions = {unicodedata.bidirectional(char) for char in plain}
    if "AL" not in directions and "R" in directions:
        return None
    script: Script = "arabic" if "AL" in directions else "other"
    if script == "arabic" and not features.check("raqm"):
        return None  # letters that do not join are no text
    plain = "".join(char if _has(char) else unicodedata.normalize("NFKC", char) for char in plain)
    missing = {char for char in plain if char != " " and not _has(char)}
    if any(unicodedata.category(char)[0] in "LMN" for char in missing):
        return None
    shown = " ".join("".join(char for char in plain if char not in missing).split())
    return Lettered(shown, script) if shown else None


@lru_cache(maxsize=64)
def font(size: int) -> ImageFont.FreeTypeFont:
    """The font at a size in pixels."""
    raqm = ImageFont.Layout.RAQM if features.check("raqm") else ImageFont.Layout.BASIC
    return ImageFont.truetype(BytesIO(_data()), size, layout_engine=raqm)


def width(text: str, size: int) -> float:
    """How wide a line is, in pixels."""
    return font(size).getlength(text)


def balanced(text: str, size: int, room: int) -> list[str]:
    """The text in as few lines as the room (in pixels) allows, and these as even as can be.

    A word that is wider than the room is broken where it must be.
    """
    words = [part for word in text.split(" ") for part in _parts(word, size, room)]
    widths = [ceil(width(word, size)) for word in words]
    space = ceil(width(" ", size))
    fewest = len(_filled(widths, space, room))
    least, most = min(room, max(widths)), room
    while least < most:
        middle = (least + most) // 2
        if len(_filled(widths, space, middle)) <= fewest:
            most = middle
        else:
            least = middle + 1
    numbers = _filled(widths, space, most)
    return [" ".join(words[start:stop]) for start, stop in zip(numbers, [*numbers[1:], None], strict=True)]


def shortened(text: str, size: int, room: float) -> str:
    """The text, or as many of its words as the room has place for, with an ellipsis."""
    if width(text, size) <= room:
        return text
    keep, most = 0, len(text)
    while keep < most:
        middle = (keep + most + 1) // 2
        if width(f"{text[:middle].rstrip()}…", size) <= room:
            keep = middle
        else:
            most = middle - 1
    whole = text[: keep + 1].rpartition(" ")[0]
    return f"{(whole or text[:keep]).rstrip(' ,;:–—-')}…"


def _filled(widths: Sequence[int], space: int, room: int) -> list[int]:
    """With which word each line begins, where every line is filled before the next."""
    begins, used = [0], 0
    for number, wide in enumerate(widths):
        if used and used + space + wide > room:
            begins.append(number)
            used = wide
        else:
            used += wide + space * (used > 0)
    return begins


def _parts(word: str, size: int, room: int) -> Iterator[str]:
    while ceil(width(word, size)) > room and len(word) > 1:
        fits = bisect_right(range(1, len(word)), float(room), key=lambda n: width(word[:n], size)) or 1
        yield word[:fits]
        word = word[fits:]
    yield word


def _plain(char: str) -> str:
    """A character as it can be drawn: controls become a space, and steering characters nothing."""
    category = unicodedata.category(char)
    if category in ("Cc", "Zs", "Zl", "Zp"):
        return " "
    return char if char in "\u200c\u200d" or category not in ("Cf", "Cs", "Co", "Cn") else ""


@lru_cache(maxsize=1 << 12)
def _has(char: str) -> bool:
    return char in "\u200c\u200d" or _drawn(char) != _drawn(_NO_LETTER)


def _drawn(char: str) -> tuple[float, bytes]:
    small = font(24)
    return small.getlength(char), bytes(small.getmask(char))


@lru_cache(maxsize=1)
def _data() -> bytes:
    return lzma.decompress((files("site_builder.cards") / "fonts" / _FILE).read_bytes())
