"""Editions: the issues of the digest. By hand from `content/editions/`, the rest by day or week.

An article belongs to the edition that its front matter or an edition's file names; what no hand has
placed is gathered by its date.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct, field

from site_builder.content.article import Reference, SourcePath
from site_builder.content.entry import Entry
from site_builder.content.permalinks import slugify
from site_builder.problems import Place
from site_builder.translation import ENGLISH, Translation


class EditionFile(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a file in `content/editions/` may say; its name is the edition's."""

    title: str = ""
    date: date
    note: str = ""  # the editor's, in Markdown
    lead: str = ""  # path of an article below content/
    articles: tuple[str, ...] = ()  # paths below content/, in order
    sections: dict[str, tuple[str, ...]] = field(default_factory=dict)  # heading → paths, in order

    def named(self) -> list[tuple[str, SourcePath]]:
        """Every article that it names, in the order of its keys here, behind the dotted path of its place."""
        named = [("lead", self.lead)] if self.lead else []
        named += [(f"articles.{n}", path) for n, path in enumerate(self.articles)]
        return named + [
            (f"sections.{heading}.{n}", path)
            for heading, paths in self.sections.items()
            for n, path in enumerate(paths)
        ]


class Section(Struct, frozen=True):
    """Articles under one heading."""

    heading: str
    articles: tuple[SourcePath, ...]
    id: str = ""  # of the settings' section, where the heading is one


class Edition(Struct, frozen=True):
    """One issue of the digest."""

    name: str  # "2012-w11", "2012-03-12" or a file's name: part of its address
    title: str
    day: date  # of a week, its last
    permalink: str
    lead: SourcePath = ""
    sections: tuple[Section, ...] = ()  # all articles but the lead
    note_html: str = ""

    @property
    def slug(self) -> str:
        """The last part of its address, which is its name wherever a file is called after it."""
        return self.permalink.strip("/").rpartition("/")[2]

    @property
    def articles(self) -> tuple[SourcePath, ...]:
        """Every article of the edition in its order, the lead first."""
        rest = (path for section in self.sections for path in section.articles)
        return tuple(dict.fromkeys([self.lead, *rest] if self.lead else rest))


class HandMade(Struct, frozen=True):
    """An edition's file as read: its name, contents, note as HTML, and where its values stand."""

    name: str
    file: EditionFile
    note_html: str
    places: Mapping[str, Place]
    path: SourcePath = ""  # of the file, below content/
    references: tuple[Reference, ...] = ()  # of the note
    whole: bool = True  # whether nothing in it is an error


def gather(
    articles: Mapping[SourcePath, Entry],
    order: Sequence[SourcePath],
    by_hand: Iterable[HandMade],
    by: Literal["day", "week", "none"],
    sections: Mapping[str, str],
    translation: Translation = ENGLISH,
) -> tuple[Edition, ...]:
    """All editions, newest first; ties by name. `order` lists the published articles, newest first.

    `sections` gives the label of each section in the order in which pages show them, `translation` the words
    of titles that nobody wrote. An article that an edition's file names and that is not published is passed
    over: it appears there in its time. One that a file names more than once is shown once: as the lead, else
    under its first heading.
    """
    claimed: dict[str, list[SourcePath]] = {}
    placed: set[SourcePath] = set()
    files = {hand.name: hand for hand in by_hand}
    for hand in files.values():
        placed.update(path for _, path in hand.file.named())
    for path in order:
        name = articles[path].edition
        if not name and path not in placed and by != "none":
            name = _period(articles[path], by)
        if name and path not in placed:
            claimed.setdefault(name, []).append(path)
    editions = [
        _from_hand(hand, claimed.pop(name, []), articles, sections, translation)
        for name, hand in files.items()
    ]
    for name, paths in claimed.items():
        editions.append(_from_period(name, paths, articles, sections, by, translation))
    return tuple(sorted((e for e in editions if e.articles), key=lambda e: (-e.day.toordinal(), e.name)))


def _from_hand(
    hand: HandMade,
    also: Sequence[SourcePath],
    articles: Mapping[SourcePath, Entry],
    sections: Mapping[str, str],
    translation: Translation,
) -> Edition:
    file = hand.file
    listed = [p for p in dict.fromkeys((*file.articles, *also)) if p in articles and p != file.lead]
    lead = file.lead if file.lead in articles else ""
    if not lead and not file.sections:
        lead, listed = _lead_first(listed, articles)
    own, in_own = [], {lead}
    for heading, paths in file.sections.items():
        first = tuple(p for p in dict.fromkeys(paths) if p in articles and p not in in_own)
        own.append(Section(heading, first))
        in_own.update(first)
    rest = _by_section([p for p in listed if p not in in_own], articles, sections)
    return Edition(
        name=hand.name,
        title=file.title or translation.say("Edition of {day}", day=translation.day(file.date)),
        day=file.date,
        permalink=f"/editions/{slugify(hand.name)}/",
        lead=lead,
        sections=tuple(s for s in (*own, *rest) if s.articles),
        note_html=hand.note_html,
    )


def _from_period(
    name: str,
    paths: Sequence[SourcePath],
    articles: Mapping[SourcePath, Entry],
    sections: Mapping[str, str],
    by: str,
    translation: Translation,
) -> Edition:
    lead, rest = _lead_first(sorted(paths, key=lambda p: _rank(articles[p])), articles)
    newest = max((m.day for p in paths if (m := articles[p].date)), default=date.min)
    by_date = not any(articles[p].edition for p in paths)
    day = newest + timedelta(days=7 - newest.isoweekday()) if by_date and by == "week" else newest
    return Edition(
        name=name,
        title=_title(day, by, translation) if by_date else name,
        day=day,
        permalink=f"/editions/{slugify(name)}/",
        lead=lead,
        sections=_by_section(rest, articles, sections),
    )


def _lead_first(
    paths: Sequence[SourcePath], articles: Mapping[SourcePath, Entry]
) -> tuple[SourcePath, list[SourcePath]]:
    if not paths:
        return "", []
    lead = next((p for p in paths if articles[p].lead), paths[0])
    return lead, [p for p in paths if p != lead]


def _rank(article: Entry) -> tuple[bool, float]:
    """Pinned articles first, then those with a weight, the lightest first; the rest stays as it was."""
    return (not article.pin, article.weight or float("inf"))


def _by_section(
    paths: Sequence[SourcePath], articles: Mapping[SourcePath, Entry], sections: Mapping[str, str]
) -> tuple[Section, ...]:
    held: dict[str, list[SourcePath]] = {id_: [] for id_ in sections}
    for path in paths:
        held.setdefault(articles[path].section, []).append(path)
    unsectioned = held.pop("", [])
    found = [Section(sections.get(id_, id_), tuple(ps), id_) for id_, ps in held.items() if ps]
    return (*found, Section("", tuple(unsectioned))) if unsectioned else tuple(found)


def _period(article: Entry, by: str) -> str:
    if not article.date:
        return ""
    if by == "day":
        return article.date.day.isoformat()
    year, week, _ = article.date.day.isocalendar()
    return f"{year:04}-w{week:02}"


def _title(day: date, by: str, translation: Translation) -> str:
    written = translation.day(day)
    return translation.say("Week to {day}", day=written) if by == "week" else written
