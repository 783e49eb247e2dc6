"""Where in a page a block stands: in a caption, a form, a list of links, a quotation. Knows no words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_BY_TAG = {
    **dict.fromkeys(("figure", "figcaption"), "caption"),
    **dict.fromkeys(("nav", "menu"), "navigation"),
    **dict.fromkeys(("form", "button", "select", "textarea", "label", "fieldset", "dialog"), "form"),
    **dict.fromkeys(
        ("aside", "footer", "header", "noscript", "iframe", "template", "svg", "object"), "aside"
    ),
    **dict.fromkeys(("ul", "ol", "dl"), "list"),
    "blockquote": "quote",
    "table": "table",
    "pre": "code",
}
# Names that page builders give to what is no story, as whole words of `class` and `id`.
_BY_NAME = (
    ("caption", r"captions?|figcaption|photo-?credits?|image-?credits?|wp-caption(?:-text)?"),
    (
        "furniture",
        r"newsletters?|sign-?up|subscri\w+|related\w*|recirc\w*|recommend\w*|promo\w*|share|sharing|social"
        r"|trending|most-?popular|most-?read|read-?more|more-?from|up-?next|next-?article|teasers?|outbrain"
        r"|taboola|sponsor\w*|advert\w*|ads?|paywall|cookies?|consent|breadcrumbs?|tags|taglist|toolbar"
        r"|comments?|respond|disqus\w*|disclaimer|author-?bio|about-?the-?author|copyright|jp-relatedposts",
    ),
)
_NAMES = re.compile("|".join(rf"(?P<{name}>\b(?:{words})\b)" for name, words in _BY_NAME), re.IGNORECASE)
_SPLIT = re.compile(r"[_\s]+|(?<=[a-z])(?=[A-Z])")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


class Surroundings:
    """What the ancestors of a block's element say, looked up once for each element."""

    def __init__(self) -> None:
        self._known: dict[_Element, frozenset[str]] = {}

    def of(self, element: _Element) -> frozenset[str]:
        """Of `caption`, `navigation`, `form`, `aside`, `list`, `quote`, `table`, `code`, `furniture`,
        `hidden`: those that the element or one around it is."""
        path = []
        known = self._known
        at: _Element | None = element
        while at is not None and at not in known:
            path.append(at)
            at = at.getparent()
        found = known[at] if at is not None else frozenset()
        for inner in reversed(path):
            own = _own(inner)
            found = found | own if own else found
            known[inner] = found
        return found


def _own(element: _Element) -> frozenset[str]:
    tag = element.tag
    found = {_BY_TAG[tag]} if tag in _BY_TAG else set()
    if tag in {"body", "html"}:
        return frozenset()
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    if len(names) > 1:
        found |= {match.lastgroup or "" for match in _NAMES.finditer(_SPLIT.sub(" ", names))}
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        found.add("hidden")
    if (style := element.get("style")) and _HIDDEN.search(style):
        found.add("hidden")
    return frozenset(found)
