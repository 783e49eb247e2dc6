"""What is wrong with a layout, in the words of docs/layouts.md and not in those of Python or Jinja.

Takes the error that was raised and what is known by name; knows no file and no line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NamedTuple

import jinja2

from site_builder import handles, view
from site_builder.content import article, references
from site_builder.problems import WrongUse, did_you_mean, nearest
from site_builder.settings import Settings


class Fault(NamedTuple):
    """What is wrong, and how to go on."""

    cause: str
    remedy: str = ""


class Known(NamedTuple):
    """What a layout can name."""

    layouts: Mapping[str, str]  # their texts by name
    values: Collection[str]  # in the context of the page
    filters: Collection[str]
    tests: Collection[str]
    queries: Collection[str] = ()  # those of the site's own extensions


# What a value is called, by the class that gives it, and where its own names are looked up.
_CALLED: dict[str, tuple[str, type | None]] = {
    "Article": ("what an article says of itself", article.Article),
    "ArticleView": ("an article", handles.ArticleView),
    "ConfigView": ("`site.config`", Settings),
    "EditionView": ("an edition", handles.EditionView),
    "Feed": ("a feed", view.Feed),
    "Moment": ("a date", article.Moment),
    "PageInfo": ("`page`", None),
    "Pagination": ("`pagination`", view.Pagination),
    "Picture": ("a picture", references.Picture),
    "ReadingView": ("an article of related reading", handles.ReadingView),
    "SectionView": ("a section", handles.SectionView),
    "ExtendedSite": ("`site`", view.SiteView),
    "SiteView": ("`site`", view.SiteView),
    "SourceView": ("a source", handles.SourceView),
    "TagView": ("a tag", handles.TagView),
    "dict": ("the table", None),
    "float": ("a number", None),
    "int": ("a number", None),
    "list": ("a list", None),
    "Markup": ("a text", None),
    "str": ("a text", None),
    "tuple": ("a list", None),
}
# What others call what is here.
_MEANT = {
    "author": "provenance",
    "content": "body",
    "description": "summary",
    "excerpt": "summary",
    "headline": "title",
    "href": "permalink",
    "link": "permalink",
    "text": "body",
    "url": "permalink",
}
_PAGE = ("kind", "path", "permalink")
_COMMANDS = (
    "block call elif else endblock endcall endfilter endfor endif endmacro endset extends filter for from"
    " if import include macro set with endwith raw endraw"
).split()
_MACRO = re.compile(r"\{%[-+]?\s*macro\s+(\w+)")


def explain(error: Exception, known: Known) -> Fault:
    """What an error that a layout raised says to who wrote the layout."""
    if isinstance(error, jinja2.TemplateNotFound):
        return _no_layout(str(error.name), known)
    if isinstance(error, jinja2.TemplateSyntaxError):
        return _first(_SYNTAX, str(error.message), known) or Fault(
            f"the layout cannot be read: {str(error.message).rstrip('.')}"
        )
    if isinstance(error, RecursionError):
        return Fault("the layout extends or includes itself: 'default/…' is the one that it replaces")
    if isinstance(error, jinja2.UndefinedError):
        return _first(_UNDEFINED, str(error.message), known) or Fault(str(error.message))
    if isinstance(error, WrongUse):
        return Fault(str(error))
    return _first(_CALLS, str(error), known) or Fault(f"this cannot be worked out: {error}")


def _no_layout(name: str, known: Known) -> Fault:
    if ".." in name.split("/") or name.startswith("/"):
        return Fault(f"'{name}' lies outside the layouts, from where nothing is included")
    return Fault(f"there is no layout '{name}'", did_you_mean(name, known.layouts))


def _no_field(known: Known, kind: str, name: str) -> Fault:
    called, owner = _CALLED.get(kind.rpartition(".")[2], ("what stands before the dot", None))
    names = _PAGE if called == "`page`" else _names_of(owner)
    if owner is view.SiteView:
        names = (*names, *known.queries)
    near = nearest(name, {*names, *(other for other, meant in _MEANT.items() if meant in names)})
    near = near if near in names else _MEANT.get(near, "")
    return Fault(f"{called} has no '{name}'", f"did you mean '{near}'?" if near else _listed(names))


def _names_of(owner: type | None) -> tuple[str, ...]:
    return tuple(name for name in dir(owner) if not name.startswith("_")) if owner else ()


def _listed(names: Iterable[str]) -> str:
    shown = ", ".join(sorted(names))
    return f"It has: {shown}." if shown else ""


def _no_name(known: Known, name: str) -> Fault:
    cause = f"nothing is called '{name}' here"
    for layout, text in known.layouts.items():
        if name in _MACRO.findall(text) and layout.startswith("partials/"):
            return Fault(cause, f'Put this before it:  {{% from "{layout}" import {name} %}}')
    return Fault(cause, did_you_mean(name, known.values) or _here(known))


def _here(known: Known) -> str:
    return f"On this page there are: {', '.join(sorted(known.values))}." if known.values else ""


def _no_macro(known: Known, layout: str, name: str) -> Fault:
    macros = _MACRO.findall(known.layouts.get(layout, ""))
    return Fault(f"there is no macro '{name}' in {layout}", did_you_mean(name, macros) or _listed(macros))


_Say = Callable[..., Fault]
_UNDEFINED: tuple[tuple[str, _Say], ...] = (
    (
        r"'None' has no attribute '(.*)'",
        lambda known, name: Fault(
            f"there is no '{name}' here: what stands before the dot is empty",
            "Ask first whether it is there:  {% if … %} … {% endif %}",
        ),
    ),
    (r"'([\w.]+) object' has no attribute '(.*)'", _no_field),
    (r"'(.*)' is undefined", _no_name),
    (
        r"(\w+) object has no element (.*)",
        lambda known, kind, place: Fault(
            f"{_CALLED.get(kind, ('what is asked', None))[0]} has nothing at {place}"
        ),
    ),
    (
        r"parameter '(.*)' was not provided",
        lambda known, name: Fault(f"the macro is called without its '{name}'"),
    ),
    (r"the template '(.*)' \(imported on .*\) does not export the requested name '(.*)'", _no_macro),
)
_SYNTAX: tuple[tuple[str, _Say], ...] = (
    (
        r"No filter named '(.*)'\.?",
        lambda known, name: Fault(f"there is no filter '{name}'", did_you_mean(name, known.filters)),
    ),
    (
        r"No test named '(.*)'\.?",
        lambda known, name: Fault(f"there is no test '{name}'", did_you_mean(name, known.tests)),
    ),
    (
        r"Encountered unknown tag '(end\w+)'.*",
        lambda known, name: Fault(
            f"'{{% {name} %}}' closes nothing that is open here",
            "" if name in _COMMANDS else did_you_mean(name, _COMMANDS),
        ),
    ),
    (
        r"Encountered unknown tag '(.*?)'.*",
        lambda known, name: Fault(
            f"'{{% {name} %}}' is none of the words that can stand there",
            'Write  {{ _("English text") }}' if name == "trans" else did_you_mean(name, _COMMANDS),
        ),
    ),
    (
        r"Unexpected end of template.*that needs to be closed is '(\w+)'\.?",
        lambda known, name: Fault(
            f"'{{% {name} %}}' is never closed", f"Write  {{% end{name} %}}  where it ends."
        ),
    ),
    (
        r"unexpected '(.*)'",
        lambda known, sign: Fault(
            f"'{sign}' cannot stand there", "A value is closed by }} and a word by %}."
        ),
    ),
)
_CALLS: tuple[tuple[str, _Say], ...] = (
    (
        r"(?:\w+\.)?(\w+)\(\) (?:takes|got|missing) .*",
        lambda known, name: Fault(
            f"'{name}' cannot be called so",
            "Give it what it takes by name, as in  site.articles(limit=5); docs/layouts.md says more.",
        ),
    ),
    (r"macro '(\w+)' (takes .*)", lambda known, name, what: Fault(f"the macro '{name}' {what}")),
)


def _first(rules: Iterable[tuple[str, _Say]], message: str, known: Known) -> Fault | None:
    for pattern, say in rules:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return say(known, *found.groups())
    return None
