"""Repairs of letters and signs that were damaged on the way, each of which can be undone.

UTF-8 that somebody read as Windows-1252 turns `’` into three characters. A run is repaired only when it
goes back to bytes that are valid UTF-8, so that nothing is guessed. Typography is repaired where it is
certain: ``quotation marks'' of typewriters, ` -- ` for a dash. Knows no line and no paragraph; what has
no certain repair stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# What the bytes 80 to BF look like in Windows-1252, where it leaves five of them to be control characters.
_C1 = {code: bytes([code]).decode("cp1252", "replace") for code in range(0x80, 0xC0)}
_TAILS = "".join(chr(code) if sign == "\ufffd" else sign for code, sign in _C1.items())
_TAIL = f"[{re.escape(_TAILS)}]"
# Lead bytes of two, three and four, as Windows-1252 shows them.
_MOJIBAKE = re.compile(f"(?:[ÂÃ-ß]{_TAIL}|[à-ï]{_TAIL}{{2}}|[ð-ô]{_TAIL}{{3}})+")
_LEAD = re.compile("[ÂÃ-ô]")
_SIGNS = re.compile(r"``|(?<=[\w.,!?…])''(?!')|(?<=\w) -- (?=\w)")
_MEANT = {" -- ": " – ", "``": "“", "''": "”"}


class Repair(NamedTuple):
    """Characters `start` to `end` of a text, and what is meant by them."""

    start: int
    end: int
    becomes: str
    rule: str


def repairs(text: str) -> Iterator[Repair]:
    """What can be repaired in a text, in order and without overlaps."""
    # Nearly every text is whole, and looking for what must be there costs a tenth of the search.
    damaged = [] if text.isascii() or not _LEAD.search(text) else [*_letters(text)]
    if "``" in text or " -- " in text:
        damaged += _typography(text)
    end = 0
    for repair in sorted(damaged):
        if repair.start >= end:
            yield repair
            end = repair.end


def repaired(text: str) -> str:
    """The text with all its repairs made."""
    if (text.isascii() or not _LEAD.search(text)) and "``" not in text and " -- " not in text:
        return text
    parts, start = [], 0
    for repair in repairs(text):
        parts += [text[start : repair.start], repair.becomes]
        start = repair.end
    return "".join([*parts, text[start:]])


def _letters(text: str) -> Iterator[Repair]:
    for found in _MOJIBAKE.finditer(text):
        meant = _read_again(found[0])
        if meant and meant != found[0]:
            yield Repair(found.start(), found.end(), meant, "mojibake")


def _read_again(damaged: str) -> str:
    """The letters that were read in the wrong encoding, perhaps twice; "" when these were not."""
    meant = ""
    for _ in range(2):
        try:
            damaged = b"".join(map(_byte, damaged)).decode("utf-8")
        except ValueError:
            break
        meant = damaged
    return meant


def _byte(sign: str) -> bytes:
    """The byte that Windows-1252 shows so, or that it leaves undefined."""
    return bytes([ord(sign)]) if ord(sign) < 0x100 else sign.encode("cp1252")


def _typography(text: str) -> Iterator[Repair]:
    # A closing pair of single quotes is one only where an opening pair stands before it.
    opened = False
    for found in _SIGNS.finditer(text):
        sign = found[0]
        if sign == "''" and not opened:
            continue
        opened = sign == "``" if sign in {"``", "''"} else opened
        rule = "typewriter-dash" if "-" in sign else "typewriter-quote"
        yield Repair(found.start(), found.end(), _MEANT[sign], rule)
