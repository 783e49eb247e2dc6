"""Documents that are followed: their commands are typed, their edits made, in the folder that one is in."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path

from click.testing import CliRunner
from documents import blocks

from site_builder.cli import cli


def follow_text(text: str) -> None:
    """Do what the blocks of a text say, from top to bottom: commands, edits, and files to write."""
    for block in blocks(text):
        match block.language:
            case "console":
                follow(block.lines)
            case "diff":
                change(Path(block.about), block.lines)
            case _:
                Path(block.about).parent.mkdir(exist_ok=True)
                Path(block.about).write_text("\n".join([*block.lines, ""]), "utf-8")


def follow(lines: list[str]) -> None:
    """Run the commands of a console block and hold what they say against what is shown below each.

    `…` stands for anything. A command must succeed unless an error is shown.
    """
    for part in re.split(r"^\$ ", "\n".join(lines), flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        program, *words = shlex.split(command)
        if program == "cd":
            os.chdir(words[0])  # the caller's monkeypatch leads back
            continue
        if program == "git":
            subprocess.run([program, *words], check=True)
            continue
        assert program == "site-builder"
        result = CliRunner().invoke(cli, words)
        assert result.exit_code == (1 if ": error: " in shown else 0), result.output
        if shown:
            pattern = ".*".join(re.escape(piece) for piece in shown.strip().split("…"))
            said = result.output.strip()
            assert re.fullmatch(pattern, said, re.DOTALL), f"`{command}` says: {said}"


def change(file: Path, lines: list[str]) -> None:
    """Put each run of + lines in place of the - lines before it, which the file must hold once."""
    text = file.read_text("utf-8")
    for former, new in re.findall(r"((?:^-.*\n)+)((?:^\+.*\n)+)", "\n".join([*lines, ""]), re.MULTILINE):
        old = re.sub(r"^-", "", former, flags=re.MULTILINE)
        assert text.count(old) == 1, (file, old)
        text = text.replace(old, re.sub(r"^\+", "", new, flags=re.MULTILINE))
    file.write_text(text, "utf-8")
