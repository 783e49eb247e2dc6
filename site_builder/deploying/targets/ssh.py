"""Commands on a server, over ssh, all through one connection. Knows nothing of sites.

ssh is called as a program, so that it finds its settings, keys, agent and known hosts where it always does.
It is never asked to ask anybody: what it does not know is refused, and said.
"""

from __future__ import annotations

import errno
import os
import re
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from site_builder.deploying.failures import DeployFailed

_PATIENCE = 20.0  # seconds for a server to answer
_FAILED = 255  # what ssh ends with when it is ssh that failed
# What systems say, with LC_ALL=C, and what it means.
_SAID = {
    "No space left on device": errno.ENOSPC,
    "Disk quota exceeded": errno.EDQUOT,
    "File too large": errno.EFBIG,
    "Read-only file system": errno.EROFS,
    "Permission denied": errno.EACCES,
    "Operation not permitted": errno.EPERM,
    "File name too long": errno.ENAMETOOLONG,
    "Not a directory": errno.ENOTDIR,
    "Is a directory": errno.EISDIR,
    "File exists": errno.EEXIST,
}


class Ssh:
    """A server, and the words that reach it."""

    def __init__(self, host: str, port: int, config: Path | None, environ: Mapping[str, str]) -> None:
        self._host = host
        self._shown = f"{host}:{port}" if port else host
        self._environ = {**environ, "LC_ALL": "C"}
        self._shared: Path | None = None  # the folder with the socket of the one connection
        self._words = [
            "ssh",
            "-o",
            "BatchMode=yes",
            "-o",
            f"ConnectTimeout={_PATIENCE:.0f}",
            "-o",
            "ServerAliveInterval=15",
        ]
        self._words += ["-F", str(config)] if config else []
        self._words += ["-p", str(port)] if port else []

    def connect(self) -> None:
        """Log in. Raises DeployFailed where the server is unknown or refuses, and ConnectionError."""
        if self._shared or os.name == "nt":  # whose ssh cannot share connections
            return
        self._shared = Path(tempfile.mkdtemp(prefix="site-"))
        self._words += ["-S", str(self._shared / "s")]
        # Into a file, not a pipe: the process that stays behind would keep a pipe open.
        with (self._shared / "said").open("w+b") as said:
            done = subprocess.run(
                [*self._words, "-M", "-f", "-N", "--", self._host],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=said,
                env=self._environ,
                check=False,
            )
            said.seek(0)
            text = said.read().decode("utf-8", "replace")
        if done.returncode:
            self.close()
            raise self._unreached(text)

    def close(self) -> None:
        """Log out."""
        if self._shared:
            leave = [*self._words, "-O", "exit", "--", self._host]
            subprocess.run(
                leave, stdin=subprocess.DEVNULL, capture_output=True, env=self._environ, check=False
            )
            shutil.rmtree(self._shared, ignore_errors=True)
            self._words = self._words[: self._words.index("-S")]
            self._shared = None

    def run(
        self, script: str, *words: str, given: bytes = b"", told: Iterable[int] = ()
    ) -> tuple[int, bytes]:
        """What a script for the server's `sh` ends with and has to say; `given` is what it reads.

        Codes other than 0 are errors, unless they are among the `told`. Raises OSError and DeployFailed.
        """
        line = shlex.join(["sh", "-c", f"export LC_ALL=C\n{script}", "sh", *words])
        done = subprocess.run(
            [*self._words, "--", self._host, line],
            input=given,
            capture_output=True,
            env=self._environ,
            check=False,
        )
        if done.returncode and done.returncode not in told:
            text = done.stderr.decode("utf-8", "replace")
            if done.returncode == _FAILED:
                raise self._unreached(text)
            raise error_of(text)
        return done.returncode, done.stdout

    def send(self, rsync: Iterable[str], given: bytes) -> None:
        """Run rsync here, with this connection; `given` is what it reads. Raises OSError and DeployFailed."""
        done = subprocess.run(
            ["rsync", "-e", shlex.join(self._words), *rsync],
            input=given,
            capture_output=True,
            env=self._environ,
            check=False,
        )
        if not done.returncode:
            return
        text = done.stderr.decode("utf-8", "replace")
        if done.returncode in (_FAILED, 10, 30, 35):  # no connection, or none any more
            raise self._unreached(text)
        error = error_of(text)
        is_cut = done.returncode == 12 and not error.errno  # the stream of data ended before its time
        raise ConnectionResetError(_first(text)) if is_cut else error

    def _unreached(self, text: str) -> Exception:
        if "Host key verification failed" in text or "host key is known" in text:
            return changed_key(self._shown) if "HAS CHANGED" in text else unknown_host(self._shown)
        if "Permission denied (" in text or "Too many authentication failures" in text:
            return refused(self._shown)
        if re.search(r"Bad configuration option|no such option|Can't open user config file", text):
            return DeployFailed(
                f"ssh cannot read its settings: {_first(text)}", "Mend the file, or `config`."
            )
        return ConnectionError(_first(text))


def unknown_host(host: str) -> DeployFailed:
    """Nobody has said that the server is who it says it is."""
    name, _, port = host.rpartition("@")[2].partition(":")
    return DeployFailed(
        f"the key of {host} is not among the known hosts, so it may be anybody",
        f"Ask for it:  ssh-keyscan{f' -p {port}' if port else ''} {name} >> ~/.ssh/known_hosts\n"
        "and compare  ssh-keygen -lf ~/.ssh/known_hosts  with what the server's people publish.",
    )


def changed_key(host: str) -> DeployFailed:
    """The server has another key than it had."""
    name, _, port = host.rpartition("@")[2].partition(":")
    entry = f"[{name}]:{port}" if port else name
    return DeployFailed(
        f"{host} has another key than the known hosts say: it is a new server, or not yours at all",
        f"Ask its people. If the key was changed:  ssh-keygen -R '{entry}'  and add the new one.",
    )


def refused(host: str) -> DeployFailed:
    """The server takes none of the keys, nor the password."""
    return DeployFailed(
        f"{host} lets nobody in with your keys",
        "Try  ssh  by hand. A key with a passphrase has to be in the agent (ssh-add); the public one has to"
        " stand in ~/.ssh/authorized_keys on the server.",
    )


def error_of(text: str) -> OSError:
    """The error that a program of the server speaks of; without a number where it is an unusual one."""
    said = _first(text)
    for words, number in _SAID.items():
        if words in text:
            return OSError(number, said)
    return OSError(said)


def _first(text: str) -> str:
    """The first line that says something, in one piece."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("Warning")]
    return " ".join(lines[0].split())[:300] if lines else "it said nothing"
