"""The usual text of a paragraph as the parser's own tokens, for less. Knows signs, and no blocks.

Most paragraphs are plain words with a link or a stress here and there. markdown-it-py asks a dozen rules
at each sign that could begin something, and then balances pairs. Here one pattern splits a text at what
it can tell for certain, and when any other sign is left, it is the parser's. The tokens are the same,
field by field, but for texts of no length that the parser leaves beside strong emphasis.
"""

from __future__ import annotations

import re

from markdown_it.token import Token

_URL = r"[A-Za-z0-9._~/-]"
NORMAL_URL = re.compile(  # what markdown-it leaves as it is
    rf"(?:https?://[a-z0-9]+(?:[.-][a-z0-9]+)*(?:/{_URL}*)?|(?:\.\./)*[A-Za-z0-9_]{_URL}*)(?:#{_URL}*)?"
)
_LONGEST_URL = 200  # of those that are told by the pattern

# Signs at which a rule may do something. `!` and `^` mean something before a bracket only, `&` before the
# name or number of a character.
_SIGNS = r"\n\\`~*_\[<"
_REFERENCE = re.compile(r"&#?[A-Za-z0-9]+;")
# Signs of punctuation beside which emphasis may open and close; none of them is one of `_SIGNS`.
_BEFORE = r"""("'“‘„«‹—–"""
_BEHIND = r""".,;:!?)"'”’“»›—–…"""


def _stress(sign: str, group: int) -> str:
    """A pattern of text between signs that can only open emphasis and ones that can only close it."""
    sign = re.escape(sign)
    run = rf"{sign}\{group}"
    return (
        rf"{sign}(?<![^ \n{_BEFORE}]{sign})({sign}?)(?=[^\W_])([^{_SIGNS}]++)"
        rf"(?:(?<!\s){run}(?![^ \n])|(?<=[^\W_]){run}(?=[{_BEHIND}]))"
    )


# Each alternative begins with a sign of its own, so that a search passes over plain words quickly.
_MARKED = re.compile(
    rf"\n([ \t]*+)|\[(?<![!^]\[)([^{_SIGNS}\]]*+)\]\(({NORMAL_URL.pattern})\)"
    rf"|{_stress('*', 4)}|{_stress('_', 6)}"
)
_PARTS = _MARKED.groups + 1  # of a split: plain text and what the groups hold


def parse_inline(text: str) -> list[Token] | None:
    """The children of the inline token with that text; None when it is not as simple as that."""
    if "\\" in text or "`" in text or "<" in text or "~" in text or ("&" in text and _REFERENCE.search(text)):
        return None
    if not ("*" in text or "[" in text or "\n" in text or "_" in text):
        return [Token("text", "", 0, {}, None, 0, None, text)] if text else []
    parts = _MARKED.split(text)
    children: list[Token] = []
    add = children.append
    for at in range(0, len(parts), _PARTS):
        plain = parts[at]
        if "*" in plain or "[" in plain or "_" in plain:
            return None
        if at + 1 == len(parts):
            if plain:
                add(Token("text", "", 0, {}, None, 0, None, plain))
            break
        newline, label, url, star, starred, score, scored = parts[at + 1 : at + _PARTS]
        if newline is not None:
            if kept := plain.rstrip(" "):
                add(Token("text", "", 0, {}, None, 0, None, kept))
            add(Token("hardbreak" if plain.endswith("  ") else "softbreak", "br", 0))
            continue
        if plain:
            add(Token("text", "", 0, {}, None, 0, None, plain))
        if url is not None:
            if len(url) >= _LONGEST_URL:
                return None
            add(Token("link_open", "a", 1, {"href": url}))
            if label:
                add(Token("text", "", 0, {}, None, 1, None, label))
            add(Token("link_close", "a", -1))
        else:
            run = f"*{star}" if starred is not None else f"_{score}"
            tag = "em" if len(run) == 1 else "strong"
            add(Token(f"{tag}_open", tag, 1, {}, None, 0, None, "", run))
            add(Token("text", "", 0, {}, None, 1, None, starred or scored))
            add(Token(f"{tag}_close", tag, -1, {}, None, 0, None, "", run))
    return children
