"""Values in curly quotation marks, as word processors write them, where YAML wants straight ones. Knows nodes
and the names of keys.

YAML takes a curly mark for a letter of the value. Of a name, an id, a date or an address it is none, and the
value is read without them; titles, summaries and whatever else is text for readers stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Set

from msgspec.structs import replace

from site_builder.nodes import Mapping, Node, Scalar, Sequence
from site_builder.schema_values import Report

# Keys whose values, and all values below them, are names, ids, dates, words to choose from or addresses.
OF_ARTICLES = frozenset(
    "date updated publish_date expiry_date draft review kind slug permalink aliases tags section story"
    " edition source authors author editor dateline rights lead weight pin related related_exclude same_as"
    " src by url lang layout id check_ignore lastmod modified publishDate expiryDate redirect_from"
    " template".split()
)
OF_EDITIONS = frozenset({"date", "lead", "articles", "sections"})
OF_SETTINGS = frozenset(
    "base_url baseURL language languageCode timezone content_dir layouts_dir static_dir output_dir"
    " permalink links rights name parent see replaced_by url by from reply_to hub authority domain hosts to"
    " path".split()
)
_FREE = frozenset({"extra", "params"})
_PAIRED = re.compile(r"[“”„]([^“”„]+)[“”„]|[‘’‚]([^‘’‚]+)[‘’‚]|[«»]([^«»]+)[«»]|[‹›]([^‹›]+)[‹›]")
_LIST = re.compile(rf"(?:{_PAIRED.pattern})(?:\s*,\s*(?:{_PAIRED.pattern}))+")
_OPENS = re.compile(r"(?:^[ \t]*-|[:,\[])[ \t]*[“”„‘’‚«»‹›]", re.MULTILINE)


def has_curly_values(yaml: str) -> bool:
    """Whether any value of a text may begin with a curly mark: a quick look."""
    return bool(_OPENS.search(yaml))


def straightened(node: Node, keys: Set[str], report: Report) -> Node:
    """The same node, its names and ids without curly marks around them, each told in the report."""
    if isinstance(node, Mapping):
        entries = {
            name: (key, _bare(value, report) if name in keys else straightened(value, keys, report))
            for name, (key, value) in node.entries.items()
            if name not in _FREE
        }
        return replace(node, entries={**node.entries, **entries})
    if isinstance(node, Sequence):
        return replace(node, items=tuple(straightened(item, keys, report) for item in node.items))
    return node


def _bare(node: Node, report: Report) -> Node:
    if isinstance(node, Mapping):
        entries = {name: (key, _bare(value, report)) for name, (key, value) in node.entries.items()}
        return replace(node, entries=entries)
    if isinstance(node, Sequence):
        return replace(node, items=tuple(_bare(item, report) for item in node.items))
    if node.quoted or not (_PAIRED.fullmatch(node.text) or _LIST.fullmatch(node.text)):
        return node
    texts = [next(filter(None, found.groups())) for found in _PAIRED.finditer(node.text)]
    text = texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]"
    message = f"curly quotation marks are no quotes in YAML: {node.text} is read as {text}"
    straight = f'  or use the straight marks, as in  "{text}"' if len(texts) == 1 else ""
    report.add(node.place, "curly-quotes", message, f"Write  {text}{straight}", "warning")
    items = tuple(Scalar(node.lines, node.start, node.end, text) for text in texts)
    return items[0] if len(items) == 1 else Sequence(node.lines, node.start, node.end, items)
