"""Hints of changes: what the system tells, what is passed over, and where it refuses to watch."""

from __future__ import annotations

import errno
import logging
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from previews import until

from site_builder.preview import watching
from site_builder.preview.watching import Root, Watching


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
    assert until(lambda: heard.hints, 5)
    assert set(heard.hints) == {str(file)}


def test_what_is_ignored_gives_no_hint(tmp_path: Path, watch: Any) -> None:
    (tmp_path / "output").mkdir()
    _, heard = watch(str(tmp_path / "output"))
    (tmp_path / "output" / "a.html").write_text("x")
    (tmp_path / "b.md").write_text("x")
    assert until(lambda: str(tmp_path / "b.md") in heard.hints, 5)
    assert set(heard.hints) == {str(tmp_path / "b.md")}


def test_a_new_folder_could_hold_anything(tmp_path: Path, watch: Any) -> None:
    _, heard = watch()
    (tmp_path / "new").mkdir()
    assert until(lambda: None in heard.hints, 5)


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
    assert until(lambda: str(tmp_path / "a.md") in heard.hints, 5)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EMFILE])
def test_where_the_system_refuses_the_remedy_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    class Refusing(watching.Observer):  # type: ignore[misc, valid-type]
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


def test_a_folder_that_is_not_there_yet_is_no_fault(tmp_path: Path, watch: Any) -> None:
    made, heard = watch()
    made.watch([Root(str(tmp_path)), Root(str(tmp_path / "later"))])
    (tmp_path / "later").mkdir()
    assert made.watch([Root(str(tmp_path)), Root(str(tmp_path / "later"))])
    assert heard.lines == []
