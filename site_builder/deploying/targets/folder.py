"""A folder of this machine: `releases/` with a folder for each deploy, and `current`, a link to the live one.

A new release shares the bytes of unchanged files with the one before (hard links), so it costs little; what
others have put into the live release goes along. The link is switched in one step. A web server shows
`current`.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

from site_builder.deploy_settings import FolderTarget
from site_builder.deploying.failures import DeployFailed
from site_builder.deploying.manifest import MANIFEST, count_in
from site_builder.deploying.plan import Plan
from site_builder.deploying.targets import releases
from site_builder.deploying.targets.kind import Setup, Target, Upload
from site_builder.deploying.targets.releases import CURRENT, RELEASES, part_of, why_not
from site_builder.files import empty_folders

_NEW = ".new-"  # how the name of a release begins that is being made


def open_target(setting: FolderTarget, setup: Setup) -> Target:
    """The folder of these settings; a relative path is below the site's folder."""
    path = Path(os.path.normpath((setup.site / Path(setting.path).expanduser()).absolute()))
    site, own = setup.site.absolute(), [folder.absolute() for folder in setup.own]
    if site.is_relative_to(path) or any(path.is_relative_to(folder) for folder in own):
        remedy = "Name a folder beside the site's, such as  path: ../www"
        raise DeployFailed(f"{path} is a folder of the site itself, or holds it", remedy)
    return _Folder(path, setting.keep)


class _Folder(Target):
    switches = True
    threads = 4

    def __init__(self, path: Path, keep: int) -> None:
        self.shown = str(path)
        self._path = path
        self._keep = keep
        self._current = path / CURRENT
        self._releases = path / RELEASES
        self._new = path / RELEASES / f"{_NEW}{os.getpid()}"

    def connect(self, *, to_write: bool) -> None:
        if in_the_way := next((at for at in (self._path, *self._path.parents) if at.is_file()), None):
            remedy = "Move it away, or mend `path` of the target in config.yaml."
            raise DeployFailed(f"{in_the_way} is a file, and a folder has to be there", remedy)
        if self._current.exists() and not self._current.is_symlink():
            raise releases.foreign_link(self.shown)
        if to_write:
            self._path.mkdir(parents=True, exist_ok=True)
            if not os.access(self._path, os.W_OK | os.X_OK):
                raise PermissionError(f"{self._path} belongs to {_owner(self._path)}")

    def manifest(self) -> bytes | None:
        return _read(self._current / MANIFEST)

    def counted(self) -> int:
        newest = max(self._numbers(), default=0)
        return count_in(_read(self._releases / releases.name_of(newest) / MANIFEST))

    def warnings(self, site: Path, paths: Collection[str]) -> Iterator[str]:
        if os.path.lexists(self._path / "index.html"):
            yield (
                f"warning: {self._path}/index.html is not of a deploy, which has its files in {CURRENT}/\n"
                f"  A web server that shows {self._path} shows that one. Let it show {self._current}"
            )

    def existing(self, paths: Collection[str]) -> set[str]:
        at = {path: self._current / path for path in paths}
        return {path for path, file in at.items() if file.is_symlink() or file.is_file()}

    def why_not(self, path: str) -> str:
        return why_not(path)

    def begin(self, plan: Plan) -> None:
        for left in self._releases.glob(f"{_NEW}*"):  # of deploys that were cut off
            shutil.rmtree(left)
        self._new.mkdir(parents=True)
        if self._current.exists():
            _share(str(self._current.resolve()), str(self._new))

    def write(self, upload: Upload) -> None:
        file = self._new / upload.path
        file.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(part_of(str(file)))
        # Never in place: the release before may share the file.
        partial.write_bytes(upload.body)
        stamp = upload.file.stat().st_mtime_ns  # of compressed siblings it must be that of the original
        os.utime(partial, ns=(stamp, stamp))
        partial.replace(file)

    def remove(self, path: str) -> None:
        file = self._new / path
        if file.is_dir() and not file.is_symlink():
            return  # somebody else's by now
        file.unlink(missing_ok=True)
        empty_folders(self._new, iter([file.parent]))

    def publish(self, manifest: bytes) -> None:
        (self._new / MANIFEST).unlink(missing_ok=True)
        (self._new / MANIFEST).write_bytes(manifest)
        former, live = self._numbers(), self._live()
        release = releases.name_of(releases.next_number(former))
        self._new.rename(self._releases / release)
        self._switch(release)
        for number in releases.to_drop(former, live, self._keep):
            shutil.rmtree(self._releases / releases.name_of(number), ignore_errors=True)

    def abandon(self) -> None:
        if self._new.exists():
            shutil.rmtree(self._new)

    def roll_back(self) -> str:
        release = releases.name_of(releases.release_before(self._numbers(), self._live(), self.shown))
        self._switch(release)
        return f"release {release}"

    def note(self, name: str) -> bytes | None:
        return _read(self._path / name)

    def write_note(self, name: str, body: bytes) -> None:
        self._draft(name, body).replace(self._path / name)

    def claim_note(self, name: str, body: bytes) -> bool:
        draft = self._draft(name, body)
        try:
            os.link(draft, self._path / name)  # whole, and only where there is none
        except FileExistsError:
            return False
        except OSError:  # a file system without such links
            return super().claim_note(name, body)
        finally:
            draft.unlink()
        return True

    def _draft(self, name: str, body: bytes) -> Path:
        """A file beside the note's place that nobody else writes."""
        draft = self._path / f"{name}.{os.getpid()}-{threading.get_ident()}"
        draft.write_bytes(body)
        return draft

    def remove_note(self, name: str) -> None:
        (self._path / name).unlink(missing_ok=True)

    def age_of_note(self, name: str) -> float | None:
        probe = self._path / f"{name}.probe"
        probe.write_bytes(b"")
        try:
            return probe.stat().st_mtime - (self._path / name).stat().st_mtime
        finally:
            probe.unlink()

    def _live(self) -> int:
        """The number of the release that readers see; 0 where there is none."""
        return releases.number_of(self._current.readlink().name) if self._current.is_symlink() else 0

    def _switch(self, release: str) -> None:
        partial = self._path / f".{CURRENT}"
        partial.unlink(missing_ok=True)
        partial.symlink_to(f"{RELEASES}/{release}", target_is_directory=True)
        partial.replace(self._current)

    def _numbers(self) -> list[int]:
        """Of the releases that are there, in order."""
        if not self._releases.is_dir():
            return []
        return releases.numbers_of(entry.name for entry in self._releases.iterdir())


def _share(source: str, target: str) -> None:
    """Fill a new folder with all that another holds, sharing the bytes of files where that can be."""
    with os.scandir(source) as entries:
        for entry in entries:
            new = f"{target}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                Path(new).mkdir()
                _share(entry.path, new)
            else:
                try:
                    os.link(entry.path, new, follow_symlinks=False)
                except OSError:  # another's file, or a file system without such links
                    shutil.copy2(entry.path, new, follow_symlinks=False)


def _read(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _owner(path: Path) -> str:
    with suppress(KeyError, ImportError, NotImplementedError):
        return path.owner()
    return "somebody else"
