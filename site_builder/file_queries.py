"""The questions about a site's files that are no texts: what lies beside articles, assets, static files, the
index of whole texts. A part of `queries.py`, which says what a query is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from site_builder.content.article import SourcePath
from site_builder.content.snapshot import Snapshot

SEARCH_FOLDER = "search/pagefind/"  # below output/: where the index of whole texts is


class Attachment(Struct, frozen=True):
    """A file that is published beside an article's page."""

    permalink: str
    path: str  # below content/
    width: int = 0  # in pixels; 0 when unknown
    height: int = 0


def _attachment(snapshot: Snapshot, path: SourcePath, file: str) -> Attachment | None:
    info = snapshot.files.content.get(file)
    if info is None or not snapshot.is_published(path):
        return None
    permalink = attachment_permalink(path, snapshot.entries[path].permalink, file)
    return Attachment(permalink, file, info.width, info.height)


def attachment_permalink(path: SourcePath, permalink: str, file: str) -> str:
    """Where a file beside an article is published: beside its page, in the same folders below it."""
    folder = path.rpartition("/")[0]
    inside = file.removeprefix(f"{folder}/") if folder else file
    name = inside if inside != file or not folder else file.rpartition("/")[2]
    return f"{permalink.rpartition('/')[0]}/{name}"


def _asset(snapshot: Snapshot, name: str) -> str | None:
    """The permalink of a layout's asset: its name carries its digest, so that hosts may cache it for good."""
    info = snapshot.files.assets.get(name)
    if info is None:
        return None
    stem, dot, ending = name.rpartition(".")
    return f"/assets/{stem}.{info.digest[:10]}{dot}{ending}" if dot else f"/assets/{name}.{info.digest[:10]}"


def _asset_names(snapshot: Snapshot) -> tuple[str, ...]:
    return tuple(sorted(snapshot.files.assets))


def _static_files(snapshot: Snapshot) -> tuple[str, ...]:
    return tuple(sorted(snapshot.files.static))


def _search_engine(snapshot: Snapshot) -> str:
    """What readers search with: none, simple, or pagefind where its index could be made."""
    if snapshot.settings.search == "none":
        return "none"
    return "pagefind" if snapshot.files.search else "simple"


def _search_files(snapshot: Snapshot) -> tuple[str, ...]:
    """The names of the files of the index of whole texts, below its folder."""
    return tuple(sorted(snapshot.files.search))


def _files_beside(snapshot: Snapshot, path: SourcePath) -> tuple[str, ...]:
    """The files that are published beside an article's page, by path below content/.

    Those that its published text or its picture refers to; and, where it is the only article of its
    folder and nothing of it is withheld, all that lie there.
    """
    files = snapshot.files
    if not files.content:
        return ()
    entry = snapshot.entries[path]
    wanted = entry.files()
    if not entry.withheld and path in snapshot.bundles:
        wanted.update(files.in_folder.get(path.rpartition("/")[0], ()))
    return tuple(sorted(name for name in wanted if name in files.content))


OF_FILES: dict[str, Callable[..., Any]] = {
    "asset": _asset,
    "asset_names": _asset_names,
    "attachment": _attachment,
    "files_beside": _files_beside,
    "search_engine": _search_engine,
    "search_files": _search_files,
    "static_files": _static_files,
}
