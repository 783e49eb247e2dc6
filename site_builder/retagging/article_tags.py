"""Rewrites the tags in an article's front matter and nothing else. Touches no disk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from site_builder import nodes
from site_builder.content.front_matter import split
from site_builder.nodes import Lines, Node, Scalar, plain
from site_builder.problems import Place, Problem, ProblemsFound
from site_builder.retagging.edits import Edit, Source, apply, as_item
from site_builder.retagging.tag_lists import Change, addition, changed, list_edits, typed_tags
from site_builder.yaml_nodes import parse

_TAGS = "tags"


def retagged(text: str, name: str, change: Change, same: Callable[[str], str]) -> str:
    """An article's text with its tags changed; `change` and `same` are those of `tag_lists.changed`.

    Raises ProblemsFound where its front matter cannot be read or not be edited by a program.
    """
    source, root = _read(text, name)
    if _TAGS not in root.entries:
        return text
    value = root.entries[_TAGS][1]
    if not _is_list_of_words(value):
        return text
    after = changed(typed_tags(value), change, same)
    return _edited(source, name, root, list(list_edits(source, value, after)), after)


def with_tags(text: str, name: str, tags: Sequence[str]) -> str:
    """An article's text with tags put behind those that it has. Raises ProblemsFound as `retagged`."""
    source, root = _read(text, name)
    if not tags:
        return text
    if _TAGS not in root.entries:
        last_key, last = list(root.entries.values())[-1]
        end = source.line_stop(source.last(last_key, last) - 1)
        line = f"tags: [{', '.join(map(as_item, tags))}]{source.newline}"
        return _edited(source, name, root, [Edit(end, end, line)], tags)
    key, value = root.entries[_TAGS]
    if not _is_list_of_words(value):
        raise ProblemsFound([_not_editable(value.place)])
    edit = addition(source, key, value, tags)
    return _edited(source, name, root, [edit], [*typed_tags(value), *tags])


def _read(text: str, name: str) -> tuple[Source, nodes.Mapping]:
    parts = split(text, name)
    root, problems = parse(parts.yaml, name, parts.yaml_line)
    if not isinstance(root, nodes.Mapping) or problems:
        place = Place(name, parts.yaml_line)
        raise ProblemsFound(problems or [_not_editable(place)])
    # A byte order mark stands on a line before the first key, whose columns it does not shift.
    return Source(text, parts.yaml_line), root


def _is_list_of_words(value: Node) -> bool:
    items = value.items if isinstance(value, nodes.Sequence) else (value,)
    return all(isinstance(item, Scalar) for item in items)


def _edited(
    source: Source, name: str, root: nodes.Mapping, edits: Sequence[Edit], tags: Sequence[str | None]
) -> str:
    """The edited text, once it is certain that all but the tags is read as before."""
    if not edits:
        return source.text
    text = apply(source.text, edits)
    wanted = plain(root)
    wanted[_TAGS] = [tag for tag in tags if tag is not None]
    if _as_read(text, name) != (wanted, split(source.text, name).body):
        place = root.entries[_TAGS][0].place if _TAGS in root.entries else Lines(name).place(None)
        raise ProblemsFound([_not_editable(place)])
    return text


def _as_read(text: str, name: str) -> tuple[dict[str, Any], str] | None:
    """The front matter, its tags as a list, and the body; None where they cannot be read."""
    try:
        _, root = _read(text, name)
    except ProblemsFound:
        return None
    return {**plain(root), _TAGS: typed_tags(root.entries[_TAGS][1])}, split(text, name).body


def _not_editable(place: Place) -> Problem:
    message = "these tags are written in a way that cannot be edited without touching something else"
    return Problem(code="tags-not-editable", place=place, message=message, remedy="Edit them by hand.")
