"""Times the plan of a deploy after one edit, as whole processes, beside builds that have nothing to do.

    python benchmarks/deploying.py [--articles 10000] [--runs 9] [--keep DIR]

The site is that of build.py, deployed to a folder once; then one article is edited and built. What is timed
is `site-builder deploy -n`: it looks at every source and output, reads the manifest on the target and says
what would travel. Runs alternate with those of `site-builder build`, so that the drift of the machine meets
both.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from build import GENERATOR, make_site
from environment import environment

TARGET = "deploy: {live: {kind: folder, path: ../live}}\n"
PLAN, NOTHING = ("deploy", "-n"), ("build", "-q")


def main() -> None:
    """Make the site, deploy it, edit it, and print one line per figure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--keep", type=Path, help="make the site here and leave it")
    asked = parser.parse_args()
    if not GENERATOR.exists():
        sys.exit("the corpus generator is not here (../shared/bench/gen_corpus.py): nothing to measure")
    with tempfile.TemporaryDirectory() as scratch:
        site = (asked.keep or Path(scratch)) / "site"
        make_site(site, asked.articles)
        config = site / "config.yaml"
        if TARGET not in config.read_text("utf-8"):
            config.write_text(config.read_text("utf-8") + TARGET, "utf-8")
        run(site, "build", "-q")
        run(site, "deploy", "-q", "--force")
        edited = min((site / "content").rglob("*.md"))
        edited.write_text(edited.read_text("utf-8") + "\n\nMended.\n", "utf-8")
        run(site, "build", "-q")
        report(site, asked.articles, asked.runs)


def run(site: Path, *words: str) -> tuple[float, float, str]:
    """Wall and CPU seconds of a command, and the last line it prints."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    command = [sys.executable, "-m", "site_builder", words[0], "-s", str(site), *words[1:]]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment())
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    lines = done.stdout.splitlines()
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, cpu, lines[-1] if lines else ""


def report(site: Path, articles: int, runs: int) -> None:
    """Time both in turn and print what they took."""
    figures: dict[tuple[str, str], list[tuple[float, float, str]]] = {PLAN: [], NOTHING: []}
    for number in range(runs + 1):
        for words, taken in figures.items():
            figure = run(site, *words)
            if number:  # the first run warms the disk's cache
                taken.append(figure)
    machine = f"{os.cpu_count()} processors, {platform.machine()}, Python {platform.python_version()}"
    print(f"{articles} articles; {time.strftime('%Y-%m-%d')}; {machine}; {runs} runs")
    print(figures[PLAN][0][2])
    for words, taken in figures.items():
        wall, cpu = ([figure[n] for figure in taken] for n in (0, 1))
        print(
            f"{' '.join(words)}: wall s {statistics.median(wall):.2f} ({min(wall):.2f} to {max(wall):.2f}),"
            f" CPU s {statistics.median(cpu):.2f} ({min(cpu):.2f} to {max(cpu):.2f})"
        )


if __name__ == "__main__":
    main()
