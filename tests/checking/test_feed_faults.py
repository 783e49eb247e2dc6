"""What readers of feeds would stumble over, found in files that may come from anywhere."""

from __future__ import annotations

import pytest

from site_builder.checking.feed_faults import faults_of_json, faults_of_xml

OF = "<title>T</title><updated>2012-03-12</updated>"
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
