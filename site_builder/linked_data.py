"""What a page says of itself for machines, as values in the words of schema.org: JSON-LD without its script.

Filters for layouts, made here in one call each, for in a layout they took a quarter of an article's page.
They ask the site as a layout does, and only for what they tell. What is empty may stand in what they
give: the filter `json` leaves it out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from site_builder.handles import ArticleView, SourceView
from site_builder.layout_filters import corrected, full_url, iso, people
from site_builder.view import SiteView

Thing = dict[str, Any]  # a thing of schema.org: property → value
CONTEXT = "https://schema.org"


def website(site: SiteView) -> Thing:
    """The digest itself: a WebSite with its publisher."""
    home = site.absolute("/")
    return {
        "@context": CONTEXT,
        "@type": "WebSite",
        "@id": f"{home}#site",
        "url": home,
        "name": site.config.title,
        "description": site.config.description,
        "inLanguage": site.config.language,
        "publisher": _publisher(site, home, None),
    }


def collection(name: str, site: SiteView, permalink: str, crumbs: Iterable[tuple[str, str]] = ()) -> Thing:
    """A list of this name at the permalink: a CollectionPage, and the way to it from the home page.

    `crumbs` are the steps between: labels with full URLs.
    """
    address, home = site.absolute(permalink), site.absolute("/")
    page = {
        "@type": "CollectionPage",
        "@id": address,
        "url": address,
        "name": name,
        "inLanguage": site.config.language,
        "isPartOf": _part_of(site, home),
    }
    trail = _trail([(site.config.title, home), *crumbs, (name, address)])
    return {"@context": CONTEXT, "@graph": [page, trail]}


def news_article(article: ArticleView, site: SiteView) -> Thing:
    """An article: a NewsArticle, and the way to it from the home page by its section.

    Who wrote the original is the author of the original, and of nothing of ours.
    """
    home, address = site.absolute("/"), article.absolute
    details, section, picture, source = article.details, article.section, article.picture, article.source
    card = article.social_card  # which stands for a picture that platforms do not show
    theirs = article.form == "republished" and source is not None
    ours = _publisher(site, home, {"@type": "ImageObject", "url": full_url(site.asset("icon.svg"), address)})
    original = _original(article, source)
    publisher = _organization(source)
    editor = people([details.editor]) if details.editor else []
    if theirs:
        authors = _original_authors(article) or [publisher]
    elif article.form == "original" and details.authors:
        authors = people(details.authors)
    else:
        authors = editor or [{"@id": f"{home}#publisher"}]
    published, changed = article.published, article.changed
    page = {
        "@type": "NewsArticle",
        "@id": address,
        "url": address,
        "mainEntityOfPage": address,
        "identifier": article.uri if details.id else "",
        "headline": article.title,
        "description": article.summary,
        "image": [card or full_url(picture.url, address)] if card or picture else [],
        "datePublished": iso(published) if published else "",
        "dateModified": iso(changed) if changed else "",
        "dateline": article.dateline,
        "inLanguage": article.lang or site.config.language,
        "articleSection": section.label if section else "",
        "keywords": [tag.label for tag in article.tags],
        "wordCount": details.words if article.rights == "full" else None,
        "author": authors,
        "editor": editor,
        "publisher": publisher if theirs else ours,
        "copyrightHolder": publisher if theirs else None,
        "isPartOf": _part_of(site, home),
        "isBasedOn": original,
        "citation": original["url"] if original else "",
        "correction": corrected(article.corrections) if details.corrections else [],
    }
    steps = [(site.config.title, home), (article.title, address)]
    if section:
        steps.insert(1, (section.label, section.absolute))
    return {"@context": CONTEXT, "@graph": [page, _trail(steps)]}


def _publisher(site: SiteView, home: str, logo: Thing | None) -> Thing:
    """Who publishes the digest: the digest."""
    return {
        "@type": "NewsMediaOrganization",
        "@id": f"{home}#publisher",
        "name": site.config.title,
        "url": home,
        "logo": logo,
        "correctionsPolicy": site.absolute("/corrections/"),
    }


def _part_of(site: SiteView, home: str) -> Thing:
    return {"@type": "WebSite", "@id": f"{home}#site", "name": site.config.title, "url": home}


def _original(article: ArticleView, source: SourceView | None) -> Thing:
    """The text that an article rests on; empty for one of our own."""
    ref = article.provenance
    if not ref:
        return {}
    return {
        "@type": "CreativeWork",
        "url": ref.url,
        "author": _original_authors(article),
        "publisher": _organization(source),
        "datePublished": iso(ref.published) if ref.published else "",
        "archivedAt": ref.archive_url,
    }


def _original_authors(article: ArticleView) -> list[dict[str, str]]:
    ref = article.provenance
    if ref and ref.authors:
        return people(ref.authors)
    return [] if article.form == "original" else people(article.details.authors)


def _organization(source: SourceView | None) -> Thing:
    return {"@type": "Organization", "name": source.name, "url": source.url} if source else {}


def _trail(steps: Iterable[tuple[str, str]]) -> Thing:
    """The way to a page: labels with full URLs, the home page first."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": label, "item": target}
            for number, (label, target) in enumerate(steps, 1)
        ],
    }


FILTERS: dict[str, Callable[..., Any]] = {
    "collection": collection,
    "news_article": news_article,
    "website": website,
}
