"""Hostile HTML in articles: whatever is typed, nothing that a browser would run is left."""

from __future__ import annotations

import re

import pytest
from lxml import html as lxml_html
from selectolax.lexbor import LexborHTMLParser

from site_builder.content.article import Rights
from site_builder.content.markdown import Page, fill_references, render_markdown

ATTRIBUTES = {
    *("alt", "class", "colspan", "datetime", "decoding", "dir", "height", "href", "id", "lang", "loading"),
    *("open", "referrerpolicy", "rel", "role", "rowspan", "scope", "span", "src", "start", "title", "value"),
    *("width", "reversed", "type"),
}


def render(text: str) -> Page:
    return render_markdown(
        text, path="a.md", source="content/a.md", first_line=1, language="en", rights=Rights()
    )


def assert_harmless(html: str) -> None:
    html = fill_references(html, lambda kind, target, fragment: "/x/")
    assert not set("\x02\x03") & set(html)
    harmless = re.compile(r"(https?://|mailto:|tel:|/|#)")
    for element in lxml_html.fragment_fromstring(html, create_parent="div").iter():
        assert set(element.attrib) <= ATTRIBUTES
        assert all(harmless.match(element.get(name, "/")) for name in ("href", "src"))
    body = LexborHTMLParser(html).body
    assert body
    for node in body.traverse():
        assert node.tag not in {
            "script",
            "style",
            "iframe",
            "form",
            "input",
            "svg",
            "math",
            "base",
            "meta",
            "object",
        }
        assert set(node.attributes) <= ATTRIBUTES


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "a <script>alert(1)</script> b",
        "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<div>\n\n<script>\n\nalert(1)\n\n</script>\n\n</div>",
        "<img src=x onerror=alert(1)>",
        "<img/src=x/onerror=alert(1)>",
        '<img """><script>alert(1)</script>">',
        "<a href=\"javascript:alert(1)\">x</a>",
        '<a href="java&#x09;script:alert(1)">x</a>',
        '<a href="&#106;avascript&colon;alert(1)">x</a>',
        '<a href="&#2;article x#&#3;">x</a>',
        '<a title="&#x2;article x#&#3;" href="&#&#2;2;file x#&#3;">x</a>',
        '<a href=" \x01javascript:alert(1)">x</a>',
        '<a href="https://example.org/" onclick="alert(1)" target="_blank" style="x">x</a>',
        "<svg/onload=alert(1)>",
        "<svg><script>alert(1)</script></svg>",
        '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=a()&gt;\">",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<iframe src=\"javascript:alert(1)\"></iframe>",
        "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
        "<object data=\"javascript:alert(1)\"></object><embed src=x>",
        "<form action=\"javascript:alert(1)\"><button formaction=javascript:alert(1)>x</button></form>",
        "<base href=\"//evil.example/\"><meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
        "<link rel=stylesheet href=//evil.example/x.css><style>@import '//evil.example'</style>",
        "<details open ontoggle=alert(1)>x</details>",
        "<video><source onerror=alert(1)></video><audio src onerror=alert(1)>",
        "<body onload=alert(1)><html onmouseover=alert(1)>",
        "<template><script>alert(1)</script></template>",
        "<p style=\"background:url(javascript:alert(1))\">x</p>",
        "<!--><img src=x onerror=alert(1)>-->",
        "<!--!> <img src=x onerror=alert(1)> -->",
        "<![CDATA[><img src=x onerror=alert(1)>]]>",
        "<?xml ><img src=x onerror=alert(1)> ?>",
        "```\"><script>alert(1)</script>\nx\n```\n<b>x</b>",
        "![\"onerror=alert(1) x=\"](x.png \"\\\"onload=alert(1)\")",
        "[x](<javascript:alert(1)>) [y](JaVaScRiPt&colon;alert(1)) <javascript:alert(1)>",
        "[x]: javascript:alert(1)\n\n[x] ![x]",
        "[x](data:text/html;base64,PHNjcmlwdD4=) [y](vbscript:x) [z](//evil.example)",
        "[x](\x02article y#\x03)",
    ],
)  # fmt: skip
def test_nothing_in_an_article_is_run(text: str) -> None:
    assert_harmless(render(text).body.html)
    assert_harmless(render(f"<b>raw</b> *Text*\n\n{text}\n\n<i>more</i>").body.html)


def test_simple_markup_is_kept_with_the_markdown_around_it() -> None:
    html = render(
        "<figure>\n\n![a](b.png)\n\n<figcaption>A *b*</figcaption>\n</figure>\n\nH<sub>2</sub>O"
    ).body.html
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    assert [child.tag for child in root] == ["figure", "p"]
    assert root.xpath("string(//sub)") == "2"
    assert root.xpath("count(//figure//img)") == 1


def test_tags_that_are_left_out_are_named_in_one_warning() -> None:
    page = render("a\n\nb <IFRAME src=x></iframe>\n\n<script>x</script><div>c</div><script>")
    assert [(p.code, p.level, str(p.place)) for p in page.problems] == [
        ("removed-html", "warning", "content/a.md:3:3")
    ]
    assert "<iframe>, <script>" in page.problems[0].message


def test_raw_links_and_pictures_follow_the_same_rules() -> None:
    page = render(
        '<a href="b.md#c">x</a> <img src="d.png" alt="e"> <a href="//example.org/">y</a> <a href="/f/">z</a>'
    )
    asked: list[tuple[str, str, str]] = []

    def resolve(kind: str, target: str, fragment: str) -> str:
        asked.append((kind, target, fragment))
        return f"/{kind}/"

    html = fill_references(page.body.html, resolve)
    assert asked == [("article", "b.md", "c"), ("image", "d.png", ""), ("site", "/f/", "")]
    assert [(r.kind, r.target) for r in page.references] == [
        ("article", "b.md"),
        ("file", "d.png"),
        ("site", "/f/"),
    ]
    assert '<a href="https://example.org/" rel="noopener">y</a>' in html
    assert '<a href="/article/"' in html
    assert '<img src="/image/" alt="e"' in html


def test_a_bad_markdown_link_beside_raw_html_is_told_once_and_where_it_is() -> None:
    page = render("`#x` <b>a</b>\n\n[b](#x) [c](javascript:d)")
    assert [(p.code, str(p.place)) for p in page.problems] == [
        ("no-such-anchor", "content/a.md:3:5"),
        ("unsafe-link", "content/a.md:3:13"),
    ]


def test_ids_and_classes_of_authors_go_and_ours_stay() -> None:
    page = render(
        '# Title\n\n<p id="title" class="x" role="alert">a</p>\n\nb[^1]\n\n```py\nc\n```\n\n[^1]: d'
    )
    root = lxml_html.fragment_fromstring(page.body.html, create_parent="div")
    assert root.xpath("//@id") == list(page.anchors) == ["title", "fnref1", "fn1"]
    assert root.xpath("//@class") == ["footnote-ref", "language-py", "footnotes", "footnote-backref"]
    assert "alert" not in page.body.html


def test_a_raw_heading_of_the_first_level_goes_to_the_second() -> None:
    assert render('<h1 lang="ar">a</h1>').body.html.strip() == '<h2 lang="ar">a</h2>'


def test_comments_vanish_and_call_for_no_cleaning() -> None:
    assert render("a <!-- b --> c\n\n<!-- d\n\ne -->\n\nf").body.html == "<p>a  c</p>\n<p>f</p>\n"


def test_the_text_of_raw_html_counts_and_that_of_scripts_does_not() -> None:
    page = render("<div>Alpha <b>beta</b> &amp; gamma</div>\n\nDelta <i>epsilon</i> <script>hidden</script>")
    assert page.plain == "Alpha beta & gamma\nDelta epsilon "
    assert page.body.words == 5


def test_pictures_are_written_the_same_way_each_time() -> None:
    texts = [
        '<b>a</b> ![b > "c"](d.png "e > f")',
        '<img src="a.png" alt="b>&quot;c"> <img>',
        "<b>a</b><img alt='>'>",
    ]
    for text in texts:
        assert len({render(text).body.html for _ in range(20)}) == 1
        assert render(text).body.html.count(
            ' loading="lazy" decoding="async" referrerpolicy="no-referrer">'
        ) == (text.count("<img") or 1)
