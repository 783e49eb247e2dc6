"""Builds that began before their edit had settled: what is shown until it has, and what is told then.

Most edits are one save of one article. Its pages are made while the preview waits whether more comes, so the
wait costs nothing; but nobody is shown what may be half of a save. Knows neither sites nor watchers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from site_builder.preview.generations import Generation
from site_builder.preview.live import Outcome


class Held:
    """What was built and is not shown yet."""

    def __init__(self, shown: Generation) -> None:
        self.shown = shown  # what readers see meanwhile
        self.outcomes: list[Outcome] = []  # in the order in which they were built


def together(outcomes: Sequence[Outcome]) -> Iterator[Outcome]:
    """The outcomes as they are told: those that were built one after the other as one."""
    waiting: Outcome | None = None
    for outcome in outcomes:
        if waiting is None or outcome.failed or waiting.failed:
            if waiting is not None:
                yield waiting
            waiting = outcome
            continue
        waiting = replace(
            outcome,
            sources=tuple(dict.fromkeys((*waiting.sources, *outcome.sources))),
            changed=tuple(sorted({*waiting.changed, *outcome.changed})),
            seconds=waiting.seconds + outcome.seconds,
        )
    if waiting is not None:
        yield waiting
