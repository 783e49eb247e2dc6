"""Finds names in a text: as whole words, in their own case, the longest first. Knows not what they name.

Work is in proportion to the text: names are looked up by their first word. Case counts where a name has
it: US is not us, Turkey is not turkey. A vocabulary is made ready once, a name's pattern when the name's
first word is first met.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct

Kind = Literal["name", "people", "nothing"]  # of people: demonyms and adjectives

# Scripts that put no space between words, or hang particles on them: each of their letters may begin one.
_UNSPACED = r"\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")
_END = rf"(?![^\W{_UNSPACED}])"
_SIGNS = string.punctuation  # before a name's first letter, as in .NET
# Words that a line in capitals makes look like an acronym.
_WORDS_TOO = frozenset(
    "us who it is am an as at be by do go he if in me my no of on or so to up we aid all and any are can but"
    " for had has her his how may new not now one our out set she the two was way you war act age air arm"
    " art ask end far few its let man men oil own pay put run say see top use win".split()
)


class Name(Struct, frozen=True):
    """A name, and the term that it is of."""

    text: str
    tag: str  # "" for words that hold a name and mean something else
    kind: Kind = "name"


class Mention(Struct, frozen=True):
    """Where a text names a term."""

    tag: str
    kind: Kind
    start: int  # in characters
    end: int
    text: str  # as it is written there


class _Ready:
    """A name that can be sought."""

    __slots__ = ("_pattern", "_source", "acronym", "kind", "tag")

    def __init__(self, name: Name, acronym: bool) -> None:
        self.tag = name.tag
        self.kind = name.kind
        self.acronym = acronym
        self._source = name.text
        self._pattern: re.Pattern[str] | None = None

    def match(self, text: str, start: int) -> re.Match[str] | None:
        """Where the name stands from `start` on."""
        if self._pattern is None:
            self._pattern = re.compile(_as_pattern(self._source, self.acronym))
        return self._pattern.match(text, start)


class NameFinder:
    """Finds the given names. Of names that are written alike the first is meant."""

    def __init__(self, names: Iterable[Name]) -> None:
        known: dict[str, Name] = {}
        for name in names:
            if text := unicodedata.normalize("NFC", name.text.strip()):
                known.setdefault(text, Name(text, name.tag, name.kind))
        # By the first word and the second, which is "" for names of one word and for acronyms.
        self._by_words: dict[str, dict[str, list[_Ready]]] = {}
        for text in sorted(known, key=lambda t: (-len(t), t)):
            acronym = is_acronym(text)
            ready = _Ready(known[text], acronym)
            words = [] if acronym else _WORD.findall(text.casefold())[:2]
            firsts = {text[0], text.replace(".", "")} if acronym else set(words[:1])
            second = words[1] if len(words) == 2 else ""
            for first in {word.casefold() for word in firsts}:
                self._by_words.setdefault(first, {}).setdefault(second, []).append(ready)

    def mentions(self, text: str) -> Iterator[Mention]:
        """Every name in a text in NFC, in order. Of names that overlap, the first, then the longest."""
        by_words = self._by_words
        end = 0
        for word in _WORD.finditer(text):
            seconds = by_words.get(word[0].casefold())
            if seconds is None or (start := word.start()) < end:
                continue
            following = _WORD.search(text, word.end()) if len(seconds) > 1 or "" not in seconds else None
            longer = seconds.get(following[0].casefold(), ()) if following else ()
            for name in (*longer, *seconds.get("", ())):
                found = name.match(text, start)
                if found and not (name.acronym and _is_shouted(found)):
                    end = found.end()
                    yield Mention(name.tag, name.kind, start, end, found[0])
                    break


def is_acronym(name: str) -> bool:
    """UN, U.N., NATO; also an id of two letters such as `us`, which as a word means something else."""
    letters = name.replace(".", "")
    if not letters.isascii() or not letters.isalpha():
        return False
    if len(letters) == 2:
        return letters.isupper() or letters.islower()
    return letters.isupper() and len(letters) <= 5


def _is_shouted(found: re.Match[str]) -> bool:
    """Whether an acronym is a word in a line of capitals: in TELL US MORE, US proves nothing."""
    if found[0].casefold() not in _WORDS_TOO:
        return False
    text = found.string
    line = text[text.rfind("\n", 0, found.start()) + 1 :].partition("\n")[0]
    return line.isupper()


def _as_pattern(name: str, acronym: bool) -> str:
    """What a name looks like from its first letter on."""
    if acronym:
        return r"(?<!\w\.)" + r"\.?".join(name.replace(".", "").upper()) + rf"(?!\.\w){_END}(?:(?<=\.\w)\.)?"
    spelled = _spelled(name)
    if re.search(rf"[{_UNSPACED}]$", name):
        return spelled
    end = _END if name[-1].isalnum() else ""
    if name == name.lower():
        return rf"(?i:{spelled}){end}"
    # A short name in capitals may be another word: Xi and XI.
    return rf"(?:{spelled}|{_spelled(name.upper())}){end}" if len(name) > 3 else spelled + end


def _spelled(name: str) -> str:
    """The name's words, with whatever space or hyphen between them, and either apostrophe."""
    words = (re.sub("['’]", "['’]", re.escape(word)) for word in name.lstrip(_SIGNS).split())
    return r"[\s-]+".join(words)
