"""A book as an EPUB 3.3 file (https://www.w3.org/TR/epub-33/): the same bytes for the same pages.

The file is a ZIP whose members are stored as they are, in a fixed order and without a time: what a
compressor makes differs from machine to machine.
"""

from __future__ import annotations

import io
import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime

from msgspec import Struct

from site_builder.books.xhtml import text

_CONTAINER = """\
<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""
_PAGE = """\
<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" \
lang="{lang}" xml:lang="{lang}" dir="{dir}">
<head>
<meta charset="utf-8"/>
<title>{title}</title>
<link rel="stylesheet" type="text/css" href="style.css"/>
</head>
<body{kind}>
{body}
</body>
</html>
"""
_PACKAGE = """\
<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" \
xml:lang="{lang}" dir="{dir}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">{identifier}</dc:identifier>
<dc:title>{title}</dc:title>
<dc:language>{lang}</dc:language>
<dc:publisher>{publisher}</dc:publisher>
<dc:date>{day}</dc:date>
{source}<meta property="dcterms:modified">{modified}</meta>
<meta property="schema:accessMode">textual</meta>
<meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessibilityFeature">structuralNavigation</meta>
<meta property="schema:accessibilityFeature">tableOfContents</meta>
<meta property="schema:accessibilityHazard">none</meta>
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="style" href="style.css" media-type="text/css"/>
{items}
</manifest>
<spine page-progression-direction="{dir}">
{spine}
</spine>
</package>
"""


class Page(Struct, frozen=True):
    """A page of a book."""

    name: str  # of its file, without an ending: letters and digits, unique in the book
    title: str
    body: str  # XHTML
    lang: str = ""  # where it is not the book's
    dir: str = "ltr"
    part: str = ""  # the heading in the list of contents that it stands under


class Book(Struct, frozen=True, kw_only=True):
    """What a book is made of. Its first page is the cover, which is in no list of contents."""

    address: str  # by which it is told from all other books, whatever it says
    title: str
    publisher: str
    lang: str
    dir: str
    day: date
    modified: datetime
    source: str = ""  # URL of what it was made from
    contents: str  # heading of the list of contents
    style: str  # CSS
    pages: Sequence[Page]


def epub(book: Book) -> bytes:
    """The book's file."""
    files = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": _CONTAINER,
        "EPUB/package.opf": _package(book),
        "EPUB/nav.xhtml": _page(book, Page("nav", book.contents, _contents(book), dir=book.dir), ""),
        "EPUB/style.css": book.style,
    }
    for number, page in enumerate(book.pages):
        files[f"EPUB/{page.name}.xhtml"] = _page(book, page, "" if number else "cover")
    return _zipped({name: content.encode() for name, content in files.items()})


def _page(book: Book, page: Page, kind: str) -> str:
    return _PAGE.format(
        lang=text(page.lang or book.lang),
        dir=page.dir,
        title=text(page.title) or "–",
        kind=f' epub:type="{kind}" class="{kind}"' if kind else "",
        body=page.body,
    )


def _contents(book: Book) -> str:
    lines: list[str] = []
    part = ""
    for page in book.pages[1:]:
        if page.part != part:
            lines += ["</ol>\n</li>"] if part else []
            lines += [f"<li>\n<span>{text(page.part)}</span>\n<ol>"] if page.part else []
            part = page.part
        lang = f' lang="{text(page.lang)}" xml:lang="{text(page.lang)}"' if page.lang else ""
        entry = f'<a href="{page.name}.xhtml"{lang} dir="{page.dir}">{text(page.title) or "–"}</a>'
        lines.append(f"<li>{entry}</li>")
    lines += ["</ol>\n</li>"] if part else []
    listed = "\n".join(lines)
    return f'<nav epub:type="toc">\n<h1>{text(book.contents)}</h1>\n<ol>\n{listed}\n</ol>\n</nav>'


def _package(book: Book) -> str:
    items = [
        f'<item id="{page.name}" href="{page.name}.xhtml" media-type="application/xhtml+xml"/>'
        for page in book.pages
    ]
    names = [book.pages[0].name, "nav", *(page.name for page in book.pages[1:])]
    return _PACKAGE.format(
        lang=text(book.lang),
        dir=book.dir,
        identifier=f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, book.address)}",
        title=text(book.title),
        publisher=text(book.publisher),
        day=book.day.isoformat(),
        source=f"<dc:source>{text(book.source)}</dc:source>\n" if book.source else "",
        modified=book.modified.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        items="\n".join(items),
        spine="\n".join(f'<itemref idref="{name}"/>' for name in names),
    )


def _zipped(files: dict[str, bytes]) -> bytes:
    import zipfile  # with all that it brings along: few sites make books

    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files.items():
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.create_system = 3  # as on Unix, wherever it is made
            member.external_attr = 0o644 << 16
            archive.writestr(member, data)
    return made.getvalue()
