"""Decides what each passage of a raw text is. Knows nothing of Markdown, files or vocabularies.

The deciders are asked one after the other, the surest first; each sees what was decided before it. A
passage on which none decides is part of the story.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice, takewhile

from msgspec import Struct

from site_builder.importing.plain import fields
from site_builder.importing.plain.line_rules import LIST_HEADING, LIST_LINE, SURE, Rule, first_match
from site_builder.importing.plain.passages import Passage, is_prose
from site_builder.importing.plain.shape import Shape, shape_of, word_count
from site_builder.importing.reading import Fate

LONGEST_TITLE = 250  # characters
LONGEST_LIST = 30  # headlines; what goes on for longer is no list of other articles
EDGE = 30  # passages before the first prose and after the last that may state a fact


class Verdict(Struct, frozen=True):
    """What is to become of a passage, or of its first `length` raw characters (all of them when 0)."""

    rule: str
    confidence: int = 95
    states: fields.Stated = ()
    length: int = 0

    @property
    def fate(self) -> Fate:
        """What becomes of the line: a rule that is not sure cuts nothing."""
        if self.confidence < SURE:
            return "review"
        return "field" if self.states else "cut"


Verdicts = dict[int, Verdict]  # by the passage's number


def decide(passages: Sequence[Passage], rules: Sequence[Rule]) -> Verdicts:
    """What becomes of every passage that does not simply stay in the text.

    The first passage that is neither furniture nor prose is the title. Bylines and dates are sought
    before the first and after the last prose only, so that none is taken out of the story.
    """
    verdicts = _furniture(passages, rules)
    shape = shape_of(passages, verdicts)
    if shape.dump:
        verdicts |= _outside(passages, shape, verdicts)
    for decider in (_lists, _title, _edges, _dateline):
        verdicts |= decider(passages, verdicts)
    return verdicts | _clutter(passages, shape, verdicts) if shape.dump else verdicts


def _furniture(passages: Sequence[Passage], rules: Sequence[Rule]) -> Verdicts:
    matches = ((number, first_match(p.text, rules)) for number, p in enumerate(passages))
    return {number: Verdict(rule.id, rule.confidence) for number, rule in matches if rule}


def _outside(passages: Sequence[Passage], shape: Shape, verdicts: Verdicts) -> Verdicts:
    """What lies around the story of a dumped page. Its first line, the page's own title, may state the headline."""
    outside = (*range(shape.start), *range(shape.end, len(passages)))
    found = {n: Verdict("outside-the-story", 92) for n in outside if n not in verdicts}
    if not shape.headline and 0 in found and (title := fields.page_title(passages[0].text)):
        found[0] = Verdict("page-title", 90, (("title", title),))
    return found


def _clutter(passages: Sequence[Passage], shape: Shape, verdicts: Verdicts) -> Verdicts:
    """Buttons and labels between the headline of a dumped page and its first sentence.

    What is long enough for a subheading stays for an editor to judge.
    """
    head = _before_prose(passages, verdicts)
    return {n: Verdict("page-label", 92 if word_count(passages[n].text) <= 5 else 60) for n in head}


def _lists(passages: Sequence[Passage], verdicts: Verdicts) -> Verdicts:
    """Lists of other articles: at the end of the text surely so, before more prose perhaps not."""
    found: Verdicts = {}
    prose = (n for n in range(len(passages) - 1, -1, -1) if n not in verdicts and is_prose(passages[n].text))
    last_prose = next(prose, -1)
    lines = 0
    for number, passage in enumerate(passages):
        if number in verdicts or number in found or len(passage.text) > LONGEST_TITLE:
            continue
        if (line := LIST_LINE.fullmatch(passage.text)) and not is_prose(line["headline"]):
            lines += 1
            confidence = 92 if lines <= LONGEST_LIST else 70
            found[number] = Verdict("related-line", confidence, (("also", line["headline"]),))
        elif LIST_HEADING.fullmatch(passage.text):
            items = _items_after(number, passages, verdicts)
            sure = not items or (last_prose < number and len(items) <= LONGEST_LIST)
            found[number] = Verdict("related-heading", 95 if sure else 70)
            for item in items:
                headline = passages[item].text.lstrip("•*-– ")
                found[item] = Verdict("related-list", 95 if sure else 70, (("also", headline),))
    return found


def _items_after(heading: int, passages: Sequence[Passage], verdicts: Verdicts) -> list[int]:
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


def _title(passages: Sequence[Passage], verdicts: Verdicts) -> Verdicts:
    """The headline, and its repetitions before the story."""
    head = _before_prose(passages, verdicts)
    labels = {n: stated for n in head if (stated := fields.label(passages[n].text))}
    titles = [Verdict("label", 98, stated) for stated in labels.values() if stated[0][0] == "title"]
    plain = (n for n in head if n not in labels and not _states_something(passages[n].text))
    if titles:
        return {n: titles[0] for n, stated in labels.items() if stated == titles[0].states}
    number = next((n for n in plain if _is_title(passages[n].text)), -1)
    if number < 0:
        return {}
    title = passages[number].text
    repeated = (n for n in head if n > number and passages[n].text == title)
    found = {number: Verdict("headline", 95, (("title", title),))}
    return found | {n: Verdict("repeated-headline") for n in repeated}


def _is_title(text: str) -> bool:
    """Whether a first line can be a headline: not `Urgent:`, nor the one word of a button or a section."""
    words = text.split()
    return len(text) <= LONGEST_TITLE and not text.endswith(":") and (len(words) > 1 or not text.isascii())


def _edges(passages: Sequence[Passage], verdicts: Verdicts) -> Verdicts:
    """Facts stated on lines of their own before and after the story."""
    head = _before_prose(passages, verdicts)
    tail = [n for n in _after_prose(passages, verdicts) if n not in head]
    readers = {
        "label": (98, fields.label, head),
        "byline": (95, fields.byline, head + tail),
        "sign-off": (95, fields.sign_off, tail),
        "date-line": (95, fields.date_line, head + tail),
    }
    found: Verdicts = {}
    for rule, (confidence, read, numbers) in readers.items():
        for number in numbers:
            if number not in found and (stated := read(passages[number].text)):
                found[number] = Verdict(rule, confidence, stated)
    doubtful = (n for n in head + tail if n not in found and fields.is_doubtful_date(passages[n].text))
    return found | {n: Verdict("doubtful-date", 50) for n in doubtful}


def _dateline(passages: Sequence[Passage], verdicts: Verdicts) -> Verdicts:
    """The place before the first words of the story."""
    story = (n for n, p in enumerate(passages) if n not in verdicts and is_prose(p.text))
    for number in story:
        length, states = fields.dateline(passages[number].raw)
        return {number: Verdict("dateline", 95, states, length)} if length else {}
    return {}


def _before_prose(passages: Sequence[Passage], verdicts: Verdicts) -> list[int]:
    """The numbers of the first undecided passages, up to the first prose."""
    return _until_prose(passages, verdicts, range(len(passages)))


def _after_prose(passages: Sequence[Passage], verdicts: Verdicts) -> list[int]:
    """The numbers of the last undecided passages, down to the last prose, in the text's order."""
    return _until_prose(passages, verdicts, range(len(passages) - 1, -1, -1))[::-1]


def _until_prose(passages: Sequence[Passage], verdicts: Verdicts, numbers: Iterable[int]) -> list[int]:
    undecided = (n for n in numbers if n not in verdicts and passages[n].text)
    return list(takewhile(lambda n: not is_prose(passages[n].text), islice(undecided, EDGE)))


def _states_something(text: str) -> bool:
    return bool(fields.byline(text) or fields.date_line(text) or fields.is_doubtful_date(text))
