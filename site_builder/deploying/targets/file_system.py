"""Any file system that fsspec knows (https://filesystem-spec.readthedocs.io): one interface, many places.

Where a place stores objects, one that is written is there whole or not at all. Elsewhere a file is written
beside its place and then moved there. Knows nothing of any place in particular: kinds that know more are
subclasses in modules of their own.
"""

from __future__ import annotations

import errno
from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from site_builder.deploy_settings import FsspecTarget
from site_builder.deploying.failures import DeployFailed
from site_builder.deploying.manifest import MANIFEST, PROBE
from site_builder.deploying.targets.kind import Setup, Target, Upload
from site_builder.deploying.targets.releases import part_of

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_WHOLE = {"memory", "s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "adl", "oss", "oci"}  # of objects
_FEW = 50  # paths that are looked for one by one, more by a list of all


def open_target(setting: FsspecTarget, setup: Setup) -> Target:
    """The place of these settings. Raises DeployFailed where a package is missing, or knows no such place."""
    protocol = setting.url.partition(":")[0]
    system, root = open_system(setting.url, setting.options, extra="deploy")
    return FileSystem(system, root, setting.url, setting.threads, is_whole=protocol in _WHOLE)


def open_system(url: str, options: Mapping[str, Any], *, extra: str) -> tuple[AbstractFileSystem, str]:
    """The file system of an address, and the path there. `extra` is what has to be installed for it.

    Raises DeployFailed where a package is missing, or the address is none that it knows.
    """
    missing = f"Install it:  pip install 'site-builder[{extra}]'"
    try:
        import fsspec
    except ImportError:
        raise DeployFailed(f"a package is missing to deploy to {url}", missing) from None
    try:
        system, path = fsspec.url_to_fs(url, skip_instance_cache=True, use_listings_cache=False, **options)
    except ImportError as error:
        if extra == "deploy":  # which brings fsspec, and not what it needs for one place
            missing = "Install the packages that it names, where site-builder is installed."
        raise DeployFailed(f"a package is missing to deploy to {url}: {error}", missing) from error
    except (TypeError, ValueError) as error:
        raise DeployFailed(f"{url} cannot be opened: {error}", "Mend `url` and `options`.") from error
    return system, str(path).rstrip("/")


class FileSystem(Target):
    """A folder of a file system."""

    retries = True

    def __init__(
        self, system: AbstractFileSystem, root: str, shown: str, threads: int, *, is_whole: bool
    ) -> None:
        self.shown = shown
        self.threads = threads
        self.system = system
        self._root = root
        self._is_whole = is_whole

    def manifest(self) -> bytes | None:
        """The manifest, which lies among the site's files."""
        return self.note(MANIFEST)

    def connect(self, *, to_write: bool) -> None:
        """Ask the file system for something, so that it opens what it needs."""
        with suppress(FileNotFoundError):  # a folder that is made with its first file
            self.system.info(self._at(MANIFEST))

    def existing(self, paths: Collection[str]) -> set[str]:
        """Those of the paths at which there is a file: one by one, or by a list of all."""
        if len(paths) <= _FEW:
            return {path for path in paths if self.is_file(self._at(path))}
        try:
            start = len(self._at(""))
            return {name[start:] for name in self.system.find(self._root)} & {*paths}
        except FileNotFoundError:
            return set()

    def is_file(self, place: str) -> bool:
        """Whether there is something that is no folder. Unlike `isfile` of fsspec, which says no where the
        place could not be asked.
        """
        try:
            return bool(self.system.info(place)["type"] != "directory")
        except (FileNotFoundError, NotADirectoryError):
            return False

    def move(self, old: str, new: str) -> None:
        """Move a file over the one that may be there. Raises FileExistsError where a folder has its name."""
        if self.system.isdir(new):  # into which some file systems would move it
            raise FileExistsError(errno.EEXIST, "a folder has its name")
        self.system.mv(old, new)

    def write(self, upload: Upload) -> None:
        """Put a file in its place."""
        self._put(upload.path, upload.body, self.headers(upload))

    def remove(self, path: str) -> None:
        """Take a file away; folders of others may be left, since most places have none."""
        with suppress(FileNotFoundError):
            self.system.rm_file(self._at(path))

    def publish(self, manifest: bytes) -> None:
        """Put the manifest in its place."""
        self._put(MANIFEST, manifest)

    def note(self, name: str) -> bytes | None:
        """What a file among the site's says."""
        try:
            return bytes(self.system.cat_file(self._at(name)))
        except FileNotFoundError:
            return None

    def write_note(self, name: str, body: bytes) -> None:
        """Write a file among the site's."""
        self._put(name, body)

    def claim_note(self, name: str, body: bytes) -> bool:
        """Write a file among the site's where there is none; in one step where the place can do that."""
        try:
            self.create(self._at(name), body)
        except FileExistsError:
            return False
        except NotImplementedError:
            return super().claim_note(name, body)
        return True

    def create(self, place: str, body: bytes) -> None:
        """Make a file that is not there. Raises FileExistsError, and NotImplementedError where the place
        has no step for it.
        """
        raise NotImplementedError

    def remove_note(self, name: str) -> None:
        """Take a file among the site's away."""
        self.remove(name)

    def age_of_note(self, name: str) -> float | None:
        """Measured by a second note, which is written for that."""
        self._put(PROBE, b"")
        try:
            return (self._written(PROBE) - self._written(name)).total_seconds()
        except NotImplementedError:
            return None
        finally:
            self.remove(PROBE)

    def headers(self, upload: Upload) -> dict[str, str]:
        """What is said to the file system with a file; in its own words."""
        return {}

    def _put(self, path: str, body: bytes, headers: Mapping[str, str] = {}) -> None:
        place = self._at(path)
        if self._is_whole:
            self.system.pipe_file(place, body, **headers)
            return
        self.system.makedirs(place.rpartition("/")[0], exist_ok=True)
        part = part_of(place)
        self.system.pipe_file(part, body, **headers)
        self.move(part, place)

    def _written(self, path: str) -> datetime:
        moment: datetime = self.system.modified(self._at(path))
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    def _at(self, path: str) -> str:
        return f"{self._root}/{path}"
