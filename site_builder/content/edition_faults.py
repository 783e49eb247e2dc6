"""What is wrong with the articles that an edition's file names: one is not there, not published, there twice.

Knows the files as they were read and what the index hides; what becomes of it all is `editions.py`'s.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping

from site_builder.content.article import SourcePath
from site_builder.content.editions import HandMade
from site_builder.content.entry import Entry
from site_builder.content.front_matter import place_of
from site_builder.content.snapshot import Snapshot
from site_builder.content.visibility import Hidden
from site_builder.problems import Level, Place, Problem, did_you_mean

_TAKE_OUT = "take the line out here"
_HIDDEN = {  # why an article is not published, and the way out
    "inbox": ("is not reviewed yet (review: inbox)", f"Approve it with `review: approved`, or {_TAKE_OUT}."),
    "needs-check": ("is not approved (review: needs-check)", f"Approve it first, or {_TAKE_OUT}."),
    "killed": ("was taken down (review: killed)", f"{_TAKE_OUT.capitalize()}."),
    "draft": ("is a draft", f"Take `draft: true` out of its front matter, or {_TAKE_OUT}."),
    "undated": ("has no date", f"Give it one, or {_TAKE_OUT}."),
}


def unknown_articles(hand: HandMade, known: Iterable[SourcePath]) -> Iterator[Problem]:
    """The articles that an edition's file names and that are not in content/."""
    paths = set(known)
    for key, path in hand.file.named():
        if path not in paths:
            message = f"there is no article '{path}' in content/"
            remedy = did_you_mean(path, paths) or "Write its path below content/, such as 2012/03/homs.md."
            if (lines := path.split())[1:] and paths.issuperset(lines):
                remedy = "\n".join(["Write each with a dash before it:", *(f"  - {line}" for line in lines)])
            yield _problem("unknown-article", hand, key, message, remedy, "error")


def two_files(hand: HandMade, former: SourcePath) -> Problem:
    """That an edition is put together in two files whose names differ in their endings only."""
    return Problem(
        code="same-address",
        place=Place(f"content/{hand.path}"),
        message=f"content/{former} is the edition '{hand.name}' too",
        remedy="Put all of it into one of the two files, or give one another name.",
    )


def named_twice(hand: HandMade) -> Iterator[Problem]:
    """The articles that an edition's file names more than once.

    Nothing is said of a lead that is in a list as well, nor of what stands both under `articles` and under
    a heading: each says something of its own.
    """
    seen: dict[tuple[str, SourcePath], str] = {}
    for key, path in hand.file.named():
        first = seen.setdefault((key.partition(".")[0], path), key)
        if first != key:
            line = _place(hand, first).line
            where = f", first in line {line}" if line else ""
            message = f"this edition names '{path}' more than once{where}"
            yield _problem(
                "named-twice", hand, key, message, "It is shown there, and only there. Take this one out."
            )


def unpublished_articles(
    hand: HandMade, hidden: Mapping[SourcePath, Hidden], entries: Mapping[SourcePath, Entry]
) -> Iterator[Problem]:
    """The articles that an edition's file names and that it must do without, though nothing says that they
    will come.

    Nothing is said of one that appears by the day of the edition: that is how one is prepared. Nor of one
    that has expired: its editor has said when it goes.
    """
    for key, path in hand.file.named():
        reason = hidden.get(path)
        if reason in _HIDDEN:
            why, remedy = _HIDDEN[reason]
        elif reason == "future" and (appears := entries[path].publish_date or entries[path].date):
            if appears.day <= hand.file.date:
                continue
            why = f"appears on {appears.day}, after the day of this edition"
            remedy = f"It takes its place then. Give the edition that date, or {_TAKE_OUT}."
        else:
            continue
        message = f"'{path}' {why}, so this edition is without it"
        yield _problem("unpublished-article", hand, key, message, remedy)


def without_articles(hand: HandMade, editions: Container[str]) -> Iterator[Problem]:
    """That an edition's file names no article and none names the edition, so that there is none."""
    if hand.name not in editions and not hand.file.named():
        message = "no published article belongs to this edition, so it is not made"
        remedy = f"List some under `articles`, or write  edition: {hand.name}  into theirs."
        yield _of_file("empty-edition", hand.path, message, remedy)


def edition_in_markdown(path: SourcePath) -> Problem:
    """That an article lies where the files of editions do, as if it were one."""
    name = path.rpartition(".")[0]
    message = "this file is read as an article, though it lies where editions do"
    remedy = f"An edition is content/{name}.yaml, with its text under `note`. Put an article elsewhere."
    return _of_file("edition-in-markdown", path, message, remedy)


def other_editions(by_hand: Collection[HandMade], snapshot: Snapshot) -> Iterator[Problem]:
    """The published articles whose own `edition` is not that in which they stand.

    A file that names an article has the last word, and an edition is known by its file's name.
    """
    if not by_hand:
        return
    names = {hand.name for hand in by_hand}
    placed: dict[SourcePath, list[HandMade]] = {}
    titled: dict[str, HandMade] = {}
    for hand in by_hand:
        titled.setdefault(hand.file.title.casefold(), hand)
        for _, path in hand.file.named():
            placed.setdefault(path, []).append(hand)
    for path, entry in snapshot.entries.items():
        wanted = entry.edition
        if not wanted or path in snapshot.index.hidden:
            continue
        editions = placed.get(path, [])
        if editions and wanted not in {hand.name for hand in editions}:
            other = editions[0]
            message = (
                f"content/{other.path} names this article, so it stands there and not in edition '{wanted}'"
            )
            remedy = f"Write  edition: {other.name}  or take the article out of that file."
        elif wanted not in names and not editions and (meant := titled.get(wanted.casefold())):
            message = (
                f"'{wanted}' is the title of content/{meant.path}, not its name: this makes another edition"
            )
            remedy = f"Write  edition: {meant.name}"
        else:
            continue
        place = place_of(snapshot.articles[path], "edition")
        yield Problem(level="warning", code="other-edition", place=place, message=message, remedy=remedy)


def in_two_editions(by_hand: Iterable[HandMade]) -> Iterator[Problem]:
    """The articles that several editions' files name, each told of in every edition but the first."""
    first: dict[SourcePath, HandMade] = {}
    for hand in sorted(by_hand, key=lambda hand: (hand.file.date, hand.name)):
        for path, key in {path: key for key, path in reversed(hand.file.named())}.items():
            other = first.setdefault(path, hand)
            if other is not hand:
                message = f"content/{other.path} names '{path}' too, so both editions show it"
                yield _problem("in-two-editions", hand, key, message, "Take it out of one of the two.")


def _place(hand: HandMade, key: str) -> Place:
    return hand.places.get(key) or Place(f"content/{hand.path}")


def _of_file(code: str, path: SourcePath, message: str, remedy: str) -> Problem:
    place = Place(f"content/{path}")
    return Problem(level="warning", code=code, place=place, message=message, remedy=remedy)


def _problem(
    code: str, hand: HandMade, key: str, message: str, remedy: str, level: Level = "warning"
) -> Problem:
    return Problem(level=level, code=code, place=_place(hand, key), message=message, remedy=remedy)
