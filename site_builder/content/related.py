"""Placeholder until related reading lands: no article is like another."""
from __future__ import annotations
from collections.abc import Mapping, Sequence
from msgspec import Struct
class Likeness(Struct, frozen=True):
    path: str
    score: int
    terms: tuple[str, ...]
def fold(word: str) -> str:
    return word.casefold()
def vector(title: str, plain: str) -> dict[str, int]:
    return {}
class RelatedIndex:
    def nearest(self, path: str, limit: int, pins: Sequence[str] = (), bans: Sequence[str] = ()) -> tuple[Likeness, ...]:
        return tuple(Likeness(p, 0, ()) for p in pins)
def index_related(vectors: Mapping[str, dict[str, int]], days: Mapping[str, int], half_life_days: int) -> RelatedIndex:
    return RelatedIndex()
