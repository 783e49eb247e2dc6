"""How a publication happens: one record that decides it, then renames and removals that follow from it.

All new bytes lie in the stage, a folder inside the output folder. Until the record is there, nothing has
happened; once it is there, everything is going to, whoever carries it out. So a process may be killed
anywhere. Each step can be taken twice: what has been moved is not in the stage any more, what has been
removed is not there. Knows nothing of what is published, and trusts the record it is given.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from site_builder.publish.manifest import MANIFEST, manifest_of, parents

STAGE = ".site-builder-stage"
NEW = "new"  # in the stage, a tree of the files whose folders are not there yet
CHANGED = "changed"  # in the stage, files for folders that are there, under numbers
_RECORD = "record.json"
_FORMAT = 1
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class Move(Struct, frozen=True, array_like=True):
    """One rename."""

    source: str  # a file or a folder below the stage
    path: str  # its place below the output folder


class Record(Struct, frozen=True, kw_only=True):
    """A publication that is decided. Paths are below the output folder, with forward slashes."""

    format: int = _FORMAT
    cleared: tuple[str, ...] = ()  # files to be removed first, being in the way of moves
    moves: tuple[Move, ...] = ()  # in this order
    removed: tuple[str, ...] = ()  # files to be removed then
    manifest: tuple[str, ...] | None = None  # every file that is promised; None when that has not changed


class BrokeOff(Exception):
    """The disk failed while files were put in their places: some are new, some are old, all are whole.

    The record is still there, and the next command goes on from it.
    """

    def __init__(self, error: OSError) -> None:
        self.error = error
        super().__init__(str(error))


def write_file(name: str, body: bytes) -> None:
    """Make a new file with these bytes, all of them. Raises OSError with its name."""
    file = os.open(name, _CREATE, 0o666)
    try:
        try:
            written = os.write(file, body)
            while written < len(body):  # a disk may take less than it is given
                written += os.write(file, memoryview(body)[written:])
        finally:
            os.close(file)
    except OSError as error:
        error.filename = name  # which an error in writing does not say
        raise


def write_record(folder: Path, record: Record) -> None:
    """Decide the publication. Raises OSError; then nothing has happened."""
    partial = f"{folder}/{STAGE}/{_RECORD}.partial"
    write_file(partial, msgspec.json.encode(record))
    os.replace(partial, f"{folder}/{STAGE}/{_RECORD}")


def has_record(folder: Path) -> bool:
    """Whether a publication into the folder is decided and not finished."""
    return os.path.lexists(f"{folder}/{STAGE}/{_RECORD}")


def read_record(folder: Path) -> Record | None:
    """The publication that is decided and not finished. Raises OSError when it cannot be read."""
    file = folder / STAGE / _RECORD
    if file.is_symlink() or not file.is_file():
        return None
    try:
        record = msgspec.json.decode(file.read_bytes(), type=Record)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return record if record.format == _FORMAT else None


def carry_out(folder: Path, record: Record) -> list[str]:
    """Do what the record says and drop it. Returns the files that were removed. Raises OSError."""
    removed = remove_files(folder, record.cleared)
    for move in record.moves:
        source, target = f"{folder}/{STAGE}/{move.source}", f"{folder}/{move.path}"
        try:
            os.replace(source, target)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(target), exist_ok=True)  # somebody has removed it meanwhile
            os.replace(source, target)
    removed += remove_files(folder, record.removed)
    if record.manifest is not None:
        partial = f"{folder}/{STAGE}/{MANIFEST}"
        if os.path.lexists(partial):
            os.unlink(partial)  # of one who was killed here
        write_file(partial, manifest_of(record.manifest))
        os.replace(partial, f"{folder}/{MANIFEST}")
    os.unlink(f"{folder}/{STAGE}/{_RECORD}")
    drop_stage(folder)
    return removed


def drop_stage(folder: Path) -> None:
    """Remove the stage as far as that can be done. A link in its place goes, and not what it leads to."""
    stage = f"{folder}/{STAGE}"
    if not os.path.lexists(stage):
        return
    import shutil  # slow to load, and a build with nothing to do needs none of it

    with suppress(OSError):
        if os.path.islink(stage) or not os.path.isdir(stage):
            os.unlink(stage)
        else:
            shutil.rmtree(stage, ignore_errors=True)


def remove_files(folder: Path, paths: Iterable[str]) -> list[str]:
    """Remove files, and the folders above them that are empty then. Returns those that were there.

    What has become a folder is left, and nothing is reached through a link. Raises OSError.
    """
    removed = []
    real = {"": True}  # folders → whether they are there, and not behind a link
    above: set[str] = set()
    for path in paths:
        inside = parents(path)
        above.update(inside)
        if all(_is_real(folder, parent, real) for parent in inside) and _unlink(f"{folder}/{path}"):
            removed.append(path)
    for name in sorted(above, reverse=True):  # what lies deeper comes first
        if _is_real(folder, name, real) and _is_real(folder, name.rpartition("/")[0], real):
            try:
                os.rmdir(f"{folder}/{name}")
            except OSError:
                continue  # it is in use; an empty folder would harm nobody either
    return removed


def _is_real(folder: Path, name: str, known: dict[str, bool]) -> bool:
    if name not in known:
        above = _is_real(folder, name.rpartition("/")[0], known)
        known[name] = above and _is_folder(f"{folder}/{name}")
    return known[name]


def _is_folder(name: str) -> bool:
    try:
        return stat.S_ISDIR(os.lstat(name).st_mode)
    except FileNotFoundError:
        return False


def _unlink(name: str) -> bool:
    try:
        os.unlink(name)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return False
    except PermissionError:
        if not _is_folder(name):  # of which macOS says the same
            raise
        return False
    return True
