"""A folder of a server over SFTP, for servers that have no shell or no rsync.

By paramiko, which reads ssh's settings as far as they say who and where, asks the agent and knows the known
hosts. A server whose key is not among those is refused.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from stat import S_ISDIR
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from site_builder.deploy_settings import SftpTarget
from site_builder.deploying.failures import DeployFailed
from site_builder.deploying.secret_words import password_of
from site_builder.deploying.targets.connections import PerThread
from site_builder.deploying.targets.kind import Setup, Target
from site_builder.deploying.targets.remote import Remote, System
from site_builder.deploying.targets.ssh import changed_key, refused, unknown_host

if TYPE_CHECKING:
    from paramiko import SFTPClient, SSHClient

Result = TypeVar("Result")

_PATIENCE = 20.0  # seconds for a server to answer


def open_target(setting: SftpTarget, setup: Setup) -> Target:
    """The folder of these settings. Raises DeployFailed where a package is missing, or ssh's settings err."""
    try:
        import paramiko  # noqa: F401 - only whether it is there
    except ImportError:
        remedy = "Install it:  pip install 'site-builder[sftp]'"
        raise DeployFailed(f"a package is missing to deploy to {setting.host}", remedy) from None
    about = _about(setting, setup.site)
    password = password_of(setup.name, setup.environ)
    system = _Sftp(lambda: _login(about, password))
    return Remote(system, setting.path, f"sftp://{about.shown}/{setting.path.lstrip('/')}", setting.threads)


class _About(NamedTuple):
    """Whom to reach, and as whom."""

    host: str
    port: int
    user: str | None
    keys: list[str]
    known: list[Path]  # files of known hosts

    @property
    def shown(self) -> str:
        """For messages."""
        return self.host if self.port == 22 else f"{self.host}:{self.port}"


def _about(setting: SftpTarget, site: Path) -> _About:
    """What the target's settings and those of ssh say together; of ssh's, what is asked of them here."""
    from paramiko import ConfigParseError, SSHConfig

    file = site / Path(setting.config).expanduser() if setting.config else Path("~/.ssh/config").expanduser()
    user, _, host = setting.host.rpartition("@")
    try:
        said = SSHConfig.from_path(str(file)).lookup(host) if file.is_file() else {}
    except (ConfigParseError, ImportError, OSError) as error:
        raise DeployFailed(f"'{file}' cannot be read: {error}", "Mend the file, or `config`.") from error
    if setting.config and not file.is_file():
        raise DeployFailed(f"there is no file '{file}'", "Mend `config` of the target.")
    if "proxycommand" in said or "proxyjump" in said:
        remedy = "Use kind: rsync, which goes there by ssh itself."
        raise DeployFailed(
            f"'{file}' leads to {host} over another server, which SFTP does not follow", remedy
        )
    known = [Path(name.strip('"')).expanduser() for name in str(said.get("userknownhostsfile", "")).split()]
    return _About(
        host=str(said.get("hostname", host)),
        port=setting.port or int(str(said.get("port", 22))),
        user=user or (str(said["user"]) if "user" in said else None),
        keys=[str(Path(key).expanduser()) for key in said.get("identityfile", [])],
        known=known or [Path("~/.ssh/known_hosts").expanduser(), Path("/etc/ssh/ssh_known_hosts")],
    )


def _login(about: _About, password: str) -> SSHClient:
    """A connection. Raises DeployFailed where nobody knows the server or it lets nobody in, and OSError."""
    import paramiko

    logging.getLogger("paramiko").setLevel(logging.CRITICAL)  # what it logs is said in our messages
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(paramiko.RejectPolicy())
    for file in about.known:
        if file.is_file():
            client.load_system_host_keys(str(file))
    try:
        client.connect(
            about.host,
            about.port,
            about.user,
            password or None,
            key_filename=about.keys or None,  # type: ignore[arg-type]  # a list, by its documentation
            look_for_keys=not about.keys,
            timeout=_PATIENCE,
            banner_timeout=_PATIENCE,
            auth_timeout=_PATIENCE,
        )
    except paramiko.BadHostKeyException as error:
        client.close()
        raise changed_key(about.shown) from error
    except (paramiko.AuthenticationException, paramiko.PasswordRequiredException) as error:
        client.close()
        raise refused(about.shown) from error
    except paramiko.ssh_exception.NoValidConnectionsError as error:
        client.close()
        raise ConnectionRefusedError(str(error)) from error
    except (paramiko.SSHException, EOFError) as error:
        client.close()
        if "not found in known_hosts" in str(error):
            raise unknown_host(about.shown) from error
        if "No authentication methods available" in str(error):
            raise refused(about.shown) from error
        raise ConnectionError(str(error) or "the server ended the connection") from error
    return client


def _is_broken(error: BaseException) -> bool:
    from paramiko import SSHException

    return isinstance(error, SSHException | EOFError | ConnectionError | TimeoutError) or (
        isinstance(error, OSError) and "closed" in str(error)
    )


class _Session(NamedTuple):
    client: SSHClient
    files: SFTPClient


class _Sftp(System):
    """Files of the server."""

    def __init__(self, login: Callable[[], SSHClient]) -> None:
        super().__init__()
        self._login = login
        self._sessions = PerThread(self._open, lambda session: session.client.close(), _is_broken)

    def close(self) -> None:
        self._sessions.close()

    def info(self, path: str) -> object:
        return self._ask(lambda files: files.stat(path))

    def isfile(self, path: str) -> bool:
        mode = self._mode(path)
        return mode is not None and not S_ISDIR(mode)

    def isdir(self, path: str) -> bool:
        return S_ISDIR(self._mode(path) or 0)

    def listed(self, folder: str) -> Iterator[tuple[str, bool]]:
        for entry in self._ask(lambda files: files.listdir_attr(folder)):
            yield entry.filename, S_ISDIR(entry.st_mode or 0)

    def cat_file(self, path: str) -> bytes:
        def read(files: SFTPClient) -> bytes:
            with files.open(path, "rb") as file:
                file.prefetch()
                return file.read()

        return self._ask(read)

    def pipe_file(self, path: str, body: bytes) -> None:
        """Write a file; that all of it has arrived is looked at after."""

        def write(files: SFTPClient) -> None:
            with files.open(path, "wb") as file:
                file.set_pipelined(True)  # without waiting for an answer to each piece
                try:
                    file.write(body)
                    if file.stat().st_size != len(body):
                        raise OSError(_VAGUE)
                finally:
                    file.set_pipelined(False)  # or it is closed twice where the connection broke

        self._ask(write)

    def mv(self, old: str, new: str) -> None:
        self._ask(lambda files: files.posix_rename(old, new))

    def rm_file(self, path: str) -> None:
        self._ask(lambda files: files.remove(path))

    def mkdir(self, folder: str) -> None:
        self._ask(lambda files: files.mkdir(folder))

    def rmdir(self, folder: str) -> None:
        self._ask(lambda files: files.rmdir(folder))

    def modified(self, path: str) -> datetime:
        moment = self._ask(lambda files: files.stat(path)).st_mtime
        if moment is None:
            raise NotImplementedError
        return datetime.fromtimestamp(moment, UTC)

    def _mode(self, path: str) -> int | None:
        """What it is, as in POSIX; None where there is nothing."""
        try:
            return self._ask(lambda files: files.stat(path)).st_mode or 0
        except FileNotFoundError:
            return None

    def _open(self) -> _Session:
        client = self._login()
        return _Session(client, client.open_sftp())

    def _ask(self, work: Callable[[SFTPClient], Result]) -> Result:
        """What the server answers. Raises OSError in the words of Python."""
        from paramiko import SSHException

        try:
            with self._sessions.one() as session:
                return work(session.files)
        except (SSHException, EOFError) as error:
            raise ConnectionResetError(str(error) or "the server ended the connection") from error
        except OSError as error:
            if error.errno is None and "closed" in str(error):
                raise ConnectionResetError(str(error)) from error
            if error.errno is None and "Failure" in str(error):
                raise OSError(_VAGUE) from error
            raise


_VAGUE = "the server says no more than that it failed: its disk may be full, or your quota used up"
