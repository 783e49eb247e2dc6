"""Every kind of target that has a server, cut off at every one of its operations, and completed after.

What is cut fails, and everything after it, as when a machine loses its power or its line. That an operation
was done and the answer got lost leaves a target in the state of a cut at the next one. Cuts within an
operation are made on the wire, in test_servers_over_ssh.py and test_servers_with_passwords.py; a folder of
this machine is cut at every call of the operating system, in test_failing_targets.py.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
import stamina
from deploys import broken, readers_see, ready, run
from live_targets import Live, SharedLogin
from password_servers import PASSWORD

from site_builder.deploying.failures import DeployFailed
from site_builder.deploying.manifest import JOURNAL, LOCK, MANIFEST
from site_builder.deploying.readiness import Ready
from site_builder.deploying.targets import sftp
from site_builder.deploying.targets.kind import Target

# Small, and yet all that a deploy has to keep in order: a style that is exchanged, an article that comes and
# one that goes, the page that lists them.
BEFORE = {
    "assets/style.aaaa.css": "",
    "articles/one.html": "assets/style.aaaa.css",
    "index.html": "assets/style.aaaa.css\narticles/one.html",
}
AFTER = {
    "assets/style.bbbb.css": "",
    "articles/two.html": "assets/style.bbbb.css",
    "index.html": "assets/style.bbbb.css\narticles/two.html",
}
DONE = {**AFTER, "assets/style.aaaa.css": ""}


def one_at_a_time(live: Live) -> Target:
    target = live.open()
    target.threads = 1
    return target


def completed(site: Ready, target: Target) -> None:
    """A deploy that nothing is done to. A server with much to do may close a connection now and then."""
    with stamina.set_testing(True, attempts=3):
        run(site, target)


@pytest.fixture(autouse=True)
def one_login(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Over SFTP each deploy would log in anew, which takes longer than all that it does then."""
    logins: list[SharedLogin] = []
    login = sftp._login

    def once(about: sftp._About, password: str) -> SharedLogin:
        if not logins:
            logins.append(SharedLogin(login(about, password)))
        return logins[0]

    monkeypatch.setattr(sftp, "_login", once)
    yield
    for shared in logins:
        shared.client.close()


@pytest.mark.parametrize(
    ("live", "fewest"),
    [("git", 15), ("rsync", 8), ("sftp", 25), ("s3", 12), ("webdav", 20), ("ftps", 25), ("fsspec", 20)],
    indirect=["live"],
)
def test_wherever_a_deploy_is_cut_off_readers_see_a_whole_site_and_the_next_one_completes_it(
    live: Live, tmp_path: Path, fewest: int
) -> None:
    before, after = ready(tmp_path, BEFORE), ready(tmp_path, AFTER)
    completed(before, live.open())
    first, former = live.state(), live.files()[MANIFEST]
    completed(after, one_at_a_time(live))
    last = live.files()[MANIFEST]
    first.restore()
    for number in itertools.count(1):
        target = one_at_a_time(live)
        calls = live.cut(target, lambda n, number=number: n >= number)
        try:
            run(after, target)
        except DeployFailed:
            pass
        else:
            break  # all that comes after the manifest is tidying up
        if first.stands():
            continue  # so the next deploy is the first over again
        at = f"operation {number}: {calls[number - 1]}"
        files = live.files()
        seen = readers_see(files)
        assert not broken(seen), at
        if target.switches:
            assert seen in (BEFORE, DONE), at
        assert files[MANIFEST] == former or (files[MANIFEST], seen) == (last, DONE), at
        assert not [path for path, text in files.items() if PASSWORD in text], at
        completed(after, one_at_a_time(live))
        files = live.files()
        assert readers_see(files) == DONE, at
        assert files[MANIFEST] == last, at
        assert not {JOURNAL, LOCK} & files.keys(), at
        first.restore()
    assert number > fewest
