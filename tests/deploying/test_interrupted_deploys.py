"""A deploy may break off at any operation: what readers see is whole, and the next one goes on from there."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
import stamina
from deploys import FIRST, SECOND, STYLE_OF_FIRST, THIRD, Place, broken, ready, run
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.deploying.failures import DeployFailed
from site_builder.deploying.manifest import JOURNAL, LOCK, MANIFEST
from site_builder.deploying.readiness import Ready

FailsAt = Callable[[int], Callable[[int], bool]]


def interrupted(
    before: Ready, after: Ready, fails_at: FailsAt, *, late: bool, check: Callable[[Place], None]
) -> int:
    """Interrupt the deploy from one site to another at every operation in turn. Gives how many there are."""
    for number in itertools.count(1):
        place = Place()
        if before.files:
            run(before, place.target())
        target = place.target(fails_at(number), late=late)
        with suppress(DeployFailed):
            run(after, target)
        calls = target.system.calls
        assert not broken(place.seen()), f"operation {number}: {calls[-1]}"
        check(place)
        if len(calls) < number:
            return number - 1
    raise AssertionError("unreachable")


HOW = {
    "that operation alone": lambda number: lambda n: n == number,
    "it and all later ones": lambda number: lambda n: n >= number,
}


@pytest.mark.parametrize("late", [False, True], ids=["undone", "done, but not answered"])
@pytest.mark.parametrize("how", HOW)
def test_wherever_a_deploy_breaks_off_the_site_is_whole_and_the_next_one_completes_it(
    tmp_path: Path, how: str, late: bool
) -> None:
    first, second = ready(tmp_path, FIRST), ready(tmp_path, SECOND)

    def check(place: Place) -> None:
        run(second, place.target())
        assert place.seen() == {**SECOND, **STYLE_OF_FIRST}
        assert not {JOURNAL, LOCK} & place.files().keys()
        assert not run(second, place.target()).plan.is_needed

    assert interrupted(first, second, HOW[how], late=late, check=check) > 20


@pytest.mark.parametrize("late", [False, True], ids=["undone", "done, but not answered"])
def test_wherever_a_deploy_breaks_off_another_site_can_be_deployed_next(tmp_path: Path, late: bool) -> None:
    first, second, third = ready(tmp_path, FIRST), ready(tmp_path, SECOND), ready(tmp_path, THIRD)

    def check(place: Place) -> None:
        for number in itertools.count(1):  # and that one may break off in its turn
            target = place.target(lambda n, number=number: n == number * 7)
            try:
                run(third, target, max_delete="100%")
                break
            except DeployFailed:
                assert not broken(place.seen())
        seen = place.seen()
        assert {path: text for path, text in seen.items() if not path.startswith("assets/")} == {
            path: text for path, text in THIRD.items() if not path.startswith("assets/")
        }
        assert "assets/style.cccc.css" in seen

    interrupted(first, second, HOW["it and all later ones"], late=late, check=check)


def test_a_first_deploy_that_breaks_off_anywhere_is_completed_by_the_next(tmp_path: Path) -> None:
    nothing, first = ready(tmp_path, {}), ready(tmp_path, FIRST)

    def check(place: Place) -> None:
        run(first, place.target())
        assert place.seen() == FIRST

    interrupted(nothing, first, HOW["it and all later ones"], late=True, check=check)


def test_the_next_deploy_sends_only_what_is_not_known_to_be_there(tmp_path: Path) -> None:
    first = ready(tmp_path, FIRST)
    place = Place()
    broke_at = "feed.xml"
    target = place.target(lambda n: target.system.calls[-1].endswith(f"pipe_file {place.root}/{broke_at}"))
    with pytest.raises(DeployFailed):
        run(first, target)
    done = run(first, place.target())
    assert done.plan.to_write == (broke_at,)
    assert done.known.is_interrupted


def test_what_fails_for_a_moment_is_tried_again(tmp_path: Path) -> None:
    place = Place()
    target = place.target(lambda n: n % 10 == 0)
    with stamina.set_testing(True, attempts=4):
        run(ready(tmp_path, FIRST), target)
    assert place.seen() == FIRST


@pytest.mark.parametrize("number", range(1, 31, 4))
def test_several_threads_leave_a_whole_site_too(tmp_path: Path, number: int) -> None:
    first, second, place = ready(tmp_path, FIRST), ready(tmp_path, SECOND), Place()
    run(first, place.target(threads=4))
    with suppress(DeployFailed):
        run(second, place.target(lambda n: n >= number, threads=4))
    assert not broken(place.seen())
    run(second, place.target(threads=4))
    assert place.seen() == {**SECOND, **STYLE_OF_FIRST}


LEAVES = ("assets/a.1.css", "assets/b.1.css", "assets/a.2.css", "static/logo", "pictures/river")


@st.composite
def sites(draw: st.DrawFn) -> dict[str, str]:
    """Any site in which nothing is missing."""
    leaves = draw(st.sets(st.sampled_from(LEAVES), min_size=1))
    names = draw(st.sets(st.sampled_from(["articles/one", "articles/two", "articles/three"])))
    needs = st.lists(st.sampled_from(sorted(leaves)), max_size=3)
    articles = {name: "\n".join(draw(needs)) for name in names}
    return {**dict.fromkeys(leaves, ""), **articles, "index.html": "\n".join(sorted(names))}


@given(
    steps=st.lists(st.tuples(sites(), st.integers(1, 60), st.booleans()), min_size=1, max_size=6),
    last=sites(),
)
@settings(max_examples=30)
def test_any_deploys_cut_off_anywhere_leave_a_whole_site_and_in_the_end_the_last_one(
    tmp_path_factory: pytest.TempPathFactory,
    steps: list[tuple[dict[str, str], int, bool]],
    last: dict[str, str],
) -> None:
    place, folder = Place(), tmp_path_factory.mktemp("sites")
    for site, number, late in steps:
        target = place.target(lambda n, number=number: n >= number, late=late)
        with suppress(DeployFailed):
            run(ready(folder, site), target, max_delete="100%")
        assert not broken(place.seen())
    run(ready(folder, last), place.target(), max_delete="100%")
    seen = place.seen()
    assert {path: text for path, text in seen.items() if path in last or "assets/" not in path} == last


def test_a_manifest_that_cannot_be_fetched_is_not_taken_for_a_lost_one(tmp_path: Path) -> None:
    place = Place()
    run(ready(tmp_path, FIRST), place.target())
    target = place.target(lambda n: target.system.calls[-1].endswith(MANIFEST))
    with pytest.raises(DeployFailed, match="cannot be reached"):
        run(ready(tmp_path, SECOND), target, full=True)
