"""Every question that may be asked about a site, and its answer.

A query is a name with arguments, such as ("articles", "tag", "syria", 0, 30). `answer` is the only
way from an output to the snapshot: `view.py` records what it asks here, so that the same questions
can be asked again later to see whether an output is stale. An answer is a value that msgspec can
serialise, and None where there is none: absence is an answer too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from msgspec import Struct

from site_builder.content.article import Article, Body, Moment, SourcePath, last_change
from site_builder.content.editions import Edition
from site_builder.content.entry import Card, TagId
from site_builder.content.index import Publisher, section_permalink
from site_builder.content.permalinks import slugify
from site_builder.content.reading_list import related_reading
from site_builder.content.snapshot import Snapshot
from site_builder.content.taxonomy import Term, related_terms
from site_builder.file_queries import OF_FILES
from site_builder.incremental.reads import Query
from site_builder.translation import DateWords, Message


class Face(Struct, frozen=True):
    """What an article's social card shows of it."""

    title: str
    source: str  # as readers see it; "" without one
    date: Moment | None
    lang: str  # "" where it is the site's


class SectionInfo(Struct, frozen=True):
    """A section as its page shows it."""

    id: str
    label: str
    permalink: str
    description: str = ""


def answer(snapshot: Snapshot, query: Query) -> Any:
    """The snapshot's answer. Raises KeyError for a name that is no query's."""
    return ANSWERS[str(query[0])](snapshot, *query[1:])


def _config(snapshot: Snapshot, key: str) -> Any:
    return getattr(snapshot.settings, key, None)


def _articles(snapshot: Snapshot, by: str, which: str, start: int, stop: int) -> tuple[SourcePath, ...]:
    """Paths from `start` up to `stop` (0: to the end) of a list, newest first."""
    listed = snapshot.index.lists.get((by, which), ())
    return listed[start : stop or None]


def _count(snapshot: Snapshot, by: str, which: str) -> int:
    return len(snapshot.index.lists.get((by, which), ()))


def _card(snapshot: Snapshot, path: SourcePath) -> Card | None:
    return snapshot.cards.get(path) if snapshot.is_published(path) else None


def _face(snapshot: Snapshot, path: SourcePath) -> Face | None:
    card = _card(snapshot, path)
    return face_of(card, snapshot.index.publishers.get(card.source)) if card else None


def face_of(card: Card, publisher: Publisher | None) -> Face:
    """What an article's social card shows, from what lists show of it."""
    return Face(card.title, publisher.name if publisher else card.source, card.date, card.lang)


def _social_card(snapshot: Snapshot, path: SourcePath) -> str:
    """The permalink of an article's social card; "" where it has none, having a picture of its own.

    A drawing in SVG is no such picture: hardly any place where links are shared shows one.
    """
    if not snapshot.settings.cards or not snapshot.settings.base_url or not snapshot.is_published(path):
        return ""
    entry = snapshot.entries[path]
    if entry.kind == "page" or (entry.image and not entry.image.lower().endswith(".svg")):
        return ""
    permalink = entry.permalink
    return f"{permalink}card.png" if permalink.endswith("/") else f"{_stem(permalink)}-card.png"


def _stem(permalink: str) -> str:
    folder, _, name = permalink.rpartition("/")
    return f"{folder}/{name.rpartition('.')[0] or name}"


def _permalink(snapshot: Snapshot, path: SourcePath) -> str | None:
    return snapshot.entries[path].permalink if snapshot.is_published(path) else None


def _redirects(snapshot: Snapshot) -> tuple[tuple[str, str, str, str], ...]:
    """What has another address than before: the former permalink, "article" or "tag", which one, and the
    permalink that it has now. Articles in the order of lists, then tags by id.
    """
    moved = []
    for path in (*_articles(snapshot, "all", "", 0, 0), *_pages(snapshot)):
        entry = snapshot.entries[path]
        moved += [(alias, "article", path, entry.permalink) for alias in entry.aliases]
    for former, setting in sorted(snapshot.settings.tags.items()):
        if setting.replaced_by and _count(snapshot, "tag", setting.replaced_by):
            now = snapshot.index.terms[setting.replaced_by].permalink
            moved.append((f"/tags/{slugify(former)}/", "tag", setting.replaced_by, now))
    return tuple(moved)


def _picture_origins(snapshot: Snapshot) -> tuple[str, ...]:
    """The other hosts whose pictures published articles show, such as "https://images.example"."""
    paths = (*_articles(snapshot, "all", "", 0, 0), *_pages(snapshot))
    return tuple(sorted({origin for path in paths for origin in snapshot.entries[path].pictures}))


@lru_cache(maxsize=4)
def _all_addresses(snapshot: Snapshot) -> tuple[tuple[str, Moment | None], ...]:
    """The permalink of every page that search engines should know: lists first, then articles, newest
    first, these and plain pages with the moment of their last change.
    """
    index = snapshot.index
    lists = [
        "/",
        *(edition.permalink for edition in index.editions),
        *(section_permalink(id_) for id_ in _sections(snapshot)),
        *(index.terms[id_].permalink for id_, _ in _tags(snapshot)),
        *(index.publishers[id_].permalink for id_, _ in _sources(snapshot)),
    ]
    entries = (snapshot.entries[path] for path in (*index.pages, *index.order))
    ours = (entry for entry in entries if entry.form != "republished")
    return (
        *((permalink, None) for permalink in lists),
        *((e.permalink, last_change(e.publish_date or e.date, e.updated, e.corrected)) for e in ours),
    )


def _addresses(snapshot: Snapshot, start: int, stop: int) -> tuple[tuple[str, Moment | None], ...]:
    """Permalinks for search engines from `start` up to `stop` (0: to the end), with their last changes."""
    return _all_addresses(snapshot)[start : stop or None]


def _address_count(snapshot: Snapshot) -> int:
    return len(_all_addresses(snapshot))


def _article(snapshot: Snapshot, path: SourcePath) -> Article | None:
    return snapshot.articles.get(path) if snapshot.is_published(path) else None


def _body(snapshot: Snapshot, path: SourcePath) -> Body | None:
    return snapshot.bodies.get(path) if snapshot.is_published(path) else None


def _neighbours(snapshot: Snapshot, path: SourcePath) -> tuple[SourcePath | None, SourcePath | None]:
    """The next older and the next newer article."""
    at = snapshot.index.positions.get(path)
    if at is None:
        return None, None
    order = snapshot.index.lists[("all", "")]
    older = order[at + 1] if at + 1 < len(order) else None
    return older, order[at - 1] if at else None


def _tag(snapshot: Snapshot, tag: TagId) -> Term | None:
    return snapshot.index.terms.get(tag)


@lru_cache(maxsize=4)
def _tags(snapshot: Snapshot) -> tuple[tuple[TagId, int], ...]:
    """Every term that has articles, with their number, by label."""
    counted = ((tag, _count(snapshot, "tag", tag)) for tag in snapshot.index.terms)
    used = [(tag, n) for tag, n in counted if n]
    return tuple(sorted(used, key=lambda pair: (snapshot.index.terms[pair[0]].label.casefold(), pair[0])))


@lru_cache(maxsize=4)
def _busiest_tags(snapshot: Snapshot, limit: int) -> tuple[TagId, ...]:
    """The terms with the most articles, most first, ties by id."""
    ranked = sorted(_tags(snapshot), key=lambda pair: (-pair[1], pair[0]))
    return tuple(tag for tag, _ in ranked[:limit])


def _related_tags(snapshot: Snapshot, tag: TagId) -> tuple[TagId, ...]:
    listed = snapshot.index.lists.get(("tag", tag), ())
    return related_terms(tag, [snapshot.entries[p].tags for p in listed], snapshot.vocabulary)


def _months(snapshot: Snapshot, by: str, which: str) -> tuple[tuple[str, int], ...]:
    """The months ("2012-03") in which a list has articles, newest first, with their number."""
    if by == "all":
        numbers = snapshot.index.numbers.items()
        return tuple(
            sorted([(key, len(all_)) for (kind, key), all_ in numbers if kind == "month"], reverse=True)
        )
    days = (snapshot.entries[p].date for p in snapshot.index.lists.get((by, which), ()))
    counts = Counter([moment.day.isoformat()[:7] for moment in days if moment])
    return tuple(sorted(counts.items(), reverse=True))


def _years(snapshot: Snapshot) -> tuple[str, ...]:
    """The years that have articles, newest first."""
    return tuple(dict.fromkeys(month[:4] for month, _ in _months(snapshot, "all", "")))


def _days(snapshot: Snapshot, month: str) -> tuple[tuple[str, int], ...]:
    """The days ("2012-03-12") of a month that have articles, oldest first, with their number."""
    days = (snapshot.entries[p].date for p in snapshot.index.lists.get(("month", month), ()))
    counts = Counter([moment.day for moment in days if moment])
    return tuple([(day.isoformat(), n) for day, n in sorted(counts.items())])


def _source(snapshot: Snapshot, source: str) -> Publisher | None:
    return snapshot.index.publishers.get(source)


@lru_cache(maxsize=4)
def _sources(snapshot: Snapshot) -> tuple[tuple[str, int], ...]:
    """Every source that has articles, with their number, by name."""
    used = ((id_, _count(snapshot, "source", id_)) for id_ in snapshot.index.publishers)
    named = [(id_, n) for id_, n in used if n]
    return tuple(
        sorted(named, key=lambda pair: (snapshot.index.publishers[pair[0]].name.casefold(), pair[0]))
    )


def _section(snapshot: Snapshot, section: str) -> SectionInfo | None:
    setting = snapshot.settings.sections.get(section)
    if setting is None:
        return None
    return SectionInfo(section, setting.label or section, section_permalink(section), setting.description)


@lru_cache(maxsize=4)
def _sections(snapshot: Snapshot) -> tuple[str, ...]:
    """The sections that have articles, in the order of config.yaml."""
    return tuple(s for s in snapshot.settings.sections if ("section", s) in snapshot.index.lists)


def _editions(snapshot: Snapshot, start: int, stop: int) -> tuple[str, ...]:
    """Names of editions from `start` up to `stop` (0: to the end), newest first."""
    return tuple(edition.name for edition in snapshot.index.editions[start : stop or None])


def _edition(snapshot: Snapshot, name: str) -> Edition | None:
    at = snapshot.index.edition_positions.get(name)
    return None if at is None else snapshot.index.editions[at]


def _edition_neighbours(snapshot: Snapshot, name: str) -> tuple[str | None, str | None, int]:
    """The next older and the next newer edition, and the edition's number, the first being 1."""
    at = snapshot.index.edition_positions.get(name)
    if at is None:
        return None, None, 0
    editions = snapshot.index.editions
    older = editions[at + 1].name if at + 1 < len(editions) else None
    return older, editions[at - 1].name if at else None, len(editions) - at


def _pages(snapshot: Snapshot) -> tuple[SourcePath, ...]:
    return snapshot.index.pages


def _titled(snapshot: Snapshot, key: str) -> SourcePath | None:
    """The article whose headline has this key; of several the newest."""
    return snapshot.by_headline.get(key)


def _today(snapshot: Snapshot) -> str:
    return snapshot.today.isoformat()


def _layout(snapshot: Snapshot, name: str) -> str | None:
    """The digest of a layout's text."""
    return snapshot.layouts.get(name)


def _message(snapshot: Snapshot, key: str) -> Message | None:
    """A message of the code in the digest's language; None where it stays English."""
    return snapshot.translation.messages.get(key)


def _dates(snapshot: Snapshot) -> DateWords:
    """How dates are written."""
    return snapshot.translation.dates


# Queries with the path of an article as their argument, whose answers an edit of that article changes.
OF_AN_ARTICLE = frozenset({"article", "body", "card", "face", "permalink", "neighbours", "related"})
# Queries about what the builder compares as a whole: settings, layouts, their words, the day.
OF_THE_SITE = frozenset({"config", "dates", "layout", "message", "today"})
# Queries that many outputs ask alike.
COMMON = OF_THE_SITE | {"asset", "asset_names", "busiest_tags", "editions", "pages", "sections"}
# Queries about one thing that several outputs ask.
SHARED = frozenset({"card", "permalink", "tag", "source", "section"})

ANSWERS: dict[str, Callable[..., Any]] = {
    **OF_FILES,
    "address_count": _address_count,
    "addresses": _addresses,
    "article": _article,
    "articles": _articles,
    "body": _body,
    "busiest_tags": _busiest_tags,
    "card": _card,
    "config": _config,
    "count": _count,
    "dates": _dates,
    "days": _days,
    "edition": _edition,
    "edition_neighbours": _edition_neighbours,
    "editions": _editions,
    "face": _face,
    "layout": _layout,
    "message": _message,
    "months": _months,
    "neighbours": _neighbours,
    "pages": _pages,
    "picture_origins": _picture_origins,
    "permalink": _permalink,
    "redirects": _redirects,
    "related": related_reading,
    "related_tags": _related_tags,
    "section": _section,
    "sections": _sections,
    "social_card": _social_card,
    "source": _source,
    "sources": _sources,
    "tag": _tag,
    "tags": _tags,
    "titled": _titled,
    "today": _today,
    "years": _years,
}
