"""A branch of a git repository, as hosts of pages serve it. One deploy is one commit on top of the branch.

git is called as a program, in the site's own repository where there is one, so that it knows its remotes and
its credentials; neither the working tree nor the index is touched. What others have put on the branch stays.
The push is what makes a deploy seen: it is refused where somebody else has pushed meanwhile.
"""

from __future__ import annotations

import errno
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

from site_builder.deploy_settings import GitTarget
from site_builder.deploying.failures import DeployFailed
from site_builder.deploying.manifest import MANIFEST, count_in
from site_builder.deploying.plan import Plan
from site_builder.deploying.targets.kind import Setup, Target, Upload
from site_builder.hosting import github
from site_builder.locking import STATE
from site_builder.publish.manifest import parents

_BACK = "Shows:"  # begins the line of a commit's message that says which commit it leads back to
_AFTER = "After deploy:"  # … and of one that says the number of the last deploy before it
_GITHUB = re.compile(r"(^|[@/.])github\.com[:/]")
# What git says of a repository that is not there, and of one that it has no key or token for.
_NOWHERE = re.compile(r"does not appear to be a git repository|[Rr]epository .*not found")
_LOCKED = re.compile(
    r"could not read (Username|Password)|Authentication failed|Permission denied|terminal prompts disabled"
)
_TOKEN = (
    "git has no key or token that is let in. An address over ssh takes a key:  ssh-add  loads it. One over\n"
    "https takes a token, which git's credential helper keeps: https://git-scm.com/docs/gitcredentials"
)
_LOOK = "Try  git push  by hand: with what git says there it can be mended."
_AUTHOR = ("site-builder", "site-builder@localhost")  # where git knows no name


def open_target(setting: GitTarget, setup: Setup) -> Target:
    """The branch of these settings. Raises DeployFailed where git is not installed."""
    if not shutil.which("git", path=setup.environ.get("PATH")):
        raise DeployFailed("git is not installed", "Install it: https://git-scm.com")
    return _Branch(setting, setup)


class _Branch(Target):
    switches = True
    takes_notes = False  # the push itself finds out whether another deploy has come in between

    def __init__(self, setting: GitTarget, setup: Setup) -> None:
        self.shown = f"branch {setting.branch} of {setting.remote}"
        is_folder = (setup.site / setting.remote).is_dir()
        self._remote = str((setup.site / setting.remote).resolve()) if is_folder else setting.remote
        self._branch = setting.branch
        self._ref = f"refs/site-builder/{setup.name}"  # what the remote has, here
        self._next = f"refs/site-builder/{setup.name}-next"  # what it is to have
        self._made = setup.made
        self._site = setup.site
        self._environ = {**setup.environ, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"}
        self._folder = setup.site
        self._tip = ""  # the commit that the remote's branch is at; "" where there is none
        self._import: subprocess.Popen[bytes] | None = None  # which makes the commit

    def connect(self, *, to_write: bool) -> None:
        inside = self._git("rev-parse", "--git-dir", may_fail=True)
        if inside.returncode:
            self._folder = self._site / STATE / "deploy.git"
            if not self._folder.is_dir():
                self._folder.mkdir(parents=True)
                self._git("init", "--quiet", "--bare")
        named = f"refs/heads/{self._branch}"
        listed = self._git("ls-remote", self._remote, named, is_far=True)
        self._tip = listed.stdout.decode().partition("\t")[0].strip()
        if self._tip and self._git("cat-file", "-e", self._tip, may_fail=True).returncode:
            is_shallow = self._git("rev-parse", "--is-shallow-repository").stdout.strip() == b"true"
            depth = ("--depth=2",) if is_shallow else ()
            self._git(
                "fetch", "--quiet", "--no-tags", *depth, self._remote, f"+{named}:{self._ref}", is_far=True
            )

    def manifest(self) -> bytes | None:
        if not self._tip:
            return None
        shown = self._git("cat-file", "blob", f"{self._tip}:{MANIFEST}", may_fail=True)
        return None if shown.returncode else shown.stdout

    def counted(self) -> int:
        lines = self._message(self._tip) if self._tip else []
        told = (line.removeprefix(_AFTER).strip() for line in lines if line.startswith(_AFTER))
        return next((int(number) for number in told if number.isdecimal()), 0)

    def warnings(self, site: Path, paths: Collection[str]) -> Iterator[str]:
        address = self._git("remote", "get-url", self._remote, may_fail=True).stdout.decode() or self._remote
        most = github.LIMITS.site_bytes
        if _GITHUB.search(address) and (size := sum((site / path).stat().st_size for path in paths)) > most:
            yield (
                f"warning: {github.LABEL} takes sites of {most / 1e9:g} GB at most, and this one has"
                f" {size / 1e9:.2f}\n  Keep large files elsewhere and link to them, or choose another host."
            )

    def existing(self, paths: Collection[str]) -> set[str]:
        return self._listed() & {*paths}

    def why_not(self, path: str) -> str:
        if any(part.lower() == ".git" for part in path.split("/")):
            return "git keeps the name '.git' for itself"
        return ""

    def begin(self, plan: Plan) -> None:
        if plan.cleared:  # or a file of ours would take the place of a folder with files of others
            left = {folder for path in self._listed() - {*plan.to_remove} for folder in parents(path)}
            if in_the_way := sorted(left & {*plan.to_write}):
                raise FileExistsError(errno.EEXIST, in_the_way[0])
        count, gone = len(plan.to_write), len(plan.to_remove)
        message = f"Deploy {plan.manifest.generation}: {count} written, {gone} removed\n"
        self._start(message)

    def write(self, upload: Upload) -> None:
        self._say(_modification(upload.path, upload.body))

    def remove(self, path: str) -> None:
        self._say(b"D %s\n" % _quoted(path))

    def publish(self, manifest: bytes) -> None:
        self._say(_modification(MANIFEST, manifest))
        self._push()

    def abandon(self) -> None:
        if self._import:
            self._import.kill()
            self._import.communicate()
            self._import = None
        self._git("update-ref", "-d", self._next, may_fail=True)

    def roll_back(self) -> str:
        if not self._tip:
            raise DeployFailed(f"there is no {self.shown}", "Deploy first.")
        self._git("fetch", "--quiet", "--no-tags", "--deepen=50", self._remote, self._branch, may_fail=True)
        tip = self._shown_before(self._tip)
        before = self._git("rev-parse", "--verify", "--quiet", f"{tip}^", may_fail=True)
        if before.returncode:
            raise DeployFailed(
                f"{self.shown} has no earlier commit than {tip[:10]}", "Deploy an earlier state."
            )
        commit = before.stdout.decode().strip()
        left = count_in(self.manifest())
        self._start(f"Roll back\n\n{_BACK} {commit}\n{_AFTER} {max(left, self.counted())}\n")
        self._say(b'M 040000 %s ""\n' % self._tree(commit))
        self._push()
        is_deploy = not self._git("cat-file", "-e", f"{commit}:{MANIFEST}", may_fail=True).returncode
        return (
            f"commit {commit[:10]}{'' if is_deploy else ', of somebody else from before the first deploy,'}"
        )

    def _listed(self) -> set[str]:
        """Every file on the branch."""
        if not self._tip:
            return set()
        listed = self._git("ls-tree", "-r", "--name-only", "-z", self._tip).stdout
        return {os.fsdecode(name) for name in listed.split(b"\0") if name}

    def _shown_before(self, commit: str) -> str:
        """The commit whose files this one has: another one where it is a way back."""
        for line in self._message(commit):
            if line.startswith(_BACK):
                return line.removeprefix(_BACK).strip()
        return commit

    def _message(self, commit: str) -> list[str]:
        """The lines of a commit's message."""
        return self._git("log", "-1", "--format=%B", commit).stdout.decode("utf-8", "replace").splitlines()

    def _tree(self, commit: str) -> bytes:
        return self._git("rev-parse", f"{commit}^{{tree}}").stdout.strip()

    def _commit(self, message: str) -> bytes:
        """The head of a commit on top of the branch, for fast-import. Its date is that of the site."""
        name, mail = (self._configured(key) for key in ("user.name", "user.email"))
        if not name or not mail:
            name, mail = _AUTHOR
        text = message.encode()
        lines = [
            f"commit {self._next}",
            f"committer {name} <{mail}> {self._made} +0000",
            f"data {len(text)}",
        ]
        from_ = f"from {self._tip}\n" if self._tip else ""
        return "\n".join([*lines, ""]).encode() + text + from_.encode()

    def _start(self, message: str) -> None:
        """Begin a commit that has all files of the branch."""
        self._git("update-ref", "-d", self._next, may_fail=True)  # of one that broke off
        self._import = subprocess.Popen(
            ["git", "-C", str(self._folder), "fast-import", "--quiet", "--force", "--date-format=raw"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=self._environ,
        )
        self._say(self._commit(message))

    def _say(self, command: bytes) -> None:
        assert self._import
        assert self._import.stdin
        with suppress(BrokenPipeError):  # it says why at its end
            self._import.stdin.write(command)

    def _push(self) -> None:
        assert self._import
        _, said_last = self._import.communicate()
        if self._import.returncode:
            said = " ".join(said_last.decode("utf-8", "replace").split())[:500]
            raise DeployFailed(f"git fast-import failed: {said}", "Look for room on the disk, and at .git")
        self._import = None
        wanted = f"{self._next}:refs/heads/{self._branch}"
        pushed = self._git("push", "--quiet", "--porcelain", self._remote, wanted, may_fail=True)
        if pushed.returncode:
            said = (pushed.stdout + pushed.stderr).decode("utf-8", "replace")
            if "[rejected]" in said or "cannot lock ref" in said:
                raise DeployFailed(
                    f"somebody else has pushed to {self.shown} meanwhile", "Run the same command again."
                )
            remedy = _TOKEN if _LOCKED.search(said) else _LOOK
            raise DeployFailed(f"{self.shown} does not take the push: {_said(pushed)}", remedy)
        self._git("update-ref", self._ref, self._next)
        self._git("update-ref", "-d", self._next)

    def _configured(self, key: str) -> str:
        found = self._git("config", key, may_fail=True).stdout.decode("utf-8", "replace")
        return "".join(letter for letter in found if letter not in "<>\n").strip()

    def _unreached(self, said: str) -> DeployFailed:
        """What it means that git has not come to the remote, by what it says."""
        if _NOWHERE.search(said):
            return DeployFailed(f"there is no repository '{self._remote}'", _how_to_make(self._remote))
        return DeployFailed(
            f"{self.shown} cannot be reached: {said}", _TOKEN if _LOCKED.search(said) else _LOOK
        )

    def _git(
        self, *words: str, may_fail: bool = False, is_far: bool = False
    ) -> subprocess.CompletedProcess[bytes]:
        """Run git, which may have to reach the remote. Raises DeployFailed where it fails and must not."""
        done = subprocess.run(
            ["git", "-C", str(self._folder), *words],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=self._environ,
            check=False,
        )
        if done.returncode and not may_fail:
            if is_far:
                raise self._unreached(_said(done))
            raise DeployFailed(f"git {words[0]} failed: {_said(done)}", _LOOK)
        return done


def _how_to_make(remote: str) -> str:
    """How to go on where there is no such repository."""
    if not re.search(r"[/:\\]", remote):
        return f"Name its address:  git remote add {remote} ADDRESS  or as `remote` of the target."
    if "://" in remote or re.match(r"[^/]+:", remote):
        return "Make it at the host, or mend `remote` of the target. Hosts hide private ones from strangers."
    return f"Make it:  git init --bare {shlex.quote(remote)}  or mend `remote` of the target."


def _modification(path: str, body: bytes) -> bytes:
    return b"M 100644 inline %s\ndata %d\n%s\n" % (_quoted(path), len(body), body)


def _quoted(path: str) -> bytes:
    """A path as fast-import takes it: in quotes, as in C, since it may hold any letter."""
    escaped = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return os.fsencode(f'"{escaped}"')


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    text = (done.stderr + done.stdout).decode("utf-8", "replace")
    return " ".join(text.split())[:500]
