"""Reads a raw plain text: what is story, what states a fact about it, what is furniture.

A pure function of the text, the vocabulary and the rules; knows no file, no charset and no date but
those that are written there. Every character of the raw text ends up in exactly one `Piece`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec import Struct

from site_builder.importing import fields
from site_builder.importing.line_rules import (
    LINE_RULES,
    LIST_HEADING,
    LIST_LINE,
    SURE,
    Rule,
    first_match,
)
from site_builder.importing.markdown_text import paragraph
from site_builder.importing.passages import UNSEEN, Passage, is_prose, split_passages, tidy
from site_builder.importing.vocabulary import TagCount, count_tags
from site_builder.settings import TagSetting

Fate = Literal["text", "field", "cut", "review"]
LONGEST_TITLE = 250  # characters
LONGEST_LIST = 30  # headlines; what goes on for longer is no list of other articles

_DAY_WORD = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:yesterday|today)\b")
# UTF-8 that was once read as Windows-1252.
_MOJIBAKE = re.compile(r"â€[^\s\w]|â€\w|Ã[\u0080-\u00bf©¨¶¼¤±]|Â[\u00a0«»£©]")


class Piece(Struct, frozen=True):
    """Some characters of the raw text and what became of them."""

    line: int  # on which it begins, from 1
    raw: str  # never empty; all pieces, one after the other, are the raw text
    fate: Fate = "text"
    rule: str = ""  # what decided; "" for text
    confidence: int = 100  # of that rule, of 100
    keys: tuple[str, ...] = ()  # of a field: where in the front matter it went, without repeats


class Found(Struct, frozen=True):
    """A fact that the text states."""

    value: str
    line: int
    rule: str


class Reading(Struct, frozen=True):
    """What a raw text says. A fact that it does not state is missing."""

    pieces: tuple[Piece, ...]
    facts: dict[str, tuple[Found, ...]]  # title, date, updated, authors, dateline, agency, url, also
    body: str  # Markdown; "" when no text is left
    tags: tuple[TagCount, ...]
    day_word: Found | None = None  # the first word such as Monday, for want of a date
    notes: tuple[str, ...] = ()  # what an editor has to look at: "text: …"

    def first(self, key: str) -> str:
        """The fact's first value, or ""."""
        return self.facts[key][0].value if key in self.facts else ""

    def all(self, key: str) -> tuple[str, ...]:
        """The fact's values in the order of the text, without repeats."""
        return tuple(dict.fromkeys(found.value for found in self.facts.get(key, ())))


class _Verdict(Struct, frozen=True):
    """What is to become of a passage, or of its first `length` raw characters (all of them when 0)."""

    rule: str
    confidence: int = 95
    states: fields.Stated = ()
    length: int = 0

    @property
    def fate(self) -> Fate:
        if self.confidence < SURE:
            return "review"
        return "field" if self.states else "cut"


_Verdicts = dict[int, _Verdict]  # by the passage's number


def read_plain_text(
    text: str, vocabulary: Mapping[str, TagSetting], *, rules: Sequence[Rule] = LINE_RULES
) -> Reading:
    """The reading of a raw text. Never fails: in the worst case all of it is text.

    The first passage that is neither furniture nor prose is the title. Bylines and dates are sought
    before the first and after the last prose only, so that none is taken out of the story.
    """
    passages = split_passages(text, lambda line: first_match(line, rules) is not None)
    verdicts = _furniture(passages, rules)
    verdicts |= _lists(passages, verdicts)
    verdicts |= _title(passages, verdicts)
    verdicts |= _edges(passages, verdicts)
    verdicts |= _dateline(passages, verdicts)

    pieces: list[Piece] = []
    paragraphs: list[str] = []
    facts: dict[str, tuple[Found, ...]] = {}
    for number, passage in enumerate(passages):
        verdict = verdicts.get(number)
        own, kept = _pieces(passage, verdict)
        pieces += own
        if kept:
            doubt = verdict.rule if verdict and verdict.fate == "review" else ""
            paragraphs.append(paragraph(kept, doubt))
        if verdict and verdict.fate == "field":
            for key, value in verdict.states:
                facts[key] = (*facts.get(key, ()), Found(value, passage.line, verdict.rule))

    title = facts["title"][0].value if "title" in facts else ""
    story = "".join(piece.raw for piece in pieces if piece.fate == "text")
    return Reading(
        pieces=tuple(pieces),
        facts=facts,
        body="\n\n".join(paragraphs) + "\n" if paragraphs else "",
        tags=count_tags(title, story, vocabulary),
        day_word=_day_word(pieces),
        notes=_notes(pieces),
    )


def _furniture(passages: Sequence[Passage], rules: Sequence[Rule]) -> _Verdicts:
    matches = ((number, first_match(p.text, rules)) for number, p in enumerate(passages))
    return {number: _Verdict(rule.id, rule.confidence) for number, rule in matches if rule}


def _lists(passages: Sequence[Passage], verdicts: _Verdicts) -> _Verdicts:
    """Lists of other articles: at the end of the text surely so, before more prose perhaps not."""
    found: _Verdicts = {}
    for number, passage in enumerate(passages):
        if number in verdicts or number in found or len(passage.text) > LONGEST_TITLE:
            continue
        if (line := LIST_LINE.fullmatch(passage.text)) and not is_prose(line["headline"]):
            found[number] = _Verdict("related-line", 92, (("also", line["headline"]),))
        elif LIST_HEADING.fullmatch(passage.text):
            items = _items_after(number, passages, verdicts)
            after = items[-1] + 1 if items else number + 1
            goes_on = any(is_prose(p.text) for n, p in enumerate(passages[after:], after) if n not in verdicts)
            sure = not items or (not goes_on and len(items) <= LONGEST_LIST)
            found[number] = _Verdict("related-heading", 95 if sure else 70)
            for item in items:
                headline = passages[item].text.lstrip("•*-– ")
                found[item] = _Verdict("related-list", 95 if sure else 70, (("also", headline),))
    return found


def _items_after(heading: int, passages: Sequence[Passage], verdicts: _Verdicts) -> list[int]:
    """The numbers of the headlines that follow a list's heading, furniture between them passed over."""
    items = []
    for number in range(heading + 1, len(passages)):
        if number in verdicts:
            continue
        text = passages[number].text
        if is_prose(text) or fields.sign_off(text) or fields.byline(text) or LIST_HEADING.fullmatch(text):
            break
        items.append(number)
    return items


def _title(passages: Sequence[Passage], verdicts: _Verdicts) -> _Verdicts:
    """The headline, and its repetitions before the story."""
    head = _before_prose(passages, verdicts)
    labelled = [n for n in head if fields.label(passages[n].text)]
    stated = [n for n in labelled if fields.label(passages[n].text)[0][0] == "title"]
    plain = [n for n in head if n not in labelled and not _states_something(passages[n].text)]
    if stated:
        title = fields.label(passages[stated[0]].text)[0][1]
        found = {stated[0]: _Verdict("label", 98, (("title", title),))}
    elif plain and len(passages[plain[0]].text) <= LONGEST_TITLE:
        title = passages[plain[0]].text
        found = {plain[0]: _Verdict("headline", 95, (("title", title),))}
    else:
        return {}
    repeated = (n for n in head if n not in found and passages[n].text == title)
    return found | {n: _Verdict("repeated-headline") for n in repeated}


def _edges(passages: Sequence[Passage], verdicts: _Verdicts) -> _Verdicts:
    """Facts stated on lines of their own before and after the story."""
    head = _before_prose(passages, verdicts)
    tail = [n for n in _after_prose(passages, verdicts) if n not in head]
    found: _Verdicts = {}
    for number in (*head, *tail):
        text = passages[number].text
        if stated := fields.label(text) if number in head else ():
            found[number] = _Verdict("label", 98, stated)
        elif stated := fields.byline(text):
            found[number] = _Verdict("byline", 95, stated)
        elif stated := fields.sign_off(text) if number in tail else ():
            found[number] = _Verdict("sign-off", 95, stated)
        elif stated := fields.date_line(text):
            found[number] = _Verdict("date-line", 95, stated)
        elif fields.is_doubtful_date(text):
            found[number] = _Verdict("doubtful-date", 50)
    return found


def _dateline(passages: Sequence[Passage], verdicts: _Verdicts) -> _Verdicts:
    """The place before the first words of the story."""
    story = (n for n, p in enumerate(passages) if n not in verdicts and is_prose(p.text))
    for number in story:
        length, states = fields.dateline(passages[number].raw)
        return {number: _Verdict("dateline", 95, states, length)} if length else {}
    return {}


def _before_prose(passages: Sequence[Passage], verdicts: _Verdicts) -> list[int]:
    """The numbers of the undecided passages before the first prose."""
    head = []
    for number, passage in enumerate(passages):
        if number in verdicts or not passage.text:
            continue
        if is_prose(passage.text):
            break
        head.append(number)
    return head


def _after_prose(passages: Sequence[Passage], verdicts: _Verdicts) -> list[int]:
    """The numbers of the undecided passages after the last prose."""
    tail = []
    for number in reversed(range(len(passages))):
        if number in verdicts or not passages[number].text:
            continue
        if is_prose(passages[number].text):
            break
        tail.append(number)
    return tail[::-1]


def _states_something(text: str) -> bool:
    return bool(fields.byline(text) or fields.date_line(text) or fields.is_doubtful_date(text))


def _pieces(passage: Passage, verdict: _Verdict | None) -> tuple[list[Piece], list[str]]:
    """A passage's pieces, and the lines of it that stay in the text, trimmed."""
    whole = verdict is not None and verdict.length == 0
    taken = 0
    pieces: list[Piece] = []
    if verdict and verdict.fate != "review":
        taken = len(passage.raw) if whole else verdict.length
        keys = tuple(dict.fromkeys(key for key, _ in verdict.states)) if verdict.fate == "field" else ()
        raw = passage.raw[:taken]
        pieces.append(Piece(passage.line, raw, verdict.fate, verdict.rule, verdict.confidence, keys))
    rest = passage.raw[taken:]
    line = passage.line + passage.raw[:taken].count("\n")
    stays = Piece(line, rest)
    if verdict and verdict.fate == "review":
        stays = Piece(line, rest, "review", verdict.rule, verdict.confidence)
    pieces += _without_unseen(stays)
    kept = [tidy(line) for line in re.split(r"\r\n|\r|\n", rest)]
    return pieces, [line for line in kept if line]
