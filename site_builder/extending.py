"""What the extensions of a site import: three decorators, and the values that an output kind works with.

A file `extensions/*.py` beside config.yaml says by them what it adds:

    from site_builder.extending import filter

    @filter
    def minutes(html: str) -> int: ...

docs/extensions.md tells the rest. Loads nothing itself, and is loaded by extensions alone.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, TypeVar

from markupsafe import Markup

from site_builder.content.plan import Output
from site_builder.extensions import OFFERED, Offered, What
from site_builder.handles import ArticleView, EditionView, SectionView, SourceView, TagView
from site_builder.mailing.plain_text import plain_text
from site_builder.outputs.kind import (
    Ask,
    Kind,
    Render,
    Warned,
    list_page,
    page_at,
    plan_list,
)
from site_builder.problems import Place, Problem, ProblemsFound
from site_builder.turns import ARTICLES, ASSETS, ATTACHMENTS, FEEDS, PAGES, REDIRECTS
from site_builder.view import SiteView

__all__ = [
    "ARTICLES",
    "ASSETS",
    "ATTACHMENTS",
    "FEEDS",
    "PAGES",
    "REDIRECTS",
    "ArticleView",
    "Ask",
    "EditionView",
    "Kind",
    "Markup",
    "Output",
    "Place",
    "Problem",
    "ProblemsFound",
    "Render",
    "SectionView",
    "SiteView",
    "SourceView",
    "TagView",
    "Warned",
    "filter",
    "list_page",
    "output_kind",
    "page_at",
    "plain_text",
    "plan_list",
    "query",
]

Function = TypeVar("Function", bound=Callable[..., Any])
Made = TypeVar("Made")


def filter(function: Function) -> Function:
    """Offer a function to layouts as a filter, under its own name: `{{ article.body | minutes }}`."""
    _offer("filter", _name(function), function)
    return function


def query(function: Function) -> Function:
    """Offer a function to layouts as a method of `site`: `site.busiest_day("2012")`.

    It is called with a SiteView and the arguments, which are texts and whole numbers, and gives plain values.
    """
    _offer("query", _name(function), function)
    return function


def output_kind(name: str) -> Callable[[Made], Made]:
    """Offer a class, or an object, with `plan` and `render` as a kind of output; see `Kind`."""

    def offer(made: Made) -> Made:
        _offer("output kind", name, made)
        return made

    return offer


def _name(function: Callable[..., Any]) -> str:
    return str(getattr(function, "__name__", ""))


def _offer(what: What, name: str, value: Any) -> None:
    """Write it down in the module that the decorator stands in: what loads that module looks there."""
    module = sys._getframe(2)
    offers = module.f_globals.setdefault(OFFERED, [])
    offers.append(Offered(what, name, value, module.f_lineno))
