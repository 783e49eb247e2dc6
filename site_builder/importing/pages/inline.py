"""The words of one block as Markdown that says the same. Knows no blocks of several lines.

Emphasis and links are kept; whatever Markdown or HTML would read as a sign is escaped, so that a story
about `*args` shows just that. The rules of CommonMark 0.31 for emphasis decide where it can stand
(https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis); where it cannot, it is left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from site_builder.importing.pages.blocks import Run
from site_builder.importing.pages.head import absolute
from site_builder.importing.plain.markdown_text import escape

# Where runs meet, signs may form that neither has alone; so these are escaped wherever they stand.
_SIGNS = re.compile(
    r"[\\`*_~\[\]]|[<&!^+](?=$)|<(?=[a-zA-Z/!?])|&(?=#|\w+;)|\((?=(?:c|r|tm)\))|\+(?=-)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(\d{1,9})([.)])")
_NOT_IN_ADDRESS = str.maketrans({c: f"%{ord(c):02X}" for c in '<>\\`"^{}|()[]* '} | {"_": "_", "&": "&"})


def inline(runs: Sequence[Run], base: str = "", *, plain: bool = False) -> str:
    """The runs as one line of Markdown; `base` makes links absolute, `plain` leaves all marks out."""
    runs = _trimmed(runs)
    if plain or all(not run.marks and not run.link for run in runs):
        return escape("".join(run.text for run in runs))
    parts: list[str] = []
    for number, run in enumerate(runs):
        before = "*" if parts and parts[-1].endswith("*") else runs[number - 1].text[-1:] if number else ""
        after = runs[number + 1].text[:1] if number + 1 < len(runs) else ""
        parts.append(_one(run, before, after, base))
    line = "".join(parts)
    # A sign that acts at a line's beginning alone is told from the words of the whole line.
    first = escape("".join(run.text for run in runs))
    if first.startswith("\\") and not line.startswith(("\\", "*", "[")):
        return f"\\{line}"
    return _NUMBER.sub(r"\1\\\2", line, count=1) if re.match(r"\d+\\[.)]", first) else line


def without(runs: Sequence[Run], count: int) -> tuple[Run, ...]:
    """The runs without their first `count` characters."""
    left = []
    for run in runs:
        text = run.text[count:]
        count = max(0, count - len(run.text))
        if text:
            left.append(Run(text, run.marks, run.link))
    return tuple(left)


def _trimmed(runs: Sequence[Run]) -> Sequence[Run]:
    """The runs without blanks before their first word, which would hide a sign at the line's beginning."""
    first = next((number for number, run in enumerate(runs) if run.text.strip(" ")), 0)
    if not first and (not runs or not runs[0].text.startswith(" ")):
        return runs
    return [Run(runs[first].text.lstrip(" "), runs[first].marks, runs[first].link), *runs[first + 1 :]]


def _one(run: Run, before: str, after: str, base: str) -> str:
    """One run between the characters `before` and `after`."""
    core = run.text.strip(" ")
    if not core:
        return run.text
    lead = run.text[: len(run.text) - len(run.text.lstrip(" "))]
    trail = run.text[len(run.text.rstrip(" ")) :]
    address = absolute(run.link, base) if run.link else ""
    text = _SIGNS.sub(r"\\\g<0>", core)
    sign = {"b": "**", "i": "*", "bi": "***"}.get(run.marks.replace("c", ""), "")
    # The brackets of a link are the neighbours of what stands in it.
    if sign and (address or _can_stand(core, lead or before, trail or after)):
        text = f"{sign}{text}{sign}"
    if address:
        text = f"[{text}]({address.translate(_NOT_IN_ADDRESS)})"
    return f"{lead}{text}{trail}"


def _can_stand(core: str, before: str, after: str) -> bool:
    """Whether signs of emphasis around `core` open and close it."""
    opens = not _is_sign(core[0]) or not before or before[-1].isspace() or _is_sign(before[-1])
    closes = not _is_sign(core[-1]) or not after or after[0].isspace() or _is_sign(after[0])
    # Two emphases that touch would run their asterisks together.
    return opens and closes and not before.endswith("*")


def _is_sign(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"
