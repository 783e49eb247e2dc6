"""What an article weighs: which of its terms count for related reading, how much, and how far in time.

Knows counted words and how many articles have them; no index and no other article. Everything here
is a pure function, so that a worker process can weigh an article as well as the one that indexes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from math import isqrt
from operator import mul

from msgspec import Struct

from site_builder.content.article import SourcePath
from site_builder.content.terms import fold

HEAVIEST = 32  # terms of an article that are kept; measured from 24 to 40
HEAVIEST_WEIGHT = 255  # one byte; nothing reaches it below a million articles
UNIT = 1 << 24  # the inverse of a vector's length is told in these, so that a score needs no fractions
SAME_DAY = 1 << 10  # decay between two articles of one day; half of it is the least there is
FEW = 64  # articles; what fewer have is rare, and seen at any distance in time
WINDOW = (
    16  # articles with any other term, within its reach, where they are spread evenly over the site's days
)
ANY_TIME = 1 << 30  # days; the reach of a term that few articles have
_CELL = 5  # log2 of the days in which one article makes a site's days count


class Weighed(Struct, frozen=True, array_like=True, gc=False):
    """What the index keeps of an article."""

    path: SourcePath
    day: int  # grows by one a day
    inverse: int  # `UNIT` by the length of the vector of its weights, rounded down
    terms: tuple[str, ...]  # folded, heaviest first, ties by term; at most `HEAVIEST`
    weights: bytes  # of these terms, from 1 to 255
    spelt: tuple[str, ...]  # words of its text, where they are spelt otherwise than folded
    places: bytes  # of the terms that they belong to


class Folds(dict[str, str]):
    """Words and their folded forms, each worked out once."""

    def __missing__(self, word: str) -> str:
        folded = self[word] = fold(word)
        return folded


def magnitude(articles: int) -> int:
    """3 for up to seven articles, 4 from eight, 5 from sixteen, 6 from thirty-two, and so on."""
    return (articles | 7).bit_length()


def span(days: Iterable[int]) -> int:
    """How long a site has been written, as the number of binary digits of days.

    Only stretches of 32 days in which there is an article count, so that a single wrong or missing
    date does not make a site of three years seem one of centuries.
    """
    return (len({day >> _CELL for day in days}) << _CELL).bit_length()


def reaches(articles: int, span: int) -> list[int]:
    """By the magnitude of the articles that have a term: how many days apart two may be to share it.

    A term that fewer than `FEW` have has no bounds. Any other reaches about as far as `WINDOW` articles
    with it lie on average, so that a glance costs the same in a small site and in a large one.
    """
    most = magnitude(articles)
    return [ANY_TIME if FEW >> m else WINDOW << span >> (m + 1) for m in range(most + 1)]


class Decays(dict[int, int]):
    """By days between two articles: the factor for nearness in time, worked out when it is asked for.

    Half of `SAME_DAY` stays for ever, the other half halves with every `half_life` in days. With a
    half-life of 0 nearness in time has no say.
    """

    def __init__(self, half_life: int) -> None:
        super().__init__()
        self.half_life = half_life

    def __missing__(self, apart: int) -> int:
        left = 2.0 ** (-apart / self.half_life) if self.half_life else 1.0
        decay = self[apart] = SAME_DAY // 2 + round(SAME_DAY // 2 * left)
        return decay


def weigh(
    path: SourcePath,
    day: int,
    counts: Mapping[str, int],
    rarities: Mapping[str, int],
    folds: Mapping[str, str],
) -> Weighed:
    """An article by its counted words (see `terms.vector`) and the rarity of each word."""
    products = map(mul, map(int.bit_length, counts.values()), map(rarities.__getitem__, counts))
    weights = dict(zip(counts, products, strict=True))
    words = list(weights)
    if len(words) > HEAVIEST:
        # Whatever weighs less cannot be among them: it is dropped before the dearer sorting of words.
        least = sorted(weights.values())[-HEAVIEST]
        words = [word for word in words if weights[word] >= least]
    words.sort(key=folds.__getitem__)
    words.sort(key=weights.__getitem__, reverse=True)  # leaves equals in their order
    del words[HEAVIEST:]
    terms = tuple(map(folds.__getitem__, words))
    heaviest = [min(weights[word], HEAVIEST_WEIGHT) for word in words]
    length = isqrt((sum(map(mul, heaviest, heaviest)) or 1) << 20) + 1  # in 1024ths, rounded up
    places = [place for place, (word, term) in enumerate(zip(words, terms, strict=True)) if word != term]
    return Weighed(
        path,
        day,
        (UNIT << 10) // length,
        terms,
        bytes(heaviest),
        tuple([sys.intern(words[place]) for place in places]),
        bytes(places),
    )
