"""A site that is kept up to date in one process, build after build, with what was read held in memory.

Everything here belongs to one thread, but for `pages.current`. Knows neither watchers nor requests.
"""

from __future__ import annotations

import gc
import sqlite3
import time
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Literal
from urllib.parse import quote, unquote

from msgspec import Struct
from msgspec.structs import replace

from site_builder.build import nothing_new
from site_builder.configuring import configure
from site_builder.extensions import NONE
from site_builder.incremental.fingerprint import builder_fingerprint
from site_builder.incremental.store import NAME, open_store
from site_builder.incremental.values import Damaged
from site_builder.layout_files import read_layouts
from site_builder.memory import Memory
from site_builder.options import Built, NoProject, Options, Progress, Tell, Where
from site_builder.preview.failures import crashed, disk_failed, no_config
from site_builder.preview.generations import Pages
from site_builder.preview.moves import Moves, renamed_files
from site_builder.preview.outlines import Outliner
from site_builder.preview.saved_sources import USUAL, SavedSources, changed_among
from site_builder.preview.telling import planned_output
from site_builder.problems import Problem, ProblemsFound, where_they_lie
from site_builder.reading import folders_of
from site_builder.rebuild import rebuild
from site_builder.sources import EXTENSIONS, Folders, Sources

STATE_OF_PREVIEW = "preview"  # below .site-builder/
_AWHILE = 0.15  # seconds for which an edit may have to wait until others are made
# Which failures are what the files say: none, those over files that have not changed meanwhile, or all.
Believed = Literal["none", "steady", "all"]
_TRIES = 5  # for a file that is gone when it is read: somebody is just saving it


class Outcome(Struct, frozen=True, kw_only=True):
    """What looking at the site gave."""

    built: Built | None = None  # None where it failed, or where there was nothing to do
    failed: bool = False
    problems: tuple[Problem, ...] = ()  # errors where it failed, else warnings
    sources: tuple[str, ...] = ()  # that were others than before
    changed: tuple[str, ...] = ()  # outputs that a reader may see another version of now
    seconds: float = 0.0


class _Overtaken(Exception):
    """What was read may be half of a save: the file was found whole, and then emptied to be written."""


class LiveSite:
    """One site between edits."""

    def __init__(self, options: Options, folder: Path, environ: Mapping[str, str], tell: Tell) -> None:
        """`folder` is the preview's own: its state, and its pages."""
        self.pages = Pages(folder / "pages")
        self._options = options
        self._folder = folder
        self._environ = environ
        self._tell = tell
        self._progress: Progress | None = None
        self._slice = 16  # outputs that are made in one go when nobody waits for them
        self._memory: Memory | None = None
        self._saved = SavedSources(options.where, options.output)
        self._moves = Moves()
        self._outliner = Outliner()

    def start(self, progress: Progress | None = None) -> Outcome:
        """Bring the site up to date, from whatever is remembered of it."""
        started = time.perf_counter()
        memory = self._open()
        if memory.knows_nothing:
            for file in self._folder.glob("pages/??/*"):
                file.unlink(missing_ok=True)  # of a run that may have been cut off while it wrote
        else:
            self.pages.restore(memory.written.whole(), memory.planned)
        self._progress = progress
        found = self.look()
        self._progress = None
        gc.collect()
        gc.freeze()  # what is held now is held to the end, and need not be searched through again
        found = found or Outcome(problems=self.warnings())
        return replace(found, seconds=time.perf_counter() - started)

    def look(self, touched: Collection[str] | None = None) -> Outcome | None:
        """Bring the site up to date; None where that leaves everything as it is.

        `touched` are the files that may have changed, by the paths at which `files_of_sources` has them;
        None where it could be any. Never raises: what goes wrong is told as problems.
        """
        for left in reversed(range(_TRIES)):
            try:
                return self._look(touched, "steady" if left else "all")
            except _Overtaken:
                gone = None
                time.sleep(0.02)
            except FileNotFoundError as error:
                touched, gone = None, error
                time.sleep(0.02)
            except (Damaged, sqlite3.Error, UnicodeDecodeError) as damage:
                self._tell(f"state: cannot be used ({damage}); building everything")
                self._forget()
                touched = None
                gone = None
        return self._fail(disk_failed(gone) if gone else disk_failed(OSError("the state cannot be kept")), ())

    def look_ahead(self, touched: Collection[str]) -> Outcome | None:
        """As `look`, at files that may not be saved to their end; None also where that has to be waited for.

        Only an edit of articles that are known is built so, which is the work of a moment. Without an edit it
        costs a look at the files.
        """
        if not self._saved.are_articles(touched):
            return None
        try:
            return self._look(touched, "none")
        except (_Overtaken, OSError, Damaged, sqlite3.Error, UnicodeDecodeError):
            return None  # the look that follows knows what to do

    def demand(self, path: str) -> None:
        """Make an output that is due, now."""
        self.pages.want(path)
        if path in self.pages.current.due:
            self._again(0)

    def more(self) -> Outcome | None:
        """Make some of the outputs that are due; None where none is, or where the last build failed."""
        if not self.pages.current.due or self._saved.has_failed:
            return None
        started = time.thread_time()
        outcome = self._again(self._slice)
        took = max(time.thread_time() - started, 1e-3)
        self._slice = max(1, min(2 * self._slice, int(self._slice * _AWHILE / took)))
        return outcome

    def warnings(self) -> tuple[Problem, ...]:
        """The warnings of the last build that came to its end."""
        return self._placed(self._memory.summary.told if self._memory else ())

    def memory(self) -> Memory | None:
        """What is remembered of the site, where something is."""
        return None if self._memory is None or self._memory.knows_nothing else self._memory

    def source_names(self) -> Mapping[str, str]:
        """Where each source lies, by name."""
        return self._saved.last.files if self._saved.last else {}

    def base_path(self) -> str:
        """Where the site lies on its host."""
        return self.pages.base_path

    def permalink_of(self, source: str) -> str:
        """The address on this host of the page of an article, by its source's name; "" where it has none."""
        snapshot = self.pages.snapshot
        path = source.removeprefix("content/")
        if snapshot is None or not snapshot.is_published(path):
            return ""
        return f"{snapshot.links.base_path}{quote(snapshot.entries[path].permalink)}"

    def moved(self, former: str, known: str = "") -> tuple[str, str]:
        """The source whose page was at an address, and where that is now; "" for what cannot be said.

        `known` is what the asker takes for the source.
        """
        source = self._moves.source_of(quote(unquote(former)), known)
        return source, self.permalink_of(source) if source else ""

    def outlined(self, path: str) -> bytes | None:
        """The page at an output path, with comments that tell what drew it; None where it is no page."""
        snapshot, memory, sources = self.pages.snapshot, self.memory(), self._saved.last
        if snapshot is None or memory is None or sources is None or path not in memory.planned:
            return None
        files = sources.of("layouts"), sources.of("default")
        extensions = memory.extensions or NONE
        layouts, _ = read_layouts(
            *files,
            self.folders()[1],
            filters=extensions.filters,
            language=snapshot.translation.language,
        )
        return self._outliner.outlined(planned_output(memory, path), snapshot, layouts, extensions)

    def where(self) -> Where:
        """Which site it is."""
        return self._options.where

    def folders(self) -> tuple[str, ...]:
        """The names of the folders of its sources, as far as they are known."""
        found = self._folders()
        return found.content, found.layouts, found.static, EXTENSIONS

    def shown(self, source: str) -> str:
        """What users call a source, by its name."""
        return self._folders().shown(source)

    def output_folder(self) -> Path:
        """Where `build` publishes, and the preview never writes."""
        return self._options.where.folder / self._folders().output

    def alone(self) -> None:
        """Work in this process only from now on: one that has threads had better not be forked."""
        self._options = replace(self._options, jobs=1)

    def close(self) -> None:
        """Let go of the state."""
        if self._memory is not None:
            self._memory.store.close()
            self._memory = None

    def _look(self, touched: Collection[str] | None, believed: Believed) -> Outcome | None:
        started = time.perf_counter()
        memory = self._open()
        try:
            sources, names = self._saved.now(memory.summary.folders, touched)
        except NoProject as missing:
            return self._fail(no_config(str(missing)), ())
        if names is not None:
            if not changed_among(names, sources, memory.sources.whole()):
                return None  # nor does it matter here what day it is: that is seen by the next look at all
        elif not self._saved.has_failed and nothing_new(memory, sources, self._options, self._environ):
            self._saved.built(sources, memory.sources.whole())
            if self.pages.snapshot is not None:
                return None
        if self._saved.failed_before(sources):
            return None
        return self._rebuild(memory, sources, started, names, believed)

    def _again(self, more: int) -> Outcome | None:
        """Build once more with the sources as they are known, for the sake of what is due."""
        memory = self._open()
        self.pages.more = more
        try:
            sources = self._saved.last or self._saved.now(memory.summary.folders, None)[0]
            return self._rebuild(memory, sources, time.perf_counter(), [], "all")
        except (OSError, Damaged, sqlite3.Error, UnicodeDecodeError):
            return self.look()
        finally:
            self.pages.more = 0

    def _rebuild(
        self,
        memory: Memory,
        sources: Sources,
        started: float,
        names: Collection[str] | None,
        believed: Believed,
    ) -> Outcome:
        """`names` are the sources that may be others than before, where that is known. Raises _Overtaken
        where it failed over files and that is not `believed`.
        """
        known = memory.sources.whole()
        suspects = sources.suspects(known) if names is None else names
        before = {name: known[name].digest for name in suspects if name in known}
        gone = tuple(sorted(known.keys() - sources.files.keys())) if names is None else ()
        lost = {name: known[name].digest for name in gone}
        addresses = self._addresses([*suspects, *gone])
        try:
            built = self._run(memory, sources, started)
        except ProblemsFound as found:
            if memory.store.is_new:
                self._reopen()
            if believed == "none" or (believed == "steady" and self._saved.overtaken(sources, suspects)):
                raise _Overtaken from found
            self._saved.failed(sources)
            return self._fail(found.problems, (*changed_among(suspects, sources, known), *gone))
        except NoProject as missing:
            return self._fail(no_config(str(missing)), ())
        except (OSError, Damaged, sqlite3.Error, UnicodeDecodeError):
            self._reopen()
            raise
        except Exception as error:
            self._reopen()
            self._saved.failed(sources)
            return self._fail(crashed(error), (*changed_among(suspects, sources, known), *gone))
        changed = self.pages.changed
        if memory.store.is_new:
            self._reopen()
            memory = self._open()
            self._run(
                memory, sources, started
            )  # what it finds up to date reads from the state as it lies now
        now = memory.sources.whole()
        self._saved.built(sources, now)
        others = [name for name in suspects if name in now and now[name].digest != before.get(name)]
        others = [name for name in others if not name.startswith("default/")]
        come = {name: now[name].digest for name in others if name not in before}
        self._moves.note(addresses, self.permalink_of, renamed_files(lost, come))
        return Outcome(
            built=built,
            problems=self._placed(built.problems),
            sources=(*others, *gone),
            changed=changed,
            seconds=time.perf_counter() - started,
        )

    def _addresses(self, names: Collection[str]) -> dict[str, str]:
        """The addresses of the articles among some sources; of all, where these have the settings."""
        if self.pages.snapshot is not None and any(name.startswith("config/") for name in names):
            names = [f"content/{path}" for path in self.pages.snapshot.entries]
        return {name: self.permalink_of(name) for name in names if name.startswith("content/")}

    def _run(self, memory: Memory, sources: Sources, started: float) -> Built:
        return rebuild(
            self._options,
            self._environ,
            self._progress,
            memory,
            sources,
            self._tell,
            started,
            lambda folders: self.pages,
        )

    def _fail(self, problems: tuple[Problem, ...], sources: tuple[str, ...]) -> Outcome:
        return Outcome(failed=True, problems=self._placed(problems), sources=sources)

    def _placed(self, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
        return where_they_lie(problems, self._folders().content)

    def _folders(self) -> Folders:
        """As the last build had them; before the first, as the settings say, where these can be read."""
        if self._memory and self._memory.summary.folders:
            return self._memory.summary.folders
        try:
            return folders_of(configure(self._options.where), self._options.output)
        except (ProblemsFound, NoProject, OSError):
            return USUAL

    def _open(self) -> Memory:
        if self._memory is None:
            key = builder_fingerprint(Path(__file__).parents[1])
            self._folder.mkdir(parents=True, exist_ok=True)
            store, notice = open_store(self._folder, key, stays_open=True)
            if notice:
                self._tell(notice)
            self._memory = Memory(store)
        return self._memory

    def _reopen(self) -> None:
        """Drop what is held, which may be half of something, for what was written."""
        self.close()
        self.pages.snapshot = None
        memory = self._open()
        if not memory.knows_nothing:  # else what there was is shown until there is something new
            self.pages.restore(memory.written.whole(), memory.planned)

    def _forget(self) -> None:
        """Begin with an empty state."""
        self.close()
        self._saved.forget()
        with suppress(OSError):
            (self._folder / NAME).unlink()
