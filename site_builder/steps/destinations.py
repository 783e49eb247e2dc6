"""Where the outputs of a build go, and whether they still stand there as they were written.

A build publishes into the output folder. The preview has a place of its own, and leaves for later what
nobody looks at.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Set
from pathlib import Path
from typing import Protocol

from site_builder.compression import Compressor, compressors
from site_builder.content.plan import Output
from site_builder.content.snapshot import Snapshot
from site_builder.files import digest_of
from site_builder.incremental.staleness import Cause, Reason
from site_builder.incremental.stamps import NONE, Stamp, file_stamp
from site_builder.memory import Sibling, Written
from site_builder.options import Tell
from site_builder.problems import Problem
from site_builder.publish import OutputFolder, Published, check_output_folder, finish_interrupted
from site_builder.sources import EXTENSIONS, Folders
from site_builder.steps.compressing import Compressing, fitting
from site_builder.steps.lookout import Lookout, stamps_of_others
from site_builder.steps.siblings import siblings_stand

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

    def finish(self) -> None:
        """Make what is made of staged bytes, such as compressed siblings, and stage that too."""
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

    def siblings(self, path: str) -> tuple[Sibling, ...]:
        """The compressed siblings of an output that was made, without their stamps."""
        ...

    def endings(self, path: str) -> tuple[str, ...]:
        """The endings of the siblings that an output is to have, if that is worth it."""
        ...

    def found(self) -> Mapping[str, Stamp]:
        """New stamps of outputs that `altered` has found as they were, in spite of their stamps."""
        ...


class OnDisk:
    """The output folder. `altered` is asked first: the rest goes by the outputs that it was given."""

    def __init__(
        self,
        folder: Path,
        shown_as: str,
        *,
        full: bool,
        compressors: tuple[Compressor, ...] = (),
        lookout: Lookout | None = None,
        jobs: int = 1,
    ) -> None:
        self._folder = folder
        self._shown_as = shown_as
        self._full = full  # read every file
        self._compressors = compressors
        self._lookout = lookout  # over this folder
        self._jobs = jobs  # threads that compress
        self._planned: Collection[str] = ()
        self._written: Mapping[str, Written] = {}
        self._made: Mapping[str, tuple[Sibling, ...]] = {}
        self._found: dict[str, Stamp] = {}

    def altered(self, written: Mapping[str, Written], planned: Mapping[str, Output]) -> dict[str, Cause]:
        """The outputs whose files, or whose siblings, are not what was written."""
        self._planned, self._written = planned, written
        altered: dict[str, Cause] = {}
        root = str(self._folder)
        others = self._lookout.found() if self._lookout else stamps_of_others(root, written)
        for path, record in written.items():
            is_known = path not in others and not self._full
            if is_known and not self._compressors and not record.compressed:
                continue
            file, stamp = f"{root}/{path}", others.get(path, record.stamp)
            if stamp == NONE:
                altered[path] = "missing"
            elif not is_known and digest_of(Path(file).read_bytes()) != record.digest:
                altered[path] = "altered"
            elif record.compressed != self.endings(path):
                altered[path] = "compressed"
            elif not siblings_stand(file, record, full=self._full):
                altered[path] = "altered"
            elif not is_known or any(sibling.stamp == NONE for sibling in record.siblings):
                self._found[path] = stamp
        return altered

    def chosen(self, stale: Mapping[str, Reasons], planned: Mapping[str, Output]) -> Mapping[str, Reasons]:
        """All of them: a build publishes nothing by halves."""
        return stale

    def staging(self, snapshot: Snapshot) -> Staging:
        """Begin a publication."""
        target = OutputFolder(self._folder, self._shown_as)
        if not self._compressors:
            return target
        compressing = Compressing(target, self._chosen, self._written, self._jobs)
        self._made = compressing.made
        return compressing

    def _chosen(self, path: str) -> tuple[Compressor, ...]:
        return fitting(path, self._compressors, self._planned)

    def stamp(self, path: str) -> Stamp:
        """What the disk says of an output."""
        return file_stamp(f"{self._folder}/{path}")

    def endings(self, path: str) -> tuple[str, ...]:
        """The endings of the siblings that an output may have."""
        return tuple(compressor.ending for compressor in self._chosen(path)) if self._compressors else ()

    def siblings(self, path: str) -> tuple[Sibling, ...]:
        """The compressed siblings of an output that was made, without their stamps."""
        return self._made.get(path, ())

    def found(self) -> Mapping[str, Stamp]:
        """New stamps of files that are as they were, in spite of their stamps."""
        return self._found


def output_folder_of(
    site: Path,
    folders: Folders,
    tell: Tell,
    compress: Iterable[str],
    lookout: Lookout | None,
    *,
    full: bool,
    jobs: int,
) -> OnDisk:
    """The site's output folder, when what a killed build has left there is finished. Raises ProblemsFound
    where it cannot be the output folder, or what compresses is not installed.
    """
    folder = site / folders.output
    sources = [site / name for name in (folders.content, folders.layouts, folders.static, EXTENSIONS)]
    check_output_folder(folder, site, sources, folders.output)
    if line := finish_interrupted(folder):
        tell(line)
    if lookout and lookout.folder != folder:  # of another one than the last build had
        lookout = None
    chosen = compressors(compress)
    return OnDisk(folder, folders.output, full=full, compressors=chosen, lookout=lookout, jobs=jobs)
