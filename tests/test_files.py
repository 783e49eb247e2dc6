"""Walking a site's folders, and writing whole files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from site_builder.files import Scan, digest_of, empty_folders, write_whole


def _files(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return folder


def test_files_are_found_in_any_depth_by_their_path_with_forward_slashes_in_code_point_order(
    tmp_path: Path,
) -> None:
    _files(tmp_path, "b.md", "a/z.md", "a/B.md", "a.md", "é.md")
    scan = Scan(tmp_path, "content", underscored=False)
    assert list(scan.files) == ["a.md", "a/B.md", "a/z.md", "b.md", "é.md"]
    assert Path(scan.files["a/z.md"]).read_text() == "a/z.md"
    assert scan.problems == []


def test_a_folder_that_is_not_there_holds_no_files(tmp_path: Path) -> None:
    scan = Scan(tmp_path / "gone", "static", underscored=True)
    assert (scan.files, scan.problems) == ({}, [])


@pytest.mark.parametrize(
    ("underscored", "dotted", "found"),
    [
        (False, False, ["a"]),
        (True, False, ["_headers", "a"]),
        (True, True, [".nojekyll", ".well-known/x", "_headers", "a"]),
    ],
)
def test_names_with_an_underscore_or_a_dot_are_found_only_where_they_mean_something(
    tmp_path: Path, underscored: bool, dotted: bool, found: list[str]
) -> None:
    _files(tmp_path, "a", "_headers", ".nojekyll", ".well-known/x", ".git/config", ".env", "_headers~")
    scan = Scan(tmp_path, "static", underscored=underscored, dotted=dotted)
    assert list(scan.files) == found


def test_a_link_to_a_file_or_folder_inside_is_followed(tmp_path: Path) -> None:
    _files(tmp_path, "a/x.md")
    (tmp_path / "b").symlink_to("a", target_is_directory=True)
    (tmp_path / "y.md").symlink_to("a/x.md")
    scan = Scan(tmp_path, "content", underscored=False)
    assert list(scan.files) == ["a/x.md", "b/x.md", "y.md"]


def test_two_links_that_lead_to_each_other_end(tmp_path: Path) -> None:
    _files(tmp_path, "a/x.md", "b/y.md")
    (tmp_path / "a/b").symlink_to("../b", target_is_directory=True)
    (tmp_path / "b/a").symlink_to("../a", target_is_directory=True)
    scan = Scan(tmp_path, "content", underscored=False)
    assert {"a/x.md", "b/y.md"} <= set(scan.files)
    assert {problem.code for problem in scan.problems} <= {"link-loop"}


def test_what_is_no_regular_file_is_passed_over(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    assert Scan(tmp_path, "content", underscored=False).files == {}


def test_a_digest_depends_on_every_byte_and_is_the_same_everywhere() -> None:
    assert digest_of(b"a") != digest_of(b"b") != digest_of(b"")
    assert digest_of(b"") == "cae66941d9efbd404e4d88758ea67670"  # BLAKE2b with a length of 16 bytes


def test_a_file_is_written_whole_into_folders_that_are_made_for_it(tmp_path: Path) -> None:
    write_whole(tmp_path / "a/b/c.txt", b"one")
    write_whole(tmp_path / "a/b/c.txt", b"two")
    assert (tmp_path / "a/b/c.txt").read_bytes() == b"two"
    assert [path.name for path in (tmp_path / "a/b").iterdir()] == ["c.txt"]


def test_a_write_that_fails_leaves_the_former_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "c.txt"
    path.write_bytes(b"former")

    def failing(source: object, target: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"former"
    assert [p.name for p in tmp_path.iterdir()] == ["c.txt"]


def test_empty_folders_are_removed_up_to_the_root_and_full_ones_are_left(tmp_path: Path) -> None:
    root = _files(tmp_path / "root", "a/full.txt")
    (root / "a/b/c").mkdir(parents=True)
    (root / "d/e").mkdir(parents=True)
    empty_folders(root, iter([root / "a/b/c", root / "d/e", root / "gone"]))
    assert sorted(path.relative_to(root).as_posix() for path in root.rglob("*")) == ["a", "a/full.txt"]
    empty_folders(root / "a", iter([tmp_path]))
    assert root.is_dir()
