"""The characters of a page's bytes. Knows no tags, but where a page may declare its encoding.

The order is that of the HTML standard (https://html.spec.whatwg.org/#determining-the-character-encoding):
a byte order mark, what the container says, what the page says. Bytes that are UTF-8 without a fault and
hold more than ASCII are UTF-8 whatever is declared, for no other encoding looks like that by chance.
"""

from __future__ import annotations

import codecs
import re

from msgspec import Struct

from site_builder.problems import Place, Problem, ProblemsFound

LARGEST = 20_000_000  # bytes; the longest of articles, with all its scripts, has a tenth of it
LOOKED_AT = 4096  # bytes in which a page may declare its encoding; browsers look at 1024
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([a-zA-Z0-9_.:-]{2,40})""", re.IGNORECASE)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What browsers read under these names (https://encoding.spec.whatwg.org/#names-and-labels), for Python.
_READ_AS = {
    **dict.fromkeys(("ascii", "iso8859-1", "latin-1"), "cp1252"),
    **dict.fromkeys(("iso8859-11", "tis-620"), "cp874"),
    **dict.fromkeys(("gb2312", "gbk"), "gb18030"),
    "iso8859-9": "cp1254",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    # A page that declares UTF-16 in ASCII letters is none.
    **dict.fromkeys(("utf-16", "utf-16-le", "utf-16-be", "utf-7", "utf-32"), "utf-8"),
}
_NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HIGH = re.compile(rb"[\x80-\xff]")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"PK\x03\x04", b"\x1f\x8b", b"RIFF", b"\x7fELF")


class DecodedPage(Struct, frozen=True):
    """A page's text, its encoding as Python names it, and what an editor should know of that."""

    text: str
    encoding: str
    note: str = ""


def decode_page(raw: bytes, name: str, charset: str = "") -> DecodedPage:
    """The text of a page called `name`; `charset` is what its container declares.

    Raises ProblemsFound for a page that is empty, too large, or no text.
    """
    if not raw.strip():
        raise refused(name, "empty-file", "the page is empty", "Save the page again, or import its text.")
    if len(raw) > LARGEST:
        message = f"the page has {len(raw):,} bytes, more than the {LARGEST:,} of any article"
        raise refused(name, "too-large", message, "Save the article alone, or its text as plain text.")
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return DecodedPage(raw[len(mark) :].decode(encoding, "replace").replace("\0", ""), encoding)
    if raw.startswith(_PICTURES) or len(_NO_TEXT.findall(raw[:100_000])) > min(len(raw), 100_000) // 20:
        message = "the file is no page: it holds bytes that no text has"
        raise refused(name, "not-text", message, "Save the page as HTML, or its text as plain text.")
    declared = _declared(raw[:LOOKED_AT])
    encoding, note = _chosen(raw, [c for c in (charset, declared) if c])
    text = raw.decode(encoding, "replace").replace("\0", "")
    wrong = text.count("\ufffd") - (raw.count(b"\xef\xbf\xbd") if encoding == "utf-8" else 0)
    if wrong > 0:
        note = f"text: {wrong} bytes are not in {encoding} and were read as \ufffd; look for that sign"
    return DecodedPage(text, encoding, note)


def refused(name: str, code: str, message: str, remedy: str) -> ProblemsFound:
    """Why a page as a whole cannot be read."""
    return ProblemsFound([Problem(code=code, place=Place(name), message=message, remedy=remedy)])


def _declared(begin: bytes) -> str:
    found = _DECLARED.search(begin)
    return found[1].decode("ascii") if found else ""


def _chosen(raw: bytes, declared: list[str]) -> tuple[str, str]:
    """The encoding, and a note for the editor where it is a guess."""
    known = [encoding for label in declared if (encoding := _python_name(label))]
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        # ASCII alone may be a seven-bit encoding's, such as ISO-2022-JP.
        return (known[0] if known and raw.isascii() and "2022" in known[0] else "utf-8"), ""
    for encoding in known:
        if encoding != "utf-8":
            return encoding, ""
    if known and _is_nearly_utf8(raw):
        return "utf-8", ""
    guess = _guessed(raw)
    stated = f"declared as {declared[0]}, which it is not" if declared else "not declared"
    return guess, f"text: its encoding is {stated}; read as {guess}, look at accents and quotes"


def _is_nearly_utf8(raw: bytes) -> bool:
    """Whether few enough bytes are wrong for damaged UTF-8: one in a hundred of those beyond ASCII."""
    wrong = raw.decode("utf-8", "replace").count("\ufffd")
    beyond = len(raw) - len(raw.translate(None, bytes(range(128, 256))))
    return wrong * 100 <= beyond


def _guessed(raw: bytes) -> str:
    words = re.sub(rb"<[^>]{0,2000}>", b" ", raw[:200_000])
    letters = len(re.findall(rb"[a-zA-Z]", words))
    # A few accents among Latin letters are too little to tell one encoding from another by.
    if len(_HIGH.findall(words)) * 4 < letters:
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(words).best()
    return _python_name(best.encoding) if best else "cp1252"


def _python_name(label: str) -> str:
    """The codec that browsers use for a label, as Python names it; "" for one that is unknown."""
    try:
        name = codecs.lookup(label.strip()).name
    except (LookupError, ValueError):
        return ""
    name = _READ_AS.get(name, name)
    try:
        b"".decode(name)
    except LookupError:  # a codec that is not from bytes to text
        return ""
    return name
