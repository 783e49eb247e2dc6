"""The command line: one command per verb, with the names that users of other generators try first."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any, NoReturn

import click

from site_builder import __version__
from site_builder.commands.common import speak_any_language

# In which module of `commands` each verb is, and its name there. Only the one that is asked for is loaded.
VERBS = {
    "build": "build.build",
    "check": "check.check",
    "clean": "clean.clean",
    "completion": "completion.completion",
    "config": "config.config",
    "deploy": "deploy.deploy",
    "explain": "explain.explain",
    "import": "import_articles.import_articles",
    "init": "init.init",
    "list": "list.list_articles",
    "new": "new.new",
    "newsletter": "newsletter.newsletter",
    "serve": "serve.serve",
    "tags": "tags.tags",
}
ALIASES = {"b": "build", "doctor": "check", "s": "serve", "server": "serve"}


class Verbs(click.Group):
    """A group that knows aliases and answers a misspelt verb with the nearest one."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, without colours where they are not wanted."""
        if os.environ.get("NO_COLOR"):
            ctx.color = False
        return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs, in the order of `--help`."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name or alias."""
        if (where := VERBS.get(ALIASES.get(cmd_name, cmd_name))) is None:
            return None
        module, _, name = where.partition(".")
        command = getattr(import_module(f"site_builder.commands.{module}"), name)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments begin with. Fails with a suggestion."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-") and not ctx.resilient_parsing:
            from site_builder.problems import did_you_mean

            hint = did_you_mean(name, VERBS)
            ctx.fail(f"there is no command '{name}'; {hint or 'see --help'}")
        return super().resolve_command(ctx, args)


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="site-builder")
def cli() -> None:
    """Build a curated news digest: Markdown in content/, a static site in output/.

    A first digest: site-builder init my-digest, then site-builder serve -s my-digest --open
    """


def main(args: list[str] | None = None) -> NoReturn:
    """Run the command line and end the process, with the exit codes of docs/cli.md."""
    speak_any_language()
    try:
        cli.main(args, prog_name="site-builder")
    except SystemExit as end:
        # A build's values need not be freed one by one before the process goes: that takes a tenth of
        # a second for 1,000 articles.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(end.code if isinstance(end.code, int) else int(bool(end.code)))
    os._exit(0)
