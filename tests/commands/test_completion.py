"""A shell that was given the script completes verbs, options and the site's own names."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from digests import Digest

from site_builder.commands.completion import SHELLS

Begin = Callable[..., Digest]
CONFIG = """\
tags: {syria: {label: Syria}, symbols: {label: Symbols}, un: {label: UN}}
sources: {un-docs: {name: United Nations documents}}
deploy: {live: {kind: folder, path: /srv/www}}
"""
# Calls the function that `complete` has named for the command, as readline does.
ASK = """\
eval "$(site-builder completion bash)"
compopt() { :; }
name=$(complete -p site-builder); name=${name#*-F }; name=${name%% *}
while IFS= read -r line; do
  read -ra COMP_WORDS <<< "$line"
  case "$line" in *' ') COMP_WORDS+=('');; esac
  COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMPREPLY=()
  "$name" site-builder
  echo "${COMPREPLY[*]}"
done
"""
LINES = {
    "site-builder b": ["build"],
    "site-builder tags re": ["rename"],
    "site-builder build --dra": ["--drafts"],
    "site-builder completion f": ["fish"],
    "site-builder list dr": ["drafts"],
    "site-builder list se": ["sections"],
    "site-builder new Title --tag sy": ["syria", "symbols"],
    "site-builder new Title --from ": ["un-docs"],
    "site-builder tags rename u": ["un"],
    "site-builder newsletter send 2012": ["2012-w11"],
    "site-builder deploy l": ["live"],
    "site-builder nonsense x": [],
}


@pytest.fixture
def command(tmp_path: Path) -> Path:
    """A folder with the command, as an installation has it."""
    folder = tmp_path / "bin"
    folder.mkdir()
    script = folder / "site-builder"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m site_builder "$@"\n', "utf-8")
    script.chmod(0o755)
    return folder


@pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash")
def test_bash_completes_verbs_options_and_names_of_the_site(digest: Begin, command: Path) -> None:
    site = digest({"output/newsletter/2012-w11.html": ""}, config=CONFIG)
    env = {**os.environ, "PATH": f"{command}:{os.environ['PATH']}"}
    env["PYTHONPATH"] = str(Path(__file__).parents[2])
    run = subprocess.run(
        ["bash", "-c", ASK],
        input="".join(f"{line}\n" for line in LINES),
        cwd=site.folder,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert not run.stderr
    answers = [line.split() for line in run.stdout.splitlines()]
    assert dict(zip(LINES, answers, strict=True)) == LINES


def test_where_no_site_is_names_are_not_completed_and_nothing_fails(digest: Begin) -> None:
    from click.shell_completion import BashComplete

    from site_builder.cli import cli

    shell = BashComplete(cli, {}, "site-builder", "_SITE_BUILDER_COMPLETE")
    assert shell.get_completions(["new", "T", "-s", "gone", "--tag"], "") == []
    site = digest({"config.yaml": "tags: [not, a, mapping\n"})
    assert shell.get_completions(["new", "T", "-s", str(site.folder), "--tag"], "") == []
    assert shell.get_completions(["newsletter", "send", "-s", str(site.folder)], "") == []


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_has_a_script(digest: Begin, shell: str) -> None:
    run = digest().cli("completion", shell)
    assert run.exit_code == 0
    assert f"_SITE_BUILDER_COMPLETE={shell}_complete" in run.stdout
