"""Folders and lists give what is in them, in order, and what one of them lacks stops no other."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest
from loopback import answer, serving, site
from samples import MAIL, PAGE, TEXT

from site_builder.importing.items import Item
from site_builder.importing.sources import items_of
from site_builder.problems import Problem


def names(source: Path | str, root: Path) -> list[str]:
    """What came of it: paths of items, and codes of problems."""
    return [
        Path(result.name).relative_to(root).as_posix() if isinstance(result, Item) else result.code
        for result in items_of(str(source))
    ]


def write(root: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def test_a_folder_gives_its_files_by_name_and_passes_over_what_is_hidden(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "b.txt": TEXT,
            "a/z.eml": MAIL,
            "a/c.html": PAGE,
            ".git/x": TEXT,
            ".hidden": TEXT,
            "_drafts/x.txt": TEXT,
            "_x.txt": TEXT,
            "b.txt~": TEXT,
            "c.txt": b"",
        },
    )
    assert names(tmp_path, tmp_path) == ["a/c.html", "a/z.eml", "b.txt", "empty-file"]
    assert names(f"{tmp_path}/", tmp_path) == ["a/c.html", "a/z.eml", "b.txt", "empty-file"]


def test_what_a_browser_saved_beside_a_page_is_passed_over(tmp_path: Path) -> None:
    write(tmp_path, {"Talks.html": PAGE, "Talks_files/logo.png": b"\x89PNG", "Talks_files/ad.html": PAGE})
    write(tmp_path, {"Other_files/a.txt": TEXT})
    assert names(tmp_path, tmp_path) == ["Other_files/a.txt", "Talks.html"]


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path, {"in/a.txt": TEXT, "out/secret.txt": TEXT})
    (tmp_path / "in/b").symlink_to(tmp_path / "out")
    (tmp_path / "in/c").symlink_to(tmp_path / "in")
    (tmp_path / "in/d.txt").symlink_to(tmp_path / "out/secret.txt")
    found = names(tmp_path / "in", tmp_path / "in")
    assert [name for name in found if name.endswith(".txt")] == ["a.txt"]
    assert "link-outside" in found


def test_a_bad_file_stops_no_other(tmp_path: Path) -> None:
    write(
        tmp_path, {"a.pdf": b"%PDF-1.4", "b.txt": TEXT, "c.xml": b"<?xml version='1.0'?><x/>", "d.txt": TEXT}
    )
    assert names(tmp_path, tmp_path) == ["not-text", "b.txt", "unknown-kind", "d.txt"]


def test_a_folder_without_files_is_told(tmp_path: Path) -> None:
    (found,) = items_of(str(tmp_path))
    assert isinstance(found, Problem)
    assert found.code == "empty-folder"


def test_a_folder_is_read_as_it_is_asked_for(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": TEXT, "b.txt": TEXT})
    results = items_of(str(tmp_path))
    next(results)
    (tmp_path / "b.txt").unlink()
    second = next(results)
    assert isinstance(second, Problem)
    assert second.code == "not-found"


def test_a_list_gives_what_it_names_relative_to_itself(tmp_path: Path) -> None:
    write(tmp_path, {"in/a.txt": TEXT, "in/sub/b.txt": TEXT, "in/with space.txt": TEXT})
    write(tmp_path, {"in/list.txt": b"\xef\xbb\xbf# stories\r\nsub\r\n\r\n  with space.txt  \r\na.txt\r\n"})
    expected = ["in/sub/b.txt", "in/with space.txt", "in/a.txt"]
    assert names(tmp_path / "in/list.txt", tmp_path) == expected


def test_a_line_that_is_mistyped_is_one_problem(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": TEXT, "b.txt": TEXT, "list": b"a.txt\nbb.txt\nb.txt\n"})
    assert names(tmp_path / "list", tmp_path) == ["a.txt", "not-found", "b.txt"]


@pytest.mark.parametrize(
    "text", ["a.txt\nand then they met again.\n", "Geneva\nBerne\n", "x.txt\ny.txt\nz.txt\n", "and/or\n"]
)
def test_a_text_that_is_mostly_something_else_is_no_list(text: str, tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": TEXT, "story": text.encode()})
    assert names(tmp_path / "story", tmp_path) == ["story"]


def test_lists_that_name_each_other_come_to_an_end(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"a.lst": b"b.lst\nx.txt\n", "b.lst": b"./a.lst\ny.txt\n./b.lst\n", "x.txt": TEXT, "y.txt": TEXT},
    )
    assert names(tmp_path / "a.lst", tmp_path) == ["list-loop", "y.txt", "list-loop", "x.txt"]


def test_a_list_in_a_folder_that_it_names_comes_to_an_end(tmp_path: Path) -> None:
    write(tmp_path, {"list.txt": b"./\na.txt\n", "a.txt": TEXT})
    assert names(tmp_path, tmp_path) == ["a.txt", "list-loop", "a.txt"]


def test_addresses_in_a_list_are_fetched(tmp_path: Path) -> None:
    pytest.importorskip("httpx", reason="the extra [import] is not installed")
    from datetime import UTC, datetime

    from site_builder.importing.fetching.fetcher import Fetcher
    from site_builder.importing.fetching.limits import Limits

    pages = {
        "/a": answer(PAGE, kind="text/html; charset=koi8-r"),
        "/list": answer(b"/etc/hosts\n", kind="text/plain"),
        "/gz": answer(gzip.compress(TEXT), kind="application/gzip"),
    }
    with serving(site(pages)) as server:
        fetcher = Fetcher(
            clock=lambda: datetime(2012, 3, 12, tzinfo=UTC), allow_private=True, limits=Limits(pace=0)
        )
        lines = [f"{server.url}/{path}" for path in ("a", "gone", "list", "gz")]
        write(tmp_path, {"list": "\n".join(lines).encode()})
        first, second, third, fourth = items_of(str(tmp_path / "list"), fetcher=fetcher)
    assert first == Item(
        name=lines[0],
        original=PAGE,
        suffix=".html",
        shape="page",
        content=PAGE,
        charset="koi8-r",
        url=lines[0],
        retrieved="2012-03-12T00:00:00Z",
    )
    assert isinstance(second, Problem)
    assert second.place.source == lines[1]
    assert isinstance(third, Item)  # what was fetched names no files of this machine
    assert third.content == b"/etc/hosts\n"
    assert isinstance(fourth, Item)
    assert (fourth.content, fourth.url) == (TEXT, lines[3])
