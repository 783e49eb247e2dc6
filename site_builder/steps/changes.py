"""Which queries have another answer than when the site was last published.

Asks again only where something that changed can be seen: an edited article is compared part by part
with what it was; lists, counts and neighbours are answered again only when an entry came, went or
changed, and the settings key by key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import msgspec

from site_builder.content.entry import Card
from site_builder.content.headlines import headline_key
from site_builder.content.index import Index
from site_builder.content.snapshot import Snapshot
from site_builder.incremental.reads import Query, answer_digest, query_id
from site_builder.memory import Memory, name_of, read_name
from site_builder.queries import Face, answer, face_of
from site_builder.steps.articles import Articles
from site_builder.steps.taking import Taken, settings_digests
from site_builder.translation import Translation

_PARTS = ("card", "article", "body")


@dataclass(frozen=True)
class Changes:
    """The queries that have another answer now."""

    queries: dict[bytes, Query]  # by id
    answers: dict[str, bytes]  # the new digests of those that are remembered by name


def changes_since(memory: Memory, articles: Articles, taken: Taken, related: Iterable[str]) -> Changes:
    """What has changed since the site was last published; `related` are articles whose related reading
    has.
    """
    if memory.knows_nothing:
        return Changes({}, {})
    summary, snapshot = memory.summary, taken.snapshot
    index = snapshot.index
    found: list[Query] = [*changed_articles(memory, articles, taken.former, index)]
    found += changed_keys("layout", summary.layouts, snapshot.layouts)
    found += changed_words(summary.translation, snapshot.translation)
    found += [("related", path) for path in related]
    if summary.today != snapshot.today.isoformat():
        found.append(("today",))
    answers: dict[str, bytes] = {}
    if taken.reindexed:
        found += changed_keys("config", summary.settings, settings_digests(snapshot.settings))
        found += changed_neighbours(taken.former, index)
        for query, digest in changed_answers(memory, snapshot):
            found.append(query)
            answers[name_of(query)] = digest
    else:
        for query, digest in changed_headlines(memory, articles, snapshot):
            found.append(query)
            answers[name_of(query)] = digest
    return Changes({query_id(query): query for query in found}, answers)


def changed_articles(
    memory: Memory, articles: Articles, former: Index | None, index: Index
) -> Iterator[Query]:
    """Queries about single articles that were edited, came, went, appeared or disappeared."""
    hidden_before = former.hidden if former else {}
    flipped = hidden_before.keys() ^ index.hidden.keys()
    for path in {*articles.changed, *articles.removed, *flipped}:
        before, now = articles.former.get(path), articles.kept.get(path)
        shown_before = before is not None and path not in hidden_before
        shown_now = now is not None and now.text > 0 and path not in index.hidden
        if shown_before != shown_now:
            yield from ((name, path) for name in (*_PARTS, "face", "permalink"))
        elif before and now and shown_now:
            for part in _PARTS:
                was, is_now = memory.store.text(before.text, part), memory.store.text(now.text, part)
                if was != is_now:
                    yield part, path
                    if part == "card" and _face(was) != _face(is_now):
                        yield "face", path
            if _permalink(before.entry) != _permalink(now.entry):
                yield "permalink", path


def changed_neighbours(former: Index | None, index: Index) -> Iterator[Query]:
    """Articles that have another neighbour, or none any more."""
    before, now = _neighbours(former.order if former else ()), _neighbours(index.order)
    for path in before.keys() | now.keys():
        if before.get(path) != now.get(path):
            yield "neighbours", path


def changed_answers(memory: Memory, snapshot: Snapshot) -> Iterator[tuple[Query, bytes]]:
    """Queries asked by name that have another answer now, with its digest."""
    for name, digest in memory.answers.items():
        query = read_name(name)
        now = answer_digest(answer(snapshot, query))
        if now != digest:
            yield query, now


def changed_headlines(
    memory: Memory, articles: Articles, snapshot: Snapshot
) -> Iterator[tuple[Query, bytes]]:
    """What is found by the headlines that edited articles had and have, with its digest.

    No entry knows a headline, so that a new one does not move the index; hence these are asked again here.
    """
    for path in articles.changed.keys() & articles.former.keys():
        ids = (articles.former[path].text, articles.kept[path].text)
        cards = (memory.store.text(id_, "card") for id_ in ids if id_)
        titles = {msgspec.msgpack.decode(card, type=Card).title for card in cards}
        for key in map(headline_key, titles if len(titles) > 1 else ()):
            query: Query = ("titled", key)
            if (known := memory.answers.get(name_of(query))) is None:
                continue
            now = answer_digest(answer(snapshot, query))
            if now != known:
                yield query, now


def changed_words(before: Translation, now: Translation) -> Iterator[Query]:
    """What the code says on pages in other words than before; what layouts say is a part of theirs."""
    yield from changed_keys("message", before.messages, now.messages)
    if (before.dates, before.numbers) != (now.dates, now.numbers):
        yield ("dates",)


def changed_keys(name: str, before: Mapping[str, object], now: Mapping[str, object]) -> Iterator[Query]:
    """Queries by one key, such as a setting's, from the digests of all answers."""
    return ((name, key) for key in sorted(before.keys() | now.keys()) if before.get(key) != now.get(key))


def digests_of(snapshot: Snapshot, queries: Iterable[Query]) -> dict[str, bytes]:
    """The digests of the answers to queries, under the names by which they are remembered."""
    return {name_of(query): answer_digest(answer(snapshot, query)) for query in queries}


def _neighbours(order: tuple[str, ...]) -> dict[str, tuple[str, str]]:
    return dict(zip(order, zip(("", *order), (*order[1:], ""), strict=False), strict=False))


def _face(card: bytes) -> Face:
    return face_of(msgspec.msgpack.decode(card, type=Card), None)


def _permalink(entry: msgspec.Raw) -> str:
    return str(msgspec.msgpack.decode(entry)[_PERMALINK])


_PERMALINK = 2  # its place in an entry
