"""Proves that the preview holds out: many edits, many rebuilds under fire, many cycles with rude browsers,
a checkout that changes thousands of files at once.

    python benchmarks/endurance.py                     all four at full length, ten minutes
    python benchmarks/endurance.py --edits 40 --rebuilds 30 --cycles 60 --files 300

Each proof starts a preview of its own as a process, does what it says, and gives figures; it raises
AssertionError where a promise is broken. The tests run the same proofs in short.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import platform
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from digests import CONFIG, Digest, article, many
from previews import PATIENCE, Served, serving, until

READERS = 8
ARTICLES = 10
TEXTS = 7 * ARTICLES  # after so many cycles they come again
GROWTH = 4.0  # megabytes by which memory may differ between two looks at a process that does not grow


@dataclasses.dataclass(frozen=True)
class Edited:
    """What became of many edits in a short time."""

    edits: int
    seconds: float  # in which they were made
    rebuilds: int
    shown: float  # seconds from the last edit to the page that has it


@dataclasses.dataclass(frozen=True)
class Hammered:
    """What readers saw while the site was rebuilt."""

    rebuilds: int
    answers: int
    generations: int  # that were seen


@dataclasses.dataclass(frozen=True)
class Held:
    """What a process holds."""

    files: int
    threads: int
    megabytes: float  # resident


@dataclasses.dataclass(frozen=True)
class Cycled:
    """What a process held after a tenth of the cycles, and at the end."""

    cycles: int
    seconds: float
    early: Held
    late: Held


@dataclasses.dataclass(frozen=True)
class Stormed:
    """What came of a checkout."""

    files: int  # that it changed
    shown: float  # seconds from its end to a home page of the new state only
    slowest: float  # seconds, of the answers in between
    rebuilds: int
    told: str  # by the first of them


def edit_quickly(folder: Path, edits: int, seconds: float) -> Edited:
    """So many edits of ten articles: none is lost, and in the end the site is that of a clean build."""
    site = _site(folder)
    with _previewing(site) as running:
        before = len(running.builds())
        began = time.monotonic()
        for n in range(edits):
            _edit(site, n)
            time.sleep(max(0.0, began + (n + 1) * seconds / edits - time.monotonic()))
        ended = time.monotonic()
        for n in range(max(0, edits - ARTICLES), edits):
            assert until(lambda n=n: running.shows(_page(n), f"Edit number {n}.")), running.log()[-2000:]
        shown = time.monotonic() - ended
        _is_that_of_a_clean_build(site, running)
        return Edited(edits, ended - began, len(running.builds()) - before, shown)


def hammer(folder: Path, rebuilds: int, readers: int = READERS) -> Hammered:
    """Readers who ask all the time, while the site's title, which stands on each page several times, a style
    sheet and an article change again and again: they see whole pages of one generation only.
    """
    site = _site(folder)

    def write(n: int) -> None:
        new = site.folder / "config.new"
        new.write_text(CONFIG.replace("The Test Digest", f"Title number {n}"))
        new.replace(site.folder / "config.yaml")
        site.write({"layouts/assets/style.css": f"body {{ margin: {n}px }}"})
        _edit(site, n)

    write(0)
    seen: set[str] = set()
    faults: list[str] = []
    answers = [0] * readers
    ends = threading.Event()

    def read(number: int) -> None:
        while not ends.is_set():
            for path in ("/", _page(2), "/tags/"):
                status, _, body = running.get(path)
                titles = set(re.findall(r"Title number \d+", body))
                style = re.search(r'href="(/assets/[^"]+)"', body)
                if status != 200 or not body.rstrip().endswith("</html>") or len(titles) != 1 or not style:
                    faults.append(f"{status} {path} {titles} {body[-80:]}")
                elif (found := running.get(style[1]))[0] != 200:
                    faults.append(f"{found[0]} {style[1]}")
                seen.update(titles)
                answers[number] += 2

    with _previewing(site) as running:
        crowd = [threading.Thread(target=read, args=[number]) for number in range(readers)]
        for reader in crowd:
            reader.start()
        try:
            for n in range(1, rebuilds + 1):
                write(n)
                assert until(lambda n=n: f"Title number {n}" in seen), f"{n} {faults[:3]} {running.log()}"
        finally:
            ends.set()
            for reader in crowd:
                reader.join()
        assert faults == [], faults[:3]
        _is_that_of_a_clean_build(site, running)
        return Hammered(rebuilds, sum(answers), len(seen))


def cycle(folder: Path, cycles: int) -> Cycled:
    """Edits, each with a browser that hears of it, one that goes away in the middle of an answer, and one
    that never comes to the point: in the end the process holds what it held at first.

    Texts come again after some edits: what is kept of words and titles has bounds, and these are far away.
    """
    site = _site(folder)
    with _previewing(site) as running:
        process = Path(f"/proc/{running.process.pid}")
        early = late = Held(0, 0, 0.0)
        began = time.monotonic()
        for n in range(cycles):
            with _listening(running) as stream, _connected(running) as half_open:
                half_open.sendall(b"GET / HTT")
                _edit(site, n % TEXTS)
                heard = b""
                while b"event: change" not in heard:
                    heard += stream.recv(65536)
                told = f"Edit number {n % TEXTS}."
                assert until(lambda n=n, told=told: running.shows(_page(n), told)), running.log()[-2000:]
                with _connected(running) as vanishing:
                    vanishing.sendall(b"GET /archive/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
            if n == cycles // 10:
                early = held(process)
        assert until(lambda: held(process).files <= early.files), f"{early}, then {held(process)}"
        late = held(process)
        seconds = time.monotonic() - began
        assert late.threads <= early.threads, f"{early}, then {late}"
        assert late.megabytes <= early.megabytes + GROWTH, f"{early}, then {late}"
        assert "Traceback" not in running.log()
        return Cycled(cycles, seconds, early, late)


def storm(folder: Path, files: int) -> Stormed:
    """A checkout that writes so many articles anew, removes some and brings some: the site is asked for all
    the while, answers, and ends as that of a clean build.
    """
    site = Digest(folder / "site")
    articles = many(files)
    site.write({"config.yaml": CONFIG, ".gitignore": ".site-builder/\noutput/\n", **articles})

    def git(*arguments: str) -> None:
        who = ("-c", "user.name=An Editor", "-c", "user.email=editor@example.org")
        subprocess.run(["git", "-C", site.folder, *who, *arguments], check=True, capture_output=True)

    git("init", "-qb", "before")
    git("add", "-A")
    git("commit", "-qm", "before")
    git("checkout", "-qb", "after")
    gone = list(articles)[5::10]
    site.write({name: text.replace("Headline", "Renamed") for name, text in articles.items()})
    for number, name in enumerate(gone):
        (site.folder / name).rename(site.folder / f"content/new{number}.md")
    git("add", "-A")
    git("commit", "-qm", "after")
    git("checkout", "-q", "before")
    with _previewing(site) as running:
        assert running.shows("/", "Headline")
        before = len(running.builds())
        git("checkout", "-q", "after")
        began = time.monotonic()
        slowest = 0.0
        while not (running.shows("/", "Renamed") and "Headline" not in running.get("/")[2]):
            asked = time.monotonic()
            assert running.get("/")[0] == 200
            slowest = max(slowest, time.monotonic() - asked)
            assert asked - began < PATIENCE + files / 20, running.log()[-2000:]
            time.sleep(0.05)
        shown = time.monotonic() - began
        _is_that_of_a_clean_build(site, running, PATIENCE + files / 50)
        return Stormed(files, shown, slowest, len(running.builds()) - before, running.builds()[before])


def held(process: Path) -> Held:
    """What a process holds, by its folder in /proc; zeros where there is none."""
    if not process.is_dir():
        return Held(0, 0, 0.0)
    pages = int((process / "statm").read_text().split()[1])
    megabytes = pages * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024
    return Held(len(list((process / "fd").iterdir())), len(list((process / "task").iterdir())), megabytes)


def _site(folder: Path) -> Digest:
    site = Digest(folder / "site")
    site.write({"config.yaml": CONFIG, **many(ARTICLES)})
    return site


@contextmanager
def _previewing(site: Digest) -> Iterator[Served]:
    with serving(site.folder, "--no-reload", "--production") as running:
        yield running
        assert "Traceback" not in running.log(), running.log()


def _edit(site: Digest, n: int) -> None:
    """The n-th edit; each has an article of its own among the ten."""
    number = n % ARTICLES
    text = article(f"Headline {number}, {n}", f"Edit number {n}.", date=f"2012-01-{number + 1:02}")
    site.write({f"content/a{number:03}.md": text})


def _page(n: int) -> str:
    """Where the article of the n-th edit is shown."""
    number = n % ARTICLES
    return f"/2012/01/{number + 1:02}/a{number:03}/"


@contextmanager
def _connected(running: Served) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", running.port), timeout=20) as connection:
        yield connection


@contextmanager
def _listening(running: Served) -> Iterator[socket.socket]:
    with _connected(running) as stream:
        stream.sendall(b"GET /_site-builder/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        heard = b""
        while b"hello" not in heard:
            heard += stream.recv(4096)
        yield stream


def _is_that_of_a_clean_build(site: Digest, running: Served, patience: float = PATIENCE) -> None:
    site.build(clock="", full=True)
    output = site.folder / "output"

    def others() -> list[str]:
        paths = [file.relative_to(output).as_posix() for file in sorted(output.rglob("*.html"))]
        return [path for path in paths if running.get(f"/{path}")[2] != (output / path).read_text("utf-8")]

    assert until(lambda: not others(), patience), others()[:5]


def main() -> None:
    """Run the proofs and print their figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--edits", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=20.0, help="in which the edits are made")
    parser.add_argument("--rebuilds", type=int, default=200)
    parser.add_argument("--cycles", type=int, default=1_000)
    parser.add_argument("--files", type=int, default=10_000, help="that a checkout changes")
    asked = parser.parse_args()
    print(f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} processors, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as folder:
        print(edit_quickly(Path(folder, "edits"), asked.edits, asked.seconds), flush=True)
        print(hammer(Path(folder, "readers"), asked.rebuilds), flush=True)
        print(cycle(Path(folder, "cycles"), asked.cycles), flush=True)
        print(storm(Path(folder, "checkout"), asked.files), flush=True)


if __name__ == "__main__":
    main()
