"""Everything that can be wrong with a site, in families, each a module with `CODES` and `find`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from site_builder.checking import (
    attribution,
    build_told,
    contrast,
    editions,
    held_back,
    links,
    machine_files,
    outside,
    pictures,
    rights,
    silencing,
    standing,
    texts_alike,
    translations,
    unused,
    vocabulary,
    weight,
)
from site_builder.checking.family import Code, Family, Finding
from site_builder.checking.site import Site

FAMILIES: tuple[Family, ...] = tuple(
    cast(Family, module)
    for module in (
        build_told,
        links,
        pictures,
        texts_alike,
        unused,
        translations,
        vocabulary,
        attribution,
        editions,
        rights,
        held_back,
        machine_files,
        weight,
        contrast,
        standing,
    )
)
CODES: dict[str, Code] = {
    code: about
    for codes in (*(family.CODES for family in FAMILIES), outside.CODES, silencing.CODES)
    for code, about in codes.items()
}


def findings_of(site: Site) -> Iterator[Finding]:
    """What all families find."""
    for family in FAMILIES:
        yield from family.find(site)
