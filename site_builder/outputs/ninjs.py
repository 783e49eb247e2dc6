"""Each article as IPTC ninjs 2.1, which newsrooms and agencies exchange (https://iptc.org/standards/ninjs/).

What may not be published is not in it; docs/feeds.md has a table of the fields. The original of what others
wrote is an association, so that its authors never pass as ours.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from msgspec import Struct, field

from site_builder.content.article import Moment
from site_builder.content.plan import Output
from site_builder.handles import ArticleView
from site_builder.layout_filters import full_url, full_urls, json, rfc3339
from site_builder.outputs.kind import Ask, Render, page_at
from site_builder.turns import FEEDS
from site_builder.view import SiteView


class Value(Struct, omit_defaults=True, kw_only=True):
    """A text with what it is for."""

    role: str
    contenttype: str = ""
    value: str


class Named(Struct, omit_defaults=True, kw_only=True):
    """A subject or a source of information."""

    name: str
    rel: str = ""
    uri: str = ""


class Rendition(Struct, omit_defaults=True, kw_only=True):
    """A form in which the thing can be fetched."""

    name: str
    href: str
    contenttype: str = ""
    width: int = 0  # in pixels, here and below
    height: int = 0


class Item(Struct, omit_defaults=True, kw_only=True):
    """A thing of news. What is empty is left out."""

    uri: str
    type: str
    contentcreated: str = ""
    copyrightholder: str = ""
    usageterms: str = ""
    by: str = ""
    descriptions: list[Value] = field(default_factory=list)
    infosources: list[Named] = field(default_factory=list)
    renditions: list[Rendition] = field(default_factory=list)


class Association(Item, kw_only=True):
    """Another thing of news that belongs to an article."""

    name: str


class Standard(Struct, kw_only=True):
    """Which standard the file keeps."""

    name: str = "ninjs"
    version: str = "2.1"
    schema: str = "http://www.iptc.org/std/ninjs/ninjs-schema_2.1.json"


class News(Item, kw_only=True):
    """An article."""

    standard: Standard
    representationtype: str
    firstcreated: str = ""
    versioncreated: str = ""
    language: str
    headlines: list[Value]
    bodies: list[Value] = field(default_factory=list)
    subjects: list[Named] = field(default_factory=list)
    slugline: str = ""
    located: str = ""
    associations: list[Association] = field(default_factory=list)


def plan(ask: Ask) -> Iterator[Output]:
    """One beside each article's page, where the settings ask for it and the site knows its own address."""
    if not ask("config", "base_url") or not ask("config", "data").ninjs:
        return
    for path in ask("articles", "all", "", 0, 0):
        yield page_at(_permalink(ask("permalink", path)), "ninjs", path)


def turn(output: Output) -> int:
    """After the pages that it names."""
    return FEEDS


def render(output: Output, site: SiteView, layout: Render) -> str:
    """By no layout: its form is the standard's."""
    article = site.article(output.subject[0])
    assert article  # it is planned
    return f"{json(msgspec.to_builtins(_news(site, article)))}\n"


def _permalink(page: str) -> str:
    return f"{page}ninjs.json" if page.endswith("/") else f"{page.rpartition('.')[0] or page}-ninjs.json"


def _news(site: SiteView, article: ArticleView) -> News:
    details, source = article.details, article.source
    is_ours = article.form != "republished"
    authors = details.authors if article.form == "original" else ()
    html = str(full_urls(article.body, article.absolute))
    summaries = [Value(role="summary", contenttype="text/plain", value=article.summary)]
    notes = [
        Value(role="correction", contenttype="text/plain", value=f"{note.date.isoformat()}: {note.text}")
        for note in article.corrections
    ]
    return News(
        uri=article.uri,
        standard=Standard(),
        type="text",
        representationtype="partial" if article.withheld else "full",
        firstcreated=_time(article.published),
        versioncreated=_time(article.changed),
        contentcreated=_time(article.date),
        copyrightholder=source.name if source and not is_ours else "",
        language=article.lang or site.config.language,
        headlines=[Value(role="main", value=article.title)],
        descriptions=[*(summaries if article.summary else ()), *notes],
        bodies=[Value(role="main", contenttype="text/html", value=html)] if html.strip() else [],
        subjects=[Named(name=tag.label, rel="about", uri=tag.see or tag.absolute) for tag in article.tags],
        infosources=_infosources(article),
        by=", ".join(authors) or (details.editor if is_ours else _authors(article)),
        slugline=details.slug,
        located=article.dateline,
        renditions=[Rendition(name="web", href=article.absolute, contenttype="text/html")],
        associations=[*_original(article), *_picture(article)],
    )


def _infosources(article: ArticleView) -> list[Named]:
    return [Named(name=article.source.name, uri=article.source.url)] if article.source else []


def _authors(article: ArticleView) -> str:
    """Who wrote the original."""
    ref = article.provenance
    return ", ".join(ref.authors or article.details.authors) if ref else ""


def _original(article: ArticleView) -> Iterator[Association]:
    ref = article.provenance
    if ref and ref.url:
        yield Association(
            name="original",
            uri=ref.url,
            type="text",
            contentcreated=_time(ref.published),
            by=_authors(article),
            infosources=_infosources(article),
        )


def _picture(article: ArticleView) -> Iterator[Association]:
    image, picture = article.image, article.picture
    if image and picture and picture.url:
        url = full_url(picture.url, article.absolute)
        yield Association(
            name="picture",
            uri=url,
            type="picture",
            copyrightholder=image.credit,
            usageterms=image.licence,
            descriptions=[Value(role="alternative", contenttype="text/plain", value=image.alt)],
            renditions=[
                Rendition(name="main", href=url, width=picture.width or 0, height=picture.height or 0)
            ],
        )


def _time(moment: Moment | None) -> str:
    return rfc3339(moment) if moment else ""
