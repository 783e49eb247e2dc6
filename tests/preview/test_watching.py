"""Hints of changes: what the system tells, what is passed over, and where it refuses to watch."""

from __future__ import annotations

import ctypes
import errno
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from previews import ROOT, overflow, until

from site_builder.preview import watching
from site_builder.preview.watch_limit import WatchLimit
from site_builder.preview.watching import Root, Watching, on_a_network


class Heard:
    """Hints and lines that came."""

    def __init__(self) -> None:
        self.hints: list[str | None] = []
        self.lines: list[str] = []


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Callable[..., tuple[Watching, Heard]]]:
    begun: list[Watching] = []

    def begin(*ignored: str) -> tuple[Watching, Heard]:
        heard = Heard()
        made = Watching(heard.hints.append, ignored, heard.lines.append)
        begun.append(made)
        made.start()
        made.watch([Root(str(tmp_path))])
        return made, heard

    yield begin
    for made in begun:
        made.stop()


def test_a_written_file_is_a_hint_and_a_read_one_is_none(tmp_path: Path, watch: Any) -> None:
    file = tmp_path / "a.md"
    file.write_text("x")
    _, heard = watch()
    file.read_text()
    shutil.copy(file, "/dev/null")
    (tmp_path / ".a.md.swp").write_text("x")
    (tmp_path / "a.md~").write_text("x")
    file.write_text("y")
    assert until(lambda: heard.hints)
    assert set(heard.hints) == {str(file)}


def test_what_is_ignored_gives_no_hint(tmp_path: Path, watch: Any) -> None:
    (tmp_path / "output").mkdir()
    _, heard = watch(str(tmp_path / "output"))
    (tmp_path / "output" / "a.html").write_text("x")
    (tmp_path / "b.md").write_text("x")
    assert until(lambda: str(tmp_path / "b.md") in heard.hints)
    assert set(heard.hints) == {str(tmp_path / "b.md")}


def test_a_new_folder_could_hold_anything(tmp_path: Path, watch: Any) -> None:
    _, heard = watch()
    (tmp_path / "new").mkdir()
    assert until(lambda: None in heard.hints)


def test_lost_events_are_a_hint_that_it_could_be_anything(watch: Any) -> None:
    _, heard = watch()
    logging.getLogger("watchdog.observers.inotify_c").warning("Inotify queue overflowed")
    assert heard.hints == [None]


def test_a_folder_that_was_replaced_is_watched_again(tmp_path: Path, watch: Any) -> None:
    made, heard = watch()
    assert not made.watch([Root(str(tmp_path))])
    tmp_path.rename(tmp_path.with_name("away"))
    tmp_path.mkdir()
    assert made.watch([Root(str(tmp_path))])
    heard.hints.clear()
    (tmp_path / "a.md").write_text("x")
    assert until(lambda: str(tmp_path / "a.md") in heard.hints)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EMFILE])
def test_where_the_system_refuses_the_remedy_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    class Refusing(watching.Observer):
        def schedule(self, *args: Any, **kwargs: Any) -> Any:
            raise OSError(number, "inotify limit reached")

    monkeypatch.setattr(watching, "Observer", Refusing)
    heard = Heard()
    made = Watching(heard.hints.append, (), heard.lines.append)
    made.start()
    assert made.watch([Root(str(tmp_path))])
    assert made.is_limited
    assert "sysctl fs.inotify.max_user_watches" in heard.lines[0]
    assert not made.watch([Root(str(tmp_path))])


@pytest.mark.skipif(sys.platform != "linux", reason="no other system has this limit")
def test_a_folder_below_that_finds_no_place_under_the_limit_is_not_silent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, watch: Any
) -> None:
    """watchdog tells of a refusal for the uppermost folder only."""
    made, heard = watch()
    (tmp_path / "below").mkdir()
    assert not made.is_limited
    monkeypatch.setattr(WatchLimit, "is_reached", lambda self: True)
    assert made.watch([Root(str(tmp_path))])
    assert made.is_limited
    assert "looking at all files every second" in heard.lines[0]


@pytest.mark.skipif(sys.platform != "linux", reason="no other system has this limit")
def test_the_limit_is_found_by_trying(monkeypatch: pytest.MonkeyPatch) -> None:
    limit = WatchLimit()
    assert not limit.is_reached()
    for number, is_reached in ((errno.ENOSPC, True), (errno.ENOENT, False)):

        class Refusing:
            def inotify_add_watch(self, *args: Any, number: int = number) -> int:
                ctypes.set_errno(number)
                return -1

        monkeypatch.setattr(limit, "_system", Refusing())
        assert limit.is_reached() is is_reached
    limit.close()
    assert not limit.is_reached()


@pytest.mark.parametrize(
    ("mounts", "kind"),
    [
        ("/dev/sda / ext4 rw 0 0\nC:\\ /mnt/c 9p rw 0 0", "9p"),
        ("/dev/sda / ext4 rw 0 0\nhost:/x /mnt nfs4 rw 0 0", "nfs4"),
        ("host:/x / nfs4 rw 0 0\n/dev/sda /mnt/c ext4 rw 0 0", ""),
        ("/dev/sda / ext4 rw 0 0\n//host/x /mnt/c/my\\040digest cifs rw 0 0", "cifs"),
        ("/dev/sda / ext4 rw 0 0\nx /mnt/c/my fuse.sshfs rw 0 0", ""),
        ("", ""),
    ],
)
def test_folders_on_a_network_are_known_by_their_mounts(mounts: str, kind: str) -> None:
    assert on_a_network(Path("/mnt/c/my digest"), mounts) == kind


FLOOD = """
import select, sys
from pathlib import Path
from site_builder.preview.watching import Root, Watching
made = Watching(lambda path: print(path, flush=True), (), print)
made.start()
made.watch([Root(sys.argv[1])])
print("ready", flush=True)
select.select([sys.stdin], [], [], 60)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the queue is Linux's")
def test_a_queue_that_the_system_lets_overflow_is_a_hint_that_it_could_be_anything(tmp_path: Path) -> None:
    """The watcher is held while more happens than the system keeps events for."""
    (tmp_path / "a").write_text("x")
    command = [sys.executable, "-c", FLOOD, str(tmp_path)]
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        overflow(process.pid, tmp_path)
        assert any(line == "None\n" for line in process.stdout), "it never heard of the loss"
    finally:
        process.kill()
        process.communicate()


def test_a_folder_that_is_not_there_yet_is_no_fault(tmp_path: Path, watch: Any) -> None:
    made, heard = watch()
    made.watch([Root(str(tmp_path)), Root(str(tmp_path / "later"))])
    (tmp_path / "later").mkdir()
    assert made.watch([Root(str(tmp_path)), Root(str(tmp_path / "later"))])
    assert heard.lines == []
