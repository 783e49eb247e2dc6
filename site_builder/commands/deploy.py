"""`site-builder deploy`: output/ → where readers find it."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

import click

from site_builder.commands.common import FAILED, USAGE, place_options
from site_builder.commands.completing import target_names
from site_builder.commands.deploy_report import Report

if TYPE_CHECKING:
    from site_builder.deploy_settings import CommandTarget, DeployTarget
    from site_builder.deploying.kept_states import KeptStates
    from site_builder.deploying.readiness import Ready
    from site_builder.deploying.session import Choices
    from site_builder.options import Where
    from site_builder.settings import Settings


_FROM_FILE_TO_FILE = """\
warning: links lead from file to file (`links: relative`), as in a folder that is opened from disk
  On a host whoever follows one comes to  …/index.html : another address than the one that feeds, the sitemap
  and search engines have, and some hosts send each reader on from it.
  For a host, take  links: relative  out of config.yaml, and build."""


def _max_delete(_: click.Context, __: click.Parameter, value: str) -> str:
    if value and not re.fullmatch(r"\d{1,9}|\d{1,3}%", value):
        raise click.BadParameter("write a number of files, or a share such as 25%")
    return value


@click.command(short_help="Bring the output folder to a host.", epilog="Example: site-builder deploy live -n")
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
    from site_builder.clock import build_instant
    from site_builder.configuring import configure
    from site_builder.deploying.failures import DeployFailed, WronglyAsked
    from site_builder.deploying.secret_words import hider
    from site_builder.deploying.session import Choices
    from site_builder.problems import ProblemsFound

    report = Report(hider(os.environ), as_json=form == "json", quiet=quiet, verbose=verbose)
    try:
        settings = configure(place).settings
        name, setting = _chosen(settings, target)
        run = _Run(
            site=place.folder,
            settings=settings,
            name=name,
            setting=setting,
            choices=Choices(full=full, force=force, break_lock=break_lock, max_delete=max_delete),
            now=build_instant("", {}, UTC).timestamp(),
            report=report,
        )
        if rollback:
            run.roll_back(dry_run)
        else:
            run.deploy(dry_run, ping)
    except ProblemsFound as found:
        report.fail_with(found.problems, USAGE)
    except WronglyAsked as wrong:
        report.fail(wrong, USAGE)
    except DeployFailed as failed:
        report.fail(failed, FAILED)
    report.close()


@dataclass(frozen=True, slots=True)
class _Run:
    """One call of the verb."""

    site: Path
    settings: Settings
    name: str  # of the target
    setting: DeployTarget
    choices: Choices
    now: float  # seconds since 1970
    report: Report

    def deploy(self, dry_run: bool, ping: bool) -> None:
        from site_builder.build import collecting_seldom
        from site_builder.deploy_settings import CommandTarget
        from site_builder.locking import building

        # What is deployed must not change meanwhile.
        with collecting_seldom(), building(self.site, self.report.tell):
            ready = self._ready()
            sent: tuple[str, ...] = ()
            if isinstance(self.setting, CommandTarget):
                self._hand_off(self.setting, ready, dry_run)
            else:
                sent = self._send(ready, dry_run)
            if ping and not dry_run:
                self._ping(ready, sent)

    def roll_back(self, dry_run: bool) -> None:
        from site_builder.deploy_settings import CommandTarget
        from site_builder.deploying.failures import DeployFailed, WronglyAsked
        from site_builder.deploying.session import roll_back
        from site_builder.deploying.targets import open_target
        from site_builder.deploying.targets.kind import Setup
        from site_builder.terminal import progress_bar

        if isinstance(self.setting, CommandTarget):
            raise DeployFailed(f"'{self.name}' is rolled back by its own tool", "See its manual.")
        if dry_run:
            raise WronglyAsked("there is no dry run of a rollback", "Leave out one of the two.")
        target = open_target(self.setting, Setup(self.name, self.site, os.environ, int(self.now)))
        with progress_bar(not self.report.shows_progress) as progress:
            tell, states = self.report.tell, self._states()
            shows = roll_back(
                target, self.now, tell, progress, break_lock=self.choices.break_lock, states=states
            )
        self.report.result(f"{target.shown} shows {shows} again.", target=target.shown, shows=shows)

    def _states(self) -> KeptStates | None:
        """Where to keep what can be gone back to; None where the target does so, or nobody is to."""
        from site_builder.deploy_settings import KEEPING
        from site_builder.deploying.kept_states import FOLDER, KeptStates
        from site_builder.locking import STATE

        if not isinstance(self.setting, KEEPING) or self.setting.keep < 2:
            return None
        return KeptStates(self.site / STATE / FOLDER / f"{self.name}.db", self.setting.keep)

    def _ready(self) -> Ready:
        from site_builder.deploying.readiness import ready_site
        from site_builder.problems import ProblemsFound

        try:
            return ready_site(self.site, force=self.choices.force)
        except ProblemsFound as found:
            self.report.fail_with(found.problems, FAILED)

    def _send(self, ready: Ready, dry_run: bool) -> tuple[str, ...]:
        """Bring it to a target that this program knows. Gives the files that travelled."""
        from site_builder.deploying.session import deploy as run
        from site_builder.deploying.targets import open_target
        from site_builder.deploying.targets.kind import Setup
        from site_builder.terminal import progress_bar

        target = open_target(self.setting, Setup(self.name, self.site, os.environ, ready.made, ready.own))
        with progress_bar(not self.report.shows_progress) as progress:
            tell, states = self.report.tell, self._states()
            done = run(ready, target, self.choices, self.now, tell, progress, dry_run=dry_run, states=states)
        if done.plan.to_write and self.settings.links == "relative" and ready.base_url:
            self.report.tell(_FROM_FILE_TO_FILE)
        self.report.deployed(done, target.shown, dry_run=dry_run)
        return done.plan.to_write

    def _hand_off(self, setting: CommandTarget, ready: Ready, dry_run: bool) -> None:
        """Let a host's own tool bring it there."""
        from site_builder.deploying.hand_off import command_of, hand_off

        command = command_of(setting.run, ready.output)
        if dry_run:
            self.report.result(f"would run: {' '.join(command)}", dry_run=True, command=command)
            return
        hand_off(command, self.site, os.environ, self.report.tool_said)
        self.report.result("", dry_run=False, command=command)

    def _ping(self, ready: Ready, sent: tuple[str, ...]) -> None:
        from site_builder.deploying.failures import WronglyAsked
        from site_builder.deploying.ping import feeds_among, ping

        hub = self.settings.feeds.hub
        if not hub or not ready.base_url:
            key = "feeds.hub" if ready.base_url else "base_url"
            raise WronglyAsked(f"`--ping` tells nobody: config.yaml has no `{key}`", "The site is deployed.")
        feeds = feeds_among(sent or ready.files, dict(ready.files))
        ping(feeds, ready.base_url, hub, lambda feed: self.report.tell(f"told the hub of {feed}"))
        if not feeds:
            self.report.tell("no feed has changed, so the hub was told of none")


def _chosen(settings: Settings, name: str) -> tuple[str, DeployTarget]:
    """The target that is meant; the only one where none is named. Raises WronglyAsked."""
    from site_builder.deploying.failures import WronglyAsked
    from site_builder.problems import did_you_mean

    targets = settings.deploy
    if not targets:
        remedy = "Add  deploy: {live: {kind: folder, path: ../www}}"
        raise WronglyAsked("config.yaml names no place to deploy to", remedy)
    if not name and len(targets) > 1:
        raise WronglyAsked("which target?", f"There are {', '.join(targets)}.")
    name = name or next(iter(targets))
    if name not in targets:
        hint = did_you_mean(name, targets) or f"There are {', '.join(targets)}."
        raise WronglyAsked(f"there is no target '{name}'", hint)
    return name, targets[name]
