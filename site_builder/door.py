"""The one door: through it an output asks the site, and it writes down what was asked.

Knows queries and links; what layouts are given to hold is `handles.py`'s and `view.py`'s business.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, unquote

from markupsafe import Markup

from site_builder.content.article import SourcePath
from site_builder.content.permalinks import Links
from site_builder.content.references import MARK_START, MarkKind, Picture, fill_references
from site_builder.content.snapshot import Snapshot
from site_builder.incremental.reads import Reads
from site_builder.queries import ANSWERS


class Door:
    """Asks the snapshot on behalf of one output, and remembers what was asked."""

    __slots__ = ("_remember", "_snapshot", "from_path", "links", "reads", "translation")

    def __init__(self, snapshot: Snapshot, reads: Reads, from_path: str) -> None:
        self._snapshot = snapshot
        self.reads = reads
        self._remember = reads.add
        self.from_path = from_path  # the output's path: links go from there
        self.links: Links = snapshot.links
        self.translation = snapshot.translation

    def ask(self, *query: str | int) -> Any:
        """The answer to a query, which is remembered."""
        name: Any = query[0]
        self._remember(query)
        return ANSWERS[name](self._snapshot, *query[1:])

    def link(self, permalink: str, end: str = "") -> str:
        """A permalink as it must stand in this output; `end` is a query or fragment with its sign."""
        return self.links.link(permalink, self.from_path, end)

    def attachment(self, path: SourcePath, file: str, end: str = "") -> Picture | None:
        """A file that is published beside an article's page, with its size where it is a picture."""
        found = self.ask("attachment", path, file)
        if found is None:
            return None
        url = self.links.link(found.permalink, self.from_path, end, copied=True)
        return Picture(url, found.width or None, found.height or None)

    def fill(self, html: str, path: SourcePath) -> Markup:
        """The text of the file at `path` with its references as links from this output.

        The link check has told of those that lead nowhere.
        """

        if MARK_START not in html:
            return Markup(html)

        def resolve(kind: MarkKind, target: str, fragment: str) -> str | Picture:
            end = f"#{quote(fragment)}" if fragment else ""
            if kind in {"file", "image"}:
                picture = self.attachment(path, target, end) or Picture("")
                return picture if kind == "image" else picture.url
            if kind == "article":
                permalink = self.ask("permalink", target)
                return self.link(permalink, end) if permalink else ""
            permalink, sign, query = target.partition("?")
            return self.link(unquote(permalink), f"{sign}{query}{end}")

        return Markup(fill_references(html, resolve))
