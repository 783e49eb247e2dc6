"""A folder of a server over FTP with TLS (RFC 4217), by Python's own ftplib. Never without TLS.

The server's certificate is looked at, and what travels is encrypted as the password is. Each file is sent
beside its place and renamed.
"""

from __future__ import annotations

import errno
import ftplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO
from socket import socket
from typing import TypeVar

from site_builder.deploy_settings import FtpsTarget
from site_builder.deploying.failures import DeployFailed
from site_builder.deploying.secret_words import password_of
from site_builder.deploying.targets.connections import PerThread
from site_builder.deploying.targets.kind import Setup, Target
from site_builder.deploying.targets.remote import Remote, System

Result = TypeVar("Result")

_PATIENCE = 30.0  # seconds for a server to answer


def open_target(setting: FtpsTarget, setup: Setup) -> Target:
    """The folder of these settings."""
    port = "" if setting.port == ftplib.FTP_PORT else f":{setting.port}"
    path = f"/{setting.path.strip('/')}".rstrip("/")
    shown = f"ftps://{setting.host}{port}{path}"
    password = password_of(setup.name, setup.environ)
    if not password:
        remedy = f"Set SITE_BUILDER_DEPLOY_PASSWORD, or keep it in the keyring as that of '{setup.name}'."
        raise DeployFailed(f"there is no password for {shown}", remedy)
    return Remote(_Ftps(setting, password), path, shown, setting.threads)


class _Connection(ftplib.FTP_TLS):
    """Files travel in the TLS session of the commands, without which many servers take none."""

    def ntransfercmd(self, cmd: str, rest: int | str | None = None) -> tuple[socket, int | None]:
        data, size = ftplib.FTP.ntransfercmd(self, cmd, rest)
        session = self.sock.session if isinstance(self.sock, ssl.SSLSocket) else None
        try:
            return self.context.wrap_socket(data, server_hostname=self.host, session=session), size
        except BaseException:
            data.close()
            raise


class _Ftps(System):
    """Files of the server; paths begin with a stroke."""

    def __init__(self, setting: FtpsTarget, password: str) -> None:
        super().__init__()
        self._setting = setting
        self._password = password
        self._connections = PerThread(self._open, lambda ftp: ftp.close(), _is_broken)

    def close(self) -> None:
        self._connections.close()

    def info(self, path: str) -> object:
        return self._ask(lambda ftp: ftp.voidcmd("NOOP"))

    def isfile(self, path: str) -> bool:
        return self._is_folder(path) is False

    def isdir(self, path: str) -> bool:
        return self._is_folder(path) is True

    def listed(self, folder: str) -> Iterator[tuple[str, bool]]:
        return iter(self._ask(lambda ftp: _listed(ftp, folder)).items())

    def cat_file(self, path: str) -> bytes:
        pieces: list[bytes] = []

        def read(ftp: ftplib.FTP_TLS) -> None:
            pieces.clear()
            ftp.retrbinary(f"RETR {path}", pieces.append)

        attempts = 3  # of another deploy it may come and go meanwhile
        while True:
            try:
                self._ask(read)
                return b"".join(pieces)
            except PermissionError:  # which is said of what is not there, too
                attempts -= 1
                if not self.isfile(path):
                    raise FileNotFoundError(errno.ENOENT, "not found") from None
                if not attempts:
                    raise

    def pipe_file(self, path: str, body: bytes) -> None:
        self._ask(lambda ftp: ftp.storbinary(f"STOR {path}", BytesIO(body)))

    def mv(self, old: str, new: str) -> None:
        try:
            self._ask(lambda ftp: ftp.rename(old, new))
        except PermissionError:
            if not self.isfile(new) or not self.isfile(old):
                raise
            # Servers on Windows replace nothing, so for an instant the file is not there.
            self.rm_file(new)
            self._ask(lambda ftp: ftp.rename(old, new))

    def rm_file(self, path: str) -> None:
        try:
            self._ask(lambda ftp: ftp.delete(path))
        except PermissionError:
            if self.isfile(path):
                raise
            raise FileNotFoundError(errno.ENOENT, "not found") from None

    def mkdir(self, folder: str) -> None:
        self._ask(lambda ftp: ftp.mkd(folder))

    def rmdir(self, folder: str) -> None:
        self._ask(lambda ftp: ftp.rmd(folder))  # only where it is empty

    def modified(self, path: str) -> datetime:
        said = self._ask(lambda ftp: ftp.sendcmd(f"MDTM {path}")).split()
        try:
            return datetime.strptime(said[1][:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC)  # RFC 3659, 3.1
        except (IndexError, ValueError):
            raise NotImplementedError from None

    def _is_folder(self, path: str) -> bool | None:
        """Whether it is a folder; None where there is nothing."""
        folder, _, name = path.rpartition("/")
        return dict(self.listed(folder)).get(name)

    def _open(self) -> ftplib.FTP_TLS:
        ftp = _Connection(timeout=_PATIENCE, context=ssl.create_default_context(), encoding="utf-8")
        try:
            ftp.connect(self._setting.host, self._setting.port)
            ftp.login(self._setting.user, self._password)
            ftp.prot_p()
        except BaseException:
            ftp.close()
            raise
        return ftp

    def _ask(self, work: Callable[[ftplib.FTP_TLS], Result]) -> Result:
        """What the server answers. Raises OSError in the words of Python, and DeployFailed."""
        host = self._setting.host
        try:
            with self._connections.one() as ftp:
                return work(ftp)
        except ssl.SSLCertVerificationError as error:
            remedy = "Ask for the certificate of who has signed it, and let SSL_CERT_FILE name that file."
            raise DeployFailed(
                f"nobody vouches for the certificate of {host}: {error.verify_message}", remedy
            ) from error
        except ftplib.Error as error:
            raise _of_answer(str(error), host) from error
        except EOFError as error:
            raise ConnectionResetError("the server ended the connection") from error


def _is_broken(error: BaseException) -> bool:
    return isinstance(error, OSError | EOFError | ftplib.error_temp | ftplib.error_proto)


def _listed(ftp: ftplib.FTP_TLS, folder: str) -> dict[str, bool]:
    """What is in a folder: whether it is one, by name; nothing where the folder is not there."""
    with suppress(ftplib.error_perm):
        entries = [*ftp.mlsd(folder or "/", ["type"])]
        return {name.rpartition("/")[2]: about.get("type") == "dir" for name, about in entries}
    lines: list[str] = []  # of a server that does not know RFC 3659, or no such folder
    try:
        ftp.retrlines(f"LIST {folder or '/'}", lines.append)
    except ftplib.error_perm as error:
        if str(error)[:3] != "550":
            raise
    parts = [line.split(maxsplit=8) for line in lines]
    return {part[8]: part[0][0] == "d" for part in parts if len(part) == 9}


def _of_answer(said: str, host: str) -> Exception:
    """What the server's answer means (RFC 959, 4.2)."""
    match said[:3]:
        case "530":
            remedy = "Look at `user`; docs/deploy.md says where the password is taken from."
            return DeployFailed(f"{host} does not take this name and password", remedy)
        case "452" | "552":
            return OSError(errno.ENOSPC, said)
        case "553":
            return OSError(errno.EINVAL, said)
        case "550":
            return PermissionError(errno.EACCES, said)
        case "421" | "425" | "426":
            return ConnectionResetError(said)
        case _:
            return OSError(said)
