"""Whether the wheel and the sdist install and run where nothing else is: `make release-check`.

Builds both, holds them against `twine check`, size and licences, and tries the wheel in an environment of
its own for each Python and each extra. Needs the network, and the packages `build` and `twine`.
Knows nothing of what the commands do, beyond that each works or names the extra that it takes.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

ROOT = Path(__file__).parents[1]
EXTRAS = ("cluster", "compress", "deploy", "email", "images", "import", "s3", "search", "sftp", "webdav")
LARGEST = 1_000_000  # bytes of the wheel
LICENCES = ("LICENSE", "OFL.txt", "idiomorph.LICENSE")  # ours, and those of what others made
PAGE = """<!doctype html><html><head><title>Ferry sails</title></head><body><article><h1>The ferry sails</h1>
<p>The ferry of the island sailed again on Monday, three weeks after the storm that had taken its pier.</p>
<p>The harbour master said that it would leave at noon each day, if the weather allows it to.</p>
</article></body></html>"""
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Island</title><item><title>A</title>
<description>The ferry sails. </description></item></channel></rss>"""


class Failed(Exception):
    """A command did something else than it should; the message says which and what it said."""


class Trial(NamedTuple):
    """A command that takes an extra, and works with it or names it."""

    extra: str
    words: tuple[str, ...]
    settings: str = ""  # added to config.yaml


TRIALS = (
    Trial("import", ("import", "page.html", "--date", "2012-03-12", "--dry-run")),
    Trial("import", ("import", "feed.xml", "--no-follow", "--dry-run")),
    Trial("import", ("import", "http://127.0.0.1:9/", "--dry-run")),
    Trial("import", ("check", "--external")),
    Trial("compress", ("build",), "hosting: {compress: [brotli]}\n"),
    Trial(
        "deploy", ("deploy", "there", "--force"), "deploy: {there: {kind: fsspec, url: 'memory://site'}}\n"
    ),
    Trial(
        "s3",
        ("deploy", "there", "-n", "--force"),
        "deploy: {there: {kind: s3, bucket: my-bucket, endpoint: 'http://127.0.0.1:9'}}\n",
    ),
    Trial(
        "sftp",
        ("deploy", "there", "-n", "--force"),
        "deploy: {there: {kind: sftp, host: 127.0.0.1, path: www}}\n",
    ),
    Trial(
        "webdav",
        ("deploy", "there", "-n", "--force"),
        "deploy: {there: {kind: webdav, url: 'http://127.0.0.1:9/'}}\n",
    ),
    Trial("email", ("build",), "newsletter: {from: desk@example.org, imprint: Geneva}\n"),
    Trial("images", ("build",), "cards: true\n"),
    Trial("search", ("build",), "search: pagefind\n"),
    Trial("cluster", ("build", "--full", "--executor", "dask://127.0.0.1:9")),
)


class Environment:
    """A virtual environment with the wheel and some of its extras, and a digest to try them on."""

    def __init__(self, python: str, wheel: Path, extras: Collection[str], folder: Path) -> None:
        """Makes both in a new folder. Raises CalledProcessError where the wheel does not install."""
        subprocess.run([python, "-m", "venv", str(folder / "venv")], check=True)
        named = f"{wheel}[{','.join(sorted(extras))}]" if extras else str(wheel)
        pip = [str(self._program(folder, "python")), "-m", "pip", "--disable-pip-version-check", "install"]
        subprocess.run([*pip, "--quiet", "--no-compile", named], check=True, stderr=subprocess.DEVNULL)
        # What reaches a file system comes with dask as well.
        brings_deploy = {"s3", "sftp", "webdav", "cluster"} & {*extras}
        self.extras = frozenset(extras) | ({"deploy"} if brings_deploy else set())
        self.folder = folder / "digest"
        self._command = str(self._program(folder, "site-builder"))

    @staticmethod
    def _program(folder: Path, name: str) -> Path:
        return folder / "venv" / ("Scripts" if os.name == "nt" else "bin") / name

    def run(self, *words: str, code: int | None = 0) -> str:
        """What a command says. Raises Failed when it ends with another code; None allows any."""
        where = self.folder if self.folder.exists() else self.folder.parent
        env = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
        run = subprocess.run(
            [self._command, *words], cwd=where, env=env, capture_output=True, text=True, timeout=300
        )
        said = run.stdout + run.stderr
        if "Traceback" in said or (code is not None and run.returncode != code):
            raise Failed(f"site-builder {' '.join(words)} ended with {run.returncode}:\n{said}")
        return said

    def try_all(self) -> int:
        """Try what needs no extra, then what does. Gives the number of commands; raises Failed."""
        self.run("--version")
        self.run("init", "digest")
        self.run("build", "--strict")
        self.run("list", "tags")
        self.run("explain", "/tags/veto/")
        self.run("config", "show")
        self.run("new", "A new article", "--date", "2012-04-16")
        (self.folder / "wire.txt").write_text("The ferry sails\n\nIt sailed on Monday again.\n", "utf-8")
        self.run("import", "wire.txt", "--date", "2012-04-16")
        self._serve()
        (self.folder / "page.html").write_text(PAGE, "utf-8")
        (self.folder / "feed.xml").write_text(FEED, "utf-8")
        config = self.folder / "config.yaml"
        usual = config.read_text("utf-8").replace("links: relative", "base_url: https://example.org")
        for trial in TRIALS:
            config.write_text(usual + trial.settings, "utf-8")
            said = self.run(*trial.words, code=None)
            named = f"pip install 'site-builder[{trial.extra}]'" in said
            if named == (trial.extra in self.extras):
                raise Failed(f"{trial} with the extras {sorted(self.extras)} says:\n{said}")
        self.run("clean")
        return 10 + len(TRIALS)

    def _serve(self) -> None:
        """The preview starts, shows the home page, and ends."""
        words = [self._command, "serve", "--port", "0"]
        with subprocess.Popen(
            words, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        ) as served:
            assert served.stdout
            said = b""
            try:
                while b"http://" not in said:
                    line = served.stdout.readline()
                    if not line:
                        raise Failed(f"site-builder serve said:\n{said.decode()}")
                    said += line
                address = next(word for word in said.decode().split() if word.startswith("http://"))
                with urlopen(address, timeout=30) as page:
                    if page.status != 200:
                        raise Failed(f"the preview answered {page.status}")
            finally:
                served.terminate()


def check_files(wheel: Path, sdist: Path) -> None:
    """Size, and the licences of what others wrote. Raises Failed."""
    if (size := wheel.stat().st_size) > LARGEST:
        raise Failed(f"{wheel.name} has {size:,} bytes, more than {LARGEST:,}")
    with zipfile.ZipFile(wheel) as archive:
        notices = {name.rpartition("/")[2] for name in archive.namelist() if ".dist-info/licenses/" in name}
    with tarfile.open(sdist) as packed:
        names = {name.rpartition("/")[2] for name in packed.getnames()}
    for found, what in ((notices, wheel), (names, sdist)):
        if missing := set(LICENCES) - found:
            raise Failed(f"{what.name} lacks {', '.join(sorted(missing))}")


def _sets() -> Iterator[tuple[str, ...]]:
    yield ()
    yield from ((extra,) for extra in EXTRAS)
    yield EXTRAS


def main(arguments: Sequence[str] | None = None) -> None:
    """Check everything, and print a table of what was tried."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pythons", nargs="*", default=[sys.executable], help="interpreters to try")
    pythons = parser.parse_args(arguments).pythons
    with tempfile.TemporaryDirectory() as temporary:
        dist = Path(temporary, "dist")
        subprocess.run([sys.executable, "-m", "build", "--outdir", str(dist), str(ROOT)], check=True)
        (wheel,), (sdist,) = dist.glob("*.whl"), dist.glob("*.tar.gz")
        subprocess.run(
            [sys.executable, "-m", "twine", "check", "--strict", str(wheel), str(sdist)], check=True
        )
        check_files(wheel, sdist)
        print(f"{wheel.name}: {wheel.stat().st_size:,} bytes; {sdist.name}: {sdist.stat().st_size:,} bytes")
        for python in pythons:
            version = subprocess.run([python, "--version"], capture_output=True, text=True, check=True).stdout
            for extras in _sets():
                with tempfile.TemporaryDirectory() as folder:
                    began = time.perf_counter()
                    tried = Environment(python, wheel, extras, Path(folder)).try_all()
                took = time.perf_counter() - began
                print(
                    f"{version.strip()}, {'+'.join(extras) or 'no extra'}: {tried} commands, {took:.0f} s",
                    flush=True,
                )
            with tempfile.TemporaryDirectory() as folder:
                Environment(python, sdist, (), Path(folder)).try_all()
            print(f"{version.strip()}, from the sdist: as well", flush=True)


if __name__ == "__main__":
    main()
