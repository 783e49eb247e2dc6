"""What a country's name means where it may mean something else. Every sentence was written for this test."""

from __future__ import annotations

import time

import pytest

from site_builder.importing.tagging.suggesting import Tagger
from site_builder.settings import ImportingSetting, TagSetting

COUNTRIES = Tagger({}, ImportingSetting(places=True))


def _found(text: str, title: str = "") -> set[str]:
    return {count.tag for count in COUNTRIES.suggest(title, text)}


SENTENCES = [
    ("Juba is the capital of South Sudan.", {"south-sudan"}),
    ("South Sudan and Sudan share a border.", {"south-sudan", "sudan"}),
    ("Floods in New South Wales.", {"australia"}),
    ("A choir from Wales sang.", {"united-kingdom"}),
    ("Santa Fe is in New Mexico.", set()),
    ("Oil from the Gulf of Mexico.", set()),
    ("The peso fell in Mexico.", {"mexico"}),
    ("They told us that the US would wait.", {"united-states"}),
    ("They told us to wait.", set()),
    ("A U.S.-backed plan, the U.S.’s own.", {"united-states"}),
    ("The turkey was overdone.", set()),
    ("For Thanksgiving, Turkey prices rose.", set()),
    ("Ankara said Turkey would vote.", {"turkey"}),
    ("TURKEY CLOSES ITS BORDER", {"turkey"}),
    ("The Atlanta suburbs decide Georgia again.", set()),
    ("Atlanta, Georgia, was warm.", set()),
    ("In Tbilisi, Georgia marked its day.", {"georgia"}),
    ("Georgians filled the square.", {"georgia"}),
    ("Michael Jordan retired. Jordan was 40.", set()),
    ("Jordan closed its border with Syria.", {"jordan", "syria"}),
    ("Jordanian police met Michael Jordan as Jordan cheered.", {"jordan"}),
    ("The Jordan River is low.", set()),
    ("Chad Smith plays drums; Chad was tired.", set()),
    ("Chad and Niger signed.", {"chad", "niger"}),
    ("Lagos is in Nigeria.", {"nigeria"}),
    ("Anatole France wrote it.", set()),
    ("The bank was led by J. Ireland.", set()),
    ("A fair in Lebanon, Pa., drew crowds.", set()),
    ("Beirut is the capital of Lebanon.", {"lebanon"}),
    ("Delegates from Guinea-Bissau and Equatorial Guinea", {"guinea-bissau", "equatorial-guinea"}),
    ("The lab bought a guinea pig.", set()),
    ("Port Moresby, Papua New Guinea", {"papua-new-guinea"}),
    ("Latin American leaders met.", set()),
    ("An African-American poet.", set()),
    ("The bond pays Swiss francs.", set()),
    ("Swiss voters agreed.", {"switzerland"}),
    ("Priced in Canadian dollars.", set()),
    ("West German and East German athletes", {"west-germany", "east-germany"}),
    ("North Korea, not South Korea", {"north-korea", "south-korea"}),
    ("The U.S.S.R. had withdrawn.", {"soviet-union"}),
    ("Burma is now Myanmar.", {"myanmar"}),
    ("Zaire was renamed.", {"democratic-republic-of-the-congo"}),
    ("Les Côte d’Ivoire’s farmers", {"côte-divoire"}),
    ("Please polish the brass.", set()),
    ("Poles and Finns voted.", {"poland", "finland"}),
    ("The poles were painted.", set()),
]


@pytest.mark.parametrize(("text", "tags"), SENTENCES)
def test_a_name_counts_where_it_means_the_country(text: str, tags: set[str]) -> None:
    assert _found(text) == tags


def test_what_a_name_means_may_be_told_by_another_part_of_the_article() -> None:
    assert _found("Atlanta counted all night.", "Georgia votes") == set()
    assert _found("Tbilisi counted all night.", "Georgia votes") == {"georgia"}


def test_a_term_of_the_site_may_be_what_is_no_country() -> None:
    tagger = Tagger({"niger-delta": TagSetting("Niger Delta")}, ImportingSetting(places=True))
    assert [count.tag for count in tagger.suggest("", "Spills in the Niger Delta.")] == ["niger-delta"]


def test_an_article_of_600_words_takes_a_few_milliseconds_at_most_and_a_long_one_in_proportion() -> None:
    text = "Officials from Syria and the United States met in New York, where the talks go on. " * 40
    tagger = Tagger({}, ImportingSetting(places=True, organisations=True))
    tagger.suggest("", text)

    def spent(body: str) -> float:
        began = time.process_time()
        tagger.suggest("", body)
        return time.process_time() - began

    short = min(spent(text) for _ in range(5))
    assert short < 0.02  # a machine that is busy, and a tenth of it elsewhere
    assert min(spent(text * 20) for _ in range(3)) < 60 * short
