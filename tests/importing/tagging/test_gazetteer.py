"""The built-in vocabulary of countries and organisations."""

from __future__ import annotations

import builtins
from typing import Any

import pytest

from site_builder.importing.tagging import gazetteer
from site_builder.importing.tagging.data import lists
from site_builder.importing.tagging.suggesting import Tagger
from site_builder.problems import ProblemsFound
from site_builder.settings import ImportingSetting, TagSetting

BOTH = ImportingSetting(places=True, organisations=True)
# Of CLDR's territories with two letters: dependencies of few or no people, groupings, pseudo-codes.
LEFT_OUT = set(
    "AC AQ AX BL BQ BV CC CP CQ CX DG EA EU EZ GG GS HM IC IO MF MP NF NU PM PN QO RE SH SJ SX TA TF TK UM UN"
    " WF XA XB YT ZZ".split()
)


def test_no_name_stands_for_two_countries_or_organisations() -> None:
    owners: dict[str, str] = {}
    for one in (*gazetteer.countries(), *gazetteer.organisations()):
        for name in (one.label, *one.names, *one.people):
            assert owners.setdefault(name, one.id) == one.id, name


def test_the_table_has_every_country_of_cldr_and_no_other_code() -> None:
    core = pytest.importorskip("babel.core")
    known = {code for code in core.Locale.parse("en").territories if len(code) == 2 and code.isalpha()}
    assert {one.code for one in gazetteer.countries() if len(one.code) == 2} == known - LEFT_OUT


def test_every_city_and_region_is_in_a_country_of_the_table_or_in_a_dependency() -> None:
    codes = {one.code for one in gazetteer.countries()}
    for table in ("other_cities", "regions"):
        assert set(lists(table)) <= codes
    assert set(lists("cities")) <= codes | LEFT_OUT


def test_a_term_of_the_site_takes_over_the_names_of_the_country_that_it_is() -> None:
    tagger = Tagger({"sy": TagSetting("Syria"), "blue-helmets": TagSetting(aliases=("UN",))}, BOTH)
    counts = tagger.suggest("Syrians go home", "The United Nations counted the French.")
    assert {count.tag: (count.known, count.suggested) for count in counts} == {
        "sy": (True, True),
        "blue-helmets": (True, False),
        "france": (False, False),
    }


def test_a_country_that_the_vocabulary_does_not_have_is_told_and_never_suggested() -> None:
    (count,) = Tagger({"un": TagSetting()}, BOTH).suggest("France votes", "France", "PARIS")
    assert (count.tag, count.known, count.suggested, count.confidence) == ("france", False, False, 99)


def test_a_site_without_a_vocabulary_is_suggested_what_is_found() -> None:
    (count,) = Tagger({}, BOTH).suggest("France votes", "")
    assert (count.tag, count.suggested) == ("france", True)


def test_nothing_is_known_that_is_not_switched_on() -> None:
    assert Tagger({}).suggest("France and NATO", "", "PARIS") == ()


def test_countries_have_their_names_in_the_language_of_the_site() -> None:
    pytest.importorskip("babel")
    tagger = Tagger({"at": TagSetting("Österreich")}, BOTH, "de-CH")
    assert {c.tag for c in tagger.suggest("Österreich und Frankreich", "", "WIEN")} == {"at", "france"}


def test_another_language_without_babel_names_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    load = builtins.__import__

    def without_babel(name: str, *rest: Any, **others: Any) -> Any:
        if name.partition(".")[0] == "babel":
            raise ImportError(name)
        return load(name, *rest, **others)

    monkeypatch.setattr(builtins, "__import__", without_babel)
    gazetteer._territories.cache_clear()
    with pytest.raises(ProblemsFound, match=r"pip install 'site-builder\[import\]'"):
        gazetteer.countries("fr")
    assert gazetteer.countries("en-GB")
