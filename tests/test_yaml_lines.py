"""YAML read line by line: usual shapes are read as the parser reads them, all else is declined."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from site_builder.nodes import Mapping, Node, Scalar
from site_builder.yaml_lines import read_lines
from site_builder.yaml_nodes import parse


def shape(node: Node | None) -> object:
    """A node without its places; of a mapping also the order of its keys."""
    if isinstance(node, Mapping):
        return [(key, shape(typed), shape(value)) for key, (typed, value) in node.entries.items()]
    if isinstance(node, Scalar):
        return node.text, node.quoted
    return None if node is None else tuple(shape(item) for item in node.items)


USUAL = """\
title: Homs – shelling? "No", he said; it's 3:15, No#2
date: 2012-03-12
summary: "A: b # c, 'd'"
dateline: 'Homs, "March" 12'
tags: [syria, "U.N.", 'a, b', port Said]
authors:
  - A. B
  - "C: D"
related:
- a/b.md
source:
    name: reuters
    url: https://example.org/a?b=c&d#e
    authors: [A B]
empty: []
lang: হিন্দি ไทย
"""


def test_keys_words_lists_and_one_level_of_keys_are_read() -> None:
    root = read_lines(USUAL)
    assert root is not None
    assert shape(root) == shape(parse(USUAL, "a.md")[0])


@pytest.mark.parametrize(
    "text",
    [
        "a: b # c\n",
        "a: b: c\n",
        "a: b:\n",
        "a: b \n",
        "a:\n",
        "a: \n",
        "a:  b\n",
        "a : b\n",
        "a: b\n\nc: d\n",
        "# a\na: b\n",
        "a: b\na: c\n",
        "a:\n  b: c\n  b: d\n",
        "<<: a\n",
        "a: &b c\n",
        "a: *b\n",
        "a: !b c\n",
        "a: 'b''c'\n",
        'a: "b\\n"\n',
        "a: 'b' c\n",
        "a: 'b' # c\n",
        "a: 'b\n  c'\n",
        "a: b\n  c\n",
        "a: |\n  b\n",
        "a: [b, [c]]\n",
        "a: [b,c]\n",
        "a: [b: c]\n",
        "a: [b, ]\n",
        "a: [b]: c\n",
        "a: {b: c}\n",
        "a: [b #c]\n",
        "a:\n  - b\n   - c\n",
        "a:\n  - b: c\n",
        "a:\n  b: c\n d: e\n",
        "a:\n  b:\n    c: d\n",
        "a:\n  - b\nc\n",
        "a:\n- b\n  - c\n",
        "a:\n  - b\n  c: d\n",
        "a: b\n- c\n",
        "a:\tb\n",
        "a: b\tc\n",
        "a: b\x85c\n",
        "a: \u2028\n",
        "a: b",
        "",
        "\n",
        "a\n",
        "- a\n",
        "--- a\n",
        "...\n",
        "a: - b\n",
        "a: ? b\n",
        "? a: b\n",
        "a: b\r\n",
        "é: b\n",
        "a: b\ufeff\n",
        "a: \x07\n",
        "a: `b`\n",
        "a: @b\n",
        "a: %b\n",
        f"{'a' * 2000}: b\n",
        "a: b\n" * 5000,
    ],
)
def test_whatever_is_unusual_is_left_to_the_parser(text: str) -> None:
    assert read_lines(text) is None


PIECES = [
    "a",
    "b c",
    "key",
    "title",
    "é",
    "ि",
    "2012-03-12",
    "null",
    "yes",
    "~",
    "- ",
    "-",
    " ",
    "  ",
    "    ",
    "\n",
    "\n",
    "\n  ",
    "\n- ",
    "\n  - ",
    "\n    ",
    ": ",
    ": ",
    ":",
    ":\n",
    ":\n  ",
    ":\n  - ",
    "#",
    " #",
    "a: b\n",
    "'",
    '"',
    "''",
    '""',
    "\\",
    "\\n",
    "[",
    "]",
    "[a, b]",
    ", ",
    ",",
    "{",
    "}",
    "&a ",
    "*a",
    "!",
    "|",
    ">",
    "%",
    "@",
    "`",
    "?",
    "? ",
    "---",
    "...",
    "<<",
    "\t",
    "\u00a0",
    "\u2028",
    "\x85",
    "https://a.b/c?d=e#f",
    "it's",
    "“q”",
]


@settings(max_examples=1500, derandomize=True, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map(lambda pieces: "".join(pieces) + "\n"))
def test_random_pieces_are_read_as_the_parser_reads_them_or_declined(text: str) -> None:
    if (root := read_lines(text)) is not None:
        expected, problems = parse(text, "a.md")
        assert (shape(root), ()) == (shape(expected), problems)


PLAIN = st.text(st.sampled_from("aB9é ि.,:;#'\"-_!?&*|>%@`{}[]\\/()“”—=+~\u00a0"), min_size=1, max_size=8)
WORD = st.one_of(
    PLAIN,
    st.sampled_from(["word", "two words", "3:15", "a: b", "a #b", "https://a.b/c#d", "null", "'", ""]),
    PLAIN.map(lambda text: f"'{text}'"),
    PLAIN.map(lambda text: f'"{text}"'),
)
LIST = st.lists(WORD, max_size=3)
VALUE = st.one_of(WORD, LIST.map(lambda items: f"[{', '.join(items)}]"))
KEY = st.sampled_from(["title", "tags", "source", "a_b", "A1", "é", "a-b", "1a"])
BELOW = st.one_of(
    st.tuples(st.sampled_from(["", " ", "  "]), LIST).map(
        lambda x: "".join(f"\n{x[0]}- {item}" for item in x[1])
    ),
    st.lists(st.tuples(KEY, VALUE), min_size=1, max_size=3).map(
        lambda entries: "".join(f"\n  {key}: {value}" for key, value in entries)
    ),
)
ENTRY = st.tuples(KEY, st.one_of(VALUE.map(lambda value: f" {value}"), BELOW)).map(
    lambda x: f"{x[0]}:{x[1]}\n"
)


@settings(max_examples=1500, derandomize=True, deadline=None)
@given(st.lists(ENTRY, min_size=1, max_size=4).map("".join))
@example("a: b\n  - c\n")
def test_random_front_matter_is_read_as_the_parser_reads_it_or_declined(text: str) -> None:
    if (root := read_lines(text)) is not None:
        expected, problems = parse(text, "a.md")
        assert (shape(root), ()) == (shape(expected), problems)
