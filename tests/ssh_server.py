"""An OpenSSH server on this machine, with keys of its own, and a way to it that can be cut."""

from __future__ import annotations

import contextlib
import getpass
import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from checkers import program
from loopback import free_port

# Runs what was asked for where no file may grow beyond a few kilobytes, as on a full disk.
_ASKED = 'eval "$SSH_ORIGINAL_COMMAND"'
_FULL = f"trap '' XFSZ; ulimit -f 16; {_ASKED}"


class Wire:
    """A way to a port of this machine. It can be cut, at once or after so many bytes, and mended."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._left: int | None = None  # bytes that may still go there
        self.sent = 0  # bytes that have gone there
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self, after: int = 0) -> None:
        """Let so many bytes pass, then none."""
        with self._lock:
            self._left = after
        if not after:
            self._break()

    def mend(self) -> None:
        """Let everything pass again."""
        with self._lock:
            self._left, self.sent = None, 0

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)  # or whoever waits there is not woken
        self._listening.close()
        self._break()

    def _accept(self) -> None:
        while True:
            try:
                here, _ = self._listening.accept()
            except OSError:
                return
            if self._left is not None and self._left <= 0:
                here.close()
                continue
            threading.Thread(target=self._join, args=(here,), daemon=True).start()

    def _join(self, here: socket.socket) -> None:
        with here, socket.create_connection(("127.0.0.1", self._to)) as there:
            for end in (here, there):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # what comes goes on at once
            with self._lock:
                self._open |= {here, there}
            back = threading.Thread(target=self._carry, args=(there, here, False), daemon=True)
            back.start()
            self._carry(here, there, True)
            back.join()
            with self._lock:
                self._open -= {here, there}

    def _carry(self, one: socket.socket, other: socket.socket, counted: bool) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(65_536):
                if counted and not self._may(len(data)):
                    self._break()
                    break
                other.sendall(data)
        for end in (one, other):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _may(self, count: int) -> bool:
        with self._lock:
            self.sent += count
            if self._left is None:
                return True
            self._left -= count
            return self._left > 0

    def _break(self) -> None:
        with self._lock:
            ends = [*self._open]
        for end in ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


class SshServer:
    """A running server. Whoever comes with a key of `keys` is this process's own user."""

    def __init__(self, folder: Path, port: int, wire: Wire, keys: dict[str, Path]) -> None:
        self.folder = folder
        self.port = port
        self.wire = wire
        self.keys = keys

    def config(self, key: str = "right", *, known: str = "known_hosts", port: int = 0) -> str:
        """A file of settings for ssh that leads here, by the wire, with one of the keys."""
        file = self.folder / f"config-{key}-{known}-{port}"
        lines = (
            "Host digest",
            "HostName 127.0.0.1",
            f"Port {port or self.wire.port}",
            f"User {getpass.getuser()}",
            f"IdentityFile {self.keys[key]}",
            "IdentitiesOnly yes",
            "IdentityAgent none",
            f"UserKnownHostsFile {self.folder / known}",
            "GlobalKnownHostsFile /dev/null",
        )
        file.write_text("\n".join([*lines, ""]))
        return str(file)


def _key(file: Path) -> str:
    """Make a key; gives the public one."""
    made = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(file)]
    subprocess.run(made, check=True, stdin=subprocess.DEVNULL)
    return file.with_name(f"{file.name}.pub").read_text().strip()


@contextmanager
def serving_ssh(folder: Path) -> Iterator[SshServer]:
    """A server for as long as the block lasts, all of its files in a folder.

    Keys: `right`; `read-only` and `full`, with which one finds such a disk; `bare`, with which no rsync;
    `wrong`, which it does not know.
    """
    sshd = program("sshd", "/usr/sbin/sshd", remedy="apt-get install openssh-server brings it")
    program("rsync", remedy="apt-get install rsync brings it")
    folder.chmod(0o700)
    host_key, other_key = _key(folder / "host"), _key(folder / "other-host")
    keys = {name: folder / f"key-{name}" for name in ("right", "read-only", "full", "bare", "wrong")}
    public = {name: _key(file) for name, file in keys.items()}
    sftp = next(p for p in ("/usr/lib/openssh/sftp-server", "/usr/libexec/sftp-server") if Path(p).is_file())
    bare = folder / "bare"
    bare.mkdir()
    (bare / "sh").symlink_to("/bin/sh")
    (folder / "authorized").write_text(
        f"{public['right']}\n"
        f'command="{sftp} -R" {public["read-only"]}\n'
        f'command="{_FULL.replace(chr(34), chr(92) + chr(34))}" {public["full"]}\n'
        f'command="PATH={bare}; {_ASKED.replace(chr(34), chr(92) + chr(34))}" {public["bare"]}\n'
    )
    port = free_port()
    wire = Wire(port)
    names = f"[127.0.0.1]:{port},[127.0.0.1]:{wire.port}"
    (folder / "known_hosts").write_text(f"{names} {host_key}\n")
    (folder / "another_host").write_text(f"{names} {other_key}\n")
    (folder / "no_hosts").write_text("")
    settings = (
        f"ListenAddress 127.0.0.1:{port}",
        f"HostKey {folder / 'host'}",
        f"PidFile {folder / 'pid'}",
        f"AuthorizedKeysFile {folder / 'authorized'}",
        "PasswordAuthentication no",
        "KbdInteractiveAuthentication no",
        "PermitRootLogin prohibit-password",
        "StrictModes no",  # a temporary folder is below one that everybody may write to
        "UsePAM no",
        "MaxStartups 100",
        f"SetEnv HOME={folder}",  # whatever the user has a shell do at its start is not done
        f"Subsystem sftp {sftp}",
    )
    (folder / "sshd_config").write_text("\n".join([*settings, ""]))
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # which sshd asks for where root starts it
    command = [str(sshd), "-D", "-e", "-f", str(folder / "sshd_config")]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        _await(port, server, folder / "log")
        yield SshServer(folder, port, wire, keys)
    finally:
        wire.close()
        server.terminate()
        server.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


def _await(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(1200):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        assert server.poll() is None, log.read_text()
        time.sleep(0.05)
    raise AssertionError(log.read_text())
