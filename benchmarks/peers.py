"""Measures site_builder beside Hugo, Zola, Pelican and Eleventy on the same articles, in one run.

    python benchmarks/peers.py WORKDIR [N …] [--runs 3] [--peers …] [--cases clean,body,title,nothing]
    python benchmarks/peers.py WORKDIR 1000 10000 --charts --write       measure, and renew peers.md
    python benchmarks/peers.py WORKDIR --read RESULTS.json …             tables of earlier runs

WORKDIR takes the generators, which are fetched by name from the ordinary registries, the articles, the
sites and `results/`, the measured runs as JSON; it lies outside the repository and is used again by the
next call. Beyond 50,000 articles the peers, which take minutes and gigabytes, run only when `--peers`
names them.

Whole processes are measured, on two processors, in turn: each generator once, then each once more. All
of them are kept from paying for anything but their own work: files are written out before a run starts, and
what was built before is moved aside, since ext4 lets a build pay for what was deleted right before it.
"""

from __future__ import annotations

import argparse
import shlex
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from charts import chart
from peer_report import Session, lines_of_charts, report
from peer_runs import Bench
from peer_tables import CASES, Run
from peer_tools import BENCH, OURS, PEERS, ROOT, install

LARGE = 50_000  # articles, beyond which the peers run only when they are named
PAGE = ROOT / "benchmarks" / "peers.md"
CHARTS = ROOT / "benchmarks" / "charts"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"


def main() -> None:
    """Measure, or read what was measured, and show it. Ends with 1 where a build did not do its work."""
    asked = _arguments()
    work = asked.workdir.resolve()
    if work.is_relative_to(ROOT):
        sys.exit("WORKDIR must lie outside the repository: generators find files upwards of their sites")
    if asked.read:
        sessions = [Session.read(path.read_text("utf-8")) for path in asked.read]
    else:
        if not (BENCH / "gen_corpus.py").exists():
            sys.exit("the generator of articles is not here (../shared/bench): nothing to measure")
        sessions = [measure(work, asked)]
    page = report(sessions)
    print(page)
    if asked.charts:
        folder = CHARTS if asked.write else work / "results" / "charts"
        folder.mkdir(parents=True, exist_ok=True)
        for name, title, unit, lines in lines_of_charts(sessions):
            (folder / f"{name}.svg").write_text(chart(title, unit, lines), encoding="utf-8")
    if asked.write:
        before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
        after = rest.partition(END)[2]
        PAGE.write_text(f"{before}{BEGIN}\n\n{page}\n\n{END}{after}", encoding="utf-8")
    sys.exit(any(run.fault for session in sessions for run in session.runs))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("workdir", type=Path, metavar="WORKDIR")
    parser.add_argument("articles", type=int, nargs="*", metavar="N", default=[1_000, 10_000])
    parser.add_argument("--runs", type=int, default=3, help="that count, of each case (default: 3)")
    parser.add_argument("--warm-up", type=int, default=1, help="runs before those (default: 1)")
    parser.add_argument("--peers", type=_among(PEERS), help=f"default: {','.join(PEERS)}")
    parser.add_argument("--cases", type=_among(CASES), default=list(CASES), help=f"of {','.join(CASES)}")
    parser.add_argument("--cores", type=int, default=2, help="processors to use (default: 2)")
    parser.add_argument("--timeout", type=float, default=900, help="seconds for one build (default: 900)")
    parser.add_argument("--charts", action="store_true", help="draw charts, into WORKDIR/results/charts")
    parser.add_argument("--write", action="store_true", help="put tables and charts into benchmarks/")
    parser.add_argument("--read", type=Path, nargs="+", metavar="JSON", help="measure nothing, show these")
    return parser.parse_intermixed_args()


def _among(known: Iterable[str]) -> Callable[[str], list[str]]:
    """A reader of names with commas between them, in the order in which they are known."""

    def read(text: str) -> list[str]:
        given = text.split(",")
        if unknown := sorted(set(given) - set(known)):
            raise argparse.ArgumentTypeError(f"unknown: {', '.join(unknown)}")
        return [name for name in known if name in given]

    return read


def measure(work: Path, asked: argparse.Namespace) -> Session:
    """Everything that was asked, in one run; written to WORKDIR/results as it comes."""
    names = asked.peers or list(PEERS)
    sizes = {n: [p for p in names if asked.peers or n <= LARGE or p == OURS] for n in sorted(asked.articles)}
    versions = install({name for some in sizes.values() for name in some}, work / "tools")
    (work / "results").mkdir(exist_ok=True)
    results = work / "results" / f"{time.strftime('%Y%m%dT%H%M%S')}.json"
    given = ["WORKDIR" if word == str(asked.workdir) else word for word in sys.argv[1:]]
    session = Session.begin(shlex.join(given), asked.cores, versions)
    bench = Bench(work, asked.cores, asked.timeout)
    try:
        session.starts = bench.starts()
        for articles, some in sizes.items():
            for figure in bench.builds(articles, some, asked.cases, asked.runs, asked.warm_up):
                if isinstance(figure, Run):
                    session.runs.append(figure)
                    _tell(figure)
                else:
                    session.outputs.append(figure)
                results.write_text(session.written(), encoding="utf-8")
    finally:
        bench.clear()
    print(f"results: {results}", file=sys.stderr)
    return session


def _tell(run: Run) -> None:
    words = [f"{run.articles:>7,} {run.case:8} {run.peer:15} {run.wall:8.2f} s {run.cpu:8.2f} s CPU"]
    words.append(f"{run.largest:6.0f} and {run.together:6.0f} MB {run.rewritten:7,} files")
    words += ["(warm-up)"] if run.warm_up else []
    words += [f"FAILED: {run.fault}"] if run.fault else []
    print(" ".join(words), file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
