"""Tells the language of a text from its letters and most frequent words. In doubt it tells none.

Function words make up a third of a text in their language and hardly any of one in another, so that a few
hundred words are enough (Ingle, A Language Identification Table, The Incorporated Linguist 15, 1976). Knows
no article.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from site_builder.importing.plain.languages import LANGUAGES, OWN_LETTERS

_ENOUGH = 1_000  # characters that are looked at
_LEAST_WORDS = 8  # frequent ones that must be found
_LEAST_KINDS = 4  # different ones
_LEAST_SHARE = 15  # percent of all words
_LONG = 120  # characters of a paragraph; where there are such, labels and menus are not looked at
_LANGUAGES_OF: dict[str, tuple[str, ...]] = {}
for _language in LANGUAGES:
    for _word in sorted(_language.words):
        _LANGUAGES_OF[_word] = (*_LANGUAGES_OF.get(_word, ()), _language.code)
_OWN = tuple((code, re.compile(f"[{letters}]"), share) for code, letters, share in OWN_LETTERS)
_BEYOND_LATIN = re.compile("[\u0370-\u1dff\u1f00-\u1fff\u2e80-\ud7ff]")


class Told(NamedTuple):
    """What is told of a text."""

    code: str  # the language; "" when that is not told
    rule: str  # what told it
    letters: str  # of which script most letters are, as Unicode calls it: LATIN, ARABIC; "" for none


def told_language(lines: Iterable[str]) -> Told:
    """The language of a text by its lines; ties and near ties tell none."""
    sample = _sample(lines)
    letters = "LATIN"
    if not sample.isascii() and _BEYOND_LATIN.search(sample):
        letters = _script(sample)
        count = sum(map(str.isalpha, sample))
        for code, own, share in _OWN:
            if count and len(own.findall(sample)) * 100 >= share * count:
                return Told(code, "letters of one language", letters)
    words = sample.lower().split()
    hits: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for word, times in Counter(words).items():
        for code in _LANGUAGES_OF.get(word, ()):
            hits[code] += times
            kinds[code] += 1
    found = sorted(((n, code) for code, n in hits.items() if kinds[code] >= _LEAST_KINDS), reverse=True)
    best, second = (*found, (0, ""), (0, ""))[:2]
    if (
        best[0] >= _LEAST_WORDS
        and best[0] * 100 >= len(words) * _LEAST_SHARE
        and best[0] * 2 >= second[0] * 3
    ):
        return Told(best[1], "frequent words", letters)
    return Told("", "", letters)


def language_to_read(told: Told, expected: str) -> str:
    """The language by whose words a text's facts are sought: its own, or where that is not told, perhaps
    the `expected` one: if the text is in its letters. "" for neither. Never a statement about the text.
    """
    if told.code or not expected or letters_of(expected) != told.letters:
        return told.code
    return _primary(expected)


def letters_of(code: str) -> str:
    """The script that a language's frequent words are in; "" for one that is not known here."""
    return next((_script(language.frequent) for language in LANGUAGES if language.code == _primary(code)), "")


def _primary(code: str) -> str:
    return code.replace("_", "-").partition("-")[0].lower()


def _sample(lines: Iterable[str]) -> str:
    """Paragraphs up to a limit; where there is none, whatever there is."""
    long: list[str] = []
    short: list[str] = []
    size = 0
    for line in lines:
        if len(line) >= _LONG:
            long.append(line[:_ENOUGH])
            size += len(line)
            if size >= _ENOUGH:
                break
        elif len(short) < 100:
            short.append(line)
    return " ".join(long or short)[:_ENOUGH]


def _script(sample: str) -> str:
    scripts = Counter(unicodedata.name(char, "").partition(" ")[0] for char in sample if char.isalpha())
    return max(scripts, key=lambda name: (scripts[name], name), default="")
