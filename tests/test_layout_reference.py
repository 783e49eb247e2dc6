"""The page of all that a layout may ask is that of the code as it is."""

from __future__ import annotations

import layout_reference
from reference_examples import EXAMPLES

from site_builder.layout_environment import FILTERS


def test_the_page_of_queries_is_what_the_code_gives() -> None:
    made = layout_reference.page()
    assert layout_reference.PAGE.read_text("utf-8") == made, "it is stale: `make docs` writes it anew"


def test_every_example_stands_in_the_page_under_something_that_may_be_asked() -> None:
    page = layout_reference.PAGE.read_text("utf-8")
    for asked, expressions in EXAMPLES.items():
        named = asked.removeprefix("| ")
        assert f"| `{named}`" in page or f"| `{named}(" in page, asked
        for expression in expressions:
            assert f"\n{expression} " in page, expression


def test_every_filter_is_told() -> None:
    page = layout_reference.PAGE.read_text("utf-8")
    assert [name for name in FILTERS if f"| `{name}`" not in page and f"| `{name}(" not in page] == []


def test_every_row_says_what_is_meant() -> None:
    rows = [line for line in layout_reference.page().splitlines() if line.startswith("| `")]
    assert [row for row in rows if row.endswith("|  |")] == []
