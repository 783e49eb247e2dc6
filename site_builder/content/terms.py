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
from collections.abc import Iterator
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
_UNSPACED_RUN = re.compile(rf"[{_UNSPACED}]")
_SCRIPTS = re.compile(rf"([{_HAN}]+)|([{_ALPHABETIC}]+)|[{_KATAKANA}]+|[^{_UNSPACED}]+")
_PIECE_OF_HAN, _PIECE_OF_ALPHABETIC = 2, 4  # characters
_ANY_STOP_WORD = frozenset().union(*LISTS)
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
    has most often, ties going to the smaller letters; so "Homs", but "siege" even where a sentence
    begins with it. No two keys have the same fold. Left out are stop words, numbers and single
    letters. At most `MOST_TERMS`, those with the highest count and among equals the first in title
    and text. The order of keys bears no meaning.
    """
    counts: dict[str, int] = {}
    spellings: dict[str, tuple[int, str]] = {}
    for word, count in _count_words(title).items():
        folded = fold(word)
        counts[folded] = counts.get(folded, 0) + TITLE_WEIGHT * count
        spellings[folded] = (0, word)
    for word, count in _count_words(plain).items():
        folded = word.lower() if word.isascii() else fold(word)
        if folded not in counts:
            counts[folded] = count
            spellings[folded] = (count, word)
        else:
            counts[folded] += count
            # Small letters and accented ones come later in code point order than capitals and bare ones.
            spellings[folded] = max(spellings[folded], (count, word))
    stop_words = _stop_words(counts)
    terms = [t for t in counts if t not in stop_words and not t.isdigit() and _is_long_enough(t)]
    if len(terms) > MOST_TERMS:
        terms = sorted(terms, key=counts.__getitem__, reverse=True)[:MOST_TERMS]
    return {spellings[term][1]: counts[term] for term in terms}


def _count_words(text: str) -> dict[str, int]:
    """The words of `text` as they are spelt, in the order of their first appearance."""
    counts = Counter(_RUN.findall(text))
    if text.isascii() or not _UNSPACED_RUN.search(text):
        return counts
    pieces: Counter[str] = Counter()
    for run, count in counts.items():
        for piece in _pieces(run):
            pieces[piece] += count
    return pieces


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


def _is_long_enough(term: str) -> bool:
    """Single letters are left over from initials and elisions; a single ideograph may be a word."""
    return len(term) > 1 or _UNSPACED_RUN.match(term) is not None
