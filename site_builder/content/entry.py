"""What the rest of the site needs of one article: its entry in the indexes and its card in lists.

Both follow from the article alone and from a few settings, so that they are made where it is parsed and
kept as long as it stands. An edit that leaves its entry as it was moves nothing else on the site.
"""

from __future__ import annotations

import datetime
import re
from html import unescape
from typing import Literal

from msgspec import Struct

from site_builder.content.article import Article, Body, Moment, Reference, SourcePath, beside, layout_name
from site_builder.front_matter_settings import ImageEntry
from site_builder.problems import Problem
from site_builder.settings import Form, Review

TagId = str
_PICTURE = re.compile(r'<img\b[^>]*?\ssrc="([^"]*)"')  # every attribute of a body is quoted so
_ORIGIN = re.compile(r"https?://[^/?#\s;,]+", re.IGNORECASE)


class Entry(Struct, frozen=True, kw_only=True, array_like=True):
    """All by which one article bears on other pages: where it stands, when it shows, what it refers to."""

    path: SourcePath
    kind: Literal["article", "page"]
    permalink: str
    date: Moment | None
    updated: Moment | None
    publish_date: Moment | None
    expiry_date: Moment | None
    draft: bool
    review: Review
    tags: tuple[TagId, ...]  # as the vocabulary resolves them
    section: str
    source: str  # a key of the settings' `sources`, a name in words, or ""
    story: str
    edition: str
    corrected: datetime.date | None  # the day of the newest correction
    lead: bool
    weight: int
    pin: bool
    aliases: tuple[str, ...]
    related: tuple[str, ...]
    related_exclude: tuple[str, ...]
    image: str  # the address of its picture as written
    layout: str  # the file name of its layout; "" for the usual one
    withheld: bool  # whether its text says more than is published
    references: tuple[Reference, ...]
    anchors: tuple[str, ...]
    form: Form  # whose text it is
    id: str  # as front matter gives it
    pictures: tuple[str, ...] = ()  # other hosts whose pictures it shows: "https://images.example"
    check_ignore: tuple[str, ...] = ()  # codes of findings that a check does not tell of it

    def files(self) -> set[str]:
        """The files below content/ that its published text and its picture refer to."""
        wanted = {reference.target for reference in self.references if reference.kind == "file"}
        if self.image and "://" not in self.image and not self.image.startswith("/"):
            wanted.add(beside(self.path, self.image))
        return wanted


class Card(Struct, frozen=True, kw_only=True, array_like=True):
    """What a list shows of an article, and no more: a mended body must not touch any list."""

    path: SourcePath
    permalink: str
    title: str
    summary: str
    date: Moment | None
    tags: tuple[TagId, ...]
    section: str
    source: str  # as in its entry
    dateline: str
    rights: str
    corrected: datetime.date | None
    image: ImageEntry | None
    lang: str
    story: str
    draft: bool = False


class Parsed(Struct, frozen=True, kw_only=True):
    """What one source file gave; nothing but problems where these leave nothing to publish."""

    path: SourcePath
    entry: Entry | None = None
    card: Card | None = None
    article: Article | None = None
    body: Body | None = None
    vector: dict[str, int] = {}  # term → weighted count, for related reading
    problems: tuple[Problem, ...] = ()


def entry_of(article: Article, body: Body, tags: tuple[TagId, ...], permalink: str) -> Entry:
    """The entry of an article with its resolved tags and its permalink."""
    return Entry(
        path=article.path,
        kind=article.kind,
        permalink=permalink,
        date=article.date,
        updated=article.updated,
        publish_date=article.publish_date,
        expiry_date=article.expiry_date,
        draft=article.draft,
        review=article.review,
        tags=tags,
        section=article.section,
        source=article.source.name if article.source else "",
        story=article.story,
        edition=article.edition,
        corrected=_corrected(article),
        lead=article.lead,
        weight=article.weight,
        pin=article.pin,
        aliases=article.aliases,
        related=article.related,
        related_exclude=article.related_exclude,
        image=article.image.src if article.image else "",
        layout=layout_name(article.layout) if article.layout else "",
        withheld=body.withheld,
        references=article.references,
        anchors=article.anchors,
        form=article.form,
        id=article.id,
        pictures=_pictures(article, body),
        check_ignore=article.check_ignore,
    )


def card_of(article: Article, tags: tuple[TagId, ...], permalink: str) -> Card:
    """The card of an article with its resolved tags and its permalink."""
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
        corrected=_corrected(article),
        image=article.image,
        lang=article.lang,
        story=article.story,
        draft=article.draft,
    )


def _pictures(article: Article, body: Body) -> tuple[str, ...]:
    """The origins of pictures that are not the site's own, in order, each once."""
    found = [_ORIGIN.match(article.image.src)] if article.image else []
    if "<img" in body.html:
        found += [_ORIGIN.match(unescape(source)) for source in _PICTURE.findall(body.html)]
    return tuple(sorted({match[0].lower() for match in found if match}))


def _corrected(article: Article) -> datetime.date | None:
    return max((correction.date for correction in article.corrections), default=None)
