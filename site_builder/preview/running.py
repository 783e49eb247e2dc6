"""The preview as a whole: one thread that builds, one loop that serves, and what watches the folders.

The thread that builds does one thing after the other: what a request waits for, then what the folders
hint at, then what is due, and now and then it looks at everything, whatever the hints were. It alone touches
the live site; the loop reads the current generation only. An edit is built while it is waited whether more
comes, and shown after that.
"""

from __future__ import annotations

import asyncio
import gc
import os
import socket
import threading
import time
import traceback
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Iterator
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal, TypeVar

from msgspec import Struct

from site_builder.locking import STATE, building, holder_of
from site_builder.options import Options, Progress, Tell
from site_builder.preview.generations import Generation
from site_builder.preview.holding import Held, together
from site_builder.preview.listening import serve
from site_builder.preview.live import STATE_OF_PREVIEW, LiveSite, Outcome
from site_builder.preview.serving import App, Hub
from site_builder.preview.settling import Settling
from site_builder.preview.standing import News, Standing
from site_builder.preview.telling import Editor, moved_told, problems_told, state_of_article, told_of_article
from site_builder.preview.watching import Root, Watching
from site_builder.problems import Problem, told_once
from site_builder.sources import config_files

Value = TypeVar("Value")
Look = Literal["", "ahead", "settled"]
_MANY = 300  # changed outputs beyond which a browser is told that it could be any
_SOON = 1.0  # seconds after an edit until everything is looked at
_LOCK = "preview.lock"
_SELDOM = 100_000, 50, 100  # a build leaves hardly anything that only a search for cycles would free
_BEAT = 3.0  # seconds between looks at everything, when nothing happens …
_LAST = 0.3  # seconds for a build that is under way when the preview ends
_IDLE = 0.7  # seconds after an edit until what nobody looks at is made: another edit may come at once
_SHARE = 100  # … or so many times as long as such a look takes


class Wishes(Struct, frozen=True, kw_only=True):
    """How a preview is to behave."""

    quiet: float = 0.03  # seconds without a hint before the site is looked at
    poll: float = 0.0  # seconds between looks at everything instead of watching; 0 to watch
    navigate: bool = False  # browsers go to the page of the article that was edited
    editor: str = "vscode"  # see `telling.link_pattern`
    badges: tuple[str, ...] = ()  # what is shown that the public would not see: "drafts", "future"
    names: frozenset[str] = frozenset()  # hosts that it answers to beside this machine's own
    reload: bool = True  # add the script to pages


class Preview:
    """One site, kept up to date and served."""

    def __init__(self, site: LiveSite, wishes: Wishes, tell: Tell) -> None:
        self.told: Callable[[Outcome, News], None] = lambda *told: None  # after every build, in the thread
        self.builds = 0
        self._collected = 0  # at which of them garbage was collected last
        self._site = site
        self._folder = folder = site.where().folder
        self._wishes = wishes
        self._tell = tell
        self._hub = Hub()
        self._editor = Editor(folder, wishes.editor, site.source_names)
        self._settling = Settling(wishes.quiet)
        self._tasks: deque[tuple[Callable[[], Any], Future[Any]]] = deque()
        self._wake = threading.Condition()
        self._ends = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=self._work, name="builder", daemon=True)
        self._watching = Watching(self._hint, self._ignored(), tell)
        self._problems: tuple[Problem, ...] = ()
        self._standing = Standing()
        self._failed = False
        self._held: Held | None = None  # what is built of an edit that has not settled
        self._next_look = 0.0
        self._idle_from = 0.0  # when what nobody looks at may be made
        self._beat = wishes.poll or _BEAT

    def first(self, progress: Progress | None = None) -> Outcome:
        """The first build, in the thread that calls: before there are others."""
        outcome = self._site.start(progress)
        self._note(outcome)
        self._site.alone()
        return outcome

    async def serve(self, sockets: list[socket.socket]) -> None:
        """Watch, build and answer until the process is told to end."""
        self._loop = asyncio.get_running_loop()
        self._thread.start()
        app = App(self, self._hub, self._wishes.names, reload=self._wishes.reload)
        try:
            await serve(app, sockets, self._hub.close)
        finally:
            with self._wake:
                self._ends = True
                self._wake.notify()
            self._thread.join(_LAST)

    def folders(self) -> tuple[str, ...]:
        """The names of the folders that are watched."""
        return self._site.folders()

    def shown(self, source: str) -> str:
        """What users call a source, by its name."""
        return self._site.shown(source)

    # What the server asks.

    def generation(self) -> Generation:
        """The outputs as they are now."""
        held = self._held
        return held.shown if held else self._site.pages.current

    def base_path(self) -> str:
        """Where the site lies on its host."""
        return self._site.base_path()

    def body(self, digest: str) -> bytes | None:
        """The bytes of an output."""
        return self._site.pages.body(digest)

    def wants(self, path: str, digest: str) -> Awaitable[None]:
        """Ends when an output is made that is due, or whose bytes are lost."""

        def make() -> None:
            self._release()  # what is made now is of the site as it was built last
            if digest:
                self._site.pages.lose(digest)
            self._site.demand(path)

        return self._ask(make)

    def seen(self, path: str) -> None:
        """Somebody looks at a page: keep it among those that are made at once."""
        if next(reversed(self._site.pages.wanted), "") != path:
            self._post(lambda: self._site.pages.want(path))

    def state(self, path: str, address: str, source: str) -> Awaitable[dict[str, Any]]:
        """What the script shows on the page at an output path; "" where there is none at the address."""
        return self._ask(lambda: self._state(path, address, source))

    def about(self, path: str) -> Awaitable[dict[str, Any]]:
        """What the editor's bar shows."""
        return self._ask(lambda: self._about(path))

    def outlined(self, path: str) -> Awaitable[bytes | None]:
        """The page at an output path, with comments that tell which layout drew what; None for no page."""
        return self._ask(lambda: self._site.outlined(path))

    # In the thread that builds.

    def _state(self, path: str, address: str, source: str) -> dict[str, Any]:
        memory, snapshot = self._site.memory(), self._site.pages.snapshot
        now = datetime.now(UTC)
        known = memory is not None and snapshot is not None and path
        return {
            **self._news(),
            "badges": self._wishes.badges,
            "moved": None if path else moved_told(*self._site.moved(address, source)),
            "article": state_of_article(memory, snapshot, path, now)
            if known and memory and snapshot
            else None,
        }

    def _about(self, path: str) -> dict[str, Any]:
        memory, snapshot = self._site.memory(), self._site.pages.snapshot
        if memory is None or snapshot is None or not path:
            return {}
        digest = self._site.pages.current.files.get(path)
        body = self._site.pages.body(digest) if digest else None
        sources = self._site.source_names()
        now = datetime.now(UTC)
        return told_of_article(memory, snapshot, path, now, self._editor, body, sources) or {}

    def _news(self) -> dict[str, Any]:
        return {
            "generation": self.generation().number,
            "failed": self._failed,
            "problems": problems_told(self._problems, self._editor),
            **{f"{level}s": sum(p.level == level for p in self._problems) for level in ("error", "warning")},
        }

    def _work(self) -> None:
        if not self._wishes.poll:
            self._watching.start()
            self._watch()
        while not self._ends:
            task, paths, look = self._next()
            try:
                if task:
                    _run(*task)
                elif look == "ahead":
                    self._look_ahead(paths)
                elif look:
                    self._look(paths)
                elif (outcome := self._site.more()) is not None:
                    self._heard(outcome)
            except Exception:  # whatever it is, the next save gets another try
                self._tell(f"The preview failed, and goes on:\n{traceback.format_exc()}")
                self._next_look = time.monotonic() + _BEAT
                self._release()
        self._watching.stop()

    def _next(self) -> tuple[tuple[Callable[[], Any], Future[Any]] | None, Any, Look]:
        """What to do next: a task; or a look, at these paths; or neither where something is due."""
        with self._wake:
            while not self._ends:
                if self._tasks:
                    return self._tasks.popleft(), None, ""
                now = time.monotonic()
                due = self._settling.due()
                if due is not None and due <= now:
                    paths = self._settling.take()
                    return None, None if self._next_look <= now else paths, "settled"
                if due is None and self._next_look <= now:
                    return None, None, "settled"
                if ahead := self._settling.ahead():
                    return None, ahead, "ahead"
                if due is None and self._has_more() and self._idle_from <= now:
                    return None, None, ""
                until = due or self._next_look
                if self._has_more() and self._idle_from > now:
                    until = min(until, self._idle_from)
                self._wake.wait(until - now)
            return None, (), ""

    def _has_more(self) -> bool:
        return bool(self._site.pages.current.due) and not self._failed

    def _look_ahead(self, paths: Collection[str]) -> None:
        """Build what was saved, and hold it back until it is known that no more comes."""
        self._held = self._held or Held(self._site.pages.current)
        outcome = self._site.look_ahead(paths)
        if outcome is not None:
            self._held.outcomes.append(outcome)

    def _release(self, last: Outcome | None = None) -> bool:
        """Show all that is built, this last, and tell of it. Whether there was anything."""
        held, self._held = self._held, None
        outcomes = [*(held.outcomes if held else ()), *([last] if last else ())]
        for outcome in together(outcomes):
            self._heard(outcome)
        return bool(outcomes)

    def _look(self, paths: Any) -> None:
        started = time.monotonic()
        outcome = self._site.look(paths)
        is_new = self._release(outcome)
        took = time.monotonic() - started
        if is_new:
            self._idle_from = time.monotonic() + _IDLE
        if paths is None:
            if outcome is None and self._collected != self.builds:
                self._collected = self.builds
                gc.collect()  # nobody waits now, and with these thresholds it would not come to it for long
            self._watch()
            self._beat = self._wishes.poll or (
                1.0 if self._watching.is_limited else max(_BEAT, _SHARE * took if outcome is None else _BEAT)
            )
            self._next_look = time.monotonic() + self._beat
        else:
            self._next_look = min(self._next_look, time.monotonic() + max(_SOON, 10 * took))

    def _heard(self, outcome: Outcome) -> None:
        """Tell browsers and terminal of a build."""
        was_failed, before = self._failed, self._problems
        found = self._note(outcome)
        if not (outcome.changed or outcome.sources or was_failed != self._failed or before != self._problems):
            return
        self.builds += 1
        goes = ""
        if self._wishes.navigate and outcome.built:
            goes = next(filter(None, map(self._site.permalink_of, outcome.sources)), "")
        changed = outcome.changed if outcome.built else ()
        news = {
            **self._news(),
            "changed": list(changed) if len(changed) <= _MANY else [],
            "many": len(changed) > _MANY,
            "navigate": goes,
        }
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop has ended
                self._loop.call_soon_threadsafe(self._hub.tell, "change", news)
        self.told(outcome, found)

    def _note(self, outcome: Outcome) -> News:
        self._failed, self._problems = outcome.failed, told_once(outcome.problems)
        return self._standing.note(outcome.problems, failed=outcome.failed)

    def _watch(self) -> None:
        """Watch the site's folders as they are now, and its own folder for those that come and go."""
        if not self._wishes.poll and self._watching.watch(self._roots()):
            self._settling.add(None, time.monotonic())  # what changed before it was watched

    def _roots(self) -> list[Root]:
        roots = [Root(str(self._folder), below=False)]
        with suppress(Exception):
            files = config_files(self._site.where()).values()
            roots += [Root(str(file.parent), below=False) for file in files if file.parent != self._folder]
        return roots + [Root(str(self._folder / name)) for name in self._site.folders()]

    def _ignored(self) -> list[str]:
        folders = (self._folder / STATE, self._folder / ".git", self._site.output_folder())
        return [os.path.realpath(folder) for folder in folders]

    def _hint(self, path: str | None) -> None:
        with self._wake:
            self._settling.add(path, time.monotonic())
            self._wake.notify()

    # In the loop.

    def _post(self, task: Callable[[], Value]) -> Future[Value]:
        future: Future[Value] = Future()
        with self._wake:
            self._tasks.append((task, future))
            self._wake.notify()
        return future

    async def _ask(self, task: Callable[[], Value]) -> Value:
        return await asyncio.wrap_future(self._post(task))


def _run(task: Callable[[], Any], future: Future[Any]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        future.set_result(task())
    except BaseException as error:
        future.set_exception(error)


@contextmanager
def previewing(options: Options, wishes: Wishes, tell: Tell, address: str) -> Iterator[Preview]:
    """A preview of a site at an address, with a folder of its own below the site's `.site-builder/`.

    Where another preview has that folder, or it cannot be written, it is one for this run only.
    """
    site = options.where.folder
    with ExitStack() as until_done:
        locked = building(site, tell, wait=False, name=_LOCK, address=address)
        is_alone = until_done.enter_context(locked)
        folder = site / STATE / STATE_OF_PREVIEW
        try:
            folder.mkdir(parents=True, exist_ok=True)
            is_writable = os.access(folder, os.W_OK) and not folder.is_symlink()
        except OSError:
            is_writable = False
        if not is_alone:
            tell(f"Another preview of this site is running{holder_of(site, _LOCK)}.")
            tell("  This one runs beside it, from nothing; if you need only one, end one with Ctrl-C.")
        elif not is_writable:
            tell(f"{folder} cannot be written, so this preview begins from nothing, and so will the next.")
            tell("  Make it a folder that you may write in, or delete it.")
        if not (is_alone and is_writable):
            folder = Path(until_done.enter_context(TemporaryDirectory()))
        live = LiveSite(options, folder, os.environ, tell)
        until_done.callback(live.close)
        thresholds = gc.get_threshold()
        until_done.callback(gc.set_threshold, *thresholds)
        gc.set_threshold(*_SELDOM)
        yield Preview(live, wishes, tell)
