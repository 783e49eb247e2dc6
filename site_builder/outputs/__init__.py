"""The kinds of output, each a module with `plan` and `render`. The core knows none of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from site_builder.content.plan import Output
from site_builder.outputs import (
    archive,
    article,
    card,
    copies,
    corrections,
    data,
    edition,
    edition_index,
    epub,
    feed,
    feed_index,
    feed_list,
    home,
    hosting,
    manifest,
    newsletter,
    ninjs,
    not_found,
    page,
    redirect,
    robots,
    search,
    section,
    sitemap,
    source,
    source_index,
    tag,
    tag_index,
)
from site_builder.outputs.kind import Ask, Kind
from site_builder.turns import PAGES

# In the order in which a plan lists them: where two claim one path, the earlier came first.
KINDS: dict[str, Kind] = {
    module.__name__.rpartition(".")[2]: cast(Kind, module)
    for module in (
        home,
        article,
        page,
        edition,
        edition_index,
        tag,
        tag_index,
        section,
        source,
        source_index,
        archive,
        corrections,
        search,
        not_found,
        redirect,
        feed_index,
        feed,
        feed_list,
        data,
        ninjs,
        sitemap,
        robots,
        manifest,
        newsletter,
        epub,
        card,
        hosting,
        copies,
    )
}


def plan_all(ask: Ask) -> Iterator[Output]:
    """Every output of every kind."""
    for kind in KINDS.values():
        yield from kind.plan(ask)


def turn(output: Output) -> int:
    """When the output takes its place in the output folder: smaller numbers first, see `kind.py`."""
    of_kind = getattr(KINDS[output.kind], "turn", None)
    return of_kind(output) if of_kind else PAGES
