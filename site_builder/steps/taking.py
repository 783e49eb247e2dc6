"""The snapshot of a site whose articles lie in the store. Stratum 3 at work.

Where no entry has changed and nothing else that the index is made of, it is the one of the last build.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from site_builder.clock import build_instant
from site_builder.content.article import Article, Body
from site_builder.content.editions import HandMade
from site_builder.content.entry import Card, Entry
from site_builder.content.index import Index, index_site
from site_builder.content.readings import Related
from site_builder.content.snapshot import Snapshot, take_snapshot
from site_builder.content.visibility import Viewing
from site_builder.files import read_steadily
from site_builder.incremental.reads import answer_digest
from site_builder.memory import CARDS, Memory, entries_of, in_memory, in_store
from site_builder.options import Options, asked_of
from site_builder.problems import Place, Problem, ProblemsFound
from site_builder.reading import Opened, files_of, read_editions
from site_builder.settings import Settings
from site_builder.silence import CONTENT, without_silenced
from site_builder.steps.inputs import Inputs
from site_builder.steps.relating import Relating
from site_builder.texts import decode


@dataclass(frozen=True)
class Taken:
    """A snapshot, and how it came about."""

    snapshot: Snapshot
    former: Index | None  # of the last published build
    reindexed: bool  # whether lists, plan and links may be others now
    editions: tuple[HandMade, ...]  # read where reindexed
    problems: tuple[Problem, ...]  # of the editions
    relating: Relating


def instant_of(options: Options, environ: Mapping[str, str], timezone: str) -> datetime:
    """The instant that the build is made for. Raises ProblemsFound where it cannot be read."""
    try:
        return build_instant(options.clock, environ, ZoneInfo(timezone))
    except ValueError as error:
        remedy = "Write it as 2012-03-12 or 2012-03-12T14:05."
        place = Place("--clock" if options.clock else "SOURCE_DATE_EPOCH")
        raise ProblemsFound(
            [Problem(code="bad-clock", place=place, message=str(error), remedy=remedy)]
        ) from error


def take(inputs: Inputs, memory: Memory, options: Options, now: datetime) -> Taken:
    """The site as the options show it at an instant."""
    settings, articles = inputs.configured.settings, inputs.articles
    summary = memory.summary
    former = memory.index
    present = articles.with_texts()
    entries: Mapping[str, Entry] = entries_of(present, Entry)
    digests, translation = inputs.layouts.digests(), inputs.layouts.translation
    reindexed = (
        former is None
        or articles.moved
        or inputs.files_changed
        or summary.settings != settings_digests(settings)
        or summary.asked != asked_of(options)
        or summary.layouts.keys() != digests.keys()
        or summary.translation != translation
        or summary.extensions != inputs.extensions.digest
        or not summary.since <= now.timestamp() < summary.until
    )
    editions: tuple[HandMade, ...] = ()
    problems: tuple[Problem, ...] = ()
    if reindexed or former is None:
        content = inputs.sources.of("content")
        editions, problems = read_editions(content, articles.kept.keys(), settings.language)
        viewing = Viewing(now, options.drafts, options.future, options.expired)
        index = index_site(entries, editions, settings, viewing, translation)
    else:
        index = former
    reader = memory.store.reader()
    cards: Mapping[str, Card] = in_store(present, reader, "card", Card)
    if len(articles.parsed) == len(present):  # just now: no need to read them again
        cards = in_memory({path: texts.card for path, texts in articles.parsed.items()}, Card, CARDS)
    files = memory.files
    if files is None or inputs.files_changed:
        files = files_of(inputs.sources, inputs.seen)
    relating = Relating(memory, articles, former, index, entries, settings.related)
    articles.parsed.clear()  # a tenth of the memory of a large site, and not needed any more
    snapshot = Snapshot(
        settings=settings,
        today=now.astimezone(ZoneInfo(settings.timezone)).date(),
        index=index,
        entries=entries,
        cards=cards,
        articles=in_store(present, reader, "article", Article),
        bodies=in_store(present, reader, "body", Body),
        related=Related(relating.index),
        files=files,
        layouts=digests,
        translation=translation,
    )
    taken = Taken(snapshot, former, reindexed, editions, problems, relating)
    if not reindexed and any(_stands_elsewhere(problem.place, inputs) for problem in summary.between):
        return planned_anew(taken, inputs)
    return taken


def _stands_elsewhere(place: Place, inputs: Inputs) -> bool:
    """Whether an edit has moved what is told of, though no entry is another: a line of front matter."""
    path = place.source.removeprefix(CONTENT)
    if path not in inputs.articles.changed or not place.source.startswith(CONTENT):
        return False
    text, _ = decode(read_steadily(inputs.sources.of("content")[path])[0], place.source)
    return (text or "").splitlines()[place.line - 1 : place.line] != [place.excerpt]


def planned_anew(taken: Taken, inputs: Inputs) -> Taken:
    """The same snapshot, of which the plan must be made anew."""
    content, settings = inputs.sources.of("content"), inputs.configured.settings
    editions, problems = read_editions(content, inputs.articles.kept.keys(), settings.language)
    return replace(taken, reindexed=True, editions=editions, problems=problems)


def snapshot_of(
    opened: Opened, options: Options, environ: Mapping[str, str]
) -> tuple[Snapshot, tuple[Problem, ...]]:
    """A site that was read as a whole, as the options show it, with the problems of it that are told."""
    now = instant_of(options, environ, opened.site.settings.timezone)
    viewing = Viewing(now, options.drafts, options.future, options.expired)
    today = now.astimezone(ZoneInfo(opened.site.settings.timezone)).date()
    snapshot = take_snapshot(opened.site, viewing, today)
    return snapshot, without_silenced(opened.problems, snapshot.settings.check, snapshot.silenced_by)


def settings_digests(settings: Settings) -> dict[str, str]:
    """The digest of each setting by key."""
    return {key: answer_digest(getattr(settings, key)).hex() for key in settings.__struct_fields__}
