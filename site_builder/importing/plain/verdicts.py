"""Decides what each passage of a raw text is. Knows nothing of Markdown, files or vocabularies.

The deciders are asked one after the other, the surest first; each sees what was decided before it. A
passage on which none decides is part of the story.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice, pairwise, takewhile

from msgspec import structs

from site_builder.importing.plain import fields, forwarded
from site_builder.importing.plain.dates import is_doubtful_date
from site_builder.importing.plain.furniture import line_key
from site_builder.importing.plain.line_rules import Matcher
from site_builder.importing.plain.passages import QUOTE, Passage, is_prose, word_count
from site_builder.importing.plain.shape import Shape, is_sentence, shape_of
from site_builder.importing.plain.teasers import LIST_HEADING, teaser
from site_builder.importing.plain.verdict import Verdict, Verdicts
from site_builder.importing.plain.worded_fields import Readers

LONGEST_TITLE = 250  # characters
LONGEST_LIST = 30  # headlines; what goes on for longer is no list of other articles
NEAR = 3  # passages on either side of a dump's story in which a long sentence may belong to it
LONG_SENTENCE = 15  # words
SHORT_LIST = 6  # headlines; amid a story a list of other articles has no more
LONGEST_SIGNATURE = 12  # passages, with the line of dashes
EDGE = 30  # passages before the first prose and after the last that may state a fact
_CORRECTION = re.compile(
    r"\W*(?:corrections?|clarifications?|corrected|erratum)\b(?:\s\([^)]{1,40}\))?\s*:.{10,}"
    r"|\W*(?:an )?(?:earlier|previous|original) versions? of this (?:article|story|report|post|headline)\b.+"
    r"|\W*this (?:article|story|report|post) (?:has been|was) (?:corrected|updated|amended|clarified)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_NOTE = re.compile(
    r"\W*(?:editor(?:s|['’]s|s['’])?|author['’]s) note\s*[:—-].{10,}", re.IGNORECASE | re.DOTALL
)
_SIGNATURE = re.compile(r"-- (?:\r?\n|\Z)")
_SHARING = re.compile(r"(?:share )?(?:all sharing options for:?)?", re.IGNORECASE)
_TWO_SENTENCES = re.compile(r"[^\W\d_]{4,}[.]\s+[A-Z]")
_ENOUGH_OF_A_HEADLINE = 4  # words that a headline has to have where shorter lines stand above it, or to
# be cut from the paragraph it was joined to
_FEW_WORDS = 2  # of a line that is no headline where a longer one follows


def decide(
    passages: Sequence[Passage], match: Matcher, recurring: Collection[str] = (), language: str = ""
) -> Verdicts:
    """What becomes of every passage that does not simply stay in the text.

    The first passage that is neither furniture nor prose is the title. Bylines and dates are sought
    before the first and after the last prose only, so that none is taken out of the story. `match` knows
    furniture (`line_rules.matcher`); `recurring` holds the keys of lines that are known from other
    articles of the source (`furniture.line_key`); `language` is the one that the text is in, as far as known.
    """
    readers = Readers(language)
    verdicts = _furniture(passages, match, recurring) | _signature(passages)
    verdicts |= forwarded.verdicts_on(passages, readers)
    shape = shape_of(passages, {n for n, verdict in verdicts.items() if verdict.rule != "recurring-line"})
    if shape.dump:
        verdicts |= _outside(passages, shape, verdicts)
    for decider in (_lists, _sections, _highlights):
        verdicts |= decider(passages, verdicts)
    verdicts |= _title(passages, verdicts, readers)
    verdicts |= _edges(passages, verdicts, readers)
    verdicts |= _notes(passages, verdicts)
    if shape.dump:
        verdicts |= _clutter(passages, verdicts)
    return verdicts | _beginning(passages, verdicts, readers)


def _furniture(passages: Sequence[Passage], match: Matcher, recurring: Collection[str]) -> Verdicts:
    found: Verdicts = {}
    for number, passage in enumerate(passages):
        if rule := match(passage.text):
            found[number] = Verdict(rule.id, rule.confidence, rule.states(passage.text))
        elif recurring and line_key(passage.text) in recurring:
            found[number] = Verdict("recurring-line", 70)
    return found


def _signature(passages: Sequence[Passage]) -> Verdicts:
    """What stands below a mail's last line of two dashes and a blank (RFC 3676, section 4.3)."""
    marks = [n for n, passage in enumerate(passages) if _SIGNATURE.match(passage.raw)]
    if not marks or not marks[-1] or len(passages) - marks[-1] > LONGEST_SIGNATURE:
        return {}
    return {n: Verdict("mail-signature") for n in range(marks[-1], len(passages))}


def _outside(passages: Sequence[Passage], shape: Shape, verdicts: Verdicts) -> Verdicts:
    """What lies around the story of a dumped page; its first line may state the headline."""
    outside = (*range(shape.start), *range(shape.end, len(passages)))
    found = {n: _outsider(verdicts.get(n)) for n in outside if _leaves_nothing(verdicts.get(n))}
    for n in (*range(shape.start - NEAR, shape.start), *range(shape.end, shape.end + NEAR)):
        if n in found and n not in verdicts and _may_be_story(passages[n].text):
            found[n] = Verdict("edge-of-story", 60)
    if not shape.headline and 0 in found and (title := fields.page_title(passages[0].text)):
        found[0] = Verdict("page-title", 90, (("title", title),))
    # What is a number and no more was part of the page's look, wherever it stands in a dump.
    inside = range(shape.start, shape.end)
    return found | {n: Verdict("page-label", 92) for n in inside if _is_number(verdicts.get(n))}


def _outsider(verdict: Verdict | None) -> Verdict:
    """What lies outside is cut; a picture's caption by a rule of its own, so that a note can name it."""
    is_caption = verdict is not None and any(key == "captions" for key, _ in verdict.states)
    return Verdict("caption-outside" if is_caption else "outside-the-story", 92)


def _may_be_story(text: str) -> bool:
    words = word_count(text)
    return words >= LONG_SENTENCE and is_sentence(text, words)


def _leaves_nothing(verdict: Verdict | None) -> bool:
    """Whether nothing was decided, or nothing that is sure and worth keeping."""
    return verdict is None or verdict.fate != "cut"


def _is_number(verdict: Verdict | None) -> bool:
    return verdict is not None and verdict.rule == "number-alone"


def _clutter(passages: Sequence[Passage], verdicts: Verdicts) -> Verdicts:
    """Buttons and labels between the headline of a dumped page and its first sentence.

    What is long enough for a subheading, or may be the author's name, stays for an editor to judge.
    """
    found: Verdicts = {}
    for number in _before_prose(passages, verdicts):
        text = passages[number].text
        if fields.is_name(text):
            found[number] = Verdict("name-alone", 60)
        else:
            found[number] = Verdict("page-label", 92 if word_count(text) <= 5 else 60)
    return found


def _lists(passages: Sequence[Passage], verdicts: Verdicts) -> Verdicts:
    """Lists of other articles: at the end of the text, or of several, surely so; else perhaps not."""
    found: Verdicts = {}
    prose = (n for n in range(len(passages) - 1, -1, -1) if n not in verdicts and is_prose(passages[n].text))
    last_prose = next(prose, -1)
    lines = 0
    for number, passage in enumerate(passages):
        if number in verdicts or number in found or len(passage.text) > LONGEST_TITLE:
            continue
        if headline := teaser(passage.text):
            lines += 1
            confidence = 92 if lines <= LONGEST_LIST else 70
            found[number] = Verdict("related-line", confidence, (("also", headline),))
        elif heading := LIST_HEADING.fullmatch(passage.text):
            items = _items_after(number, passages, verdicts)
            at_end = last_prose < number and len(items) <= LONGEST_LIST
            # One line might be a subheading of the story, several after a colon are not.
            several = heading["colon"] and 2 <= len(items) <= SHORT_LIST
            sure = not items or at_end or several
            found[number] = Verdict("related-heading", 95 if sure else 70)
            for item in items:
                headline = passages[item].text.lstrip("•*-– ")
                states = () if headline.endswith(":") else (("also", headline),)
                found[item] = Verdict("related-list", 95 if sure else 70, states)
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
        if len(items) > LONGEST_LIST:
            break
    return items


def _sections(passages: Sequence[Passage], verdicts: Verdicts) -> Verdicts:
    """The trail of sections above a headline, and a label that says what kind of article follows."""
    head = _before_prose(passages, verdicts)
    trails = {n: stated for n in head if (stated := fields.section_path(passages[n].text))}
    kinds = {n: stated for n in head if (stated := fields.kind_label(passages[n].text))}
    return {n: Verdict("section-path", 95, stated) for n, stated in trails.items()} | {
        n: Verdict("kind-label", 95, stated) for n, stated in kinds.items()
    }


def _highlights(passages: Sequence[Passage], verdicts: Verdicts) -> Verdicts:
    """The points of a summary that began on a line before: what follows it up to the story."""
    label = next((n for n, verdict in verdicts.items() if verdict.rule == "highlights"), len(passages))
    points = (n for n in _before_prose(passages, verdicts) if n > label)
    return {n: Verdict("highlights", 92, (("highlights", passages[n].text),)) for n in points}


def _title(passages: Sequence[Passage], verdicts: Verdicts, readers: Readers) -> Verdicts:
    """The headline, and its repetitions before the story."""
    head = _before_prose(passages, verdicts)
    labels = {n: stated for n in head if (stated := fields.label(passages[n].text))}
    titles = [Verdict("label", 98, stated) for stated in labels.values() if stated[0][0] == "title"]
    if titles:
        return {n: titles[0] for n, stated in labels.items() if stated == titles[0].states}
    plain = (n for n in head if n not in labels and not readers.states_something(passages[n].text))
    number, *above = _with_those_above((n for n in plain if _is_title(passages[n].text)), passages)
    if number < 0:
        return {}
    title = passages[number].text
    repeated = (n for n in head if n > number and passages[n].text == title)
    found = {number: Verdict("headline", 90 if above else 95, (("title", title),))}
    found |= {n: Verdict("doubtful-headline", 60) for n in above}
    return found | {n: Verdict("repeated-headline") for n in repeated}


def _with_those_above(candidates: Iterator[int], passages: Sequence[Passage]) -> tuple[int, ...]:
    """The headline's number, then those of lines above it too short to be one; (-1,) where there is none.

    One or two words may be a button or a section where a longer line follows; else they are the headline.
    """
    short: list[int] = []
    for number in candidates:
        words = word_count(passages[number].text)
        if not short and words > _FEW_WORDS:
            return (number,)
        if words >= _ENOUGH_OF_A_HEADLINE and not passages[number].text[0].islower():
            return (number, *short)
        short.append(number)
    return (short[0],) if short else (-1,)


def _is_title(text: str) -> bool:
    """Whether a first line can be a headline: not `Urgent:`, a button's one word, names, or a caption."""
    words = text.split()
    if len(text) > LONGEST_TITLE or text.endswith(":") or (len(words) < 2 and text.isascii()):
        return False
    return not _TWO_SENTENCES.search(text) and not (" and " in text and fields.all_names(text))


def _edges(passages: Sequence[Passage], verdicts: Verdicts, worded: Readers) -> Verdicts:
    """Facts stated on lines of their own before and after the story."""
    head = _before_prose(passages, verdicts)
    tail = [n for n in _after_prose(passages, verdicts) if n not in head]
    readers = {
        "label": (98, fields.label, head),
        "byline": (95, worded.byline, head + tail),
        "place-line": (95, worded.place_line, head),
        "credit-line": (95, fields.credit_line, head),
        "sign-off": (95, fields.sign_off, tail),
        "date-line": (95, worded.date_line, head + tail),
    }
    found: Verdicts = {}
    for rule, (confidence, read, numbers) in readers.items():
        for number in numbers:
            if number not in found and (stated := read(passages[number].text)):
                found[number] = Verdict(rule, confidence, stated)
    # Above the headline, or without one, what another language words like a byline may be the headline.
    title = next((n for n, verdict in verdicts.items() if verdict.rule == "headline"), len(passages))
    found |= {
        n: structs.replace(verdict, rule="doubtful-byline", confidence=60)
        for n, verdict in found.items()
        if verdict.rule == "byline" and n < title and not fields.byline(passages[n].text)
    }
    for by, name in pairwise(head):
        # `By` and the name, each on a line of its own.
        if passages[by].text.lower().rstrip(":") == "by" and (stated := fields.names(passages[name].text)):
            found[by] = Verdict("byline", 95)
            found[name] = Verdict("byline", 95, stated)
    authors = {value for verdict in found.values() for key, value in verdict.states if key == "authors"}
    found |= {
        n: Verdict("repeated-byline") for n in head + tail if n not in found and passages[n].text in authors
    }
    found |= {
        n: Verdict("doubtful-byline", 50)
        for n in head
        if n not in found and worded.doubtful_line(passages[n].text)
    }
    doubtful = (n for n in head + tail if n not in found and is_doubtful_date(passages[n].text))
    return found | {n: Verdict("doubtful-date", 50) for n in doubtful}


def _notes(passages: Sequence[Passage], verdicts: Verdicts) -> Verdicts:
    """Corrections and editors' notes: part of what was published, so they stay; but they are data as well."""
    found: Verdicts = {}
    for number, passage in enumerate(passages):
        if number in verdicts or not passage.text:
            continue
        start = passage.text[:200]
        if _CORRECTION.fullmatch(start):
            found[number] = Verdict("correction", 95, (("corrections", passage.text),), stays=True)
        elif _NOTE.fullmatch(start):
            found[number] = Verdict("editors-note", 95, (("notes", passage.text),), stays=True)
    return found


def _beginning(passages: Sequence[Passage], verdicts: Verdicts, readers: Readers) -> Verdicts:
    """What stands before the first words of the story: the headline once more, and the place."""
    story = (n for n, p in enumerate(passages) if n not in verdicts and is_prose(p.text))
    number = next(story, -1)
    if number < 0:
        return {}
    raw = passages[number].raw
    quote = QUOTE.match(raw) if not passages[number].text.startswith(">") else None
    mark = Verdict("quote-mark", 95, (), quote.end()) if quote else None
    titles = (value for v in verdicts.values() for key, value in v.states if key == "title")
    begin = quote.end() if quote else 0
    headline = _joined_headline(raw[begin:], next(titles, ""), mark)
    length, states = readers.dateline(
        raw[sum(part.length for part in headline.parts) if headline else begin :]
    )
    if length:
        return {number: Verdict("dateline", 95, states, length, before=headline or mark)}
    return {number: headline} if headline else {}


def _joined_headline(raw: str, title: str, mark: Verdict | None) -> Verdict | None:
    """What of a paragraph's beginning is the headline again, perhaps behind a button or a caption.

    What follows must begin a sentence, or the paragraph's own words begin like the headline. `mark` is what
    stands before the paragraph.
    """
    at = raw.find(title, 0, LONGEST_TITLE * 2)
    if at < 0 or len(title.split()) < _ENOUGH_OF_A_HEADLINE:
        return None
    end = at + len(title)
    after = raw[end:].lstrip()
    if len(after) == len(raw) - end or not (after[:1].isupper() or after[:1] in {*"\"“‘'("}):
        return None
    headline = Verdict("repeated-headline", 95, (), len(raw) - len(after) - at, before=mark)
    lead = raw[:at].strip()
    if _SHARING.fullmatch(lead):
        return structs.replace(headline, length=headline.length + at)
    if fields.is_captioned(lead):
        caption = Verdict("photo-caption", 92, (("captions", lead),), at, before=mark)
        return structs.replace(headline, before=caption)
    return None


def _before_prose(passages: Sequence[Passage], verdicts: Verdicts) -> list[int]:
    """The numbers of the first undecided passages, up to the first prose."""
    return _until_prose(passages, verdicts, range(len(passages)))


def _after_prose(passages: Sequence[Passage], verdicts: Verdicts) -> list[int]:
    """The numbers of the last undecided passages, down to the last prose, in the text's order."""
    return _until_prose(passages, verdicts, range(len(passages) - 1, -1, -1))[::-1]


def _until_prose(passages: Sequence[Passage], verdicts: Verdicts, numbers: Iterable[int]) -> list[int]:
    undecided = (n for n in numbers if n not in verdicts and passages[n].text)
    return list(takewhile(lambda n: not is_prose(passages[n].text), islice(undecided, EDGE)))
