"""Where a page went: by its former address, its source's former name, or what the asker knows of it."""

from __future__ import annotations

import pytest

from site_builder.preview.moves import Moves, renamed_files


def test_an_article_that_has_another_address_is_found_by_every_former_one() -> None:
    moves = Moves()
    moves.note({"content/a.md": "/a/"}, {"content/a.md": "/b/"}.get, {})
    moves.note({"content/a.md": "/b/"}, {"content/a.md": "/c/"}.get, {})
    assert moves.source_of("/a/") == moves.source_of("/b/") == "content/a.md"
    assert moves.source_of("/elsewhere/") == ""


def test_names_are_followed_and_a_circle_of_them_has_an_end() -> None:
    moves = Moves()
    moves.note({"content/a.md": "/a/"}, lambda name: f"/{name}/", {"content/a.md": "content/b.md"})
    moves.note({"content/b.md": "/b/"}, lambda name: f"/{name}/", {"content/b.md": "content/c.md"})
    assert moves.source_of("/a/") == "content/c.md"
    assert moves.source_of("/", "content/a.md") == "content/c.md"
    moves.note({"content/c.md": "/c/"}, lambda name: f"/{name}/", {"content/c.md": "content/a.md"})
    assert moves.source_of("/b/") == "content/a.md"


def test_a_source_that_nobody_moved_is_what_the_asker_takes_it_for() -> None:
    assert Moves().source_of("/a/", "content/a.md") == "content/a.md"


@pytest.mark.parametrize(
    ("gone", "come", "found"),
    [
        ({"content/a.md": "1"}, {"content/b.md": "1"}, {"content/a.md": "content/b.md"}),
        ({"content/a.md": "1"}, {"content/b.md": "2"}, {"content/a.md": "content/b.md"}),
        ({"content/a.md": "1"}, {"content/b.md": "2", "content/c.md": "3"}, {}),
        ({"content/a.md": "1"}, {"content/z.md": "1", "content/b.md": "1"}, {"content/a.md": "content/b.md"}),
        ({"static/a.css": "1"}, {"static/b.css": "2"}, {}),
        (
            {"content/a.md": "1", "content/x.md": "9"},
            {"content/b.md": "1", "content/y.md": "8"},
            {"content/a.md": "content/b.md", "content/x.md": "content/y.md"},
        ),
        ({"content/a.md": "1"}, {}, {}),
    ],
)
def test_equal_bytes_tell_a_renamed_file_or_that_it_is_the_only_one(
    gone: dict[str, str], come: dict[str, str], found: dict[str, str]
) -> None:
    assert renamed_files(gone, come) == found
