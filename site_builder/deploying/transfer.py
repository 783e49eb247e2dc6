"""Carries a plan out at a target: groups one after the other, the files of one group by several threads.

Before anything else the journal is written, and again every few seconds, so that whoever goes on after an
interruption knows what may be there and need not send again what is known to be. Knows no kind of target.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed, wait
from contextlib import suppress
from pathlib import Path

from site_builder.deploying.failures import DeployFailed
from site_builder.deploying.manifest import JOURNAL, Journal, encoded
from site_builder.deploying.plan import Plan
from site_builder.deploying.retries import ask
from site_builder.deploying.targets.kind import Target, Upload
from site_builder.files import digest_of
from site_builder.hosting.serving import ASK_AGAIN, FOR_GOOD, media_type
from site_builder.options import Progress
from site_builder.turns import LASTING

_EVERY = 10.0  # seconds between two notes of how far it has come


def transfer(
    plan: Plan, target: Target, output: Path, still_ours: Callable[[], None], progress: Progress | None
) -> None:
    """Do what the plan says and make it the target's state.

    `still_ours` is called before each group and every few seconds, and raises DeployFailed when another
    deploy has taken over. Raises DeployFailed when it breaks off; the next deploy then goes on from there.
    """
    with ThreadPoolExecutor(target.threads) as threads:
        _Transfer(plan, target, output, still_ours, progress, threads).run()


class _Transfer:
    def __init__(
        self,
        plan: Plan,
        target: Target,
        output: Path,
        still_ours: Callable[[], None],
        progress: Progress | None,
        threads: ThreadPoolExecutor,
    ) -> None:
        self._plan = plan
        self._target = target
        self._output = output
        self._still_ours = still_ours
        self._progress = progress
        self._threads = threads
        self._files = dict(plan.journal.files)  # as they are known to be by now
        self._is_ours = True  # False when another deploy has taken over the target
        self._has_journal = target.takes_notes and not target.switches
        self._noted = time.monotonic()
        self._done = 0
        self._of = len(plan.to_write) + len(plan.to_remove)

    def run(self) -> None:
        plan, target = self._plan, self._target
        try:
            ask(target, lambda: target.begin(plan))
            self._note()
            self._group(plan.cleared, self._remove, settled=False)
            for group in plan.written:
                self._group(group, self._write, settled=not target.queues)
            for group in plan.removed:
                self._group(group, self._remove, settled=False)
            self._see_that_it_is_ours()
            ask(target, lambda: target.publish(encoded(plan.manifest)))
        except BaseException:
            if self._is_ours:
                with suppress(Exception):
                    self._write_journal()
            with suppress(Exception):  # what has failed already is told
                target.abandon()
            raise
        if self._has_journal:
            ask(target, lambda: target.remove_note(JOURNAL))

    def _group(self, paths: Sequence[str], work: Callable[[str], None], *, settled: bool) -> None:
        """Do the same with each file; returns when all is done. With `settled` what is known of them then
        goes into the journal.
        """
        if not paths:
            return
        if not (self._target.switches and self._target.queues):  # where nothing happens before the end
            self._see_that_it_is_ours()
        futures = {self._threads.submit(work, path): path for path in paths}
        try:
            for future in as_completed(futures):
                future.result()
                self._done += 1
                if settled:
                    self._files[futures[future]] = self._plan.manifest.files[futures[future]]
                if self._progress:
                    self._progress("deploy", self._done, self._of)
                if time.monotonic() - self._noted > _EVERY:
                    self._see_that_it_is_ours()
                    self._note()
        finally:
            for future in futures:
                future.cancel()
            wait(futures)  # nothing must be under way when the lock goes
        ask(self._target, self._target.settle)

    def _write(self, path: str) -> None:
        promised = self._plan.manifest.files[path]
        file = self._output / path
        try:
            body = file.read_bytes()
        except OSError as error:
            raise DeployFailed(
                f"'{file}' cannot be read: {error.strerror}", "Build the site again."
            ) from None
        if digest_of(body) != promised.digest:
            raise DeployFailed(f"'{file}' has changed while it was deployed", "Build the site again.")
        cache = FOR_GOOD if promised.turn == LASTING else ASK_AGAIN
        upload = Upload(path, file, body, media_type(path), cache)
        ask(self._target, lambda: self._target.write(upload), path)

    def _remove(self, path: str) -> None:
        ask(self._target, lambda: self._target.remove(path), path)

    def _see_that_it_is_ours(self) -> None:
        try:
            self._still_ours()
        except DeployFailed:
            self._is_ours = False
            raise

    def _note(self) -> None:
        """Write down how far it has come."""
        ask(self._target, self._write_journal)
        self._noted = time.monotonic()

    def _write_journal(self) -> None:
        if self._has_journal:
            journal = Journal(generation=self._plan.journal.generation, files=self._files)
            self._target.write_note(JOURNAL, encoded(journal))
