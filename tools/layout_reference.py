"""Writes docs/layout-reference.md: all that a layout may ask, and every block and macro that it may replace.

`make docs` runs it. Names, arguments and meanings are those of the code and its docstrings; the answers
are those that the repository's own digest gives. Says nothing of how to write a layout: docs/layouts.md does.
"""

from __future__ import annotations

import inspect
import re
import sys
import types
import typing
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import jinja2
from jinja2 import nodes
from markupsafe import Markup
from msgspec import Struct
from reference_answers import answers
from reference_examples import EXAMPLES

from site_builder import (
    front_matter_settings,
    handles,
    layout_environment,
    queries,
    rendering,
    settings,
    translation,
    view,
)
from site_builder.content import article as articles
from site_builder.content import references

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "layout-reference.md"
LAYOUTS = ROOT / "layouts"

# What stands in a layout under a name, its type, and the heading of its part.
HELD: list[tuple[str, type, str]] = [
    ("site", view.SiteView, "site"),
    ("article", handles.ArticleView, "An article"),
    ("reading", handles.ReadingView, "An article in related reading"),
    ("tag", handles.TagView, "A tag"),
    ("source", handles.SourceView, "A source"),
    ("section", handles.SectionView, "A section"),
    ("edition", handles.EditionView, "An edition"),
    ("pagination", view.Pagination, "One page of a long list"),
    ("page", rendering.PageInfo, "The page at hand"),
    ("feed", view.Feed, "A feed"),
    ("", translation.DateWords, "Dates"),
    ("", articles.Moment, "A moment"),
    ("", articles.Article, "All front matter"),
    ("", articles.SourceRef, "A provenance"),
    ("", articles.Rights, "Rights"),
    ("", front_matter_settings.ImageEntry, "An image"),
    ("", references.Picture, "A picture"),
    ("", front_matter_settings.CorrectionEntry, "A correction"),
    ("", front_matter_settings.AccountEntry, "An account"),
]
# The headings of docs/front-matter.md under which the keys of these are told.
IN_FRONT_MATTER: dict[type, str] = {
    articles.Article: "",
    articles.SourceRef: "source",
    front_matter_settings.ImageEntry: "image",
    front_matter_settings.CorrectionEntry: "corrections",
    front_matter_settings.AccountEntry: "accounts",
}
# Of what an article holds, this is for the builder and of no use to a layout.
INNER = {"path", "references", "anchors", "front", "front_line", "layout", "aliases", "permalink", "slug"}
PLAIN: dict[Any, str] = {
    str: "text",
    int: "number",
    bool: "true or false",
    date: "day",
    Markup: "HTML",
    Any: "value",
    types.NoneType: "none",
    object: "value",
}


class Entry(NamedTuple):
    """One thing that may be asked."""

    asked: str  # as it is written
    shape: str  # of its answer
    meaning: str


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), "utf-8")


def page() -> str:
    """The whole page."""
    parts = [_head()]
    for name, held, heading in HELD:
        parts.append(f"## {heading}\n\n{_paragraph(_opening(held))}")
        parts.append(_table(_entries(name, held), f"{name}." if name else ""))
        if held is view.SiteView:
            keys = ", ".join(f"`{key}`" for key in settings.Settings.__struct_fields__)
            parts.append(
                f"`site.config` holds every key of [config.yaml](configuration.md): {keys}. Each is a query"
                " of its own, so that a page is made again only when a key changes that it asked for."
            )
    parts.append(_filters())
    parts.append(_blocks())
    parts.append(_macros())
    return "\n\n".join(parts) + "\n"


def _head() -> str:
    return "\n\n".join(
        [
            "# What a layout may ask",
            "Made by `make docs` from the code and its docstrings: change those, not this page. How to write"
            " a layout is told in [layouts.md](layouts.md).",
            "Each attribute and each call is a *query*: what a page asks decides when it is made again,"
            " so ask for what you show. Arguments that stand here with `=` are given by name and may be left"
            ' out; of `tag="…" or section="…"` one at most is given.'
            ' What stands under "For example" is answered by this repository\'s own digest.',
        ]
    )


def _opening(held: type) -> str:
    return (inspect.getdoc(held) or "").partition("\n\n")[0]


def _paragraph(text: str) -> str:
    return " ".join(text.split())


def _entries(name: str, held: type) -> Iterator[Entry]:
    """Its public attributes and methods in the order of the source, what it has from others first."""
    if issubclass(held, Struct) or hasattr(held, "_fields"):
        yield from _fields(held)
        return
    if held is handles.ReadingView:  # an article, of which all is told already
        members = dict(vars(held))
    else:
        members = {k: v for kind in reversed(held.__mro__[:-1]) for k, v in vars(kind).items()}
    if held is view.SiteView:
        yield Entry("config", "settings", "The settings, key by key: `site.config.title`.")
    elif held is not view.Pagination and held is not handles.ReadingView:
        yield Entry("id", "text", _what_id_is(name))
    if held is view.Pagination:
        yield from _fields(held)
        return
    for member, value in members.items():
        if member.startswith("_") or member == "query":
            continue
        if isinstance(value, property):
            yield _property(held, member, value)
        elif isinstance(value, handles.FirstUse):
            yield Entry(member, _shape(_returned(value._find)), _doc(value._find))
        elif inspect.isfunction(value):
            yield Entry(f"{member}({_arguments(value)})", _shape(_returned(value)), _doc(value))


def _what_id_is(name: str) -> str:
    if name == "article":
        return "Its path below content/, which is how `site.article` knows it."
    return f"By which `site.{name}` knows it."


def _property(held: type, name: str, value: property) -> Entry:
    if value.fget is not None and inspect.isfunction(value.fget):
        return Entry(name, _shape(_returned(value.fget)), _doc(value.fget))
    # A field of the answer to the query by which the thing is known.
    answered = _returned(queries.ANSWERS[held.query])
    record = next(kind for kind in typing.get_args(answered) if kind is not types.NoneType)
    found = inspect.getattr_static(record, name, None)
    kind = _returned(found.fget) if isinstance(found, property) else typing.get_type_hints(record)[name]
    return Entry(name, _shape(kind), _paragraph(value.__doc__ or ""))


def _fields(held: type) -> Iterator[Entry]:
    """The fields of a record, with the comments that stand beside them."""
    comments = dict(re.findall(r"^    (\w+): [^#\n]*?(?:# (.*))?$", inspect.getsource(held), re.MULTILINE))
    typed = _front_matter(IN_FRONT_MATTER.get(held))
    for name, kind in typing.get_type_hints(held).items():
        if not name.startswith("_") and not (held is articles.Article and name in INNER):
            comment = comments.get(name) or typed.get(name) or ""
            comment = f"{comment[:1].upper()}{comment[1:]}".rstrip(".")
            yield Entry(name, _shape(kind), f"{comment}." if comment else "")


def _front_matter(heading: str | None) -> dict[str, str]:
    """What docs/front-matter.md says of the keys under a heading; "" is what stands in no part of its own."""
    found: dict[str, str] = {}
    if heading is None:
        return found
    parts = set(IN_FRONT_MATTER.values()) - {""}
    for part in re.split(r"^## ", (ROOT / "docs" / "front-matter.md").read_text("utf-8"), flags=re.MULTILINE)[
        1:
    ]:
        under = part.partition("\n")[0].strip("`")
        if under == heading or (not heading and under not in parts):
            for key, meaning in re.findall(r"^\| `(\w+)`[^|]* \| (.*?) \| ", part, re.MULTILINE):
                found[key] = re.sub(r":? [Ss]ee \[below\]\(#\w+\)", "", meaning)
    return found


def _returned(function: Callable[..., Any]) -> Any:
    return typing.get_type_hints(function)["return"]


def _doc(thing: object) -> str:
    return _paragraph(inspect.getdoc(thing) or "")


def _arguments(function: Callable[..., Any], skip: int = 1) -> str:
    """The arguments as a layout writes them."""
    shown = []
    for parameter in list(inspect.signature(function).parameters.values())[skip:]:
        if parameter.kind is parameter.VAR_KEYWORD:
            lists = parameter.annotation in ("str", str)
            shown.append('tag="…" or section="…" or …' if lists else "name=…")
        elif parameter.default is parameter.empty:
            shown.append(parameter.name)
        else:
            shown.append(f"{parameter.name}={parameter.default!r}".replace("'", '"'))
    return ", ".join(shown)


def _shape(kind: Any) -> str:
    """A type in words, with a link to the part that tells of it."""
    if kind in PLAIN:
        return PLAIN[kind]
    for _, held, heading in HELD:
        if kind is held:
            return f"[{heading.split(' ', 1)[-1] if heading != 'site' else 'site'}](#{_anchor(heading)})"
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Literal:
        return ", ".join(f"`{value}`" for value in arguments)
    if origin in (types.UnionType, typing.Union):
        return " or ".join(_shape(argument) for argument in arguments)
    if origin is tuple and arguments[-1] is not Ellipsis:
        return f"({', '.join(_shape(argument) for argument in arguments)})"
    if origin is dict:
        return "table"
    if origin is not None and arguments:
        return f"list of {_shape(arguments[0])}"
    return "moment in UTC" if kind.__name__ == "datetime" else "value"


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def _table(entries: Iterator[Entry], prefix: str) -> str:
    rows = ["| ask | gives | meaning |", "| --- | --- | --- |"]
    told = []
    for entry in entries:
        asked = f"{prefix}{entry.asked}".replace("|", "\\|")
        rows.append(f"| `{asked}` | {entry.shape} | {_cell(entry.meaning)} |")
        told.extend(EXAMPLES.get(f"{prefix}{entry.asked.partition('(')[0]}", ()))
    table = "\n".join(rows)
    return f"{table}\n\nFor example:\n\n{answers(told)}" if told else table


def _cell(text: str) -> str:
    """A text for a table of Markdown, in which only what stands between back quotes is taken as it is."""
    return re.sub(r"(`[^`]*`)|<", lambda found: found[1] or "&lt;", text).replace("|", "\\|")


def _filters() -> str:
    functions = layout_environment.FILTERS
    rows = ["| filter | gives | meaning |", "| --- | --- | --- |"]
    told = []
    for name, function in sorted(functions.items()):
        plain = inspect.unwrap(function)
        arguments = _arguments(plain)
        asked = f"{name}({arguments})" if arguments else name
        rows.append(f"| `{asked}` | {_shape(_returned(plain))} | {_doc(plain)} |")
        told.extend(EXAMPLES.get(f"| {name}", ()))
    opening = (
        "Beside [Jinja's own](https://jinja.palletsprojects.com/en/stable/templates/#builtin-filters),"
        " without `random`: the same input gives the same bytes, always. What stands before the sign is the"
        " first argument."
    )
    return "\n\n".join(["## Filters", opening, "\n".join(rows), "For example:", answers(told)])


def _layouts(folder: Path) -> Iterator[tuple[str, str, nodes.Template]]:
    """Each layout of a folder by name, with the comment that it opens with; `base.html` is the first."""
    environment = jinja2.Environment()
    for path in sorted(folder.iterdir(), key=lambda path: (path.name != "base.html", path.name)):
        if path.is_file():
            text = path.read_text("utf-8")
            comment = re.search(r"\{#(.*?)#\}", text, re.DOTALL)
            opens = comment and "{%" not in re.sub(r"\{% from .*?%\}", "", text[: comment.start()])
            yield path.name, _paragraph(comment[1]) if comment and opens else "", environment.parse(text)


def _blocks() -> str:
    """Every block of every layout, in the order in which they open."""
    rows = ["| layout | stands on | blocks |", "| --- | --- | --- |"]
    for name, _, tree in _layouts(LAYOUTS):
        blocks = [f"`{block.name}`" for block in tree.find_all(nodes.Block)]
        parent = tree.find(nodes.Extends)
        stands = f"`{parent.template.value}`" if parent and isinstance(parent.template, nodes.Const) else "–"
        if blocks:
            rows.append(f"| `{name}` | {stands} | {', '.join(blocks)} |")
    opening = (
        'A file of the same name in your `layouts/` begins with `{% extends "default/article.html" %}` and'
        " names the blocks that it replaces; `{{ super() }}` is what stood there. A layout has all blocks of"
        " the one that it stands on. Blocks are named in the order in which they open; one that a layout"
        " names again is the same block, filled."
    )
    return "\n\n".join(["## Blocks", opening, "\n".join(rows)])


def _macros() -> str:
    """Every partial, with its macros and what they take."""
    rows = ["| file | what it is | macros |", "| --- | --- | --- |"]
    for name, comment, tree in _layouts(LAYOUTS / "partials"):
        macros = []
        for macro in tree.find_all(nodes.Macro):
            optional = len(macro.args) - len(macro.defaults)
            taken = [f"{arg.name}…" if n >= optional else arg.name for n, arg in enumerate(macro.args)]
            macros.append(f"`{macro.name}({', '.join(taken)})`")
        cell = _cell(re.sub(r"\{[%{].*?[%}]\}", lambda code: f"`{code[0]}`", comment))
        rows.append(f"| `partials/{name}` | {cell or '–'} | {', '.join(macros) or 'included as it is'} |")
    opening = (
        'Macros are imported, `{% from "partials/card.html" import card %}`, and see only what they are'
        " given. An argument with … may be left out. A file of your own in `layouts/partials/` takes the"
        " place of the default; import what you keep of it from `default/partials/card.html`."
    )
    return "\n\n".join(["## Partials", opening, "\n".join(rows)])


if __name__ == "__main__":
    sys.exit(main())
