"""Texts compressed beside their originals, for servers that send such files as they are.

Pure functions of bytes, so that a build from nothing and one that compresses only what has changed give
the same. What they give depends on the version of the compressor, which counts among what made a state:
see `incremental/fingerprint.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from site_builder.problems import Place, Problem, ProblemsFound

_BROTLI = 10  # of 11: the last step takes twice the time and spares two bytes in a hundred
SMALLEST = 1024  # bytes: below that an answer fits into one packet either way
# By the end of a name. Pictures, books and fonts are compressed already.
_TEXTS = tuple(
    ".css .csv .html .ics .js .json .map .md .mjs .opml .svg .txt .vtt .webmanifest .xhtml .xml .xsl".split()
)


class Compressor(NamedTuple):
    """A way to compress."""

    ending: str  # what a name has more: ".gz"
    compress: Callable[[bytes], bytes]


def compressors(names: Iterable[str]) -> tuple[Compressor, ...]:
    """The compressors that the settings name, in an order of their own.

    Raises ProblemsFound where one is not installed.
    """
    wanted = set(names)
    found = []
    if "brotli" in wanted:
        found.append(_brotli())
    if "gzip" in wanted:
        found.append(Compressor(".gz", _gzip))
    return tuple(found)


def is_text(path: str) -> bool:
    """Whether a file is of a kind that is worth compressing."""
    return path.endswith(_TEXTS)


def _gzip(body: bytes) -> bytes:
    import gzip

    return gzip.compress(body, 9, mtime=0)


def _brotli() -> Compressor:
    try:
        import brotli
    except ImportError:
        message = "`brotli` under `hosting.compress` needs a package that is not installed"
        remedy = "Run  pip install 'site-builder[compress]'  or take it out."
        problem = Problem(code="missing-extra", place=Place("config.yaml"), message=message, remedy=remedy)
        raise ProblemsFound([problem]) from None

    def compress(body: bytes) -> bytes:
        return bytes(brotli.compress(body, mode=brotli.MODE_TEXT, quality=_BROTLI))

    return Compressor(".br", compress)
