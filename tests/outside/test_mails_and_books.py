"""Mails and books as others judge them: valid, accessible, at home on a phone."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from digests import Digest, article
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.xdist_group("outside")


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page()
    yield opened
    opened.close()


def test_every_mail_is_valid_html(nu_checker: list[str | Path], with_everything: Path) -> None:
    command = [*nu_checker, "--format", "json", "--skip-non-html", with_everything / "newsletter"]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=300)
    messages = [
        f"{Path(m.get('url', '')).name}:{m.get('lastLine', 0)}: {m['message']}"
        for m in json.loads(run.stderr)["messages"]
    ]
    assert messages == []


@pytest.mark.parametrize("language", ["English", "Arabic"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_mail_is_accessible_and_fits_a_phone(
    page: Page, axe: Path, with_everything: Path, arabic_with_everything: Path, language: str, scheme: str
) -> None:
    folder = with_everything if language == "English" else arabic_with_everything
    page.emulate_media(color_scheme=scheme)
    for file in sorted(folder.glob("newsletter/*.html")):
        for width in (360, 700):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(file.as_uri())
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.add_script_tag(path=axe)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert [f"{v['id']}: {n['html']}" for v in found["violations"] for n in v["nodes"]] == []


def check(epubcheck: list[str | Path], book: Path) -> list[str]:
    command = [*epubcheck, "--json", "-", "--quiet", book]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=300)
    found = json.loads(run.stdout)["messages"]
    return [f"{m['severity']} {m['ID']}: {m['message']} {m['locations'][:1]}" for m in found]


@pytest.mark.parametrize("language", ["English", "Arabic"])
def test_a_book_is_valid(
    epubcheck: list[str | Path], with_everything: Path, arabic_with_everything: Path, language: str
) -> None:
    folder = with_everything if language == "English" else arabic_with_everything
    for book in sorted(folder.glob("editions/2012-*-*/*.epub")):  # those put together by hand
        assert check(epubcheck, book) == []


def test_a_book_of_an_article_with_everything_odd_is_valid(
    epubcheck: list[str | Path], digest: Callable[..., Digest]
) -> None:
    title = "\"'><script>alert(1)</script> ]]> & <!--"
    body = (
        '<b><p id="1 x">a</b> <time datetime="soon">b</time>\n\n<ul><li>c</ul>\n\n'
        "[deep](#1-x) [up](#nothing)\n\n"
        "| a | b |\n|---|--:|\n| x | ]]> |\n\n<details open><summary>s</summary>t</details>\n\n"
        "Note.[^1] <ruby>a<rt>b</ruby> <bdo>c</bdo> <data>d</data>\n\n[^1]: Footnote.\n\n"
        "## Heading\n\n## Heading\n\n```python\nx = 1\n```\n\n![A map](map.png) ![Far](https://x.example/y.png)\n"
    )
    files = {
        "content/a/index.md": article(
            title,
            body,
            summary=title,
            authors=[title],
            dateline=title,
            source={"name": title, "url": "https://un.example/?q=\"'><script>"},
            corrections=[{"date": "2012-03-20", "text": title}],
            accounts=[{"by": title, "says": title, "on": title}],
            image={"src": "map.png", "alt": title},
        ),
        "content/a/map.png": b"",
        "content/b.md": article("خبر", "نص", lang="ar"),
    }
    site = digest(files, config="editions: {epub: true}\n")
    site.build()
    assert check(epubcheck, site.folder / "output/editions/2012-w11/2012-w11.epub") == []
