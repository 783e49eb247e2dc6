"""What layouts hold of the site: articles, tags, sources, sections and editions.

A handle asks only when one of its attributes is used, so that a page is stale exactly when something
it really showed has changed. Each attribute is a recorded query, or a field of its answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

from markupsafe import Markup

from site_builder.content.article import Article, Body, Moment, SourceRef, beside, last_change
from site_builder.content.headlines import headline_key
from site_builder.content.ids import permanent_id
from site_builder.content.references import Picture
from site_builder.door import Door
from site_builder.front_matter_settings import AccountEntry, CorrectionEntry


def _field(name: str, meaning: str) -> Any:
    """A property that gives a field of the answer to the handle's query, at the cost of an attribute."""
    return property(attrgetter(f"_value.{name}"), doc=meaning)


class FirstUse:
    """An attribute that is found when it is first used, and from then on is the handle's own.

    Like functools.cached_property without its lock: pages are made one at a time.
    """

    def __init__(self, find: Callable[[Any], Any]) -> None:
        self._find = find
        self._name = find.__name__
        self.__doc__ = find.__doc__

    def __get__(self, handle: Any, kind: type) -> Any:
        if handle is None:
            return self
        found = self._find(handle)
        setattr(handle, self._name, found)
        return found


class Handle:
    """Something of the site that asks its one query on first use and then serves its fields."""

    query = ""

    def __init__(self, door: Door, id: str) -> None:
        self._door = door
        self.id = id

    @FirstUse
    def _value(self) -> Any:
        return self._door.ask(self.query, self.id)

    @property
    def permalink(self) -> str:
        """The link from this page to its page."""
        return self._door.link(self._value.permalink)

    @FirstUse
    def absolute(self) -> str:
        """The full URL of its page."""
        return self._door.links.absolute(self._value.permalink)


class ArticleView(Handle):
    """An article. What lists show of it is its card; attributes beyond that ask more."""

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

    @FirstUse
    def tags(self) -> list[TagView]:
        """Its tags in the order it names them."""
        return [TagView(self._door, id_) for id_ in self._value.tags]

    @FirstUse
    def section(self) -> SectionView | None:
        """Its section; None when it has none."""
        id_ = self._value.section
        return SectionView(self._door, id_) if id_ and self._door.ask("section", id_) else None

    @FirstUse
    def source(self) -> SourceView | None:
        """Who published it; None for a text of our own."""
        id_ = self._value.source
        return SourceView(self._door, id_) if id_ else None

    @FirstUse
    def provenance(self) -> SourceRef | None:
        """Its source as the article gives it: url, authors, published, retrieved, archive_url, dead."""
        details: Article = self.details
        return details.source

    @FirstUse
    def details(self) -> Article:
        """All its front matter: authors, editor, corrections, accounts, story, words, extra …"""
        details: Article = self._door.ask("article", self.id)
        return details

    @property
    def uri(self) -> str:
        """The id that never changes, by which feeds and machines know it."""
        return permanent_id(self.details.id or self.id, self._door.ask("config", "feeds").authority)

    @FirstUse
    def form(self) -> str:
        """Whose text it is: link (what we say of another's), original or republished."""
        return str(self.details.form)

    @FirstUse
    def published(self) -> Moment | None:
        """When it appeared here: its `publish_date`, else its date."""
        details: Article = self.details
        return details.publish_date or details.date

    @FirstUse
    def changed(self) -> Moment | None:
        """When it last changed by its own word: `updated`, its newest correction, else its date."""
        details = self.details
        return last_change(self.published, details.updated, self.corrected)

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
    def also(self) -> list[tuple[str, str]]:
        """Headlines that the original named, each with the link to this site's article of it, or ""."""
        return [(headline, self._titled(headline)) for headline in self.details.also]

    def _titled(self, headline: str) -> str:
        path = self._door.ask("titled", headline_key(headline))
        # Its address and no card: what else changes in that article is not shown here.
        return self._door.link(self._door.ask("permalink", path)) if path else ""

    @property
    def body(self) -> Markup:
        """What may be published of its text, as HTML whose links go from this page."""
        body: Body = self._door.ask("body", self.id)
        return self._door.fill(body.html, self.id)

    @property
    def withheld(self) -> bool:
        """Whether its text goes on at the source."""
        return bool(self._door.ask("body", self.id).withheld)

    @FirstUse
    def picture(self) -> Picture | None:
        """The picture of its front matter: url, width and height (None when unknown)."""
        image = self._value.image
        if image is None:
            return None
        if "://" in image.src:
            return Picture(image.src)
        if image.src.startswith("/"):
            return Picture(self._door.link(image.src))
        return self._door.attachment(self.id, beside(self.id, image.src))

    @property
    def social_card(self) -> str:
        """The full URL of the picture made of its headline; "" where there is none."""
        permalink = self._door.ask("social_card", self.id)
        return self._door.links.absolute(permalink) if permalink else ""

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

    def __init__(self, door: Door, reading: Any) -> None:
        self._door = door
        self.id = reading.path
        self._reading = reading

    @property
    def reasons(self) -> list[str]:
        """What both articles are about, best first: shared tags, then names, then other words."""
        labels = [self._door.ask("tag", id_).label for id_ in self._reading.tags]
        return [*labels, *self._reading.names]


class TagView(Handle):
    """A term of the vocabulary."""

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
        id_ = self._value.parent
        return TagView(self._door, id_) if id_ and self._door.ask("tag", id_) else None

    @property
    def children(self) -> list[TagView]:
        """The narrower tags that have articles, by label."""
        narrower = [TagView(self._door, id_) for id_ in self._value.children]
        return [tag for tag in narrower if tag.count]

    @property
    def related(self) -> list[TagView]:
        """The tags that most often stand beside it, most often first."""
        return [TagView(self._door, id_) for id_ in self._door.ask("related_tags", self.id)]


class SourceView(Handle):
    """A publisher."""

    query = "source"

    name = _field("name", "What readers see.")
    url = _field("url", "Its own site; empty when unknown.")
    description = _field("description", "A sentence or two; empty without.")
    language = _field("language", "The language it writes in, by BCP 47; empty when unknown.")

    @property
    def count(self) -> int:
        """How many articles come from it."""
        return int(self._door.ask("count", "source", self.id))


class SectionView(Handle):
    """A section of the site."""

    query = "section"

    label = _field("label", "What readers see.")
    description = _field("description", "A sentence or two; empty without.")

    @property
    def count(self) -> int:
        """How many articles it has."""
        return int(self._door.ask("count", "section", self.id))


class EditionView(Handle):
    """One issue of the digest."""

    query = "edition"

    name = _field("name", "Its name in its address: 2012-w11.")
    slug = _field("slug", "The last part of its address.")
    title = _field("title", "What readers see.")
    day = _field("day", "Its date; of a week, the last day.")

    @property
    def lead(self) -> ArticleView | None:
        """Its first story."""
        path = self._value.lead
        return ArticleView(self._door, path) if path else None

    @property
    def articles(self) -> list[ArticleView]:
        """All its stories in their order, the lead first."""
        return [ArticleView(self._door, path) for path in self._value.articles]

    @property
    def sections(self) -> list[tuple[str, SectionView | None, list[ArticleView]]]:
        """Its other stories: heading, section of the site (or None), articles."""
        return [
            (
                s.heading,
                SectionView(self._door, s.id) if s.id and self._door.ask("section", s.id) else None,
                [ArticleView(self._door, path) for path in s.articles],
            )
            for s in self._value.sections
        ]

    @property
    def note(self) -> Markup:
        """The editor's note as HTML; empty when there is none."""
        return self._door.fill(self._value.note_html, "editions/")

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
