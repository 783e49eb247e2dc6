"""What a terminal shows while something takes long, and that nothing else is shown it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TextIO

import pytest

from site_builder import terminal

pty = pytest.importorskip("pty", reason="this system has no terminals of this kind")


class Screen:
    """A terminal, and what was written to it."""

    def __init__(self) -> None:
        self._end, other = pty.openpty()
        self.stream: TextIO = os.fdopen(other, "w", encoding="utf-8")

    def shown(self) -> str:
        self.stream.flush()
        os.set_blocking(self._end, False)
        found = b""
        with suppress(BlockingIOError):
            while True:
                found += os.read(self._end, 65_536)
        return found.decode()

    def close(self) -> None:
        self.stream.close()
        os.close(self._end)


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[Screen]:
    made = Screen()
    monkeypatch.setenv("TERM", "xterm")
    yield made
    made.close()


def test_what_takes_longer_than_a_second_has_a_bar_that_goes_away(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr(sys, "stderr", screen.stream)
    monkeypatch.setattr(terminal.time, "monotonic", lambda: now[0])
    with terminal.progress_bar(quiet=False) as progress:
        assert progress
        progress("deploy", 1, 40)
        assert screen.shown() == ""
        now[0] += 1.1
        progress("deploy", 30, 40)
        shown = screen.shown()
        assert "deploy" in shown
        assert "30/40" in shown
    assert "\x1b[2K" in screen.shown(), "its line is empty again"


def test_where_nobody_looks_there_is_no_bar(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", screen.stream)
    with terminal.progress_bar(quiet=True) as progress:
        assert progress is None
    with (tmp_path / "log").open("w", encoding="utf-8") as log:
        monkeypatch.setattr(sys, "stderr", log)
        with terminal.progress_bar(quiet=False) as progress:
            assert progress is None
