"""Makes the font of the social cards from those of npm, and says which letters it keeps.

`npm install @fontsource/noto-serif@5.3.0 @fontsource/noto-naskh-arabic@5.3.0` in some folder, `pip install
fonttools brotli`, then run this with the name of the folder.
"""

from __future__ import annotations

import lzma
import sys
import tempfile
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from fontTools.merge import Merger
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.qu2cuPen import Qu2CuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

UNITS = 200  # to the height of a line: two thirds of a pixel each in the largest headline
OFF = 0.0015  # of the height of a line: by how much a curve may miss the drawn one, a fifth of a pixel there
FILE = Path(__file__).parents[1] / "site_builder" / "cards" / "fonts" / "Noto-SemiBold.ttf.xz"
# How letters join and where marks stand, as in a text that asks for nothing else.
FEATURES = ["ccmp", "init", "medi", "fina", "rlig", "liga", "kern", "mark", "mkmk"]

# Of a line, which would else be those of the part that reaches furthest.
HEIGHTS = {
    "hhea": ("ascent", "descent", "lineGap"),
    "OS/2": ("sTypoAscender", "sTypoDescender", "sTypoLineGap", "usWinAscent", "usWinDescent"),
}

PRINTABLE = "20-7E A0-FF"
SIGNS = (
    "2010-2015 2018-201E 2020-2022 2026 2030 2032 2033 2039 203A 2044 2116 2122 2126 2212 "
    "20A1 20A3 20A4 20A6 20A8-20AE 20B1 20B2 20B4 20B5 20B8-20BA 20BC-20BF"  # money in use
)
LATIN = (
    "100-17F 1A0 1A1 1AF 1B0 1CD-1DC 1E2 1E3 1E6-1E9 1F4 1F5 1F8 1F9 1FC-1FF 218-21B 21E 21F 226-229 "
    "22E 22F 232 233 1E00-1E99 1E9E 1EA0-1EF9 "
    "181 186 189 18A 18E-194 196-199 19D 1B1-1B4 1B7 1DD 244 289 "  # of Africa and Azerbaijan
    "253 254 256 257 259 25B 260 263 268 269 272 28A 28B 292 "  # their small letters
    "2B9-2BC 2BE 2BF 2C6-2C8 2D8-2DD 300-304 306-30C 31B 323-328 32E 331"  # of transliterations
)
GREEK = "37E 384-38A 38C 38E-3A1 3A3-3CE"
CYRILLIC = (
    "400-45F 490-493 496-499 49A-49D 4A0-4A3 4AA 4AB 4AE-4B3 4B6-4BB 4C0 4CF 4D0-4D3 4D6-4D9 4E2-4E9 "
    "4EE-4F5"  # of the Caucasus, Central Asia and the Volga too
)
ARABIC = (
    "200C 200D 60C 61B 61F 620-656 660-66C 670 671 674 679-67B 67C-681 683-686 688 689 68A-691 693 695 696 "
    "698-69A 6A0 6A4 6A6 6A9-6AB 6AD 6AF 6B1 6B3 6B5 6BA-6BE 6C0-6C3 6C5-6CE 6D0 6D2-6D5 6F0-6F9 6FD 6FE "
    "762 768"  # of Persian, Pashto, Urdu, Sindhi, Kurdish, Uyghur, Kazakh, Saraiki and Malay
)


class Part(NamedTuple):
    """A font whose letters go into that of the cards."""

    package: str
    files: tuple[str, ...]  # of the package, that together have its letters
    letters: str


# The first has the heights of a line, and the signs that both have.
PARTS = (
    Part(
        "noto-serif",
        ("latin", "latin-ext", "vietnamese", "greek", "cyrillic", "cyrillic-ext"),
        f"{PRINTABLE} {SIGNS} {LATIN} {GREEK} {CYRILLIC}",
    ),
    Part("noto-naskh-arabic", ("arabic",), ARABIC),
)


def main(packages: Path) -> None:
    """Write the font."""
    font = _made(packages / "node_modules" / "@fontsource")
    body = BytesIO()
    font.save(body)
    ways = [(lc, lp, pb) for lc in (0, 1) for lp in (0, 1) for pb in (1, 2)]
    packed = min((_packed(body.getvalue(), *way) for way in ways), key=len)
    FILE.write_bytes(packed)
    print(f"{len(font.getBestCmap())} letters, {len(packed):,} bytes packed")


def _made(packages: Path) -> TTFont:
    with tempfile.TemporaryDirectory() as folder:
        cut = []
        for part in PARTS:
            for name in part.files:
                file = packages / part.package / "files" / f"{part.package}-{name}-600-normal.woff2"
                font = TTFont(file)
                font.flavor = None
                cut.append(Path(folder) / file.with_suffix(".ttf").name)
                _cut(font, part.letters).save(cut[-1])
        font = _cut(Merger().merge(cut), " ".join(part.letters for part in PARTS))
        first = TTFont(cut[0])
    for table, heights in HEIGHTS.items():
        for height in heights:
            setattr(font[table], height, getattr(first[table], height))
    _smooth(font)
    scale_upem(font, UNITS)
    font.recalcTimestamp = False
    font["head"].created = font["head"].modified = 0  # so that the same letters are the same file
    return font


def _cut(font: TTFont, letters: str) -> TTFont:
    """The font with these letters alone and without hints, which no picture of this size has a use for."""
    options = Options()
    options.layout_features = FEATURES
    options.hinting = False
    options.glyph_names = False
    options.name_IDs = [0, 1, 2, 13, 14]
    options.drop_tables += ["gasp", "STAT"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for span in letters.split() for code in _codes(span)])
    subsetter.subset(font)
    return font


def _smooth(font: TTFont) -> None:
    """Draw each outline with as few points as show the same."""
    units, glyphs = font["head"].unitsPerEm, font["glyf"]
    for name in font.getGlyphOrder():
        glyph = glyphs[name]
        if glyph.numberOfContours > 0:
            drawn = TTGlyphPen(None)
            glyph.draw(Qu2CuPen(Cu2QuPen(drawn, OFF * units), OFF * units), glyphs)
            smooth = drawn.glyph(dropImpliedOnCurves=True)
            if len(smooth.coordinates) < len(glyph.coordinates):
                glyphs[name] = smooth


def _codes(span: str) -> range:
    first, _, last = span.partition("-")
    return range(int(first, 16), int(last or first, 16) + 1)


def _packed(body: bytes, lc: int, lp: int, pb: int) -> bytes:
    how = {"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "lc": lc, "lp": lp, "pb": pb}
    return lzma.compress(body, check=lzma.CHECK_CRC32, filters=[how])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
