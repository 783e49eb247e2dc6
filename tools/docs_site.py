"""Makes the content of examples/docs from the repository's documents: each becomes a plain page.

`make site` runs it and builds that site. A document keeps its place, so that links between documents are
links between pages; a link to a file that is no document becomes its words.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "examples" / "docs"
PICTURES = (".png", ".svg")
TITLES = {"README.md": "Ten minutes"}  # where a document's own heading is the site's name
_LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^()\s:]+)\)")
_FENCE = re.compile(r"(^(?:```|~~~).*?^(?:```|~~~)$)", re.MULTILINE | re.DOTALL)


def main() -> None:
    """Fill the content folder of the example anew."""
    content = SITE / "content"
    shutil.rmtree(content, ignore_errors=True)
    fill(content)


def documents() -> list[Path]:
    """The documents of the repository, relative to its folder."""
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "benchmarks").glob("*.md")]
    return sorted(path.relative_to(ROOT) for path in found)


def fill(content: Path) -> None:
    """Write every document as a page into a content folder, and put its pictures beside it."""
    known = {document.as_posix() for document in documents()}
    for document in documents():
        page = content / "pages" / document
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(_page(document, (ROOT / document).read_text("utf-8"), known), "utf-8")
    for folder in ("docs", "benchmarks"):
        for picture in sorted((ROOT / folder).rglob("*")):
            if picture.suffix in PICTURES:
                place = content / "pages" / picture.relative_to(ROOT)
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(picture, place)


def address(document: Path) -> str:
    """Where a document's page stands: docs/cli.md at /cli/, the README of a folder at the folder's."""
    if document.as_posix() == "README.md":
        return "/start/"
    parts = [part.lower() for part in document.with_suffix("").parts]
    if parts[0] == "docs":
        del parts[0]
    return f"/{'/'.join(part for part in parts if part != 'readme')}/"


def _page(document: Path, text: str, known: set[str]) -> str:
    heading, _, body = text.partition("\n")
    title = TITLES.get(document.as_posix()) or heading.removeprefix("# ").replace("`", "")
    front = {"title": title, "permalink": address(document)}
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in front.items()]
    parts = _FENCE.split(body)  # every second one is a block of code
    parts[::2] = [_LINK.sub(lambda link: _kept(link, document, known), part) for part in parts[::2]]
    return "\n".join(["---", *lines, "---", "".join(parts).lstrip("\n")])


def _kept(link: re.Match[str], document: Path, known: set[str]) -> str:
    """A link to a document or within its own; else its words."""
    target = link[2].partition("#")[0]
    if not target:
        return link[0]
    place = (ROOT / document.parent / target).resolve()
    return link[0] if place.is_relative_to(ROOT) and place.relative_to(ROOT).as_posix() in known else link[1]


if __name__ == "__main__":
    main()
