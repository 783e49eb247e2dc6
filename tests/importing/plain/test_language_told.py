"""The language of a text, as its letters and most frequent words tell it."""

from __future__ import annotations

import pytest
from imports import import_text

from site_builder.importing.plain.language_told import Told, language_to_read, letters_of, told_language
from site_builder.settings import Settings

_SITE = Settings(title="Digest")
_PERSIAN = (
    "کشتی جزیره پس از سه هفته دوباره به راه افتاد و مسافران را به ساحل برد، و این کار برای مردم که با آن می"
    " آیند خوب است."
)
_PORTUGUESE = (
    "O barco da ilha voltou ao mar na segunda-feira, três semanas depois da tempestade que levou o cais, e os"
    " moradores não sabem ainda se há mais viagens para o continente, como foi prometido pelo governo."
)
_PASHTO = "د ټاپو کښتۍ بیا سمندر ته ولاړه، درې اوونۍ وروسته له هغه چې توفان بندر ویجاړ کړ."
_NAMES = "Ana Ruiz Luis Sol Karl Stein Jana Weber " * 9 + "the of and to is was that for"
_ENGLISH = (
    "The ferry of the island sailed again on Monday, three weeks after the storm that had taken its pier."
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *((_ENGLISH, "en"), (_PERSIAN, "fa"), (_PORTUGUESE, "pt"), ("섬의 배가 월요일에 다시 떠났다.", "ko")),
        *(("島のフェリーは月曜日に再び出航した。", "ja"), ("岛上的渡轮周一再次启航。", "zh")),
    ],
)
def test_letters_or_frequent_words_tell_a_language(text: str, code: str) -> None:
    assert told_language([text]).code == code


@pytest.mark.parametrize(
    "text", ["", "12 3/4", "Ferry sails again", "Reuters AFP dpa", _PASHTO, "ٰ", "the of and " * 9, _NAMES]
)
def test_what_is_short_or_in_a_language_that_is_not_known_tells_none(text: str) -> None:
    assert told_language([text]).code == ""


def test_two_languages_in_like_parts_tell_none() -> None:
    assert told_language([f"{_ENGLISH} {_ENGLISH} {_PORTUGUESE}"]).code == ""


def test_the_letters_of_a_language_are_those_of_its_words() -> None:
    assert [letters_of(code) for code in ("en", "ar-EG", "ru", "xx")] == ["LATIN", "ARABIC", "CYRILLIC", ""]


@pytest.mark.parametrize(
    ("told", "expected", "read"),
    [
        (Told("fr", "", "LATIN"), "de", "fr"),
        (Told("", "", "LATIN"), "de-AT", "de"),
        (Told("", "", "LATIN"), "ar", ""),
        (Told("", "", "ARABIC"), "ar_EG", "ar"),
        (Told("", "", "LATIN"), "xx", ""),
        (Told("", "", ""), "", ""),
    ],
)
def test_the_expected_language_is_read_where_a_text_in_its_letters_tells_none(
    told: Told, expected: str, read: str
) -> None:
    assert language_to_read(told, expected) == read


def test_an_article_in_another_language_than_the_digests_says_so_in_its_front_matter() -> None:
    raw = f"Barco volta ao mar\n\n{_PORTUGUESE}\n".encode()
    assert "\nlang: pt\n" in import_text(raw, "a.txt", _SITE).markdown
    assert "\nlang:" not in import_text(raw, "a.txt", Settings(title="Digest", language="pt-BR")).markdown
    assert "\nlang:" not in import_text(f"Ferry sails\n\n{_ENGLISH}\n".encode(), "a.txt", _SITE).markdown


def test_foreign_letters_of_no_known_language_are_a_point_to_check() -> None:
    imported = import_text(f"{_PASHTO}\n{_PASHTO}\n".encode(), "a.txt", _SITE)
    assert "lang: not stated; the text is in Arabic letters" in imported.notes
    assert "\nlang:" not in imported.markdown


def test_two_places_of_which_one_stands_on_its_own_line_are_a_point_to_check() -> None:
    body = (
        "عادت السفينة التي تنقل الركاب بين الجزيرة والساحل إلى العمل يوم الاثنين، بعد أن أصلح العمال الرصيف،"
        " وقال المدير إن الرحلات ستكون مرتين في اليوم حتى نهاية الشهر."
    )
    raw = f"السفينة تعود إلى الميناء\nالقاهرة - 12 مارس 2012\n\nدمشق (رويترز) - {body}\n".encode()
    imported = import_text(raw, "a.txt", _SITE)
    assert "dateline: 'القاهرة' in line 2, but 'دمشق' in line 4" in imported.notes
    assert "\nlang: ar\n" in imported.markdown
