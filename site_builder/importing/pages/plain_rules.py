"""The rules of plain text that hold on pages as well: the one place that names where they live."""

from __future__ import annotations

from site_builder.importing.fields import byline, date_line, dateline
from site_builder.importing.line_rules import LINE_RULES, LIST_HEADING, LIST_LINE, SURE, Rule, first_match
from site_builder.importing.passages import is_prose

__all__ = [
    *("LINE_RULES", "LIST_HEADING", "LIST_LINE", "SURE", "Rule", "first_match"),
    *("byline", "date_line", "dateline", "is_prose"),
]
