"""Every link in every output leads to an output, wherever the site lives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from digests import Digest, article
from lxml import etree, html

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000003000000020802000000"
)  # 3 by 2 pixels, its head alone
SITE: dict[str, str | bytes] = {
    "content/2012/03/homs.md": article(
        "Homs",
        "See [Damascus](../04/damascus/index.md#the-old-city), [the map](../04/damascus/a%20map.png),\n"
        "[about](/about/), [itself](#below), [rules](/rules%23%3F.txt), [Arabic](../../ar.md).\n\n## Below\n",
        tags=["C", "C++", "C#", "Arab League", "syria"],
        section="ground",
        source={"name": "Le Monde & Cie", "url": "https://lemonde.example/?a=1&b=2"},
        corrections=[{"date": "2012-03-14", "text": "A number."}],
        aliases=["/old/homs/", "/older.html"],
    ),
    "content/2012/04/damascus/index.md": article(
        "Damascus",
        "![the map](<a map.png>)\n\n## The old city\n\nText.",
        date="2012-04-02",
        tags=["دمشق", "syria"],
        image={"src": "head.png", "alt": "a head"},
    ),
    "content/2012/04/damascus/a map.png": PNG,
    "content/2012/04/damascus/head.png": PNG,
    "content/ar.md": article("حمص", "نص قصير.", date="2012-04-03", lang="ar", tags=["دمشق"], slug="حمص"),
    "content/pages/about.md": article("About", "[Homs](../2012/03/homs.md)", date=""),
    "content/editions/april.yaml": "date: 2012-04-08\nnote: Read [Homs](../2012/03/homs.md).\n"
    "articles: [2012/04/damascus/index.md]\n",
    "static/rules#?.txt": "rules",
    **{
        f"content/n{n}.md": article(f"Number {n}", date=f"2012-05-{n + 1:02}", tags=["syria"])
        for n in range(5)
    },
}
CONFIG = "paginate: 2\nsections: {ground: On the ground}\nmenu: [{label: About, to: /about/}]\n"
RELATIVE = f"links: relative\n{CONFIG}"
PLACES = {
    "at a domain's root": ("https://digest.example", ""),
    "under a sub-path": ("https://host.example/news/digest", ""),
    "under a sub-path with a space": ("https://host.example/my%20digest", ""),
    "under a name and a path of other letters": ("https://bücher.example/ñews", ""),
    "on a host of its own with a port": ("http://localhost:8000", ""),
    "wherever it is put": ("", ""),
    "opened from disk": ("", "links: relative\n"),
    "relative, with a known address": ("https://host.example/news", "links: relative\n"),
}


def _links(page: bytes) -> Iterator[str]:
    tree = html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8"))
    for element in tree.iter(etree.Element):
        if element.tag == "link" and element.get("rel") == "canonical":
            continue
        for name in ("href", "src"):
            if (link := element.get(name)) is not None:
                yield link
        if element.tag == "meta" and element.get("http-equiv", "").lower() == "refresh":
            yield element.get("content").partition("url=")[2]


def _file(path: str) -> str:
    """The file that a static host answers with."""
    return f"{path}index.html" if path.endswith("/") or not path else path


@pytest.mark.parametrize("place", PLACES)
def test_every_link_leads_to_an_output_and_every_fragment_to_an_id_there(
    digest: Callable[..., Digest], place: str
) -> None:
    base_url, links = PLACES[place]
    site = digest(
        {**SITE, "config.yaml": f"title: T\ntimezone: UTC\nbase_url: '{base_url}'\n{links}{CONFIG}"}
    )
    site.build()
    output = site.output()
    ids = {
        path: set(html.document_fromstring(body, parser=html.HTMLParser(encoding="utf-8")).xpath("//@id"))
        for path, body in output.items()
        if path.endswith(".html")
    }
    base = urlsplit(base_url or "http://anywhere.example")
    root = f"{base.scheme}://{base.netloc}{base.path}/"
    seen = 0
    for path in ids:
        for link in _links(output[path]):
            parts = urlsplit(urljoin(f"{root}{path}", link))
            if parts.netloc != base.netloc:
                assert parts.netloc == "lemonde.example", (path, link)
                continue
            assert unquote(parts.path).startswith(f"{unquote(base.path)}/"), (path, link)
            relative = bool(links) and path != "404.html"
            target = unquote(parts.path)[len(unquote(base.path)) + 1 :]
            target = target if relative and target in output else _file(target) if not relative else target
            assert target in output, (path, link, target)
            assert not parts.fragment or unquote(parts.fragment) in ids[target], (path, link)
            seen += 1
    assert seen > 300


def test_full_addresses_are_in_ascii_whatever_letters_the_base_url_has(digest: Callable[..., Digest]) -> None:
    settings = "newsletter: {from: jürgen@bücher.example}\nfeeds: {hub: 'https://hub.example/'}\n"
    base = "base_url: https://bücher.example/ñews/%C3%B1\n"
    site = digest({**SITE, "config.yaml": f"title: T\ntimezone: UTC\n{base}{settings}{CONFIG}"})
    site.build()
    for path, body in site.output().items():
        assert "bücher" not in body.decode(errors="ignore") or path.startswith("newsletter/"), path
        assert "ñ" not in body.decode(errors="ignore"), path
    assert "https://xn--bcher-kva.example/%C3%B1ews/%C3%B1/atom.xml" in site.text("atom.xml")
    mail = next(body for path, body in site.output().items() if path.endswith(".eml"))
    leave = b"List-Unsubscribe: <mailto:j%C3%BCrgen@xn--bcher-kva.example?subject=unsubscribe>"
    assert leave in mail.replace(b"\r\n ", b" ")


def test_relative_links_name_files_so_that_a_folder_opens_from_disk(digest: Callable[..., Digest]) -> None:
    site = digest(SITE, config=RELATIVE)
    site.build()
    for path, body in site.output().items():
        if path.endswith(".html") and path != "404.html":
            internal = [link for link in _links(body) if not link.startswith(("https://", "#"))]
            assert all(
                not link.startswith("/") and PurePosixPath(urlsplit(link).path).suffix for link in internal
            )


def test_the_page_for_what_is_not_there_has_no_relative_links_since_it_is_served_at_any_depth(
    digest: Callable[..., Digest],
) -> None:
    site = digest(
        {**SITE, "config.yaml": f"title: T\ntimezone: UTC\nbase_url: https://h.example/x\n{RELATIVE}"}
    )
    site.build()
    links = [link for link in _links(site.output()["404.html"]) if not link.startswith("#")]
    assert links
    assert all(link.startswith("/x/") for link in links)


def test_a_link_to_an_articles_file_leads_to_its_page(digest: Callable[..., Digest]) -> None:
    site = digest(SITE, config=CONFIG)
    site.build()
    links = {a.text: a.get("href") for a in site.page("2012/03/12/homs/index.html").iter("a")}
    assert links["Damascus"] == "/2012/04/02/damascus/#the-old-city"
    assert links["the map"] == "/2012/03/12/homs/a%20map.png"
    assert unquote(links["Arabic"]) == "/2012/04/03/حمص/"
    assert links["rules"] == "/rules%23%3F.txt"


def test_pictures_beside_an_article_lie_beside_its_page_and_have_width_and_height(
    digest: Callable[..., Digest],
) -> None:
    site = digest(SITE, config=CONFIG)
    site.build()
    pictures = {
        img.get("src"): (img.get("width"), img.get("height"), img.get("alt"))
        for img in site.page("2012/04/02/damascus/index.html").iter("img")
    }
    assert pictures == {
        "/2012/04/02/damascus/a%20map.png": ("3", "2", "the map"),
        "/2012/04/02/damascus/head.png": ("3", "2", "a head"),
    }


@pytest.mark.parametrize("alias", ["old/homs/index.html", "older.html"])
def test_an_alias_sends_readers_and_search_engines_on(digest: Callable[..., Digest], alias: str) -> None:
    site = digest(SITE, config=CONFIG)
    site.build()
    page = site.page(alias)
    refresh = page.xpath("//meta[translate(@http-equiv, 'R', 'r')='refresh']/@content")
    assert [content.partition("url=")[2] for content in refresh] == ["/2012/03/12/homs/"]
    assert page.xpath("//link[@rel='canonical']/@href") == ["https://digest.example/2012/03/12/homs/"]
    assert "/2012/03/12/homs/" in page.xpath("//a/@href")
    assert alias.removesuffix("index.html") not in site.text("sitemap.xml")


@pytest.mark.parametrize(
    ("a", "b", "clashes"),
    [
        (["/2012/03/12/a/"], [], ["two outputs of content/a.md both claim the address /2012/03/12/a/"]),
        (
            ["/2012/03/12/b/"],
            ["/2012/03/12/a/"],
            [f"content/a.md and content/b.md both claim the address /2012/03/12/{name}/" for name in "ba"],
        ),
        (["/old/"], ["/Old"], ["content/a.md and content/b.md both claim the address /Old/"]),
        (["/tags/"], [], ["content/a.md and the site's own tag_index both claim the address /tags/"]),
    ],
    ids=["to itself", "to each other", "from one address", "from a page of the site"],
)
def test_former_addresses_never_lead_in_a_circle_or_from_a_page_that_is_there(
    digest: Callable[..., Digest], a: list[str], b: list[str], clashes: list[str]
) -> None:
    problems = digest(
        {"content/a.md": article("A", aliases=a), "content/b.md": article("B", aliases=b)}
    ).problems()
    assert [problem.message for problem in problems] == clashes
    assert "out of `aliases`" in problems[0].remedy


def test_a_tag_that_was_replaced_sends_its_readers_on(digest: Callable[..., Digest]) -> None:
    config = "tags: {un: {label: UN}, uno: {label: UNO, replaced_by: un}}\n"
    site = digest({"content/a.md": article("A", tags=["UNO"])}, config=config)
    site.build()
    assert "/tags/un/" in site.page("tags/uno/index.html").xpath("//a/@href")
    assert site.page("2012/03/12/a/index.html").xpath("//a[@rel='tag']/@href") == ["/tags/un/"]


def test_the_sitemap_lists_every_page_that_readers_may_come_to_and_no_other(
    digest: Callable[..., Digest],
) -> None:
    site = digest(SITE, config=CONFIG)
    site.build()
    listed = etree.fromstring(site.output()["sitemap.xml"]).xpath("//*[local-name()='loc']/text()")
    files = {_file(unquote(urlsplit(url).path)[1:]) for url in listed}
    assert all(url.startswith("https://digest.example/") for url in listed)
    assert len(files) == len(listed)
    assert files <= set(site.output())
    assert "2012/03/12/homs/index.html" in files
    assert not files & {"404.html", "old/homs/index.html", "older.html"}


def test_a_site_that_does_not_know_its_address_has_no_sitemap_and_no_canonical_links(
    digest: Callable[..., Digest],
) -> None:
    site = digest({**SITE, "config.yaml": f"title: T\ntimezone: UTC\n{CONFIG}"})
    site.build()
    assert "sitemap.xml" not in site.output()
    assert not site.page("2012/03/12/homs/index.html").xpath("//link[@rel='canonical']")


def test_every_html_page_but_the_one_for_what_is_not_there_names_its_own_full_address(
    digest: Callable[..., Digest],
) -> None:
    site = digest(
        {**SITE, "config.yaml": f"title: T\ntimezone: UTC\nbase_url: https://h.example/x/\n{CONFIG}"}
    )
    site.build()
    for path in site.output():
        if path.endswith(".html") and path not in {"404.html", "old/homs/index.html", "older.html"}:
            (url,) = site.page(path).xpath("//link[@rel='canonical']/@href")
            assert unquote(url) == f"https://h.example/x/{path.removesuffix('index.html')}"


PERMALINKS = {
    "pretty": "2012/03/12/a/index.html",
    "date": "2012/03/12/a.html",
    "none": "a/index.html",
    "/:section/:year/:slug/": "ground/2012/a/index.html",
    "/:source/:month:day-:title.html": "un/0312-a-title.html",
}


@pytest.mark.parametrize("pattern", PERMALINKS)
def test_the_permalink_pattern_says_where_articles_live(digest: Callable[..., Digest], pattern: str) -> None:
    site = digest(
        {"content/a.md": article("A title", section="ground", source="un")},
        config=f"permalink: {pattern}\nsections: [ground]\nsources: {{un: United Nations}}\n",
    )
    site.build()
    assert PERMALINKS[pattern] in site.output()


def test_a_date_and_a_slug_in_the_files_name_serve_where_the_front_matter_has_none(
    digest: Callable[..., Digest],
) -> None:
    site = digest({"content/2012-03-14-homs.md": article("Another title", date="")})
    site.build()
    assert "2012/03/14/homs/index.html" in site.output()
