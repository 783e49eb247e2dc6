"""What a text is about, as counted words of any script. Knows one text, no other article.

A word is a run of letters and digits, so that "Annan's", "l'Iran" and "al-Assad" lose what is joined
to them. Scripts that put no space between words give overlapping pieces of a run instead (see
`_pieces`). Plurals and other endings stay: cutting them off gained nothing when measured
(`benchmarks/related.md`), and a reader would not know the rest again.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache

from site_builder.content.stop_words import LISTS

TITLE_WEIGHT = 3  # how many words of the body a word of the title outweighs
MOST_TERMS = 96  # per article; more cost memory and time and bring nothing that can be measured

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HIRAGANA = "\u3040-\u309f"  # spells the grammar of Japanese; its words of substance are Han and katakana
_KATAKANA = "\u30a0-\u30ff\u31f0-\u31ff"
_ALPHABETIC = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
_UNSPACED = _HAN + _HIRAGANA + _KATAKANA + _ALPHABETIC
# Accents and vowel signs that stand inside words, though `re` counts them among no letters.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u0900-\u0963\u0981-\u0df3\u0e31-\u0e4e\u0eb1-\u0ecd\u102b-\u103e\u17b4-\u17d3"
)
_RUN = re.compile(rf"[\w{_MARKS}]+")
_OPENING = re.compile(r"(?:\A|[.!?…]\W+|\n)\W*(\w+)")  # the first word of a sentence
_UNSPACED_RUN = re.compile(rf"[{_UNSPACED}]")
_SCRIPTS = re.compile(rf"([{_HAN}]+)|([{_ALPHABETIC}]+)|[{_KATAKANA}]+|[^{_UNSPACED}]+")
_PIECE_OF_HAN, _PIECE_OF_ALPHABETIC = 2, 4  # characters
_ANY_STOP_WORD = frozenset().union(*LISTS)
# What typography puts into texts that are otherwise of letters without accents.
_TYPOGRAPHIC = "“”‘’«»–—…\u00a0"
_APART = {code: " " for code in range(128) if not (chr(code).isalnum() or chr(code) == "_")}
_TATWEEL = "\u0640"  # stretches an Arabic word in print, says nothing


@lru_cache(maxsize=1 << 15)
def fold(word: str) -> str:
    """The form under which words count as one: without case, accents and optional vowel signs.

    "Erdoğan" and "ERDOGAN" are one; so are the spellings of an Arabic word with and without hamza and
    harakat. Vowel signs that a script cannot do without are kept (combining class 0, 8 and 9).
    """
    if word.isascii():
        return word.lower()
    letters = unicodedata.normalize("NFKD", word).casefold()
    bare = "".join([c for c in letters if unicodedata.combining(c) < 10 and c != _TATWEEL])
    return unicodedata.normalize("NFC", bare)


def vector(title: str, plain: str) -> dict[str, int]:
    """The words of an article with their counts; a word of the title counts `TITLE_WEIGHT` times.

    Keys are words as readers know them: of all spellings with the same `fold`, the one that the body
    has most often, ties going to the smaller letters, and in small letters where a capital only ever
    begins a sentence; so "Homs", but "siege". No two keys have the same fold. Left out are stop
    words, numbers and single letters. At most `MOST_TERMS`, those with the highest count and among
    equals the first in title and text. The order of keys bears no meaning.
    """
    in_title, in_body = _words(title), _words(plain)
    counts: dict[str, int] = {}
    for term, count in Counter(_folded(in_title)).items():
        counts[term] = TITLE_WEIGHT * count
    body = Counter(_folded(in_body))
    for term, count in body.items():
        counts[term] = counts.get(term, 0) + count
    stop_words = _stop_words(counts)
    # Single letters are left over from initials and elisions; a single ideograph may be a word.
    terms = [
        term
        for term in counts
        if term not in stop_words and not term.isdigit() and (len(term) > 1 or _UNSPACED_RUN.match(term))
    ]
    if len(terms) > MOST_TERMS:
        terms = sorted(terms, key=counts.__getitem__, reverse=True)[:MOST_TERMS]
    spellings = _spellings(terms, in_title, in_body, body)
    spelt, opening = Counter(in_body), Counter(_OPENING.findall(plain))
    for term, word in spellings.items():
        # A capital that only ever stands where a sentence begins makes no name.
        if word in opening and opening[word] == spelt[word] and word[1:].islower():
            spellings[term] = word.lower()
    return {spellings[term]: counts[term] for term in terms}


def _words(text: str) -> list[str]:
    """The words of `text` as they are spelt, in order."""
    for sign in _TYPOGRAPHIC:
        if sign in text:
            text = text.replace(sign, " ")
    if text.isascii():
        # The same as the pattern finds, in a third of the time.
        return text.translate(_APART).split()
    runs = _RUN.findall(text)
    return [piece for run in runs for piece in _pieces(run)] if _UNSPACED_RUN.search(text) else runs


def _folded(words: list[str]) -> list[str]:
    joined = "\n".join(words)
    return joined.lower().split() if joined.isascii() else [fold(word) for word in words]


def _spellings(
    terms: list[str], in_title: list[str], in_body: list[str], body: Mapping[str, int]
) -> dict[str, str]:
    """By folded term: how readers know it. `body` counts the folded words of the body."""
    spelt = Counter(in_body)
    known: dict[str, str] = {}
    others: set[str] = set()
    for term in terms:
        # Nearly every word stands there in small letters or with a capital, and in no third way.
        small, capital = spelt[term], spelt[term.capitalize()]
        if small + capital == body[term] != 0:
            known[term] = term if small >= capital else term.capitalize()
        else:
            others.add(term)
    if others:
        best = {folded: (0, word) for word in in_title if (folded := fold(word)) in others}
        for word in spelt if any(body[term] for term in others) else ():
            if (folded := fold(word)) in others:
                # Small letters and accented ones come later in code point order than capitals and bare ones.
                best[folded] = max(best.get(folded, (0, "")), (spelt[word], word))
        known |= {term: word for term, (_, word) in best.items()}
    return known


def _pieces(run: str) -> Iterator[str]:
    """The overlapping pieces of what a run holds of Han or Thai and the like; any other part whole."""
    for match in _SCRIPTS.finditer(run):
        part, (han, alphabetic) = match[0], match.groups()
        length = _PIECE_OF_HAN if han else _PIECE_OF_ALPHABETIC if alphabetic else len(part)
        for start in range(max(1, len(part) - length + 1)):
            yield part[start : start + length]


def _stop_words(counts: dict[str, int]) -> frozenset[str]:
    """The list with the most words among `counts`, which tells the language; ties to the earlier list."""
    found = _ANY_STOP_WORD.intersection(counts)
    return max(LISTS, key=lambda words: len(words & found))
