"""What a text is about, as counted words of any script. Knows one text, no other article.

News says first what it is about. So only the title and the first `LEAD` characters of a text are read:
lists of related reading are better for it, and cost less (`benchmarks/related.md`).

A word is a run of letters and digits, so that "Annan's", "l'Iran" and "al-Assad" lose what is joined
to them. Scripts that put no space between words give overlapping pieces of a run instead (see
`_pieces`). Plurals and other endings stay: cutting them off gained nothing when measured, and a
reader would not know the rest again.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import chain

from site_builder.content.stop_words import LISTS

TITLE_WEIGHT = 3  # how many words of the body a word of the title outweighs
LEAD = 1500  # characters of a text that are read
MOST_TERMS = 48  # per article; more cost memory and time and bring nothing that can be measured

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
_PIECE_OF_HAN, _PIECE_OF_ALPHABETIC = 2, 4  # characters
_LANGUAGES = {  # by stop word: the lists that have it, a byte each
    word: bytes([number for number, words in enumerate(LISTS) if word in words])
    for word in frozenset().union(*LISTS)
}
_STOP_WORDS = frozenset(_LANGUAGES)
_ASCII = bytes(range(128))
# Of UTF-8, where no byte of another letter is one of ASCII: what ends a sentence ends a line, and
# what is in no word becomes a space.
_APART = bytes(
    [
        ord("\n") if chr(byte) in ".!?\n" else byte if byte > 127 or chr(byte).isalnum() or byte == 95 else 32
        for byte in range(256)
    ]
)
_TATWEEL = "\u0640"  # stretches an Arabic word in print, says nothing


@cache  # not when the module is loaded: compiling it takes as long as loading many others
def _unspaced() -> re.Pattern[str]:
    return re.compile(f"[{_UNSPACED}]")


@cache
def _scripts() -> re.Pattern[str]:
    return re.compile(f"([{_HAN}]+)|([{_ALPHABETIC}]+)|[{_KATAKANA}]+|[^{_UNSPACED}]+")


@lru_cache(maxsize=1 << 15)
def fold(word: str) -> str:
    """The form under which words count as one: without case, accents and optional vowel signs.

    "Erdoğan" and "ERDOGAN" are one; so are the spellings of an Arabic word with and without hamza and
    harakat. Vowel signs that a script cannot do without are kept (combining class 0, 8 and 9).
    """
    return _folded(word)


def vector(title: str, plain: str) -> dict[str, int]:
    """The words of an article with their counts; a word of the title counts `TITLE_WEIGHT` times.

    Keys are words as readers know them: of all spellings with the same `fold`, the one that the body
    has most often, ties going to the smaller letters, and in small letters where a capital only ever
    begins a sentence; so "Homs", but "siege". No two keys have the same fold. Left out are stop
    words, numbers and single letters, and what a body says after its first `LEAD` characters. At most
    `MOST_TERMS`, those with the highest count and among equals the first in title and text. The order
    of keys bears no meaning.
    """
    lines = _lines(_lead(plain))
    in_title, in_body = _words(_lines(title)), _words(lines)
    of_title = _folds(in_title)
    counts = Counter(of_title * TITLE_WEIGHT)
    counts.update(_folds(in_body))
    spelt = Counter([word for word in in_body if word not in counts])  # that are not spelt as they are folded
    known = _spellings(dict(zip(of_title, in_title, strict=True)), Counter(of_title), counts, spelt)
    for term in _stop_words(counts):
        del counts[term]
    # Single letters are left over from initials and elisions; a single ideograph may be a word.
    terms = [term for term in counts if not term.isdigit() and (len(term) > 1 or _is_unspaced(term))]
    if len(terms) > MOST_TERMS:
        terms = sorted(terms, key=counts.__getitem__, reverse=True)[:MOST_TERMS]
    opening = Counter([words[0] for line in lines.split("\n") if (words := line.split(None, 1))])
    for term, word in known.items():
        # A capital that only ever stands where a sentence begins makes no name.
        if word in opening and opening[word] == spelt[word] and word[1:].islower():
            known[term] = word.lower()
    return {known.get(term, term): counts[term] for term in terms}


def words_of(text: str) -> list[str]:
    """The words of a short text, spelt as they are, in order: what `vector` would count of it."""
    return _words(_lines(text))


def _is_unspaced(term: str) -> bool:
    return not term.isascii() and _unspaced().match(term) is not None


def _lead(text: str) -> str:
    """The beginning of a text, up to a space where there is one."""
    if len(text) <= LEAD:
        return text
    return text[:LEAD].rpartition(" ")[0] or text[:LEAD]


def _lines(text: str) -> str:
    """The words of `text` with nothing but white space between them, and a line for each sentence."""
    for sign in set(_beyond_ascii(text)):
        if not _RUN.match(sign):
            text = text.replace(sign, "\n" if sign == "…" else " ")
    return text.encode("utf-8", "surrogatepass").translate(_APART).decode("utf-8", "surrogatepass")


def _beyond_ascii(text: str) -> str:
    if text.isascii():
        return ""
    return text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")


def _words(lines: str) -> list[str]:
    """The words of a text as they are spelt, in order."""
    runs = lines.split()
    if lines.isascii() or not _unspaced().search(lines):
        return runs
    return list(chain.from_iterable(map(_pieces, runs)))


def _folds(words: list[str]) -> list[str]:
    """Of each word what `fold` gives, in a fraction of the time."""
    return _folded("\n".join(words)).split("\n") if words else []


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    letters = unicodedata.normalize("NFKD", text).casefold()
    for sign in set(_beyond_ascii(letters)):
        if unicodedata.combining(sign) >= 10 or sign == _TATWEEL:
            letters = letters.replace(sign, "")
    return unicodedata.normalize("NFC", letters)


def _spellings(
    in_title: Mapping[str, str], of_title: Counter[str], counts: Counter[str], spelt: Counter[str]
) -> dict[str, str]:
    """By folded term: how readers know it, where that is otherwise.

    `in_title` tells how the title spells its terms, and `of_title` how often it has them; `spelt` counts
    the words of the body that are not spelt as they are folded.
    """
    best: dict[str, tuple[int, str]] = {}
    small = {term: counts[term] - TITLE_WEIGHT * count for term, count in of_title.items()}
    for (word, count), term in zip(spelt.items(), _folds([*spelt]), strict=True):
        # Small letters and accented ones come later in code point order than capitals and bare ones.
        best[term] = max(best.get(term, (0, "")), (count, word))
        small[term] = small.get(term, counts[term]) - count
    known = {term: word for term, (count, word) in best.items() if (count, word) > (small[term], term)}
    for term, word in in_title.items():
        if term not in best and not small[term]:
            known[term] = word
    return known


def _pieces(run: str) -> Iterator[str]:
    """The overlapping pieces of what a run holds of Han or Thai and the like; any other part whole."""
    for match in _scripts().finditer(run):
        part, (han, alphabetic) = match[0], match.groups()
        length = _PIECE_OF_HAN if han else _PIECE_OF_ALPHABETIC if alphabetic else len(part)
        for start in range(max(1, len(part) - length + 1)):
            yield part[start : start + length]


def _stop_words(counts: dict[str, int]) -> frozenset[str]:
    """The stop words among `counts`: those of the list that has the most of them, which tells the
    language; ties to the earlier list.
    """
    found = _STOP_WORDS.intersection(counts)
    languages = b"".join(map(_LANGUAGES.__getitem__, found))
    return found & LISTS[max(range(len(LISTS)), key=languages.count)]
