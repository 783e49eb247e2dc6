"""Related reading after an edit: what changes in the index, and whose lists it may change.

Knows changed articles by their counted words and the index that is on a shelf. The result is the index
that would be built from scratch, and two things keep it cheap. Weights depend on how many articles
have a term only through its binary digits, so that few terms *cross* to another weight, and only
the articles that have one of these are weighed again. And for each article asked about the index
remembers three numbers (`related.Look`): an article that was weighed anew matters to another only

- where it comes onto its shortlist or leaves it, that is, where its glance score passes `glanced`;
- where it is on the shortlist, and its score in full was or is at least `last`.

Glances are mutual, so one of the article itself, before and after, finds all of these others. What
is remembered may lag behind the truth, yet only to the safe side: it may name too many.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Mapping, Set
from dataclasses import dataclass, field

import msgspec
from msgspec import Struct

from site_builder.content.article import SourcePath
from site_builder.content.related import LEADING
from site_builder.content.related_shelf import GONE, NOTHING, ShelvedIndex, Term
from site_builder.content.related_terms import Folds, Weighed, magnitude, span, weigh

SPARE = 64  # numbers of articles that are gone, before it is time to begin anew
SHARE = 8  # weighing one article in so many again costs what beginning anew does

Counts = Mapping[str, int]  # as `terms.vector` gives them
CountsOf = Callable[[SourcePath], Counts]


class Change(Struct, frozen=True):
    """An article that is new, gone, or another than before."""

    path: SourcePath
    before: Counts | None  # None when it is new
    after: Counts | None  # None when it is gone
    day: int = 0  # as it is now


@dataclass
class _Plan:
    """What becomes of the articles and terms that an edit touches."""

    numbers: dict[SourcePath, int] = field(default_factory=dict)  # of changed articles
    after: dict[int, Weighed | None] = field(default_factory=dict)  # by number; None when it is gone
    gained: dict[str, set[int]] = field(default_factory=dict)  # who has a term now and had not before
    lost: dict[str, set[int]] = field(default_factory=dict)


def update_related(
    index: ShelvedIndex, changes: Iterable[Change], counts_of: CountsOf
) -> frozenset[SourcePath] | None:
    """Brings the index up to date, and gives the articles whose `nearest` may now differ.

    Only such are given whose answer is remembered, and that are still there. None means that nothing
    was done, since so much changes that it is cheaper, or by definition the same, to index everything
    anew: the site has reached another power of two in articles or days, or too many articles would
    have to be weighed again. `counts_of` gives the counted words of any article that has not changed.
    Nothing is written before `ShelvedIndex.save`. Raises KeyError when an article that should be
    known is not.
    """
    plan = _Plan()
    ordered = sorted(changes, key=lambda change: change.path)
    folds = Folds()
    _count_terms(index, plan, ordered, folds)
    if _outgrown(index, plan, ordered):
        return None
    crossed = _crossed(index, plan)
    again = set[int]().union(*crossed.values()) - set(plan.numbers.values())
    if len(again) > SPARE + index.scale.articles // SHARE:
        return None
    _weigh_again(index, plan, ordered, again, crossed.keys(), folds, counts_of)
    old = {number: index.article(number) for number in plan.after if number < len(index.days)}
    before = {number: index.glance_scores(article) for number, article in old.items()}
    _apply(index, plan, old)
    stale = {number for number, article in plan.after.items() if article is not None}
    for number, article in plan.after.items():
        now = index.glance_scores(article) if article else {}
        _notice(index, stale, plan.after, (old.get(number), before.get(number, {})), (article, now))
    paths = {article.path for article in (*old.values(), *plan.after.values()) if article}
    stale |= _pinners(index, paths)
    asked = sorted(number for number in stale if index.rooms[number] != NOTHING)
    for number in asked:  # until they are asked again, whatever comes or goes concerns them
        index.glanced[number] = index.rooms[number] = index.lasts[number] = 0
    return frozenset(index.article(number).path for number in asked)


def _count_terms(index: ShelvedIndex, plan: _Plan, changes: list[Change], folds: Folds) -> None:
    """Gives new articles their numbers, and notes who gains and who loses which term."""
    unused = len(index.days)
    for change in changes:
        number = index.number(change.path)
        if number is None and change.before is None:
            number, unused = unused, unused + 1
        if number is None:
            raise KeyError(change.path)
        plan.numbers[change.path] = number
        before = {folds[word] for word in change.before or ()}
        after = {folds[word] for word in change.after or ()}
        for term in after - before:
            plan.gained.setdefault(term, set()).add(number)
        for term in before - after:
            plan.lost.setdefault(term, set()).add(number)


def _outgrown(index: ShelvedIndex, plan: _Plan, changes: list[Change]) -> bool:
    """Whether all weights or all reaches change, or most numbers are those of articles that are gone."""
    days = index.days[:]
    for change in changes:
        day = GONE if change.after is None else change.day
        if plan.numbers[change.path] < len(days):
            days[plan.numbers[change.path]] = day
        else:
            days.append(day)
    articles = len(days) - days.count(GONE)
    return (
        magnitude(articles) != index.scale.magnitude
        or span(set(days) - {GONE}) != index.scale.span
        or len(days) > 2 * articles + SPARE
    )


def _crossed(index: ShelvedIndex, plan: _Plan) -> dict[str, set[int]]:
    """By term that weighs another from now on: the articles that had it."""
    rows = {term: index.terms.get(term) or Term() for term in sorted(plan.gained.keys() | plan.lost.keys())}
    return {
        term: set(_numbers(row.holders))
        for term, row in rows.items()
        if magnitude(len(row.holders) // 4) != magnitude(_frequency(index, plan, term))
    }


def _frequency(index: ShelvedIndex, plan: _Plan, term: str) -> int:
    """How many articles have a term after the edit."""
    row = index.terms.get(term)
    before = len(row.holders) // 4 if row else 0
    return before + len(plan.gained.get(term, ())) - len(plan.lost.get(term, ()))


def _weigh_again(
    index: ShelvedIndex,
    plan: _Plan,
    changes: list[Change],
    again: set[int],
    crossed: Set[str],
    folds: Folds,
    counts_of: CountsOf,
) -> None:
    """Fills `plan.after` with what is now another, and with what reaches farther or less far."""
    most = 1 + index.scale.magnitude
    rarities: dict[str, int] = {}

    def weighed(path: SourcePath, day: int, counts: Counts) -> Weighed:
        for word in counts:
            if word not in rarities:
                rarities[word] = most - magnitude(_frequency(index, plan, folds[word]))
        return weigh(path, day, counts, rarities, folds)

    def keep(number: int, article: Weighed) -> None:
        new = number >= len(index.days)
        if new or article != index.article(number) or not crossed.isdisjoint(article.terms[:LEADING]):
            plan.after[number] = article

    for change in changes:
        number = plan.numbers[change.path]
        if change.after is not None:
            keep(number, weighed(change.path, change.day, change.after))
        elif number < len(index.days):
            plan.after[number] = None
    for number in sorted(again):
        old = index.article(number)
        keep(number, weighed(old.path, old.day, counts_of(old.path)))


def _apply(index: ShelvedIndex, plan: _Plan, old: Mapping[int, Weighed]) -> None:
    """Puts articles, terms and numbers in place of what was."""
    left: dict[str, set[int]] = {}
    came: dict[str, list[tuple[int, int, int]]] = {}
    for number, article in plan.after.items():
        before, after = _leading(old.get(number)), _leading(article)
        for term in before.keys() - after.keys():
            left.setdefault(term, set()).add(number)
        for term, (day, weight) in after.items():
            if before.get(term) != (day, weight):
                left.setdefault(term, set()).add(number)
                came.setdefault(term, []).append((day, number, weight))
    for term in sorted(plan.gained.keys() | plan.lost.keys() | left.keys()):
        row = index.terms.get(term) or Term()
        holders = _numbers(row.holders)
        if term in plan.lost:
            holders = array("I", [number for number in holders if number not in plan.lost[term]])
        holders.extend(sorted(plan.gained.get(term, ())))
        row = Term(holders.tobytes(), row.days, row.numbers, row.weights)
        index.set_term(term, _posted(row, left.get(term, set()), came.get(term, [])))
    for number in sorted(plan.after):
        index.set_article(number, plan.after[number])
    for path, number in plan.numbers.items():
        gone = plan.after.get(number, path) is None
        if gone or index.number(path) != number:
            index.numbers.set(path, None if gone else number)
    index.scale = msgspec.structs.replace(index.scale, articles=len(index.days) - index.days.count(GONE))


def _leading(article: Weighed | None) -> dict[str, tuple[int, int]]:
    """By term that an article can be found by: its day and the weight of the term."""
    if article is None:
        return {}
    return {
        term: (article.day, weight)
        for term, weight in zip(article.terms[:LEADING], article.weights, strict=False)
    }


def _posted(row: Term, left: set[int], came: list[tuple[int, int, int]]) -> Term:
    """A term after some articles have left its posting, and came to it as (day, number, weight)."""
    if not left:
        return row
    entries = zip(array("i", row.days), _numbers(row.numbers), row.weights, strict=True)
    stay = [entry for entry in entries if entry[1] not in left]
    days, numbers, weights = zip(*sorted(stay + came), strict=True) if stay or came else ((), (), ())
    return Term(row.holders, array("i", days).tobytes(), array("I", numbers).tobytes(), bytes(weights))


def _numbers(encoded: bytes) -> array[int]:
    return array("I", encoded)


def _notice(
    index: ShelvedIndex,
    stale: set[int],
    touched: Collection[int],
    before: tuple[Weighed | None, Mapping[int, int]],
    after: tuple[Weighed | None, Mapping[int, int]],
) -> None:
    """Adds to `stale` the articles whose list may change with one that was weighed anew.

    `before` and `after` are what is kept of that one, and its glance scores by other article.
    """
    for number in sorted(before[1].keys() | after[1].keys()):
        if number in stale or number in touched or index.rooms[number] == NOTHING:
            continue
        glanced, last = index.glanced[number], index.lasts[number]
        was, now = before[1].get(number, -1), after[1].get(number, -1)
        if glanced and glanced in (was, now):
            stale.add(number)  # a tie, which paths decide
            continue
        was_on, is_on = was >= glanced, now >= glanced
        if is_on and not was_on:
            if glanced or not index.rooms[number]:
                stale.add(number)
                continue
            index.rooms[number] -= 1
        elif was_on and not is_on and glanced:
            stale.add(number)
            continue
        there = index.article(number)
        if (was_on and before[0] and index.score(before[0], there) >= last) or (
            is_on and after[0] and index.score(after[0], there) >= last
        ):
            stale.add(number)


def _pinners(index: ShelvedIndex, numbers: Iterable[SourcePath]) -> set[int]:
    """The articles that pin one of these, whether or not it is there."""
    pinning = [path for pinned in numbers if (row := index.pins.get(pinned)) for path in row.pinned_by]
    return {number for number in map(index.number, pinning) if number is not None}
