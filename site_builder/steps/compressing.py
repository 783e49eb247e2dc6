"""A publication that has compressed siblings beside its texts: a last step, made of finished bytes.

Only what is staged is compressed, by threads, since both compressors let others run meanwhile. A sibling
has the time of its original and goes with it; it gives way to an output of its name.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Set
from functools import partial
from itertools import islice

from site_builder.compression import SMALLEST, Compressor, is_text
from site_builder.content.plan import Output
from site_builder.files import digest_of
from site_builder.incremental.stamps import NONE
from site_builder.memory import Sibling, Written
from site_builder.problems import Problem
from site_builder.publish import OutputFolder, Published

_AT_ONCE = 256  # outputs whose compressed bytes are held at a time


def fitting(path: str, compressors: Iterable[Compressor], planned: Collection[str]) -> tuple[Compressor, ...]:
    """The compressors whose siblings an output may have: none for what is no text, none whose place an
    output of the site takes.
    """
    if not is_text(path):
        return ()
    return tuple(compressor for compressor in compressors if f"{path}{compressor.ending}" not in planned)


class Compressing:
    """One publication into an output folder; see `steps.destinations.Staging`."""

    def __init__(
        self,
        target: OutputFolder,
        chosen: Callable[[str], tuple[Compressor, ...]],
        written: Mapping[str, Written],
        jobs: int,
    ) -> None:
        self.problems: list[Problem] = target.problems
        self._target = target
        self._chosen = chosen  # compressors by path
        self._written = written  # what is remembered of outputs that are kept
        self._jobs = jobs
        self._staged: list[str] = []
        self._originals: dict[str, str] = {}  # by sibling
        self.made: dict[str, tuple[Sibling, ...]] = {}  # by original, of those staged

    def stage(self, path: str, body: bytes) -> None:
        """Take up an output's bytes."""
        self._target.stage(path, body)
        self._staged.append(path)

    def finish(self) -> None:
        """Compress what was staged, and stage that."""
        from concurrent.futures import ThreadPoolExecutor  # which no build without this needs

        self._target.finish()
        waiting = iter(sorted(path for path in self._staged if self._chosen(path)))
        with ThreadPoolExecutor(max(1, self._jobs)) as threads:
            while some := list(islice(waiting, _AT_ONCE)):
                for path, siblings in zip(some, threads.map(self._compress, some), strict=True):
                    self.made[path] = tuple(self._stage_sibling(path, *sibling) for sibling in siblings)

    def _compress(self, path: str) -> list[tuple[str, bytes]]:
        body = self._target.bytes_of(path)
        if len(body) < SMALLEST:
            return []
        made = ((compressor.ending, compressor.compress(body)) for compressor in self._chosen(path))
        return [(ending, small) for ending, small in made if len(small) < len(body)]

    def _stage_sibling(self, path: str, ending: str, body: bytes) -> Sibling:
        self._originals[f"{path}{ending}"] = path
        self._target.stage(f"{path}{ending}", body, like=path)
        return Sibling(ending, NONE, digest_of(body))

    def keep_all(self, planned: Mapping[str, Output], but: Set[str]) -> None:
        """Promise once more all planned outputs of the last build, but for some, with their siblings."""
        self._target.keep_all(planned, but)
        for path in planned.keys() - but:
            for sibling in self._written[path].siblings if path in self._written else ():
                self._target.keep(f"{path}{sibling.ending}")

    def commit(self, turn: Callable[[str], int]) -> Published:
        """Put all in its place, siblings when it is their originals' turn."""
        return self._target.commit(partial(self._turn, turn))

    def _turn(self, turn: Callable[[str], int], path: str) -> int:
        return turn(self._originals.get(path, path))

    def abandon(self) -> None:
        """Drop what was staged."""
        self._target.abandon()
