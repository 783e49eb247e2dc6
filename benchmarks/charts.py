"""Draws lines against the number of articles, both axes logarithmic, as SVG for light and dark pages.

Pure: names and numbers in, the text of a picture out. The picture carries its own background, so it can
be read wherever it is shown; colours follow `prefers-color-scheme`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape

Points = Sequence[tuple[float, float]]  # number of articles and the figure there, both above 0

WIDTH, HEIGHT = 760, 430
LEFT, RIGHT, TOP, BOTTOM = 62, 570, 64, 382  # of the area of the lines
LINE_HEIGHT = 18
LABEL = 18  # from the end of a line to its label
# By line: on light and on dark ground. Beyond the sixth they begin again.
COLOURS = [
    ("#0b5cc4", "#6cb0ff"),
    ("#a84a00", "#f0a35e"),
    ("#a84a00", "#f0a35e"),
    ("#18722f", "#56c26a"),
    ("#a8237b", "#f385c8"),
    ("#6b46c1", "#b79bff"),
]
DASHED = 1  # a line of the colour of the next one, told from it by dashes
STYLE = """\
text {{ font: 13px system-ui, -apple-system, "Segoe UI", "Liberation Sans", sans-serif; fill: #1f2328 }}
.ground {{ fill: #ffffff }} .title {{ font-size: 16px; font-weight: 600 }} .quiet {{ fill: #59636e }}
.grid {{ stroke: #d6dbe1; stroke-width: 1 }} .tie {{ stroke: #8a939d; stroke-width: 1; fill: none }}
.label {{ stroke: #ffffff; stroke-width: 4; stroke-linejoin: round; paint-order: stroke }}
.line {{ fill: none; stroke-width: 2; stroke-linejoin: round }} .first {{ stroke-width: 3.5 }}
.bold {{ font-weight: 600 }}
{light}
@media (prefers-color-scheme: dark) {{
text {{ fill: #e6e9ed }} .ground {{ fill: #14181d }} .quiet {{ fill: #a3adb8 }}
.grid {{ stroke: #343b44 }} .tie {{ stroke: #7b8591 }} .label {{ stroke: #14181d }}
{dark}
}}"""


def chart(title: str, unit: str, lines: Mapping[str, Points]) -> str:
    """A picture of the lines by name, the first of them in bold.

    `unit` is written over the upright axis. Lines without points are left out; raises ValueError where
    none is left.
    """
    drawn = {name: sorted(points) for name, points in lines.items() if points}
    if not drawn:
        raise ValueError("there is nothing to draw")
    across = sorted({x for points in drawn.values() for x, _ in points})
    upright = [y for points in drawn.values() for _, y in points]
    marks = _marks(min(upright), max(upright))
    x_of = _scale(across[0], across[-1], LEFT, RIGHT)
    y_of = _scale(min(marks[0], min(upright)), max(marks[-1], max(upright)), BOTTOM, TOP)
    parts = [
        f'<text class="title" x="{LEFT - 44}" y="26">{escape(title)}</text>',
        f'<text class="quiet" x="{LEFT - 44}" y="47">{escape(unit)}, by the number of articles; '
        "both scales logarithmic</text>",
    ]
    for y in marks:
        parts.append(f'<path class="grid" d="M{LEFT} {y_of(y):.1f}H{RIGHT}"/>')
        parts.append(
            f'<text class="quiet" x="{LEFT - 8}" y="{y_of(y) + 4:.1f}" text-anchor="end">{y:,g}</text>'
        )
    for x in across:
        parts.append(f'<path class="grid" d="M{x_of(x):.1f} {TOP}V{BOTTOM}"/>')
        parts.append(
            f'<text class="quiet" x="{x_of(x):.1f}" y="{BOTTOM + 22}" text-anchor="middle">{x:,.0f}</text>'
        )
    numbers = {name: number for number, name in enumerate(lines)}
    for name, points in reversed(drawn.items()):  # the first one on top
        parts += _line(numbers[name], [(x_of(x), y_of(y)) for x, y in points])
    for x in across:
        ends = {name: y_of(points[-1][1]) for name, points in drawn.items() if points[-1][0] == x}
        for name, height in _apart(ends).items():
            text = f"{name} {_short(drawn[name][-1][1])}"
            parts += _label(text, numbers[name] == 0, x_of(x), ends[name], height)
    return _document(title, unit, drawn, parts)


def _document(title: str, unit: str, drawn: Mapping[str, Points], parts: Iterable[str]) -> str:
    told = "; ".join(
        f"{name}: " + ", ".join(f"{y:,.4g} at {x:,.0f}" for x, y in points) for name, points in drawn.items()
    )
    style = STYLE.format(light=_colours(0), dark=_colours(1))
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
            f'height="{HEIGHT}" role="img" aria-labelledby="title told">',
            f'<title id="title">{escape(title)}</title>',
            f'<desc id="told">{escape(unit)}. {escape(told)}.</desc>',
            f"<style>\n{style}\n</style>",
            f'<rect class="ground" width="{WIDTH}" height="{HEIGHT}" rx="6"/>',
            *parts,
            "</svg>\n",
        ]
    )


def _colours(ground: int) -> str:
    return "\n".join(
        f".line{number} {{ stroke: {pair[ground]} }} .dot{number} {{ fill: {pair[ground]} }}"
        for number, pair in enumerate(COLOURS)
    )


def _line(number: int, points: Points) -> list[str]:
    colour = number % len(COLOURS)
    way = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    dashes = ' stroke-dasharray="7 5"' if number == DASHED else ""
    weight = " first" if number == 0 else ""
    dots = [
        f'<circle class="dot{colour}" cx="{x:.1f}" cy="{y:.1f}" r="{4.5 if number == 0 else 3.5}"/>'
        for x, y in points
    ]
    return [f'<path class="line line{colour}{weight}" d="M{way}"{dashes}/>', *dots]


def _label(text: str, bold: bool, x: float, y: float, height: float) -> list[str]:
    """A line's name beside its end at `x`, `y`; tied to it where it had to be moved to another height."""
    style = "label bold" if bold else "label"
    name = f'<text class="{style}" x="{x + LABEL:.1f}" y="{height + 4.5:.1f}">{escape(text)}</text>'
    tie = f'<path class="tie" d="M{x + 6:.1f} {y:.1f}L{x + LABEL - 3:.1f} {height:.1f}"/>'
    return [name] if abs(height - y) < 3 else [tie, name]


def _short(figure: float) -> str:
    return f"{figure:,.3g}" if figure < 1000 else f"{figure:,.0f}"


def _scale(least: float, most: float, start: float, end: float) -> Callable[[float], float]:
    """From a figure to its place between two ends, equal ratios being equal distances."""
    span = math.log(most / least) or 1.0
    return lambda value: start + math.log(value / least) / span * (end - start)


def _marks(least: float, most: float) -> list[float]:
    """Round figures from the one below the least to the one above the most: 1, 2 and 5 of each ten."""
    low, high = math.floor(math.log10(least)), math.ceil(math.log10(most))
    tens = range(low, high + 1)
    steps = [float(f"{digit}e{ten}") for ten in tens for digit in ((1, 2, 5) if high - low < 4 else (1,))]
    first = max((step for step in steps if step <= least), default=steps[0])
    last = min((step for step in steps if step >= most), default=steps[-1])
    return [step for step in steps if first <= step <= last]


def _apart(places: Mapping[str, float]) -> dict[str, float]:
    """The heights of labels near the ends of their lines, none nearer than a line of text to the next."""
    names = sorted(places, key=lambda name: (places[name], name))
    heights: list[float] = []
    for name in names:
        heights.append(max(places[name], heights[-1] + LINE_HEIGHT if heights else TOP))
    ceiling = float(BOTTOM)
    for index in range(len(heights) - 1, -1, -1):  # what was pushed over the edge goes back up
        heights[index] = min(heights[index], ceiling)
        ceiling = heights[index] - LINE_HEIGHT
    return dict(zip(names, heights, strict=True))
