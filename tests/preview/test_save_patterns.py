"""However an editor saves, one save is one rebuild with the right text; what only reads causes none."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from digests import CONFIG, Digest, article, many
from previews import Served, serving, until

NAME = "content/a001.md"
PAGE = "/2012/01/02/a001/"
AT_ONCE = (
    0.025  # seconds, less than the preview waits for quiet: an editor that is held up longer saves twice
)
TRIES = 4  # of a save, for one that is at once


@pytest.fixture(scope="module", params=[(), ("--poll", "0.2")], ids=["watching", "polling"])
def served(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Served]:
    site = Digest(tmp_path_factory.mktemp("saves") / "site")
    site.write({"config.yaml": CONFIG, **many(5)})
    with serving(site.folder, *request.param) as running:
        yield running


def quiet(served: Served) -> int:
    """How many builds there were, when what another test has left behind is built."""
    builds = -1
    while builds != (builds := len(served.builds())):
        time.sleep(0.8)
    return builds


def text(word: str) -> bytes:
    return article("Headline 1", f"The word is {word}.", date="2012-01-02").encode()


def in_place(file: Path, data: bytes) -> None:
    with file.open("r+b") as opened:
        opened.write(data)
        opened.truncate()


def truncated_first(file: Path, data: bytes) -> None:
    file.write_bytes(b"")
    time.sleep(0.01)
    file.write_bytes(data)


def vim(file: Path, data: bytes) -> None:
    """`:w` with backup: a probe, the file renamed, a new one written, the backup removed."""
    probe = file.parent / "4913"
    probe.write_bytes(b"")
    probe.unlink()
    backup = file.with_name(f"{file.name}~")
    file.rename(backup)
    with file.open("wb") as opened:
        opened.write(data)
        os.fsync(opened.fileno())
    backup.unlink()


def emacs(file: Path, data: bytes) -> None:
    """A lock that is a dangling link, an auto-save file, a backup, then the file."""
    lock = file.with_name(f".#{file.name}")
    lock.symlink_to("editor@machine.1234:1")
    saved = file.with_name(f"#{file.name}#")
    saved.write_bytes(data[:10])
    file.rename(file.with_name(f"{file.name}~"))
    file.write_bytes(data)
    saved.unlink()
    lock.unlink()


def vs_code_atomic(file: Path, data: bytes) -> None:
    partial = file.with_name(f"{file.name}.vsctmp")
    partial.write_bytes(data)
    partial.replace(file)


def jetbrains(file: Path, data: bytes) -> None:
    """Safe write: a new file beside, the old one renamed, the new one put in its place."""
    new, old = file.with_name(f"{file.name}___jb_tmp___"), file.with_name(f"{file.name}___jb_old___")
    new.write_bytes(data)
    file.rename(old)
    new.rename(file)
    old.unlink()


def helix(file: Path, data: bytes) -> None:
    """The old file renamed away, the new one written, the old one removed."""
    backup = file.with_name(f"{file.name}.abcdef.bck~")
    file.rename(backup)
    file.write_bytes(data)
    backup.unlink()


def sed(file: Path, data: bytes) -> None:
    partial = file.with_name("sedAbC123")
    partial.write_bytes(data)
    partial.chmod(0o644)
    partial.rename(file)


def git_checkout(file: Path, data: bytes) -> None:
    file.unlink()
    file.write_bytes(data)


def rsync(file: Path, data: bytes) -> None:
    partial = file.with_name(f".{file.name}.Xy12Zq")
    partial.write_bytes(data)
    os.utime(partial, (1_300_000_000, 1_300_000_000))
    partial.rename(file)


def copied_with_its_times(file: Path, data: bytes) -> None:
    """`cp -p` of a file that is older and as long."""
    before = file.stat()
    file.write_bytes(data)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


SAVES = [
    in_place,
    truncated_first,
    vim,
    emacs,
    vs_code_atomic,
    jetbrains,
    helix,
    sed,
    git_checkout,
    rsync,
    copied_with_its_times,
]


@pytest.mark.parametrize("save", SAVES, ids=lambda save: save.__name__)
def test_one_save_is_one_rebuild_with_the_right_text(
    served: Served, save: Callable[[Path, bytes], None]
) -> None:
    for _ in range(TRIES):
        word = f"{save.__name__}-{time.monotonic_ns()}"
        before = quiet(served)
        began = time.monotonic()
        save(served.folder / NAME, text(word))
        took = time.monotonic() - began
        assert until(lambda word=word: served.shows(PAGE, word)), served.log()
        assert until(lambda before=before: len(served.builds()) > before)
        time.sleep(0.5)
        assert "error" not in served.log()
        if took < AT_ONCE:
            break
    assert len(served.builds()) == before + 1, served.log()
    for left in (served.folder / "content").iterdir():
        if left.suffix != ".md":
            left.unlink()


def test_reading_touching_and_droppings_cause_nothing(served: Served) -> None:
    before = quiet(served)
    for file in served.folder.rglob("*.md"):
        file.read_bytes()
    (served.folder / NAME).touch()
    (served.folder / "content/.a001.md.swp").write_bytes(b"x")
    (served.folder / "content/.a001.md.swp").unlink()
    (served.folder / "output").mkdir(exist_ok=True)
    (served.folder / "output/x.html").write_text("x")
    time.sleep(1)
    assert len(served.builds()) == before, served.log()


def test_a_content_folder_that_is_replaced_is_followed(served: Served) -> None:
    content = served.folder / "content"
    other = served.folder / "elsewhere"
    shutil.copytree(content, other)
    shutil.rmtree(content)
    assert until(lambda: served.get(PAGE)[0] == 404), served.log()
    other.rename(content)
    assert until(lambda: served.get(PAGE)[0] == 200), served.log()
    (content / "a001.md").write_bytes(text("after the exchange"))
    assert until(lambda: served.shows(PAGE, "after the exchange")), served.log()


def test_a_storm_of_new_files_ends_with_all_of_them(served: Served) -> None:
    folder = served.folder / "content/storm"
    for n in range(150):
        file = folder / f"{n % 10}/s{n:03}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(article(f"Storm {n}", date="2012-02-02"))
    assert until(lambda: all(served.get(f"/2012/02/02/s{n:03}/")[0] == 200 for n in (0, 75, 149)))
    shutil.rmtree(folder)
    assert until(lambda: served.get("/2012/02/02/s149/")[0] == 404)
    assert until(lambda: " files (content/storm/" in served.log()), "many changes are told as that"


def test_a_real_checkout_is_followed(served: Served) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")

    def git(*words: str) -> None:
        identity = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        subprocess.run(["git", *identity, *words], cwd=served.folder, check=True, capture_output=True)

    (served.folder / NAME).write_bytes(text("on the first branch"))
    git("init", "-q", "-b", "first")
    git("add", "content", "config.yaml")
    git("commit", "-qm", "x")
    git("checkout", "-qb", "second")
    (served.folder / NAME).write_bytes(text("on the second branch"))
    git("commit", "-qam", "y")
    assert until(lambda: served.shows(PAGE, "on the second branch"))
    git("checkout", "-q", "first")
    assert until(lambda: served.shows(PAGE, "on the first branch")), served.log()


def test_a_linked_content_folder_is_followed(tmp_path: Path) -> None:
    site = Digest(tmp_path / "site")
    real = Digest(tmp_path / "real")
    real.write({name.removeprefix("content/"): data for name, data in many(3).items()})
    site.write({"config.yaml": CONFIG})
    (site.folder / "content").symlink_to(real.folder)
    with serving(site.folder) as running:
        (real.folder / "a001.md").write_bytes(text("behind the link"))
        assert until(lambda: running.shows(PAGE, "behind the link")), running.log()


def test_a_file_that_is_emptied_and_written_a_tenth_of_a_second_later_is_no_error(served: Served) -> None:
    word = f"slow-{time.monotonic_ns()}"
    quiet(served)
    with (served.folder / NAME).open("wb") as file:
        time.sleep(0.1)
        file.write(text(word))
    assert until(lambda: served.shows(PAGE, word)), served.log()
    assert "error" not in served.log()
