"""`site-builder list`: what is there, as a table or as JSON."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import click

from site_builder.commands.common import (
    Shown,
    finish_publication,
    site_options,
    telling_problems,
    viewing_options,
)

if TYPE_CHECKING:
    from site_builder.content.snapshot import Snapshot
    from site_builder.options import Where
    from site_builder.reading import Opened

WHAT = (
    *("articles", "drafts", "future", "expired", "review"),
    *("tags", "sections", "sources", "editions", "extensions"),
)
Row = dict[str, Any]


def _known(context: click.Context, argument: click.Parameter, what: str) -> str:
    """What is to be listed. Raises UsageError with the nearest that there is."""
    if what in WHAT:
        return what
    from site_builder.problems import did_you_mean

    near = did_you_mean(what, WHAT) or f"choose from {', '.join(WHAT)}."
    raise click.UsageError(f"there is no list of '{what}'; {near}")


def _lists(context: click.Context, argument: click.Parameter, typed: str) -> list[str]:
    return [what for what in WHAT if what.startswith(typed)]


@click.command(
    "list",
    short_help="List articles, drafts, tags, sources …",
    epilog="Example: site-builder list drafts --format json",
)
@click.argument(
    "what", metavar=f"[{'|'.join(WHAT)}]", default="articles", callback=_known, shell_complete=_lists
)
@site_options
@viewing_options
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to list.")
def list_articles(
    what: str,
    place: Where,
    shown: Shown,
    form: str,
) -> None:
    """List articles, or drafts, future, expired, review, tags, sections, sources, editions, extensions."""
    from site_builder.reading import open_site
    from site_builder.steps.taking import snapshot_of
    from site_builder.terminal import summary

    options = shown.options(place)
    with telling_problems():
        if what == "extensions":
            _show(what, _extensions(place), form)
            return
        opened = open_site(place)
        snapshot, problems = snapshot_of(opened, options, os.environ)
    finish_publication(place)
    _show(what, _rows(what, snapshot, opened), form)
    if problems:
        click.echo(f"({summary(problems)}: `site-builder build` says more)", err=True)


def _show(what: str, rows: list[Row], form: str) -> None:
    from site_builder.terminal import table

    if form == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    elif rows:
        cells = [tuple(", ".join(v) if isinstance(v, list) else str(v) for v in row.values()) for row in rows]
        click.echo(table(cells, tuple(name.upper() for name in rows[0])))
    else:
        click.echo(f"No {what}." if what not in {"review", "future", "expired"} else "None.", err=True)


def _extensions(place: Where) -> list[Row]:
    """What the site's own extensions add. Raises NoProject, and ProblemsFound where they cannot be loaded."""
    from site_builder.problems import ProblemsFound
    from site_builder.reading import read_extensions
    from site_builder.sources import config_files, scan_extensions

    config_files(place)
    extensions = read_extensions(scan_extensions(place).files)
    if extensions.problems:
        raise ProblemsFound(extensions.problems)
    return [
        {
            "what": offer.what,
            "name": offer.name,
            "place": f"{offer.place.source}:{offer.place.line}",
            "about": offer.about,
        }
        for offer in extensions.offers
    ]


def _rows(what: str, snapshot: Snapshot, opened: Opened) -> list[Row]:
    lists = snapshot.index.lists
    if what == "tags":
        counted = ((id_, len(lists.get(("tag", id_), ()))) for id_ in snapshot.index.terms)
        return [{"articles": n, "id": id_, "label": snapshot.index.terms[id_].label} for id_, n in counted]
    if what == "sections":
        return [
            {"articles": len(lists.get(("section", id_), ())), "id": id_, "label": section.label or id_}
            for id_, section in snapshot.settings.sections.items()
        ]
    if what == "sources":
        return [
            {
                "articles": len(lists.get(("source", id_), ())),
                "id": id_,
                "name": publisher.name,
            }
            for id_, publisher in sorted(snapshot.index.publishers.items())
        ]
    if what == "editions":
        return [
            {"date": e.day.isoformat(), "articles": len(e.articles), "name": e.name, "title": e.title}
            for e in snapshot.index.editions
        ]
    if what == "articles":
        return [_article(snapshot.articles[path], path) for path in lists[("all", "")]]
    wanted = {
        "drafts": {"draft"},
        "future": {"future"},
        "expired": {"expired"},
        "review": {"inbox", "needs-check", "killed"},
    }[what]
    hidden = [p for p in opened.site.parsed if p.article and snapshot.index.hidden.get(p.path) in wanted]
    return [_article(p.article, p.path, snapshot.index.hidden[p.path]) for p in hidden]


def _article(article: Any, path: str, why: str = "") -> Row:
    row: Row = {"date": article.date.day.isoformat() if article.date else "", "path": path}
    if why:
        row["why"] = why
    return {**row, "tags": list(article.tags), "title": article.title}
