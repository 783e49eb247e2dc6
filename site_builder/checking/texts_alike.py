"""Titles and summaries of articles: those that two have, that are missing, too short or too long."""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_builder.checking.family import Code, Finding, finding
from site_builder.checking.site import Site
from site_builder.content.headlines import headline_key
from site_builder.silence import CONTENT

CODES = {
    "duplicate-title": Code("warning", "two articles have the same title"),
    "duplicate-summary": Code("warning", "two articles have the same summary"),
    "missing-summary": Code("warning", "an article has nothing to show in lists and search results"),
    "short-summary": Code("warning", "an editor's summary is shorter than `check.summary_shortest`"),
    "long-summary": Code("warning", "an editor's summary is longer than `check.summary_longest`"),
}


def find(site: Site) -> Iterator[Finding]:
    """What is wrong with the titles and summaries of published articles and pages."""
    titles: dict[str, str] = {}
    summaries: dict[str, str] = {}
    snapshot = site.snapshot
    # The oldest keeps its words: whoever came later is told of.
    for path in (*reversed(snapshot.index.order), *snapshot.index.pages):
        card = snapshot.cards[path]
        key = headline_key(card.title)
        first = titles.setdefault(key, path)
        if key and first != path:
            place = site.in_front_matter(path, "title")
            message = f"{CONTENT}{first} has the title '{card.title}' too"
            remedy = "Say in the title of one what sets it apart."
            yield finding("duplicate-title", place, message, remedy)
        if card.summary:
            same = summaries.setdefault(headline_key(card.summary), path)
            if same not in (path, first):
                place = site.in_front_matter(path, "summary")
                message = f"{CONTENT}{same} has the same summary"
                remedy = "Write one under `summary` that tells the two apart."
                yield finding("duplicate-summary", place, message, remedy)
        yield from in_article(site, path)


def in_article(site: Site, path: str) -> Iterator[Finding]:
    """What is wrong with the summary of one published article or page, without a look at others."""
    card, limits = site.snapshot.cards[path], site.settings.check
    if not card.summary:
        if site.snapshot.entries[path].kind == "article" and card.rights != "headline":
            place = site.in_front_matter(path, "title")
            message = "the article has no summary, and no text to take one from"
            yield finding("missing-summary", place, message, "Write a sentence under `summary`.")
        return
    length = len(card.summary)
    if limits.summary_shortest <= length <= limits.summary_longest:
        return
    if not _TYPED.search(site.snapshot.articles[path].front):
        return  # it was cut from the text, within bounds of its own
    place = site.in_front_matter(path, "summary")
    if length < limits.summary_shortest:
        message = f"the summary has {length} characters, fewer than {limits.summary_shortest}"
        yield finding("short-summary", place, message, "Say in a sentence what happened.")
    else:
        message = f"the summary has {length} characters, more than {limits.summary_longest}"
        yield finding("long-summary", place, message, "Lists and search results cut it off: shorten it.")


_TYPED = re.compile(r"^(summary|description)\s*:", re.MULTILINE)
