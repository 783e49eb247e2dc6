"""A snapshot and its layouts as bytes, for workers that share neither files nor memory with this process.

What a snapshot reads late, from the store, travels as an excerpt of the store, and wherever the snapshot has
a reader of the store it gets one of that excerpt when it is opened.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Sequence
from typing import Any

from site_builder.content.plan import Output
from site_builder.content.related_shelf import ShelvedIndex
from site_builder.incremental.store import Store, reader_of
from site_builder.incremental.values import Reader, Shelf
from site_builder.layouts import Layouts
from site_builder.rendering import Renderer
from site_builder.steps.chunks import hold, is_held, render_chunk


def pack(renderer: Renderer, store: Store) -> bytes:
    """All that rendering reads. The store must have published its texts."""
    values = io.BytesIO()
    _Packer(values, protocol=5).dump((renderer.snapshot, renderer.layouts.texts, renderer.extensions))
    excerpt = store.excerpt(shelf=isinstance(renderer.snapshot.related.index, ShelvedIndex))
    return pickle.dumps((excerpt, values.getvalue()), protocol=5)


def open_parcel(parcel: bytes) -> Renderer:
    """A renderer that makes the same bytes as the one that was packed.

    Extensions travel as texts and are loaded here: where they cannot be, each output has that for a problem.
    """
    excerpt, values = pickle.loads(parcel)
    snapshot, texts, extensions = _Opener(io.BytesIO(values), reader_of(excerpt)).load()
    layouts = Layouts(texts, {}, filters=extensions.filters, translation=snapshot.translation)
    return Renderer(snapshot, layouts, extensions)


def render_far(key: str, outputs: Sequence[Output], parcel: bytes) -> bytes:
    """The job of a worker far away: as `render_chunk`, by the renderer in a parcel whose digest is the key.

    The parcel is opened once; only the last one is kept open.
    """
    if not is_held(key):
        hold(key, open_parcel(parcel))
    return render_chunk(key, outputs)


class _Packer(pickle.Pickler):
    """Leaves out whatever reads the store."""

    def persistent_id(self, value: Any) -> str | None:
        return "reader" if isinstance(value, Reader | Shelf) else None


class _Opener(pickle.Unpickler):
    """Puts one reader in the place of each."""

    def __init__(self, values: io.BytesIO, reader: Reader) -> None:
        super().__init__(values)
        self._reader = reader

    def persistent_load(self, id_: str) -> Reader:
        return self._reader
