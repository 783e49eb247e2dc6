"""Bylines, dates and datelines in other languages than English, and what only looks like them."""

from __future__ import annotations

import pytest

from site_builder.importing.plain.plain_text import read_plain_text
from site_builder.importing.plain.worded_fields import Readers
from site_builder.importing.reading import Reading

_BODIES = {
    "ar": "عادت السفينة التي تنقل الركاب بين الجزيرة والساحل إلى العمل يوم الاثنين، بعد أن"
    " أصلح عمال الميناء الرصيف الذي دمرته العاصفة في الشهر الماضي،"
    " وقال المدير إن الرحلات ستكون مرتين في اليوم.",
    "fr": "Le ferry de l’île a repris la mer lundi, trois semaines"
    " après la tempête qui avait emporté la jetée."
    " Il y aura deux traversées par jour, mais les habitants en demandent plus, et le maire est d’accord.",
    "de": "Die Fähre der Insel ist am Montag wieder ausgelaufen, drei Wochen nachdem der Sturm den Anleger"
    " zerstört hatte. Zwei Fahrten am Tag sind geplant, auch wenn sich die Bewohner mehr von ihr wünschen.",
    "es": "El transbordador de la isla volvió a zarpar el lunes, tres semanas después de la tormenta que se"
    " llevó el muelle. Habrá dos viajes al día, pero los vecinos piden más y el alcalde está de acuerdo.",
    "ru": "Паром снова вышел в море в понедельник, через три недели после шторма, который разрушил причал на"
    " острове. Он будет ходить два раза в день, но жители просили, чтобы рейсов было больше.",
}


def _read(language: str, head: str, dateline: str = "") -> Reading:
    return read_plain_text(f"{head}\n\n{dateline}{_BODIES[language]}\n")


def _facts(reading: Reading) -> dict[str, list[str]]:
    return {key: [found.value for found in every] for key, every in reading.facts.items()}


_HEADS = {
    "ar": "السفينة تعود إلى الميناء",
    "fr": "Le ferry reprend la mer",
    "de": "Die Fähre fährt wieder",
    "es": "El transbordador vuelve a zarpar",
    "ru": "Паром снова вышел в море",
}


@pytest.mark.parametrize(
    ("language", "below", "dateline", "facts"),
    [
        (
            *("ar", "بقلم أحمد سالم\n12 آذار/مارس 2012", "دمشق (رويترز) - "),
            {"authors": ["أحمد سالم"], "dateline": ["دمشق"], "agency": ["رويترز"]},
        ),
        (
            *("ar", "كتب: محمد علي\nالاثنين ١٢ مارس ٢٠١٢ - ٠٩:٣٠", "بيروت - أ ف ب: "),
            {"authors": ["محمد علي"], "dateline": ["بيروت"], "agency": ["أ ف ب"]},
        ),
        (
            *("ar", "سامي حداد - رويترز\nتاريخ النشر: 12 مارس (آذار) 2012", ""),
            {"authors": ["سامي حداد"], "agency": ["رويترز"]},
        ),
        ("ar", "القاهرة - 12 آذار/مارس 2012", "", {"dateline": ["القاهرة"]}),
        (
            *(
                "fr",
                "Par Jeanne Morel et Luc Petit, envoyés spéciaux\nPublié le 12 mars 2012",
                "PARIS (AFP) — ",
            ),
            {"authors": ["Jeanne Morel", "Luc Petit"], "dateline": ["Paris"], "agency": ["AFP"]},
        ),
        (
            *("fr", "Par Jeanne Morel\nlundi 12 mars 2012 à 09h30", "Paris, 12 mars (Reuters) - "),
            {"authors": ["Jeanne Morel"], "dateline": ["Paris"], "agency": ["Reuters"]},
        ),
        (
            *("de", "Von Jana Weber und Karl von Stein\n12.03.2012, 14:30 Uhr", "BERLIN (dpa) – "),
            {"authors": ["Jana Weber", "Karl von Stein"], "dateline": ["Berlin"], "agency": ["dpa"]},
        ),
        (
            *("es", "Por Ana Ruiz y Luis Sol\n12 de marzo de 2012", "MADRID, 12 mar (EFE).- "),
            {"authors": ["Ana Ruiz", "Luis Sol"], "dateline": ["Madrid"], "agency": ["EFE"]},
        ),
        (
            *("ru", "Автор: Иван Петров\n12 марта 2012 г.", "МОСКВА, 12 марта. /ТАСС/. "),
            {"authors": ["Иван Петров"], "dateline": ["Москва"], "agency": ["ТАСС"]},
        ),
    ],
)
def test_byline_date_and_dateline_are_read_in_the_texts_own_language(
    language: str, below: str, dateline: str, facts: dict[str, list[str]]
) -> None:
    title = _HEADS[language]
    reading = _read(language, f"{title}\n{below}", dateline)
    assert _facts(reading) == {"title": [title], "date": ["2012-03-12"], **facts}
    assert reading.language
    assert reading.language.value == language
    assert reading.body == f"{_BODIES[language]}\n"
    assert reading.notes == ()


@pytest.mark.parametrize(
    ("language", "head"),
    [
        ("de", "Von Heiligen Kriegen"),  # a headline, perhaps
        ("ar", "السفينة تعود إلى الميناء\nكفر نبل - رويترز"),  # a place or a person
        ("ar", "السفينة تعود إلى الميناء\nأحمد سالم وليلى حداد - رويترز"),  # one person or two
        ("ru", "Паром снова вышел в море\nТекст: редакция"),
    ],
)
def test_what_may_be_a_byline_or_something_else_stays_under_a_mark(language: str, head: str) -> None:
    reading = _read(language, head)
    line = head.count("\n") + 1
    assert reading.notes == (f"text: marked 'doubtful-byline' and left in, line {line}",)
    assert not {"authors", "dateline"} & reading.facts.keys()


@pytest.mark.parametrize(
    ("language", "line"),
    [
        *(("de", "Von Damaskus nach Beirut"), ("fr", "Par Le Monde"), ("fr", "Par la force des armes")),
        *(("es", "Por la Redacción"), ("es", "Por fin"), ("ar", "كتب مدرسية جديدة"), ("ar", "كتب التاريخ")),
        *(
            ("ar", "بقلم الشرق الأوسط"),
            ("ar", "بقلم التحرير"),
            ("de", "Von Redaktion Ausland"),
            ("", "Par Jeanne Morel"),
        ),
    ],
)
def test_what_names_no_person_is_no_byline_in_any_language(language: str, line: str) -> None:
    assert Readers(language).byline(line) == ()


@pytest.mark.parametrize(
    ("language", "line", "stated"),
    [
        ("de", "Aktualisiert am 13. März 2012 um 09:30 Uhr", (("updated", "2012-03-13"),)),
        ("de", "03.04.2012", (("date", "2012-04-03"),)),
        (
            *("fr", "Publié le 1er avril 2012 - Mis à jour le 2 avril 2012"),
            (("date", "2012-04-01"), ("updated", "2012-04-02")),
        ),
        ("ar", "آخر تحديث: 13 تشرين الأول 2012", (("updated", "2012-10-13"),)),
        ("fr", "03/04/2012", ()),  # nobody says which is the month
        ("fr", "mardi 12 mars 2012", ()),  # which was a Monday
        ("ar", "12 آذار/أبريل 2012", ()),  # two months
        ("ru", "31 февраля 2012", ()),
        ("", "12 mars 2012", ()),
    ],
)
def test_a_date_is_taken_where_nobody_has_to_guess(
    language: str, line: str, stated: tuple[tuple[str, str], ...]
) -> None:
    assert Readers(language).date_line(line) == stated


def test_a_byline_may_say_where_its_author_was_in_any_language() -> None:
    here = (("authors", "Jeanne Morel"), ("dateline", "Damas"))
    assert Readers("fr").byline("Par Jeanne Morel, à Damas") == here
    assert Readers("es").byline("Por Ana Ruiz / Madrid") == (("authors", "Ana Ruiz"), ("dateline", "Madrid"))
    beirut = (("authors", "سامي حداد"), ("dateline", "بيروت"))
    assert Readers("ar").byline("كتب سامي حداد من بيروت") == beirut
    assert Readers("ar").byline("بقلم: سامي حداد - بيروت") == beirut


def test_a_third_name_may_begin_with_the_letter_that_joins_names() -> None:
    assert Readers("ar").byline("بقلم محمد علي وهبة") == (("authors", "محمد علي وهبة"),)


@pytest.mark.parametrize(
    ("language", "line", "place"),
    [
        *(("ar", "دير الزور - رويترز", "دير الزور"), ("ar", "القاهرة، 12 مارس 2012", "القاهرة")),
        *(("de", "München (dpa)", "München"), ("ru", "Москва - ТАСС", "Москва")),
        *(("ar", "جنيف --", "جنيف"), ("ar", "أبو ظبي –", "أبو ظبي")),
    ],
)
def test_a_place_may_stand_on_a_line_with_its_agency_or_day_or_a_dash(
    language: str, line: str, place: str
) -> None:
    assert Readers(language).place_line(line)[0] == ("dateline", place)


@pytest.mark.parametrize(
    ("language", "line"),
    [
        *(("de", "Politik - 12. März 2012"), ("de", "Montag, 12. März 2012"), ("fr", "Économie (AFP)")),
        *(
            ("fr", "Publié - 12 mars 2012"),
            ("es", "Mundo - EFE"),
            ("ar", "سياسة - 12 مارس 2012"),
            ("ar", "سوريا -"),
            ("ru", "Мир - ТАСС"),
        ),
    ],
)
def test_a_section_or_a_weekday_is_no_place(language: str, line: str) -> None:
    assert Readers(language).place_line(line) == ()


@pytest.mark.parametrize(
    ("language", "begin", "place"),
    [
        *(("fr", "Le Caire (AFP) – Le", "Le Caire"), ("fr", "Damas/Beyrouth (AFP) - Le", "Damas/Beyrouth")),
        *(
            ("de", "Frankfurt am Main (dpa) - D", "Frankfurt am Main"),
            ("ar", "أبو ظبي (أ ف ب) - ق", "أبو ظبي"),
        ),
        ("ru", "НЬЮ-ЙОРК, 12 марта. /ТАСС/. П", "Нью-Йорк"),
    ],
)
def test_a_place_of_several_words_is_whole(language: str, begin: str, place: str) -> None:
    assert Readers(language).dateline(begin)[1][0] == ("dateline", place)


@pytest.mark.parametrize(
    ("begin", "states"),
    [
        ("جنيف – ", [("dateline", "جنيف")]),
        ("جنيف - ", [("dateline", "جنيف")]),
        ("جنيف -- ", [("dateline", "جنيف")]),
        ("جنيف: ", [("dateline", "جنيف")]),
        ("جنيف ـ ", [("dateline", "جنيف")]),
        ("أبو ظبي ـ ", [("dateline", "أبو ظبي")]),
        ("(رويترز) جنيف - ", [("dateline", "جنيف"), ("agency", "رويترز")]),
        ("جنيف (رويترز) -- ", [("dateline", "جنيف"), ("agency", "رويترز")]),
        ("جنيف -- رويترز -- ", [("dateline", "جنيف"), ("agency", "رويترز")]),
        ("جنيف -- (رويترز) -- ", [("dateline", "جنيف"), ("agency", "رويترز")]),
        ("جنيف ـ رويترز ـ ", [("dateline", "جنيف"), ("agency", "رويترز")]),
        ("جنيف/رويترز/ ", [("dateline", "جنيف"), ("agency", "رويترز")]),
        ("دمشق، 16 مارس (رويترز) - ", [("dateline", "دمشق"), ("agency", "رويترز")]),
    ],
)
def test_an_arabic_city_that_is_known_needs_no_agency_and_the_whole_dateline_goes(
    begin: str, states: list[tuple[str, str]]
) -> None:
    assert Readers("ar").dateline(f"{begin}{_BODIES['ar']}") == (len(begin), tuple(states))
    reading = read_plain_text(f"{_HEADS['ar']}\n\n{begin}{_BODIES['ar']}\n")
    assert reading.body == f"{_BODIES['ar']}\n"


@pytest.mark.parametrize(
    ("language", "begin"),
    [
        ("ar", "الوزير: لن نتفاوض اليوم"),
        ("ar", "السفينة – قال المدير – عادت"),
        ("ar", "دمشق - بيروت طريق قديم"),
        ("ar", "دمشق – «بيروت» طريق قديم"),
        ("ar", "دمشق القديمة: تاريخ مدينة"),
        ("ar", "جنيف/الوزير/ قال"),
        ("fr", "Genève – dit-on"),
        ("fr", "Paris: la ville"),
        ("fr", "Paris, 12 mars: la ville"),
        ("de", "(dpa) Minister Weber - der"),
        *(
            ("ar", "قال (الوزير) - إن الأمر"),
            ("fr", "Hier (lundi) - le ferry"),
            ("de", "Der Fähre (alt) – geht es"),
        ),
        *(("fr", "Le ferry - Reuters: dit-on"), ("es", "El lunes 12 de marzo - día de fiesta")),
    ],
)
def test_a_sentence_with_a_dash_has_no_dateline(language: str, begin: str) -> None:
    assert Readers(language).dateline(begin) == (0, ())
