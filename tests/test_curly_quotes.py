"""Curly quotation marks are no part of names, dates and addresses; of texts for readers they are."""

from __future__ import annotations

import pytest

from site_builder.config import read_config
from site_builder.content.edition_files import read_edition
from site_builder.content.front_matter import read_front_matter
from site_builder.front_matter_settings import FrontMatter
from site_builder.problems import Problem, describe


def _read(yaml: str) -> tuple[FrontMatter, list[Problem]]:
    front, _, _, problems = read_front_matter(f"---\n{yaml}\n---\nText.\n", "a.md", {})
    assert front is not None
    return front, list(problems)


def test_a_source_in_curly_marks_is_read_without_them_and_told() -> None:
    front, (problem,) = _read("title: A\nsource: “Reuters”")
    assert front.source is not None
    assert front.source.name == "Reuters"
    assert describe(problem).splitlines() == [
        "a.md:3:9: warning: curly quotation marks are no quotes in YAML: “Reuters” is read as Reuters",
        "  source: “Reuters”",
        "          ^^^^^^^^^",
        '  Write  Reuters  or use the straight marks, as in  "Reuters"',
    ]


@pytest.mark.parametrize(
    "typed", ["“A”, “B”", "[“A”, “B”]", "\n  - „A“\n  - «B»", "['A', ‘B’]", "[»A«, ‚B‘]", "[A, ”B”]"]
)
def test_tags_in_curly_marks_are_read_without_them(typed: str) -> None:
    front, problems = _read(f"title: A\ntags: {typed}")
    assert front.tags == ("A", "B")
    assert {(problem.code, problem.level) for problem in problems} == {("curly-quotes", "warning")}


def test_names_in_curly_marks_beside_each_other_are_a_list() -> None:
    front, (problem,) = _read("title: A\nauthors: “Jane Doe”, “John Doe”")
    assert front.authors == ("Jane Doe", "John Doe")
    assert problem.message.endswith("is read as [Jane Doe, John Doe]")
    assert problem.remedy == "Write  [Jane Doe, John Doe]"


@pytest.mark.parametrize(
    ("line", "key", "value"),
    [
        ("date: “2012-03-12”", "date", "2012-03-12"),
        ("section: „council“", "section", "council"),
        ("draft: “true”", "draft", True),
        ("review: ‘inbox’", "review", "inbox"),
        ("weight: “3”", "weight", 3),
        ("authors: [“Jane Doe”]", "authors", ("Jane Doe",)),
        ("author: “Jane Doe”", "authors", ("Jane Doe",)),
        ("related: [“2012/03/homs.md”]", "related", ("2012/03/homs.md",)),
    ],
)
def test_dates_ids_and_choices_in_curly_marks_are_read_without_them(
    line: str, key: str, value: object
) -> None:
    front, problems = _read(f"title: A\n{line}")
    assert getattr(front, key) == value
    assert [problem.code for problem in problems] == ["curly-quotes"]


@pytest.mark.parametrize(
    "yaml",
    [
        "title: “We cannot go on”",
        "title: A “quiet” day\nsummary: “It is over,” she said.",
        "title: A\nsummary: “It is over.”",
        "title: A\ntags: [The “quiet” day]",
        "title: A\ntags: ['“A”']",
        "title: “A”\ntags: ['“B”']",
        "title: A\nauthors: [Abu “Omar” Example]",
        "title: A\nstory: Annan’s plan",
        "title: A\nextra: {name: “A”, date: “B”, params: {url: “C”}}",
        "title: A\nimage: {src: a.png, alt: “A sign”, credit: “A”}",
        "title: A\ncorrections: [{date: 2012-03-12, text: “A”}]",
        "title: A\naccounts: [{by: A, says: “No.”}]",
    ],
)
def test_text_for_readers_and_marks_inside_a_name_stay_as_they_are(yaml: str) -> None:
    front, problems = _read(yaml)
    assert problems == []
    marks = "“”’"
    assert [sign for sign in str(front) if sign in marks] == [sign for sign in yaml if sign in marks]


def test_an_edition_has_its_paths_and_its_day_without_curly_marks_and_its_note_with_them() -> None:
    text = "title: “A”\nnote: “B”\ndate: “2012-03-12”\nlead: “a.md”\nsections:\n  “C”: [“b.md”]\n"
    hand, problems = read_edition("editions/a.yaml", text.encode(), "en")
    assert hand is not None
    assert (hand.file.title, hand.file.note, hand.file.lead) == ("“A”", "“B”", "a.md")
    assert hand.file.sections == {"“C”": ("b.md",)}
    assert [problem.place.line for problem in problems] == [3, 4, 6]


def test_settings_have_addresses_and_ids_without_curly_marks_and_texts_with_them() -> None:
    text = (
        "title: “A”\ntimezone: “Europe/Berlin”\nbase_url: “https://a.example”\n"
        "tags: {un: {}, council: {parent: “un”, label: “The Council”}}\n"
    )
    configured = read_config([("config.yaml", text)])
    settings = configured.settings
    assert (settings.title, settings.timezone) == ("“A”", "Europe/Berlin")
    assert settings.base_url == "https://a.example"
    assert settings.tags["council"].parent == "un"
    assert settings.tags["council"].label == "“The Council”"
    assert [problem.place.line for problem in configured.problems] == [2, 3, 4]
