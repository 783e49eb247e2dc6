"""Hosts with an upload of their own: their tool is run on the output folder. Knows none of them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from site_builder.deploying.failures import DeployFailed
from site_builder.options import Tell

OUTPUT = "{output}"  # stands for the output folder


def command_of(run: Sequence[str], output: Path) -> list[str]:
    """The program and its words, with the output folder in its place."""
    return [word.replace(OUTPUT, str(output.resolve())) for word in run]


def hand_off(command: Sequence[str], site: Path, environ: Mapping[str, str], tell: Tell) -> None:
    """Run a host's tool in the site's folder; `tell` gets what it says, line by line. Raises DeployFailed."""
    program = shutil.which(command[0], path=environ.get("PATH"))
    if program is None:
        raise DeployFailed(f"there is no program '{command[0]}'", "Install it, or mend `run` in config.yaml.")
    with subprocess.Popen(
        [program, *command[1:]],
        cwd=site,
        env=dict(environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as running:
        assert running.stdout
        for line in running.stdout:
            tell(line.decode("utf-8", "replace").rstrip())
    if running.returncode:
        raise DeployFailed(f"'{command[0]}' ended with code {running.returncode}", "What it said is above.")
