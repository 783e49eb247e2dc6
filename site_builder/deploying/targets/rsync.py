"""A folder of a server, over ssh: `releases/` with a folder for each deploy, and `current`, a link to the
live one, as in a folder of this machine.

A new release begins as a copy of the live one, made on the server, that shares the bytes of its files. rsync
then brings the files that have changed, of which only the changed parts travel. The link is switched in one
step. The server needs a shell and rsync, nothing of ours.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from site_builder.deploy_settings import RsyncTarget
from site_builder.deploying.failures import DeployFailed
from site_builder.deploying.manifest import MANIFEST, count_in
from site_builder.deploying.plan import Plan
from site_builder.deploying.targets import releases
from site_builder.deploying.targets.kind import Setup, Target, Upload
from site_builder.deploying.targets.releases import why_not
from site_builder.deploying.targets.ssh import Ssh
from site_builder.publish.manifest import parents

_NONE, _TAKEN, _FOREIGN = 44, 45, 46  # what scripts end with to say so
# What is being made. In a folder of its own, so that rsync cannot begin it anew where it was taken away.
_MAKING = "releases/.new"
_NEW = f"{_MAKING}/site"

# What comes in may be cut off, and looks then as if it had ended: so how long it is to be is told with it.
_TAKE_IN = """
take_in() {
  cat >"$1" && [ $(($(wc -c <"$1"))) -eq "$2" ] && return 0
  rm -f "$1"
  return 1
}
"""
_LOOK = f"""
command -v rsync >/dev/null || exit {_NONE}
cd "$1" 2>/dev/null || exit 0
if [ -e current ] && [ ! -L current ]; then exit {_FOREIGN}; fi
if [ -L current ]; then readlink current; else echo; fi
if [ -d releases ]; then ls releases; fi
"""
_READ = f'cd "$1" 2>/dev/null && [ -e "$2" ] || exit {_NONE}; cat "$2"'
_LIST = f'cd "$1/current/" 2>/dev/null || exit {_NONE}; find . ! -type d -print0'
_BEGIN = f"""
mkdir -p "$1/releases" && cd "$1" && rm -rf {_MAKING} && mkdir -p {_NEW} || exit 1
[ -z "$2" ] || rsync -a --link-dest="$PWD/releases/$2/" "releases/$2/" {_NEW}/
"""
_REMOVE = f"""
cd "$1/{_NEW}" && xargs -0 rm -f -- || exit 1
"""
_TIDY = f"""
cd "$1/{_NEW}" && xargs -0 rmdir -- 2>/dev/null
exit 0
"""
# A link can be replaced in one step where mv can be told not to follow it: -T for GNU's and busybox's, -h
# for BSD's. Elsewhere there is an instant without it.
_SWITCH = """
ln -sfn "releases/$2" .current || exit 1
mv -fT .current current 2>/dev/null || mv -fh .current current 2>/dev/null || {
  ln -sfn "releases/$2" current && rm -f .current
}
"""
_PUBLISH = f"""
{_TAKE_IN}
cd "$1" || exit 1
if [ ! -d "releases/$2" ]; then  # else it was done, and the answer was lost
  rm -f "{_NEW}/$3" && take_in "{_NEW}/$3" "$4" && mv {_NEW} "releases/$2" && rmdir {_MAKING} || exit 1
fi
{_SWITCH}
"""
_DROP = 'cd "$1/releases" && shift && rm -rf -- "$@"'
_WRITE = f"""
{_TAKE_IN}
mkdir -p "$1" && cd "$1" && take_in "$2.part" "$3" && mv -f "$2.part" "$2"
"""
_CLAIM = f"""
{_TAKE_IN}
mkdir -p "$1" && cd "$1" && take_in "$2.$$" "$3" || exit 1
ln "$2.$$" "$2" 2>/dev/null; done=$?
rm -f "$2.$$"
[ $done = 0 ] && exit 0
[ -e "$2" ] && exit {_TAKEN}
exit 1
"""
_AGE = """
cd "$1" && then=$(stat -c %Y "$2" 2>/dev/null || stat -f %m "$2") && echo $(($(date +%s) - then))
"""


def open_target(setting: RsyncTarget, setup: Setup) -> Target:
    """The folder of these settings. Raises DeployFailed where ssh or rsync is not installed."""
    for program in ("ssh", "rsync"):
        if not shutil.which(program, path=setup.environ.get("PATH")):
            raise DeployFailed(
                f"{program} is not installed on this machine", f"Install {program}, or deploy to kind: sftp"
            )
    config = setup.site / Path(setting.config).expanduser() if setting.config else None
    if config and not config.is_file():
        raise DeployFailed(f"there is no file '{config}'", "Mend `config` of the target.")
    return _Server(setting, Ssh(setting.host, setting.port, config, setup.environ), setup.site)


class _Server(Target):
    switches = True
    queues = True
    retries = True

    def __init__(self, setting: RsyncTarget, ssh: Ssh, site: Path) -> None:
        self.shown = f"{setting.host}:{setting.path}"
        self._ssh = ssh
        self._host = setting.host
        self._path = setting.path
        self._keep = setting.keep
        self._output = site  # where the files of the deploy lie
        self._live = 0  # the number of the release that readers see; 0 for none
        self._numbers: list[int] = []  # of the releases that are there, in order
        self._cleared: list[str] = []
        self._written: list[str] = []
        self._removed: list[str] = []
        self._is_sent = False

    def connect(self, *, to_write: bool) -> None:
        self._ssh.connect()
        code, said = self._run(_LOOK, told=(_NONE, _FOREIGN))
        if code == _NONE:
            raise DeployFailed(
                f"rsync is not installed on {self._host}", "Install it there, or use kind: sftp"
            )
        if code == _FOREIGN:
            raise releases.foreign_link(self.shown)
        live, *others = said.decode("utf-8", "replace").splitlines() or [""]
        self._live = releases.number_of(live.rpartition("/")[2])
        self._numbers = releases.numbers_of(others)

    def close(self) -> None:
        self._ssh.close()

    def manifest(self) -> bytes | None:
        return self.note(f"current/{MANIFEST}")

    def counted(self) -> int:
        newest = max(self._numbers, default=0)
        if newest == self._live:
            return 0
        return count_in(self.note(f"releases/{releases.name_of(newest)}/{MANIFEST}"))

    def existing(self, paths: Collection[str]) -> set[str]:
        _, said = self._run(_LIST, told=(_NONE,))
        return {name[2:].decode("utf-8", "replace") for name in said.split(b"\0")} & {*paths}

    def why_not(self, path: str) -> str:
        return why_not(path)

    def begin(self, plan: Plan) -> None:
        self._cleared, self._written, self._removed = [], [], []
        self._is_sent = False
        self._run(_BEGIN, releases.name_of(self._live) if self._live else "")

    def write(self, upload: Upload) -> None:
        self._output = upload.file.parents[upload.path.count("/")]
        self._written.append(upload.path)

    def remove(self, path: str) -> None:
        (self._removed if self._written else self._cleared).append(path)

    def publish(self, manifest: bytes) -> None:
        if not self._is_sent:
            self._take_away(self._cleared)
            if self._written:
                place = f"{self._host}:{self._path}/{_NEW}/"
                # -I: what is listed differs, even where size and time are the same.
                words = ["-rtI", "--from0", "--files-from=-", f"{self._output}/", place]
                self._ssh.send(words, b"".join(path.encode() + b"\0" for path in self._written))
            self._take_away(self._removed)
            self._is_sent = True
        release = releases.name_of(releases.next_number(self._numbers))
        self._run(_PUBLISH, release, MANIFEST, str(len(manifest)), given=manifest)
        if former := releases.to_drop(self._numbers, self._live, self._keep):
            with suppress(OSError, DeployFailed):  # the site is live; the next deploy drops them
                self._run(_DROP, *map(releases.name_of, former))

    def abandon(self) -> None:
        self._run(f'rm -rf "$1/{_MAKING}"')

    def roll_back(self) -> str:
        release = releases.name_of(releases.release_before(self._numbers, self._live, self.shown))
        self._run(f'cd "$1" || exit 1\n{_SWITCH}', release)
        return f"release {release}"

    def note(self, name: str) -> bytes | None:
        code, said = self._run(_READ, name, told=(_NONE,))
        return None if code else said

    def write_note(self, name: str, body: bytes) -> None:
        self._run(_WRITE, name, str(len(body)), given=body)

    def claim_note(self, name: str, body: bytes) -> bool:
        return not self._run(_CLAIM, name, str(len(body)), given=body, told=(_TAKEN,))[0]

    def remove_note(self, name: str) -> None:
        self._run('rm -f "$1/$2"', name)

    def age_of_note(self, name: str) -> float | None:
        said = self._run(_AGE, name)[1].strip()
        return float(said) if said.lstrip(b"-").isdigit() else None

    def _take_away(self, paths: Collection[str]) -> None:
        """Remove files of the new release, and the folders that are empty then."""
        if not paths:
            return
        self._run(_REMOVE, given=b"".join(path.encode() + b"\0" for path in paths))
        folders = {folder for path in paths for folder in parents(path)}
        deepest_first = sorted(folders, key=lambda folder: (-folder.count("/"), folder))
        if deepest_first:
            self._run(_TIDY, given=b"".join(folder.encode() + b"\0" for folder in deepest_first))

    def _run(
        self, script: str, *words: str, given: bytes = b"", told: Collection[int] = ()
    ) -> tuple[int, bytes]:
        return self._ssh.run(script, self._path, *words, given=given, told=told)
