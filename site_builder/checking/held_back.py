"""Articles that are kept back, and marks for review: whether anything of them stands in what is published."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.checking.family import Code, Finding, finding
from site_builder.checking.site import Site
from site_builder.content.article import REVIEW_MARK
from site_builder.problems import Place
from site_builder.silence import CONTENT

CODES = {
    "draft-in-output": Code("error", "the output folder has a page of an article that is kept back"),
    "review-mark-in-output": Code("error", "a finished file has a mark for review"),
}
_KEPT_BACK = {
    "draft": "is a draft",
    "inbox": "is still in the inbox",
    "needs-check": "still needs a check",
    "killed": "was killed",
    "future": "is not to appear yet",
}


def find(site: Site) -> Iterator[Finding]:
    """Pages of hidden articles in the output folder, and marks in any output."""
    for path, source in site.standing.left:
        why = site.snapshot.index.hidden.get(source.removeprefix(CONTENT))
        if why in _KEPT_BACK:
            message = f"this stands in the output folder, and {source} {_KEPT_BACK[why]}"
            remedy = "Build without `--drafts` and `--future` before anything is deployed."
            yield finding("draft-in-output", Place(f"{site.output_folder}/{path}"), message, remedy, [source])
    for path, facts in site.facts.items():
        if facts.marked:
            place = site.in_output(path, REVIEW_MARK)
            message = "a mark for review stands in a finished file"
            remedy = "Decide on the marked passage in its source, and remove the mark."
            yield finding("review-mark-in-output", place, message, remedy, [site.claimant(path)])
