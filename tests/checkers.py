"""Programs that others wrote and tests call: found, or the test is skipped with the reason.

With SITE_BUILDER_REQUIRE_CHECKERS set, as continuous integration has it, it fails instead.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
BROWSER_FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()

# Articles that show what not every article has.
SPECIAL = {
    "an Arabic article": "//main//*[@lang='ar' and contains(@class, 'body')]",
    "an article with accounts": "//*[contains(@class, 'accounts')]//table",
    "an article with a correction": "//*[contains(@class, 'correction')]",
    "an excerpt": "//*[@class='at-source']",
    "an article with a picture": "//main//figure//img",
    "an article with footnotes": "//*[contains(@class, 'footnotes')]",
}


def missing(what: str, remedy: str) -> None:
    """Skip the test, or fail it, because something is not installed."""
    reason = f"{what} is not installed: {remedy}"
    if os.environ.get("SITE_BUILDER_REQUIRE_CHECKERS"):
        pytest.fail(reason)
    pytest.skip(reason)


def program(*names: str, remedy: str) -> Path:
    """The first of some programs that is there, beside Python or on the path."""
    beside = Path(sys.executable).parent
    for name in names:
        found = shutil.which(name, path=f"{beside}{os.pathsep}{os.environ.get('PATH', '')}")
        if found:
            return Path(found)
    missing(names[0], remedy)
    raise AssertionError("unreachable")


def package(path: str) -> Path:
    """A file of a package of npm."""
    file = ROOT / "node_modules" / path
    if not file.is_file():
        missing(path, "npm install in the repository brings it")
    return file


def told_by_lychee(lychee: Path, root: Path, start: Path) -> dict[str, Any]:
    """What lychee says of the links on all pages below `start`, of a site whose root is `root`."""
    command = [lychee, "--offline", "--include-fragments", "--no-progress", "--root-dir", root]
    run = subprocess.run(
        [*command, "--index-files", "index.html", "--format", "json", f"{start}/**/*.html"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )
    told: dict[str, Any] = json.loads(run.stdout)
    assert bool(run.returncode) == bool(told["error_map"]), run.stderr
    return told
