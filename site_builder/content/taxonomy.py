"""The controlled vocabulary: which term a tag means, and what follows from the terms of all articles.

A tag in front matter may be a term's id, label or alias, in any case; it is always published under
the id that the vocabulary gives it. A site without a vocabulary has free tags, each its own term.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from msgspec import Struct

from site_builder.content.article import Article
from site_builder.content.entry import TagId
from site_builder.content.front_matter import place_of
from site_builder.content.permalinks import term_slugs
from site_builder.problems import Problem, did_you_mean
from site_builder.settings import TagSetting
from site_builder.texts import fold_name


class Term(Struct, frozen=True):
    """A term as a page shows it."""

    id: TagId
    label: str
    permalink: str
    description: str = ""
    aliases: tuple[str, ...] = ()
    see: str = ""
    parent: TagId = ""
    children: tuple[TagId, ...] = ()  # by label


@dataclass(frozen=True)
class Vocabulary:
    """The terms that articles may be filed under."""

    settings: Mapping[TagId, TagSetting]

    @cached_property
    def free(self) -> bool:
        """Whether any word may be a tag, because the site has no vocabulary."""
        return not self.settings

    @cached_property
    def _names(self) -> dict[str, TagId]:
        names: dict[str, TagId] = {}
        for id_, term in self.settings.items():
            for name in (id_, term.label, *term.aliases):
                if name:
                    names.setdefault(fold_name(name), id_)
        return names

    def resolve(self, typed: str) -> TagId | None:
        """The id that a typed tag stands for, replaced terms followed; None when it is unknown."""
        if self.free:
            return unicodedata.normalize("NFC", typed)
        id_ = self._names.get(fold_name(typed))
        seen = set()
        while id_ and id_ not in seen and (term := self.settings.get(id_)) and term.replaced_by:
            seen.add(id_)
            id_ = term.replaced_by
        return id_

    def ancestors(self, id_: TagId) -> tuple[TagId, ...]:
        """The wider terms of a term, nearest first."""
        found: list[TagId] = []
        while id_ in self.settings and (id_ := self.settings[id_].parent) and id_ not in found:
            found.append(id_)
        return tuple(found)

    def terms(self, used: Iterable[TagId]) -> dict[TagId, Term]:
        """Every term of the vocabulary that is still in use as a name, or every used free tag."""
        current = {i: t for i, t in self.settings.items() if not t.replaced_by}
        if self.free:
            current = {i: TagSetting() for i in used}
        slugs = term_slugs(current)
        label = {i: t.label or i for i, t in current.items()}
        former: dict[TagId, list[str]] = {}
        for id_, setting in self.settings.items():
            if setting.replaced_by and (now := self.resolve(id_)):
                name, term = setting.label or id_, self.settings.get(now, setting)
                # What was an id may be the label still.
                if fold_name(name) not in {fold_name(n) for n in (now, term.label, *term.aliases)}:
                    former.setdefault(now, []).append(name)
        return {
            id_: Term(
                id=id_,
                label=label[id_],
                permalink=f"/tags/{slugs[id_]}/",
                description=setting.description,
                aliases=(*setting.aliases, *former.get(id_, ())),
                see=setting.see,
                parent=setting.parent,
                children=tuple(
                    sorted((c for c, s in current.items() if s.parent == id_), key=lambda c: (label[c], c))
                ),
            )
            for id_, setting in current.items()
        }

    def suggestion(self, typed: str) -> str:
        """How to go on from an unknown tag of an article."""
        return f"{self.nearest(typed)} New tags go under `tags` in config.yaml.".strip()

    def nearest(self, typed: str) -> str:
        """A question with the nearest name of a tag, or "" when none is near."""
        return did_you_mean(
            typed, [n for i, t in self.settings.items() for n in (i, t.label, *t.aliases) if n]
        )


def resolve_tags(article: Article, vocabulary: Vocabulary) -> tuple[tuple[TagId, ...], tuple[Problem, ...]]:
    """The article's terms in the order it names them, without repeats, and what it names in vain."""
    found: dict[TagId, None] = {}
    problems = []
    for number, typed in enumerate(article.tags):
        id_ = vocabulary.resolve(typed)
        if id_ is None:
            place = place_of(article, f"tags.{number}")
            message = f"tag '{typed}' is not in the vocabulary"
            problems.append(
                Problem(code="unknown-tag", place=place, message=message, remedy=vocabulary.suggestion(typed))
            )
        else:
            found[id_] = None
    return tuple(found), tuple(problems)


def related_terms(
    id_: TagId, tags_of: Sequence[tuple[TagId, ...]], vocabulary: Vocabulary, limit: int = 8
) -> tuple[TagId, ...]:
    """The terms that most often stand beside a term; `tags_of` holds the tags of its articles.

    Most frequent first, ties by id. Wider terms, which stand beside it by definition, are left out.
    """
    beside = Counter(tag for tags in tags_of for tag in tags)
    apart = {id_, *vocabulary.ancestors(id_)}
    ranked = sorted((-n, tag) for tag, n in beside.items() if tag not in apart)
    return tuple(tag for _, tag in ranked[:limit])
