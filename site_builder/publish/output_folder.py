"""One publication into an output folder: what is staged, what keeps it from its place, what is promised.

Nothing is to be seen of it before `commit`, which makes the record that `journal.py` carries out. Files
that the manifest does not name belong to somebody else, and are neither replaced nor removed.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from site_builder.interrupts import signals_held
from site_builder.problems import Place, Problem
from site_builder.publish.journal import (
    CHANGED,
    NEW,
    STAGE,
    BrokeOff,
    Move,
    Record,
    carry_out,
    drop_stage,
    remove_files,
    write_file,
    write_record,
)
from site_builder.publish.manifest import MANIFEST, Manifest, is_below, manifest_of, parents, read_manifest
from site_builder.publish.output_checks import HARMLESS
from site_builder.publish.recovery import finish_interrupted

# Where an output's folder stands: it is there, or something is in its way; else the outermost folder that
# is missing, which is then moved as a whole.
_THERE, _BLOCKED = "", "/"
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)


class Published(Struct, frozen=True):
    """What publishing did."""

    written: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...]


class OutputFolder:
    """One publication: `stage` or `keep` every output, then `commit`; or `abandon`.

    What a killed command has left in the folder is finished or dropped first; so nobody else may be
    building into it. Raises BrokeOff when that fails.
    """

    def __init__(self, folder: Path, shown_as: str) -> None:
        finish_interrupted(folder)
        self.problems: list[Problem] = []  # what stands where an output must stand
        self._folder = folder
        self._shown_as = shown_as
        self._promised: set[str] = set()
        self._new: list[str] = []  # staged in the tree NEW
        self._changed: list[str] = []  # staged in CHANGED, each under its number in this list
        self._staged: dict[str, str] = {}  # files in the stage by path
        self._standing = {"": _THERE}  # of folders: _THERE, _BLOCKED, or what is missing
        self._made: set[str] = set()  # folders in the tree NEW; "" when there is a stage
        self._is_decided = False

    @cached_property
    def _former(self) -> Manifest:
        return read_manifest(self._folder)

    def keep(self, path: str) -> None:
        """Promise a file of the last build once more. It is not looked at."""
        self._promised.add(path)

    def keep_all(self, planned: Mapping[str, object], but: Set[str]) -> None:
        """Promise once more all planned files of the last build, but for some."""
        self._promised |= planned.keys() - but

    def stage(self, path: str, body: bytes, like: str = "") -> None:
        """Take up an output's bytes, once for each path. Nothing is to be seen of them before `commit`.

        What keeps them from their place is added to `problems`. The file is given the time of the output
        `like`, which was staged before. Raises OSError.
        """
        self._promised.add(path)
        folder = path.rpartition("/")[0]
        standing = self._standing.get(folder)
        try:
            if standing is None:
                standing = self._stands(folder)
            if standing == _THERE:
                if self._is_wanted(path, body, like):
                    if not self._made:
                        self._begin()
                    self._write(f"{STAGE}/{CHANGED}/{len(self._changed)}", path, body, like)
                    self._changed.append(path)
            elif standing != _BLOCKED:
                if folder not in self._made:
                    self._make(folder)
                self._write(f"{STAGE}/{NEW}/{path}", path, body, like)
                self._new.append(path)
        except OSError as error:
            error.filename = f"{self._shown_as}/{path}"  # a full disk names no file
            raise

    def finish(self) -> None:
        """Nothing: what was staged is all there is."""

    def bytes_of(self, path: str) -> bytes:
        """The bytes of an output that was staged."""
        return Path(self._file_of(path)).read_bytes()

    def commit(self, turn: Callable[[str], int] = lambda path: 0) -> Published:
        """Put every staged file in its place, then remove what is no longer promised.

        `turn` says of a path when it is its turn, smaller numbers first, so that no link leads to what is
        not there yet; ties go by path. A folder that is missing comes as a whole, with its earliest file.
        Raises OSError when nothing has happened; BrokeOff when the disk fails later, and then whoever
        opens the folder next finishes it. Interrupts wait meanwhile.
        """
        removed: list[str] = []
        with signals_held():
            if record := self._record(turn):
                if not self._made:
                    self._begin()
                write_record(self._folder, record)
                self._is_decided = True
                try:
                    removed = carry_out(self._folder, record)
                except OSError as error:
                    raise BrokeOff(error) from error
        written = sorted(self._new + self._changed)
        return Published(tuple(written), len(self._promised) - len(written), tuple(sorted(removed)))

    def _record(self, turn: Callable[[str], int]) -> Record | None:
        """What is to happen; None when nothing is."""
        former = self._former
        is_same = former.is_there and former.is_known and former.paths == self._promised
        if is_same and not self._made:
            return None
        stale = sorted(path for path in former.paths - self._promised if is_below(path))
        cleared = self._in_the_way(stale) if stale else set()
        turns: dict[str, int] = {}
        for path in self._new:
            missing = self._standing[path.rpartition("/")[0]]
            turns[missing] = min(turn(path), turns.get(missing, turn(path)))
        moves = [(turn, path, f"{NEW}/{path}") for path, turn in turns.items()]
        moves += [(turn(path), path, f"{CHANGED}/{n}") for n, path in enumerate(self._changed)]
        return Record(
            cleared=tuple(path for path in stale if path in cleared),
            moves=tuple(Move(source, path) for _, path, source in sorted(moves)),
            removed=tuple(path for path in stale if path not in cleared),
            manifest=None if is_same else tuple(sorted(self._promised)),
        )

    def _in_the_way(self, stale: Iterable[str]) -> set[str]:
        """Stale files where a new folder must stand, and stale files in a folder where a new file must."""
        folders = set(self._standing.values())
        files = {*self._new, *self._changed}
        return {path for path in stale if path in folders or not files.isdisjoint(parents(path))}

    def abandon(self) -> None:
        """Drop what was staged: the folder is as it was. What is decided already stays so."""
        if not self._is_decided:
            with signals_held():
                drop_stage(self._folder)
            self._made.clear()

    def made(self) -> tuple[str, ...]:
        """The files that the last build made."""
        return tuple(sorted(filter(is_below, self._former.paths)))

    def clean(self) -> tuple[str, ...]:
        """Remove everything the builder made. Its mark goes too, unless somebody else's files are left:
        then the next build must know the folder again. Raises OSError; then the rest is still known.
        """
        removed = remove_files(self._folder, self.made())
        manifest = self._folder / MANIFEST
        if any(self.foreign()):
            drop_stage(self._folder)
            self._begin()
            write_file(f"{self._folder}/{STAGE}/{MANIFEST}", manifest_of(()))
            os.replace(f"{self._folder}/{STAGE}/{MANIFEST}", manifest)
            drop_stage(self._folder)
        else:
            manifest.unlink(missing_ok=True)
        return tuple(removed)

    def foreign(self) -> Iterator[str]:
        """Files in the folder that the builder did not make."""
        for folder, names, files in os.walk(self._folder):
            names[:] = sorted(name for name in names if name not in {".git", STAGE})
            for file in sorted(files):
                path = Path(folder, file).relative_to(self._folder).as_posix()
                if path not in self._promised and path not in {MANIFEST, *HARMLESS}:
                    yield path

    def _write(self, name: str, path: str, body: bytes, like: str) -> None:
        file = f"{self._folder}/{name}"
        write_file(file, body)
        self._staged[path] = file
        if like:
            time = os.stat(self._file_of(like)).st_mtime_ns
            os.utime(file, ns=(time, time))

    def _file_of(self, path: str) -> str:
        """Where the bytes of an output lie that was staged: in its place where they stood there before."""
        return self._staged.get(path) or f"{self._folder}/{path}"

    def _begin(self) -> None:
        """Make the stage. It must be new: folders in it are moved with all that they hold."""
        os.makedirs(self._folder, exist_ok=True)
        for folder in (STAGE, f"{STAGE}/{NEW}", f"{STAGE}/{CHANGED}"):
            os.mkdir(f"{self._folder}/{folder}")
        self._made.add("")

    def _make(self, folder: str) -> None:
        """Make a folder in the tree NEW, with those above it."""
        above = folder.rpartition("/")[0]
        if above not in self._made:
            self._make(above) if above else self._begin()
        os.mkdir(f"{self._folder}/{STAGE}/{NEW}/{folder}")
        self._made.add(folder)

    def _stands(self, folder: str) -> str:
        standing = self._standing.get(folder)
        if standing is None:
            above = self._stands(folder.rpartition("/")[0])
            standing = self._looked_at(folder) if above == _THERE else above
            self._standing[folder] = standing
        return standing

    def _looked_at(self, folder: str) -> str:
        try:
            mode = os.lstat(f"{self._folder}/{folder}").st_mode
        except FileNotFoundError:
            return folder
        if stat.S_ISDIR(mode):
            return _THERE
        if stat.S_ISLNK(mode):
            # It could lead out of the output: nothing is written through a link.
            message = "a link stands where the site needs a folder"
            remedy = "Remove it: the builder writes through no link in its output folder."
            place = Place(f"{self._shown_as}/{folder}")
            self.problems.append(Problem(code="link-in-output", place=place, message=message, remedy=remedy))
            return _BLOCKED
        if folder in self._former.paths:
            return folder  # a file of ours, which is cleared out of the way first
        self.problems.append(self._foreign(folder))
        return _BLOCKED

    def _is_wanted(self, path: str, body: bytes, like: str) -> bool:
        """Whether other bytes, or none, stand at the path, and the builder may put these there. The same
        bytes under another time than that of `like` are others too.
        """
        target = f"{self._folder}/{path}"
        try:
            status = os.lstat(target)
        except FileNotFoundError:
            return True
        if stat.S_ISREG(status.st_mode) and status.st_size == len(body) and _holds(target, body):
            return bool(like) and status.st_mtime_ns != os.stat(self._file_of(like)).st_mtime_ns
        if self._is_foreign(path, status.st_mode):
            self.problems.append(self._foreign(path))
            return False
        return True

    def _is_foreign(self, path: str, mode: int) -> bool:
        former = self._former
        if not stat.S_ISDIR(mode):
            return former.is_known and path not in former.paths
        if path in former.paths:
            return True  # where the builder put a file somebody has made a folder, be it an empty one
        ours = {*former.paths, *(parent for file in former.paths for parent in parents(file))}
        inside = (Path(self._folder, path), *Path(self._folder, path).rglob("*"))
        return not ours.issuperset(below.relative_to(self._folder).as_posix() for below in inside)

    def _foreign(self, path: str) -> Problem:
        return Problem(
            code="foreign-file",
            place=Place(f"{self._shown_as}/{path}"),
            message="the builder did not make this file, and the site needs its place",
            remedy="Move it away; a file that belongs to the site goes into static/.",
        )


def _holds(name: str, body: bytes) -> bool:
    try:
        file = os.open(name, _READ)
    except OSError:
        return False  # what cannot be read is written anew
    try:
        return os.read(file, len(body) + 1) == body
    except OSError:
        return False
    finally:
        os.close(file)
