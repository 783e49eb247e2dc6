"""The finished digest on servers that others wrote, by the files and samples that the builder gives for them:
at a domain's root and below a path.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from functools import cache
from html import unescape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urldefrag, urljoin, urlsplit

import brotli
import pytest
from click.testing import CliRunner
from lxml import etree, html
from playwright.sync_api import Browser
from web_servers import Answer, Server, apache, caddy, nginx

from site_builder.cli import cli
from site_builder.hosting.serving import ASK_AGAIN, FOR_GOOD, media_type

pytestmark = pytest.mark.xdist_group("hosts")

ROOT = Path(__file__).resolve().parents[2]
ORIGIN = "https://news.example"
SETTINGS = (
    "hosting: {hosts: [apache], compress: [gzip, brotli]}\nnewsletter: {from: desk@news.example}\n"
    "sitemap: {news: true}\n"
)
MOVED = {
    "/2012/02/04/double-veto/": "/2012/02/04/second-veto/",  # an alias
    "/tags/truce/": "/tags/ceasefire/",  # a tag that another has replaced
}


class Site(NamedTuple):
    """The digest as it was built to be served below a path."""

    folder: Path
    base_path: str
    settings: Path

    def files(self) -> list[str]:
        """What is published for readers: no file for hosts, no compressed sibling."""
        names = (p.relative_to(self.folder).as_posix() for p in sorted(self.folder.rglob("*")) if p.is_file())
        return [name for name in names if not name.startswith(".") and not name.endswith((".gz", ".br"))]

    def address(self, path: str) -> str:
        """Where a server has a file."""
        return quote(f"{self.base_path}/{path.removesuffix('index.html')}")

    def sample(self, host: str) -> str:
        """The configuration for a server, as the command gives it."""
        words = ["config", "host", host, "-s", str(ROOT), "-b", f"{ORIGIN}{self.base_path}"]
        words += ["-c", "config.yaml", "-c", str(self.settings), "--folder", str(self.folder)]
        result = CliRunner().invoke(cli, [*words, "--clock", "2026-01-01"], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.stdout


class Hosted(NamedTuple):
    """The digest on a server."""

    site: Site
    server: Server

    def get(self, path: str, coding: str = "") -> Answer:
        """Ask for what lies at a path below the site."""
        return self.server.get(
            f"{self.site.base_path}{path}", **({"Accept_Encoding": coding} if coding else {})
        )


SERVERS = [("nginx", ""), ("nginx", "/digest"), ("apache", "/digest"), ("caddy", "/digest")]
Serve = Callable[[str, str], Hosted]


@pytest.fixture(scope="session")
def serve(build_digest: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """Starts a server for the digest below a path, each once."""
    settings = tmp_path_factory.mktemp("hosts") / "over.yaml"
    settings.write_text(SETTINGS)

    @cache
    def site(base_path: str) -> Site:
        return Site(build_digest(f"{ORIGIN}{base_path}", settings=SETTINGS), base_path, settings)

    with ExitStack() as until_done:

        @cache
        def started(name: str, base_path: str) -> Hosted:
            folder, built = tmp_path_factory.mktemp(name), site(base_path)
            return Hosted(built, until_done.enter_context(_server(name, built, folder)))

        yield started


def _server(name: str, site: Site, folder: Path) -> AbstractContextManager[Server]:
    if name == "nginx":
        return nginx(folder, site.sample(name))
    if name == "apache":
        return apache(folder, site.folder, site.base_path)
    return caddy(folder, site.sample(name), "news.example")


@pytest.fixture(params=SERVERS, ids="".join)
def hosted(request: pytest.FixtureRequest, serve: Serve) -> Hosted:
    return serve(*request.param)


@pytest.fixture
def on_nginx(serve: Serve) -> Hosted:
    return serve("nginx", "/digest")


def test_every_file_is_served_as_what_it_is(hosted: Hosted) -> None:
    moved = {f"{former[1:]}index.html" for former in MOVED}
    for name in hosted.site.files():
        if name in moved:
            continue
        answer = hosted.server.get(hosted.site.address(name))
        assert answer.status == 200, name
        assert answer.body == (hosted.site.folder / name).read_bytes(), name
        found, expected = answer.headers.get("content-type", ""), media_type(name)
        if found.partition(";")[0] in {"text/xml", "application/javascript"}:  # other names of the same
            found = found.replace("text/xml", "application/xml").replace("application/j", "text/j")
        assert found.partition(";")[0] == expected.partition(";")[0], name
        if expected.startswith(("text/html", "text/css")):
            assert found.lower().endswith("charset=utf-8"), name


@pytest.mark.parametrize(("coding", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_texts_are_served_compressed_to_those_who_can_read_that(
    hosted: Hosted, coding: str, unpack: Callable[[bytes], bytes]
) -> None:
    for name in ("index.html", "tags/un/index.html", "atom.xml", "feed.json", "search/2012.json"):
        answer = hosted.server.get(hosted.site.address(name), Accept_Encoding=coding)
        assert answer.headers["content-encoding"] == coding
        assert answer.headers["content-type"].partition(";")[0] in {
            media_type(name).partition(";")[0],
            "text/xml",
        }
        assert "accept-encoding" in answer.headers["vary"].lower()
        assert unpack(answer.body) == (hosted.site.folder / name).read_bytes()
    assert "content-encoding" not in hosted.get("/").headers


def test_what_has_moved_is_redirected_for_good_as_its_page_says(hosted: Hosted) -> None:
    for former, now in MOVED.items():
        answer = hosted.get(former)
        assert answer.status == 301
        assert urlsplit(answer.headers["location"]).path == f"{hosted.site.base_path}{now}"
        page = (hosted.site.folder / former[1:] / "index.html").read_text("utf-8")
        assert f'content="0; url={hosted.site.base_path}{now}"' in page


def test_an_address_without_its_last_slash_leads_to_the_one_with_it(hosted: Hosted) -> None:
    for path in ("/tags/un", "/2012/03"):
        answer = hosted.get(path)
        assert answer.status in {301, 308}
        assert urlsplit(answer.headers["location"]).path == f"{hosted.site.base_path}{path}/"
    if hosted.site.base_path:
        answer = hosted.get("")
        assert answer.status == 301
        assert urlsplit(answer.headers["location"]).path == f"{hosted.site.base_path}/"


@pytest.mark.parametrize(
    "path", ["/nothing/", "/2012/nothing.html", "/assets/", "/assets/style.0123456789.css", "/search/nothing"]
)
def test_what_is_not_there_is_answered_by_the_sites_own_page(hosted: Hosted, path: str) -> None:
    answer = hosted.get(path)
    assert answer.status == 404
    assert answer.body == (hosted.site.folder / "404.html").read_bytes()
    assert "immutable" not in answer.headers.get("cache-control", "")
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/.site-builder.json", "/.htaccess", "/.git/config", "/_headers"])
def test_files_for_hosts_are_served_to_nobody(hosted: Hosted, path: str) -> None:
    assert hosted.get(path).status == 404


def test_a_browser_keeps_hashed_assets_for_good_and_asks_again_for_all_else(hosted: Hosted) -> None:
    for asset in (hosted.site.folder / "assets").iterdir():
        if asset.suffix not in {".gz", ".br"}:
            for coding in ("", "br"):
                assert hosted.get(f"/assets/{asset.name}", coding).headers["cache-control"] == FOR_GOOD
    for path in ("/", "/atom.xml", "/404.html", "/site.webmanifest"):
        assert hosted.get(path, "gzip").headers["cache-control"] == ASK_AGAIN


def test_security_headers_go_with_every_answer(hosted: Hosted) -> None:
    for path in ("/", "/search/", "/tags/un/", "/atom.xml", "/nothing"):
        headers = hosted.get(path, "br").headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
        assert "camera=()" in headers["permissions-policy"]
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; ")
        assert "unsafe" not in policy
        assert ("script-src 'self'" in policy) == (path == "/search/")


def test_the_style_of_a_mail_is_let_be_on_its_own_page_only(hosted: Hosted) -> None:
    mail = next((hosted.site.folder / "newsletter").glob("*.html")).name
    assert "style-src 'unsafe-inline'" in hosted.get(f"/newsletter/{mail}").headers["content-security-policy"]


# The whole site, link by link


def _links(body: bytes, type_: str) -> list[str]:
    """What a page, a feed or a sitemap refers to."""
    if "html" in type_:
        tree = html.document_fromstring(body, parser=html.HTMLParser(encoding="utf-8"))
        found = tree.xpath("//a/@href | //link/@href | //img/@src | //script/@src | //form/@action")
        refreshed = tree.xpath("//meta[@http-equiv='refresh']/@content")
        shared = tree.xpath("//meta[@property='og:url' or @property='og:image']/@content")
        return [*map(str, found), *(str(text).partition("url=")[2] for text in refreshed), *map(str, shared)]
    if "xml" in type_ or "opml" in type_:
        tree = etree.fromstring(body)
        here = tree.xpath(
            "//@href | //@url | //@xmlUrl | //@htmlUrl"
            " | //*[local-name()='loc' or local-name()='link']/text()"
        )
        inside = tree.xpath("//*[local-name()='content' or local-name()='encoded']/text()")
        found = [unescape(str(link)).strip() for link in here]
        return [
            *filter(None, found),
            *(link for text in inside for link in _links(str(text).encode(), "html")),
        ]
    return []


def test_no_link_of_the_deployed_digest_is_broken_or_leaves_its_base(on_nginx: Hosted) -> None:
    site, server = on_nginx
    base = f"{ORIGIN}{site.base_path}/"
    waiting = [f"{base}{name}" for name in ("", "404.html", "sitemap.xml", "feeds.opml", "news-sitemap.xml")]
    seen: dict[str, Answer] = {}
    fragments: list[tuple[str, str, str]] = []
    while waiting:
        url = waiting.pop()
        if url in seen:
            continue
        answer = seen[url] = server.get(urlsplit(url).path)
        assert answer.status == 200, url
        for link in _links(answer.body, answer.headers["content-type"]):
            target, fragment = urldefrag(urljoin(url, link))
            if urlsplit(target).netloc != urlsplit(ORIGIN).netloc:
                assert urlsplit(target).scheme in {"http", "https", "mailto"}, (url, link)
                assert urlsplit(target).hostname not in {"127.0.0.1", "localhost"}, (url, link)
                continue
            assert f"{target}/".startswith(base), f"{link} on {url} leads out of the site"
            if fragment:
                fragments.append((url, target, fragment))
            waiting.append(target.partition("?")[0])
    for url, target, fragment in fragments:
        ids = html.document_fromstring(seen[target].body).xpath("//@id")
        assert fragment in ids, f"{url} leads to #{fragment} of {target}"
    pages = {f"{ORIGIN}{site.address(name)}" for name in site.files() if name.endswith("/index.html")}
    moved = {f"{ORIGIN}{site.base_path}{former}" for former in MOVED}
    assert pages - moved <= seen.keys(), "every page is led to by some other"


# The policy in a browser

LISTEN = """
window.broken = [];
document.addEventListener('securitypolicyviolation', e => {
  window.broken.push(e.effectiveDirective + ' ' + e.blockedURI + ' ' + e.sample);
});
"""


def _one_of_each_kind(site: Site) -> dict[str, str]:
    """A page of each kind, and what else a browser shows, by what it is."""
    found = {"feed": "atom.xml", "other feed": "rss.xml", "list of feeds": "feeds.opml"}
    found["icon"] = next(name for name in site.files() if name.startswith("assets/icon."))
    for name in site.files():
        if name.endswith(".html"):
            tree = html.document_fromstring((site.folder / name).read_bytes())
            kind = tree.body.get("class", "") or ("moved" if tree.xpath("//meta[@http-equiv]") else "mail")
            found.setdefault(kind, name)
            for what, where in (
                ("picture", "//main//img"),
                ("accounts", "//main//table"),
                ("data", "//script"),
            ):
                if tree.xpath(where):
                    found.setdefault(what, name)
    return found


def test_a_page_of_each_kind_keeps_the_strict_policy_in_a_browser(on_nginx: Hosted, browser: Browser) -> None:
    site, server = on_nginx
    kinds = _one_of_each_kind(site)
    assert {"mail", "moved", "picture", "kind-article", "kind-search", "kind-not-found"} <= kinds.keys()
    context = browser.new_context()
    context.add_init_script(LISTEN)
    said: list[str] = []
    asked: set[str] = set()
    context.on("console", lambda message: said.append(f"{message.text} {message.location['url']}"))
    context.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    page = context.new_page()
    for name in kinds.values():
        answer = page.goto(f"{server.origin}{site.address(name)}", wait_until="load")
        assert answer
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert page.evaluate("window.broken") == [], name
    page.goto(f"{server.origin}{site.base_path}/search/?q=annan")
    page.locator("#results .headline").first.wait_for()
    assert page.evaluate("window.broken") == []
    # A browser asks for it wherever a document, such as a feed, names no icon of its own.
    assert [line for line in said if not line.endswith("/favicon.ico")] == []
    assert asked == {urlsplit(server.origin).netloc}
    page.goto(f"{server.origin}{site.base_path}/")
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {textContent: '1'}))")
    page.wait_for_function("window.broken.length > 0")  # the policy is in force
    context.close()
