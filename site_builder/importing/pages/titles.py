"""The headline among the titles that a page states. Knows no tags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from site_builder.importing.pages.authors import fold
from site_builder.importing.pages.head import Stated

_SEPARATOR = re.compile(r"\s+(?:[-–—|•·»«›:~]|::|\|\|)\s+|\s*\|\s*")
_WORD = re.compile(r"\w+")
LONGEST = 300  # characters
ALIKE = 50  # of 100: how many of the shorter title's words another shares that means the same


def headline(stated: Sequence[Stated], headings: Iterable[str], sites: frozenset[str]) -> Stated | None:
    """The article's title as a reader sees it, and where it stands; None when nothing states one.

    `stated` are titles from the page's head, the most trustworthy first; `headings` its `<h1>`s; `sites`
    the folded names of site and publisher, which are cut off a title's end or beginning. A heading wins
    where its words are mostly those of a stated title, for it is what the reader sees.
    """
    headings = tuple(dict.fromkeys(h for h in headings if h and len(h) <= LONGEST))
    known = [Stated(without_site(s.value, sites, headings), s.rule) for s in stated]
    known = [s for s in known if s.value and len(s.value) <= LONGEST and fold(s.value) not in sites]
    best = max(
        ((alike(h, s.value), -number, h) for number, h in enumerate(headings) for s in known), default=None
    )
    if best and best[0] >= ALIKE:
        return Stated(best[2], "h1")
    if known:
        return known[0]
    own = [h for h in headings if fold(h) not in sites]
    return Stated(own[0], "h1") if len(own) == 1 else None


def without_site(title: str, sites: frozenset[str], headings: Iterable[str] = ()) -> str:
    """The title without the site's name, where that is stated, or where a heading is the title without it."""
    title = " ".join(title.split())
    folded = {fold(h) for h in headings}
    cuts = [(found.start(), found.end()) for found in _SEPARATOR.finditer(title)]
    for start, end in cuts:
        if fold(title[:start]) in folded:
            return title[:start]
        if fold(title[end:]) in folded and fold(title[end:]):
            return title[end:]
    for _ in range(2):
        cuts = [(found.start(), found.end()) for found in _SEPARATOR.finditer(title)]
        if cuts and fold(title[cuts[-1][1] :]) in sites and title[: cuts[-1][0]]:
            title = title[: cuts[-1][0]]
        elif cuts and fold(title[: cuts[0][0]]) in sites and title[cuts[0][1] :]:
            title = title[cuts[0][1] :]
    return title


def alike(one: str, other: str) -> int:
    """How many in 100 of the shorter title's words the other has too."""
    first, second = (set(_WORD.findall(t.casefold())) for t in (one, other))
    shorter = min(len(first), len(second))
    # One word in common proves nothing, unless it is all there is on both sides.
    if shorter < 2 and first != second:
        return 0
    return 100 * len(first & second) // shorter if shorter else 0
