"""The words of finished files, whatever their form: pages, feeds, JSON, mails, books. Pure.

Words are runs of letters and digits without regard to case, so that neither markup nor typography keeps
two texts from being compared.
"""

from __future__ import annotations

import gzip
import re
import zipfile
import zlib
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from html import unescape
from io import BytesIO
from typing import Any

import msgspec

READ = frozenset("html htm xhtml xml rss atom opml json webmanifest txt eml epub svg pf_fragment".split())
_TAG = re.compile(r"<[^<>]*>")
_SPOKEN = re.compile(r"""=\s*"([^"<>]* [^"<>]*)"|=\s*'([^'<>]* [^'<>]*)'""")  # values of several words
_ASCII = bytes(range(128))
# Of UTF-8, where no byte of another letter is one of ASCII: what is in no word becomes a space.
_APART = bytes([byte if byte > 127 or chr(byte).isalnum() else 32 for byte in range(256)])
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})|\\[nrt]")
_LARGEST = 50_000_000  # bytes of one member of a book


def words_of(path: str, body: bytes) -> Iterator[list[str]]:
    """The words of each text in a file: a page's text and what its attributes say, a feed's entries."""
    ending = path.rpartition(".")[2].lower()
    if ending == "pf_fragment":
        yield from _of_fragment(body)
    elif ending == "epub":
        yield from _of_book(body)
    elif ending == "eml":
        yield from _of_mail(body)
    elif ending in {"json", "webmanifest"}:
        yield from _of_json(body)
    else:
        text = body.decode("utf-8", "replace")
        yield from _of_markup(text) if ending != "txt" else [words(text)]


def words(text: str) -> list[str]:
    """The words of a plain text."""
    data = text.casefold().encode("utf-8", "replace").translate(_APART)
    text = data.decode()
    for sign in set(data.translate(None, _ASCII).decode()):
        if not sign.isalnum():
            text = text.replace(sign, " ")
    return text.split()


def words_of_html(html: str) -> list[str]:
    """The words that a fragment of HTML shows."""
    return words(_unescaped(_TAG.sub(" ", html)))


def _of_markup(text: str) -> Iterator[list[str]]:
    if "&lt;" in text or "<![CDATA[" in text:  # of a feed: markup within markup
        text = _unescaped(text.replace("<![CDATA[", "").replace("]]>", ""))
    if "\\u" in text:  # in data for search engines
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else " ", text)
    yield words_of_html(text)
    for said in {one or other for one, other in _SPOKEN.findall(text)}:
        yield words(_unescaped(said))


def _unescaped(text: str) -> str:
    """The text with its entities as what they stand for; the usual ones are dealt with at once."""
    if "&" in text:
        for entity, sign in _USUAL.items():
            text = text.replace(entity, sign)
    return unescape(text) if "&" in text else text


_USUAL = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&#34;": '"', "&#39;": "'", "&amp;": "&"}


def _of_json(body: bytes) -> Iterator[list[str]]:
    try:
        data = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        data = body.decode("utf-8", "replace")
    for text in _strings(data):
        if len(text) > 20:
            yield words_of_html(text)


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _strings(value)
    elif isinstance(data, list):
        for value in data:
            yield from _strings(value)


def _of_mail(body: bytes) -> Iterator[list[str]]:
    mail = message_from_bytes(body, policy=default)
    for part in mail.walk():
        if part.get_content_maintype() == "text":
            text = str(part.get_content())
            yield words_of_html(text) if part.get_content_subtype() == "html" else words(text)


def _of_fragment(body: bytes) -> Iterator[list[str]]:
    """What Pagefind has of one page: JSON behind a mark, packed."""
    try:
        data = gzip.decompress(body)
    except (OSError, EOFError, zlib.error):
        return
    yield from _of_json(data[data.find(b"{") :])


def _of_book(body: bytes) -> Iterator[list[str]]:
    try:
        with zipfile.ZipFile(BytesIO(body)) as book:
            for member in book.infolist():
                if member.filename.endswith((".xhtml", ".html", ".opf")) and member.file_size < _LARGEST:
                    yield words_of_html(book.read(member).decode("utf-8", "replace"))
    except zipfile.BadZipFile:
        return
