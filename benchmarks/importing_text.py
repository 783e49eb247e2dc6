"""Measures how plain text is read: whole-page dumps, extractors' texts, furniture, and the time it takes.

    python benchmarks/importing_text.py [--json FILE] [--rounds 3]

Prints the section of `import.md`, and writes the figures as JSON where asked. The sets and their scorer lie
in ../shared/data; where they are absent nothing is measured, and the program says so. What stays under a
review mark counts as text in the first table. Time is CPU time of one core, the least of several rounds,
beside a yardstick of the same run: the time that Python takes to find the words of the same texts.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from site_builder.importing.plain.furniture import recurring_lines, source_rules
from site_builder.importing.plain.line_rules import LINE_RULES
from site_builder.importing.plain.plain_text import read_plain_text
from site_builder.importing.reading import Reading
from site_builder.settings import SourceSetting

DATA = Path(__file__).resolve().parents[2] / "shared/data"
_IN_TEXT = {"text", "review", "repair"}


def main() -> None:
    """Measure, print Markdown, and write JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    if not (DATA / "score.py").exists():
        parser.exit(0, "skipped: the sets are not here (../shared/data)\n")
    score = _scorer()
    pages = score.load(DATA / "html_articles/plaintext_pairs.jsonl.gz")
    news = score.load(DATA / "news_texts.jsonl.gz")
    figures = {
        "plaintext": plaintext(score, pages),
        "furniture": furniture(score, news),
        "time": timed([article["text"] for article in news[:1000]], asked.rounds),
    }
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")
    print("## Plain text\n")
    for name, lines in figures.items():
        print(f"### {name}\n")
        print("\n".join(f"- {line}" for line in lines) + "\n")


def plaintext(score: Any, pages: list[dict[str, str]]) -> list[str]:
    """F1 of every kind of text, as it comes and as it is read."""
    kinds = [key for key in pages[0] if key not in {"id", "url", "gold"}]
    read = {page["id"]: {kind: _text(read_plain_text(page[kind])) for kind in kinds} for page in pages}
    return str(score.plaintext(read, pages)).splitlines()


def furniture(score: Any, news: list[dict[str, Any]]) -> list[str]:
    """Recurring lines and others that left the text or are marked, by rules and by what was learned."""
    by_source: dict[str, list[str]] = defaultdict(list)
    for article in news:
        by_source[article["source"]].append(article["text"])
    learned = {name: {p.text for p in recurring_lines(texts)} for name, texts in by_source.items()}
    rules = {name: (*source_rules(SourceSetting(name)), *LINE_RULES) for name in by_source}
    alone: dict[str, list[str]] = {}
    wide: dict[str, list[str]] = {}
    both: dict[str, list[str]] = {}
    for article in news:
        name = article["source"]
        reading = read_plain_text(article["text"], rules=rules[name])
        alone[article["id"]] = _gone(reading, {"cut", "review"})
        wide[article["id"]] = _gone(reading, {"cut", "review", "field"})
        known = read_plain_text(article["text"], rules=rules[name], recurring=learned[name])
        both[article["id"]] = _gone(known, {"cut", "review"})
    return [
        f"rules alone, cut or marked: {score.furniture(alone, news)}",
        f"rules alone, front matter counted too: {score.furniture(wide, news)}",
        f"rules and learned lines, cut or marked: {score.furniture(both, news)}",
    ]


def timed(texts: list[str], rounds: int) -> list[str]:
    """Milliseconds an article, and the ratio to the yardstick."""
    words = re.compile(r"\w+")
    mine = _least(lambda: [read_plain_text(text) for text in texts], rounds) / len(texts) * 1e3
    yardstick = _least(lambda: [Counter(words.findall(text)) for text in texts], rounds) / len(texts) * 1e3
    ratio = f"{mine / yardstick:.1f} × counting its words ({yardstick:.2f} ms)"
    return [f"{mine:.2f} ms an article on one core, {ratio}"]


def _least(work: Callable[[], object], rounds: int) -> float:
    taken = []
    for _ in range(rounds):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return min(taken)


def _text(reading: Reading) -> str:
    return "".join(piece.becomes or piece.raw for piece in reading.pieces if piece.fate in _IN_TEXT)


def _gone(reading: Reading, fates: Collection[str]) -> list[str]:
    """The raw lines of which most characters have one of the fates."""
    gone = []
    line, inside, of_it = "", 0, 0
    for piece in reading.pieces:
        for part in piece.raw.splitlines(keepends=True):
            size = len(part.strip())
            line, of_it = line + part, of_it + size
            inside += size if piece.fate in fates and piece.rule != "unseen-character" else 0
            if part.endswith("\n"):
                gone += [line.strip()] if line.strip() and inside * 2 >= of_it else []
                line, inside, of_it = "", 0, 0
    return gone + ([line.strip()] if line.strip() and inside * 2 >= of_it else [])


def _scorer() -> Any:
    spec = importlib.util.spec_from_file_location("score", DATA / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
