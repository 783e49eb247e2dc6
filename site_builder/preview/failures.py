"""What keeps the preview from a build and is not the fault of a source, told as problems are."""

from __future__ import annotations

import traceback

from site_builder.problems import Place, Problem


def no_config(name: str) -> tuple[Problem, ...]:
    """The settings are gone, by the name of their file."""
    remedy = "Put it back; the preview then goes on by itself."
    return (Problem(code="no-config", place=Place(name), message="it is not there any more", remedy=remedy),)


def disk_failed(error: OSError) -> tuple[Problem, ...]:
    """A file cannot be read or written."""
    place = Place(str(error.filename or "the disk"))
    message = error.strerror or str(error)
    return (Problem(code="disk", place=place, message=message, remedy="The preview tries again by itself."),)


def crashed(error: Exception) -> tuple[Problem, ...]:
    """A fault of the builder itself, which must not end the preview."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = Place(frame.filename, frame.lineno or 0, excerpt=frame.line or "")
    message = f"the builder failed: {type(error).__name__}: {error}"
    remedy = "This is a fault of site-builder. What is shown is from before; the next save tries again."
    return (Problem(code="crashed", place=place, message=message, remedy=remedy),)
