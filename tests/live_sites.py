"""A site that is held live, as the preview holds it, and what a build from nothing makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from digests import CLOCK, Digest

from site_builder.options import Options, Where
from site_builder.preview.live import LiveSite


@contextmanager
def live(site: Digest, folder: Path | None = None, **options: Any) -> Iterator[LiveSite]:
    """The site, live; its preview has the folder `p` where none is given."""
    where = Where(site.folder)
    told: list[str] = []
    made = LiveSite(
        Options(where=where, clock=CLOCK, **options), folder or site.folder / "p", {}, told.append
    )
    try:
        yield made
    finally:
        made.close()


@contextmanager
def started(site: Digest, folder: Path | None = None, **options: Any) -> Iterator[LiveSite]:
    """The site, live, after its first look."""
    with live(site, folder, **options) as made:
        made.start()
        yield made


def bodies(site: LiveSite) -> dict[str, bytes]:
    """Every output of a live site, none left for later."""
    while site.more() is not None:
        pass
    found = {path: site.pages.body(digest) for path, digest in site.pages.current.files.items()}
    assert None not in found.values()
    return {path: body for path, body in found.items() if body is not None}


def clean(site: Digest) -> dict[str, bytes]:
    """What a build from nothing makes."""
    site.build(output="fresh", full=True)
    root = site.folder / "fresh"
    return {
        file.relative_to(root).as_posix(): file.read_bytes()
        for file in root.rglob("*")
        if file.is_file() and file.name != ".site-builder.json"
    }
