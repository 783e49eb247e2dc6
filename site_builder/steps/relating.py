"""Related reading across builds: an index that is kept up to date in place, and whose list is another now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from site_builder.content.article import SourcePath
from site_builder.content.entry import Entry
from site_builder.content.index import Index, day_of
from site_builder.content.reading_list import how_common, related_reading
from site_builder.content.related import Look, RelatedIndex, index_related
from site_builder.content.related_shelf import ShelvedIndex, open_index, shelve
from site_builder.content.related_update import Change, update_related
from site_builder.content.snapshot import Snapshot
from site_builder.incremental.tables import Table
from site_builder.memory import Kept, Memory
from site_builder.settings import RelatedSetting
from site_builder.steps.articles import Articles
from site_builder.steps.chunks import Remembered, remembered

_FEW = 3  # edited articles that are looked for one by one
_decode = msgspec.msgpack.Decoder(dict[str, int]).decode


class Relating:
    """The index of related reading for one build: the one of the last, brought up to date, or a new one."""

    def __init__(
        self,
        memory: Memory,
        articles: Articles,
        former: Index | None,
        index: Index,
        entries: Mapping[str, Entry],
        settings: RelatedSetting,
    ) -> None:
        self._memory = memory
        self._articles = articles
        self._former = former
        self._shelf = memory.store.shelf()
        self._table: Table[Remembered] = memory.store.table("readings", Remembered)
        self.concerned: frozenset[SourcePath] | None = None  # whose list may be another; None: everybody's
        found: RelatedIndex | ShelvedIndex | None = None
        if former is not None and memory.store.part("related", RelatedSetting) == settings:
            found = open_index(self._shelf, settings.half_life_days)
        if isinstance(found, ShelvedIndex):
            changes = list(self._changes(former or index, index, entries))
            self.concerned = update_related(found, changes, self._counts) if changes else frozenset()
        if self.concerned is None:
            vectors = _Vectors(memory, articles, index)
            days = {path: day_of(entries[path]).toordinal() for path in index.order}
            found = index_related(vectors, days, settings.half_life_days)
        assert found is not None
        self.index = found
        self._settings = settings

    def _changes(self, former: Index, index: Index, entries: Mapping[str, Entry]) -> Iterator[Change]:
        articles = self._articles
        flipped = former.hidden.keys() ^ index.hidden.keys()
        for path in sorted({*articles.changed, *articles.removed, *flipped}):
            before = articles.former[path] if path in former.positions else None
            after = articles.kept[path] if path in index.positions else None
            if before is None and after is None:
                continue
            day = day_of(entries[path]).toordinal() if after else 0
            counts = self._counted(before), self._counted(after)
            if counts[0] != counts[1] or day != _day_before(before):
                yield Change(path, *counts, day)

    def _counts(self, path: SourcePath) -> dict[str, int]:
        found = self._counted(self._articles.kept[path])
        assert found is not None
        return found

    def _counted(self, kept: Kept | None) -> dict[str, int] | None:
        return _decode(self._memory.store.text(kept.text, "vector")) if kept else None

    def changed(self, snapshot: Snapshot) -> tuple[frozenset[SourcePath], dict[SourcePath, Remembered]]:
        """The articles whose related reading is another now, and what to remember of those looked at."""
        known, positions = self._table, snapshot.index.positions
        if self.concerned is None:
            return frozenset(known), {}
        for path in self._suspects(snapshot):
            if path in known and path in positions:
                related_reading(snapshot, path)
        found = remembered(snapshot.related)
        changed = {path for path, now in found.items() if now.digest != known[path].digest}
        lost = {path for path in (*self._articles.removed, *snapshot.index.hidden) if path in known}
        return frozenset(changed | lost), found

    def _suspects(self, snapshot: Snapshot) -> set[SourcePath]:
        """Articles whose list, or what is said of it, could be another: those that the index names, the
        edited ones and those that list one of these, and those whose tags are rarer or commoner now.
        """
        assert self.concerned is not None
        known = self._table
        edited = {*self._articles.changed, *self._articles.removed}
        suspects = {*self.concerned, *edited}
        near = known.near([path.encode() for path in edited]) if len(edited) <= _FEW else known.items()
        suspects.update(path for path, record in near if not edited.isdisjoint(record.listed))
        if self._former is not None and self._former is not snapshot.index:
            tags = _shifted(self._former, snapshot)
            if tags is None:
                return set(known)
            if tags:
                suspects.update(
                    p for p in known if p in snapshot.entries and tags & {*snapshot.entries[p].tags}
                )
        return suspects

    def remember(self, looked: Mapping[SourcePath, Remembered], snapshot: Snapshot) -> None:
        """Keep the index, and what was looked up in it; nothing of what is not published."""
        index = self.index
        if isinstance(index, RelatedIndex):
            index = shelve(index, self._shelf)
            lost = self._table.keys() - looked.keys()
        else:
            same = snapshot.index is self._former
            lost = set() if same else self._table.keys() - snapshot.index.positions.keys()
        for path, found in looked.items():
            look = Look((), found.glanced, found.room, found.last)
            index.remember(path, look, snapshot.entries[path].related)
        index.save()
        self._memory.store.put_part("related", self._settings)
        self._table.update(looked, lost)


class _Vectors(Mapping[SourcePath, Mapping[str, int]]):
    """The counted words of all published articles, decoded each time: held, they would be very many."""

    def __init__(self, memory: Memory, articles: Articles, index: Index) -> None:
        self._memory = memory
        self._articles = articles
        self._order = index.order

    def __getitem__(self, path: SourcePath) -> dict[str, int]:
        parsed = self._articles.parsed.get(path)
        if parsed:
            return _decode(parsed.vector)
        return _decode(self._memory.store.text(self._articles.kept[path].text, "vector"))

    def __iter__(self) -> Iterator[SourcePath]:
        return iter(self._order)

    def __len__(self) -> int:
        return len(self._order)


def _day_before(kept: Kept | None) -> int:
    return day_of(msgspec.msgpack.decode(kept.entry, type=Entry)).toordinal() if kept else 0


def _shifted(former: Index, snapshot: Snapshot) -> set[str] | None:
    """The tags that are rarer or commoner than they were, as reasons know it; None where all may be."""
    now = snapshot.index
    if len(former.order).bit_length() != len(now.order).bit_length() or former.terms != now.terms:
        return None
    return {
        tag
        for tag in now.terms
        if len(former.lists.get(("tag", tag), ())).bit_length() != how_common(now, tag)
    }
