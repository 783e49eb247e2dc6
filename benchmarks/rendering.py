"""Times rendering, kind by kind, of generated articles, in one process that does nothing else.

    python benchmarks/rendering.py [--articles 1000] [--runs 5] [--site DIR] [--everything]

Machines drift, so each figure has its ratio within the same run: to Jinja's own classes, which render
the same layouts of the same site in turn with ours, and to the CPU time that markdown-it-py takes for
an article of the same texts. Related reading is answered beforehand, for it is not what is measured.
With `--everything` whatever can be switched on is, but an index of whole texts, which Pagefind makes.
A last line says what it takes to compile the default layouts, and to load them compiled.

The articles come from the corpus generator in ../shared/bench/; see build.py beside this file.
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import jinja2
from build import make_site, yardstick

from site_builder import layouts as layouts_module
from site_builder import queries
from site_builder.content.plan import Output
from site_builder.content.snapshot import Snapshot, take_snapshot
from site_builder.content.visibility import Viewing
from site_builder.door import Door
from site_builder.incremental.reads import Reads
from site_builder.layout_environment import RecordingEnvironment
from site_builder.layouts import Layouts, LayoutText
from site_builder.outputs import plan_all
from site_builder.reading import Where, open_site
from site_builder.rendering import Renderer

EVERYTHING = """\
sections: {world: {label: World}}
defaults: [{path: "**", values: {section: world}}]
cards: true
data: {articles: true, ninjs: true}
editions: {by: week, epub: true}
newsletter: {from: desk@digest.example}
sitemap: {news: true}
"""
NOW = datetime(2026, 11, 22, tzinfo=UTC)
FEWEST = 50  # pages of a kind: of fewer the first, in a cold cache, decides


class PlainEnvironment(RecordingEnvironment):
    """The same environment with Jinja's own classes for templates, contexts and macros."""

    template_class = jinja2.Template
    context_class = jinja2.runtime.Context


def main() -> None:
    """Make the site, render it as often as asked, and print a line for each kind of page."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--site", type=Path, help="make the site here, or take the one that is here")
    parser.add_argument("--everything", action="store_true", help="with cards, mails, books and data too")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        site = asked.site or Path(scratch) / "site"
        make_site(site, asked.articles)
        over = Path(scratch) / "everything.yaml"
        over.write_text(EVERYTHING, encoding="utf-8")
        where = Where(site, ("config.yaml", str(over)) if asked.everything else ())
        report(site, where, asked.articles, asked.runs)
        report_compiling(site, Path(scratch) / "kept")


def report(site: Path, where: Where, articles: int, runs: int) -> None:
    """Print the least time of each kind of page, and its ratios."""
    opened = open_site(where)
    snapshot = take_snapshot(opened.site, Viewing(NOW), NOW.date())
    by_kind: Mapping[str, list[Output]] = defaultdict(list)
    for output in plan_all(Door(snapshot, Reads(), "").ask):
        if not output.copy_of:
            by_kind[output.kind].append(output)
    by_kind = {kind: outputs for kind, outputs in by_kind.items() if len(outputs) >= FEWEST}
    _answer_related_beforehand(snapshot)
    ours, plain = Renderer(snapshot, opened.layouts), Renderer(snapshot, _plainly(opened.layouts))
    best: dict[tuple[str, bool], float] = defaultdict(lambda: float("inf"))
    markdown = float("inf")
    for run in range(runs):
        markdown = min(markdown, yardstick(site) / articles)
        for kind, outputs in by_kind.items():
            for own, renderer in ((True, ours), (False, plain))[:: 1 if run % 2 else -1]:
                seconds = _timed(lambda r=renderer, o=outputs: [r.render(output) for output in o])
                best[kind, own] = min(best[kind, own], seconds / len(outputs))
    print(f"{articles} articles; {time.strftime('%Y-%m-%d')}; {os.cpu_count()} processors", end=", ")
    print(f"{platform.machine()}, Python {platform.python_version()}; the least of {runs} runs")
    print(f"markdown-it-py alone: {markdown * 1e6:.0f} µs an article")
    for kind, outputs in sorted(by_kind.items(), key=lambda item: -len(item[1])):
        took = best[kind, True]
        print(
            f"{kind:14} {len(outputs):6} pages, {took * 1e6:6.0f} µs each: "
            f"{took / best[kind, False]:.2f} of Jinja's own classes, {took / markdown:.2f} × markdown-it-py"
        )


def report_compiling(site: Path, kept: Path) -> None:
    """Print what compiling all layouts takes, and loading them compiled."""
    texts = open_site(Where(site)).layouts.texts
    default = {name: text for name, text in texts.items() if not name.startswith("default/")}
    compiled, loaded = (_timed(lambda: _compile(default, kept)) for _ in range(2))
    print(f"{len(default)} layouts: compiled in {compiled * 1e3:.0f} ms, loaded in {loaded * 1e3:.1f} ms")


def _compile(texts: dict[str, LayoutText], kept: Path) -> None:
    layouts = Layouts({}, texts, kept)
    for name in texts:
        layouts._environment.get_template(name)


def _plainly(layouts: Layouts) -> Layouts:
    """The same layouts with Jinja's own classes."""
    usual = layouts_module.RecordingEnvironment
    layouts_module.RecordingEnvironment = PlainEnvironment  # type: ignore[misc]  # a class in place of a class
    try:
        texts = layouts.texts
        return Layouts(texts, {})
    finally:
        layouts_module.RecordingEnvironment = usual  # type: ignore[misc]  # a class in place of a class


def _answer_related_beforehand(snapshot: Snapshot) -> None:
    answers = {path: queries.ANSWERS["related"](snapshot, path) for path in snapshot.articles}
    queries.ANSWERS["related"] = lambda snapshot, path: answers[path]


def _timed(work: Callable[[], object]) -> float:
    """The processor seconds that `work` took."""
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main()
