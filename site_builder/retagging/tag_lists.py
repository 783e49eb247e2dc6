"""Edits of one list of tags, however it is written: `[a, b]`, items below each other, `a, b` as a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from site_builder.nodes import Node, Scalar
from site_builder.nodes import Sequence as SequenceNode
from site_builder.retagging.edits import Edit, Source, as_item, like

Change = Callable[[str], str | None]  # a typed tag → what takes its place; None where it stays
_COMMA = re.compile(r"[\s,]*")
_REST = re.compile(r"[ \t]*(#[^\r\n]*)?")


def changed(typed: Sequence[str], change: Change, same: Callable[[str], str]) -> list[str | None]:
    """What becomes of each tag; None where it goes, because one before it has become the same.

    `same` gives the term that a tag means after the change.
    """
    after = [change(tag) for tag in typed]
    new = {same(tag) for tag in after if tag is not None}
    met: set[str] = set()
    result: list[str | None] = []
    for tag, other in zip(typed, after, strict=True):
        meant = same(tag if other is None else other)
        result.append(None if meant in new & met else tag if other is None else other)
        met.add(meant)
    return result


def typed_tags(value: Node) -> list[str]:
    """The tags in the order typed, as front matter is read."""
    if isinstance(value, Scalar):
        return [part for typed in value.text.split(",") if (part := typed.strip())]
    assert isinstance(value, SequenceNode)
    return [item.text for item in value.items if isinstance(item, Scalar)]


def list_edits(source: Source, value: Node, after: Sequence[str | None]) -> Iterator[Edit]:
    """The edits that make the tags of a list what they are to be; `after` has one entry for each."""
    before = typed_tags(value)
    if list(after) == before:
        return
    if isinstance(value, Scalar):
        yield _of_text(source, value, before, after)
        return
    assert isinstance(value, SequenceNode)
    for number, (item, tag) in enumerate(zip(value.items, after, strict=True)):
        assert isinstance(item, Scalar)
        start, end = source.offset(item.start), source.offset(item.end)
        if tag is None:
            yield _without(source, value, number)
        elif tag != item.text:
            yield Edit(start, end, like(source, item, tag))


def addition(source: Source, key: Scalar, value: Node, tags: Sequence[str]) -> Edit:
    """The edit that puts tags at the end of a list."""
    items = ", ".join(map(as_item, tags))
    if isinstance(value, Scalar):
        if value.is_empty:
            return Edit(source.offset(key.end) + 1, source.offset(key.end) + 1, f" [{items}]")
        return _of_text(source, value, typed_tags(value), [*typed_tags(value), *tags])
    assert isinstance(value, SequenceNode)
    if not value.items:
        return Edit(source.offset(value.start), source.flow_end(value), f"[{items}]")
    end = source.offset(value.items[-1].end)
    if source.is_flow(value):
        return Edit(end, end, f", {items}")
    first = source.offset(value.items[0].start)
    dash = source.text[source.line_start(first) : first]
    stop = source.line_stop(end)
    lines = "".join(f"{dash}{as_item(tag)}{source.newline}" for tag in tags)
    return Edit(stop, stop, lines)


def _of_text(source: Source, value: Scalar, before: Sequence[str], after: Sequence[str | None]) -> Edit:
    """The tags in one text with commas. One that is written with escapes becomes a list."""
    raw = source.raw(value)
    tags = [tag for tag in after if tag is not None]
    start, end = source.offset(value.start), source.offset(value.end)
    plain = all(as_item(tag) == tag and "," not in tag for tag in tags if tag not in before)
    if not plain or raw.strip("\"'") != value.text or "\n" in raw:
        return Edit(start, end, f"[{', '.join(map(as_item, tags))}]")
    quote = raw[:1] if raw[:1] in {'"', "'"} else ""
    parts = value.text.split(",")
    kept = []
    fates = iter(after)
    for part in parts:
        if not part.strip():
            kept.append(part)
        elif (tag := next(fates)) is not None:
            kept.append(part.replace(part.strip(), tag, 1))
    added = [f" {tag}" for tag in fates if tag is not None]
    return Edit(start, end, f"{quote}{','.join([*kept, *added])}{quote}")


def _without(source: Source, value: SequenceNode, number: int) -> Edit:
    """The edit that takes an item, which is not the first, out of a list; a comment beside it stays."""
    item, before = value.items[number], value.items[number - 1]
    start, end = source.offset(item.start), source.offset(item.end)
    if source.is_flow(value):
        gap = source.offset(before.end)
        # A comment between the two belongs to a line of its own.
        return Edit(gap if _COMMA.fullmatch(source.text, gap, start) else start, end, "")
    line = source.line_start(start)
    rest = _REST.match(source.text, end)
    comment = rest[1] if rest else None
    if comment:
        return Edit(source.text.index("-", line), end + len(rest[0]) if rest else end, comment)
    return Edit(line, source.line_stop(end), "")
