"""Whether every reference inside the site leads somewhere. Knows no files: only the plan and the snapshot."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator
from urllib.parse import unquote

from site_builder.content.article import Article, Reference, beside, layout_name
from site_builder.content.front_matter import place_of
from site_builder.content.snapshot import Snapshot
from site_builder.content.visibility import Hidden
from site_builder.problems import Problem, did_you_mean, nearest


def broken_references(
    snapshot: Snapshot,
    sources: Collection[str],
    permalinks: Collection[str],
    notes: Iterable[Reference] = (),
) -> Iterator[Problem]:
    """What published articles, and the notes of editions, refer to in vain.

    `sources` are all articles in content/, also broken ones.
    """
    for article in snapshot.articles.values():
        for reference in article.references:
            problem = _check(snapshot, reference, sources, permalinks)
            if problem:
                yield problem
        yield from _front_matter(snapshot, article, sources)
    for reference in notes:
        problem = _check(snapshot, reference, sources, permalinks)
        if problem:
            yield problem


def _check(
    snapshot: Snapshot, reference: Reference, sources: Collection[str], permalinks: Collection[str]
) -> Problem | None:
    if reference.kind == "article":
        return _article(snapshot, reference, sources)
    if reference.kind == "file" and reference.target not in snapshot.files:
        if reference.target in sources:
            message = f"'{reference.target}' is an article, and here stands a picture"
            return Problem(code="missing-file", place=reference.place, message=message)
        hint = did_you_mean(reference.target, snapshot.files)
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
    target = snapshot.articles.get(reference.target)
    if target is None:
        return _absent(reference, snapshot.hidden.get(reference.target), sources)
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


def _front_matter(snapshot: Snapshot, article: Article, sources: Collection[str]) -> Iterator[Problem]:
    if article.layout and layout_name(article.layout) not in snapshot.layouts:
        near = did_you_mean(article.layout, snapshot.layouts)
        yield Problem(
            code="unknown-layout",
            place=place_of(article, "layout"),
            message=f"there is no layout '{layout_name(article.layout)}' in layouts/",
            remedy=near,
        )
    image = article.image
    if image and "://" not in image.src:
        missing = (
            image.src[1:] not in snapshot.static
            if image.src.startswith("/")
            else beside(article.path, image.src) not in snapshot.files
        )
        if missing:
            where = "static/" if image.src.startswith("/") else "the article's folder"
            yield Problem(
                code="missing-file",
                place=place_of(article, "image.src"),
                message=f"there is no picture '{image.src}' in {where}",
                remedy=did_you_mean(beside(article.path, image.src), snapshot.files),
            )
    for key in ("related", "related_exclude"):
        for number, path in enumerate(getattr(article, key)):
            if path not in sources:
                yield Problem(
                    level="warning",
                    code="unknown-article",
                    place=place_of(article, f"{key}.{number}"),
                    message=f"`{key}` names '{path}', which is not in content/",
                    remedy=did_you_mean(path, sources)
                    or "Write a path below content/, such as 2012/03/homs.md.",
                )
