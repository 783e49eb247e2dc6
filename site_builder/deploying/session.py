"""One deploy told from top to bottom: what was built, what the target has, what is to be done, do it.

Prints nothing and ends nothing: what there is to say goes to `tell`, what cannot go on is raised.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from site_builder import __version__
from site_builder.deploying.failures import DeployFailed, explained, named
from site_builder.deploying.kept_states import KeptStates, unreadable
from site_builder.deploying.lock import held
from site_builder.deploying.manifest import (
    JOURNAL,
    Kept,
    Known,
    Manifest,
    known_of,
    read_journal,
    read_manifest,
)
from site_builder.deploying.plan import Plan, plan_deploy, too_many
from site_builder.deploying.readiness import Ready, moment
from site_builder.deploying.retries import ask
from site_builder.deploying.targets.kind import Target
from site_builder.deploying.transfer import transfer
from site_builder.options import Progress, Tell

_A_DAY = 86_400  # seconds; no clock is wrong by so much
_AHEAD = 300  # seconds by which a build may be ahead of the clock without a word


class Choices(Struct, frozen=True, kw_only=True):
    """What the user has decided."""

    full: bool = False  # send every file, whatever the target says it has
    force: bool = False  # also over a newer site, and over another one
    break_lock: bool = False
    max_delete: str = ""  # a number, or one with %


class Deployed(Struct, frozen=True):
    """What a deploy did, or would do."""

    plan: Plan
    known: Known
    bytes: int  # that travel


def deploy(
    ready: Ready,
    target: Target,
    choices: Choices,
    now: float,
    tell: Tell,
    progress: Progress | None = None,
    *,
    dry_run: bool = False,
    states: KeptStates | None = None,
) -> Deployed:
    """Make the target hold the site, or say what would have to be done.

    `now` is in seconds since 1970; `states` are where to keep what can be gone back to, of a target that has
    no place for it. Raises DeployFailed when it cannot be done or breaks off.
    """
    with _connected(target, to_write=not dry_run):
        if dry_run:
            return _planned(ready, target, choices, now, tell)
        with held(target, now, tell, break_it=choices.break_lock) as still_ours:
            todo = _planned(ready, target, choices, now, tell)
            if todo.plan.is_needed:
                with _kept(states, todo, ready.output, tell):
                    transfer(todo.plan, target, ready.output, still_ours, progress)
            return todo


def roll_back(
    target: Target,
    now: float,
    tell: Tell,
    progress: Progress | None = None,
    *,
    break_lock: bool = False,
    states: KeptStates | None = None,
) -> str:
    """Let readers see what they saw before the last deploy; gives in words what that is.

    `states` are what is kept of a target that has no place for it. Raises DeployFailed.
    """
    with (
        _connected(target, to_write=True),
        held(target, now, tell, break_it=break_lock) as still_ours,
    ):
        try:
            if states is None:
                return target.roll_back()
            return _go_back(target, states, still_ours, tell, progress)
        except sqlite3.Error as error:
            raise unreadable(target.shown, error) from error
        except Exception as error:
            raise explained(error, target.shown) from error


def _go_back(
    target: Target,
    states: KeptStates,
    still_ours: Callable[[], None],
    tell: Tell,
    progress: Progress | None,
) -> str:
    """Deploy what is kept, as it is deployed from an output folder."""
    known = _known(target, full=False)
    wanted = states.before(known.manifest, target.shown, is_interrupted=known.is_interrupted)
    about = Manifest(builder=__version__, site=wanted.site, made=wanted.made)
    plan = plan_deploy(wanted.files, known, about)
    _refuse_foreign(plan, known, target)
    with ExitStack() as stack:
        try:
            folder = Path(stack.enter_context(TemporaryDirectory()))
            states.bring(wanted, plan.to_write, folder)
        except OSError as error:  # which says nothing of the target
            raise DeployFailed(
                f"what is kept of {target.shown} cannot be unpacked on this machine: {error}",
                "Make room for temporary files, or let the variable TMPDIR name another folder.",
            ) from error
        states.begin_to_go_back(known.manifest, wanted, plan.manifest)
        transfer(plan, target, folder, still_ours, progress)
    states.shown(plan.manifest)
    number = plan.manifest.generation
    tell(f"deploy {wanted.generation}, built for {moment(wanted.made)}, is now deploy {number}")
    return f"deploy {wanted.generation}"


@contextmanager
def _kept(states: KeptStates | None, todo: Deployed, output: Path, tell: Tell) -> Iterator[None]:
    """Keep what is deployed meanwhile, and where it succeeds no more than is to be kept."""
    if states is None:
        yield
        return
    state = todo.plan.manifest
    try:
        states.keep(state, todo.known.manifest, output)
    except (OSError, sqlite3.Error) as error:
        tell(f"warning: what is deployed cannot be kept, so --rollback will not find it: {error}")
        yield
        return
    yield
    with suppress(OSError, sqlite3.Error):  # what is kept too long goes with the next deploy
        states.shown(state)


def _planned(ready: Ready, target: Target, choices: Choices, now: float, tell: Tell) -> Deployed:
    """What is to be done. Raises DeployFailed where it must not be."""
    known = _known(target, full=choices.full)
    _compare(ready, known.manifest, target, choices, now, tell)
    about = Manifest(builder=__version__, site=ready.base_url, made=ready.made)
    counted = ask(target, target.counted)
    plan = plan_deploy(ready.files, known, about, counted=counted, full=choices.full)
    _refuse_names(plan, target)
    if not choices.full:
        _refuse_foreign(plan, known, target)
    most = too_many(plan, known, choices.max_delete)
    if most:
        count = len(plan.to_remove)
        message = (
            f"{count} of {len(known.files)} files on {target.shown} would be removed; at most {most} may be"
        )
        raise DeployFailed(message, f"If that is meant, add  --max-delete {count}")
    if plan.is_needed:
        for line in ask(target, lambda: [*target.warnings(ready.output, ready.files.keys())]):
            tell(line)
    size = sum((ready.output / path).stat().st_size for path in plan.to_write)
    return Deployed(plan, known, size)


def _known(target: Target, *, full: bool) -> Known:
    """What of the target's files is ours; `full` passes over a manifest or journal that says nothing."""
    has_journal = target.takes_notes and not target.switches
    journal = ask(target, lambda: target.note(JOURNAL)) if has_journal else None
    manifest = ask(target, target.manifest)
    return known_of(
        _read(read_manifest, manifest, target, full=full), _read(read_journal, journal, target, full=full)
    )


def _read(
    read: Callable[[bytes | None, str], Kept | None], data: bytes | None, target: Target, *, full: bool
) -> Kept | None:
    try:
        return read(data, target.shown)
    except DeployFailed:
        if full:
            return None
        raise


def _compare(ready: Ready, there: Manifest, target: Target, choices: Choices, now: float, tell: Tell) -> None:
    """Refuse to put an older site, or another one, over what the target has."""
    if ready.made > now + _AHEAD:
        tell(f"warning: the site was built for {moment(ready.made)}, which is ahead of this machine's clock")
    if choices.force:
        return
    if ready.made > now + _A_DAY:
        message = f"the site was built for {moment(ready.made)}, a day that has not come"
        raise DeployFailed(message, "Build it again without  --clock, or add  --force")
    if there.generation and there.site != ready.base_url:
        whose = f"that of {there.site}" if there.site else "or this one from before it had a `base_url`"
        message = f"{target.shown} holds another site, {whose}"
        raise DeployFailed(message, "If this one is to take its place, add  --force")
    if there.made > ready.made:
        message = (
            f"{target.shown} has a newer site, built for {moment(there.made)};"
            f" this one was built for {moment(ready.made)}"
        )
        remedy = (
            "Build again, from the newest sources. If the older one is meant, or a clock is wrong: --force"
        )
        raise DeployFailed(message, remedy)


def _refuse_names(plan: Plan, target: Target) -> None:
    for path in plan.to_write:
        if cause := target.why_not(path):
            raise DeployFailed(
                f"{target.shown} cannot hold '{path}': {cause}", "Give it another name or address."
            )


def _refuse_foreign(plan: Plan, known: Known, target: Target) -> None:
    new = [path for path in plan.to_write if path not in known.files]
    foreign = ask(target, lambda: target.existing(new)) if new else set()
    if foreign:
        raise DeployFailed(
            f"{target.shown} has files of others where the site needs the place: {named(foreign)}",
            "Move them away. If they are an earlier state of this site, add  --full  to write over them.",
        )


@contextmanager
def _connected(target: Target, *, to_write: bool) -> Iterator[None]:
    try:
        ask(target, lambda: target.connect(to_write=to_write))
        yield
    finally:
        target.close()
