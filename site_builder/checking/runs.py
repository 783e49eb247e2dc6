"""Runs of words that a file has in common with texts which may not be shown. Knows no article.

Withheld texts are cut into blocks of some words, so that whoever repeats a run of the least length repeats
one of them: a look at the blocks in a file tells whether there is anything to find. Only then is it measured
how long the run is. Blocks are told apart by Python's own hash, which is the same in forked processes and in
no others, and which no finding depends on.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from hashlib import blake2b
from itertools import groupby
from pathlib import Path

from msgspec import Struct

from site_builder.checking.words import words, words_of, words_of_html
from site_builder.executors import executor_for, run

_CHUNK = 100  # files that one job reads
_SHOWN = 6  # words in a row by which what may be shown is known again, where it is no beginning
_FRONT_MATTER = re.compile(r"\A\ufeff?\s*---[ \t]*\r?\n.*?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_MARKUP = re.compile(r"\]\([^)\s]*\)|<[^<>]*>|\[\[review:[^\]]*\]\]")


class Withheld(Struct, frozen=True):
    """A text of which only a part may be shown."""

    source: str  # below content/
    file: str  # where it lies
    digest: str  # of the file's bytes
    allowed: str = ""  # what may be shown of it, as HTML


class Run(Struct, frozen=True):
    """Words in a row of a withheld text."""

    source: str
    words: tuple[str, ...]


class _Cut(Struct, frozen=True):
    """How texts are cut into blocks.

    Those of a withheld text begin at every `step`th word. In a file every `stride`th word is looked at. The
    two numbers have no common factor, so that of `step * stride` places in a row in which two texts agree
    one is looked at in both.
    """

    length: int  # words of a block
    step: int
    stride: int

    @classmethod
    def for_runs_of(cls, least: int) -> _Cut:
        """The cut by which no run of so many words, 2 or more, escapes: half of them are places."""
        stride = 2 if least >= 12 else 1
        step = least // 2 // stride
        if stride == 2 and step % 2 == 0:
            step -= 1
        return cls(least - step * stride + 1, step, stride)

    def sought_in(self, text: Sequence[str]) -> Iterator[int]:
        """The blocks to look up in a file's text."""
        return map(hash, _runs(text, self.length, self.stride))


class Passages:
    """All that is withheld, to be looked for in files."""

    def __init__(self, withheld: Sequence[Withheld], least: int, jobs: int = 1) -> None:
        """`least` is the number of words in a row, 2 or more, from which a run is looked for."""
        self._withheld = withheld
        self._least = least
        self._cut = _Cut.for_runs_of(least)
        self._jobs = jobs
        self._packed: list[bytes] = []  # the blocks of each text
        self._blocks: set[int] = set()
        self._texts: dict[int, _Text] = {}
        with executor_for(len(withheld), jobs) as executor:
            for packed in run(executor, partial(_blocks_of, self._cut), withheld, _CHUNK):
                self._packed += packed
                for blocks in packed:
                    self._blocks.update(array("q", blocks))

    @cached_property
    def _owners(self) -> Mapping[int, Sequence[int]]:
        """Block → the numbers of the texts that have it. Made when there is one to be told the owner of."""
        owners: dict[int, list[int]] = {}
        for number, blocks in enumerate(self._packed):
            for block in array("q", blocks):
                owners.setdefault(block, []).append(number)
        return owners

    def suspects(self, files: Sequence[tuple[str, str]]) -> list[str]:
        """The output paths of files that have a block; `files` are pairs of an output path and its file."""
        if not self._blocks:
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
        blocks, cut = self._blocks, self._cut
        return any(not blocks.isdisjoint(cut.sought_in(text)) for text in words_of(path, body))

    def runs_in(self, path: str, body: bytes) -> Iterator[Run]:
        """The runs of at least so many words that a file has, the longest at each place."""
        met: set[Run] = set()
        for text in words_of(path, body):
            ends: dict[int, int] = {}  # of the run of each text that is being passed
            for at, block in enumerate(map(hash, _runs(text, self._cut.length))):
                for number in self._owners.get(block, ()):
                    if at < ends.get(number, 0):
                        continue
                    longest = self._text(number).longest(text, at, self._cut)
                    ends[number] = at + max(1, len(longest))
                    one = Run(self._withheld[number].source, longest)
                    if len(longest) >= self._least and one not in met:
                        met.add(one)
                        yield one

    def _text(self, number: int) -> _Text:
        if number not in self._texts:
            self._texts[number] = _Text(self._withheld[number])
        return self._texts[number]


def digest_of_withheld(withheld: Iterable[Withheld], least: int) -> str:
    """A digest of all that decides in which files there is something to find."""
    digest = blake2b(str(least).encode(), digest_size=16)
    for one in withheld:
        digest.update(f"{one.source}\0{one.digest}\0{one.allowed}\0".encode())
    return digest.hexdigest()


class _Text:
    """A withheld text's words, and which of them may not be shown."""

    def __init__(self, withheld: Withheld) -> None:
        self.words = words(_MARKUP.sub(" ", _FRONT_MATTER.sub("", _read(withheld))))
        allowed = words_of_html(withheld.allowed)
        if self.words[: len(allowed)] == allowed:  # an excerpt is a beginning, mostly
            self._spans = [(len(allowed), len(self.words))]
        else:
            self._spans = [*_without(self.words, allowed)]

    def blocks(self, cut: _Cut) -> Iterator[int]:
        """The blocks that are withheld as a whole."""
        for begin, end in self._spans:
            yield from map(hash, _runs(self.words[begin:end], cut.length, cut.step))

    def longest(self, text: Sequence[str], at: int, cut: _Cut) -> tuple[str, ...]:
        """The longest run of withheld words around the block at a place of another text."""
        own, length = self.words, cut.length
        block = [*text[at : at + length]]
        best: tuple[str, ...] = ()
        for begin, end in self._spans:
            for start in range(begin, end - length + 1, cut.step):
                if own[start : start + length] != block:
                    continue
                left, right = 0, length
                while at > left < start - begin and text[at - left - 1] == own[start - left - 1]:
                    left += 1
                room = min(len(text) - at, end - start)
                while right < room and text[at + right] == own[start + right]:
                    right += 1
                if left + right > len(best):
                    best = tuple(own[start - left : start + right])
        return best


def _without(text: Sequence[str], allowed: Sequence[str]) -> Iterator[tuple[int, int]]:
    """From where to where the words of a text are not among the allowed ones: these in runs of `_SHOWN`."""
    shown = set(_runs(allowed, _SHOWN))
    free = [False] * len(text)
    for at, words_ in enumerate(_runs(text, _SHOWN)):
        if words_ in shown:
            free[at : at + _SHOWN] = [True] * _SHOWN
    end = 0
    for is_free, places in groupby(free):
        begin, end = end, end + len([*places])
        if not is_free:
            yield begin, end


def _read(withheld: Withheld) -> str:
    try:
        return Path(withheld.file).read_text("utf-8", "replace")
    except OSError:
        return ""  # it went meanwhile, and so will its pages


def _runs(text: Sequence[str], length: int, step: int = 1) -> Iterator[tuple[str, ...]]:
    """The runs of so many words that begin at every so manyth word."""
    return zip(*(text[n::step] for n in range(length)), strict=False)


def _blocks_of(cut: _Cut, withheld: Sequence[Withheld]) -> list[bytes]:
    """What a worker does: the blocks of some texts, as they are packed."""
    return [array("q", _Text(one).blocks(cut)).tobytes() for one in withheld]


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
