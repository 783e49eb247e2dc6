"""Blocks in layouts that fill nothing: a layout that extends another fills blocks by their names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import jinja2
from jinja2 import nodes

from site_builder.checking.family import Code, Finding, finding
from site_builder.checking.site import Site
from site_builder.layout_environment import RecordingEnvironment
from site_builder.layouts import LayoutText
from site_builder.problems import Place, did_you_mean

CODES = {
    "unknown-block": Code("warning", "a layout fills a block that no layout which it extends has"),
}


def find(site: Site) -> Iterator[Finding]:
    """Each block at the outermost level of one of the site's own layouts that no parent shows."""
    trees = _Trees(site.layouts)
    for name in site.own_layouts:
        layout = site.layouts.get(name)
        tree = trees.of(name) if layout else None
        if layout is None or tree is None or not (above := trees.above(name)):
            continue
        known = {block.name for parent in above for block in parent.find_all(nodes.Block)}
        shown = {
            node.attr
            for one in (tree, *above)
            for node in one.find_all(nodes.Getattr)
            if isinstance(node.node, nodes.Name) and node.node.name == "self"
        }
        for node in tree.body:
            if isinstance(node, nodes.Block) and node.name not in known | shown:
                message = f"no layout that this one extends has a block '{node.name}', so it is never shown"
                remedy = did_you_mean(node.name, known) or f"Blocks there are: {', '.join(sorted(known))}."
                yield finding("unknown-block", _place(layout, node), message, remedy)


class _Trees:
    """Layouts as Jinja reads them; those that it cannot read are told of by a build."""

    def __init__(self, layouts: Mapping[str, LayoutText]) -> None:
        self._layouts = layouts
        self._environment = RecordingEnvironment(lambda name: None)
        self._made: dict[str, nodes.Template | None] = {}

    def of(self, name: str) -> nodes.Template | None:
        """The tree of a layout."""
        if name not in self._made:
            try:
                self._made[name] = self._environment.parse(self._layouts[name].text)
            except (KeyError, jinja2.TemplateSyntaxError):
                self._made[name] = None
        return self._made[name]

    def above(self, name: str) -> list[nodes.Template]:
        """The layouts that one extends, nearest first; none where that is only known when it is rendered."""
        found: list[nodes.Template] = []
        names = [name]
        while (tree := self.of(names[-1])) is not None:
            extends = tree.find(nodes.Extends)
            if extends is None:
                return found
            parent = extends.template.value if isinstance(extends.template, nodes.Const) else None
            if not isinstance(parent, str) or parent in names or self.of(parent) is None:
                return []
            names.append(parent)
            found.append(self.of(parent) or nodes.Template([]))
        return []


def _place(layout: LayoutText, block: nodes.Block) -> Place:
    lines = layout.text.splitlines()
    line = lines[block.lineno - 1] if block.lineno <= len(lines) else ""
    at = re.search(rf"block\s+({re.escape(block.name)})\b", line)
    if at is None:
        return Place(layout.source, block.lineno, excerpt=line)
    return Place(layout.source, block.lineno, at.start(1) + 1, len(block.name), line)
