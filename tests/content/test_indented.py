"""Paragraphs that an indent makes code are told of; code and what only looks like text are not."""

from __future__ import annotations

import pytest
from rendered import render, told

PROSE = "The Council decided on Saturday to send up to 300 unarmed observers for 90 days."


@pytest.mark.parametrize(
    "text",
    [
        f"\t{PROSE}",
        f"    {PROSE}",
        f"A first one.\n\n     “{PROSE}”",
        f"    {PROSE[:60]}\n    {PROSE[60:]} It met again on the next day, at 10:30.",
        "\tSee [the record](b.md) and *what it says*, wrote Mr. Annan (of the U.N.) on 12 March 2012.",
        "- A point.\n\n        The Council decided on Saturday to send up to 300 unarmed observers.",
        "\tقرر مجلس الأمن يوم السبت إرسال ما يصل إلى ثلاثمائة مراقب غير مسلح إلى سوريا لمدة تسعين يوما.",
        "\t安全理事会星期六决定派遣最多三百名非武装军事观察员前往叙利亚。",
        "\tWas it over? — “It was not,” she said; others had come, and they had not yet left the town!",
    ],
)
def test_an_indented_paragraph_is_told_of_with_the_way_out(text: str) -> None:
    (problem,) = render(text).problems
    assert (problem.code, problem.level) == ("indented-text", "warning")
    assert problem.remedy.startswith("Take the indent away.")


def test_the_first_of_several_is_told_where_it_stands_and_the_others_are_counted() -> None:
    page = render(f"A first one.\n\n\t{PROSE}\n\nText.\n\n    {PROSE}\n\nText.\n\n\t{PROSE}")
    (problem,) = page.problems
    assert str(problem.place) == "content/2012/03/homs.md:13:2"
    assert problem.place.length == len(PROSE)
    assert problem.message.endswith("so it is shown as code, and so are 2 more")


@pytest.mark.parametrize(
    "code",
    [
        "for name in names:\n    print(name)",
        "$ site-builder build --strict and then look at what it says about all of the articles.",
        "SELECT title FROM articles WHERE day = '2012-03-12' AND tag IN ('syria', 'homs') ORDER BY day;",
        "Useless use of time in void context at line 3.\nUseless use of length in void context at line 7.",
        "Nothing was published: 1 error. The output is as it was.",
        "content/a.md:4:8: error: tag 'Syrai' is not in the vocabulary, so nothing at all was published.",
        "Country        Votes   Remarks\nRussia         no      a permanent member of it, so it counts.",
        "Half a league, half a league\nHalf a league onward,\nAll in the valley of Death\nRode six hundred.",
        "<p>The Council decided on Saturday to send up to 300 unarmed observers for 90 days.</p>",
        "title: The Council decided on Saturday to send up to 300 observers\ndate: 2012-04-21",
        "-had agreed on a small team for Syria a week before the others came and left again.",
        "x = the_council(decided, on, saturday, to, send, up, to, observers, for, ninety, days).",
        "make clean && make build && make test || echo that it has failed and nobody knows why.",
        "The Council decided on Saturday to send up to 300 unarmed observers for 90 days",
        "[" * 90_000,
    ],
)
def test_code_and_what_is_set_line_by_line_is_not(code: str) -> None:
    indented = "\n".join(f"    {line}" for line in code.split("\n"))
    assert told(f"Text.\n\n{indented}\n") == []


def test_what_is_fenced_is_meant() -> None:
    assert told(f"```text\n{PROSE}\n```\n") == []
