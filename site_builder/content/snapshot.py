"""One frozen instant of the whole site: all published articles and what follows from them together.

Built once per build by `take_snapshot`; everything later only asks it (see `queries.py`). What must
not be published is not in it, so no output can show it by mistake.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from msgspec import Struct

from site_builder.content.article import Article, Body, Moment, Parsed, SourcePath
from site_builder.content.editions import Edition, HandMade, gather
from site_builder.content.permalinks import Links, article_permalink, slugify, term_slugs
from site_builder.content.related import RelatedIndex, index_related
from site_builder.content.taxonomy import TagId, Term, Vocabulary, resolve_tags
from site_builder.content.visibility import Hidden, Viewing, hidden_because
from site_builder.problems import Problem
from site_builder.settings import ImageEntry, Settings


class FileInfo(Struct, frozen=True):
    """A file that is published as it is."""

    path: str  # below its own folder (content/, static/ or layouts/assets/), forward slashes
    digest: str  # of its bytes, in hexadecimal
    width: int = 0  # in pixels; 0 when it is no picture
    height: int = 0


class Card(Struct, frozen=True, kw_only=True):
    """What a list shows of an article, and no more: a mended body must not touch any list."""

    path: SourcePath
    permalink: str
    title: str
    summary: str
    date: Moment | None
    tags: tuple[TagId, ...]
    section: str
    source: str  # a key of the settings' `sources`, a name in words, or ""
    dateline: str
    rights: str
    corrected: datetime.date | None  # the day of the newest correction
    image: ImageEntry | None
    lang: str
    story: str
    draft: bool = False


class Publisher(Struct, frozen=True):
    """A source as its page shows it."""

    id: str
    name: str
    permalink: str
    url: str = ""
    description: str = ""


ListKey = tuple[str, str]  # what is listed by, and which one: ("tag", "syria"), ("month", "2012-03")


@dataclass(frozen=True, eq=False)
class Snapshot:
    """All that may be published, by source path; lists are newest first. Equal only to itself."""

    settings: Settings
    today: datetime.date  # in the site's zone
    links: Links
    cards: Mapping[SourcePath, Card]
    articles: Mapping[SourcePath, Article]  # pages too
    bodies: Mapping[SourcePath, Body]
    pages: tuple[SourcePath, ...]  # plain pages, by permalink
    lists: Mapping[ListKey, tuple[SourcePath, ...]]
    positions: Mapping[SourcePath, int]  # in the list of all articles
    vocabulary: Vocabulary
    terms: Mapping[TagId, Term]
    publishers: Mapping[str, Publisher]
    editions: tuple[Edition, ...]  # newest first
    related: RelatedIndex
    files: Mapping[str, FileInfo]  # beside articles, by path below content/
    assets: Mapping[str, FileInfo]  # of the layouts, by name
    static: Mapping[str, FileInfo]
    layouts: Mapping[str, str]  # layout name → digest of its text
    hidden: Mapping[SourcePath, Hidden]  # what is there and must not appear, for messages

    @cached_property
    def edition_positions(self) -> Mapping[str, int]:
        """Where each edition stands among all, by name."""
        return {edition.name: n for n, edition in enumerate(self.editions)}

    @cached_property
    def bundles(self) -> frozenset[SourcePath]:
        """Articles that have their folder to themselves: what lies there is theirs."""
        folders: dict[str, list[SourcePath]] = {}
        for path in (*self.articles, *self.hidden):
            folders.setdefault(path.rpartition("/")[0], []).append(path)
        return frozenset(paths[0] for folder, paths in folders.items() if folder and len(paths) == 1)

    @cached_property
    def files_in(self) -> Mapping[str, tuple[str, ...]]:
        """The files that lie directly in each folder of content/."""
        folders: dict[str, list[str]] = {}
        for name in sorted(self.files):
            folders.setdefault(name.rpartition("/")[0], []).append(name)
        return {folder: tuple(names) for folder, names in folders.items()}


@dataclass(frozen=True)
class Site:
    """What was read from disk, from which a snapshot is taken."""

    settings: Settings
    parsed: tuple[Parsed, ...]
    editions: tuple[HandMade, ...]
    files: Mapping[str, FileInfo]
    assets: Mapping[str, FileInfo]
    static: Mapping[str, FileInfo]
    layouts: Mapping[str, str]


def take_snapshot(site: Site, viewing: Viewing, today: datetime.date) -> tuple[Snapshot, tuple[Problem, ...]]:
    """The site as it may be seen under `viewing`, and what is wrong between its articles."""
    settings = site.settings
    vocabulary = Vocabulary(settings.tags)
    problems: list[Problem] = []
    articles: dict[SourcePath, Article] = {}
    tags: dict[SourcePath, tuple[TagId, ...]] = {}
    hidden: dict[SourcePath, Hidden] = {}
    for parsed in site.parsed:
        if parsed.article is None:
            continue
        tags[parsed.path], unknown = resolve_tags(parsed.article, vocabulary)
        problems.extend(unknown)
        reason = hidden_because(parsed.article, viewing)
        if reason:
            hidden[parsed.path] = reason
        else:
            articles[parsed.path] = parsed.article
    slugs = term_slugs(name for a in articles.values() if a.source and (name := a.source.name))
    publishers = _publishers(settings, slugs)
    cards = {
        path: _card(article, tags[path], article_permalink(article, settings.permalink))
        for path, article in articles.items()
    }
    dated = [p for p in articles if articles[p].kind == "article"]
    order = sorted(dated, key=lambda path: _newest_first(articles[path]))
    sections = {id_: s.label or id_ for id_, s in settings.sections.items()}
    editions = gather(articles, order, site.editions, settings.editions.by, sections)
    vectors = {
        p.path: p.vector for p in site.parsed if p.path in cards and articles[p.path].kind == "article"
    }
    days = {path: _day(articles[path]).toordinal() for path in vectors}
    used = dict.fromkeys(tag for path in order for tag in tags[path])
    snapshot = Snapshot(
        settings=settings,
        today=today,
        links=Links.of(settings.base_url, settings.links == "relative"),
        cards=cards,
        articles=articles,
        bodies={p.path: p.body for p in site.parsed if p.path in cards and p.body},
        pages=tuple(
            sorted((p for p in articles if articles[p].kind == "page"), key=lambda p: cards[p].permalink)
        ),
        lists=_lists(order, articles, cards, vocabulary, editions),
        positions={path: n for n, path in enumerate(order)},
        vocabulary=vocabulary,
        terms=vocabulary.terms(used),
        publishers=publishers,
        editions=editions,
        related=index_related(vectors, days, settings.related.half_life_days),
        files=site.files,
        assets=site.assets,
        static=site.static,
        layouts=site.layouts,
        hidden=hidden,
    )
    return snapshot, tuple(problems)


def _newest_first(article: Article) -> tuple[int, bool, float, float, SourcePath]:
    """Newest day first; within it pinned ones, then the lightest, then the latest; ties by path."""
    instant = article.date.instant.timestamp() if article.date and article.date.timed else 0.0
    weight = article.weight or float("inf")
    return (-_day(article).toordinal(), not article.pin, weight, -instant, article.path)


def _day(article: Article) -> datetime.date:
    return article.date.day if article.date else datetime.date.min


def _card(article: Article, tags: tuple[TagId, ...], permalink: str) -> Card:
    return Card(
        path=article.path,
        permalink=permalink,
        title=article.title,
        summary=article.summary,
        date=article.date,
        tags=tags,
        section=article.section,
        source=article.source.name if article.source else "",
        dateline=article.dateline,
        rights=article.rights.kind,
        corrected=max((c.date for c in article.corrections), default=None),
        image=article.image,
        lang=article.lang,
        story=article.story,
        draft=article.draft,
    )


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
        )
    return found


def _lists(
    order: Iterable[SourcePath],
    articles: Mapping[SourcePath, Article],
    cards: Mapping[SourcePath, Card],
    vocabulary: Vocabulary,
    editions: Iterable[Edition],
) -> dict[ListKey, tuple[SourcePath, ...]]:
    """Every list there is: a wider tag's holds the articles of its narrower ones too."""
    lists: dict[ListKey, list[SourcePath]] = {("all", ""): []}
    wider = {tag: (tag, *vocabulary.ancestors(tag)) for card in cards.values() for tag in card.tags}
    for path in order:
        card = cards[path]
        keys: dict[ListKey, None] = {("all", ""): None}
        keys.update((("tag", t), None) for tag in card.tags for t in wider[tag])
        if card.section:
            keys[("section", card.section)] = None
        if card.source:
            keys[("source", card.source)] = None
        if card.story:
            keys[("story", card.story)] = None
        if card.date:
            day = card.date.day.isoformat()
            keys.update(((("year", day[:4]), None), (("month", day[:7]), None), (("day", day), None)))
        if card.corrected:
            keys[("corrected", "")] = None
        for key in keys:
            lists.setdefault(key, []).append(path)
    found = {key: tuple(paths) for key, paths in lists.items()}
    found.update((("edition", edition.name), edition.articles) for edition in editions)
    return found


def section_permalink(section: str) -> str:
    """The permalink of a section's page."""
    return f"/sections/{slugify(section)}/"
