"""What must hold between the tags of the vocabulary: whose names are whose, and where links lead. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from site_builder.nodes import Places
from site_builder.problems import Problem, did_you_mean
from site_builder.settings import TagSetting
from site_builder.texts import fold_name


def check_tags(tags: Mapping[str, TagSetting], places: Places) -> Iterator[Problem]:
    """Everything that is wrong with the vocabulary, in no order that matters."""
    checks = _Checks(tags, places)
    yield from checks.names()
    yield from checks.links("parent")
    yield from checks.links("replaced_by")


class _Checks:
    def __init__(self, tags: Mapping[str, TagSetting], places: Places) -> None:
        self._tags = tags
        self._places = places

    def _problem(self, path: str, code: str, message: str, remedy: str) -> Problem:
        return Problem(code=code, place=self._places.nearest(path), message=message, remedy=remedy)

    def names(self) -> Iterator[Problem]:
        """Two tags must not share a name, since articles may use any of a tag's names."""
        owners: dict[str, tuple[str, str]] = {}
        for id_, tag in self._tags.items():
            for path, name in _names(id_, tag):
                owner, its_path = owners.setdefault(fold_name(name), (id_, path))
                # A tag may have for a label what was its id.
                if owner != id_ and self._settled(owner) != self._settled(id_):
                    line = self._places.nearest(its_path)
                    message = f"'{name}' names two tags, '{owner}' and '{id_}'"
                    remedy = f"The other is at {line.source}:{line.line}. Take the name from one of the two."
                    yield self._problem(path, "tag-clash", message, remedy)

    def _settled(self, id_: str) -> str:
        """The tag that took this one's place in the end."""
        seen = {id_}
        while (tag := self._tags.get(id_)) and tag.replaced_by and tag.replaced_by not in seen:
            id_ = tag.replaced_by
            seen.add(id_)
        return id_

    def links(self, key: str) -> Iterator[Problem]:
        """A tag that names another under this key names one that is there, and no circle comes of it."""
        tags = self._tags
        links = {id_: getattr(tag, key) for id_, tag in tags.items() if getattr(tag, key)}
        for id_, target in links.items():
            if target not in tags:
                remedy = did_you_mean(target, tags) or "Name the id of a tag, which is its key under `tags`."
                message = f"there is no tag '{target}'"
                yield self._problem(f"tags.{id_}.{key}", "unknown-tag", message, remedy)
        for circle in _circles(links):
            shown = " → ".join([*circle, circle[0]])
            message = f"'{key}' goes round in a circle: {shown}"
            remedy = f"Take away one `{key}` of these."
            yield self._problem(f"tags.{circle[0]}.{key}", "tag-circle", message, remedy)


def _circles(links: Mapping[str, str]) -> Iterator[list[str]]:
    """Every circle of links, each once, beginning with its smallest id; in time linear in the links."""
    done: set[str] = set()
    for start in links:
        trail: dict[str, None] = {}
        step = start
        while step in links and step not in done and step not in trail:
            trail[step] = None
            step = links[step]
        if step in trail:
            circle = list(trail)[list(trail).index(step) :]
            least = circle.index(min(circle))
            yield circle[least:] + circle[:least]
        done |= trail.keys()


def _names(id_: str, tag: TagSetting) -> Iterator[tuple[str, str]]:
    yield f"tags.{id_}", id_
    if tag.label:
        yield f"tags.{id_}.label", tag.label
    for number, alias in enumerate(tag.aliases):
        yield f"tags.{id_}.aliases.{number}", alias
