"""Builds that are killed, interrupted, started twenty at once, or that run out of disk."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from digests import CLOCK, Digest, article, many
from faults import STAGE, alone, failing, faults, tree

from site_builder.locking import STATE, building

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")


def _edit(site: Digest) -> None:
    """Changes a page and its lists, adds some, and removes one."""
    site.write({"content/a000.md": article("Changed"), "content/new.md": article("New", tags=["homs"])})
    (site.folder / "content/a001.md").unlink()


def _environ() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


def _command(site: Digest, *words: str) -> list[str]:
    return [*f"{sys.executable} -m site_builder build --clock {CLOCK} -s".split(), str(site.folder), *words]


@contextmanager
def _running(site: Digest, *words: str) -> Iterator[subprocess.Popen[str]]:
    """A build in a process group of its own, none of which is left afterwards."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    build = subprocess.Popen(
        _command(site, *words), **pipes, text=True, env=_environ(), start_new_session=True
    )
    try:
        yield build
    finally:
        with suppress(ProcessLookupError):
            os.killpg(build.pid, signal.SIGKILL)
        build.communicate()


def _wait_until(is_so: Callable[[], object], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.005)


def _is_listening(pid: int) -> bool:
    """Whether a process has a handler of its own for SIGTERM."""
    with suppress(OSError):
        lines = dict(line.split(":\t") for line in Path(f"/proc/{pid}/status").read_text().splitlines())
        return bool(int(lines["SigCgt"], 16) & 1 << (signal.SIGTERM - 1))
    return False


def _others(group: int) -> int:
    """How many processes of a group are running."""
    fields = (path.read_text().rpartition(")")[2].split() for path in _stats())
    return sum(int(field[2]) == group and field[0] != "Z" for field in fields)


def _stats() -> Iterator[Path]:
    for folder in Path("/proc").glob("[0-9]*"):
        if (folder / "stat").exists():
            yield folder / "stat"


def test_a_build_that_is_killed_after_any_call_leaves_whole_files_and_the_next_one_a_clean_site(
    digest: Callable[..., Digest], tmp_path: Path
) -> None:
    site = digest({**many(5), "static/robots.txt": "User-agent: *\n"})
    code = (
        "import os, shutil, sys\n"
        "from pathlib import Path\n"
        "from digests import Digest, compiling_layouts_once\n"
        "from faults import kill_everywhere\n"
        "from site_builder.publish import finish_interrupted\n"
        "from site_builder.publish.journal import has_record\n"
        "first, second = Digest(Path(sys.argv[1])), Digest(Path(sys.argv[2]))\n"
        "def build(site, output):\n"
        "    site.build(output=str(output))\n"
        "with compiling_layouts_once():\n"
        "    kill_everywhere(Path(sys.argv[3]), lambda output: build(first, output),\n"
        "        lambda output: build(second, output), finish_interrupted, has_record, most=14)\n"
    )
    shutil.copytree(site.folder, tmp_path / "edited")
    _edit(Digest(tmp_path / "edited"))
    assert alone(code, site.folder, tmp_path / "edited", tmp_path / "scratch") == "ok\n"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EMFILE])
def test_a_build_on_a_disk_that_fails_says_what_failed_where_and_the_next_one_is_clean(
    digest: Callable[..., Digest], tmp_path: Path, number: int
) -> None:
    site = digest(many(3))
    site.build()
    before = site.output()
    shutil.copytree(site.folder / "output", tmp_path / "model")
    _edit(site)
    site.build(output="clean")
    clean, output = site.output("clean"), site.folder / "output"
    names = {"open", "write", "mkdir", "replace", "unlink"}
    ends = set()
    for at in range(1, 400, 6):
        shutil.rmtree(output)
        shutil.copytree(tmp_path / "model", output)
        with faults(output, failing(at, number, names=names)) as calls:
            run = site.cli("build", "-s", str(site.folder), "--clock", CLOCK)
        if at > len(calls):
            break
        if run.exit_code:
            assert run.exit_code == 1
            error, remedy = run.stderr.splitlines()
            assert error.startswith(("error: output/", f"error: {output}"))
            assert error.endswith(os.strerror(number))
            ends.add(remedy)
            if "The output is as it was." in remedy:
                assert site.output() == before
                assert not (output / STAGE).exists()
        site.build()
        assert site.output() == clean
        assert not (output / STAGE).exists()
    assert ends == {
        "  Nothing was published. The output is as it was.",
        "  Publishing broke off half-way. Mend that; the next command then finishes it.",
    }


def test_a_disk_that_is_really_full_leaves_the_published_site_as_it_was(
    digest: Callable[..., Digest],
) -> None:
    site = digest(many(2))
    (site.folder / "output").mkdir()
    script = (
        "mount -t tmpfs -o size=400k tmpfs output || exit 77\n"
        f"b() {{ {sys.executable} -m site_builder build --clock {CLOCK}; }}\n"
        "hash() { find output -type f | sort | xargs sha256sum; }\n"
        "b || exit 2\n"
        "hash > before\n"
        "head -c 500000 /dev/zero > static/big.bin; sed -i s/Report/Said/ content/*.md\n"
        "b && exit 3\n"
        "hash > after; ls -A output\n"
        "cmp before after || exit 4\n"
        "rm static/big.bin; b || exit 5\n"
    )
    (site.folder / "static").mkdir()
    if not shutil.which("unshare"):
        pytest.skip("no `unshare` to mount a small disk with")
    command = ["unshare", "--mount", "--map-root-user", "sh", "-c", script]
    run = subprocess.run(
        command, cwd=site.folder, env=_environ(), capture_output=True, text=True, check=False
    )
    if run.returncode in {1, 77}:  # of `unshare` itself, or of `mount`
        pytest.skip("a small disk cannot be mounted here")
    assert run.returncode == 0, run.stdout + run.stderr
    assert "big.bin: No space left on device" in run.stderr
    assert "The output is as it was." in run.stderr
    assert STAGE not in run.stdout


@LINUX
@pytest.mark.parametrize(
    ("number", "code", "word"),
    [(signal.SIGTERM, 143, "Terminated.\n"), (signal.SIGINT, 130, "Interrupted.\n")],
)
def test_a_build_that_is_interrupted_at_any_time_ends_within_a_second_and_leaves_no_trace(
    digest: Callable[..., Digest], number: signal.Signals, code: int, word: str
) -> None:
    site = digest(many(60))
    site.build()
    old = site.output()
    _edit(site)
    site.build(output="clean")
    new = site.output("clean")
    interrupted = 0
    for turn in range(7):
        with _running(site, "-j", "2" if turn % 2 else "1") as build:
            _wait_until(lambda build=build: _is_listening(build.pid))
            time.sleep(0.07 * turn)
            sent = time.monotonic()
            os.killpg(build.pid, number)  # to its workers too, as a terminal does it
            out, err = build.communicate(timeout=20)
            took = time.monotonic() - sent
            assert _others(build.pid) == 0
        if build.returncode == 0:
            continue
        interrupted += 1
        assert (build.returncode, out, err) == (code, "", word)
        assert took < 5  # a second, were the machine not shared
        assert site.output() in (old, new)
        assert not (site.folder / "output" / STAGE).exists()
    assert interrupted >= 2


@LINUX
def test_the_workers_of_a_killed_build_end_with_it_and_the_next_build_does_not_wait(
    digest: Callable[..., Digest],
) -> None:
    slow = "{% for a in range(40000) %}{% for b in range(5000) %}{% endfor %}{% endfor %}"
    site = digest({**many(60), "layouts/article.html": slow, "layouts/assets/style.css": "x"})
    with _running(site, "-j", "2") as build:
        _wait_until(lambda: _others(build.pid) == 3 and (site.folder / "output" / STAGE).exists())
        os.kill(build.pid, signal.SIGKILL)
        build.wait()
        _wait_until(lambda: _others(build.pid) == 0)
    shutil.rmtree(site.folder / "layouts")
    with building(site.folder, pytest.fail) as is_held:
        assert is_held
    run = site.cli("build", "-s", str(site.folder), "--clock", CLOCK)
    assert run.exit_code == 0
    assert run.stderr.startswith("The last build was cut off before it published anything")


def test_twenty_builds_at_once_make_one_clean_site_and_leave_no_lock_held(
    digest: Callable[..., Digest],
) -> None:
    site = digest(many(3))
    site.build(output="clean")
    code = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from digests import CLOCK, Digest, compiling_layouts_once\n"
        "site = Digest(Path(sys.argv[1]))\n"
        "with compiling_layouts_once():\n"
        "    site.build(output='clean')\n"
        "    for _ in range(20):\n"
        "        if os.fork() == 0:\n"
        "            run = site.cli('build', '-s', sys.argv[1], '-j', '1', '--clock', CLOCK)\n"
        "            os.write(1, f'{run.exit_code} {run.stdout}{run.stderr}'.encode())\n"
        "            os._exit(0)\n"
        "    for _ in range(20):\n"
        "        os.wait()\n"
    )
    told = alone(code, site.folder).splitlines()
    ends = [line for line in told if not line.startswith("another build is running")]
    assert sorted(line[:7] for line in ends) == ["0 Built"] + ["0 Up to"] * 19
    assert site.output() == site.output("clean")
    assert not (site.folder / "output" / STAGE).exists()
    with building(site.folder, pytest.fail, wait=False) as is_held:
        assert is_held


def test_a_list_finishes_what_a_killed_build_had_decided_and_leaves_a_running_build_alone(
    digest: Callable[..., Digest],
) -> None:
    site = digest(many(2))
    site.build()
    stage = site.folder / "output" / STAGE
    (stage / "new").mkdir(parents=True)
    (stage / "new/b.txt").write_text("decided")
    with building(site.folder, pytest.fail):
        assert site.cli("list", "-s", str(site.folder)).stderr == ""
    assert stage.exists()
    (stage / "record.json").write_text('{"format": 1, "moves": [["new/b.txt", "b.txt"]]}')
    assert "that is finished now" in site.cli("list", "-s", str(site.folder)).stderr
    assert site.text("b.txt") == "decided"
    assert not stage.exists()


def test_a_first_build_that_was_killed_half_way_is_finished_in_a_folder_without_a_manifest(
    digest: Callable[..., Digest],
) -> None:
    site = digest(many(2))
    site.build(output="clean")
    shutil.copytree(site.folder / "clean", site.folder / f"output/{STAGE}/new")
    names = sorted(site.output("clean"))
    moves = ", ".join(f'["new/{name}", "{name}"]' for name in names)
    listed = ", ".join(f'"{name}"' for name in names)
    record = f'{{"format": 1, "moves": [{moves}], "manifest": [{listed}]}}'
    (site.folder / f"output/{STAGE}/record.json").write_text(record)
    (site.folder / f"output/{STAGE}/new/index.html").rename(site.folder / "output/index.html")
    run = site.cli("build", "-s", str(site.folder), "--clock", CLOCK)
    assert run.exit_code == 0
    assert "that is finished now" in run.stderr
    assert run.stdout.startswith("Up to date")
    assert site.output() == site.output("clean")


def test_a_folder_that_is_no_site_is_given_no_lock(digest: Callable[..., Digest]) -> None:
    site = digest(many(1))
    assert site.cli("build", "-s", str(site.folder / "content")).exit_code == 3
    assert site.cli("clean", "-s", str(site.folder / "content")).exit_code == 3
    assert not (site.folder / "content" / STATE).exists()


def test_what_is_published_is_told_apart_from_what_others_have_put_there(
    digest: Callable[..., Digest],
) -> None:
    site = digest(many(1))
    site.write({"output/.git/HEAD": "ref", "output/.gitignore": "x"})
    for _ in range(3):
        site.build()
    site.write({"output/CNAME": "digest.example", "output/.well-known/x": "mine"})
    for n in range(3):
        site.write({"content/a000.md": article(f"Title {n}")})
        site.build()
    foreign = {"CNAME", ".well-known/x", ".git/HEAD", ".gitignore"}
    assert foreign <= set(tree(site.folder / "output"))
    run = site.cli("clean", "-s", str(site.folder))
    assert run.stdout.endswith("2 that others made are left\n")
    assert set(site.output()) == foreign
