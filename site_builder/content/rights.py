"""How much of an article may be published: the one rights predicate. Knows no text."""

from __future__ import annotations

from site_builder.content.article import Rights

DEFAULT_EXCERPT_WORDS = 50  # a quotation's usual length; `excerpt 80` says otherwise


def read_rights(text: str) -> Rights:
    """`full`, `excerpt`, `excerpt 80` or `headline` as a value. The schema has checked the form."""
    kind, _, words = text.partition(" ")
    if kind == "excerpt":
        return Rights("excerpt", int(words) if words else DEFAULT_EXCERPT_WORDS)
    return Rights("headline") if kind == "headline" else Rights()


def rights_of(own: str | None, source: str | None, site: str) -> Rights:
    """What holds for an article: its own word, else its source's, else the site's."""
    return read_rights(own or source or site)
