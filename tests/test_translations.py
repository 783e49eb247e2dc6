"""The builder's own catalogues: each has every message that is asked for, in every form, and no more."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from babel import Locale

from site_builder.catalogues import Catalogue, Wanted, read_catalogue, unasked, untranslated
from site_builder.layout_files import wanted_messages
from site_builder.layout_messages import messages_in
from site_builder.layout_words import word_filters
from site_builder.layouts import LayoutText
from site_builder.plural_forms import plural_rule
from site_builder.sources import default_layouts
from site_builder.translation import BETWEEN, IN_CODE, LAST, PLACE, TABLE, DateWords, Translation

CHECKED = "ar be bs cs de el en es fa fr he hi hr it ja pl pt ru sk sr sv zh".split()
FOLDER = default_layouts()
LANGUAGES = sorted(path.stem for path in (FOLDER / "translations").iterdir())
PACKAGE = Path(__file__).resolve().parents[1] / "site_builder"
_TAG = re.compile(r"<[^>]*>")


@pytest.fixture(scope="module")
def wanted() -> dict[str, Wanted]:
    """Every message of the default layouts and of the code."""
    files = (path for path in FOLDER.rglob("*") if path.is_file() and path.parent.name != "translations")
    texts = (path for path in files if path.parent.name != "assets")
    return wanted_messages({str(path): LayoutText(str(path), path.read_text("utf-8")) for path in texts})


def _catalogue(language: str) -> Catalogue:
    path = FOLDER / "translations" / f"{language}.yaml"
    catalogue, problems = read_catalogue(path.read_text("utf-8"), path.name)
    assert problems == ()
    return catalogue


def _texts(message: str | dict[str, str]) -> list[str]:
    return [message] if isinstance(message, str) else list(message.values())


def test_five_languages_come_with_the_builder_beside_english() -> None:
    assert LANGUAGES == ["ar", "de", "es", "fr", "ru"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_every_message_that_is_asked_for_and_no_other(
    language: str, wanted: dict[str, Wanted]
) -> None:
    catalogue = _catalogue(language)
    assert untranslated(Translation(language, catalogue.messages), wanted) == []
    assert list(unasked(catalogue, wanted)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_with_a_number_has_every_plural_form_of_its_language(
    language: str, wanted: dict[str, Wanted]
) -> None:
    categories = set(plural_rule(language).categories)
    messages = _catalogue(language).messages
    counted = {key for key, asked in wanted.items() if asked.many}
    assert {key for key, message in messages.items() if isinstance(message, dict)} == counted
    assert {key: set(messages[key]) for key in counted} == dict.fromkeys(counted, categories)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_values_and_the_elements_of_the_english_text(
    language: str, wanted: dict[str, Wanted]
) -> None:
    for key, message in _catalogue(language).messages.items():
        for text in _texts(message):
            free = {"count"} if wanted[key].many else set()  # which a word such as "two" can stand for
            assert set(PLACE.findall(text)) | free == wanted[key].places | free, text
            assert sorted(_TAG.findall(text)) == sorted(_TAG.findall(wanted[key].text)), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_months_and_weekdays_are_those_of_the_language(language: str) -> None:
    dates, locale = _catalogue(language).dates, Locale.parse(language)
    months = locale.months["format"]["wide"]
    assert list(dates["months"]) == [months[number] for number in range(1, 13)]
    assert list(dates["weekdays"]) == [locale.days["format"]["wide"][number] for number in range(7)]
    alone = dates.get("months_alone", ())
    wide = locale.months["stand-alone"]["wide"]
    assert [name.lower() for name in alone] in ([], [wide[number].lower() for number in range(1, 13)])


def test_what_the_code_says_on_pages_is_listed_once() -> None:
    said: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        if path.name not in ("layout_faults.py", "layout_messages.py"):  # which tell how to write one
            said.update(re.findall(r"""\.(?:say|gettext)\(\s*"([^"]*)\"""", path.read_text("utf-8")))
            said.update(messages_in(path.read_text("utf-8")))
    assert {*said, BETWEEN, LAST, TABLE} == set(IN_CODE)


@pytest.mark.parametrize(
    ("language", "names", "listed"),
    [
        ("en", "ABC", "A, B, C"),
        ("de", "ABC", "A, B und C"),
        ("fr", "AB", "A et B"),
        ("ar", "ABC", "A، B وC"),
        ("ru", "A", "A"),
        ("es", ["Ana", "Inés"], "Ana e Inés"),
        ("es", ["Ana", "Hilario"], "Ana e Hilario"),
        ("es", ["Ana", "Hielo"], "Ana y Hielo"),
        ("es", ["Inés", "Ana"], "Inés y Ana"),
        ("es", [], ""),
    ],
)
def test_a_list_of_names_ends_with_the_languages_own_joint(
    language: str, names: Sequence[str], listed: str
) -> None:
    messages = _catalogue(language).messages if language != "en" else {}
    translation = Translation(language, messages)
    assert translation.listed(names) == listed


def test_names_run_each_in_its_own_direction_and_in_english_together() -> None:
    arabic, english = (
        word_filters(Translation(language, _catalogue("ar").messages if language == "ar" else {}))["listed"]
        for language in ("ar", "en")
    )
    said = "<bdi>Ann</bdi> و<bdi>B&lt;b</bdi>"
    assert [arabic(["Ann", "B<b"]), arabic(["Ann", "B<b"], together=True)] == [said, said]
    assert (english(["Ann", "B<b"]), type(english(["Ann", "B<b"]))) == ("Ann, B<b", str)
    assert english(["Ann", "B<b"], together=True) == "<bdi>Ann, B&lt;b</bdi>"


@pytest.mark.parametrize(
    ("language", "alone", "inside"),
    [
        ("fr", "Mars 2011", "mars 2011"),
        ("es", "Marzo de 2011", "marzo de 2011"),
        ("ru", "Март 2011", "март 2011"),
        ("de", "März 2011", "März 2011"),
        ("en", "March 2011", "March 2011"),
    ],
)
def test_a_month_inside_a_sentence_is_small_where_dates_have_it_small(
    language: str, alone: str, inside: str
) -> None:
    dates = DateWords(**_catalogue(language).dates) if language != "en" else DateWords()
    month, period = (word_filters(Translation(language, {}, dates))[name] for name in ("month", "period"))
    assert (month("2011-03"), month("2011-03", inside=True)) == (alone, inside)
    assert (period("2011-03"), period("2011-03", inside=True), period("2011", inside=True)) == (
        alone,
        inside,
        "2011",
    )


def test_a_joint_of_names_in_html_is_text_too() -> None:
    listed = word_filters(Translation("nl", {", ": " < ", LAST: " & "}))["listed"]
    assert listed("ABC") == "<bdi>A</bdi> &lt; <bdi>B</bdi> &amp; <bdi>C</bdi>"


def test_the_last_joint_of_a_language_that_has_none_is_that_of_the_others() -> None:
    assert Translation("nl", {", ": "; "}).listed("ABC") == "A; B; C"


@pytest.mark.parametrize("language", CHECKED)
def test_plural_forms_are_those_of_cldr(language: str) -> None:
    locale, rule = Locale.parse(language), plural_rule(language)
    for number in (*range(203), 1000, 1001, 1021, 100_011):
        assert rule.categories[rule.form(number)] == locale.plural_form(number)


def test_the_rule_of_a_region_is_that_of_its_language_unless_it_has_its_own() -> None:
    assert (plural_rule("pt-BR").form(0), plural_rule("pt-PT").form(0)) == (0, 1)
    assert plural_rule("AR-eg").categories == plural_rule("ar").categories
    assert plural_rule("tlh").categories == ("one", "other")
