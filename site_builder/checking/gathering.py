"""Brings together what is checked: goes the way of a build, publishes nothing and remembers nothing.

What the last build has made and nothing has changed since is read from the output folder; only what is
stale is rendered, into a folder of its own that is gone afterwards. The build's memory is used as a copy
where anything must be parsed or rendered.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from site_builder.build import collecting_seldom, nothing_new
from site_builder.checking.kept_facts import KeptFacts
from site_builder.checking.looking import facts_of_all
from site_builder.checking.site import Made, Site, Standing
from site_builder.compression import compressors
from site_builder.content.plan import Output
from site_builder.executors import Workers
from site_builder.files import digest_of
from site_builder.incremental.fingerprint import builder_fingerprint
from site_builder.incremental.reads import answer_digest, query_id
from site_builder.incremental.staleness import stale_outputs
from site_builder.incremental.store import NAME, known_store, open_store
from site_builder.incremental.values import UNREADABLE, Damaged
from site_builder.layout_files import ASSETS
from site_builder.layout_names import unknown_names
from site_builder.locking import STATE, building
from site_builder.memory import Memory, Written
from site_builder.options import Options, Progress, Tell
from site_builder.problems import Problem
from site_builder.publish import MANIFEST, Published
from site_builder.publish.manifest import is_below, read_manifest
from site_builder.reading import copied_from
from site_builder.sources import Sources
from site_builder.steps.changes import changes_since
from site_builder.steps.destinations import OnDisk
from site_builder.steps.inputs import Inputs, read_inputs
from site_builder.steps.making import Made as Rendered
from site_builder.steps.making import copied_otherwise, make
from site_builder.steps.planning import plan_site, promised_by_extensions
from site_builder.steps.searching import search_index
from site_builder.steps.taking import instant_of, take

_PACKAGE = Path(__file__).parents[1]


@contextmanager
def gathered(
    options: Options,
    environ: Mapping[str, str],
    progress: Progress | None = None,
    tell: Tell = lambda line: None,
    *,
    lasting: bool = False,
) -> Iterator[Site]:
    """The site as a build with these options would publish it now, for as long as the block lasts.

    Whoever builds it meanwhile waits; where the block is a `lasting` one, only while things are gathered.
    Raises NoProject, and ProblemsFound where the settings are wrong.
    """
    with ExitStack() as until_done:
        until_done.enter_context(collecting_seldom())
        scratch = Path(until_done.enter_context(TemporaryDirectory(prefix="site-builder-check-")))
        with ExitStack() as locked:
            locked.enter_context(building(options.where.folder, tell))
            memory, site = _gathered(options, environ, scratch, progress, copied=lasting)
            until_done.callback(memory.store.close)
            if not lasting:
                until_done.push(locked.pop_all())
        yield site


def _gathered(
    options: Options, environ: Mapping[str, str], scratch: Path, progress: Progress | None, *, copied: bool
) -> tuple[Memory, Site]:
    try:
        memory, sources = _memory(options, environ, scratch, copied)
    except (Damaged, *UNREADABLE):
        memory, sources = _empty(scratch), None
    try:
        return memory, _look(options, environ, memory, sources, scratch, progress)
    except (Damaged, *UNREADABLE):
        memory.store.close()
        memory = _empty(scratch)
        return memory, _look(options, environ, memory, None, scratch, progress)


def _memory(
    options: Options, environ: Mapping[str, str], scratch: Path, copied: bool
) -> tuple[Memory, Sources | None]:
    """What the last build remembers; the very file where nothing is new and it need not last, else a copy."""
    folder = options.where.folder / STATE
    key = builder_fingerprint(_PACKAGE)
    store = known_store(folder, key)
    if store is None:
        return _empty(scratch), None
    memory = Memory(store)
    sources = None
    if memory.summary.folders:
        sources = Sources(options.where, memory.summary.folders)
        if not copied and nothing_new(memory, sources, options, environ):
            return memory, sources
    store.close()
    for file in folder.glob(f"{NAME}*"):  # with the journal of one who was killed
        shutil.copyfile(file, scratch / file.name)
    store, _ = open_store(scratch, key)
    return Memory(store), sources


def _empty(scratch: Path) -> Memory:
    for file in scratch.glob(f"{NAME}*"):
        file.unlink()
    return Memory(open_store(scratch, builder_fingerprint(_PACKAGE))[0])


def _look(
    options: Options,
    environ: Mapping[str, str],
    memory: Memory,
    sources: Sources | None,
    scratch: Path,
    progress: Progress | None,
) -> Site:
    inputs = read_inputs(options, memory, sources, progress)
    if inputs.extensions.problems:
        raise inputs.refused(inputs.extensions.problems)
    settings = inputs.configured.settings
    now = instant_of(options, environ, settings.timezone)
    folder = options.where.folder / inputs.folders.output
    siblings = compressors(settings.hosting.compress)
    destination = OnDisk(folder, inputs.folders.output, full=options.full, compressors=siblings)
    search = search_index(take(inputs, memory, options, now), inputs, memory, destination, full=False)
    taken = search.taken
    snapshot = taken.snapshot
    related, _ = taken.relating.changed(snapshot)
    taken, promised = promised_by_extensions(taken, inputs, memory)
    plan = plan_site(taken, inputs, memory, promised.outputs)
    changes = changes_since(memory, inputs.articles, taken, related)
    written = memory.written.whole()
    altered = destination.altered(written, plan.outputs)
    otherwise = dict(altered)
    if taken.reindexed:
        originals = {name: info.digest for name, info in snapshot.files.originals()}
        otherwise.update(copied_otherwise(plan.outputs.values(), originals, written))
    if answer_digest(snapshot.links).hex() != memory.summary.links:
        otherwise.update(dict.fromkeys(plan.outputs, "links"))
    if inputs.extensions.digest != memory.summary.extensions:
        otherwise.update(dict.fromkeys(plan.outputs, "extensions"))
    known = {**otherwise, **plan.changed}
    stale = stale_outputs(plan.outputs, memory.asking, memory.sets, changes.queries, known)
    target = _Scratch(scratch / "outputs")
    workers = Workers(options.jobs, options.executor)
    outputs = [plan.outputs[path] for path in stale]
    copies: dict[str, str | bytes] = {**copied_from(inputs.sources), **search.made}
    extensions = inputs.extensions
    rendered = make(outputs, snapshot, inputs.layouts, extensions, copies, memory, target, workers, progress)
    made: dict[str, Made] = {}
    for path in plan.outputs:
        if path in target.made:
            made[path] = target.made[path]
        elif path not in stale and (record := written.get(path)):
            made[path] = Made(f"{folder}/{path}", record.digest, record.stamp[0])
    kept = KeptFacts(options.where.folder / STATE, builder_fingerprint(_PACKAGE))
    facts = facts_of_all(made, kept, options.jobs, progress)
    in_outputs = {
        p: told for p, told in memory.summary.in_outputs.items() if p in plan.outputs and p not in stale
    }
    in_outputs.update(rendered.warnings)
    told = (
        *inputs.configured.problems,
        *inputs.sources.problems,
        *inputs.problems,
        *unknown_names(inputs.layouts.own, snapshot, inputs.edition_names()),
        *inputs.articles.problems(),
        *plan.problems,
        *search.problems,
        *rendered.problems,
        *(problem for problems in in_outputs.values() for problem in problems),
    )
    return Site(
        configured=inputs.configured,
        snapshot=snapshot,
        now=now,
        output_folder=inputs.folders.output,
        plan=plan.outputs,
        told=told,
        made=made,
        facts=facts,
        standing=_standing(folder, memory, plan.outputs, stale, altered, target.made),
        seen=inputs.seen,
        content=inputs.sources.of("content"),
        static=inputs.sources.of("static"),
        own_layouts=inputs.sources.of("layouts"),
        default_layouts=inputs.sources.of("default").keys(),
        layouts=inputs.layouts.texts,
        used_layouts=_used_layouts(inputs, memory, plan.outputs, stale, rendered),
        kept=kept,
        programs=tuple(inputs.extensions.texts.values()),
        jobs=options.jobs,
        next_change=snapshot.next_change,
    )


class _Scratch:
    """A destination whose outputs are files that nobody sees, each under a number."""

    def __init__(self, folder: Path) -> None:
        self.problems: list[Problem] = []
        self.made: dict[str, Made] = {}
        self._folder = folder
        folder.mkdir(exist_ok=True)

    def stage(self, path: str, body: bytes) -> None:
        """Keep an output's bytes."""
        file = self._folder / str(len(self.made))
        file.write_bytes(body)
        self.made[path] = Made(str(file), digest_of(body), len(body))

    def keep_all(self, planned: Mapping[str, Output], but: Set[str]) -> None:
        """Nothing: what stands in the output folder is read there."""

    def finish(self) -> None:
        """Nothing is made of finished bytes."""

    def commit(self, turn: Callable[[str], int]) -> Published:
        """Nothing is published."""
        return Published((), 0, ())

    def abandon(self) -> None:
        """Nothing: the folder goes with the check."""


def _standing(
    folder: Path,
    memory: Memory,
    plan: Mapping[str, Output],
    stale: Mapping[str, object],
    altered: Mapping[str, str],
    made: Mapping[str, Made],
) -> Standing:
    """How the output folder stands. Where no build is remembered, bytes are compared with bytes."""
    if not (folder / MANIFEST).is_file():
        return Standing()
    written = memory.written.whole()
    listed = read_manifest(folder).paths
    altered = {path: cause for path, cause in altered.items() if path in plan}
    old, unbuilt, missing = [], [], [path for path, cause in altered.items() if cause == "missing"]
    for path in stale:
        if path in altered:
            continue
        if path not in listed:
            unbuilt.append(path)
        elif path in made and made[path].digest != _digest_at(folder, path, written):
            old.append(path)
    left = []
    siblings = {f"{path}{one.ending}" for path, record in written.items() for one in record.siblings}
    for path in sorted(filter(is_below, listed - plan.keys() - siblings)):
        encoded = memory.planned.get(path)
        left.append((path, _output(encoded).claimant if encoded else ""))
    return Standing(
        is_there=True,
        altered=tuple(path for path, cause in altered.items() if cause == "altered"),
        missing=tuple(missing),
        old=tuple(old),
        unbuilt=tuple(unbuilt),
        left=tuple(left),
    )


def _digest_at(folder: Path, path: str, written: Mapping[str, Written]) -> str:
    record = written.get(path)
    if record is not None:
        return record.digest
    try:
        return digest_of((folder / path).read_bytes())
    except OSError:
        return ""


def _used_layouts(
    inputs: Inputs,
    memory: Memory,
    plan: Mapping[str, Output],
    stale: Mapping[str, object],
    rendered: Rendered,
) -> frozenset[str]:
    """Those of the site's own layouts that an output asked for."""
    own = {
        query_id(("layout", name)): name
        for name in inputs.sources.of("layouts")
        if not name.startswith(ASSETS)
    }
    if not own:
        return frozenset()
    before = memory.asked.whole()
    asked = [before[path] for path in plan if path not in stale and path in before]
    asked += rendered.asked.values()
    common = {rendered.sets[one.common] if rendered.sets else memory.sets[one.common] for one in asked}
    return frozenset(
        name
        for id_, name in own.items()
        if any(id_ in ids for ids in common) or any(id_ in one.own for one in asked)
    )


_output = msgspec.msgpack.Decoder(Output).decode
