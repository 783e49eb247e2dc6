"""The repository's documents, and their parts: what the tests of documents look at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "benchmarks").glob("*.md")],
)


class Block(NamedTuple):
    """A fenced block: the words of its opening fence and its lines."""

    language: str
    about: str  # the second word: a file's path
    lines: list[str]


def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def blocks(text: str) -> Iterator[Block]:
    for token in MarkdownIt().parse(text):
        if token.type == "fence":
            language, _, about = token.info.partition(" ")
            yield Block(language, about, token.content.splitlines())


def sections(text: str) -> Iterator[tuple[str, str]]:
    """Each second-level heading, without back quotes, and what stands under it."""
    for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        heading, _, below = part.partition("\n")
        yield heading.replace("`", ""), below


def tables(text: str) -> Iterator[list[list[str]]]:
    """The cells of each table, without its head."""
    for table in re.findall(r"(?:^\|.*\n?)+", text, re.MULTILINE):
        lines = table.splitlines()[2:]
        yield [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def inline_code(document: Path) -> Iterator[str]:
    for token in MarkdownIt().enable("table").parse(document.read_text("utf-8")):
        yield from (child.content for child in token.children or () if child.type == "code_inline")


def links(document: Path) -> Iterator[str]:
    """The destinations in a document, without those on the web."""
    for token in MarkdownIt().enable("table").parse(document.read_text("utf-8")):
        for child in token.children or ():
            target = str(child.attrGet("href") or child.attrGet("src") or "")
            if target and not re.match(r"[a-z]+:", target):
                yield target


def anchors(document: Path) -> set[str]:
    """Ids of headings, as code hosts make them."""
    headings = re.findall(r"^#+ (.+)$", document.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
