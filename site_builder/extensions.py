"""A site's own extensions: loaded from their texts, their names checked, and asked like what is built in.

What they are given to touch is what layouts and the kinds of `outputs/` are given. Nothing is loaded from
anywhere but the texts; knows no file, so a worker on another machine can load them again.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from itertools import count
from types import ModuleType
from typing import Any, Literal, NamedTuple
from weakref import finalize

import msgspec
from msgspec import Struct

from site_builder.content.plan import Output
from site_builder.content.snapshot import Snapshot
from site_builder.door import Door
from site_builder.extension_faults import ExtensionFailed, Texts, guarded, place_of, wrong
from site_builder.incremental.reads import Query, Reads, answer_digest
from site_builder.layout_environment import FILTERS, JINJAS
from site_builder.outputs import KINDS
from site_builder.outputs.kind import PAGES, Ask, Kind, Render, Warned
from site_builder.problems import Place, Problem, WrongUse, did_you_mean
from site_builder.queries import ANSWERS
from site_builder.view import SiteView

_MODULES = "site_builder_extension_"  # what their names in sys.modules begin with
_numbers = count(1)
OFFERED = "__site_builder_offers__"  # the name under which a module holds what its decorators were put on
What = Literal["filter", "query", "output kind"]
_MOST_KEPT = 1 << 12  # answers that a process keeps


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
        missing = [
            part
            for part in ("plan", "render")
            if what == "output kind" and not callable(getattr(value, part, None))
        ]
        if missing:
            remedy = "docs/extensions.md shows a whole one."
            return wrong(f"the output kind '{name}' has no `{missing[0]}`", remedy, place)
        if not callable(value) and what != "output kind":
            return wrong(f"a {what} is a function, and '{name}' is none", "", place)
        return None


NONE = Extensions({})


class Answers:
    """Answers the queries of extensions about one snapshot: each once in a process, whoever asks.

    A query of an extension is no question of its own to the site: whoever asks it has asked all that it
    asks on the way.
    """

    def __init__(self, snapshot: Snapshot, queries: Mapping[str, Callable[..., Any]]) -> None:
        self.names: Collection[str] = queries.keys()
        self._snapshot = snapshot
        self._queries = queries
        self._kept: dict[Query, tuple[Any, tuple[Query, ...]]] = {}

    def site(self, door: Door) -> SiteView:
        """The site as layouts see it, with these queries."""
        return ExtendedSite(door, self) if self._queries else SiteView(door)

    def ask(self, reads: Reads, name: str, *args: str | int) -> Any:
        """The answer, and into `reads` all that was asked for it. Raises WrongUse and ExtensionFailed."""
        if strange := [arg for arg in args if not isinstance(arg, str | int)]:
            given = type(strange[0]).__name__
            raise WrongUse(f"'{name}' can be asked with texts and whole numbers only, not with a {given}")
        query: Query = (name, *(str(arg) if isinstance(arg, str) else int(arg) for arg in args))
        found = self._kept.get(query)
        if found is None:
            own = Reads()
            door = Door(self._snapshot, own, "")
            door.links = self._snapshot.links.in_full()
            try:
                value = self._queries[name](self.site(door), *query[1:])
            finally:
                _add(reads, own.queries())
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[query] = value, own.queries()
            return _copied(value)
        _add(reads, found[1])
        return _copied(found[0])


class ExtendedSite(SiteView):
    """The site as layouts see it, with the queries of extensions as methods."""

    def __init__(self, door: Door, answers: Answers) -> None:
        super().__init__(door)
        self._answers = answers
        self.own_queries = answers.names

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_") or name not in self.own_queries:
            raise AttributeError(f"the site has no '{name}'. {did_you_mean(name, dir(self))}".rstrip())
        return partial(self._answers.ask, self._door.reads, name)

    def __dir__(self) -> Iterable[str]:
        return (*super().__dir__(), *self.own_queries)


class Planned(NamedTuple):
    """What the extensions' kinds promise of a snapshot."""

    outputs: tuple[Output, ...]
    digest: str  # "" where the site has no such kind
    asks_today: bool  # whether the plan depends on the day


def planned_by(extensions: Extensions, snapshot: Snapshot) -> Planned:
    """The plans of all kinds. Raises ExtensionFailed or ProblemsFound."""
    if not extensions.kinds:
        return Planned((), "", asks_today=False)
    reads = Reads()
    door, answers = Door(snapshot, reads, ""), Answers(snapshot, extensions.queries)

    def ask(*query: str | int) -> Any:
        name = str(query[0]) if query else ""
        if name in ANSWERS:
            return door.ask(*query)
        if name in answers.names:
            return answers.ask(reads, name, *query[1:])
        near = did_you_mean(name, (*ANSWERS, *answers.names))
        raise WrongUse(f"there is no query '{name}'; {near or 'docs/extensions.md lists them.'}")

    outputs = tuple(output for kind in extensions.kinds.values() for output in kind.plan(ask))
    return Planned(outputs, answer_digest(outputs).hex(), ("today",) in reads.queries())


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


def _add(reads: Reads, queries: Iterable[Query]) -> None:
    for query in queries:
        reads.add(query)


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


def _copied(value: Any) -> Any:
    """A plain value that nobody else holds, so that who changes it changes it for nobody else."""
    kind = type(value)
    if kind is list or kind is tuple:
        return kind([_copied(inner) for inner in value])
    return {key: _copied(inner) for key, inner in value.items()} if kind is dict else value


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
