"""Typed values out of YAML: the rules of reading, and all problems at once."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

import pytest
from msgspec import Meta, Struct, field

from site_builder.problems import Problem
from site_builder.schema import INVALID, Report, partial_reader, reader
from site_builder.yaml_nodes import compose


class Person(Struct, frozen=True):
    name: str
    age: int = 0


class Pair(Struct, frozen=True):
    one: str
    two: str


class Mode(Struct, frozen=True):
    by: Literal["day", "week"] = "week"


class Everything(Struct, frozen=True, kw_only=True):
    text: str = ""
    truth: bool = False
    number: Annotated[int, Meta(ge=1, le=10, description="A number of things.")] = 1
    free_number: int = 0
    day: datetime.date | None = None
    choice: Literal["inbox", "approved"] = "approved"
    words: tuple[str, ...] = ()
    commas: Annotated[tuple[str, ...], Meta(extra={"split": ","})] = ()
    table: dict[str, Any] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    pairs: tuple[Pair, ...] = ()
    person: Person | None = None
    mode: Mode = Mode()
    pattern: Annotated[str, Meta(pattern="^a+$", description="Only the letter a.")] = ""
    anything: Any = None


read_everything = reader(Everything, {"words_of": "words"})


def read(text: str, unknown_key: Literal["error", "warning"] = "error") -> tuple[Any, list[Problem]]:
    report = Report(unknown_key)
    return read_everything(compose(text, "a.yaml"), report), report.problems


def value(text: str) -> Any:
    """What the only key of the text is read as, without any problem."""
    found, problems = read(text)
    assert not problems
    return getattr(found, text.partition(":")[0])


def problem(text: str) -> Problem:
    """The only problem of a text that cannot be read."""
    found, (only,) = read(text)
    assert found is INVALID
    return only


@pytest.mark.parametrize("typed", ["no", "on", "null", "~", "010", "1.10", "0x1F", "1_000", "12:30", "2026"])
def test_text_is_the_text_that_was_typed(typed: str) -> None:
    assert value(f"text: {typed}") == typed
    assert value(f"words: {typed}") == (typed,)
    assert value(f"words: [{typed}]") == (typed,)
    assert value(f"person: {typed}") == Person(typed)
    assert value(f"person: {{name: {typed}}}") == Person(typed)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("truth: true", True),
        ("truth: Yes", True),
        ("truth: NO", False),
        ("number: 10", 10),
        ("free_number: -3", -3),
        ("free_number: 010", 10),
        ("day: 2012-03-12", datetime.date(2012, 3, 12)),
        ("day: '2012-03-12'", datetime.date(2012, 3, 12)),
        ("choice: inbox", "inbox"),
        ("words: [a, 'b c']", ("a", "b c")),
        ("words: Doe, Jane", ("Doe, Jane",)),
        ("words: []", ()),
        ("words: ''", ()),
        ("commas: Syria", ("Syria",)),
        ("table: {a: {b: [1, x]}}", {"a": {"b": [1, "x"]}}),
        ("people: {jane: {name: Jane, age: 7}}", {"jane": Person("Jane", 7)}),
        ("people: {jane: Jane}", {"jane": Person("Jane")}),
        ("people: [Jane, John]", {"Jane": Person("Jane"), "John": Person("John")}),
        ("pairs: [{one: a, two: b}]", (Pair("a", "b"),)),
        ("person: {name: Jane}", Person("Jane")),
        ("mode: day", Mode("day")),
        ("pattern: aaa", "aaa"),
        ("anything: [1, true, no]", [1, True, "no"]),
    ],
)
def test_a_value_is_read_by_its_type(text: str, expected: Any) -> None:
    assert value(text) == expected


@pytest.mark.parametrize("key", Everything.__struct_fields__)
def test_an_empty_value_equals_an_absent_key(key: str) -> None:
    assert read(f"{key}:") == (Everything(), [])


@pytest.mark.parametrize("key", ["truth", "number", "day", "table", "pairs", "people", "choice"])
@pytest.mark.parametrize("null", ["null", "~"])
def test_null_equals_an_absent_key_where_no_text_can_be_meant(key: str, null: str) -> None:
    found, problems = read(f"{key}: {null}")
    assert (found, problems) == (Everything(), [])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("text: [a]", "expected text, found a list"),
        ("text: {a: b}", "expected text, found keys and values"),
        ("truth: maybe", "expected true or false, found 'maybe'"),
        ("truth: 'true'", "expected true or false, found the text 'true'"),
        ("truth: on", "expected true or false, found 'on'"),
        ("truth: [true]", "expected true or false, found a list"),
        ("number: 0", "expected a whole number from 1 to 10, found '0'"),
        ("number: 11", "expected a whole number from 1 to 10, found '11'"),
        ("free_number: 1.5", "expected a whole number, found '1.5'"),
        ("free_number: ٣", "expected a whole number, found '٣'"),
        (f"free_number: {'9' * 50}", f"expected a whole number, found '{'9' * 39}…'"),
        ("day: 2012-02-30", "February 2012 has 29 days, not 30"),
        ("day: tomorrow", "'tomorrow' is not a date such as 2012-03-12"),
        ("day: [2012-03-12]", "expected a date such as 2012-03-12, found a list"),
        ("choice: aproved", "expected 'approved' or 'inbox', found 'aproved'"),
        ("choice: [inbox]", "expected 'approved' or 'inbox', found a list"),
        ("words: {a: b}", "expected a list of words, found keys and values"),
        ("words: [[a]]", "expected a word or words, found a list"),
        ("words: ['']", "expected a word or words, found nothing"),
        ("words:\n  - a\n  -\n", "expected a word or words, found nothing"),
        ("commas: {a: b}", "expected a list of words, found keys and values"),
        ("table: a", "expected keys and values, found 'a'"),
        ("people: a", "expected keys and values or a list of different words, found 'a'"),
        ("people: [a, a]", "expected keys and values or a list of different words, found a list"),
        ("people: {'': {name: a}}", "a key is empty"),
        ("people: {jane: {age: 3}}", "'name' is missing"),
        ("people: {jane: }", "'name' is missing"),
        ("people: {jane: ''}", "'name' is empty"),
        ("pairs: {one: a, two: b}", "expected a list, found keys and values"),
        ("pairs: [a]", "expected keys and values, found 'a'"),
        ("pairs: [{one: a, two: ' '}]", "'two' is empty"),
        ("person: [a]", "expected keys and values or text, found a list"),
        ("mode: month", "expected 'day' or 'week', found 'month'"),
        ("pattern: ab", "'ab' cannot stand here"),
    ],
)
def test_a_value_of_the_wrong_type_is_an_error_in_words(text: str, message: str) -> None:
    assert problem(text).message == message


def test_a_remedy_is_what_the_field_is_for_or_the_nearest_word() -> None:
    assert problem("number: 11").remedy == "A number of things."
    assert problem("pattern: b").remedy == "Only the letter a."
    assert problem("choice: aproved").remedy == "did you mean 'approved'?"
    assert "quotes" in problem("truth: 'true'").remedy


def test_a_text_with_commas_is_a_list_with_a_warning_where_the_field_allows_it() -> None:
    found, (warning,) = read("commas: Syria, , UN,")
    assert found.commas == ("Syria", "UN")
    assert (warning.level, warning.code) == ("warning", "text-as-list")
    assert warning.remedy == "Write  [Syria, UN]"


@pytest.mark.parametrize("level", ["error", "warning"])
def test_an_unknown_key_is_a_problem_of_the_wanted_level_with_the_nearest_key(
    level: Literal["error", "warning"],
) -> None:
    found, (unknown,) = read("txet: a\nchoice: inbox", unknown_key=level)
    assert (unknown.level, unknown.code, str(unknown.place)) == (level, "unknown-key", "a.yaml:1:1")
    assert unknown.remedy == "did you mean 'text'?"
    assert found == Everything(choice="inbox")


def test_an_unknown_key_without_a_near_one_lists_what_is_known() -> None:
    _, (unknown,) = read("person: {name: a, zzz: b}")
    assert unknown.remedy == "Known keys: name, age."


def test_another_name_of_a_key_is_read_as_that_key() -> None:
    assert read("words_of: [a]") == (Everything(words=("a",)), [])


def test_two_names_of_one_key_are_an_error_that_names_both_lines() -> None:
    _, (second,) = read("words_of: a\nwords: b")
    assert second.level == "error"
    assert second.message == "'words_of' and 'words' mean the same key, in lines 1 and 2"


def test_an_empty_second_name_does_no_harm() -> None:
    assert read("words_of: [a]\nwords:\n") == (Everything(words=("a",)), [])


def test_all_problems_are_found_at_once() -> None:
    _, problems = read("truth: 3\nnumber: x\npairs: [{one: a}, {two: b}]\nwords: [{}, a, []]\nzz: 1\n")
    assert [(p.place.line, p.code) for p in problems] == [
        *((1, "wrong-type"), (2, "wrong-type"), (3, "missing-key"), (3, "missing-key")),
        *((4, "wrong-type"), (4, "wrong-type"), (5, "unknown-key")),
    ]


def test_a_partial_reader_gives_what_could_be_read_and_needs_only_what_it_is_told() -> None:
    report = Report()
    read_some = partial_reader(Pair, required=("two",))
    assert read_some(compose("one: a", "a.yaml"), report) == {"one": "a"}
    assert [p.message for p in report.problems] == ["'two' is missing"]
    assert read_some(compose("two: b", "a.yaml"), Report()) == {"two": "b"}


def test_a_type_without_a_rule_is_refused_when_the_reader_is_made() -> None:
    class Odd(Struct):
        share: float

    with pytest.raises(TypeError, match="no rule"):
        reader(Odd)(compose("share: 1", "a.yaml"), Report())
