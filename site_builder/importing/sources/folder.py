"""A folder of sources, with the folders in it, by name. Told by being one, and so not among the kinds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from site_builder.files import Scan
from site_builder.importing.items import Item
from site_builder.importing.sources.kind import World, problem
from site_builder.problems import Problem

_PAGES = (".html", ".htm", ".xhtml")
_COMPANIONS = ("_files", "_Dateien", "-Dateien", "_fichiers", "_archivos", "_file", "-filer", "_bestanden")


def items(name: str, path: Path, world: World) -> Iterator[Item | Problem]:
    """The articles of all files below the folder.

    Names that begin with a dot or "_" and what editors leave lying about are passed over, and links that
    lead out of the folder are not followed. So are the pictures and scripts that a browser saves in a
    folder beside the page, `story_files/` beside `story.html`.
    """
    shown = name.rstrip("/\\") or name
    scan = Scan(path, shown, underscored=False)
    yield from scan.problems
    pages = {file.rpartition(".")[0] for file in scan.files if file.lower().endswith(_PAGES)}
    companions = tuple(f"{page}{ending}/" for page in sorted(pages) for ending in _COMPANIONS)
    sources = [file for file in scan.files if not file.startswith(companions)]
    if not sources:
        yield problem(name, "empty-folder", "there is no file in the folder", "Is it the right one?")
    within = replace(world, above=(*world.above, str(path.resolve())))
    for file in sources:
        yield from world.expand(f"{shown}/{file}" if shown != "/" else f"/{file}", within)
