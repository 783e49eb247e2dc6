"""A page's story as Markdown: the same words when it is rendered, and the structure that they had."""

from __future__ import annotations

import re
from html import escape as html_escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import fromstring
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from saved_pages import read

from site_builder.importing.pages.blocks import Run
from site_builder.importing.pages.inline import inline

LONG = "The orchard was planted by the monks, and for three hundred years nobody else picked an apple there."
MORE = "When the abbey was sold, its trees went with it; the last of them was cut down in the dry summer."


def body_of(inner: str) -> str:
    return read(f"<body><article><p>{LONG}</p>{inner}<p>{MORE}</p></article></body>").body.split("\n\n", 1)[1]


def test_subheadings_begin_at_the_second_level():
    assert body_of("<h3>The monks</h3>").startswith("## The monks\n\n")


def test_lists_keep_their_form():
    assert body_of("<ol><li>Pick them</li><li>Press them</li></ol>").startswith(
        "1. Pick them\n2. Press them\n\n"
    )
    nested = "<ul><li>Apples<ul><li>Red ones here</li></ul></li><li>Pears</li></ul>"
    assert body_of(nested).startswith("- Apples\n  - Red ones here\n- Pears\n\n")


def test_a_quotation_is_one():
    quote = "<blockquote><p>We have never seen such a summer, nor have our trees, said one.</p></blockquote>"
    assert body_of(quote).startswith("> We have never seen such a summer")


def test_a_table_of_figures_is_a_table():
    table = (
        "<table><tr><th>Year</th><th>Tons of fruit</th></tr><tr><td>1801</td><td>12 | 13</td></tr></table>"
    )
    assert body_of(table).startswith("| Year | Tons of fruit |\n| --- | --- |\n| 1801 | 12 \\| 13 |\n")


def test_verses_keep_their_line_ends():
    verses = "<p>The apple falls,<br>the summer calls</p>"
    assert body_of(verses).startswith("The apple falls,\\\nthe summer calls\n\n")


def test_emphasis_is_kept():
    assert body_of(
        "<p>They called it <em>the garden</em>, and <b>nobody</b> came to see what was in it.</p>"
    ).startswith("They called it *the garden*, and **nobody** came")


@pytest.mark.parametrize(
    ("runs", "markdown"),
    [
        ([Run("a "), Run(" b ", "b"), Run(" c")], "a  **b**  c"),
        ([Run("x"), Run("(y)", "b"), Run("z")], "x(y)z"),  # emphasis cannot stand here
        ([Run("a", "b"), Run("b", "i")], "**a**b"),
        ([Run("see [1]", "", "https://example.org/a_(b)")], r"[see \[1\]](https://example.org/a_%28b%29)"),
        ([Run("here", "", "javascript:alert(1)")], "here"),
        ([Run("a_"), Run("b", "i"), Run("_c")], r"a\_*b*\_c"),
    ],
)
def test_emphasis_and_links_stand_only_where_they_can(runs: list[Run], markdown: str):
    assert inline(runs, "https://example.org/") == markdown


_SITE = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(footnote_plugin)


def _words(markdown: str) -> str:
    return " ".join(fromstring(f"<div>{_SITE.render(markdown)}</div>").text_content().split())


signs = st.text(st.sampled_from(list("ab *_`~[]()<>!#&;:|\\-+=.1{}%^\"'")), min_size=1, max_size=12)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.tuples(signs, st.sampled_from(["", "b", "i", "bi"]), st.sampled_from(["", "https://e.org/a"]))
    )
)
def test_any_words_with_any_marks_are_shown_as_they_are(pieces: list[tuple[str, str, str]]):
    runs = [Run(re.sub(" +", " ", text), marks, link) for text, marks, link in pieces]
    text = " ".join("".join(run.text for run in runs).split())
    if text:
        shown = inline(runs, "")
        assert text.replace(" ", "") in _words(f"x {shown} x").replace(" ", "")
        assert text.replace(" ", "") == _words(shown).replace(" ", "")


def test_markdown_jinja_and_html_in_a_story_appear_literally():
    odd = "Write *args, {{ name }}, {% if %}, [a](b) and <b>bold</b> as they are, the page does the rest."
    body = body_of(f"<p>{html_escape(odd)}</p>")
    assert _words(body).startswith(odd)


def test_a_sign_behind_a_blank_is_no_heading():
    assert inline([Run(" ", "b"), Run(" # of ships")]) == "\\# of ships"
