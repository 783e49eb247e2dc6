"""How large one text and its HTML may become. Knows characters and lines, and no tokens.

The parser takes time in proportion to a text, but for curling quotation marks in one endless paragraph,
and memory in proportion to what the text unfolds to: short table rows are filled up, and a long
address may be referred to a thousand times.
"""

from __future__ import annotations

import re

from site_builder.content.references import Fault

MAX_CHARACTERS = 2_000_000  # of one text: some 1,000 printed pages
MAX_PARAGRAPH = 100_000  # characters without a blank line, to have their quotation marks curled
MAX_NESTING = 50  # levels: the parser drops deeper blocks, and hostile brackets take that many times as long
MAX_CELLS = 200_000  # of all tables in one text
_GROWTH, _ALLOWANCE = 10, 4_000_000  # destinations may have 10 times the text's length and 4 MB more
_NOTABLE_GROWTH, _NOTABLE_LENGTH = 20, 100_000  # HTML above both is worth a warning

_TABLE_RULE = re.compile(r"^[ \t>]*[-:|][-:| \t]+$", re.MULTILINE)

_TOO_LONG = Fault(
    "error",
    "too-long",
    f"the text has more than {MAX_CHARACTERS:,} characters",
    "Split it into several articles.",
)
_TOO_MANY_CELLS = Fault(
    "error",
    "too-long",
    f"the tables of this text would have more than {MAX_CELLS:,} cells",
    "Every row is filled up to the width of the table's head. Shorten the head, or split the tables.",
)
OVERGROWN = Fault(
    "error",
    "too-long",
    "the HTML of this text would be out of all proportion to it",
    "Look for a long address that many links refer to, or for a very wide table.",
)
ENDLESS_PARAGRAPH = Fault(
    "warning",
    "long-paragraph",
    f"a paragraph has more than {MAX_PARAGRAPH:,} characters, so quotation marks stay as typed",
    "Put blank lines between the paragraphs.",
)
TOO_DEEP = Fault(
    "warning",
    "too-deep",
    f"lists or quotations are nested deeper than {MAX_NESTING - 2} levels, and text inside may be left out",
    "Take away some of the levels.",
)
UNCLOSED_COMMENT = Fault(
    "warning",
    "unclosed-comment",
    "a comment begins here that never ends, so the text after it is left out",
    "Close it with -->.",
)


def refusal(text: str) -> Fault | None:
    """Why `text` must not even be parsed; None when it may."""
    if len(text) > MAX_CHARACTERS:
        return _TOO_LONG
    return _TOO_MANY_CELLS if "|" in text and _cells(text) > MAX_CELLS else None


def has_endless_paragraph(text: str) -> bool:
    """Whether some part of `text` without a blank line is too long to have its quotation marks curled."""
    return len(text) > MAX_PARAGRAPH and max(map(len, text.split("\n\n"))) > MAX_PARAGRAPH


def room_for(text: str) -> int:
    """How many characters the destinations of all links in the HTML of `text` may have together."""
    return _GROWTH * len(text) + _ALLOWANCE


def notable_growth(text: str, html: str) -> Fault | None:
    """A warning when `html` is large and many times as long as its `text`."""
    if len(html) <= max(_NOTABLE_LENGTH, _NOTABLE_GROWTH * len(text)):
        return None
    message = f"the HTML is {len(html) // len(text)} times as long as the text"
    return Fault("warning", "grows", message, OVERGROWN.remedy)


def _cells(text: str) -> int:
    """At most how many cells the tables in `text` will have: columns times lines up to a blank one."""
    cells = 0
    for rule in _TABLE_RULE.finditer(text):
        end = text.find("\n\n", rule.end())
        lines = text.count("\n", rule.end(), end if end >= 0 else len(text))
        cells += (rule[0].count("|") + 1) * lines
    return cells
