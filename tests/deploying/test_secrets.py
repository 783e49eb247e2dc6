"""No password is ever shown: not on the terminal, not in what is remembered, not in an exception.

That none is written to a target is seen where targets are cut off, in test_cuts_on_real_servers.py.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from deploys import FIRST, Place, ready, run
from digests import Digest, article

from site_builder.deploying.failures import DeployFailed
from site_builder.deploying.secret_words import hider, password_of

SECRET = "hunter2-hunter2-hunter2"
ENVIRON = {
    "DESK_API_TOKEN": SECRET,
    "AWS_ACCESS_KEY_ID": "AKIATESTTESTTESTTEST",
    "AWS_SECRET_ACCESS_KEY": SECRET,
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_MAX_ATTEMPTS": "1",
    "SITE_BUILDER_DEPLOY_PASSWORD": SECRET,
}
TARGETS = {
    "s3": "{kind: s3, bucket: digest, endpoint: 'http://127.0.0.1:1', region: eu-central-1}",
    "git": f"{{kind: git, remote: 'https://127.0.0.1:1/{SECRET}/pages.git'}}",
    "fsspec": f"{{kind: fsspec, url: 'nosuch://{SECRET}/a'}}",
    "webdav": f"{{kind: webdav, url: 'http://127.0.0.1:1/{SECRET}', user: desk}}",
    "ftps": "{kind: ftps, host: 127.0.0.1, port: 1, user: desk}",
    "command": f"{{kind: command, run: [sh, -c, 'echo token {SECRET}; env; exit 3']}}",
    "folder": f"{{kind: folder, path: /dev/null/{SECRET}}}",
}


@pytest.mark.parametrize("kind", TARGETS)
def test_no_password_is_shown_when_a_target_fails(
    digest: Callable[..., Digest],
    kind: str,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in ENVIRON.items():
        monkeypatch.setenv(name, value)
    site = digest({"content/a.md": article("A headline")}, config=f"deploy: {{live: {TARGETS[kind]}}}\n")
    site.build()
    with caplog.at_level(logging.DEBUG):
        result = site.cli("deploy", "-s", str(site.folder), "live")
    assert result.exit_code == 1
    assert "error: " in result.output
    assert SECRET not in result.output
    assert SECRET not in repr(result.exception)
    assert SECRET not in caplog.text
    state = [path for path in (site.folder / ".site-builder").rglob("*") if path.is_file()]
    assert not [path for path in state if SECRET.encode() in path.read_bytes()]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"401 for {SECRET} at {SECRET}/a", "401 for ••• at •••/a"),
        (
            "ftp://desk:pass@host/a http://h/?X-Token=abc&b=1",
            "ftp://•••@host/a http://h/?X-Token=•••&b=1",
        ),
        ("https://host/a?X-Amz-Signature=ab12", "https://host/a?X-Amz-Signature=•••"),
        ("a plain line of yes", "a plain line of yes"),
    ],
)
def test_secrets_in_messages_are_blanked_out(text: str, shown: str) -> None:
    assert hider({"MY_TOKEN": SECRET, "OTHER_PASSWORD": "yes", "HOME": "plain"})(text) == shown


def test_a_password_is_of_the_target_then_of_all_then_of_the_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    keyring = SimpleNamespace(get_password=lambda *words: asked.append(words) or "ring")
    monkeypatch.setitem(sys.modules, "keyring", keyring)
    both = {"SITE_BUILDER_DEPLOY_PASSWORD_MY_HOST": "own", "SITE_BUILDER_DEPLOY_PASSWORD": "all"}
    assert password_of("my-host", both) == "own"
    assert password_of("other", both) == "all"
    assert not asked
    assert password_of("my-host", {}) == "ring"
    assert asked == [("site-builder", "my-host")]
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert password_of("my-host", {}) == ""


def test_a_keyring_is_asked_where_a_password_is_needed_and_what_it_tells_is_blanked_out(
    digest: Callable[..., Digest], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    keyring = SimpleNamespace(get_password=lambda *words: asked.append(words) or "correct-horse")
    monkeypatch.setitem(sys.modules, "keyring", keyring)
    monkeypatch.delenv("SITE_BUILDER_DEPLOY_PASSWORD", raising=False)
    desk = "{kind: ftps, host: 127.0.0.1, port: 1, user: desk}"
    targets = f"deploy: {{live: {{kind: folder, path: ../live}}, desk: {desk}}}\n"
    site = digest({"content/a.md": article("A headline")}, config=targets)
    site.build()
    assert site.cli("deploy", "-s", str(site.folder), "live").exit_code == 0
    assert not asked
    assert site.cli("deploy", "-s", str(site.folder), "desk").exit_code == 1
    assert asked == [("site-builder", "desk")]
    assert hider({})("530 desk with correct-horse is not welcome") == "530 desk with ••• is not welcome"


@pytest.mark.parametrize(
    ("target", "remedy"),
    [
        ("{kind: git, remote: 'https://desk:hunter2@host/a.git'}", "git's credential helper"),
        ("{kind: fsspec, url: 'ftp://desk:hunter2@host/a'}", "environment"),
        ("{kind: fsspec, url: 'ftp://host/a', options: {password: hunter2}}", "environment"),
        ("{kind: s3, bucket: my-digest, endpoint: 'https://desk:hunter2@host'}", "environment"),
        ("{kind: webdav, url: 'https://desk:hunter2@host'}", "environment"),
    ],
)
def test_a_password_in_the_settings_is_an_error(
    digest: Callable[..., Digest], target: str, remedy: str
) -> None:
    site = digest({"content/a.md": article("A")}, config=f"deploy: {{live: {target}}}\n")
    (problem,) = site.problems()
    assert problem.code == "secret-in-config"
    assert remedy in problem.remedy
    assert "hunter2" not in f"{problem.message} {problem.remedy}"


def test_an_exception_of_a_library_is_told_without_its_own_words_of_a_password(tmp_path: Path) -> None:
    place = Place()
    target = place.target()

    def fail(name: str) -> bytes:
        raise RuntimeError("PUT https://desk:hunter2@host/a failed")

    target.note = fail
    with pytest.raises(DeployFailed) as failed:
        run(ready(tmp_path, FIRST), target)
    assert "hunter2" not in hider({})(failed.value.message)
