"""One build at a time, by a lock of the system's own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from faults import alone

from site_builder.locking import STATE, building

HOLD = (
    "import sys, time\n"
    "from pathlib import Path\n"
    "from site_builder.locking import building\n"
    "with building(Path(sys.argv[1]), print):\n"
    "    print('held', flush=True)\n"
    "    time.sleep(float(sys.argv[2]))\n"
)


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the lock of `tmp_path` until it is killed."""
    command = [sys.executable, "-c", HOLD, str(tmp_path), "60"]
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environ) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def _is_free(folder: Path) -> bool:
    told: list[str] = []
    with building(folder, told.append, wait=False) as is_held:
        assert told == []
        return is_held


def test_the_lock_is_held_inside_and_free_again_after(tmp_path: Path) -> None:
    with building(tmp_path, pytest.fail) as is_held:
        assert is_held
        assert not _is_free(tmp_path)
    assert _is_free(tmp_path)
    assert (tmp_path / STATE / ".gitignore").read_text() == "*\n"
    assert (tmp_path / STATE / "lock").read_text() == ""


def test_who_waits_is_told_once_by_whom_the_lock_is_held_and_since_when(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path), "0.3"]
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environ) as process:
        assert process.stdout
        process.stdout.readline()
        told: list[str] = []
        with building(tmp_path, told.append) as is_held:
            assert is_held
        (line,) = told
    since = r"since \d\d:\d\d:\d\d"
    assert re.fullmatch(rf"another build is running \(pid {process.pid}, {since}\); waiting for it", line)


def test_the_lock_of_a_killed_process_is_free_at_once(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    assert not _is_free(tmp_path)
    holder.kill()
    holder.wait()
    assert (tmp_path / STATE / "lock").read_text().startswith(str(holder.pid))
    assert _is_free(tmp_path)


def test_a_file_that_was_left_behind_with_the_number_of_a_living_process_means_nothing(
    tmp_path: Path,
) -> None:
    (tmp_path / STATE).mkdir()
    (tmp_path / STATE / "lock").write_text(f"{os.getppid()} 00:00:00\n")
    assert _is_free(tmp_path)


@pytest.mark.parametrize("text", ["", "x", "1 2 3", "one 00:00:00", "\xff"])
def test_what_the_file_says_is_for_the_message_only(
    tmp_path: Path, holder: subprocess.Popen[str], text: str
) -> None:
    (tmp_path / STATE / "lock").write_bytes(text.encode("latin-1"))
    assert not _is_free(tmp_path)


def test_a_worker_that_outlives_a_killed_build_does_not_keep_its_lock(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys, time\n"
        "from pathlib import Path\n"
        "from site_builder.locking import building\n"
        "lock = building(Path(sys.argv[1]), print)\n"
        "lock.__enter__()\n"
        "worker = os.fork()\n"
        "if worker == 0:\n"
        "    os.close(1), os.close(2)\n"
        "    time.sleep(60)\n"
        "print(worker, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run(command, capture_output=True, text=True, env=environ, check=False)
    worker = int(run.stdout)
    try:
        os.kill(worker, 0)
        assert _is_free(tmp_path)
    finally:
        os.kill(worker, 9)


def test_where_there_can_be_no_lock_a_build_goes_on_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fcntl = pytest.importorskip("fcntl")
    assert _is_free(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()
    (tmp_path / "file").mkdir()
    (tmp_path / "file" / STATE).write_text("no folder")
    assert _is_free(tmp_path / "file")

    def unknown(file: int, operation: int) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(fcntl, "flock", unknown)
    with building(tmp_path, pytest.fail) as is_held:
        assert is_held
        assert _is_free(tmp_path)
    monkeypatch.setitem(sys.modules, "fcntl", None)
    assert _is_free(tmp_path)


@pytest.mark.parametrize("link", [STATE, f"{STATE}/lock"])
def test_nothing_is_written_through_a_link(tmp_path: Path, link: str) -> None:
    site, outside = tmp_path / "site", tmp_path / "outside"
    outside.mkdir()
    (outside / "lock").write_text("mine")
    (site / link).parent.mkdir(parents=True)
    (site / link).symlink_to(outside if link == STATE else outside / "lock")
    assert _is_free(site)
    assert [(path.name, path.read_text()) for path in outside.iterdir()] == [("lock", "mine")]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_built_without_a_lock(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        assert _is_free(tmp_path)
    finally:
        tmp_path.chmod(0o700)


def test_waiting_for_the_lock_can_be_interrupted(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    code = (
        "import os, signal, sys, threading\n"
        "from pathlib import Path\n"
        "from site_builder.interrupts import Interrupted, listen\n"
        "from site_builder.locking import building\n"
        "listen()\n"
        "threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGTERM)).start()\n"
        "try:\n"
        "    with building(Path(sys.argv[1]), lambda line: None):\n"
        "        print('held')\n"
        "except Interrupted as why:\n"
        "    print(why, why.code)\n"
    )
    started = time.monotonic()
    assert alone(code, tmp_path) == "Terminated. 143\n"
    assert time.monotonic() - started < 10
