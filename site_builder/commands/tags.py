"""`site-builder tags`: suggestions for articles that are there, and tags that are renamed or merged."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from site_builder.commands.common import FAILED, USAGE, disk_failed, site_options, tell
from site_builder.commands.completing import tag_ids

if TYPE_CHECKING:
    from site_builder.importing.tagging.suggesting import TagCount
    from site_builder.options import Where
    from site_builder.retagging.renaming import Retagging
    from site_builder.retagging.suggesting import Suggestion


@click.group(epilog="Example: site-builder tags suggest")
def tags() -> None:
    """Suggest, rename and merge tags."""


@tags.command(
    short_help="Say which tags articles lack.",
    epilog="Example: site-builder tags suggest content/2012/03/homs.md --write",
)
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@site_options
@click.option("--write", is_flag=True, help="Put what is missing into the front matter.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to report.")
def suggest(
    files: tuple[Path, ...],
    place: Where,
    write: bool,
    form: str,
) -> None:
    """Say which tags of the vocabulary articles speak of and do not have.

    All articles are read, or the FILES alone.
    """
    from site_builder.retagging.renaming import Retagging, carry_out
    from site_builder.retagging.suggesting import suggest as find
    from site_builder.terminal import counted, table

    with _telling_problems():
        found = list(find(place, files))
        changes = [change for one in found if write and (change := one.written())]
        _write(carry_out, Retagging(tuple(changes), len(changes), redirected=False))
    if form == "json":
        click.echo(json.dumps([_as_data(one) for one in found], ensure_ascii=False, indent=2))
        return
    rows = [row for one in found for row in _rows(one)]
    if rows:
        click.echo(table(rows, ("ARTICLE", "HAS", "SUGGESTED", "OF 100", "WHY")))
    else:
        tell("Nothing to suggest.")
    if write:
        tell(f"Changed {counted(len(changes), 'article')}.")


@tags.command(epilog="Example: site-builder tags rename uno un")
@click.argument("old", shell_complete=tag_ids)
@click.argument("new")
@site_options
@click.option("-n", "--dry-run", is_flag=True, help="Show the changes, and write nothing.")
def rename(old: str, new: str, place: Where, dry_run: bool) -> None:
    """Give the tag OLD the id NEW, in config.yaml and in every article.

    Nothing else in these files changes. The old address leads to the new one.
    """
    from site_builder.retagging.renaming import plan_renaming

    _retag(lambda: plan_renaming(place, old, new), dry_run)


@tags.command(epilog="Example: site-builder tags merge truce armistice into ceasefire")
@click.argument("words", nargs=-1, required=True, metavar="OLD... into NEW", shell_complete=tag_ids)
@site_options
@click.option("-n", "--dry-run", is_flag=True, help="Show the changes, and write nothing.")
def merge(words: tuple[str, ...], place: Where, dry_run: bool) -> None:
    """Make one tag of several.

    Articles get the tag NEW in place of the others, whose addresses lead to it from now on.
    """
    from site_builder.retagging.renaming import plan_merging

    if len(words) < 3 or words[-2].lower() != "into":
        raise click.UsageError("name the tags as  OLD... into NEW")
    _retag(lambda: plan_merging(place, words[:-2], words[-1]), dry_run)


def _retag(plan: Callable[[], Retagging], dry_run: bool) -> None:
    from site_builder.retagging.renaming import carry_out
    from site_builder.terminal import counted

    with _telling_problems():
        retagging = plan()
        if dry_run:
            for file in retagging.files:
                click.echo(file.diff(), nl=False)
            return
        _write(carry_out, retagging)
    articles, others = retagging.articles, len(retagging.files) - retagging.articles
    click.echo(f"Changed {counted(articles, 'article')} and {counted(others, 'file')} of settings.")
    if not retagging.redirected:
        tell("The site has no vocabulary, so nothing leads on from the old address.")


def _write(carry_out: Callable[[Retagging], None], retagging: Retagging) -> None:
    try:
        carry_out(retagging)
    except OSError as error:
        disk_failed(error, "Nothing was changed.")


@contextmanager
def _telling_problems() -> Iterator[None]:
    """End with every problem told, when there are any."""
    from site_builder.problems import ProblemsFound
    from site_builder.terminal import show_problems

    try:
        yield
    except ProblemsFound as found:
        show_problems(found.problems)
        sys.exit(FAILED if all(p.place.source.endswith(".md") for p in found.problems) else USAGE)


def _rows(one: Suggestion) -> Iterator[tuple[str, ...]]:
    for number, count in enumerate(one.missing):
        first = (one.name, ", ".join(one.tags)) if number == 0 else ("", "")
        yield (*first, count.tag, str(count.confidence), _why(count))


def _why(count: TagCount) -> str:
    """The evidence in words."""
    reasons = ["dateline"] if count.from_there else []
    reasons += ["headline"] if count.in_title else []
    for name in count.names:
        where_ = f"from line {name.line}" if name.line else "in the headline or dateline"
        reasons.append(f"'{name.text}' {where_}" + (f", {name.times} times" if name.times > 1 else ""))
    return "; ".join(reasons)


def _as_data(one: Suggestion) -> dict[str, Any]:
    return {
        "article": one.name,
        "tags": list(one.tags),
        "suggested": [_count_as_data(count) for count in one.missing],
        "others": [_count_as_data(count) for count in one.others],
    }


def _count_as_data(count: TagCount) -> dict[str, Any]:
    return {
        "tag": count.tag,
        "confidence": count.confidence,
        "in_vocabulary": count.known,
        "headline": count.in_title,
        "dateline": count.from_there,
        "names": [{"name": n.text, "line": n.line, "times": n.times} for n in count.names],
    }
