"""What follows from all articles together: order, lists, terms, sources, editions. Stratum 3.

Made of the articles' entries alone, so that an edit which leaves its entry as it was leaves all this as
it was. What must not be published is in no part of it but `hidden`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache

from msgspec import Struct

from site_builder.content.article import SourcePath
from site_builder.content.editions import Edition, HandMade, gather
from site_builder.content.entry import Entry, TagId
from site_builder.content.permalinks import slugify, term_slugs
from site_builder.content.taxonomy import Term, Vocabulary
from site_builder.content.visibility import Hidden, Viewing, hidden_because
from site_builder.settings import Settings
from site_builder.translation import ENGLISH, Translation

ListKey = tuple[str, str]  # what is listed by, and which one: ("tag", "syria"), ("month", "2012-03")


class Publisher(Struct, frozen=True):
    """A source as its page shows it."""

    id: str
    name: str
    permalink: str
    url: str = ""
    description: str = ""
    language: str = ""  # by BCP 47; empty when unknown


class Index(Struct, frozen=True, dict=True, eq=False):
    """The order of things. Lists other than editions hold numbers: places in `order`, ascending."""

    order: tuple[SourcePath, ...]  # published articles, newest first
    pages: tuple[SourcePath, ...]  # plain pages, by permalink
    numbers: dict[ListKey, tuple[int, ...]]
    terms: dict[TagId, Term]
    publishers: dict[str, Publisher]
    editions: tuple[Edition, ...]  # newest first
    hidden: dict[SourcePath, Hidden]  # what is there and must not appear, for messages
    since: float = float("-inf")  # the index is the same for every instant from here …
    until: float = float("inf")  # … to just before here, in seconds since 1970

    @cached_property
    def lists(self) -> Lists:
        """Every list there is, by key: paths, newest first."""
        return Lists(self)

    @cached_property
    def positions(self) -> Mapping[SourcePath, int]:
        """The place of each article in `order`."""
        return {path: n for n, path in enumerate(self.order)}

    @cached_property
    def edition_positions(self) -> Mapping[str, int]:
        """Where each edition stands among all, by name."""
        return {edition.name: n for n, edition in enumerate(self.editions)}


class Lists(Mapping[ListKey, tuple[SourcePath, ...]]):
    """The lists as paths, each made when it is first asked for."""

    def __init__(self, index: Index) -> None:
        self._order = index.order
        self._numbers = index.numbers
        self._made: dict[ListKey, tuple[SourcePath, ...]] = {("all", ""): index.order}
        self._made.update((("edition", edition.name), edition.articles) for edition in index.editions)

    def __getitem__(self, key: ListKey) -> tuple[SourcePath, ...]:
        made = self._made.get(key)
        if made is None:
            order = self._order
            made = self._made[key] = tuple([order[n] for n in self._numbers[key]])
        return made

    def __iter__(self) -> Iterator[ListKey]:
        return iter({**dict.fromkeys(self._made), **self._numbers})

    def __len__(self) -> int:
        return len({*self._made, *self._numbers})


def index_site(
    entries: Mapping[SourcePath, Entry],
    by_hand: Iterable[HandMade],
    settings: Settings,
    viewing: Viewing,
    translation: Translation = ENGLISH,
) -> Index:
    """The index of a site as it may be seen under `viewing`, its editions named in a language."""
    hidden: dict[SourcePath, Hidden] = {}
    shown: dict[SourcePath, Entry] = {}
    for path, entry in entries.items():
        reason = hidden_because(entry, viewing)
        if reason:
            hidden[path] = reason
        else:
            shown[path] = entry
    dated = [path for path, entry in shown.items() if entry.kind == "article"]
    order = tuple(sorted(dated, key=lambda path: _newest_first(shown[path])))
    pages = (path for path, entry in shown.items() if entry.kind == "page")
    sections = {id_: s.label or id_ for id_, s in settings.sections.items()}
    vocabulary = Vocabulary(settings.tags)
    used = dict.fromkeys(tag for path in order for tag in shown[path].tags)
    since, until = _window(entries.values(), viewing.now.timestamp())
    return Index(
        order=order,
        pages=tuple(sorted(pages, key=lambda path: shown[path].permalink)),
        numbers=_lists(order, shown, vocabulary),
        terms=vocabulary.terms(used),
        publishers=_publishers(settings, term_slugs(e.source for e in shown.values() if e.source)),
        editions=gather(shown, order, by_hand, settings.editions.by, sections, translation),
        hidden=hidden,
        since=since,
        until=until,
    )


def _window(entries: Iterable[Entry], now: float) -> tuple[float, float]:
    """From when to when nothing appears or expires."""
    since, until = float("-inf"), float("inf")
    for entry in entries:
        for moment in (entry.publish_date or entry.date, entry.expiry_date):
            if moment:
                instant = moment.instant.timestamp()
                if instant > now:
                    until = min(until, instant)
                else:
                    since = max(since, instant)
    return since, until


def _newest_first(entry: Entry) -> tuple[int, bool, float, float, SourcePath]:
    """Newest day first; within it pinned ones, then the lightest, then the latest; ties by path."""
    instant = entry.date.instant.timestamp() if entry.date and entry.date.timed else 0.0
    weight = entry.weight or float("inf")
    return (-day_of(entry).toordinal(), not entry.pin, weight, -instant, entry.path)


def day_of(entry: Entry) -> datetime.date:
    """The day under which an article is filed; the first there is for a page without one."""
    return entry.date.day if entry.date else datetime.date.min


def _publishers(settings: Settings, used: Mapping[str, str]) -> dict[str, Publisher]:
    """Every source that an article names, by the name that stands in its front matter."""
    found = {}
    for name, slug in used.items():
        setting = settings.sources.get(name)
        found[name] = Publisher(
            id=name,
            name=setting.name if setting else name,
            permalink=f"/sources/{slug}/",
            url=setting.url if setting else "",
            description=setting.description if setting else "",
            language=setting.language if setting else "",
        )
    return found


def _lists(
    order: Iterable[SourcePath], entries: Mapping[SourcePath, Entry], vocabulary: Vocabulary
) -> dict[ListKey, tuple[int, ...]]:
    """Every list but that of all and those of editions: a wider tag's holds the articles of its
    narrower ones too.
    """
    lists: dict[ListKey, list[int]] = {}
    wider: dict[tuple[TagId, ...], tuple[ListKey, ...]] = {}
    periods: dict[datetime.date, tuple[ListKey, ...]] = {}
    for number, path in enumerate(order):
        entry = entries[path]
        keys = wider.get(entry.tags)
        if keys is None:
            tags = dict.fromkeys(t for tag in entry.tags for t in (tag, *vocabulary.ancestors(tag)))
            keys = wider[entry.tags] = tuple([("tag", tag) for tag in tags])
        if entry.date:
            day = entry.date.day
            period = periods.get(day)
            if period is None:
                text = day.isoformat()
                period = periods[day] = (("year", text[:4]), ("month", text[:7]), ("day", text))
            keys += period
        if entry.section:
            keys += (("section", entry.section),)
        if entry.source:
            keys += (("source", entry.source),)
        if entry.story:
            keys += (("story", entry.story),)
        if entry.corrected:
            keys += (("corrected", ""),)
        for key in keys:
            if key in lists:
                lists[key].append(number)
            else:
                lists[key] = [number]
    return {key: tuple(numbers) for key, numbers in lists.items()}


@lru_cache(maxsize=1 << 10)  # each article names its section, and sections are few
def section_permalink(section: str) -> str:
    """The permalink of a section's page."""
    return f"/sections/{slugify(section)}/"
