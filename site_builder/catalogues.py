"""Reads catalogues: files of YAML, `translations/ar.yaml` below the layouts, with the words of one language.

The builder's own comes first, and the site's file of the same name is laid over it word by word. Knows texts
and places, and no layout: which messages are asked for it is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from site_builder.nodes import Mapping as Keys
from site_builder.nodes import Node, Scalar
from site_builder.plural_forms import CATEGORIES
from site_builder.problems import Place, Problem, did_you_mean
from site_builder.schema import Report, partial_reader
from site_builder.texts import is_language_tag
from site_builder.translation import PLACE, DateWords, Message, NumberWords, Translation
from site_builder.translation_faults import check_filled, check_translation
from site_builder.yaml_nodes import parse

FOLDER = "translations/"  # below the layouts
_NAME = re.compile(r"translations/([\w-]+)\.ya?ml")
_KNOWN = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]+)*")  # no name of a language is longer in a tag
_LONGEST = 262_144  # characters of a file
_COUNTS = {"months": 12, "months_alone": 12, "weekdays": 7, "initials": 7}
_IN_DATES = ("day", "month", "year")


class Wanted(Struct, frozen=True):
    """A message that a layout or the code asks for."""

    text: str  # in English; of two plural forms that of one
    many: str = ""  # the other; "" where the message knows no number

    @property
    def places(self) -> frozenset[str]:
        """The names of its values."""
        return frozenset(PLACE.findall(f"{self.text} {self.many}"))


class Catalogue(Struct, frozen=True):
    """One file as it was read."""

    source: str  # the path to name in messages
    messages: dict[str, Message]
    dates: dict[str, Any]  # fields of DateWords
    numbers: dict[str, Any]  # fields of NumberWords
    places: dict[str, Place]  # where each message stands, by key


_read_dates = partial_reader(DateWords)
_read_numbers = partial_reader(NumberWords)


def names_for(language: str, names: Iterable[str]) -> list[str]:
    """Those of the layouts' names that are catalogues of a language, the most general first: of "pt-BR" that
    of "pt", then its own. Letters of either case are equal; of two for one tag both count, by name.
    """
    parts = language.lower().split("-")
    wanted = ["-".join(parts[: n + 1]) for n in range(len(parts))]
    found = [(match[1].lower(), name) for name in sorted(names) if (match := _NAME.fullmatch(name))]
    return [name for wanted_tag in wanted for tag, name in found if tag == wanted_tag]


def read_catalogue(text: str, source: str) -> tuple[Catalogue, tuple[Problem, ...]]:
    """A file's words, as far as they can be read, and what is wrong with it."""
    root, problems = parse(text, source, limit=_LONGEST)
    report = Report()
    typed: dict[str, Node] = {}
    if isinstance(root, Keys):
        for name, (key, value) in root.entries.items():
            typed[name] = value
            if name not in ("dates", "messages", "numbers"):
                remedy = did_you_mean(name, ("dates", "messages", "numbers"))
                report.add(
                    key.place,
                    "unknown-key",
                    f"key '{name}' is not known",
                    remedy or "A message stands below `messages`, with two spaces before it.",
                )
    elif root is not None and not (isinstance(root, Scalar) and root.is_empty):
        report.mismatch(root, "keys and values", "Begin with a line  messages:  and write below it.")
    dates = _read_dates(typed["dates"], report) if "dates" in typed else {}
    numbers = _read_numbers(typed["numbers"], report) if "numbers" in typed else {}
    dates = _checked_dates(dates if isinstance(dates, dict) else {}, typed.get("dates"), report)
    numbers = _checked_numbers(numbers if isinstance(numbers, dict) else {}, typed.get("numbers"), report)
    messages: dict[str, Message] = {}
    places: dict[str, Place] = {}
    if "messages" in typed:
        for key, node, message in _messages(typed["messages"], report):
            messages[key.text] = message
            places[key.text] = key.place
            check_translation(key.text, node, message, report)
    return Catalogue(source, messages, dates, numbers, places), (*problems, *report.problems)


def laid_over(language: str, catalogues: Iterable[Catalogue]) -> Translation:
    """The words of catalogues of a language, later ones over earlier ones."""
    messages: dict[str, Message] = {}
    dates, numbers = DateWords(), NumberWords()
    for catalogue in catalogues:
        for key, message in catalogue.messages.items():
            under = messages.get(key)
            # Of a word with plural forms one may be said anew and the others stay.
            if isinstance(message, dict) and isinstance(under, dict):
                message = {**under, **message}
            messages[key] = message
        if "months" in catalogue.dates and "months_alone" not in catalogue.dates:
            dates = replace(dates, months_alone=())  # which are those of another set of names
        dates = replace(dates, **catalogue.dates)
        numbers = replace(numbers, **catalogue.numbers)
    return Translation(language, messages, dates, numbers)


def unasked(catalogue: Catalogue, wanted: Mapping[str, Wanted]) -> Iterator[Problem]:
    """What a site's own catalogue says and nothing asks for, or asks for in another way."""
    for key, message in catalogue.messages.items():
        asked = wanted.get(key)
        if asked is None:
            yield Problem(
                level="warning",
                code="unknown-message",
                place=catalogue.places[key],
                message=f"nothing on the pages says '{key}' in English",
                remedy=did_you_mean(key, wanted)
                or "A message stands here as layouts have it: letters, places in {} and signs alike.",
            )
        elif isinstance(message, dict) and not asked.many:
            yield Problem(
                level="warning",
                code="unknown-message",
                place=catalogue.places[key],
                message=f"'{key}' is asked for without a number, and has forms for several here",
                remedy="Write one text after its colon.",
            )


def incomplete(
    catalogue: Catalogue, wanted: Mapping[str, Wanted], translation: Translation
) -> Iterator[Problem]:
    """Where a site's own catalogue, together with the builder's, has too few plural forms."""
    rule = translation.rule.categories
    for key, message in catalogue.messages.items():
        if key not in wanted or not wanted[key].many or len(rule) == 1:
            continue
        whole = translation.messages.get(key, message)
        there = rule if isinstance(whole, dict) and "other" in whole else whole
        missing = [name for name in rule if isinstance(there, str) or name not in there]
        if not missing:
            continue
        if isinstance(message, str):
            told = f"'{key}' is asked for with a number, and has one text here for all"
            remedy = f"Write below it one text for each of the forms {', '.join(rule)}."
        else:
            told = f"'{key}' has no form for {', '.join(missing)}"
            remedy = f"Write {missing[0]!r} below it, or 'other' for all that are left out."
        yield Problem(
            level="warning",
            code="missing-form",
            place=catalogue.places[key],
            message=told,
            remedy=remedy,
        )


def misnamed(names: Iterable[str], folder: str) -> Iterator[Problem]:
    """What lies among the catalogues in a site's folder of layouts, and bears the name of no language."""
    for name in sorted(names):
        file = name.removeprefix(FOLDER)
        tag = file.rpartition(".")[0]
        if name == file or tag == "README" or (_NAME.fullmatch(name) and _is_language(tag)):
            continue
        better = tag.replace("_", "-")
        example = f"{better}.yaml" if _is_language(better) else "nl.yaml or pt-BR.yaml"
        yield Problem(
            level="warning",
            code="unknown-language",
            place=Place(f"{folder}/{name}"),
            message=f"'{file}' is the name of no language, and is never read",
            remedy=f"Call it by its language's tag, such as {example}.",
        )


def _is_language(tag: str) -> bool:
    return bool(_KNOWN.fullmatch(tag)) and is_language_tag(tag)


def untranslated(translation: Translation, wanted: Mapping[str, Wanted]) -> list[str]:
    """The keys of messages that are asked for and stay English: whole words first, mere signs last."""
    return sorted(wanted.keys() - translation.messages.keys(), key=_words_first)


def english_dates(dates: DateWords) -> list[str]:
    """The names in dates that are the English ones: "months", "weekdays", "initials"."""
    english = DateWords()
    return [
        name for name in ("months", "weekdays", "initials") if getattr(dates, name) == getattr(english, name)
    ]


def _words_first(key: str) -> tuple[bool, bool, str]:
    return not any(map(str.isalpha, key)), not key[:1].isalpha(), key


def _messages(node: Node, report: Report) -> Iterator[tuple[Scalar, Node, Message]]:
    if not isinstance(node, Keys):
        if not (isinstance(node, Scalar) and node.is_empty):
            report.mismatch(node, "messages with their translations", "Write  English text: translation")
        return
    for key, value in node.entries.values():
        if isinstance(value, Scalar):
            if not value.is_empty:  # one that is still to be written
                yield key, value, value.text
        elif isinstance(value, Keys) and value.entries:
            forms = dict(_forms(value, report))
            if forms:
                yield key, value, {name: forms[name] for name in CATEGORIES if name in forms}
        else:
            report.mismatch(value, "a text, or one for each plural form", "Write the translation in quotes.")


def _forms(node: Keys, report: Report) -> Iterator[tuple[str, str]]:
    for name, (key, value) in node.entries.items():
        if name not in CATEGORIES:
            remedy = did_you_mean(name, CATEGORIES) or (
                f"The forms are {', '.join(CATEGORIES)}; or put the text in quotes."
            )
            report.add(key.place, "bad-translation", f"'{name}' is no plural form", remedy)
        elif not isinstance(value, Scalar) or not value.text:
            report.mismatch(value, "a text", "Write what stands there for such a number.")
        else:
            yield name, value.text


def _checked_dates(dates: dict[str, Any], node: Node | None, report: Report) -> dict[str, Any]:
    good = {}
    for name, value in dates.items():
        at = node.entries[name][1] if isinstance(node, Keys) and name in node.entries else node
        assert at is not None
        if name in _COUNTS and len(value) != _COUNTS[name]:
            names = "one name" if len(value) == 1 else f"{len(value)} names"
            message = f"`{name}` has {names}, and there are {_COUNTS[name]}"
            report.add(at.place, "bad-translation", message, "Write one for each, in their order.")
        elif name in _COUNTS or name == "first_weekday" or check_filled(at, value, _IN_DATES, report):
            good[name] = value
    return good


def _checked_numbers(numbers: dict[str, Any], node: Node | None, report: Report) -> dict[str, Any]:
    if len(set(numbers.get("digits", "0123456789"))) == 10 == len(numbers.get("digits", "0123456789")):
        return numbers
    at = node.entries["digits"][1] if isinstance(node, Keys) else node
    assert at is not None
    report.add(at.place, "bad-translation", "`digits` are ten different signs", "Write them from 0 to 9.")
    return {name: value for name, value in numbers.items() if name != "digits"}
