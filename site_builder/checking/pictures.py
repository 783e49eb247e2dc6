"""Pictures without words, in the finished pages: for those who do not see them there is nothing.

A picture that only decorates says so by `role="presentation"` or `aria-hidden="true"`. What a build tells of
pictures in Markdown (`no-alt`) is not told twice.
"""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.checking.family import Code, Finding, finding
from site_builder.checking.placing import on_pages, typed_at
from site_builder.checking.site import Site

CODES = {
    "missing-alt": Code("error", "a picture in a finished page has no `alt` at all"),
    "empty-alt": Code("warning", "a picture has an empty `alt`, and is not marked as decoration"),
}
_WRONG = {"missing": "missing-alt", "empty": "empty-alt"}


def find(site: Site) -> Iterator[Finding]:
    """Each picture once, at its article where it has one."""
    told = {problem.place.source for problem in site.told if problem.code == "no-alt"}
    found: dict[tuple[str, str], list[str]] = {}
    for path in site.facts:
        for address, wrong in site.facts[path].pictures:
            if wrong == "missing" or site.claimant(path) not in told:
                found.setdefault((_WRONG[wrong], address), []).append(path)
    for (code, address), pages in found.items():
        articles = [path for path in pages if site.claimant(path)]
        what = "has no alternative text" if code == "missing-alt" else "has an empty alternative text"
        remedy = 'Say in `alt` what it shows; write role="presentation" where it only decorates.'
        # What lists show of an article is told at the article.
        for place, of, source in typed_at(site, address, articles or pages):
            yield finding(code, place, f"the picture '{address}' {what}{on_pages(of)}", remedy, [source])
