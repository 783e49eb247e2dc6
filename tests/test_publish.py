"""One publication, step by step. What a user sees of it is in tests/builds/test_output_folder.py."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from faults import alone
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.publish import MANIFEST, BrokeOff, OutputFolder, Published, finish_interrupted

PATHS = st.lists(st.sampled_from(["a", "b", "x"]), min_size=1, max_size=3).map("/".join)
TREES = st.dictionaries(PATHS, st.sampled_from([b"", b"1", b"2"]), max_size=6)


def _publish(folder: Path, outputs: dict[str, bytes]) -> Published:
    target = OutputFolder(folder, "output")
    for path, body in outputs.items():
        target.stage(path, body)
    assert target.problems == []
    return target.commit()


def _tree(folder: Path) -> dict[str, bytes]:
    found = {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
    del found[MANIFEST]
    return found


def _is_a_tree(outputs: dict[str, bytes]) -> bool:
    return not any(other.startswith(f"{path}/") for path in outputs for other in outputs)


def test_nothing_is_to_be_seen_before_the_commit(tmp_path: Path) -> None:
    _publish(tmp_path, {"a": b"1"})
    target = OutputFolder(tmp_path, "output")
    target.stage("a", b"2")
    target.stage("b", b"3")
    assert (tmp_path / "a").read_bytes() == b"1"
    assert not (tmp_path / "b").exists()
    target.abandon()
    assert _tree(tmp_path) == {"a": b"1"}
    assert {path.name for path in tmp_path.iterdir()} == {"a", MANIFEST}


def test_a_commit_tells_what_it_wrote_left_and_removed(tmp_path: Path) -> None:
    _publish(tmp_path, {"a": b"1", "b": b"1", "c/d": b"1"})
    published = _publish(tmp_path, {"a": b"1", "b": b"2", "e": b"1"})
    assert published == Published(written=("b", "e"), unchanged=1, removed=("c/d",))


@settings(deadline=None, max_examples=60)
@given(st.lists(TREES.filter(_is_a_tree), min_size=1, max_size=4))
def test_after_each_of_any_publications_the_folder_is_what_was_published_last(
    tmp_path_factory: pytest.TempPathFactory, publications: list[dict[str, bytes]]
) -> None:
    folder = tmp_path_factory.mktemp("output")
    (folder / "foreign.txt").write_bytes(b"mine")
    for outputs in publications:
        _publish(folder, outputs)
        assert _tree(folder) == {**outputs, "foreign.txt": b"mine"}
        assert not [path for path in folder.rglob("*") if path.is_dir() and not any(path.iterdir())]
        assert _publish(folder, outputs).written == ()


def test_the_manifest_is_the_sorted_list_of_files_and_stays_when_only_bytes_change(tmp_path: Path) -> None:
    _publish(tmp_path, {"b": b"", "a": b"1"})
    manifest = (tmp_path / MANIFEST).read_bytes()
    assert json.loads(manifest) == {"format": 2, "files": ["a", "b"]}
    written = (tmp_path / MANIFEST).stat()
    _publish(tmp_path, {"b": b"2", "a": b"1"})
    assert (tmp_path / MANIFEST).stat() == written


def test_a_manifest_of_the_first_format_is_read(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text('{"format": 1, "files": {"a": "0", "gone": "0"}}')
    for name in ("a", "gone"):
        (tmp_path / name).write_bytes(b"1")
    assert _publish(tmp_path, {"a": b"2"}) == Published(written=("a",), unchanged=0, removed=("gone",))


def test_a_file_that_is_kept_is_not_looked_at_and_one_that_is_not_kept_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _publish(tmp_path, {"a": b"1", "b": b"1", "c": b"1", "d": b"1"})
    target = OutputFolder(tmp_path, "output")
    with monkeypatch.context() as patch:
        for name in ("open", "lstat", "stat"):
            patch.setattr(os, name, lambda *args, **options: pytest.fail("the disk was asked"))
        target.keep("a")
        target.keep_all({"b": None, "c": None, "d": None}, but={"c", "d"})
    target.stage("c", b"2")
    assert target.commit() == Published(written=("c",), unchanged=2, removed=("d",))
    assert _tree(tmp_path) == {"a": b"1", "b": b"1", "c": b"2"}


def test_nothing_is_read_before_somebody_needs_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _publish(tmp_path, {"a": b"1"})
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail(f"{path} was read"))
    target = OutputFolder(tmp_path, "output")
    target.keep("a")
    target.stage("b", b"1")
    target.abandon()


def test_a_publication_that_breaks_off_is_made_good_by_the_next_and_leaves_no_orphan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _publish(tmp_path, {"a": b"1", "old": b"1"})
    replace = os.replace

    def failing(source: str | Path, target: str | Path) -> None:
        if str(target).endswith("new-2"):
            raise OSError(5, "Input/output error", str(target))
        replace(source, target)

    monkeypatch.setattr(os, "replace", failing)
    target = OutputFolder(tmp_path, "output")
    target.stage("new-1", b"1")
    target.stage("new-2", b"2")
    with pytest.raises(BrokeOff, match="Input/output"):
        target.commit()
    target.abandon()  # takes back nothing that is decided
    monkeypatch.undo()
    assert (tmp_path / "new-1").exists()
    assert finish_interrupted(tmp_path)
    assert _tree(tmp_path) == {"new-1": b"1", "new-2": b"2"}
    _publish(tmp_path, {"a": b"1"})
    assert _tree(tmp_path) == {"a": b"1"}
    assert {path.name for path in tmp_path.iterdir()} == {"a", MANIFEST}


def test_what_a_killed_build_had_staged_goes_with_the_next(tmp_path: Path) -> None:
    target = OutputFolder(tmp_path, "output")
    target.stage("a", b"1")
    target.stage("b", b"1")
    _publish(tmp_path, {"a": b"2"})
    assert _tree(tmp_path) == {"a": b"2"}


def _places_taken(folder: Path, outputs: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is moved to its place, in order; `outputs` are paths with their turns."""
    replace, taken = os.replace, []

    def watching(source: str | Path, target: str | Path) -> None:
        if not Path(source).name.startswith(("record", MANIFEST)):
            taken.append(Path(target).relative_to(folder).as_posix())
        replace(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", watching)
        target = OutputFolder(folder, "output")
        for path in sorted(outputs, reverse=True):
            target.stage(path, b"%d" % len(list(folder.rglob("*"))))
        target.commit(outputs.__getitem__)
    return taken


def test_outputs_take_their_places_when_it_is_their_turn_and_new_folders_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = {"z.css": 0, "2012/a.html": 1, "index.html": 2, "tags/x.html": 2, "a.xml": 3, "old.html": 4}
    assert _places_taken(tmp_path, first, monkeypatch) == [
        "z.css",
        "2012",
        "index.html",
        "tags",
        "a.xml",
        "old.html",
    ]
    second = {**first, "2012/b/c.html": 1, "2012/b/d.css": 1, "2013/list.html": 2, "2013/03/a.html": 1}
    assert _places_taken(tmp_path, second, monkeypatch) == [
        "z.css",
        "2012/a.html",
        "2012/b",
        "2013",
        "index.html",
        "tags/x.html",
        "a.xml",
        "old.html",
    ]


def test_an_interrupt_in_the_middle_of_putting_files_in_place_waits_until_all_are_there(
    tmp_path: Path,
) -> None:
    code = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from site_builder.publish import OutputFolder\n"
        "replace = os.replace\n"
        "def interrupting(source, target):\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    replace(source, target)\n"
        "os.replace = interrupting\n"
        "target = OutputFolder(Path(sys.argv[1]), 'output')\n"
        "target.stage('a', b'2')\n"
        "target.stage('b', b'2')\n"
        "try:\n"
        "    target.commit()\n"
        "except KeyboardInterrupt:\n"
        "    print('interrupted')\n"
    )
    _publish(tmp_path, {"a": b"1", "b": b"1"})
    assert alone(code, tmp_path) == "interrupted\n"
    assert _tree(tmp_path) == {"a": b"2", "b": b"2"}
    assert {path.name for path in tmp_path.iterdir()} == {"a", "b", MANIFEST}
