"""Editions that are put together by hand, beside each other."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.checking.family import Code, Finding
from site_builder.checking.site import Site
from site_builder.content.edition_faults import in_two_editions
from site_builder.reading import read_editions

CODES = {"in-two-editions": Code("warning", "the files of two editions name one article")}


def find(site: Site) -> Iterator[Finding]:
    """Articles that more than one edition's file names."""
    by_hand, _ = read_editions(site.content, site.snapshot.entries, site.settings.language)
    return (Finding(problem) for problem in in_two_editions(by_hand))
