"""Furniture of one source: what an editor names in config.yaml, and what recurs in its raw texts.

What recurs is only proposed. A line is cut when an editor has approved it by writing it under the source;
until then it stays in the text under a mark. Knows no file: the raw texts are handed in.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from site_builder.importing.plain.line_rules import LONGEST, Rule
from site_builder.importing.plain.passages import LINE_END, tidy
from site_builder.settings import FurnitureSetting, SourceSetting

LEAST_ARTICLES = 5  # in which a line must stand to be proposed
_DIGIT = re.compile(r"\d")
_MOST_KINDS = 200_000  # of lines that are counted; bounds the memory that an archive takes


class Proposal(Struct, frozen=True):
    """A line that recurs in a source's raw texts."""

    text: str  # with # for every digit, as it may be written under `furniture`
    articles: int  # in how many it stands


def line_key(text: str) -> str:
    """What two lines have in common that differ in nothing but digits."""
    return _DIGIT.sub("#", text)


def recurring_lines(texts: Iterable[str], least: int = LEAST_ARTICLES) -> tuple[Proposal, ...]:
    """The lines that stand in at least `least` different articles of one source, most frequent first.

    Texts that share their longest line are one article, in two versions perhaps, and count once. Ties go
    by code points. Long lines are no furniture, and beyond the first 200,000 different lines new ones
    are not counted.
    """
    articles: Counter[str] = Counter()
    seen: set[str] = set()
    for text in texts:
        lines = {line for line in map(tidy, LINE_END.split(text)) if line}
        longest = max(lines, key=lambda line: (len(line), line), default="")
        if longest in seen:
            continue
        seen.add(longest)
        for key in {line_key(line) for line in lines if len(line) <= LONGEST}:
            if key in articles or len(articles) < _MOST_KINDS:
                articles[key] += 1
    often = ((text, n) for text, n in articles.items() if n >= least and any(map(str.isalnum, text)))
    return tuple(Proposal(text, n) for text, n in sorted(often, key=lambda pair: (-pair[1], pair[0])))


def source_rules(source: SourceSetting | None, for_all: Sequence[FurnitureSetting] = ()) -> tuple[Rule, ...]:
    """The rules of config.yaml, the source's own first, with one for its name on a line of its own.

    They go before the built-in rules. The patterns must compile, which reading the settings has checked.
    """
    rules = list(_rules(source.furniture if source else (), "source-furniture"))
    rules += _rules(for_all, "site-furniture")
    if source and source.name:
        rules.append(Rule("masthead", rf"\W*{re.escape(source.name)}\W*", 92))
    return tuple(rules)


def _rules(entries: Iterable[FurnitureSetting], named: str) -> Iterator[Rule]:
    for entry in entries:
        pattern = entry.pattern or _as_pattern(entry.text)
        yield Rule(entry.id or named, pattern, 100 if entry.action == "cut" else 70)


def _as_pattern(text: str) -> str:
    """The very line, with any digit for each of its # signs."""
    return re.escape(" ".join(text.split())).replace(r"\#", r"[\d#]").replace(r"\ ", r"\s+")
