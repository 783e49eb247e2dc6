"""The rules of plain text that hold on pages as well: the one place that names where they live."""

from __future__ import annotations

from collections.abc import Sequence

from site_builder.importing.plain import (
    fields,
    forwarded,
    language_told,
    line_rules,
    passages,
    teasers,
    worded_fields,
)
from site_builder.importing.plain.line_rules import Rule
from site_builder.importing.plain.verdict import Verdicts

LINE_RULES = line_rules.LINE_RULES
LIST_HEADING = teasers.LIST_HEADING
SURE = line_rules.SURE
first_match = line_rules.first_match
byline = fields.byline
date_line = fields.date_line
dateline = fields.dateline
is_prose = passages.is_prose
teaser = teasers.teaser


def passed_on(lines: Sequence[str], expected: str = "") -> Verdicts:
    """What is the head of a mail that was passed on, and what stands above it, by the lines' numbers.

    `expected` is the language that it is read in where the lines tell none.
    """
    told = language_told.told_language(lines)
    readers = worded_fields.Readers(language_told.language_to_read(told, expected))
    return forwarded.verdicts_on(
        [passages.Passage(n, line, line) for n, line in enumerate(lines, 1)], readers
    )


__all__ = [
    "LINE_RULES",
    "LIST_HEADING",
    "SURE",
    "Rule",
    "byline",
    "date_line",
    "dateline",
    "first_match",
    "is_prose",
    "passed_on",
    "teaser",
]
