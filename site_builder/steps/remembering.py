"""Writes into the memory what a build found and made, when it has been published; or what of a failed one
can be of use again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set

import msgspec
from msgspec.structs import replace

from site_builder.incremental.asking import ids_in
from site_builder.incremental.reads import query_id
from site_builder.incremental.staleness import Reason
from site_builder.incremental.stamps import NONE, Stamp, now, trusted
from site_builder.memory import Memory, Summary, Written, read_name
from site_builder.steps.changes import Changes, digests_of
from site_builder.steps.destinations import Destination
from site_builder.steps.inputs import Inputs
from site_builder.steps.making import Made
from site_builder.steps.planning import Plan
from site_builder.steps.taking import Taken


def remember_sources(memory: Memory, inputs: Inputs) -> None:
    """Remember what the sources of a published build were, and the articles that were parsed for it."""
    articles = inputs.articles
    memory.sources.update(inputs.fresh, inputs.lost)
    replaced = [
        articles.former[path].text
        for path in (*articles.changed, *articles.removed)
        if path in articles.former
    ]
    memory.kept.update(articles.changed, articles.removed)
    if articles.troubled != memory.troubled:
        memory.troubled = articles.troubled
        memory.store.put_part("troubled", sorted(articles.troubled))
    tried = {kept.text for kept in memory.attempts.values()}
    used = {kept.text for kept in articles.changed.values()}
    memory.store.drop_texts({*replaced, *tried} - used)
    memory.attempts.update({}, tuple(memory.attempts))


def remember_outputs(
    memory: Memory, plan: Plan, made: Made, written: Mapping[str, Written], due: Set[str]
) -> None:
    """Remember what was planned, what the made outputs asked, and how they stand. Nothing is remembered of
    outputs that are `due`, stale and left for later.
    """
    if plan.encoded is not None:
        memory.planned.update({path: msgspec.Raw(plan.encoded[path]) for path in plan.changed}, plan.dropped)
    dropped = plan.dropped | due
    memory.asking.update(made.asked, dropped)
    memory.asked.update(made.asked, dropped)
    # Of an output that is gone the destination may have found just now that it stood as it was.
    standing = {path: record for path, record in written.items() if path not in dropped}
    memory.written.update(standing, dropped)
    if made.sets != memory.sets:
        memory.sets = made.sets
        memory.store.put_part("sets", made.sets)


def written_now(
    made: Made,
    stale: Mapping[str, tuple[Reason, ...]],
    before: Mapping[str, Written],
    destination: Destination,
    build: int,
    turn: Callable[[str], int],
) -> dict[str, Written]:
    """The records of outputs that were made, and of those that stand as `before` under another stamp."""
    read = now()

    def standing(path: str, stamp: Stamp, known: Written) -> Written:
        beside = (
            replace(sibling, stamp=trusted(destination.stamp(f"{path}{sibling.ending}"), read))
            for sibling in known.siblings
        )
        return replace(known, stamp=trusted(stamp, read), siblings=tuple(beside))

    found = {}
    for path, digest in made.digests.items():
        endings, siblings = destination.endings(path), destination.siblings(path)
        record = Written(NONE, digest, build, stale[path], turn(path), endings, siblings)
        found[path] = standing(path, destination.stamp(path), record)
    for path, stamp in destination.found().items():
        if path in before and path not in found:
            found[path] = standing(path, stamp, before[path])
    return found


def remember_answers(memory: Memory, taken: Taken, changes: Changes, made: Made) -> None:
    """Remember the answers to all queries that an output has asked, after `remember_outputs`."""
    memory.files = replace(taken.snapshot.files, search={})  # which is asked for anew each time
    if taken.reindexed:
        memory.index = taken.snapshot.index
        memory.store.put_part("index", memory.index)
    memory.answers.update({**changes.answers, **digests_of(taken.snapshot, made.named)})
    if taken.reindexed and len(memory.answers) > len(made.named):
        _forget_what_nobody_asks(memory)


def finish(memory: Memory, summary: Summary) -> None:
    """Make all that was remembered of a published build the memory's own."""
    memory.summary = summary
    memory.store.put_part("summary", summary)
    memory.store.finish()


def _forget_what_nobody_asks(memory: Memory) -> None:
    """Drop the answers to queries that no output asks any more."""
    asked = {id_ for ids in memory.sets for id_ in ids_in(ids)}
    for record in memory.asked.values():
        asked.update(ids_in(record.own))
    idle = [name for name in memory.answers if query_id(read_name(name)) not in asked]
    memory.answers.update({}, idle)


def remember_attempts(memory: Memory, inputs: Inputs) -> None:
    """Keep the articles that a failed build parsed, so that the next one need not parse them again."""
    found = {path: kept for path, kept in inputs.articles.changed.items() if kept.text}
    if found:
        memory.attempts.update(found)
        memory.store.put_part("attempts", inputs.rules)
        memory.store.finish()
    else:
        memory.store.abandon()
