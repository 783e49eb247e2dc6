"""Articles as other generators keep them, parted into the block at their head and their text. Pure.

Told by how the block is written: YAML between `---` (Jekyll, Hugo, Eleventy), TOML between `+++` (Hugo,
Zola), or lines such as `Title: …` up to an empty one (Pelican). Knows no key's meaning; see `keys.py`.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from typing import Any, Literal

from msgspec import Struct

from site_builder import nodes
from site_builder.problems import Place, Problem, ProblemsFound
from site_builder.yaml_nodes import parse

Form = Literal["yaml", "toml", "lines"]

_YAML = re.compile(r"---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_TOML = re.compile(r"\+\+\+[ \t]*\r?\n(.*?)^\+\+\+[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_LINE = re.compile(r"([A-Za-z][\w-]*)[ \t]*:[ \t]*(.*)")
_NAMED = re.compile(r"^(?:title|layout|date|slug|permalink)[ \t]*:", re.MULTILINE)
# What Pelican's readers know; a text for the press has `Title:` and `Date:` too, but none of _ONLY_THERE.
_OF_PELICAN = frozenset(
    "title date modified tags keywords category slug author authors summary status lang translation "
    "template save_as url".split()
)
_ONLY_THERE = frozenset({"modified", "tags", "category", "slug", "status", "save_as"})
_LISTS = frozenset({"tags", "keywords", "authors"})
_LINE_OF_TOML = re.compile(r"\(at line (\d+), column (\d+)\)")


class Block(Struct, frozen=True):
    """An article in its two parts; `head + body` is the whole."""

    form: Form
    head: str  # with its marks and line ends
    values: dict[str, Any]  # free data: texts, numbers, truth values, lists, maps
    body: str


def form_of(text: str) -> Form | None:
    """How an article that begins so keeps its front matter; None when it is none of these."""
    if text.startswith("+++"):
        return "toml" if _TOML.match(text) else None
    if text.startswith("---"):
        found = _YAML.match(text)
        return "yaml" if found and _NAMED.search(found[1]) else None
    keys = {key for key, _ in _entries(text)}
    return "lines" if "title" in keys and keys <= _OF_PELICAN and keys & _ONLY_THERE else None


def read_block(text: str, name: str) -> Block | None:
    """The parts of an article; None when it has no such block. A byte order mark belongs to its head.

    Raises ProblemsFound, with lines of the file called `name`, when the block cannot be read.
    """
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    bare = text.removeprefix(mark)
    form = form_of(bare)
    if form is None:
        return None
    if form == "lines":
        head = bare[: _end_of_lines(bare)]
        return Block(form, mark + head, _of_lines(head), bare[len(head) :])
    found = (_YAML if form == "yaml" else _TOML).match(bare)
    assert found
    values = _of_yaml(found[1], name) if form == "yaml" else _of_toml(found[1], name)
    return Block(form, mark + found[0], values, bare[found.end() :])


def _of_yaml(text: str, name: str) -> dict[str, Any]:
    root, problems = parse(text, name, 2)
    if problems or root is None:
        raise ProblemsFound(problems)
    values = nodes.plain(root)
    return values if isinstance(values, dict) else {}


def _of_toml(text: str, name: str) -> dict[str, Any]:
    try:
        return {key: _plain(value) for key, value in tomllib.loads(text.replace("\r\n", "\n")).items()}
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        at = _LINE_OF_TOML.search(str(error))
        place = Place(name, int(at[1]) + 1, int(at[2])) if at else Place(name, 2)
        message = f"the front matter cannot be read as TOML: {str(error).partition(' (at ')[0]}"
        remedy = "Mend that line, and import it again."
        raise ProblemsFound([Problem(code="bad-toml", place=place, message=message, remedy=remedy)]) from None


def _plain(value: Any) -> Any:
    """A value of TOML as YAML has it: its dates and times become text."""
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value


def _entries(text: str) -> list[tuple[str, str]]:
    """The lines `Key: value` that the text begins with, keys in lower case; none when another line comes."""
    found: list[tuple[str, str]] = []
    for line in text.splitlines():
        entry = _LINE.fullmatch(line)
        if not line.strip():
            break
        if entry:
            found.append((entry[1].lower(), entry[2].strip()))
        elif found and line.startswith("    "):
            found[-1] = (found[-1][0], f"{found[-1][1]} {line.strip()}".strip())
        else:
            return []
    return found


def _end_of_lines(text: str) -> int:
    """Where the text begins: after the first empty line."""
    empty = re.search(r"^[ \t]*(?:\r?\n|\Z)", text, re.MULTILINE)
    return empty.end() if empty else len(text)


def _of_lines(head: str) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, value in _entries(head):
        if key in _LISTS:
            values[key] = [part.strip() for part in re.split("[;,]", value) if part.strip()]
        else:
            values[key] = value
    return values
