"""`books/xhtml.py`: HTML fragments as XHTML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from site_builder.books.xhtml import ids, in_book, text, xhtml

CASES = {
    "<p>a<br>b &amp; c</p>": "<p>a<br/>b &amp; c</p>",
    "<p>a<p>b": "<p>a</p><p>b</p>",
    "<b><p>x</p></b>y": "<b></b><p>x</p>y",
    "<ul><li>a<li>b</ul>": "<ul><li>ab</li></ul>",
    "<li>x</li><td>y</td>": "xy",
    '<img src="x.png" alt="A map"><img src="y.png" alt="">': '<span class="picture">[A map]</span>',
    '<p lang="ar" dir="rtl" role="note" onclick="x()">x</p>': '<p lang="ar" dir="rtl" xml:lang="ar">x</p>',
    '<p id="1 a">x</p><p id="1 a">y</p>': '<p id="i-1_a">x</p><p>y</p>',
    "<time datetime='soon'>x</time>": "<time>x</time>",
    "<script>alert(1)</script><style>p</style><object>x</object>": "x",
    '<a href="gone">x</a> <a href="kept">y</a>': 'x <a href="to">y</a>',
    "<td>x</td></b></i>": "x",
    "a\x0bb\ufffec &nbsp;": "abc \xa0",
}


def link(href: str) -> str:
    return "to" if href == "kept" else ""


@pytest.mark.parametrize(("html", "expected"), CASES.items())
def test_html_becomes_xhtml(html: str, expected: str) -> None:
    assert xhtml(html, link) == expected


PIECES = [
    *"<p> </p> <b> </b> <li> <ul> </ul> <table> <tr> <td> </td> </table> <a href='kept'> </a>".split(" "),
    *"<br> <img alt=x> <pre> <h2> </h2> <div> </div> <x-y> & < > ]]> <!--x--> <dl> <dt> <bdo>".split(" "),
    *["\x0b", "\ud800", "\ufffe", "<p id=a>", "<p title='\x01\"<&'>", "</script>", "<?php ?>", "<![CDATA["],
]


@given(st.lists(st.sampled_from(PIECES) | st.text()))
def test_whatever_comes_in_what_goes_out_is_well_formed(pieces: list[str]) -> None:
    made = f"<div>{xhtml(''.join(pieces), link)}</div>"
    etree.fromstring(made.encode(), etree.XMLParser(resolve_entities=False))


def test_ids_are_found_as_they_are_written() -> None:
    assert ids('<h2 id="1-a">x</h2><p id="خبر">') == {in_book("1-a"), in_book("خبر")}


def test_a_text_is_escaped_and_holds_nothing_that_xml_cannot() -> None:
    assert text('<"&\x00\ud800>') == "&lt;&quot;&amp;&gt;"
