"""Folders, branches and buckets that fail: a clear message, nothing half done, the next deploy goes on."""

from __future__ import annotations

import errno
import itertools
import os
import re
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from deploys import FIRST, SECOND, STYLE_OF_FIRST, ready, run, seen_in
from faults import failing, faults
from live_targets import InGit

from site_builder.deploy_settings import FolderTarget, GitTarget
from site_builder.deploying.failures import DeployFailed
from site_builder.deploying.session import roll_back
from site_builder.deploying.targets import open_target
from site_builder.deploying.targets.kind import Setup, Target


def opened(setting: object, folder: Path) -> Target:
    target = open_target(setting, Setup("live", folder, os.environ, 1_000_000_000))
    target.threads = 1
    return target


@pytest.mark.parametrize("lasting", [False, True], ids=["that call alone", "it and all later ones"])
def test_a_folder_whose_disk_fails_anywhere_shows_the_old_site_or_the_new_one(
    tmp_path: Path, lasting: bool
) -> None:
    first, second = ready(tmp_path, FIRST), ready(tmp_path, SECOND)
    for number in itertools.count(1):
        root = tmp_path / f"www-{number}"
        run(first, opened(FolderTarget(path=str(root)), tmp_path))
        with faults(root, failing(number, errno.ENOSPC, lasting=lasting)) as calls, suppress(DeployFailed):
            run(second, opened(FolderTarget(path=str(root)), tmp_path))
        after = {**SECOND, **STYLE_OF_FIRST}
        assert seen_in(root / "current") in (FIRST, after), f"call {number}: {calls[-1]}"
        run(second, opened(FolderTarget(path=str(root)), tmp_path))
        assert seen_in(root / "current") == after
        if len(calls) < number:
            break
    assert number > 50


@pytest.mark.parametrize("threads", [1, 4])
def test_a_full_disk_is_called_by_its_name(tmp_path: Path, threads: int) -> None:
    site, root = ready(tmp_path, FIRST), tmp_path / "www"
    target = opened(FolderTarget(path=str(root)), tmp_path)
    target.threads = threads
    full = failing(25, errno.ENOSPC, names={"open", "replace"}, lasting=True)
    with faults(root, full), pytest.raises(DeployFailed, match="www is full"):
        run(site, target)
    assert not (root / "current").exists()


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (errno.EROFS, "is read-only"),
        (errno.EACCES, "you may not change"),
        (errno.ENAMETOOLONG, "cannot hold a file of the name"),
        (errno.ETIMEDOUT, "cannot be reached"),
        (errno.EIO, "failed: Input/output error"),
    ],
)
def test_what_a_target_says_is_put_into_words(tmp_path: Path, code: int, message: str) -> None:
    target = opened(FolderTarget(path=str(tmp_path / "www")), tmp_path)

    def fail(upload: object) -> None:
        raise OSError(code, os.strerror(code))

    target.write = fail
    with pytest.raises(DeployFailed, match=message):
        run(ready(tmp_path, FIRST), target)


def test_a_name_that_the_target_cannot_hold_is_told_before_anything_travels(tmp_path: Path) -> None:
    name = f"articles/{'é' * 120}.html"
    site = ready(tmp_path, {**FIRST, name: ""})
    long = ready(tmp_path, FIRST, files={**site.files, f"{'é' * 130}.html": site.files[name]})
    with pytest.raises(DeployFailed, match=r"cannot hold .*longer than 255 bytes"):
        run(long, opened(FolderTarget(path=str(tmp_path / "www")), tmp_path))
    odd = ready(tmp_path, FIRST, files={**site.files, "a/.GIT/b": site.files[name]})
    with pytest.raises(DeployFailed, match="git keeps the name"):
        run(odd, opened(git_target(tmp_path), tmp_path))
    assert not (tmp_path / "www" / "current").exists()


def test_a_file_that_changes_while_it_is_deployed_does_not_travel(tmp_path: Path) -> None:
    site = ready(tmp_path, FIRST)
    (site.output / "articles/one.html").write_text("altered")
    with pytest.raises(DeployFailed, match="has changed while it was deployed"):
        run(site, opened(FolderTarget(path=str(tmp_path / "www")), tmp_path))
    assert not (tmp_path / "www" / "current").exists()


def git_target(folder: Path) -> GitTarget:
    remote = folder / "pages.git"
    subprocess.run(["git", "init", "--quiet", "--bare", str(remote)], check=True)
    return GitTarget(remote=str(remote))


def tip(folder: Path) -> str:
    command = ["git", "-C", str(folder / "pages.git"), "rev-parse", "--verify", "-q", "gh-pages"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def test_a_push_that_is_refused_changes_nothing_and_can_be_repeated(tmp_path: Path) -> None:
    setting = git_target(tmp_path)
    run(ready(tmp_path, FIRST), opened(setting, tmp_path))
    before = tip(tmp_path)
    hook = tmp_path / "pages.git/hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho the quota is used up >&2\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(DeployFailed, match=r"does not take the push: .*the quota is used up"):
        run(ready(tmp_path, SECOND), opened(setting, tmp_path))
    assert tip(tmp_path) == before
    hook.unlink()
    run(ready(tmp_path, SECOND), opened(setting, tmp_path))
    assert tip(tmp_path) != before


def test_a_push_that_comes_second_is_refused(tmp_path: Path) -> None:
    setting = git_target(tmp_path)
    run(ready(tmp_path, FIRST), opened(setting, tmp_path))
    late = opened(setting, tmp_path / ".")
    publish = late.publish

    def after_another(manifest: bytes) -> None:
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir()
        run(ready(tmp_path, {**FIRST, "articles/other.html": ""}), opened(setting, elsewhere))
        publish(manifest)

    late.publish = after_another
    with pytest.raises(DeployFailed, match="somebody else has pushed"):
        run(ready(tmp_path, SECOND), late)
    shown = ["git", "-C", str(tmp_path / "pages.git"), "ls-tree", "-r", "--name-only", "gh-pages"]
    assert "articles/other.html" in subprocess.run(shown, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(
    ("remote", "remedy"),
    [("no.git", r"git init --bare .*/no.git"), ("upstream", "git remote add upstream ADDRESS")],
)
def test_a_repository_that_is_not_there_is_told_of_and_how_to_make_it(
    tmp_path: Path, remote: str, remedy: str
) -> None:
    remote = str(tmp_path / remote) if "." in remote else remote
    with pytest.raises(DeployFailed, match=f"there is no repository '{remote}'") as failed:
        run(ready(tmp_path, FIRST), opened(GitTarget(remote=remote), tmp_path))
    assert re.search(remedy, failed.value.remedy)


@pytest.mark.parametrize(
    ("said", "message", "remedy"),
    [
        (
            "remote: Repository not found. fatal: repository 'https://h/a/' not found",
            "no repository",
            "Hosts hide",
        ),
        (
            "fatal: could not read Username for 'https://h': terminal prompts disabled",
            "reached",
            "credential helper",
        ),
        ("git@h: Permission denied (publickey). fatal: Could not read from remote", "reached", "ssh-add"),
        ("fatal: unable to access 'https://h/': Could not resolve host: h", "reached", "git push"),
    ],
)
def test_what_git_says_of_a_remote_is_put_into_words(
    tmp_path: Path, said: str, message: str, remedy: str
) -> None:
    target: Any = opened(GitTarget(remote="https://h/a"), tmp_path)
    failed = target._unreached(said)
    assert message in failed.message
    assert remedy in failed.remedy


@pytest.mark.parametrize(
    "remote", ["git@github.com:desk/pages.git", "https://github.com/desk/pages", "origin"]
)
def test_a_site_that_is_too_large_for_github_pages_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, remote: str
) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    address = "ssh://git@github.com/desk/pages.git"
    subprocess.run(["git", "-C", str(tmp_path), "remote", "add", "origin", address], check=True)
    (tmp_path / "a.bin").write_bytes(b"")
    os.truncate(tmp_path / "a.bin", 1_250_000_000)  # which takes no room on the disk
    target = opened(GitTarget(remote=remote), tmp_path)
    (line,) = target.warnings(tmp_path, ["a.bin"])
    assert "GitHub Pages takes sites of 1 GB at most, and this one has 1.25" in line
    elsewhere = opened(GitTarget(remote="https://codeberg.org/desk/pages"), tmp_path)
    assert not [*elsewhere.warnings(tmp_path, ["a.bin"])]
    os.truncate(tmp_path / "a.bin", 1_000)
    assert not [*target.warnings(tmp_path, ["a.bin"])]


def test_to_go_back_before_the_first_deploy_to_a_branch_is_said_to_be_that(tmp_path: Path) -> None:
    live = InGit(tmp_path, tmp_path / "pages.git")
    live.put("README", "of somebody else")
    run(ready(tmp_path, FIRST), live.open())
    shows = roll_back(live.open(), 0.0, print)
    assert re.fullmatch(r"commit \w{10}, of somebody else from before the first deploy,", shows)
    assert live.files() == {"README": "of somebody else"}
    assert run(ready(tmp_path, FIRST), live.open()).plan.manifest.generation == 2


def test_where_nothing_was_deployed_to_a_branch_there_is_no_way_back(tmp_path: Path) -> None:
    with pytest.raises(DeployFailed, match="there is no branch gh-pages") as failed:
        roll_back(opened(git_target(tmp_path), tmp_path), 0.0, print)
    assert failed.value.remedy == "Deploy first."


def test_the_same_site_is_the_same_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commits = []
    for zone in ("Asia/Tokyo", "America/Lima"):
        monkeypatch.setenv("TZ", zone)
        folder = tmp_path / zone.partition("/")[2]
        folder.mkdir()
        run(ready(tmp_path, FIRST), opened(git_target(folder), folder))
        commits.append(tip(folder))
    assert commits[0] == commits[1] != ""
