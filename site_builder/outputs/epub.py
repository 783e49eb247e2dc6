"""Editions as books, to be read offline: what is published of each article's text, in one EPUB.

Pictures are told by their alternatives. A link to an article of the same edition stays in the book.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time
from urllib.parse import quote

from site_builder.content.plan import Output
from site_builder.handles import ArticleView, EditionView
from site_builder.outputs.kind import Ask, Render, page_at
from site_builder.texts import direction
from site_builder.turns import FEEDS
from site_builder.view import SiteView

FULL_LINKS = True  # a book is read far from the site
_OF_URLS = "%/?:@!$&'()*+,;=~#"  # what a URL may hold as it is (RFC 3986); a checker of books minds the rest


def plan(ask: Ask) -> Iterator[Output]:
    """One book beside the page of each edition that has an article, where the settings want them."""
    if ask("config", "editions").epub:
        for name in ask("editions", 0, 0):
            edition = ask("edition", name)
            yield page_at(f"{edition.permalink}{edition.slug}.epub", "epub", name)


def turn(output: Output) -> int:
    """After the pages."""
    return FEEDS


def render(output: Output, site: SiteView, layout: Render) -> bytes:
    """By `epub_cover.html`, `epub_article.html` for each article, and `epub.css`."""
    from site_builder.books.epub import Book, Page, epub  # loads slowly, for a few builds only
    from site_builder.books.xhtml import ids, in_book, xhtml

    edition = site.edition(output.subject[0])
    assert edition  # or it would not be planned
    lang = site.config.language
    bodies = {a.id: layout("epub_article.html", article=a) for a in edition.articles}
    names = {path: f"article{number:03}" for number, path in enumerate(bodies, 1)}
    anchors = {names[path]: ids(html) for path, html in bodies.items()}
    inside = {a.absolute: names[a.id] for a in edition.articles}

    def page(html: str, name: str) -> str:
        def link(href: str) -> str:
            address, sign, fragment = href.partition("#")
            target = inside.get(address) if address else name
            if target:
                has_it = in_book(fragment) in anchors.get(target, ())
                end = f"#{in_book(fragment)}" if sign and has_it else ""
                return f"{target}.xhtml{end}" if address or end else ""
            leads_out = "://" in address or address.startswith(("mailto:", "tel:"))
            return quote(href, safe=_OF_URLS) if leads_out else ""

        return xhtml(html, link)

    cover = page(layout("epub_cover.html", edition=edition), "cover")
    pages = [Page("cover", site.config.title, cover, dir=direction(lang))]
    part_of = {a.id: heading for heading, _, articles in edition.sections for a in articles}
    for article in edition.articles:
        name = names[article.id]
        page_lang = article.lang or lang
        body = page(bodies[article.id], name)
        part = part_of.get(article.id, "")
        pages.append(Page(name, article.title, body, article.lang, direction(page_lang), part))
    has_address = bool(site.config.base_url)
    return epub(
        Book(
            address=edition.absolute if has_address else f"{site.config.title}{edition.absolute}",
            title=site.gettext("{title}: {name}", title=site.config.title, name=edition.title),
            publisher=site.config.title,
            lang=lang,
            dir=direction(lang),
            day=edition.day,
            modified=_modified(edition),
            source=edition.absolute if has_address else "",
            contents=edition.title,
            style=layout("epub.css"),
            pages=pages,
        )
    )


def _modified(edition: EditionView) -> datetime:
    """The last moment at which anything in it is said to have changed; never the time of the build."""
    day = datetime.combine(edition.day, time(), UTC)
    return max((moment for a in edition.articles for moment in _moments(a)), default=day)


def _moments(article: ArticleView) -> Iterator[datetime]:
    for moment in (article.date, article.details.updated):
        if moment:
            yield moment.instant
    if article.corrected:
        yield datetime.combine(article.corrected, time(), UTC)
