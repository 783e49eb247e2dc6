"""What a layout may touch: `site`, where every attribute and call is a recorded query.

A `SiteView` belongs to one output: its door knows from which file the links go, and writes down every
question that is asked.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from site_builder.content.article import SourcePath
from site_builder.content.feeds import FORMATS, LISTS, feed_permalink
from site_builder.content.permalinks import paged
from site_builder.door import Door
from site_builder.handles import ArticleView, EditionView, SectionView, SourceView, TagView
from site_builder.problems import WrongUse
from site_builder.settings import Settings
from site_builder.translation import DateWords, english_of, filled


class Feed(NamedTuple):
    """A feed of the site, in one format."""

    title: str  # with the site's
    name: str  # of what it is a feed of
    format: str  # atom, rss or json
    label: str  # what readers call the format
    type: str  # its media type
    permalink: str  # the link from this page
    absolute: str  # the full URL
    page: str  # the link to the page that shows the same
    home: str  # the full URL of that page


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

    def face(self, path: SourcePath) -> Any:
        """What an article's social card shows: title, source, date, lang; None when it is not published."""
        return self._door.ask("face", path)

    def addresses(self, *, start: int = 0, limit: int = 0) -> list[tuple[str, Any]]:
        """The permalink of every page that search engines should know, with the moment of its last change
        where that is known; lists first, then articles, newest first. `limit` 0 means to the end.
        """
        return list(self._door.ask("addresses", start, start + limit if limit else 0))

    def address_count(self) -> int:
        """How many pages search engines should know."""
        return int(self._door.ask("address_count"))

    def redirects(self) -> list[tuple[str, str]]:
        """Former permalinks of what has moved, each with the permalink of today."""
        return [(former, now) for former, _, _, now in self._door.ask("redirects")]

    def picture_origins(self) -> list[str]:
        """The other hosts whose pictures articles show, such as "https://images.example"."""
        return list(self._door.ask("picture_origins"))

    def static_files(self) -> list[str]:
        """The files of static/, by path."""
        return list(self._door.ask("static_files"))

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

    def years(self) -> list[str]:
        """The years that have articles, newest first."""
        return list(self._door.ask("years"))

    def days(self, month: str) -> list[tuple[str, int]]:
        """Days ("2012-03-12") of a month that have articles, oldest first, with their number."""
        return list(self._door.ask("days", month))

    def feeds(self, **by: str) -> list[Feed]:
        """The feeds of a list, one in each format: of the whole site, of one `tag`, `section` or `source`,
        or of corrections (`corrected=""`). None where there are no such feeds.
        """
        key, which = _list_key(by)
        setting = self.config.feeds
        if not self.config.base_url or LISTS.get(key) not in setting.lists:
            return []
        name, home = self._subject_of_feed(key, which)
        title = name if key == "all" else self.gettext("{title}: {name}", title=self.config.title, name=name)
        links, page = self._door.links, self._door.link(home)
        found = []
        for form in setting.formats:
            about, permalink = FORMATS[form], feed_permalink(home, form)
            link, absolute = self._door.link(permalink), links.absolute(permalink)
            found.append(
                Feed(title, name, form, about.label, about.type, link, absolute, page, links.absolute(home))
            )
        return found

    @property
    def has_feeds(self) -> bool:
        """Whether the site has any feed, and so a page of them."""
        setting = self.config.feeds
        return bool(self.config.base_url and setting.lists and setting.formats)

    def feed_groups(self) -> list[tuple[str, list[list[Feed]]]]:
        """All feeds of the site under their headings, each as a list of its formats."""
        groups: list[tuple[str, list[list[Feed]]]] = [
            (self.gettext("The digest"), [self.feeds(), self.feeds(corrected="")]),
            (self.gettext("Sections"), [self.feeds(section=section.id) for section in self.sections()]),
            (self.gettext("Tags"), [self.feeds(tag=tag.id) for tag in self.tags()]),
            (self.gettext("Sources"), [self.feeds(source=source.id) for source in self.sources()]),
        ]
        filled = ((heading, [feed for feed in feeds if feed]) for heading, feeds in groups)
        return [(heading, feeds) for heading, feeds in filled if feeds]

    def _subject_of_feed(self, by: str, which: str) -> tuple[str, str]:
        """What a feed is of, and the permalink of the page that shows the same."""
        if by == "all":
            return self.config.title, "/"
        if by == "corrected":
            return self.gettext("Corrections"), "/corrections/"
        found = self._door.ask(by, which)
        return found.name if by == "source" else found.label, found.permalink

    def pages(self) -> list[ArticleView]:
        """The plain pages of content/pages/, by permalink."""
        return [ArticleView(self._door, path) for path in self._door.ask("pages")]

    @property
    def search_engine(self) -> str:
        """What readers search with: none, simple (headlines, summaries, tags) or pagefind (whole texts)."""
        return str(self._door.ask("search_engine"))

    def asset(self, name: str) -> str:
        """The link to a file of layouts/assets/; an error (WrongUse) where there is none."""
        permalink = self._door.ask("asset", name)
        if permalink is None:
            raise WrongUse(f"there is no '{name}' in layouts/assets/")
        return self._door.link(permalink)

    def gettext(self, text: str, /, **values: object) -> str:
        """A message of the site's own code, its English text, in the digest's language and with its values.
        Layouts have `_` for that.
        """
        found = self._door.ask("message", text)
        return filled(found if isinstance(found, str) else english_of(text), values)

    def day(self, when: date) -> str:
        """A date as readers write it, for the site's own code; layouts have the filter `day`."""
        self._door.ask("dates")
        return self._door.translation.day(when)

    @property
    def dates(self) -> DateWords:
        """How dates are written in the digest's language, for scripts; layouts have filters."""
        dates: DateWords = self._door.ask("dates")
        return dates

    def link(self, permalink: str) -> str:
        """The link from this page to a permalink such as "/about/" or "/about/#us"; URLs stay as they are."""
        if not permalink.startswith("/"):
            return permalink
        path, sign, fragment = permalink.partition("#")
        return self._door.link(path, sign + fragment)

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
        if key not in Settings.__struct_fields__:
            raise AttributeError(key)
        value = vars(self)[key] = self._door.ask("config", key)
        return value


class Pagination:
    """One page of a long list."""

    number: int  # from 1
    pages: int  # how many there are
    articles: list[ArticleView]  # of this page
    newer: str  # the link to the page before, empty on the first
    older: str  # the link to the page after, empty on the last

    def __init__(self, site: SiteView, permalink: str, number: int, pages: int, **by: str) -> None:
        self.number = number
        self.pages = pages
        size = site.config.paginate
        self.articles = site.articles(start=(number - 1) * size, limit=size, **by)
        self.newer = site.link(paged(permalink, number - 1)) if number > 1 else ""
        self.older = site.link(paged(permalink, number + 1)) if number < pages else ""


def _list_key(by: dict[str, str]) -> tuple[str, str]:
    if len(by) > 1:
        raise WrongUse(f"articles can be listed by one thing at a time, not by {' and '.join(sorted(by))}")
    for key, which in by.items():
        if key not in _LISTED_BY:
            raise WrongUse(f"articles cannot be listed by '{key}', only by {', '.join(_LISTED_BY)}")
        return key, which
    return "all", ""


_LISTED_BY = ("tag", "section", "source", "story", "edition", "year", "month", "day", "corrected")
