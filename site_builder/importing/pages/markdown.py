"""A story's blocks as Markdown: paragraphs, headings, lists, quotations and tables. Decides nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from msgspec import Struct

from site_builder.content.article import REVIEW_MARK
from site_builder.importing.pages.blocks import Run
from site_builder.importing.pages.inline import inline

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CONTAINERS = frozenset({"ul", "ol", "blockquote"})
LONGEST_CELL = 200  # characters; a table with longer cells lays out a page
LONGEST_VERSE = 80  # characters of a line that a `<br>` may end within a paragraph


class Part(Struct, frozen=True):
    """A block of the story, ready to be written."""

    runs: tuple[Run, ...]
    element: Any  # the block's lxml element
    after_break: bool = False
    review: str = ""  # the rule that leaves it to an editor


def write(parts: Sequence[Part], base: str) -> str:
    """The body of the article, ending in a line end; "" for no parts. `base` makes links absolute."""
    levels = sorted({part.element.tag for part in parts if part.element.tag in _HEADINGS})
    heading = {tag: "#" * min(number, 6) for number, tag in enumerate(levels, 2)}
    chunks: list[str] = []
    for container, group in groupby(parts, key=_Containers().of):
        members = list(group)
        match container.tag if container is not None else "":
            case "table":
                chunks.append(_table(members, container, base))
            case "ul" | "ol":
                chunks.append(_list(members, container, base))
            case "blockquote":
                inner = "\n\n".join(_flow(members, heading, base))
                chunks.append("\n".join(f"> {line}".rstrip() for line in inner.split("\n")))
            case _:
                chunks += _flow(members, heading, base)
    return "\n\n".join(chunks) + "\n" if chunks else ""


class _Containers:
    """The outermost list, table of short cells or quotation around an element, looked up once for each."""

    def __init__(self) -> None:
        self._known: dict[Any, Any] = {None: None}

    def of(self, part: Part) -> Any:
        """The container of a part; None in plain flow."""
        path: list[Any] = []
        at = part.element
        while at not in self._known:
            path.append(at)
            at = at.getparent()
        found = self._known[at]
        for element in reversed(path):
            if found is None and (element.tag in _CONTAINERS or _is_data(element)):
                found = element
            self._known[element] = found
        return found


def _is_data(element: Any) -> bool:
    """Whether a table holds data and does not lay out a page: rows of several cells, each of them short."""
    if element.tag != "table":
        return False
    rows = [len(row.xpath("./td|./th")) for row in element.iter("tr")]
    longest = max((len(" ".join(cell.itertext())) for cell in element.iter("td", "th")), default=0)
    return len(rows) > 1 and max(rows) > 1 and longest <= LONGEST_CELL


def _flow(parts: Sequence[Part], heading: dict[str, str], base: str) -> Iterator[str]:
    """Paragraphs and headings. Lines that single `<br>`s part are verses of one paragraph when short."""
    lines: list[str] = []
    previous: Part | None = None
    for part in parts:
        verse = bool(
            previous
            and part.after_break
            and part.element is previous.element
            and _width(previous) <= LONGEST_VERSE
        )
        if lines and not verse:
            yield "\\\n".join(lines)
            lines = []
        if part.element.tag in heading:
            yield f"{heading[part.element.tag]} {_line(part, base, plain=True)}"
            previous = None
            continue
        lines.append(_line(part, base))
        previous = part
    if lines:
        yield "\\\n".join(lines)


def _list(parts: Sequence[Part], container: Any, base: str) -> str:
    """A list with the lists in it. What else stands in an item follows it, indented."""
    written: list[str] = []
    counts: dict[Any, int] = {}
    seen: set[Any] = set()
    indents: dict[Any, int] = {}  # of what stands in an item
    for part in parts:
        item = next(e for e in _up(part.element) if e.tag == "li" or e is container)
        outer = next((e for e in item.iterancestors() if e.tag == "li" and e in indents), None)
        indent = indents.get(outer, 0)
        if item in seen:
            written.append(f"\n{' ' * indents[item]}{_line(part, base)}")
            continue
        seen.add(item)
        of = item.getparent()
        counts[of] = counts.get(of, 0) + 1
        sign = f"{counts[of]}." if of is not None and of.tag == "ol" else "-"
        indents[item] = indent + len(sign) + 1
        written.append(f"{' ' * indent}{sign} {_line(part, base)}")
    return "\n".join(written)


def _table(parts: Sequence[Part], container: Any, base: str) -> str:
    """A table; its first row is the head. What stands in no cell comes before it."""
    loose: list[str] = []
    rows: list[list[str]] = []
    for row, group in groupby(parts, key=lambda part: _around(part, "tr")):
        members = list(group)
        if row is None:
            loose += [_line(part, base) for part in members]
            continue
        texts: dict[Any, list[str]] = {cell: [] for cell in row.xpath("./td|./th")}
        for part in members:
            cell = _around(part, "td", "th")
            texts.setdefault(cell, []).append(_line(part, base).replace("|", "\\|"))
        rows.append([" ".join(words) for words in texts.values()])
    width = max((len(row) for row in rows), default=0)
    lines = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in rows]
    if lines:
        lines.insert(1, f"|{' --- |' * width}")
    return "\n\n".join([*loose, "\n".join(lines)] if lines else loose)


def _around(part: Part, *tags: str) -> Any:
    return next((e for e in _up(part.element) if e.tag in tags), None)


def _up(element: Any) -> Iterator[Any]:
    """The element and those around it, the innermost first."""
    yield element
    yield from element.iterancestors()


def _line(part: Part, base: str, *, plain: bool = False) -> str:
    mark = f"{REVIEW_MARK} {part.review}]] " if part.review else ""
    return mark + inline(part.runs, base, plain=plain)


def _width(part: Part) -> int:
    return sum(len(run.text) for run in part.runs)
