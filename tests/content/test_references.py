"""Destinations: which may stand, where they lead, and what the marks become."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from site_builder.content.references import Picture, fill_references, judge

HERE = "2012/03/homs.md"


@pytest.mark.parametrize(
    ("typed", "kind", "target", "fragment"),
    [
        ("damascus.md", "article", "2012/03/damascus.md", ""),
        ("../02/veto.md#the-vote", "article", "2012/02/veto.md", "the-vote"),
        ("/pages/about.md", "article", "pages/about.md", ""),
        ("./a%20b.md#%C3%BC", "article", "2012/03/a b.md", "ü"),
        ("a%23b.md", "article", "2012/03/a#b.md", ""),
        ("veto.md?print=1", "article", "2012/03/veto.md", ""),
        ("report.pdf", "file", "2012/03/report.pdf", ""),
        ("../maps/./homs.svg", "file", "2012/maps/homs.svg", ""),
        ("javascript%3Aalert(1)", "file", "2012/03/javascript:alert(1)", ""),
        ("/about/", "site", "/about/", ""),
        ("/search/?q=homs&page=2#results", "site", "/search/", "results"),
    ],
)
def test_a_path_is_resolved_from_the_folder_of_the_article(
    typed: str, kind: str, target: str, fragment: str
) -> None:
    found = judge(typed, HERE)
    assert (found.kind, found.target, found.fragment, found.fault) == (kind, target, fragment, None)


@pytest.mark.parametrize("typed", ["map.png", "article.md"])
def test_a_path_in_a_picture_leads_to_an_image(typed: str) -> None:
    assert judge(typed, HERE, picture=True)[2:4] == ("image", f"2012/03/{typed}")


@pytest.mark.parametrize(
    ("typed", "value", "external"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d", True),
        ("HTTP://example.org", "HTTP://example.org", True),
        ("//example.org/a", "https://example.org/a", True),
        ("\\\\example.org/a", "https://example.org/a", True),
        ("/\\example.org", "https://example.org", True),
        ("mailto:desk@example.org", "mailto:desk@example.org", False),
        ("tel:+963-11", "tel:+963-11", False),
        ("#the-vote", "#the-vote", False),
        ('https://example.org/"onclick="x', "https://example.org/%22onclick=%22x", True),
    ],
)
def test_a_harmless_destination_stands(typed: str, value: str, external: bool) -> None:
    found = judge(typed, HERE)
    assert (found.value, found.external, found.kind, found.fault) == (value, external, None, None)


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "java\nscript:alert(1)",
        "java\x01script:alert(1)",
        "\x01javascript:alert(1)",
        "java\xadscript:alert(1)",
        "java\u200bscript:alert(1)",
        "vbscript:msgbox(1)",
        "data:text/html,<script>alert(1)</script>",
        "data:image/svg+xml;base64,AAAA",
        "file:///etc/passwd",
        "blob:https://example.org/1",
        "intent://scan/#Intent;end",
        "feed:javascript:alert(1)",
        "view-source:https://example.org",
        "jar:https://example.org!/",
        "http:example.org",
        "https:/example.org",
        "https://",
        "//",
    ],
)
def test_every_other_scheme_is_refused_with_a_warning(typed: str) -> None:
    found = judge(typed, HERE)
    assert found.value == ""
    assert found.fault
    assert (found.fault.level, found.fault.code) == ("warning", "unsafe-link")


@pytest.mark.parametrize("typed", ["mailto:a@example.org", "tel:1", "data:image/png;base64,AAAA"])
def test_a_picture_comes_from_the_web_or_from_the_site(typed: str) -> None:
    assert judge(typed, HERE, picture=True).value == ""


@pytest.mark.parametrize(
    "typed", ["../../../etc/passwd", "%2e%2e/%2e%2e/%2e%2e/x.md", "..\\..\\..\\x", "../../.."]
)
def test_a_path_out_of_the_content_folder_is_an_error(typed: str) -> None:
    found = judge(typed, HERE)
    assert found.value == ""
    assert found.fault
    assert (found.fault.level, found.fault.code) == ("error", "outside-content")


def test_a_link_without_a_destination_is_a_warning() -> None:
    found = judge("", HERE)
    assert found.fault
    assert found.fault.code == "empty-link"


@given(st.text(st.characters(exclude_categories=())))
def test_no_destination_can_break_out_of_its_mark_or_attribute(typed: str) -> None:
    for picture in (False, True):
        value = judge(typed, HERE, picture=picture).value
        assert not set('"<>\n\r\t ') & set(value.partition(" ")[2] or value)
        assert value.count("\x02") == value.count("\x03") <= 1


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="/\\"), min_size=1).filter(
        lambda name: name not in {".", ".."}
    )
)
def test_any_file_name_finds_its_way_through_the_mark(name: str) -> None:
    from urllib.parse import quote

    value = judge(f"./{quote(name)}#{quote(name)}", HERE).value
    asked: list[tuple[str, str, str]] = []

    def resolve(kind: str, target: str, fragment: str) -> str:
        asked.append((kind, target, fragment))
        return "/x/"

    assert fill_references(f'<a href="{value}">', resolve) == '<a href="/x/">'
    kind = "article" if name.endswith(".md") else "file"
    assert asked == [(kind, f"2012/03/{name}", name)]


def test_html_without_marks_is_returned_as_it_is() -> None:
    html = '<a href="https://example.org/">x</a>'
    assert fill_references(html, lambda kind, target, fragment: "/no/") is html


def test_an_answer_is_escaped_for_its_attribute() -> None:
    html = f'<a href="{judge("a.md", HERE).value}">x</a>'
    filled = fill_references(html, lambda kind, target, fragment: '/a?b="1"&c=<2>')
    assert lxml_html.fragment_fromstring(filled).attrib == {"href": '/a?b="1"&c=<2>'}
    assert "<2>" not in filled


def test_an_empty_answer_takes_the_link_away_and_keeps_the_text() -> None:
    html = f'<a href="{judge("a.md", HERE).value}" title="t">x</a>'
    assert fill_references(html, lambda kind, target, fragment: "") == '<a title="t">x</a>'


def test_a_picture_brings_its_size_where_it_is_known() -> None:
    html = f'<img src="{judge("a.png", HERE, picture=True).value}" alt="a">'
    sized = fill_references(html, lambda kind, target, fragment: Picture("/a.png", 640, 480))
    assert sized == '<img src="/a.png" width="640" height="480" alt="a">'
    assert fill_references(html, lambda *asked: Picture("/a.png")) == '<img src="/a.png" alt="a">'


def test_a_site_path_keeps_its_query_and_tells_its_fragment() -> None:
    html = f'<a href="{judge("/s/?q=1&p=2#r", HERE).value}">'.replace("&", "&amp;")
    filled = fill_references(html, lambda kind, target, fragment: f"{kind} {target} {fragment}")
    assert filled == '<a href="site /s/?q=1&amp;p=2 r">'
