"""The report of an import: a line or a table for people, JSON for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from site_builder.problems import describe
from site_builder.terminal import show_problems, table

if TYPE_CHECKING:
    from site_builder.importing.run import Done

WORDS = {
    "imported": "imported",
    "review": "to be checked",
    "unchanged": "was there already",
    "kept": "left as it is",
    "beside": "new reading beside it",
    "duplicate": "the same twice",
    "skipped": "passed over",
    "failed": "failed",
}
_MOST = 3  # reasons of one article in the table


def show_one(done: Done) -> None:
    """What became of the only article."""
    if done.problems:
        show_problems(done.problems)
        return
    click.echo(done.message)
    for note in done.notes:
        click.echo(f"  {note}")


def show_all(every: Sequence[Done], content: str) -> None:
    """A table, the failures with their remedies below it, and a line that sums up."""
    rows = [(WORDS[done.state], _what(done, content), _why(done)) for done in every]
    click.echo(table(rows, ("result", "article", "why")))
    show_problems([problem for done in every for problem in done.problems if problem.level == "error"])
    counts: Counter[str] = Counter(done.state for done in every)
    click.echo(", ".join(f"{n} {WORDS[state]}" for state in WORDS if (n := counts[state])))


def as_json(every: Sequence[Done], content: str) -> str:
    """A list of objects, one for each article or source that gave none."""
    return json.dumps([_row(done, content) for done in every], ensure_ascii=False, indent=2)


def _row(done: Done, content: str) -> dict[str, Any]:
    return {
        "source": done.name,
        "result": done.state,
        "article": _what(done, content) if done.path else None,
        "message": done.message,
        "to_check": list(done.notes),
        "problems": [describe(problem) for problem in done.problems],
    }


def _what(done: Done, content: str) -> str:
    return f"{content}/{done.path}" if done.path else done.name


def _why(done: Done) -> str:
    reasons = done.notes if done.state in {"imported", "review"} else (done.message,)
    more = f" and {len(reasons) - _MOST} more" if len(reasons) > _MOST else ""
    return "; ".join(reasons[:_MOST]) + more
