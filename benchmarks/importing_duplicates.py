"""Measures how well the importer finds texts that it has seen before, beside libraries that do the same.

    python benchmarks/importing_duplicates.py

The texts are the wire stories of ../shared/data, scored by its own `score.py`: pairs of stories of which at
least four fifths of the runs of five words are common. All methods get the same runs of the same texts, and
none gets texts of fewer than 300 characters, of which the set names none. Times are processor time an
article, asked for and taken in, one after the other in one process: compare the ratios.
Libraries that are not installed are left out with a line; without ../shared nothing is measured.
"""

from __future__ import annotations

import itertools
import random
import runpy
import tempfile
import time
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from site_builder.importing import duplicates
from site_builder.importing.known_articles import open_known

SHARED = Path(__file__).resolve().parents[2] / "shared"
PERMUTATIONS = 128  # of each MinHash
THRESHOLD = duplicates.NEAR / 100

Story = tuple[str, str]  # id and text
Pairs = Iterator[tuple[str, str]]


def main() -> None:
    data = SHARED / "data"
    if not (data / "score.py").exists():
        print("not measured: ../shared/data is absent")
        return
    score = runpy.run_path(str(data / "score.py"))
    stories = [
        (story["id"], story["text"])
        for story in score["load"](data / "reuters21578_train.jsonl.gz")
        if len((story["text"] or "").strip()) >= duplicates.SHORTEST
    ]
    gold = score["load"](data / "near_duplicates.json")
    words = sum(len(text.split()) for _, text in stories) // len(stories)
    print(f"{len(stories):,} stories of {words} words on average, {len(gold)} pairs\n")
    print("| | precision, recall | ms an article | × ours |\n| --- | --- | --- | --- |")
    methods: dict[str, Callable[[Sequence[Story]], Pairs]] = {
        "ours": kept,
        "ours, in memory without a file": in_memory,
        "MinHash in Python, 16 bands of 8": python_minhash,
        "datasketch MinHashLSH": by_datasketch,
        "rensa RMinHashLSH, 16 bands of 8": by_rensa,
        "the same words": same_words,
    }
    ours = 0.0
    for name, method in methods.items():
        start = time.process_time()
        try:
            pairs = list(method(stories))
        except ImportError as missing:
            print(f"| {name} | not installed ({missing.name}) | | |")
            continue
        spent = (time.process_time() - start) / len(stories) * 1000
        ours = ours or spent
        figures = score["duplicates"](pairs, gold)
        print(f"| {name} | {figures} | {spent:.3f} | {spent / ours:.2f} |")


def kept(stories: Sequence[Story]) -> Pairs:
    """As `import` does it: an index in a file of SQLite, candidates by their first grams, then compared."""
    with tempfile.TemporaryDirectory() as folder:
        known, _ = open_known(Path(folder))
        for id_, text in stories:
            yield from ((like.path, id_) for like in known.alike(text))
            known.expect(id_, f"---\ntitle: Story\n---\n{text}")
        known.finish()


def in_memory(stories: Sequence[Story]) -> Pairs:
    """The same algorithm without a file: what the file costs."""
    heads: dict[int, list[int]] = defaultdict(list)
    all_grams = []
    for number, (id_, text) in enumerate(stories):
        grams = duplicates.read_story(text).grams
        all_grams.append(grams)
        counts: dict[int, int] = defaultdict(int)
        for gram in duplicates.head(grams):
            for other in heads[gram]:
                counts[other] += 1
            heads[gram].append(number)
        for other, count in counts.items():
            if count < duplicates.least_in_heads(len(grams), len(all_grams[other])):
                continue
            if duplicates.percent_alike(grams, all_grams[other]) >= duplicates.NEAR:
                yield stories[other][0], id_


def python_minhash(stories: Sequence[Story]) -> Pairs:
    """The small own MinHash that was weighed: integers alone, candidates compared exactly."""
    prime, chance = (1 << 61) - 1, random.Random(0)
    factors = [(chance.randrange(1, prime), chance.randrange(prime)) for _ in range(PERMUTATIONS)]
    bands: dict[tuple[int, ...], list[int]] = defaultdict(list)
    all_grams = []
    for number, (id_, text) in enumerate(stories):
        grams = duplicates.read_story(text).grams
        all_grams.append(grams)
        if not grams:
            continue
        least = [min([(gram * a + b) % prime for gram in grams]) for a, b in factors]
        found = set()
        for start in range(0, PERMUTATIONS, 8):
            band = bands[start, *least[start : start + 8]]
            found.update(band)
            band.append(number)
        for other in sorted(found):
            if duplicates.percent_alike(grams, all_grams[other]) >= duplicates.NEAR:
                yield stories[other][0], id_


def by_datasketch(stories: Sequence[Story]) -> Pairs:
    """As its documentation does it; what it finds is taken as it is."""
    from datasketch import MinHash, MinHashLSH

    index: Any = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    for id_, text in stories:
        sketch: Any = MinHash(num_perm=PERMUTATIONS)
        sketch.update_batch([run.encode() for run in runs(text)])
        yield from ((other, id_) for other in index.query(sketch))
        index.insert(id_, sketch)


def by_rensa(stories: Sequence[Story]) -> Pairs:
    """Candidates of its index, kept where its own estimate is at least the threshold."""
    from rensa import RMinHash, RMinHashLSH

    index: Any = RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=16)
    sketches = []
    for number, (id_, text) in enumerate(stories):
        sketch: Any = RMinHash(num_perm=PERMUTATIONS, seed=42)
        sketch.update(list(runs(text)))
        for other in sorted(set(index.query(sketch))):
            if sketches[other].jaccard(sketch) >= THRESHOLD:
                yield stories[other][0], id_
        index.insert(number, sketch)
        sketches.append(sketch)


def same_words(stories: Sequence[Story]) -> Pairs:
    """Only what is equal word for word."""
    seen: dict[int, list[str]] = defaultdict(list)
    for id_, text in stories:
        same = seen[zlib.crc32(" ".join(duplicates.story_words(text)).encode())]
        yield from ((other, id_) for other in same)
        same.append(id_)


def runs(text: str) -> set[str]:
    """The runs of five words of a text."""
    words = duplicates.story_words(text)
    return {" ".join(run) for run in zip(*(itertools.islice(words, n, None) for n in range(5)), strict=False)}


if __name__ == "__main__":
    main()
