"""The names that a site knows things by, its tags' labels and aliases, found by any one of their words.

"Nations" names nothing where a tag is called United Nations. Knows terms and counted words, no text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from site_builder.content.entry import TagId
from site_builder.content.related_terms import Weighed
from site_builder.content.taxonomy import Term
from site_builder.content.terms import fold, words_of


class KnownName(NamedTuple):
    """One of the names of a tag."""

    tag: TagId
    words: frozenset[str]  # folded; those with a small first letter, such as "of", are none


NamesByWord = Mapping[str, tuple[KnownName, ...]]


def names_by_word(terms: Iterable[Term]) -> NamesByWord:
    """By folded word: the names that it is a part of, those of most words first, then by order of terms."""
    found: dict[str, list[KnownName]] = {}
    for term in terms:
        for name in dict.fromkeys((term.label, *term.aliases)):
            spelt = words_of(name.replace(".", ""))  # U.N. is written UN as well
            words = frozenset(fold(word) for word in spelt if not word[0].islower())
            for word in words:
                found.setdefault(word, []).append(KnownName(term.id, words))
    return {word: tuple(sorted(names, key=lambda n: -len(n.words))) for word, names in found.items()}


def capitalised(article: Weighed) -> frozenset[str]:
    """The folded terms of an article that its text writes with a capital, or in letters that have none."""
    spelt = dict(zip(article.places, article.spelt, strict=True))
    terms = enumerate(article.terms)
    return frozenset(term for place, term in terms if not spelt.get(place, term)[0].islower())


def named_in_full(names: Iterable[KnownName], words: Collection[str]) -> KnownName | None:
    """The first of the names of which every word is among `words`."""
    return next((name for name in names if all(word in words for word in name.words)), None)
