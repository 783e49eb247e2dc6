"""Which articles are alike by their text. Knows counted words and days, no text, rights or visibility.

Likeness is the cosine of two articles' tf-idf vectors (Salton, "A vector space model for automatic
indexing", 1975), times a factor for nearness in time. Everything is an integer, so that no sum
depends on its order and another implementation can agree to the bit:

    weight of a term   (1 + log2 of its count) · (1 + log2 of articles / articles with it)
    vector             the `HEAVIEST` terms by weight, brought to the length `UNIT`
    decay              1024 · (1/2 + 1/2 · 2^(−days between / half-life))
    score              dot product · decay, below `FULL_SCORE`

Both logarithms are of the kind that `int.bit_length` gives, and 1, 2 or 3 articles count as equally
rare. So one article more moves the weight of a term only where the articles with it reach 4, 8, 16…,
and all weights only where the site does: an index can be kept up to date in place, and is still by
definition the same as one that is built from scratch. What this costs is told in
`benchmarks/related.md`: nothing that can be measured.
"""

from __future__ import annotations

import heapq
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isqrt
from typing import TypeAlias

from msgspec import Struct

from site_builder.content.article import SourcePath
from site_builder.content.terms import fold, vector

__all__ = ["FULL_SCORE", "Likeness", "RelatedIndex", "fold", "index_related", "vector"]

HEAVIEST = 32  # terms of a vector that are kept; measured from 16 to 96
UNIT = 1 << 12  # length of a vector, so that a weight fits 16 bits and a dot product 24
SAME_DAY = 1 << 10  # decay between two articles of one day; half of it is the least there is
FULL_SCORE = UNIT * UNIT * SAME_DAY
LEAST_SCORE = FULL_SCORE // HEAVIEST  # what a single shared word of middling weight brings on one day
MOST_REASONS = 6

# The articles that keep a term, newest first, and its weight in each.
Postings: TypeAlias = "tuple[array[int], array[int]]"


class Likeness(Struct, frozen=True):
    """How much one article is like the one that was asked about, and what they share."""

    path: SourcePath
    score: int  # from 0 to just below FULL_SCORE
    terms: tuple[str, ...]  # the words that count most, heaviest first, as readers know them; at most 6


@dataclass(frozen=True, slots=True, eq=False)
class RelatedIndex:
    """Answers what is like an article. Frozen, so any number of workers may ask one index.

    An article is a number: its position in `paths`, newest first and then by path, which is also the
    order in which ties are broken. Equal only to itself.
    """

    paths: tuple[SourcePath, ...]
    numbers: Mapping[SourcePath, int]
    days: array[int]  # by article
    terms: tuple[tuple[str, ...], ...]  # by article: the terms that it keeps, folded, heaviest first
    spellings: tuple[tuple[str, ...], ...]  # by article: the same terms as its readers know them
    weights: tuple[array[int], ...]  # by article: of these terms, from 1 to UNIT
    postings: Mapping[str, Postings]  # by folded term, for those that two articles or more keep
    decay: array[int]  # by days between two articles; the last holds for any longer time

    def nearest(
        self,
        path: SourcePath,
        limit: int,
        pins: Sequence[SourcePath] = (),
        bans: Sequence[SourcePath] = (),
    ) -> tuple[Likeness, ...]:
        """The articles most like the one at `path`, best first; at most `limit`, never itself.

        `pins` come first, in their order and whatever their score; `bans` never come, pinned or not.
        Pins and bans that are not in the index are passed over. What scores less than `LEAST_SCORE`
        shares a word by chance and is left out, so there may be fewer than `limit`. Ties go to the
        newer article, then to the smaller path. Raises KeyError when `path` is not in the index.
        """
        asked = self.numbers[path]
        kept_out = {asked, *self._known(bans)}
        pinned = [number for number in dict.fromkeys(self._known(pins)) if number not in kept_out]
        dots = self._dot_products(asked)
        chosen = [(self._score(asked, number, dots.get(number, 0)), number) for number in pinned[:limit]]
        for number in kept_out.union(pinned):
            dots.pop(number, None)
        chosen += self._best(asked, dots, limit - len(chosen))
        kept = {term: at for at, term in enumerate(self.terms[asked])}
        return tuple(
            Likeness(self.paths[number], score, self._shared(kept, asked, number)) for score, number in chosen
        )

    def _known(self, paths: Sequence[SourcePath]) -> Iterator[int]:
        return (self.numbers[path] for path in paths if path in self.numbers)

    def _dot_products(self, asked: int) -> dict[int, int]:
        """By article: the dot product with the one asked about, where they share a term."""
        dots: dict[int, int] = {}
        for term, weight in zip(self.terms[asked], self.weights[asked], strict=True):
            for number, other_weight in zip(*self.postings.get(term, ()), strict=True):
                if number in dots:  # a defaultdict takes half as long again: most articles come once
                    dots[number] += weight * other_weight
                else:
                    dots[number] = weight * other_weight
        return dots

    def _best(self, asked: int, dots: Mapping[int, int], limit: int) -> list[tuple[int, int]]:
        """The `limit` best that are alike at all, as (score, article)."""
        if limit <= 0 or not dots:
            return []
        # Decay takes away a half at most, so below half of the last that would do without it none can win.
        least = heapq.nlargest(limit, dots.values())[-1]
        ranked = sorted((-self._score(asked, n, dot), n) for n, dot in dots.items() if 2 * dot >= least)
        return [(-score, number) for score, number in ranked[:limit] if -score >= LEAST_SCORE]

    def _score(self, asked: int, number: int, dot: int) -> int:
        apart = abs(self.days[asked] - self.days[number])
        return dot * self.decay[min(apart, len(self.decay) - 1)]

    def _shared(self, kept: Mapping[str, int], asked: int, number: int) -> tuple[str, ...]:
        """What two articles keep, by its part in the dot product; ties by folded term.

        `kept` gives the place of each term of the article asked about. Of two spellings the one with
        smaller letters is shown: a capital may be owed to a sentence.
        """
        weights, spellings = self.weights[asked], self.spellings[asked]
        there = zip(self.terms[number], self.weights[number], self.spellings[number], strict=True)
        shared = [
            (-weights[at] * weight, term, max(spellings[at], spelling))
            for term, weight, spelling in there
            if (at := kept.get(term)) is not None
        ]
        return tuple([spelling for _, _, spelling in sorted(shared)[:MOST_REASONS]])


def index_related(
    vectors: Mapping[SourcePath, Mapping[str, int]],
    days: Mapping[SourcePath, int],
    half_life_days: int,
) -> RelatedIndex:
    """The index of articles whose terms are counted in `vectors` (see `terms.vector`).

    `days` gives each article's day as a number that grows by one a day. With a half-life of 0 days
    nearness in time has no say. Raises KeyError for an article without a day.
    """
    paths = tuple(sorted(vectors, key=lambda path: (-days[path], path)))
    spread = days[paths[0]] - days[paths[-1]] if paths else 0
    folds = _Folds()
    frequencies: Counter[str] = Counter()
    for counts in vectors.values():
        frequencies.update(map(folds.__getitem__, counts))
    most = 1 + _magnitude(len(paths))
    rarities = {word: most - _magnitude(frequencies[term]) for word, term in folds.items()}
    terms: list[tuple[str, ...]] = []
    spellings: list[tuple[str, ...]] = []
    weights: list[array[int]] = []
    postings: dict[str, Postings] = {}
    for number, path in enumerate(paths):
        heaviest = _heaviest(vectors[path], rarities, folds)
        terms.append(tuple([term for _, term, _ in heaviest]))
        spellings.append(tuple([spelling for _, _, spelling in heaviest]))
        weights.append(_unit_vector([-weight for weight, _, _ in heaviest]))
        for term, weight in zip(terms[-1], weights[-1], strict=True):
            if frequencies[term] > 1:
                if term not in postings:
                    postings[term] = (array("I"), array("H"))
                articles, their_weights = postings[term]
                articles.append(number)
                their_weights.append(weight)
    return RelatedIndex(
        paths=paths,
        numbers={path: number for number, path in enumerate(paths)},
        days=array("i", [days[path] for path in paths]),
        terms=tuple(terms),
        spellings=tuple(spellings),
        weights=tuple(weights),
        postings={term: posting for term, posting in postings.items() if len(posting[0]) > 1},
        decay=_decay(half_life_days, spread),
    )


class _Folds(dict[str, str]):
    """Words and their folded forms, each worked out once."""

    def __missing__(self, word: str) -> str:
        folded = self[word] = fold(word)
        return folded


def _magnitude(articles: int) -> int:
    """2 for up to three articles, 3 from four, 4 from eight, 5 from sixteen, and so on."""
    return (articles | 3).bit_length()


def _heaviest(
    counts: Mapping[str, int], rarities: Mapping[str, int], folds: Mapping[str, str]
) -> list[tuple[int, str, str]]:
    """The heaviest terms as (minus the weight, folded term, word); ties by folded term."""
    weights = [count.bit_length() * rarities[word] for word, count in counts.items()]
    least = sorted(weights)[-HEAVIEST] if len(weights) > HEAVIEST else 0
    # Whatever weighs less cannot be among them: it is dropped before the dearer sorting of tuples.
    contenders = [
        (-weight, folds[word], word) for word, weight in zip(counts, weights, strict=True) if weight >= least
    ]
    return sorted(contenders)[:HEAVIEST]


def _unit_vector(weights: Sequence[int]) -> array[int]:
    """The weights brought to the length `UNIT`, rounded down so that no vector is longer."""
    length = isqrt(sum(weight * weight for weight in weights) << 20) + 1  # in 1024ths
    return array("H", [(weight * UNIT << 10) // length for weight in weights])


def _decay(half_life_days: int, spread: int) -> array[int]:
    """By days between two articles, up to `spread` or to where rounding leaves the least."""
    if half_life_days == 0:
        return array("H", [SAME_DAY])
    least = SAME_DAY // 2
    last = min(spread, half_life_days * least.bit_length())
    return array("H", [least + round(least * 2.0 ** (-apart / half_life_days)) for apart in range(last + 1)])
