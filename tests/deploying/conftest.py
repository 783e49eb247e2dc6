"""Targets with the servers that they need, each started once in a run; and deploys without pauses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import stamina
from live_targets import InBucket, InGit, Live, Served, in_file_system, in_folder, over_ssh, with_password
from password_servers import serving_ftps, serving_webdav
from s3_server import KEYS, serving_s3
from ssh_server import SshServer, serving_ssh

from site_builder.deploying.targets import remote

GROUPS = {"rsync": "ssh", "sftp": "ssh", "webdav": "passwords", "ftps": "passwords"}  # of one server


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Attempts are not repeated, so that each operation can be the one that fails. No other deploy is waited
    for, but servers are, for they may have to share a machine with much else.
    """
    monkeypatch.setattr(remote, "_PATIENCE", 0.0)
    for protocol in ("ftps", "sftp", "ssh"):
        monkeypatch.setattr(f"site_builder.deploying.targets.{protocol}._PATIENCE", 120.0)
    with stamina.set_testing(True, attempts=1):
        yield


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of one server run in one process."""
    for item in items:
        kind = (
            item.callspec.params.get("live")
            if isinstance(item, pytest.Function) and hasattr(item, "callspec")
            else None
        )
        if isinstance(kind, str):
            item.add_marker(pytest.mark.xdist_group(f"to-{GROUPS.get(kind, kind)}"))


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    """The address of an S3 server with the bucket `digest`."""
    with serving_s3(("digest",)) as endpoint:
        yield endpoint


@pytest.fixture(scope="session")
def ssh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    with serving_ssh(tmp_path_factory.mktemp("ssh")) as server:
        yield server


@pytest.fixture(scope="session")
def webdav(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("webdav")
    with serving_webdav(folder) as wire:
        yield Served(wire, folder)


@pytest.fixture(scope="session")
def ftps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("ftps")
    with serving_ftps(folder, tmp_path_factory.mktemp("keys")) as (wire, certificate):
        yield Served(wire, folder, certificate)


@pytest.fixture
def live(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Live:
    """The target of the kind that a test asks for by its parameter."""
    site = tmp_path / "site"
    site.mkdir()
    match request.param:
        case "folder":
            return in_folder(site, tmp_path / "www")
        case "fsspec":
            return in_file_system(site, tmp_path / "www")
        case "git":
            return InGit(site, tmp_path / "pages.git")
        case "s3":
            for name, value in KEYS.items():
                monkeypatch.setenv(name, value)
            return InBucket(request.getfixturevalue("s3"), site, f"digest/{tmp_path.name}")
        case "rsync" | "sftp" as kind:
            server: SshServer = request.getfixturevalue("ssh")
            server.wire.mend()
            return over_ssh(kind, server, site, tmp_path / "www")
        case kind:
            served: Served = request.getfixturevalue(kind)
            served.wire.mend()
            if served.certificate:
                monkeypatch.setenv("SSL_CERT_FILE", str(served.certificate))
            return with_password(kind, served, site, tmp_path.name)
