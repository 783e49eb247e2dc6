"""What a target of deploys must offer. Knows no kind of target.

A new kind is a new module here with a subclass of `Target` and a function `open_target`, a type for its
settings in `deploy_settings.py`, and a line in `KINDS`.

The caller holds one deploy at a time: `connect`, then looks, then `begin`, `write` and `remove` in groups
with `settle` after each, then `publish`; or `abandon` anywhere after `begin` was called. `write` and `remove`
are called from several threads when `threads` is more than 1; everything else from one. Any of them may raise
OSError, which `failures.py` knows how to tell, or DeployFailed. A file that is to be removed may be gone
already.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from site_builder.deploying.failures import DeployFailed
from site_builder.deploying.plan import Plan


class Upload(Struct, frozen=True):
    """A file on its way."""

    path: str  # below the site's root, forward slashes
    file: Path  # where it lies in the output folder
    body: bytes  # what it holds, of which the digest is right
    media_type: str
    cache: str  # what Cache-Control is to say


class Setup(Struct, frozen=True):
    """Where a target is deployed from."""

    name: str  # of the target, in config.yaml
    site: Path  # the site's folder
    environ: Mapping[str, str]
    made: int  # the instant that the site was built for, in seconds since 1970
    own: tuple[Path, ...] = ()  # the folders that the site is made of and in


class Target(Protocol):
    """One place that a site is deployed to."""

    shown: str  # for messages: what it is and where, without a password
    threads: int = 1  # how many files may be under way at once
    switches: bool = False  # whether readers see nothing of a deploy before `publish`, and then all of it
    takes_notes: bool = True  # whether it has a place for a lock and a journal
    queues: bool = False  # whether what was written is on its way only when `settle` returns
    retries: bool = False  # whether what failed may go well a moment later

    def connect(self, *, to_write: bool) -> None:
        """See that the target is there and, `to_write`, that it can be written. Changes nothing."""
        ...

    def close(self) -> None:
        """Let go of what `connect` took."""
        return

    def manifest(self) -> bytes | None:
        """The manifest of the site that readers see; None where there is none."""
        ...

    def counted(self) -> int:
        """The number of the last deploy that the target knows of, also of one that was gone back from; 0
        where it knows no more than the manifest.
        """
        return 0

    def warnings(self, site: Path, paths: Collection[str]) -> Iterator[str]:
        """What the user is to be told of before these files of the site, in that folder, are deployed."""
        return iter(())

    def existing(self, paths: Collection[str]) -> set[str]:
        """Those of the paths at which there is something already that is no folder."""
        ...

    def why_not(self, path: str) -> str:
        """Why the target cannot hold a file of this name, in words; "" when it can."""
        return ""

    def begin(self, plan: Plan) -> None:
        """Make ready for what the plan has in mind."""
        return

    def write(self, upload: Upload) -> None:
        """Put a file in its place, whole, over the one that may be there."""
        ...

    def remove(self, path: str) -> None:
        """Take a file away, and the folders above it that are empty then."""
        ...

    def settle(self) -> None:
        """Return when all that was written and removed so far is done."""
        return

    def publish(self, manifest: bytes) -> None:
        """Put the manifest in its place; where the target switches, let readers see the whole."""
        ...

    def abandon(self) -> None:
        """Drop what was begun, as far as readers have not seen it."""
        return

    def roll_back(self) -> str:
        """Show readers again what they saw before the last deploy; gives in words what that is.

        Raises DeployFailed where there is nothing to go back to, or the target cannot.
        """
        raise DeployFailed(
            f"{self.shown} keeps no earlier state to go back to",
            "Build the earlier state of your sources again and deploy it: only what differs travels.\n"
            "Where a target may have `keep`, what is deployed while that is 2 or more can be gone back from.",
        )

    def note(self, name: str) -> bytes | None:
        """What a note says, a small file beside or among the site's; None where there is none."""
        return None

    def write_note(self, name: str, body: bytes) -> None:
        """Write a note, whole."""
        raise DeployFailed(f"{self.shown} takes no notes")

    def claim_note(self, name: str, body: bytes) -> bool:
        """Write a note where there is none. False where there is one, and it stays as it is.

        A target that cannot do both in one step may let two pass that come in the same instant.
        """
        if self.note(name) is not None:
            return False
        self.write_note(name, body)
        return True

    def remove_note(self, name: str) -> None:
        """Take a note away, if it is there."""
        raise DeployFailed(f"{self.shown} takes no notes")

    def age_of_note(self, name: str) -> float | None:
        """Seconds since a note was written, by the target's own clock; None where that cannot be told."""
        return None
