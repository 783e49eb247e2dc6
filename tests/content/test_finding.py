"""Where something stands in a text: lines of the file, columns in characters."""

from __future__ import annotations

from site_builder.content.finding import Finder

TEXT = "one two\nthree two two\n\nfour%20five two"


def places(typed: str, *asked: list[int] | None) -> list[str]:
    finder = Finder(TEXT, "content/a.md", 5)
    return [str(finder.find(typed, lines)) for lines in asked]


def test_a_line_is_counted_in_the_file() -> None:
    place = Finder(TEXT, "content/a.md", 5).line(1)
    assert (str(place), place.excerpt) == ("content/a.md:6", "three two two")


def test_each_further_question_tells_the_next_occurrence_in_the_same_lines() -> None:
    assert places("two", [1, 2], [1, 2], [3, 4]) == [
        "content/a.md:6:7",
        "content/a.md:6:11",
        "content/a.md:8:13",
    ]


def test_what_is_not_in_its_lines_is_looked_for_everywhere() -> None:
    assert places("one", [1, 2], None) == ["content/a.md:5:1", "content/a.md:5"]


def test_what_is_nowhere_is_told_by_the_first_of_its_lines() -> None:
    assert places("six", [1, 2]) == ["content/a.md:6"]


def test_a_url_is_found_as_it_was_before_it_was_encoded() -> None:
    finder = Finder("[x](<a b.md>)", "content/a.md", 1)
    place = finder.find("a%20b.md", [0, 1])
    assert (place.column, place.length) == (6, 6)
