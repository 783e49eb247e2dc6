"""Front matter: found whatever the editor's machine does, never published as text, read with all problems."""

from __future__ import annotations

import contextlib
import datetime
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.content.front_matter import Split, read_front_matter, split, write_front_matter
from site_builder.front_matter_settings import (
    AccountEntry,
    CorrectionEntry,
    FrontMatter,
    ImageEntry,
    SourceEntry,
)
from site_builder.problems import Problem, ProblemsFound
from site_builder.texts import clean

ARTICLE = "---\ntitle: Homs\n---\nText.\n"


def read(yaml: str, **defaults: Any) -> tuple[FrontMatter | None, tuple[Problem, ...]]:
    values, _, _, problems = read_front_matter(f"---\n{yaml}\n---\nText.\n", "a.md", defaults)
    return values, problems


def front(yaml: str, **defaults: Any) -> FrontMatter:
    values, problems = read(yaml, **defaults)
    assert values is not None
    assert not problems
    return values


def refusal(text: str) -> Problem:
    values, _, _, (problem,) = read_front_matter(text, "a.md", {})
    assert values is None
    assert problem.level == "error"
    assert problem.remedy
    return problem


def test_a_file_is_split_into_its_block_and_its_body() -> None:
    assert split(ARTICLE, "a.md") == Split("title: Homs\n", 2, "Text.\n", 4)


@pytest.mark.parametrize(
    ("text", "body_line"),
    [
        (ARTICLE.replace("\n", "\r\n"), 4),
        (ARTICLE.replace("\n", "\r"), 4),
        ("---\r\ntitle: Homs\n---\rText.\n", 4),
        ("\ufeff" + ARTICLE, 4),
        ("\ufeff" + ARTICLE.replace("\n", "\r\n"), 4),
        ("\n \n" + ARTICLE, 6),
        ("---  \ntitle: Homs\n---\t\nText.\n", 4),
        ("---\ntitle: Homs\n...\nText.\n", 4),
    ],
)
def test_marks_line_ends_blank_lines_and_both_ways_of_closing_are_accepted(text: str, body_line: int) -> None:
    parts = split(text, "a.md")
    assert (parts.yaml, parts.body, parts.body_line) == ("title: Homs\n", "Text.\n", body_line)
    assert parts.yaml_line == body_line - 2


@pytest.mark.parametrize(
    "text", ["---\ntitle: Homs\n---", "---\ntitle: Homs\n---\n", "---\ntitle: Homs\n..."]
)
def test_a_file_may_end_with_its_front_matter(text: str) -> None:
    assert split(text, "a.md").body == ""


def test_only_the_first_closing_line_closes_the_block() -> None:
    assert split("---\na: b\n---\nText.\n\n---\n\nMore.\n", "a.md").body == "Text.\n\n---\n\nMore.\n"


def test_dashes_inside_the_block_that_are_not_three_at_the_margin_do_not_close_it() -> None:
    assert split("---\na: |\n  ---\n--- b\n----\n---\n", "a.md").yaml == "a: |\n  ---\n--- b\n----\n"


@pytest.mark.parametrize(
    "text", ["---\ntitle: Homs\n", "---\ntitle: Homs", "---", "\n---\ntitle: Homs\n ---\n"]
)
def test_an_unclosed_block_is_an_error_where_it_opens_and_never_text(text: str) -> None:
    with pytest.raises(ProblemsFound) as raised:
        split(text, "a.md")
    (problem,) = raised.value.problems
    assert problem.code == "unclosed-front-matter"
    assert problem.place.excerpt == "---"
    assert problem.place.line == text.count("\n", 0, text.index("---")) + 1


def test_a_block_that_only_a_line_in_the_body_closes_is_an_error_and_never_text() -> None:
    text = "---\ntitle: Homs\n\nText: more\nhere.\n\n---\n\nEnd.\n"
    values, parts, _, problems = read_front_matter(text, "a.md", {})
    assert values is None
    assert problems
    assert parts is not None
    assert "title" not in parts.body


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty"),
        (" \n\n", "the file is empty"),
        ("Text.\n", "the file has no front matter"),
        ("\n\n# Homs\n", "the file has no front matter"),
        ("----\ntitle: Homs\n----\n", "front matter opens with three dashes alone"),
        ("--- # note\ntitle: Homs\n---\n", "front matter opens with three dashes alone"),
        ("+++\ntitle = 'Homs'\n+++\n", "the front matter is not YAML"),
        ('{"title": "Homs"}\n', "the front matter is not YAML"),
        ("---\n---\nText.\n", "the front matter is empty"),
        ("---\n# title\n---\nText.\n", "the front matter is empty"),
        ("---\n- title\n---\n", "the front matter is a list, not keys and values"),
        ("---\njust words\n---\n", "the front matter is text, not keys and values"),
    ],
)
def test_a_file_without_keys_and_values_is_an_error_that_says_what_to_write(text: str, message: str) -> None:
    problem = refusal(text)
    assert (problem.code, problem.message) == ("no-front-matter", message)


def test_every_key_is_read_as_its_type() -> None:
    values = front(
        """title: "EU: new sanctions"
date: 2012-03-12
draft: yes
review: inbox
tags: [Syria, 2012, no]
authors: Jane Doe
source: {name: reuters, url: https://example.org/a, authors: [Jane Doe, John Roe]}
rights: excerpt 80
weight: 3
corrections:
  - {date: 2012-03-13, text: "The toll was 30, not 13."}
accounts: [{by: SANA, says: None died}]
image: {src: a.jpg, alt: A square}
extra: {map: true, zoom: 3}"""
    )
    assert values == FrontMatter(
        title="EU: new sanctions",
        date="2012-03-12",
        draft=True,
        review="inbox",
        tags=("Syria", "2012", "no"),
        authors=("Jane Doe",),
        source=SourceEntry(name="reuters", url="https://example.org/a", authors=("Jane Doe", "John Roe")),
        rights="excerpt 80",
        weight=3,
        corrections=(CorrectionEntry(datetime.date(2012, 3, 13), "The toll was 30, not 13."),),
        accounts=(AccountEntry("SANA", "None died"),),
        image=ImageEntry("a.jpg", "A square"),
        extra={"map": True, "zoom": 3},
    )


@pytest.mark.parametrize(
    "typed", ["no", "on", "null", "~", "010", "1.10", "0x1F", "1_000", ".inf", "12:30", "2026"]
)
def test_titles_tags_authors_and_sources_are_the_text_that_was_typed(typed: str) -> None:
    values = front(f"title: {typed}\ntags: [{typed}]\nauthors: {typed}\nsource: {typed}")
    assert values.title == typed
    assert values.tags == values.authors == (typed,)
    assert values.source == SourceEntry(typed)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        *(("lastmod: 2012-03-12", "updated"), ("url: /a/", "permalink"), ("description: a", "summary")),
        *(("template: a.html", "layout"), ("publishDate: 2012-03-12", "publish_date")),
    ],
)
def test_names_that_other_generators_use_are_understood(typed: str, key: str) -> None:
    assert getattr(front(f"title: a\n{typed}"), key) == typed.partition(": ")[2]


def test_a_near_miss_of_a_key_is_a_warning_and_the_rest_is_read() -> None:
    values, (warning,) = read("title: Homs\nsumary: a")
    assert values == FrontMatter(title="Homs")
    assert (warning.level, warning.code, str(warning.place)) == ("warning", "unknown-key", "a.md:3:1")
    assert warning.remedy == "did you mean 'summary'?"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *(("Draft: true", "draft"), ("reveiw: inbox", "review"), ("right: headline", "rights")),
        *(("publish: 2030-01-01", "publish_date"), ("expiry-date: 2012-03-12", "expiry_date")),
        ("publishdate: 2030-01-01", "publish_date"),
    ],
)
def test_a_near_miss_of_a_key_that_keeps_a_text_back_is_an_error(typed: str, meant: str) -> None:
    _, (error,) = read(f"title: Homs\n{typed}")
    assert (error.level, error.code) == ("error", "misspelt-key")
    assert error.remedy.startswith(f"did you mean '{meant}'?")
    assert error.remedy.endswith("Free data goes under `extra`.")


def test_all_problems_of_a_file_are_found_at_once_with_their_places() -> None:
    values, problems = read("tittle: a\ndraft: maybe\ndate: b\ndate: c\ntags: [[]]\nimage: {src: a.jpg}")
    assert values == FrontMatter(
        title="Untitled", date="b"
    )  # what could be read, so that more can be checked
    assert sorted((p.place.line, p.code, p.message) for p in problems) == [
        (2, "missing-key", "'title' is missing"),
        (2, "unknown-key", "key 'tittle' is not known"),
        (3, "wrong-type", "expected true or false, found 'maybe'"),
        (5, "duplicate-key", "key 'date' stands twice, in lines 4 and 5"),
        (6, "wrong-type", "expected a word or words, found a list"),
        (7, "missing-key", "'alt' is missing"),
    ]


@pytest.mark.parametrize("typed", ["summary: a", "title:", "title: ''", "title: '  '"])
def test_a_title_must_be_there_and_hold_something(typed: str) -> None:
    _, (problem,) = read(typed)
    assert (problem.level, problem.code) == ("error", "missing-key")


def test_defaults_fill_in_what_is_absent_or_empty_and_nothing_else() -> None:
    values = front(
        "title: a\nsection: b\nlayout:\ndraft: no",
        section="c", layout="d.html", draft=True, tags=["e"], source={"name": "f"},
    )  # fmt: skip
    assert values == FrontMatter(
        title="a", section="b", layout="d.html", draft=False, tags=("e",), source=SourceEntry("f")
    )


def test_places_are_those_in_the_file() -> None:
    _, _, places, _ = read_front_matter("\n---\ntitle: a\nauthor: [b, c]\nsource: d\n---\n", "a.md", {})
    assert [str(places[key]) for key in ("title", "authors.1", "source.name")] == [
        *("a.md:3:8", "a.md:4:13", "a.md:5:9")
    ]


ENTRIES = r"""
    title: a|title: ""|title: null|tags: [a, b]|tags: a, b|tags:\n  - a|source: a|source: {name: a}|draft: yes
    source:\n  name: a\n  url: https://b.c|url: /a/|permalink: /a/|draft: "yes"|weight: 1|weight: a|bogus: 1
    image: a.jpg|rights: excerpt 80|rights: some|review: inbox|extra:\n  a: 1\n  b: [c]|accounts: []|id: ~
    """


@settings(max_examples=300, derandomize=True, deadline=None)
@given(
    st.lists(
        st.sampled_from(re.split(r"\n +|\|", ENTRIES.strip())).map(lambda entry: entry.replace("\\n", "\n")),
        max_size=6,
    ).map("\n".join)
)
def test_the_usual_shapes_are_read_as_the_parser_reads_them_with_the_same_problems_and_places(
    yaml: str,
) -> None:
    text = f"---\n{yaml}\n---\nText."
    usual, _, places, problems = read_front_matter(text, "a.md", {})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("site_builder.content.front_matter.read_lines", lambda text: None)
        parsed, _, places_parsed, problems_parsed = read_front_matter(text, "a.md", {})
    assert (usual, problems) == (parsed, problems_parsed)
    assert dict(places) == dict(places_parsed)


def test_the_block_is_written_in_the_order_of_the_keys_with_days_as_days() -> None:
    values = {
        "zoom": 3,
        "tags": ["Syria", "no"],
        "source": SourceEntry("reuters", retrieved="2012-03-13"),
        "slug": None,
        "date": "2012-03-12",
        "title": "2012",
    }
    assert write_front_matter(values) == (
        '---\ntitle: "2012"\ndate: 2012-03-12\ntags: [Syria, "no"]\n'
        "source:\n  name: reuters\n  retrieved: 2012-03-13\nzoom: 3\n---\n"
    )


texts = st.text().map(clean)
filled = texts.filter(str.strip)
names = st.lists(filled, max_size=3).map(tuple)
days = st.dates().map(str)
addresses = st.sampled_from(["", "https://example.org/a?b=c&d#e", "http://example.org/ä,b"])
sources = st.builds(SourceEntry, name=filled, url=addresses, authors=names, published=days | texts, raw=texts)
front_matter = st.builds(
    FrontMatter,
    title=filled,
    date=days | texts,
    draft=st.booleans(),
    review=st.sampled_from(["inbox", "approved"]),
    summary=texts,
    tags=names,
    authors=names,
    source=st.none() | sources,
    rights=st.sampled_from([None, "full", "excerpt 80"]),
    weight=st.integers(-(10**9), 10**9),
    corrections=st.lists(st.builds(CorrectionEntry, date=st.dates(), text=filled), max_size=2).map(tuple),
    image=st.none()
    | st.builds(ImageEntry, src=st.sampled_from(["a.jpg", "ä b/c.png"]), alt=filled, credit=texts),
    extra=st.dictionaries(texts, texts | st.integers(-9, 9) | st.booleans() | st.lists(texts), max_size=2),
)


@given(front_matter, st.text().map(clean).map(lambda text: text.replace("\r", "\n")))
def test_front_matter_that_is_written_is_read_back(values: FrontMatter, body: str) -> None:
    written = write_front_matter({key: getattr(values, key) for key in values.__struct_fields__})
    read_back, parts, _, problems = read_front_matter(written + body, "a.md", {})
    assert problems == ()
    assert read_back == values
    assert parts is not None
    assert parts.body == body


@given(st.text(st.sampled_from("-. \n\r\ufeffa:b"), max_size=30))
def test_any_text_is_split_or_refused(text: str) -> None:
    with contextlib.suppress(ProblemsFound):
        parts = split(text, "a.md")
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        assert "\n".join(lines[parts.body_line - 1 :]) == parts.body
