"""Times what it takes to read an article, stage by stage, in one process.

    python benchmarks/reading.py [--articles 1000] [--rounds 15] [--site DIR]

Machines drift within seconds, so all stages are measured in turn in each round, and what is printed is
the median of their CPU time and its ratio to a yardstick of the same run: markdown-it-py alone, as it
comes, parser and renderer, for the same texts. Below are pairs: what the parser's own rules, and the
YAML parser, would take for what the shortcuts do.

The articles come from the corpus generator in ../shared/bench/, see build.py.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from unittest.mock import patch

from build import GENERATOR, make_site
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

from site_builder.content import excerpts
from site_builder.content.article import Rights
from site_builder.content.finding import Finder
from site_builder.content.front_matter import decode, read_front_matter, split
from site_builder.content.markdown import render_markdown
from site_builder.content.markup import Markup
from site_builder.content.parse import ParseRules, parse_article
from site_builder.content.parser import parser_for, stock_parser
from site_builder.content.survey import survey
from site_builder.yaml_lines import read_lines
from site_builder.yaml_nodes import parse

RULES = ParseRules(timezone="UTC", language="en", rights="full", source_rights={}, sections=(), defaults=())


def main() -> None:
    """Make the articles, time the stages in turn, and print a line for each."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--site", type=Path, help="a folder made by build.py --keep")
    asked = parser.parse_args()
    if not asked.site and not GENERATOR.exists():
        parser.exit(1, "the corpus generator is not here (../shared/bench/gen_corpus.py)\n")
    with tempfile.TemporaryDirectory() as scratch:
        site = asked.site or Path(scratch) / "site"
        make_site(site, asked.articles)
        content = site / "content"
        files = {str(path.relative_to(content)): path.read_bytes() for path in sorted(content.rglob("*.md"))}
    report(dict(list(files.items())[: asked.articles]), asked.rounds)


def report(files: dict[str, bytes], rounds: int) -> None:
    """Time all stages for the files by their names, and print them."""
    stages = stages_of(files)
    taken: dict[str, list[float]] = {name: [] for name in stages}
    gc.freeze()  # what was prepared is not looked through again and again
    for _ in range(rounds):
        for name, work in stages.items():
            started = time.process_time()
            work()
            taken[name].append((time.process_time() - started) / len(files) * 1e6)
    for name, times in taken.items():
        # The ratio of each round is of neighbours in time, and drift is no part of it.
        ratios = [mine / its for mine, its in zip(times, taken["markdown-it-py alone"], strict=True)]
        print(f"{name:32} {statistics.median(times):7.1f} µs {statistics.median(ratios):6.3f} ×")


def stages_of(files: dict[str, bytes]) -> dict[str, Callable[[], None]]:
    """What is timed, by name; everything a stage needs is ready."""
    texts = {name: decode(data, name)[0] or "" for name, data in files.items()}
    parts = {name: split(text, name) for name, text in texts.items()}
    bodies = {name: part.body for name, part in parts.items()}
    alone, quick, stock = MarkdownIt("commonmark"), parser_for("en", True), stock_parser("en", True)
    normalize, block, *inline = quick.core.ruler.getRules("")
    tokens = {name: quick.parse(body) for name, body in bodies.items()}
    finders = {name: Finder(body, name, 1) for name, body in bodies.items()}
    plains = {name: excerpts.plain_text(made) for name, made in tokens.items()}

    def blocks(body: str) -> StateCore:
        state = StateCore(body, quick, {})
        normalize(state)
        block(state)
        return state

    states = [blocks(body) for body in bodies.values()]

    def lines_of_blocks(state: StateCore) -> None:
        for rule in inline:
            rule(state)

    def written(name: str) -> None:
        Markup(name, finders[name], raw=False, room=1 << 30).write(tokens[name], 0)

    def rendered(name: str) -> None:
        place = {"path": name, "source": name, "first_line": 1}
        render_markdown(bodies[name], **place, language="en", rights=Rights(), summarise=False)

    def whole(name: str) -> None:
        parse_article(name, files[name], RULES)

    def but_for_words() -> None:
        with patch("site_builder.content.parse.vector", new=lambda title, plain: {}):
            _each(whole, files)()

    return {
        "markdown-it-py alone": _each(alone.render, bodies.values()),
        "bytes to clean text": _each(lambda name: decode(files[name], name), files),
        "front matter": _each(lambda name: read_front_matter(texts[name], name, {}), files),
        "blocks": _each(blocks, bodies.values()),
        "text in lines": _each(lines_of_blocks, states),
        "our passes: survey": _each(lambda name: survey(tokens[name], finders[name]), files),
        "our passes: plain text": _each(excerpts.plain_text, tokens.values()),
        "our passes: words counted": _each(excerpts.count_words, plains.values()),
        "our passes: summary, if asked": _each(excerpts.summarise, tokens.values()),
        "HTML": _each(written, files),
        "Markdown to HTML, all of it": _each(rendered, files),
        "whole article": _each(whole, files),
        "but for words of related reading": but_for_words,
        "tokens by shortcuts": _each(quick.parse, bodies.values()),
        "tokens by the parser's rules": _each(stock.parse, bodies.values()),
        "YAML by lines": _each(lambda name: read_lines(parts[name].yaml), files),
        "YAML by its parser": _each(lambda name: parse(parts[name].yaml, "", 1), files),
    }


def _each(work: Callable[[Any], object], items: Iterable[Any]) -> Callable[[], None]:
    """Does the work for each, and keeps nothing: what is kept would be looked through for garbage."""

    def run() -> None:
        for item in items:
            work(item)

    return run


if __name__ == "__main__":
    main()
