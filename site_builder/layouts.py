"""The layouts: Jinja with every escape on, every undefined name an error and every use recorded.

A layout's name is its path below layouts/. The site's own file comes before the default of the same
name; `default/article.html` is always the default, so that a layout can extend the one it replaces.
"""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import jinja2
from msgspec import Struct
from msgspec.structs import replace

from site_builder.extension_faults import ExtensionFailed
from site_builder.incremental.reads import Reads
from site_builder.incremental.values import Damaged
from site_builder.kept_layouts import KeptLayouts
from site_builder.layout_environment import RecordingEnvironment, forget
from site_builder.layout_faults import Known, explain
from site_builder.layout_messages import messages_in
from site_builder.problems import Place, Problem, WorkFailed
from site_builder.translation import ENGLISH, Translation

DEFAULT = "default/"  # how a layout names the default that it replaces
_BUILT_IN = (
    "That layout comes with the builder. Your own {name} in the folder of your layouts takes its place;"
    " docs/layouts.md says how."
)


Filters = Mapping[str, Callable[..., Any]]
NO_FILTERS: Filters = {}


class LayoutText(Struct, frozen=True):
    """One layout as it was read."""

    source: str  # the path to name in messages
    text: str


class Layouts:
    """Renders layouts by name and writes down which ones were asked for, there or not."""

    def __init__(
        self,
        own: Mapping[str, LayoutText],
        default: Mapping[str, LayoutText],
        kept: Path | None = None,
        filters: Filters = NO_FILTERS,
        translation: Translation = ENGLISH,
    ) -> None:
        """`kept` is a folder for compiled layouts, so that later builds need not compile them again;
        `filters` are the site's own, `translation` has the words of the digest's language.
        """
        self.own = own
        self.texts = all_texts(own, default)
        self.filters = filters
        self.translation = translation
        self._environment = RecordingEnvironment(
            partial(_load, self.texts), KeptLayouts(kept) if kept else None, translation
        )
        self._environment.add_filters(filters)

    def digests(self) -> dict[str, str]:
        """Layout name → digest of its text, and of its words in another language than plain English."""
        if self.translation.is_english and self.translation == Translation(self.translation.language):
            return {name: _digest(layout.text) for name, layout in self.texts.items()}
        messages, common = self.translation.messages, repr(self.translation.of_filters)
        return {
            name: _digest(
                repr((layout.text, common, [messages.get(key) for key in messages_in(layout.text)]))
            )
            for name, layout in self.texts.items()
        }

    def prepare(self) -> None:
        """Compile what the site's pages use, so that processes forked from this one need not, each for
        itself. A layout that cannot be compiled is told of when a page asks for it.
        """
        for name in self.texts:
            if not name.startswith(DEFAULT):
                with suppress(Exception):  # a filter or extension can raise whatever Python can
                    self._environment.get_template(name)

    def render(self, name: str, reads: Reads, **context: Any) -> str:
        """The layout's text with the context's values. Raises LayoutFailed with place and cause, and Damaged
        where what was remembered cannot be read, which is no fault of the layout.
        """
        environment = self._environment
        environment.asked = lambda layout: reads.add(("layout", layout))
        try:
            return environment.get_template(name).render(context)
        except Damaged:
            raise
        except Exception as error:  # a layout can raise whatever Python can
            raise LayoutFailed(self._explain(name, error, context)) from error
        finally:
            environment.asked = forget

    def _explain(self, name: str, error: Exception, context: Mapping[str, Any]) -> Problem:
        by_source = {layout.source: layout for layout in self.texts.values()}
        if isinstance(error, jinja2.TemplateSyntaxError):
            chain = [(error.filename or name, error.lineno)]
        else:
            frames = traceback.extract_tb(error.__traceback__)
            chain = [(f.filename, f.lineno or 0) for f in frames if f.filename in by_source]
        if not chain:
            chain = [(self.texts[name].source if name in self.texts else f"layouts/{name}", 0)]
        source, line = chain[-1]
        layout = by_source.get(source)
        lines = layout.text.splitlines() if layout else []
        excerpt = lines[line - 1] if 0 < line <= len(lines) else ""
        place = Place(source, line, excerpt=excerpt.strip())
        if isinstance(error, ExtensionFailed):
            if not isinstance(error.__cause__, jinja2.UndefinedError):
                found = error.problem
                return replace(found, remedy=_with_users(found.remedy, chain))
            error = error.__cause__  # what the layout handed in was not there: no fault of the extension
        fault = explain(
            error,
            Known(
                {name: layout.text for name, layout in self.texts.items()},
                tuple(context),
                self._environment.filters,
                self._environment.tests,
                getattr(context.get("site"), "own_queries", ()),
            ),
        )
        remedy = _with_users(fault.remedy, chain[:-1])
        if name := self._default_name(source):
            remedy = f"{remedy}\n{_BUILT_IN.format(name=name)}".lstrip()
        return Problem(code="layout-failed", place=place, message=fault.cause, remedy=remedy)

    def _default_name(self, source: str) -> str:
        """The name of the default layout that messages call so; "" where it is none."""
        named = (name for name, layout in self.texts.items() if layout.source == source)
        return next((name.removeprefix(DEFAULT) for name in named if name.startswith(DEFAULT)), "")


def all_texts(own: Mapping[str, LayoutText], default: Mapping[str, LayoutText]) -> dict[str, LayoutText]:
    """Every layout under each name that it goes by: the site's own come before the default ones."""
    return {**default, **own, **{f"{DEFAULT}{name}": text for name, text in default.items()}}


class LayoutFailed(WorkFailed):
    """A layout could not be rendered."""


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _with_users(remedy: str, chain: list[tuple[str, int]]) -> str:
    """A remedy, and below it the layouts that led to the fault, the nearest first."""
    users = ", used by ".join(f"{path}:{line}" for path, line in reversed(dict.fromkeys(chain)))
    return "\n".join(line for line in (remedy, f"used by {users}" if users else "") if line)


def _load(texts: Mapping[str, LayoutText], name: str) -> tuple[str, str, Callable[[], bool]] | None:
    layout = texts.get(name)
    return (layout.text, layout.source, lambda: True) if layout else None
