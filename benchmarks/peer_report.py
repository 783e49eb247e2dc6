"""What one call of peers.py measured, and the page and the charts that are made of one call or several.

Pure but for `Session.begin`, which looks at the machine.
"""

from __future__ import annotations

import dataclasses
import json
import os
import platform
import statistics
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from peer_sites import Census
from peer_tables import CASES, Field, Figures, Run, bar_table, bars, builds, growth, table
from peer_tools import PEERS


@dataclasses.dataclass(slots=True)
class Session:
    """One call: where and when, and all that came of it."""

    command: str  # as it was typed, the folder of work being WORKDIR
    day: str  # ISO 8601
    machine: str
    versions: dict[str, str]  # by generator
    runs: list[Run] = dataclasses.field(default_factory=list)
    outputs: list[Census] = dataclasses.field(default_factory=list)
    starts: dict[str, list[float]] = dataclasses.field(default_factory=dict)  # seconds by what was started

    @classmethod
    def begin(cls, command: str, cores: int, versions: dict[str, str]) -> Session:
        """A session of now, on this machine, with nothing in it."""
        used = min(cores, len(os.sched_getaffinity(0)))
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
        words = [f"{used} processors", _processor(), f"{memory:.0f} GB", platform.system()]
        return cls(command, time.strftime("%Y-%m-%d"), ", ".join(words), versions)

    @classmethod
    def read(cls, text: str) -> Session:
        """From what `written` gave."""
        values = json.loads(text)
        values["runs"] = [Run(**run) for run in values["runs"]]
        values["outputs"] = [Census(**census) for census in values["outputs"]]
        return cls(**values)

    def written(self) -> str:
        """As JSON."""
        return json.dumps(dataclasses.asdict(self), indent=1, ensure_ascii=False) + "\n"


def report(sessions: Sequence[Session]) -> str:
    """The figures of these sessions as Markdown.

    Sizes come in order; where several sessions have the same one, the first of them gives it.
    """
    figures = Figures(_runs(sessions))
    parts = [f"- {_origin(session)}" for session in sessions]
    parts = ["\n".join(parts), "### The bars", bar_table(bars(figures, _start_ratio(_starts(sessions))))]
    for size in figures.sizes:
        for case, words in CASES.items():
            if found := builds(figures, size, case, label):
                parts += [f"### {words}: {size:,} articles", found]
    if found := growth(figures, label):
        parts += [
            "### Growth",
            "The power of the number of articles that wall time grows with, from one size to the next.",
            found,
        ]
    parts += ["### What a clean build makes", _census_table(sessions)]
    if starts := _starts(sessions):
        rows = [_start_row(name, walls) for name, walls in starts.items()]
        parts += ["### The command itself", table(["", "wall ms", "least to most", "runs"], rows)]
    return "\n\n".join(parts)


def label(peer: str) -> str:
    """A generator's name as readers see it; ours in bold."""
    return f"**{PEERS[peer].label}**" if peer == "site_builder" else PEERS[peer].label


def lines_of_charts(
    sessions: Sequence[Session],
) -> Iterator[tuple[str, str, str, dict[str, list[tuple[float, float]]]]]:
    """For each chart the name of its file, its title, its unit and its lines by label.

    A chart that nothing was measured for is left out.
    """
    figures = Figures(_runs(sessions))
    wanted: list[tuple[str, str, str, str, Field]] = [
        ("clean", "A clean build", "Seconds", "clean", "wall"),
        ("edited", "Building again after one article's body was edited", "Seconds", "body", "wall"),
        ("memory", "Memory of all processes of a clean build", "Megabytes", "clean", "together"),
    ]
    for name, title, unit, case, field in wanted:
        lines = {
            PEERS[peer].label: [
                (float(size), value)
                for size in figures.sizes
                if (value := figures.median(peer, size, case, field))
            ]
            for peer in PEERS
        }
        if any(lines.values()):
            yield name, title, unit, lines


def _runs(sessions: Iterable[Session]) -> list[Run]:
    """All runs, each size from one session only, so that ratios stay within one."""
    taken: dict[int, Session] = {}
    for session in sessions:
        for run in session.runs:
            taken.setdefault(run.articles, session)
    return [run for session in sessions for run in session.runs if taken[run.articles] is session]


def _origin(session: Session) -> str:
    figures = Figures(session.runs)
    counted = sum(not run.warm_up and not run.fault for run in session.runs)
    versions = ", ".join(f"{name} {version}" for name, version in session.versions.items())
    return (
        f"`python benchmarks/peers.py {session.command}`, {session.day}, {session.machine}; {versions}. "
        f"Of {counted} runs that count {figures.disturbed()} had others beside them on the processors."
    )


def _census_table(sessions: Sequence[Session]) -> str:
    shown = {(run.peer, run.articles) for run in _runs(sessions)}
    head = ["", "articles", "files", "MB", "pages of articles", "feeds", "in the sitemap", "related, each"]
    seen: dict[tuple[int, str], Census] = {}
    for session in sessions:
        for census in session.outputs:
            if (census.peer, census.articles) in shown:
                seen.setdefault((census.articles, census.peer), census)
    order = list(PEERS)
    rows = [
        [
            label(census.peer),
            f"{census.articles:,}",
            f"{census.files:,}",
            f"{census.megabytes:,.0f}",
            f"{census.pages:,}",
            f"{census.feeds:,}",
            f"{census.addresses:,}",
            f"{census.related:.1f}",
        ]
        for _, census in sorted(seen.items(), key=lambda item: (item[0][0], order.index(item[0][1])))
    ]
    return table(head, rows)


def _starts(sessions: Sequence[Session]) -> dict[str, list[float]]:
    """Those of the first session that has any."""
    return next((session.starts for session in sessions if session.starts), {})


def _start_ratio(starts: Mapping[str, Sequence[float]]) -> float | None:
    if not starts:
        return None
    return statistics.median(starts["--help"]) / statistics.median(starts["import click"])


def _start_row(name: str, walls: Iterable[float]) -> list[str]:
    shown = {"--help": "`site-builder --help`", "import click": "`python -c 'import click'`"}[name]
    taken = [1000 * wall for wall in sorted(walls)]
    middle = f"{statistics.median(taken):.0f}"
    return [shown, middle, f"{taken[0]:.0f} to {taken[-1]:.0f}", str(len(taken))]


def _processor() -> str:
    """The model of the processor, or the machine's type where Linux does not tell."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        lines = []
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(models, platform.machine())
