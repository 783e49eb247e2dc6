"""The parser with its shortcuts makes the tokens that markdown-it-py makes by its own rules."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from site_builder.content import quick_blocks
from site_builder.content.parser import parser_for, stock_parser
from site_builder.content.quick_inline import parse_inline

STOCK = {
    (language, tidy): stock_parser(language, tidy)
    for language in ("en", "de", "fr")
    for tidy in (True, False)
}


def tokens_of(tokens: list[Token]) -> list[Token]:
    """The tokens without texts of no length, which bear nothing and come of the parser's way of pairing."""
    for token in tokens:
        if token.children is not None:
            token.children = tokens_of([c for c in token.children if c.type != "text" or c.content])
    return tokens


def assert_same(text: str, tidy: bool = True, language: str = "en") -> None:
    expected = tokens_of(STOCK[language, tidy].parse(text))
    assert tokens_of(parser_for(language, tidy).parse(text)) == expected


TEXTS = {
    "paragraphs": "\n\nOne, on\ntwo  \nlines.\n\n\n\n“Two” (a & b).\n\n12 a\n\n*Three* [four](five.md).\n",
    "headings": "# One\n\n## Two *three*\n\nFour\n\n###### Five",
    "quotations": "> One\n\n> Two\n> three  \n> four\n\nFive\n\n> six",
    "lists": "- One\n- *Two* three\n\nFour\n\n- five\n\n\n# Six\n\n3. seven\n10. eight\n\n> nine\n\n1. ten",
    "stress": "*a* **b** _c_ __d__ (*e*) “**f**”, *g*: _h i_. *j*\n*k*\n**l**",
    "links": "[](a) [b](http://c.d/e#f) [g h](../i.md)[j](k), [l](m#n) [n](o/p/)",
    "quotes": "don't 'tis \"a\" it's \"b's\" 'c' o'clock\n\n*a*'s [b](c)'s rock 'n' roll 5'6\"",
}


@pytest.mark.parametrize("name", TEXTS)
def test_the_usual_text_has_the_parsers_own_tokens(name: str) -> None:
    assert_same(TEXTS[name])


@pytest.mark.parametrize("name", ["paragraphs", "headings", "quotations", "lists"])
def test_the_usual_blocks_are_not_left_to_the_parsers_rules(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quick_blocks, "_other_blocks", None)  # calling it would be an error
    assert parser_for("en", True).parse(TEXTS[name])


@pytest.mark.parametrize("name", ["stress", "links"])
def test_usual_links_and_emphasis_are_not_left_to_the_parsers_rules(name: str) -> None:
    assert parse_inline(TEXTS[name])


@pytest.mark.parametrize(
    "text",
    [
        "a\n- b",
        "a\n---",
        "a\n===",
        "a\n1. b",
        "a\n2. b",
        "a\n# b",
        "a\n> b",
        "a\n```\nb",
        "a\n<b>",
        "a\n    b",
        "a|b\n-|-\nc|d",
        "a \n\nb",
        "a\n \nb",
        "a\u00a0\n\nb",
        " a",
        "\ta",
        "a\n\n    b",
        "1) a\n\nb",
        "a\n\n\n  ",
        "# a #\n\nb",
        "# a\nb",
        "#a\n\nb",
        "####### a",
        "# a\\#",
        "#\n\na",
        "> a\nb\n\nc",
        "> a\n>\n> b",
        ">a\n\nb",
        "- a\n\n- b",
        "- a\n\n  b",
        "- a\nb",
        "- a\n  - b",
        "- a\n* b",
        "1. a\n2) b",
        "- a\n\n* b",
        "0. a",
        "- a \n\nb",
        "[a]: /b\n\n[a]",
        "[a]\n\n[a]: /b",
        "[^a] b\n\n[^a]: c\n\n    d\n\ne",
        "[a](b)\n\n[a](b): c",
        "[a\nb]: /c",
        "```\na\n\nb\n```\n\nc",
        "- ```\n\nb\n\n  c",
        "<!-- a\n\nb -->\n\nc",
        "<div>\n\na\n\n</div>",
        "> ~~~\n\na",
        "a*b*c",
        "*a *",
        "* a*",
        "**a*",
        "*a**",
        "***a***",
        "*a*b",
        "a _b_c",
        "*a\nb*",
        "*a **b** c*",
        "*a [b](c)*",
        "![a](b)",
        "^[a](b)",
        "[a]",
        "[[a](b)](c)",
        "[a](b c)",
        "[a](<b>)",
        '[a](b "c")',
        "[*a*](b)",
        "[a](b(c))",
        "[a]( b)",
        "!\\[a](b)",
        "\\*a*",
        "&amp; &b; &#65;",
        "a & b;",
        "*a* & b",
        "`*a*`",
        "~~a~~",
        "<http://a.b>",
        "a <b>c</b>",
        "a  \nb",
        "a \nb",
        "a\t\nb",
        "[a](b)  \nc",
        "  \n",
        "a\n  b",
        "(c) (TM) (R)",
        "a -- b",
        "a...",
        "????",
        "+-",
        ">" * 70 + " a",
        "- " * 60 + "a\n\nb",
        "[a](" + "b" * 300 + ")",
        "a\r\nb\r\rc",
        "a\0b",
        "",
        "\n",
        " ",
    ],
)
@pytest.mark.parametrize("tidy", [True, False])
def test_near_misses_have_the_parsers_own_tokens(text: str, tidy: bool) -> None:
    assert_same(text, tidy)
    assert_same(f"Before.\n\n{text}\n\nBehind.\n", tidy)


BLOCKS = """
    - |* |+ |1. |2. |12) |> |>|# |## |#|---|===|```|~~~|<!-- |-->|<b>|<div>|[a]: /b|[^a]: b|\t|    |:-
    """.strip()
INLINE = """
    *|**|***|_|__|`|``|~~|~|[|]|](|)|(|[a](b)|[a](http://b.c/d#e)|![a](b)|[a]|[^a]|^[a]|!|^|<|>|&|&amp;|&#65;|\\|
    '|"|“|”|’|,|.|...|--|---|(c)|!!!!|????|*a*|**b c**|_d_|__e__|$|:|;|?|-|<http://a.b>|</b>
    """.strip()
WORDS = [
    "a",
    "b c",
    "Word",
    "é",
    "٣",
    "12",
    "1",
    "العربية",
    "中文",
    "I'm",
    "snake_case",
    " ",
    "  ",
    "\u00a0",
    "\u2003",
]
PIECES = [*WORDS, *WORDS, *map(str.strip, INLINE.replace("|\n", "|").split("|"))]
LINES = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)
STARTS = [
    *"$%&@/.,;?!•©€\u00a0\u2003",
    "",
    "",
    "",
    "",
    "\t",
    "    ",
    "  ",
    *(piece.strip("\n") for piece in BLOCKS.split("|")),
]
TEXT = st.lists(
    st.tuples(
        st.lists(st.sampled_from(STARTS), max_size=2).map("".join),
        LINES,
        st.sampled_from(["\n", "\n\n", "\n \n"]),
    ),
    max_size=7,
).map(lambda lines: "".join("".join(line) for line in lines))


@settings(max_examples=1500, derandomize=True, deadline=None)
@given(TEXT, st.booleans())
def test_random_markdown_has_the_parsers_own_tokens(text: str, tidy: bool) -> None:
    assert_same(text, tidy)


@settings(max_examples=1000, derandomize=True, deadline=None)
@given(st.lists(st.sampled_from([*PIECES, "\n", "*", "_", "*a*", "[a](b)", " "]), max_size=12).map("".join))
def test_random_signs_in_a_line_have_the_parsers_own_tokens(text: str) -> None:
    assert_same(f"a {text}")


@settings(max_examples=500, derandomize=True, deadline=None)
@given(
    st.sampled_from([*PIECES, "> ", "- ", "\n", "\n\n", "*a* ", "[a](b) "]),
    st.sampled_from(PIECES),
    st.integers(1, 300),
)
def test_long_runs_have_the_parsers_own_tokens(piece: str, other: str, times: int) -> None:
    assert_same(piece * times + other)
    assert_same((piece + other) * (times // 4))


TYPED = [
    *(
        "'",
        '"',
        "'",
        '"',
        "a",
        "1",
        " ",
        "a 'b' \"c\" ",
        "it's",
        "*a*",
        "**'b'**",
        "*",
        '["a"](b)',
        "`'`",
        "<i>",
        "\n",
    ),
    *(
        ".",
        "..",
        "...",
        "-",
        "--",
        "---",
        ",",
        ",,",
        "!",
        "?!",
        "????",
        "+-",
        "…",
        "(c)",
        "(TM)",
        "<http://a.b/--c>",
    ),
    *("\\'", "&quot;", "“", "\u00a0", "\u2009", "€", "é", "(", "~~", "  \n"),
]


@settings(max_examples=1500, derandomize=True, deadline=None)
@given(st.lists(st.sampled_from(TYPED), max_size=16).map("".join), st.sampled_from(["en", "de", "fr"]))
def test_random_quotation_marks_and_dashes_become_what_the_parser_makes_of_them(
    text: str, language: str
) -> None:
    assert_same(text, language=language)


def test_letters_and_digits_are_neither_space_nor_punctuation_to_the_parser() -> None:
    letters = [c for c in map(chr, range(sys.maxunicode + 1)) if c.isalnum()]
    assert not [c for c in letters if isPunctChar(c) or isWhiteSpace(ord(c)) or isMdAsciiPunct(ord(c))]


def test_spaces_of_the_parser_are_spaces_of_regular_expressions() -> None:
    codes = [code for code in range(sys.maxunicode + 1) if isWhiteSpace(code)]
    assert all(chr(code).isspace() for code in codes)


def test_signs_beside_which_emphasis_opens_and_closes_are_punctuation_to_the_parser() -> None:
    signs = "(\"'“‘„«‹—–.,;:!?)”’»›…"
    assert all(isMdAsciiPunct(ord(sign)) or unicodedata.category(sign)[0] == "P" for sign in signs)


def test_a_text_without_blocks_is_read_by_the_parsers_own_rule() -> None:
    assert parser_for("en", True).parseInline("# *a*") == STOCK["en", True].parseInline("# *a*")


def test_every_rule_of_the_core_that_has_a_shortcut_is_there() -> None:
    names = STOCK["en", True].core.ruler.get_active_rules()
    assert set(names) >= {"normalize", "block", "inline", "replacements", "smartquotes", "text_join"}
    assert parser_for("en", True).core.ruler.get_active_rules() == names


def test_nothing_changes_the_token_that_all_paragraphs_end_with() -> None:
    state = StateCore("a\n\n" * 3, parser_for("en", True), {})
    quick_blocks.parse_blocks(state)
    assert state.tokens[2] is state.tokens[5]
    assert state.tokens[2] == STOCK["en", True].parse("a")[2]
