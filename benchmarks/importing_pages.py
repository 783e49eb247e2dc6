"""Measures how well pages are read, beside what else reads them: one command, one table.

    python benchmarks/importing_pages.py [--gold titles.json] [--json]

Texts are scored as in the article extraction benchmark (shingles of four words, means over pages), on
all pages and on two halves of them, for rules are chosen on the first half alone. Times are of one
thread's processor; every page is read by each in turn, so that a busy machine slows all alike.
`--gold` names a JSON file `{page id: {"title": …, "authors": […]}}`, made by reading the pages; titles
and authors are right when they are the same but for case and the signs between words.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from site_builder.importing.items import Item
from site_builder.importing.pages import read_page

DATA = Path(__file__).resolve().parents[2] / "shared/data/html_articles"
Read = tuple[str, str, list[str]]  # text, title, authors


def ours(page: bytes, url: str) -> Read:
    """This importer. Its text is that of the pieces, which is the body without Markdown's signs."""
    item = Item(name="page.html", original=page, suffix=".html", shape="page", content=page, url=url)
    reading = read_page(item)
    text = "".join(piece.raw for piece in reading.pieces if piece.fate in {"text", "review"})
    return text, reading.first("title"), list(reading.all("authors"))


def trafilatura(**options: Any) -> Callable[[bytes, str], Read]:
    """trafilatura in one of its modes."""
    from trafilatura import extract

    return lambda page, url: (extract(page, **options) or "", "", [])


def readability(page: bytes, url: str) -> Read:
    """readability-lxml."""
    from lxml.html import fromstring
    from readability import Document

    summary = Document(page.decode("utf-8", "replace")).summary()
    return "\n".join(fromstring(summary).itertext()), "", []


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Every four words in a row; a shorter text is one."""
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3))) if words else Counter()


def score(pairs: Iterable[tuple[str, str]]) -> float:
    """F1 of the mean precision and the mean recall of pairs of expected and found text."""
    precisions, recalls = [], []
    for expected, found in pairs:
        gold, got = shingles(expected), shingles(found)
        hits = sum((gold & got).values())
        precisions.append(hits / sum(got.values()) if got else float(not gold))
        recalls.append(hits / sum(gold.values()) if gold else float(not got))
    precision, recall = sum(precisions) / len(precisions), sum(recalls) / len(recalls)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def measure(pages: Mapping[str, bytes], gold: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """For each reader its F1 on all pages and on the halves, and its time as a multiple of the default's."""
    readers: dict[str, Callable[[bytes, str], Read]] = {
        "this importer": ours,
        "trafilatura, default": trafilatura(),
        "trafilatura, no comments": trafilatura(include_comments=False),
        "trafilatura, fast": trafilatura(fast=True, include_comments=False),
        "trafilatura, precision": trafilatura(favor_precision=True, include_comments=False),
    }
    try:
        import readability as _  # noqa: F401 - only whether it is there
    except ImportError:
        print("readability-lxml: left out, not installed", file=sys.stderr)
    else:
        readers["readability-lxml"] = readability
    texts: dict[str, dict[str, str]] = {name: {} for name in readers}
    seconds = dict.fromkeys(readers, 0.0)
    first = next(iter(pages))
    for read in readers.values():  # what is loaded and compiled once is nobody's time
        read(pages[first], "")
    for id_, page in pages.items():
        for name, read in readers.items():
            start = time.process_time()
            texts[name][id_] = read(page, gold[id_].get("url", ""))[0]
            seconds[name] += time.process_time() - start
    ids = sorted(pages)
    halves = {"all": ids, "first half": ids[::2], "second half": ids[1::2]}
    return {
        name: {
            **{
                half: score((gold[i]["articleBody"], texts[name][i]) for i in own)
                for half, own in halves.items()
            },
            "ms": 1000 * seconds[name] / len(ids),
            "of default": seconds[name] / seconds["trafilatura, default"],
        }
        for name in readers
    }


def facts(
    pages: Mapping[str, bytes], urls: Mapping[str, str], gold: Mapping[str, Any]
) -> dict[str, list[int]]:
    """For this importer and trafilatura: titles right, titles, author lists right, author lists."""
    from trafilatura import bare_extraction

    def theirs(page: bytes, url: str) -> Read:
        found: Any = bare_extraction(page, with_metadata=True, url=url or None)
        return ("", found.title or "", (found.author or "").split("; ")) if found else ("", "", [])

    table = {}
    for name, read in (("this importer", ours), ("trafilatura, default", theirs)):
        counts = [0, 0, 0, 0]
        for id_, expected in gold.items():
            _, title, authors = read(pages[id_], urls.get(id_, ""))
            if expected.get("title"):
                counts[0] += folded(title) == folded(expected["title"])
                counts[1] += 1
            if expected.get("authors"):
                counts[2] += sorted(map(folded, authors)) == sorted(map(folded, expected["authors"]))
                counts[3] += 1
        table[name] = counts
    return table


def folded(text: str) -> str:
    """A text without case and without signs."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def main() -> None:
    """Prints the tables."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--gold", type=Path, help="titles and authors by page")
    arguments.add_argument("--json", action="store_true", help="figures as JSON")
    options = arguments.parse_args()
    if not DATA.is_dir():
        print("skipped: ../shared/data/html_articles is not there")
        return
    logging.disable(logging.CRITICAL)
    gold = json.loads((DATA / "ground-truth.json").read_text("utf-8"))
    pages = {id_: gzip.decompress((DATA / f"html/{id_}.html.gz").read_bytes()) for id_ in sorted(gold)}
    table = measure(pages, gold)
    stated = {}
    if options.gold:
        urls = {id_: about.get("url", "") for id_, about in gold.items()}
        stated = facts(pages, urls, json.loads(options.gold.read_text("utf-8")))
    if options.json:
        print(json.dumps({"text": table, "facts": stated}, indent=1))
        return
    print("| text of 90 pages | F1 | first half | second half | ms | of default |\n|---|---|---|---|---|---|")
    for name, row in table.items():
        f1 = " | ".join(f"{row[half]:.3f}" for half in ("all", "first half", "second half"))
        print(f"| {name} | {f1} | {row['ms']:.1f} | {row['of default']:.2f} |")
    if stated:
        print("\n| as stated on the page | titles | authors |\n|---|---|---|")
        for name, (titles, of_titles, authors, of_authors) in stated.items():
            print(f"| {name} | {titles} of {of_titles} | {authors} of {of_authors} |")


if __name__ == "__main__":
    main()
