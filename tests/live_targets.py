"""Targets of every kind on this machine, with the servers that they need, and what their readers see.

Each can be put back into a state that it was in, and be cut off at any of its operations.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from deploys import Cut, Unsteady, readers_see
from password_servers import PASSWORD, USER
from ssh_server import SshServer, Wire

from site_builder.deploy_settings import (
    DeployTarget,
    FolderTarget,
    FsspecTarget,
    FtpsTarget,
    GitTarget,
    RsyncTarget,
    S3Target,
    SftpTarget,
    WebdavTarget,
)
from site_builder.deploying.targets import open_target
from site_builder.deploying.targets.kind import Setup, Target

# What asks a server for something, in targets that are made of such calls.
OPERATIONS = (
    "info", "isfile", "isdir", "listed", "cat_file", "pipe_file", "mv", "rm_file", "mkdir", "rmdir",
    "makedirs", "unclaim", "modified", "find",
)  # fmt: skip


if TYPE_CHECKING:
    from paramiko import SFTPClient, SSHClient


class Served(NamedTuple):
    """A server of files that asks for a password."""

    wire: Wire
    folder: Path
    certificate: Path | None = None


class State(NamedTuple):
    """A state that a target was in."""

    stands: Callable[[], bool]  # whether it is in it again, or still
    restore: Callable[[], None]  # put it back


class Live:
    """A target, and what its readers see."""

    def __init__(self, setting: DeployTarget, site: Path, environ: Mapping[str, str] | None = None) -> None:
        self.setting = setting
        self.site = site
        self._environ = environ

    def open(self) -> Target:
        environ = os.environ if self._environ is None else self._environ
        return open_target(self.setting, Setup("live", self.site, environ, 1_000_000_000))

    def files(self) -> dict[str, str]:
        """Everything that lies there, by path: also what deploys keep for themselves."""
        raise NotImplementedError

    def put(self, path: str, text: str) -> None:
        """Write a file, as somebody else does."""
        raise NotImplementedError

    def state(self) -> State:
        """The state that it is in now."""
        raise NotImplementedError

    def seen(self) -> dict[str, str]:
        """What readers see."""
        return readers_see(self.files())

    def cut(self, target: Target, fails: Callable[[int], bool]) -> list[str]:
        """Let operations of an opened target fail by their number, from 1. Gives those that are asked for."""
        return cut_calls(target.system, OPERATIONS, fails)


class InFolder(Live):
    """Files in a folder, be it with releases or without, of this machine or of a server's."""

    def __init__(
        self,
        setting: DeployTarget,
        site: Path,
        base: Path,
        below: str = "",
        environ: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(setting, site, environ)
        self.base = base  # all that belongs to the target
        self.root = base / below  # what readers see

    def files(self) -> dict[str, str]:
        found = (path for path in self.root.rglob("*") if path.is_file()) if self.root.exists() else ()
        return {path.relative_to(self.root).as_posix(): path.read_text("utf-8") for path in found}

    def put(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, "utf-8")

    def state(self) -> State:
        return state_of(self.base)


class OverSsh(InFolder):
    """A folder of a server with releases, over ssh."""

    def cut(self, target: Target, fails: Callable[[int], bool]) -> list[str]:
        return cut_calls(target._ssh, ("connect", "run", "send"), fails)


class InGit(Live):
    """Files on a branch of a bare repository."""

    def __init__(self, site: Path, remote: Path) -> None:
        super().__init__(GitTarget(remote=str(remote)), site)
        self.remote = remote
        git("init", "--quiet", "--bare", str(remote))

    def files(self) -> dict[str, str]:
        at = ("-C", str(self.remote))
        names = git(*at, "ls-tree", "-r", "--name-only", "-z", "gh-pages").split("\0")
        return {name: git(*at, "cat-file", "blob", f"gh-pages:{name}") for name in names if name}

    def put(self, path: str, text: str) -> None:
        """As somebody does who has a clone."""
        clone = self.remote.with_name(f"clone-{path.replace('/', '-')}")
        git("clone", "--quiet", str(self.remote), str(clone))
        subprocess.run(["git", "-C", str(clone), "checkout", "-qB", "gh-pages"], check=True)
        git("-C", str(clone), "pull", "-q", "origin", "gh-pages", check=False)
        (clone / path).parent.mkdir(parents=True, exist_ok=True)
        (clone / path).write_text(text, "utf-8")
        git("-C", str(clone), "add", ".")
        git("-C", str(clone), "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "By hand")
        git("-C", str(clone), "push", "-q", "origin", "gh-pages")

    def state(self) -> State:
        return state_of(self.remote)

    def cut(self, target: Target, fails: Callable[[int], bool]) -> list[str]:
        return cut_calls(target, ("_git", "_say"), fails)


class InBucket(Live):
    """Objects in a bucket."""

    def __init__(self, endpoint: str, site: Path, bucket: str) -> None:
        super().__init__(S3Target(bucket=bucket, endpoint=endpoint, region="eu-central-1"), site)
        self.bucket = bucket
        self._opened = super().open()  # once, since that takes longer than a deploy
        self.system: Any = self._opened.system

    def open(self) -> Target:
        return copy(self._opened)

    def cut(self, target: Target, fails: Callable[[int], bool]) -> list[str]:
        system = Unsteady(self.system, fails)
        target.system = system
        return system.calls

    def files(self) -> dict[str, str]:
        system = self.system
        found = system.find(self.bucket) if system.exists(self.bucket) else []
        return {name[len(self.bucket) + 1 :]: system.cat_file(name).decode() for name in found}

    def put(self, path: str, text: str) -> None:
        self.system.pipe_file(f"{self.bucket}/{path}", text.encode())

    def state(self) -> State:
        kept = self.files()

        def restore() -> None:
            now = self.files()
            for path in now.keys() - kept.keys():
                self.system.rm_file(f"{self.bucket}/{path}")
            for path, text in kept.items():
                if now.get(path) != text:
                    self.put(path, text)

        return State(lambda: self.files() == kept, restore)


class SharedLogin:
    """One login over ssh for many connections of SFTP, each of which would take longer than a deploy."""

    def __init__(self, client: SSHClient) -> None:
        self.client = client
        self._files: SFTPClient | None = None

    def open_sftp(self) -> SFTPClient:
        self._files = self.client.open_sftp()
        return self._files

    def close(self) -> None:
        if self._files:
            self._files.close()


def in_folder(site: Path, www: Path) -> Live:
    """A folder of this machine, with releases."""
    return InFolder(FolderTarget(path=str(www)), site, www, "current")


def in_file_system(site: Path, www: Path) -> Live:
    """A folder of this machine as fsspec sees it."""
    return InFolder(FsspecTarget(url=f"file://{www}"), site, www)


def over_ssh(kind: str, server: SshServer, site: Path, www: Path) -> Live:
    """A folder of an ssh server, by `rsync` or `sftp`."""
    if kind == "sftp":
        setting = SftpTarget(host="digest", path=str(www), config=server.config())
        return InFolder(setting, site, www)
    return OverSsh(RsyncTarget(host="digest", path=str(www), config=server.config()), site, www, "current")


def with_password(kind: str, server: Served, site: Path, name: str) -> Live:
    """A folder of this name on a server, by `webdav` or `ftps`."""
    environ = {"SITE_BUILDER_DEPLOY_PASSWORD": PASSWORD}
    port, base = server.wire.port, server.folder / name
    base.mkdir()
    if kind == "ftps":
        setting = FtpsTarget(host="127.0.0.1", port=port, user=USER, path=name)
        return InFolder(setting, site, base, environ=environ)
    return InFolder(
        WebdavTarget(url=f"http://127.0.0.1:{port}/{name}", user=USER), site, base, environ=environ
    )


def cut_calls(thing: Any, names: tuple[str, ...], fails: Callable[[int], bool]) -> list[str]:
    """Let methods of an object fail by the number of their call, from 1, also where it calls itself."""
    calls: list[str] = []

    def cut(name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        def call(*words: Any, **options: Any) -> Any:
            calls.append(f"{name} {words[:1]}")
            if fails(len(calls)):
                raise Cut("Connection reset by peer")
            return method(*words, **options)

        return call

    for name in names:
        if method := getattr(thing, name, None):
            setattr(thing, name, cut(name, method))
    return calls


def state_of(folder: Path) -> State:
    """The state of all that is in a folder."""
    kept = folder.with_name(f"{folder.name}-kept")
    shutil.copytree(folder, kept, symlinks=True)
    before = _everything(folder)

    def restore() -> None:
        shutil.rmtree(folder)
        shutil.copytree(kept, folder, symlinks=True)

    return State(lambda: _everything(folder) == before, restore)


def _everything(folder: Path) -> dict[Path, str | bytes]:
    """What a folder holds: files with their bytes, links with where they lead, folders."""
    found: dict[Path, str | bytes] = {}
    for path in folder.rglob("*"):
        if path.is_symlink():
            found[path] = str(path.readlink())
        else:
            found[path] = path.read_bytes() if path.is_file() else ""
    return found


def git(*words: str, check: bool = True) -> str:
    """What git says."""
    return subprocess.run(["git", *words], capture_output=True, text=True, check=check).stdout
