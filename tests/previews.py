"""A preview that runs as a process of its own, and what one does to it."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 20.0  # seconds, for a machine on which much else runs


class Served:
    """A running preview."""

    def __init__(self, folder: Path, process: subprocess.Popen[str]) -> None:
        self.folder = folder
        self.process = process
        self.lines: list[str] = []
        self.url = ""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        until(lambda: self.url or process.poll() is not None)
        assert self.url, self.log()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))
            if found := re.match(r"Preview: (\S+)", line):
                self.url = found[1]

    @property
    def port(self) -> int:
        return urlsplit(self.url).port or 0

    def log(self) -> str:
        return "\n".join(self.lines)

    def builds(self) -> list[str]:
        """The lines of builds, each "what changed → which pages, ms"."""
        return [line for line in self.lines if " → " in line]

    def get(
        self, path: str, headers: Mapping[str, str] | None = None, method: str = "GET"
    ) -> tuple[int, dict[str, str], str]:
        """Status, headers in lower case and text of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, headers=dict(headers or {}))
            answer = connection.getresponse()
            body = answer.read().decode("utf-8", "replace")
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, body
        finally:
            connection.close()

    def shows(self, path: str, text: str) -> bool:
        """Whether a page has a text."""
        return text in self.get(path)[2]

    def raw(self, request: bytes) -> bytes:
        """What the server sends for some bytes, until it hangs up or for long nothing comes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as connection:
            try:
                connection.sendall(request)
                received = b""
                while part := connection.recv(65536):
                    received += part
            except (TimeoutError, ConnectionError):
                pass
            return received

    def stop(self, number: signal.Signals = signal.SIGINT) -> float:
        """End it; how many seconds that took."""
        started = time.monotonic()
        if self.process.poll() is None:
            self.process.send_signal(number)
        self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        return time.monotonic() - started


@contextmanager
def serving(folder: Path, *arguments: str, port: int = 0, below: Sequence[str] = ()) -> Iterator[Served]:
    """A preview of the site in a folder; `below` is a command that runs it."""
    process = subprocess.Popen(
        [
            *below,
            sys.executable,
            "-m",
            "site_builder",
            "serve",
            "-s",
            str(folder),
            "-p",
            str(port),
            *arguments,
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"},
    )
    try:
        served = Served(folder, process)
        yield served
    finally:
        if "COVERAGE_PROCESS_CONFIG" in os.environ:  # what is killed cannot tell what it went through
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(5)
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def until(holds: Callable[[], object], patience: float = PATIENCE) -> bool:
    """Wait until something holds; whether it does."""
    ends = time.monotonic() + patience
    while not holds():
        if time.monotonic() > ends:
            return False
        time.sleep(0.02)
    return True


def overflow(process: int, folder: Path) -> None:
    """Hold a process that watches a folder while more happens there than the system keeps events for.

    What is done last is a loss: of the queue's length on, events are dropped.
    """
    most = int(Path("/proc/sys/fs/inotify/max_queued_events").read_text())
    first, second = folder / ".overflow.swp", folder / ".overflow.swo"
    first.write_text("")
    os.kill(process, signal.SIGSTOP)
    tasks = Path(f"/proc/{process}/task")
    try:
        assert until(lambda: all(") T " in (task / "stat").read_text() for task in tasks.iterdir()))
        for _ in range(most // 4 + 2_000):  # each of the two renames is two events
            first.rename(second)
            second.rename(first)
        first.unlink()
    finally:
        os.kill(process, signal.SIGCONT)
