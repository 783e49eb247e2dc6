"""What is known of a finished file: read from its bytes as they are, whoever wrote them."""

from __future__ import annotations

import pytest

from site_builder.checking.facts import Facts, decode, encode, facts_of


def page(html: str) -> Facts:
    return facts_of("a/index.html", html.encode())


def test_links_ids_and_what_is_loaded_are_found_in_the_order_of_the_page_and_once() -> None:
    facts = page(
        '<!doctype html><head><title>A &amp; B\n page</title><link rel="stylesheet" href="/s.css">'
        '<meta content="/og.png" property="og:image">'
        '<link rel=canonical href="https://x.example/a/"><link rel="preconnect" href="https://y.example"></head>'
        '<body id="top"><a href="/b/?x=1&amp;y=2#c">b</a> <a class=x href=\'/d/\'>d</a><a href=/e/>e</a>'
        '<a href="/d/">again</a><img src="p.png" srcset="p.png 1x, p2.png 2x" alt="words">'
        '<form action="/search/"></form><h2\nid="one">One</h2><a name="old"></a><script src="/x.js"></script>'
    )
    assert facts.title == "A & B page"
    assert facts.links == ("https://x.example/a/", "/b/?x=1&y=2#c", "/d/", "/e/", "/search/")
    assert facts.loads == ("/s.css", "/og.png", "p.png", "p2.png", "/x.js")
    assert facts.ids == ("top", "one", "old")
    assert facts.pictures == ()


def test_what_stands_in_comments_scripts_styles_and_text_areas_is_no_tag() -> None:
    facts = page(
        '<!-- <a href="/gone/"> --><script>document.write(\'<a href="/no/">\')</script>'
        '<style>a { background: url("/bg.png") }</style><textarea><img src="/no.png"></textarea>'
        '<title><a href="/t/"></title><a href="/yes/">'
    )
    assert facts.links == ("/yes/",)
    assert facts.loads == ("/bg.png",)
    assert facts.pictures == ()


@pytest.mark.parametrize(
    ("tag", "wrong"),
    [
        ('<img src="a.png">', "missing"),
        ('<IMG SRC="a.png" width=3>', "missing"),
        ('<img src="a.png" alt="">', "empty"),
        ('<img src="a.png" alt=" ">', "empty"),
        ('<img src="a.png" alt="A bridge">', ""),
        ('<img src="a.png" alt="" role="presentation">', ""),
        ('<img src="a.png" aria-hidden="true">', ""),
        ('<img alt="1 > 0" src="a.png">', ""),
    ],
)
def test_a_picture_without_words_is_found_unless_it_says_that_it_decorates(tag: str, wrong: str) -> None:
    assert page(tag).pictures == ((("a.png", wrong),) if wrong else ())


def test_quotes_that_are_never_closed_and_a_million_brackets_are_read_in_no_time() -> None:
    assert page('<a href="' + "x" * 200_000).links == ()
    assert page("<" * 300_000 + '<a href="/a/">').links == ("/a/",)
    assert page("<a " + "'\"" * 100_000 + '<a href="/b/">').links in {("/b/",), ()}
    assert page("<!--" * 50_000).links == ()


def test_a_style_sheet_loads_what_it_names_beside_comments_and_data() -> None:
    css = b'@import "b.css"; /* url(no.png) */ a{background:url( "c.png" )} b{src:url(data:x) url(d.woff2)}'
    assert facts_of("assets/a.css", css).loads == ("b.css", "c.png", "d.woff2")


def test_facts_are_kept_and_read_again() -> None:
    facts = page('<a href="/a/" id=x><img src=y>')
    assert decode(encode(facts)) == facts


ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><id>a</id><title>t</title><updated>2012-01-01T00:00:00Z</updated>'
    "<author><name>n</name></author>{}</feed>"
)
ENTRY = "<entry><id>1</id><title>t</title><updated>2012-01-01T00:00:00Z</updated><link href='https://x.example/'/></entry>"
RSS = '<rss version="2.0"><channel><title>t</title><link>https://x.example</link><description>d</description>{}</channel></rss>'
MAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{}</loc></url></urlset>'


@pytest.mark.parametrize(
    ("path", "body", "faults"),
    [
        ("atom.xml", ATOM.format(ENTRY), []),
        ("atom.xml", ATOM.format(ENTRY.replace("<id>1</id>", "")), ["entry 1 has no id"]),
        ("atom.xml", ATOM.format(ENTRY * 2), ["two entries have the id '1'"]),
        (
            "atom.xml",
            ATOM.format(ENTRY).replace("<author><name>n</name></author>", ""),
            ["entry 1 has no author"],
        ),
        ("atom.xml", "<feed", ["it is not well-formed XML: unclosed token"]),
        ("rss.xml", RSS.format("<item><title>t</title></item>"), []),
        ("rss.xml", RSS.format("<item><guid>1</guid></item>"), ["item 1 has neither title nor description"]),
        ("rss.xml", '<rss version="2.0"></rss>', ["the feed has no channel"]),
        ("sitemap.xml", MAP.format("https://x.example/"), []),
        ("sitemap.xml", MAP.format("/a/"), ["entry 1 has no full address"]),
        (
            "feed.json",
            '{"version": "https://jsonfeed.org/version/1.1", "items": [{}]}',
            ["the feed has no title"],
        ),
        ("index.json", '{"a": 1}', []),
        ("index.json", '{"a": 1', ["it is not JSON"]),
        ("a.svg", "<svg xmlns='http://www.w3.org/2000/svg'><g></svg>", ["it is not well-formed XML"]),
    ],
)
def test_what_a_feed_or_other_file_for_machines_lacks_is_told(
    path: str, body: str, faults: list[str]
) -> None:
    found = facts_of(path, body.encode()).faults
    assert len(found) >= len(faults)
    assert bool(found) == bool(faults)
    for one, start in zip(found, faults, strict=False):
        assert one.startswith(start)


def test_letters_of_any_script_are_read_as_they_are_meant() -> None:
    facts = page(
        '<title>حمص à l’aube</title><h2 id="été"></h2><a href="/tags/دمشق/?a&#38;b#é">x</a><img src="à.png">'
    )
    assert facts.title == "حمص à l’aube"
    assert facts.ids == ("été",)
    assert facts.links == ("/tags/دمشق/?a&b#é",)
    assert facts.pictures == (("à.png", "missing"),)
