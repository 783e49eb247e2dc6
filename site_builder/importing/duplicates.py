"""Whether two texts tell the same story in the same words: exactly, or nearly. Knows no file and no index.

Likeness is the Jaccard similarity of the sets of five words in a row (A. Z. Broder, On the resemblance
and containment of documents, 1997), case and punctuation apart. Two texts that are alike by four fifths
must have one of their first few grams in common, in whatever order all grams are put: the prefix filter of
S. Chaudhuri and others, A primitive operator for similarity joins in data cleaning, 2006. So an index of
these few finds all that are alike, and misses none. `docs/decisions/` has why it is not MinHash.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from array import array
from collections.abc import Sequence
from hashlib import blake2b
from typing import Literal

from msgspec import Struct

from site_builder.content.article import REVIEW_MARK

Kind = Literal["same-url", "same-text", "near"]

NEAR = 80  # percent of all grams of two texts that both must have
SHORTEST = 300  # characters; two market reports or rainfall tables below are alike by chance
LONGEST = 20_000  # words that grams are made of: a novel, so that a huge file costs what a novel does
AT_ONCE = 3  # grams at the head that two alike texts have in common, at least: see `head`
_GRAM = 5  # words
_FEWEST = 10  # grams; what has fewer is as good as short, however long its words are
_NONE: array[int] = array("I")

# Scripts that put no space between words: there each character is one.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_words_in_ascii = re.compile(r"\w+").findall
_words_in_any = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+").findall
# What stands in an article and in no text of its source: where links lead, and marks for an editor.
_TARGET = re.compile(r"\]\([^()\s]*\)")
_MARK = re.compile(rf"{re.escape(REVIEW_MARK)}[^\]\n]*\]\]")


class Duplicate(Struct, frozen=True):
    """An article that has the address or the text of another."""

    kind: Kind
    path: str  # of the article that was there first, below the content folder
    percent: int  # of all grams of both texts, those that both have; rounded down


class Story(Struct, frozen=True):
    """What has to be known of a text to tell whether another is the same."""

    digest: bytes  # equal for equal words
    grams: array[int]  # digests of 32 bits, sorted, without repeats; none for a short text


def read_story(body: str, title: str = "") -> Story:
    """What a text is compared by; `body` is plain text or the Markdown of an article.

    A short text is the same as another only under the same title: "Shares closed higher" is news again
    every day.
    """
    words = story_words(body)
    grams = _grams(words) if len(body.strip()) >= SHORTEST else _NONE
    if len(grams) < _FEWEST:
        words, grams = [*story_words(title), "", *words], _NONE
    digest = blake2b(" ".join(words).encode("utf-8", "replace"), digest_size=16).digest()
    return Story(digest, grams)


def story_words(body: str) -> list[str]:
    """The words of a text in order, folded, without what Markdown adds to them."""
    if "](" in body:
        body = _TARGET.sub("]", body)
    if REVIEW_MARK in body:
        body = _MARK.sub("", body)
    if body.isascii():
        return _words_in_ascii(body.lower())
    return _words_in_any(unicodedata.normalize("NFKC", body).lower())


def percent_alike(one: Sequence[int], other: Sequence[int]) -> int:
    """How many in a hundred of two texts' grams both have, rounded down; 0 where one has none."""
    both = len(set(one).intersection(other))
    return both * 100 // (len(one) + len(other) - both) if both else 0


def head(grams: Sequence[int]) -> Sequence[int]:
    """The first grams, of which texts that are alike by `NEAR` have at least `AT_ONCE` in common.

    Of n grams at most n - ceil(n * NEAR / 100) are not in the other text. So among one more than these is
    a common one, and with each further gram there is a further one.
    """
    return grams[: len(grams) - _tail(len(grams))]


def least_in_heads(one: int, other: int) -> int:
    """How many grams the heads of two texts with so many grams have in common, at least, if the texts are
    alike by `NEAR`; more than both have where texts of so different length cannot be.

    What they have in common beyond that stands in the tail of the text whose head ends first.
    """
    if min(one, other) * 100 < max(one, other) * NEAR:
        return one + other
    both = -(-(one + other) * NEAR // (100 + NEAR))
    return max(AT_ONCE, both - max(_tail(one), _tail(other)))


def _tail(grams: int) -> int:
    """How many of so many grams are not in the head."""
    return max(0, -(-grams * NEAR // 100) - AT_ONCE)


def _grams(words: list[str]) -> array[int]:
    words = words[:LONGEST]
    runs = set(zip(*(words[start:] for start in range(_GRAM)), strict=False))
    return array("I", sorted({zlib.crc32(" ".join(run).encode("utf-8", "replace")) for run in runs}))
