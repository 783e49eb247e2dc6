"""The wheel installs and runs where nothing else is, and says what to install for the rest.

Each extra, other versions of Python and the sdist are tried by `make release-check`.
"""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from documents import ROOT, text_of
from release_check import EXTRAS, LARGEST, LICENCES, TRIALS, Environment

from site_builder import __version__


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of what is at hand."""
    for program in ("hatchling", "deflate"):
        pytest.importorskip(program, reason=f"{program} is not installed: pip install '.[test]' brings it")
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        timeout=120,
    )
    (made,) = folder.glob("*.whl")
    return made


@pytest.mark.xdist_group("release")
def test_the_wheel_is_small_and_has_the_licences_of_what_others_made(wheel: Path) -> None:
    assert wheel.stat().st_size <= LARGEST
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        assert {name.rpartition("/")[2] for name in names if "/licenses/" in name} == set(LICENCES)
        metadata = archive.read(next(name for name in names if name.endswith("/METADATA"))).decode()
    assert f"Version: {__version__}\n" in metadata
    named = set(re.findall(r"`([a-z0-9]+)`(?=[^|\n]*\| )", text_of("tools/package.md")))
    assert named == set(EXTRAS)
    extras = set(re.findall(r"^Provides-Extra: (.+)$", metadata, re.MULTILINE))
    assert extras == {*EXTRAS, "test"} == {trial.extra for trial in TRIALS} | {"test"}


@pytest.mark.xdist_group("release")
def test_without_extras_every_command_works_or_says_what_to_install(wheel: Path, tmp_path: Path) -> None:
    assert Environment(sys.executable, wheel, (), tmp_path).try_all() == 10 + len(TRIALS)


def test_the_changelog_begins_with_what_is_not_released_and_names_versions_with_their_day() -> None:
    headings = re.findall(r"^## (.+)$", text_of("CHANGELOG.md"), re.MULTILINE)
    assert headings[0] == "Unreleased"
    assert all(re.fullmatch(r"\d+\.\d+\.\d+ – \d{4}-\d{2}-\d{2}", heading) for heading in headings[1:])
    parts = set(re.findall(r"^### (.+)$", text_of("CHANGELOG.md"), re.MULTILINE))
    assert parts <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
