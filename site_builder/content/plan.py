"""The plan: every file that the site promises, and that no two claim one path. Stratum 4."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from msgspec import Struct

from site_builder.problems import Place, Problem

_DATED = re.compile(r"/\d{4}/\d{2}/\d{2}/")


class Output(Struct, frozen=True):
    """One file below output/."""

    path: str  # forward slashes: "tags/syria/index.html"
    kind: str  # which module in outputs/ makes it
    subject: tuple[str, ...] = ()  # what it is about, in the kind's own terms
    claimant: str = ""  # the source file that asked for it, for messages; "" for the site itself
    copy_of: str = (
        ""  # a file to be copied instead of rendered: "content/…", "static/…", "assets/…", "search/…"
    )
    permalink: str = ""  # its address, where that is not the path itself


def claims(outputs: Iterable[Output]) -> tuple[dict[str, Output], tuple[Problem, ...]]:
    """The outputs by path, and an error for every path that two of them claim.

    Paths that differ only in case or in Unicode normal form are one path on many file systems, and
    a file cannot stand where a folder does; both are clashes too. Of two that clash one is left, so that
    the rest of the site can be checked.
    """
    planned: dict[str, Output] = {}
    by_fold: dict[str, Output] = {}
    problems = []
    for output in outputs:
        former = by_fold.setdefault(_fold(output.path), output)
        if former is not output:
            problems.append(_clash(former, output, "both claim the address"))
            continue
        planned[output.path] = output
    for output in tuple(planned.values()):
        parts = _fold(output.path).split("/")
        for depth in range(1, len(parts)):
            file = by_fold.get("/".join(parts[:depth]))
            if file:
                problems.append(_clash(file, output, "one is a file where the other needs a folder:"))
                planned.pop(output.path, None)
    return planned, tuple(problems)


def _fold(path: str) -> str:
    return path.casefold() if path.isascii() else unicodedata.normalize("NFC", path).casefold()


def _clash(former: Output, output: Output, what: str) -> Problem:
    names = sorted({_name(former), _name(output)})
    both = " and ".join(names) if len(names) == 2 else f"two outputs of {names[0]}"
    first = next((c for c in (output.claimant, former.claimant) if c), "config.yaml")
    address = output.permalink or f"/{output.path}"
    return Problem(
        code="same-address",
        place=Place(first),
        message=f"{both} {what} {address}",
        remedy=_way_out(former, output, address),
    )


def _way_out(former: Output, output: Output, address: str) -> str:
    both = (former, output)
    alias = next((one.claimant for one in both if one.kind == "redirect" and one.claimant), "")
    if alias:
        return f"Take the address out of `aliases` in {alias}."
    articles = [one.claimant for one in both if one.kind in {"article", "page"}]
    if not articles:
        return "Give one of them another name."
    if len(articles) == 1:
        return f"Give {articles[0]} another `slug` or `permalink`."
    slug = address.rstrip("/").rpartition("/")[2].rpartition(".html")
    another = f"another `slug`, such as  slug: {slug[0] or slug[2]}-2"
    if _DATED.search(address):
        return f"Give one of them {another}\nor another `permalink`, where its front matter has one."
    pattern = "/:year/:month/:day/:slug/"
    return f"Give one of them {another}\nor put the date into `permalink` in config.yaml, as in {pattern}."


def _name(output: Output) -> str:
    return output.claimant or f"the site's own {output.kind}"
