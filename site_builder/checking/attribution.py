"""Whose text an article is, and when it was published: what readers must be able to tell."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.checking.family import Code, Finding, finding
from site_builder.checking.site import Site
from site_builder.problems import Place
from site_builder.silence import CONTENT

CODES = {
    "no-source": Code("warning", "an article is of another's text and names no source"),
    "no-source-url": Code("warning", "an article names a source and not where the original is"),
    "undated": Code("warning", "an article that is not published yet has no date"),
    "scheduled": Code("ignore", "an article waits for its time"),
}


def find(site: Site) -> Iterator[Finding]:
    """Articles without a source, an address or a date, and those that wait."""
    snapshot = site.snapshot
    for path, entry in snapshot.entries.items():
        if entry.kind != "article":
            continue
        hidden = snapshot.index.hidden.get(path)
        if entry.date is None and entry.review != "killed":
            place = Place(f"{CONTENT}{path}", 1)
            message = "the article has no date, so it cannot be published"
            remedy = "Add `date: 2012-03-12`, the day on which its source published it."
            yield finding("undated", place, message, remedy)
        appears = entry.publish_date or entry.date
        if hidden == "future" and appears:
            place = Place(f"{CONTENT}{path}", 1)
            message = f"the article appears on {appears.instant:%Y-%m-%d %H:%M} UTC"
            yield finding("scheduled", place, message, "A build after that shows it.")
        if not hidden:
            yield from in_article(site, path)


def in_article(site: Site, path: str) -> Iterator[Finding]:
    """What one published article does not say of its source."""
    entry = site.snapshot.entries[path]
    if not entry.source and entry.form != "original":
        place = site.in_front_matter(path, "kind")
        message = f"the article is `kind: {entry.form}` and names no source"
        yield finding("no-source", place, message, "Add `source` with its name and url.")
    elif not entry.source and entry.withheld:
        place = site.in_front_matter(path, "rights")
        message = "only part of the text may be shown, and nobody is told whose it is"
        yield finding("no-source", place, message, "Add `source` with its name and url.")
    elif entry.source and entry.form != "original":
        source = site.snapshot.articles[path].source
        if source and not source.url and not source.archive_url:
            place = site.in_front_matter(path, "source")
            message = f"the article names '{source.name}' and not where the original is"
            remedy = "Add its address:  source: {name: …, url: https://…}"
            yield finding("no-source-url", place, message, remedy)
