"""What a layout may touch: `site`, where every attribute and call is a recorded query.

A `SiteView` belongs to one output: its door knows from which file the links go, and writes down every
question that is asked.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from site_builder.content.article import SourcePath
from site_builder.content.permalinks import paged
from site_builder.door import Door
from site_builder.handles import ArticleView, EditionView, SectionView, SourceView, TagView


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

    def addresses(self) -> list[tuple[str, Any]]:
        """The permalink of every article, newest first, with the moment of its last change."""
        return list(self._door.ask("addresses"))

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
        if key.startswith("__"):
            raise AttributeError(key)
        value = vars(self)[key] = self._door.ask("config", key)
        return value


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
