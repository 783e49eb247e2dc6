"""The state can be lost or damaged in any way at any time: the next build is right, and says so in a line.

`STATE_MUTATIONS=1000` in the environment makes it more of them.
"""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from digests import Digest, article
from edits import CLOCK, FILES

from site_builder import build as building
from site_builder.incremental.store import FORMAT
from site_builder.locking import STATE

Begin = Callable[..., Digest]
MUTATIONS = int(os.environ.get("STATE_MUTATIONS", "300"))
PARTS = 4
EDIT = {"content/b.md": FILES["content/b.md"].replace("Envoy speaks", "Envoy talks")}


def _flip(content: bytearray, chance: random.Random, older: bytes) -> bytes:
    for _ in range(chance.choice([1, 1, 2, 10, 200])):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    return bytes(content)


def _cut(content: bytearray, chance: random.Random, older: bytes) -> bytes:
    return bytes(content[: chance.randrange(len(content))])


def _zero_a_page(content: bytearray, chance: random.Random, older: bytes) -> bytes:
    size = 8192
    page = chance.randrange(len(content) // size)
    content[page * size : (page + 1) * size] = bytes(size)
    return bytes(content)


def _swap_pages(content: bytearray, chance: random.Random, older: bytes) -> bytes:
    size = 8192
    one, two = (chance.randrange(len(content) // size) * size for _ in range(2))
    content[one : one + size], content[two : two + size] = (
        content[two : two + size],
        content[one : one + size],
    )
    return bytes(content)


def _mix_with_an_older_one(content: bytearray, chance: random.Random, older: bytes) -> bytes:
    size = 8192
    at = chance.randrange(min(len(content), len(older)) // size) * size
    content[at : at + size] = older[at : at + size]
    return bytes(content)


def _put_back_an_older_one(content: bytearray, chance: random.Random, older: bytes) -> bytes:
    return older


def _noise(content: bytearray, chance: random.Random, older: bytes) -> bytes:
    return chance.randbytes(chance.choice([0, 1, 100, len(content)]))


BYTES = (
    _flip,
    _flip,
    _cut,
    _zero_a_page,
    _swap_pages,
    _mix_with_an_older_one,
    _put_back_an_older_one,
    _noise,
)


def _delete_rows(file: Path, chance: random.Random) -> None:
    connection = sqlite3.connect(file)
    keys = {
        "parts": "name",
        "buckets": "name || bucket",
        "shelf": "name || key",
        "cards": "id",
        "texts": "id",
    }
    for _ in range(chance.choice([1, 1, 3])):
        table = chance.choice(sorted(keys))
        rows = connection.execute(f"SELECT {keys[table]} FROM {table} ORDER BY 1").fetchall()
        if rows:
            connection.execute(f"DELETE FROM {table} WHERE {keys[table]} = ?", chance.choice(rows))
    connection.commit()
    connection.close()


def _mutate(file: Path, content: bytes, older: bytes, chance: random.Random) -> str:
    file.write_bytes(content)
    if chance.random() < 0.3:
        _delete_rows(file, chance)
        return "delete rows"
    how = chance.choice(BYTES)
    file.write_bytes(how(bytearray(content), chance, older))
    return how.__name__


@pytest.mark.parametrize("part", range(PARTS))
def test_no_damage_to_the_state_ends_a_build_or_changes_what_it_makes(digest: Begin, part: int) -> None:
    site = digest({**FILES, "layouts/404.html": "{{ site.count() }} {{ site.today }}"})
    site.build(clock=CLOCK)
    file = site.folder / STATE / "state.db"
    older = file.read_bytes()
    site.write({"content/e.md": article("Ferns", "Many ferns.", date="2012-06-20", tags=["un"])})
    site.build(clock=CLOCK)
    content = file.read_bytes()
    wanted = {False: site.output()}
    site.write(EDIT)
    site.build(clock=CLOCK, full=True)
    wanted[True] = site.output()
    for number in range(part, MUTATIONS, PARTS):
        chance = random.Random(number)
        edited = chance.random() < 0.5
        site.write(EDIT if edited else {"content/b.md": FILES["content/b.md"]})
        how = _mutate(file, content, older, chance)
        lines: list[str] = []
        built = building.build(_options(site), environ={}, tell=lines.append)
        assert site.output() == wanted[edited], (number, how)
        assert len(lines) <= 1, (number, how, lines)
        assert all(line.startswith("state: ") for line in lines)
        assert built.outputs, (number, how)


def _options(site: Digest) -> building.Options:
    from site_builder.options import Where

    return building.Options(where=Where(site.folder), clock=CLOCK)


def _told(site: Digest) -> list[str]:
    lines: list[str] = []
    building.build(_options(site), environ={}, tell=lines.append)
    return lines


@pytest.fixture
def site(digest: Begin) -> Iterator[Digest]:
    """A digest that was built."""
    made = digest(FILES)
    made.build(clock=CLOCK)
    before = made.output()
    yield made
    assert made.output() == before


def test_a_state_of_another_version_of_the_builder_is_set_aside_with_a_line(
    site: Digest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "builder_fingerprint", lambda package: "another")
    assert _told(site) == [
        "state: written by another version of the builder or its libraries; building everything"
    ]
    assert _told(site) == []


def test_a_state_of_another_format_is_set_aside_with_a_line(site: Digest) -> None:
    with sqlite3.connect(site.folder / STATE / "state.db") as connection:
        connection.execute("PRAGMA user_version=99")
    assert _told(site) == [f"state: written in format 99, this is {FORMAT}; building everything"]
    assert _told(site) == []


def test_a_missing_state_is_no_news(site: Digest) -> None:
    shutil.rmtree(site.folder / STATE)
    before = site.stamps()
    assert _told(site) == []
    assert site.stamps() == before


@pytest.mark.parametrize("content", [b"", b"noise", b"SQLite format 3\0" + bytes(500)])
def test_a_state_that_is_no_state_is_built_anew_with_a_line_and_touches_no_output(
    site: Digest, content: bytes
) -> None:
    (site.folder / STATE / "state.db").write_bytes(content)
    before = site.stamps()
    lines = _told(site)
    assert len(lines) == 1
    assert lines[0].startswith("state: cannot be ")
    assert site.stamps() == before
    assert _told(site) == []


def test_a_state_that_was_replaced_by_a_folder_is_told_of(site: Digest) -> None:
    file = site.folder / STATE / "state.db"
    file.unlink()
    (file / "in").mkdir(parents=True)
    assert all(line.startswith("state: ") for line in _told(site))


def test_where_no_state_can_be_kept_every_build_builds_everything_and_says_so(site: Digest) -> None:
    elsewhere = site.folder.parent / "elsewhere"
    (site.folder / STATE).rename(elsewhere)
    (site.folder / STATE).symlink_to(elsewhere, target_is_directory=True)
    before = {path.name: path.read_bytes() for path in elsewhere.iterdir() if path.is_file()}
    for _ in range(2):
        (line,) = _told(site)
        assert line.startswith("state: cannot be kept (")
    assert {path.name: path.read_bytes() for path in elsewhere.iterdir() if path.is_file()} == before


@pytest.mark.skipif(os.geteuid() == 0, reason="whoever may write everywhere is not kept from it")
def test_a_state_in_a_folder_that_cannot_be_written_is_no_obstacle(site: Digest) -> None:
    folder = site.folder / STATE
    folder.chmod(0o500)
    try:
        site.write({"static/x.txt": "x"})
        (line,) = _told(site)
    finally:
        folder.chmod(0o700)
        (site.folder / "static/x.txt").unlink()
    assert line.startswith("state: cannot be kept (")
    _told(site)


def test_a_state_from_a_backup_of_the_whole_folder_builds_what_is_there_now(site: Digest) -> None:
    backup = site.folder.parent / "backup"
    shutil.copytree(site.folder, backup)
    site.write(EDIT)
    assert _told(site) == []
    shutil.rmtree(site.folder)
    backup.rename(site.folder)
    assert _told(site) == []
