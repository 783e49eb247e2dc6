"""A body as it was sent → as it was meant, within a size. Knows no network.

Only gzip and deflate are asked for, since the standard library can decode both piece by piece: no
piece becomes larger than what is still allowed, so that a bomb of any kind is found before it is made.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from site_builder.importing.fetching.failures import broken_answer, too_large, wrong_encoding

ACCEPTED = "gzip, deflate"
_LAYERS = 2  # codings one upon another; one is usual, two a mistake that happens


def read_body(pieces: Iterable[bytes], codings: str, limit: int) -> bytes:
    """The decoded body. `codings` is the Content-Encoding header.

    Raises FetchFailed when it is larger than `limit` bytes, as sent or as decoded, ends too early, or
    is not in the coding that was named.
    """
    names = [name for name in (part.strip().lower() for part in codings.split(",")) if name]
    names = [name for name in names if name != "identity"]
    if len(names) > _LAYERS or any(name not in ("gzip", "x-gzip", "deflate") for name in names):
        raise wrong_encoding(codings)
    body = _joined(pieces, limit)
    for name in reversed(names):
        body = _inflated(body, name, limit) if body else body
    return body


def _joined(pieces: Iterable[bytes], limit: int) -> bytes:
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) > limit:
            raise too_large(limit)
    return bytes(body)


def _inflated(body: bytes, name: str, limit: int) -> bytes:
    try:
        return _with_window(body, zlib.MAX_WBITS | (0 if name == "deflate" else 16), name, limit)
    except zlib.error:
        if name != "deflate":
            raise wrong_encoding(name) from None
    try:  # "deflate" without its zlib header is as common as with it
        return _with_window(body, -zlib.MAX_WBITS, name, limit)
    except zlib.error:
        raise wrong_encoding(name) from None


def _with_window(body: bytes, window: int, name: str, limit: int) -> bytes:
    """The whole of it, of several members too, one after the other as RFC 1952 allows."""
    made = bytearray()
    while body:
        engine = zlib.decompressobj(window)
        made += engine.decompress(body, limit - len(made) + 1)
        if len(made) > limit:
            raise too_large(limit)
        if not engine.eof:
            raise broken_answer(f"its {name} stream ends too early")
        body = engine.unused_data
        if not body.startswith(b"\x1f\x8b"):
            break  # padding or rubbish after the end, which gzip itself passes over
    return bytes(made)
