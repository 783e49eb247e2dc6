"""The digest for machines: /index.json, a file of each month's articles, and on request one beside each
article. What may not be published is in none of them; docs/feeds.md says what each field means.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Struct, field

from site_builder.content.article import Moment
from site_builder.content.plan import Output
from site_builder.handles import ArticleView
from site_builder.layout_filters import full_url, full_urls, iso, json
from site_builder.outputs.archive import period_permalink
from site_builder.outputs.kind import Ask, Render, page_at
from site_builder.turns import FEEDS
from site_builder.view import SiteView

SCHEMA = "/schema.json"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


class Line(Struct, omit_defaults=True, kw_only=True):
    """An article as lists have it. What is empty is left out, here and below."""

    url: str
    title: str
    summary: str = ""
    date: str = ""  # as a day, or with its time in UTC
    lang: str = ""  # where it is not the digest's
    tags: list[str] = field(default_factory=list)  # labels
    section: str = ""
    source: str = ""
    dateline: str = ""
    rights: str = "full"
    corrected: str = ""


class Origin(Struct, omit_defaults=True, kw_only=True):
    """Where an article comes from."""

    name: str
    site: str = ""
    url: str = ""  # of the original
    authors: list[str] = field(default_factory=list)
    published: str = ""
    retrieved: str = ""
    archive_url: str = ""


class Note(Struct, kw_only=True):
    """A correction."""

    date: str
    text: str


class Said(Struct, omit_defaults=True, kw_only=True):
    """What one voice says."""

    by: str
    says: str
    url: str = ""
    on: str = ""


class Picture(Struct, omit_defaults=True, kw_only=True):
    """An article's picture."""

    url: str
    alt: str = ""
    credit: str = ""
    licence: str = ""


class Whole(Struct, omit_defaults=True, kw_only=True):
    """All of an article that is published."""

    id: str  # a URI that never changes
    url: str
    kind: str  # link, original or republished
    title: str
    summary: str = ""
    html: str = ""  # as much as its rights allow, every address in full
    rights: str = "full"
    withheld: bool = False  # whether the text goes on at its source
    published: str = ""
    changed: str = ""
    lang: str
    tags: list[str] = field(default_factory=list)
    section: str = ""
    dateline: str = ""
    authors: list[str] = field(default_factory=list)
    editor: str = ""
    source: Origin | None = None
    corrections: list[Note] = field(default_factory=list)
    accounts: list[Said] = field(default_factory=list)
    image: Picture | None = None


class Month(Struct, kw_only=True):
    """A month that has articles."""

    month: str
    count: int
    url: str  # of its own file


class Listed(Struct, omit_defaults=True, kw_only=True):
    """The articles of a month, newest first."""

    month: str
    url: str  # of its page
    articles: list[Line]


class Site(Struct, omit_defaults=True, kw_only=True):
    """The digest as a whole."""

    title: str
    description: str = ""
    url: str
    language: str
    schema: str  # where the JSON Schema of all these files is
    feeds: list[str] = field(default_factory=list)
    months: list[Month] = field(default_factory=list)  # newest first
    newest: list[Line] = field(default_factory=list)


def plan(ask: Ask) -> Iterator[Output]:
    """The files that the settings ask for, where the site knows its own address."""
    setting = ask("config", "data")
    if not ask("config", "base_url") or not (setting.index or setting.articles):
        return
    yield page_at(SCHEMA, "data", "schema")
    if setting.index:
        yield page_at("/index.json", "data", "site")
        for month, _ in ask("months", "all", ""):
            yield page_at(_month_file(month), "data", "month", month)
    for path in ask("articles", "all", "", 0, 0) if setting.articles else ():
        yield page_at(data_permalink(ask("permalink", path)), "data", "article", path)


def data_permalink(page: str) -> str:
    """The permalink of an article's file beside its page."""
    return f"{page}index.json" if page.endswith("/") else f"{page.rpartition('.')[0]}.json"


def turn(output: Output) -> int:
    """After the pages that it names."""
    return FEEDS


def render(output: Output, site: SiteView, layout: Render) -> str:
    """By no layout: its form is what programs rely on."""
    of, *which = output.subject
    if of == "schema":
        return schema()
    if of == "site":
        value: Any = _site(site)
    elif of == "month":
        value = _month(site, which[0])
    else:
        article = site.article(which[0])
        assert article  # it is planned
        value = _whole(site, article)
    return f"{json(msgspec.to_builtins(value))}\n"


def schema() -> str:
    """The JSON Schema of all files, each under its name in `$defs`."""
    _, definitions = msgspec.json.schema_components((Site, Listed, Whole), ref_template="#/$defs/{name}")
    forms = [{"$ref": f"#/$defs/{kind.__name__}"} for kind in (Site, Listed, Whole)]
    whole = {"$schema": _DIALECT, "title": "The digest as JSON", "anyOf": forms, "$defs": definitions}
    return msgspec.json.format(msgspec.json.encode(whole).decode()) + "\n"


def _site(site: SiteView) -> Site:
    config = site.config
    return Site(
        title=config.title,
        description=config.description,
        url=site.absolute("/"),
        language=config.language,
        schema=site.absolute(SCHEMA),
        feeds=[feed.absolute for feed in site.feeds()],
        months=[
            Month(month=month, count=count, url=site.absolute(_month_file(month)))
            for month, count in site.months()
        ],
        newest=[_line(article) for article in site.articles(limit=config.paginate)],
    )


def _month(site: SiteView, month: str) -> Listed:
    return Listed(
        month=month,
        url=site.absolute(period_permalink(month)),
        articles=[_line(article) for article in site.articles(month=month)],
    )


def _month_file(month: str) -> str:
    return f"{period_permalink(month)}index.json"


def _line(article: ArticleView) -> Line:
    section, source = article.section, article.source
    return Line(
        url=article.absolute,
        title=article.title,
        summary=article.summary,
        date=_date(article.date),
        lang=article.lang,
        tags=[tag.label for tag in article.tags],
        section=section.label if section else "",
        source=source.name if source else "",
        dateline=article.dateline,
        rights=article.rights,
        corrected=article.corrected.isoformat() if article.corrected else "",
    )


def _whole(site: SiteView, article: ArticleView) -> Whole:
    details, section = article.details, article.section
    return Whole(
        id=article.uri,
        url=article.absolute,
        kind=article.form,
        title=article.title,
        summary=article.summary,
        html=str(full_urls(article.body, article.absolute)),
        rights=article.rights,
        withheld=article.withheld,
        published=_date(article.published),
        changed=_date(article.changed),
        lang=article.lang or site.config.language,
        tags=[tag.label for tag in article.tags],
        section=section.label if section else "",
        dateline=article.dateline,
        authors=list(details.authors) if article.form == "original" else [],
        editor=details.editor,
        source=_origin(article),
        corrections=[Note(date=c.date.isoformat(), text=c.text) for c in article.corrections],
        accounts=[Said(by=a.by, says=a.says, url=a.url, on=a.on) for a in details.accounts],
        image=_picture(article),
    )


def _origin(article: ArticleView) -> Origin | None:
    source, ref = article.source, article.provenance
    if not source or not ref:
        return None
    return Origin(
        name=source.name,
        site=source.url,
        url=ref.url,
        authors=list(ref.authors or article.details.authors),
        published=_date(ref.published),
        retrieved=_date(ref.retrieved),
        archive_url=ref.archive_url,
    )


def _picture(article: ArticleView) -> Picture | None:
    image, picture = article.image, article.picture
    if not image or not picture:
        return None
    url = full_url(picture.url, article.absolute)
    return Picture(url=url, alt=image.alt, credit=image.credit, licence=image.licence)


def _date(moment: Moment | None) -> str:
    return iso(moment) if moment else ""
