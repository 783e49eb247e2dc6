"""The output folder: written whole or not at all, and never more than the builder's own files.

`output/.site-builder.json` is both marker and manifest: it says that the folder is the builder's and
lists every file the builder made there. Everything else in the folder belongs to somebody else. New
bytes are staged first; only when every output is there do they take their places, and the files that
are no longer promised go last.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

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


class BrokeOff(Exception):
    """The disk failed while files were put in their places: some are new, some are old, all are whole."""

    def __init__(self, error: OSError) -> None:
        self.error = error
        super().__init__(str(error))


class Published(Struct, frozen=True):
    """What publishing did."""

    written: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...]


Standing = Literal["free", "absent", "blocked"]  # of a folder below the output


class OutputFolder:
    """One publication into a folder: `stage` every output, then `commit`; or `abandon`."""

    def __init__(self, folder: Path, shown_as: str) -> None:
        self._folder = folder
        self._shown_as = shown_as
        self._former, self._readable = _read_manifest(folder)
        self._digests: dict[str, str] = {}
        self._staged: list[str] = []
        self._stage_folders: set[str] = set()
        self._standing: dict[str, Standing] = {"": "free"}
        self.problems: list[Problem] = []  # what stands where an output must stand

    def stage(self, path: str, body: bytes) -> None:
        """Take up an output's bytes. Nothing is to be seen of them before `commit`.

        What keeps them from their place is added to `problems`.
        """
        self._digests[path] = digest_of(body)
        folder = path.rpartition("/")[0]
        standing = self._stands(folder)
        if standing == "blocked":
            return
        if standing == "free":
            target = self._folder / path
            if _same_bytes(target, body):
                return
            if self._is_foreign(target):
                self.problems.append(self._foreign(path))
                return
        stage = f"{self._folder}/{_STAGE}"
        if not self._staged:
            self.abandon()
        if folder not in self._stage_folders:
            os.makedirs(f"{stage}/{folder}", exist_ok=True)
            self._stage_folders.add(folder)
        try:
            with open(f"{stage}/{path}", "wb") as file:
                file.write(body)
        except OSError as error:
            error.filename = f"{self._shown_as}/{path}"  # a full disk names no file
            raise
        self._staged.append(path)

    def keep(self, paths: Iterable[str]) -> None:
        """Promise again, as they stand, files that the last build made."""
        self._digests.update((path, self._former.get(path, "")) for path in paths)

    def commit(self) -> Published:
        """Put every staged file in its place, then remove what is no longer promised.

        Raises BrokeOff when the disk fails in the middle; the next publication makes it good.
        """
        try:
            removed = self._commit()
        except OSError as error:
            raise BrokeOff(error) from error
        unchanged = len(self._digests) - len(self._staged)
        return Published(tuple(sorted(self._staged)), unchanged, tuple(sorted(removed)))

    def _commit(self) -> list[str]:
        stale = sorted(path for path in self._former if path not in self._digests)
        if self._staged or stale or not self._readable or set(self._former) != set(self._digests):
            # Claimed before written: what an interrupted publication leaves is known to be ours.
            self._write_manifest({**self._former, **self._digests})
        in_the_way = _in_the_way(stale, self._staged)
        removed = self._remove_all(in_the_way)
        self._settle()
        removed += self._remove_all([path for path in stale if path not in in_the_way])
        self._write_manifest(self._digests)
        self.abandon()
        return removed

    def _settle(self) -> None:
        """Move what is staged to its place: a folder that is not there yet at once, else file by file."""
        stage = f"{self._folder}/{_STAGE}"
        there: dict[str, bool] = {}  # folders → whether they were there before, and must be gone through
        for path in sorted(self._staged, key=_publishing_order):
            for folder in _parents(path):
                if folder not in there:
                    there[folder] = os.path.isdir(f"{self._folder}/{folder}")
                    if not there[folder]:
                        os.replace(f"{stage}/{folder}", f"{self._folder}/{folder}")
                if not there[folder]:
                    break
            else:
                os.replace(f"{stage}/{path}", f"{self._folder}/{path}")

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
        """Remove everything the builder made. Its mark goes too, unless somebody else's files are left:
        then the next build must know the folder again.
        """
        removed = self._remove_all(sorted(self._former))
        self.abandon()
        if any(self.foreign()):
            self._write_manifest({})
        else:
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

    def _stands(self, folder: str) -> Standing:
        """Whether outputs can be put into a folder: it is there, or it is not, or something is in its way."""
        standing = self._standing.get(folder)
        if standing is None:
            above = self._stands(folder.rpartition("/")[0])
            standing = self._looked_at(folder) if above == "free" else above
            self._standing[folder] = standing
        return standing

    def _looked_at(self, folder: str) -> Standing:
        try:
            mode = os.lstat(f"{self._folder}/{folder}").st_mode
        except FileNotFoundError:
            return "absent"
        if stat.S_ISLNK(mode):
            # It could lead out of the output: nothing is written through a link.
            message = "a link stands where the site needs a folder"
            remedy = "Remove it: the builder writes through no link in its output folder."
            place = Place(f"{self._shown_as}/{folder}")
            self.problems.append(Problem(code="link-in-output", place=place, message=message, remedy=remedy))
            return "blocked"
        if stat.S_ISDIR(mode):
            return "free"
        if folder in self._former:
            return "absent"  # a file of ours, which `commit` takes out of the way first
        self.problems.append(self._foreign(folder))
        return "blocked"

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


def _publishing_order(path: str) -> tuple[int, str]:
    """Assets first, then pages, then what lists them, so that no link leads to what is not yet there."""
    if not path.endswith((".html", ".xml", ".json")):
        return 0, path
    return (1 if path.count("/") > 2 else 2), path
