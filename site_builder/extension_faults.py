"""What goes wrong in a site's own extensions, as problems: the file, the line of it, and how to go on.

Takes the error that was raised and the texts of the extensions; knows no file, no site and no page.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from functools import wraps
from typing import ParamSpec, TypeVar

from site_builder.incremental.values import Damaged
from site_builder.problems import Place, Problem, ProblemsFound, WorkFailed, WrongUse

Given = ParamSpec("Given")
Result = TypeVar("Result")

Texts = Mapping[str, str]  # of the extensions, by the path to name in messages: "extensions/times.py"


class ExtensionFailed(WorkFailed):
    """An extension raised an error, or gave what it must not give."""


def guarded(
    function: Callable[Given, Result], texts: Texts, at: Place | None = None
) -> Callable[Given, Result]:
    """The function, raising ExtensionFailed for what an extension raises.

    An error in which no line of an extension has a part is blamed on the place `at`, and raised as it is
    without one. Problems pass, and so does Damaged, which is no fault of an extension.
    """

    @wraps(function)
    def call(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        try:
            return function(*args, **kwargs)
        except (WorkFailed, ProblemsFound, Damaged):
            raise
        except (Exception, SystemExit) as error:  # an extension can raise whatever Python can
            place = last_line(error, texts) or at
            if place is None:
                raise
            raise ExtensionFailed(fault(error, place)) from error

    return call


def last_line(error: BaseException, texts: Texts) -> Place | None:
    """The innermost line of an extension that the error went through."""
    frames = traceback.walk_tb(error.__traceback__)
    lines = [(name, line) for frame, line in frames if (name := frame.f_code.co_filename) in texts]
    if lines:
        return place_of(*lines[-1], texts)
    if isinstance(error, SyntaxError) and error.filename and error.filename in texts:
        return _of_syntax(error, error.filename, texts[error.filename])
    return None


def place_of(source: str, line: int, texts: Texts) -> Place:
    """A line of an extension."""
    lines = texts[source].splitlines()
    return Place(source, line, excerpt=lines[line - 1].strip() if 0 < line <= len(lines) else "")


def fault(error: BaseException, place: Place) -> Problem:
    """What an error says to who wrote the extension."""
    remedy = f"Mend {place.source}; until then nothing is published."
    if isinstance(error, SyntaxError):
        message = f"this is no Python: {error.msg}"
    elif isinstance(error, WrongUse):
        message = str(error)
    elif isinstance(error, SystemExit):
        message = "an extension must not end the program"
    else:
        said = str(error)
        message = f"this line failed with {type(error).__name__}{f': {said}' if said else ''}"
    if isinstance(error, ModuleNotFoundError) and error.name:
        message = f"there is no module '{error.name}'"
        remedy = f"Install it where site-builder runs, or do without it. {ALONE}"
    return wrong(message, remedy, place)


def wrong(message: str, remedy: str, place: Place) -> Problem:
    """Something that is wrong with an extension."""
    return Problem(code="extension-failed", place=place, message=message, remedy=remedy)


def _of_syntax(error: SyntaxError, source: str, text: str) -> Place:
    """Where Python stopped reading."""
    line, column = error.lineno or 0, max(0, error.offset or 0)
    lines = text.splitlines()
    excerpt = lines[line - 1] if 0 < line <= len(lines) else ""
    shown = min(column, len(excerpt) + 1) if excerpt else 0
    end = (error.end_offset or 0) if error.end_lineno == line else 0
    return Place(source, line, shown, max(1, end - column), excerpt)


ALONE = "An extension cannot import another one: what two need goes into one file."
