"""Names of the site at hand, for a shell that completes them. Reads as little as it can, and never fails.

Only what stands in config.yaml and the names of files: a key press must not wait for a build.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

Complete = Callable[[click.Context, click.Parameter, str], list[str]]


def _keys_of(part: str) -> Complete:
    """Completes ids that stand under a key of config.yaml."""

    def complete(context: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
        from site_builder.nodes import Mapping
        from site_builder.yaml_nodes import parse

        try:
            text = (_site(context) / "config.yaml").read_text("utf-8", "replace")
        except OSError:
            return []
        root, _ = parse(text, "config.yaml")
        entry = root.entries.get(part) if isinstance(root, Mapping) else None
        names = entry[1].entries if entry and isinstance(entry[1], Mapping) else {}
        return [name for name in names if name.startswith(typed)]

    return complete


tag_ids, section_ids, source_ids = _keys_of("tags"), _keys_of("sections"), _keys_of("sources")
target_names = _keys_of("deploy")


def mailed_editions(context: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
    """Completes the editions that the last build made a mail of."""
    folder = Path(context.params.get("output") or _site(context) / "output")
    return sorted(file.stem for file in (folder / "newsletter").glob("*.html") if file.stem.startswith(typed))


def _site(context: click.Context) -> Path:
    """The site's folder, as far as the line has been typed."""
    return Path(context.params.get("source") or ".")
