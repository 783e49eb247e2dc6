"""Bytes of a raw file as text, without losing one. Knows no article.

What is no text is refused, for a page made of a picture's bytes helps nobody.
"""

from __future__ import annotations

import codecs
import re

from msgspec import Struct

from site_builder.problems import Place, Problem, ProblemsFound

LARGEST = 1_000_000  # bytes; most books have fewer
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


class Decoded(Struct, frozen=True):
    """A text and how it was read: `text.encode(encoding)` gives the very bytes back."""

    text: str
    encoding: str
    note: str = ""  # for the editor, when the encoding is a guess


def decode(raw: bytes, name: str, declared: str = "") -> Decoded:
    """The text of a file called `name`: UTF-8, UTF-16 with its mark, the charset that is `declared`
    outside of it, or else Windows-1252 with a note.

    Raises ProblemsFound for a file that is empty, too large, or no text in any of these.
    """
    if not raw.strip():
        raise _refused(Place(name), "empty-file", "the file is empty", "Save the article's text to it.")
    if len(raw) > LARGEST:
        size = f"the file has {len(raw):,} bytes, more than the {LARGEST:,} of any article"
        raise _refused(Place(name), "too-large", size, "Is it an archive? Import its articles one by one.")
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16-le" if raw.startswith(codecs.BOM_UTF16_LE) else "utf-16-be"
    else:
        encoding = "utf-8" if _is_utf8(raw) else _usable(declared, raw) or "cp1252"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise _no_text(name, raw, error.start) from None
    # A stray control character does not make a text something else. Many do, and so does any NUL, or a
    # single one where the encoding is a guess.
    controls = [found.start() for found in _CONTROL.finditer(text)]
    if "\0" in text or (encoding == "cp1252" and controls) or len(controls) > len(text) // 20:
        raise _no_text(name, raw, len(text[: controls[0]].encode(encoding)))
    note = (
        "text: not in UTF-8, read as Windows-1252; look at accents, or save it as UTF-8 and import that"
        if encoding == "cp1252" and not _usable(declared, raw)
        else ""
    )
    return Decoded(text, encoding, note)


def _usable(declared: str, raw: bytes) -> str:
    """The declared charset, as Python names it, where it is one that gives these bytes back."""
    try:
        name = codecs.lookup(declared).name
        return name if raw.decode(name).encode(name) == raw else ""
    except (LookupError, UnicodeError, ValueError, TypeError):
        return ""  # none, an unknown one, or one that is not of texts


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _no_text(name: str, raw: bytes, at: int) -> ProblemsFound:
    line = raw.count(b"\n", 0, at) + 1
    message = f"the file is no text: byte 0x{raw[at]:02X} at position {at} is part of none"
    remedy = "Save the article as plain text in UTF-8 and import that."
    return _refused(Place(name, line), "not-text", message, remedy)


def _refused(place: Place, code: str, message: str, remedy: str) -> ProblemsFound:
    return ProblemsFound([Problem(code=code, place=place, message=message, remedy=remedy)])
