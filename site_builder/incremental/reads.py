"""Which questions a piece of work asked. Knows nothing of what they mean."""

from __future__ import annotations

Query = tuple[str | int, ...]  # a name, then its arguments: ("card", "2012/03/homs.md")


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
