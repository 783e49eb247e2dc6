"""What a worker renders at once, and what it hands back: bytes, and their reads in the short form in which
they are remembered.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

import msgspec
from msgspec import Struct

from site_builder.content.plan import Output
from site_builder.content.readings import Related
from site_builder.files import digest_of
from site_builder.incremental.reads import Query, answer_digest, query_id
from site_builder.problems import Problem
from site_builder.queries import COMMON, OF_AN_ARTICLE, OF_THE_SITE, SHARED
from site_builder.rendering import Renderer


class Made(Struct, frozen=True, array_like=True):
    """What a worker hands back of one output."""

    path: str
    body: bytes
    digest: str  # of the body
    own: bytes  # ids of the queries that it asked, one after the other, …
    common: int  # … but for those that many others asked too: the number of a set in the chunk
    problem: Problem | None
    warnings: tuple[Problem, ...]
    layout: str  # the first that it was rendered by
    microseconds: int


class Remembered(Struct, frozen=True, array_like=True):
    """What is remembered of an article's related reading."""

    digest: bytes  # of the answer
    listed: tuple[str, ...]  # the articles in it
    glanced: int  # see `related.Look`
    room: int
    last: int


class Chunk(Struct, frozen=True, array_like=True):
    """What a worker hands back of several outputs."""

    made: list[Made]
    sets: list[bytes]  # ids of queries, ascending, one after the other
    named: list[Query]  # queries that were asked and that no list of articles or settings names
    looked: dict[str, Remembered]  # related reading that was looked up, by the article's path


class _Job:
    """Renders chunks, and works out the id of each query that several outputs ask once."""

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer
        self._ids: dict[Query, bytes] = {}

    def render(self, outputs: Sequence[Output]) -> Chunk:
        """The outputs as they are handed back."""
        sets: dict[bytes, int] = {}
        named: dict[Query, None] = {}
        made = []
        for output in outputs:
            started = time.perf_counter_ns()
            rendered = self._renderer.render(output)
            own, common = self._split(rendered.reads, named)
            number = sets.setdefault(common, len(sets))
            digest = digest_of(rendered.body)
            spent = (time.perf_counter_ns() - started) // 1000
            layout = next((str(query[1]) for query in rendered.reads if query[0] == "layout"), "none")
            told = rendered.problem, rendered.warnings
            made.append(Made(output.path, rendered.body, digest, own, number, *told, layout, spent))
        return Chunk(made, list(sets), list(named), remembered(self._renderer.snapshot.related))

    def _split(self, reads: Sequence[Query], named: dict[Query, None]) -> tuple[bytes, bytes]:
        """The ids of what the output asked on its own, and of what it asked as many others do."""
        own: list[bytes] = []
        common: list[bytes] = []
        ids = self._ids
        for query in reads:
            name = query[0]
            id_ = ids.get(query)
            if id_ is None:
                id_ = query_id(query)
                if name in COMMON or name in SHARED:
                    ids[query] = id_
            (common if name in COMMON else own).append(id_)
            if name not in OF_AN_ARTICLE and name not in OF_THE_SITE:
                named[query] = None
        common.sort()
        return b"".join(own), b"".join(common)


def remembered(related: Related) -> dict[str, Remembered]:
    """What is to be remembered of the related reading that was looked up since this was asked last."""
    return {
        path: Remembered(
            digest=answer_digest(found.readings),
            listed=tuple([likeness.path for likeness in found.look.likenesses]),
            glanced=found.look.glanced,
            room=found.look.room,
            last=found.look.last,
        )
        for path, found in related.drained().items()
    }


_held: dict[str, _Job] = {}  # what this process can render


def hold(key: str, renderer: Renderer) -> None:
    """Keep a renderer for jobs that name it by key. Holds one at a time."""
    _held.clear()
    _held[key] = _Job(renderer)


def is_held(key: str) -> bool:
    """Whether this process has the renderer of that key."""
    return key in _held


def render_chunk(key: str, outputs: Sequence[Output]) -> bytes:
    """A worker's job: the outputs rendered by the renderer that is held under the key, as MessagePack."""
    return _encoder.encode(_held[key].render(outputs))


def read_chunk(encoded: bytes) -> Chunk:
    """What `render_chunk` gave."""
    return _decoder.decode(encoded)


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Chunk)
