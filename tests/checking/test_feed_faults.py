"""What readers of feeds would stumble over, found in files that may come from anywhere."""

from __future__ import annotations

import pytest

from site_builder.checking.feed_faults import faults_of_json, faults_of_xml

OF = "<title>T</title><updated>2012-03-12T08:00:00Z</updated>"
ATOM = f'<feed xmlns="http://www.w3.org/2005/Atom"><id>f</id>{OF}{{}}</feed>'
ENTRY = f"<entry><id>{{}}</id>{OF}{{}}</entry>"
BY = "<author><name>A</name></author>"
CHANNEL = "<channel><title>T</title><link>x</link><description>D</description>{}</channel>"
JSON = '{{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": {}}}'


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (ATOM.format(BY + ENTRY.format("1", "<content>x</content>")), ()),
        (ATOM.format(BY + ENTRY.format("1", '<link href="x"/>')), ()),
        (
            ATOM.format(BY + ENTRY.format("1", '<link rel="self" href="x"/>')),
            ("entry 1 has neither content nor a link to its page",),
        ),
        (
            ATOM.format(ENTRY.format("1", "<content>x</content>")),
            ("entry 1 has no author, and neither has the feed",),
        ),
        (f"<rss version='2.0'>{CHANNEL.format('<item><title>T</title></item>')}</rss>", ()),
        (f"<rss>{CHANNEL.format('')}</rss>", ("the feed has no version",)),
        ("<rss version='2.0'/>", ("the feed has no channel",)),
        (
            f"<rss version='2.0'>{CHANNEL.format('<item/>')}</rss>",
            ("item 1 has neither title nor description",),
        ),
        ("<opml version='2.0'><head/><body/></opml>", ()),
        ("<opml version='2.0'><head/></opml>", ("it lacks its head or its body",)),
        (JSON.format('[{"id": "1", "content_text": "x"}]'), ()),
        (JSON.format('"none"'), ("the feed has no items",)),
        (JSON.format('[{"id": "1"}]'), ("item 1 has neither content_html nor content_text",)),
        (JSON.format('[{"content_text": "x"}, 1]'), ("item 1 has no id", "item 2 has no id")),
    ],
)
def test_a_fault_is_said_with_the_number_of_its_entry(text: str, faults: tuple[str, ...]) -> None:
    faults_of = faults_of_json if text.startswith("{") else faults_of_xml
    assert faults_of(text.encode()) == faults


ITEM = "<rss version='2.0'>" + CHANNEL.format("<item><title>T</title>{}</item>") + "</rss>"
DATE = "<pubDate>{}</pubDate>"
BOTH = '[{{"id": "1", "content_html": "{}", "date_published": "{}"}}]'
DAY = "2012-03-12T08:00:00Z"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (ITEM.format(DATE.format("Mon, 12 Mar 2012 08:00:00 +0000")), ""),
        (ITEM.format(DATE.format("12 Mar 12 08:00 GMT")), ""),
        (
            ITEM.format(DATE.format("Tue, 12 Mar 2012 08:00:00 +0000")),
            "item 1 has no date of RFC 822 as pubDate: 'Tue, 12 Mar 2012 08:00:00 +0000'",
        ),
        (
            ITEM.format(DATE.format("Mon, 32 Mar 2012 08:00:00 GMT")),
            "item 1 has no date of RFC 822 as pubDate: 'Mon, 32 Mar 2012 08:00:00 GMT'",
        ),
        (
            ITEM.format(DATE.format(DAY)),
            f"item 1 has no date of RFC 822 as pubDate: '{DAY}'",
        ),
        (
            f"<rss version='2.0'>{CHANNEL.format('<lastBuildDate>today</lastBuildDate>')}</rss>",
            "the channel has no date of RFC 822 as lastBuildDate: 'today'",
        ),
        (
            ATOM.format(BY + ENTRY.format("1", "<content>x</content><published>2012-03-12</published>")),
            "entry 1 has no date of RFC 3339 as published: '2012-03-12'",
        ),
        (
            ATOM.format(BY).replace("T08:00:00Z", "T25:00:00Z"),
            "the feed has no date of RFC 3339 as updated: '2012-03-12T25:00:00Z'",
        ),
        (JSON.format(BOTH.format("x", DAY)), ""),
        (
            JSON.format(BOTH.format("x", "2012-03-12")),
            "item 1 has no date of RFC 3339 as date_published: '2012-03-12'",
        ),
    ],
)
def test_a_date_has_the_form_that_its_format_demands_and_its_own_weekday(text: str, fault: str) -> None:
    faults_of = faults_of_json if text.startswith("{") else faults_of_xml
    assert faults_of(text.encode()) == ((fault,) if fault else ())


@pytest.mark.parametrize(
    ("html", "address"),
    [
        ("<a href='https://digest.example/a/'>a</a> <img src='//cdn.example/a.png'>", ""),
        ("<a href='mailto:desk@example.org'>a</a> <code>&lt;img src='/a.png'></code>", ""),
        ("<p>a <a class='x' href='/a/'>b</a>", "/a/"),
        ("<img alt='' src='a.png'>", "a.png"),
        ("<a href='#note'>1</a>", "#note"),
    ],
)
def test_an_address_in_the_text_of_an_entry_is_a_full_one(html: str, address: str) -> None:
    fault = f"1 has an address that is no full one: '{address}'"
    told = ((f"item {fault}",) if address else (), (f"entry {fault}",) if address else ())
    assert faults_of_json(JSON.format(BOTH.format(html, DAY)).encode()) == told[0]
    escaped = html.replace("&", "&amp;").replace("<", "&lt;")
    assert faults_of_xml(ITEM.format(f"<description>{escaped}</description>").encode()) == told[0]
    content = f'<content type="html">{escaped}</content>'
    assert faults_of_xml(ATOM.format(BY + ENTRY.format("1", content)).encode()) == told[1]
    based = ATOM.format(
        BY + ENTRY.format("1", content.replace(" type", ' xml:base="https://a.example/" type'))
    )
    assert faults_of_xml(based.encode()) == ()
