"""Measures related reading: how good its lists are and what they cost.

    python benchmarks/related.py                      time at 1,000 and 10,000 articles, then quality
    python benchmarks/related.py --terms 24 32 48     quality for other numbers of kept terms
    python benchmarks/related.py --articles 100000    time at another size

Quality is measured on the articles of ../shared/data by its own `score.py`: on the dated stories
alone, and with them hidden among other news. Time is measured on articles that
../shared/bench/gen_corpus.py makes. Where a folder is absent, that part says so and is left out.
"""

from __future__ import annotations

import argparse
import datetime
import itertools
import json
import resource
import runpy
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from site_builder.content import related, related_shelf, related_terms, related_update

SHARED = Path(__file__).resolve().parents[2] / "shared"
HALF_LIFE = 7  # days
LIMIT = 5
HIDDEN_AMONG = 10_000  # articles in all
EDITS = 40

Story = dict[str, Any]  # id, title, text and date, as ISO 8601


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--terms", type=int, nargs="+", default=[related_terms.HEAVIEST], metavar="N")
    arguments.add_argument("--articles", type=int, nargs="+", default=[1_000, 10_000], metavar="N")
    options = arguments.parse_args()
    measure_time(options.articles)  # first, while this process is small: memory is told by its peak
    measure_quality(options.terms)


def measure_quality(kept_terms: Iterable[int]) -> None:
    """Prints the scores of the lists for each number of kept terms."""
    data = SHARED / "data"
    if not (data / "score.py").exists():
        print("quality: not measured, ../shared/data is absent")
        return
    score = runpy.run_path(str(data / "score.py"))
    stories: list[Story] = score["load"](data / "giveme5w1h_clusters.jsonl.gz")
    others = list(itertools.islice(_other_news(data, score["load"], stories), HIDDEN_AMONG - len(stories)))
    for terms in kept_terms:
        related_terms.HEAVIEST = terms
        for name, articles in (("stories alone", stories), ("stories hidden", stories + others)):
            index = _index((a["id"], a["title"], a["text"], a["date"]) for a in articles)
            lists = {a["id"]: [like.path for like in index.nearest(a["id"], LIMIT)] for a in stories}
            print(f"{terms} terms, {name} among {len(articles):,}: {score['related'](lists, stories)}")


def measure_time(sizes: Iterable[int]) -> None:
    """Prints the processor time of each step, per article."""
    generator = SHARED / "bench" / "gen_corpus.py"
    if not generator.exists():
        print("time: not measured, ../shared/bench is absent")
        return
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, str(generator), str(size), folder, "--variants", ""]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            lines = Path(folder, "articles.jsonl").read_text("utf-8").splitlines()
        articles = [json.loads(line) for line in lines]
        vectors, vector_time = _timed(lambda a=articles: [related.vector(x["title"], x["body"]) for x in a])
        by_path = {a["slug"]: counts for a, counts in zip(articles, vectors, strict=True)}
        days = {a["slug"]: _day(a["date"]) for a in articles}
        memory = _peak_memory()
        index, index_time = _timed(lambda v=by_path, d=days: related.index_related(v, d, HALF_LIFE))
        memory = _peak_memory() - memory
        _, nearest_time = _timed(lambda i=index: [i.nearest(path, LIMIT) for path in i.paths])
        print(
            f"{size:,} articles: vector {vector_time / size * 1e6:.0f} µs an article, "
            f"index {index_time:.2f} s and {memory} MB, nearest {nearest_time / size * 1e6:.0f} µs an article"
        )
        measure_edits(index, by_path)


def measure_edits(index: related.RelatedIndex, vectors: dict[str, dict[str, int]]) -> None:
    """Prints what it takes to shelve an index, and to follow one changed word, by the processor's clock."""
    shelf = MemoryShelf()
    looks = {path: index.look(path, LIMIT) for path in index.paths}

    def put_away() -> None:
        shelved = related_shelf.shelve(index, shelf)
        for path, look in looks.items():
            shelved.remember(path, look)
        shelved.save()

    _, shelving = _timed(put_away)
    times, named = [], []
    for path in index.paths[:: max(1, len(index.paths) // EDITS)]:
        before = vectors[path]
        vectors[path] = after = dict(before)
        after["corrigendum"] = after.pop(next(iter(before)))
        change = related_update.Change(path, before, after, index.article(index.paths.index(path)).day)
        paths, seconds = _timed(lambda c=change: _follow(shelf, c, vectors))
        times.append(seconds)
        named.append(paths)
    print(
        f"  shelving {shelving / len(vectors) * 1e6:.0f} µs an article; one word changed: median "
        f"{statistics.median(times) * 1e3:.1f} ms and {statistics.median(named):.0f} lists, "
        f"most {max(times) * 1e3:.0f} ms and {max(named)} lists"
    )


def _follow(shelf: MemoryShelf, change: related_update.Change, vectors: dict[str, dict[str, int]]) -> int:
    """As a build does: opens, updates, asks again for what may differ, writes. How many were asked."""
    shelved = related_shelf.open_index(shelf, HALF_LIFE)
    assert shelved is not None
    stale = related_update.update_related(shelved, [change], vectors.__getitem__)
    if stale is None:
        raise SystemExit("the site is just about to outgrow its index: choose another size")
    for path in sorted(stale):
        shelved.remember(path, shelved.look(path, LIMIT))
    shelved.save()
    return len(stale)


class MemoryShelf:
    """A shelf without a disk."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, int | str], bytes] = {}

    def get(self, table: str, key: int | str) -> bytes | None:
        return self.rows.get((table, key))

    def put_many(self, table: str, rows: Iterable[tuple[int | str, bytes]]) -> None:
        self.rows.update(((table, key), value) for key, value in rows)

    def delete_many(self, table: str, keys: Iterable[int | str]) -> None:
        for key in keys:
            self.rows.pop((table, key), None)

    def clear(self, table: str) -> None:
        self.rows = {key: value for key, value in self.rows.items() if key[0] != table}


def _other_news(data: Path, load: Callable[[Path], list[Story]], stories: list[Story]) -> Iterator[Story]:
    """News of other events, each given the date of a story in turn, so that dates give nothing away."""
    dates = itertools.cycle(sorted(story["date"] for story in stories))
    for name in ("news_texts", "bbc", "reuters21578_train"):
        for article in load(data / f"{name}.jsonl.gz"):
            text = {"title": article.get("title") or "", "text": article["text"] or ""}
            yield {"id": f"{name}/{article['id']}", "date": next(dates), **text}


def _index(articles: Iterable[tuple[str, str, str, str]]) -> related.RelatedIndex:
    vectors, days = {}, {}
    for path, title, text, date in articles:
        vectors[path] = related.vector(title, text)
        days[path] = _day(date)
    return related.index_related(vectors, days, HALF_LIFE)


def _day(date: str) -> int:
    return datetime.date.fromisoformat(date[:10]).toordinal()


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """What `work` gives, and the processor seconds that it took."""
    start = time.process_time()
    return work(), time.process_time() - start


def _peak_memory() -> int:
    """In MB, of this process up to now."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
