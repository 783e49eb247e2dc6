"""Plain text as Markdown that says the same: whatever Markdown or HTML would read as a sign is escaped.

The signs are those of CommonMark 0.31 (https://spec.commonmark.org/0.31.2/) and of what this site adds
to it: tables, strikethrough, footnotes, and the typographer, which makes a sign of `(c)`. A sign is
escaped only where it would act, so that ordinary prose stays as it is.
"""

from __future__ import annotations

import re

from site_builder.content.article import REVIEW_MARK

_SIGNS = re.compile(
    r"""
      \\(?=[!-/:-@\[-`{-~]|$)          # a backslash that would escape, or break the line
    | [*`]
    | (?<![^\W_])_ | _(?![^\W_])       # emphasis; not inside snake_case
    | ~(?=~) | (?<=~)~                 # strikethrough, fence
    | (?<=[\[^])\[                     # a review mark, an inline footnote
    | \](?=[(:\[])                     # a link, a definition
    | <(?=[a-zA-Z/!?])
    | &(?=\#|\w+;)
    | \((?=(?:c|r|tm)\)) | \+(?=-)   # typographer's signs
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Every sign has one of these; a line with none is the usual one, and need not be looked at sign by sign.
_SUSPECT = re.compile(r"[\\*`_~\[\]<&]|\((?:[cC]|[rR]|[tT][mM])\)|\+-")
_FIRST_SIGN = re.compile(
    r"""
      [>]
    | \#(?=\#{0,5}(?:\s|$))
    | [-+](?=\s|$)
    | (?=[-=:|\s]+$)[-=:|]             # a rule, the line under a heading, the line under a table's head
    """,
    re.VERBOSE,
)
_NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)")


def escape(line: str) -> str:
    """One trimmed line of plain text as Markdown that renders to the same words."""
    escaped = _SIGNS.sub(r"\\\g<0>", line) if _SUSPECT.search(line) else line
    if _FIRST_SIGN.match(line):
        return escaped if escaped.startswith("\\") else f"\\{escaped}"
    return _NUMBERED.sub(r"\1\\\2", escaped, count=1) if _NUMBERED.match(line) else escaped


def paragraph(lines: list[str], review: str = "") -> str:
    """Trimmed lines as one paragraph, under a visible mark where an editor has to `review` a rule's doubt."""
    mark = f"{REVIEW_MARK} {review}]] " if review else ""
    return mark + "\n".join(escape(line) for line in lines)
