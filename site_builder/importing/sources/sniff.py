"""How the kind of a source is told: by what it begins with, never by its name. Pure."""

from __future__ import annotations

import codecs
import re
from functools import cached_property

HEAD = 65_536  # bytes that are looked at

# What text is not: the first bytes (at an offset), what that is, and how to go on.
_UNPACK = "Unpack it and import the folder."
_AS_TEXT = "Save it as plain text or HTML and import that."
_PICTURE = "A picture holds no text to import."
_SIGNATURES: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"\x89PNG", "a PNG picture", _PICTURE),
    (0, b"\xff\xd8\xff", "a JPEG picture", _PICTURE),
    (0, b"GIF8", "a GIF picture", _PICTURE),
    (8, b"WEBPVP8", "a WebP picture", _PICTURE),
    (0, b"II*\0", "a TIFF picture", _PICTURE),
    (0, b"MM\0*", "a TIFF picture", _PICTURE),
    (4, b"ftypavif", "an AVIF picture", _PICTURE),
    (4, b"ftyp", "a film or sound", "It holds no text to import."),
    (0, b"%PDF-", "a PDF", _AS_TEXT),
    (0, b"{\\rtf", "a rich text (RTF) document", _AS_TEXT),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document", _AS_TEXT),
    (0, b"PK\x03\x04", "a ZIP archive", _UNPACK),
    (0, b"PK\x05\x06", "an empty ZIP archive", _UNPACK),
    (257, b"ustar", "a tar archive", _UNPACK),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (0, b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (0, b"BZh", "compressed with bzip2", "Unpack it and import what is in it."),
    (0, b"\xfd7zXZ\0", "compressed with xz", "Unpack it and import what is in it."),
    (0, b"\x28\xb5\x2f\xfd", "compressed with zstd", "Unpack it and import what is in it."),
    (0, b"bplist00", "a Safari web archive or property list", "Save the page as HTML instead."),
    (0, b"SQLite format 3\0", "a database of SQLite", "Export its articles as text or HTML."),
    (0, b"\x7fELF", "a program", "It holds no article."),
    (0, b"MZ\x90\0", "a program", "It holds no article."),
    (0, b"OggS", "a film or sound", "It holds no text to import."),
    (0, b"ID3", "a sound", "It holds no text to import."),
    (0, b"RIFF", "a film, sound or picture", "It holds no text to import."),
    (0, b"wOFF", "a font", "It holds no article."),
    (0, b"wOF2", "a font", "It holds no article."),
)
# Formats that are ZIP archives, by a name that stands in their first entries.
_ZIPPED = {
    b"word/": "a Word document (.docx)",
    b"xl/": "an Excel table (.xlsx)",
    b"ppt/": "a PowerPoint presentation (.pptx)",
    b"application/vnd.oasis.opendocument": "an OpenDocument file",
    b"application/epub+zip": "an e-book (.epub)",
}
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_BEFORE_ROOT = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)", re.S | re.I)
_ROOT = re.compile(r"\s*<([A-Za-z_][\w.:-]*)(?=[\s/>])")
_HEADER = re.compile(r"([!-9;-~]+):[ \t]?(.*(?:\r?\n[ \t].*)*)\r?\n")


class Head:
    """The beginning of a source, as bytes and as text."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.mark = next((name for mark, name in _MARKS if data.startswith(mark)), "")  # "" without one
        text = data.decode(self.mark, "replace") if self.mark else _either(data)
        self.text = text.removeprefix("\ufeff")

    @cached_property
    def prolog(self) -> str:
        """What stands before the first element of XML or HTML: declarations and comments."""
        position = 0
        while before := _BEFORE_ROOT.match(self.text, position):
            position = before.end()
        return self.text[:position]

    @cached_property
    def root(self) -> str:
        """The name of the first element as it is written, "" when it begins otherwise."""
        found = _ROOT.match(self.text, len(self.prolog))
        return found[1] if found else ""

    @cached_property
    def headers(self) -> dict[str, str]:
        """The header lines that it begins with, as in mail: names in lower case, first values."""
        text = re.sub(r"\AFrom .*\r?\n", "", self.text.lstrip("\r\n"))
        found: dict[str, str] = {}
        position = 0
        while header := _HEADER.match(text, position):
            found.setdefault(header[1].lower(), " ".join(header[2].split()))
            position = header.end()
        return found


def head_of(data: bytes) -> Head:
    """The head of what begins with these bytes."""
    return Head(data[:HEAD])


def not_text(head: Head) -> tuple[str, str] | None:
    """What it is, and how to go on, when it is no text; None when it may be one."""
    data = head.data
    for offset, signature, what, remedy in _SIGNATURES:
        if data.startswith(signature, offset):
            if signature == b"PK\x03\x04":
                inner = next((name for key, name in _ZIPPED.items() if key in data), "")
                return (inner, _AS_TEXT) if inner else (what, remedy)
            if signature.isalnum() and not _has_binary(data):
                continue  # a text may begin with such letters too
            return what, remedy
    if b"\0" in data and not head.mark.startswith("utf-16"):
        return "no text: it holds zero bytes", _AS_TEXT
    return None


def _has_binary(data: bytes) -> bool:
    return any(byte < 9 or 13 < byte < 32 for byte in data[:4096])


def _either(data: bytes) -> str:
    """UTF-8 if it is that but for a character cut at the end, else Latin-1, which anything is."""
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return data.decode("latin-1")
