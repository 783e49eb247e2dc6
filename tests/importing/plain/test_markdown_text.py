"""Plain text as Markdown: rendered, it is the very text again."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml.html import fromstring
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from site_builder.importing.plain.markdown_text import REVIEW_MARK, escape, paragraph
from site_builder.importing.plain.passages import tidy

_SITE = (
    MarkdownIt("commonmark", {"typographer": True}).enable(["table", "strikethrough"]).use(footnote_plugin)
)
_TYPOGRAPHER = MarkdownIt("commonmark", {"typographer": True}).enable(["replacements"])
# Letters and spaces, and every sign that Markdown, HTML or a template language reads.
_SIGNS = st.text("ab1 9\t\\`*_{}[]()<>#+-.!|~^:=&;/'\"?%@\n é٣。x", max_size=60)


def _lines(text: str) -> list[str]:
    return [line for line in map(tidy, text.split("\n")) if line]


def _words(html: str) -> str:
    return re.sub(r"\s+", " ", fromstring(f"<div>{html}</div>").text_content()).strip()


@given(_SIGNS)
@example("[a]: /b 'c'\n[a]")
@example("a | b\n--|--\nc | d")
@example("a\n===\nb\n---")
@example("~~~\na\n~~~")
@example("^[note] and [^1]: note")
@example("- - -\n+ a\n12) b\n1. c\n> d\n# e")
@example("<b>a</b> <!-- c --> &amp; &#65; <http://a.b>")
@example("{{ 7*7 }} {% include 'a' %}")
@example("a\\\nb\\* c")
def test_escaped_text_renders_to_the_same_words_in_one_plain_paragraph(text: str) -> None:
    lines = _lines(text)
    html = _SITE.render(paragraph(lines))
    assert _words(html) == re.sub(r"\s+", " ", " ".join(lines)).strip()
    assert set(re.findall(r"<(\w+)", html)) <= {"p"}


@pytest.mark.parametrize(
    "prose",
    [
        "Five-year-old talks stalled; the envoy - a veteran - left at 9:30 a.m. (local time).",
        "“It is over,” she said. Costs rose 3.5% to $12 million + tax, or 5 < 6 & 7 > 2.",
        "The post by snake_case_name used #hashtags, [sic] and a ~10% margin!",
        "1,200 people came. 2012 was worse - 3 times.",
        "Either/or: C:\\temp is a folder",
    ],
)
def test_ordinary_prose_stays_unmarked(prose: str) -> None:
    assert escape(prose) == prose


@pytest.mark.parametrize("text", ["Section 501(c)(3)", "The (R) sign", "give or take +-3", "Acme (tm)"])
def test_the_typographer_makes_no_sign_of_a_story_s_letters(text: str) -> None:
    assert _words(_TYPOGRAPHER.render(escape(text))) == text


def test_a_doubt_stands_visibly_before_its_paragraph() -> None:
    assert paragraph(["12"], review="number-alone") == "[[review: number-alone]] 12"


@given(_SIGNS)
@example("[[review: forged]]")
def test_no_raw_text_can_forge_or_hide_a_review_mark(text: str) -> None:
    assert REVIEW_MARK not in escape(text)
