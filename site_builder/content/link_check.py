"""Whether every reference inside the site leads somewhere. Knows no files: only the plan and the snapshot."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from urllib.parse import unquote

from site_builder.content.article import Reference, beside
from site_builder.content.entry import Entry
from site_builder.content.front_matter import place_of
from site_builder.content.link_hints import Hints, empty_list, relative_to
from site_builder.content.snapshot import Snapshot
from site_builder.content.visibility import Hidden
from site_builder.problems import Place, Problem, did_you_mean


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
    hints = Hints(snapshot, sources, permalinks)
    for _, entry in sorted(snapshot.entries.items()):  # of which the first may get more hints
        if entry.path in snapshot.index.hidden:
            continue
        if entry.id and by_id.setdefault(entry.id, entry.path) != entry.path:
            yield _same_id(snapshot, entry, by_id[entry.id])
        for reference in entry.references:
            problem = _check(snapshot, reference, hints)
            if problem:
                yield problem
        yield from _front_matter(snapshot, entry, hints)
    for reference in notes:
        problem = _check(snapshot, reference, hints)
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


def _check(snapshot: Snapshot, reference: Reference, hints: Hints) -> Problem | None:
    if reference.kind == "article":
        return _article(snapshot, reference, hints)
    if reference.kind == "file" and reference.target not in snapshot.files.content:
        return _no_file(snapshot, reference, hints)
    path = unquote(reference.target)
    permalinks = hints.permalinks
    if reference.kind == "site" and path not in permalinks and f"{path}/" not in permalinks:
        return _no_page(snapshot, reference, path, hints)
    return None


def _no_file(snapshot: Snapshot, reference: Reference, hints: Hints) -> Problem:
    target, place = reference.target, reference.place
    if target in hints.sources:
        message = f"'{target}' is an article, and here stands a picture"
        return Problem(code="missing-file", place=place, message=message)
    meant = hints.article(target, near=False)
    near = "" if meant else hints.nearest(target, snapshot.files.content)
    meant = meant or ("" if near else hints.article(target))
    remedy = _by_its_file(meant, place) if meant else f"did you mean '{near}'?" if near else ""
    return Problem(
        code="missing-file",
        place=place,
        message=f"there is no file '{target}' in content/",
        remedy=remedy or "Put the file beside the article, or mend its name here.",
    )


def _no_page(snapshot: Snapshot, reference: Reference, path: str, hints: Hints) -> Problem:
    place = reference.place
    message, remedy = empty_list(path, snapshot)
    if not message:
        message = f"nothing on this site has the address '{reference.target}'"
        meant = hints.article(path, near=False)
        near = "" if meant else hints.nearest(reference.target, hints.permalinks)
        meant = meant or hints.article_at(near)
        remedy = _by_its_file(meant, place) if meant else f"did you mean '{near}'?" if near else ""
    return Problem(
        code="broken-link",
        place=place,
        message=message,
        remedy=remedy or "Link to an article by its .md file instead.",
    )


def _by_its_file(path: str, place: Place) -> str:
    return f"did you mean '{relative_to(path, place.source)}'? An article is linked by its .md file."


def _article(snapshot: Snapshot, reference: Reference, hints: Hints) -> Problem | None:
    target = snapshot.entries.get(reference.target)
    reason = snapshot.index.hidden.get(reference.target)
    if target is None or reason:
        return _absent(reference, reason, hints)
    if reference.fragment and reference.fragment not in target.anchors:
        return Problem(
            level="warning",
            code="broken-fragment",
            place=reference.place,
            message=f"'{reference.target}' has no heading with the id '{reference.fragment}'",
            remedy=did_you_mean(reference.fragment, target.anchors),
        )
    return None


def _absent(reference: Reference, reason: Hidden | None, hints: Hints) -> Problem | None:
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
        if reason == "killed":
            message, remedy = f"{leads} was taken down", "Take the link out; its words may stay."
    elif reference.target in hints.sources:
        return None  # its own problems say why it is not there
    else:
        here = reference.place.source.removeprefix("content/")
        near = hints.nearest(reference.target, [path for path in hints.sources if path != here])
        written = relative_to(near, here) if near else ""
        message, remedy = f"{leads} is not there", f"did you mean '{written}'?" if near else ""
    return Problem(code="broken-link", place=reference.place, message=message, remedy=remedy)


def _front_matter(snapshot: Snapshot, entry: Entry, hints: Hints) -> Iterator[Problem]:
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
                remedy=hints.question(beside(entry.path, image), files.content),
            )
    for key in ("related", "related_exclude"):
        for number, path in enumerate(getattr(entry, key)):
            if path not in hints.sources:
                yield Problem(
                    level="warning",
                    code="unknown-article",
                    place=place(f"{key}.{number}"),
                    message=f"`{key}` names '{path}', which is not in content/",
                    remedy=hints.question(path, hints.sources)
                    or "Write a path below content/, such as 2012/03/homs.md.",
                )
