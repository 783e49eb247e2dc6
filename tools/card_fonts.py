"""Makes the fonts of the social cards from those of npm, and says which letters they keep.

`npm install @fontsource/noto-serif@5.3.0 @fontsource/noto-naskh-arabic@5.3.0` in some folder, `pip install
fonttools brotli`, then run this with the name of the folder.
"""

from __future__ import annotations

import lzma
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

UNITS = 500  # to the height of a line: a quarter of a pixel each in the largest headline
FONTS = Path(__file__).parents[1] / "site_builder" / "cards" / "fonts"
# How letters join and where marks stand, as in a text that asks for nothing else.
FEATURES = ["ccmp", "init", "medi", "fina", "rlig", "liga", "kern", "mark", "mkmk"]
BESIDE_ARABIC = ["locl"]  # a Latin colon behind Latin letters

PRINTABLE = "20-7E A0-FF"
SIGNS = "2010-2015 2018-201E 2020-2022 2026 2030 2032 2033 2039 203A 2044 20A0-20BF 2116 2122 2126 2212"
LATIN = (
    "100-17F 1A0 1A1 1AF 1B0 1CD-1DC 1E2-1ED 1F4 1F5 1F8-21B 21E 21F 226-233 1E00-1E99 1E9E 1EA0-1EF9 "
    "181 186 189 18A 18E-194 196-199 19D 1B1-1B4 1B7 1DD 244 289 "  # of Africa and Azerbaijan
    "253 254 256 257 259 25B 260 263 268 269 272 28A 28B 292 "  # their small letters
    "2B9-2BC 2BE 2BF 2C6-2C8 2D8-2DD 300-304 306-30C 31B 323-328 32E 331"  # of transliterations
)
GREEK = "37E 384-38A 38C 38E-3A1 3A3-3CE"
CYRILLIC = (
    "400-45F 490-493 496-499 49A-49D 4A0-4A3 4AA 4AB 4AE-4B3 4B6-4BB 4C0 4CF 4D0-4D3 4D6-4D9 4E2-4E9 "
    "4EE-4F5"  # of the Caucasus, Central Asia and the Volga too
)
# of Persian, Pashto, Urdu, Sindhi, Kurdish, Uyghur, Saraiki, and of Africa too; no signs of the Koran
ARABIC = "200C 200D 60C 61B 61F 620-65F 660-6D5 6EE-6FF 750-77F 8C7"


class Made(NamedTuple):
    """A font of the cards."""

    name: str
    package: str
    parts: tuple[str, ...]  # the files of the package that together have its letters
    letters: str
    features: list[str]


MADE = (
    Made(
        "NotoSerif-SemiBold",
        "noto-serif",
        ("latin", "latin-ext", "vietnamese", "greek", "cyrillic", "cyrillic-ext"),
        f"{PRINTABLE} {SIGNS} {LATIN} {GREEK} {CYRILLIC}",
        FEATURES,
    ),
    Made(
        "NotoNaskhArabic-SemiBold",
        "noto-naskh-arabic",
        ("latin", "arabic"),
        f"{PRINTABLE} {SIGNS} {ARABIC}",
        FEATURES + BESIDE_ARABIC,
    ),
)


def main(packages: Path) -> None:
    """Write both fonts."""
    for made in MADE:
        with tempfile.TemporaryDirectory() as folder:
            whole = Path(folder) / "whole.ttf"
            font = _made(
                made, packages / "node_modules" / "@fontsource" / made.package / "files", Path(folder)
            )
            font.save(whole)
            body = whole.read_bytes()
        packed = min((_packed(body, lc, lp, pb) for lc in (0, 1) for lp in (0, 1) for pb in (1, 2)), key=len)
        (FONTS / f"{made.name}.ttf.xz").write_bytes(packed)
        print(f"{made.name}: {len(font.getBestCmap())} letters, {len(packed):,} bytes packed")


def _made(made: Made, files: Path, folder: Path) -> TTFont:
    cut = []
    for part in made.parts:
        font = TTFont(files / f"{made.package}-{part}-600-normal.woff2")
        font.flavor = None
        cut.append(folder / f"{part}.ttf")
        _cut(font, made).save(cut[-1])
    merged = _cut(Merger().merge(cut), made)
    scale_upem(merged, UNITS)
    merged.recalcTimestamp = False
    merged["head"].created = merged["head"].modified = 0  # so that the same letters are the same file
    return merged


def _cut(font: TTFont, made: Made) -> TTFont:
    """The font with its letters alone and without hints, which no picture of this size has a use for."""
    options = Options()
    options.layout_features = made.features
    options.hinting = False
    options.glyph_names = False
    options.name_IDs = [0, 1, 2, 13, 14]
    options.drop_tables += ["gasp", "STAT"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for span in made.letters.split() for code in _codes(span)])
    subsetter.subset(font)
    return font


def _codes(span: str) -> range:
    first, _, last = span.partition("-")
    return range(int(first, 16), int(last or first, 16) + 1)


def _packed(body: bytes, lc: int, lp: int, pb: int) -> bytes:
    how = {"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "lc": lc, "lp": lp, "pb": pb}
    return lzma.compress(body, check=lzma.CHECK_CRC32, filters=[how])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
