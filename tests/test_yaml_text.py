"""YAML as it is written: plain where every reader agrees, quoted everywhere else."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from site_builder.nodes import plain
from site_builder.texts import clean
from site_builder.yaml_nodes import compose
from site_builder.yaml_text import yaml_entries


@pytest.mark.parametrize(
    "text",
    [
        "Homs",
        "EU ministers agree, at last",
        "What now? (A look back)",
        "https://example.org/a/b?c=d&e=f",
        "Überfall auf São Paulo",
        "النظام السوري",
        "Doe’s “plan”",
        "yes and no",
    ],
)
def test_words_stand_without_quotes(text: str) -> None:
    assert yaml_entries({"title": text}) == f"title: {text}\n"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "no",
            "Yes",
            "ON",
            "y",
            "null",
            "~",
            "true",
            "",
            " ",
            "2012",
            "010",
            "1.10",
            "0x1F",
            "1_000",
            ".inf",
        ),
        *("12:30", "2012-03-12", "a: b", "a:", "a #b", "#a", "@a", "`a`", "%a", "*a", "&a", "!a", "- a", "-"),
        *("? a", "[a]", "{a}", "'a'", "a ", " a", ", a", "=", "<<", "---", "| a", "> a", "a\nb", "a\tb"),
        *("é\xa0è", "a: 'b\" \\c"),
    ],
)
def test_what_any_reader_might_take_for_something_else_is_quoted(text: str) -> None:
    written = yaml_entries({"title": text, "tags": [text]})
    assert written.startswith(("title: '", 'title: "'))
    assert yaml.safe_load(written) == {"title": text, "tags": [text]}
    assert plain(compose(written, "a.yaml")) == {"title": text, "tags": [text]}


def test_a_text_with_quotes_is_spared_the_backslashes() -> None:
    assert (
        yaml_entries({"a": 'He said: "no"', "b": "C:\\dir: x"}) == "a: 'He said: \"no\"'\nb: 'C:\\dir: x'\n"
    )


def test_a_list_of_words_stands_on_one_line_while_it_is_short() -> None:
    assert (
        yaml_entries({"tags": ["Syria", "U.N.", "a, b", "2012"]}) == 'tags: [Syria, U.N., "a, b", "2012"]\n'
    )
    assert yaml_entries({"tags": ["x" * 50, "y" * 50]}) == f"tags:\n  - {'x' * 50}\n  - {'y' * 50}\n"


def test_collections_nest_and_empty_ones_are_written() -> None:
    values = {"a": [{"b": 1, "c": [True, None]}, [1.5, {}], []], "d": {"e": {"f": "g"}}}
    written = yaml_entries(values)
    assert written == (
        "a:\n  - b: 1\n    c:\n      - true\n      - null\n"
        "  -\n    - 1.5\n    - {}\n  - []\nd:\n  e:\n    f: g\n"
    )
    assert plain(compose(written, "a.yaml")) == values


def test_a_day_stands_without_quotes() -> None:
    assert yaml_entries({"date": datetime.date(2012, 3, 12)}) == "date: 2012-03-12\n"


def test_characters_that_no_page_may_hold_are_left_out() -> None:
    assert yaml_entries({"a": "b\0\u202ec\u2028d"}) == "a: bc d\n"


def test_what_cannot_be_read_back_is_refused() -> None:
    with pytest.raises(TypeError, match="bytes"):
        yaml_entries({"a": b"b"})
    with pytest.raises(ValueError, match="inf"):
        yaml_entries({"a": float("inf")})


texts = st.text().map(clean)
leaves = texts | st.booleans() | st.none() | st.integers(-(2**63), 2**63 - 1)
leaves |= st.floats(allow_nan=False, allow_infinity=False)
free_data = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(texts, free_data, max_size=5))
def test_everything_written_is_read_back(values: dict[str, Any]) -> None:
    assert plain(compose(yaml_entries(values) or "{}", "a.yaml")) == values


@given(texts)
def test_a_reader_of_yaml_1_1_sees_the_same_text(text: str) -> None:
    assert yaml.safe_load(yaml_entries({"a": text, "b": [text, "c"]})) == {"a": text, "b": [text, "c"]}
