"""What `site-builder import` shows of ledgers: every line with its fate, and how one is put back."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from site_builder.commands.common import FAILED, tell

if TYPE_CHECKING:
    from site_builder.importing.ledger_view import Line


def show_article(content: Path, article: Path, form: str) -> None:
    """Show what an earlier import made of every line of an article's original."""
    from site_builder.importing.ledger_files import kept_of
    from site_builder.importing.ledger_view import explain
    from site_builder.problems import ProblemsFound
    from site_builder.terminal import show_ledger, show_problems

    try:
        kept = kept_of(content, article)
        lines = explain(kept.ledger, kept.text)
        if form == "json":
            click.echo(lines_as_json(lines))
        else:
            show_ledger(lines)
    except ProblemsFound as found:
        show_problems(found.problems)
        sys.exit(FAILED)
    except ValueError as error:
        _fail(article, str(error))


def tell_signs() -> None:
    """Say what the signs and numbers beside the lines mean."""
    from site_builder.importing.ledger_view import LEGEND

    for line in LEGEND:
        tell(line)


def lines_as_json(lines: Sequence[Line]) -> str:
    """The lines of a ledger as a list of objects."""
    rows = [{"line": one.number, "fate": one.fate, "why": one.margin, "text": one.text} for one in lines]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def undo_in_article(content: Path, article: Path, lines: str, *, dry_run: bool) -> None:
    """Put lines back into an article; without `lines`, list those that can be."""
    from site_builder.importing.ledger_files import kept_of, put_back
    from site_builder.importing.undo import NoPlace, removed_lines
    from site_builder.problems import ProblemsFound
    from site_builder.terminal import show_problems, table

    first, last = _span(lines)
    try:
        kept = kept_of(content, article)
        if not first:
            removed = removed_lines(kept.ledger, kept.text)
            if not removed:
                click.echo("nothing was taken out that could be put back")
                return
            click.echo(table([(str(r.line), r.why, r.text) for r in removed], ("line", "why", "text")))
            click.echo("Name what to put back: --line N, or --line N-M")
            return
        text = put_back(kept, first, last, dry_run=dry_run)
        click.echo(f"{'would be put' if dry_run else 'put'} back into {article}:\n{text}")
    except ProblemsFound as found:
        show_problems(found.problems)
        sys.exit(FAILED)
    except NoPlace as nowhere:
        _fail(article, f"{nowhere}\n  Put it where it belongs yourself:\n\n{nowhere.text}")
    except (OSError, ValueError) as error:
        _fail(article, f"{error}\n  `--undo {article}` alone lists what can be put back.")


def _span(lines: str) -> tuple[int, int]:
    """The lines of `3` or `3-5`; (0, 0) of nothing."""
    first, _, last = lines.partition("-")
    if not lines:
        return 0, 0
    if not first.isdecimal() or not (last or first).isdecimal() or not int(first):
        raise click.BadParameter("write a line as 12, or several as 12-14", param_hint="--line")
    return int(first), int(last or first)


def _fail(article: Path, message: str) -> None:
    tell(f"error: {article}: {message}")
    sys.exit(FAILED)
