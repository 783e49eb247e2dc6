"""What every kind of target does: a first deploy, an edit, a deletion, files of others, a way back."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from deploys import FIRST, SECOND, Place, broken, ready, run
from fsspec.registry import _registry
from s3_server import KEYS, serving_s3

from site_builder.deploy_settings import (
    DeployTarget,
    FolderTarget,
    FsspecTarget,
    GitTarget,
    S3Target,
    SftpTarget,
    WebdavTarget,
)
from site_builder.deploying.failures import DeployFailed
from site_builder.deploying.manifest import LOCK, MANIFEST, OWN
from site_builder.deploying.session import roll_back
from site_builder.deploying.targets import open_target
from site_builder.deploying.targets.kind import Setup, Target

KINDS = ["folder", "git", "s3", "fsspec"]


class Live(Protocol):
    """A target, and what its readers see."""

    def open(self) -> Target: ...
    def files(self) -> dict[str, str]: ...
    def put(self, path: str, text: str) -> None: ...


class _Opened:
    def __init__(self, setting: DeployTarget, site: Path) -> None:
        self.setting = setting
        self.site = site

    def open(self) -> Target:
        return open_target(self.setting, Setup("live", self.site, os.environ, 1_000_000_000))


class InFolder(_Opened):
    """Files in a folder, be it with releases or without."""

    def __init__(self, setting: DeployTarget, site: Path, root: Path) -> None:
        super().__init__(setting, site)
        self.root = root

    def files(self) -> dict[str, str]:
        found = (path for path in self.root.rglob("*") if path.is_file()) if self.root.exists() else ()
        return {path.relative_to(self.root).as_posix(): path.read_text("utf-8") for path in found}

    def put(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, "utf-8")


class InGit(_Opened):
    """Files on a branch of a bare repository."""

    def __init__(self, site: Path, remote: Path) -> None:
        super().__init__(GitTarget(remote=str(remote)), site)
        self.remote = remote
        git("init", "--quiet", "--bare", str(remote))

    def files(self) -> dict[str, str]:
        names = git("-C", str(self.remote), "ls-tree", "-r", "--name-only", "-z", "gh-pages").split("\0")
        return {
            name: git("-C", str(self.remote), "cat-file", "blob", f"gh-pages:{name}")
            for name in names
            if name
        }

    def put(self, path: str, text: str) -> None:
        """As somebody does who has a clone."""
        clone = self.remote.with_name(f"clone-{path.replace('/', '-')}")
        git("clone", "--quiet", str(self.remote), str(clone))
        subprocess.run(["git", "-C", str(clone), "checkout", "-qB", "gh-pages"], check=True)
        git("-C", str(clone), "pull", "-q", "origin", "gh-pages", check=False)
        (clone / path).parent.mkdir(parents=True, exist_ok=True)
        (clone / path).write_text(text, "utf-8")
        git("-C", str(clone), "add", ".")
        git("-C", str(clone), "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "By hand")
        git("-C", str(clone), "push", "-q", "origin", "gh-pages")


class InBucket(_Opened):
    """Objects in a bucket."""

    def __init__(self, endpoint: str, site: Path, bucket: str) -> None:
        super().__init__(S3Target(bucket=bucket, endpoint=endpoint, region="eu-central-1"), site)
        self.bucket = bucket
        self.system: Any = self.open().system  # type: ignore[attr-defined]

    def files(self) -> dict[str, str]:
        system = self.system
        found = system.find(self.bucket) if system.exists(self.bucket) else []
        return {name[len(self.bucket) + 1 :]: system.cat_file(name).decode() for name in found}

    def put(self, path: str, text: str) -> None:
        self.system.pipe_file(f"{self.bucket}/{path}", text.encode())


def git(*words: str, check: bool = True) -> str:
    done = subprocess.run(["git", *words], capture_output=True, text=True, check=check)
    return done.stdout


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    with serving_s3(("digest",)) as endpoint:
        yield endpoint


@pytest.fixture
def live(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Live:
    site = tmp_path / "site"
    site.mkdir()
    match request.param:
        case "folder":
            return InFolder(FolderTarget(path=str(tmp_path / "www")), site, tmp_path / "www" / "current")
        case "fsspec":
            url = f"file://{tmp_path}/www"
            return InFolder(FsspecTarget(url=url), site, tmp_path / "www")
        case "git":
            return InGit(site, tmp_path / "pages.git")
        case _:
            for name, value in KEYS.items():
                monkeypatch.setenv(name, value)
            return InBucket(request.getfixturevalue("s3"), site, f"digest/{tmp_path.name}")


def seen(live: Live) -> dict[str, str]:
    return {path: text for path, text in live.files().items() if path not in OWN}


def each_kind(*kinds: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    params = [pytest.param(kind, marks=pytest.mark.xdist_group(f"to-{kind}")) for kind in kinds]
    return pytest.mark.parametrize("live", params, indirect=True)


@each_kind(*KINDS)
def test_only_what_has_changed_travels_and_only_what_is_gone_is_removed(live: Live, tmp_path: Path) -> None:
    first = run(ready(tmp_path, FIRST), live.open())
    assert sorted(first.plan.to_write) == sorted(FIRST)
    assert seen(live) == FIRST
    assert not run(ready(tmp_path, FIRST), live.open()).plan.is_needed

    edited = FIRST | {"articles/two.html": FIRST["articles/two.html"] + "\n"}
    second = run(ready(tmp_path, edited), live.open())
    assert second.plan.to_write == ("articles/two.html",)
    assert second.plan.to_remove == ()
    assert second.plan.manifest.generation == 2
    assert seen(live) == edited

    third = run(ready(tmp_path, SECOND), live.open())
    assert third.plan.to_remove == ("articles/two.html",)
    assert not broken(seen(live))
    assert seen(live).keys() - SECOND.keys() == {"assets/style.aaaa.css", "assets/gone.aaaa.css"}


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
    assert seen(live)["articles/two.html"] == FIRST["articles/two.html"]


@each_kind("folder", "git", "s3")
def test_a_file_and_a_folder_trade_places(live: Live, tmp_path: Path) -> None:
    for site in ({"a/b/c.html": "1", "d": "2"}, {"a": "3", "d/e.html": "4"}):
        run(ready(tmp_path, site), live.open())
        assert seen(live) == site


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
    assert SECOND.items() <= seen(live).items()


@each_kind("folder", "git")
def test_a_rollback_shows_what_was_there_before_and_the_next_deploy_goes_on_from_it(
    live: Live, tmp_path: Path
) -> None:
    run(ready(tmp_path, FIRST), live.open())
    with pytest.raises(DeployFailed, match="no earlier"):
        roll_back(live.open(), 0.0, print)
    run(ready(tmp_path, SECOND, made=1_000_000_001), live.open())
    third = SECOND | {"articles/four.html": ""}
    run(ready(tmp_path, third, made=1_000_000_002), live.open())
    roll_back(live.open(), 0.0, print)
    assert seen(live).items() >= SECOND.items()
    assert "articles/four.html" not in seen(live)
    roll_back(live.open(), 0.0, print)
    assert seen(live) == FIRST
    done = run(ready(tmp_path, SECOND, made=1_000_000_001), live.open())
    assert "articles/three.html" in done.plan.to_write
    assert "static/logo.png" not in done.plan.to_write


def test_a_folder_keeps_so_many_releases_and_none_that_was_gone_back_from(tmp_path: Path) -> None:
    live = InFolder(FolderTarget(path=str(tmp_path / "www"), keep=2), tmp_path, tmp_path / "www/current")

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
    live = InFolder(FolderTarget(path=str(tmp_path / "www")), tmp_path, tmp_path / "www/current")
    left = tmp_path / "www/releases/.new-1/half"
    left.mkdir(parents=True)
    run(ready(tmp_path, FIRST), live.open())
    assert seen(live) == FIRST
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


@pytest.mark.xdist_group("to-s3")
def test_of_two_deploys_to_a_bucket_only_one_can_begin(
    s3: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    live = InBucket(s3, tmp_path, f"digest/{tmp_path.name}")
    target = live.open()
    monkeypatch.setattr(target, "note", lambda name: None)  # both have looked, and there was none
    assert target.claim_note(LOCK, b"one")
    assert not target.claim_note(LOCK, b"other")
    assert live.files()[LOCK] == "one"


@pytest.mark.xdist_group("to-s3")
def test_objects_say_what_they_are_and_how_long_they_may_be_kept(
    s3: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    live = InBucket(s3, tmp_path, f"digest/{tmp_path.name}")
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
