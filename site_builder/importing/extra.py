"""What to say when a package of the extra `[import]` is not installed. Knows no package by name."""

from __future__ import annotations

from site_builder.problems import Place, Problem


def missing_extra(name: str, need: str) -> Problem:
    """That the thing called `name` cannot be read, since `need` ("reading a feed") takes the extra."""
    return Problem(
        code="missing-extra",
        place=Place(name),
        message=f"{need} takes packages that are not installed",
        remedy="pip install 'site-builder[import]'",
    )
