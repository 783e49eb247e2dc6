"""Times a clean build of generated articles with every kind of page, as whole processes.

    python benchmarks/build.py [--articles 1000] [--runs 5] [--jobs N] [--keep DIR]

Machines drift, so beside each figure in seconds stands its ratio to a yardstick of the same run: the
CPU time that markdown-it-py alone, as it comes, takes for the same texts in one process.

The articles come from the corpus generator in ../shared/bench/, which stands beside the repository
where it is developed; without it there is nothing to measure and the command says so.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from environment import environment
from markdown_it import MarkdownIt

from site_builder.content.front_matter import write_front_matter

GENERATOR = Path(__file__).resolve().parents[2] / "shared" / "bench" / "gen_corpus.py"
CONFIG = """\
title: Generated digest
base_url: https://digest.example
timezone: UTC
rights: full
editions: {by: week}
related: {limit: 5, half_life_days: 7}
"""


def main() -> None:
    """Make the site, build it as often as asked, and print one line per figure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--jobs", type=int, default=0, help="processes; 0: as many as there are processors")
    parser.add_argument("--keep", type=Path, help="make the site here and leave it")
    asked = parser.parse_args()
    if not GENERATOR.exists():
        sys.exit("the corpus generator is not here (../shared/bench/gen_corpus.py): nothing to measure")
    with tempfile.TemporaryDirectory() as scratch:
        site = asked.keep or Path(scratch) / "site"
        make_site(site, asked.articles)
        report(site, asked.articles, asked.runs, asked.jobs)


def make_site(site: Path, articles: int) -> None:
    """A site of so many generated articles, unless it is there already."""
    if (site / "config.yaml").exists():
        return
    corpus = site / "_corpus"
    command = [sys.executable, str(GENERATOR), str(articles), str(corpus), "--variants", "md"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    write_articles(corpus / "articles.jsonl", site / "content")
    (site / "config.yaml").write_text(CONFIG, encoding="utf-8")


def write_articles(generated: Path, content: Path) -> None:
    """The generator's articles as files with our front matter, below a folder for content."""
    for line in generated.open(encoding="utf-8"):
        entry = json.loads(line)
        day = entry["date"][:10]
        path = content / day[:4] / day[5:7] / f"{entry['slug']}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        source = {"name": entry["source"], "url": entry["source_url"], "authors": [entry["author"]]}
        values = {
            "title": entry["title"],
            "date": entry["date"],
            "slug": entry["slug"],
            "summary": entry["summary"],
            "tags": entry["tags"],
            "source": source,
            "dateline": entry["dateline"],
        }
        path.write_text(f"{write_front_matter(values)}\n{entry['body']}", encoding="utf-8")


def yardstick(site: Path) -> float:
    """CPU seconds that markdown-it-py needs for all bodies of the site, parser and renderer as they come."""
    bodies = [
        json.loads(line)["body"] for line in (site / "_corpus" / "articles.jsonl").open(encoding="utf-8")
    ]
    parser = MarkdownIt("commonmark")
    started = time.process_time()
    for body in bodies:
        parser.render(body)
    return time.process_time() - started


def report(site: Path, articles: int, runs: int, jobs: int) -> None:
    """Time the builds and print what they took."""
    walls, processors, outcome, yardsticks = [], [], {}, []
    for run in range(runs + 1):
        yardsticks.append(yardstick(site))
        for folder in ("output", ".site-builder"):
            if (site / folder).exists():  # moved aside: deleting right before would be paid for by the build
                (site / folder).rename(site / f"_{folder}-{os.getpid()}-{run}")
        command = [sys.executable, "-m", "site_builder", "build", "-s", str(site), "--format", "json"]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        started = time.perf_counter()
        result = subprocess.run(
            [*command, *(["-j", str(jobs)] if jobs else [])],
            check=True,
            capture_output=True,
            env=environment(),
        )
        wall = time.perf_counter() - started
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        outcome = json.loads(result.stdout)
        if run:  # the first run warms the disk's cache
            walls.append(wall)
            processors.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    machine = f"{os.cpu_count()} processors, {platform.machine()}, Python {platform.python_version()}"
    print(f"{articles} articles, {outcome['outputs']} outputs; {time.strftime('%Y-%m-%d')}; {machine}")
    stock, wall, cpu = (statistics.median(figures) for figures in (yardsticks, walls, processors))
    print(f"markdown-it-py alone: CPU s {stock:.2f}, {min(yardsticks):.2f} to {max(yardsticks):.2f}")
    span = f"{min(walls):.2f} to {max(walls):.2f} in {runs} runs"
    print(f"wall s: median {wall:.2f} ({wall / stock:.1f} ×), {span}")
    print(f"CPU s:  median {cpu:.2f} ({cpu / stock:.1f} ×); largest process {peak:.0f} MB")
    print("stages: " + ", ".join(f"{stage} {seconds:.2f}" for stage, seconds in outcome["stages"].items()))


if __name__ == "__main__":
    main()
