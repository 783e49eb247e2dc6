"""A site with all that can be switched on, of articles with something hostile in every field: every output is
well-formed, by parsers that others wrote, and nothing runs in a browser. Also an empty site, and one article.
"""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import closing
from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import quote
from xml.parsers import expat

import pytest
from digests import WITH_FEEDS, Digest, article
from feed_checks import check_feed, check_sitemap
from lxml import etree, html
from PIL import Image
from playwright.sync_api import Browser, Page
from served import serving

from site_builder.content.front_matter import write_front_matter

pytestmark = pytest.mark.xdist_group("outside")
EVERYTHING = f"""{WITH_FEEDS}description: "Everything \\"><script>ran=1</script>"
feeds: {{hub: 'https://hub.example/'}}
data: {{articles: true, ninjs: true}}
sitemap: {{news: true}}
search: pagefind
cards: true
editions: {{by: week, epub: true}}
newsletter: {{from: desk@digest.example}}
"""
TEXTS = {
    "breaks out": "\"'><script>ran=1</script><img src=x onerror=ran=1>",
    "ends data": "]]> <![CDATA[ --> <!-- ?> <?xml",
    "ends a script": "</script><script>ran=1</script></style></title></textarea>",
    "vertical tab": "a\x0bb\x0cc",
    "separators": "line\u2028end\u2029end\x85end",
    "bidi controls": "\u202eright\u2066 left\u200f\u061c",
    "emoji": "👩‍🚀 \U0001f1f1\U0001f1e7 e\u0301\u0301\u0301",
    "references": "&amp;#11; &#11; &#xd800; &#xfffe; &lt;script&gt; &quot",
    "not characters": "a\ufffe\uffff\U0001fffeb",
    "templates": "{{ 7*7 }} {% raw %} ${x} {address} :site =?utf-8?q?a=0D=0A?=",
    "long": "Long " * 2000,
    "one long word": "x" * 10_000,
    "Arabic": "مؤتمر " * 40,
}
KINDS = {
    ".html", ".xml", ".json", ".png", ".epub", ".eml", ".txt", ".opml", ".webmanifest", ".css", ".js", ".svg",
    ".pagefind", ".pf_meta", ".pf_index", ".pf_fragment",
}  # fmt: skip


def _hostile(number: int, whole: str) -> str:
    text = whole[:300]
    front = {
        "title": f"T{number} {whole}",
        "date": f"2012-05-{number + 1:02}",
        "summary": f"s {whole}",
        "tags": [f"t{number} {text[:200]}"],
        "dateline": text,
        "id": f"{number} {text}",
        "editor": text,
        "story": text,
        "lang": "ar" if "م" in text else "en",
        "source": {"name": f"n {text[:200]}", "url": "https://wire.example/?a=1&b='<\"", "authors": [text]},
        "accounts": [{"by": text, "says": text, "on": text}, {"by": "B", "says": "No."}],
        "corrections": [{"date": "2012-05-20", "text": text}],
        "image": {"src": "https://wire.example/a.svg", "alt": text, "credit": text, "licence": text},
    }
    shown = text.replace("<", "\\<")
    return (
        f"{write_front_matter(front)}\n{shown}\n\n## {shown}\n\n`{text.split(chr(10))[0]}`\n\n<b>{text}</b>\n"
    )


SITES = {
    "hostile": {f"content/{n:02}.md": _hostile(n, text) for n, text in enumerate(TEXTS.values())},
    "empty": {},
    "one": {"content/a.md": article("A")},
}


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Digest]:
    """The three sites, built."""
    made = {}
    for name, files in SITES.items():
        site = made[name] = Digest(tmp_path_factory.mktemp(name))
        site.write({"config.yaml": EVERYTHING, **files})
        site.build()
    return made


@pytest.mark.parametrize("name", SITES)
def test_every_output_is_well_formed(sites: dict[str, Digest], name: str) -> None:
    output = sites[name].output()
    for path, body in output.items():
        try:
            _check(path, body)
        except Exception as error:
            raise AssertionError(f"{path}: {error}") from error
    kinds = {Path(path).suffix for path in output} - {""}
    assert kinds <= KINDS
    assert "index.html" in output
    if name == "hostile":
        assert kinds == KINDS


def _check(path: str, body: bytes) -> None:
    kind = Path(path).suffix
    if Path(path).name in ("atom.xml", "rss.xml", "feed.json"):
        check_feed(path, body)
    if Path(path).name == "sitemap.xml":
        check_sitemap(body)
    if kind in (".xml", ".opml", ".svg"):
        _check_xml(body)
    elif kind in (".json", ".webmanifest"):
        json.loads(body)
        assert "\\ud8" not in body.decode().lower()
    elif kind == ".html":
        _check_page(body)
    elif kind == ".epub":
        book = zipfile.ZipFile(io.BytesIO(body))
        assert book.testzip() is None
        for name in book.namelist():
            if name.endswith((".xhtml", ".opf", ".xml", ".ncx")):
                _check_xml(book.read(name))
    elif kind == ".png":
        Image.open(io.BytesIO(body)).load()
    elif kind == ".eml":
        _check_message(body)
    elif kind in (".pagefind", ".pf_meta", ".pf_index", ".pf_fragment"):
        assert gzip.decompress(body)
    else:
        body.decode()


def _check_xml(body: bytes) -> None:
    expat.ParserCreate().Parse(body, True)
    tree = etree.fromstring(body, etree.XMLParser(resolve_entities=False))
    assert not tree.xpath("//*[local-name() = 'script'] | //@*[starts-with(name(), 'on')]")


def _check_page(body: bytes) -> None:
    tree = html.document_fromstring(body, parser=html.HTMLParser(encoding="utf-8"))
    assert body.decode()
    assert len(tree.xpath("//body")) == 1
    assert not tree.xpath("//@*[starts-with(name(), 'on')] | //img[@src = 'x']")
    for script in tree.xpath("//script[not(@src)]"):
        assert script.get("type") == "application/ld+json"
        json.loads(script.text)


def _check_message(body: bytes) -> None:
    message = message_from_bytes(body, policy=policy.default)
    assert not message.defects
    parts = [part for part in message.walk() if not part.is_multipart()]
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]
    assert all(not part.defects and part.get_content() for part in parts)


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        (b'title: "a \\ud800 b"\n', "content/bad.md"),
        (b"title: a \xed\xa0\x80 b\n", "content/bad.md"),
        (b'title: "a \\u0000 b"\n', "content/bad.md"),
    ],
)
def test_half_a_character_is_told_of_at_its_place_or_left_out(
    tmp_path: Path, typed: bytes, place: str
) -> None:
    site = Digest(tmp_path / "site")
    bad = b"---\n" + typed + b"date: 2012-03-12\n---\nText.\n"
    site.write({"config.yaml": WITH_FEEDS, "content/bad.md": bad, "content/good.md": article("Good")})
    result = site.cli("build", "--source", str(site.folder), "--clock", "2012-06-01", "--format", "json")
    told = json.loads(result.stdout)
    assert not isinstance(result.exception, UnicodeError)
    if not told["ok"]:
        assert {problem["file"] for problem in told["problems"]} == {place}
        return
    for path, body in site.output().items():
        _check(path, body)


def test_nothing_that_an_article_says_runs_in_a_browser(sites: dict[str, Digest], browser: Browser) -> None:
    folder = sites["hostile"].folder / "output"
    with serving(folder) as address, closing(browser.new_context()) as context:
        wrong = list(_visited(context.new_page(), address, folder))
    assert wrong == []


def _visited(page: Page, address: str, folder: Path) -> Iterator[str]:
    """What went wrong on the pages of articles, of lists, of feeds, and on mails."""
    told: list[str] = []
    page.on("dialog", lambda dialog: (told.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.route("https://**", lambda route: route.abort())
    # Articles, mails, and one of each list: others say the same.
    pages = [
        *sorted(folder.glob("2012/05/*/*/*.html")),
        *folder.glob("newsletter/*.html"),
        *folder.glob("*.html"),
    ]
    pages += [
        next(iter(sorted(folder.glob(f"{name}/**/*.html")))) for name in ("tags", "sources", "editions")
    ]
    feeds = [folder / "atom.xml", folder / "rss.xml"]
    for path in (*pages, *feeds):
        name = path.relative_to(folder).as_posix()
        page.goto(f"{address}/{quote(name)}", wait_until="domcontentloaded")
        if page.evaluate("typeof ran") != "undefined":
            yield name
    page.goto(f"{address}/search/?q=onerror")
    page.locator("#results li").first.wait_for()
    if page.evaluate("typeof ran") != "undefined" or page.locator("#results img").count():
        yield "search"
    yield from told
