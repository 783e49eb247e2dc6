"""Pages that are none, or too much: each is refused with a remedy, or read."""

from __future__ import annotations

import contextlib
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from saved_pages import STORY, read

from site_builder.importing.pages.decoding import LARGEST
from site_builder.problems import ProblemsFound

PARAGRAPH = (
    "<p>The harbour was open again on Friday, and the first ferry left with forty people on board.</p>"
)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-file"),
        (b" \n ", "empty-file"),
        (bytes(range(256)) * 50, "not-text"),
        (b"\x89PNG\r\n\x1a\n" + b"a" * 100, "not-text"),
        (b"a" * (LARGEST + 1), "too-large"),
        (b"<p>a" * 100_001, "too-large"),
        (b"<body>" + b"<div>" * 50_000 + PARAGRAPH.encode(), "too-deep"),
        (b"<p>" + b"a" * 10_500_000, "too-large"),
        (b"<!-- only a comment -->", "no-page"),
    ],
    ids="empty blank binary picture 100MB elements nested text comment".split(),
)
def test_what_is_no_page_is_refused_with_a_remedy_and_at_once(content: bytes, code: str):
    start = time.monotonic()
    with pytest.raises(ProblemsFound) as refusal:
        read(content)
    assert time.monotonic() - start < 5
    (problem,) = refusal.value.problems
    assert (problem.code, problem.place.source) == (code, "page.html")
    assert problem.remedy


def test_without_the_extra_the_refusal_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(ProblemsFound, match=r"pip install 'site-builder\[import\]'"):
        read(STORY)


def test_an_entity_bomb_stays_what_was_typed():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
    assert "aaaaaaaaaa" not in read(f"{bomb}<body><p>&b;</p>{PARAGRAPH * 3}").body


def test_nul_bytes_and_characters_that_xml_does_not_know_are_left_out():
    reading = read("<body>" + PARAGRAPH.replace("open", "o\0pen&#1;&#xD800;") + PARAGRAPH)
    assert reading.body.startswith("The harbour was open")


def test_a_script_in_a_title_is_text():
    title = "How <script>alert(1)</script> came to town"
    html = f"<title>{title}</title><h1>How &lt;script&gt;alert(1)&lt;/script&gt; came to town</h1>"
    assert read(html + PARAGRAPH * 3).first("title") == title


def test_a_page_without_a_story_is_read_and_says_so():
    reading = read("<body><nav><a href='/'>Home</a></nav></body>")
    assert reading.body == ""
    assert "text: no story was found on the page" in reading.notes


def test_broken_json_in_a_page_says_nothing():
    html = f'<script type="application/ld+json">{"[" * 50_000}</script>{PARAGRAPH * 3}'
    assert read(html).body.count("harbour") == 1


@pytest.mark.parametrize(
    ("encoding", "declared", "charset"),
    [
        ("utf-8", "", ""),
        ("utf-8", "iso-8859-1", ""),  # a lie that browsers would believe
        ("cp1252", "iso-8859-1", ""),
        ("cp1252", "", ""),
        ("cp1252", "utf-8", ""),
        ("cp1251", "windows-1251", ""),
        ("cp1251", "", "windows-1251"),
        ("utf-16", "", ""),
        ("gb18030", "gb2312", ""),
    ],
)
def test_a_page_is_read_in_the_encoding_that_it_is_in(encoding: str, declared: str, charset: str):
    words = {"cp1251": "Мост закрыт", "gb18030": "桥已关闭"}.get(encoding, "Café déjà fermé")
    meta = f'<meta charset="{declared}">' if declared else ""
    html = f"<html><head>{meta}</head><body><p>{words}: {PARAGRAPH}{PARAGRAPH}</body></html>"
    assert words in read(html.encode(encoding), charset=charset).body


def test_a_guessed_encoding_is_for_the_editor_to_look_at():
    notes = read(f"<body><p>Café fermé</p>{PARAGRAPH}".encode("cp1252")).notes
    assert any("not declared; read as cp1252" in note for note in notes)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_page_is_read_or_refused(data: st.DataObject):
    content = bytearray(STORY.encode())
    junk = st.sampled_from(
        [b"<", b">", b"&", b"\0", b"<![", b"]]>", b"<!--", b'"', b"<table>", b"\xff", b"<p"]
    )
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(content)))
        end = min(len(content), at + data.draw(st.integers(0, 40)))
        content[at:end] = data.draw(st.one_of(junk, st.binary(max_size=6)))
    start = time.monotonic()
    with contextlib.suppress(ProblemsFound):
        read(bytes(content))
    assert time.monotonic() - start < 5


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes):
    with contextlib.suppress(ProblemsFound):
        read(b"<p>" + content)


def test_words_outside_every_block_are_a_block():
    assert read(b"<html><span>Words of a frame that has no body at all</span></html>").pieces
    assert read(b"<frameset><b>Words of a frame that has no body</b></frameset>").pieces
