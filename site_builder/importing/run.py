"""One run of the importer, from what the user named to what became of each article. Prints nothing.

Articles are read by several processes, and saved by this one in their order; one that cannot be had or
read stops no other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from site_builder.importing.article_file import Asked, Imported, article_of, read_asked
from site_builder.importing.fetching.fetcher import Fetcher
from site_builder.importing.items import Item
from site_builder.importing.known_articles import open_known
from site_builder.importing.learned import habits_of
from site_builder.importing.many import Outcome, import_many
from site_builder.importing.plain.furniture import line_key
from site_builder.importing.reader import Habits, Reader
from site_builder.importing.reading import Reading
from site_builder.importing.saving import Saver
from site_builder.importing.sources import items_of
from site_builder.locking import STATE
from site_builder.options import Progress, Tell
from site_builder.problems import Problem, ProblemsFound
from site_builder.settings import Settings

State = Literal["imported", "review", "unchanged", "kept", "beside", "duplicate", "skipped", "failed"]


class Wanted(Struct, frozen=True, kw_only=True):
    """What is to be imported, and how."""

    names: tuple[str, ...]  # paths and addresses
    asked: Asked = Asked()
    follow: bool = True  # whether entries that give a summary only are fetched
    allow_private: bool = False  # whether addresses of this machine and its network may be fetched
    jobs: int = 1
    dry_run: bool = False


class Done(Struct, frozen=True, kw_only=True):
    """What became of one article, or of something that gave none."""

    name: str
    state: State
    path: str = ""  # of the article below the content folder; "" where there is none
    message: str = ""  # one clause
    notes: tuple[str, ...] = ()  # what an editor has to look at
    problems: tuple[Problem, ...] = ()  # why there is no article
    imported: Imported | None = None
    text: str = ""  # what the ledger is about


class Run:
    """The import of what the user named."""

    def __init__(self, wanted: Wanted, settings: Settings, folder: Path, now: datetime) -> None:
        """`folder` is the site's. Raises ProblemsFound for options that cannot be meant."""
        self._wanted, self._settings, self._folder, self._now = wanted, settings, folder, now
        self.content = folder / settings.content_dir
        self._source, _ = read_asked(settings, wanted.asked)
        self._habits: Mapping[str, Habits] = habits_of(self.content)
        self._reader = Reader(settings, self._source, self._habits)
        self.marked: dict[str, set[str]] = {}  # source → its recurring lines that were met and left in

    def go(self, tell: Tell, progress: Progress | None = None) -> Iterator[Done]:
        """What became of each article, as it is done. `tell` takes lines for the user."""
        wanted = self._wanted
        known, notice = open_known(self._folder / STATE)
        if notice:
            tell(notice)
        known.refresh(self.content, progress)
        with ExitStack() as until_done:
            saver = Saver(self.content, known, dry_run=wanted.dry_run)
            until_done.callback(saver.close)
            fetcher = until_done.enter_context(
                Fetcher(
                    clock=lambda: self._now,
                    base_url=self._settings.base_url,
                    allow_private=wanted.allow_private,
                )
            )
            refused: list[Done] = []
            for outcome in import_many(self._items(fetcher, refused), self._reader.read, wanted.jobs):
                yield from _emptied(refused)
                yield self._saved(outcome, saver)
            yield from _emptied(refused)

    def _items(self, fetcher: Fetcher, refused: list[Done]) -> Iterator[Item]:
        for name in self._wanted.names:
            for found in items_of(name, fetcher=fetcher, follow=self._wanted.follow):
                if isinstance(found, Item):
                    yield found
                else:
                    state: State = "failed" if found.level == "error" else "skipped"
                    refused.append(
                        Done(name=str(found.place), state=state, message=found.message, problems=(found,))
                    )

    def _saved(self, outcome: Outcome[Reading], saver: Saver) -> Done:
        item, reading = outcome.item, outcome.result
        if reading is None:
            return _failed(item, outcome.problems)

        def again(notes: tuple[str, ...], slug: str) -> Imported:
            asked = self._wanted.asked
            asked = asked if asked.slug or not slug else replace(asked, slug=slug)
            return article_of(item, reading, self._settings, asked, notes)

        try:
            saved = saver.save(again((), ""), again)
        except ProblemsFound as found:
            return _failed(item, found.problems)
        self._learn(reading)
        state: State = saved.outcome if saved.outcome != "written" else "imported"
        if state == "imported" and saved.imported.notes:
            state = "review"
        return Done(
            name=item.name,
            state=state,
            path=saved.path,
            message=saved.message,
            notes=saved.imported.notes,
            imported=saved.imported,
            text="".join(piece.raw for piece in reading.pieces),
        )

    def _learn(self, reading: Reading) -> None:
        for piece in reading.pieces:
            if piece.rule == "recurring-line":
                self.marked.setdefault(self._source, set()).add(piece.raw.strip())

    def proposals(self) -> Iterator[str]:
        """What recurs in articles of the source and may be furniture, in words for the editor."""
        known = self._habits.get(self._source, Habits()).recurring
        for line in sorted(self.marked.get(self._source, ())):
            times = known.get(line_key(line), 0)
            yield f"'{line}' stands in {times} articles of {self._source}; is it furniture?"


def _failed(item: Item, problems: Iterable[Problem]) -> Done:
    problems = tuple(problems)
    return Done(name=item.name, state="failed", message=problems[0].message, problems=problems)


def _emptied(done: list[Done]) -> Iterator[Done]:
    while done:
        yield done.pop(0)
