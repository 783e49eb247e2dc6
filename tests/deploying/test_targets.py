"""What every kind of target does: a first deploy, an edit, a deletion, files of others, a way back."""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from deploys import FIRST, NOW, SECOND, Place, broken, ready, run
from fsspec.registry import _registry
from live_targets import InBucket, InFolder, Live, in_folder
from s3_server import KEYS

from site_builder.deploy_settings import (
    DeployTarget,
    FolderTarget,
    FsspecTarget,
    S3Target,
    SftpTarget,
    WebdavTarget,
)
from site_builder.deploying.failures import DeployFailed
from site_builder.deploying.manifest import CLAIM, LOCK, MANIFEST
from site_builder.deploying.session import Choices, deploy, roll_back
from site_builder.deploying.targets import file_system, open_target, remote
from site_builder.deploying.targets.kind import Setup

KINDS = ["folder", "git", "s3", "fsspec"]


def each_kind(*kinds: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("live", kinds, indirect=True)


@each_kind(*KINDS)
def test_only_what_has_changed_travels_and_only_what_is_gone_is_removed(live: Live, tmp_path: Path) -> None:
    first = run(ready(tmp_path, FIRST), live.open())
    assert sorted(first.plan.to_write) == sorted(FIRST)
    assert live.seen() == FIRST
    assert not run(ready(tmp_path, FIRST), live.open()).plan.is_needed

    edited = FIRST | {"articles/two.html": FIRST["articles/two.html"] + "\n"}
    second = run(ready(tmp_path, edited), live.open())
    assert second.plan.to_write == ("articles/two.html",)
    assert second.plan.to_remove == ()
    assert second.plan.manifest.generation == 2
    assert live.seen() == edited

    third = run(ready(tmp_path, SECOND), live.open())
    assert third.plan.to_remove == ("articles/two.html",)
    assert not broken(live.seen())
    assert live.seen().keys() - SECOND.keys() == {"assets/style.aaaa.css", "assets/gone.aaaa.css"}


@each_kind("folder", "git", "s3")
def test_a_bar_is_told_of_every_file_that_travels_or_goes(live: Live, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    for site, of in (({"a.html": "1", "b.html": "2"}, 2), ({"a.html": "3"}, 2)):
        told.clear()
        choices = Choices(max_delete="100%")
        deploy(ready(tmp_path, site), live.open(), choices, NOW, print, lambda *one: told.append(one))
        assert told == [("deploy", done, of) for done in range(1, of + 1)]


@each_kind(*KINDS)
def test_files_of_others_are_neither_touched_nor_removed(live: Live, tmp_path: Path) -> None:
    run(ready(tmp_path, FIRST), live.open())
    live.put("google1234.html", "mine")
    run(ready(tmp_path, SECOND), live.open())
    assert live.files()["google1234.html"] == "mine"
    live.put("articles/two.html", "mine too")
    before = live.files()
    with pytest.raises(DeployFailed, match=r"files of others .*articles/two.html"):
        run(ready(tmp_path, FIRST), live.open())
    assert live.files() == before
    run(ready(tmp_path, FIRST), live.open(), full=True)
    assert live.seen()["articles/two.html"] == FIRST["articles/two.html"]


@each_kind("sftp", "webdav", "ftps", "s3", "fsspec")
def test_a_first_deploy_of_more_files_than_are_looked_for_one_by_one_finds_those_of_others(
    live: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_system, "_FEW", 10)
    many = FIRST | {f"articles/deep/{n}.html": "" for n in range(file_system._FEW)}
    live.put("articles/deep/7.html", "mine")
    live.put("about/us.html", "mine too")
    with pytest.raises(DeployFailed, match=r"files of others .*articles/deep/7.html"):
        run(ready(tmp_path, many), live.open())
    run(ready(tmp_path, many), live.open(), full=True)
    assert live.seen().items() >= many.items()
    assert live.seen()["about/us.html"] == "mine too"


@each_kind("folder", "rsync", "sftp", "webdav", "ftps", "s3")
def test_a_deploy_that_only_takes_a_file_away(live: Live, tmp_path: Path) -> None:
    run(ready(tmp_path, {"a.html": "1", "b.html": "2"}), live.open())
    done = run(ready(tmp_path, {"a.html": "1"}), live.open(), max_delete="100%")
    assert (done.plan.to_write, done.plan.to_remove) == ((), ("b.html",))
    assert live.seen() == {"a.html": "1"}


@each_kind("rsync", "sftp", "ftps")
def test_a_file_in_the_place_of_the_folder_is_told_of_and_stays(live: Live, tmp_path: Path) -> None:
    assert isinstance(live, InFolder)
    if live.base.is_dir():
        live.base.rmdir()
    live.base.write_text("mine")
    with pytest.raises(DeployFailed, match="something else stands in the way of "):
        run(ready(tmp_path, FIRST), live.open())
    assert live.base.read_text() == "mine"


@each_kind("folder", "rsync", "sftp", "webdav", "ftps", "s3", "git")
def test_a_name_may_be_as_long_as_a_disk_can_hold(live: Live, tmp_path: Path) -> None:
    """Beside one that is so long no other of the same beginning finds room."""
    site = {f"articles/{'é' * 122}{n}.html": str(n) for n in range(4)} | {"index.html": "1"}
    for text in ("1", "2"):
        site = {path: f"{body} {text}" for path, body in site.items()}
        run(ready(tmp_path, site), live.open())
        assert live.seen() == site


@each_kind("folder", "rsync", "sftp", "webdav", "ftps")
def test_a_name_that_is_longer_is_told_before_anything_travels(live: Live, tmp_path: Path) -> None:
    site = ready(tmp_path, FIRST)
    longer = {**site.files, f"{'é' * 126}.html": site.files["index.html"]}
    with pytest.raises(DeployFailed, match=r"cannot hold .*longer than 255 bytes"):
        run(ready(tmp_path, FIRST, files=longer), live.open())
    assert not live.seen()


@each_kind("folder", "git", "s3")
def test_a_file_and_a_folder_trade_places(live: Live, tmp_path: Path) -> None:
    for site in ({"a/b/c.html": "1", "d": "2"}, {"a": "3", "d/e.html": "4"}):
        run(ready(tmp_path, site), live.open())
        assert live.seen() == site


@each_kind("folder", "git", "fsspec")
def test_a_folder_that_holds_files_of_others_gives_way_to_no_file(live: Live, tmp_path: Path) -> None:
    run(ready(tmp_path, {"a/b.html": "1"}), live.open())
    live.put("a/of-others.html", "mine")
    with pytest.raises(DeployFailed, match="something else stands in the way"):
        run(ready(tmp_path, {"a": "2"}), live.open())
    assert live.files()["a/of-others.html"] == "mine"


@each_kind("folder", "git", "fsspec")
def test_a_damaged_manifest_is_an_error_with_a_way_out(live: Live, tmp_path: Path) -> None:
    run(ready(tmp_path, FIRST), live.open())
    live.put(MANIFEST, '{"format": 1, "files": ')
    with pytest.raises(DeployFailed, match="is damaged") as failed:
        run(ready(tmp_path, SECOND), live.open())
    assert "--full" in failed.value.remedy
    run(ready(tmp_path, SECOND), live.open(), full=True)
    assert SECOND.items() <= live.seen().items()


@each_kind("folder", "git", "rsync")
def test_a_rollback_shows_what_was_there_before_and_the_next_deploy_goes_on_from_it(
    live: Live, tmp_path: Path
) -> None:
    run(ready(tmp_path, FIRST), live.open())
    with pytest.raises(DeployFailed, match=r"no earlier|nothing was there before it"):
        roll_back(live.open(), 0.0, print)
    run(ready(tmp_path, SECOND, made=1_000_000_001), live.open())
    third = SECOND | {"articles/four.html": ""}
    run(ready(tmp_path, third, made=1_000_000_002), live.open())
    roll_back(live.open(), 0.0, print)
    assert live.seen().items() >= SECOND.items()
    assert "articles/four.html" not in live.seen()
    roll_back(live.open(), 0.0, print)
    assert live.seen() == FIRST
    done = run(ready(tmp_path, SECOND, made=1_000_000_001), live.open())
    assert "articles/three.html" in done.plan.to_write
    assert "static/logo.png" not in done.plan.to_write
    assert done.plan.manifest.generation == 4, "no number is given twice"


def test_a_folder_keeps_so_many_releases_and_none_that_was_gone_back_from(tmp_path: Path) -> None:
    setting = FolderTarget(path=str(tmp_path / "www"), keep=2)
    live = InFolder(setting, tmp_path, tmp_path / "www", "current")

    def releases() -> list[str]:
        return sorted(path.name for path in (tmp_path / "www/releases").iterdir())

    for number in range(3):
        run(ready(tmp_path, FIRST | {"n.html": f"{number}"}), live.open())
    assert releases() == ["000002", "000003"]
    roll_back(live.open(), 0.0, print)
    run(ready(tmp_path, FIRST | {"n.html": "after"}), live.open())
    assert releases() == ["000002", "000004"]
    roll_back(live.open(), 0.0, print)
    assert live.files()["n.html"] == "1"


def test_a_folder_forgets_what_a_killed_deploy_has_left(tmp_path: Path) -> None:
    live = in_folder(tmp_path, tmp_path / "www")
    left = tmp_path / "www/releases/.new-1/half"
    left.mkdir(parents=True)
    run(ready(tmp_path, FIRST), live.open())
    assert live.seen() == FIRST
    assert not left.exists()


@pytest.mark.parametrize(
    ("package", "setting", "extra"),
    [
        ("fsspec", FsspecTarget(url="memory://a"), "deploy"),
        ("s3fs", S3Target(bucket="digest"), "s3"),
        ("paramiko", SftpTarget(host="a", path="b"), "sftp"),
        ("webdav4.client", WebdavTarget(url="https://a.example"), "webdav"),
    ],
)
def test_a_package_that_is_missing_is_named_with_the_command_that_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: str, setting: DeployTarget, extra: str
) -> None:
    monkeypatch.delitem(_registry, "s3", raising=False)  # where another test has used it
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(DeployFailed, match="a package is missing") as failed:
        open_target(setting, Setup("live", tmp_path, os.environ, 0))
    assert failed.value.remedy == f"Install it:  pip install 'site-builder[{extra}]'"


def test_other_targets_say_that_they_cannot_go_back() -> None:
    with pytest.raises(DeployFailed, match="keeps no earlier state"):
        roll_back(Place().target(), 0.0, print)


@each_kind("folder", "s3", "rsync", "sftp", "webdav", "ftps")
def test_of_deploys_that_begin_in_the_same_instant_one_goes_on(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "_PATIENCE", 20.0)
    monkeypatch.setattr(remote, "_PAUSE", 0.01)
    many = 4
    at_once = Barrier(many)

    def claim(number: int) -> bool:
        target = live.open()
        target.connect(to_write=True)
        at_once.wait()
        try:
            return target.claim_note(LOCK, f"{number}".encode())
        finally:
            target.close()

    with ThreadPoolExecutor(many) as threads:
        claimed = [*threads.map(claim, range(many))]
    assert sum(claimed) == 1
    target = live.open()
    target.connect(to_write=True)
    assert target.note(LOCK) == f"{claimed.index(True)}".encode()
    age = target.age_of_note(LOCK)
    assert age is not None
    assert 0 <= age < 60
    target.remove_note(LOCK)
    assert target.claim_note(LOCK, b"the next one")
    target.close()


@each_kind("sftp", "webdav", "ftps")
def test_a_lock_that_was_cut_off_while_it_was_claimed_stops_nobody(
    live: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert isinstance(live, InFolder)
    monkeypatch.setattr(remote, "_PATIENCE", 0.02)
    monkeypatch.setattr(remote, "_PAUSE", 0.01)
    (live.base / CLAIM).mkdir(parents=True)
    run(ready(tmp_path, FIRST), live.open())
    assert live.seen() == FIRST
    assert not (live.base / CLAIM).exists()


@each_kind("s3")
def test_objects_say_what_they_are_and_how_long_they_may_be_kept(live: Live, tmp_path: Path) -> None:
    assert isinstance(live, InBucket)
    run(ready(tmp_path, FIRST), live.open())

    def said(path: str) -> tuple[str, str]:
        bucket, _, key = f"{live.bucket}/{path}".partition("/")
        found = live.system.call_s3("head_object", Bucket=bucket, Key=key)
        return found["ContentType"], found["CacheControl"]

    assert said("index.html") == ("text/html; charset=utf-8", "public, max-age=0, must-revalidate")
    assert said("assets/style.aaaa.css") == (
        "text/css; charset=utf-8",
        "public, max-age=31536000, immutable",
    )


@pytest.mark.xdist_group("to-s3")
@pytest.mark.parametrize(
    ("bucket", "secret", "message"),
    [("nowhere", "not-a-real-secret-key-0123456789", "is not there"), ("digest", "", "keys")],
    ids=["no such bucket", "no keys"],
)
def test_a_bucket_that_cannot_be_had_is_told_of(
    s3: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bucket: str, secret: str, message: str
) -> None:
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    if not secret:
        monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
        monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    with pytest.raises(DeployFailed, match=message) as failed:
        run(ready(tmp_path, FIRST), InBucket(s3, tmp_path, bucket).open())
    assert KEYS["AWS_SECRET_ACCESS_KEY"] not in f"{failed.value} {failed.value.remedy}"
