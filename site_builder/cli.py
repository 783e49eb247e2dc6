"""The command line: one command per verb, with the names that users of other generators try first."""

from __future__ import annotations

import os
import sys
from typing import Any, NoReturn

import click

from site_builder import __version__
from site_builder.commands.build import build
from site_builder.commands.check import check
from site_builder.commands.clean import clean
from site_builder.commands.common import speak_any_language
from site_builder.commands.completion import completion
from site_builder.commands.config import config
from site_builder.commands.deploy import deploy
from site_builder.commands.explain import explain
from site_builder.commands.import_articles import import_articles
from site_builder.commands.init import init
from site_builder.commands.list import list_articles
from site_builder.commands.new import new
from site_builder.commands.newsletter import newsletter
from site_builder.commands.serve import serve
from site_builder.commands.tags import tags

ALIASES = {"b": "build", "doctor": "check", "s": "serve", "server": "serve"}


class Verbs(click.Group):
    """A group that knows aliases and answers a misspelt verb with the nearest one."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, without colours where they are not wanted."""
        if os.environ.get("NO_COLOR"):
            ctx.color = False
        return super().invoke(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name or alias."""
        return super().get_command(ctx, ALIASES.get(cmd_name, cmd_name))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments begin with. Fails with a suggestion."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-") and not ctx.resilient_parsing:
            from site_builder.problems import did_you_mean

            hint = did_you_mean(name, self.commands)
            ctx.fail(f"there is no command '{name}'; {hint or 'see --help'}")
        return super().resolve_command(ctx, args)


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="site-builder")
def cli() -> None:
    """Build a curated news digest: Markdown in content/, a static site in output/.

    A first digest: site-builder init my-digest, then site-builder serve -s my-digest --open
    """


for _command in (
    build,
    check,
    clean,
    completion,
    config,
    deploy,
    explain,
    import_articles,
    init,
    list_articles,
    new,
    newsletter,
    serve,
    tags,
):
    cli.add_command(_command)


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
