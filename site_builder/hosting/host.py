"""What a host is: a module with a label, the files that it reads, a sample of its own configuration and
its limits. Knows no host.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from msgspec import Struct

from site_builder.hosting.facts import Facts


class Limits(Struct, frozen=True, kw_only=True):
    """What a host takes; 0 where it says nothing."""

    files: int = 0  # of the whole site
    file_bytes: int = 0  # of the largest file
    site_bytes: int = 0  # of the whole site
    redirects: int = 0  # in its file of redirects
    redirect_length: int = 0  # characters of one rule


class Host(Protocol):
    """A module of this folder.

    `FILES` are published with the site, by path; `SAMPLE` is for the person who runs the server, given the
    facts and the folder that the site is copied to, and None where the host has no such file.
    """

    LABEL: str
    FILES: Mapping[str, Callable[[Facts], str]]
    SAMPLE: Callable[[Facts, str], str] | None
    LIMITS: Limits
