"""The sites of examples/ build without a warning, and every link in them leads somewhere."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

import docs_site
import pytest
from documents import tables
from example_sites import EXAMPLES, built_example
from lxml import html

from site_builder.content.permalinks import output_path

HOSTS = {"", "daily.example"}  # of the examples themselves


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("examples")
    made = {path.name: built_example(path.name, folder / path.name) for path in EXAMPLES.iterdir()}
    assert [name for name, (built, _) in made.items() if built.problems] == []
    return {name: output for name, (_, output) in made.items()}


def _leads_nowhere(site: Path, page: Path, link: str) -> bool:
    parts = urlsplit(link)
    if parts.scheme not in {"", "http", "https"} or parts.netloc not in HOSTS:
        return False
    path = unquote(parts.path)
    target = site / output_path(path) if path.startswith("/") else (page.parent / path if path else page)
    if not target.is_file():
        return True
    named = unquote(parts.fragment)
    if not named or target.suffix != ".html":
        return False
    tree = html.document_fromstring(target.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    return not any(element.get("id") == named for element in tree.iter())


@pytest.mark.parametrize("name", ["daily", "docs"])
def test_every_link_within_an_example_leads_to_a_file_and_a_place_in_it(
    sites: dict[str, Path], name: str
) -> None:
    site = sites[name]
    broken = set()
    for page in site.rglob("*.html"):
        tree = html.document_fromstring(page.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
        links = {str(link) for link in tree.xpath("//a/@href | //link/@href | //img/@src")}
        broken |= {(page.relative_to(site), link) for link in links if _leads_nowhere(site, page, link)}
    assert broken == set()


def test_the_daily_shows_each_story_of_its_newest_edition_as_far_as_its_rights_allow(
    sites: dict[str, Path],
) -> None:
    page = html.document_fromstring((sites["daily"] / "index.html").read_bytes())
    stories = {story.get("id"): story.text_content() for story in page.xpath("//*[@class='story h-entry']")}
    assert len(stories) == 5
    assert "reached Damascus on Sunday night" in stories["resolution-2042"]
    assert "Read the whole text at Los Angeles Times" in stories["kabul-attacks"]
    assert "unfinished buildings" in stories["kabul-attacks"]
    assert "Mr Karzai praised" not in stories["kabul-attacks"]
    voices = [e.text_content().strip() for e in page.xpath("//*[@class='voices']//dt")]
    assert voices[:2] == ["Kofi Annan", "Local Coordination Committees"]


def test_the_daily_says_of_each_of_its_layouts_what_it_is_for() -> None:
    folder = EXAMPLES / "daily"
    (told,) = tables((folder / "README.md").read_text("utf-8"))
    there = {path.relative_to(folder).as_posix() for path in (folder / "layouts").rglob("*.*")}
    assert {file.strip("`") for file, _ in told} == there


def test_every_document_is_a_page_of_the_site_of_documents(sites: dict[str, Path]) -> None:
    documents = docs_site.documents()
    assert len(documents) > 30
    for document in documents:
        page = html.document_fromstring(
            (sites["docs"] / output_path(docs_site.address(document))).read_bytes()
        )
        assert len(page.xpath("//h1")) == 1, document
        assert len(page.xpath("//*[@class='body']//*")) > 1, document


def test_every_document_can_be_reached_from_the_first_page_or_the_list_of_decisions(
    sites: dict[str, Path],
) -> None:
    linked = set()
    for page in ("index.html", "decisions/index.html"):
        tree = html.document_fromstring((sites["docs"] / page).read_bytes())
        folder = (sites["docs"] / page).parent
        linked |= {(folder / str(link)).resolve() for link in tree.xpath("//main//a/@href")}
    for document in docs_site.documents():
        page = output_path(docs_site.address(document))
        assert (sites["docs"] / page).resolve() in linked, document
