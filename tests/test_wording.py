"""Every query and every cause has its words."""

from __future__ import annotations

from typing import get_args

import pytest

from site_builder.incremental.staleness import Cause, Reason
from site_builder.queries import ANSWERS
from site_builder.wording import query_in_words, reason_in_words


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_a_query_is_told_in_words_of_its_own(name: str) -> None:
    words = query_in_words((name, "all", "x", 0, 30))
    assert words.startswith(("the ", "which ", "what ", "how many "))


def test_a_list_is_told_by_what_it_lists_and_counted_from_one() -> None:
    assert (
        query_in_words(("articles", "tag", "syria", 30, 60)) == "the articles of tag 'syria', from 31 to 60"
    )
    assert query_in_words(("articles", "all", "", 0, 0)) == "the articles"
    assert query_in_words(("editions", 0, 0)) == "the editions"
    assert query_in_words(("count", "all", "")) == "how many there are of the articles"
    assert query_in_words(("articles", "corrected", "", 0, 0)) == "the articles of corrected"


@pytest.mark.parametrize("cause", sorted({*get_args(Cause)} - {"query"}))
def test_a_cause_is_a_clause(cause: Cause) -> None:
    assert reason_in_words(Reason(cause)).startswith(("it is ", "its ", "the "))
