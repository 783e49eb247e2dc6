"""The plan of a build: a new one where the index may have changed, else the one of the last build."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass

import msgspec

from site_builder.content.edition_faults import other_editions, unpublished_articles, without_articles
from site_builder.content.link_check import broken_references
from site_builder.content.plan import Output, claims
from site_builder.content.snapshot import Snapshot
from site_builder.door import Door
from site_builder.extended import Planned, planned_by
from site_builder.extension_faults import ExtensionFailed
from site_builder.hosting.limits import over_limits
from site_builder.incremental.reads import Reads
from site_builder.incremental.staleness import Cause
from site_builder.memory import Encoded, Memory
from site_builder.outputs import plan_all
from site_builder.problems import Problem, ProblemsFound
from site_builder.queries import answer
from site_builder.steps.inputs import Inputs
from site_builder.steps.taking import Taken, planned_anew


@dataclass(frozen=True)
class Plan:
    """What the site promises, and what of it was not promised so before."""

    outputs: Mapping[str, Output]  # by path
    changed: dict[str, Cause]  # new outputs, and those planned otherwise
    dropped: Set[str]  # outputs that were promised before and are not now
    encoded: dict[str, bytes] | None  # where planned anew
    problems: tuple[Problem, ...]  # found between articles


def promised_by_extensions(taken: Taken, inputs: Inputs, memory: Memory) -> tuple[Taken, Planned]:
    """What the site's own extensions promise; and the site, to be planned anew where that is not what they
    promised before. Raises ProblemsFound.

    They are asked in every build, since they may look at what moves no index, such as a title.
    """
    try:
        promised = planned_by(inputs.extensions, taken.snapshot)
    except ExtensionFailed as failed:
        raise inputs.refused([failed.problem]) from failed
    except ProblemsFound as found:
        raise inputs.refused(found.problems) from found
    if promised.digest != memory.summary.extended and not taken.reindexed:
        taken = planned_anew(taken, inputs)
    return taken, promised


def plan_site(taken: Taken, inputs: Inputs, memory: Memory, by_extensions: Iterable[Output]) -> Plan:
    """The plan of the site, with what its extensions promise."""
    if not taken.reindexed:
        # All that was planned was written, or is left for later: where nothing is, the plan need not be read.
        paths = memory.written.whole() if len(memory.written) == len(memory.planned) else memory.planned
        outputs: Encoded[Output] = Encoded(paths, memory.planned.__getitem__, Output)
        return Plan(outputs, {}, frozenset(), None, memory.summary.between)
    snapshot = taken.snapshot
    planned, problems = claims((*plan_all(Door(snapshot, Reads(), "").ask), *by_extensions))
    permalinks = {output.permalink for output in planned.values()}
    notes = [reference for hand in taken.editions for reference in hand.references]
    problems += tuple(broken_references(snapshot, inputs.articles.kept.keys(), permalinks, notes))
    hidden, entries = snapshot.index.hidden, snapshot.entries
    problems += tuple(p for hand in taken.editions for p in unpublished_articles(hand, hidden, entries))
    names = snapshot.index.edition_positions
    problems += tuple(p for hand in taken.editions for p in without_articles(hand, names))
    problems += tuple(other_editions(taken.editions, snapshot))
    without = {problem.place.source for problem in problems if problem.code == "unknown-layout"}
    if without:
        # An article whose layout is not there has been told of; its page could only fail once more.
        planned = {path: output for path, output in planned.items() if output.claimant not in without}
    problems += tuple(_over_limits(planned, snapshot, inputs))
    before = memory.planned
    encoded = {path: _encode(output) for path, output in planned.items()}
    changed: dict[str, Cause] = {}
    for path, now in encoded.items():
        if path not in before:
            changed[path] = "new"
        elif bytes(before[path]) != now:
            changed[path] = "planned"
    return Plan(planned, changed, before.keys() - planned.keys(), encoded, (*taken.problems, *problems))


def _over_limits(planned: Mapping[str, Output], snapshot: Snapshot, inputs: Inputs) -> Iterator[Problem]:
    """What the site has too much of for the hosts that its settings name."""
    hosts = snapshot.settings.hosting.hosts
    if not hosts:
        return
    stamps = inputs.sources.stamps
    copies = {path: output.copy_of for path, output in planned.items() if output.copy_of in stamps}
    sizes = {path: stamps[source][0] for path, source in copies.items()}
    moved = [(former, now) for former, _, _, now in answer(snapshot, ("redirects",))]
    yield from over_limits(hosts, moved, len(planned), sizes)


_encode = msgspec.msgpack.Encoder().encode
