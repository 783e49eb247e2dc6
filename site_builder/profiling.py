"""Where a build's time went, in lines for people. Knows what a build told of itself, no clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from site_builder.options import Built, Spent

MOST = 10  # lines of each table


def profile_of(built: Built) -> Iterator[str]:
    """The stages, then the layouts by all their pages together, the slowest articles and outputs.

    Work that several processes did at once is counted for each: layouts can take more than their stage.
    """
    yield "stages, s"
    yield from (f"  {seconds:8.3f}  {stage}" for stage, seconds in built.stages.items())
    layouts: dict[str, list[int]] = defaultdict(list)
    for one in built.spent:
        if one.what != ARTICLE:
            layouts[one.what].append(one.microseconds)
    if layouts:
        yield "layouts, ms in all, for each, outputs"
        slowest = sorted(layouts.items(), key=lambda item: (-sum(item[1]), item[0]))
        for name, times in slowest[:MOST]:
            yield f"  {sum(times) / 1000:8.1f} {sum(times) / len(times) / 1000:7.2f} {len(times):6}  {name}"
    yield from _slowest("articles parsed, ms", (one for one in built.spent if one.what == ARTICLE))
    yield from _slowest("outputs rendered, ms", (one for one in built.spent if one.what != ARTICLE))


ARTICLE = "article"  # what `Spent` calls the parsing of one


def _slowest(heading: str, spent: Iterable[Spent]) -> Iterator[str]:
    ranked = sorted(spent, key=lambda one: (-one.microseconds, one.name))[:MOST]
    if ranked:
        yield heading
        yield from (f"  {one.microseconds / 1000:8.2f}  {one.name}" for one in ranked)
