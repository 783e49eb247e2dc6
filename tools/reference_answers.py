"""What the repository's own digest answers to expressions of layouts, as the reference shows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from msgspec import Struct
from reference_examples import NAMES

from site_builder import handles, view
from site_builder.door import Door
from site_builder.incremental.reads import Reads
from site_builder.layout_environment import FILTERS
from site_builder.options import Options, Where
from site_builder.reading import open_site
from site_builder.steps.taking import snapshot_of

ROOT = Path(__file__).resolve().parents[1]
CLOCK = "2012-06-01"  # the day of the build that answers
LONGEST = 76  # characters of an answer that are shown


def answers(expressions: Sequence[str]) -> str:
    """A block of code: each expression with its answer."""
    asking = _asking()
    width = max(len(expression) for expression in expressions)
    lines = [f"{e.ljust(width)}  → {_shown(asking(e))}".rstrip() for e in expressions]
    return "\n".join(["```text", *lines, "```"])


@cache
def _asking() -> Callable[[str], Any]:
    """Answers an expression of a layout, as asked by the home page of the digest."""
    where = Where(ROOT)
    snapshot = snapshot_of(open_site(where), Options(where=where, clock=CLOCK), {})[0]
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    environment.filters.update(FILTERS)
    context: dict[str, Any] = {"site": view.SiteView(Door(snapshot, Reads(), "index.html"))}
    for name, expression in NAMES.items():
        context[name] = environment.compile_expression(expression)(**context)
        assert context[name] is not None, f"the example {expression} is not in the digest any more"
    return lambda asked: environment.compile_expression(asked, undefined_to_none=False)(**context)


def _shown(value: Any) -> str:
    """An answer in at most LONGEST characters."""
    text = _told(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


def _told(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, handles.Handle):
        kind = type(value).query.replace("card", "article")
        return f"{kind} {value.id}"
    if isinstance(value, view.Feed):
        return f"feed {value.permalink}"
    if isinstance(value, date):
        return str(value)
    if isinstance(value, Struct):
        fields = ((field, getattr(value, field)) for field in value.__struct_fields__)
        return ", ".join(f"{field}: {_told(inner)}" for field, inner in fields if inner)
    if isinstance(value, str):
        return f'"{value}"'.replace("\n", " ") if value else '""'
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return ", ".join(
            f"{field}: {_told(inner)}" for field, inner in zip(value._fields, value, strict=True)
        )
    if isinstance(value, tuple):
        return f"({', '.join(_told(inner) for inner in value)})"
    if isinstance(value, list):
        return f"[{', '.join(_told(inner) for inner in value)}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_told(inner)}" for key, inner in value.items()) + "}"
    return str(value)
