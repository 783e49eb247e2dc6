"""What a search index of whole texts may know: of each published article its title, tags and published text.

Made of the snapshot alone, in which no word is that may not be published. Knows no program that indexes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape

import msgspec
from msgspec import Struct

from site_builder.content.article import SourcePath
from site_builder.content.snapshot import Snapshot

# A tag of HTML that was sanitised: its name, and attributes whose values may hold a ">".
_TAG = re.compile(r"""<(/?[a-zA-Z][a-zA-Z0-9-]*)(?:[^>"']|"[^"]*"|'[^']*')*>""")


class Searched(Struct, frozen=True, array_like=True):
    """One article as it is searched."""

    permalink: str
    html: str  # a whole page of headings and paragraphs, without any attribute or link
    day: str  # "2012-03-12"
    source: str  # as readers see it; "" without one
    tags: tuple[str, ...]  # labels
    lang: str  # "" where it is the site's


def searched_articles(snapshot: Snapshot) -> Iterator[Searched]:
    """Every published article that lists have, newest first."""
    for path in snapshot.index.order:
        yield _searched(snapshot, path)


def digest_source(snapshot: Snapshot, found: list[Searched]) -> bytes:
    """All that an index is made of, as bytes to be compared."""
    return msgspec.msgpack.encode([snapshot.settings.language, found])


def _searched(snapshot: Snapshot, path: SourcePath) -> Searched:
    card, article, body = snapshot.cards[path], snapshot.articles[path], snapshot.bodies[path]
    terms, publisher = snapshot.index.terms, snapshot.index.publishers.get(card.source)
    tags = tuple(terms[id_].label for id_ in card.tags if id_ in terms)
    source = publisher.name if publisher else card.source
    said = [f"{account.on} {account.by}: {account.says}" for account in article.accounts]
    said += [correction.text for correction in article.corrections]
    summary = "" if _opens_with(body.html, card.summary) else card.summary
    # What is no sentence comes last: of what is found the beginning is shown, or where its words stand close.
    last = [*said, card.dateline, source, ", ".join(tags)]
    text = "".join((_paragraphs(summary), _TAG.sub(r"<\1>", body.html), _paragraphs(*last)))
    # Said apart from the text, so that what is found is not shown under a headline that says the same; but a
    # page without any word would be in no index.
    apart = " data-pagefind-ignore" if _TAG.sub("", text).strip() else ""
    html = (
        f'<!doctype html><html lang="{escape(snapshot.settings.language)}"><body data-pagefind-body>'
        f'<h1 data-pagefind-meta="title"{apart}>{escape(card.title)}</h1>{text}</body></html>'
    )
    day = card.date.day.isoformat() if card.date else ""
    return Searched(card.permalink, html, day, source, tags, card.lang)


def _paragraphs(*lines: str) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line)


def _opens_with(html: str, summary: str) -> bool:
    """Whether a text begins with all of its summary, which was cut from it then: said twice, it would be
    found and shown twice.
    """
    words = summary.removesuffix("…").split()
    return unescape(_TAG.sub("", html)).split(None, len(words))[: len(words)] == words
