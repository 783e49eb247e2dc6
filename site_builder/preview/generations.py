"""The preview's own outputs: files named by the digest of their bytes, and generations that refer to them.

A generation is a mapping that is exchanged as a whole, so a request sees one state of the site; what a
former one refers to stays for a minute. What nobody looks at is left for later where there is much to do:
such outputs are *due*. Knows nothing of requests.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Set
from contextlib import suppress
from itertools import islice
from pathlib import Path

from msgspec import Struct

from site_builder.content.plan import Output
from site_builder.content.snapshot import Snapshot
from site_builder.files import digest_of, write_whole
from site_builder.incremental.staleness import Cause, Reason
from site_builder.incremental.stamps import NONE, Stamp
from site_builder.memory import Sibling, Written
from site_builder.problems import Problem
from site_builder.publish import Published
from site_builder.queries import OF_THE_SITE

AT_ONCE = 400  # outputs that are made before anything is shown; where more are stale, only some of them
_GRACE = 60.0  # seconds for which a former generation's files are still there
_ITS_OWN = frozenset({"article", "body"})  # queries about an article as it is written
_LATELY = 40  # pages asked for last, which are made at once


class Generation(Struct, frozen=True):
    """One state of the whole site."""

    number: int = 0  # in this run of the preview
    files: Mapping[str, str] = {}  # output path → digest of its bytes
    due: Set[str] = frozenset()  # outputs that the site promises and that are not made yet
    # What pages of former generations may still ask for, such as their style sheets: path → digest.
    left: Mapping[str, str] = {}


class Pages:
    """The destination of a preview's builds: files in a private folder, and the generation they make up.

    `current` may be read in any thread; all else belongs to the one that builds.
    """

    def __init__(self, folder: Path) -> None:
        self.current = Generation()
        self.snapshot: Snapshot | None = None  # of which the current outputs are, while its store is open
        self.base_path = ""  # where the site lies on its host
        self.changed: tuple[str, ...] = ()  # outputs of the last publication with other bytes, or due
        self.wanted: dict[str, None] = {}  # outputs that were asked for, the last at the end
        self.more = 0  # outputs that are due to be made beside those that an edit or a request asks for
        self.published: Callable[[], None] = lambda: None  # called when there is a new generation
        self._folder = folder
        self._deferred: Set[str] = frozenset()  # outputs that the build under way leaves for later
        self._reasons: dict[str, tuple[Reason, ...]] = {}  # what made outputs stale that are due
        self._left: dict[str, tuple[float, str]] = {}  # since when, and which bytes
        self._retired: deque[tuple[float, str]] = deque()  # digests, and since when nothing refers to them

    def restore(self, written: Mapping[str, Written], planned: Iterable[str]) -> None:
        """Begin with what is remembered of an earlier run, and forget files that nothing refers to."""
        files = {path: record.digest for path, record in written.items()}
        self.current = Generation(self.current.number + 1, files, frozenset(planned) - files.keys())
        known = set(files.values())
        for folder in sorted(self._folder.glob("??")):
            for file in folder.iterdir():
                if file.name not in known:
                    file.unlink(missing_ok=True)

    def body(self, digest: str) -> bytes | None:
        """The bytes of a digest; None where they are lost. May be called in any thread."""
        with suppress(OSError):
            body = self._file(digest).read_bytes()
            if digest_of(body) == digest:
                return body
        return None

    def want(self, path: str) -> None:
        """Make the output at once from now on, before those that nobody has asked for."""
        self.wanted.pop(path, None)
        self.wanted[path] = None
        while len(self.wanted) > _LATELY:
            del self.wanted[next(iter(self.wanted))]

    def lose(self, digest: str) -> None:
        """The bytes of this digest are lost: what had them must be made again."""
        with suppress(OSError):
            self._file(digest).unlink()
        current = self.current
        files = {path: known for path, known in current.files.items() if known != digest}
        lost = current.files.keys() - files.keys()
        self.current = Generation(current.number, files, current.due | lost, current.left)

    def altered(self, written: Mapping[str, Written], planned: Mapping[str, Output]) -> dict[str, Cause]:
        """The outputs that are due, and are wanted now."""
        due = self.current.due
        wanted = [path for path in (*self.wanted, "index.html") if path in due]
        return dict.fromkeys((*wanted, *islice(due, self.more)), "missing")

    def chosen(
        self, stale: Mapping[str, tuple[Reason, ...]], planned: Mapping[str, Output]
    ) -> Mapping[str, tuple[Reason, ...]]:
        """What was asked for lately, the home page and copies; the pages of edited articles, and those that
        are new or that another layout or setting has made stale, unless they are many; and as much `more` as
        is asked for.

        All else comes a moment later, or when somebody asks for it: other pages that show what was edited,
        feeds, indexes for search. Whoever edits an article looks at a few pages, and waits for these; a fault
        in a layout is to be told at once, on whichever page it is.
        """
        due = self.current.due
        reasons = {path: self._reasons.pop(path, found) for path, found in stale.items()}
        fresh = [path for path in stale if path not in due]
        first = {path for path in (*self.wanted, "index.html") if path in stale}
        first.update(path for path in stale if planned[path].copy_of)
        if len(fresh) <= AT_ONCE:
            first.update(
                path for path in fresh if path.endswith(".html") and _is_urgent(planned[path], reasons[path])
            )
        first.update(islice((path for path in stale if path in due and path not in first), self.more))
        self._deferred = stale.keys() - first
        self._reasons.update((path, reasons[path]) for path in self._deferred)
        return {path: found for path, found in reasons.items() if path in first}

    def staging(self, snapshot: Snapshot) -> _Staged:
        """Begin a publication."""
        return _Staged(self, snapshot)

    def stamp(self, path: str) -> Stamp:
        """Nothing: these files are named by their digests."""
        return NONE

    def siblings(self, path: str) -> tuple[Sibling, ...]:
        """None: a preview is not compressed."""
        return ()

    def endings(self, path: str) -> tuple[str, ...]:
        """None: see `siblings`."""
        return ()

    def found(self) -> Mapping[str, Stamp]:
        """None: see `stamp`."""
        return {}

    def keep(self, digest: str, body: bytes) -> None:
        """Write bytes, unless they are there."""
        file = self._file(digest)
        if not file.exists():
            write_whole(file, body)

    def exchange(self, made: Mapping[str, str], but: Set[str]) -> Published:
        """Let a generation be the current one that has all outputs of this one `but` for some, and what was
        made for it.
        """
        former = self.current
        files = {**former.files}
        for path in but:
            files.pop(path, None)
        files.update(made)
        due = former.due - but | self._deferred
        written = tuple(sorted(p for p, digest in made.items() if former.files.get(p) != digest))
        removed = tuple(sorted(p for p in but if p in former.files and p not in files and p not in due))
        newly_due = due - former.due
        now = time.monotonic()
        self._left.update((p, (now, former.files[p])) for p in removed if not p.endswith(".html"))
        self._left = {
            p: known for p, known in self._left.items() if known[0] + _GRACE > now and p not in files
        }
        left = {path: digest for path, (_, digest) in self._left.items()}
        is_new = bool(written or removed or newly_due)
        self.current = Generation(former.number + is_new, files, due, left)
        # What was due before and is made now was not shown in between: nobody need be told of it.
        told = (path for path in written if path in former.files or path not in former.due)
        self.changed = tuple(sorted({*told, *newly_due, *removed}))
        lost = {former.files[path] for path in (*written, *removed, *newly_due) if path in former.files}
        self._retired.extend((now, digest) for digest in lost)
        self._sweep(now)
        self.published()
        return Published(written, len(files) - len(written), removed)

    def _sweep(self, now: float) -> None:
        """Remove files of former generations when nobody can be waiting for them any more."""
        known: set[str] | None = None
        while self._retired and self._retired[0][0] + _GRACE < now:
            known = known or set(self.current.files.values())
            _, digest = self._retired.popleft()
            if digest not in known and all(digest != later for _, later in self._retired):
                with suppress(OSError):
                    self._file(digest).unlink()

    def _file(self, digest: str) -> Path:
        return self._folder / digest[:2] / digest


def _is_urgent(output: Output, reasons: tuple[Reason, ...]) -> bool:
    """Whether it is stale for more than what it shows of other articles."""
    for cause, query in ((reason.cause, reason.query) for reason in reasons):
        if cause != "query" or query[0] in OF_THE_SITE:
            return True
        if query[0] in _ITS_OWN and f"content/{query[1]}" == output.claimant:
            return True
    return False


class _Staged:
    """One publication into the preview's pages."""

    def __init__(self, pages: Pages, snapshot: Snapshot) -> None:
        self.problems: list[Problem] = []
        self._pages = pages
        self._snapshot = snapshot
        self._made: dict[str, str] = {}
        self._but: Set[str] = frozenset()

    def stage(self, path: str, body: bytes) -> None:
        """Take up an output's bytes."""
        digest = digest_of(body)
        self._pages.keep(digest, body)
        self._made[path] = digest

    def keep_all(self, planned: Mapping[str, Output], but: Set[str]) -> None:
        """Promise once more all outputs of the last generation, but for some."""
        self._but = but

    def finish(self) -> None:
        """Nothing: see `Pages.siblings`."""

    def commit(self, turn: Callable[[str], int]) -> Published:
        """Show the new generation."""
        self._pages.snapshot = self._snapshot
        self._pages.base_path = self._snapshot.links.base_path
        return self._pages.exchange(self._made, self._but)

    def abandon(self) -> None:
        """Leave the last generation. Files that were written are swept by the next run."""
