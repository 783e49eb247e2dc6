"""The site as its own extensions extend it: their queries asked, the plans of their kinds made.

They look at the site through what layouts and the kinds of `outputs/` are given, and whatever they ask on
the way is written down for who asked them. Knows nothing of how they are loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple

from site_builder.content.plan import Output
from site_builder.content.snapshot import Snapshot
from site_builder.door import Door
from site_builder.extensions import Extensions
from site_builder.incremental.reads import Query, Reads, answer_digest
from site_builder.problems import WrongUse, did_you_mean
from site_builder.queries import ANSWERS
from site_builder.view import SiteView

_MOST_KEPT = 1 << 12  # answers that a process keeps


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
            found = self._kept[query] = _copied(value), own.queries()
        else:
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


def _add(reads: Reads, queries: Iterable[Query]) -> None:
    for query in queries:
        reads.add(query)


def _copied(value: Any) -> Any:
    """A plain value that nobody else holds, so that who changes it changes it for nobody else."""
    kind = type(value)
    if kind is list or kind is tuple:
        return kind([_copied(inner) for inner in value])
    return {key: _copied(inner) for key, inner in value.items()} if kind is dict else value
