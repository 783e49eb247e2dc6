"""Editions as books: what is in the file, what makes it again, what makes it again."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from digests import Digest, article
from edits import CLOCK, FILES, A, B, C, other, rendered
from lxml import etree

BOOKS = "editions: {epub: true}\n"
BOOK = "editions/2012-w11/2012-w11.epub"
XHTML = {"h": "http://www.w3.org/1999/xhtml"}
OPF = {"opf": "http://www.idpf.org/2007/opf", "dc": "http://purl.org/dc/elements/1.1/"}

Begin = Callable[..., Digest]


@pytest.fixture
def site(digest: Begin) -> Digest:
    """Four articles in four editions, with their books."""
    made = digest(FILES, config=BOOKS)
    made.build(clock=CLOCK)
    return made


def book(site: Digest, path: str = BOOK) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(site.output()[path]))


def page(site: Digest, name: str, path: str = BOOK) -> etree._Element:
    return etree.fromstring(book(site, path).read(f"EPUB/{name}"))


def test_no_book_is_made_unless_the_settings_want_it(digest: Begin) -> None:
    site = digest(FILES)
    site.build(clock=CLOCK)
    assert not [path for path in site.output() if path.endswith(".epub")]


def test_the_first_member_says_what_the_file_is_and_no_member_knows_a_time(site: Digest) -> None:
    first, *others = book(site).infolist()
    assert site.output()[BOOK][30:58] == b"mimetypeapplication/epub+zip"
    assert first.compress_type == zipfile.ZIP_STORED
    assert {member.date_time for member in (first, *others)} == {(1980, 1, 1, 0, 0, 0)}


def test_the_package_says_what_the_edition_is(site: Digest) -> None:
    package = page(site, "package.opf")
    told = {name: package.findtext(f".//dc:{name}", namespaces=OPF) for name in ("title", "language", "date")}
    assert told == {"title": "The Test Digest: Week to 18 March 2012", "language": "en", "date": "2012-03-18"}
    assert package.xpath("//opf:meta[@property='dcterms:modified']/text()", namespaces=OPF) == [
        "2012-03-12T00:00:00Z"
    ]
    spine = package.xpath("//opf:itemref/@idref", namespaces=OPF)
    assert spine == ["cover", "nav", "article001"]


def test_the_edition_s_page_leads_to_its_book(site: Digest) -> None:
    links = site.page("editions/2012-w11/index.html").xpath("//a[@type='application/epub+zip']/@href")
    assert links == [f"/{BOOK}"]


def test_a_mended_body_renders_its_page_and_the_book_of_its_edition(site: Digest) -> None:
    assert rendered(site, other("b", "Geneva", "Genf")) == {B, BOOK}


def test_a_changed_title_renders_the_book_of_its_edition_and_no_other(site: Digest) -> None:
    found = rendered(site, other("b", "Envoy speaks", "Envoy talks"))
    assert {path for path in found if path.endswith(".epub")} == {BOOK}
    assert {A, B, C} <= found


def test_a_new_edition_renders_no_older_book(site: Digest) -> None:
    found = rendered(site, {"content/e.md": article("Late news", "Late.", date="2012-06-26")})
    assert {p for p in found if p.endswith(".epub")} == {"editions/2012-w26/2012-w26.epub"}


def test_links_stay_in_the_book_where_they_can_and_are_full_urls_where_not(digest: Begin) -> None:
    files = {
        "content/a.md": article(
            "A", "[b](b.md), [c](c.md), [deep](b.md#part), [none](b.md#gone), [us](/about/)"
        ),
        "content/b.md": article("B", "## Part\n\nText.[^1]\n\n[^1]: Note."),
        "content/c.md": article("C", "x", date="2012-05-01"),
        "content/pages/about.md": article("About", "x", date=""),
        "content/editions/hand.yaml": "date: 2012-03-18\nlead: a.md\narticles: [b.md]\n",
    }
    site = digest(files, config=BOOKS)
    site.build()
    path = "editions/hand/hand.epub"
    links = page(site, "article001.xhtml", path).xpath("//h:a/@href", namespaces=XHTML)
    assert links == [
        "article002.xhtml",
        "https://digest.example/2012/05/01/c/",
        "article002.xhtml#i-part",
        "article002.xhtml",
        "https://digest.example/about/",
    ]
    second = page(site, "article002.xhtml", path)
    targets = second.xpath("//h:a/@href", namespaces=XHTML)
    assert len(targets) == 2
    for target in targets:
        assert second.xpath(f"//*[@id='{target.partition('#')[2]}']")


def test_without_a_base_url_a_book_holds_no_link_out_of_it_but_to_sources(digest: Begin) -> None:
    files = {
        "config.yaml": f"title: T\ntimezone: UTC\n{BOOKS}",
        "content/a.md": article("A", "[c](c.md) and [un](https://un.example/)"),
        "content/c.md": article("C", "x", date="2012-05-01"),
    }
    site = digest(files)
    site.build()
    assert page(site, "article001.xhtml").xpath("//h:a/@href", namespaces=XHTML) == ["https://un.example/"]


def test_a_book_never_carries_a_word_that_is_withheld(digest: Begin) -> None:
    files = {
        "content/a.md": article("Shown", "First sentence. WITHHELD words.", rights="excerpt 2"),
        "content/b.md": article("Bare", "UNSAID.", rights="headline"),
        "content/c.md": article("HIDDEN", "x", draft=True),
    }
    site = digest(files, config=BOOKS)
    site.build()
    opened = book(site)
    whole = b"\n".join(opened.read(name) for name in opened.namelist())
    assert b"First sentence." in whole
    assert not [word for word in (b"WITHHELD", b"UNSAID", b"HIDDEN") if word in whole]


def test_an_arabic_book_turns_its_pages_from_right_to_left(digest: Begin) -> None:
    site = digest(FILES, config=f"{BOOKS}language: ar\n")
    site.build(clock=CLOCK)
    assert page(site, "package.opf").xpath("//opf:spine/@page-progression-direction", namespaces=OPF) == [
        "rtl"
    ]
    assert page(site, "article001.xhtml").get("dir") == "rtl"


def test_an_article_in_another_language_has_its_own_direction(digest: Begin) -> None:
    files = {"content/a.md": article("خبر", "نص", lang="ar"), "content/b.md": article("B", weight=1)}
    site = digest(files, config=BOOKS)
    site.build()
    pages = [page(site, f"article00{n}.xhtml") for n in (1, 2)]
    assert sorted((p.get("lang"), p.get("dir")) for p in pages) == [("ar", "rtl"), ("en", "ltr")]


def test_whatever_an_article_holds_its_page_is_well_formed(digest: Begin) -> None:
    body = (
        '<b><p id="1 x" onclick="x()">a</b> <time datetime="soon">b</time>\n\n<ul>stray<li>c</ul>\n\n'
        "| a | b |\n|---|--:|\n| x | ]]> |\n\n<details open><summary>s</summary>t</details>\n\n"
        "<ruby>a<rt>b</ruby> <bdo>c</bdo> <ol start=x reversed><li value=q>d</ol> <wbr> & &copy;\n"
    )
    title = "\"'><script>alert(1)</script> ]]> & <!--"
    site = digest({"content/a.md": article(title, body, summary=title)}, config=BOOKS)
    site.build()
    for name in book(site).namelist():
        if name.endswith((".xhtml", ".opf", ".xml")):
            tree = etree.fromstring(book(site).read(name))
            assert not tree.xpath("//h:script | //@onclick", namespaces=XHTML)
    assert page(site, "article001.xhtml").findtext(".//h:h1", namespaces=XHTML) == title


def test_corrections_move_the_moment_of_the_last_change(digest: Begin) -> None:
    corrected = article("A", corrections=[{"date": "2012-03-20", "text": "It was two."}])
    site = digest({"content/a.md": corrected}, config=BOOKS)
    site.build()
    package = page(site, "package.opf")
    (modified,) = package.xpath("//opf:meta[@property='dcterms:modified']/text()", namespaces=OPF)
    assert modified == "2012-03-20T00:00:00Z"
    assert "It was two." in book(site).read("EPUB/article001.xhtml").decode()
