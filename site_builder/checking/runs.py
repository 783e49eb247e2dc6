"""Runs of words that a file has in common with texts which may not be shown. Knows no article.

A withheld text is cut into blocks of `BLOCK` words. Whoever repeats twice as many of its words in a row
repeats a whole block, so that one look at all the runs of `BLOCK` words in a file tells whether there is
anything to find. Only then is it measured how long the run is. Blocks are told apart by Python's own
hash, which is the same in forked processes and in no others, and which no finding depends on.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct

from site_builder.checking.words import words, words_of, words_of_html
from site_builder.executors import executor_for, run

BLOCK = 6  # words
_CHUNK = 100  # files that one job reads
_FRONT_MATTER = re.compile(r"\A\ufeff?\s*---[ \t]*\r?\n.*?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_MARKUP = re.compile(r"\]\([^)\s]*\)|<[^<>]*>|\[\[review:[^\]]*\]\]")


class Withheld(Struct, frozen=True):
    """A text of which only a part may be shown."""

    source: str  # below content/
    file: str  # where it lies
    allowed: str = ""  # what may be shown of it, as HTML


class Run(Struct, frozen=True):
    """Words in a row of a withheld text."""

    source: str
    words: tuple[str, ...]


class Passages:
    """All that is withheld, to be looked for in files."""

    def __init__(self, withheld: Sequence[Withheld], jobs: int = 1) -> None:
        self._withheld = withheld
        self._jobs = jobs
        self._owners: dict[int, int] = {}  # block → the number of the text that it is of
        self._more: dict[int, list[int]] = {}  # numbers of further texts with the same block
        self._texts: dict[int, _Text] = {}
        numbers = range(len(withheld))
        with executor_for(len(withheld), jobs) as executor:
            for encoded in run(executor, partial(_blocks_of, withheld), numbers, _CHUNK):
                for number, blocks in encoded:
                    self._add(number, array("q", blocks))

    def _add(self, number: int, blocks: Iterable[int]) -> None:
        owners = self._owners
        for block in blocks:
            if owners.setdefault(block, number) != number:
                self._more.setdefault(block, []).append(number)

    def suspects(self, files: Sequence[tuple[str, str]]) -> list[str]:
        """The output paths of files that have a block; `files` are pairs of an output path and its file."""
        if not self._owners:
            return []
        found: list[str] = []
        _held.append(self)
        try:
            with executor_for(len(files), self._jobs) as executor:
                for paths in run(executor, _suspects, files, _CHUNK):
                    found += paths
        finally:
            _held.remove(self)
        return found

    def is_in(self, path: str, body: bytes) -> bool:
        """Whether a file has a block."""
        blocks = self._owners.keys()
        return any(not blocks.isdisjoint(map(hash, _all_blocks(text))) for text in words_of(path, body))

    def runs_in(self, path: str, body: bytes, least: int) -> Iterator[Run]:
        """The runs of at least so many words that a file has, the longest at each place."""
        met: set[Run] = set()
        for text in words_of(path, body):
            ends: dict[int, int] = {}  # of the run of each text that is being passed
            for at, block in enumerate(map(hash, _all_blocks(text))):
                owner = self._owners.get(block)
                for number in () if owner is None else (owner, *self._more.get(block, ())):
                    if at < ends.get(number, 0):
                        continue
                    longest = self._text(number).longest(text, at)
                    ends[number] = at + max(1, len(longest))
                    one = Run(self._withheld[number].source, longest)
                    if len(longest) >= least and one not in met:
                        met.add(one)
                        yield one

    def _text(self, number: int) -> _Text:
        if number not in self._texts:
            self._texts[number] = _Text(self._withheld[number])
        return self._texts[number]


def digest_of_withheld(withheld: Iterable[Withheld]) -> str:
    """A digest of all that is withheld."""
    digest = blake2b(digest_size=16)
    for one in withheld:
        digest.update(f"{one.source}\0{one.allowed}\0".encode())
        digest.update(_read(one).encode())
    return digest.hexdigest()


class _Text:
    """A withheld text's words, and which of them may be shown."""

    def __init__(self, withheld: Withheld) -> None:
        self.words = words(_MARKUP.sub(" ", _FRONT_MATTER.sub("", _read(withheld))))
        allowed = words_of_html(withheld.allowed)
        self.free = [False] * len(self.words)
        if self.words[: len(allowed)] == allowed:  # an excerpt is a beginning, mostly
            self.free[: len(allowed)] = [True] * len(allowed)
            return
        shown = set(_all_blocks(allowed))
        for at, block in enumerate(_all_blocks(self.words)):
            if block in shown:
                self.free[at : at + BLOCK] = [True] * BLOCK

    def blocks(self) -> Iterator[int]:
        """The blocks that are withheld as a whole."""
        for at in range(0, len(self.words) - BLOCK + 1, BLOCK):
            if not any(self.free[at : at + BLOCK]):
                yield hash(tuple(self.words[at : at + BLOCK]))

    def longest(self, text: Sequence[str], at: int) -> tuple[str, ...]:
        """The longest run of withheld words around the block at a place of another text."""
        own, free = self.words, self.free
        block = tuple(text[at : at + BLOCK])
        best: tuple[str, ...] = ()
        for start in range(0, len(own) - BLOCK + 1, BLOCK):
            if tuple(own[start : start + BLOCK]) != block:
                continue
            left, right = 0, BLOCK
            while (
                at > left < start
                and not free[start - left - 1]
                and text[at - left - 1] == own[start - left - 1]
            ):
                left += 1
            room = min(len(text) - at, len(own) - start)
            while right < room and not free[start + right] and text[at + right] == own[start + right]:
                right += 1
            if left + right > len(best):
                best = tuple(own[start - left : start + right])
        return best


def _read(withheld: Withheld) -> str:
    try:
        return Path(withheld.file).read_text("utf-8", "replace")
    except OSError:
        return ""  # it went meanwhile, and so will its pages


def _all_blocks(text: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Every run of `BLOCK` words, from each word on."""
    return zip(*(text[n:] for n in range(BLOCK)), strict=False)


def _blocks_of(withheld: Sequence[Withheld], numbers: Sequence[int]) -> list[tuple[int, bytes]]:
    """What a worker does: the blocks of some of the texts, as they are packed."""
    return [(n, array("q", _Text(withheld[n]).blocks()).tobytes()) for n in numbers]


def _suspects(files: Sequence[tuple[str, str]]) -> list[str]:
    """What a worker does: read files, and name those that have a block."""
    (passages,) = _held
    found = []
    for path, file in files:
        try:
            body = Path(file).read_bytes()
        except OSError:
            continue
        if passages.is_in(path, body):
            found.append(path)
    return found


_held: list[Passages] = []  # what is being looked for, where forked processes find it
