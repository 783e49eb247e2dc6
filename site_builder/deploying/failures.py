"""Why a deploy cannot go on, in words for the user. Knows kinds of errors, and no target.

Libraries put addresses with passwords into their messages: so nothing of theirs is shown before
`secret_words.py` has been over it, and that is done where messages are printed.
"""

from __future__ import annotations

import errno
import socket
from collections.abc import Iterable


class DeployFailed(Exception):
    """A deploy that cannot go on. `message` begins in lower case; `remedy` is one line or more."""

    def __init__(self, message: str, remedy: str = "") -> None:
        self.message = message
        self.remedy = remedy
        super().__init__(message)


class WronglyAsked(DeployFailed):
    """What was asked for on the command line cannot be."""


_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NAMES = {errno.ENAMETOOLONG, errno.EILSEQ, errno.EINVAL}
_UNREACHABLE = {errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN, errno.ENETDOWN, errno.EPIPE}
_MOST_NAMED = 3  # paths in one message
_AGAIN = "Run the same command again: it goes on where this one stopped."


def explained(error: BaseException, target: str, path: str = "") -> DeployFailed:
    """What an error means that came up at a target, while it had to do with a file there ("" for none)."""
    if isinstance(error, DeployFailed):
        return error
    at = f"'{path}' at {target}" if path else target
    number = error.errno if isinstance(error, OSError) else None
    if number in _FULL:
        return DeployFailed(f"{target} is full", f"Make room there. {_AGAIN}")
    if number == errno.EROFS:
        return DeployFailed(f"{at} is read-only", "Make it writable, or deploy to another place.")
    if isinstance(error, PermissionError):
        remedy = "Look whose it is, and with which name and keys you come. " + _AGAIN
        return DeployFailed(f"you may not change {at}{_said(error)}", remedy)
    if number in _NAMES:
        return DeployFailed(f"{target} cannot hold a file of the name '{path}'", "Give it another address.")
    if isinstance(error, IsADirectoryError | NotADirectoryError | FileExistsError):
        return DeployFailed(
            f"something else stands in the way of {at}",
            "Move it away: deploying removes only what is its own.",
        )
    if isinstance(error, FileNotFoundError):
        return DeployFailed(f"{at} is not there{_said(error)}", "Make it, or mend its name in config.yaml.")
    if isinstance(error, ConnectionError | TimeoutError | socket.gaierror) or number in _UNREACHABLE:
        return DeployFailed(f"{target} cannot be reached{_said(error)}", f"Look at the connection. {_AGAIN}")
    return DeployFailed(f"{at} failed{_said(error)}", _AGAIN)


def named(paths: Iterable[str]) -> str:
    """The first three of these paths, and how many more there are."""
    ordered = sorted(paths)
    more = f" and {len(ordered) - _MOST_NAMED} more" if len(ordered) > _MOST_NAMED else ""
    return f"{', '.join(ordered[:_MOST_NAMED])}{more}"


def is_passing(error: BaseException) -> bool:
    """Whether trying again in a moment may help: the connection broke, or the other side was busy."""
    if isinstance(error, DeployFailed | PermissionError | FileNotFoundError | FileExistsError):
        return False
    if isinstance(error, IsADirectoryError | NotADirectoryError):
        return False
    if isinstance(error, OSError):
        return error.errno not in {*_FULL, *_NAMES, errno.EROFS}
    return False


def _said(error: BaseException) -> str:
    text = (getattr(error, "strerror", None) if isinstance(error, OSError) else "") or str(error)
    first = " ".join(text.split())[:300]
    return f": {first}" if first else f" ({type(error).__name__})"
