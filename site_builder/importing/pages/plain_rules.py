"""The rules of plain text that hold on pages as well: the one place that names where they live."""

from __future__ import annotations

from site_builder.importing.plain import fields, line_rules, passages, teasers
from site_builder.importing.plain.line_rules import Rule

LINE_RULES = line_rules.LINE_RULES
LIST_HEADING = teasers.LIST_HEADING
SURE = line_rules.SURE
first_match = line_rules.first_match
byline = fields.byline
date_line = fields.date_line
dateline = fields.dateline
is_prose = passages.is_prose
teaser = teasers.teaser

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
    "teaser",
]
