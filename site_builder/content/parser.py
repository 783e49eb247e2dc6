"""The Markdown parser: markdown-it-py with the rules of this site, in the language of a text.

Its plug-in interface is also the way by which `quick_blocks` and `quick_inline` come before its own
rules. Here are the rules of the core that ask for the rest; each passes on what is not the usual text.
Knows tokens, and nothing of articles. Imported by who parses: the parser takes a while to load.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import TypeAlias

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from mdit_py_plugins.footnote import footnote_plugin

from site_builder.content import limits
from site_builder.content.quick_blocks import parse_blocks
from site_builder.content.quick_inline import NORMAL_URL, parse_inline
from site_builder.content.quick_typography import curl, has_signs, replace_signs

# Opening and closing quotation marks, outer and inner, by primary language subtag.
_QUOTES: dict[str, str | list[str]] = {
    "ar": "«»“”",
    "bg": "„“‚‘",
    "cs": "„“‚‘",
    "da": "»«›‹",
    "de": "„“‚‘",
    "el": "«»“”",
    "en": "“”‘’",
    "es": "«»“”",
    "fa": "«»‹›",
    "fi": "””’’",
    "fr": ["«\xa0", "\xa0»", "‹\xa0", "\xa0›"],
    "hu": "„”»«",
    "it": "«»“”",
    "ja": "「」『』",
    "nb": "«»‘’",
    "no": "«»‘’",
    "pl": "„”«»",
    "ro": "„”«»",
    "ru": "«»„“",
    "sk": "„“‚‘",
    "sl": "„“‚‘",
    "sv": "””’’",
    "uk": "«»„“",
}

_Rule: TypeAlias = Callable[[StateCore], None]


@functools.cache
def parser_for(language: str, tidy: bool) -> MarkdownIt:
    """One parser for each primary language subtag; unknown languages have English quotation marks."""
    parser = stock_parser(language, tidy)
    core = parser.core.ruler
    rules = dict(zip(core.get_active_rules(), core.getRules(""), strict=True))
    for name, quick in _QUICK.items():
        core.at(name, quick(rules[name]))
    return parser


def stock_parser(language: str, tidy: bool) -> MarkdownIt:
    """A parser that gives the same tokens by its own rules alone: slower, and what the tests compare with."""
    quotes = _QUOTES.get(language, _QUOTES["en"])
    parser = MarkdownIt(
        "commonmark", {"maxNesting": limits.MAX_NESTING, "typographer": tidy, "quotes": quotes}
    )
    parser.enable(["table", "strikethrough", "replacements", "smartquotes"])
    # An instance may have rules of its own for links, which the types of markdown-it take for methods.
    # Unsafe destinations must become tokens, so that `references.judge` can tell the author of them.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # a rule of its own
    normalize = parser.normalizeLink

    def quick(url: str) -> str:
        return url if is_normal(url) else normalize(url)

    parser.normalizeLink = quick  # type: ignore[method-assign]  # a rule of its own
    return parser.use(footnote_plugin)


def is_normal(url: str) -> bool:
    """Whether markdown-it would leave a link as it is, after a tenth of its time spent on taking it apart."""
    return len(url) < 200 and NORMAL_URL.fullmatch(url) is not None


def _normalize(stock: _Rule) -> _Rule:
    def normalize(state: StateCore) -> None:
        if "\r" in state.src or "\0" in state.src:
            stock(state)

    return normalize


def _block(stock: _Rule) -> _Rule:
    def block(state: StateCore) -> None:
        if state.inlineMode:
            stock(state)
        else:
            parse_blocks(state)

    return block


def _inline(stock: _Rule) -> _Rule:
    def inline(state: StateCore) -> None:
        others = []
        for token in state.tokens:
            if token.type == "inline":
                children = parse_inline(token.content)
                if children is None:
                    others.append(token)
                else:
                    token.children = children
        if others:
            stock(StateCore(state.src, state.md, state.env, others))

    return inline


def _replacements(stock: _Rule) -> _Rule:
    def replacements(state: StateCore) -> None:
        if not state.md.options.typographer or not has_signs(state.src):
            return
        for token in state.tokens:
            if token.type == "inline" and has_signs(token.content):
                replace_signs(token.children or ())

    return replacements


def _smartquotes(stock: _Rule) -> _Rule:
    def smartquotes(state: StateCore) -> None:
        options = state.md.options
        if not options.typographer or not ("'" in state.src or '"' in state.src):
            return
        for token in state.tokens:
            if token.type == "inline" and ("'" in token.content or '"' in token.content):
                curl(token.children or (), options.quotes)

    return smartquotes


def _text_join(stock: _Rule) -> _Rule:
    def text_join(state: StateCore) -> None:
        # Only escapes and references to characters leave texts that have to be joined.
        if "\\" in state.src or "&" in state.src:
            stock(state)

    return text_join


_QUICK: Mapping[str, Callable[[_Rule], _Rule]] = {
    "normalize": _normalize,
    "block": _block,
    "inline": _inline,
    "replacements": _replacements,
    "smartquotes": _smartquotes,
    "text_join": _text_join,
}
