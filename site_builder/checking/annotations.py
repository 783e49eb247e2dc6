"""Findings as commands that GitHub shows beside the lines of a file.

The commands and their escapes are those of GitHub Actions' workflow commands
(https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands).
"""

from __future__ import annotations

from site_builder.problems import Problem, whole_message


def annotation(problem: Problem, prefix: str = "") -> str:
    """A problem as a workflow command; `prefix` is the site's folder in its repository, with a slash."""
    place = problem.place
    parts = {"file": f"{prefix}{place.source}"} if not place.source.startswith("--") else {}
    if place.line:
        parts["line"] = str(place.line)
    if place.column:
        parts["col"] = str(place.column)
        parts["endColumn"] = str(place.column + max(1, place.length))
    parts["title"] = problem.code
    properties = ",".join(f"{name}={_property(value)}" for name, value in parts.items())
    text = "\n".join(filter(None, (whole_message(problem), problem.remedy)))
    return f"::{problem.level} {properties}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
