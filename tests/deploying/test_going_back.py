"""Going back on targets with one place for each file: what was there is kept on this machine alone."""

from __future__ import annotations

import errno
import itertools
import json
import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from deploys import FIRST, NOW, SECOND, THIRD, broken, readers_see, ready, run
from digests import Digest, article
from live_targets import Live, in_file_system

from site_builder.cli import cli
from site_builder.deploying.failures import DeployFailed
from site_builder.deploying.kept_states import KeptStates
from site_builder.deploying.manifest import JOURNAL, LOCK
from site_builder.deploying.session import roll_back

EACH = pytest.mark.parametrize("live", ["s3", "sftp", "webdav", "ftps", "fsspec"], indirect=True)


class Kept:
    """A target, and what this machine keeps of it."""

    def __init__(self, live: Live, folder: Path, keep: int = 3) -> None:
        self.live = live
        self.folder = folder
        self.file = folder / "live.db"
        self.states = KeptStates(self.file, keep)
        self._made = 1_000_000_000

    def deploy(self, texts: dict[str, str], **how: Any) -> Any:
        self._made += 1
        how = {"states": self.states, **how}
        return run(ready(self.folder, texts, made=self._made), how.pop("target", self.live.open()), **how)

    def back(self, **how: Any) -> str:
        target = how.pop("target", None) or self.live.open()
        return roll_back(target, NOW, print, states=self.states, **how)


@EACH
def test_a_rollback_shows_what_was_there_before_and_the_next_deploy_goes_on_from_it(
    live: Live, tmp_path: Path
) -> None:
    kept = Kept(live, tmp_path)
    for texts in (FIRST, SECOND, THIRD):
        kept.deploy(texts)
    assert kept.back() == "deploy 2"
    assert SECOND.items() <= live.seen().items()
    assert not {*THIRD} - {*SECOND, *FIRST} & {*live.seen()} - {"assets/style.cccc.css"}
    kept.back()
    assert FIRST.items() <= live.seen().items()
    assert not broken(readers_see(live.files()))
    with pytest.raises(DeployFailed, match="shows its first deploy: nothing was there before it"):
        kept.back()
    done = kept.deploy(SECOND)
    assert "articles/three.html" in done.plan.to_write
    assert "static/logo.png" not in done.plan.to_write, "it was there in the first as well"
    assert done.plan.manifest.generation == 6, "no number is given twice"
    assert {JOURNAL, LOCK}.isdisjoint(live.files())


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(in_file_system(tmp_path / "site", tmp_path / "www"), tmp_path)


def test_before_the_second_deploy_there_is_nothing_to_go_back_to(kept: Kept) -> None:
    with pytest.raises(DeployFailed, match=r"nothing was deployed to file://.*www$"):
        kept.back()
    kept.deploy(FIRST)
    with pytest.raises(DeployFailed, match="shows its first deploy"):
        kept.back()


@pytest.mark.parametrize("at", [20, 30])
def test_a_deploy_that_broke_off_is_undone(kept: Kept, at: int) -> None:
    kept.deploy(FIRST)
    target = one_at_a_time(kept)
    kept.live.cut(target, lambda number: number >= at)
    with pytest.raises(DeployFailed):
        kept.deploy(SECOND, target=target)
    assert JOURNAL in kept.live.files(), "it had begun"
    kept.back(break_lock=True)
    assert FIRST.items() <= kept.live.seen().items()
    assert "articles/three.html" not in kept.live.seen()
    assert not {JOURNAL, LOCK} & kept.live.files().keys()


def test_wherever_a_rollback_is_cut_off_readers_see_a_whole_site_and_the_same_command_completes_it(
    kept: Kept,
) -> None:
    kept.deploy(FIRST)
    kept.deploy(SECOND)
    state, states = kept.live.state(), kept.file.read_bytes()
    for number in itertools.count(1):
        target = one_at_a_time(kept)
        asked = kept.live.cut(target, number.__le__)
        try:
            kept.back(target=target)
        except DeployFailed:
            assert not broken(kept.live.seen()), asked[-1]
        else:
            break
        kept.back(break_lock=True)
        assert FIRST.items() <= kept.live.seen().items(), asked[-1]
        assert "articles/three.html" not in kept.live.seen(), asked[-1]
        assert JOURNAL not in kept.live.files()
        state.restore()
        kept.file.write_bytes(states)
    assert number > 30, "that many operations"


def test_a_deploy_after_a_rollback_that_broke_off_is_gone_back_from_to_what_was_live(kept: Kept) -> None:
    kept.deploy(FIRST)
    kept.deploy(SECOND)
    for begin in (kept.back, partial(kept.deploy, THIRD)):
        target = one_at_a_time(kept)
        kept.live.cut(target, lambda number: number >= 30)
        with pytest.raises(DeployFailed):
            begin(target=target, break_lock=True)
        assert JOURNAL in kept.live.files(), "it had begun"
    assert kept.back(break_lock=True) == "deploy 2"
    assert SECOND.items() <= kept.live.seen().items()


def test_what_another_machine_has_deployed_is_not_gone_back_from_to_something_older(
    kept: Kept, tmp_path: Path
) -> None:
    kept.deploy(FIRST)
    kept.deploy(SECOND)
    kept.deploy(THIRD, states=None)
    with pytest.raises(DeployFailed, match=r"what readers saw .* is not kept on this machine") as failed:
        kept.back()
    assert "Build the earlier state of your sources again" in failed.value.remedy
    kept.deploy(FIRST)
    with pytest.raises(DeployFailed, match="is not kept on this machine"):
        kept.back()
    kept.deploy(SECOND)
    kept.back()
    assert FIRST.items() <= kept.live.seen().items()


def test_a_deploy_that_failed_before_it_began_leaves_what_one_can_go_back_to(tmp_path: Path) -> None:
    kept = Kept(in_file_system(tmp_path / "site", tmp_path / "www"), tmp_path, keep=2)
    kept.deploy(FIRST)
    kept.deploy(SECOND)
    before = kept.file.read_bytes()
    for number in itertools.count(1):
        target = one_at_a_time(kept)
        kept.live.cut(target, number.__le__)
        with pytest.raises(DeployFailed):
            kept.deploy(THIRD, target=target)
        assert JOURNAL not in kept.live.files()
        if kept.file.read_bytes() != before:
            break
    kept.back(break_lock=True)
    assert FIRST.items() <= kept.live.seen().items()


def test_so_many_states_are_kept_and_no_file_of_any_other(tmp_path: Path) -> None:
    kept = Kept(in_file_system(tmp_path / "site", tmp_path / "www"), tmp_path, keep=2)
    for number in range(5):
        kept.deploy({"index.html": f"{number}", "about.html": "about"})
    with sqlite3.connect(kept.file) as states:
        assert states.execute("SELECT count(*) FROM states").fetchone() == (2,)
        assert states.execute("SELECT count(*) FROM bodies").fetchone() == (3,)
    kept.back()
    assert kept.live.seen()["index.html"] == "3"
    with pytest.raises(DeployFailed, match="with `keep: 2` one can go 1 step back") as failed:
        kept.back()
    assert "keep: 3" in failed.value.remedy


def damaged(kept: Kept) -> None:
    kept.file.write_bytes(b"no database at all" * 100)


def emptied(kept: Kept) -> None:
    with sqlite3.connect(kept.file) as states:
        states.execute("UPDATE bodies SET body = x'00'")


def cut_short(kept: Kept) -> None:
    with sqlite3.connect(kept.file) as states:
        states.execute("UPDATE states SET manifest = substr(manifest, 1, 20)")


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (damaged, "cannot be read: file is not a database"),
        (emptied, "as it was is lost in"),
        (cut_short, "cannot be read: a list of files is damaged"),
    ],
)
def test_what_is_kept_may_be_harmed_and_the_next_deploy_keeps_anew(
    kept: Kept, harm: Callable[[Kept], None], said: str
) -> None:
    kept.deploy(FIRST)
    kept.deploy(SECOND)
    before = kept.live.files()
    harm(kept)
    with pytest.raises(DeployFailed, match=said):
        kept.back()
    assert kept.live.files() == before
    kept.deploy(THIRD)
    kept.deploy(FIRST)
    kept.back()
    assert THIRD.items() <= kept.live.seen().items()


def test_a_disk_of_this_machine_that_is_full_is_not_told_of_as_the_targets(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    kept.deploy(FIRST)
    kept.deploy(SECOND)
    monkeypatch.setattr(kept.states, "bring", full)
    with pytest.raises(DeployFailed, match=r"cannot be unpacked on this machine: .*No space left") as failed:
        kept.back()
    assert "TMPDIR" in failed.value.remedy


def test_where_nothing_can_be_kept_it_is_said_and_the_site_is_deployed(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    live, said = in_file_system(tmp_path / "site", tmp_path / "www"), list[str]()
    states = KeptStates(tmp_path / "taken" / "live.db", 2)
    run(ready(tmp_path, FIRST), live.open(), said, states=states)
    assert live.seen() == FIRST
    assert said[0].startswith("warning: what is deployed cannot be kept, so --rollback will not find it: ")


def deploy(site: Digest, *words: str) -> Any:
    return json.loads(
        CliRunner().invoke(cli, ["deploy", "-s", str(site.folder), *words, "--format", "json"]).stdout
    )


def test_by_the_command_a_text_that_was_withdrawn_is_kept_in_the_state_alone(
    digest: Callable[..., Digest], tmp_path: Path
) -> None:
    site = digest({"content/a.md": article("A", "The word is withdrawn."), "content/b.md": article("B")})
    target = f"deploy: {{live: {{kind: fsspec, url: 'file://{tmp_path}/www'}}}}\n"
    site.write({"config.yaml": (site.folder / "config.yaml").read_text() + target})
    site.build()
    deploy(site)
    (site.folder / "content/a.md").unlink()
    site.build()
    deploy(site)
    files = [path for path in (tmp_path / "www").rglob("*") if path.is_file()]
    assert not any(b"withdrawn" in path.read_bytes() for path in files)
    report = deploy(site, "--rollback")
    assert report["ok"]
    assert report["shows"] == "deploy 1"
    assert any(b"withdrawn" in path.read_bytes() for path in (tmp_path / "www").rglob("*.html"))


def test_with_keep_1_nothing_is_kept_and_a_rollback_says_how_to_go_on(
    digest: Callable[..., Digest], tmp_path: Path
) -> None:
    site = digest({"content/a.md": article("A")})
    target = f"deploy: {{live: {{kind: fsspec, url: 'file://{tmp_path}/www', keep: 1}}}}\n"
    site.write({"config.yaml": (site.folder / "config.yaml").read_text() + target})
    site.build()
    deploy(site)
    assert not (site.folder / ".site-builder/deployed").exists()
    report = deploy(site, "--rollback")
    assert "keeps no earlier state" in report["problems"][0]["message"]
    assert "`keep`" in report["problems"][0]["remedy"]


def one_at_a_time(kept: Kept) -> Any:
    target = kept.live.open()
    target.threads = 1
    return target
