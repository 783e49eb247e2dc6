"""Pictures without words, in the finished pages: for those who do not see them there is nothing.

A picture that only decorates says so by `role="presentation"` or `aria-hidden="true"`. What a build tells of
pictures in Markdown (`no-alt`) is not told twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from site_builder.checking.family import Code, Finding, finding
from site_builder.checking.site import CONTENT, Site

CODES = {
    "missing-alt": Code("error", "a picture in a finished page has no `alt` at all"),
    "empty-alt": Code("warning", "a picture has an empty `alt`, and is not marked as decoration"),
}
_WRONG = {"missing": "missing-alt", "empty": "empty-alt"}


def find(site: Site) -> Iterator[Finding]:
    """Each picture once, at its article where it has one."""
    told = {problem.place.source for problem in site.told if problem.code == "no-alt"}
    found: dict[tuple[str, str, str], list[str]] = {}
    for path in site.facts:
        for address, wrong in site.facts[path].pictures:
            source = site.claimant(path)
            if wrong == "empty" and source in told:
                continue
            found.setdefault((_WRONG[wrong], address, source), []).append(path)
    shown_by_article = {(code, address) for code, address, source in found if source}
    for (code, address, source), pages in found.items():
        if not source and (code, address) in shown_by_article:
            continue  # a list shows what an article has
        name = unquote(address.rpartition("/")[2])
        place = site.in_source(source, name) if source.startswith(CONTENT) else None
        if place is None or not place.line:
            place = site.in_output(pages[0], address.replace("&", "&amp;"))
        what = "has no alternative text" if code == "missing-alt" else "has an empty alternative text"
        more = f", on {len(pages)} pages" if len(pages) > 1 else ""
        remedy = 'Say in `alt` what it shows; write role="presentation" where it only decorates.'
        yield finding(code, place, f"the picture '{address}' {what}{more}", remedy, [source])
