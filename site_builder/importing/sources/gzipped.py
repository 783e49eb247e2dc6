"""Something compressed with gzip: what is in it counts, and is read through it piece by piece.

What is kept as the original is the content, like that of a page which came over the network compressed.
"""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from typing import BinaryIO, cast

from site_builder.importing.items import Item
from site_builder.importing.sources.kind import Raw, World, problem
from site_builder.problems import Problem, ProblemsFound

ONE = False
_LARGEST = 2_000_000_000  # bytes of content; a WordPress export is split long before
_HARMLESS = 50_000_000  # bytes of content that are read whatever the ratio
_RATIO = 150  # more than that of content for each byte is a bomb: text comes to 10, and markup to 30


def claims(raw: Raw) -> bool:
    """Whether it begins as RFC 1952 says."""
    return raw.head.data.startswith(b"\x1f\x8b\x08")


def items(raw: Raw, world: World) -> Iterator[Item | Problem]:
    """The articles of what is in it."""

    def open_bytes() -> BinaryIO:
        return cast(BinaryIO, io.BufferedReader(_Inflated(raw.open(), raw.name)))

    inner = raw.within(raw.name, open_bytes)
    if claims(inner):
        yield problem(raw.name, "not-text", "it is compressed twice", "Unpack it and import what is in it.")
    elif not inner.head.text.strip():
        yield problem(raw.name, "empty-file", "nothing is in it", "Save the article's text to it.")
    else:
        yield from world.kind_of(inner).items(inner, world)


class _Inflated(io.RawIOBase):
    """The content of a gzip stream, as long as it is no bomb. Raises ProblemsFound when it is one."""

    def __init__(self, packed: BinaryIO, name: str) -> None:
        self._packed = packed
        self._content = gzip.GzipFile(fileobj=packed)
        self._name = name
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]  # io allows any buffer, and BufferedReader hands in a memoryview
        data = self._content.read(len(buffer))
        buffer[: len(data)] = data
        self._count += len(data)
        ratio = self._count / max(1, self._packed.tell())
        if self._count > _LARGEST or (self._count > _HARMLESS and ratio > _RATIO):
            message = f"it unpacks to {self._count:,} bytes and more: a bomb, or no text"
            raise ProblemsFound(
                [problem(self._name, "too-large", message, "Unpack it yourself if you trust it.")]
            )
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._content.close()
            self._packed.close()
        super().close()
