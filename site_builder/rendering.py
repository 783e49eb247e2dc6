"""Turns planned outputs into bytes. Knows nothing of disks, clocks or earlier builds, so a worker on
another machine can run it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any

from msgspec import Struct, structs

from site_builder.content.permalinks import Links
from site_builder.content.plan import Output
from site_builder.content.snapshot import Snapshot
from site_builder.door import Door
from site_builder.incremental.reads import Query, Reads
from site_builder.layouts import LayoutFailed, Layouts
from site_builder.outputs import KINDS
from site_builder.outputs.kind import Render, Warned
from site_builder.problems import Place, Problem, ProblemsFound
from site_builder.view import SiteView


class PageInfo(Struct, frozen=True):
    """The output at hand, as `page` in every layout."""

    kind: str  # of output: article, tag, edition_index …
    permalink: str  # from the site's root
    path: str  # of its file, below output/


class Rendered(Struct, frozen=True):
    """What a job gave. A failed one has a problem, no body, and its reads all the same."""

    path: str
    body: bytes
    reads: tuple[Query, ...]  # mending any of what it read may mend a failed output
    problem: Problem | None = None
    warnings: tuple[Problem, ...] = ()


class Renderer:
    """Renders outputs of one snapshot with one set of layouts."""

    def __init__(self, snapshot: Snapshot, layouts: Layouts) -> None:
        self.snapshot = snapshot
        self.layouts = layouts
        self.kept: dict[Hashable, tuple[Any, tuple[Query, ...]]] = {}

    def render(self, output: Output) -> Rendered:
        """The output's bytes, with all that was asked on the way; never raises for a broken layout."""
        reads = Reads()
        links = self.snapshot.links
        if output.kind == "not_found":
            links = Links(links.origin, links.base_path)
        kind = KINDS[output.kind]
        if getattr(kind, "FULL_LINKS", False):
            links = links.in_full()
        layout = _Render(self, PageInfo(output.kind, output.permalink, output.path), reads, links)
        try:
            made = kind.render(output, layout.site, layout)
            text, warnings = (made.body, made.problems) if isinstance(made, Warned) else (made, ())
            body = text if isinstance(text, bytes) else text.encode()
        except LayoutFailed as failed:
            return Rendered(output.path, b"", reads.queries(), _for_page(failed.problem, output))
        except ProblemsFound as found:
            return Rendered(output.path, b"", reads.queries(), found.problems[0])
        except UnicodeEncodeError as error:
            return Rendered(output.path, b"", reads.queries(), _not_text(error, output))
        return Rendered(output.path, body, reads.queries(), warnings=warnings)


class _Render:
    """What a kind renders with: see `outputs.kind.Render`."""

    def __init__(self, renderer: Renderer, page: PageInfo, reads: Reads, links: Links) -> None:
        self._renderer = renderer
        self._page = page
        self._reads = reads
        door = Door(renderer.snapshot, reads, page.path)
        door.links = links
        self.site = SiteView(door)

    def __call__(self, layout: str, /, **context: Any) -> str:
        layouts = self._renderer.layouts
        return layouts.render(layout, self._reads, site=self.site, page=self._page, **context)

    def shared(self, key: Hashable, make: Callable[[Render], Any]) -> Any:
        kept = self._renderer.kept
        found = kept.get(key)
        if found is None:
            reads = Reads()
            whole = self._renderer.snapshot.links.in_full()
            try:
                value = make(_Render(self._renderer, _NO_PAGE, reads, whole))
            finally:
                self._add(reads.queries())
            if len(kept) >= _MOST_KEPT:
                kept.clear()
            kept[key] = value, reads.queries()
            return value
        self._add(found[1])
        return found[0]

    def _add(self, queries: Iterable[Query]) -> None:
        for query in queries:
            self._reads.add(query)


_NO_PAGE = PageInfo("shared", "", "")
_MOST_KEPT = 1 << 12  # parts that outputs share: newer articles come again soonest, and few are old


def _for_page(problem: Problem, output: Output) -> Problem:
    """The same problem with the page it was found on, which is part of what tells two apart."""
    address = output.permalink or f"/{output.path}"
    return structs.replace(problem, pages=(address,))


def _not_text(error: UnicodeEncodeError, output: Output) -> Problem:
    source = output.claimant or output.path
    return Problem(
        code="not-text",
        place=Place(source),
        message=f"its page has a character that no file can hold (U+{ord(error.object[error.start]):04X})",
        remedy="Remove the character, an unpaired surrogate, from the article's title or text.",
    )
