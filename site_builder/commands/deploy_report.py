"""How `site-builder deploy` tells what it did: lines for people, or one JSON value for programs.

Everything passes here on its way out, so that no password is ever among it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NoReturn

import click

from site_builder.commands.common import tell

if TYPE_CHECKING:
    from site_builder.deploying.failures import DeployFailed
    from site_builder.deploying.session import Deployed
    from site_builder.problems import Problem


class Report:
    """What is said in one run. As JSON it is said at the end, in one piece, also where the run fails."""

    def __init__(self, hide: Callable[[str], str], *, as_json: bool, quiet: bool, verbose: bool) -> None:
        self.hide = hide
        self._as_json = as_json
        self._data: dict[str, object] = {}
        self._quiet = quiet
        self._verbose = verbose

    @property
    def shows_progress(self) -> bool:
        """Whether somebody is there to look at a bar."""
        return not (self._quiet or self._as_json)

    def tell(self, line: str) -> None:
        """Say something that is no result."""
        tell(self.hide(line))

    def result(self, line: str, **data: object) -> None:
        """Say what came of it: a line for people where there is one to say, values for programs."""
        self._data |= data
        if line and not (self._as_json or self._quiet):
            click.echo(self.hide(line))

    def tool_said(self, line: str) -> None:
        """Pass on what a host's own tool says; as JSON it is not part of the result."""
        click.echo(self.hide(line), err=self._as_json)

    def deployed(self, done: Deployed, shown: str, *, dry_run: bool) -> None:
        """Say what travelled, or would."""
        plan = done.plan
        generation = plan.manifest.generation if plan.is_needed else done.known.manifest.generation
        unchanged = len(plan.manifest.files) - len(plan.to_write)
        if (dry_run or self._verbose) and not (self._as_json or self._quiet):
            for sign, paths in (("+", plan.to_write), ("-", plan.to_remove)):
                for path in paths:
                    click.echo(f"{sign} {path}")
        size = f"{-(-done.bytes // 1000):,} KB"
        counts = (
            f"{len(plan.to_write)} written, {len(plan.to_remove)} removed, {unchanged} unchanged ({size})"
        )
        if not plan.is_needed:
            line = f"{shown} is up to date: {unchanged} files."
        elif dry_run:
            line = f"Would deploy to {shown}: {counts}."
        else:
            line = f"Deployed to {shown}: {counts}, deploy {generation}."
        self.result(
            line,
            target=shown,
            dry_run=dry_run,
            generation=generation,
            written=list(plan.to_write),
            removed=list(plan.to_remove),
            unchanged=unchanged,
            bytes=done.bytes,
        )

    def close(self) -> None:
        """Say that all went well."""
        if self._as_json:
            self._print({"ok": True, **self._data})

    def fail(self, failed: DeployFailed, code: int) -> NoReturn:
        """End because it could not be done."""
        if self._as_json:
            self._print({"ok": False, **self._data, "problems": [_unplaced(failed)]})
        else:
            self.tell(f"error: {failed.message}")
            for line in failed.remedy.splitlines():
                self.tell(f"  {line}")
        sys.exit(code)

    def fail_with(self, problems: Iterable[Problem], code: int) -> NoReturn:
        """End because of these, before anything was done."""
        if self._as_json:
            from site_builder.problems import as_data

            self._print({"ok": False, "problems": as_data(problems)})
        else:
            from site_builder.terminal import show_problems

            show_problems(problems)
            tell("Nothing was deployed.")
        sys.exit(code)

    def _print(self, data: dict[str, object]) -> None:
        click.echo(self.hide(json.dumps(data, ensure_ascii=False, indent=2)))


def _unplaced(failed: DeployFailed) -> dict[str, object]:
    """A problem that stands in no file, in the form of those that do."""
    place = {"file": "", "line": 0, "column": 0}
    about = {"message": failed.message, "remedy": failed.remedy}
    return {"level": "error", "code": "deploy-failed", **place, **about}
