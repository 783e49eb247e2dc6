"""The command line as a whole: help, suggestions, plain consoles, interruption."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress

import pytest
from click.testing import CliRunner
from digests import CLOCK, Digest, article, many, run_builder
from verbs import verbs

from site_builder import __version__
from site_builder.cli import cli

COMMANDS = dict(verbs())
VERBS = list(COMMANDS)


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_the_help_of_every_verb_says_what_it_does_and_gives_an_example(verb: tuple[str, ...]) -> None:
    run = CliRunner().invoke(cli, [*verb, "--help"])
    assert run.exit_code == 0
    assert f"Example: site-builder {' '.join(verb)}" in " ".join(run.output.split())
    options = [line for line in run.output.splitlines() if line.startswith("  -")]
    assert all(len(line.split("  ")) > 2 or line.endswith(("DIR", "FILE", "URL", "DATE")) for line in options)


@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_the_help_of_all_names_every_verb(flag: str) -> None:
    run = CliRunner().invoke(cli, [flag])
    assert run.exit_code == 0
    assert all(f"\n  {verb[0]} " in run.output for verb in VERBS)


def test_the_version_is_the_packages() -> None:
    assert __version__ in CliRunner().invoke(cli, ["--version"]).output


@pytest.mark.parametrize(("typed", "meant"), [("biuld", "build"), ("lst", "list"), ("confg", "config")])
def test_a_misspelt_verb_ends_with_2_and_a_suggestion(typed: str, meant: str) -> None:
    run = CliRunner().invoke(cli, [typed])
    assert run.exit_code == 2
    assert f"there is no command '{typed}'; did you mean '{meant}'?" in run.output


def test_a_word_that_is_like_no_verb_points_to_the_help() -> None:
    run = CliRunner().invoke(cli, ["xyzzy"])
    assert run.exit_code == 2
    assert "there is no command 'xyzzy'; see --help" in run.output


def test_a_misspelt_option_ends_with_2_and_a_suggestion() -> None:
    run = CliRunner().invoke(cli, ["build", "--draft"])
    assert run.exit_code == 2
    assert "--drafts" in run.output


def test_a_short_option_stands_for_the_same_long_one_in_every_verb() -> None:
    meant: dict[str, set[str]] = {}
    for command in COMMANDS.values():
        for option in command.params:
            short, *long = sorted(option.opts, key=len)
            if short.startswith("-") and not short.startswith("--"):
                meant.setdefault(short, set()).update(long)
    assert {short: names for short, names in meant.items() if len(names) != 1} == {}
    assert meant["-s"] == {"--source"}


def test_a_console_that_cannot_show_a_letter_shows_it_escaped(digest: Callable[..., Digest]) -> None:
    site = digest({"content/a.md": article("حمص", "[x](gone-حمص.md)")})
    run = run_builder("build", "-s", site.folder, env={"PYTHONIOENCODING": "cp1252"})
    assert run.returncode == 1
    assert r"gone-\u062d\u0645\u0635.md" in run.stderr


def test_a_console_that_knows_ascii_only_is_told_all_the_same(digest: Callable[..., Digest]) -> None:
    site = digest({"content/a.md": article("حمص", "[x](gone-حمص.md)", lang="ar")})
    env = {"LANG": "C", "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    run = run_builder("build", "-s", site.folder, env=env)
    assert run.returncode == 1
    assert run.stderr.startswith("content/a.md:7:5: error: the link leads to 'gone-")


def test_where_no_terminal_listens_there_is_no_colour_and_no_bar(digest: Callable[..., Digest]) -> None:
    site = digest({"content/a.md": article("A", "[x](gone.md)")})
    run = run_builder("build", "-s", site.folder)
    assert "\x1b" not in run.stdout + run.stderr


def test_help_loads_nothing_but_click() -> None:
    code = (
        "import sys\n"
        "from site_builder.cli import cli\n"
        "try:\n    cli(['build', '--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'jinja2', 'markdown_it', 'yaml', 'msgspec', 'nh3', 'rich', 'concurrent.futures'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stderr.strip() == "[]"


SLOW = "{% for a in range(40000) %}{% for b in range(5000) %}{% endfor %}{% endfor %}"


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupted_build_ends_with_130_and_leaves_the_published_site_as_it_was(
    digest: Callable[..., Digest], jobs: str
) -> None:
    site = digest(many(60))
    site.build()
    before = site.stamps()
    site.write({"layouts/article.html": SLOW, "layouts/assets/style.css": "x"})
    command = [
        sys.executable,
        "-m",
        "site_builder",
        "build",
        "-s",
        str(site.folder),
        "-j",
        jobs,
        "--clock",
        CLOCK,
    ]
    build = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        deadline = time.monotonic() + 20
        while not (site.folder / "output/.site-builder-stage").exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        os.killpg(build.pid, signal.SIGINT)  # as a terminal does
        out, err = build.communicate(timeout=10)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(build.pid, signal.SIGKILL)
        build.wait()
    assert build.returncode == 130
    assert (out, err) == ("", "Interrupted.\n")
    assert site.stamps() == before


def test_colours_stay_away_where_they_are_not_wanted(digest: Callable[..., Digest]) -> None:
    site = digest({"content/a.md": article("A", tags=["x"], section="none")})
    shown = CliRunner().invoke(cli, ["build", "-s", str(site.folder)], color=True, env={"NO_COLOR": ""})
    plain = CliRunner().invoke(cli, ["build", "-s", str(site.folder)], color=True, env={"NO_COLOR": "1"})
    assert "\x1b[" in shown.output
    assert "\x1b[" not in plain.output


@pytest.mark.parametrize("group", [(), ("config",), ("newsletter",), ("tags",)], ids=" ".join)
def test_no_verb_is_told_of_in_words_that_are_cut_off(group: tuple[str, ...]) -> None:
    shown = CliRunner().invoke(cli, [*group, "--help"], terminal_width=80).output
    told = shown.partition("Commands:")[2].splitlines()
    assert len(told) > 1
    assert [line for line in told if line.endswith("...")] == []
