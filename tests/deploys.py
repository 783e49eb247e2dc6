"""Small sites to deploy, places to deploy them to, and what must hold of such a place at every moment.

A file of such a site names what it needs, a path to a line: `broken` looks whether all of it is there.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import fsspec

from site_builder.deploying.manifest import OWN, File
from site_builder.deploying.readiness import Ready
from site_builder.deploying.session import Choices, Deployed, deploy
from site_builder.deploying.targets.file_system import FileSystem
from site_builder.deploying.targets.kind import Target
from site_builder.files import digest_of
from site_builder.turns import ARTICLES, ASSETS, ATTACHMENTS, FEEDS, LASTING, PAGES

NOW = 1_330_000_000.0
_numbers = itertools.count()


def turn_of(path: str) -> int:
    """By the place of a file in these small sites."""
    turns = {"assets": LASTING, "static": ASSETS, "pictures": ATTACHMENTS, "articles": ARTICLES}
    if path.endswith(".xml"):
        return FEEDS
    return turns.get(path.partition("/")[0], PAGES)


def ready(folder: Path, texts: Mapping[str, str], made: int = 1_000_000_000, **changes: Any) -> Ready:
    """A built site of these texts by path, in a new folder below the one given."""
    output = folder / f"output-{next(_numbers)}"
    files = {}
    for path, text in texts.items():
        (output / path).parent.mkdir(parents=True, exist_ok=True)
        (output / path).write_text(text, "utf-8")
        files[path] = File(digest_of(text.encode()), turn_of(path))
    about = {"output": output, "base_url": "https://digest.example", "made": made, "files": files}
    return Ready(**about | changes)


FIRST = {
    "assets/style.aaaa.css": "",
    "assets/gone.aaaa.css": "",
    "static/logo.png": "",
    "pictures/river.jpg": "",
    "articles/one.html": "assets/style.aaaa.css\nstatic/logo.png\npictures/river.jpg",
    "articles/two.html": "assets/style.aaaa.css\nassets/gone.aaaa.css",
    "index.html": "assets/style.aaaa.css\narticles/one.html\narticles/two.html",
    "feed.xml": "articles/one.html\narticles/two.html",
}
# What of it stays for readers who still have its pages.
STYLE_OF_FIRST = {"assets/style.aaaa.css": "", "assets/gone.aaaa.css": ""}
# One edited, one new, one gone with all that only it needed; another style for all.
SECOND = {
    "assets/style.bbbb.css": "",
    "static/logo.png": "",
    "pictures/river.jpg": "",
    "pictures/bridge.jpg": "",
    "articles/one.html": "assets/style.bbbb.css\nstatic/logo.png\npictures/river.jpg\n",
    "articles/three.html": "assets/style.bbbb.css\npictures/bridge.jpg",
    "index.html": "assets/style.bbbb.css\narticles/one.html\narticles/three.html",
    "feed.xml": "articles/one.html\narticles/three.html",
}
THIRD = {
    "assets/style.cccc.css": "",
    "articles/three.html": "assets/style.cccc.css",
    "articles/two.html": "assets/style.cccc.css\nstatic/logo.svg",
    "static/logo.svg": "",
    "index.html": "assets/style.cccc.css\narticles/three.html\narticles/two.html",
    "feed.xml": "articles/three.html\narticles/two.html",
}


class Cut(ConnectionResetError):
    """The connection broke."""


class Unsteady:
    """A file system of fsspec of which one call fails, or that call and all later ones.

    `fails` gets the number of a call, from 1, and says whether it fails; `late` ones have done their work.
    """

    CALLS = ("pipe_file", "cat_file", "rm_file", "info", "find", "modified", "makedirs", "mv")

    def __init__(self, system: Any, fails: Callable[[int], bool], *, late: bool = False) -> None:
        self._system = system
        self._fails = fails
        self._late = late
        self.calls: list[str] = []

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._system, name)
        if name not in self.CALLS:
            return method

        def call(path: str, *words: Any, **options: Any) -> Any:
            self.calls.append(f"{name} {path}")
            fails = self._fails(len(self.calls))
            if fails and not self._late:
                raise Cut("Connection reset by peer")
            result = method(path, *words, **options)
            if fails:
                raise Cut("Connection reset by peer")
            return result

        return call


class Place:
    """A folder of fsspec's memory file system, as a target and as its readers see it."""

    def __init__(self) -> None:
        self.root = f"/place-{next(_numbers)}"
        self.system = fsspec.filesystem("memory")

    def target(
        self, fails: Callable[[int], bool] | None = None, *, late: bool = False, threads: int = 1
    ) -> FileSystem:
        system = Unsteady(self.system, fails, late=late) if fails else self.system
        return FileSystem(system, self.root, "the place", threads, is_whole=True)

    def files(self) -> dict[str, str]:
        """What lies there, by path: also what deploys keep for themselves."""
        found = self.system.find(self.root) if self.system.exists(self.root) else []
        return {name[len(self.root) + 1 :]: self.system.cat_file(name).decode() for name in found}

    def seen(self) -> dict[str, str]:
        """What readers see."""
        return {path: text for path, text in self.files().items() if path not in OWN}


def seen_in(folder: Path) -> dict[str, str]:
    """What readers see of a site that lies in a folder."""
    found = {p.relative_to(folder).as_posix(): p.read_text("utf-8") for p in folder.rglob("*") if p.is_file()}
    return readers_see(found)


def readers_see(files: Mapping[str, str]) -> dict[str, str]:
    """Of the files on a target, by path, those that belong to a site."""
    return {path: text for path, text in files.items() if path not in OWN and not path.endswith("-part")}


def broken(seen: Mapping[str, str]) -> list[str]:
    """What is named and not there."""
    return [
        f"{path} needs {needed}"
        for path, text in sorted(seen.items())
        for needed in text.split()
        if re.fullmatch(r"[\w./]+", needed) and needed not in seen
    ]


def run(site: Ready, target: Target, said: list[str] | None = None, **choices: Any) -> Deployed:
    """Deploy, as the verb does."""
    dry_run, states = choices.pop("dry_run", False), choices.pop("states", None)
    now = choices.pop("now", NOW)
    tell = (said if said is not None else []).append
    return deploy(site, target, Choices(**choices), now, tell, dry_run=dry_run, states=states)
