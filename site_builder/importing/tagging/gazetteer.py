"""The built-in vocabulary: countries and international organisations, under the names that languages have.

English names, former names and demonyms are in `data/`; names in other languages are CLDR's, through
babel. A term of the site that bears one of the names takes the others over, so that an editor writes
`syria:` and no alias.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from msgspec import Struct

from site_builder.content.permalinks import slugify
from site_builder.importing.tagging.data import names_in, rows
from site_builder.problems import Place, Problem, ProblemsFound
from site_builder.settings import TagSetting
from site_builder.texts import fold_name


class Known(Struct, frozen=True):
    """A country or an organisation."""

    id: str  # the tag that it has where the site gives it no other
    label: str
    names: tuple[str, ...]  # without the label
    people: tuple[str, ...] = ()  # demonyms and adjectives
    code: str = ""  # of ISO 3166-1, or of 3166-3 for a former country; "" for an organisation


def countries(language: str = "en") -> tuple[Known, ...]:
    """Every country, with its English names and its name in the language, a tag of BCP 47.

    Raises ProblemsFound where the language is another and babel is not installed.
    """
    spoken = language.replace("_", "-").partition("-")[0].lower()
    translated = {} if spoken == "en" else _territories(spoken)
    return tuple(_country(row, translated) for row in rows("countries"))


@cache
def organisations() -> tuple[Known, ...]:
    """The international organisations."""
    return tuple(Known(id_, label, names_in(names)) for id_, label, names in rows("organisations"))


def matched(known: Iterable[Known], vocabulary: Mapping[str, TagSetting]) -> Iterator[tuple[Known, str]]:
    """Each country or organisation with the site's term that bears one of its names; "" where none does.

    Ids, labels and aliases are compared, in this order; of several terms the first is taken.
    """
    bearers: dict[str, str] = {}
    for names in (
        ((id_, id_) for id_ in vocabulary),
        ((id_, term.label) for id_, term in vocabulary.items()),
        ((id_, alias) for id_, term in vocabulary.items() for alias in term.aliases),
    ):
        for id_, name in names:
            bearers.setdefault(fold_name(name), id_)
    for one in known:
        own = (fold_name(name) for name in (one.id, one.label, *one.names))
        yield one, next((bearers[name] for name in own if name in bearers), "")


def _country(row: tuple[str, ...], translated: Mapping[str, str]) -> Known:
    code, label, names, people = row
    others = (*names_in(names), *((translated[code],) if code in translated else ()))
    return Known(_ids()[code], label, others, names_in(people), code)


@cache
def _ids() -> dict[str, str]:
    return {code: slugify(label) for code, label, *_ in rows("countries")}


@cache
def _territories(language: str) -> Mapping[str, str]:
    """The names of countries in a language, by code; CLDR's, none where it does not know the language."""
    try:
        import babel.core as core  # only other languages need it
    except ImportError:
        message = f"the names of countries in the language '{language}' take a package that is missing"
        remedy = "Run  pip install 'site-builder[import]'"
        place = Place("config.yaml")
        raise ProblemsFound(
            [Problem(code="missing-extra", place=place, message=message, remedy=remedy)]
        ) from None
    try:
        return dict(core.Locale.parse(language).territories)
    except (core.UnknownLocaleError, ValueError):
        return {}
