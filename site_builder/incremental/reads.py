"""Which questions a piece of work asked. Knows nothing of what they mean."""

from __future__ import annotations

from hashlib import blake2b

import msgspec

Query = tuple[str | int, ...]  # a name, then its arguments: ("card", "2012/03/homs.md")
ID_BYTES = 8


class Reads:
    """The queries that were asked, each once, in the order of first asking."""

    __slots__ = ("_asked",)

    def __init__(self) -> None:
        self._asked: dict[Query, None] = {}

    def add(self, query: Query) -> None:
        """Remember that the query was asked, whatever its answer, absence too."""
        self._asked[query] = None

    def queries(self) -> tuple[Query, ...]:
        """Everything asked so far."""
        return tuple(self._asked)


def query_id(query: Query) -> bytes:
    """Eight bytes that stand for a query in what is remembered of outputs.

    Two queries with one id would be taken to change together: an output more may be rendered, never one
    too few.
    """
    return blake2b(_encode(query), digest_size=ID_BYTES).digest()


def answer_digest(value: object) -> bytes:
    """Eight bytes that tell one answer from another."""
    return blake2b(_encode(value), digest_size=ID_BYTES).digest()


_encode = msgspec.msgpack.Encoder().encode
