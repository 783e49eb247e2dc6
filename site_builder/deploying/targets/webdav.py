"""A folder of a server that speaks WebDAV (RFC 4918), by webdav4: Nextcloud, Apache, nginx, many hosts.

Each file is put beside its place and moved there, which the server does in one step.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, TypeVar

from site_builder.deploy_settings import WebdavTarget
from site_builder.deploying.failures import DeployFailed
from site_builder.deploying.secret_words import password_of
from site_builder.deploying.targets.kind import Setup, Target
from site_builder.deploying.targets.remote import Remote, System

if TYPE_CHECKING:
    from webdav4.client import Client

Result = TypeVar("Result")

_PATIENCE = 60.0  # seconds for a server to answer
_ERRORS = {
    404: errno.ENOENT,
    405: errno.EEXIST,  # of MKCOL
    409: errno.ENOENT,  # the folder above is not there
    412: errno.EEXIST,
    413: errno.EFBIG,
    414: errno.ENAMETOOLONG,
    403: errno.EACCES,
    423: errno.EACCES,
    507: errno.ENOSPC,
}


def open_target(setting: WebdavTarget, setup: Setup) -> Target:
    """The folder of these settings. Raises DeployFailed where a package is missing."""
    try:
        from webdav4.client import Client
    except ImportError:
        remedy = "Install it:  pip install 'site-builder[webdav]'"
        raise DeployFailed(f"a package is missing to deploy to {setting.url}", remedy) from None
    password = password_of(setup.name, setup.environ)
    auth = (setting.user, password) if setting.user or password else None
    # Tried again is elsewhere, and with longer pauses.
    client = Client(setting.url, auth=auth, timeout=_PATIENCE, retry=False)
    return Remote(_Webdav(client, setting.url), "", setting.url, setting.threads)


class _Webdav(System):
    """Files of the server; paths begin with a stroke and are below its address."""

    def __init__(self, client: Client, shown: str) -> None:
        super().__init__()
        self._client = client
        self._shown = shown

    def close(self) -> None:
        self._client.http.close()

    def info(self, path: str) -> object:
        return self._ask(lambda: self._client.request("HEAD", path))

    def isfile(self, path: str) -> bool:
        return self._is_folder(path) is False

    def isdir(self, path: str) -> bool:
        return self._is_folder(path) is True

    def listed(self, folder: str) -> Iterator[tuple[str, bool]]:
        for entry in self._ask(lambda: self._client.ls(folder, detail=True)):
            yield entry["name"].strip("/").rpartition("/")[2], entry["type"] == "directory"

    def cat_file(self, path: str) -> bytes:
        return self._ask(lambda: bytes(self._client.request("GET", path).content))

    def pipe_file(self, path: str, body: bytes) -> None:
        self._ask(lambda: self._client.request("PUT", path, content=body))

    def mv(self, old: str, new: str) -> None:
        self._ask(lambda: self._client.move(old, new, overwrite=True))

    def rm_file(self, path: str) -> None:
        self._ask(lambda: self._client.remove(path))

    def mkdir(self, folder: str) -> None:
        self._ask(lambda: self._client.mkdir(folder))

    def rmdir(self, folder: str) -> None:
        """Folders stay: taking one away would take along what somebody has just put into it."""
        raise NotImplementedError

    def unclaim(self, folder: str) -> None:
        self.rm_file(folder)

    def modified(self, path: str) -> datetime:
        said = self._ask(lambda: self._client.request("HEAD", path)).headers.get("Last-Modified")
        if not said:
            raise NotImplementedError
        return parsedate_to_datetime(said).astimezone(UTC)

    def _is_folder(self, path: str) -> bool | None:
        """Whether it is a folder; None where there is nothing."""
        try:
            return bool(self._ask(lambda: self._client.isdir(path)))
        except FileNotFoundError:
            return None

    def _ask(self, work: Callable[[], Result]) -> Result:
        """What the server answers. Raises OSError in the words of Python, and DeployFailed."""
        import httpx
        from webdav4 import client as webdav

        try:
            return work()
        except (webdav.ResourceNotFound, webdav.ResourceConflict) as error:
            raise FileNotFoundError(errno.ENOENT, "not found") from error
        except webdav.ResourceAlreadyExists as error:
            raise FileExistsError(errno.EEXIST, "File exists") from error
        except webdav.InsufficientStorage as error:
            raise OSError(errno.ENOSPC, "no room") from error
        except (webdav.ForbiddenOperation, webdav.ResourceLocked) as error:
            raise PermissionError(errno.EACCES, "the server forbids it") from error
        except webdav.HTTPError as error:
            raise _of_status(int(error.status_code), self._shown) from error
        except webdav.ClientError as error:
            raise OSError(str(error)) from error
        except httpx.TimeoutException as error:
            raise TimeoutError("the server does not answer") from error
        except httpx.TransportError as error:
            raise ConnectionError(str(error) or type(error).__name__) from error


def _of_status(status: int, host: str) -> Exception:
    """What the server's answer means (RFC 9110, 15; RFC 4918, 11)."""
    if status == 401:
        remedy = "Look at `user`; docs/deploy.md says where the password is taken from."
        return DeployFailed(f"{host} does not take this name and password", remedy)
    if status in _ERRORS:
        return OSError(_ERRORS[status], f"the server says {status}")
    return OSError(f"the server says {status}")
