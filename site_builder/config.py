"""The site's settings from one or more files and the command line. Knows the texts, never the disk.

Later files win key by key; `tags`, `sources`, `sections`, `deploy` and `extra` are joined entry by entry. All
that is wrong is found in one reading. What one key alone cannot tell is checked in `config_checks.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from site_builder import nodes
from site_builder.addresses import url_in_ascii
from site_builder.config_checks import check_settings
from site_builder.config_schema import front_matter_schema, json_schema
from site_builder.curly_quotes import OF_SETTINGS, straightened
from site_builder.front_matter_settings import FRONT_MATTER_SYNONYMS, FrontMatter
from site_builder.nodes import Lines, Node, Places, Scalar
from site_builder.problems import Place, Problem, ProblemsFound, in_source_order
from site_builder.schema import Report, partial_reader
from site_builder.settings import CONFIG_SYNONYMS, Settings
from site_builder.yaml_nodes import parse

__all__ = ["Configured", "front_matter_schema", "json_schema", "read_config", "show"]

LIMIT = 1_000_000  # characters of one file; a vocabulary of ten thousand tags fits

_JOINED = frozenset({"tags", "sources", "sections", "deploy", "extra"})
_FLAGS = {"output_dir": "--output"}  # where a flag is not named like its key
_read_settings = partial_reader(Settings, CONFIG_SYNONYMS, required=("title",), records=True)
_read_values = partial_reader(FrontMatter, FRONT_MATTER_SYNONYMS)

Entries = dict[str, tuple[Scalar, Node]]


@dataclass(frozen=True)
class Configured:
    """The settings in force, and where each came from."""

    settings: Settings
    origins: Mapping[str, str]  # every key of Settings → "config.yaml:3", "--base-url" or "default"
    places: Places  # of values by dotted path, such as "tags.syria.parent"
    problems: tuple[Problem, ...]  # warnings, in source order


def read_config(files: Sequence[tuple[str, str]], overrides: Mapping[str, str] | None = None) -> Configured:
    """The settings that the files and flags give together.

    `files` are pairs of a name for people and a text, later ones winning; `overrides` maps keys of
    Settings to texts from the command line, which win over all files.
    Raises ProblemsFound with everything that is wrong, when any of it is an error.
    """
    of_files = Report()
    tables = [_entries(name, text, of_files) for name, text in files]
    entries: Entries = {}
    for table in tables:
        _join(entries, table or {})
    for key, text in (overrides or {}).items():
        scalar = Scalar(Lines(_FLAGS.get(key, f"--{key.replace('_', '-')}")), None, None, text, quoted=True)
        entries[key] = (scalar, scalar)
    root = nodes.Mapping(Lines(files[0][0] if files else "config.yaml"), None, None, entries)
    places = Places(root)
    report = Report()
    values = _read_settings(straightened(root, OF_SETTINGS, report), report)
    if "defaults" in values:
        values["defaults"] = tuple(_checked_defaults(values["defaults"], root, report))
    # Without a title the rest is still worth checking; the error about it is already noted.
    settings = Settings(**{"title": "", **values})
    unread = {problem.place for problem in report.problems}  # a default stands there, which nobody wrote
    report.problems.extend(p for p in check_settings(settings, places) if p.place not in unread)
    if None in tables:
        # What seems to be missing may stand in the file that could not be read.
        report.problems = [p for p in report.problems if p.place.line or p.place.source.startswith("--")]
    problems = in_source_order([*of_files.problems, *report.problems])
    if any(problem.level == "error" for problem in problems):
        raise ProblemsFound(problems)
    settings = msgspec.structs.replace(settings, base_url=url_in_ascii(settings.base_url.rstrip("/")))
    origins = {
        key: _origin(key, places) if key in values else "default" for key in settings.__struct_fields__
    }
    return Configured(settings, origins, places, problems)


def show(configured: Configured) -> list[tuple[str, Any, str]]:
    """Every setting in force as (dotted key, value, origin), in the order of Settings.

    Tables come entry by entry, lists as a whole; values are plain data.
    """
    settled = msgspec.to_builtins(configured.settings)
    shown = []
    for key, top in settled.items():
        for path, value in _leaves(key, top):
            typed = configured.origins[key] != "default" and path in configured.places
            shown.append((path, value, _origin(path, configured.places) if typed else "default"))
    return shown


def _entries(name: str, text: str, report: Report) -> Entries | None:
    """The top level of one file, under the names that are meant; None when it cannot be read."""
    root, problems = parse(text.removeprefix("\ufeff"), name, limit=LIMIT)
    report.problems.extend(problems)
    if root is None:
        return None
    if isinstance(root, Scalar) and root.is_empty:
        return {}
    if not isinstance(root, nodes.Mapping):
        report.mismatch(root, "keys and values", "Write at least a line  title: …")
        return None
    entries: Entries = {}
    for typed, (key, value) in root.entries.items():
        meant = CONFIG_SYNONYMS.get(typed, typed)
        if meant in entries:
            report.second_name(entries[meant][0], key, meant)
        else:
            entries[meant] = (key, value)
    return entries


def _join(entries: Entries, later: Entries) -> None:
    for name, (key, value) in later.items():
        if name in entries and isinstance(value, Scalar) and value.is_empty:
            continue
        if name in entries and name in _JOINED:
            before = entries[name][1]
            if isinstance(before, nodes.Mapping) and isinstance(value, nodes.Mapping):
                joined = {**before.entries, **value.entries}
                value = nodes.Mapping(value.lines, value.start, value.end, joined)
        entries[name] = (key, value)


def _checked_defaults(rules: Sequence[Any], root: nodes.Mapping, report: Report) -> Iterator[Any]:
    """The rules with their values read as front matter, and given as plain data that can be stored."""
    listed = root.entries["defaults"][1]
    assert isinstance(listed, nodes.Sequence)
    for rule, node in zip(rules, listed.items, strict=True):
        assert isinstance(node, nodes.Mapping)
        typed = _read_values(node.entries["values"][1], report)
        yield msgspec.structs.replace(rule, values=msgspec.to_builtins(typed))


def _origin(path: str, places: Places) -> str:
    place = places[path]
    return str(Place(place.source, place.line))


def _leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from _leaves(f"{path}.{key}", inner)
    else:
        yield path, value
