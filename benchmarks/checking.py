"""Times `site-builder check` on a site of generated articles that was built before, in whole processes.

    python benchmarks/checking.py [--articles 10000] [--runs 5] [--jobs 2] [--site DIR] [--rights TEXT]

Cold is a check for which no facts of files are kept, warm one with those of the check before; `edited` is a
warm one after one body was edited and not built. Each figure has its ratio to the CPU time that
markdown-it-py, as it comes, takes for the same texts in the same run: machines drift. The articles come from
the corpus generator in ../shared/bench/; see build.py beside this file.
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

from build import make_site, yardstick
from environment import environment

WARM, COLD, EDITED = "warm", "cold", "edited"


def main() -> None:
    """Make the site, build it, check it as often as asked, and print what that took."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--site", type=Path, help="make the site here, or take the one that is here")
    parser.add_argument("--rights", default="", help="`rights` of the whole site, such as 'excerpt 60'")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = asked.site or Path(folder) / "site"
        make_site(site, asked.articles)
        settings = site / "config.yaml"
        if asked.rights:
            lines = settings.read_text("utf-8").splitlines(keepends=True)
            kept = [line for line in lines if not line.startswith("rights:")]
            settings.write_text("".join([*kept, f"rights: {asked.rights}\n"]), encoding="utf-8")
        subprocess.run([*_command("build", site, asked.jobs), "-q"], check=True, env=environment())
        report(site, asked.runs, asked.jobs)


def report(site: Path, runs: int, jobs: int) -> None:
    """Check the site in turn cold, warm and edited, and print medians."""
    walls: dict[str, list[float]] = {COLD: [], WARM: [], EDITED: []}
    processors: dict[str, list[float]] = {COLD: [], WARM: [], EDITED: []}
    yardsticks: list[float] = []
    outcome = {}
    article = sorted((site / "content").rglob("*.md"))[0]
    text = article.read_text("utf-8")
    for run in range(runs + 1):  # the first is thrown away
        yardsticks.append(yardstick(site))
        for case in walls:
            if case == COLD:
                (site / ".site-builder" / "check.db").unlink(missing_ok=True)
            if case == EDITED:
                article.write_text(f"{text}\nEdited {run}.\n", encoding="utf-8")
            wall, cpu, outcome = _timed(site, jobs)
            article.write_text(text, encoding="utf-8")
            if run:
                walls[case].append(wall)
                processors[case].append(cpu)
    of_texts = statistics.median(yardsticks[1:])
    print(f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}")
    print(f"{outcome['articles']} articles, {outcome['outputs']} outputs, yardstick {of_texts:.2f} s")
    for case, seconds in walls.items():
        wall, cpu = statistics.median(seconds), statistics.median(processors[case])
        spread = f"{min(seconds):.2f} to {max(seconds):.2f}"
        print(f"{case:>7}: wall {wall:.2f} s ({spread}), × {wall / of_texts:.2f}", end="; ")
        print(f"CPU {cpu:.2f} s, × {cpu / of_texts:.2f}")
    load = os.getloadavg()[0]
    print(f"load at the end {load:.1f}")


def _timed(site: Path, jobs: int) -> tuple[float, float, dict[str, object]]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    command = [*_command("check", site, jobs), "--format", "json"]
    run = subprocess.run(command, check=False, capture_output=True, text=True, env=environment())
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, cpu, json.loads(run.stdout)


def _command(verb: str, site: Path, jobs: int) -> list[str]:
    return [sys.executable, "-m", "site_builder", verb, "-s", str(site), "-j", str(jobs)]


if __name__ == "__main__":
    main()
