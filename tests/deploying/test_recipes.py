"""The recipes of docs/ci.md, their shell steps run as they stand there."""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from digests import article
from documents import blocks, sections, text_of
from ssh_server import SshServer

ROOT = Path(__file__).resolve().parents[2]
CONFIG = """\
title: The Test Digest
base_url: https://digest.example
timezone: UTC
deploy:
  pages: {kind: git, branch: gh-pages}
  live: {kind: folder, path: ../www}
"""
BEFORE = article("A headline", summary="What lists show.")
MENDED = article("A headline", "Mended.", summary="What lists show.")
PROGRAMS = {
    "site-builder": f'exec "{sys.executable}" -m site_builder "$@"',
    "pip": 'test "$1" = install',  # it is installed already
}


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


class Machine:
    """A machine that publishes, with a repository that it clones."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.remote = folder / "remote.git"
        self.editor = folder / "editor"
        programs = folder / "bin"
        programs.mkdir()
        for name, line in PROGRAMS.items():
            (programs / name).write_text(f"#!/bin/sh\n{line}\n", "utf-8")
            (programs / name).chmod(0o755)
        self.environ = {
            **os.environ,
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "HOME": str(folder),
            "GIT_CONFIG_GLOBAL": "/dev/null",
        }
        self.git("init", "--quiet", "--bare", "--initial-branch=main", str(self.remote))
        self.git("clone", "--quiet", str(self.remote), str(self.editor))
        self.git("-C", str(self.editor), "checkout", "--quiet", "-B", "main")
        ignored = ".site-builder/\noutput/\n"
        self.edit({"config.yaml": CONFIG, ".gitignore": ignored, "content/a.md": BEFORE})

    def git(self, *words: str) -> str:
        done = subprocess.run(["git", *words], env=self.environ, capture_output=True, text=True, check=True)
        return done.stdout

    def edit(self, files: Mapping[str, str]) -> None:
        """What an editor commits and pushes."""
        for name, text in files.items():
            (self.editor / name).parent.mkdir(exist_ok=True)
            (self.editor / name).write_text(text, "utf-8")
        at = ("-C", str(self.editor))
        self.git(*at, "add", ".")
        self.git(*at, "-c", "user.name=Desk", "-c", "user.email=desk@example.org", "commit", "-qm", "Edit")
        self.git(*at, "push", "--quiet", "origin", "main")

    def clone(self, name: str) -> Path:
        """A shallow clone, as services of continuous integration make one."""
        self.git("clone", "--quiet", "--depth=1", self.remote.as_uri(), str(self.folder / name))
        return self.folder / name

    def run(self, line: str, folder: Path) -> str:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", line],
            cwd=folder,
            env=self.environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{line}: {done.stdout}{done.stderr}"
        return done.stdout


def recipe(heading: str) -> str:
    (block,) = blocks(dict(sections(text_of("docs/ci.md")))[heading])
    return "\n".join([*block.lines, ""])


def test_the_steps_for_github_publish_and_then_only_an_edit_travels(machine: Machine) -> None:
    (job,) = yaml.safe_load(recipe("GitHub Actions"))["jobs"].values()
    cached = next(step["with"]["path"] for step in job["steps"] if "cache" in step.get("uses", ""))
    steps = [step["run"] for step in job["steps"] if "run" in step]
    assert [step.split()[1] for step in steps] == ["install", "build", "check", "deploy"]
    first = machine.clone("first")
    for step in steps:
        said = machine.run(step, first)
    assert "0 unchanged" in said
    assert "index.html" in machine.git("-C", str(machine.remote), "ls-tree", "-r", "--name-only", "gh-pages")

    machine.edit({"content/a.md": MENDED})
    second = machine.clone("second")
    for folder in cached.split():  # what the cache brings back
        shutil.copytree(first / folder, second / folder)
    for step in steps:
        said = machine.run(step, second)
    assert " 0 unchanged" not in said
    changed = machine.git("-C", str(machine.remote), "diff", "--name-only", "gh-pages~", "gh-pages").split()
    assert "2012/03/12/a/index.html" in changed
    assert "index.html" not in changed


def test_the_script_for_gitlab_publishes(machine: Machine) -> None:
    (job,) = yaml.safe_load(recipe("GitLab CI")).values()
    assert job["cache"]["paths"] == [".site-builder/", "output/"]
    folder = machine.clone("job")
    for step in job["script"]:
        machine.run(step, folder)
    assert (machine.folder / "www/current/index.html").is_file()


@pytest.mark.xdist_group("to-ssh")
def test_the_steps_with_a_key_for_a_server_reach_it(machine: Machine, ssh: SshServer) -> None:
    """ssh takes no folder from HOME, so that the settings of a file lead it to the one of the machine."""
    ssh.wire.mend()
    (block,) = (b for b in blocks(dict(sections(text_of("docs/ci.md")))["A key for a server"]))
    (step,) = yaml.safe_load("\n".join(block.lines))
    assert step["env"] == {"DEPLOY_KEY": "${{ secrets.DEPLOY_KEY }}"}
    settings = f"Host digest\nHostName 127.0.0.1\nPort {ssh.wire.port}\nUser {getpass.getuser()}\n"
    settings += f"UserKnownHostsFile {machine.folder}/.ssh/known_hosts\nGlobalKnownHostsFile /dev/null\n"
    target = f"{{kind: rsync, host: digest, path: {machine.folder}/www, config: ssh_config}}"
    machine.edit(
        {
            "config.yaml": CONFIG.replace("{kind: folder, path: ../www}", target),
            "known_hosts": (ssh.folder / "known_hosts").read_text(),
            "ssh_config": settings,
        }
    )
    folder = machine.clone("job")
    machine.run("site-builder build --strict", folder)
    machine.environ["DEPLOY_KEY"] = ssh.keys["right"].read_text().rstrip()
    said = machine.run(step["run"], folder)
    assert "0 unchanged" in said
    assert (machine.folder / "www/current/index.html").is_file()
    assert not [file for file in folder.rglob("*") if file.is_file() and b"PRIVATE KEY" in file.read_bytes()]


def test_the_line_for_cron_publishes_in_silence(machine: Machine) -> None:
    line = recipe("cron").split(maxsplit=5)[5].strip()
    machine.git("clone", "--quiet", str(machine.remote), str(machine.folder / "digest"))
    assert machine.run(line, machine.folder) == ""
    page = machine.folder / "www/current/2012/03/12/a/index.html"
    machine.edit({"content/a.md": MENDED})
    assert machine.run(line, machine.folder) == ""
    assert "Mended." in page.read_text("utf-8")
    assert machine.run(line, machine.folder) == ""
