"""A site's own extensions: loaded from their texts, their names checked, their faults made problems.

Nothing is loaded from anywhere but the texts; knows no file, so a worker on another machine can load them
again. What they are given to look at is `extended.py`'s business.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from functools import partial
from itertools import count
from types import ModuleType
from typing import Any, Literal, NamedTuple
from weakref import finalize

import msgspec
from msgspec import Struct

from site_builder.content.plan import Output
from site_builder.extension_faults import ExtensionFailed, Texts, guarded, place_of, wrong
from site_builder.incremental.reads import answer_digest
from site_builder.layout_environment import FILTERS, JINJAS
from site_builder.outputs import KINDS
from site_builder.outputs.kind import Ask, Kind, Render, Warned
from site_builder.problems import Place, Problem
from site_builder.queries import ANSWERS
from site_builder.turns import PAGES
from site_builder.view import SiteView

_MODULES = "site_builder_extension_"  # what their names in sys.modules begin with
_numbers = count(1)
OFFERED = "__site_builder_offers__"  # the name under which a module holds what its decorators were put on
What = Literal["filter", "query", "output kind"]


class Offered(NamedTuple):
    """What one decorator of `extending.py` was put on."""

    what: What
    name: str
    value: Any
    line: int  # of the decorator


class Offer(Struct, frozen=True):
    """Something that an extension adds."""

    what: What
    name: str
    place: Place
    about: str  # the first line of its docstring; "" without one


class Extensions:
    """All extensions of a site, loaded; or what is wrong with them."""

    def __init__(self, texts: Texts) -> None:
        """`texts` are those of the files, by the path to name in messages: "extensions/times.py"."""
        self.texts = {name: texts[name] for name in sorted(texts)}
        self.digest = answer_digest(self.texts).hex() if texts else ""
        self.filters: dict[str, Callable[..., Any]] = {}
        self.queries: dict[str, Callable[..., Any]] = {}
        self.kinds: dict[str, Kind] = {}
        self.offers: list[Offer] = []
        self.problems: list[Problem] = []
        for source, text in self.texts.items():
            module = ModuleType(f"{_MODULES}{next(_numbers)}")
            sys.modules[module.__name__] = module  # where dataclasses look for the names in annotations
            finalize(self, sys.modules.pop, module.__name__, None).atexit = False
            try:
                guarded(partial(_run, module, source, text), self.texts, Place(source))()
                for offered in getattr(module, OFFERED, ()):
                    self._take(source, offered)
            except ExtensionFailed as failed:
                self.problems.append(failed.problem)
        self.all_kinds: Mapping[str, Kind] = {**KINDS, **self.kinds} if self.kinds else KINDS

    def __reduce__(self) -> tuple[Any, ...]:
        return Extensions, (self.texts,)

    def _take(self, source: str, offered: Offered) -> None:
        what, name, value, line = offered
        place = place_of(source, line, self.texts)
        if problem := self._unfit(offered, place):
            self.problems.append(problem)
            return
        if what == "output kind":
            made = guarded(value, self.texts, place)() if isinstance(value, type) else value
            self.kinds[name] = _Guarded(name, made, self.texts, place)
        else:
            function = guarded(value, self.texts)
            if what == "filter":
                self.filters[name] = function
            else:
                self.queries[name] = _plainly(name, function, place)
        about = (value.__doc__ or "").strip().partition("\n")[0]
        self.offers.append(Offer(what, name, place, about))

    def _unfit(self, offered: Offered, place: Place) -> Problem | None:
        """What keeps something from being added."""
        what, name, value, _ = offered
        if not name.isidentifier() or name.startswith("_"):
            return wrong(f"no {what} can be called '{name}'", "Begin it with a letter.", place)
        if name in _BUILT_IN[what]:
            remedy = f"Give yours another name, such as 'our_{name}'."
            return wrong(f"site-builder has its own {what} '{name}'", remedy, place)
        for other in self.offers:
            if (other.what, other.name) == (what, name):
                message = f"the {what} '{name}' is there already, at {other.place.source}:{other.place.line}"
                return wrong(message, "Give one of them another name.", place)
        if what != "output kind":
            message = f"a {what} is a function, and '{name}' is none"
            return None if callable(value) else wrong(message, f"Put `@{what}` above a `def`.", place)
        for part in ("plan", "render"):
            if not callable(getattr(value, part, None)):
                remedy = "docs/extensions.md shows a whole one."
                return wrong(f"the output kind '{name}' has no `{part}`", remedy, place)
        return None


NONE = Extensions({})


class _Guarded:
    """A kind of output by an extension: its faults are problems, and what it gives is looked at."""

    def __init__(self, name: str, made: Any, texts: Texts, place: Place) -> None:
        self.FULL_LINKS = bool(getattr(made, "FULL_LINKS", False))
        self._name = name
        self._place = place
        self._plan = guarded(lambda ask: list(made.plan(ask)), texts, place)
        self._render = guarded(made.render, texts, place)
        self._turn = guarded(getattr(made, "turn", lambda output: PAGES), texts, place)

    def plan(self, ask: Ask) -> Iterator[Output]:
        """Every output that it promises, each fit to be one."""
        outputs = self._plan(ask)
        for output in outputs:
            if cause := self._unfit(output):
                remedy = "Yield `page_at(permalink, kind, …)` with texts for what it is about."
                raise ExtensionFailed(wrong(cause, remedy, self._place))
        return iter(outputs)

    def turn(self, output: Output) -> int:
        """When it takes its place; as the pages do unless it says otherwise."""
        turn = self._turn(output)
        return turn if isinstance(turn, int) else PAGES

    def render(self, output: Output, site: SiteView, layout: Render) -> str | bytes | Warned:
        """What it makes of an output."""
        made = self._render(output, site, layout)
        if isinstance(made, str | bytes | Warned):
            return made
        message = f"the output kind '{self._name}' gives {type(made).__name__} for {output.path}"
        raise ExtensionFailed(wrong(message, "Let `render` give a text or bytes.", self._place))

    def _unfit(self, output: Any) -> str:
        """What is wrong with something that was planned."""
        if not isinstance(output, Output):
            return f"the output kind '{self._name}' plans {type(output).__name__}, which is no output"
        try:
            as_remembered = _decode(_encode(output))
        except (TypeError, ValueError):  # of msgspec and of Unicode
            as_remembered = None
        if as_remembered != output:
            return f"the output kind '{self._name}' plans an output that does not consist of texts"
        if output.kind != self._name:
            return f"the output kind '{self._name}' plans an output of the kind '{output.kind}'"
        if output.copy_of:
            return f"the output kind '{self._name}' plans a copy, {output.path}"
        parts = output.path.split("/")
        if not output.path.isprintable() or "\\" in output.path or any(_leads_away(part) for part in parts):
            return f"the output kind '{self._name}' plans {output.path!r}, which is no file of the site"
        return ""


def _leads_away(part: str) -> bool:
    return part in {"", ".", ".."} or part.startswith(".site-builder")


def _run(module: ModuleType, source: str, text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        code = compile(text, source, "exec", dont_inherit=True)
    exec(code, vars(module))


def _plainly(name: str, query: Callable[..., Any], place: Place) -> Callable[..., Any]:
    """A query whose answer is the same for whoever asks: no handle of one page, nothing without an order."""

    def call(*args: Any) -> Any:
        value = query(*args)
        if strange := _strange(value):
            message = f"the query '{name}' gives {strange}, which is no plain value"
            raise ExtensionFailed(wrong(message, _PLAIN, place))
        return value

    return call


def _strange(value: Any) -> str:
    """The type of the first thing in a value that is not plain; "" where all is."""
    kind = type(value)
    if kind in {list, tuple}:
        return next(filter(None, map(_strange, value)), "")
    if kind is dict:
        return next(filter(None, map(_strange, (*value, *value.values()))), "")
    frozen = isinstance(value, Struct) and value.__struct_config__.frozen
    return "" if value is None or frozen or isinstance(value, str | int | float | date) else kind.__name__


_PLAIN = (
    "Give texts, numbers, dates, lists and tables of them; of an article its `id`, for `site.article(id)`."
)
_BUILT_IN: dict[str, Collection[str]] = {
    "filter": JINJAS | FILTERS.keys(),
    "query": {*dir(SiteView), "config", *ANSWERS},
    "output kind": KINDS.keys(),
}
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Output).decode
