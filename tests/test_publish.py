"""One publication, step by step. What a user sees of it is in tests/builds/test_output_folder.py."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.publish import MANIFEST, BrokeOff, OutputFolder, Published

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


def _is_staged(path: str | Path) -> bool:
    return ".site-builder-stage" in Path(path).parts


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


def test_the_manifest_lists_every_file_with_the_digest_of_its_bytes(tmp_path: Path) -> None:
    _publish(tmp_path, {"b": b"", "a": b"1"})
    manifest = json.loads((tmp_path / MANIFEST).read_text())
    assert list(manifest["files"]) == ["a", "b"]
    assert manifest["files"]["b"] == "cae66941d9efbd404e4d88758ea67670"


def test_a_publication_that_breaks_off_is_made_good_by_the_next_and_leaves_no_orphan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _publish(tmp_path, {"a": b"1", "old": b"1"})
    replace, moved = os.replace, []

    def failing(source: str | Path, target: str | Path) -> None:
        if _is_staged(source):
            moved.append(target)
            if len(moved) > 1:
                raise OSError(5, "Input/output error", str(target))
        replace(source, target)

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(BrokeOff, match="Input/output"):
        _publish(tmp_path, {"new-1": b"1", "new-2": b"2"})
    monkeypatch.undo()
    assert (tmp_path / "new-1").exists()
    _publish(tmp_path, {"a": b"1"})
    assert _tree(tmp_path) == {"a": b"1"}
    assert {path.name for path in tmp_path.iterdir()} == {"a", MANIFEST}


def test_what_a_killed_build_had_staged_goes_with_the_next(tmp_path: Path) -> None:
    target = OutputFolder(tmp_path, "output")
    target.stage("a", b"1")
    target.stage("b", b"1")
    _publish(tmp_path, {"a": b"2"})
    assert _tree(tmp_path) == {"a": b"2"}


def test_assets_take_their_places_before_the_pages_that_use_them_and_lists_come_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace, moved = os.replace, []

    def watching(source: str | Path, target: str | Path) -> None:
        if _is_staged(source):
            moved.append(Path(target).relative_to(tmp_path))
        replace(source, target)

    monkeypatch.setattr(os, "replace", watching)
    paths = ["assets/style.css", "2012/03/12/homs/index.html", "index.html", "sitemap.xml", "tags/index.html"]
    _publish(tmp_path, dict.fromkeys(reversed(paths), b"1"))
    turns = [next(n for n, done in enumerate(moved) if Path(path).is_relative_to(done)) for path in paths]
    assert turns == sorted(turns)
    assert turns[0] < turns[1] < turns[2]
