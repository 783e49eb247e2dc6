"""One frozen instant of the whole site: all published articles and what follows from them together.

Everything later only asks it (see `queries.py`). Its parts may be read lazily, where an earlier build
has left them; what must not be published is in none of them, so no output can show it by mistake.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from msgspec import Struct

from site_builder.content.article import Article, Body, SourcePath
from site_builder.content.editions import HandMade
from site_builder.content.entry import Card, Entry, Parsed
from site_builder.content.headlines import by_headline
from site_builder.content.index import Index, day_of, index_site
from site_builder.content.known_names import NamesByWord, names_by_word
from site_builder.content.permalinks import Links
from site_builder.content.readings import Related
from site_builder.content.related import index_related
from site_builder.content.taxonomy import Vocabulary
from site_builder.content.visibility import Viewing
from site_builder.settings import Settings
from site_builder.translation import ENGLISH, Translation


class FileInfo(Struct, frozen=True):
    """A file that is published as it is."""

    path: str  # below its own folder (content/, static/ or layouts/assets/), forward slashes
    digest: str  # of its bytes, in hexadecimal
    width: int = 0  # in pixels; 0 when it is no picture
    height: int = 0


class Files(Struct, frozen=True, dict=True):
    """The site's files that are no texts, by path below their own folder."""

    content: Mapping[str, FileInfo]  # beside articles
    assets: Mapping[str, FileInfo]  # of the layouts
    static: Mapping[str, FileInfo]
    search: Mapping[str, FileInfo] = {}  # the index of whole texts, where an outside program made one

    def originals(self) -> Iterator[tuple[str, FileInfo]]:
        """Every file under the name by which outputs are copied from it: "content/…", "static/…"."""
        for role in ("content", "assets", "static", "search"):
            files: Mapping[str, FileInfo] = getattr(self, role)
            yield from ((f"{role}/{name}", info) for name, info in files.items())

    @cached_property
    def in_folder(self) -> Mapping[str, tuple[str, ...]]:
        """The files that lie directly in each folder of content/."""
        folders: dict[str, list[str]] = {}
        for name in sorted(self.content):
            folders.setdefault(name.rpartition("/")[0], []).append(name)
        return {folder: tuple(names) for folder, names in folders.items()}


@dataclass(frozen=True, eq=False)
class Snapshot:
    """All that may be published. Equal only to itself."""

    settings: Settings
    today: datetime.date  # in the site's zone
    index: Index
    entries: Mapping[SourcePath, Entry]  # of all articles and pages, hidden ones too
    # Of those that are published, or wider: ask `is_published` first.
    cards: Mapping[SourcePath, Card]
    articles: Mapping[SourcePath, Article]
    bodies: Mapping[SourcePath, Body]
    related: Related
    files: Files
    layouts: Mapping[str, str]  # layout name → digest of its text
    translation: Translation  # the words of the digest's language

    @cached_property
    def links(self) -> Links:
        """How links are written."""
        return Links.of(self.settings.base_url, self.settings.links == "relative")

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The terms that articles may be filed under."""
        return Vocabulary(self.settings.tags)

    def is_published(self, path: SourcePath) -> bool:
        """Whether an article or page is there and may be published."""
        return path in self.entries and path not in self.index.hidden

    def silenced_by(self, path: SourcePath) -> tuple[str, ...]:
        """The codes of findings that an article or page silences; none where it is not there."""
        entry = self.entries.get(path)
        return entry.check_ignore if entry else ()

    @property
    def next_change(self) -> datetime.datetime | None:
        """When the next waiting article will appear."""
        waiting = (
            entry.publish_date or entry.date
            for path, reason in self.index.hidden.items()
            if reason == "future" and (entry := self.entries[path])
        )
        return min((moment.instant for moment in waiting if moment), default=None)

    @cached_property
    def by_headline(self) -> Mapping[str, SourcePath]:
        """The published articles by the keys of their headlines."""
        return by_headline(self.index.order, self.cards)

    @cached_property
    def known_names(self) -> NamesByWord:
        """The names of tags, by each of their words."""
        return names_by_word(self.index.terms.values())

    @cached_property
    def bundles(self) -> frozenset[SourcePath]:
        """Articles that have their folder to themselves: what lies there is theirs."""
        folders: dict[str, list[SourcePath]] = {}
        for path in self.entries:
            folders.setdefault(path.rpartition("/")[0], []).append(path)
        return frozenset(paths[0] for folder, paths in folders.items() if folder and len(paths) == 1)


@dataclass(frozen=True)
class Site:
    """What was read from disk, from which a snapshot is taken."""

    settings: Settings
    parsed: tuple[Parsed, ...]
    editions: tuple[HandMade, ...]
    files: Files
    layouts: Mapping[str, str]
    translation: Translation = ENGLISH


def take_snapshot(site: Site, viewing: Viewing, today: datetime.date) -> Snapshot:
    """The site as it may be seen under `viewing`, all of it in memory."""
    found = {parsed.path: parsed for parsed in site.parsed if parsed.entry}
    entries = {path: parsed.entry for path, parsed in found.items() if parsed.entry}
    index = index_site(entries, site.editions, site.settings, viewing, site.translation)
    return Snapshot(
        settings=site.settings,
        today=today,
        index=index,
        entries=entries,
        cards={path: parsed.card for path, parsed in found.items() if parsed.card},
        articles={path: parsed.article for path, parsed in found.items() if parsed.article},
        bodies={path: parsed.body for path, parsed in found.items() if parsed.body},
        related=Related(
            index_related(
                {path: found[path].vector for path in index.order},
                {path: day_of(entries[path]).toordinal() for path in index.order},
                site.settings.related.half_life_days,
            )
        ),
        files=site.files,
        layouts=site.layouts,
        translation=site.translation,
    )
