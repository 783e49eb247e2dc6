"""Catalogues of words as an editor writes them: what is read, what is told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_builder.catalogues import (
    Wanted,
    incomplete,
    laid_over,
    misnamed,
    names_for,
    read_catalogue,
    unasked,
)
from site_builder.layout_files import read_layouts
from site_builder.layout_messages import messages_in
from site_builder.translation import MONTHS, Translation

WANTED = {
    "Archive": Wanted("Archive"),
    "By {names}": Wanted("By {names}"),
    "{count} article": Wanted("{count} article", "{count} articles"),
}


def _laid(*texts: str, language: str = "ru") -> Translation:
    return laid_over(language, [read_catalogue(text, "x.yaml")[0] for text in texts])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("messages: {'By {names}': 'By {name}'}", "there is no value {name} for this text"),
        ("messages: {'By {names}': 'By {names'}", "a place for a value is broken"),
        ("messages: {'By {names}': Door}", "{names} of the English text is missing"),
        ("messages: {'{a} {b}': c}", "{a}, {b} of the English text are missing"),
        ("messages: {'{count} article': articles}", "{count} of the English text is missing"),
        ("messages: {'{count} article': {few: articles}}", "{count} of the English text is missing"),
        ("messages: {'{count} of {a}': {one: one}}", "{a} of the English text is missing"),
        ("messages: {'<a href=\"{x}\">b</a>': '{x}'}", "<a> of the English text is missing"),
        ("messages: {'<kbd>/</kbd>': '<kbd>/'}", "</kbd> of the English text is missing"),
        ("messages: {'<kbd>/</kbd>': '</kbd>/<kbd>'}", "an element is closed before it is opened"),
        ("messages: {'<kbd>/</kbd>': '<kbd>/</kbd> <b>x</b>'}", "the English text has no <b>"),
        ("messages: {'<b>/</b>': '<b>x</b> <b>y</b>'}", "the English text has no further <b>"),
        (
            "messages: {Archive: '<b>Archief</b>'}",
            "the English text has no <b>, so that its signs would be shown as they are",
        ),
        ("messages: {Archive: '{x}'}", "there is no value {x} for this text"),
        ("messages: {'a {b}': {one: '{c}'}}", "there is no value {c} for this text"),
        ("messages: {'{count} article': {on: x}}", "'on' is no plural form"),
        ("messages: {'{count} article': {one: }}", "expected a text, found nothing"),
        ("messages: {Archive: [a]}", "expected a text, or one for each plural form, found a list"),
        ("messages: [a]", "expected messages with their translations, found a list"),
        ("Archive: Past", "key 'Archive' is not known"),
        ("dates: {months: [a, b]}", "`months` has 2 names, and there are 12"),
        ("dates: {first_weekday: 8}", "expected a whole number from 1 to 7, found '8'"),
        ("dates: {initials: MTWTFSS}", "`initials` has one name, and there are 7"),
        ("dates: {day: '{day} {moth}'}", "there is no value {moth} for this text"),
        ("dates: {dya: x}", "key 'dya' is not known"),
        ("numbers: {digits: '012'}", "`digits` are ten different signs"),
        ("just words", "expected keys and values, found 'just words'"),
    ],
)
def test_what_cannot_be_used_is_an_error_with_its_place(words: str, told: str) -> None:
    _, (problem,) = read_catalogue(words, "layouts/translations/ru.yaml")
    assert (problem.message, problem.level) == (told, "error")
    assert (problem.place.source, problem.place.line) == ("layouts/translations/ru.yaml", 1)
    assert problem.place.column
    assert problem.remedy or told.endswith(("nothing", "'just words'"))


@pytest.mark.parametrize(
    "words",
    [
        "'{count} article': {zero: none, one: one, two: a pair, few: '{count}'}",
        "'<a href=\"{x}\">b</a>': 'c <a href=\"{x}\">d</a>'",
        "'a < b': 'b > a < b'",
    ],
)
def test_a_form_for_no_one_and_two_may_do_without_the_number(words: str) -> None:
    assert read_catalogue(f"messages: {{{words}}}", "x.yaml")[1] == ()


def test_a_place_without_quotes_is_told_how_to_be_a_text() -> None:
    _, (problem,) = read_catalogue("messages: {Archive: {x}}", "x.yaml")
    assert problem.remedy == "The forms are zero, one, two, few, many, other; or put the text in quotes."


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("{one: '{count} a', few: '{count} b'}", "'{count} article' has no form for many"),
        ("'{count} a'", "'{count} article' is asked for with a number, and has one text here for all"),
        ("{one: '{count} a', other: '{count} b'}", ""),
        ("{one: '{count} a', few: '{count} b', many: '{count} c'}", ""),
    ],
)
def test_too_few_plural_forms_are_warned_of(words: str, told: str) -> None:
    catalogue, problems = read_catalogue(f"messages: {{'{{count}} article': {words}}}", "x.yaml")
    found = list(incomplete(catalogue, WANTED, laid_over("ru", [catalogue])))
    assert (problems, [problem.message for problem in found]) == ((), [told] if told else [])
    assert all((one.level, one.code, one.place.column) == ("warning", "missing-form", 12) for one in found)
    assert list(incomplete(catalogue, WANTED, laid_over("ja", [catalogue]))) == []


def test_a_form_may_be_said_anew_over_those_of_the_builder() -> None:
    under, _ = read_catalogue("messages: {'{count} article': {one: a, few: b, many: c}}", "x.yaml")
    over, _ = read_catalogue("messages: {'{count} article': {few: '{count} d'}}", "y.yaml")
    assert list(incomplete(over, WANTED, laid_over("ru", [under, over]))) == []
    assert len(list(incomplete(over, WANTED, laid_over("ru", [over])))) == 1


def test_a_file_that_bears_the_name_of_no_language_is_warned_of() -> None:
    names = ["nederlands.yaml", "README.md", "fr_CA.yaml", "fr.po", "nl.yaml", "pt-BR.yml", "sr-Latn-RS.yaml"]
    found = list(misnamed(["home.html", *(f"translations/{name}" for name in names)], "layouts"))
    assert [one.place.source for one in found] == [
        "layouts/translations/fr.po",
        "layouts/translations/fr_CA.yaml",
        "layouts/translations/nederlands.yaml",
    ]
    assert {(one.level, one.code) for one in found} == {("warning", "unknown-language")}
    assert [one.remedy for one in found] == [
        "Call it by its language's tag, such as fr.yaml.",
        "Call it by its language's tag, such as fr-CA.yaml.",
        "Call it by its language's tag, such as nl.yaml or pt-BR.yaml.",
    ]
    assert found[2].message == "'nederlands.yaml' is the name of no language, and is never read"


@pytest.mark.parametrize("words", ["", "messages:\n", "messages: {Archive: }\n", "# nothing yet\n"])
def test_what_is_still_to_be_written_is_no_fault(words: str) -> None:
    catalogue, problems = read_catalogue(words, "x.yaml")
    assert (catalogue.messages, problems) == ({}, ())


@pytest.mark.parametrize(
    ("words", "told", "remedy"),
    [
        ("{Archve: Past}", "nothing on the pages says 'Archve' in English", "did you mean 'Archive'?"),
        (
            "{Archive: {one: A, other: B}}",
            "'Archive' is asked for without a number, and has forms for several here",
            "Write one text after its colon.",
        ),
    ],
)
def test_words_for_what_nothing_says_are_told_with_what_may_be_meant(
    words: str, told: str, remedy: str
) -> None:
    catalogue, problems = read_catalogue(f"messages: {words}", "x.yaml")
    (problem,) = unasked(catalogue, WANTED)
    assert (problems, problem.level, problem.message, problem.remedy) == ((), "warning", told, remedy)
    assert problem.place.column == 12


def test_later_catalogues_change_single_words_and_single_forms() -> None:
    first = "messages: {Archive: Архив, '{count} article': {one: a, few: b, many: c}}"
    made = _laid(first, "messages: {'{count} article': {few: d}}")
    assert made.text("Archive") == "Архив"
    assert made.forms("{count} article", "{count} articles") == {"one": "a", "few": "d", "many": "c"}
    assert made.text("By {names}") == "By {names}"


def test_a_form_that_is_not_given_is_that_of_all_others() -> None:
    made = _laid("messages: {'{count} article': {one: a, other: b}}")
    assert made.forms("{count} article", "") == {"one": "a", "few": "b", "many": "b"}
    assert _laid("messages: {'{count} article': all}").forms("{count} article", "")["few"] == "all"


def test_other_months_are_also_those_that_stand_alone() -> None:
    alone = f"dates: {{months: [{', '.join(MONTHS)}], months_alone: [{', '.join(MONTHS)}]}}"
    names = [f"m{number}" for number in range(12)]
    made = _laid(alone, f"dates: {{months: [{', '.join(names)}]}}")
    assert (made.dates.months_alone, made.dates.months) == ((), tuple(names))


def test_digits_and_groups_of_a_language_are_used_for_dates_and_numbers() -> None:
    made = _laid("numbers: {digits: ٠١٢٣٤٥٦٧٨٩, thousands: ٬}")
    assert made.number(1204) == "١٬٢٠٤"
    assert made.digits("2012") == "٢٠١٢"


def test_the_files_of_a_language_are_found_by_its_tag_the_most_general_first() -> None:
    names = ["translations/PT-br.yml", "translations/pt.yaml", "translations/ptx.yaml", "x/pt.yaml"]
    assert names_for("pt-BR", names) == ["translations/pt.yaml", "translations/PT-br.yml"]
    assert names_for("p", names) == []
    assert names_for("pt", [*names, "translations/pt.yml"]) == ["translations/pt.yaml", "translations/pt.yml"]


def test_words_of_a_region_come_after_those_of_its_language_whosever_they_are(tmp_path: Path) -> None:
    files = {}
    for name in ("pt", "pt-BR"):
        files[f"translations/{name}.yaml"] = str(tmp_path / name)
        (tmp_path / name).write_text(f"messages: {{Archive: {name}}}\n")
    of_language, of_region = ({name: path} for name, path in files.items())
    for own, default in ((of_language, of_region), (of_region, of_language)):
        layouts, _ = read_layouts(own, default, "layouts", language="pt-BR")
        assert layouts.translation.text("Archive") == "pt-BR"


def test_messages_are_found_wherever_a_layout_asks_for_them() -> None:
    text = """
    {{ _("One") }}{{ x(_('Two {a}', a=1)) }}{{ pgettext("of", "Three") }}{{ "no" | upper }}{{ run_("None") }}
    {{ ngettext("{count} cat",
                "{count} cats", n) }}{{ npgettext("c", "a", "b", n) }}{{ n | plural("dog") }}{{ _(name) }}
    {{ n | plural("child", many="children") }}{{ gettext("A \\"word\\"") }}
    """
    assert messages_in(text) == {
        "One": Wanted("One"),
        "Two {a}": Wanted("Two {a}"),
        "of|Three": Wanted("Three"),
        "{count} cat": Wanted("{count} cat", "{count} cats"),
        "c|a": Wanted("a", "b"),
        'A "word"': Wanted('A "word"'),
        "{count} dog": Wanted("{count} dog", "{count} dogs"),
        "{count} child": Wanted("{count} child", "{count} children"),
    }
