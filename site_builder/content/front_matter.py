"""The block of YAML at the head of an article: found, read with all its problems, written.

Knows text and types; files, and what the values mean to the site, are for others: see `parse.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from typing import Any, NamedTuple

import msgspec

from site_builder import nodes
from site_builder.content.article import Article
from site_builder.curly_quotes import OF_ARTICLES, has_curly_values, straightened
from site_builder.days import read_date
from site_builder.front_matter_settings import FRONT_MATTER_SYNONYMS, FrontMatter
from site_builder.nodes import Places, Scalar
from site_builder.problems import Place, Problem, ProblemsFound
from site_builder.schema import Report, partial_reader
from site_builder.texts import decode
from site_builder.yaml_lines import read_lines
from site_builder.yaml_nodes import parse
from site_builder.yaml_text import yaml_entries

__all__ = ["Split", "decode", "place_of", "read_front_matter", "split", "write_front_matter"]

_OPENING = re.compile(r"(?:[ \t]*\n)*---[ \t]*(?=\n|\Z)")
_CLOSING = re.compile(r"\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_FIRST_LINE = re.compile(r"\s*(.*)")
_DAYS = frozenset({"date", "updated", "publish_date", "expiry_date", "published", "retrieved"})
# Keys that keep a text, or some of it, from readers: one that is misspelt must not let it go.
_KEEPING_BACK = frozenset({"draft", "review", "rights", "publish_date", "expiry_date"})
_THREE_LINES = "Begin the file with three lines, then the text:\n---\ntitle: …\n---"

_read = partial_reader(FrontMatter, FRONT_MATTER_SYNONYMS, required=("title",))


@cache
def _field_types() -> dict[str, Any]:
    return {field.name: field.type for field in msgspec.structs.fields(FrontMatter)}


class Split(NamedTuple):
    """A source file in its two parts; line ends are LF, and there is no byte order mark."""

    yaml: str  # without the lines of dashes
    yaml_line: int  # the line of the file on which it begins, from 1
    body: str
    body_line: int


def split(text: str, source: str) -> Split:
    """The front matter and the body of a file.

    The block opens with `---` on the first line that is not blank and closes with `---` or `...`.
    Raises ProblemsFound when there is no block or it is never closed: YAML is never taken for text.
    """
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    opening = _OPENING.match(text)
    if not opening:
        raise ProblemsFound([_no_block(text, source)])
    line = text.count("\n", 0, opening.end()) + 1
    closing = _CLOSING.search(text, opening.end())
    if not closing:
        place = Place(source, line, 1, 3, "---")
        remedy = "Put a line of three dashes below the last key."
        message = "the front matter that opens here is never closed"
        raise ProblemsFound(
            [Problem(code="unclosed-front-matter", place=place, message=message, remedy=remedy)]
        )
    yaml = text[opening.end() + 1 : closing.start() + 1]
    body_line = line + text.count("\n", opening.end(), closing.end())
    return Split(yaml, line + 1, text[closing.end() :], body_line)


def read_front_matter(
    text: str, source: str, defaults: Mapping[str, Any]
) -> tuple[FrontMatter | None, Split | None, Mapping[str, Place], tuple[Problem, ...]]:
    """The typed values, the file's parts, the places of values as typed, and all problems.

    `defaults` fills in keys that are absent or empty, and must be values that `config.py` has checked:
    see `DefaultRule`. Where there are errors, the front matter holds what could be read: nothing will be
    published, and what else is wrong can be told in the same run. It is None when nothing could be read;
    the parts are None when there is no block to split off.
    """
    try:
        parts = split(text, source)
    except ProblemsFound as error:
        return None, None, Places(None), error.problems
    places: Mapping[str, Place] = _LatePlaces(parts, source)
    found: tuple[Problem, ...] = ()
    values = _usual_values(parts.yaml)
    if values is None:
        root, problems = parse(parts.yaml, source, parts.yaml_line)
        places = Places(root, FRONT_MATTER_SYNONYMS)
        if not isinstance(root, nodes.Mapping):
            return None, parts, places, problems or (_no_keys(root, source, parts),)
        report = Report(unknown_key="warning", grave=_KEEPING_BACK)
        values = _read(straightened(root, OF_ARTICLES, report), report)
        found = (*problems, *report.problems)
    if any(problem.level == "error" for problem in found):
        values.setdefault("title", "Untitled")
    for name, value in defaults.items():
        if name not in values:
            values[name] = msgspec.convert(value, _field_types()[name])
    return FrontMatter(**values), parts, places, found


def _usual_values(yaml: str) -> dict[str, Any] | None:
    """The typed values of front matter in which nothing is unusual and nothing wrong; else None."""
    root = None if has_curly_values(yaml) else read_lines(yaml)
    if root is None:
        return None
    report = Report(unknown_key="warning", grave=_KEEPING_BACK)
    values: dict[str, Any] = _read(root, report)
    return None if report.problems else values


class _LatePlaces(Mapping[str, Place]):
    """The places of values in front matter, which is parsed for them when one is asked for."""

    def __init__(self, parts: Split, source: str) -> None:
        self._parts = parts
        self._source = source

    @cached_property
    def _places(self) -> Places:
        root, _ = parse(self._parts.yaml, self._source, self._parts.yaml_line)
        return Places(root, FRONT_MATTER_SYNONYMS)

    def __getitem__(self, path: str) -> Place:
        return self._places[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def place_of(article: Article, key: str) -> Place:
    """Where a value of an article's front matter stands, by dotted path: "tags.0", "image.src".

    The front matter is read once more: of ten thousand articles one has a problem. A value that came
    from config.yaml stands where the front matter begins.
    """
    source = f"content/{article.path}"
    places = Places(parse(article.front, source, article.front_line)[0], FRONT_MATTER_SYNONYMS)
    return places.get(key) or Place(source, article.front_line)


def write_front_matter(values: Mapping[str, Any]) -> str:
    """The block with its lines of dashes, to be followed by the body.

    Known keys come in the order of `FrontMatter`, others after them; None stands for an absent key.
    A day under a key that holds days stands without quotes, whether it is given as a date or as text.
    Values may be msgspec structs; see `yaml_entries` for the others and for errors.
    """
    known = _field_types()
    given = {key: value for key, value in values.items() if value is not None}
    order = [key for key in known if key in given] + [key for key in given if key not in known]
    return f"---\n{yaml_entries({key: _writable(key, given[key]) for key in order})}---\n"


def _writable(key: str, value: Any) -> Any:
    if isinstance(value, msgspec.Struct):
        fields = ((field, getattr(value, field.name)) for field in msgspec.structs.fields(value))
        value = {field.name: said for field, said in fields if said is not None and said != field.default}
    if isinstance(value, Mapping):
        return {k: _writable(k, v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_writable("", item) for item in value]
    if key in _DAYS and isinstance(value, str):
        try:
            return read_date(value)
        except ValueError:
            return value
    return value


def _no_block(text: str, source: str) -> Problem:
    if not text.strip():
        return _problem(Place(source), "the file is empty", _THREE_LINES)
    found = _FIRST_LINE.match(text)
    assert found
    line = text.count("\n", 0, found.start(1)) + 1
    place = Place(source, line, 1, len(found[1]), found[1])
    if found[1].startswith(("+++", "{", ";;;")):
        message = "the front matter is not YAML"
        return _problem(place, message, "Write it as `key: value` between two lines of three dashes.")
    if found[1].startswith("---"):
        return _problem(place, "front matter opens with three dashes alone", "Make this line `---`.")
    return _problem(place, "the file has no front matter", _THREE_LINES)


def _no_keys(root: nodes.Node | None, source: str, parts: Split) -> Problem:
    remedy = "Write at least a line  title: …"
    if root is None or (isinstance(root, Scalar) and root.is_empty):
        place = Place(source, parts.yaml_line - 1, 1, 3, "---")
        return _problem(place, "the front matter is empty", remedy)
    found = "a list" if isinstance(root, nodes.Sequence) else "text"
    return _problem(root.place, f"the front matter is {found}, not keys and values", remedy)


def _problem(place: Place, message: str, remedy: str) -> Problem:
    return Problem(code="no-front-matter", place=place, message=message, remedy=remedy)
