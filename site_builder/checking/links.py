"""Links, fragments and files of the finished pages: whether each leads to something that is published.

What counts are the bytes of the pages, so that layouts and raw HTML are looked at like Markdown. What a
build has told already is not told twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from site_builder.checking.facts import PAGES
from site_builder.checking.family import Code, Finding, finding
from site_builder.checking.leading import Target
from site_builder.checking.placing import on_pages, typed_at
from site_builder.checking.site import Site
from site_builder.content.permalinks import output_path
from site_builder.problems import Place, did_you_mean
from site_builder.silence import CONTENT

CODES = {
    "broken-page-link": Code("error", "a link in a finished page leads to nothing on this site"),
    "broken-page-fragment": Code("warning", "a link leads to a place in a page that is not there"),
    "broken-page-file": Code(
        "error", "a page asks for a picture, style sheet or other file that is not there"
    ),
}
_GUESSES = 50  # addresses for which the nearest one is looked for, which takes long
_NO_PLACES = ("top",)  # fragments that mean something without an id

Found = dict[tuple[str, str], dict[str, None]]  # code and address → the outputs that have it


def find(site: Site) -> Iterator[Finding]:
    """What leads nowhere, each address once for all pages that have it from one place."""
    leading = site.leading
    told = _told(site)
    found: Found = {}
    fine: set[str] = set()
    ids = _Ids(site)
    for path, facts in site.facts.items():
        for address in facts.loads:
            target = leading.target(address, path, facts.base)
            if target.kind == "broken":
                found.setdefault(("broken-page-file", address), {})[path] = None
        for address in [address for address in facts.links if address not in fine]:
            target = leading.target(address, path, facts.base)
            code = _fault(target, ids)
            if code and _key(target, target.fragment) not in told:
                found.setdefault((code, address), {})[path] = None
            elif not code and address.startswith(("/", "http")) and not facts.base:
                fine.add(address)
    for number, ((code, address), pages) in enumerate(found.items()):
        for place, of, source in typed_at(site, address, tuple(pages)):
            yield _finding(site, code, address, place, of, source, guess=number < _GUESSES)


def _fault(target: Target, ids: _Ids) -> str:
    if target.kind == "broken":
        return "broken-page-link"
    fragment = target.fragment
    if target.kind == "output" and fragment and fragment not in _NO_PLACES and not fragment.startswith(":~:"):
        known = ids.of(target.path)
        if known is not None and fragment not in known:
            return "broken-page-fragment"
    return ""


class _Ids:
    """The ids of pages, each set made when it is first asked for."""

    def __init__(self, site: Site) -> None:
        self._facts = site.facts
        self._sets: dict[str, frozenset[str]] = {}

    def of(self, path: str) -> frozenset[str] | None:
        """The ids in an output; None where it is no page."""
        if not path.endswith(PAGES) or path not in self._facts:
            return None
        if path not in self._sets:
            self._sets[path] = frozenset(self._facts[path].ids)
        return self._sets[path]


def _told(site: Site) -> frozenset[tuple[str, str]]:
    """What a build has found to lead nowhere: paths on the site, each with its fragment."""
    places = {problem.place for problem in site.told if problem.code in {"broken-link", "broken-fragment"}}
    told = {
        (page, problem.place.excerpt[problem.place.column :][: problem.place.length - 1])
        for problem in site.told
        if problem.code == "no-such-anchor" and (page := _page_of(site, problem.place.source))
    }
    if not places:
        return frozenset(told)
    snapshot = site.snapshot
    for path in site.published:
        for reference in snapshot.entries[path].references:
            if reference.place not in places:
                continue
            if reference.kind == "site":
                target = site.leading.target(f"{snapshot.links.base_path}{reference.target}", "index.html")
                told.add(_key(target, reference.fragment))
            elif page := _page_of(site, f"{CONTENT}{reference.target}"):
                told.add((page, reference.fragment))
    return frozenset(told)


def _key(target: Target, fragment: str) -> tuple[str, str]:
    """What two ways to write one address have in common."""
    if target.kind == "output":
        return target.path, fragment
    return target.path.removesuffix("index.html"), ""


def _page_of(site: Site, source: str) -> str:
    """The output path of an article's page; "" where it has none."""
    entry = site.snapshot.entries.get(source.removeprefix(CONTENT))
    return output_path(entry.permalink) if entry else ""


def _finding(
    site: Site,
    code: str,
    address: str,
    place: Place,
    pages: tuple[str, ...],
    source: str,
    *,
    guess: bool,
) -> Finding:
    target = site.leading.target(address, pages[0], site.facts[pages[0]].base)
    where = "" if place.source == f"{site.output_folder}/{pages[0]}" and len(pages) == 1 else on_pages(pages)
    if code == "broken-page-fragment":
        message = f"'{address}' leads to a place that is not in {target.path}{where}"
        ids = [id_ for id_ in site.facts[target.path].ids if id_]
        remedy = did_you_mean(target.fragment, ids) or "Mend the part behind '#', or take it out."
    elif code == "broken-page-file":
        message = f"nothing on this site is at '{address}', which is loaded{where}"
        remedy = (
            _near(target, site.plan) if guess else ""
        ) or "Put the file into static/, or mend its address."
    else:
        message = f"nothing on this site has the address '{address}'{where}"
        near = _near(target, site.plan) if guess else ""
        remedy = near or "Mend the address, or take the link out."
    return finding(code, place, message, remedy, [source])


def _near(target: Target, plan: Mapping[str, object]) -> str:
    """A suggestion; first whether the site has it and only the base path is missing."""
    bare = target.path.strip("/")
    if bare in plan or f"{bare}/index.html".lstrip("/") in plan:
        return "The site lives below a path: write the link with `site.link(…)`."
    folders = (path.removesuffix("index.html").rstrip("/") for path in plan)
    near = did_you_mean(bare, [path for path in folders if abs(len(path) - len(bare)) < 4])
    return near and near.replace("'", "'/", 1)
