"""Where the outputs of a build go, and whether they still stand there as they were written.

A build publishes into the output folder. The preview has a place of its own, and leaves for later what
nobody looks at.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from pathlib import Path
from typing import Protocol

from site_builder.content.plan import Output
from site_builder.content.snapshot import Snapshot
from site_builder.files import digest_of
from site_builder.incremental.staleness import Cause, Reason
from site_builder.incremental.stamps import NONE, Stamp, file_stamp
from site_builder.memory import Written
from site_builder.options import Tell
from site_builder.problems import Problem
from site_builder.publish import OutputFolder, Published, check_output_folder, finish_interrupted
from site_builder.sources import Folders

Reasons = tuple[Reason, ...]


class Staging(Protocol):
    """One publication: `stage` or `keep_all`, then `commit` or `abandon`; as `OutputFolder` has them."""

    problems: list[Problem]

    def stage(self, path: str, body: bytes) -> None:
        """Take up an output's bytes. Nothing is to be seen of them before `commit`."""
        ...

    def keep_all(self, planned: Mapping[str, Output], but: Set[str]) -> None:
        """Promise once more all planned outputs of the last build, but for some.

        Among those are all that are not planned any more.
        """
        ...

    def commit(self, turn: Callable[[str], int]) -> Published:
        """Let all be seen that was staged, and nothing more of what was not promised."""
        ...

    def abandon(self) -> None:
        """Drop what was staged."""
        ...


class Destination(Protocol):
    """Where outputs go."""

    def altered(self, written: Mapping[str, Written], planned: Mapping[str, Output]) -> dict[str, Cause]:
        """The outputs that are not there as they were written."""
        ...

    def chosen(self, stale: Mapping[str, Reasons], planned: Mapping[str, Output]) -> Mapping[str, Reasons]:
        """What of the stale outputs is to be made now. The others are not published, and still stale."""
        ...

    def staging(self, snapshot: Snapshot) -> Staging:
        """Begin a publication of this site."""
        ...

    def stamp(self, path: str) -> Stamp:
        """What tells later that an output is as it was written."""
        ...

    def found(self) -> Mapping[str, Stamp]:
        """New stamps of outputs that `altered` has found as they were, in spite of their stamps."""
        ...


class OnDisk:
    """The output folder."""

    def __init__(self, folder: Path, shown_as: str, *, full: bool) -> None:
        self._folder = folder
        self._shown_as = shown_as
        self._full = full  # read every file
        self._found: dict[str, Stamp] = {}

    def altered(self, written: Mapping[str, Written], planned: Mapping[str, Output]) -> dict[str, Cause]:
        """The outputs whose files are not what was written."""
        altered: dict[str, Cause] = {}
        root = str(self._folder)
        for path, record in written.items():
            stamp = file_stamp(f"{root}/{path}")
            if stamp == record.stamp and stamp != NONE and not self._full:
                continue
            if stamp == NONE:
                altered[path] = "missing"
            elif digest_of(Path(root, path).read_bytes()) != record.digest:
                altered[path] = "altered"
            else:
                self._found[path] = stamp
        return altered

    def chosen(self, stale: Mapping[str, Reasons], planned: Mapping[str, Output]) -> Mapping[str, Reasons]:
        """All of them: a build publishes nothing by halves."""
        return stale

    def staging(self, snapshot: Snapshot) -> OutputFolder:
        """Begin a publication."""
        return OutputFolder(self._folder, self._shown_as)

    def stamp(self, path: str) -> Stamp:
        """What the disk says of an output."""
        return file_stamp(f"{self._folder}/{path}")

    def found(self) -> Mapping[str, Stamp]:
        """New stamps of files that are as they were, in spite of their stamps."""
        return self._found


def output_folder_of(site: Path, folders: Folders, tell: Tell, *, full: bool) -> OnDisk:
    """The site's output folder, when what a killed build has left there is finished. Raises ProblemsFound
    where it cannot be the output folder.
    """
    folder = site / folders.output
    sources = [site / name for name in (folders.content, folders.layouts, folders.static)]
    check_output_folder(folder, site, sources, folders.output)
    if line := finish_interrupted(folder):
        tell(line)
    return OnDisk(folder, folders.output, full=full)
