"""What feeds say of an article or of a correction: the same in every format. Knows no format."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any, NamedTuple

from markupsafe import Markup

from site_builder.content.article import Moment, SourcePath
from site_builder.content.ids import permanent_id
from site_builder.front_matter_settings import CorrectionEntry
from site_builder.handles import ArticleView
from site_builder.layout_filters import full_urls
from site_builder.outputs.kind import Render


class Credit(NamedTuple):
    """Who published an original."""

    name: str
    url: str  # of the publisher; empty when unknown


class FeedEntry(NamedTuple):
    """One entry of a feed, as `entry` in the layouts of entries: values only, and every URL in full."""

    key: str  # no two entries of a site have the same
    id: str  # a URI that never changes
    title: str
    url: str  # of its page here
    published: Moment | datetime.date
    updated: Moment | datetime.date  # never before `published`
    summary: str  # plain text; empty when there is none
    content: Markup  # as much of the text as rights and settings allow, as HTML; empty for none
    authors: tuple[str, ...]  # of what stands here; none where nobody is named but the digest
    tags: tuple[str, ...]  # their labels
    section: str  # its label
    source: Credit | None  # who published the original
    original: Any  # the source as the article gives it: url, authors, published …; or None
    lang: str  # where it is not the site's
    picture: str

    @property
    def people(self) -> list[dict[str, str]]:
        """The authors as JSON Feed lists them."""
        return [{"name": name} for name in self.authors]


def entries_of(layout: Render, by: str, which: str) -> list[FeedEntry]:
    """The newest entries of a list, as many as feeds have."""
    limit = layout.site.config.feeds.limit
    if by != "corrected":
        articles = layout.site.articles(limit=limit, **listed_by(by, which))
        return [layout.shared(("entry", article.id), _entry_at(article.id)) for article in articles]
    found = [pair for article in layout.site.articles(corrected="") for pair in _corrections(layout, article)]
    found.sort(key=lambda pair: (-pair[0].toordinal(), pair[1].id))
    return [entry for _, entry in found[:limit]]


def listed_by(by: str, which: str) -> dict[str, Any]:
    """The keywords by which a view lists the articles of a feed."""
    return {} if by == "all" else {by: which}


def _entry_at(path: SourcePath) -> Any:
    def make(layout: Render) -> FeedEntry:
        article = layout.site.article(path)
        assert article  # it is in a list
        return _entry(layout, article)

    return make


def _entry(layout: Render, article: ArticleView) -> FeedEntry:
    allowed = layout.site.config.feeds.text
    content = Markup()
    if allowed == "full" and article.form != "republished" and article.rights != "headline":
        content = full_urls(Markup(layout("partials/entry_content.html", article=article)), article.absolute)
    section, picture, source = article.section, article.picture, article.source
    published = article.published or datetime.date.min
    return FeedEntry(
        key=article.id,
        id=article.uri,
        title=article.title,
        url=article.absolute,
        published=published,
        updated=article.changed or published,
        summary="" if allowed == "headline" else article.summary,
        content=Markup(content.strip()),
        authors=_authors(article),
        tags=tuple(tag.label for tag in article.tags),
        section=section.label if section else "",
        source=Credit(source.name, source.url) if source else None,
        original=article.provenance,
        lang=article.lang,
        picture=picture.url if picture else "",
    )


def _authors(article: ArticleView) -> tuple[str, ...]:
    """Who of us speaks: the authors of a text of our own, else its editor; never those of the source."""
    details = article.details
    ours = details.authors if details.form == "original" else ()
    return tuple(ours) or ((details.editor,) if details.editor else ())


def _corrections(layout: Render, article: ArticleView) -> list[tuple[datetime.date, FeedEntry]]:
    return layout.shared(("corrections", article.id), lambda inner: list(_noted(inner, article.id)))


def _noted(layout: Render, path: SourcePath) -> Iterator[tuple[datetime.date, FeedEntry]]:
    article = layout.site.article(path)
    assert article
    seen: dict[datetime.date, int] = {}
    for correction in article.details.corrections:
        number = seen[correction.date] = seen.get(correction.date, 0) + 1
        yield correction.date, _correction(layout, article, correction, number)


def _correction(layout: Render, article: ArticleView, correction: CorrectionEntry, number: int) -> FeedEntry:
    authority = layout.site.config.feeds.authority
    part = f"correction/{correction.date.isoformat()}/{number}"
    return FeedEntry(
        key=f"{article.id}/{part}",
        id=permanent_id(article.details.id or article.id, authority, part),
        title=layout.site.gettext("Correction: {title}", title=article.title),
        url=article.absolute,
        published=correction.date,
        updated=correction.date,
        summary=correction.text,
        content=Markup(),
        authors=(article.details.editor,) if article.details.editor else (),
        tags=(),
        section="",
        source=None,
        original=None,
        lang=article.lang,
        picture="",
    )
