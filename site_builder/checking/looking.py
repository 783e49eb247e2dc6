"""The facts of all outputs: those that are kept, and those of files that are read for them, by many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from pathlib import Path

import msgspec

from site_builder.checking.facts import Facts, decode, encode, facts_of
from site_builder.checking.kept_facts import KeptFacts
from site_builder.checking.site import Made
from site_builder.executors import executor_for, run
from site_builder.options import Progress

_READ = frozenset("html htm xhtml xml rss atom svg opml json webmanifest css txt eml".split())
_LARGEST = 50_000_000  # bytes of a file that is looked into
_CHUNK = 200  # files that one job reads

_Wanted = tuple[str, str, str]  # output path, its file, the digest of its bytes


def facts_of_all(
    made: Mapping[str, Made], kept: KeptFacts, jobs: int, progress: Progress | None
) -> dict[str, Facts]:
    """The facts of every output that is text, by path in the order of `made`."""
    known = kept.load()
    texts = {path: one for path, one in made.items() if is_text(path, one)}
    facts: dict[str, Facts | None] = {}
    wanted: list[_Wanted] = []
    for path, one in texts.items():
        encoded = known.get(one.digest)
        facts[path] = None
        if encoded is not None:
            try:
                facts[path] = decode(encoded)
            except msgspec.DecodeError:
                encoded = None
        if encoded is None:
            wanted.append((path, one.file, one.digest))
    new: dict[str, bytes] = {}
    for found in _read(wanted, jobs, progress):
        for path, encoded in found:
            facts[path] = decode(encoded)
            new[texts[path].digest] = encoded
    gone = known.keys() - {one.digest for one in texts.values()}
    if new or len(gone) > len(known) // 10:
        kept.save(new.items(), gone, anew=not known)
    return {path: one for path, one in facts.items() if one is not None}


def is_text(path: str, one: Made, kinds: Set[str] = _READ) -> bool:
    """Whether an output is of one of these kinds, by its ending, and not too large to be read."""
    return one.size <= _LARGEST and path.rpartition(".")[2].lower() in kinds


def _read(
    wanted: Sequence[_Wanted], jobs: int, progress: Progress | None
) -> Sequence[Sequence[tuple[str, bytes]]]:
    results: list[Sequence[tuple[str, bytes]]] = []
    with executor_for(len(wanted), jobs) as executor:
        for found in run(executor, _facts_of, wanted, _CHUNK):
            results.append(found)
            if progress:
                progress("looking", sum(map(len, results)), len(wanted))
    return results


def _facts_of(wanted: Sequence[_Wanted]) -> list[tuple[str, bytes]]:
    """What a worker does: read files. Those that are gone meanwhile are left out."""
    found = []
    for path, file, _ in wanted:
        try:
            body = Path(file).read_bytes()
        except OSError:
            continue
        found.append((path, encode(facts_of(path, body))))
    return found
