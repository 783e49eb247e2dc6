"""Reads layouts and names their assets: the site's own before the default ones of the same name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from site_builder.files import read_steadily
from site_builder.layout_blocks import lost_blocks
from site_builder.layouts import NO_FILTERS, Filters, Layouts, LayoutText, all_texts
from site_builder.problems import Problem
from site_builder.sources import DEFAULT
from site_builder.texts import decode

ASSETS = "assets/"  # below either folder


def read_layouts(
    own: Mapping[str, str],
    default: Mapping[str, str],
    shown_as: str,
    kept: Path | None = None,
    held: Layouts | None = None,
    filters: Filters = NO_FILTERS,
) -> tuple[Layouts, tuple[Problem, ...]]:
    """The layouts, and what is wrong with any of them.

    Both mappings say by name where each file lies; `shown_as` is the site's own folder in messages, `kept`
    the folder for compiled layouts: without it each process compiles what it uses. Layouts that a process
    has `held` since an earlier build are given once more where their texts and `filters`, the site's own, are
    the same.
    """
    problems: list[Problem] = []
    texts = _texts(own, shown_as, problems), _texts(default, DEFAULT, problems)
    together = all_texts(*texts)
    problems.extend(lost_blocks(texts[0], together))
    if held and held.texts == together and held.filters == filters:
        return held, tuple(problems)
    return Layouts(*texts, kept, filters), tuple(problems)


def assets_of(own: Mapping[str, str], default: Mapping[str, str]) -> dict[str, str]:
    """The layouts' assets by name, and where each lies."""
    both = {**default, **own}
    return {name.removeprefix(ASSETS): path for name, path in both.items() if name.startswith(ASSETS)}


def _texts(files: Mapping[str, str], shown_as: str, problems: list[Problem]) -> dict[str, LayoutText]:
    texts = {}
    for name, path in files.items():
        if not name.startswith(ASSETS):
            source = f"{shown_as}/{name}"
            text, found = decode(read_steadily(path)[0], source)
            problems.extend(found)
            if text is not None:
                texts[name] = LayoutText(source, text)
    return texts
