"""Suggests tags: which terms of the site's vocabulary a text speaks of, and how sure that is.

A term is found by its label and aliases, and with the built-in vocabulary by every name of a country or
organisation. What an editor tags is what a story is from, what its headline names, or what it returns
to; a single mention far down is left to the editor.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate

from msgspec import Struct

from site_builder.content.entry import TagId
from site_builder.content.taxonomy import Vocabulary
from site_builder.importing.tagging import gazetteer
from site_builder.importing.tagging.ambiguities import meant, phrases
from site_builder.importing.tagging.datelines import country_of
from site_builder.importing.tagging.names import Mention, Name, NameFinder
from site_builder.settings import ImportingSetting, Settings, TagSetting

BAR = 50  # confidence from which a term is suggested, of 100
LEAD = 300  # characters: how far the first words of a text reach
# Confidence that each kind of evidence brings; together at most MOST.
FROM_DATELINE = 60
IN_TITLE = 60
IN_LEAD = 15
PER_TIME = 20  # each mention in the text
IN_VOCABULARY = 10  # an editor who made a tag of it means to use it
MOST = 99


class Named(Struct, frozen=True):
    """A name by which a text speaks of a term."""

    text: str  # as it is written where it stands first
    line: int  # on which that is, from 1; 0 in the title or dateline
    times: int


class TagCount(Struct, frozen=True):
    """How often a text names a term, and how sure it is that the text is about it."""

    tag: TagId
    times: int  # in title and body together
    in_title: bool
    suggested: bool  # at least BAR, and a term that articles may be filed under
    confidence: int = 0  # of 100
    from_there: bool = False  # whether the dateline says so
    known: bool = True  # False for a country or organisation that the site's vocabulary does not have
    names: tuple[Named, ...] = ()  # in the order of the text, the title's first


class Evidence(Struct):
    """What speaks for one term."""

    dateline: int = 0  # mentions
    title: int = 0
    lead: int = 0
    text: int = 0


class Tagger:
    """A vocabulary made ready; made once for many texts."""

    def __init__(
        self,
        vocabulary: Mapping[TagId, TagSetting],
        importing: ImportingSetting | None = None,
        language: str = "en",
    ) -> None:
        """Raises ProblemsFound where the built-in vocabulary takes a package that is missing."""
        importing = importing or ImportingSetting()
        self._vocabulary = Vocabulary(vocabulary)
        self._countries: dict[str, TagId] = {}  # by code
        known: list[gazetteer.Known] = []
        if importing.places:
            known += gazetteer.countries(language)
        if importing.organisations:
            known += gazetteer.organisations()
        names = [*_own_names(self._vocabulary)]
        for one, term in gazetteer.matched(known, vocabulary):
            tag = (self._vocabulary.resolve(term) or term) if term else one.id
            names += (Name(name, tag) for name in (one.label, *one.names))
            names += (Name(name, tag, "people") for name in one.people)
            if one.code:
                self._countries[one.code] = tag
        self._finder = NameFinder((*names, *phrases()) if names else ())

    @classmethod
    def of(cls, settings: Settings) -> Tagger:
        """The vocabulary of a site."""
        return cls(settings.tags, settings.importing, settings.language)

    def suggest(
        self, title: str, pieces: str | Sequence[tuple[int, str]], dateline: str = ""
    ) -> tuple[TagCount, ...]:
        """Every term that title, text or dateline name: the surest first, ties by times and id.

        The text is one, or comes in pieces, each with the line on which it begins.
        """
        pieces = [(1, pieces)] if isinstance(pieces, str) else pieces
        title, dateline = _nfc(title), _nfc(dateline)
        parts = [_nfc(piece) for _, piece in pieces]
        text = "".join(parts)
        found: dict[TagId, tuple[Evidence, dict[str, Named]]] = {}
        for mention, place in self._mentions(title, text, dateline):
            evidence, names = found.setdefault(mention.tag, (Evidence(), {}))
            _count(evidence, mention, place)
            first = names.get(mention.text)
            line = 0
            if place == "text":
                line = first.line if first else _line_of(mention.start, pieces, parts)
            names[mention.text] = Named(
                mention.text, first.line if first else line, (first.times if first else 0) + 1
            )
        home = self._countries.get(country_of(dateline), "") if self._countries and dateline else ""
        if home:
            found.setdefault(home, (Evidence(), {}))[0].dateline += 1
        counts = (self._tag_count(tag, *evidence) for tag, evidence in found.items())
        return tuple(sorted(counts, key=lambda c: (not c.suggested, -c.confidence, -c.times, c.tag)))

    def _mentions(self, title: str, text: str, dateline: str) -> Iterator[tuple[Mention, str]]:
        # Read as one text, since the words that tell a Georgia may stand in any part.
        whole = f"{title}\n{dateline}\n{text}"
        after_title, after_dateline = len(title) + 1, len(title) + len(dateline) + 2
        for mention in meant(self._finder.mentions(whole), whole):
            if mention.start >= after_dateline:
                start = mention.start - after_dateline
                yield Mention(mention.tag, mention.kind, start, start, mention.text), "text"
            else:
                yield mention, "dateline" if mention.start >= after_title else "title"

    def _tag_count(self, tag: TagId, evidence: Evidence, names: Mapping[str, Named]) -> TagCount:
        chosen = tag in self._vocabulary.settings
        known = chosen or self._vocabulary.free
        confidence = confidence_of(evidence, chosen=chosen)
        return TagCount(
            tag=tag,
            times=evidence.title + evidence.text,
            in_title=bool(evidence.title),
            suggested=known and confidence >= BAR,
            confidence=confidence,
            from_there=bool(evidence.dateline),
            known=known,
            names=tuple(names.values()),
        )


def confidence_of(evidence: Evidence, *, chosen: bool = False) -> int:
    """How sure it is that a text is about what it names so, from 0 to MOST; of a chosen term, more."""
    points = FROM_DATELINE * bool(evidence.dateline) + IN_TITLE * bool(evidence.title)
    points += IN_LEAD * bool(evidence.lead) + PER_TIME * evidence.text + IN_VOCABULARY * chosen
    return min(points, MOST)


def _own_names(vocabulary: Vocabulary) -> Iterator[Name]:
    """The names of the site's terms; one that another replaced names that other."""
    for id_, term in vocabulary.settings.items():
        tag = vocabulary.resolve(id_) or id_
        yield from (Name(name, tag) for name in (term.label or id_, *term.aliases))


def _count(evidence: Evidence, mention: Mention, place: str) -> None:
    if place == "text":
        evidence.text += 1
        evidence.lead += mention.start < LEAD
    elif place == "title":
        evidence.title += 1
    else:
        evidence.dateline += 1


def _line_of(offset: int, pieces: Iterable[tuple[int, str]], parts: Sequence[str]) -> int:
    """The line on which a character of the joined parts stands."""
    starts = list(accumulate(map(len, parts), initial=0))
    number = min(bisect_right(starts, offset), len(parts)) - 1
    first_line = [line for line, _ in pieces][number]
    return first_line + parts[number].count("\n", 0, offset - starts[number])


def _nfc(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)
