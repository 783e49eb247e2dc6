"""Deploys to a real OpenSSH server on this machine: rsync and SFTP."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import pytest
import stamina
from deploys import FIRST, SECOND, STYLE_OF_FIRST, broken, ready, run, seen_in
from ssh_server import SshServer

from site_builder.deploy_settings import RsyncTarget, SftpTarget
from site_builder.deploying.failures import DeployFailed
from site_builder.deploying.manifest import JOURNAL, LOCK
from site_builder.deploying.session import roll_back
from site_builder.deploying.targets import open_target
from site_builder.deploying.targets.kind import Setup, Target

pytestmark = pytest.mark.xdist_group("to-ssh")

KINDS = {"rsync": RsyncTarget, "sftp": SftpTarget}
each_kind = pytest.mark.parametrize("kind", [*KINDS])


@pytest.fixture
def server(ssh: SshServer) -> SshServer:
    ssh.wire.mend()
    return ssh


def opened(kind: str, config: str, root: Path, environ: dict[str, str] | None = None) -> Target:
    setting = KINDS[kind](host="digest", path=str(root), config=config)
    return open_target(setting, Setup("live", root.parent, environ or os.environ, 1_000_000_000))


def seen(kind: str, root: Path) -> dict[str, str]:
    return seen_in(root / "current" if kind == "rsync" else root)


@each_kind
def test_only_what_has_changed_travels_and_only_what_is_gone_is_removed(
    server: SshServer, tmp_path: Path, kind: str
) -> None:
    root, config = tmp_path / "www", server.config()
    big = {"static/big.bin": os.urandom(300_000).hex()}
    first = run(ready(tmp_path, FIRST | big), opened(kind, config, root))
    assert sorted(first.plan.to_write) == sorted(FIRST | big)
    assert seen(kind, root) == FIRST | big
    (root / "current" / "google1.html" if kind == "rsync" else root / "google1.html").write_text("mine")

    server.wire.mend()
    second = run(ready(tmp_path, SECOND | big), opened(kind, config, root))
    assert second.plan.to_remove == ("articles/two.html",)
    assert seen(kind, root) == {**SECOND, **STYLE_OF_FIRST, **big, "google1.html": "mine"}
    assert server.wire.sent < 100_000, "the big file stayed where it was"
    assert not run(ready(tmp_path, SECOND | big), opened(kind, config, root)).plan.is_needed
    assert not {LOCK, JOURNAL} & {path.name for path in root.rglob("*")}


@each_kind
def test_a_file_and_a_folder_trade_places(server: SshServer, tmp_path: Path, kind: str) -> None:
    root, config = tmp_path / "www", server.config()
    for site in ({"a/b/c.html": "1", "d": "2"}, {"a": "3", "d/e.html": "4"}):
        run(ready(tmp_path, site), opened(kind, config, root))
        assert seen(kind, root) == site


@each_kind
def test_a_file_of_somebody_else_keeps_its_place(server: SshServer, tmp_path: Path, kind: str) -> None:
    root, config = tmp_path / "www", server.config()
    run(ready(tmp_path, FIRST), opened(kind, config, root))
    (root / "current" / "about.html" if kind == "rsync" else root / "about.html").write_text("mine")
    with pytest.raises(DeployFailed, match=r"files of others .*about.html"):
        run(ready(tmp_path, FIRST | {"about.html": ""}), opened(kind, config, root))


@each_kind
@pytest.mark.parametrize("share", [0.55, 0.8, 0.95])
def test_wherever_the_connection_breaks_the_site_is_whole_and_the_next_deploy_completes_it(
    server: SshServer, tmp_path: Path, kind: str, share: float
) -> None:
    root, config = tmp_path / "www", server.config()
    first, second = ready(tmp_path, FIRST), ready(tmp_path, SECOND)
    server.wire.mend()
    run(first, opened(kind, config, root))
    server.wire.cut(after=int(server.wire.sent * share))
    with suppress(DeployFailed):
        run(second, opened(kind, config, root))
    now = seen(kind, root)
    assert not broken(now)
    if kind == "rsync":
        assert now in (FIRST, {**SECOND, **STYLE_OF_FIRST})
    server.wire.mend()
    run(second, opened(kind, config, root))
    assert seen(kind, root) == {**SECOND, **STYLE_OF_FIRST}
    assert not list(root.rglob("*-part"))


def test_a_release_can_be_gone_back_from_and_the_next_deploy_goes_on_from_there(
    server: SshServer, tmp_path: Path
) -> None:
    root, config = tmp_path / "www", server.config()
    with pytest.raises(DeployFailed, match="nothing was deployed"):
        roll_back(opened("rsync", config, root), 0.0, print)
    run(ready(tmp_path, FIRST), opened("rsync", config, root))
    with pytest.raises(DeployFailed, match="shows its first release"):
        roll_back(opened("rsync", config, root), 0.0, print)
    run(ready(tmp_path, SECOND), opened("rsync", config, root))
    one = root / "releases/000001/static/logo.png"
    assert one.samefile(root / "releases/000002/static/logo.png"), "what is the same is there once"
    assert roll_back(opened("rsync", config, root), 0.0, print) == "release 000001"
    assert seen("rsync", root) == FIRST
    run(ready(tmp_path, SECOND), opened("rsync", config, root))
    assert sorted(path.name for path in (root / "releases").iterdir()) == ["000001", "000003"]
    assert (root / "current").readlink() == Path("releases/000003")


@each_kind
@pytest.mark.parametrize(
    ("key", "known", "message", "remedy"),
    [
        ("wrong", "known_hosts", "lets nobody in with your keys", "authorized_keys"),
        ("right", "no_hosts", "not among the known hosts", "ssh-keyscan"),
        ("right", "another_host", "another key than the known hosts say", "ssh-keygen -R"),
    ],
    ids=["refused key", "unknown server", "changed server"],
)
def test_who_cannot_come_in_is_told_why_and_how_to_go_on(
    server: SshServer, tmp_path: Path, kind: str, key: str, known: str, message: str, remedy: str
) -> None:
    with pytest.raises(DeployFailed, match=message) as failed:
        run(ready(tmp_path, FIRST), opened(kind, server.config(key, known=known), tmp_path / "www"))
    assert remedy in failed.value.remedy
    assert not (tmp_path / "www").exists()


@each_kind
def test_a_server_that_is_not_there_is_told_of(server: SshServer, tmp_path: Path, kind: str) -> None:
    server.wire.cut()
    with pytest.raises(DeployFailed, match="cannot be reached"):
        run(ready(tmp_path, FIRST), opened(kind, server.config(), tmp_path / "www"))


@each_kind
def test_a_full_disk_is_told_of_and_the_old_site_stays(server: SshServer, tmp_path: Path, kind: str) -> None:
    root = tmp_path / "www"
    run(ready(tmp_path, FIRST), opened(kind, server.config(), root))
    big = {"static/big.bin": "x" * 300_000}
    with pytest.raises(DeployFailed, match="full"):
        run(ready(tmp_path, SECOND | big), opened(kind, server.config("full"), root))
    assert not broken(seen(kind, root))
    run(ready(tmp_path, SECOND | big), opened(kind, server.config(), root))
    assert seen(kind, root) == {**SECOND, **STYLE_OF_FIRST, **big}


def test_a_server_without_rsync_is_told_of(server: SshServer, tmp_path: Path) -> None:
    with pytest.raises(DeployFailed, match="rsync is not installed on digest") as failed:
        run(ready(tmp_path, FIRST), opened("rsync", server.config("bare"), tmp_path / "www"))
    assert "kind: sftp" in failed.value.remedy


def test_a_folder_in_the_place_of_the_link_is_left_alone(server: SshServer, tmp_path: Path) -> None:
    page = tmp_path / "www/current/index.html"
    page.parent.mkdir(parents=True)
    page.write_text("mine")
    with pytest.raises(DeployFailed, match="is no link to a release, and no deploy has made it"):
        run(ready(tmp_path, FIRST), opened("rsync", server.config(), tmp_path / "www"))
    assert page.read_text() == "mine"


def test_a_release_whose_answer_got_lost_is_not_made_twice(
    server: SshServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = opened("rsync", server.config(), tmp_path / "www")
    publish, lost = target.publish, []

    def published(manifest: bytes) -> None:
        publish(manifest)
        if not lost:
            lost.append(manifest)
            raise ConnectionResetError

    monkeypatch.setattr(target, "publish", published)
    with stamina.set_testing(True, attempts=2):
        run(ready(tmp_path, FIRST), target)
    assert lost
    assert seen("rsync", tmp_path / "www") == FIRST
    assert [path.name for path in (tmp_path / "www/releases").iterdir()] == ["000001"]


def test_a_connection_that_is_gone_before_rsync_begins_is_told_as_that(
    server: SshServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = opened("rsync", server.config(), tmp_path / "www")
    publish = target.publish

    def published(manifest: bytes) -> None:
        server.wire.cut()
        publish(manifest)

    monkeypatch.setattr(target, "publish", published)
    with pytest.raises(DeployFailed, match="cannot be reached"):
        run(ready(tmp_path, FIRST), target)
    assert not (tmp_path / "www/current").exists()


def test_without_any_key_nobody_is_let_in_and_without_known_hosts_no_server_is_believed(
    server: SshServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    lines = Path(server.config()).read_text().splitlines()
    for missing, message in (("IdentityFile", "lets nobody in with your keys"), ("UserKnown", "known hosts")):
        config = tmp_path / missing
        config.write_text("\n".join(line for line in lines if not line.startswith(missing)))
        with pytest.raises(DeployFailed, match=message):
            run(ready(tmp_path, FIRST), opened("sftp", str(config), tmp_path / "www"))


def test_a_folder_that_is_read_only_is_told_of(server: SshServer, tmp_path: Path) -> None:
    (tmp_path / "www").mkdir()
    with pytest.raises(DeployFailed, match="you may not change"):
        run(ready(tmp_path, FIRST), opened("sftp", server.config("read-only"), tmp_path / "www"))
