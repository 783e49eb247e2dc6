"""What a killed command leaves behind, and what the next one makes of it."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from faults import CALLS, STAGE, Fault, alone, failing, faults, tree

from site_builder.publish import MANIFEST, BrokeOff, OutputFolder, finish_interrupted, is_interrupted

OLD = {
    "404.html": b"same",
    "index.html": b"old",
    "2012/a/index.html": b"old",
    "2012/gone/index.html": b"old",
    "file": b"becomes a folder",
    "folder/x": b"becomes a file",
    "folder/below/y": b"becomes a file",
}
NEW = {
    "404.html": b"same",
    "index.html": b"new",
    "2012/a/index.html": b"new",
    "2013/b/index.html": b"new",
    "2013/index.html": b"new",
    "tags/c/index.html": b"new",
    "file/x/y": b"new",
    "folder": b"new",
    "style.css": b"new",
}
FOREIGN = {"CNAME": b"mine", "2012/notes.txt": b"mine"}


def publish(folder: Path, outputs: dict[str, bytes]) -> OutputFolder:
    """One publication, which is dropped when anything fails, as a build does it."""
    target = OutputFolder(folder, "output")
    try:
        for path, body in outputs.items():
            target.stage(path, body)
        assert target.problems == []
        target.commit(lambda path: 1 if path.endswith(".html") else 0)
    except BaseException:
        target.abandon()
        raise
    return target


def begin(folder: Path) -> None:
    """A folder with a published site, and with somebody else's files."""
    publish(folder, OLD)
    for path, body in FOREIGN.items():
        (folder / path).write_bytes(body)


def _write_record(folder: Path, staged: dict[str, bytes] | None = None, **record: Any) -> None:
    for path, body in (staged or {}).items():
        (folder / STAGE / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / STAGE / path).write_bytes(body)
    (folder / STAGE).mkdir(parents=True, exist_ok=True)
    (folder / STAGE / "record.json").write_text(json.dumps({"format": 1, **record}))


@pytest.mark.parametrize("start", ["begin", "lambda folder: publish(folder, {})"], ids=["a site", "nothing"])
def test_a_publication_may_be_killed_after_any_call_and_so_may_whoever_finishes_it(
    tmp_path: Path, start: str
) -> None:
    code = (
        "import importlib.util, sys\n"
        "from pathlib import Path\n"
        "from faults import kill_everywhere\n"
        "from site_builder.publish import finish_interrupted\n"
        "from site_builder.publish.journal import has_record\n"
        "spec = importlib.util.spec_from_file_location('test_recovery', sys.argv[1])\n"
        "module = importlib.util.module_from_spec(spec)\n"
        "spec.loader.exec_module(module)\n"
        "begin, publish = module.begin, module.publish\n"
        f"kill_everywhere(Path(sys.argv[2]), {start}, lambda folder: publish(folder, module.NEW),"
        " finish_interrupted, has_record)\n"
    )
    assert alone(code, __file__, tmp_path) == "ok\n"


WRITING = {"write", "mkdir", "replace"}
FAULTS = {
    "full from then on": (errno.ENOSPC, WRITING, True),
    "one call that fails": (errno.EIO, set(CALLS), False),
    "no right to make one call": (errno.EACCES, WRITING | {"open", "unlink", "rmdir"}, False),
    "too many open files": (errno.EMFILE, {"open", "scandir"}, False),
}


@pytest.mark.parametrize("what", FAULTS)
def test_a_disk_that_fails_at_any_call_leaves_the_old_site_or_one_that_the_next_command_finishes(
    tmp_path: Path, what: str
) -> None:
    number, names, is_lasting = FAULTS[what]
    begin(tmp_path / "model")
    old, new = tree(tmp_path / "model"), {**NEW, **FOREIGN}
    shutil.copytree(tmp_path / "model", tmp_path / "counted")
    with faults(tmp_path / "counted", lambda *_: None) as calls:
        publish(tmp_path / "counted", NEW)
    outcomes = Counter[str]()
    for at in (at for at, name in enumerate(calls, 1) if name in names):
        folder = tmp_path / f"at-{at}"
        shutil.copytree(tmp_path / "model", folder)
        broken, error = _attempt(folder, failing(at, number, names=names, lasting=is_lasting))
        if broken:
            outcomes["half"] += 1
            assert str(broken.error.filename).startswith(str(folder))
            assert finish_interrupted(folder)
            assert tree(folder) == new
        elif error:
            outcomes["nothing"] += 1
            assert str(error.filename).startswith(("output", str(folder)))
            assert tree(folder) == old
            assert not (folder / STAGE).exists()
        publish(folder, NEW)
        assert tree(folder) == new, at
        assert not (folder / STAGE).exists()
    assert outcomes["half"]
    assert outcomes["nothing"]


def _attempt(folder: Path, fault: Fault) -> tuple[BrokeOff | None, OSError | None]:
    """One publication, and how it failed if it did."""
    try:
        with faults(folder, fault):
            publish(folder, NEW)
    except BrokeOff as broken:
        return broken, None
    except OSError as error:
        return None, error
    return None, None


def test_a_disk_that_takes_half_of_what_it_is_given_tears_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, data: write(file, bytes(data)[: max(1, len(data) // 2)]))
    publish(tmp_path, NEW)
    monkeypatch.undo()
    assert tree(tmp_path) == NEW
    assert set(json.loads((tmp_path / MANIFEST).read_text())["files"]) == set(NEW)


def test_what_was_only_staged_is_dropped_with_a_word_and_what_was_decided_is_finished_with_another(
    tmp_path: Path,
) -> None:
    publish(tmp_path, {"a": b"1"})
    assert finish_interrupted(tmp_path) == ""
    OutputFolder(tmp_path, "output").stage("b", b"1")
    assert is_interrupted(tmp_path)
    assert "before it published anything" in finish_interrupted(tmp_path)
    assert tree(tmp_path) == {"a": b"1"}
    _write_record(tmp_path, {"new/b": b"1"}, moves=[["new/b", "b"]], manifest=["a", "b"])
    assert "that is finished now" in finish_interrupted(tmp_path)
    assert tree(tmp_path) == {"a": b"1", "b": b"1"}
    assert not is_interrupted(tmp_path)
    assert finish_interrupted(tmp_path) == ""


def test_whoever_opens_the_folder_finds_it_finished(tmp_path: Path) -> None:
    _write_record(tmp_path, {"new/b": b"1"}, moves=[["new/b", "b"]], manifest=["b"])
    assert OutputFolder(tmp_path, "output").made() == ("b",)


def test_a_record_that_leads_out_of_the_folder_moves_and_removes_nothing_there(tmp_path: Path) -> None:
    folder, outside = tmp_path / "output", tmp_path / "outside"
    publish(folder, {"a": b"1"})
    outside.mkdir()
    (outside / "canary").write_bytes(b"alive")
    (folder / "link").symlink_to(outside, target_is_directory=True)
    names = ["../outside/canary", str(outside / "canary"), "link/canary", "a/../../outside/canary", "", "\0"]
    moves = [["new/b", name] for name in [*names, "link/new", "../new", MANIFEST, f"{STAGE}/x"]]
    moves += [
        [source, "taken"] for source in ("../../outside/canary", "../link/canary", "..", "new/c/canary")
    ]
    _write_record(folder, {"new/b": b"1"}, cleared=names, moves=moves, removed=names, manifest=["a", *names])
    (folder / STAGE / "new/c").symlink_to(outside, target_is_directory=True)
    assert finish_interrupted(folder)
    assert {path.name: path.read_bytes() for path in outside.iterdir()} == {"canary": b"alive"}
    assert not (tmp_path / "new").exists()
    assert tree(folder) == {"a": b"1"}


def test_a_link_in_the_place_of_the_stage_or_of_the_record_is_not_followed(tmp_path: Path) -> None:
    folder, outside = tmp_path / "output", tmp_path / "outside"
    publish(folder, {"a": b"1"})
    _write_record(outside, {"new/b": b"1"}, moves=[["new/b", "b"]], manifest=["b"])
    held = {path: path.stat().st_mtime_ns for path in outside.rglob("*")}
    (folder / STAGE).symlink_to(outside / STAGE, target_is_directory=True)
    finish_interrupted(folder)
    (folder / STAGE).mkdir()
    (folder / STAGE / "record.json").symlink_to(outside / STAGE / "record.json")
    finish_interrupted(folder)
    assert tree(folder) == {"a": b"1"}
    assert not is_interrupted(folder)
    assert {path: path.stat().st_mtime_ns for path in outside.rglob("*")} == held


def test_what_somebody_has_put_into_the_folder_since_the_kill_is_left_and_not_claimed(tmp_path: Path) -> None:
    publish(tmp_path, {"a": b"1"})
    staged = {"new/2013/x/index.html": b"2", "new/2013/y": b"2", "new/z": b"2", "new/d/e": b"2"}
    moves = [["new/2013", "2013"], ["new/z", "z"], ["new/d", "d"]]
    _write_record(tmp_path, staged, moves=moves, manifest=["2013/x/index.html", "2013/y", "a", "d/e", "z"])
    (tmp_path / "2013/y").mkdir(parents=True)
    for path in ("2013/notes.txt", "2013/y/mine", "z", "d"):
        (tmp_path / path).write_bytes(b"mine")
    assert finish_interrupted(tmp_path)
    mine = dict.fromkeys(["2013/notes.txt", "2013/y/mine", "z", "d"], b"mine")
    assert tree(tmp_path) == {"a": b"1", "2013/x/index.html": b"2", **mine}
    assert OutputFolder(tmp_path, "output").made() == ("2013/x/index.html", "a")


def test_a_folder_that_somebody_has_removed_since_the_kill_is_made_again(tmp_path: Path) -> None:
    publish(tmp_path, {"deep/down/a": b"1"})
    _write_record(tmp_path, {"changed/0": b"2"}, moves=[["changed/0", "deep/down/a"]])
    shutil.rmtree(tmp_path / "deep")
    assert finish_interrupted(tmp_path)
    assert tree(tmp_path) == {"deep/down/a": b"2"}


@pytest.mark.parametrize("rubbish", [b"", b"{", b"\xff", b"[]", b'{"format": 99}', b'{"moves": 1}'])
def test_a_record_that_cannot_be_understood_decides_nothing(tmp_path: Path, rubbish: bytes) -> None:
    publish(tmp_path, {"a": b"1"})
    _write_record(tmp_path, {"new/b": b"1"})
    (tmp_path / STAGE / "record.json").write_bytes(rubbish)
    assert "before it published anything" in finish_interrupted(tmp_path)
    assert tree(tmp_path) == {"a": b"1"}
    assert not is_interrupted(tmp_path)
