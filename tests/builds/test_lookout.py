"""The output folder is looked over by a process of its own: what comes of it is the same."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from digests import CLOCK, Digest, article, many

from site_builder.incremental.stamps import NONE, file_stamp
from site_builder.memory import Written
from site_builder.publish.recovery import DROPPED
from site_builder.steps.lookout import Lookout

ROOT = Path(__file__).resolve().parents[2]
# As where there are thousands of outputs: with a process of its own, of which it is told what it does first.
APART = """
import os, sys
from site_builder.steps import lookout
lookout.MANY = 0
fork, forked = os.fork, []
def counted():
    forked.append(fork())
    if not forked[-1]:
        {first}
    return forked[-1]
os.fork = counted
from site_builder.cli import main
end = os._exit
def told(code):
    if forked and forked[-1]:
        print("processes:", len(forked))
        sys.stdout.flush()
    end(code)
os._exit = told
main()
"""


def _build(site: Digest, first: str = "pass", jobs: int = 2, warned: str = "") -> str:
    """Build with such a process; gives what was said, beside what it `warned` of."""
    command = [sys.executable, "-c", APART.format(first=first), "build", "-s", str(site.folder)]
    built = subprocess.run(
        [*command, "--clock", CLOCK, "-j", str(jobs)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=60,
    )
    assert (built.returncode, built.stderr) == (0, warned)
    return built.stdout


@pytest.mark.parametrize("first", ["pass", "os.kill(os.getpid(), 9)", "os._exit(3)", "os.closerange(3, 99)"])
def test_what_was_altered_by_hand_is_mended_whatever_becomes_of_that_process(
    digest: Callable[..., Digest], first: str
) -> None:
    site = digest({**many(5), "static/a.txt": "a"})
    site.build()
    clean = site.output()
    site.write({"output/index.html": "by hand", "output/a.txt": "b"})
    (site.folder / "output/robots.txt").unlink()
    said = _build(site, first)
    assert "processes: 1" in said
    assert ": 3 written" in said
    assert site.output() == clean
    assert "Up to date" in _build(site, first)

    site.write({"content/a001.md": article("Another headline", "Shells fell.", date="2012-01-02")})
    (site.folder / "output/robots.txt").unlink()
    _build(site, first)
    there = site.output()
    shutil.rmtree(site.folder / ".site-builder")
    site.build()
    assert site.output() == there
    assert there["robots.txt"] == clean["robots.txt"]


def test_with_one_job_there_is_one_process(digest: Callable[..., Digest]) -> None:
    site = digest(many(2))
    site.build()
    assert "processes" not in _build(site, jobs=1)


def test_an_interrupted_publication_is_finished_before_anybody_looks(digest: Callable[..., Digest]) -> None:
    site = digest(many(2))
    site.build()
    clean = site.output()
    (site.folder / "output/.site-builder-stage").mkdir()
    (site.folder / "output/index.html").unlink()
    assert "processes" not in _build(site, warned=f"{DROPPED}\n")
    assert site.output() == clean


def _written(folder: Path, names: Mapping[str, str]) -> dict[str, Written]:
    for name, text in names.items():
        (folder / name).write_text(text)
    return {name: Written(file_stamp(str(folder / name)), "", 1, (), 0) for name in names}


def test_found_are_those_that_differ_those_that_are_gone_and_those_nobody_can_tell_of(tmp_path: Path) -> None:
    written = _written(tmp_path, {"same": "a", "edited": "b", "gone": "c", "link": "d", "fresh": "e"})
    written["fresh"] = Written(NONE, "", 1, (), 0)
    (tmp_path / "edited").write_text("other")
    (tmp_path / "gone").unlink()
    (tmp_path / "link").unlink()
    (tmp_path / "link").symlink_to("same")
    with Lookout(tmp_path, written, jobs=1) as lookout:
        found = lookout.found()
    assert found.keys() == {"edited", "gone", "link", "fresh"}
    assert found["gone"] == found["link"] == NONE
    assert found["fresh"] == file_stamp(str(tmp_path / "fresh"))


def test_a_process_that_nobody_asked_is_gone_at_the_end(tmp_path: Path) -> None:
    code = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from site_builder.memory import Written\n"
        "from site_builder.steps import lookout\n"
        "lookout.MANY = 0\n"
        # More than a pipe holds, so that it waits for who will never read.
        "written = {f'{n}' * 99: Written((1, 1, 1, 1), '', 1, (), 0) for n in range(3000)}\n"
        "with lookout.Lookout(Path(sys.argv[1]), written, 2) as look:\n    assert look._child\n"
        "try:\n    os.waitpid(-1, 0)\nexcept ChildProcessError:\n    print('alone')\n"
        "with lookout.Lookout(Path(sys.argv[1]), written, 2) as look:\n    assert len(look.found()) == 3000\n"
        "try:\n    os.waitpid(-1, 0)\nexcept ChildProcessError:\n    print('alone')\n"
    )
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", code, str(tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, env=environ, timeout=60)
    assert (run.stdout, run.stderr) == ("alone\nalone\n", "")
