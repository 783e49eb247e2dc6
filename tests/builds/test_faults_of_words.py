"""What is told of the words of a digest: faults, what says nothing, and what stays English."""

from __future__ import annotations

import re
from collections.abc import Callable

from digests import Digest
from findings import found

from site_builder.problems import describe

Begin = Callable[..., Digest]
WORDS = "layouts/translations/en.yaml"
ARABIC_WORDS = "layouts/translations/ar.yaml"


def test_a_word_for_what_nothing_says_is_warned_of_and_a_broken_one_stops_the_build(digest: Begin) -> None:
    site = digest({WORDS: "messages: {Archve: Past}"})
    assert [describe(problem) for problem in site.build().problems] == [
        "layouts/translations/en.yaml:1:12: warning: nothing on the pages says 'Archve' in English\n"
        "  messages: {Archve: Past}\n             ^^^^^^\n  did you mean 'Archive'?"
    ]
    site.write({WORDS: "messages: {Archive: '{x}'}"})
    (problem,) = site.problems()
    assert (problem.level, problem.message) == ("error", "there is no value {x} for this text")


def test_a_build_warns_of_a_file_that_no_language_has_and_of_forms_that_are_missing(digest: Begin) -> None:
    words = "messages: {'{count} fox': {one: '{count} лиса'}}\n"
    layout = "{{ 3 | plural('fox', 'foxes') }}"
    files = {"layouts/translations/russian.yaml": words, "layouts/translations/ru.yaml": words}
    site = digest({**files, "layouts/404.html": layout}, "language: ru\n")
    told = [(problem.place.source, problem.code, problem.level) for problem in site.build().problems]
    assert told == [
        ("layouts/translations/ru.yaml", "missing-form", "warning"),
        ("layouts/translations/russian.yaml", "unknown-language", "warning"),
    ]
    assert site.text("404.html") == "3 лиса"


def test_what_a_script_or_an_extension_says_is_no_message_and_may_be_typed_in_any_way(digest: Begin) -> None:
    files = {
        "layouts/404.html": r"""<script>say_("x"); y = _("\u{1F600}")</script>{{ _("Archive") }}""",
        "extensions/own.py": r"""_ = str  # _("\x4")""",
        "layouts/translations/nl.yaml": "messages: {Archive: Archief}\n",
    }
    site = digest(files, "language: nl\n")
    assert site.build().problems == ()
    assert site.text("404.html").endswith(r'_("\u{1F600}")</script>Archief')


def test_a_translation_that_loses_its_link_stops_the_build(digest: Begin) -> None:
    said = "'It is now <a href=\"{link}\">here</a>.': 'Het is nu hier: {link}'"
    site = digest({"layouts/translations/nl.yaml": f"messages: {{{said}}}\n"}, "language: nl\n")
    (problem,) = site.problems()
    assert (problem.level, problem.message) == ("error", "<a> of the English text is missing")
    assert "<a href=" in problem.remedy


def test_a_word_that_is_still_to_be_written_stays_english(digest: Begin) -> None:
    site = digest(
        {ARABIC_WORDS: "messages:\n  Mine:\n", "layouts/404.html": '{{ _("Mine") }}'}, "language: ar\n"
    )
    site.build()
    assert site.text("404.html") == "Mine"


def test_a_check_tells_what_stays_english_and_can_be_silenced(digest: Begin) -> None:
    layout = "".join(f'{{{{ _("Mine {n}") }}}}' for n in range(7))
    files = {"layouts/404.html": layout, ARABIC_WORDS: "messages: {Mine 0: لي}\n"}
    site = digest(files, "language: ar\n")
    (one,) = found(site, "untranslated")
    assert one.place.source == ARABIC_WORDS
    assert re.fullmatch(r"6 of \d+ messages stay English: 'Mine 1', .* 'Mine 6'", one.message)
    assert ARABIC_WORDS in one.remedy
    assert "site-builder config layout translations/fr.yaml" in one.remedy
    site.write(
        {
            "config.yaml": (site.folder / "config.yaml").read_text()
            + "check: {levels: {untranslated: ignore}}\n"
        }
    )
    assert found(site, "untranslated") == []


def test_of_many_words_that_stay_english_each_is_told_signs_last(digest: Begin) -> None:
    site = digest({"layouts/translations/nl.yaml": "messages: {Archive: Archief}\n"}, "language: nl\n")
    first, *each, dates = (problem.message for problem in found(site, "untranslated"))
    count = int(first.split()[0])
    assert re.match(r"\d+ of \d+ messages stay English: 'A feed .* and \d+ more$", first)
    assert ": ', '" not in first
    assert len(each) == count
    assert "no translation of 'Tags'" in each
    assert each[0].startswith("no translation of 'A feed")
    signs = each.index("no translation of the sign ', '")
    assert all(one.startswith("no translation of the ") for one in each[signs:])
    assert not any(one.startswith("no translation of the ") for one in each[:signs])
    assert dates == "these words of dates stay English: months, weekdays, initials"


def test_dates_that_stay_english_are_told(digest: Begin) -> None:
    layouts = {"layouts/404.html": '{{ _("Mine") }}', ARABIC_WORDS: "messages: {Mine: لي}\n"}
    assert found(digest(layouts, "language: ar\n"), "untranslated") == []
    weekdays = "dates: {weekdays: [ma, di, wo, do, vr, za, zo], initials: [m, d, w, d, v, z, z]}\n"
    site = digest(
        {"layouts/translations/nl.yaml": f"messages: {{Archive: Archief}}\n{weekdays}"}, "language: nl\n"
    )
    assert "these words of dates stay English: months" in [one.message for one in found(site, "untranslated")]


def test_a_check_of_a_language_without_any_words_says_how_to_begin(digest: Begin) -> None:
    (one,) = found(digest({}, "language: pt-BR\n"), "untranslated")
    assert "there are no words in 'pt-BR'" in one.message
    assert one.remedy.endswith(
        "site-builder config layout translations/fr.yaml > layouts/translations/pt-BR.yaml"
    )


def test_a_check_of_a_digest_in_english_asks_for_no_words(digest: Begin) -> None:
    files = {"layouts/404.html": '{{ _("Mine") }}'}
    assert found(digest(files, "language: en-GB\n"), "untranslated") == []
