"""Measured runs as Markdown: medians, ratios within one run, growth, and the bars beside them.

Pure: knows no file, no clock and no generator but by name.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Field = Literal["wall", "cpu", "largest", "together", "rewritten"]

OURS = "site_builder"
CASES = {
    "clean": "A clean build",
    "body": "One article's body edited, built again",
    "title": "One article's title edited, built again",
    "nothing": "Nothing changed, built again",
}
BESIDE = {"hugo-norelated": "Hugo, related off", "hugo": "Hugo", "zola": "Zola"}  # whom ratios refer to
DISTURBED = 1 / 12  # of the processors' time; a run beside which more was used counts as disturbed


@dataclass(frozen=True, slots=True)
class Run:
    """One build by one generator."""

    peer: str
    articles: int
    case: str  # of CASES
    wall: float  # seconds
    cpu: float  # seconds, of all its processes
    largest: float  # megabytes, peak of the largest process
    together: float  # megabytes, peak of all processes at one moment
    other: float  # CPU seconds that others used meanwhile
    rewritten: int  # files
    warm_up: bool = False  # not to be counted
    fault: str = ""  # why it does not count; "" where it did its work


@dataclass(frozen=True, slots=True)
class Bar:
    """Something the builder is held to."""

    words: str
    limit: float | None  # None: there is only an aim
    aim: float | None  # what would be better still
    figure: float | None  # None: not measured
    shape: str = "{:.2f}"  # how all three are written

    def verdict(self) -> str:
        """Whether it is held; "" where nothing was measured."""
        if self.figure is None:
            return ""
        if self.limit is not None and self.figure > self.limit:
            return "**no**"
        if self.aim is None:
            return "yes"
        reached = "aim reached" if self.figure <= self.aim else "aim missed"
        return reached if self.limit is None else f"yes, {reached}"


class Figures:
    """Runs, asked for their medians."""

    def __init__(self, runs: Iterable[Run]) -> None:
        self.runs = list(runs)
        self.sizes = sorted({run.articles for run in self.runs})
        self.peers = list(dict.fromkeys(run.peer for run in self.runs))

    def counted(self, peer: str, articles: int, case: str) -> list[Run]:
        """The runs that count."""
        wanted = (peer, articles, case)
        return [
            run
            for run in self.runs
            if (run.peer, run.articles, run.case) == wanted and not run.warm_up and not run.fault
        ]

    def median(self, peer: str, articles: int, case: str, field: Field = "wall") -> float | None:
        """The median of a field; None where no run counts."""
        values = [float(getattr(run, field)) for run in self.counted(peer, articles, case)]
        return statistics.median(values) if values else None

    def fault(self, peer: str, articles: int, case: str) -> str:
        """Why a generator has no figure there; "" where it has one or was not asked."""
        faults = [
            run.fault
            for run in self.runs
            if (run.peer, run.articles, run.case) == (peer, articles, case) and run.fault
        ]
        return faults[0] if faults else ""

    def disturbed(self) -> int:
        """How many runs that count were made while others used the machine."""
        return sum(
            run.other > max(0.1, DISTURBED * 2 * run.wall)
            for run in self.runs
            if not run.warm_up and not run.fault
        )


def ratio(figure: float | None, other: float | None) -> float | None:
    """How many times the other the figure is; None where one of them is missing or nought."""
    return figure / other if figure and other else None


def exponent(small: int, at_small: float | None, large: int, at_large: float | None) -> float | None:
    """The power of the number of articles that a figure grew with; None where one is missing."""
    if not at_small or not at_large or small == large:
        return None
    return math.log(at_large / at_small) / math.log(large / small)


def table(head: Sequence[str], rows: Iterable[Sequence[str]], words: int = 1) -> str:
    """A Markdown table; the first so many columns are words, the others numbers."""
    marks = ["---"] * words + ["--:"] * (len(head) - words)
    lines = [" | ".join(cells) for cells in (head, marks, *rows)]
    return "\n".join(f"| {line} |" for line in lines)


def _shown(value: float | None, shape: str = "{:.2f}") -> str:
    return "–" if value is None else shape.format(value)


def _seconds(value: float) -> str:
    return f"{value:.2f}" if value < 100 else f"{value:.0f}"


def builds(figures: Figures, articles: int, case: str, label: Callable[[str], str]) -> str:
    """The table of one case at one size; "" where nobody was asked.

    Ratios are to the same case, and for builds after the first also to the clean build of Hugo with
    related reading off, which is what the bars are written in.
    """
    again = case != "clean"
    head = ["", "wall s", "least to most", "CPU s", "largest process MB", "all together MB"]
    head += [f"× {name}" for name in BESIDE.values()]
    head += ["× clean Hugo, related off", "files rewritten"] if again else []
    rows = []
    for peer in figures.peers:
        runs = figures.counted(peer, articles, case)
        if not runs:
            if fault := figures.fault(peer, articles, case):
                rows.append([label(peer), f"failed: {fault}", *[""] * (len(head) - 2)])
            continue
        wall = figures.median(peer, articles, case)
        walls = sorted(run.wall for run in runs)
        row = [label(peer), f"**{_seconds(statistics.median(walls))}**"]
        row.append(f"{_seconds(walls[0])} to {_seconds(walls[-1])}" if len(walls) > 1 else "one run")
        row.append(_shown(figures.median(peer, articles, case, "cpu")))
        row += [
            _shown(figures.median(peer, articles, case, field), "{:,.0f}")
            for field in ("largest", "together")
        ]
        row += [_shown(ratio(wall, figures.median(other, articles, case))) for other in BESIDE]
        if again:
            clean = figures.median("hugo-norelated", articles, "clean")
            row += [
                _shown(ratio(wall, clean)),
                _shown(figures.median(peer, articles, case, "rewritten"), "{:,.0f}"),
            ]
        rows.append(row)
    return table(head, rows) if rows else ""


def growth(figures: Figures, label: Callable[[str], str]) -> str:
    """Exponents from each size to the next, and from the first to the last; "" for a single size."""
    steps = list(pairwise(figures.sizes))
    if len(figures.sizes) > 2:
        steps.append((figures.sizes[0], figures.sizes[-1]))
    rows = []
    for peer in figures.peers:
        for small, large in steps:
            found = [
                exponent(small, figures.median(peer, small, case), large, figures.median(peer, large, case))
                for case in CASES
            ]
            memory = exponent(
                small,
                figures.median(peer, small, "clean", "together"),
                large,
                figures.median(peer, large, "clean", "together"),
            )
            if any(value is not None for value in (*found, memory)):
                cells = [_shown(value) for value in (*found, memory)]
                rows.append([label(peer), f"{small:,} to {large:,}", *cells])
    return table(["", "articles", *CASES, "memory, clean"], rows, words=2) if rows else ""


def bars(figures: Figures, start: float | None) -> list[Bar]:
    """What the builder is held to, at 10,000 articles where nothing else is said.

    `start` is how many times `python -c 'import click'` the command's `--help` takes.
    """
    size, small, large = 10_000, 1_000, 100_000
    ours = {case: figures.median(OURS, size, case) for case in CASES}
    clean = {peer: figures.median(peer, size, "clean") for peer in BESIDE}
    plain = clean["hugo-norelated"]
    found = [
        Bar("clean, × Hugo", 0.28, None, ratio(ours["clean"], clean["hugo"])),
        Bar("clean, × Hugo, related off", 1.2, 1.0, ratio(ours["clean"], plain)),
        Bar("clean, × Zola", 1.2, 1.0, ratio(ours["clean"], clean["zola"])),
        Bar("body edited, × clean Hugo, related off", 0.07, None, ratio(ours["body"], plain), "{:.3f}"),
        Bar("body edited, seconds", None, 0.3, ours["body"]),
        Bar("title edited, × clean Hugo, related off", 0.11, None, ratio(ours["title"], plain), "{:.3f}"),
        Bar("nothing changed, seconds", None, 0.2, ours["nothing"]),
    ]
    for case in CASES:
        grown = exponent(small, figures.median(OURS, small, case), large, figures.median(OURS, large, case))
        found.append(Bar(f"growth from 1,000 to 100,000, {case}", 1.05, None, grown))
    peaks = [figures.median(OURS, large, case, "together") for case in CASES]
    known = [peak for peak in peaks if peak is not None]
    found.append(Bar("memory at 100,000, MB", 1200, None, max(known, default=None), "{:,.0f}"))
    found.append(Bar("`--help`, × `python -c 'import click'`", 1.5, None, start))
    return found


def bar_table(found: Iterable[Bar]) -> str:
    """The bars, what was measured, and whether they are held."""
    rows = []
    for bar in found:
        limit = "" if bar.limit is None else f"≤ {bar.shape.format(bar.limit)}"
        aim = "" if bar.aim is None else bar.shape.format(bar.aim)
        rows.append([bar.words, limit, aim, _shown(bar.figure, bar.shape), bar.verdict()])
    return table(["", "bar", "aim", "measured", "held"], rows)
