"""Reads a raw plain text: what is story, what states a fact about it, what is furniture.

A pure function of the text and the rules; knows no file, no charset and no date but
those that are written there. Every character of the raw text ends up in exactly one `Piece`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from site_builder.importing.plain.forwarded import is_head_line, is_quoted
from site_builder.importing.plain.furniture import line_key
from site_builder.importing.plain.language_told import language_to_read, told_language
from site_builder.importing.plain.line_rules import LINE_RULES, Matcher, Rule, matcher
from site_builder.importing.plain.markdown_text import paragraph
from site_builder.importing.plain.passages import (
    LINE_END,
    QUOTE,
    UNSEEN,
    Passage,
    line_ends,
    split_passages,
    tidy,
)
from site_builder.importing.plain.repairs import Repair, repairs
from site_builder.importing.plain.verdict import Verdict
from site_builder.importing.plain.verdicts import decide
from site_builder.importing.reading import Fate, Found, Piece, Reading

_DAY_WORD = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:yesterday|today)\b")
_FILED = re.compile(r"(?<=, )[A-Z][a-z]{2,8}\.? \d{1,2}\b")  # in a dateline; it has no year
# UTF-8 that was once read as Windows-1252.
_MOJIBAKE = re.compile(r"â€[^\s\w]|â€\w|Ã[\u0080-\u00bf©¨¶¼¤±]|Â[\u00a0«»£©]")


def read_plain_text(
    text: str,
    *,
    rules: Sequence[Rule] = LINE_RULES,
    recurring: Collection[str] = (),
    spared: Collection[str] = (),
    expected: str = "",
) -> Reading:
    """The reading of a raw text. Never fails: in the worst case all of it is text.

    `rules` are a source's own, then the built-in ones (`furniture.source_rules`); `recurring` are lines
    that stand in other articles of the source too, as `furniture.recurring_lines` proposes them; `spared`
    are lines that no rule may match. Both have # for any digit. `expected` is the language by whose words
    facts are sought where the text is too short to tell its own; the reading does not state it.
    """
    match = matcher(rules)
    if spared:
        match = _sparing(match, spared)
        recurring = [key for key in recurring if key not in spared]
    quoted = is_quoted(text)
    passages = split_passages(text, lambda line: match(line) is not None or is_head_line(line), quoted=quoted)
    told = told_language(passage.text for passage in passages)
    verdicts = decide(passages, match, recurring, language_to_read(told, expected))
    pieces: list[Piece] = []
    paragraphs: list[str] = []
    facts: dict[str, list[Found]] = {}
    for number, passage in enumerate(passages):
        verdict = verdicts.get(number)
        own = tuple(_pieces(passage, verdict, quoted))
        pieces += own
        if lines := _lines_left(own):
            paragraphs.append(paragraph(lines, verdict.rule if verdict and verdict.fate == "review" else ""))
        if verdict and verdict.fate != "review":
            for part in verdict.parts:
                for key, value in part.states:
                    facts.setdefault(key, []).append(Found(value, passage.line, part.rule))
    return Reading(
        pieces=tuple(pieces),
        facts={key: tuple(found) for key, found in facts.items()},
        body="\n\n".join(paragraphs) + "\n" if paragraphs else "",
        filed=_day_of_filing(pieces),
        day_word=_first(_DAY_WORD, pieces, "day-word"),
        language=Found(told.code, passages[0].line, told.rule) if told.code else None,
        notes=tuple(_notes(pieces)),
    )


def _sparing(match: Matcher, spared: Collection[str]) -> Matcher:
    return lambda line: None if line_key(line) in spared else match(line)


def _pieces(passage: Passage, verdict: Verdict | None, quoted: bool) -> Iterator[Piece]:
    """The passage's raw characters, divided among their fates."""
    left: tuple[Fate, str, int] = ("text", "", 100)
    taken = 0
    if verdict and verdict.fate == "review":
        left = ("review", verdict.rule, verdict.confidence)
    elif verdict and not verdict.stays:
        for part in verdict.parts:
            end = taken + part.length if part.length else len(passage.raw)
            raw = passage.raw[taken:end]
            line = passage.line + line_ends(passage.raw[:taken])
            keys = tuple(dict.fromkeys(key for key, _ in part.states))
            yield Piece(line, raw, part.fate, part.rule, part.confidence, keys)
            taken = end
    raw = passage.raw[taken:]
    line = passage.line + line_ends(passage.raw[:taken])
    start = 0
    for change in _changes(raw, quoted):
        if change.start > start:
            yield Piece(line, raw[start : change.start], *left)
            line += line_ends(raw[start : change.start])
        fate: Fate = "repair" if change.becomes else "cut"
        yield Piece(line, raw[change.start : change.end], fate, change.rule, becomes=change.becomes)
        start = change.end
    if start < len(raw):
        yield Piece(line, raw[start:], *left)


def _changes(raw: str, quoted: bool) -> list[Repair]:
    """What is repaired in a text that stays; what goes: what no reader sees of it, and marks of quoting."""
    changes = list(repairs(raw))
    if quoted:
        changes += [Repair(found.start(), found.end(), "", "quote-mark") for found in QUOTE.finditer(raw)]
        changes.sort()
    if not changes and not UNSEEN.search(raw):
        return []
    start = 0
    between = []
    for change in (*changes, None):
        end = change.start if change else len(raw)
        unseen = UNSEEN.finditer(raw, start, end)
        between += [Repair(found.start(), found.end(), "", "unseen-character") for found in unseen]
        start = change.end if change else end
    return sorted(changes + between)


def _lines_left(pieces: Sequence[Piece]) -> list[str]:
    """The trimmed lines of what stays in the text, without blank ones."""
    left = "".join(map(_kept, pieces))
    left = left.strip("\r\n")
    # Most passages are one line, and need not be searched for the ends of several.
    lines = LINE_END.split(left) if "\n" in left or "\r" in left else [left]
    return [line for line in map(tidy, lines) if line]


def _kept(piece: Piece) -> str:
    """What of a piece stands in the article."""
    return piece.becomes or (piece.raw if piece.fate in {"text", "review"} else "")


def _first(pattern: re.Pattern[str], pieces: Sequence[Piece], rule: str) -> Found | None:
    """The first match in what stays in the text, and its line."""
    for piece in pieces:
        if piece.fate in {"text", "review"} and (match := pattern.search(piece.raw)):
            return Found(match[0], piece.line + line_ends(piece.raw[: match.start()]), rule)
    return None


def _day_of_filing(pieces: Sequence[Piece]) -> Found | None:
    """The day and month in a dateline that was cut out of the text."""
    for piece in pieces:
        if piece.rule == "dateline" and (match := _FILED.search(piece.raw)):
            return Found(match[0], piece.line, "day-of-filing")
    return None


def _notes(pieces: Sequence[Piece]) -> Iterator[str]:
    """What an editor has to look at before the text may be published."""
    for rule in dict.fromkeys(piece.rule for piece in pieces if piece.fate == "review"):
        where = _lines_of([p.line for p in pieces if p.fate == "review" and p.rule == rule])
        yield f"text: marked '{rule}' and left in, {where}"
    if captions := [p.line for p in pieces if p.rule == "caption-outside"]:
        yield f"captions: cut with what lies around the story, {_lines_of(captions)}; is one of its picture?"
    if odd := _first(_MOJIBAKE, pieces, "mojibake"):
        yield f"text: '{odd.value}' in line {odd.line} looks like letters read in the wrong encoding"
    if not any(p.fate in {"text", "review"} and p.raw.strip() for p in pieces):
        yield "text: no story is left once furniture and fields are out"


def _lines_of(lines: Sequence[int]) -> str:
    more = f" and {len(lines) - 5} more" if len(lines) > 5 else ""
    return f"line {', '.join(map(str, lines[:5]))}{more}"
