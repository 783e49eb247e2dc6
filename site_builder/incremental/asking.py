"""Which outputs asked a query: found by a search through what each has asked, or, by a process that asks
again and again, in an index that is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set

from msgspec import Struct

from site_builder.incremental.reads import ID_BYTES
from site_builder.incremental.tables import Table

_FEW = 8  # ids that are looked for one by one
_SEARCHES = 2  # after which an index is worth its making, which takes as long as some ten searches


class Asked(Struct, frozen=True, array_like=True):
    """What an output asked: ids of its own queries, one after the other, and the number of a set of
    queries that it asked as many others did.
    """

    own: bytes
    common: int


class Asking:
    """What each output asked of its own, by path, and who asked what."""

    def __init__(self, records: Mapping[str, Asked]) -> None:
        """`records` must be changed after `update` alone, and as that says."""
        self.records = records
        self._askers: dict[bytes, list[str]] | None = None
        self._searches = 0

    def askers(self, ids: Set[bytes]) -> Set[str]:
        """The outputs that asked one of these queries, and perhaps some that did not: where the end of one
        id and the start of another look like one of these.
        """
        self._searches += 1
        if self._askers is None and self._searches > _SEARCHES:
            self._askers = {}
            for path, record in self.records.items():
                self._enter(path, {*ids_in(record.own)})
        if self._askers is not None:
            known = ids & self._askers.keys()
            return {path for id_ in known for path in self._askers[id_]}
        if len(ids) <= _FEW:
            near = self.records.near(ids) if isinstance(self.records, Table) else self.records.items()
            return {path for path, record in near if any(id_ in record.own for id_ in ids)}
        return {path for path, record in self.records.items() if not ids.isdisjoint(ids_in(record.own))}

    def update(self, changed: Mapping[str, Asked], removed: Iterable[str] = ()) -> None:
        """Take note of records that are about to change."""
        if self._askers is None:
            return
        for path in {*changed, *removed}:
            before = {*ids_in(self.records[path].own)} if path in self.records else set()
            now = {*ids_in(changed[path].own)} if path in changed else set()
            for id_ in before - now:
                self._askers[id_].remove(path)
            self._enter(path, now - before)

    def _enter(self, path: str, ids: Iterable[bytes]) -> None:
        assert self._askers is not None
        for id_ in ids:
            self._askers.setdefault(id_, []).append(path)


def ids_in(joined: bytes) -> Iterator[bytes]:
    """The ids of queries that lie one after the other."""
    return (joined[at : at + ID_BYTES] for at in range(0, len(joined), ID_BYTES))
