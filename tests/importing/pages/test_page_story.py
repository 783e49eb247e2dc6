"""What of a page is its story: what is cut, what is taken in, what is left to an editor."""

from __future__ import annotations

import pytest
from saved_pages import read

from site_builder.content.article import REVIEW_MARK

FIRST = "The ferry to the islands will run every hour from May, the company said at its yearly meeting."
SECOND = "Until now it has left the harbour at seven, at noon and at six, and never on Sundays in winter."
THIRD = "The islanders have asked for more crossings since the bridge to the cape was closed for good."


def story(*lines: str, head: str = "") -> dict[str, tuple[str, str]]:
    """Fate and rule of every line of a page with an article of these lines."""
    html = f"<html><head>{head}</head><body><article>{''.join(lines)}</article></body></html>"
    return {piece.raw.rstrip("\n"): (piece.fate, piece.rule) for piece in read(html).pieces}


def p(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def test_the_title_is_no_part_of_the_text():
    fates = story("<h1>More ferries to the islands</h1>", p(FIRST, SECOND, THIRD))
    assert fates["More ferries to the islands"] == ("field", "title")
    assert fates[FIRST][0] == fates[THIRD][0] == "text"


def test_a_line_that_points_to_another_article_becomes_a_headline_in_also():
    link = '<p>Related: <a href="/b">How the bridge was closed</a></p>'
    html = f"<article>{p(FIRST, SECOND)}{link}{p(THIRD)}</article>"
    assert read(html).all("also") == ("How the bridge was closed",)
    assert "Related" not in read(html).body


def test_a_paragraph_that_is_nothing_but_a_link_is_a_teaser():
    link = '<p><a href="/b">Ten islands that you must see before the summer ends</a></p>'
    fates = story(
        p(FIRST, SECOND), link, p(THIRD, FIRST.replace("May", "June"), SECOND.replace("noon", "two"))
    )
    assert fates["Ten islands that you must see before the summer ends"][0] == "cut"


def test_a_link_inside_a_sentence_stays():
    linked = THIRD.replace("the bridge", '<a href="https://example.org/b">the bridge</a>')
    assert (
        "[the bridge](https://example.org/b)" in read(f"<article>{p(FIRST, SECOND, linked)}</article>").body
    )


def test_furniture_is_cut_by_the_rules_of_plain_text():
    assert story(p(FIRST, "Advertisement", SECOND, THIRD))["Advertisement"] == ("cut", "advertisement")


def test_a_caption_is_named_one():
    figure = "<figure><img src=a.jpg><figcaption>A ferry leaves the harbour</figcaption></figure>"
    assert story(p(FIRST), figure, p(SECOND, THIRD))["A ferry leaves the harbour"] == ("cut", "caption")


def test_the_caption_between_headline_and_story_is_a_point_to_check():
    figure = "<figure><img src=a.jpg><figcaption>A ferry leaves the harbour</figcaption></figure>"
    html = f"<article><h1>More ferries to the islands</h1>{figure}{p(FIRST, SECOND, THIRD)}</article>"
    reading = read(f"<html><head><title>More ferries to the islands</title></head><body>{html}</body></html>")
    (piece,) = [piece for piece in reading.pieces if piece.rule == "caption-outside"]
    assert piece.raw == "A ferry leaves the harbour\n"
    note = f"captions: cut above the story, line {piece.line} of the page text; is one of its picture?"
    assert note in reading.notes


def test_headings_and_links_after_the_story_are_cut():
    after = '<h3>Most popular</h3><p><a href="/x">A whale in the bay</a></p>'
    fates = story(p(FIRST, SECOND, THIRD), after)
    assert {fates["Most popular"][0], fates["A whale in the bay"][0]} <= {"cut", "field"}


def test_a_story_in_several_columns_is_taken_whole():
    texts = [p(text, f"{text[:-1]} too.") for text in (FIRST, SECOND, THIRD)]
    columns = "".join(f'<div class="column"><div class="chunk">{text}</div></div>' for text in texts)
    body = read(f"<body><main>{columns}</main></body>").body
    assert all(text in body for text in (FIRST, SECOND, THIRD))


def test_paragraphs_that_line_breaks_part_are_all_taken():
    body = read(f"<body><article><div>{FIRST}<br><br>{SECOND}<br><br>{THIRD}</div></article></body>").body
    assert body == f"{FIRST}\n\n{SECOND}\n\n{THIRD}\n"


def test_a_dateline_leaves_the_text_and_is_a_fact():
    reading = read(f"<article>{p(f'VALLETTA (AP) — {FIRST}', SECOND, THIRD)}</article>")
    assert (reading.first("dateline"), reading.first("agency")) == ("Valletta", "AP")
    assert reading.body.startswith(FIRST)
    assert "".join(piece.raw for piece in reading.pieces).startswith("VALLETTA (AP) — The ferry")


def test_a_paragraph_that_stands_twice_stays_once():
    body = read(f"<article>{p(FIRST, SECOND)}<blockquote>{p(FIRST)}</blockquote>{p(THIRD)}</article>").body
    assert body.count(FIRST) == 1


def test_what_a_rule_is_unsure_of_stays_under_a_mark():
    reading = read(f"<article>{p(FIRST, '17', SECOND, THIRD)}</article>")
    assert f"{REVIEW_MARK} number-alone]] 17" in reading.body
    assert any("number-alone" in note for note in reading.notes)


HEAD = """<meta property="og:title" content="More ferries to the islands">
<meta name="author" content="Ada Brook"><meta property="article:published_time" content="2012-03-12">
<meta name="description" content="Every hour a boat to the four islands from the first of May on">"""


@pytest.mark.parametrize(
    ("line", "fate"),
    [
        ("<p>By Ada Brook</p>", ("field", "byline")),
        ("<p>Ada Brook</p>", ("field", "byline")),
        ("<p>By Ada Brook in Valletta</p>", ("field", "byline")),
        ("<p>Published: 12 March 2012</p>", ("field", "date-line")),
        ("<p>Monday, 12 March 2012 | 14:05</p>", ("field", "date-line")),
        ("<p>By our own correspondent</p>", ("cut", "byline")),
        ("<p>4 min read</p>", ("cut", "reading-time")),
        ("<h2>Every hour a boat to the four islands from the first of May</h2>", ("field", "standfirst")),
        (
            "<h2>The company wants more of the day's visitors</h2><p>By Ada Brook</p>",
            ("field", "standfirst"),
        ),
        ("<p>A quiet morning at the harbour</p>", ("text", "")),
    ],
)
def test_a_line_between_title_and_story_is_what_it_states(line: str, fate: tuple[str, str]):
    fates = story("<h1>More ferries to the islands</h1>", line, p(FIRST, SECOND, THIRD), head=HEAD)
    (first, *_) = [text for text in fates if text not in {"More ferries to the islands", ""}]
    assert fates[first] == fate
    assert fates[FIRST][0] == "text"


def test_a_byline_is_believed_where_the_page_names_no_author():
    reading = read(
        f"<article><h1>More ferries</h1><p>Written by Ada Brook</p>{p(FIRST, SECOND, THIRD)}</article>"
    )
    assert reading.all("authors") == ("Ada Brook",)
    assert "Ada Brook" not in reading.body


def test_a_summary_that_opens_the_story_apart_from_it_is_the_standfirst():
    summary = "The ferry to the islands will run every hour from May, says the company that owns it."
    head = f'<meta name="description" content="{summary}">'
    fates = story("<h1>More ferries</h1>", f"<div>{p(summary)}</div>", p(FIRST, SECOND, THIRD), head=head)
    assert fates[summary] == ("field", "standfirst")
    assert story(p(summary, FIRST, SECOND, THIRD), head=head)[summary] == ("text", "")


@pytest.mark.parametrize(
    "line",
    [
        "This article was originally published by The Valley Post.",
        "Read more at www.ferries.example",
        "@adabrook",
    ],
)
def test_a_closing_line_that_only_says_where_else_to_look_is_cut(line: str):
    assert story(p(FIRST, SECOND, THIRD, line))[line] == ("cut", "closing-line")


def test_links_below_a_heading_for_them_leave_the_story_and_what_comes_next_is_text_again():
    links = '<h3>Related stories</h3><ul><li><a href="/a">A whale in the bay</a></li></ul>'
    fates = story(p(FIRST, SECOND), links, p(THIRD))
    assert fates["Related stories"] == ("cut", "related-heading")
    assert fates["A whale in the bay"][0] == "cut"
    assert fates[THIRD][0] == "text"
