"""Which outputs must be rendered again, and why. Pure: knows queries and digests, no disk, no article.

An output is stale when it is new, when it is planned otherwise than before, when a query it asked has
another answer than when it was made, or when its file is not what was written. Nothing else is rendered.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set
from typing import Literal

from msgspec import Struct

from site_builder.incremental.asking import Asking, ids_in
from site_builder.incremental.reads import Query

Cause = Literal["new", "planned", "missing", "altered", "query", "copied", "links", "compressed"]
MOST_REASONS = 4  # that are remembered of one output


class Reason(Struct, frozen=True, array_like=True):
    """One reason to make an output again."""

    cause: Cause
    query: Query = ()  # where its answer is the cause


def stale_outputs(
    planned: Collection[str],
    asking: Asking,
    sets: Sequence[bytes],
    changed: Mapping[bytes, Query],
    known: Mapping[str, Cause],
) -> dict[str, tuple[Reason, ...]]:
    """The outputs to make, by path, each with its reasons: in the order of the plan where they can be most
    of it, else by path.

    `asking` holds what each output asked when it was made, `sets` the common sets by number; `changed`
    the queries, by id, that have another answer now; `known` what is stale for a cause beside queries.
    """
    by_set = [_changed_in(ids, changed) for ids in sets]
    ids: Set[bytes] = changed.keys()
    if not any(by_set):
        planned = sorted(path for path in {*known, *asking.askers(ids)} if path in planned)
    stale: dict[str, tuple[Reason, ...]] = {}
    for path in planned:
        cause = known.get(path)
        if cause:
            stale[path] = (Reason(cause),)
            continue
        record = asking.records.get(path)
        if record is None:
            continue
        touched = ids & {*ids_in(record.own)}
        found = (*(changed[id_] for id_ in sorted(touched)), *by_set[record.common])
        if found:
            stale[path] = tuple([Reason("query", query) for query in found[:MOST_REASONS]])
    return stale


def _changed_in(ids: bytes, changed: Mapping[bytes, Query]) -> tuple[Query, ...]:
    return tuple(changed[id_] for id_ in ids_in(ids) if id_ in changed)
