"""Deploys to real servers on this machine that ask for a password: WebDAV, and FTP with TLS."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from deploys import FIRST, SECOND, STYLE_OF_FIRST, broken, ready, run, seen_in
from live_targets import Served
from password_servers import PASSWORD, USER

from site_builder.deploy_settings import FtpsTarget, WebdavTarget
from site_builder.deploying.failures import DeployFailed, explained
from site_builder.deploying.manifest import JOURNAL, LOCK
from site_builder.deploying.targets import ftps, open_target, ssh, webdav
from site_builder.deploying.targets.kind import Setup, Target

pytestmark = pytest.mark.xdist_group("to-passwords")


class Server:
    """A running server, and the kind of target that it is for."""

    def __init__(self, kind: str, served: Served) -> None:
        self.kind = kind
        self.wire = served.wire
        self.folder = served.folder

    def open(self, below: str, *, user: str = USER, password: str = PASSWORD, fixed: bool = False) -> Target:
        environ = {"SITE_BUILDER_DEPLOY_PASSWORD": password}
        setup = Setup("live", self.folder, environ, 1_000_000_000)
        port = self.wire.port
        if self.kind == "ftps":
            return open_target(FtpsTarget(host="127.0.0.1", port=port, user=user, path=below), setup)
        at = f"fixed/{below}" if fixed else below
        return open_target(WebdavTarget(url=f"http://127.0.0.1:{port}/{at}", user=user), setup)

    def seen(self, below: str) -> dict[str, str]:
        return seen_in(self.folder / below)


@pytest.fixture(params=["webdav", "ftps"])
def server(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Server:
    served: Served = request.getfixturevalue(request.param)
    served.wire.mend()
    (served.folder / tmp_path.name).mkdir(exist_ok=True)
    if served.certificate:
        monkeypatch.setenv("SSL_CERT_FILE", str(served.certificate))
    return Server(request.param, served)


def test_only_what_has_changed_travels_and_only_what_is_gone_is_removed(
    server: Server, tmp_path: Path
) -> None:
    here = tmp_path.name
    big = {"static/big.bin": "é" * 150_000}
    run(ready(tmp_path, FIRST | big), server.open(here))
    assert server.seen(here) == FIRST | big
    (server.folder / here / "google1.html").write_text("mine")
    server.wire.mend()
    done = run(ready(tmp_path, SECOND | big), server.open(here))
    assert done.plan.to_remove == ("articles/two.html",)
    assert server.seen(here) == {**SECOND, **STYLE_OF_FIRST, **big, "google1.html": "mine"}
    assert server.wire.sent < 150_000, "the big file stayed where it was"
    assert not run(ready(tmp_path, SECOND | big), server.open(here)).plan.is_needed
    assert not {LOCK, JOURNAL} & {path.name for path in (server.folder / here).iterdir()}
    with pytest.raises(DeployFailed, match=r"files of others .*google1.html"):
        run(ready(tmp_path, SECOND | big | {"google1.html": ""}), server.open(here))


@pytest.mark.parametrize("share", [0.4, 0.7, 0.9])
def test_wherever_the_connection_breaks_the_site_is_whole_and_the_next_deploy_completes_it(
    server: Server, tmp_path: Path, share: float
) -> None:
    here = tmp_path.name
    run(ready(tmp_path, FIRST), server.open(here))
    server.wire.cut(after=int(server.wire.sent * share))
    with suppress(DeployFailed):
        run(ready(tmp_path, SECOND), server.open(here))
    assert not broken(server.seen(here))
    server.wire.mend()
    run(ready(tmp_path, SECOND), server.open(here))
    assert server.seen(here) == {**SECOND, **STYLE_OF_FIRST}
    assert not [*(server.folder / here).rglob("*-part")]


def test_a_file_becomes_a_folder(server: Server, tmp_path: Path) -> None:
    here = tmp_path.name
    for site in ({"a": "1"}, {"a/b/c.html": "2"}):
        run(ready(tmp_path, site), server.open(here))
        assert server.seen(here) == site


def test_a_wrong_password_is_told_of_and_not_shown(server: Server, tmp_path: Path) -> None:
    with pytest.raises(DeployFailed, match="does not take this name and password") as failed:
        run(ready(tmp_path, FIRST), server.open(tmp_path.name, password="a-wrong-password"))
    assert "a-wrong-password" not in f"{failed.value.message} {failed.value.remedy}"


def test_a_folder_that_is_read_only_is_told_of(server: Server, tmp_path: Path) -> None:
    user = "reader" if server.kind == "ftps" else USER
    with pytest.raises(DeployFailed, match="you may not change"):
        run(ready(tmp_path, FIRST), server.open(tmp_path.name, user=user, fixed=True))
    assert server.seen(tmp_path.name) == {}


def test_a_server_that_is_not_there_is_told_of(server: Server, tmp_path: Path) -> None:
    server.wire.cut()
    with pytest.raises(DeployFailed, match="cannot be reached"):
        run(ready(tmp_path, FIRST), server.open(tmp_path.name))


over_ftps = pytest.mark.parametrize("server", ["ftps"], indirect=True)


@over_ftps
def test_on_a_server_that_renames_over_no_file_the_site_is_exchanged_all_the_same(
    server: Server, tmp_path: Path
) -> None:
    for site in (FIRST, SECOND):
        run(ready(tmp_path, site), server.open(tmp_path.name, user="windows"))
    assert server.seen(tmp_path.name) == {**SECOND, **STYLE_OF_FIRST}


@over_ftps
def test_a_server_that_lets_nobody_read_back_what_is_there_is_told_of(server: Server, tmp_path: Path) -> None:
    run(ready(tmp_path, FIRST), server.open(tmp_path.name))
    with pytest.raises(DeployFailed, match="you may not change"):
        run(ready(tmp_path, SECOND), server.open(tmp_path.name, user="blind"))
    assert server.seen(tmp_path.name) == FIRST


@over_ftps
def test_a_server_that_lets_nobody_remove_a_file_is_told_of(server: Server, tmp_path: Path) -> None:
    run(ready(tmp_path, FIRST), server.open(tmp_path.name))
    with pytest.raises(DeployFailed, match=r"you may not change '.*articles/two.html'"):
        run(ready(tmp_path, SECOND), server.open(tmp_path.name, user="keeper"))
    assert not broken(server.seen(tmp_path.name))


@over_ftps
def test_a_certificate_for_which_nobody_vouches_is_refused(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(DeployFailed, match="nobody vouches for the certificate") as failed:
        run(ready(tmp_path, FIRST), server.open(tmp_path.name))
    assert "SSL_CERT_FILE" in failed.value.remedy


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (ftps._of_answer("552 Quota exceeded", "host"), "is full"),
        (ftps._of_answer("452 No space left", "host"), "is full"),
        (ftps._of_answer("553 Name not allowed", "host"), "cannot hold a file of the name"),
        (ftps._of_answer("500 What?", "host"), "failed: 500 What"),
        (ftps._of_answer("421 Too many connections", "host"), "cannot be reached"),
        (ssh.error_of("sh: 1: cannot create a: Read-only file system"), "is read-only"),
        (ssh.error_of("sh: 1: Segmentation fault"), "failed: sh: 1: Segmentation fault"),
        (ssh.error_of("mkdir: cannot create directory 'a': Permission denied"), "may not change"),
        (ssh.error_of("ln: cannot create 'a': Disk quota exceeded"), "is full"),
        (webdav._of_status(507, "host"), "is full"),
        (webdav._of_status(423, "host"), "may not change"),
        (webdav._of_status(500, "host"), "failed: the server says 500"),
    ],
)
def test_what_a_server_says_is_put_into_words(error: Exception, message: str) -> None:
    assert message in explained(error, "the server", "a").message
