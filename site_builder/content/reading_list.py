"""The related-reading list of an article: what is like it, and why, as far as readers may know.

Likeness is measured over whole texts (see `related.py`); the reasons name only what is published.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from site_builder.content.article import SourcePath
from site_builder.content.related import Likeness, fold
from site_builder.content.snapshot import Snapshot
from site_builder.content.taxonomy import TagId

COMMON_TAG = 3  # a tag that more than one article in so many bears says nothing of two that share it


class Reading(Struct, frozen=True):
    """An article of the related-reading list, and why it is there."""

    path: SourcePath
    tags: tuple[TagId, ...] = ()  # shared tags that tell something, the rarest first
    names: tuple[str, ...] = ()  # shared words with a capital, heaviest first


def related_reading(snapshot: Snapshot, path: SourcePath) -> tuple[Reading, ...]:
    """Related reading, best first; nothing for what is no published article."""
    article = snapshot.articles.get(path)
    if article is None or path not in snapshot.positions:
        return ()
    likenesses = snapshot.related.nearest(
        path, snapshot.settings.related.limit, pins=article.related, bans=article.related_exclude
    )
    return tuple(_reading(snapshot, path, likeness) for likeness in likenesses)


def _reading(snapshot: Snapshot, path: SourcePath, likeness: Likeness) -> Reading:
    here, there = snapshot.cards[path].tags, snapshot.cards[likeness.path].tags
    both = [tag for tag in here if tag in there]
    most = len(snapshot.positions) // COMMON_TAG
    counted = sorted((len(snapshot.lists[("tag", tag)]), tag) for tag in both)
    tags = tuple(tag for count, tag in counted if count <= most)
    said = {fold(word) for tag in both for word in snapshot.terms[tag].label.split()}
    may_show, may_show_there = _may_show(snapshot, path), _may_show(snapshot, likeness.path)
    names = [
        term
        for term in likeness.terms
        if not term[0].islower()
        and (folded := fold(term)) not in said
        and may_show(folded)
        and may_show_there(folded)
    ]
    return Reading(likeness.path, tags, tuple(names))


def _may_show(snapshot: Snapshot, path: SourcePath) -> Callable[[str], bool]:
    """Whether a folded word stands in what is published of an article."""
    body = snapshot.bodies.get(path)
    if body is None or not body.withheld:
        return lambda word: True
    return {fold(word) for word in (*snapshot.cards[path].title.split(), *body.terms)}.__contains__
