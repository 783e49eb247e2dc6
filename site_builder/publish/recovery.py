"""What a killed command has left in an output folder: finished where it was decided, dropped where not.

The record may be old, and the folder may have changed since; so nothing is done on its word alone. What
leads out of the folder, what would go through a link and what would replace somebody else's file is left
undone, and the next build tells of it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from site_builder.interrupts import signals_held
from site_builder.publish.journal import (
    STAGE,
    BrokeOff,
    Move,
    Record,
    carry_out,
    drop_stage,
    read_record,
    remove_files,
)
from site_builder.publish.manifest import MANIFEST, Manifest, is_below, parents, read_manifest

FINISHED = "The last build was cut off while it published; that is finished now."
DROPPED = "The last build was cut off before it published anything; what it had prepared is dropped."

_MISSING, _BLOCKED = 0, 1  # no file has either for a mode


def is_interrupted(folder: Path) -> bool:
    """Whether there is something to finish or to drop, unless a build is running right now."""
    return os.path.lexists(f"{folder}/{STAGE}")


def finish_interrupted(folder: Path) -> str:
    """Finish a publication that was decided, drop one that was not. Returns a line for the user, or "".

    May be killed anywhere and called again. Nobody else may be building into the folder meanwhile.
    Raises BrokeOff when the disk fails, OSError when the record cannot be read.
    """
    try:
        stage = os.lstat(f"{folder}/{STAGE}").st_mode
    except (FileNotFoundError, NotADirectoryError):
        return ""
    record = read_record(folder) if stat.S_ISDIR(stage) else None
    with signals_held():
        if record is None:
            drop_stage(folder)
            return DROPPED
        try:
            _Recovery(folder, read_manifest(folder)).finish(record)
        except OSError as error:
            raise BrokeOff(error) from error
    return FINISHED


class _Recovery:
    def __init__(self, folder: Path, former: Manifest) -> None:
        self._folder = folder
        self._former = former  # still that of the build before, unless all but the last step is done
        self._held: set[str] = set()  # places that are not ours to take

    def finish(self, record: Record) -> None:
        remove_files(self._folder, self._ours(record.cleared))
        moves = tuple(due for move in record.moves for due in self._due(move.source, move.path))
        manifest = record.manifest
        if manifest is not None:
            manifest = tuple(path for path in manifest if is_below(path) and not self._is_held(path))
        carry_out(
            self._folder,
            replace(record, cleared=(), moves=moves, removed=self._ours(record.removed), manifest=manifest),
        )

    def _ours(self, paths: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(path for path in paths if path in self._former.paths and is_below(path))

    def _is_held(self, path: str) -> bool:
        return path in self._held or not self._held.isdisjoint(parents(path))

    def _due(self, source: str, path: str) -> Iterator[Move]:
        """What is left of a move: nothing, the same, or its parts where a folder has come in between."""
        if not (is_below(source) and is_below(path)) or path.split("/")[0] in {STAGE, MANIFEST}:
            return
        staged = _mode(f"{self._folder}/{STAGE}", source)
        there = _mode(str(self._folder), path)
        if not (stat.S_ISREG(staged) or stat.S_ISDIR(staged)):
            return  # moved already, or nothing that the builder has put there
        if there == _MISSING:
            yield Move(source, path)
        elif stat.S_ISDIR(staged) and stat.S_ISDIR(there):
            for name in sorted(os.listdir(f"{self._folder}/{STAGE}/{source}")):
                yield from self._due(f"{source}/{name}", f"{path}/{name}")
        elif stat.S_ISREG(staged) and self._may_replace(path, there):
            yield Move(source, path)
        else:
            self._held.add(path)

    def _may_replace(self, path: str, there: int) -> bool:
        is_file = stat.S_ISREG(there) or stat.S_ISLNK(there)
        return is_file and (path in self._former.paths or not self._former.is_known)


def _mode(root: str, path: str) -> int:
    """What stands at a path: its mode, _MISSING, or _BLOCKED when a link or a file is on the way to it."""
    for parent in parents(path):
        try:
            mode = os.lstat(f"{root}/{parent}").st_mode
        except FileNotFoundError:
            return _MISSING
        if not stat.S_ISDIR(mode):
            return _BLOCKED
    try:
        return os.lstat(f"{root}/{path}").st_mode
    except FileNotFoundError:
        return _MISSING
