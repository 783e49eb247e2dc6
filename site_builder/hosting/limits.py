"""What a site has too much of for a host. Pure: given what it has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from site_builder.hosting import HOSTS
from site_builder.problems import Place, Problem


def over_limits(
    hosts: Iterable[str], redirects: Iterable[tuple[str, str]], files: int, sizes: Mapping[str, int]
) -> Iterator[Problem]:
    """A warning for each limit of a host that a site is over.

    `files` is how many it has, `sizes` the bytes of those that may be large, by path.
    """
    moved = list(redirects)
    for name in hosts:
        label, limits = HOSTS[name].LABEL, HOSTS[name].LIMITS
        if limits.files and files > limits.files:
            message = f"{label} takes {limits.files:,} files, and the site has {files:,}"
            yield _warning(
                message, "Choose a host or a plan that takes more, or publish fewer kinds of pages."
            )
        if limits.redirects and len(moved) > limits.redirects:
            message = f"{label} takes {limits.redirects:,} redirects, and the site has {len(moved):,}"
            remedy = "The rest are pages that send readers on. Let go of aliases that nobody uses any more."
            yield _warning(message, remedy)
        for former, now in moved:
            length = len(former) + len(now) + len("  301")
            if limits.redirect_length and length > limits.redirect_length:
                message = (
                    f"{label} takes redirects of {limits.redirect_length:,} characters; {former} has more"
                )
                yield _warning(message, "Its page sends readers on all the same.")
        for path, size in sorted(sizes.items()):
            if limits.file_bytes and size > limits.file_bytes:
                most = limits.file_bytes // 2**20
                message = f"{label} takes files of {most} MiB at most, and {path} has {size / 2**20:.1f}"
                yield _warning(message, "Make it smaller, or keep it elsewhere and link to it.")


def _warning(message: str, remedy: str) -> Problem:
    return Problem(
        level="warning", code="host-limit", place=Place("config.yaml"), message=message, remedy=remedy
    )
