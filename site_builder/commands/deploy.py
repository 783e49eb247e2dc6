"""`site-builder deploy`: output/ → where readers find it."""

from __future__ import annotations

import json
import os
import re
import sys
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from site_builder.commands.common import FAILED, USAGE, place_options, tell
from site_builder.commands.completing import target_names

if TYPE_CHECKING:
    from collections.abc import Callable

    from site_builder.deploy_settings import DeployTarget
    from site_builder.deploying.readiness import Ready
    from site_builder.deploying.session import Choices, Deployed
    from site_builder.options import Where
    from site_builder.settings import Settings


def _max_delete(_: click.Context, __: click.Parameter, value: str) -> str:
    if value and not re.fullmatch(r"\d{1,9}|\d{1,3}%", value):
        raise click.BadParameter("write a number of files, or a share such as 25%")
    return value


@click.command(epilog="Example: site-builder deploy live -n")
@click.argument("target", default="", shell_complete=target_names)
@place_options
@click.option("-n", "--dry-run", is_flag=True, help="List what would be done, and do nothing.")
@click.option("--rollback", is_flag=True, help="Show readers again what they saw before the last deploy.")
@click.option("--ping", is_flag=True, help="Then tell the hub of `feeds` that they have changed.")
@click.option(
    "--max-delete",
    default="",
    metavar="N",
    callback=_max_delete,
    help="How many files may be removed: a number or a share.  [default: 25%, and 20 in any case]",
)
@click.option("--full", is_flag=True, help="Send every file, whatever the target says it has.")
@click.option("--force", is_flag=True, help="Also over a newer site or another one, and without a new build.")
@click.option("--break-lock", is_flag=True, help="Also while another deploy seems to be under way.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to report.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but problems.")
@click.option("-v", "--verbose", is_flag=True, help="Name every file that travels or is removed.")
def deploy(
    target: str,
    place: Where,
    dry_run: bool,
    rollback: bool,
    ping: bool,
    max_delete: str,
    full: bool,
    force: bool,
    break_lock: bool,
    form: str,
    quiet: bool,
    verbose: bool,
) -> None:
    """Bring the output folder to TARGET, one of those under `deploy` in config.yaml.

    Only what has changed travels. Wherever a deploy breaks off, readers see a whole site, and the next one
    goes on from there.
    """
    from site_builder.configuring import configure
    from site_builder.deploying.failures import DeployFailed
    from site_builder.deploying.secret_words import hider, password_of
    from site_builder.deploying.session import Choices
    from site_builder.problems import ProblemsFound
    from site_builder.terminal import show_problems

    try:
        settings = configure(place).settings
        name, setting = _chosen(settings, target)
        hide = hider(os.environ, password_of(name, os.environ))
        choices = Choices(full=full, force=force, break_lock=break_lock, max_delete=max_delete)
        run = _Run(place.folder, settings, name, setting, choices, hide)
        if rollback:
            run.roll_back(dry_run)
        else:
            run.deploy(dry_run, ping, form, quiet, verbose)
    except ProblemsFound as found:
        show_problems(found.problems)
        tell("Nothing was deployed.")
        sys.exit(USAGE)
    except DeployFailed as failed:
        _end(hide(failed.message), hide(failed.remedy), FAILED)


class _Run:
    """One call of the verb."""

    def __init__(
        self,
        site: Path,
        settings: Settings,
        name: str,
        setting: DeployTarget,
        choices: Choices,
        hide: Callable[[str], str],
    ) -> None:
        from site_builder.clock import build_instant

        self._site = site
        self._settings = settings
        self._name = name
        self._setting = setting
        self._choices = choices
        self._hide = hide
        self._now = build_instant("", {}, UTC).timestamp()

    def deploy(self, dry_run: bool, ping: bool, form: str, quiet: bool, verbose: bool) -> None:
        from site_builder.build import collecting_seldom
        from site_builder.deploy_settings import CommandTarget
        from site_builder.deploying.session import deploy as run
        from site_builder.deploying.targets import open_target
        from site_builder.deploying.targets.kind import Setup
        from site_builder.locking import building
        from site_builder.terminal import progress_bar

        # What is deployed must not change meanwhile.
        with collecting_seldom(), building(self._site, tell):
            ready = self._ready()
            sent: tuple[str, ...] = ()
            if isinstance(self._setting, CommandTarget):
                self._hand_off(self._setting, ready, dry_run)
            else:
                target = open_target(
                    self._setting, Setup(self._name, self._site, os.environ, ready.made, ready.own)
                )
                with progress_bar(quiet or form == "json") as progress:
                    done = run(ready, target, self._choices, self._now, self._tell, progress, dry_run=dry_run)
                sent = done.plan.to_write
                _report(done, self._hide(target.shown), dry_run, form, quiet, verbose)
            if ping and not dry_run:
                self._ping(ready, sent)

    def _ready(self) -> Ready:
        from site_builder.deploying.readiness import ready_site
        from site_builder.problems import ProblemsFound
        from site_builder.terminal import show_problems

        try:
            return ready_site(self._site, force=self._choices.force)
        except ProblemsFound as found:
            show_problems(found.problems)
            tell("Nothing was deployed.")
            sys.exit(FAILED)

    def roll_back(self, dry_run: bool) -> None:
        from site_builder.deploy_settings import CommandTarget
        from site_builder.deploying.failures import DeployFailed
        from site_builder.deploying.session import roll_back
        from site_builder.deploying.targets import open_target
        from site_builder.deploying.targets.kind import Setup

        if isinstance(self._setting, CommandTarget):
            raise DeployFailed(f"'{self._name}' is rolled back by its own tool", "See its manual.")
        target = open_target(self._setting, Setup(self._name, self._site, os.environ, int(self._now)))
        if dry_run:
            _end("there is no dry run of a rollback", "Leave out one of the two.", USAGE)
        what = roll_back(target, self._now, self._tell, break_lock=self._choices.break_lock)
        click.echo(self._hide(f"{target.shown} shows {what} again."))

    def _hand_off(self, setting: Any, ready: Ready, dry_run: bool) -> None:
        from site_builder.deploying.hand_off import command_of, hand_off

        command = command_of(setting.run, ready.output)
        if dry_run:
            click.echo(f"would run: {self._hide(' '.join(command))}")
            return
        hand_off(command, self._site, os.environ, lambda line: click.echo(self._hide(line)))

    def _ping(self, ready: Ready, sent: tuple[str, ...]) -> None:
        from site_builder.deploying.ping import feeds_among, ping

        hub = self._settings.feeds.hub
        if not hub or not ready.base_url:
            key = "feeds.hub" if ready.base_url else "base_url"
            _end(f"`--ping` tells nobody: config.yaml has no `{key}`", "The site is deployed.", USAGE)
        feeds = feeds_among(sent or ready.files, dict(ready.files))
        ping(feeds, ready.base_url, hub, lambda feed: self._tell(f"told the hub of {feed}"))
        if not feeds:
            self._tell("no feed has changed, so the hub was told of none")

    def _tell(self, line: str) -> None:
        tell(self._hide(line))


def _chosen(settings: Settings, name: str) -> tuple[str, DeployTarget]:
    """The target that is meant; the only one where none is named."""
    from site_builder.problems import did_you_mean

    targets = settings.deploy
    if not targets:
        _end("config.yaml names no place to deploy to", "Add  deploy: {live: {kind: folder, path: …}}", USAGE)
    if not name and len(targets) > 1:
        _end("which target?", f"There are {', '.join(targets)}.", USAGE)
    name = name or next(iter(targets))
    if name not in targets:
        hint = did_you_mean(name, targets) or f"There are {', '.join(targets)}."
        _end(f"there is no target '{name}'", hint, USAGE)
    return name, targets[name]


def _report(done: Deployed, shown: str, dry_run: bool, form: str, quiet: bool, verbose: bool) -> None:
    plan = done.plan
    if form == "json":
        report = {
            "ok": True,
            "target": shown,
            "dry_run": dry_run,
            "generation": plan.manifest.generation if plan.is_needed else done.known.manifest.generation,
            "written": list(plan.to_write),
            "removed": list(plan.to_remove),
            "unchanged": len(plan.manifest.files) - len(plan.to_write),
            "bytes": done.bytes,
        }
        click.echo(json.dumps(report, ensure_ascii=False, indent=2))
        return
    if quiet:
        return
    if dry_run or verbose:
        for sign, paths in (("+", plan.to_write), ("-", plan.to_remove)):
            for path in paths:
                click.echo(f"{sign} {path}")
    counts = f"{len(plan.to_write)} written, {len(plan.to_remove)} removed"
    unchanged = len(plan.manifest.files) - len(plan.to_write)
    if not plan.is_needed:
        click.echo(f"{shown} is up to date: {unchanged} files.")
    elif dry_run:
        click.echo(f"Would deploy to {shown}: {counts}, {unchanged} unchanged ({_size(done.bytes)}).")
    else:
        size, generation = _size(done.bytes), plan.manifest.generation
        click.echo(f"Deployed to {shown}: {counts}, {unchanged} unchanged ({size}), deploy {generation}.")


def _size(count: int) -> str:
    return f"{-(-count // 1000):,} KB"


def _end(message: str, remedy: str, code: int) -> NoReturn:
    tell(f"error: {message}")
    for line in remedy.splitlines():
        tell(f"  {line}")
    sys.exit(code)
