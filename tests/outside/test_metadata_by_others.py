"""What a site says for machines, as the presets of structured-data-testing-tool and a schema judge it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from urllib.parse import unquote

import pytest
from checkers import ROOT, package, program
from lxml import etree, html

pytestmark = pytest.mark.xdist_group("outside")

# The thing that each kind of page must be found to describe.
KINDS = {
    "home": "WebSite",
    "article": "NewsArticle",
    "an article with a picture": "NewsArticle",
    "an article with a correction": "NewsArticle",
    "an Arabic article": "NewsArticle",
    "an excerpt": "NewsArticle",
    "tag": "CollectionPage",
}
PICTURES = {
    'Twitter: "twitter:image" || "twitter:image:src"',
    'Twitter: "twitter:image:alt"',
    'Facebook: "og:image" || "og:image:src"',
    'Facebook: "og:image:alt"',
}  # which a list cannot have, and every article has, by its own picture or by its social card


def test_pages_pass_the_presets_of_google_twitter_and_facebook(
    with_everything: Path, samples: dict[str, str]
) -> None:
    node = program("node", remedy="Node 18 or newer is needed")
    package("structured-data-testing-tool/package.json")
    files = {what: str(with_everything / unquote(samples[what]).lstrip("/")) for what in KINDS}
    run = subprocess.run(
        [node, Path(__file__).with_name("structured_data.js"), *files.values()],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=True,
    )
    found = json.loads(run.stdout)
    for what, file in files.items():
        told = found[file]
        assert KINDS[what] in told["schemas"], what
        assert set(told["failed"]) <= (set() if KINDS[what] == "NewsArticle" else PICTURES), what
        assert told["passed"] >= 9, what


def test_the_sitemap_keeps_the_schema_of_its_authors(built: Path) -> None:
    schema = etree.XMLSchema(etree.parse(package("sitemap/schema/sitemap.xsd")))
    sitemap = etree.parse(built / "sitemap.xml")
    schema.assertValid(sitemap)
    assert len(sitemap.findall("{*}url")) > 100


def test_the_picture_of_every_article_is_there_where_its_page_says(with_everything: Path) -> None:
    pages = [html.fromstring(page.read_bytes()) for page in with_everything.glob("20*/*/*/*/index.html")]
    articles = [page for page in pages if page.xpath("//body[@class='kind-article']")]  # others lead to one
    pictures = [url for page in articles for url in page.xpath("//meta[@property='og:image']/@content")]
    assert len(pictures) == len(articles) > 50
    for url in pictures:
        assert url.startswith("https://digest.example/")
        assert (with_everything / url.removeprefix("https://digest.example/")).is_file()
