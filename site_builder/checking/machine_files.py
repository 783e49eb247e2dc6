"""Feeds, sitemaps and data: whether they are well formed and have what their formats demand."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.checking.family import Code, Finding, finding
from site_builder.checking.site import Site
from site_builder.problems import Place

CODES = {
    "bad-feed": Code("error", "a feed lacks what its format demands"),
    "bad-data": Code("error", "a sitemap, a drawing or a data file cannot be read by machines"),
}


def find(site: Site) -> Iterator[Finding]:
    """Each fault of each file that is made for machines."""
    for path, facts in site.facts.items():
        output = site.plan[path]
        for fault in facts.faults:
            code = "bad-feed" if output.kind in {"feed", "feed_list"} else "bad-data"
            remedy = (
                "Mend the file." if output.copy_of else "Mend the layout that makes it, or the article in it."
            )
            place = Place(
                output.claimant if output.copy_of and output.claimant else f"{site.output_folder}/{path}"
            )
            yield finding(code, place, fault, remedy, [output.claimant])
