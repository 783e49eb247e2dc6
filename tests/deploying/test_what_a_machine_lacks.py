"""What a deploy needs of this machine and of the settings of ssh: told before anything travels."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from deploys import FIRST, ready, run

from site_builder.deploy_settings import DeployTarget, FtpsTarget, GitTarget, RsyncTarget, SftpTarget
from site_builder.deploying.failures import DeployFailed
from site_builder.deploying.targets import open_target
from site_builder.deploying.targets.kind import Setup, Target

OVER_SSH = {"rsync": RsyncTarget, "sftp": SftpTarget}
each_kind = pytest.mark.parametrize("kind", [*OVER_SSH])


def opened(setting: DeployTarget, site: Path, **environ: str) -> Target:
    return open_target(setting, Setup("my-host", site, {**os.environ, **environ}, 1_000_000_000))


@pytest.mark.parametrize(
    ("setting", "programs", "message", "remedy"),
    [
        (GitTarget(remote="origin"), (), "git is not installed", "https://git-scm.com"),
        (RsyncTarget(host="a", path="b"), (), "ssh is not installed on this machine", "Install ssh"),
        (RsyncTarget(host="a", path="b"), ("ssh",), "rsync is not installed on this machine", "kind: sftp"),
    ],
    ids=["git", "ssh", "rsync"],
)
def test_a_program_that_is_not_installed_is_named(
    tmp_path: Path, setting: DeployTarget, programs: tuple[str, ...], message: str, remedy: str
) -> None:
    for name in programs:
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    with pytest.raises(DeployFailed, match=message) as failed:
        opened(setting, tmp_path, PATH=str(tmp_path))
    assert remedy in failed.value.remedy


def test_where_a_password_is_wanted_and_there_is_none_it_is_said_where_it_may_come_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    setting = FtpsTarget(host="ftp.example", user="desk", path="www")
    with pytest.raises(DeployFailed, match=r"there is no password for ftps://ftp\.example/www") as failed:
        opened(setting, tmp_path)
    assert "SITE_BUILDER_DEPLOY_PASSWORD" in failed.value.remedy
    assert "'my-host'" in failed.value.remedy


@each_kind
def test_a_file_of_settings_for_ssh_that_is_not_there_is_named(tmp_path: Path, kind: str) -> None:
    with pytest.raises(DeployFailed, match=f"there is no file '{tmp_path}/ssh.conf'"):
        opened(OVER_SSH[kind](host="a", path="b", config="ssh.conf"), tmp_path)


def test_settings_that_ssh_cannot_read_are_told_of(tmp_path: Path) -> None:
    (tmp_path / "ssh.conf").write_text("Host digest\nNonsense yes\n")
    target = opened(RsyncTarget(host="digest", path="b", config="ssh.conf"), tmp_path)
    with pytest.raises(DeployFailed, match=r"ssh cannot read its settings: .*ssh\.conf.*nonsense"):
        run(ready(tmp_path, FIRST), target)


def test_a_way_over_another_server_is_for_rsync(tmp_path: Path) -> None:
    (tmp_path / "ssh.conf").write_text("Host digest\nProxyJump gate.example\n")
    with pytest.raises(DeployFailed, match="over another server, which SFTP does not follow") as failed:
        opened(SftpTarget(host="digest", path="b", config="ssh.conf"), tmp_path)
    assert "kind: rsync" in failed.value.remedy
