"""How the output folder stands to the last build and to the sources, where something was built."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.checking.family import Code, Finding, finding
from site_builder.checking.placing import some_of
from site_builder.checking.site import Site
from site_builder.problems import Place

CODES = {
    "output-altered": Code("error", "a file in the output folder is not what the build has written"),
    "output-missing": Code("error", "a file that the build has written is gone"),
    "output-old": Code("warning", "the output folder is older than the sources"),
}
_SHOWN = 5
_BUILD = "`site-builder build` makes it again."


def find(site: Site) -> Iterator[Finding]:
    """What is not as a build would leave it."""
    standing, folder = site.standing, site.output_folder
    for path in standing.altered:
        message = "somebody has changed this file since the build wrote it"
        yield finding("output-altered", Place(f"{folder}/{path}"), message, _BUILD, [site.claimant(path)])
    for path in standing.missing:
        place = Place(f"{folder}/{path}")
        yield finding("output-missing", place, "this file is gone since the build wrote it", _BUILD)
    # First what is to go: it may be something that nobody should read any more.
    others = (*(path for path, _ in standing.left), *standing.old, *standing.unbuilt)
    if others:
        count = f"{len(others)} {'file' if len(others) == 1 else 'files'}"
        message = f"the folder is older than the sources in {count}: {some_of(others, _SHOWN)}"
        remedy = "`site-builder build` brings the folder up to date."
        yield finding("output-old", Place(folder), message, remedy)
