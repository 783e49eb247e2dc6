"""`mailing/plain_text.py`: HTML as text, word for word."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.mailing.plain_text import plain_text

CASES = {
    "<h1>Week 11</h1><p>One.</p><p>Two.</p>": "Week 11\n=======\n\nOne.\n\nTwo.\n",
    '<p>See <a href="https://x.example/">that</a>, please.</p>': ("See that <https://x.example/>, please.\n"),
    '<h2><a href="https://x.example/">That</a></h2>': "That\n----\n<https://x.example/>\n",
    '<p><a href="https://x.example/">https://x.example/</a></p>': "https://x.example/\n",
    '<p><a href="mailto:a@x.example">a@x.example</a></p>': "a@x.example\n",
    '<p>A <img src="x.png" alt="A map"> here <img src="y.png" alt=""></p>': "A [A map] here\n",
    "<ul><li>one</li><li>two <b>bold</b></li></ul>": "* one\n\n* two bold\n",
    "<ol><li>one</li><li>two</li></ol>": "1. one\n\n2. two\n",
    "<p>a<br>b</p>": "a\nb\n",
    "<pre>  a\n    b</pre>": "  a\n    b\n",
    '<div aria-hidden="true">gone <b>too</b><img src=x></div><p>here</p>': "here\n",
    "<head><title>T</title><style>p {}</style></head><p>x &amp; y &lt;b&gt;</p>": "x & y <b>\n",
    "": "\n",
}


@pytest.mark.parametrize(("html", "text"), CASES.items())
def test_html_becomes_text(html: str, text: str) -> None:
    assert plain_text(html) == text


def test_a_long_paragraph_is_wrapped_and_an_address_is_not() -> None:
    url = f"https://x.example/{'a-' * 60}"
    lines = plain_text(f'<p>{"word " * 40}<a href="{url}">there</a></p>').splitlines()
    assert f"<{url}>" in lines
    assert all(len(line) <= 72 for line in lines if "://" not in line)


@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<b>", "</a>", "<li>", "</ul>", "<a href=x>", "<pre>", "w ", "<h1>"])
    )
)
def test_html_that_is_out_of_order_loses_no_word(pieces: list[str]) -> None:
    assert len(re.findall("w", plain_text("".join(pieces)))) == pieces.count("w ")
