"""YAML from strangers: what is read, what is refused, and that every refusal has a place and a way out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder import yaml_nodes
from site_builder.nodes import Mapping, Node, Scalar, Sequence
from site_builder.problems import Problem, ProblemsFound
from site_builder.yaml_nodes import MAX_DEPTH, compose, parse


@pytest.fixture(params=["libyaml", "pure Python"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything here holds for both parsers of PyYAML."""
    if request.param == "pure Python":
        monkeypatch.setattr(yaml_nodes, "_EventParser", yaml_nodes._PureParser)


def problems_of(text: str, **options: Any) -> tuple[Problem, ...]:
    with pytest.raises(ProblemsFound) as raised:
        compose(text, "a.md", **options)
    return raised.value.problems


def only_problem(text: str, **options: Any) -> Problem:
    (problem,) = problems_of(text, **options)
    assert problem.remedy
    return problem


def words(node: Node) -> Any:
    """The texts of a node, without their places."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [words(item) for item in node.items]
    return {key: words(value) for key, (_, value) in node.entries.items()}


def entry(node: Node, key: str) -> Scalar:
    assert isinstance(node, Mapping)
    value = node.entries[key][1]
    assert isinstance(value, Scalar)
    return value


@pytest.mark.parametrize(
    "word",
    ["no", "on", "null", "~", "010", "1.10", "0x1F", "1_000", ".inf", "12:30", "2026", "2012-03-12", "="],
)
def test_an_unquoted_word_is_the_very_text_that_was_typed(word: str) -> None:
    node = compose(f"title: {word}\ntags: [{word}]\n", "a.md")
    assert words(node) == {"title": word, "tags": [word]}


def test_lists_and_mappings_nest_in_block_and_flow_form() -> None:
    text = "a:\n  - b: c\n    d: [e, {f: g}]\nh: |\n  i\n  j\n"
    assert words(compose(text, "a.md")) == {"a": [{"b": "c", "d": ["e", {"f": "g"}]}], "h": "i\nj\n"}


@pytest.mark.parametrize(
    ("text", "quoted"), [("a: b", False), ("a: 'b'", True), ('a: "b"', True), ("a: |-\n  b", True)]
)
def test_a_scalar_knows_whether_it_was_quoted(text: str, quoted: bool) -> None:
    assert entry(compose(text, "a.md"), "a").quoted is quoted


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing but a comment\n"])
def test_an_empty_text_is_an_empty_scalar(text: str) -> None:
    node = compose(text, "a.md")
    assert isinstance(node, Scalar)
    assert node.is_empty


def test_an_empty_value_is_empty_and_a_quoted_one_is_not() -> None:
    node = compose("a:\nb: ''\n", "a.md")
    assert entry(node, "a").is_empty
    assert not entry(node, "b").is_empty


def test_a_place_counts_lines_from_the_first_line_of_the_block_and_columns_in_characters() -> None:
    place = entry(compose("title: a\nwho: {é𝄞: Zoë}", "content/a.md", first_line=2), "title").place
    assert (str(place), place.length, place.excerpt) == ("content/a.md:2:8", 1, "title: a")
    who = compose("title: a\nwho: {é𝄞: Zoë}", "content/a.md", first_line=2)
    assert isinstance(who, Mapping)
    place = entry(who.entries["who"][1], "é𝄞").place
    assert (place.line, place.column, place.length) == (3, 11, 3)


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_every_kind_of_line_end_counts_as_one(end: str) -> None:
    place = entry(compose(f"a: b{end}c: d{end}", "a.md"), "c").place
    assert (place.line, place.column, place.excerpt) == (2, 4, "c: d")


def test_a_repeated_key_is_an_error_that_names_both_lines_and_the_first_value_is_kept() -> None:
    node, problems = parse("a: 1\nb: 2\na: 3\n", "a.md", first_line=2)
    assert node is not None
    assert words(node) == {"a": "1", "b": "2"}
    (problem,) = problems
    assert problem.message == "key 'a' stands twice, in lines 2 and 4"
    assert problem.place.line == 4


def test_keys_may_repeat_in_mappings_of_their_own() -> None:
    assert words(compose("- a: 1\n- a: 2\n", "a.md")) == [{"a": "1"}, {"a": "2"}]


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("a: &x b", "&"),
        ("a: *x", "*"),
        ("a: &x [b]", "&"),
        ("a: !!python/object/apply:os.system ['true']", "!"),
        ("a: !!str 5", "!"),
        ("a: !important b", "!"),
        ("&x a: b", "&"),
    ],
)
def test_anchors_aliases_and_tags_are_errors_that_offer_quotes(text: str, sign: str) -> None:
    problem = only_problem(text)
    assert problem.code == "yaml-unsupported"
    assert f"'{sign}…'" in problem.message
    assert problem.place.column > 0


def test_a_merge_key_is_an_error_and_a_quoted_one_is_a_key() -> None:
    assert "merge key" in only_problem("<<: {a: b}").message
    assert words(compose("'<<': {a: b}", "a.md")) == {"<<": {"a": "b"}}


def test_no_object_is_ever_constructed(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    problems_of(
        f"a: !!python/object/apply:pathlib.Path.touch [!!python/object/apply:pathlib.Path ['{canary}']]"
    )
    assert not canary.exists()


def test_every_alias_of_a_bomb_is_refused_and_none_is_followed() -> None:
    bomb = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 30))
    assert len(problems_of(bomb)) == 30 + 2 * 29


@pytest.mark.parametrize(
    "text",
    [
        *("[" * 200_000, "{a: " * 100_000, "- " * 200_000, "? " * 200_000, "- ? " * 100_000),
        "".join(f"{' ' * n}a:\n" for n in range(900)),
    ],
    ids=["[", "{", "-", "?", "- ?", "indent"],
)
def test_deep_nesting_is_an_error_and_the_process_lives(text: str) -> None:
    assert only_problem(text, limit=1_000_000).code == "yaml-too-deep"


def test_nesting_is_allowed_up_to_its_limit() -> None:
    compose("[" * MAX_DEPTH + "]" * MAX_DEPTH, "a.md")
    assert only_problem("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1)).code == "yaml-too-deep"


def test_text_is_allowed_up_to_its_limit() -> None:
    compose("a: bcd", "a.md", limit=6)
    assert only_problem("a: bcde", limit=6).code == "yaml-too-long"


def test_a_second_document_is_an_error_where_it_begins() -> None:
    problem = only_problem("a: b\n---\nc: d\n")
    assert (problem.code, problem.place.line) == ("yaml-document", 2)


@pytest.mark.parametrize("text", ["? [a]\n: b\n", "[a]: b", "{a: b}: c"])
def test_a_key_that_is_a_collection_is_an_error(text: str) -> None:
    assert only_problem(text).code == "yaml-key"


@pytest.mark.parametrize(
    "character", ["\0", "\x07", "\x7f", "\x85", "\u2028", "\u202e", "\u2066", "\ufeff", "\ufffe", "\ud800"]
)
def test_a_character_that_no_page_may_hold_is_an_error_with_its_place(character: str) -> None:
    problem = only_problem(f"a: b\nc: d{character}e\n")
    assert problem.code == "control-character"
    assert f"U+{ord(character):04X}" in problem.message
    assert (problem.place.line, problem.place.column) == (2, 5)


@pytest.mark.parametrize("escape", [r"\0", r"\x1b", r"\N", r"\L", r"\u202e", r"\uFEFF"])
def test_an_escape_cannot_smuggle_such_a_character_in(escape: str) -> None:
    problem = only_problem(f'a: "b{escape}"')
    assert (problem.code, problem.place.column) == ("control-character", 4)


@pytest.mark.parametrize("character", ["\u200d", "\u200e", "\u200f", "\u061c", "\xa0", "\xad", "🏳️‍🌈"])
def test_invisible_characters_that_writing_needs_are_kept(character: str) -> None:
    assert entry(compose(f"a: b{character}c", "a.md"), "a").text == f"b{character}c"


@pytest.mark.parametrize(
    ("text", "place", "message", "remedy"),
    [
        ("title: Syria: what next", "1:13", "colon", 'Write  title: "Syria: what next"'),
        ("title: Syria:", "1:13", "colon", 'Write  title: "Syria:"'),
        ('title: He said "no": why', "1:20", "colon", "Write  title: 'He said \"no\": why'"),
        ("title: @un", "1:8", "begin with '@'", 'Write  title: "@un"'),
        ("title: `un`", "1:8", "begin with '`'", 'Write  title: "`un`"'),
        ("title: %un", "1:8", "begin with '%'", 'Write  title: "%un"'),
        ("title: *Now*", "1:8", "begin with '*'", 'Write  title: "*Now*"'),
        ("title: & more", "1:8", "begin with '&'", 'Write  title: "& more"'),
        ("title: 'it's'", "1:12", "text follows the closing '", 'Write  title: "it\'s"'),
        ('title: "A" b', "1:12", 'text follows the closing "', "Write  title: '\"A\" b'"),
        ("title: [Breaking] News", "1:19", "text follows the closing ]", 'Write  title: "[Breaking] News"'),
        ('a: b\ntitle: "never\nc: d\n', "2:8", "never closed", "Close it"),
        ("a: b\nfoo: [\n", "2:6", "the bracket that opens here is not closed", "Close it"),
        ("a: [b]\nfoo: {c: [\n", "2:10", "the bracket that opens here is not closed", "Close it"),
        ("tags: [a, b\ndate: c\n", "1:7", "not closed", "Close it"),
        ("tags: {a: b\ndate: c\n", "1:7", "not closed", "Close it"),
        ("date: a\ntitle b\n", "2:1", "a colon is missing", "Write `key: value`"),
        ("a: b\n  c: d\n", "2:4", "a key cannot stand here", "indented too far"),
        ("a:\n\tb: c\n", "2:1", "tab", "spaces"),
        ('a: "C:\\dir"\n', "1:7", "backslash", "single quotes"),
        ("tags: - a\n", "1:7", "a list cannot begin", "next line"),
        ("a:\n  - b\n c: d\n", "3:2", "does not go on", "indent"),
        ("- a\nb: c\n", "2:1", "does not go on", "indent"),
        ("tags: [[a], [b],, c]\n", "1:7", "not closed", "Close it"),
        ("x: ]\n", "1:4", "begin with ']'", 'Write  x: "]"'),
        ("tags: [a, b]\ntitle: ,c\n", "2:8", "begin with ','", 'Write  title: ",c"'),
    ],
)
def test_a_slip_is_explained_at_its_place_with_the_line_as_it_should_be(
    text: str, place: str, message: str, remedy: str
) -> None:
    problem = only_problem(text)
    assert problem.code == "yaml-syntax"
    assert message in problem.message
    assert remedy in problem.remedy
    column = problem.place.column if "backslash" not in message else 7  # the parsers point one sign apart
    assert f"{problem.place.line}:{column}" == place


def test_what_follows_a_refused_alias_on_its_line_is_not_reported_again() -> None:
    assert only_problem("title: *Now or never*").code == "yaml-unsupported"


def test_all_that_is_refused_is_reported_at_once_in_source_order() -> None:
    problems = problems_of("a: &x b\nc: *x\na: d\ne: 'f'g\n")
    assert [(p.place.line, p.code) for p in problems] == [
        (1, "yaml-unsupported"),
        (2, "yaml-unsupported"),
        (3, "duplicate-key"),
        (4, "yaml-syntax"),
    ]


@given(st.text(st.sampled_from("ab:-?[]{},&*!|>'\"%@`#~<= \n\t\\0\x00"), max_size=60))
def test_any_text_gives_a_node_or_problems_with_a_place(text: str) -> None:
    node, problems = parse(text, "a.md")
    assert node is not None or problems
    for problem in problems:
        assert problem.place.source == "a.md"
        assert 1 <= problem.place.line <= text.count("\n") + 2
