"""Which releases stay beside the live one, and which of them readers are led back to."""

from __future__ import annotations

import pytest

from site_builder.deploying.failures import DeployFailed
from site_builder.deploying.targets.releases import name_of, next_number, numbers_of, release_before, to_drop


@pytest.mark.parametrize(
    ("numbers", "live", "keep", "dropped"),
    [
        ([], 0, 3, []),
        ([1, 2], 2, 3, []),
        ([1, 2, 3], 3, 3, [1]),
        ([1, 2, 3], 3, 1, [1, 2, 3]),
        ([1, 2, 3, 4], 2, 3, [3, 4]),
        ([1, 2, 3, 4], 3, 2, [1, 2, 4]),
    ],
)
def test_so_many_releases_stay_and_none_that_was_gone_back_from(
    numbers: list[int], live: int, keep: int, dropped: list[int]
) -> None:
    assert to_drop(numbers, live, keep) == dropped


def test_a_release_has_a_higher_number_than_all_before_it_and_files_of_others_have_none() -> None:
    numbers = numbers_of(["000010", "000009", ".new", "of-others", "000000"])
    assert numbers == [9, 10]
    assert name_of(next_number(numbers)) == "000011"
    assert next_number([]) == 1


def test_the_way_back_goes_past_the_millionth_release_and_past_a_gap() -> None:
    assert release_before([999_998, 999_999, 1_000_000], 1_000_000, "www") == 999_999
    assert release_before([3, 7, 9], 7, "www") == 3


@pytest.mark.parametrize(
    ("numbers", "live", "message"),
    [([], 0, "nothing was deployed to www"), ([4, 5], 4, "www has no earlier release than 000004")],
)
def test_where_there_is_no_way_back_it_is_said(numbers: list[int], live: int, message: str) -> None:
    with pytest.raises(DeployFailed, match=message):
        release_before(numbers, live, "www")
