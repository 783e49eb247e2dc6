"""Draws docs/imports.svg: the lines of the map in docs/architecture.md, and which import from which.

`make docs` runs it. The lines are those of the map's table, the arcs those of the imports in the code; how
heavy an arc is says roughly how many modules import how many, so that not every import changes the drawing.
"""

from __future__ import annotations

import ast
import re
import sys
import textwrap
from collections import Counter
from collections.abc import Iterator
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "site_builder"
MAP = ROOT / "docs" / "architecture.md"
DRAWING = ROOT / "docs" / "imports.svg"

WIDTH, LEFT, NAMES, RIGHT = 960, 20, 222, 660  # where a line, its modules and the arcs begin
LINE, PADDING, GAP = 17, 10, 8  # heights in pixels
LETTERS = 56  # of a line of names
# From so many imports on: the class of the arc.
WEIGHTS = ((20, "heavy"), (5, "middle"), (0, "light"))
STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #1c1b18; }
  .line { font-weight: 700; }
  .names { font: 12px ui-monospace, "Liberation Mono", monospace; fill: #5b584f; }
  rect { fill: #f3f0e6; }
  path { fill: none; stroke: #8c1d18; stroke-opacity: 0.55; }
  .light { stroke-width: 0.8; } .middle { stroke-width: 1.8; } .heavy { stroke-width: 3.6; }
  circle { fill: #8c1d18; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e8e5dc; } .names { fill: #a5a194; } rect { fill: #24231f; }
    path { stroke: #f2a48e; } circle { fill: #f2a48e; }
  }
"""


def main() -> None:
    """Write the drawing."""
    DRAWING.write_text(drawing(), "utf-8")


def lines() -> dict[str, list[str]]:
    """The lines of the map from the top, each with its modules and folders as the map writes them."""
    table = MAP.read_text("utf-8").partition("## What may import what")[2]
    rows = re.findall(r"^\| ([\w ,]+) \| (`.+`) \|$", table, re.MULTILINE)
    return {line: re.findall(r"`([^`]+)`", modules) for line, modules in rows}


def arcs(of: dict[str, list[str]]) -> Counter[tuple[int, int]]:
    """How many pairs of modules import across two lines: (upper, lower) → pairs."""
    line_of = {
        name.rstrip("/").removesuffix(".py"): n for n, names in enumerate(of.values()) for name in names
    }
    found = set()
    for path in sorted(PACKAGE.rglob("*.py")):
        importer = path.relative_to(PACKAGE).with_suffix("").parts
        for imported in _imports(path):
            own, other = line_of.get(importer[0]), line_of.get(imported.partition(".")[0])
            if own is not None and other is not None and own != other:
                found.add((own, other, importer, imported))
    return Counter((own, other) for own, other, _, _ in found)


def _imports(path: Path) -> Iterator[str]:
    """The modules of the package that a module imports, by dotted name below it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "site_builder":
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("site_builder."):
            yield node.module.removeprefix("site_builder.")
        elif isinstance(node, ast.Import):
            names = (alias.name for alias in node.names)
            yield from (n.removeprefix("site_builder.") for n in names if n.startswith("site_builder."))


def drawing() -> str:
    """The drawing as SVG."""
    of = lines()
    parts: list[str] = []
    middles: list[float] = []
    top = GAP
    for line, names in of.items():
        shown = textwrap.wrap(" ".join(names), LETTERS, break_on_hyphens=False)
        height = len(shown) * LINE + PADDING
        middles.append(top + height / 2)
        parts.append(f'<rect x="8" y="{top}" width="{RIGHT - 8}" height="{height}" rx="3"/>')
        parts.append(f'<text class="line" x="{LEFT}" y="{top + PADDING / 2 + 13:g}">{escape(line)}</text>')
        for number, text in enumerate(shown):
            y = top + PADDING / 2 + 13 + number * LINE
            parts.append(f'<text class="names" x="{NAMES}" y="{y:g}">{escape(text)}</text>')
        top += height + GAP
    between = arcs(of)
    furthest = max(lower - upper for upper, lower in between)
    for (upper, lower), number in sorted(between.items()):
        weight = next(name for least, name in WEIGHTS if number >= least)
        bulge = RIGHT + 30 + (WIDTH - RIGHT - 50) * (lower - upper) / furthest * 4 / 3
        begin, end = middles[upper], middles[lower] - 3
        label = f"{list(of)[upper]} → {list(of)[lower]}"
        parts.append(
            f'<path class="{weight}" d="M{RIGHT} {begin:g} C{bulge:.0f} {begin:g} {bulge:.0f} {end:g}'
            f' {RIGHT} {end:g}"><title>{escape(label)}</title></path>'
        )
        parts.append(f'<circle cx="{RIGHT + 2}" cy="{end:g}" r="2.5"/>')
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" width="{WIDTH}" height="{top}">'
    )
    title = "<title>Which lines of the package import from which: always downwards</title>"
    return "\n".join([opening, title, f"<style>{STYLE}</style>", *parts, "</svg>", ""])


if __name__ == "__main__":
    sys.exit(main())
