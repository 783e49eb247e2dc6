"""Reading a site's folders and writing files whole. Knows nothing of what is in them."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from site_builder.incremental.stamps import Stamp, stamp_of
from site_builder.problems import Place, Problem

# What editors, synchronisers and file managers leave lying about; never content.
_DROPPINGS = re.compile(
    r"\.#.*|#.*#|.*~|\..*\.sw[a-p]|4913|.*___jb_(tmp|old|bak)___|\.goutputstream-.*|\.DS_Store|Thumbs\.db"
    r"|desktop\.ini|~\$.*|\.syncthing\..*|.*\.(orig|rej|bak|tmp|part|crdownload)",
    re.IGNORECASE,
)
_KEPT_DOT_NAMES = {".well-known", ".nojekyll", ".htaccess"}  # which hosts look for in a static folder


# Names that need no second look: no dropping, no dot, nothing odd.
_ORDINARY = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _-]*(\.(md|html|css|js|png|jpe?g|svg|webp))?(?<!4913)(?<! )")


class Scan:
    """The files below a folder by relative path, with forward slashes, and what was wrong there."""

    def __init__(self, folder: Path, shown_as: str, *, underscored: bool, dotted: bool = False) -> None:
        self.files: dict[str, str] = {}  # where each lies
        self.stamps: dict[str, Stamp] = {}
        self.problems: list[Problem] = []
        self._shown_as = shown_as
        self._underscored = underscored  # whether names that begin with "_" count
        self._dotted = dotted  # whether the dot names that hosts look for count
        self._root = folder.resolve()
        if folder.is_dir():
            self._walk(os.fspath(folder), "", {self._root})
            self.files = dict(sorted(self.files.items()))

    def keep_only(self, is_wanted: Callable[[str], bool]) -> None:
        """Leave out all files but those whose names are wanted."""
        self.files = {name: path for name, path in self.files.items() if is_wanted(name)}
        self.stamps = {name: stamp for name, stamp in self.stamps.items() if name in self.files}

    def _walk(self, folder: str, prefix: str, above: set[Path]) -> None:
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            self._problem(prefix or ".", "unreadable", f"the folder cannot be read: {error.strerror}")
            return
        for entry in entries:
            ordinary = _ORDINARY.fullmatch(entry.name)
            if not ordinary and self._passed_over(entry.name):
                continue
            name = f"{prefix}{entry.name}"
            if not ordinary and _odd(entry.name):
                shown = name.encode("utf-8", "replace").decode().replace("\n", "\\n")
                self._problem(shown, "odd-name", "the file's name cannot be an address on every host")
            elif entry.is_symlink():
                self._follow(entry, name, above)
            elif entry.is_dir():
                self._walk(entry.path, f"{name}/", above)
            elif entry.is_file():
                self._add(name, entry.path, entry.stat())

    def _add(self, name: str, path: str, status: os.stat_result) -> None:
        self.files[name] = path
        self.stamps[name] = stamp_of(status)

    def _follow(self, entry: os.DirEntry[str], name: str, above: set[Path]) -> None:
        try:
            target = Path(entry.path).resolve(strict=True)
        except (OSError, RuntimeError):
            self._problem(name, "dangling-link", "the link leads nowhere")
            return
        if not target.is_relative_to(self._root):
            self._problem(name, "link-outside", "the link leads out of its folder and is not followed")
        elif target in above or self._root.is_relative_to(target):
            self._problem(name, "link-loop", "the link leads back into a folder that holds it")
        elif target.is_dir():
            self._walk(entry.path, f"{name}/", above | {target})
        else:
            self._add(name, entry.path, target.stat())

    def _passed_over(self, name: str) -> bool:
        if _DROPPINGS.fullmatch(name):
            return True
        if name.startswith("."):
            return not (self._dotted and name in _KEPT_DOT_NAMES)
        return name.startswith("_") and not self._underscored

    def _problem(self, name: str, code: str, message: str) -> None:
        place = Place(f"{self._shown_as}/{name}")
        remedy = "Rename it." if code == "odd-name" else ""
        self.problems.append(Problem(level="warning", code=code, place=place, message=message, remedy=remedy))


def digest_of(data: bytes) -> str:
    """A digest of bytes, in hexadecimal: BLAKE2b of 128 bits, which nobody can forge by chance or will."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def read_steadily(path: str) -> tuple[bytes, Stamp]:
    """A file's bytes and the stamp that they belong to: read again when it changes meanwhile."""
    while True:
        with open(path, "rb", buffering=0) as file:
            number = file.fileno()
            before = stamp_of(os.fstat(number))
            data = file.read()
            after = stamp_of(os.fstat(number))
        if before == after and len(data) == before[0]:
            return data, after


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is never seen in part: beside it first, then renamed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        partial.write_bytes(data)
        os.replace(str(partial), str(path))
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def empty_folders(root: Path, below: Iterator[Path]) -> None:
    """Remove folders that have become empty, from the given ones up to, and without, the root."""
    for folder in below:
        while folder != root and folder.is_relative_to(root):
            try:
                folder.rmdir()
            except OSError:
                break
            folder = folder.parent


def is_dropping(name: str) -> bool:
    """Whether a file or folder of this name is never looked into, be it wherever below a site's folders."""
    return bool(_DROPPINGS.fullmatch(name)) or (name.startswith(".") and name not in _KEPT_DOT_NAMES)


def _odd(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return any(ord(c) < 32 for c in name) or name.endswith((".", " ")) or "\\" in name
