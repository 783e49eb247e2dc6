"""Reads a saved page: what is its story, what states a fact about it, what is neither.

A pure function of the item, the vocabulary and the rules; no network. Every character of the page text
(`blocks`) ends up in exactly one `Piece`; the page itself is kept beside the ledger by the caller.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from site_builder.importing.items import Item
from site_builder.importing.pages.blocks import Block, split_blocks
from site_builder.importing.pages.decoding import decode_page
from site_builder.importing.pages.head import read_head
from site_builder.importing.pages.inline import without
from site_builder.importing.pages.markdown import Part, write
from site_builder.importing.pages.metadata import Facts, read_metadata
from site_builder.importing.pages.parsing import parse, require_parser
from site_builder.importing.pages.plain_rules import LINE_RULES, Rule, dateline, is_prose, passed_on
from site_builder.importing.pages.story import Verdict, decide
from site_builder.importing.pages.votes import mark, votes
from site_builder.importing.reading import Found, Piece, Reading

_DAY_WORD = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:yesterday|today)\b")
_LEFT_IN = frozenset({"text", "review"})
SHORTEST = 200  # characters; a story with fewer is looked at by an editor


def read_page(item: Item, *, rules: Sequence[Rule] = LINE_RULES, expected: str = "") -> Reading:
    """The reading of a page. Its facts may also hold publisher, section, language, summary, image.

    `expected` is the language of the head of a mail that was passed on, where its text tells none.
    Raises ProblemsFound where the extra `import` is missing, and for what is no page: an empty file, one
    too large or too deep, one that is no text. A page without a story is read, with a note.
    """
    require_parser(item.name)
    decoded = decode_page(item.content, item.name, item.charset)
    root = parse(decoded.text, item.name)
    head = read_head(root, item.url)
    stated = read_metadata(head, item.url)
    blocks = split_blocks(root)
    shares = votes(root, blocks, mark(blocks))
    verdicts = decide(blocks, shares, stated, rules)
    if item.suffix == ".eml":
        _pass_over_forwarder(blocks, verdicts, expected)
    place, length, of_place = _dateline(blocks, verdicts)
    pieces: list[Piece] = []
    parts: list[Part] = []
    for number, (block, verdict) in enumerate(zip(blocks, verdicts, strict=True)):
        cut = length if number == place else 0
        if cut:
            keys = tuple(key for key, _ in of_place)
            pieces.append(Piece(number + 1, block.text[:cut], "field", "dateline", 95, keys))
        raw = f"{block.text[cut:]}\n"
        pieces.append(Piece(number + 1, raw, verdict.fate, verdict.rule, verdict.confidence, verdict.keys))
        if verdict.fate in _LEFT_IN:
            review = verdict.rule if verdict.fate == "review" else ""
            runs = without(block.runs, cut) if cut else block.runs
            parts.append(Part(runs, block.element, block.after_break, review))
    facts = _facts(stated, blocks, verdicts)
    for key, value in of_place:
        facts.setdefault(key, (Found(value, place + 1, "dateline"),))
    return Reading(
        pieces=tuple(pieces),
        facts=facts,
        body=write(parts, head.base),
        day_word=_day_word(pieces),
        notes=tuple(note for note in (*_notes(pieces), decoded.note) if note),
    )


def _pass_over_forwarder(blocks: Sequence[Block], verdicts: list[Verdict], expected: str) -> None:
    """Of a mail that was passed on the first mail's head is facts, and what was written above it no story."""
    for number, found in passed_on([block.text for block in blocks], expected).items():
        keys = tuple(key for key, _ in found.states)
        verdicts[number] = Verdict(found.fate, found.rule, found.confidence, keys, found.states)


def _dateline(
    blocks: Sequence[Block], verdicts: Sequence[Verdict]
) -> tuple[int, int, tuple[tuple[str, str], ...]]:
    """The block that begins with the story's dateline, how many characters it has, and what it states."""
    for number, (block, verdict) in enumerate(zip(blocks, verdicts, strict=True)):
        if verdict.fate == "text" and is_prose(block.text):
            length, states = dateline(block.text[:300])
            return (number, length, states) if length < len(block.text) else (-1, 0, ())
    return -1, 0, ()


def _facts(
    stated: Facts, blocks: Sequence[Block], verdicts: Sequence[Verdict]
) -> dict[str, tuple[Found, ...]]:
    """What the page's head states, and what its lines add to that."""
    lines: dict[str, int] = {}
    for number, block in enumerate(blocks, 1):
        lines.setdefault(block.text, number)
    facts = {
        key: tuple(Found(s.value, lines.get(s.value, 0) if s.rule == "h1" else 0, s.rule) for s in found)
        for key, found in stated.items()
    }
    own: dict[str, list[Found]] = {}
    for number, verdict in enumerate(verdicts, 1):
        for key, value in verdict.values:
            own.setdefault(key, []).append(Found(value, number, verdict.rule))
    # The standfirst is what the page shows; a description is often cut from somewhere.
    for key, found in own.items():
        if key == "summary" or key not in facts:
            facts[key] = tuple({f.value: f for f in reversed(found)}.values())[::-1]
    return facts


def _day_word(pieces: Sequence[Piece]) -> Found | None:
    for piece in pieces:
        if piece.fate in _LEFT_IN and (match := _DAY_WORD.search(piece.raw)):
            return Found(match[0], piece.line, "day-word")
    return None


def _notes(pieces: Sequence[Piece]) -> Iterator[str]:
    """What an editor has to look at before the text may be published."""
    for rule in dict.fromkeys(piece.rule for piece in pieces if piece.fate == "review"):
        lines = [p.line for p in pieces if p.fate == "review" and p.rule == rule]
        more = f" and {len(lines) - 5} more" if len(lines) > 5 else ""
        where = f"line {', '.join(map(str, lines[:5]))}{more}"
        yield f"text: marked '{rule}' and left in, {where} of the page text"
    if captions := [str(piece.line) for piece in pieces if piece.rule == "caption-outside"]:
        where = ", ".join(captions[:5])
        yield f"captions: cut above the story, line {where} of the page text; is one of its picture?"
    size = sum(len(p.raw) for p in pieces if p.fate in _LEFT_IN)
    if not size:
        yield "text: no story was found on the page"
    elif size < SHORTEST:
        yield f"text: only {size} characters were found; is the story all there?"
