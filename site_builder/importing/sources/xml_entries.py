"""A feed or export as its entries, one after the other, however many there are and whatever is wrong
with one. Knows XML by its tokens only: what an entry says is for others.

An XML parser stops at the first mistake and takes a document whole. Here the text is cut at the tags of
its entries (`<item>`, `<entry>`), comments and CDATA being passed over, and each is parsed on its own. A
document type is never handed on, so that no entity is declared and none can grow.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

from msgspec import Struct

LONGEST = 5_000_000  # characters of one entry
_LONGEST_HEAD = 1_000_000  # characters before the first entry
_CHUNK = 65_536  # bytes that are read at a time
_NAME = r"(?:[A-Za-z_][\w.-]{0,40}:)?(?:item|entry)"
_OUTSIDE = re.compile(rf"(?P<comment><!--)|(?P<cdata><!\[CDATA\[)|<(?P<open>{_NAME})(?=[\s/>])")
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_SAFE = re.compile(
    r"utf-?8|utf-?16(-?[lb]e)?|(us-)?ascii|iso-?8859-?\d+|latin-?1|windows-?\d+|cp-?\d+|koi8-[ru]"
    r"|gb2312|gbk|gb18030|big5|shift[-_]?jis|euc-(jp|kr)|macintosh",
    re.IGNORECASE,
)
_WIDEST = 256  # characters that a token may be cut at the end of a chunk, blanks in it included


class Entry(Struct, frozen=True):
    """One entry as it stands."""

    text: str  # from its first tag to its last
    broken: str = ""  # what is wrong with its frame, in words; "" when it is whole


class Entries:
    """The entries of a stream, and what stands before the first. Memory: an entry and a little more."""

    def __init__(self, stream: BinaryIO, charset: str = "") -> None:
        start = stream.read(_CHUNK)
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding_of(start, charset))("or-windows-1252")
        self._text = self._decoder.decode(start).removeprefix("\ufeff")
        self._ended = len(start) == 0
        self._missing: set[str] = set()  # ends of comments and CDATA sections that do not come
        self._next = self._find(_OUTSIDE, 0, _LONGEST_HEAD)
        while self._next and not self._next["open"]:
            self._next = self._skip(self._next, _LONGEST_HEAD)
        self.head = self._text[: self._next.start() if self._next else _LONGEST_HEAD]

    def __iter__(self) -> Iterator[Entry]:
        """Each entry once; to be asked for once."""
        token = self._next
        while token:
            if not token["open"]:
                token = self._skip(token, LONGEST)
                continue
            self._text = self._text[token.start() :] if token.start() > _CHUNK else self._text
            begin = token.start() if token.string is self._text else 0
            entry, end = self._entry(begin, token["open"])
            yield entry
            token = self._find(_OUTSIDE, end, None)

    def _entry(self, begin: int, name: str) -> tuple[Entry, int]:
        """The entry that begins there, and where it ends."""
        quoted = re.escape(name)
        inside = re.compile(
            rf"(?P<comment><!--)|(?P<cdata><!\[CDATA\[)|</(?P<close>{quoted})\s*>|<(?P<open>{quoted})(?=[\s/>])"
        )
        # A comment or CDATA section that is never closed must not swallow the entries that follow.
        last = rf"(?P<lost></{quoted}\s*>\s*<{quoted}[\s/>])"
        ends = {"comment": re.compile(rf"-->|{last}"), "cdata": re.compile(rf"\]\]>|{last}")}
        at = begin + 1
        while True:
            token = self._find(inside, at, begin + LONGEST)
            if token is None:
                end = len(self._text)
                if end - begin > LONGEST:
                    return Entry("", f"it is longer than {LONGEST:,} characters"), end
                return Entry(self._text[begin:end], "it is cut short"), end
            if token["close"]:
                return Entry(self._text[begin : token.end()]), token.end()
            if token["open"]:
                return Entry(self._text[begin : token.start()], f"its </{name}> is missing"), token.start()
            kind = str(token.lastgroup)
            closing = self._find(ends[kind], token.end(), begin + LONGEST)
            if closing is None:
                at = len(self._text)
            elif closing["lost"]:
                end = self._text.index(">", closing.start()) + 1
                return Entry(self._text[begin:end], f"a {_CALLED[kind]} in it is not closed"), end
            else:
                at = closing.end()

    def _skip(self, token: re.Match[str], longest: int) -> re.Match[str] | None:
        """The token after the comment or CDATA section that begins with this one, outside of entries."""
        closing = "-->" if token["comment"] else "]]>"
        found = None
        if closing not in self._missing:
            found = self._find(re.compile(re.escape(closing)), token.end(), token.end() + longest)
        if found is None:  # then it is no comment, whatever it is, and no other is looked for in vain
            self._missing.add(closing)
        # Up to the first entry all is kept, for it is the head.
        limit = longest if longest == _LONGEST_HEAD else None
        return self._find(_OUTSIDE, found.end() if found else token.end(), limit)

    def _find(self, pattern: re.Pattern[str], start: int, limit: int | None) -> re.Match[str] | None:
        """The first match from there, reading on as needed; None when there is none up to the limit.

        Without a limit, what has been searched in vain is forgotten.
        """
        while True:
            found = pattern.search(self._text, start)
            if found and (self._ended or found.end() < len(self._text)):
                return found
            if self._ended or (limit is not None and len(self._text) > limit):
                return found
            start = found.start() if found else max(start, len(self._text) - _WIDEST)
            if limit is None:
                self._text, start = self._text[start:], 0
            self._read()

    def _read(self) -> None:
        chunk = self._stream.read(_CHUNK)
        self._ended = not chunk
        self._text += self._decoder.decode(chunk, final=self._ended)


_CALLED = {"comment": "comment", "cdata": "CDATA section"}


def encoding_of(start: bytes, charset: str) -> str:
    """The encoding of what begins so: its mark, else the charset told from outside, else the one that it
    declares (RFC 7303, section 3), else UTF-8, which also stands for what is not known."""
    for mark, name in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if start.startswith(mark):
            return name
    declared = _DECLARED.search(start[:1000])
    for name in (charset, declared[1].decode("ascii") if declared else ""):
        if _SAFE.fullmatch(name) and not start.startswith(codecs.BOM_UTF8):
            try:
                encoding = codecs.lookup(name).name
            except LookupError:
                continue
            return "utf-8" if encoding.startswith("utf-16") else encoding  # which would have had a mark
    return "utf-8"


def _or_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """What is not in the encoding is most often in Windows-1252: texts of two sources pasted together."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return "".join(bytes([byte]).decode("cp1252", "replace") for byte in wrong), error.end


codecs.register_error("or-windows-1252", _or_windows_1252)
