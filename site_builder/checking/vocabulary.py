"""The vocabulary of tags as a whole. What makes it useless, circles and clashing names, a build refuses."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.checking.family import Code, Finding, finding
from site_builder.checking.site import Site
from site_builder.problems import Place
from site_builder.silence import CONTENT
from site_builder.texts import fold_name

CODES = {
    "thin-tag": Code("warning", "a tag has fewer articles than `check.thin_tag`"),
    "similar-tags": Code("warning", "two free tags differ only in their case, signs or accents"),
}


def find(site: Site) -> Iterator[Finding]:
    """Tags that are hardly used, and free tags that can hardly be told apart."""
    index, least = site.snapshot.index, site.settings.check.thin_tag
    is_free = not site.settings.tags
    if is_free:
        by_name: dict[str, str] = {}
        for id_ in sorted(index.terms):
            other = by_name.setdefault(fold_name(id_).replace("-", " "), id_)
            if other != id_:
                message = f"the tags '{other}' and '{id_}' look like one"
                remedy = f"Make one of them:  site-builder tags merge '{other}' '{id_}'"
                yield finding("similar-tags", _first_use(site, id_), message, remedy)
        return  # of free tags most are used once: that is their nature
    if not site.is_whole:
        return
    for id_ in site.settings.tags:
        count = len(index.numbers.get(("tag", id_), ()))
        if 0 < count < least:
            articles = "article has" if count == 1 else "articles have"
            message = f"only {count} {articles} the tag '{id_}', fewer than {least}"
            remedy = "Use it more, or make it one with a wider tag by  site-builder tags merge"
            yield finding("thin-tag", site.in_settings(f"tags.{id_}"), message, remedy)


def _first_use(site: Site, id_: str) -> Place:
    path = site.snapshot.index.lists["tag", id_][0]
    tags = site.snapshot.entries[path].tags
    if id_ not in tags:
        return Place(f"{CONTENT}{path}")
    return site.in_front_matter(path, f"tags.{tags.index(id_)}")
