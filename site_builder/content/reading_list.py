"""The related-reading list of an article: what is like it, and why, as far as readers may know.

Likeness is measured over whole texts (see `related.py`); the reasons name only what is published.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from site_builder.content.article import SourcePath
from site_builder.content.entry import TagId
from site_builder.content.index import Index
from site_builder.content.known_names import capitalised, named_in_full
from site_builder.content.readings import Looked, Reading
from site_builder.content.related import Likeness, fold
from site_builder.content.snapshot import Snapshot

COMMON_TAG = 2  # octaves: a tag that is not so much rarer than articles are says nothing of two that share it

_FORMS_OF_ADDRESS = frozenset("dr frau herr mme mr mrs ms".split())  # anybody’s


def related_reading(snapshot: Snapshot, path: SourcePath) -> tuple[Reading, ...]:
    """Related reading, best first; nothing for what is no published article."""
    if path not in snapshot.index.positions:
        return ()
    entry = snapshot.entries[path]
    look = snapshot.related.index.look(
        path, snapshot.settings.related.limit, pins=entry.related, bans=entry.related_exclude
    )
    readings = tuple(_reading(snapshot, path, likeness) for likeness in look.likenesses)
    snapshot.related.looked[path] = Looked(look, readings)
    return readings


def _reading(snapshot: Snapshot, path: SourcePath, likeness: Likeness) -> Reading:
    here, there = snapshot.entries[path].tags, snapshot.entries[likeness.path].tags
    both = [tag for tag in here if tag in there]
    most = len(snapshot.index.order).bit_length() - COMMON_TAG
    counted = sorted((how_common(snapshot.index, tag), tag) for tag in both)
    tags = tuple(tag for often, tag in counted if often <= most)
    return Reading(likeness.path, tags, tuple(_names(snapshot, path, likeness, both)))


def _names(
    snapshot: Snapshot, path: SourcePath, likeness: Likeness, tags: Collection[TagId]
) -> Iterator[str]:
    """The names that both articles have, heaviest first, without what the tags that both bear say already.

    A word that is a part of a name that the site knows stands for the whole of it, and says nothing where
    either article does not have the whole.
    """
    said = {fold(word) for tag in tags for word in snapshot.index.terms[tag].label.split()}
    may_show, may_show_there = _may_show(snapshot, path), _may_show(snapshot, likeness.path)
    told = set(tags)
    whole: Collection[str] | None = None
    for term in likeness.terms:
        folded = fold(term)
        if term[0].islower() or folded in said or folded in _FORMS_OF_ADDRESS:
            continue
        if not (may_show(folded) and may_show_there(folded)):
            continue
        known = snapshot.known_names.get(folded)
        if not known:
            yield term
            continue
        if whole is None:
            both = _capitalised(snapshot, path) & _capitalised(snapshot, likeness.path)
            whole = {word for word in both if may_show(word) and may_show_there(word)}
        name = named_in_full(known, whole)
        if name and name.tag not in told:
            told.add(name.tag)
            yield snapshot.index.terms[name.tag].label


def _capitalised(snapshot: Snapshot, path: SourcePath) -> frozenset[str]:
    finder = snapshot.related.index
    number = finder.number(path)
    return frozenset() if number is None else capitalised(finder.article(number))


def how_common(index: Index, tag: TagId) -> int:
    """How many articles bear a tag, in octaves, so that one more seldom changes what is said anywhere."""
    return len(index.lists.get(("tag", tag), ())).bit_length()


def _may_show(snapshot: Snapshot, path: SourcePath) -> Callable[[str], bool]:
    """Whether a folded word stands in what is published of an article."""
    if not snapshot.entries[path].withheld:
        return lambda word: True
    body = snapshot.bodies[path]
    return {fold(word) for word in (*snapshot.cards[path].title.split(), *body.terms)}.__contains__
