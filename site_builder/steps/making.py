"""Makes the outputs that are stale: rendered here or by many, copied, and handed to the output folder."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from site_builder.content.plan import Output
from site_builder.content.snapshot import Snapshot
from site_builder.executors import SMALL, Remote, WorkerDied, Workers, executor_for, run
from site_builder.extensions import Extensions
from site_builder.files import digest_of
from site_builder.incremental.asking import Asked
from site_builder.incremental.reads import Query
from site_builder.incremental.staleness import Cause
from site_builder.layouts import Layouts
from site_builder.memory import Memory, Written
from site_builder.options import Progress, Spent
from site_builder.problems import Problem
from site_builder.rendering import Renderer
from site_builder.steps.chunks import Remembered, hold, read_chunk, render_chunk
from site_builder.steps.destinations import Staging
from site_builder.steps.parcels import pack, render_far


@dataclass
class Made:
    """What came of the outputs that were stale."""

    digests: dict[str, str] = field(default_factory=dict)  # of their bytes, by path
    asked: dict[str, Asked] = field(default_factory=dict)
    sets: list[bytes] = field(default_factory=list)  # the memory's, with those that came to them
    named: dict[Query, None] = field(default_factory=dict)  # queries asked by name
    looked: dict[str, Remembered] = field(default_factory=dict)  # related reading
    spent: list[Spent] = field(default_factory=list)
    problems: tuple[Problem, ...] = ()
    warnings: dict[str, tuple[Problem, ...]] = field(default_factory=dict)  # by path of the output


def copied_otherwise(
    outputs: Iterable[Output], digests: Mapping[str, str], written: Mapping[str, Written]
) -> dict[str, Cause]:
    """The copies whose originals are not what was copied; `digests` has those of the originals."""
    return {
        output.path: "copied"
        for output in outputs
        if output.copy_of and (known := written.get(output.path)) and known.digest != digests[output.copy_of]
    }


def make(
    stale: Iterable[Output],
    snapshot: Snapshot,
    layouts: Layouts,
    extensions: Extensions,
    copies: Mapping[str, str | bytes],
    memory: Memory,
    target: Staging,
    workers: Workers,
    progress: Progress | None,
) -> Made:
    """Render or copy the given outputs and stage their bytes; `copies` has originals' bytes or files."""
    made = Made(sets=list(memory.sets))
    numbers = {ids: number for number, ids in enumerate(made.sets)}
    jobs: list[Output] = []
    for output in stale:
        if output.copy_of:
            original = copies[output.copy_of]
            body = original if isinstance(original, bytes) else Path(original).read_bytes()
            made.digests[output.path] = digest_of(body)
            target.stage(output.path, body)
        else:
            jobs.append(output)
    if not jobs:
        return made
    if len(jobs) >= SMALL:  # other processes may do it, which cannot read the memory's tables
        layouts.prepare()
        memory.kept.whole()
    key = os.urandom(8).hex()
    renderer = Renderer(snapshot, layouts, extensions)
    hold(key, renderer)
    memory.store.publish_texts()
    problems: list[Problem] = []
    try:
        with executor_for(len(jobs), *workers) as executor:
            if isinstance(executor, Remote):
                parcel = pack(renderer, memory.store)
                shared = [executor.share(parcel)]
                results = run(executor, partial(render_far, digest_of(parcel)), jobs, shared=shared)
            else:
                results = run(executor, partial(render_chunk, key), jobs)
            for encoded in results:
                chunk = read_chunk(encoded)
                common = [numbers.setdefault(ids, len(numbers)) for ids in chunk.sets]
                for one in chunk.made:
                    if one.problem:
                        problems.append(one.problem)
                        continue
                    target.stage(one.path, one.body)
                    made.digests[one.path] = one.digest
                    if one.warnings:
                        made.warnings[one.path] = one.warnings
                    made.asked[one.path] = Asked(one.own, common[one.common])
                    made.spent.append(Spent(one.layout, one.path, one.microseconds))
                made.named.update(dict.fromkeys(chunk.named))
                made.looked.update(chunk.looked)
                if progress:
                    progress("rendering", len(made.asked), len(jobs))
    except WorkerDied as died:
        problems.append(died.problem([output.claimant or output.path for output in died.items]))
    made.sets = list(numbers)
    made.problems = tuple(problems)
    return made
