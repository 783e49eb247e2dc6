"""What is too deep, too large or too slow: it is told, and nothing is lost without a word."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable

import pytest
from rendered import html_of, render, told

from site_builder.content import limits
from site_builder.content.article import Rights


def test_blocks_nested_too_deep_are_told_with_their_line() -> None:
    text = "first\n\n" + "> " * 120 + "lost\n"
    assert told(text) == [("too-deep", "warning", "content/2012/03/homs.md:13")]
    assert "lost" not in html_of(text)


def test_blocks_nested_just_not_too_deep_are_there_and_nothing_is_told() -> None:
    text = "> " * (limits.MAX_NESTING - 2) + "kept\n"
    assert told(text) == []
    assert "kept" in html_of(text)


def test_a_comment_that_never_ends_is_told_with_its_line() -> None:
    assert told("a\n\n<!-- b\n\nc") == [("unclosed-comment", "warning", "content/2012/03/homs.md:13:1")]


def test_a_table_that_unfolds_to_many_times_its_text_is_a_warning() -> None:
    text = "|" + "a|" * 150 + "\n|" + "-|" * 150 + "\n" + "b\n" * 150
    page = render(text)
    assert [p.code for p in page.problems] == ["grows"]
    assert len(page.body.html) > 100 * len(text)


@pytest.mark.parametrize(
    "text",
    [
        "a" * (limits.MAX_CHARACTERS + 1),
        "|" + "a|" * 1000 + "\n|" + "-|" * 1000 + "\n" + "b\n" * 1000,
        "[x]: /" + "u" * 100_000 + "\n\n" + "[x]" * 2000,
    ],
    ids=["a long text", "a wide table", "a long address"],
)
def test_a_text_that_would_grow_beyond_measure_is_refused(text: str) -> None:
    page = render(text)
    assert [(p.code, p.level) for p in page.problems] == [("too-long", "error")]
    assert page.body.html == ""


def test_an_endless_paragraph_keeps_its_quotation_marks_and_says_so() -> None:
    page = render('"a" ' * 30_000)
    assert [p.code for p in page.problems] == ["long-paragraph"]
    assert '"a"' in page.body.html


def test_a_place_in_an_endless_line_carries_no_excerpt() -> None:
    (problem,) = render("a " * 2000 + "[b](javascript:c)").problems
    assert (problem.place.column, problem.place.excerpt) == (4005, "")


def test_importing_the_module_does_not_load_the_parser_or_the_cleaner() -> None:
    program = "import sys, site_builder.content.markdown; print({'markdown_it', 'nh3'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout == "set()\n"


FAMILIES: dict[str, Callable[[int], str]] = {
    "nested brackets": lambda n: "[" * n + "a" + "]" * n,
    "open brackets": lambda n: "[" * n,
    "open pictures": lambda n: "![" * n,
    "nested pictures": lambda n: "![" * n + "](a)" * n,
    "open links": lambda n: "[a](" * n,
    "open destinations": lambda n: "[a](<b" * n,
    "open titles": lambda n: '[a](b "' * n,
    "open emphasis": lambda n: "**a *" * n,
    "mixed emphasis": lambda n: "*a_ " * n,
    "nested emphasis": lambda n: "*a **a " * n + "b" + " a** a*" * n,
    "quotation marks": lambda n: "\"a 'b " * n,
    "entities": lambda n: "&amp;&" * n,
    "open tags": lambda n: "<a " + 'x="' * n,
    "open comments": lambda n: "a <!-- " * n,
    "open cdata": lambda n: "<![CDATA[ a " * n,
    "bad links": lambda n: "[a](javascript:b) " * n,
    "references": lambda n: "[a](b.md)\n" * n,
    "missing anchors": lambda n: "[a](#b)\n" * n,
    "missing ids among many": lambda n: "".join(f"# head {i}\n[a](#bead-{i})\n" for i in range(n)),
    "equal headings": lambda n: "# a\n" * n,
    "footnotes": lambda n: "[^a]" * n + "\n\n[^a]: b",
    "open footnotes": lambda n: "^[a " * n,
    "lists": lambda n: "- a\n" * n,
    "tables": lambda n: "|a|\n|-|\n" + "|b|\n" * n,
    "raw tags": lambda n: "<b>a " * n,
    "sentences": lambda n: "Mr. A. b. " * n,
}


@pytest.mark.parametrize("family", FAMILIES)
def test_twice_the_text_takes_about_twice_the_time(family: str) -> None:
    make = FAMILIES[family]

    def seconds(n: int) -> float:
        text, best = make(n), float("inf")
        for _ in range(3):
            start = time.process_time()
            render(text, Rights("excerpt", 10**6))
            render(text, Rights("excerpt", 20))
            best = min(best, time.process_time() - start)
        return best

    n = 100
    while seconds(n) < 0.002 and n < 10_000:
        n *= 2
    # What grows with the square takes four times as long each time; a busy machine not every time.
    assert any(seconds(2 * n) / seconds(n) < 3 for _ in range(4))
