"""Related reading as it is looked up: an index, and an account of what was found in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from site_builder.content.article import SourcePath
from site_builder.content.entry import TagId
from site_builder.content.related import Likeness


class Nearest(Protocol):
    """An index that knows which articles are alike."""

    def nearest(
        self,
        path: SourcePath,
        limit: int,
        pins: Sequence[SourcePath] = (),
        bans: Sequence[SourcePath] = (),
    ) -> tuple[Likeness, ...]:
        """As `RelatedIndex.nearest`."""


class Reading(Struct, frozen=True):
    """An article of the related-reading list, and why it is there."""

    path: SourcePath
    tags: tuple[TagId, ...] = ()  # shared tags that tell something, the rarest first
    names: tuple[str, ...] = ()  # shared words with a capital, heaviest first


class Looked(Struct, frozen=True, array_like=True):
    """What was found when an article's related reading was looked up."""

    likenesses: tuple[Likeness, ...]
    readings: tuple[Reading, ...]


class Related:
    """An index of related reading that keeps account of what was looked up in it."""

    def __init__(self, index: Nearest) -> None:
        self.index = index
        self.looked: dict[SourcePath, Looked] = {}

    def drained(self) -> dict[SourcePath, Looked]:
        """What was looked up since this was asked last."""
        looked, self.looked = self.looked, {}
        return looked
