"""One Markdown text as a page: what is rendered, what is told, what is withheld, and what it costs."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html
from markdown_it import MarkdownIt
from rendered import html_of, render, told

from site_builder.content import limits
from site_builder.content.article import Rights
from site_builder.content.excerpts import count_words
from site_builder.content.markdown import Page, fill_references
from site_builder.content.parser import is_normal
from site_builder.content.quick_inline import NORMAL_URL


def tree(html: str) -> list[Any]:
    """HTML as nested lists, spaces between blocks left out."""
    root = lxml_html.fragment_fromstring(html, create_parent="div")

    def walk(element: Any) -> list[Any]:
        text = [" ".join((element.text or "").split())]
        for child in element:
            text += [walk(child), " ".join((child.tail or "").split())]
        return [element.tag, sorted(element.attrib.items()), [part for part in text if part]]

    return walk(root)


# --- what is rendered


@settings(deadline=None)
@example("~~~~\\- ")
@example("```\\ a\nx\n")
@given(
    st.lists(
        st.sampled_from(
            [
                *r"""a,b c,- ,1. ,3) ,> ,*,**,`,~~,    ,\,&amp;,&,<,_,  ,[x],(,),',",...,|""".split(","),
                *("\n", "\n\n", "```\n", "---\n", "|-|-|\n"),
            ]
        ),
        max_size=30,
    ).map("".join)
)
def test_markup_without_links_headings_or_tags_is_what_the_parser_itself_writes(text: str) -> None:
    reference = MarkdownIt("commonmark", {"typographer": True, "maxNesting": limits.MAX_NESTING})
    reference.enable(["table", "strikethrough", "replacements", "smartquotes"])
    expected = reference.render(text)
    if not re.search("<(h[1-6]|a|img)[ >]", expected):
        assert tree(html_of(text)) == tree(expected)


@pytest.mark.parametrize(
    ("language", "curled"),
    [
        ("en", "“a ‘b’”"),
        ("en-GB", "“a ‘b’”"),
        ("xx", "“a ‘b’”"),
        ("", "“a ‘b’”"),
        ("de-AT", "„a ‚b‘“"),
        ("fr", "«\xa0a ‹\xa0b\xa0›\xa0»"),
        ("ru", "«a „b“»"),
        ("ar", "«a “b”»"),
    ],
)
def test_quotation_marks_are_those_of_the_language(language: str, curled: str) -> None:
    assert html_of("\"a 'b'\" -- c...", language=language) == f"<p>{curled} – c…</p>\n"


def test_a_text_that_is_not_to_be_tidied_stays_as_typed() -> None:
    assert html_of('"a" -- b...', tidy=False) == '<p>"a" -- b...</p>\n'


@pytest.mark.parametrize(
    ("typed", "levels"),
    [
        ("# a\n## b\n# c", "232"),
        ("## a\n### b", "23"),
        ("#### a\n##### b\n###### c", "234"),
        ("# a\n###### b", "26"),
        ("a\n===\nb\n---", "23"),
    ],
)
def test_headings_begin_at_the_second_level(typed: str, levels: str) -> None:
    assert "".join(re.findall(r"<h(\d)", html_of(typed))) == levels


def test_ids_of_headings_keep_letters_of_every_script_and_are_unique() -> None:
    page = render(
        "# The *vote*, in brief\n# The vote in brief\n# حمص\n# Übung – हिन्दी!\n# 🎉\n# the-vote-in-brief-2"
    )
    assert page.anchors == (
        "the-vote-in-brief",
        "the-vote-in-brief-2",
        "حمص",
        "übung-हिन्दी",
        "section",
        "the-vote-in-brief-2-2",
    )
    assert re.findall('id="(.*?)"', page.body.html) == list(page.anchors)


def test_ids_of_headings_never_clash_with_those_of_footnotes() -> None:
    page = render("# fn1\n# fnref1\nText[^a] and[^a].\n\n[^a]: Note.")
    assert page.anchors == ("section-fn1", "section-fnref1", "fnref1", "fnref1-2", "fn1")


def test_a_footnote_and_its_number_lead_to_each_other() -> None:
    html = html_of("Text[^a].\n\n[^a]: Note.")
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    ids = {element.get("id") for element in root.iter() if element.get("id")}
    assert {href[1:] for href in root.xpath("//a/@href")} == ids == {"fn1", "fnref1"}


def test_a_footnote_inside_a_link_is_no_link_in_a_link() -> None:
    assert html_of("[a[^n]](https://example.org/)\n\n[^n]: Note.").count("<a ") == 2


def test_a_column_is_aligned_by_a_class_because_styles_are_not_allowed() -> None:
    html = html_of("|a|b|\n|-|-:|\n|c|d|")
    assert '<th>a</th><th class="align-right">b</th>' in html
    assert "style" not in html


def test_template_syntax_is_text() -> None:
    assert html_of("{{ 7*7 }} {% include 'x' %}", tidy=False) == "<p>{{ 7*7 }} {% include 'x' %}</p>\n"


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_of_any_kind_give_the_same_page(end: str) -> None:
    text = "# A\n\nb [c](javascript:x)\nd\n\n```\ne\n```\n"
    assert render(text.replace("\n", end)) == render(text)


@pytest.mark.parametrize("text", ["", " \n\t\n", "<!-- nothing -->"])
def test_an_empty_text_is_an_empty_page(text: str) -> None:
    assert render(text) == Page(render("").body)


@settings(deadline=None)
@given(
    st.text(st.characters(exclude_categories=())) | st.text("[]()<>!*_`~^|-#&\"':\\ \na1=\x00\x02\x03\ud800")
)
def test_no_text_whatever_raises_or_leaves_a_mark_or_an_active_attribute(text: str) -> None:
    for rights in (Rights(), Rights("excerpt", 3), Rights("headline")):
        page = render(text, rights)
        html = fill_references(page.body.html, lambda kind, target, fragment: "/x/")
        assert not set("\x02\x03") & set(html)
        html.encode()
        for element in lxml_html.fragment_fromstring(html or " ", create_parent="div").iter():
            assert not [name for name in element.attrib if name.startswith("on") or name == "style"]


# --- links and pictures


def test_a_link_to_another_host_tells_it_nothing_of_the_opener() -> None:
    html = html_of("[a](//example.org) <https://example.org/?a&b> [c](#c)\n\n# c")
    assert html.startswith(
        '<p><a href="https://example.org" rel="noopener">a</a> '
        '<a href="https://example.org/?a&amp;b" class="bare-address" rel="noopener">'
        'https://example.org/?a&amp;b</a> <a href="#c">c</a></p>'
    )


@pytest.mark.parametrize("text", ["", "<b>b</b> "])
@pytest.mark.parametrize(
    "link",
    [
        "<https://example.org/a?b=%20c>",
        "[https://example.org/a](https://example.org/a)",
        "[example.org/a](https://example.org/a/)",
    ],
)
def test_a_link_whose_text_is_its_address_is_marked_so_that_paper_does_not_show_it_twice(
    text: str, link: str
) -> None:
    assert 'class="bare-address"' in html_of(text + link)


@pytest.mark.parametrize(
    "link",
    [
        "[a](https://example.org/a)",
        "[https://example.org](https://example.org/a)",
        "[*example.org*](https://example.org)",
        "[b.md](b.md)",
    ],
)
def test_a_link_of_words_or_of_another_address_is_not_marked(link: str) -> None:
    assert "bare-address" not in html_of(link)


def test_references_into_the_site_are_collected_with_their_places() -> None:
    page = render("See [a](b.md#c),\n[d](e%20f.pdf) ![g](h.png)\nand [i](/j/?k).")
    assert [(r.kind, r.target, r.fragment, str(r.place)) for r in page.references] == [
        ("article", "2012/03/b.md", "c", "content/2012/03/homs.md:11:9"),
        ("file", "2012/03/e f.pdf", "", "content/2012/03/homs.md:12:5"),
        ("file", "2012/03/h.png", "", "content/2012/03/homs.md:12:21"),
        ("site", "/j/", "", "content/2012/03/homs.md:13:9"),
    ]


def test_the_same_destination_twice_in_a_paragraph_has_two_places() -> None:
    page = render("[a](b.md) [a](b.md)\n\n[a](b.md)")
    assert [(r.place.line, r.place.column) for r in page.references] == [(11, 5), (11, 15), (13, 5)]


def test_a_destination_is_found_where_its_label_is_defined() -> None:
    page = render("[a][x]\n\ntext\n\n[x]: b.md")
    assert [str(r.place) for r in page.references] == ["content/2012/03/homs.md:15:6"]


def test_a_destination_that_is_spelled_otherwise_in_the_text_has_a_line_and_no_column() -> None:
    assert told("text\n\n[x](java&#115;cript:alert(1))") == [
        ("unsafe-link", "warning", "content/2012/03/homs.md:13")
    ]


def test_an_unsafe_link_loses_its_tag_and_keeps_its_text() -> None:
    assert html_of("[*a*](javascript:b) ![c](data:d)") == "<p><em>a</em> c</p>\n"


def test_a_link_to_a_heading_that_is_not_there_is_a_warning_with_a_suggestion() -> None:
    page = render("[a](#the-votes) [b](#the-vote) [c](#)\n\n# The vote")
    assert [(p.code, str(p.place)) for p in page.problems] == [
        ("no-such-anchor", "content/2012/03/homs.md:11:5")
    ]
    assert page.problems[0].remedy.startswith("did you mean 'the-vote'?")


def test_each_empty_link_is_told_where_it_stands_in_its_line() -> None:
    long = "Some words that make a line long. " * 5
    page = render(f'{long}[first]() and [second]().\n\n<a href="">raw</a>\n')
    places = [p.place for p in page.problems if p.code == "empty-link"]
    assert [(place.line, place.column, place.length) for place in places] == [
        (11, len(long) + 7, 3),
        (11, len(long) + 22, 3),
        (13, 4, 7),
    ]


def test_a_link_out_of_the_content_folder_is_an_error() -> None:
    assert told("[a](../../../b.md)") == [("outside-content", "error", "content/2012/03/homs.md:11:5")]


def test_a_picture_without_alternative_text_is_a_warning() -> None:
    assert told("a ![](b.png) ![c](b.png)") == [("no-alt", "warning", "content/2012/03/homs.md:11:3")]


def test_pictures_are_lazy_and_send_no_referrer_to_other_hosts() -> None:
    html = html_of('![a "b" *c*](https://example.org/d.png "e")')
    assert html == (
        '<p><img src="https://example.org/d.png" alt="a &quot;b&quot; c" title="e"'
        ' loading="lazy" decoding="async" referrerpolicy="no-referrer"></p>\n'
    )
    assert "referrerpolicy" not in html_of("![a](b.png)")


# --- summaries and rights

STORY = """\
# Heading

Alpha beta gamma. Delta *epsilon zeta.*

## Secretheading

Hidden words[^n] [follow](secret.md) here. ![Secretpicture](secret.png)

    secretcode

<div>Secretdiv</div>

[^n]: Secretnote.
"""


def test_the_summary_is_what_stands_before_the_mark_for_more() -> None:
    page = render("# T\n\nOne. Two.\nThree *four*.\n\n<!--more-->\n\nFive.")
    assert page.summary == "One. Two. Three four."
    assert "more" not in page.body.html


def test_the_mark_for_more_may_stand_in_a_line() -> None:
    page = render("One two <!-- more --> three.")
    assert (page.summary, page.body.html) == ("One two", "<p>One two  three.</p>\n")


def test_without_that_mark_the_summary_is_the_first_two_sentences() -> None:
    assert render(STORY).summary == "Alpha beta gamma. Delta epsilon zeta."


def test_an_excerpt_publishes_nothing_of_what_it_withholds() -> None:
    page = render(STORY, Rights("excerpt", 7))
    assert page.body.html == (
        '<h2 id="heading">Heading</h2>\n<p>Alpha beta gamma. Delta <em>epsilon zeta.</em></p>\n'
    )
    assert page.body.withheld
    assert page.body.words == render(STORY).body.words
    assert set(page.body.terms) == {"heading", "alpha", "beta", "gamma", "delta", "epsilon", "zeta"}
    assert (page.summary, page.anchors, page.references) == (
        "Alpha beta gamma. Delta epsilon zeta.",
        ("heading",),
        (),
    )
    assert "Secretnote" in page.plain
    assert "Secretdiv" in page.plain


def test_a_headline_publishes_nothing_of_the_text() -> None:
    page = render(STORY, Rights("headline"))
    assert page.body.html == page.summary == ""
    assert page.anchors == page.references == ()
    assert page.body.terms == ()
    assert page.body.withheld


def test_a_text_that_is_short_enough_is_published_whole() -> None:
    page = render("One[^a] <b>two</b>.\n\n[^a]: Three.", Rights("excerpt", 3))
    assert page.body == render("One[^a] <b>two</b>.\n\n[^a]: Three.").body
    assert not page.body.withheld


BLOCKS = [
    "{}. {} {}.",
    "## {} {}",
    "- {}.\n- {} *{}*",
    "> {} {}",
    "    {} {}",
    "<div>{} {}</div>",
    "{} <i>{}</i>.",
]
BLOCKS += [
    "![{}]({}.png)",
    "[{}. {}]({}.md)",
    "{}[^{}]",
    "{} ^[{}]",
    "|{}|\n|-|\n|{}|",
    "```\n{}\n```",
    "{} <!--more--> {}. {}",
]
BLOCKS += ["<!--more-->", "[{}](#{})", "{} [x]({}.md)\n{}"]


@settings(deadline=None)
@given(st.lists(st.sampled_from(BLOCKS), min_size=1, max_size=8), st.integers(1, 12))
def test_no_word_after_the_cut_is_in_anything_that_is_published(blocks: list[str], limit: int) -> None:
    count = iter(range(100_000))
    words: list[str] = []

    def word(_: re.Match[str]) -> str:
        words.append("w" + "".join(chr(ord("a") + int(digit)) for digit in f"{next(count):03}"))
        return words[-1]

    text = re.sub(r"\{\}", word, "\n\n".join(blocks))
    page = render(text, Rights("excerpt", limit))
    visible = lxml_html.fragment_fromstring(page.body.html, create_parent="div").text_content()
    shown = [w for w in words if w in visible]
    if not page.body.withheld:
        return
    assert count_words(visible) <= limit
    published = " ".join(
        [
            visible,
            page.summary,
            *page.anchors,
            *page.body.terms,
            *(r.target for r in page.references),
            page.body.html,
        ]
    )
    last = words.index(shown[-1]) if shown else -1
    reach = last + 3  # an address that belongs to the last word shown comes after it in the source
    assert not [w for w in words[reach:] if w in published]
    assert not [w for w in words if w in page.summary and w not in visible]
    assert not [w for w in words if w in page.body.terms and w not in visible]


@given(st.from_regex(NORMAL_URL, fullmatch=True))
def test_a_link_that_is_passed_over_is_one_that_normalising_leaves_as_it_is(url: str) -> None:
    if is_normal(url):
        assert MarkdownIt().normalizeLink(url) == url
