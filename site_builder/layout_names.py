"""Tags, sections, sources, stories and editions that a site's layouts name and that the site does not have.

A list of what is not there is empty, on every page and without a word; so the names that stand in the text of
a layout are looked up. What is taken from data, as in `articles(tag=article.tags[0].id)`, is left alone.
Knows texts and the snapshot, and no file.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from site_builder.content.snapshot import Snapshot
from site_builder.layout_blocks import spoken
from site_builder.problems import Place, Problem, nearest

if TYPE_CHECKING:
    from site_builder.layouts import LayoutText

_KINDS = ("tag", "section", "source", "story", "edition")
_LISTING = ("articles", "count", "months", "feeds")  # these take a kind by keyword
_QUERY = re.compile(rf"\bsite\s*\.\s*(?:{'|'.join((*_LISTING, *_KINDS))})\s*\(")
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_TOKEN = re.compile(r"""(["'])((?:[^"'\\]|(?!\1)["'])*)\1|\w+|\S""")
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")
_WHERE = {
    "tag": "Tags are named by their ids in config.yaml.",
    "section": "Sections are named by their ids in config.yaml.",
    "source": "Sources are named by their ids in config.yaml.",
    "story": "Stories are named as articles do it, under `story`.",
    "edition": "`site-builder list editions` has all names.",
}


class Named(NamedTuple):
    """A name in a layout."""

    kind: str  # of what: "tag", "section" …
    name: str
    start: int  # where it stands in the text, without its quotes
    is_asked: bool  # whether it is only asked if there is such a thing: {% if site.tag("veto") %}


def unknown_names(
    own: Mapping[str, LayoutText], snapshot: Snapshot, editions: Iterable[str]
) -> Iterator[Problem]:
    """The names in the site's own layouts that lead to nothing, each once for a layout, by layout and place.

    `editions` are the names of those that are put together by hand, shown or not. Of a name that the layout
    first asks for, something is said only where another is near: it may be one of another site.
    """
    names = {layout: list(names_in(layout.text)) for layout in own.values() if _QUERY.search(layout.text)}
    if not any(names.values()):
        return
    known = _Known(snapshot, editions)
    for layout, found in names.items():
        asked = {(one.kind, one.name) for one in found if one.is_asked}
        for kind, name in dict.fromkeys((one.kind, one.name) for one in found):
            if known.has(kind, name):
                continue
            near = known.nearest(kind, name)
            if near or (kind, name) not in asked:
                first = next(one for one in found if (one.kind, one.name) == (kind, name))
                yield _unknown(layout, first, near)


def names_in(text: str) -> Iterator[Named]:
    """The names that a layout's text has in its queries, in the order of the text."""
    for tag in _TAG.finditer(spoken(text)):
        tokens = list(_TOKEN.finditer(tag[0]))
        words = [token[0] for token in tokens]
        for at in range(len(words) - 4):
            if words[at : at + 2] != ["site", "."] or words[at + 3] != "(" or words[at - 1 : at] == ["."]:
                continue
            asked = words[at + 2]
            for key, token in _arguments(tokens[at + 4 :]):
                kind = asked if asked in _KINDS and key in {"", "id", "name"} else key
                if kind in _KINDS and asked in (*_LISTING, kind):
                    yield Named(kind, token[2], tag.start() + token.start(2), asked in _KINDS)


def _arguments(tokens: list[re.Match[str]]) -> Iterator[tuple[str, re.Match[str]]]:
    """The arguments of a call that are one text each, with their keywords."""
    depth = 1
    argument: list[re.Match[str]] = []
    for token in tokens:
        depth += (token[0] in _OPENING) - (token[0] in _CLOSING)
        if not depth or (depth == 1 and token[0] == ","):
            key = argument.pop(0)[0] if [t[0] for t in argument[1:2]] == ["="] else ""
            value = argument[1:] if key else argument
            if len(value) == 1 and value[0][1]:
                yield key, value[0]
            argument = []
        else:
            argument.append(token)
        if not depth:
            return


class _Known:
    """What there is, by kind; articles are looked through only for what is nowhere else."""

    def __init__(self, snapshot: Snapshot, editions: Iterable[str]) -> None:
        settings, index = snapshot.settings, snapshot.index
        self._vocabulary = snapshot.vocabulary
        self._entries = snapshot.entries
        self._names: dict[str, Collection[str]] = {
            "tag": index.terms.keys(),
            "section": settings.sections.keys(),
            "source": {*settings.sources, *index.publishers},
            "story": {which for by, which in index.numbers if by == "story"},
            "edition": {*editions, *index.edition_positions},
        }

    def has(self, kind: str, name: str) -> bool:
        """Whether the site has it, be it only in what is not published."""
        if name in self._names[kind]:
            return True
        if kind == "tag":
            return self._vocabulary.free and any(name in entry.tags for entry in self._entries.values())
        return any(getattr(entry, kind) == name for entry in self._entries.values())

    def nearest(self, kind: str, name: str) -> str:
        """The name that was meant; "" where none is near. Of a tag its id, also for its label or an alias."""
        if kind == "tag" and not self._vocabulary.free and (meant := self._vocabulary.resolve(name)):
            return meant
        return nearest(name, self._names[kind])


def _unknown(layout: LayoutText, named: Named, near: str) -> Problem:
    lines = layout.text[: named.start].split("\n")
    excerpt = layout.text.split("\n")[len(lines) - 1]
    outcome = "this is none" if named.is_asked else "this lists nothing"
    asked = f"did you mean '{near}'? " if near else ""
    return Problem(
        level="warning",
        code="unknown-name",
        place=Place(layout.source, len(lines), len(lines[-1]) + 1, len(named.name), excerpt),
        message=f"there is no {named.kind} '{named.name}', so {outcome}",
        remedy=f"{asked}{_WHERE[named.kind]}",
    )
