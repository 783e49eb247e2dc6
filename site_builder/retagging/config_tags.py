"""Rewrites the vocabulary in one file of settings: a term's key, what refers to it, the tags of `defaults`.

A term that was renamed leaves its old id behind, and a term that was merged stays, both with
`replaced_by`, so that old addresses lead on. Touches no disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from site_builder.nodes import Mapping, Node, Scalar, Sequence
from site_builder.problems import Problem, ProblemsFound
from site_builder.retagging.edits import Edit, Source, apply, as_item, like
from site_builder.retagging.tag_lists import Change, changed, list_edits, typed_tags
from site_builder.yaml_nodes import parse

_REFERENCES = ("parent", "replaced_by")


class ConfigEditor:
    """One file of settings, to be edited."""

    def __init__(self, text: str, name: str, limit: int) -> None:
        """Raises ProblemsFound where the text is no YAML."""
        self._mark = "\ufeff" if text.startswith("\ufeff") else ""
        root, problems = parse(text.removeprefix(self._mark), name, limit=limit)
        if problems:
            raise ProblemsFound(problems)
        self._source = Source(text.removeprefix(self._mark))
        self._root = root
        found = self._entry("tags")
        self._terms = found[1] if found and isinstance(found[1], Mapping) else None
        self._edits: list[Edit] = []

    def has(self, id_: str) -> bool:
        """Whether a term has its entry in this file."""
        return self._terms is not None and id_ in self._terms.entries

    @property
    def text(self) -> str:
        """The text with all edits made."""
        return self._mark + apply(self._source.text, self._edits)

    def rename(self, old: str, new: str) -> None:
        """Give a term another id; the old one is left behind and leads to it."""
        if self._terms is None:
            return
        if new in self._terms.entries:  # that it once had: what led from there to here goes
            self._remove(*self._terms.entries[new])
        if old not in self._terms.entries:
            return
        key, value = self._terms.entries[old]
        self._replace(key, like(self._source, key, new))
        source = self._source
        end = source.last(key, value)
        if source.is_flow(self._terms):
            self._edits.append(Edit(end, end, f", {as_item(old)}: {{replaced_by: {as_item(new)}}}"))
            return
        indent, line = " " * self._column(key), source.newline
        stop = source.line_stop(end - 1)
        before = "" if source.text[:stop].endswith(("\n", "\r")) else line
        step = " " * (self._step(value) or 2)
        stub = f"{indent}{as_item(old)}:{line}{indent}{step}replaced_by: {as_item(new)}{line}"
        self._edits.append(Edit(stop, stop, before + stub))

    def replace(self, old: str, new: str) -> None:
        """Let a term say that another has taken its place."""
        if not self.has(old):
            return
        assert self._terms
        key, value = self._terms.entries[old]
        if isinstance(value, Scalar):
            start = self._source.offset(key.end)
            end = self._source.last(key, value)
            after = self._source.text.index(":", start) + 1
            self._edits.append(Edit(after, max(end, after), f" {{replaced_by: {as_item(new)}}}"))
        elif isinstance(value, Mapping):
            start = self._source.offset(value.start)
            if not self._source.is_flow(value):
                indent = " " * self._column(next(iter(value.entries.values()))[0])
                line = f"replaced_by: {as_item(new)}{self._source.newline}{indent}"
                self._edits.append(Edit(start, start, line))
            else:
                comma = ", " if value.entries else ""
                self._edits.append(Edit(start + 1, start + 1, f"replaced_by: {as_item(new)}{comma}"))

    def refer(self, olds: frozenset[str], new: str) -> None:
        """Let what referred to old terms refer to the new one."""
        for id_, (_, value) in (self._terms.entries if self._terms else {}).items():
            if not isinstance(value, Mapping):
                continue
            for name in _REFERENCES:
                target = value.entries.get(name, (None, None))[1]
                if isinstance(target, Scalar) and target.text in olds and id_ != new:
                    self._replace(target, like(self._source, target, new))

    def retag_defaults(self, change: Change, same: Callable[[str], str]) -> None:
        """Change the tags that rules give to articles."""
        for value in self._tags_of_defaults():
            after = changed(typed_tags(value), change, same)
            self._edits += list_edits(self._source, value, after)

    def _tags_of_defaults(self) -> Iterator[Node]:
        found = self._entry("defaults")
        rules = found[1] if found else None
        for rule in rules.items if isinstance(rules, Sequence) else ():
            if not isinstance(rule, Mapping) or "values" not in rule.entries:
                continue
            values = rule.entries["values"][1]
            if isinstance(values, Mapping) and "tags" in values.entries:
                yield values.entries["tags"][1]

    def _entry(self, key: str) -> tuple[Scalar, Node] | None:
        return self._root.entries.get(key) if isinstance(self._root, Mapping) else None

    def _replace(self, node: Scalar, text: str) -> None:
        self._edits.append(Edit(self._source.offset(node.start), self._source.offset(node.end), text))

    def _remove(self, key: Scalar, value: Node) -> None:
        """Take an entry's lines away."""
        assert self._terms
        if self._source.is_flow(self._terms):
            remedy = "Take that entry out of `tags` first."
            message = f"'{key.text}' stands in brackets and cannot be taken out"
            raise ProblemsFound(
                [Problem(code="tags-not-editable", place=key.place, message=message, remedy=remedy)]
            )
        start = self._source.line_start(self._source.offset(key.start))
        stop = self._source.line_stop(self._source.last(key, value) - 1)
        self._edits.append(Edit(start, stop, ""))

    def _column(self, key: Scalar) -> int:
        assert key.start is not None
        return key.start.column

    def _step(self, value: Node) -> int:
        """How far the keys of a term stand in from its own; 0 where it has none below it."""
        if not isinstance(value, Mapping) or not value.entries or self._source.is_flow(value):
            return 0
        assert self._terms
        own = next(iter(self._terms.entries.values()))[0]
        return self._column(next(iter(value.entries.values()))[0]) - self._column(own)
