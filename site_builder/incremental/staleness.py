"""Which outputs must be rendered again, and why. Pure: knows queries and digests, no disk, no article.

An output is stale when it is new, when it is planned otherwise than before, when a query it asked has
another answer than when it was made, or when its file is not what was written. Nothing else is rendered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Literal

from msgspec import Struct

from site_builder.incremental.reads import ID_BYTES, Query

Cause = Literal["new", "planned", "missing", "altered", "query", "copied", "links", "compressed"]
MOST_REASONS = 4  # that are remembered of one output
_FEW = 16  # ids that are found faster by a search through bytes than by taking the bytes apart


class Reason(Struct, frozen=True, array_like=True):
    """One reason to make an output again."""

    cause: Cause
    query: Query = ()  # where its answer is the cause


class Asked(Struct, frozen=True, array_like=True):
    """What an output asked: ids of its own queries, one after the other, and the number of a set of
    queries that it asked as many others did.
    """

    own: bytes
    common: int


def stale_outputs(
    planned: Iterable[str],
    asked: Mapping[str, Asked],
    sets: Sequence[bytes],
    changed: Mapping[bytes, Query],
    known: Mapping[str, Cause],
) -> dict[str, tuple[Reason, ...]]:
    """The outputs to make, by path in the order of the plan, each with its reasons.

    `asked` holds what each output asked when it was made, `sets` the common sets by number; `changed`
    the queries, by id, that have another answer now; `known` what is stale for a cause beside queries.
    """
    by_set = [_changed_in(ids, changed) for ids in sets]
    ids: Set[bytes] = changed.keys()
    few = len(ids) <= _FEW
    stale: dict[str, tuple[Reason, ...]] = {}
    for path in planned:
        cause = known.get(path)
        if cause:
            stale[path] = (Reason(cause),)
            continue
        record = asked.get(path)
        if record is None:
            continue
        found = by_set[record.common]
        own = record.own
        if not few or any(
            map(own.__contains__, ids)
        ):  # if only by the end of one id and the start of another
            touched = ids & {own[at : at + ID_BYTES] for at in range(0, len(own), ID_BYTES)}
            if touched:
                found = (*(changed[id_] for id_ in sorted(touched)), *found)
        if found:
            stale[path] = tuple([Reason("query", query) for query in found[:MOST_REASONS]])
    return stale


def _changed_in(ids: bytes, changed: Mapping[bytes, Query]) -> tuple[Query, ...]:
    parts = (ids[at : at + ID_BYTES] for at in range(0, len(ids), ID_BYTES))
    return tuple(changed[part] for part in parts if part in changed)
