"""A build on a real cluster of dask: a scheduler and two workers, which are processes of this machine."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from digests import CLOCK, Digest, article, many
from loopback import free_port

from site_builder.executors.perform import builder, packed, perform

ROOT = Path(__file__).resolve().parents[2]
SLOW = "{% for a in range(800) %}{% for b in range(500) %}{% endfor %}{% endfor %}"
ENDLESS = "{% for a in range(40000) %}{% for b in range(5000) %}{% endfor %}{% endfor %}"
IMPATIENT = (
    "from site_builder.executors import dask_cluster; dask_cluster.PATIENCE = 1.0\n"
    "from site_builder.__main__ import main; main()"
)

pytestmark = pytest.mark.xdist_group("cluster")
needs_dask = pytest.mark.skipif(
    importlib.util.find_spec("distributed") is None,
    reason="dask is not installed: pip install '.[test]' brings it",
)


class Cluster:
    """A scheduler and two workers without anybody who would start them anew."""

    def __init__(self, folder: Path) -> None:
        port = str(free_port())
        self.address = f"127.0.0.1:{port}"
        self._folder = folder  # that of no site: workers find nothing there
        self.all = [self._start("scheduler", "--host", "127.0.0.1", "--port", port)]
        self.workers = [
            self._start("worker", f"tcp://{self.address}", "--nthreads", "2", "--no-nanny") for _ in range(2)
        ]
        self.all += self.workers

    def _start(self, what: str, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{what}", "--no-dashboard", *options]
        path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
        environ = {**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": str(len(options))}
        null = subprocess.DEVNULL
        return subprocess.Popen(command, cwd=self._folder, env=environ, stdout=null, stderr=null)

    def wait(self) -> None:
        """Until both workers have joined."""
        self._ask("client.wait_for_workers(2, timeout=90)")

    def wait_for_work(self) -> None:
        """Until a worker has jobs."""
        self._ask("while not any(client.processing().values()): time.sleep(0.05)")

    def wait_for_rest(self) -> None:
        """Until no worker has jobs: those of an interrupted build are taken back a little later."""
        self._ask("while any(client.processing().values()): time.sleep(0.05)")

    def _ask(self, code: str) -> None:
        begin = "import distributed, sys, time\nclient = distributed.Client(sys.argv[1], timeout=60)\n"
        command = [sys.executable, "-c", begin + code, f"tcp://{self.address}"]
        subprocess.run(command, check=True, timeout=120)

    def build(self, site: Digest) -> subprocess.Popen[str]:
        """Begin to build a site on it, with less patience than usual."""
        command = [sys.executable, "-c", IMPATIENT, "build", "-s", str(site.folder), "--clock", CLOCK]
        return subprocess.Popen(
            [*command, "--executor", f"dask://{self.address}"],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def close(self) -> None:
        """End it."""
        for process in reversed(self.all):
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    folder = tmp_path / "cluster"
    folder.mkdir()
    made = Cluster(folder)
    try:
        made.wait()
        yield made
    finally:
        made.close()


def _told(build: subprocess.Popen[str]) -> tuple[int, str]:
    """How a build ended, and what it said of problems."""
    with build:  # which waits for its end, however it comes
        try:
            _, err = build.communicate(timeout=120)
        finally:
            build.kill()
    return build.returncode, err


def _until_staged(build: subprocess.Popen[str], site: Digest) -> None:
    """Until the first outputs are there."""
    stage = site.folder / "output/.site-builder-stage"
    while build.poll() is None:
        if any(path.is_file() for path in stage.rglob("*")):
            return
        time.sleep(0.02)
    raise AssertionError(f"nothing was rendered: {build.communicate()}")


@needs_dask
def test_a_cluster_gives_the_same_bytes_also_when_a_worker_is_killed_and_also_after_edits(
    digest: Callable[..., Digest], cluster: Cluster
) -> None:
    tagged = {
        f"content/t{n}.md": article(f"Ceasefire in quarter {n % 7}", f"Shells fell. See [it](a{n:03}.md).")
        for n in range(40)
    }
    files = {**many(60), **tagged}
    files["extensions/shout.py"] = (
        "from site_builder.extending import filter, query\n"
        "@filter\ndef shout(text):\n    return text.upper()\n"
        "@query\ndef newest(site):\n    return [a.title for a in site.articles(limit=1)]\n"
    )
    site, model = digest(files, folder="far"), digest(files, folder="near")
    slow = "{% extends 'default/article.html' %}{% block head %}{{ site.newest() | join | shout }}" + (
        "{{ super() }}" + SLOW + "{% endblock %}"
    )
    for one in (site, model):
        one.write({"layouts/article.html": slow})
    build = cluster.build(site)
    _until_staged(build, site)
    assert build.poll() is None
    cluster.workers[0].kill()
    assert _told(build) == (0, "")
    model.build()
    assert site.output() == model.output()

    for one in (site, model):
        one.write(
            {
                "content/a003.md": article(
                    "Headline 3", "Shells fell on another quarter.", date="2012-01-04"
                ),
                "layouts/article.html": slow.replace("800", "8"),
            }
        )
        (one.folder / "content/t9.md").unlink()
        (one.folder / "content/a009.md").unlink()
    assert _told(cluster.build(site)) == (0, "")
    shutil.rmtree(model.folder / ".site-builder")
    model.build()
    assert site.output() == model.output()


@needs_dask
def test_ctrl_c_and_the_death_of_all_workers_end_a_build_and_leave_the_site_as_it_was(
    digest: Callable[..., Digest], cluster: Cluster
) -> None:
    site = digest(many(60))
    site.build()
    before = site.stamps()
    site.write({"layouts/article.html": ENDLESS, "layouts/assets/style.css": "x"})
    build = cluster.build(site)
    cluster.wait_for_work()
    started = time.monotonic()
    build.send_signal(signal.SIGINT)
    assert _told(build) == (130, "Interrupted.\n")
    assert time.monotonic() - started < 2
    assert site.stamps() == before

    cluster.wait_for_rest()
    build = cluster.build(site)
    cluster.wait_for_work()
    for worker in cluster.workers:
        worker.kill()
    code, err = _told(build)
    assert code == 1
    # Which of the two it says depends on whether the work had reached a worker, or was to be sent to one.
    gone = r"\S+: error: every worker of the cluster is gone, during work on this, or on one of the \d+"
    assert re.match(rf"{gone}|--executor: error: the cluster at \S+ has no worker", err), err
    assert site.stamps() == before


@pytest.mark.parametrize(
    ("address", "code", "words"),
    [
        ("dusk://somewhere:8786", 2, "did you mean 'dask'?\n  Known is: dask://HOST:PORT"),
        ("somewhere:8786", 2, "Known is: dask://HOST:PORT"),
        ("dask://somewhere", 2, "Write dask://HOST:PORT"),
        ("dask://somewhere:99999", 2, "Write dask://HOST:PORT"),
        ("dask://127.0.0.1:1", 1, "no scheduler of dask answers at 127.0.0.1:1"),
    ],
)
@needs_dask
def test_an_executor_that_cannot_be_had_is_told_of_before_anything_is_built(
    digest: Callable[..., Digest], address: str, code: int, words: str
) -> None:
    site = digest(many(1))
    run = site.cli("build", "-s", str(site.folder), "--executor", address)
    assert run.exit_code == code
    assert words in run.output
    assert not (site.folder / "output").exists()


@needs_dask
def test_what_listens_there_and_is_no_scheduler_is_not_waited_for(digest: Callable[..., Digest]) -> None:
    site = digest(many(1))
    with socket.create_server(("127.0.0.1", 0)) as other:
        address = f"dask://127.0.0.1:{other.getsockname()[1]}"
        started = time.monotonic()
        assert "no scheduler of dask answers" in site.messages(executor=address)[0]
    assert time.monotonic() - started < 8


def test_without_the_extra_the_way_to_install_it_is_told(
    digest: Callable[..., Digest], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    site = digest(many(1))
    run = site.cli("build", "-s", str(site.folder), "--executor", "dask://127.0.0.1:8786")
    assert run.exit_code == 2
    assert "pip install 'site-builder[cluster]'" in run.output


def test_a_build_that_asks_for_no_cluster_does_not_load_dask(digest: Callable[..., Digest]) -> None:
    site = digest(many(2))
    code = (
        "import sys\nfrom site_builder.cli import cli\n"
        f"cli(['build', '-q', '-s', {str(site.folder)!r}], standalone_mode=False)\n"
        "print([name for name in ('dask', 'distributed') if name in sys.modules])"
    )
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.run(
        [sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=True
    )
    assert run.stdout == "[]\n"


def test_a_worker_with_another_version_of_the_builder_refuses_the_job() -> None:
    assert perform(builder(), packed(len, "four")) == ("done", 4)
    fitness, why = perform("another", b"what cannot be opened")
    assert fitness == "unfit"
    assert "another version of site-builder" in why
