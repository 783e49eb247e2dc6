"""The page text and the pieces that it is cut into: nothing is lost."""

from __future__ import annotations

from html import escape as html_escape

from hypothesis import given, settings
from hypothesis import strategies as st
from saved_pages import STORY, read, text_of


def test_the_page_text_has_the_title_and_every_block_of_the_body_on_a_line_of_its_own():
    assert text_of(STORY).split("\n")[:4] == [
        "Rain closes the old bridge - The Valley Post",
        "Home News",
        "Rain closes the old bridge",
        "By Ada Brook",
    ]


def test_the_page_text_has_what_a_browser_hides_and_no_code():
    text = text_of("<body><p hidden>Hidden words</p><script>code()</script><style>p{}</style>after</body>")
    assert text == "Hidden words\nafter\n"


def test_a_line_break_ends_a_line_and_inline_elements_do_not():
    assert (
        text_of("<body><p>one <b>t</b>wo<br>three <span> four</span></p></body>") == "one two\nthree four\n"
    )


def test_the_pieces_of_a_page_are_its_page_text():
    assert "".join(piece.raw for piece in read(STORY).pieces) == text_of(STORY)


def test_each_line_of_a_page_has_a_fate_with_a_rule():
    fates = {piece.raw.strip(): (piece.fate, piece.rule) for piece in read(STORY).pieces}
    assert fates["Rain closes the old bridge"] == ("field", "title")
    assert fates["By Ada Brook"] == ("field", "byline")
    assert fates["Home News"] == ("cut", "outside-the-story")
    assert fates["All rights reserved, The Valley Post"] == ("cut", "outside-the-story")
    assert sum(fate == "text" for fate, _ in fates.values()) == 3


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=40)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("p div li h2 td span b blockquote aside br".split()), words)))
def test_the_pieces_of_any_page_are_its_page_text(parts: list[tuple[str, str]]):
    html = "<body>" + "".join(f"<{tag}>{html_escape(text)}</{tag}>" for tag, text in parts) + "<p>end</p>"
    assert "".join(piece.raw for piece in read(html).pieces) == text_of(html.replace("\0", ""))
