"""The one instant that a build takes for now."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from site_builder.clock import build_instant

DAMASCUS = ZoneInfo("Asia/Damascus")


def test_a_day_given_by_option_is_built_at_its_end() -> None:
    instant = build_instant("2012-03-12", {}, UTC)
    assert instant == datetime(2012, 3, 12, 23, 59, 59, 999999, tzinfo=UTC)


def test_the_day_ends_in_the_zone_of_the_site() -> None:
    assert build_instant("2012-01-12", {}, DAMASCUS).hour == 21


def test_a_time_given_by_option_is_taken_as_it_is() -> None:
    assert build_instant("2012-03-12T14:05Z", {}, UTC) == datetime(2012, 3, 12, 14, 5, tzinfo=UTC)


def test_the_option_wins_over_the_environment() -> None:
    assert build_instant("2012-03-12T14:05Z", {"SOURCE_DATE_EPOCH": "0"}, UTC).year == 2012


def test_reproducible_builds_give_their_epoch() -> None:
    assert build_instant("", {"SOURCE_DATE_EPOCH": "1331510400"}, UTC) == datetime(2012, 3, 12, tzinfo=UTC)


@pytest.mark.parametrize("epoch", ["soon", "-1", "1.5", "١٢"])
def test_an_epoch_that_is_no_number_is_refused(epoch: str) -> None:
    with pytest.raises(ValueError, match="SOURCE_DATE_EPOCH"):
        build_instant("", {"SOURCE_DATE_EPOCH": epoch}, UTC)


def test_without_either_it_is_now() -> None:
    before = datetime.now(UTC)
    assert before <= build_instant("", {}, UTC) <= datetime.now(UTC)
