"""Reads raw articles with all that is known of the site: its sources, their furniture, its vocabulary.

Decides which reader a shape takes, and brings together what an article says of itself and what its
container says of it. A pure function of the item and of what it was made with, so that processes can share
it; knows no file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from urllib.parse import urlsplit

from msgspec import Struct, structs

from site_builder.content.headlines import headline_key
from site_builder.importing.charset import decode
from site_builder.importing.items import Item
from site_builder.importing.own.blocks import read_block
from site_builder.importing.own.keys import taken_over
from site_builder.importing.own.points import points_of
from site_builder.importing.plain.furniture import source_rules
from site_builder.importing.plain.language_told import letters_of, told_language
from site_builder.importing.plain.line_rules import LINE_RULES
from site_builder.importing.plain.plain_text import read_plain_text
from site_builder.importing.reading import Found, Piece, Reading
from site_builder.importing.tagging.suggesting import Tagger
from site_builder.settings import Settings


class Habits(Struct, frozen=True):
    """What is known of a source from articles that were imported before."""

    recurring: Mapping[str, int] = {}  # lines with # for digits → in how many articles each stands
    spared: Collection[str] = ()  # lines that an editor has put back, with # for digits


class Reader:
    """Reads the items of one run."""

    def __init__(
        self, settings: Settings, source: str = "", habits: Mapping[str, Habits] | None = None
    ) -> None:
        """`source` is the key of the one that all items come from; "" finds each one's own.

        Raises ProblemsFound where the built-in vocabulary takes a package that is missing.
        """
        self._settings = settings
        self._source = source
        self._habits = habits or {}
        self._tagger = Tagger.of(settings)

    def read(self, item: Item) -> Reading:
        """The reading of an item. Its facts may hold any key that a reader or a container knows.

        Raises ProblemsFound for what is no text or page, and where its reader takes a missing package.
        """
        if item.shape == "own":
            return self._own(item)
        if item.shape == "page":
            from site_builder.importing.pages import read_page  # which takes the extra `import`

            reading, own_first = read_page(item, expected=self._expected(item)), True
        else:
            reading, own_first = self._plain(item), False
        facts = _together(reading.facts, item, own_first=own_first)
        kept = [(piece.line, piece.becomes or piece.raw) for piece in reading.pieces if piece.stays]
        notes = (*reading.notes, *item.notes, *_titles_apart(facts.get("title", ())), *_places_apart(facts))
        if "language" not in facts:
            notes += self._language(reading, facts, kept)
        reading = structs.replace(reading, facts=facts, notes=notes)
        tags = self._tagger.suggest(reading.first("title"), kept, reading.first("dateline"))
        return structs.replace(reading, tags=tags)

    def _language(
        self, reading: Reading, facts: dict[str, tuple[Found, ...]], kept: Sequence[tuple[int, str]]
    ) -> tuple[str, ...]:
        """Adds the language as the text tells it; a note where it tells foreign letters and no more."""
        if reading.language:
            facts["language"] = (reading.language,)
            return ()
        told = told_language(text for _, text in kept)
        if told.code:
            facts["language"] = (Found(told.code, kept[0][0], told.rule),)
            return ()
        site_letters = letters_of(self._settings.language)
        if not site_letters or not told.letters or told.letters == site_letters:
            return ()
        return (f"lang: not stated; the text is in {told.letters.capitalize()} letters",)

    def _plain(self, item: Item) -> Reading:
        decoded = decode(item.content, item.name, item.charset)
        key = self._source_key(item)
        rules = (
            *source_rules(self._settings.sources.get(key), self._settings.importing.furniture),
            *LINE_RULES,
        )
        habits = self._habits.get(key, Habits())
        reading = read_plain_text(
            decoded.text,
            rules=rules,
            recurring=habits.recurring,
            spared=habits.spared,
            expected=self._expected(item),
        )
        notes = (*reading.notes, decoded.note) if decoded.note else reading.notes
        return structs.replace(reading, notes=notes, encoding=decoded.encoding)

    def _own(self, item: Item) -> Reading:
        """An article of the editor's former site: nothing is cut, and nothing guessed."""
        decoded = decode(item.content, item.name, item.charset)
        block = read_block(decoded.text, item.name)
        assert block  # its source has looked
        by_title = block.form == "lines"
        taken = taken_over(block.values, item.name, self._settings, slug_of_title=by_title)
        rule = f"front matter ({block.form})"
        pieces = [Piece(1, block.head, "field", rule, keys=tuple(taken.front))]
        first_line = 1 + block.head.count("\n")
        if block.body:
            pieces.append(Piece(first_line, block.body))
        facts: dict[str, tuple[Found, ...]] = {}
        for key in ("title", "date"):
            if value := taken.front.get(key):
                facts[key] = (Found(value, 1, rule),)
        facts["section"] = tuple(Found(name, 1, rule) for name in taken.categories)
        notes = (*taken.notes, *points_of(block.body, first_line), *filter(None, [decoded.note]))
        return Reading(
            tuple(pieces), facts, block.body, notes=notes, encoding=decoded.encoding, front=taken.front
        )

    def _expected(self, item: Item) -> str:
        """The language that a text is likely to be in: its source's, else the site's."""
        source = self._settings.sources.get(self._source_key(item))
        return (source and source.language) or self._settings.language

    def _source_key(self, item: Item) -> str:
        return self._source or self._stated_source(item)

    def _stated_source(self, item: Item) -> str:
        stated = dict(reversed(item.stated))
        url = stated["url"].value if "url" in stated else item.url
        publisher = stated["publisher"].value if "publisher" in stated else ""
        return source_of(self._settings, publisher, url)


def source_of(settings: Settings, publisher: str, url: str) -> str:
    """The key of the source that is called `publisher`, or whose site has the address; "" for none."""
    names = {headline_key(source.name): key for key, source in settings.sources.items()}
    if publisher and (key := names.get(headline_key(publisher))):
        return key
    hosts = {host_of(source.url): key for key, source in settings.sources.items() if source.url}
    return hosts.get(host_of(url), "") if url else ""


def host_of(url: str) -> str:
    """The host of an address, without `www.`; "" where there is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _together(
    own: Mapping[str, tuple[Found, ...]], item: Item, *, own_first: bool
) -> dict[str, tuple[Found, ...]]:
    """The facts of an article and of its container, under each key the more trustworthy ones first.

    A page states its facts by marks that are made for it; a plain text's are told from how it looks, so
    that a container knows better.
    """
    stated: dict[str, list[Found]] = {}
    for key, found in item.stated:
        stated.setdefault(key, []).append(found)
    facts: dict[str, tuple[Found, ...]] = {}
    for key in (*own, *(key for key in stated if key not in own)):
        both = [list(own.get(key, ())), stated.get(key, [])]
        first, second = both if own_first else both[::-1]
        # Two lists of authors are two spellings of the same people.
        facts[key] = tuple(first or second) if key == "authors" else tuple(_distinct([*first, *second]))
    return facts


def _distinct(found: list[Found]) -> Iterator[Found]:
    seen = set()
    for one in found:
        if one.value not in seen:
            seen.add(one.value)
            yield one


def _places_apart(facts: Mapping[str, tuple[Found, ...]]) -> Iterator[str]:
    """That an article names two places it was reported from: beside its author, say, and before its story."""
    for first, other in pairwise(facts.get("dateline", ())):
        if not first.value.startswith(other.value) and not other.value.startswith(first.value):
            yield f"dateline: '{first.value}' in line {first.line}, but '{other.value}' in line {other.line}"


def _titles_apart(titles: Collection[Found]) -> Iterator[str]:
    """That an article has two headlines, which an editor has to choose from."""
    for first, other in pairwise(titles):
        if headline_key(first.value) != headline_key(other.value):
            yield f"title: '{first.value}' by {first.rule}, but '{other.value}' by {other.rule}"
