"""The controlled vocabulary."""

from __future__ import annotations

import pytest

from site_builder.content.article import Article
from site_builder.content.taxonomy import Vocabulary, related_terms, resolve_tags
from site_builder.problems import Place
from site_builder.settings import TagSetting

TERMS = {
    "un": TagSetting(label="UN", aliases=("United Nations", "U.N.")),
    "security-council": TagSetting(label="Security Council", parent="un"),
    "vetoes": TagSetting(label="Vetoes", parent="security-council"),
    "unsc": TagSetting(label="UNSC", replaced_by="security-council"),
    "syria": TagSetting(label="Syria"),
}
VOCABULARY = Vocabulary(TERMS)


@pytest.mark.parametrize(
    ("typed", "id_"),
    [
        ("un", "un"),
        ("UN", "un"),
        ("united nations", "un"),
        ("U.N.", "un"),
        ("Security  Council", "security-council"),
        ("security-council", "security-council"),
        ("UNSC", "security-council"),
        ("Syrai", None),
    ],
)
def test_a_tag_may_be_an_id_a_label_or_an_alias_in_any_case(typed: str, id_: str | None) -> None:
    assert VOCABULARY.resolve(typed) == id_


def test_two_names_of_one_term_are_one_tag() -> None:
    article = Article(path="a.md", title="A", tags=("UN", "United Nations", "Syria"))
    assert resolve_tags(article, VOCABULARY) == (("un", "syria"), ())


def test_an_unknown_tag_is_told_with_its_place_and_the_nearest_term() -> None:
    article = Article(
        path="a.md", title="A", tags=("Syrai",), front="title: A\ntags: [Syrai]\n", front_line=2
    )
    tags, (problem,) = resolve_tags(article, VOCABULARY)
    assert tags == ()
    assert problem.place == Place("content/a.md", 3, 8, 5, "tags: [Syrai]")
    assert "Syrai" in problem.message
    assert "did you mean 'Syria'" in problem.remedy
    assert "config.yaml" in problem.remedy


def test_a_site_without_a_vocabulary_has_free_tags() -> None:
    free = Vocabulary({})
    assert free.resolve("Anything at all") == "Anything at all"
    terms = free.terms(["C", "C++"])
    assert terms["C"].permalink == "/tags/c/"
    assert terms["C"].permalink != terms["C++"].permalink


def test_wider_terms_are_found_from_the_nearest_on() -> None:
    assert VOCABULARY.ancestors("vetoes") == ("security-council", "un")


def test_a_circle_of_parents_ends() -> None:
    circle = Vocabulary({"a": TagSetting(parent="b"), "b": TagSetting(parent="a")})
    assert set(circle.ancestors("a")) == {"a", "b"}


def test_a_term_knows_its_narrower_ones_and_the_names_it_replaced() -> None:
    terms = VOCABULARY.terms([])
    assert terms["un"].children == ("security-council",)
    assert "UNSC" in terms["security-council"].aliases
    assert "unsc" not in terms


def test_related_terms_stand_often_beside_and_are_not_wider() -> None:
    beside = [
        ("security-council", "un", "syria"),
        ("security-council", "syria"),
        ("security-council", "vetoes"),
    ]
    assert related_terms("security-council", beside, VOCABULARY) == ("syria", "vetoes")
