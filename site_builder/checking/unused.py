"""What lies in the site and is of no use: files that no page shows, tags, sources, sections, layouts."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.checking.family import Code, Finding, finding
from site_builder.checking.site import Site
from site_builder.layout_files import ASSETS
from site_builder.layouts import DEFAULT
from site_builder.problems import Place, nearest

CODES = {
    "orphan-file": Code(
        "warning", "a file beside the articles or in static/ is shown by no page, and none leads to it"
    ),
    "unused-tag": Code("warning", "no published article has a tag of the vocabulary, or a narrower one"),
    "unused-source": Code("warning", "no article comes from a source that config.yaml names"),
    "unused-section": Code("warning", "no published article is in a section"),
    "unused-layout": Code("warning", "no output is made with one of the site's own layouts"),
}
# What browsers, search engines and hosts look for by its name, without a link.
_ASKED_FOR = frozenset(
    """
    favicon.ico robots.txt humans.txt ads.txt app-ads.txt security.txt CNAME _headers _redirects .htaccess
    .nojekyll sitemap.xml site.webmanifest browserconfig.xml apple-touch-icon.png
    apple-touch-icon-precomposed.png 404.html BingSiteAuth.xml
    """.split()
)


def find(site: Site) -> Iterator[Finding]:
    """Everything that nothing uses; nothing of a site that is not whole."""
    if not site.is_whole:
        return
    yield from _files(site)
    yield from _terms(site)
    yield from _layouts(site)


def _files(site: Site) -> Iterator[Finding]:
    copies = {path: output for path, output in site.plan.items() if output.copy_of and _is_data(path)}
    leading = site.leading
    used: set[str] = set()
    known: set[str] = set()
    for path, facts in site.facts.items():
        new = [address for address in (*facts.loads, *facts.links) if address not in known]
        for address in new:
            used.add(leading.target(address, path, facts.base).path)
            if address.startswith(("/", "http")) and not facts.base:
                known.add(address)
    published = {output.copy_of for output in copies.values()}
    for name in site.snapshot.files.content:
        if f"content/{name}" not in published:
            message = "no article refers to the file, so it is not published"
            place = Place(f"{site.settings.content_dir}/{name}")
            yield finding("orphan-file", place, message, "Link to it, or take it out of the folder.")
    for path, output in copies.items():
        if path not in used:
            role, _, name = output.copy_of.partition("/")
            folders = {
                "content": site.settings.content_dir,
                "static": site.settings.static_dir,
                "assets": f"{site.settings.layouts_dir}/assets",
            }
            if role not in folders:
                continue  # an index for search, which a script reads
            if role == "assets" and f"{ASSETS}{name}" in site.default_layouts:
                continue  # the default look's, or in its place: used where there is something to use it for
            place = Place(f"{folders[role]}/{name}")
            message = "the file is published, and no page shows it or leads to it"
            yield finding("orphan-file", place, message, "Link to it, or move it out of the folder.")


def _is_data(path: str) -> bool:
    return not (
        path in _ASKED_FOR or path.startswith(".well-known/") or path.rpartition("/")[2] in _ASKED_FOR
    )


def _terms(site: Site) -> Iterator[Finding]:
    settings, numbers = site.settings, site.snapshot.index.numbers
    for id_, tag in settings.tags.items():
        if not tag.replaced_by and not numbers.get(("tag", id_)):
            message = f"no published article has the tag '{id_}', or a narrower one"
            remedy = "Use it, or take it out of `tags`: its page is empty."
            yield finding("unused-tag", site.in_settings(f"tags.{id_}"), message, remedy)
    # An article that is still under review is a use too.
    sources = {entry.source for entry in site.snapshot.entries.values()}
    for id_ in settings.sources:
        if id_ not in sources:
            message = f"no article comes from '{id_}'"
            remedy = "Take it out of `sources`, unless its articles are still to come."
            yield finding("unused-source", site.in_settings(f"sources.{id_}"), message, remedy)
    for id_ in settings.sections:
        if not numbers.get(("section", id_)):
            message = f"no published article is in the section '{id_}'"
            remedy = "File one under it, or take it out of `sections`."
            yield finding("unused-section", site.in_settings(f"sections.{id_}"), message, remedy)


def _layouts(site: Site) -> Iterator[Finding]:
    for name in site.own_layouts:
        layout = site.layouts.get(name)
        if layout is None or name in site.used_layouts or name in site.default_layouts:
            continue  # in place of a default one, it is used as soon as there is something to show by it
        others = {other for other in site.layouts if not other.startswith(DEFAULT)}
        near = nearest(name, others - set(site.own_layouts))
        remedy = (
            f"did you mean '{near}'?" if near else "Name it in front matter or in a layout, or take it out."
        )
        yield finding("unused-layout", Place(layout.source), "no output is made with this layout", remedy)
