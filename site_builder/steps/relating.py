"""Related reading across builds: an index of what is published, and whose list is another now."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from site_builder.content.article import SourcePath
from site_builder.content.entry import Entry
from site_builder.content.index import Index, day_of
from site_builder.content.reading_list import related_reading
from site_builder.content.readings import Related
from site_builder.content.related import index_related
from site_builder.content.snapshot import Snapshot
from site_builder.incremental.store import Table
from site_builder.memory import Memory
from site_builder.settings import RelatedSetting
from site_builder.steps.articles import Articles
from site_builder.steps.chunks import Remembered, remembered

_VECTORS = msgspec.msgpack.Decoder(dict[str, int])


def relate(
    memory: Memory, articles: Articles, index: Index, entries: Mapping[str, Entry], settings: RelatedSetting
) -> Related:
    """The index of all published articles."""
    texts = {path: articles.kept[path].text for path in index.order}
    return Related(
        index_related(
            {path: _VECTORS.decode(memory.store.text(text, "vector")) for path, text in texts.items()},
            {path: day_of(entries[path]).toordinal() for path in index.order},
            settings.half_life_days,
        )
    )


class Readings:
    """The related reading that is remembered, held against what it is now."""

    def __init__(self, memory: Memory) -> None:
        self._table: Table[Remembered] = memory.store.table("readings", Remembered)

    def changed(
        self, snapshot: Snapshot, articles: Articles, former: Index | None
    ) -> tuple[frozenset[SourcePath], dict[SourcePath, Remembered]]:
        """The articles whose related reading is another now, and what to remember of all looked at."""
        known = self._table.values
        looked_at = [path for path in known if path in snapshot.index.positions]
        for path in looked_at:
            related_reading(snapshot, path)
        found = remembered(snapshot.related)
        gone = known.keys() - snapshot.index.positions.keys()
        changed = {path for path, now in found.items() if now.digest != known[path].digest}
        return frozenset(changed | gone), found

    def remember(self, looked: Mapping[SourcePath, Remembered], index: Index) -> None:
        """Remember what was looked up, and nothing of what is not published."""
        gone = [path for path in self._table.values if path not in index.positions]
        self._table.update(looked, gone)
