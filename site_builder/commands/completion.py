"""`site-builder completion`: the script that makes a shell complete verbs, options and names."""

from __future__ import annotations

import click

SHELLS = ("bash", "zsh", "fish")
VARIABLE = "_SITE_BUILDER_COMPLETE"  # by which the script asks the command; click derives it from its name


@click.command(
    short_help="Make a shell complete verbs, options and names.",
    epilog="Example: site-builder completion bash >> ~/.bashrc",
)
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print what makes a SHELL complete verbs, options and the site's own names.

    \b
    bash   site-builder completion bash >> ~/.bashrc
    zsh    site-builder completion zsh >> ~/.zshrc      (below the line with compinit)
    fish   site-builder completion fish > ~/.config/fish/completions/site-builder.fish
    """
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind  # click has all of SHELLS
    script = kind(click.get_current_context().find_root().command, {}, "site-builder", VARIABLE)
    # Not `source()`, which asks the bash at hand for its version: the script may be for another machine.
    click.echo(script.source_template % script.source_vars())
