"""The words of finished files, whatever their form: pages, feeds, JSON, mails, books. Pure.

Words are runs of letters and digits without regard to case, so that neither markup nor typography keeps
two texts from being compared.
"""

from __future__ import annotations

import gzip
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from email import message_from_bytes
from email.policy import default
from functools import lru_cache
from html import unescape
from io import BytesIO
from typing import Any

import msgspec

READ = frozenset("html htm xhtml xml rss atom opml json webmanifest txt eml epub svg pf_fragment".split())
_TAG = re.compile(rb"<[^<>]*>")
_SPOKEN = re.compile(rb"""=\s*"([^"<>]* [^"<>]*)"|=\s*'([^'<>]* [^'<>]*)'""")  # values of several words
_ASCII = bytes(range(128))
# Of UTF-8, where no byte of another letter is one of ASCII: what is in no word becomes a space.
_APART = bytes(byte if byte > 127 or chr(byte).isalnum() else 32 for byte in range(256)).lower()
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})|\\[nrt]")
_LARGEST = 50_000_000  # bytes of one member of a book


def words_of(path: str, body: bytes) -> Iterator[Sequence[str]]:
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
    elif ending == "txt":
        yield _words(body)
    else:
        yield from _of_markup(body)


def words(text: str) -> list[str]:
    """The words of a plain text."""
    return _words(text.encode("utf-8", "replace"))


def words_of_html(html: str) -> list[str]:
    """The words that a fragment of HTML shows."""
    return _shown(html.encode("utf-8", "replace"))


# Bytes are taken apart in half the time of text, and an archive has a hundred million of them.
def _words(data: bytes) -> list[str]:
    text = data.translate(_APART).decode("utf-8", "replace")
    if not text.isascii():
        text = text.casefold()
        for sign in set(text.encode().translate(None, _ASCII).decode()):
            if not sign.isalnum():
                text = text.replace(sign, " ")
    return text.split()


def _shown(html: bytes) -> list[str]:
    return _words(_unescaped(_TAG.sub(b" ", html)))


def _of_markup(data: bytes) -> Iterator[Sequence[str]]:
    if b"&lt;" in data or b"<![CDATA[" in data:  # of a feed: markup within markup
        data = _unescaped(data.replace(b"<![CDATA[", b"").replace(b"]]>", b""))
    if b"\\u" in data:  # in data for search engines
        text = data.decode("utf-8", "replace")
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else " ", text)
        data = text.encode("utf-8", "replace")
    yield _shown(data)
    yield from map(_said, {one or other for one, other in _SPOKEN.findall(data)})


@lru_cache(maxsize=1 << 13)
def _said(value: bytes) -> Sequence[str]:
    """The words of an attribute's value. The same few stand on every page."""
    return _words(_unescaped(value))


def _unescaped(data: bytes) -> bytes:
    """The text with its entities as what they stand for; the usual ones are dealt with at once."""
    if b"&" in data:
        for entity, sign in _USUAL.items():
            data = data.replace(entity, sign)
    return unescape(data.decode("utf-8", "replace")).encode("utf-8", "replace") if b"&" in data else data


_USUAL = {b"&lt;": b"<", b"&gt;": b">", b"&quot;": b'"', b"&#34;": b'"', b"&#39;": b"'", b"&amp;": b"&"}


def _of_json(body: bytes) -> Iterator[Sequence[str]]:
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


def _of_mail(body: bytes) -> Iterator[Sequence[str]]:
    mail = message_from_bytes(body, policy=default)
    for part in mail.walk():
        if part.get_content_maintype() == "text":
            text = str(part.get_content())
            yield words_of_html(text) if part.get_content_subtype() == "html" else words(text)


def _of_fragment(body: bytes) -> Iterator[Sequence[str]]:
    """What Pagefind has of one page: JSON behind a mark, packed."""
    try:
        data = gzip.decompress(body)
    except (OSError, EOFError, zlib.error):
        return
    yield from _of_json(data[data.find(b"{") :])


def _of_book(body: bytes) -> Iterator[Sequence[str]]:
    try:
        with zipfile.ZipFile(BytesIO(body)) as book:
            for member in book.infolist():
                if member.filename.endswith((".xhtml", ".html", ".opf")) and member.file_size < _LARGEST:
                    yield _shown(book.read(member))
    except zipfile.BadZipFile:
        return
