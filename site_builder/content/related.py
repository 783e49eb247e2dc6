"""Which articles are alike by their text. Knows counted words and days, no text, rights or visibility.

Likeness is the cosine of two articles' tf-idf vectors (Salton, "A vector space model for automatic
indexing", 1975), times a factor for nearness in time. Everything is an integer, so that no sum
depends on its order and another implementation can agree to the bit:

    rarity of a term   1 + log2 of all articles / articles with it
    weight of a term   (1 + log2 of its count) · its rarity
    vector             the `HEAVIEST` terms by weight, and `UNIT` by its length
    decay              1024 · (1/2 + 1/2 · 2^(−days between / half-life))
    score              dot product · both inverse lengths · decay, below `FULL_SCORE`

All logarithms are of the kind that `int.bit_length` gives, and 1, 2 or 3 articles count as equally
rare. So one article more moves the weight of a term only where the articles with it reach 4, 8, 16…,
and all weights only where the site does: an index can be kept up to date in place
(`related_update.py`), and is still by definition the same as one that is built from scratch.

An article is found in two looks, so that it costs the same in a site of a thousand articles and of
a hundred thousand. The *glance* scores only the `LEADING` terms of both articles, and of a term that
many have it sees only the articles within its reach in time (`related_terms.reaches`). The
`SHORTLIST` best of these are compared in full. What this costs in quality is told in
`benchmarks/related.md`: nothing that can be measured.
"""

from __future__ import annotations

import heapq
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
SHORTLIST = 24  # articles that are compared in full
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
        shortlist = self._shortlist(here, dots)
        weights = dict(zip(here.terms, here.weights, strict=True))
        chosen = [(self._score(weights, here, there), there) for there in map(self.article, pinned)]
        found = [(self._score(weights, here, there), there) for _, there in shortlist]
        found = [pair for pair in found if pair[0] >= LEAST_SCORE]
        found.sort(key=lambda pair: (-pair[0], -pair[1].day, pair[1].path))
        places = limit - len(pinned)
        chosen += found[:places]
        full = len(shortlist) == SHORTLIST
        spelt = {fold(word): word for word in here.spelt}
        return Look(
            likenesses=tuple(
                [Likeness(there.path, score, _shared(weights, spelt, there)) for score, there in chosen]
            ),
            glanced=shortlist[-1][0] if full else 0,
            room=SHORTLIST - len(shortlist),
            last=FULL_SCORE if places <= 0 else LEAST_SCORE if len(found) < places else chosen[-1][0],
        )

    def glance_scores(self, here: Weighed) -> dict[int, int]:
        """By article: the score at a glance with this one, which may be itself among them."""
        return {number: self._scaled(dot, here, number) for number, dot in self._glance(here).items()}

    def score(self, here: Weighed, there: Weighed) -> int:
        """Of two articles in full."""
        return self._score(dict(zip(here.terms, here.weights, strict=True)), here, there)

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

    def _shortlist(self, here: Weighed, dots: Mapping[int, int]) -> list[tuple[int, Weighed]]:
        """The best at a glance, as (score, article); ties as in `nearest`."""
        numbers: Iterable[int] = dots
        if len(dots) > SHORTLIST:
            cosines = list(map(mul, dots.values(), map(self.inverses.__getitem__, dots)))
            # Decay takes away a half at most: below half of the last that would do without it, and less
            # what rounding may have added, none can win.
            least = heapq.nlargest(SHORTLIST, cosines)[-1] // 2 - UNIT // here.inverse - 1
            numbers = [number for number, cosine in zip(dots, cosines, strict=True) if cosine >= least]
        scores = [(-self._scaled(dots[n], here, n), -self.days[n], n) for n in numbers]
        if len(scores) > SHORTLIST:
            last = heapq.nsmallest(SHORTLIST, scores)[-1][:2]
            scores = [entry for entry in scores if entry[:2] <= last]
        # Only now, when few are left, are paths asked for.
        found = [(score, day, self.article(number)) for score, day, number in scores]
        found.sort(key=lambda entry: (*entry[:2], entry[2].path))
        return [(-score, article) for score, _, article in found[:SHORTLIST]]

    def _scaled(self, dot: int, here: Weighed, number: int) -> int:
        decay = self.decays[abs(here.day - self.days[number])]
        return (dot * here.inverse * self.inverses[number] // UNIT) * decay

    def _score(self, weights: Mapping[str, int], here: Weighed, there: Weighed) -> int:
        """Of two articles in full; `weights` are those of the first by term."""
        shared = weights.keys() & there.terms
        dot = sum([weights[term] * there.weights[there.terms.index(term)] for term in shared])
        decay = self.decays[abs(here.day - there.day)]
        return (dot * here.inverse * there.inverse // UNIT) * decay


def _shared(weights: Mapping[str, int], spelt: Mapping[str, str], there: Weighed) -> tuple[str, ...]:
    """What two articles share, by its part in the dot product; ties by folded term.

    `weights` and `spelt` are those of the article asked about. Of two spellings the one with smaller
    letters is shown: a capital may be owed to a sentence.
    """
    shared = [
        (-weights[term] * weight, term)
        for term, weight in zip(there.terms, there.weights, strict=True)
        if term in weights
    ]
    shared.sort()
    terms = [term for _, term in shared[:MOST_REASONS]]
    theirs = {fold(word): word for word in there.spelt}
    return tuple([max(spelt.get(term, term), theirs.get(term, term)) for term in terms])


class RelatedIndex(Finder):
    """An index in memory. Changed by nobody, so any number of workers may ask one index.

    The number of an article is its position in `paths`, newest first and then by path.
    """

    def __init__(self, articles: Sequence[Weighed], postings: Mapping[str, Posting], decays: Decays) -> None:
        self.articles = articles
        self.postings = postings
        self.decays = decays
        self.paths = tuple([article.path for article in articles])
        self.days = array("i", [article.day for article in articles])
        self.inverses = array("I", [article.inverse for article in articles])
        self._numbers = {path: number for number, path in enumerate(self.paths)}

    def number(self, path: SourcePath) -> int | None:
        """See `Finder`."""
        return self._numbers.get(path)

    def article(self, number: int) -> Weighed:
        """See `Finder`."""
        return self.articles[number]

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
    folds = Folds()
    spellings: Counter[str] = Counter()
    for path in paths:
        spellings.update(vectors[path].keys())
    frequencies: Counter[str] = Counter()
    for word, count in spellings.items():
        frequencies[folds[word]] += count
    most = 1 + magnitude(len(paths))
    rarities = {word: most - magnitude(frequencies[term]) for word, term in folds.items()}
    articles = [weigh(path, days[path], vectors[path], rarities, folds) for path in paths]
    return RelatedIndex(articles, _postings(articles, frequencies), Decays(half_life_days))


def _postings(articles: Sequence[Weighed], frequencies: Mapping[str, int]) -> dict[str, Posting]:
    """Of the terms that lead in two articles or more."""
    numbers: dict[str, tuple[array[int], array[int]]] = {}
    for number in range(len(articles) - 1, -1, -1):  # the oldest first
        article = articles[number]
        for term, weight in zip(article.terms[:LEADING], article.weights, strict=False):
            if frequencies[term] > 1:
                if term not in numbers:
                    numbers[term] = (array("I"), array("B"))
                of_term, weights = numbers[term]
                of_term.append(number)
                weights.append(weight)
    days = [article.day for article in articles]
    reach = reaches(len(articles), span(days))
    return {
        term: Posting(
            array("i", map(days.__getitem__, of_term)), of_term, weights, reach[magnitude(frequencies[term])]
        )
        for term, (of_term, weights) in numbers.items()
        if len(of_term) > 1
    }
