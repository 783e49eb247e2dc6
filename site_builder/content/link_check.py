"""Whether every reference inside the site leads somewhere. Knows no files: only the plan and the snapshot."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator
from urllib.parse import unquote

from site_builder.content.article import Reference, beside
from site_builder.content.entry import Entry
from site_builder.content.front_matter import place_of
from site_builder.content.snapshot import Snapshot
from site_builder.content.visibility import Hidden
from site_builder.problems import Place, Problem, did_you_mean, nearest


def broken_references(
    snapshot: Snapshot,
    sources: Collection[str],
    permalinks: Collection[str],
    notes: Iterable[Reference] = (),
) -> Iterator[Problem]:
    """What published articles, and the notes of editions, refer to in vain.

    `sources` are all articles in content/, also broken ones.
    """
    by_id: dict[str, str] = {}
    for entry in snapshot.entries.values():
        if entry.path in snapshot.index.hidden:
            continue
        if entry.id and by_id.setdefault(entry.id, entry.path) != entry.path:
            yield _same_id(snapshot, entry, by_id[entry.id])
        for reference in entry.references:
            problem = _check(snapshot, reference, sources, permalinks)
            if problem:
                yield problem
        yield from _front_matter(snapshot, entry, sources)
    for reference in notes:
        problem = _check(snapshot, reference, sources, permalinks)
        if problem:
            yield problem


def _same_id(snapshot: Snapshot, entry: Entry, other: str) -> Problem:
    return Problem(
        level="warning",
        code="same-id",
        place=place_of(snapshot.articles[entry.path], "id"),
        message=f"content/{other} has the id '{entry.id}' too, so feed readers take the two for one",
        remedy="Give the younger of the two an id of its own, or none.",
    )


def _check(
    snapshot: Snapshot, reference: Reference, sources: Collection[str], permalinks: Collection[str]
) -> Problem | None:
    if reference.kind == "article":
        return _article(snapshot, reference, sources)
    if reference.kind == "file" and reference.target not in snapshot.files.content:
        if reference.target in sources:
            message = f"'{reference.target}' is an article, and here stands a picture"
            return Problem(code="missing-file", place=reference.place, message=message)
        hint = did_you_mean(reference.target, snapshot.files.content)
        return Problem(
            code="missing-file",
            place=reference.place,
            message=f"there is no file '{reference.target}' in content/",
            remedy=hint or "Put the file beside the article, or mend its name here.",
        )
    path = unquote(reference.target)
    if reference.kind == "site" and path not in permalinks and f"{path}/" not in permalinks:
        return Problem(
            code="broken-link",
            place=reference.place,
            message=f"nothing on this site has the address '{reference.target}'",
            remedy=did_you_mean(reference.target, permalinks)
            or "Link to an article by its .md file instead.",
        )
    return None


def _article(snapshot: Snapshot, reference: Reference, sources: Collection[str]) -> Problem | None:
    target = snapshot.entries.get(reference.target)
    reason = snapshot.index.hidden.get(reference.target)
    if target is None or reason:
        return _absent(reference, reason, sources)
    if reference.fragment and reference.fragment not in target.anchors:
        return Problem(
            level="warning",
            code="broken-fragment",
            place=reference.place,
            message=f"'{reference.target}' has no heading with the id '{reference.fragment}'",
            remedy=did_you_mean(reference.fragment, target.anchors),
        )
    return None


def _absent(reference: Reference, reason: Hidden | None, sources: Collection[str]) -> Problem | None:
    leads = f"the link leads to '{reference.target}', which"
    if reason == "expired":
        # Its time went by without anybody's doing, which must not keep the rest from being published.
        message, remedy = (
            f"{leads} has expired",
            "Its words stay, without the link. Take it out when you can.",
        )
        return Problem(
            level="warning", code="expired-link", place=reference.place, message=message, remedy=remedy
        )
    if reason:
        message, remedy = f"{leads} is not published ({reason})", "Publish it too, or take the link out."
    elif reference.target in sources:
        return None  # its own problems say why it is not there
    else:
        here = reference.place.source.removeprefix("content/")
        near = nearest(reference.target, [path for path in sources if path != here])
        written = posixpath.relpath(near, posixpath.dirname(here) or ".") if near else ""
        message, remedy = f"{leads} is not there", f"did you mean '{written}'?" if near else ""
    return Problem(code="broken-link", place=reference.place, message=message, remedy=remedy)


def _front_matter(snapshot: Snapshot, entry: Entry, sources: Collection[str]) -> Iterator[Problem]:
    def place(key: str) -> Place:
        return place_of(snapshot.articles[entry.path], key)

    if entry.layout and entry.layout not in snapshot.layouts:
        yield Problem(
            code="unknown-layout",
            place=place("layout"),
            message=f"there is no layout '{entry.layout}' in layouts/",
            remedy=did_you_mean(entry.layout, snapshot.layouts),
        )
    image, files = entry.image, snapshot.files
    if image and "://" not in image:
        at_root = image.startswith("/")
        missing = image[1:] not in files.static if at_root else beside(entry.path, image) not in files.content
        if missing:
            where = "static/" if at_root else "the article's folder"
            yield Problem(
                code="missing-file",
                place=place("image.src"),
                message=f"there is no picture '{image}' in {where}",
                remedy=did_you_mean(beside(entry.path, image), files.content),
            )
    for key in ("related", "related_exclude"):
        for number, path in enumerate(getattr(entry, key)):
            if path not in sources:
                yield Problem(
                    level="warning",
                    code="unknown-article",
                    place=place(f"{key}.{number}"),
                    message=f"`{key}` names '{path}', which is not in content/",
                    remedy=did_you_mean(path, sources)
                    or "Write a path below content/, such as 2012/03/homs.md.",
                )
