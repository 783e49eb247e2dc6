"""What a kind of output is: a module with `plan` and `render`. Knows no kind.

A new kind is a new module here and one line in `KINDS`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import Any, Protocol, TypeVar

from msgspec import Struct

from site_builder.content.permalinks import output_path, paged
from site_builder.content.plan import Output
from site_builder.problems import Problem
from site_builder.view import Pagination, SiteView


class Ask(Protocol):
    """Asks the site a query of `queries.py`."""

    def __call__(self, *query: str | int) -> Any: ...


Made = TypeVar("Made")


class Render(Protocol):
    """Renders a layout for the output at hand; `site` and `page` are in its context already."""

    site: SiteView

    def __call__(self, layout: str, /, **context: Any) -> str: ...

    def shared(self, key: Hashable, make: Callable[[Render], Made]) -> Made:
        """What `make` gives, made once for all outputs of a process that share it under this key.

        It is given what to render with: its `site` has full URLs for links and its `page` says nothing,
        for the part belongs to no page. What was asked while it was made counts as asked by each output.
        """


class Warned(Struct, frozen=True):
    """An output of which there is something to say."""

    body: str | bytes
    problems: tuple[Problem, ...]  # warnings


class Kind(Protocol):
    """A module of this folder.

    One that is none of the pages says by a function `turn` of its outputs when they take their places; see
    `turns.py`. One whose links have to be full URLs, since its outputs are read elsewhere, says
    `FULL_LINKS = True`.
    """

    def plan(self, ask: Ask) -> Iterator[Output]:
        """Every output of the kind that the site promises."""

    def render(self, output: Output, site: SiteView, layout: Render) -> str | bytes | Warned:
        """The output's text or bytes. Asks the site through its view only. Raises ProblemsFound."""


def page_at(permalink: str, kind: str, *subject: str, claimant: str = "") -> Output:
    """An output that a host serves at the permalink."""
    return Output(output_path(permalink), kind, subject, claimant, permalink=permalink)


def plan_list(ask: Ask, kind: str, by: str, which: str, permalink: str) -> Iterator[Output]:
    """The pages of a list, `paginate` articles on each; one even when there are none."""
    pages = page_count(ask("count", by, which), ask("config", "paginate"))
    for number in range(1, pages + 1):
        yield page_at(paged(permalink, number), kind, which, str(number))


def list_page(output: Output, site: SiteView, by: str) -> Pagination:
    """The articles of a list's page, with links to its neighbours."""
    which, number = output.subject[0], int(output.subject[1])
    pages = page_count(site.count(**{by: which}), site.config.paginate)
    first = output.permalink.removesuffix(f"page/{number}/") if number > 1 else output.permalink
    return Pagination(site, first, number, pages, **{by: which})


def page_count(articles: int, size: int) -> int:
    """How many pages so many articles need, at least one."""
    return max(1, -(-articles // size))
