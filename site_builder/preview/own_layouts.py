"""What is doubtful in the site's own layouts, held until one of them is another. Knows no build."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from msgspec import structs

from site_builder.content.snapshot import Snapshot
from site_builder.incremental.stamps import Stamp
from site_builder.layout_files import ASSETS, read_layouts
from site_builder.problems import Problem
from site_builder.settings import CheckSetting
from site_builder.sources import Sources


class OwnLayouts:
    """The layouts that the site has itself, look after look."""

    def __init__(self) -> None:
        self._seen: tuple[dict[str, Stamp], CheckSetting] | None = None
        self._found: tuple[Problem, ...] = ()

    def warnings(self, sources: Sources, shown_as: str, snapshot: Snapshot) -> tuple[Problem, ...]:
        """What a check would find in them; `shown_as` is their folder in messages.

        They are read when one of them, or what the settings want to be told of, is another than the last
        time. Each is a warning, whatever a check calls it: the pages are shown all the same.
        """
        own = {name: file for name, file in sources.of("layouts").items() if not name.startswith(ASSETS)}
        seen = {name: sources.stamps[f"layouts/{name}"] for name in own}, snapshot.settings.check
        if seen != self._seen:
            with suppress(OSError):  # one that is being saved just now is looked at the next time
                self._found = _found(own, sources, shown_as, snapshot) if own else ()
                self._seen = seen
        return self._found


def _found(
    own: Mapping[str, str], sources: Sources, shown_as: str, snapshot: Snapshot
) -> tuple[Problem, ...]:
    from site_builder.checking.in_part import findings_in_layouts

    layouts, _ = read_layouts(own, sources.of("default"), shown_as)
    found = findings_in_layouts(own, layouts.texts, snapshot)
    return tuple(structs.replace(problem, level="warning") for problem in found)
