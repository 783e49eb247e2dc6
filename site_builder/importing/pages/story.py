"""Decides what each block of a page is: story, a fact about it, furniture, or outside. Knows no Markdown.

trafilatura's choice is where it begins. Then the story is completed with what plainly belongs to it, and
rid of what plainly does not, each time by a rule with a name. Rules look at where a block stands, how
much of it is links, and what its neighbours are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from site_builder.importing.pages import page_rules
from site_builder.importing.pages.authors import byline_names, fold, persons, says_by
from site_builder.importing.pages.blocks import Block
from site_builder.importing.pages.metadata import Facts
from site_builder.importing.pages.page_rules import matches
from site_builder.importing.pages.plain_rules import (
    LINE_RULES,
    LIST_HEADING,
    SURE,
    Rule,
    byline,
    date_line,
    first_match,
    is_prose,
    teaser,
)
from site_builder.importing.pages.surroundings import Surroundings
from site_builder.importing.pages.titles import alike
from site_builder.importing.pages.votes import LINKED, TAKEN
from site_builder.importing.reading import Fate

_OUTSIDE = frozenset({"caption", "navigation", "form", "aside", "furniture", "hidden"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
LONGEST_HEAD = 2000  # characters of a line that may repeat a title or a summary
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_BY = re.compile(r"(?:by|von|por|par|di|door)\b:?\s+\S.*", re.IGNORECASE)
_READING_TIME = re.compile(r"\d+ ?[- ]?min(?:ute)?s?(?: read)?|.{0,20}read time.{0,20}", re.IGNORECASE)


class Verdict(Struct, frozen=True):
    """What becomes of a block."""

    fate: Fate = "text"
    rule: str = ""
    confidence: int = 100
    keys: tuple[str, ...] = ()  # of a field
    values: tuple[tuple[str, str], ...] = ()  # facts that the block itself states


TEXT = Verdict()
OUTSIDE = Verdict("cut", "outside-the-story")


def decide(
    blocks: Sequence[Block], votes: Sequence[int], facts: Facts, rules: Sequence[Rule] = LINE_RULES
) -> list[Verdict]:
    """A verdict for every block, in their order."""
    return _Decision(blocks, votes, facts, rules).made()


class _Decision:
    """The verdicts while they are being made. Each step sees what the ones before it decided."""

    def __init__(
        self, blocks: Sequence[Block], votes: Sequence[int], facts: Facts, rules: Sequence[Rule]
    ) -> None:
        self.blocks = blocks
        self.facts = facts
        self.rules = rules
        self.around = Surroundings()
        self.verdicts = [TEXT if vote >= TAKEN else OUTSIDE for vote in votes]

    def made(self) -> list[Verdict]:
        self._complete()
        self._cut_furniture()
        self._head()
        self._tail()
        self._repeated()
        self._name_the_rest()
        return self.verdicts

    def _story(self) -> list[int]:
        return [n for n, v in enumerate(self.verdicts) if v.fate in {"text", "review"}]

    def _prose(self) -> list[int]:
        return [n for n in self._story() if self._is_prose(n)]

    def _is_prose(self, number: int) -> bool:
        block = self.blocks[number]
        return block.element.tag not in _HEADINGS and is_prose(block.text) and block.link_share < 0.6

    def _complete(self) -> None:
        """Takes in what was left out in the middle of the story or goes on with it."""
        prose = self._prose()
        if not prose:
            return
        elements = {self.blocks[n].element for n in prose}
        parents = Counter(_parent(self.blocks[n]) for n in prose)
        kinds = {_kind(parent) for parent in parents if _kind(parent)[1]}
        first, last = prose[0], prose[-1]
        end = self._end_of_article(last)
        for number in range(first, end):
            if self.verdicts[number] is not OUTSIDE:
                continue
            block, parent = self.blocks[number], _parent(self.blocks[number])
            if self.around.of(block.element) & _OUTSIDE or _is_pointer(block):
                continue
            own = block.element in elements or parent in parents
            linked = block.link_share >= LINKED
            paragraph = not linked and self._is_prose(number) and (own or _kind(parent) in kinds)
            if paragraph or (number < last and own and block.element.tag in _HEADINGS):
                self.verdicts[number] = TEXT
            elif number < last and own and not linked and len(block.text.split()) >= 3:
                self.verdicts[number] = Verdict("review", "left-out-by-extractor", 50)

    def _end_of_article(self, last: int) -> int:
        """The number of the first block after `last` that begins something else: a title, another article."""
        article = next(self.blocks[last].element.iterancestors("article"), None)
        for number in range(last + 1, len(self.blocks)):
            element = self.blocks[number].element
            if element.tag == "h1" or next(element.iterancestors("article"), None) is not article:
                return number
        return len(self.blocks)

    def _cut_furniture(self) -> None:
        """What the words of a line, or its being a link, tell from the story."""
        story = self._story()
        teasers = [n for n in story if self._is_teaser(n)]
        # A page of links is one on purpose.
        sure = len(teasers) * 4 <= len(self._prose())
        below_heading = False
        for number in story:
            block = self.blocks[number]
            rule = first_match(block.text, self.rules)
            if rule and (rule.confidence >= SURE or "table" not in self.around.of(block.element)):
                fate: Fate = "cut" if rule.confidence >= SURE else "review"
                self.verdicts[number] = Verdict(fate, rule.id, rule.confidence)
            elif found := _pointer(block):
                also = (("also", found),)
                self.verdicts[number] = Verdict("field", "related-line", 92, ("also",), also)
            elif matches(page_rules.HEADING, block.text) or matches(LIST_HEADING, block.text):
                below_heading = True
                self.verdicts[number] = Verdict("cut", "related-heading", 92)
                continue
            elif below_heading and block.link_share >= 0.6:
                also = (("also", block.text),)
                self.verdicts[number] = Verdict("field", "related-list", 92, ("also",), also)
                continue
            elif number in teasers and sure:
                self.verdicts[number] = Verdict("cut", "teaser-link", 90)
            below_heading = False

    def _is_teaser(self, number: int) -> bool:
        """Whether a paragraph of its own is nothing but a link."""
        block = self.blocks[number]
        if block.link_share < 0.95 or block.after_break or len(block.text.split()) < 3:
            return False
        return not self.around.of(block.element) & {"list", "table", "quote"}

    def _head(self) -> None:
        """What stands before the story's first prose: its title, standfirst, byline and date."""
        title = self._value("title")
        summary = self._value("summary")
        prose = self._prose()
        end = prose[0] if prose else len(self.blocks)
        folded = {n: fold(b.text) for n, b in enumerate(self.blocks[: end + 2]) if len(b.text) < LONGEST_HEAD}
        wanted = fold(title)
        titles = [n for n in range(end) if wanted and folded.get(n) == wanted]
        begin = titles[-1] if titles else -1
        for number, block in enumerate(self.blocks):
            taken = self.verdicts[number].fate in {"text", "review"}
            if number in titles:
                self.verdicts[number] = Verdict("field", "title", 98, ("title",))
            elif block.element.tag == "title" or (taken and block.element.tag == "h1"):
                same = bool(title) and (alike(title, block.text) >= 60 or wanted in fold(block.text))
                self.verdicts[number] = Verdict("field", "title", 95, ("title",)) if same else OUTSIDE
            elif number > begin and number < end and (found := self._head_line(number, taken)):
                self.verdicts[number] = found
            elif (
                (taken and number == end and summary)
                and folded.get(number) == fold(summary)
                and self._is_set_apart(number, prose[1:])
            ):
                self.verdicts[number] = Verdict("field", "standfirst", 92, ("summary",))

    def _head_line(self, number: int, taken: bool) -> Verdict | None:
        """What a short line between title and story states."""
        block = self.blocks[number]
        text = block.text
        if len(text) > 200 or (not taken and self.around.of(block.element) & {"furniture", "navigation"}):
            return None
        names = {fold(s.value) for s in self.facts.get("authors", ())}
        if stated := byline(text):
            return Verdict("field", "byline", 95, ("authors",), stated)
        if names and fold(re.sub(r"(?i)^by\b:?", "", text)) in names:
            return Verdict("field", "byline", 95, ("authors",))
        if names and _BY.fullmatch(text) and names & {fold(p) for p in persons(text)}:
            return Verdict("field", "byline", 95, ("authors",))
        if not names and says_by(text) and (found := persons(byline_names(text))):
            return Verdict("field", "byline", 92, ("authors",), tuple(("authors", n) for n in found))
        if stated := date_line(text):
            return Verdict("field", "date-line", 95, tuple(key for key, _ in stated), stated)
        if not taken or is_prose(text):
            return None
        words = len(text.split())
        if _YEAR.search(text) and words <= 9 and self._is_its_date(text):
            return Verdict("field", "date-line", 92, ("date",))
        if _BY.fullmatch(text) and words <= 7:
            return Verdict("cut", "byline", 92)
        if _READING_TIME.fullmatch(text):
            return Verdict("cut", "reading-time", 95)
        summary = self._value("summary")
        if words > 3 and summary and alike(summary, text) >= 80 and self._is_set_apart(number, self._prose()):
            return Verdict("field", "standfirst", 92, ("summary",))
        if block.element.tag in _HEADINGS and words > 4 and self._before_byline(number):
            return Verdict("field", "standfirst", 92, ("summary",), (("summary", text),))
        return None

    def _is_its_date(self, text: str) -> bool:
        day = self._value("date")[:10]
        return bool(day) and day[:4] in text and re.search(rf"\b0?{int(day[8:10])}\b", text) is not None

    def _is_set_apart(self, number: int, prose: Sequence[int]) -> bool:
        """Whether a block stands elsewhere than the story's paragraphs, or is a heading."""
        element = self.blocks[number].element
        if element.tag in _HEADINGS:
            return True
        return all(self.blocks[n].element.getparent() is not element.getparent() for n in prose[:5])

    def _before_byline(self, number: int) -> bool:
        """Whether a byline or a date stands shortly after the block."""
        names = {fold(s.value) for s in self.facts.get("authors", ())}
        for block in self.blocks[number + 1 : number + 6]:
            words = block.text.split()
            if len(words) <= 12 and (
                any(name in fold(block.text) for name in names) or byline(block.text) or date_line(block.text)
            ):
                return True
        return False

    def _tail(self) -> None:
        """What stands after the story's last prose: links, headings over nothing, addresses."""
        prose = self._prose()
        while prose and matches(page_rules.CLOSING, self.blocks[prose[-1]].text):
            self.verdicts[prose.pop()] = Verdict("cut", "closing-line", 90)
        last = prose[-1] if prose else -1
        goes_on = False
        for number in reversed([n for n in self._story() if n > last]):
            block = self.blocks[number]
            if matches(page_rules.CLOSING, block.text):
                self.verdicts[number] = Verdict("cut", "closing-line", 90)
            elif block.link_share >= 0.6 and last >= 0:
                self.verdicts[number] = Verdict("cut", "links-after-the-story", 90)
            elif block.element.tag in _HEADINGS and last >= 0 and not goes_on:
                self.verdicts[number] = Verdict("cut", "heading-over-nothing", 90)
            else:
                goes_on = True

    def _repeated(self) -> None:
        """A paragraph that stands in the story twice, as pull quotes do, stays once."""
        seen: set[str] = set()
        for number in self._story():
            block = self.blocks[number]
            if len(block.text.split()) >= 8:
                key = fold(block.text)
                if key in seen:
                    self.verdicts[number] = Verdict("cut", "repeated", 95)
                seen.add(key)

    def _name_the_rest(self) -> None:
        story = self._story()
        for number in range(story[0] if story else 0, story[-1] if story else 0):
            if self.verdicts[number] is OUTSIDE and "caption" in self.around.of(self.blocks[number].element):
                self.verdicts[number] = Verdict("cut", "caption")
        # Between headline and story stands the caption of the article's own picture.
        titles = [n for n, verdict in enumerate(self.verdicts) if verdict.rule == "title"]
        lead = [n for n in titles if story and n < story[0] and self.blocks[n].element.tag != "title"]
        for number in range(lead[-1], story[0]) if lead else ():
            if self.verdicts[number] is OUTSIDE and "caption" in self.around.of(self.blocks[number].element):
                self.verdicts[number] = Verdict("cut", "caption-outside")

    def _value(self, key: str) -> str:
        return self.facts[key][0].value if key in self.facts else ""


def _parent(block: Block) -> Any:
    return block.element.getparent()


def _kind(element: Any) -> tuple[str, str]:
    """What elements that hold the same sort of thing have in common: tag and class."""
    if element is None:
        return "", ""
    return element.tag, element.get("class") or ""


def _pointer(block: Block) -> str:
    """The headline of another article to which the block points; "" for none."""
    found = matches(page_rules.POINTER, block.text)
    if (
        found
        and not found["headline"].startswith(("http:", "https:"))
        and len(block.text) <= 250
        and (block.link_share >= 0.5 or block.element.tag in _HEADINGS)
    ):
        return str(found["headline"])
    return teaser(block.text) if block.link_share >= 0.4 else ""


def _is_pointer(block: Block) -> bool:
    return bool(_pointer(block) or matches(page_rules.HEADING, block.text))
