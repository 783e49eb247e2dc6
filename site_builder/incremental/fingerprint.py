"""What made a state: the builder's own code and the libraries it stands on. Imports none of them."""

from __future__ import annotations

import importlib.util
import os
import sys
import zlib
from hashlib import blake2b
from pathlib import Path

LIBRARIES = (
    "PIL",  # where it is there
    "brotli",  # where it is there
    "css_inline",  # where it is there
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
_INSTALLED_AS = {
    "PIL": "pillow",
    "css_inline": "css-inline",
    "markdown_it": "markdown-it-py",
    "mdit_py_plugins": "mdit-py-plugins",
    "yaml": "pyyaml",
}


def builder_fingerprint(package: Path) -> str:
    """A digest that changes with any file of the package, any library of it, and Python.

    Files are told apart by name, size and time of change: they are replaced, never edited in place and
    set back. Of a library its first file speaks for all.
    """
    parts = [sys.version, zlib.ZLIB_RUNTIME_VERSION]
    for folder, names, files in os.walk(package):
        names[:] = sorted(name for name in names if name != "__pycache__")
        parts += [_told(os.path.join(folder, file)) for file in sorted(files) if file.endswith(".py")]
    for library in LIBRARIES:
        found = importlib.util.find_spec(library)
        parts.append(_told(found.origin) if found and found.origin else library)
    return blake2b("\n".join(parts).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def shared_fingerprint(package: Path) -> str:
    """A digest that is the same on every machine with the same code, versions of libraries and Python.

    Reads every file of the package. Of a library its version speaks, and what imports it does not matter.
    """
    parts = [f"{sys.implementation.name} {sys.version_info}"]
    for file in sorted(package.rglob("*.py"), key=lambda file: file.relative_to(package).as_posix()):
        code = blake2b(file.read_bytes(), digest_size=16).hexdigest()
        parts.append(f"{file.relative_to(package).as_posix()} {code}")
    parts += [f"{name} {_version(name)}" for name in LIBRARIES]
    return blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()


def _version(library: str) -> str:
    from importlib import metadata  # takes longer to load than all else here

    try:
        return metadata.version(_INSTALLED_AS.get(library, library))
    except metadata.PackageNotFoundError:
        return ""


def _told(file: str) -> str:
    status = os.stat(file)
    return f"{file} {status.st_size} {status.st_mtime_ns}"
