"""An article as it stands in its source file: strata 2 of the build. Knows no other article.

Everything here is a frozen value that msgspec can store, send to a worker and take a digest of.
"""

from __future__ import annotations

import posixpath
from datetime import UTC, date, datetime
from typing import Any, Literal

from msgspec import Struct

from site_builder.front_matter_settings import AccountEntry, CorrectionEntry, ImageEntry
from site_builder.problems import Place
from site_builder.settings import Form, Review

SourcePath = str  # below content/, forward slashes, with its ending: "2012/03/homs.md"
REVIEW_MARK = "[[review:"  # begins what the importer left for an editor to decide; never published
RightsKind = Literal["full", "excerpt", "headline"]


def beside(path: SourcePath, name: str) -> str:
    """The path below content/ of a file that an article names relative to its own folder."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), name))


def layout_name(layout: str) -> str:
    """The file name of a layout as front matter names it: `long` means long.html."""
    return layout if "." in layout else f"{layout}.html"


class Moment(Struct, frozen=True, array_like=True):
    """A point in time as somebody wrote it."""

    instant: datetime  # aware, UTC; the first instant of the day in the site's zone when no time was written
    day: date  # the calendar day as written, in whatever zone it was written
    timed: bool = False  # whether a time of day was written


def last_change(published: Moment | None, updated: Moment | None, corrected: date | None) -> Moment | None:
    """When an article last changed, as it says itself; never before it was published.

    A correction is of its day alone, and counts where that day comes after the others.
    """
    known = [moment for moment in (published, updated) if moment]
    latest = max(known, key=lambda moment: moment.instant, default=None)
    if corrected is None or (latest and latest.instant.date() >= corrected):
        return latest
    return Moment(datetime(corrected.year, corrected.month, corrected.day, tzinfo=UTC), corrected)


class Rights(Struct, frozen=True, array_like=True):
    """How much of an article may be published."""

    kind: RightsKind = "full"  # all of it, its first words, or no more than its headline
    words: int = 0  # for an excerpt: at most so many; otherwise 0


class SourceRef(Struct, frozen=True, array_like=True):
    """Where an article comes from."""

    name: str  # a key of the settings' `sources`, or a name in words
    url: str = ""
    authors: tuple[str, ...] = ()
    published: Moment | None = None
    retrieved: Moment | None = None
    archive_url: str = ""
    raw: str = ""
    sha256: str = ""
    dead: bool = False  # whether an editor has accepted that nothing is at `url` any more


class Reference(Struct, frozen=True, array_like=True):
    """A link or picture in a body that points into the site itself."""

    kind: Literal["article", "file", "site"]
    target: str  # normalised path below content/ of an article or file; for "site" a path such as /about/
    place: Place  # where it is written
    fragment: str = ""  # decoded, without "#"


class Body(Struct, frozen=True, array_like=True):
    """What may be published of an article's text, as HTML with open references.

    `html` is a fragment; headings begin at <h2>. A reference into the site's content cannot be
    resolved by one file alone, so it stands as a mark that `markdown.fill_references` fills in.
    """

    html: str
    withheld: bool = False  # whether the article says more than this
    words: int = 0  # of the whole text, withheld or not
    terms: tuple[str, ...] = ()  # of a withheld text: the words that stand in what is published


class Article(Struct, frozen=True, kw_only=True, array_like=True):
    """One source file's front matter with its meaning. The body is kept apart: see `Body`."""

    path: SourcePath
    kind: Literal["article", "page"] = "article"  # a page stands below content/pages/ and needs no date
    title: str
    date: Moment | None = None
    updated: Moment | None = None
    publish_date: Moment | None = None
    expiry_date: Moment | None = None
    draft: bool = False
    review: Review = "approved"
    slug: str = ""  # from front matter, file name or title; never empty
    permalink: str = ""  # overrides the site's pattern
    aliases: tuple[str, ...] = ()
    summary: str = ""  # the editor's own, or the text before <!--more-->, or cut from what may be shown
    tags: tuple[str, ...] = ()  # as typed, in order, without repeats; the taxonomy resolves them
    section: str = ""
    story: str = ""
    edition: str = ""
    source: SourceRef | None = None
    authors: tuple[str, ...] = ()
    editor: str = ""
    dateline: str = ""
    rights: Rights = Rights()
    lead: bool = False
    weight: int = 0
    pin: bool = False
    related: tuple[str, ...] = ()
    related_exclude: tuple[str, ...] = ()
    also: tuple[str, ...] = ()  # headlines of other articles that the original named
    corrections: tuple[CorrectionEntry, ...] = ()
    accounts: tuple[AccountEntry, ...] = ()
    image: ImageEntry | None = None
    lang: str = ""  # "" means the site's language
    layout: str = ""
    id: str = ""
    extra: dict[str, Any] = {}
    references: tuple[Reference, ...] = ()
    anchors: tuple[str, ...] = ()  # ids in the published body, for checking links with a fragment
    words: int = 0  # of the whole text
    form: Form = "original"  # whose text it is; `kind` in front matter
    check_ignore: tuple[str, ...] = ()  # codes of findings that a check does not tell of it
    front: str = ""  # its front matter as typed, from which `front_matter.place_of` finds places
    front_line: int = 1  # the line of the file on which that begins
