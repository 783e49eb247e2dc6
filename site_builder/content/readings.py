"""Related reading as it is looked up: an index, and an account of what was found in it."""

from __future__ import annotations

from msgspec import Struct

from site_builder.content.article import SourcePath
from site_builder.content.entry import TagId
from site_builder.content.related import Finder, Look


class Reading(Struct, frozen=True):
    """An article of the related-reading list, and why it is there."""

    path: SourcePath
    tags: tuple[TagId, ...] = ()  # shared tags that tell something, the rarest first
    names: tuple[str, ...] = ()  # shared words with a capital, heaviest first


class Looked(Struct, frozen=True, array_like=True):
    """What was found when an article's related reading was looked up."""

    look: Look
    readings: tuple[Reading, ...]


class Related:
    """An index of related reading that keeps account of what was looked up in it."""

    def __init__(self, index: Finder) -> None:
        self.index = index
        self.looked: dict[SourcePath, Looked] = {}

    def drained(self) -> dict[SourcePath, Looked]:
        """What was looked up since this was asked last."""
        looked, self.looked = self.looked, {}
        return looked
