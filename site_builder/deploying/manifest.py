"""What a target says of itself: the manifest of the last finished deploy, and the journal of one that is
not finished. Values and their bytes; knows no target.

Both lie on the target, since whoever deploys next may be on another machine. The manifest stands until a
deploy is finished; the journal, written before anything else is, names everything that the deploy may
touch. So at any moment the two together name every file there that is ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import msgspec
from msgspec import Struct

from site_builder.deploying.failures import DeployFailed
from site_builder.publish.manifest import is_below

MANIFEST = ".site-builder-deploy.json"
JOURNAL = ".site-builder-journal.json"
LOCK = ".site-builder-lock.json"
CLAIM = ".site-builder-lock"  # a folder beside the lock, where that is how it is claimed
PROBE = ".site-builder-probe"
OWN = frozenset({MANIFEST, JOURNAL, LOCK, CLAIM, PROBE})  # no output has such a name

FORMAT = 1
UNSURE = ""  # the digest of a file that may be there, whole or not, or not be there


class File(Struct, frozen=True, array_like=True):
    """One file of the site."""

    digest: str  # of its bytes, as `files.digest_of` gives it
    turn: int  # when it takes its place, see outputs/kind.py


class Manifest(Struct, frozen=True, kw_only=True):
    """A finished deploy."""

    format: int = FORMAT
    builder: str = ""  # version of the one that deployed
    site: str = ""  # the site's base URL
    made: int = 0  # the instant that the site was built for, in seconds since 1970
    generation: int = 0  # number of the deploy, the first being 1
    files: dict[str, File] = {}  # what the site promises, by path
    # Lasting files that former generations promised, and the generation that did so no more: readers may
    # still have pages that need them.
    former: dict[str, tuple[File, int]] = {}


class Journal(Struct, frozen=True, kw_only=True):
    """A deploy that has begun: every file that it touches, as far as it has come."""

    format: int = FORMAT
    generation: int
    files: dict[str, File]  # with UNSURE until they are known to be there


class Known(Struct, frozen=True):
    """What of the files on a target is ours."""

    manifest: Manifest = Manifest()
    files: Mapping[str, File] = {}  # also those of former generations
    is_new: bool = True  # there has never been a finished deploy
    is_interrupted: bool = False  # one has begun and not ended


def known_of(manifest: Manifest | None, journal: Journal | None) -> Known:
    """What the manifest and the journal of a target say together."""
    base = manifest or Manifest()
    files = {path: file for path, (file, _) in base.former.items()}
    files.update(base.files)
    if journal:
        files.update(journal.files)
    return Known(base, files, manifest is None, journal is not None)


def encoded(value: Manifest | Journal) -> bytes:
    """The bytes of a manifest or a journal, a line for each file, in an order of their own."""
    return msgspec.json.format(msgspec.json.encode(value, order="deterministic"), indent=0) + b"\n"


def read_manifest(data: bytes | None, target: str) -> Manifest | None:
    """The manifest of these bytes. Raises DeployFailed where they are damaged or of another format."""
    return None if data is None else _read(data, Manifest, "manifest", MANIFEST, target)


def read_journal(data: bytes | None, target: str) -> Journal | None:
    """The journal of these bytes. Raises DeployFailed where they are damaged or of another format."""
    return None if data is None else _read(data, Journal, "journal", JOURNAL, target)


def count_in(data: bytes | None) -> int:
    """The number of the deploy whose manifest these bytes are; 0 where they are none."""
    try:
        return msgspec.json.decode(data, type=Manifest).generation if data else 0
    except (msgspec.DecodeError, UnicodeDecodeError):
        return 0


Kept = TypeVar("Kept", Manifest, Journal)


class _Format(Struct):
    format: int


def _read(data: bytes, type_: type[Kept], word: str, name: str, target: str) -> Kept:
    remedy = (
        "Add  --full  to send every file again and write it anew. What only the lost one knew of stays there."
    )
    value: Kept
    try:
        form = msgspec.json.decode(data, type=_Format).format
        if form != FORMAT:
            message = f"the {word} on {target} ({name}) has format {form}; this version knows {FORMAT}"
            raise DeployFailed(message, f"Use the version that wrote it. {remedy}")
        value = msgspec.json.decode(data, type=type_)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DeployFailed(f"the {word} on {target} ({name}) is damaged", remedy) from error
    paths = [*value.files, *(value.former if isinstance(value, Manifest) else ())]
    if not all(map(is_below, paths)) or not OWN.isdisjoint(paths):
        raise DeployFailed(f"the {word} on {target} ({name}) names files outside the site", remedy)
    return value
