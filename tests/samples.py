"""Small samples of every kind of source, made for tests."""

from __future__ import annotations

TEXT = b"Talks resume in Geneva\n\nGENEVA -- Envoys met again on Monday.\n\nBy Ann Lee\n"
PAGE = b"<!DOCTYPE html><html><head><title>Talks</title></head><body><p>Envoys met.</p></body></html>"
MAIL = b"""From: The Desk <desk@example.org>
To: editor@example.org
Subject: =?utf-8?q?Talks_resume_in_Gen=C3=A8ve?=
Date: Mon, 12 Mar 2012 14:05:00 +0100
MIME-Version: 1.0
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

Envoys met again in Gen=E8ve.
"""
MHTML = b"""From: <Saved by Blink>
Snapshot-Content-Location: https://news.example/talks
Subject: Talks
Date: Tue, 13 Mar 2012 08:00:00 -0000
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="----B"

------B
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable
Content-Location: https://news.example/talks

<html><body><p>Envoys met=
 again.</p></body></html>
------B
Content-Type: image/png
Content-Transfer-Encoding: base64

iVBORw0KGgo=
------B--
"""
_WHOLE = "Envoys met again on Monday, and will meet on Tuesday. " * 5
RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
     xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>News</title><link>https://news.example/</link><language>en-gb</language>
<item><title>Talks &amp; envoys</title><link>https://news.example/talks</link>
<dc:creator>Ann Lee</dc:creator><dc:creator>Bo Ek</dc:creator>
<pubDate>Mon, 12 Mar 2012 14:05:00 +0200</pubDate><category>Diplomacy</category>
<description>Envoys met.</description><content:encoded><![CDATA[<p>{_WHOLE}</p>]]></content:encoded></item>
<item><title>Second</title><link>https://news.example/second</link>
<description>Only the beginning of it …</description></item>
</channel></rss>
""".encode()
ATOM = f"""<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de" xml:base="https://news.example/">
<title>Nachrichten</title><updated>2012-03-12T00:00:00Z</updated>
<entry><title type="html">&lt;b&gt;Gespräche&lt;/b&gt; in Genf</title><link href="/genf"/>
<published>2012-03-12T14:05:00+01:00</published><updated>2012-03-13T09:00:00+01:00</updated>
<author><name>Ann Lee</name></author><category term="genf" label="Genf"/>
<summary>Kurz.</summary><content type="html">&lt;p&gt;{_WHOLE}&lt;/p&gt;</content></entry>
</feed>
""".encode()
RDF = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel rdf:about="https://news.example/"><title>News</title><items><rdf:Seq/></items></channel>
<item rdf:about="https://news.example/a"><title>Talks</title><link>https://news.example/a</link>
<dc:date>2012-03-12T14:05:00+02:00</dc:date><content:encoded>&lt;p&gt;{_WHOLE}&lt;/p&gt;</content:encoded></item>
</rdf:RDF>
""".encode()
JSON_FEED = b"""{"version": "https://jsonfeed.org/version/1.1", "title": "News", "language": "en", "items": [
{"id": "1", "url": "https://news.example/1", "title": "Talks", "content_html": "<p>Envoys met.</p>",
 "date_published": "2012-03-12T14:05:00+02:00", "authors": [{"name": "Ann Lee"}], "tags": ["Geneva"],
 "summary": "They met."},
{"id": "2", "title": "Plain", "content_text": "Envoys met again."}]}
"""


def wordpress(posts: str) -> bytes:
    """An export with the given entries."""
    return f"""<?xml version="1.0" encoding="UTF-8" ?>
<!-- This is a WordPress eXtended RSS file -->
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
	xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
	xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Blog</title><language>en-US</language><wp:wxr_version>1.2</wp:wxr_version>
<wp:author><wp:author_id>2</wp:author_id><wp:author_login><![CDATA[ann]]></wp:author_login>
<wp:author_display_name><![CDATA[Ann Lee]]></wp:author_display_name></wp:author>
{posts}</channel></rss>
""".encode()


def post(
    title: str, *, kind: str = "post", status: str = "publish", text: str = "Envoys met.", **more: str
) -> str:
    """One entry of an export; `more` are further elements of the namespace `wp`."""
    rest = "".join(f"<wp:{name}><![CDATA[{value}]]></wp:{name}>" for name, value in more.items())
    return f"""<item><title><![CDATA[{title}]]></title><link>https://blog.example/{title.lower()}</link>
<pubDate>Mon, 12 Mar 2012 12:05:00 +0000</pubDate><dc:creator><![CDATA[ann]]></dc:creator>
<content:encoded><![CDATA[{text}]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded>
<wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>{rest}
<category domain="category" nicename="diplomacy"><![CDATA[Diplomacy]]></category>
<category domain="category" nicename="uncategorized"><![CDATA[Uncategorized]]></category>
<category domain="post_tag" nicename="geneva"><![CDATA[Geneva]]></category></item>
"""


WXR = wordpress(post("Talks", post_date="2012-03-12 14:05:00", post_date_gmt="2012-03-12 12:05:00"))
SAMPLES = {
    "text": TEXT,
    "page": PAGE,
    "mail": MAIL,
    "mhtml": MHTML,
    "rss": RSS,
    "atom": ATOM,
    "rdf": RDF,
    "json": JSON_FEED,
    "wordpress": WXR,
}
