"""A small digest in a folder of its own: what end-to-end tests write, build and look at."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import CodeType
from typing import Any

import jinja2
import pytest
from click.testing import CliRunner, Result
from jinja2.bccache import Bucket
from lxml import html

from site_builder import layout_environment
from site_builder.build import Built, Options, build
from site_builder.cli import cli
from site_builder.content.front_matter import write_front_matter
from site_builder.locking import STATE
from site_builder.options import Where
from site_builder.problems import Problem, ProblemsFound, describe
from site_builder.publish import MANIFEST
from site_builder.translation import ENGLISH

WITH_FEEDS = "title: The Test Digest\nbase_url: https://digest.example\ntimezone: UTC\n"
# Most tests are about pages; what carries the same texts in other forms has tests of its own.
CONFIG = f"{WITH_FEEDS}feeds: {{lists: []}}\ndata: {{index: false}}\n"
CLOCK = "2012-06-01"  # after every article that is not meant to lie in the future


def article(
    title: str, body: str = "One sentence of text.", /, date: str = "2012-03-12", **front: Any
) -> str:
    """An article's file. `date=""` leaves the date out."""
    values = {"title": title, "date": date, **front}
    return f"{write_front_matter({k: v for k, v in values.items() if v != ''})}\n{body}\n"


def many(count: int) -> dict[str, str]:
    """So many articles, on days of their own where a year has them."""
    days = [f"2012-{n // 28 % 5 + 1:02}-{n % 28 + 1:02}" for n in range(count)]
    return {
        f"content/a{n:03}.md": article(f"Headline {n}", f"Report number {n}.", date=day)
        for n, day in enumerate(days)
    }


@dataclass(frozen=True)
class Digest:
    """A site's folder, and what one does with it."""

    folder: Path

    def write(self, files: Mapping[str, str | bytes]) -> None:
        """Write files by path below the site's folder."""
        for name, content in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def build(self, **options: Any) -> Built:
        """Build it in this process."""
        overrides = {k: options.pop(k) for k in ("base_url",) if k in options}
        where = Where(self.folder, (), overrides)
        return build(Options(where=where, **{"clock": CLOCK, **options}), environ={})

    def problems(self, **options: Any) -> tuple[Problem, ...]:
        """What keeps it from being built."""
        with pytest.raises(ProblemsFound) as found:
            self.build(**options)
        return found.value.problems

    def messages(self, **options: Any) -> list[str]:
        """What keeps it from being built, as it is told."""
        return [describe(problem) for problem in self.problems(**options)]

    def cli(self, verb: str, *args: str, env: Mapping[str, str] | None = None) -> Result:
        """Run a verb on it in this process."""
        words = [verb, *args]
        return CliRunner().invoke(cli, words, env=env)

    def output(self, name: str = "output") -> dict[str, bytes]:
        """Every published file, without the builder's own manifest."""
        root = self.folder / name
        paths = (path for path in root.rglob("*") if path.is_file() and path.name != MANIFEST)
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(paths)}

    def text(self, path: str) -> str:
        """A published file as text."""
        return (self.folder / "output" / path).read_text(encoding="utf-8")

    def page(self, path: str) -> Any:
        """A published page as a tree of lxml."""
        return html.document_fromstring(self.text(path).encode(), parser=html.HTMLParser(encoding="utf-8"))

    def stamps(self, name: str = "output") -> dict[str, tuple[int, int, bytes]]:
        """Inode, time of the last change and bytes of every file in the output folder."""
        found = {}
        for path in sorted((self.folder / name).rglob("*")):
            if path.is_file():
                status = path.stat()
                key = path.relative_to(self.folder).as_posix()
                found[key] = (status.st_ino, status.st_mtime_ns, path.read_bytes())
        return found


def run_builder(
    *args: str | Path, cwd: Path | None = None, env: Mapping[str, str] | None = None, **options: Any
) -> subprocess.CompletedProcess[str]:
    """Run `python -m site_builder` in a process of its own; `env` is added to the environment."""
    command = [sys.executable, "-m", "site_builder", *map(str, args)]
    environ = {**os.environ, **(env or {})}
    return subprocess.run(
        command,
        cwd=cwd,
        env=environ,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        **options,
    )


class _Compiled(jinja2.BytecodeCache):
    """The compiled layouts of all builds of a run, by name and text."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, ...], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get(self._key(bucket))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code
        self._codes[self._key(bucket)] = bucket.code

    def _key(self, bucket: Bucket) -> tuple[str, ...]:
        translation = bucket.environment.translation
        words = "" if translation == ENGLISH else repr(translation)
        return bucket.key, bucket.checksum, words


@contextmanager
def compiling_layouts_once() -> Iterator[None]:
    """Let all builds share what is compiled: nine tenths of a small build, and the same each time.

    In the place of what each site keeps of its own: most sites here are built once.
    """
    compiled = _Compiled()
    environment = layout_environment.RecordingEnvironment
    begin = environment.__init__

    def begin_with_cache(self: Any, load: Any, kept: Any = None, translation: Any = ENGLISH) -> None:
        begin(self, load, compiled if kept is None or kept.folder.parent.name == STATE else kept, translation)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(environment, "__init__", begin_with_cache)
        yield
