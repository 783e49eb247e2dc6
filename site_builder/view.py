"""The one door: what a layout may touch. Every attribute and call here is a recorded query.

A `SiteView` belongs to one output: it knows from which file its links go, and it writes down every
question that is asked. The views of articles, tags and so on are handles that ask only when an
attribute is used, so that a page is stale exactly when something it really showed has changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from operator import attrgetter
from typing import Any
from urllib.parse import unquote

from markupsafe import Markup

from site_builder.content.article import Body, SourcePath, beside
from site_builder.content.permalinks import Links, paged
from site_builder.content.references import MarkKind, Picture, fill_references
from site_builder.content.snapshot import Snapshot
from site_builder.incremental.reads import Reads
from site_builder.queries import answer
from site_builder.settings import AccountEntry, CorrectionEntry


class Door:
    """Asks the snapshot on behalf of one output, and remembers what was asked."""

    __slots__ = ("_snapshot", "from_path", "links", "reads")

    def __init__(self, snapshot: Snapshot, reads: Reads, from_path: str) -> None:
        self._snapshot = snapshot
        self.reads = reads
        self.from_path = from_path  # the output's path: links go from there
        self.links: Links = snapshot.links

    def ask(self, *query: str | int) -> Any:
        """The answer to a query, which is remembered."""
        self.reads.add(query)
        return answer(self._snapshot, query)

    def link(self, permalink: str, fragment: str = "") -> str:
        """A permalink as it must stand in this output."""
        return self.links.link(permalink, self.from_path, fragment)

    def attachment(self, path: SourcePath, file: str, fragment: str = "") -> Picture | None:
        """A file that is published beside an article's page, with its size where it is a picture."""
        found = self.ask("attachment", path, file)
        if found is None:
            return None
        url = self.link(found.permalink, fragment)
        return Picture(url, found.width or None, found.height or None)

    def fill(self, html: str, path: SourcePath) -> Markup:
        """The text of the file at `path` with its references as links from this output.

        The link check has told of those that lead nowhere.
        """

        def resolve(kind: MarkKind, target: str, fragment: str) -> str | Picture:
            if kind in {"file", "image"}:
                picture = self.attachment(path, target, fragment) or Picture("")
                return picture if kind == "image" else picture.url
            card = self.ask("card", target) if kind == "article" else None
            permalink = card.permalink if card else unquote(target)
            return self.link(permalink, fragment)

        return Markup(fill_references(html, resolve))


class SiteView:
    """The site, as `site` in every layout."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self.config = ConfigView(door)

    def articles(self, *, start: int = 0, limit: int = 0, **by: str) -> list[ArticleView]:
        """Published articles, newest first: all, or of one `tag`, `section`, `source`, `story`,
        `edition`, `year` ("2012"), `month` ("2012-03") or `day` ("2012-03-12").

        `start` counts from 0; `limit` 0 means to the end.
        """
        stop = start + limit if limit else 0
        paths = self._door.ask("articles", *_list_key(by), start, stop)
        return [ArticleView(self._door, path) for path in paths]

    def count(self, **by: str) -> int:
        """How many articles a list has; the same keywords as `articles`."""
        return int(self._door.ask("count", *_list_key(by)))

    def article(self, path: SourcePath) -> ArticleView | None:
        """An article or page by its path below content/; None when it is not published."""
        return ArticleView(self._door, path) if self._door.ask("card", path) else None

    def tag(self, id: str) -> TagView | None:
        """A term of the vocabulary; None when there is none of that id."""
        return TagView(self._door, id) if self._door.ask("tag", id) else None

    def tags(self) -> list[TagView]:
        """Every tag that has articles, by label."""
        return [TagView(self._door, id_) for id_, _ in self._door.ask("tags")]

    def busiest_tags(self, limit: int) -> list[TagView]:
        """The tags with the most articles, most first."""
        return [TagView(self._door, id_) for id_ in self._door.ask("busiest_tags", limit)]

    def source(self, id: str) -> SourceView | None:
        """A source by its key in config.yaml or its name; None when no article names it."""
        return SourceView(self._door, id) if self._door.ask("source", id) else None

    def sources(self) -> list[SourceView]:
        """Every source that has articles, by name."""
        return [SourceView(self._door, id_) for id_, _ in self._door.ask("sources")]

    def section(self, id: str) -> SectionView | None:
        """A section of config.yaml; None when there is none of that id."""
        return SectionView(self._door, id) if self._door.ask("section", id) else None

    def sections(self) -> list[SectionView]:
        """The sections that have articles, in the order of config.yaml."""
        return [SectionView(self._door, id_) for id_ in self._door.ask("sections")]

    def edition(self, name: str) -> EditionView | None:
        """An edition by name; None when there is none."""
        return EditionView(self._door, name) if self._door.ask("edition", name) else None

    def editions(self, *, start: int = 0, limit: int = 0) -> list[EditionView]:
        """Editions, newest first; `limit` 0 means all."""
        names = self._door.ask("editions", start, start + limit if limit else 0)
        return [EditionView(self._door, name) for name in names]

    def months(self, **by: str) -> list[tuple[str, int]]:
        """Months ("2012-03") in which a list has articles, newest first, with their number."""
        return list(self._door.ask("months", *_list_key(by)))

    def days(self, month: str) -> list[tuple[str, int]]:
        """Days ("2012-03-12") of a month that have articles, oldest first, with their number."""
        return list(self._door.ask("days", month))

    def pages(self) -> list[ArticleView]:
        """The plain pages of content/pages/, by permalink."""
        return [ArticleView(self._door, path) for path in self._door.ask("pages")]

    def asset(self, name: str) -> str:
        """The link to a file of layouts/assets/. Raises LookupError when there is none."""
        permalink = self._door.ask("asset", name)
        if permalink is None:
            raise LookupError(f"there is no '{name}' in layouts/assets/")
        return self._door.link(permalink)

    def link(self, permalink: str) -> str:
        """The link from this page to a permalink such as "/about/" or "/about/#us"; URLs stay as they are."""
        if not permalink.startswith("/"):
            return permalink
        path, _, fragment = permalink.partition("#")
        return self._door.link(path, fragment)

    def absolute(self, permalink: str) -> str:
        """The full URL of a permalink."""
        return self._door.links.absolute(permalink)

    @property
    def today(self) -> date:
        """The day of the build. A page that asks is rendered again every day."""
        return date.fromisoformat(self._door.ask("today"))


class ConfigView:
    """The settings, key by key: `site.config.title`."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def __getattr__(self, key: str) -> Any:
        if key.startswith("__"):
            raise AttributeError(key)
        return self._door.ask("config", key)


def _field(name: str, meaning: str) -> Any:
    """A property that gives a field of the answer to the handle's query."""
    get = attrgetter(name)
    return property(lambda handle: get(handle._ask()), doc=meaning)


class Handle:
    """Something of the site that asks its one query on first use and then serves its fields."""

    __slots__ = ("_door", "_value", "id")
    query = ""

    def __init__(self, door: Door, id: str) -> None:
        self._door = door
        self._value: Any = None
        self.id = id

    def _ask(self) -> Any:
        if self._value is None:
            self._value = self._door.ask(self.query, self.id)
        return self._value

    @property
    def permalink(self) -> str:
        """The link from this page to its page."""
        return self._door.link(self._ask().permalink)

    @property
    def absolute(self) -> str:
        """The full URL of its page."""
        return self._door.links.absolute(self._ask().permalink)


class ArticleView(Handle):
    """An article. What lists show of it is its card; attributes beyond that ask more."""

    __slots__ = ("_article", "_source")
    query = "card"

    title = _field("title", "Its headline.")
    summary = _field("summary", "One or two sentences; empty when there are none.")
    date = _field("date", "When its source published it: `.day`, `.instant`, `.timed`; None on plain pages.")
    dateline = _field("dateline", "Where it was reported from.")
    lang = _field("lang", "Its language where it is not the site's; otherwise empty.")
    rights = _field("rights", "How much of it is shown: full, excerpt or headline.")
    corrected = _field("corrected", "The day of its newest correction; None without one.")
    image = _field("image", "The picture of its front matter: src, alt, credit, licence; or None.")
    story = _field("story", "The story that it belongs to; empty without one.")
    draft = _field("draft", "Whether it is a draft, shown because the editor asked for drafts.")

    def __init__(self, door: Door, path: SourcePath) -> None:
        super().__init__(door, path)
        self._article: Any = None
        self._source: SourceView | None = None

    @property
    def tags(self) -> list[TagView]:
        """Its tags in the order it names them."""
        return [TagView(self._door, id_) for id_ in self._ask().tags]

    @property
    def section(self) -> SectionView | None:
        """Its section; None when it has none."""
        id_ = self._ask().section
        return SectionView(self._door, id_) if id_ and self._door.ask("section", id_) else None

    @property
    def source(self) -> SourceView | None:
        """Who published it; None for a text of our own."""
        if self._source is None and (id_ := self._ask().source):
            self._source = SourceView(self._door, id_)
        return self._source

    @property
    def provenance(self) -> Any:
        """Its source as the article gives it: url, authors, published, retrieved, archive_url."""
        return self.details.source

    @property
    def details(self) -> Any:
        """All its front matter: authors, editor, corrections, accounts, story, words, extra …"""
        if self._article is None:
            self._article = self._door.ask("article", self.id)
        return self._article

    @property
    def corrections(self) -> Sequence[CorrectionEntry]:
        """What was corrected, newest first."""
        return sorted(self.details.corrections, key=lambda c: c.date, reverse=True)

    @property
    def accounts(self) -> list[tuple[str, list[AccountEntry]]]:
        """Who says what: each question with the accounts that answer it, as they are written."""
        rows: dict[str, list[AccountEntry]] = {}
        for account in self.details.accounts:
            rows.setdefault(account.on, []).append(account)
        return list(rows.items())

    @property
    def body(self) -> Markup:
        """What may be published of its text, as HTML whose links go from this page."""
        body: Body = self._door.ask("body", self.id)
        return self._door.fill(body.html, self.id)

    @property
    def withheld(self) -> bool:
        """Whether its text goes on at the source."""
        return bool(self._door.ask("body", self.id).withheld)

    @property
    def picture(self) -> Picture | None:
        """The picture of its front matter: url, width and height (None when unknown)."""
        image = self._ask().image
        if image is None:
            return None
        if "://" in image.src:
            return Picture(image.src)
        if image.src.startswith("/"):
            return Picture(self._door.link(image.src))
        return self._door.attachment(self.id, beside(self.id, image.src))

    @property
    def related(self) -> list[ReadingView]:
        """Related reading, best first."""
        return [ReadingView(self._door, reading) for reading in self._door.ask("related", self.id)]

    @property
    def older(self) -> ArticleView | None:
        """The article before it in time."""
        path = self._door.ask("neighbours", self.id)[0]
        return ArticleView(self._door, path) if path else None

    @property
    def newer(self) -> ArticleView | None:
        """The article after it in time."""
        path = self._door.ask("neighbours", self.id)[1]
        return ArticleView(self._door, path) if path else None


class ReadingView(ArticleView):
    """An article of the related-reading list, with the reasons why it is there."""

    __slots__ = ("_reading",)

    def __init__(self, door: Door, reading: Any) -> None:
        super().__init__(door, reading.path)
        self._reading = reading

    @property
    def reasons(self) -> list[str]:
        """What both articles are about, best first: shared tags, then names, then other words."""
        labels = [self._door.ask("tag", id_).label for id_ in self._reading.tags]
        return [*labels, *self._reading.terms]


class TagView(Handle):
    """A term of the vocabulary."""

    __slots__ = ()
    query = "tag"

    label = _field("label", "What readers see.")
    description = _field("description", "A sentence or two; empty without.")
    aliases = _field("aliases", "Its other names.")
    see = _field("see", "A URL that says what is meant; empty without.")

    @property
    def count(self) -> int:
        """How many articles it has, those of narrower tags included."""
        return int(self._door.ask("count", "tag", self.id))

    @property
    def parent(self) -> TagView | None:
        """The wider tag."""
        id_ = self._ask().parent
        return TagView(self._door, id_) if id_ and self._door.ask("tag", id_) else None

    @property
    def children(self) -> list[TagView]:
        """The narrower tags that have articles, by label."""
        narrower = [TagView(self._door, id_) for id_ in self._ask().children]
        return [tag for tag in narrower if tag.count]

    @property
    def related(self) -> list[TagView]:
        """The tags that most often stand beside it, most often first."""
        return [TagView(self._door, id_) for id_ in self._door.ask("related_tags", self.id)]


class SourceView(Handle):
    """A publisher."""

    __slots__ = ()
    query = "source"

    name = _field("name", "What readers see.")
    url = _field("url", "Its own site; empty when unknown.")
    description = _field("description", "A sentence or two; empty without.")

    @property
    def count(self) -> int:
        """How many articles come from it."""
        return int(self._door.ask("count", "source", self.id))


class SectionView(Handle):
    """A section of the site."""

    __slots__ = ()
    query = "section"

    label = _field("label", "What readers see.")
    description = _field("description", "A sentence or two; empty without.")

    @property
    def count(self) -> int:
        """How many articles it has."""
        return int(self._door.ask("count", "section", self.id))


class EditionView(Handle):
    """One issue of the digest."""

    __slots__ = ()
    query = "edition"

    name = _field("name", "Its name in its address: 2012-w11.")
    title = _field("title", "What readers see.")
    day = _field("day", "Its date; of a week, the last day.")

    @property
    def lead(self) -> ArticleView | None:
        """Its first story."""
        path = self._ask().lead
        return ArticleView(self._door, path) if path else None

    @property
    def articles(self) -> list[ArticleView]:
        """All its stories in their order, the lead first."""
        return [ArticleView(self._door, path) for path in self._ask().articles]

    @property
    def sections(self) -> list[tuple[str, SectionView | None, list[ArticleView]]]:
        """Its other stories: heading, section of the site (or None), articles."""
        return [
            (
                s.heading,
                SectionView(self._door, s.id) if s.id and self._door.ask("section", s.id) else None,
                [ArticleView(self._door, path) for path in s.articles],
            )
            for s in self._ask().sections
        ]

    @property
    def note(self) -> Markup:
        """The editor's note as HTML; empty when there is none."""
        return self._door.fill(self._ask().note_html, "editions/")

    @property
    def count(self) -> int:
        """How many articles it has."""
        return int(self._door.ask("count", "edition", self.id))

    @property
    def number(self) -> int:
        """Its number, the digest's first edition being 1."""
        return int(self._door.ask("edition_neighbours", self.id)[2])

    @property
    def older(self) -> EditionView | None:
        """The edition before it."""
        name = self._door.ask("edition_neighbours", self.id)[0]
        return EditionView(self._door, name) if name else None

    @property
    def newer(self) -> EditionView | None:
        """The edition after it."""
        name = self._door.ask("edition_neighbours", self.id)[1]
        return EditionView(self._door, name) if name else None


class Pagination:
    """One page of a long list."""

    def __init__(self, site: SiteView, permalink: str, number: int, pages: int, **by: str) -> None:
        self.number = number  # from 1
        self.pages = pages
        size = site.config.paginate
        self.articles = site.articles(start=(number - 1) * size, limit=size, **by)
        self.newer = site.link(paged(permalink, number - 1)) if number > 1 else ""
        self.older = site.link(paged(permalink, number + 1)) if number < pages else ""


def _list_key(by: dict[str, str]) -> tuple[str, str]:
    if len(by) > 1:
        raise TypeError(f"articles can be listed by one thing at a time, not by {' and '.join(sorted(by))}")
    for key, which in by.items():
        if key not in _LISTED_BY:
            raise TypeError(f"articles cannot be listed by '{key}', only by {', '.join(_LISTED_BY)}")
        return key, which
    return "all", ""


_LISTED_BY = ("tag", "section", "source", "story", "edition", "year", "month", "day", "corrected")
