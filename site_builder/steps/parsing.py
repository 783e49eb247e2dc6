"""Articles' files into what is remembered of them, in this process or in many. Stratum 2 at work.

A worker reads a file, and where its bytes are none that are known already it parses them. What comes
back is encoded: the process that asked looks into an article's entry and leaves the rest as it is. A worker
that may be far away reads no file: it is sent the bytes that must be parsed.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from functools import partial

import msgspec
from msgspec import Struct

from site_builder.content.entry import Entry
from site_builder.content.markdown import load_parser
from site_builder.content.parse import ArticleParser, ParseRules
from site_builder.executors import SMALL, Remote, WorkerDied, Workers, executor_for, run
from site_builder.files import digest_of, read_steadily
from site_builder.incremental.stamps import Stamp
from site_builder.options import Progress
from site_builder.problems import Problem, ProblemsFound


class Wanted(Struct, frozen=True, array_like=True):
    """An article's file to read."""

    path: str  # below content/
    file: str  # where it lies
    known: tuple[str, ...]  # digests of bytes that need no parsing


class Read(Struct, frozen=True, array_like=True):
    """An article's file that was read."""

    path: str
    stamp: Stamp
    digest: str
    data: bytes | None  # None where they are known


class Texts(Struct, frozen=True, array_like=True):
    """The parts of a parsed article that are read one at a time, encoded."""

    card: bytes
    article: bytes
    body: bytes
    vector: bytes


class Found(Struct, frozen=True, array_like=True):
    """What reading a file gave. Without `texts` its bytes are known, or leave nothing to publish."""

    path: str
    stamp: Stamp
    digest: str
    entry: Entry | None = None
    texts: Texts | None = None
    problems: tuple[Problem, ...] = ()
    microseconds: int = 0


def parse_files(
    wanted: Sequence[Wanted], rules: ParseRules, workers: Workers, progress: Progress | None = None
) -> Iterator[Found]:
    """What each file gives, in their order. Raises ProblemsFound when a worker dies, OSError for a file
    that cannot be read.
    """
    done = 0
    if len(wanted) >= SMALL:
        load_parser(rules.language)
    try:
        with executor_for(len(wanted), *workers) as executor:
            if isinstance(executor, Remote):
                results = run(executor, partial(parse_read, rules), wanted, prepare=_read_all)
            else:
                results = run(executor, partial(parse_chunk, rules), wanted)
            for encoded in results:
                chunk = _decode(encoded)
                yield from chunk
                done += len(chunk)
                if progress:
                    progress("reading", done, len(wanted))
    except WorkerDied as died:
        raise ProblemsFound([died.problem([f"content/{item.path}" for item in died.items])]) from died


def parse_chunk(rules: ParseRules, wanted: Sequence[Wanted]) -> bytes:
    """A worker's job: every file of the chunk, as MessagePack."""
    return parse_read(rules, _read_all(wanted))


def parse_read(rules: ParseRules, read: Sequence[Read]) -> bytes:
    """The job of a worker without files: what was read, as `parse_chunk` gives it."""
    parser = ArticleParser(rules)
    return _encode([_found(parser, item) for item in read])


def _read_all(wanted: Sequence[Wanted]) -> list[Read]:
    return [_read(item) for item in wanted]


def _read(item: Wanted) -> Read:
    data, stamp = read_steadily(item.file)
    digest = digest_of(data)
    return Read(item.path, stamp, digest, None if digest in item.known else data)


def _found(parser: ArticleParser, read: Read) -> Found:
    if read.data is None:
        return Found(read.path, read.stamp, read.digest)
    started = time.perf_counter_ns()
    parsed = parser.parse(read.path, read.data)
    texts = None
    if parsed.entry:
        texts = Texts(*map(_encode, (parsed.card, parsed.article, parsed.body, parsed.vector)))
    spent = (time.perf_counter_ns() - started) // 1000
    return Found(read.path, read.stamp, read.digest, parsed.entry, texts, parsed.problems, spent)


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[Found]).decode
