"""The output folder: written whole or not at all, and never more than the builder's own files.

`output/.site-builder.json` is both marker and manifest: it says that the folder is the builder's and
lists every file the builder made there. Everything else in the folder belongs to somebody else. New
bytes are staged first; only when every output is there do they take their places, and the files that
are no longer promised go last.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from site_builder.files import digest_of, empty_folders, write_whole
from site_builder.problems import Place, Problem, ProblemsFound

MANIFEST = ".site-builder.json"
_STAGE = ".site-builder-stage"
_FORMAT = 1
# What may lie in a folder that is still fit to become an output: version control's own files.
_HARMLESS = {".git", ".gitignore", ".gitkeep", ".gitattributes"}


class Manifest(Struct, frozen=True):
    """What the builder has written, by path below the output folder."""

    format: int
    files: dict[str, str]  # path → digest of its bytes


class Published(Struct, frozen=True):
    """What publishing did."""

    written: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...]


class OutputFolder:
    """One publication into a folder: `stage` every output, then `commit`; or `abandon`."""

    def __init__(self, folder: Path, shown_as: str) -> None:
        self._folder = folder
        self._shown_as = shown_as
        self._former, self._readable = _read_manifest(folder)
        self._digests: dict[str, str] = {}
        self._staged: dict[str, Path] = {}
        self._free: dict[Path, bool] = {folder: True}  # folders, and whether outputs can be put there
        self.problems: list[Problem] = []  # what stands where an output must stand

    def stage(self, path: str, body: bytes) -> None:
        """Take up an output's bytes. Nothing is to be seen of them before `commit`.

        What keeps them from their place is added to `problems`.
        """
        self._digests[path] = digest_of(body)
        target = self._folder / path
        if not self._is_free(target.parent):
            return
        if _same_bytes(target, body):
            return
        if self._is_foreign(target):
            self.problems.append(self._foreign(path))
            return
        staged = self._folder / _STAGE / str(len(self._staged))
        if not self._staged:
            self.abandon()
            staged.parent.mkdir(parents=True)
        staged.write_bytes(body)
        self._staged[path] = staged

    def commit(self) -> Published:
        """Put every staged file in its place, then remove what is no longer promised."""
        stale = sorted(path for path in self._former if path not in self._digests)
        if self._staged or stale or not self._readable or set(self._former) != set(self._digests):
            # Claimed before written: what an interrupted publication leaves is known to be ours.
            self._write_manifest({**self._former, **self._digests})
        in_the_way = _in_the_way(stale, self._staged)
        removed = self._remove_all(in_the_way)
        folders: set[Path] = set()
        for path, staged in sorted(self._staged.items(), key=_publishing_order):
            target = self._folder / path
            if target.parent not in folders:
                target.parent.mkdir(parents=True, exist_ok=True)
                folders.add(target.parent)
            staged.replace(target)
        removed += self._remove_all([path for path in stale if path not in in_the_way])
        self._write_manifest(self._digests)
        self.abandon()
        unchanged = len(self._digests) - len(self._staged)
        return Published(tuple(sorted(self._staged)), unchanged, tuple(sorted(removed)))

    def abandon(self) -> None:
        """Drop what was staged, now or by a build that was killed; the folder is as it was."""
        stage = self._folder / _STAGE
        if stage.is_symlink():
            stage.unlink()
        shutil.rmtree(stage, ignore_errors=True)

    def made(self) -> tuple[str, ...]:
        """The files that the last build made."""
        return tuple(sorted(self._former))

    def clean(self) -> tuple[str, ...]:
        """Remove everything the builder made, its manifest last."""
        removed = self._remove_all(sorted(self._former))
        self.abandon()
        (self._folder / MANIFEST).unlink(missing_ok=True)
        return tuple(removed)

    def foreign(self) -> Iterator[str]:
        """Files in the folder that the builder did not make."""
        for folder, names, files in os.walk(self._folder):
            names[:] = sorted(name for name in names if name not in {".git", _STAGE})
            for file in sorted(files):
                path = Path(folder, file).relative_to(self._folder).as_posix()
                if path not in self._digests and path not in {MANIFEST, *_HARMLESS}:
                    yield path

    def _write_manifest(self, files: dict[str, str]) -> None:
        manifest = Manifest(_FORMAT, dict(sorted(files.items())))
        encoded = msgspec.json.format(msgspec.json.encode(manifest), indent=0)
        if not _same_bytes(self._folder / MANIFEST, encoded):
            write_whole(self._folder / MANIFEST, encoded)

    def _remove_all(self, paths: Iterable[str]) -> list[str]:
        removed = [path for path in paths if self._remove(path)]
        empty_folders(self._folder, (self._folder.joinpath(path).parent for path in removed))
        return removed

    def _remove(self, path: str) -> bool:
        target = self._folder / path
        if any(parent.is_symlink() for parent in _between(self._folder, target)):
            return False
        try:
            target.unlink()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError, PermissionError):
            return False
        return True

    def _is_free(self, folder: Path) -> bool:
        """Whether outputs can be put into a folder that is there or will be; a problem when not."""
        free = self._free.get(folder)
        if free is None:
            free = self._is_free(folder.parent) and not self._is_in_the_way(folder)
            self._free[folder] = free
        return free

    def _is_in_the_way(self, folder: Path) -> bool:
        path = folder.relative_to(self._folder).as_posix()
        if folder.is_symlink():
            # It could lead out of the output: nothing is written through a link.
            message = "a link stands where the site needs a folder"
            remedy = "Remove it: the builder writes through no link in its output folder."
            place = Place(f"{self._shown_as}/{path}")
            self.problems.append(Problem(code="link-in-output", place=place, message=message, remedy=remedy))
            return True
        if folder.is_file() and path not in self._former:
            self.problems.append(self._foreign(path))
            return True
        return False

    def _is_foreign(self, target: Path) -> bool:
        """Whether what stands in an output's place is not the builder's to replace."""
        if target.is_dir() and not target.is_symlink():
            ours = {*self._former, *(parent for path in self._former for parent in _parents(path))}
            inside = [path.relative_to(self._folder).as_posix() for path in (target, *target.rglob("*"))]
            return not ours.issuperset(inside)
        is_ours = target.relative_to(self._folder).as_posix() in self._former
        return self._readable and not is_ours and (target.is_symlink() or target.exists())

    def _foreign(self, path: str) -> Problem:
        return Problem(
            code="foreign-file",
            place=Place(f"{self._shown_as}/{path}"),
            message="the builder did not make this file, and the site needs its place",
            remedy="Move it away; a file that belongs to the site goes into static/.",
        )


def check_output_folder(folder: Path, site: Path, sources: Iterable[Path], shown_as: str) -> None:
    """Refuse a folder in which writing or removing could do harm. Raises ProblemsFound."""
    real, real_site = folder.resolve(), site.resolve()
    cause = ""
    if real == Path(real.anchor):
        cause = "it is the root of the file system"
    elif real == Path.home().resolve():
        cause = "it is your home folder"
    elif real_site == real or real_site.is_relative_to(real):
        cause = "it holds the site's own sources"
    elif any(real == s.resolve() or real.is_relative_to(s.resolve()) for s in sources):
        cause = "it lies in a folder of the site's sources"
    elif folder.is_symlink() and not real.is_relative_to(real_site):
        cause = f"it is a link that leads out of the site, to {real}"
    elif folder.exists() and not folder.is_dir():
        cause = "it is a file"
    elif folder.is_dir() and not (folder / MANIFEST).exists():
        others = sorted(e.name for e in folder.iterdir() if e.name not in {*_HARMLESS, _STAGE})
        if others:
            cause = f"it is not empty (it holds {others[0]}) and was not made by site-builder"
    if cause:
        raise ProblemsFound(
            [
                Problem(
                    code="output-refused",
                    place=Place(shown_as),
                    message=f"this cannot be the output folder: {cause}",
                    remedy="Name a new or empty folder with `-o` or `output_dir`.",
                )
            ]
        )


def _read_manifest(folder: Path) -> tuple[dict[str, str], bool]:
    """The files that a former build made, and whether that could be read."""
    try:
        manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except FileNotFoundError:
        return {}, True
    except (msgspec.DecodeError, OSError, UnicodeDecodeError):
        return {}, False
    if manifest.format != _FORMAT:
        return {}, False
    return {path: digest for path, digest in manifest.files.items() if _is_below(path)}, True


def _in_the_way(stale: Iterable[str], new: Iterable[str]) -> set[str]:
    """Stale files where a new folder must stand, and stale files in a folder where a new file must."""
    files = set(new)
    folders = {parent for path in files for parent in _parents(path)}
    return {path for path in stale if path in folders or not files.isdisjoint(_parents(path))}


def _parents(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:n]) for n in range(1, len(parts))]


def _is_below(path: str) -> bool:
    return not path.startswith("/") and not {"", ".", ".."} & set(path.split("/"))


def _between(folder: Path, target: Path) -> list[Path]:
    """The folders from just below `folder` down to the one that holds `target`."""
    parts = target.relative_to(folder).parts[:-1]
    return [folder.joinpath(*parts[: n + 1]) for n in range(len(parts))]


def _same_bytes(path: Path, body: bytes) -> bool:
    try:
        status = path.lstat()
        is_plain = status.st_size == len(body) and not path.is_symlink()
        return is_plain and path.read_bytes() == body
    except OSError:
        return False


def _publishing_order(staged: tuple[str, Path]) -> tuple[int, str]:
    """Assets first, then pages, then what lists them, so that no link leads to what is not yet there."""
    path = staged[0]
    if not path.endswith((".html", ".xml", ".json")):
        return 0, path
    return (1 if path.count("/") > 2 else 2), path
