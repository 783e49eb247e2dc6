"""config.yaml: joined from files and flags, checked as a whole, every value with its origin."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from site_builder.config import Configured, read_config, show
from site_builder.content.front_matter import read_front_matter
from site_builder.front_matter_settings import SourceEntry
from site_builder.problems import Place, Problem, ProblemsFound
from site_builder.settings import (
    DefaultRule,
    EditionsSetting,
    MenuItem,
    SectionSetting,
    SourceSetting,
    TagSetting,
)

LEAST = "title: Digest\ntimezone: UTC\n"


def configured(text: str, *later: str, **overrides: str) -> Configured:
    """A configuration without any problem; `later` are the texts of later files."""
    files = [("config.yaml", LEAST + text), *((f"later{n}.yaml", t) for n, t in enumerate(later, 1))]
    result = read_config(files, overrides)
    assert result.problems == ()
    return result


def problems(text: str, *later: str, **overrides: str) -> tuple[Problem, ...]:
    files = [("config.yaml", LEAST + text), *((f"later{n}.yaml", t) for n, t in enumerate(later, 1))]
    with pytest.raises(ProblemsFound) as raised:
        read_config(files, overrides)
    return raised.value.problems


def problem(text: str, *later: str, **overrides: str) -> Problem:
    (only,) = problems(text, *later, **overrides)
    assert only.remedy
    return only


def test_a_title_is_all_that_a_site_needs_and_a_missing_timezone_is_a_warning() -> None:
    result = read_config([("config.yaml", "title: Digest")])
    assert result.settings.title == "Digest"
    assert result.settings.timezone == "UTC"
    (warning,) = result.problems
    assert (warning.level, warning.code, warning.place) == (
        "warning",
        "missing-timezone",
        Place("config.yaml"),
    )
    assert "UTC" in warning.message


@pytest.mark.parametrize("text", ["", "# nothing\n", "description: a\n", "title:\n", "title: ' '\n"])
def test_a_missing_title_is_an_error(text: str) -> None:
    with pytest.raises(ProblemsFound) as raised:
        read_config([("config.yaml", text + "timezone: UTC\n" if text else "")])
    assert "missing-key" in [p.code for p in raised.value.problems]


@pytest.mark.parametrize("text", ["- a\n", "just words\n"])
def test_a_file_that_is_not_keys_and_values_is_an_error(text: str) -> None:
    with pytest.raises(ProblemsFound, match="expected keys and values"):
        read_config([("config.yaml", text)])


def test_tags_sources_and_sections_have_a_short_form() -> None:
    settings = configured(
        "tags: {syria: Syria, un: }\nsources: {sana: SANA}\nsections: [world, home]\n"
    ).settings
    assert settings.tags == {"syria": TagSetting(label="Syria"), "un": TagSetting()}
    assert settings.sources == {"sana": SourceSetting(name="SANA")}
    assert settings.sections == {"world": SectionSetting("world"), "home": SectionSetting("home")}
    assert configured("editions: day\n").settings.editions == EditionsSetting("day")


def test_a_word_in_a_vocabulary_stays_the_text_that_was_typed() -> None:
    tags = configured("tags: {no: No, 010: 2012, 12:30: null}\n").settings.tags
    assert {id_: tag.label for id_, tag in tags.items()} == {"no": "No", "010": "2012", "12:30": "null"}


@pytest.mark.parametrize("name", ["baseURL", "url", "base_url"])
def test_a_base_url_has_several_names_and_loses_its_final_slash(name: str) -> None:
    assert (
        configured(f"{name}: https://example.org/digest/\n").settings.base_url == "https://example.org/digest"
    )


def test_two_names_of_one_key_in_one_file_are_an_error() -> None:
    assert problem("url: https://a.org\nbaseURL: https://b.org\n").code == "duplicate-key"


def test_later_files_win_key_by_key_and_flags_win_over_files() -> None:
    result = configured(
        "description: a\npaginate: 10\nurl: https://a.org\n",
        "paginate: 20\nbaseURL: https://b.org\ndescription:\n",
        base_url="https://c.org",
    )
    assert result.settings.description == "a"
    assert result.settings.paginate == 20
    assert result.settings.base_url == "https://c.org"
    assert {
        key: result.origins[key] for key in ("title", "description", "paginate", "base_url", "language")
    } == {
        "title": "config.yaml:1",
        "description": "config.yaml:3",
        "paginate": "later1.yaml:1",
        "base_url": "--base-url",
        "language": "default",
    }


def test_tables_are_joined_by_id_and_a_later_entry_replaces_an_earlier_one() -> None:
    settings = configured(
        "tags: {a: A, b: B}\nextra: {x: 1, y: 2}\nmenu: [{label: a, to: /a/}]\n",
        "tags: {b: {label: Bee}, c: D}\nextra: {y: 3}\nmenu: [{label: b, to: /b/}]\n",
    ).settings
    assert {id_: tag.label for id_, tag in settings.tags.items()} == {"a": "A", "b": "Bee", "c": "D"}
    assert settings.extra == {"x": 1, "y": 3}
    assert settings.menu == (MenuItem("b", "/b/"),)


def test_a_problem_in_a_joined_table_is_placed_in_the_file_that_says_it() -> None:
    found = problem("tags: {a: A}\n", "tags: {b: {label: B, parent: c}}\n")
    assert str(found.place) == "later1.yaml:1:30"


def test_a_text_of_the_command_line_is_never_yaml() -> None:
    assert configured("", title="a: [b").settings.title == "a: [b"
    assert str(problem("", base_url="nowhere").place) == "--base-url"


def test_the_flag_of_the_output_folder_may_name_a_folder_anywhere() -> None:
    assert configured("", output_dir="/srv/www").origins["output_dir"] == "--output"


def test_an_unknown_key_is_an_error_with_the_nearest_key() -> None:
    found = problem("langauge: en\n")
    assert (found.level, found.code, found.remedy) == ("error", "unknown-key", "did you mean 'language'?")


def test_defaults_are_read_as_front_matter_and_can_be_stored() -> None:
    text = (
        "defaults:\n  - path: syria/**\n    values: {section: 010, draft: yes, source: sana, author: Jane}\n"
    )
    (rule,) = configured(text).settings.defaults
    assert rule.path == "syria/**"
    stored = msgspec.msgpack.decode(msgspec.msgpack.encode(rule), type=DefaultRule)
    article, *_ = read_front_matter("---\ntitle: a\n---\n", "a.md", stored.values)
    assert article is not None
    assert (article.section, article.draft, article.authors) == ("010", True, ("Jane",))
    assert article.source == SourceEntry("sana")


def test_a_wrong_default_is_an_error_in_the_configuration() -> None:
    text = "defaults:\n  - path: syria/**\n    values: {draft: maybe, sektion: a}\n"
    assert [(p.place.line, p.code) for p in problems(text)] == [(5, "wrong-type"), (5, "unknown-key")]


def test_everything_wrong_is_found_at_once_in_source_order() -> None:
    text = "paginate: 0\nlanguage: en_US\ncolour: red\npermalink: /:yeer/\ntags: {a: {parent: b}}\n"
    found = problems(text, "links: none\ntitle: x: y\n")
    assert [(p.place.source, p.place.line) for p in found] == [
        *(("config.yaml", line) for line in (3, 4, 5, 6, 7)),
        ("later1.yaml", 2),
    ]


def test_of_what_cannot_be_read_nothing_else_is_told() -> None:
    found = problem("feeds: on")
    assert (found.code, str(found.place)) == ("wrong-type", "config.yaml:3:8")
    assert [p.code for p in problems("feeds: {formats: atom}")] == ["no-feeds", "wrong-type"]


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("hosting: {hosts: nginx}", "Write  [nginx]"),
        ("feeds: {formats: 'atom, rss'}", "Write  [atom, rss]"),
        ("menu: about", "Write each with a dash before it:\n  - label: …\n    to: …"),
    ],
)
def test_a_word_where_a_list_of_some_words_is_wanted_is_shown_as_one(text: str, remedy: str) -> None:
    found = problems(text)[-1]
    assert (found.code, found.remedy) == ("wrong-type", remedy)


@pytest.mark.parametrize("text", ["title: a: b\n", "- a\n", "[" * 99])
def test_of_a_file_that_cannot_be_read_nothing_is_said_to_be_missing(text: str) -> None:
    with pytest.raises(ProblemsFound) as raised:
        read_config([("config.yaml", text)], {"base_url": "nowhere"})
    assert [p.place.source for p in raised.value.problems] == ["--base-url", "config.yaml"]


def test_a_repeated_key_and_a_wrong_value_are_found_together() -> None:
    assert {p.code for p in problems("paginate: 0\npaginate: 1\n")} == {"duplicate-key", "wrong-type"}


def test_settings_are_shown_entry_by_entry_with_their_origins() -> None:
    result = configured("tags:\n  a: A\n  b:\n    label: B\nextra: {}\n", "tags: {c: C}\n", output_dir="www")
    shown: dict[str, tuple[Any, str]] = {path: (value, origin) for path, value, origin in show(result)}
    assert shown["title"] == ("Digest", "config.yaml:1")
    assert shown["tags.b.label"] == ("B", "config.yaml:6")
    assert shown["tags.b.parent"] == ("", "default")
    assert shown["tags.c.label"] == ("C", "later1.yaml:1")
    assert shown["output_dir"] == ("www", "--output")
    assert shown["related.limit"] == (5, "default")
    assert next(iter(shown)) == "title"


@pytest.mark.parametrize("start", ["\ufeff", "# a comment\n", "---\n"])
def test_a_mark_a_comment_or_a_line_of_dashes_may_come_first(start: str) -> None:
    assert read_config([("config.yaml", start + LEAST.replace("\n", "\r\n"))]).settings.title == "Digest"
