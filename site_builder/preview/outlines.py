"""A page as the layouts drew it: with comments that say which layout, and which block of it, made what.

The page is rendered once more, from layouts in whose text each block and each file is enclosed in marks;
what is published, and what the preview keeps, is rendered without. Knows no request.
"""

from __future__ import annotations

import re
from html import escape

from site_builder.content.plan import Output
from site_builder.content.snapshot import Snapshot
from site_builder.extensions import NONE, Extensions
from site_builder.layouts import Layouts, LayoutText
from site_builder.rendering import Renderer

_BEGINS, _NAMED, _ENDS = "\ue0b0", "\ue0b1", "\ue0b2"  # for private use: no text of a site has them by chance
_BLOCK = re.compile(r"\{%[-+]?\s*(?:block\s+(\w+)|endblock\b)[^%]*%\}(\s*\n)?")
_EXTENDS = re.compile(r"\{%[-+]?\s*extends\b")
_MARK = re.compile(f"{_BEGINS}([^{_NAMED}]*){_NAMED}|{_ENDS}")
# Where a comment would be text, or part of a tag.
_CLOSED = re.compile(
    r"<(script|style|title|textarea)\b.*?</\1\s*>|<!--.*?-->|<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>",
    re.IGNORECASE | re.DOTALL,
)


class Outliner:
    """Renders pages with marks. Layouts that have not changed are compiled once."""

    def __init__(self) -> None:
        self._texts: dict[str, LayoutText] = {}
        self._layouts = Layouts({}, {})

    def outlined(
        self, output: Output, snapshot: Snapshot, layouts: Layouts, extensions: Extensions = NONE
    ) -> bytes | None:
        """A page of the snapshot with comments; None where its layouts fail, or it is no page."""
        held = self._layouts.filters, self._layouts.translation
        if self._texts != layouts.texts or held != (layouts.filters, layouts.translation):
            self._texts = dict(layouts.texts)
            own = {name: marked(text) for name, text in layouts.texts.items()}
            self._layouts = Layouts(own, {}, filters=layouts.filters, translation=layouts.translation)
        rendered = Renderer(snapshot, self._layouts, extensions).render(output)
        if rendered.problem is not None or not output.path.endswith(".html"):
            return None
        return commented(rendered.body.decode()).encode()


def marked(layout: LayoutText) -> LayoutText:
    """The layout with marks around each of its blocks and, unless it extends another, around all of it.

    A block on one line is often a value, such as a title that another place prints and asks whether there is
    any: it is left alone.
    """
    is_marked: list[bool] = []  # of the blocks that are open

    def with_mark(found: re.Match[str]) -> str:
        if found[1]:
            is_marked.append(bool(found[2]))
            return f"{found[0]}{_BEGINS}{layout.source}, block {found[1]}{_NAMED}" if found[2] else found[0]
        return f"{_ENDS}{found[0]}" if is_marked and is_marked.pop() else found[0]

    text = _BLOCK.sub(with_mark, layout.text)
    if not _EXTENDS.search(text):
        text = f"{_BEGINS}{layout.source}{_NAMED}{text}{_ENDS}"
    return LayoutText(layout.source, text)


def commented(page: str) -> str:
    """The page with comments in the place of marks, and without those where no comment can stand."""
    parts, at = [], 0
    for closed in _CLOSED.finditer(page):
        parts += [_comments(page[at : closed.start()]), _MARK.sub("", closed[0])]
        at = closed.end()
    return "".join([*parts, _comments(page[at:])])


def _comments(text: str) -> str:
    return _MARK.sub(
        lambda m: f"<!--layout {escape(m[1])}-->" if m[1] is not None else "<!--/layout-->", text
    )
