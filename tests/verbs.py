"""Every verb of the command line, for tests that hold all of them to something."""

from __future__ import annotations

from collections.abc import Iterator

import click

from site_builder.cli import cli


def verbs(
    group: click.Group = cli, before: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Its words and its command, groups before the verbs that are in them."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield (*before, name), command
        if isinstance(command, click.Group):
            yield from verbs(command, (*before, name))
