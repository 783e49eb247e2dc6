"""How a run looks in a terminal: problems, tables and progress. Plain where it is none."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from site_builder.importing.ledger_view import Line
    from site_builder.problems import Problem

_COLOURS = {"text": "", "cut": "red", "field": "green", "review": "yellow"}  # by what became of a line
MOST_ALIKE = 10  # problems of one place and code that are shown whole


def show_problems(problems: Iterable[Problem]) -> None:
    """Every problem on standard error in the order given, a layout's fault once for all its pages; a flood
    of alike ones is summed up.
    """
    from site_builder.problems import told_once  # `--help` has no problems and loads no msgspec

    seen: Counter[tuple[str, str, int]] = Counter()
    for problem in told_once(problems):
        alike = (problem.code, problem.place.source, problem.place.line)
        seen[alike] += 1
        if seen[alike] <= MOST_ALIKE:
            click.echo(_coloured(problem), err=True)
    for (code, source, line), count in seen.items():
        if count > MOST_ALIKE:
            place = f"{source}:{line}" if line else source
            click.echo(f"{place}: and {count - MOST_ALIKE} more of the same ({code})", err=True)


def show_findings(problems: Iterable[Problem], most: int) -> None:
    """Every problem with its code on standard error; of those with one code at most so many."""
    seen: Counter[str] = Counter()
    for problem in problems:
        seen[problem.code] += 1
        if seen[problem.code] <= most:
            head, mark, rest = _coloured(problem).partition("\n")
            click.echo(f"{head} [{problem.code}]{mark}{rest}", err=True)
    for code, count in seen.items():
        if count > most:
            click.echo(f"… and {count - most} more [{code}]; `-v` shows them all", err=True)


def summary(problems: Sequence[Problem]) -> str:
    """How many errors and warnings, as they are shown: "2 errors, 1 warning"."""
    from site_builder.problems import told_once

    counts = Counter(p.level for p in told_once(problems))
    parts = [(counts["error"], "error"), (counts["warning"], "warning")]
    return ", ".join(counted(n, word) for n, word in parts if n)


def counted(number: int, word: str) -> str:
    """So many of something: "1 error", "2 errors"."""
    return f"{number} {word}{'' if number == 1 else 's'}"


def table(rows: Sequence[Sequence[str]], heads: Sequence[str]) -> str:
    """Columns as wide as their widest cell, the last one free."""
    widths = [max(len(row[n]) for row in (heads, *rows)) for n in range(len(heads) - 1)]
    lines = []
    for row in (heads, *rows):
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        lines.append("  ".join([*cells, row[-1]]).rstrip())
    return "\n".join(lines)


def show_ledger(lines: Sequence[Line]) -> None:
    """What an import made of each line, on standard output. Coloured on a terminal without NO_COLOR."""
    from rich.console import Console
    from rich.text import Text

    from site_builder.importing.ledger_view import margin_text, widest

    console = Console(highlight=False, markup=False, emoji=False)
    width = widest(lines)
    for line in lines:
        style = "green" if line.undone else _COLOURS[line.fate]
        text = Text(f"{margin_text(line, width)}{line.text}".rstrip(), style=style)
        console.print(text, soft_wrap=True)


@contextmanager
def progress_bar(quiet: bool) -> Iterator[Callable[[str, int, int], None] | None]:
    """A bar for work longer than a second, on a terminal only; None where there is none to show."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    bar = _LateBar()
    try:
        yield bar.update
    finally:
        bar.close()


class _LateBar:
    """Shows nothing for the first second, and does not load rich before."""

    def __init__(self) -> None:
        self._since = time.monotonic()
        self._progress: Progress | None = None
        self._tasks: dict[str, TaskID] = {}

    def update(self, stage: str, done: int, total: int) -> None:
        """So many of so many are done in this stage."""
        if self._progress is None:
            if time.monotonic() - self._since < 1:
                return
            self._progress = _begun()
        if stage not in self._tasks:
            self._tasks[stage] = self._progress.add_task(stage, total=total)
        self._progress.update(self._tasks[stage], completed=done)
        self._progress.refresh()

    def close(self) -> None:
        """Take the bar away."""
        if self._progress is not None:
            self._progress.stop()


def _begun() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = TextColumn("{task.description:>10}"), BarColumn(), MofNCompleteColumn()
    # No thread of its own: processes are forked between the stages.
    progress = Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False)
    progress.start()
    return progress


def _coloured(problem: Problem) -> str:
    from site_builder.problems import describe

    text = describe(problem)
    head, _, rest = text.partition("\n")
    place, mark, message = head.partition(f" {problem.level}: ")
    colour = "red" if problem.level == "error" else "yellow"
    head = click.style(place, bold=True) + click.style(mark, fg=colour, bold=True) + message
    return f"{head}\n{rest}" if rest else head
