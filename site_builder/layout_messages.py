"""The messages of layouts: found in their texts, and put into the digest's language when one is compiled.

    {{ _("Related reading") }}
    {{ _("Page {number} of {pages}", number=3, pages=7) }}
    {{ ngettext("{count} article", "{count} articles", number) }}
    {{ pgettext("button", "Search") }}
    {{ number | plural("article") }}

The functions are those of gettext, as Jinja's own extension has them; a value's place is its name between
braces. A message without values becomes a part of the page's text here, so that it costs a page nothing. An
English text with a tag in it is HTML, and so are its translations; all others are plain text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.visitor import NodeTransformer

from site_builder.catalogues import Wanted
from site_builder.plural_forms import CATEGORIES
from site_builder.problems import did_you_mean
from site_builder.translation import PLACE, Translation, english_of, filled, filled_html

# How many texts each function is given first.
FUNCTIONS = {"_": 1, "gettext": 1, "ngettext": 2, "pgettext": 2, "npgettext": 3}
COUNTED, COUNTED_IN_ENGLISH = "_counted", "_counted_in_english"  # filters that only compiled layouts name
_TEXT = r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_CALL = re.compile(rf"\b(_|n?p?gettext)\(\s*{_TEXT}(?:\s*,\s*{_TEXT})?(?:\s*,\s*{_TEXT})?", re.DOTALL)
_PLURAL = re.compile(rf"\|\s*plural\(\s*{_TEXT}(?:\s*,\s*(?:many\s*=\s*)?{_TEXT})?", re.DOTALL)


def messages_in(text: str) -> dict[str, Wanted]:
    """The messages that a layout, or a file of Python, asks for by key; those in comments too."""
    found: dict[str, Wanted] = {}
    if "gettext(" in text or "_(" in text:
        for name, *quoted in _CALL.findall(text):
            texts = [_read(one) for one in quoted if one]
            if len(texts) >= FUNCTIONS[name]:
                found.setdefault(*_wanted(name, texts))
    if "plural(" in text:
        for one, many in _PLURAL.findall(text):
            found.setdefault(*_counted_noun(_read(one), _read(many) if many else ""))
    return found


def in_language(
    tree: nodes.Template,
    source: str,
    translation: Translation,
    environment: jinja2.Environment,
    name: str | None,
    file: str | None,
) -> nodes.Template:
    """The layout with its messages in the language. Raises TemplateSyntaxError for one that is not written as
    a message must be.
    """
    if "gettext(" in source or "_(" in source or "plural(" in source:
        _InLanguage(messages_in(source), translation, name, file).visit(tree)
        tree.set_environment(environment)
    return tree


def counting(translation: Translation) -> Callable[..., str]:
    """The filter that writes a number by one of a message's forms, in the order of the language's rule."""
    form, written = translation.rule.form, translation.number

    def counted(count: int, forms: tuple[str, ...], html: bool = False, /, **values: object) -> str:
        text = forms[form(count)]
        if html or values:
            values["count"] = written(count)
            return filled_html(text, values) if html else filled(text, values)
        return text.replace("{count}", written(count))

    return counted


class _InLanguage(NodeTransformer):
    def __init__(
        self, known: dict[str, Wanted], translation: Translation, name: str | None, file: str | None
    ) -> None:
        self._known = known
        self._translation = translation
        self._name = name
        self._file = file

    def visit_Output(self, node: nodes.Output) -> nodes.Output:  # noqa: N802  # as Jinja calls it
        parts: list[nodes.Expr] = []
        for child in node.nodes:
            parts.extend(self._parts(child) if _is_message(child) else [self.visit(child)])
        node.nodes = parts
        return node

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802  # as Jinja calls it
        if not _is_message(node):
            return self.generic_visit(node)
        parts = [
            nodes.MarkSafe(nodes.Const(part.data), lineno=node.lineno)
            if isinstance(part, nodes.TemplateData)
            else part
            for part in self._parts(node)
        ]
        if len(parts) == 1 and isinstance(parts[0], nodes.Const | nodes.MarkSafe | nodes.Filter):
            return parts[0]
        return nodes.Concat(parts or [nodes.Const("")], lineno=node.lineno)

    def visit_Filter(self, node: nodes.Filter) -> nodes.Node:  # noqa: N802  # as Jinja calls it
        self.generic_visit(node)
        given = [*node.args, *(pair.value for pair in node.kwargs if pair.key == "many")]
        texts = [text for arg in given if (text := _text_of(arg)) is not None]
        if node.name != "plural" or not texts or len(texts) < len(given) or node.node is None:
            return node
        key, wanted = _counted_noun(*texts)
        return self._counted(node, key, wanted, node.node, [])

    def _parts(self, node: Any) -> list[nodes.Expr]:
        """A message's texts and values in their order."""
        function, line = node.node.name, node.lineno
        number = FUNCTIONS[function]
        texts = [_text_of(arg) for arg in node.args[:number]]
        if len(texts) < number or None in texts or node.dyn_args or node.dyn_kwargs:
            what = "a text in quotes" if number == 1 else f"{number} texts in quotes"
            self._fail(f"{function}() takes {what}, which must stand here for translators to find", line)
        key, wanted = _wanted(function, [text for text in texts if text is not None])
        if key not in self._known:
            self._fail("a message is one text in quotes, not several one after the other", line)
        if english_of(key) != wanted.text:
            self._fail("a | in a message needs a space before it, or it parts the text", line)
        counts = bool(wanted.many)
        rest = [self.visit(arg) for arg in node.args[number:]]
        values = {pair.key: self.visit(pair.value) for pair in node.kwargs}
        self._check(function, wanted, rest, values, line)
        if counts and not rest:
            forms = self._translation.forms(wanted.text, wanted.many, key)
            rest_of = forms.get("other") or list(forms.values())[-1]
            return [nodes.Const({name: forms.get(name, rest_of) for name in CATEGORIES}, lineno=line)]
        if counts:
            pairs = [nodes.Keyword(name, value, lineno=line) for name, value in values.items()]
            return [self._counted(node, key, wanted, rest[0], pairs)]
        return list(_filled(self._translation.text(key), values, _is_html(wanted), line))

    def _counted(
        self, node: nodes.Node, key: str, wanted: Wanted, number: nodes.Expr, values: list[nodes.Keyword]
    ) -> nodes.Filter:
        forms = tuple(self._translation.forms(wanted.text, wanted.many, key).values())
        name = COUNTED
        if key not in self._translation.messages:
            forms, name = (wanted.text, wanted.many), COUNTED_IN_ENGLISH
        args: list[nodes.Expr] = [nodes.Const(forms)]
        if _is_html(wanted):
            args.append(nodes.Const(True))
        return nodes.Filter(number, name, args, values, None, None, lineno=node.lineno)

    def _check(
        self, function: str, wanted: Wanted, rest: Sequence[Any], values: dict[str, Any], line: int
    ) -> None:
        if len(rest) > bool(wanted.many):
            self._fail(f"{function}() takes its values by name, as in  count=3", line)
        places = wanted.places - {"count"} if wanted.many else wanted.places
        if missing := sorted(places - values.keys()):
            self._fail(f"{{{missing[0]}}} stands in a message, and no {missing[0]}=… is given", line)
        for name in values:
            if name not in places:
                near = did_you_mean(name, places)
                self._fail(f"a message has no place {{{name}}}{f'; {near}' if near else ''}", line)

    def _fail(self, message: str, line: int) -> None:
        raise jinja2.TemplateSyntaxError(message, line, self._name, self._file)


def _is_message(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in FUNCTIONS


def _text_of(node: nodes.Node) -> str | None:
    return node.value if isinstance(node, nodes.Const) and isinstance(node.value, str) else None


def _wanted(function: str, texts: Sequence[str]) -> tuple[str, Wanted]:
    """The key of a message and its English, from the texts that a function is given first."""
    context = f"{texts[0]}|" if function in ("pgettext", "npgettext") else ""
    one, *more = texts[1:] if context else texts
    return f"{context}{one}", Wanted(one, more[0] if function in ("ngettext", "npgettext") else "")


def _counted_noun(one: str, many: str = "") -> tuple[str, Wanted]:
    return f"{{count}} {one}", Wanted(f"{{count}} {one}", f"{{count}} {many or one + 's'}")


def _is_html(wanted: Wanted) -> bool:
    return "<" in wanted.text or "<" in wanted.many


def _filled(text: str, values: dict[str, nodes.Expr], html: bool, line: int) -> Iterator[nodes.Expr]:
    """The text cut at its places, and in each of them its value."""
    make: Callable[..., Any] = nodes.TemplateData if html else nodes.Const
    for number, part in enumerate(PLACE.split(text)):
        if number % 2:
            yield values.get(part) or nodes.Const(f"{{{part}}}", lineno=line)
        elif part:
            yield make(part, lineno=line)


def _read(quoted: str) -> str:
    """What a text in quotes stands for, as Jinja reads it; as it is typed where Jinja could not."""
    inner = quoted[1:-1]
    with suppress(UnicodeDecodeError):  # such as the \u{1F600} of a script
        return inner.encode("ascii", "backslashreplace").decode("unicode-escape") if "\\" in inner else inner
    return inner
