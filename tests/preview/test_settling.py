"""When to look after hints: after a moment of quiet, and never later than anybody should wait."""

from __future__ import annotations

import pytest

from site_builder.preview.settling import MOST_AHEAD, MOST_PATHS, Settling


def test_without_hints_there_is_no_reason_to_look() -> None:
    assert Settling().due() is None


def test_a_burst_is_waited_for_until_it_is_quiet() -> None:
    settling = Settling(0.03, 0.25)
    settling.add("a", 10.0)
    settling.add("b", 10.02)
    assert settling.due() == pytest.approx(10.05)
    assert settling.take() == {"a", "b"}
    assert settling.due() is None


def test_a_burst_without_an_end_is_not_waited_for() -> None:
    settling = Settling(0.03, 0.25)
    for n in range(100):
        settling.add("a", 10.0 + n / 100)
    assert settling.due() == 10.25


def test_one_hint_that_it_could_be_anything_makes_it_anything() -> None:
    settling = Settling()
    settling.add("a", 1.0)
    settling.add(None, 1.0)
    settling.add("b", 1.0)
    assert settling.take() is None
    settling.add("c", 2.0)
    assert settling.take() == {"c"}


def test_a_storm_is_anything() -> None:
    settling = Settling()
    for n in range(MOST_PATHS + 1):
        settling.add(str(n), 1.0)
    assert settling.take() is None


def test_the_files_of_a_small_burst_can_be_looked_at_ahead_after_each_hint() -> None:
    settling = Settling()
    assert not settling.ahead()
    settling.add("a", 1.0)
    assert settling.ahead() == {"a"}
    assert not settling.ahead(), "until there is another hint"
    settling.add("b", 1.01)
    assert settling.ahead() == {"a", "b"}
    assert settling.take() == {"a", "b"}, "they are looked at again when it is quiet"
    assert not settling.ahead()


def test_what_could_be_anything_or_is_no_edit_by_hand_is_not_looked_at_ahead() -> None:
    settling = Settling()
    settling.add(None, 1.0)
    assert not settling.ahead()
    settling.take()
    for n in range(MOST_AHEAD + 1):
        settling.add(str(n), 2.0)
    assert not settling.ahead()
