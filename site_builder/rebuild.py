"""One build told from top to bottom: read, parse, index, plan, find what is stale, render, publish,
remember.

What it makes is the same, byte for byte, as what it would make with an empty memory.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from site_builder.executors import Workers
from site_builder.incremental.reads import answer_digest, query_id
from site_builder.incremental.staleness import stale_outputs
from site_builder.layout_names import unknown_names
from site_builder.memory import Memory, Summary
from site_builder.options import Built, Options, Progress, Tell, asked_of
from site_builder.outputs import turn
from site_builder.problems import ProblemsFound, in_source_order
from site_builder.reading import copied_from
from site_builder.silence import without_silenced
from site_builder.sources import Folders, Sources
from site_builder.steps.changes import changes_since
from site_builder.steps.destinations import Destination, output_folder_of
from site_builder.steps.inputs import read_inputs
from site_builder.steps.lookout import Lookout
from site_builder.steps.making import copied_otherwise, make
from site_builder.steps.planning import plan_site, promised_by_extensions
from site_builder.steps.remembering import (
    finish,
    remember_answers,
    remember_attempts,
    remember_outputs,
    remember_sources,
    written_now,
)
from site_builder.steps.searching import Search, search_index
from site_builder.steps.taking import instant_of, settings_digests, take


def rebuild(
    options: Options,
    environ: Mapping[str, str],
    progress: Progress | None,
    memory: Memory,
    sources: Sources | None,
    tell: Tell,
    started: float,
    into: Callable[[Folders], Destination] | None = None,
    lookout: Lookout | None = None,
) -> Built:
    """Bring the output folder up to date with the sources, and the memory with the output folder.

    `into` gives another destination for the outputs of a site with such folders; `lookout` knows, or will
    know, which outputs of the last build the disk says something new of. Raises ProblemsFound with
    every problem of the run; what was published is then as it was.
    """
    stages = _Stages(started)
    inputs = read_inputs(options, memory, sources, progress)
    folders, settings, articles = inputs.folders, inputs.configured.settings, inputs.articles
    if into:
        destination = into(folders)
    else:
        site, compress = options.where.folder, settings.hosting.compress
        destination = output_folder_of(
            site, folders, tell, compress, lookout, full=options.full, jobs=options.jobs
        )
    now = instant_of(options, environ, settings.timezone)
    extensions = inputs.extensions
    if extensions.problems:
        remember_attempts(memory, inputs)
        raise inputs.refused(extensions.problems)
    stages.done("read")

    # What only the published site has: in the preview it would run at every word that is typed.
    taken = take(inputs, memory, options, now)
    search = Search(taken) if into else search_index(taken, inputs, memory, destination, full=options.full)
    taken = search.taken
    snapshot = taken.snapshot
    related, looked = taken.relating.changed(snapshot)
    stages.done("index")

    try:
        taken, promised = promised_by_extensions(taken, inputs, memory)
    except ProblemsFound:
        remember_attempts(memory, inputs)
        raise
    in_layouts = tuple(unknown_names(inputs.layouts.own, snapshot, inputs.edition_names()))
    plan = plan_site(taken, inputs, memory, promised.outputs)
    changes = changes_since(memory, articles, taken, related)
    written = memory.written.whole()
    altered = destination.altered(written, plan.outputs)
    if taken.reindexed:
        originals = {name: info.digest for name, info in snapshot.files.originals()}
        altered.update(copied_otherwise(plan.outputs.values(), originals, written))
    links = answer_digest(snapshot.links).hex()
    if links != memory.summary.links:
        altered.update(dict.fromkeys(plan.outputs, "links"))
    if extensions.digest != memory.summary.extensions:
        altered.update(dict.fromkeys(plan.outputs, "extensions"))
    stale = stale_outputs(
        plan.outputs, memory.asking, memory.sets, changes.queries, {**altered, **plan.changed}
    )
    chosen = destination.chosen(stale, plan.outputs)
    stages.done("plan")

    def turn_of(path: str) -> int:
        return turn(plan.outputs[path], extensions.all_kinds)

    target = destination.staging(snapshot)
    try:
        copies: dict[str, str | bytes] = {**copied_from(inputs.sources), **search.made}
        outputs = [plan.outputs[path] for path in chosen]
        workers = Workers(options.jobs, options.executor)
        made = make(outputs, snapshot, inputs.layouts, extensions, copies, memory, target, workers, progress)
        stages.done("render")
        target.finish()
        stages.done("compress")
        before = memory.summary.in_outputs.items()
        in_outputs = {p: told for p, told in before if p in plan.outputs and p not in stale}
        in_outputs.update(made.warnings)
        in_articles = articles.problems()
        found = in_source_order(
            (
                *inputs.configured.problems,
                *inputs.sources.problems,
                *inputs.problems,
                *in_layouts,
                *in_articles,
                *plan.problems,
                *search.problems,
                *made.problems,
                *(problem for told in in_outputs.values() for problem in told),
                *target.problems,
            )
        )
        problems = without_silenced(found, settings.check, snapshot.silenced_by)
        if any(p.level == "error" or options.strict for p in problems):
            raise ProblemsFound(problems)
        target.keep_all(plan.outputs, but=stale.keys() | plan.dropped)
        published = target.commit(turn_of)
    except BaseException as error:
        target.abandon()
        if isinstance(error, ProblemsFound):
            remember_attempts(memory, inputs)
        raise
    stages.done("publish")

    summary = Summary(
        build=memory.summary.build + 1,
        asked=asked_of(options),
        rules=inputs.rules,
        folders=folders,
        settings=settings_digests(settings),
        layouts=dict(snapshot.layouts),
        translation=snapshot.translation,
        links=links,
        made=now.timestamp(),
        base_url=settings.base_url,
        extensions=extensions.digest,
        extended=promised.digest,
        since=snapshot.index.since,
        until=snapshot.index.until,
        timezone=settings.timezone,
        today=snapshot.today.isoformat(),
        asks_today=promised.asks_today or any(query_id(("today",)) in ids for ids in made.sets),
        last_text=max([memory.summary.last_text, *(kept.text for kept in articles.changed.values())]),
        articles=len(snapshot.index.order),
        hidden=len(snapshot.index.hidden),
        outputs=len(plan.outputs),
        scanned=inputs.sources.problems,
        between=plan.problems,
        configured=(*inputs.configured.problems, *inputs.problems, *in_layouts),
        in_articles=in_articles,
        in_outputs=in_outputs,
        told=problems,
        next_change=snapshot.next_change,
        to_try_again=bool(search.problems),
    )
    taken.relating.remember({**looked, **made.looked}, snapshot)
    remember_sources(memory, inputs)
    due = stale.keys() - chosen.keys()
    standing_now = written_now(made, chosen, written, destination, summary.build, turn_of)
    remember_outputs(memory, plan, made, standing_now, due)
    remember_answers(memory, taken, changes, made)
    memory.store.put_part("search", search.indexed)
    finish(memory, summary)
    stages.done("remember")
    return Built(
        articles=summary.articles,
        hidden=summary.hidden,
        outputs=summary.outputs,
        published=published,
        problems=problems,
        seconds=time.perf_counter() - started,
        stages=stages.seconds,
        next_change=summary.next_change,
        parsed=len(articles.spent),
        rendered=chosen,
        spent=(*articles.spent, *made.spent),
    )


class _Stages:
    """How long each step took, in seconds."""

    def __init__(self, started: float) -> None:
        self._last = started
        self.seconds: dict[str, float] = {}

    def done(self, stage: str) -> None:
        now = time.perf_counter()
        self.seconds[stage], self._last = now - self._last, now
