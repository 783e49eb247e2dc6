"""Problems as values and as text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.problems import (
    Place,
    Problem,
    ProblemsFound,
    describe,
    did_you_mean,
    in_source_order,
    nearest,
    told_once,
    which_was_meant,
)


def a_problem(source: str = "content/a.md", line: int = 4, column: int = 8, **values: object) -> Problem:
    place = Place(source, line, column, values.pop("length", 1), values.pop("excerpt", ""))
    return Problem(**{"code": "unknown-tag", "place": place, "message": "there is no such tag", **values})


def test_a_problem_reads_place_cause_excerpt_with_caret_and_way_out() -> None:
    problem = a_problem(excerpt="tags: [Syrai, UN]", length=5, remedy="did you mean 'Syria'?\nOr add it.")
    assert describe(problem) == (
        "content/a.md:4:8: error: there is no such tag\n"
        "  tags: [Syrai, UN]\n"
        "         ^^^^^\n"
        "  did you mean 'Syria'?\n"
        "  Or add it."
    )


def test_where_no_column_is_known_none_is_claimed() -> None:
    assert describe(a_problem(column=0, excerpt="tags: []")) == (
        "content/a.md:4: error: there is no such tag\n  tags: []"
    )
    assert describe(a_problem(line=0, column=0)) == "content/a.md: error: there is no such tag"


def test_a_warning_says_that_it_is_one() -> None:
    assert describe(a_problem(level="warning")).startswith("content/a.md:4:8: warning: ")


def test_a_tab_before_the_column_does_not_move_the_caret() -> None:
    assert describe(a_problem(column=2, excerpt="\tx")).splitlines()[1:] == ["   x", "   ^"]


@given(st.text("ab\t ", min_size=1, max_size=400), st.data())
def test_the_caret_stands_under_its_letter_however_long_the_line_is(text: str, data: st.DataObject) -> None:
    column = data.draw(st.integers(1, len(text)))
    length = data.draw(st.integers(1, 50))
    marked = f"{text[: column - 1]}X{text[column:]}"
    _, excerpt, caret = describe(a_problem(column=column, length=length, excerpt=marked)).split("\n")
    assert excerpt[caret.index("^")] == "X"
    assert len(excerpt) <= 102
    assert len(caret) <= len(excerpt)


def test_problems_are_told_by_file_line_and_column_and_once_each() -> None:
    first, second, third = (
        a_problem(line=2, column=9),
        a_problem(line=10, column=1),
        a_problem("content/b.md", 1),
    )
    assert in_source_order([third, second, first, second]) == (first, second, third)
    assert ProblemsFound([third, first]).problems == (first, third)


def test_what_is_raised_reads_like_what_is_printed() -> None:
    assert str(ProblemsFound([a_problem()])) == describe(a_problem())


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("Syrai", "did you mean 'Syria'?"),
        ("SYRIA", "did you mean 'Syria'?"),
        ("base-url", "did you mean 'base_url'?"),
        ("xyzzy", ""),
        ("", ""),
    ],
)
def test_a_misspelt_word_is_answered_with_the_nearest_known_one(word: str, hint: str) -> None:
    assert did_you_mean(word, {"Syria", "Homs", "base_url"}) == hint


def test_of_equally_near_words_the_first_in_code_point_order_is_meant() -> None:
    assert did_you_mean("ab", ["ac", "ad", "aB", "AB"]) == "did you mean 'AB'?"
    assert did_you_mean("homx", ["homz", "homy"]) == did_you_mean("homx", ["homy", "homz"])


LAYOUTS = ("article.html", "epub_article.html", "tag.html", "partials/card.html", "partials/pager.html")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("artical.html", "article.html"),
        ("articel", "article.html"),
        ("epub_artcle.html", "epub_article.html"),
        ("card.html", "partials/card.html"),
        ("partial/card.html", "partials/card.html"),
        ("partials/nope.html", ""),
        ("2012/03/hmos.md", "2012/03/homs.md"),
        ("2012/04/homs.md", "2012/03/homs.md"),
    ],
)
def test_of_paths_the_one_whose_name_takes_the_fewest_edits_is_meant_and_then_the_nearest_folder(
    typed: str, meant: str
) -> None:
    known = (*LAYOUTS, "2012/03/homs.md", "2012/04/hama.md", "2014/03/homs.md")
    assert nearest(typed, known) == meant


def test_nothing_is_meant_where_nothing_is_known() -> None:
    assert did_you_mean("Syria", []) == ""


@pytest.mark.parametrize(
    ("pages", "told"),
    [
        (["/a/"], "on the page /a/"),
        (["/a/", "/b/"], "on the pages /a/ and /b/"),
        (["/a/", "/b/", "/c/"], "on the pages /a/, /b/ and /c/"),
        (["/a/", "/b/", "/c/", "/d/"], "on 4 pages, the first: /a/"),
    ],
)
def test_a_fault_of_a_layout_is_one_fault_on_however_many_pages(pages: list[str], told: str) -> None:
    problems = [a_problem(pages=(page,), remedy=f"used by {page}") for page in pages]
    (one,) = told_once(problems)
    assert describe(one).splitlines() == [
        f"content/a.md:4:8: error: there is no such tag, {told}",
        "  used by /a/",
    ]


def test_problems_that_differ_in_more_than_their_pages_stay_apart_and_in_order() -> None:
    problems = [
        a_problem(pages=("/b/",), line=7),
        a_problem(pages=("/a/",)),
        a_problem(remedy="Mend it."),
        a_problem(remedy="Leave it."),
        a_problem(pages=("/c/",), line=7),
    ]
    assert [(p.place.line, p.remedy, p.pages) for p in told_once(problems)] == [
        (7, "", ("/b/", "/c/")),
        (4, "", ("/a/",)),
        (4, "Mend it.", ()),
        (4, "Leave it.", ()),
    ]


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (["un-docs", "wire"], "There are: un-docs, wire."),
        (["wire"], "There is: wire."),
        (["uno", "wire"], "did you mean 'uno'?"),
        ([], ""),
        ([f"source-{n}" for n in range(13)], ""),
    ],
)
def test_where_no_name_is_near_all_are_told_if_they_are_few(known: list[str], words: str) -> None:
    assert which_was_meant("un", known) == words
