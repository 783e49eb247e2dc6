"""Compiled layouts that outlast a build: Python's code as Jinja made it, one file for each layout.

A file begins with a digest of its code and of all that the code depends on: the layout's text and
names, how Jinja is set up, Jinja's version and Python's. What does not fit its digest, be it cut off,
older or somebody else's, is compiled again and replaced; a folder that cannot be written is only read.
Whoever can write here can write a layout as well, which is a program too. Knows nothing of pages.
"""

from __future__ import annotations

import hashlib
import importlib.util
import marshal
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket

from site_builder.files import write_whole

_SIZE = 32  # bytes of a digest
_SETTINGS = (  # of a Jinja environment: those that its compiler looks at
    "block_start_string",
    "block_end_string",
    "variable_start_string",
    "variable_end_string",
    "comment_start_string",
    "comment_end_string",
    "line_statement_prefix",
    "line_comment_prefix",
    "trim_blocks",
    "lstrip_blocks",
    "newline_sequence",
    "keep_trailing_newline",
    "autoescape",
    "optimized",
    "is_async",
)


class KeptLayouts(jinja2.BytecodeCache):
    """Jinja asks here before it compiles a layout, and hands in what it has compiled."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made_by = b""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Jinja's hook: gives the bucket its code where that is kept and fits."""
        try:
            kept = (self.folder / bucket.key).read_bytes()
        except OSError:
            return
        code = kept[_SIZE:]
        if kept[:_SIZE] == self._digest(bucket, code):
            bucket.code = marshal.loads(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Jinja's hook: keeps the bucket's code. What cannot be kept is compiled next time too."""
        code = marshal.dumps(bucket.code)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            write_whole(self.folder / bucket.key, self._digest(bucket, code) + code)
        except OSError:
            pass

    def _digest(self, bucket: Bucket, code: bytes) -> bytes:
        self._made_by = self._made_by or _made_by(bucket.environment)
        told = (self._made_by, bucket.key.encode(), bucket.checksum.encode(), code)
        return hashlib.blake2b(b"\0".join(told), digest_size=_SIZE).digest()


def _made_by(environment: jinja2.Environment) -> bytes:
    """All that compiled code depends on beside the layout's own text and names."""
    return repr(
        (
            jinja2.__version__,
            importlib.util.MAGIC_NUMBER,  # changes with Python's bytecode
            __debug__,
            [getattr(environment, name) for name in _SETTINGS],
            sorted(environment.filters),
            sorted(environment.tests),
            sorted(environment.globals),
            sorted(environment.extensions),
            getattr(environment, "translation", None),  # whose words stand in the code
        )
    ).encode()
