"""Which articles are alike by their text. Knows counted words and days, no text, rights or visibility.

Likeness is the cosine of two articles' tf-idf vectors (Salton, "A vector space model for automatic
indexing", 1975), times a factor for nearness in time. Everything is an integer, so that no sum
depends on its order and another implementation can agree to the bit:

    rarity of a term   1 + log2 of all articles / articles with it
    weight of a term   (1 + log2 of its count) · its rarity
    vector             the `HEAVIEST` terms by weight, and `UNIT` by its length
    decay              1024 · (1/2 + 1/2 · 2^(−days between / half-life))
    score              dot product · both inverse lengths · decay, below `FULL_SCORE`

All logarithms are of the kind that `int.bit_length` gives, and up to 7 articles count as equally
rare. So one article more moves the weight of a term only where the articles with it reach 8, 16, 32…,
and all weights only where the site does: an index can be kept up to date in place
(`related_update.py`), and is still by definition the same as one that is built from scratch.

An article is found in two looks, so that it costs the same in a site of a thousand articles and of
a hundred thousand. The *glance* scores only the `LEADING` terms of both articles, and of a term that
many have it sees only the articles within its reach in time (`related_terms.reaches`). The
`SHORTLIST` best of these are compared in full. What this costs in quality is told in
`benchmarks/related.md`: nothing that can be measured.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise, repeat
from operator import mul
from typing import NamedTuple

from msgspec import Struct

from site_builder.content.article import SourcePath
from site_builder.content.related_terms import (
    SAME_DAY,
    UNIT,
    Decays,
    Folds,
    Weighed,
    magnitude,
    reaches,
    span,
    weigh,
)
from site_builder.content.terms import fold, vector

__all__ = ["FULL_SCORE", "Finder", "Likeness", "Look", "RelatedIndex", "fold", "index_related", "vector"]

LEADING = 16  # terms of an article by which it can be found
SHORTLIST = 12  # articles that are compared in full; more where more are to be listed
FULL_SCORE = UNIT * SAME_DAY
LEAST_SCORE = FULL_SCORE // 32  # what a single shared word of middling weight brings on one day
MOST_REASONS = 6


class Likeness(Struct, frozen=True):
    """How much one article is like the one that was asked about, and what they share."""

    path: SourcePath
    score: int  # from 0 to just below FULL_SCORE
    terms: tuple[str, ...]  # the words that count most, heaviest first, as readers know them; at most 6


class Look(Struct, frozen=True):
    """What was found, and what must happen for it to be another: see `related_update.py`."""

    likenesses: tuple[Likeness, ...]  # best first
    glanced: int  # glance score of the last on the shortlist; 0 when there was room for more
    room: int  # how many more the shortlist would have taken
    last: int  # the score that a newcomer has to reach to be listed; FULL_SCORE when none can


class Posting(NamedTuple):
    """The articles that are found by a term, the oldest first."""

    days: array[int]
    numbers: array[int]
    weights: array[int]  # of the term in each article
    reach: int  # in days


class Finder:
    """Answers what is like an article. An article is a number here; see the subclasses for where from."""

    days: array[int]  # by article
    inverses: array[int]  # by article
    decays: Decays

    def number(self, path: SourcePath) -> int | None:
        """The number of the article at `path`, when it is in the index."""
        raise NotImplementedError

    def article(self, number: int) -> Weighed:
        """What the index keeps of an article."""
        raise NotImplementedError

    def vector(self, number: int) -> array[int]:
        """The terms that the index keeps of an article, as numbers: they lie closer together than words."""
        raise NotImplementedError

    def posting(self, term: str) -> Posting | None:
        """The articles that have `term` among their leading ones; None when no two have."""
        raise NotImplementedError

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
        return self.look(path, limit, pins, bans).likenesses

    def look(
        self,
        path: SourcePath,
        limit: int,
        pins: Sequence[SourcePath] = (),
        bans: Sequence[SourcePath] = (),
    ) -> Look:
        """As `nearest`, with what an index that is kept up to date in place has to remember of it."""
        asked = self.number(path)
        if asked is None:
            raise KeyError(path)
        here = self.article(asked)
        kept_out = {asked, *self._known(bans)}
        pinned = [number for number in dict.fromkeys(self._known(pins)) if number not in kept_out][:limit]
        dots = self._glance(here)
        for number in kept_out.union(pinned):
            dots.pop(number, None)
        size = max(SHORTLIST, limit)
        shortlist, glanced = self._shortlist(here, dots, size)
        weights = dict(zip(self.vector(asked), here.weights, strict=True))
        shared = {number: self._shared(weights, number) for number in (*pinned, *shortlist)}
        scores = self._scores(here, shared, map(sum, shared.values()))
        chosen = list(zip(scores[: len(pinned)], pinned, strict=True))
        found = self._best(scores[len(pinned) :], shortlist, size)
        found = [(score, number) for score, number in found if score >= LEAST_SCORE]
        places = limit - len(pinned)
        chosen += found[:places]
        spelt = dict(zip(map(here.terms.__getitem__, here.places), here.spelt, strict=True))
        return Look(
            likenesses=tuple([_likeness(score, self.article(n), shared[n], spelt) for score, n in chosen]),
            glanced=glanced,
            room=size - len(shortlist),
            last=FULL_SCORE if places <= 0 else LEAST_SCORE if len(found) < places else chosen[-1][0],
        )

    def glance_scores(self, here: Weighed) -> dict[int, int]:
        """By article: the score at a glance with this one, which may be itself among them."""
        dots = self._glance(here)
        return dict(zip(dots, self._scores(here, dots, dots.values()), strict=True))

    def score(self, here: Weighed, there: Weighed) -> int:
        """Of two articles in full."""
        weights = dict(zip(here.terms, here.weights, strict=True))
        dot: int = sum(map(mul, map(weights.get, there.terms, repeat(0)), there.weights))
        return (dot * here.inverse * there.inverse // UNIT) * self.decays[abs(here.day - there.day)]

    def _known(self, paths: Iterable[SourcePath]) -> Iterator[int]:
        return (number for number in map(self.number, paths) if number is not None)

    def _glance(self, here: Weighed) -> dict[int, int]:
        """By article: the dot product of the leading terms, where any is shared and within its reach."""
        dots: dict[int, int] = {}
        for term, weight in zip(here.terms[:LEADING], here.weights, strict=False):
            posting = self.posting(term)
            if posting is None:
                continue
            days, numbers, weights, reach = posting
            if days[-1] - days[0] > reach:
                first, end = bisect_left(days, here.day - reach), bisect_right(days, here.day + reach)
                numbers, weights = numbers[first:end], weights[first:end]
            for number, other_weight in zip(numbers, weights, strict=True):
                if number in dots:  # a defaultdict takes half as long again: most articles come once
                    dots[number] += weight * other_weight
                else:
                    dots[number] = weight * other_weight
        return dots

    def _shortlist(self, here: Weighed, dots: dict[int, int], size: int) -> tuple[Collection[int], int]:
        """The best at a glance, in no order, with the score of the last where there are as many as can be.

        Ties go as in `nearest`.
        """
        if len(dots) < size:
            return dots, 0
        cosines = list(map(mul, dots.values(), map(self.inverses.__getitem__, dots)))
        # Decay takes away a half at most: below half of the last that would do without it, and less
        # what rounding may have added, none can win.
        least = sorted(cosines)[-size] // 2 - UNIT // here.inverse - 1
        numbers = [number for number, cosine in zip(dots, cosines, strict=True) if cosine >= least]
        scores = self._scores(here, numbers, map(dots.__getitem__, numbers))
        ranked = self._best(scores, numbers, size)
        return [number for _, number in ranked], ranked[-1][0]

    def _best(self, scores: Iterable[int], numbers: Iterable[int], count: int) -> list[tuple[int, int]]:
        """The first `count` as (score, article), best first; ties as in `nearest`."""
        numbers = list(numbers)
        ranked = sorted(zip(scores, map(self.days.__getitem__, numbers), numbers, strict=True), reverse=True)
        first = [entry[0] for entry in ranked[: count + 1]]
        if len({*first}) < len(first) and any(a[:2] == b[:2] for a, b in pairwise(ranked[: count + 1])):
            # Rare, and paths are dear: of a shelved index each has to be loaded.
            ranked.sort(key=lambda entry: (-entry[0], -entry[1], self.article(entry[2]).path))
        return [(score, number) for score, _, number in ranked[:count]]

    def _scores(self, here: Weighed, numbers: Iterable[int], dots: Iterable[int]) -> list[int]:
        """Of one article with others, given their dot products."""
        inverse, day, inverses, days, decays = here.inverse, here.day, self.inverses, self.days, self.decays
        return [
            (dot * inverse * inverses[number] // UNIT) * decays[abs(day - days[number])]
            for number, dot in zip(numbers, dots, strict=True)
        ]

    def _shared(self, weights: Mapping[int, int], number: int) -> list[int]:
        """The parts of the dot product with an article, by its terms; `weights` are those of the other by
        the number of a term.
        """
        ours = map(weights.get, self.vector(number), repeat(0))
        return list(map(mul, ours, self.article(number).weights))


def _likeness(score: int, there: Weighed, shared: Sequence[int], spelt: Mapping[str, str]) -> Likeness:
    """The likeness of an article to one that spells its terms as in `spelt`, where these are not folded.

    The reasons come by their part in the dot product, which `shared` tells by term, ties by folded
    term. Of two spellings the one with smaller letters is shown: a capital may be owed to a sentence.
    """
    terms = there.terms
    heaviest = sorted([(-part, terms[place], place) for place, part in enumerate(shared) if part])
    reasons = []
    for _, term, place in heaviest[:MOST_REASONS]:
        at = there.places.find(place)
        reasons.append(max(spelt.get(term, term), there.spelt[at] if at >= 0 else term))
    return Likeness(there.path, score, tuple(reasons))


class RelatedIndex(Finder):
    """An index in memory. Changed by nobody, so any number of workers may ask one index.

    The number of an article is its position in `paths`, newest first and then by path.
    """

    def __init__(
        self, articles: Sequence[Weighed], holders: Mapping[str, array[int]], half_life_days: int
    ) -> None:
        self.articles = articles
        self.holders = holders  # by term: the articles that have it, also where it is none of their heaviest
        self.postings = _postings(articles, holders)
        self.decays = Decays(half_life_days)
        self.paths = tuple([article.path for article in articles])
        self.days = array("i", [article.day for article in articles])
        self.inverses = array("I", [article.inverse for article in articles])
        id_of = _Ids().__getitem__
        self._vectors = [array("I", map(id_of, article.terms)) for article in articles]
        self._numbers = {path: number for number, path in enumerate(self.paths)}

    def number(self, path: SourcePath) -> int | None:
        """See `Finder`."""
        return self._numbers.get(path)

    def article(self, number: int) -> Weighed:
        """See `Finder`."""
        return self.articles[number]

    def vector(self, number: int) -> array[int]:
        """See `Finder`."""
        return self._vectors[number]

    def posting(self, term: str) -> Posting | None:
        """See `Finder`."""
        return self.postings.get(term)


def index_related(
    vectors: Mapping[SourcePath, Mapping[str, int]],
    days: Mapping[SourcePath, int],
    half_life_days: int,
) -> RelatedIndex:
    """The index of articles whose terms are counted in `vectors` (see `terms.vector`).

    Each of `vectors` is looked up twice and not held, so the mapping may decode them when asked.
    `days` gives each article's day as a number that grows by one a day. With a half-life of 0 days
    nearness in time has no say. Raises KeyError for an article without a day.
    """
    paths = sorted(vectors, key=lambda path: (-days[path], path))
    spelt: defaultdict[str, array[int]] = defaultdict(partial(array, "I"))
    for number, path in enumerate(paths):
        for word in vectors[path]:
            spelt[word].append(number)
    folds = Folds()
    holders: dict[str, array[int]] = {}
    for word, numbers in spelt.items():
        term = folds[word]
        holders[term] = holders[term] + numbers if term in holders else numbers
    most = 1 + magnitude(len(paths))
    rarities = {word: most - magnitude(len(holders[term])) for word, term in folds.items()}
    articles = [weigh(path, days[path], vectors[path], rarities, folds) for path in paths]
    return RelatedIndex(articles, holders, half_life_days)


class _Ids(dict[str, int]):
    """Numbers of terms, given as they are asked for."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number


def _postings(articles: Sequence[Weighed], holders: Mapping[str, array[int]]) -> dict[str, Posting]:
    """Of the terms that lead in two articles or more."""
    numbers: dict[str, tuple[array[int], array[int]]] = {}
    for number in range(len(articles) - 1, -1, -1):  # the oldest first
        article = articles[number]
        for term, weight in zip(article.terms[:LEADING], article.weights, strict=False):
            if len(holders[term]) > 1:
                if term not in numbers:
                    numbers[term] = (array("I"), array("B"))
                of_term, weights = numbers[term]
                of_term.append(number)
                weights.append(weight)
    days = [article.day for article in articles]
    reach = reaches(len(articles), span(days))
    return {
        term: Posting(
            array("i", map(days.__getitem__, of_term)), of_term, weights, reach[magnitude(len(holders[term]))]
        )
        for term, (of_term, weights) in numbers.items()
        if len(of_term) > 1
    }
