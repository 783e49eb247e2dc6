"""What another generator would run in a text, and this one leaves as it is: points to check. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

_MOST = 12  # that are told one by one
_LONGEST = 60  # characters of one that are shown
# Each ends within so many characters: a flood of openings must not make the search quadratic.
_TAGS = (
    (re.compile(r"\{\{[<%].{0,800}?[>%]\}\}", re.DOTALL), "a shortcode of Hugo"),
    (re.compile(r"(?<!\{)\{%.{0,800}?%\}", re.DOTALL), "a Liquid tag"),
    (re.compile(r"\{\{(?![<%]).{0,800}?\}\}", re.DOTALL), "a Liquid expression"),
    (re.compile(r"[{|](?:filename|static|attach|category|index|tag)[|}][^\s)\"'>]*"), "a Pelican link"),
    (re.compile(r"\{:[^}\n]*\}"), "an attribute list of kramdown"),
)  # fmt: skip


def points_of(body: str, first_line: int) -> Iterator[str]:
    """A note for each, in the text's order; `first_line` is the body's first in the original, from 1."""
    found = sorted(
        (match.start(), match[0], what) for pattern, what in _TAGS for match in pattern.finditer(body)
    )
    for start, tag, what in found[:_MOST]:
        shown = " ".join(tag.split())
        shown = shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"
        line = first_line + body.count("\n", 0, start)
        yield f"text: {what}, which nothing runs here: {shown} (line {line} of the original)"
    if len(found) > _MOST:
        yield f"text: and {len(found) - _MOST} more of these"
