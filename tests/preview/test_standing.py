"""Of what is wrong each thing is told once, and that it is mended."""

from __future__ import annotations

from site_builder.preview.standing import News, Standing
from site_builder.problems import Level, Place, Problem


def problem(name: str, level: Level = "warning", line: int = 1, page: str = "") -> Problem:
    place = Place("content/a.md", line, excerpt=f"the line of {name}")
    return Problem(level=level, code="odd", place=place, message=name, pages=(page,) if page else ())


def test_a_warning_is_new_once_and_mended_once() -> None:
    standing = Standing()
    a, b = problem("a"), problem("b")
    assert standing.note([a], failed=False) == News(appeared=(a,), warnings=1)
    assert standing.note([a], failed=False) == News(warnings=1)
    assert standing.note([a, b], failed=False) == News(appeared=(b,), warnings=2)
    assert standing.note([b], failed=False) == News(warnings=1, warnings_mended=1)
    assert standing.note([], failed=False) == News(warnings_mended=1)


def test_a_warning_that_moves_to_another_line_is_the_same() -> None:
    standing = Standing()
    standing.note([problem("a", line=4)], failed=False)
    assert standing.note([problem("a", line=9)], failed=False) == News(warnings=1)


def test_two_of_the_same_are_two() -> None:
    standing = Standing()
    standing.note([problem("a", line=4), problem("a", line=5)], failed=False)
    assert standing.note([problem("a", line=4)], failed=False) == News(warnings=1, warnings_mended=1)


def test_a_build_that_fails_leaves_the_warnings_as_they_were() -> None:
    standing = Standing()
    a, broken = problem("a"), problem("x", "error")
    standing.note([a], failed=False)
    assert standing.note([broken], failed=True) == News(appeared=(broken,), errors=1, warnings=1)
    assert standing.note([broken], failed=True) == News(errors=1, warnings=1)
    assert standing.note([a], failed=False) == News(warnings=1, errors_mended=1)


def test_a_layout_that_fails_on_many_pages_is_one_error() -> None:
    standing = Standing()
    news = standing.note([problem("x", "error", page=f"/{n}/") for n in range(5)], failed=True)
    assert (news.errors, len(news.appeared), len(news.appeared[0].pages)) == (1, 1, 5)
    news = standing.note([problem("x", "error", page=f"/{n}/") for n in range(3)], failed=True)
    assert (news.errors, news.appeared) == (1, ())
