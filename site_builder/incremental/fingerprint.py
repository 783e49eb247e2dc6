"""What made a state: the builder's own code and the libraries it stands on. Imports none of them."""

from __future__ import annotations

import importlib.util
import os
import sys
from hashlib import blake2b
from pathlib import Path

LIBRARIES = (
    "imagesize",
    "jinja2",
    "markdown_it",
    "markupsafe",
    "mdit_py_plugins",
    "mdurl",
    "msgspec",
    "nh3",
    "yaml",
)


def builder_fingerprint(package: Path) -> str:
    """A digest that changes with any file of the package, any library of it, and Python.

    Files are told apart by name, size and time of change: they are replaced, never edited in place and
    set back. Of a library its first file speaks for all.
    """
    parts = [sys.version]
    for folder, names, files in os.walk(package):
        names[:] = sorted(name for name in names if name != "__pycache__")
        parts += [_told(os.path.join(folder, file)) for file in sorted(files) if file.endswith(".py")]
    for library in LIBRARIES:
        found = importlib.util.find_spec(library)
        parts.append(_told(found.origin) if found and found.origin else library)
    return blake2b("\n".join(parts).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def _told(file: str) -> str:
    status = os.stat(file)
    return f"{file} {status.st_size} {status.st_mtime_ns}"
