"""What a page states of its article: title, authors, dates, publisher, address and the like.

Each fact comes with the place that states it, the most trustworthy place first: JSON-LD, then tags meant
for other machines, then markup, then the words that a reader sees. A place that states something
impossible is passed over. What is not stated is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from site_builder.importing.pages.authors import (
    AGENCIES,
    agency,
    byline_names,
    fold,
    looks_like_persons,
    persons,
)
from site_builder.importing.pages.dates import moment
from site_builder.importing.pages.head import Head, Stated, absolute, first
from site_builder.importing.pages.json_ld import Node, text_of, types
from site_builder.importing.pages.titles import alike, headline

_TITLES = ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "headline")
_AUTHORS = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "byl",
    "cxenseparse_author",
)
_DATES = (
    *("article:published_time", "og:article:published_time", "og:published_time", "datepublished"),
    *("parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date", "publish_date"),
    *("article.published", "dc.date.issued", "dcterms.created", "dc.date", "ptime", "displaydate"),
    *("cxenseparse_recs_publishtime", "date"),
)
_UPDATES = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "article.updated",
    "last-modified",
    "lastmod",
)
_URL_DAY = re.compile(r"/((?:19|20)\d\d)/(\d\d?)/(\d\d?)(?:/|$)|/((?:19|20)\d\d)-(\d\d)-(\d\d)(?:[/-]|$)")
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:[-_][a-zA-Z0-9]{2,8})*")
Facts = dict[str, list[Stated]]


def read_metadata(head: Head, url: str) -> Facts:
    """The facts by front-matter key, in the order in which they are shown.

    Keys: title, authors, date, updated, url, publisher, section, language, summary, image (with
    image_credit, image_caption, image_alt), agency.
    """
    article = _article(head)
    publisher = _publisher(head, article)
    address = _address(head, article, url)
    sites = _site_names(head, publisher, address.value if address else url)
    facts: Facts = {}

    def add(key: str, *found: Stated | None) -> None:
        values = [f for f in found if f and f.value]
        if values:
            facts[key] = values

    titles = [Stated(text_of(article.get("headline")), "json-ld headline"), *head.meta(*_TITLES)]
    add("title", headline([*titles, Stated(head.title, "title")], head.h1, sites))
    people, wires = _authors(head, article, frozenset({*sites, *map(str.casefold, sites)}))
    add("authors", *people)
    add("agency", *wires[:1])
    date = _date(head, article, address.value if address else url)
    add("date", date)
    update = first(list(_moments(head, article, "dateModified", _UPDATES)))
    if update and (not date or update.value[:10] > date.value[:10]):
        add("updated", update)
    add("url", address)
    add("publisher", publisher)
    add("section", _section(head, article))
    add("language", _language(head, article))
    add("summary", first([*head.meta("og:description", "description"), _ld(article, "description")]))
    for key, found in _image(head, article).items():
        add(key, found)
    return facts


def _article(head: Head) -> Node:
    """The JSON-LD node of this page's article; an empty one when none is, or when several may be."""
    nodes = head.graph.articles()
    if len(nodes) == 1:
        return nodes[0]
    names = [*head.h1, *(s.value for s in head.meta("og:title")), head.title]
    for node in nodes:
        stated = text_of(node.get("headline"))
        if stated and any(alike(stated, name) >= 80 for name in names):
            return node
    return {}


def _ld(node: Node, key: str) -> Stated:
    return Stated(text_of(node.get(key)), f"json-ld {key}")


def _publisher(head: Head, article: Node) -> Stated | None:
    names = [
        Stated(text_of(node), "json-ld publisher") for node in head.graph.resolve(article.get("publisher"))
    ]
    return first([*head.meta("og:site_name"), *names, *head.meta("application-name", "dc.publisher")])


def _address(head: Head, article: Node, url: str) -> Stated | None:
    """The article's own address. One that leads to the front page is a mistake of the page's."""
    candidates = [Stated(head.canonical, "link canonical")]
    candidates += [Stated(absolute(s.value, head.base), s.rule) for s in head.meta("og:url")]
    candidates += [Stated(absolute(text_of(article.get("url")), head.base), "json-ld url")]
    deep = [c for c in candidates if c.value and urlsplit(c.value).path.strip("/")]
    return first(deep) or (Stated(url, "given") if absolute(url, "") else first(candidates))


def _site_names(head: Head, publisher: Stated | None, url: str) -> frozenset[str]:
    """Folded names of the site: as stated, and as its host spells it."""
    names = [
        s.value
        for s in head.meta("og:site_name", "application-name", "al:ios:app_name", "twitter:app:name:iphone")
    ]
    names += [publisher.value] if publisher else []
    for address in {url, head.canonical, head.base}:
        try:
            host = (urlsplit(address).hostname or "").removeprefix("www.")
        except ValueError:
            continue
        labels = host.split(".")
        names += [host, "".join(labels[:-1]), *labels[:-1]]
    # Some pages give the headline where the site's name belongs.
    headlines = {fold(h) for h in head.h1} if len(head.h1) == 1 else set()
    folded = {fold(name) for name in names} - headlines
    return frozenset(f for name in folded for f in (name, name.removeprefix("the")) if len(f) > 1)


def _authors(head: Head, article: Node, sites: frozenset[str]) -> tuple[list[Stated], list[Stated]]:
    """The persons whom the first place names that names any, without repeats; and the agencies named."""
    wires: list[Stated] = []
    for stated in _author_fields(head, article):
        found: dict[str, Stated] = {}
        for field in stated:
            if name := agency(field.value):
                wires.append(Stated(name, field.rule))
            for person in persons(field.value, sites):
                found.setdefault(fold(person), Stated(person, field.rule))
        if found:
            return list(found.values()), wires
    return [], wires


def _author_fields(head: Head, article: Node) -> Iterator[list[Stated]]:
    """What stands where authors are named, place by place."""
    nodes = [n for n in head.graph.resolve(article.get("author")) if not _is_organisation(n)]
    yield [Stated(text_of(node), "json-ld author") for node in nodes]
    yield [Stated(name, "rel=author") for name in head.rel_authors]
    yield [Stated(name, "itemprop author") for name in head.itemprops.get("author", ())]
    for texts in head.bylines:
        yield [Stated(name, "byline") for text in texts if (name := byline_names(text))]
    for name in _AUTHORS:
        yield [s for s in head.meta(name) if looks_like_persons(s.value)]


def _is_organisation(node: object) -> bool:
    if not isinstance(node, dict):
        return False
    return any(t.endswith("Organization") or t == "Corporation" for t in types(node)) and (
        text_of(node).casefold() not in AGENCIES
    )


def _moments(head: Head, article: Node, key: str, names: tuple[str, ...]) -> Iterator[Stated]:
    prop = key.lower()
    stated = [_ld(article, key), *head.meta(*names)]
    stated += [Stated(value, f"itemprop {key}") for value in head.itemprops.get(prop, ())]
    for field in stated:
        if read := moment(field.value):
            yield Stated(read, field.rule)


def _date(head: Head, article: Node, url: str) -> Stated | None:
    """When the article was published."""
    stated = list(_moments(head, article, "datePublished", _DATES))
    marked = [v for v, marks in head.times if re.search(r"publish|pubdate|entry-date|created|posted", marks)]
    plain = {moment(v) for v, _ in head.times}
    times = marked or ([v for v, _ in head.times] if len(plain) == 1 else [])
    stated += [Stated(read, "time datetime") for value in times if (read := moment(value))]
    if stated:
        return stated[0]
    found = _URL_DAY.search(urlsplit(url).path) if url else None
    if found:
        year, month, day = (g for g in found.groups() if g)
        read = moment(f"{year}-{int(month):02}-{int(day):02}")
        return Stated(read, "date in the address") if read else None
    return None


def _section(head: Head, article: Node) -> Stated | None:
    return first(
        [_ld(article, "articleSection"), *head.meta("article:section", "parsely-section", "section")]
    )


def _language(head: Head, article: Node) -> Stated | None:
    candidates = [
        Stated(head.language, "html lang"),
        _ld(article, "inLanguage"),
        *head.meta("og:locale", "language"),
    ]
    return first(
        [Stated(c.value.replace("_", "-"), c.rule) for c in candidates if _LANGUAGE.fullmatch(c.value)]
    )


def _image(head: Head, article: Node) -> dict[str, Stated | None]:
    """The lead image, and what is said of that very image."""
    for node in head.graph.resolve(article.get("image")):
        address = (
            node
            if isinstance(node, str)
            else text_of(node.get("url") or node.get("contentUrl"))
            if isinstance(node, dict)
            else ""
        )
        if address := absolute(address, head.base):
            found: dict[str, Stated | None] = {"image": Stated(address, "json-ld image")}
            if isinstance(node, dict):
                found["image_caption"] = _ld(node, "caption")
                credit = [_ld(node, key) for key in ("creditText", "creator", "author", "copyrightHolder")]
                found["image_credit"] = first(credit)
            return _with_alt(head, found)
    images = head.meta(
        "og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"
    )
    image = first([Stated(absolute(s.value, head.base), s.rule) for s in images])
    return _with_alt(head, {"image": image}) if image else {}


def _with_alt(head: Head, found: dict[str, Stated | None]) -> dict[str, Stated | None]:
    """What `og:image:alt` says belongs to the image only where that is the image of `og:image`."""
    image = found["image"]
    of_og = {
        absolute(s.value, head.base) for s in head.meta("og:image", "og:image:url", "og:image:secure_url")
    }
    if image and image.value in of_og:
        found["image_alt"] = first(head.meta("og:image:alt"))
    return found
