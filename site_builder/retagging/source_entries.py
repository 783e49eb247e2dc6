"""Writes facts about an article's original into `source` in its front matter; nothing else changes.

Knows one text at a time, and nothing of the web.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from site_builder import nodes
from site_builder.content.front_matter import split
from site_builder.nodes import plain
from site_builder.problems import Place, Problem, ProblemsFound
from site_builder.retagging.edits import Edit, Source, apply, as_item
from site_builder.retagging.renaming import FileChange
from site_builder.yaml_nodes import parse
from site_builder.yaml_text import yaml_entries

_SOURCE = "source"


def plan_entries(
    articles: Iterable[tuple[str, str, Mapping[str, str | bool]]],
) -> tuple[tuple[FileChange, ...], tuple[Problem, ...]]:
    """The changes that write keys into `source` of articles, and what stands against some of them.

    Each article is its name in messages, where it lies, and the keys with their values.
    """
    changes: list[FileChange] = []
    problems: list[Problem] = []
    for name, file, values in articles:
        path = Path(file)
        before = path.read_bytes()
        try:
            after = with_source_entries(before.decode(), name, values).encode()
        except ProblemsFound as found:
            problems += found.problems
        except UnicodeDecodeError:
            problems.append(_not_editable(Place(name)))
        else:
            if after != before:
                changes.append(FileChange(name, path, before, after))
    return tuple(changes), tuple(problems)


def with_source_entries(text: str, name: str, values: Mapping[str, str | bool]) -> str:
    """An article's text with keys added to its `source`. Raises ProblemsFound where that cannot be done.

    A key that is there already stays as it is.
    """
    parts = split(text, name)
    root, problems = parse(parts.yaml, name, parts.yaml_line)
    if not isinstance(root, nodes.Mapping) or problems or _SOURCE not in root.entries:
        raise ProblemsFound([_not_editable(Place(name, parts.yaml_line))])
    key, value = root.entries[_SOURCE]
    if not isinstance(value, nodes.Mapping) or not value.entries:
        raise ProblemsFound([_not_editable(key.place)])
    new = {k: v for k, v in values.items() if k not in value.entries}
    if not new:
        return text
    source = Source(text, parts.yaml_line)
    edited = apply(text, [_addition(source, value, new)])
    wanted = plain(root)
    wanted[_SOURCE] = {**wanted[_SOURCE], **new}
    again = split(edited, name)
    read, wrong = parse(again.yaml, name, again.yaml_line)
    if wrong or not isinstance(read, nodes.Mapping) or plain(read) != wanted or again.body != parts.body:
        raise ProblemsFound([_not_editable(key.place)])
    return edited


def _addition(source: Source, value: nodes.Mapping, new: Mapping[str, str | bool]) -> Edit:
    """The edit that puts entries behind the last one of a mapping."""
    last_key, last = list(value.entries.values())[-1]
    end = source.last(last_key, last)
    if source.is_flow(value):
        return Edit(end, end, "".join(f", {key}: {_written(item)}" for key, item in new.items()))
    first_key = next(iter(value.entries.values()))[0]
    start = source.offset(first_key.start)
    indent = source.text[source.line_start(start) : start]
    stop = source.line_stop(end - 1)
    lines = yaml_entries(dict(new)).splitlines()
    return Edit(stop, stop, "".join(f"{indent}{line}{source.newline}" for line in lines))


def _written(value: str | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else as_item(value)


def _not_editable(place: Place) -> Problem:
    message = "`source` is written in a way that cannot be edited by a program"
    remedy = "Edit it by hand:  source: {name: …, url: https://…}"
    return Problem(code="source-not-editable", place=place, message=message, remedy=remedy)
