"""Words that people write for keys: each is answered with the key that is meant."""

from __future__ import annotations

import pytest
from msgspec import Struct, inspect

from site_builder.content.edition_files import read_edition
from site_builder.content.editions import EditionFile
from site_builder.content.front_matter import read_front_matter
from site_builder.front_matter_settings import FRONT_MATTER_SYNONYMS, FrontMatter
from site_builder.key_words import ADVICE, WORDS
from site_builder.problems import Problem
from site_builder.schema import Report, partial_reader
from site_builder.settings import CONFIG_SYNONYMS, Settings
from site_builder.yaml_nodes import compose

SYNONYMS = {"FrontMatter": FRONT_MATTER_SYNONYMS, "Settings": CONFIG_SYNONYMS}
ROWS = [
    (record, word, key)
    for record, keys in WORDS.items()
    for key, words in keys.items()
    for word in words.split()
]


def _records(*roots: type[Struct]) -> dict[str, tuple[str, ...]]:
    """The keys of these records and of all inside them, by the names of their types."""
    schema = inspect.multi_type_info(roots)
    found: dict[str, tuple[str, ...]] = {}
    todo: list[object] = [*schema]
    while todo:
        kind = todo.pop()
        if isinstance(kind, inspect.StructType):
            found[kind.cls.__name__] = tuple(field.encode_name for field in kind.fields)
            todo += [field.type for field in kind.fields]
        for name in ("type", "item_type", "value_type"):
            if (inner := getattr(kind, name, None)) is not None:
                todo.append(inner)
        todo += getattr(kind, "types", ())
    return found


RECORDS = _records(FrontMatter, EditionFile, Settings)


def _article(line: str) -> list[Problem]:
    text = f"---\ntitle: A\n{line}\n---\nText.\n"
    return list(read_front_matter(text, "a.md", {})[3])


def _settings(line: str) -> list[Problem]:
    report = Report()
    partial_reader(Settings, CONFIG_SYNONYMS, ("title",))(
        compose(f"title: A\n{line}\n", "config.yaml"), report
    )
    return report.problems


def _edition(line: str) -> list[Problem]:
    return list(read_edition("editions/a.yaml", f"date: 2012-03-12\n{line}\n".encode(), "en")[1])


@pytest.mark.parametrize(
    ("line", "remedy"),
    [
        ("headline: A", "did you mean 'title'?"),
        ("headlines: A", "did you mean 'title'?"),
        ("byline: A", "did you mean 'authors'?"),
        ("intro: A", "did you mean 'summary'?"),
        ("category: a", "did you mean 'section'? An article has one section and any number of tags."),
        ("categories: [a]", "did you mean 'tags'? An article has one section and any number of tags."),
        ("keywords: a", "did you mean 'tags'?"),
        ("publisher: un-docs", "did you mean 'source'?"),
        ("link: https://un.example", "did you mean 'url' under 'source'?"),
        ("published: 2012-03-12", "did you mean 'date'?"),
        ("pubDate: 2012-03-12", "did you mean 'date'?"),
        ("location: Homs", "did you mean 'dateline'?"),
        ("caption: A street", "did you mean 'alt' under 'image'?"),
        ("language: ar", "did you mean 'lang'?"),
        (
            "status: published",
            "did you mean 'review'? Only `review: inbox` and its like, or `draft: true`, keep an article"
            " back.",
        ),
        ("hidden: false", "did you mean 'draft'?"),
        ("hidden:", "did you mean 'draft'?"),
        ("body: Text", "The text stands in no key: it begins below the second line of dashes."),
        ("published: true", "What is no draft is published: take the line out."),
        ("autor: A", "did you mean 'author'?"),
        ("byeline: A", "did you mean 'authors'?"),
        ("sumary: A", "did you mean 'summary'?"),
        ("corrrection: A", "did you mean 'corrections'?"),
        ("Tags: [a]", "did you mean 'tags'?"),
        ("qwertz: A", "Free data goes under `extra`."),
    ],
)
def test_a_word_in_an_article_is_answered_with_the_key_that_is_meant(line: str, remedy: str) -> None:
    (problem,) = _article(line)
    assert (problem.level, problem.code, problem.remedy) == ("warning", "unknown-key", remedy)


@pytest.mark.parametrize(
    "word",
    "colour rating video views legal time year region country verified opinion price sponsor company"
    " comments translator duration weather event version footnotes quote toc lat math".split(),
)
def test_a_word_that_only_looks_a_little_like_a_key_is_not_taken_for_it(word: str) -> None:
    (problem,) = _article(f"{word}: A")
    assert (problem.level, problem.remedy) == ("warning", "Free data goes under `extra`.")


@pytest.mark.parametrize("word", ["licence: CC BY 4.0", "license: MIT", "copyright: Reuters"])
def test_a_licence_is_told_apart_from_how_much_may_be_shown(word: str) -> None:
    (problem,) = _article(word)
    assert problem.level == "warning"
    assert problem.remedy.startswith("How much may be shown is said by `rights`")


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("embargo: 2030-01-01", "did you mean 'publish_date'? Without it more would be shown than may be."),
        ("expires: 2012-04-01", "did you mean 'expiry_date'? Without it more"),
        ("hidden: true", "did you mean 'draft'? Without it more"),
        ("status: draft", "did you mean 'review'? Without it more"),
        ("approved: no", "did you mean 'review'? Without it more"),
        (
            "published: false",
            "did you mean 'draft'? Without it more would be shown than may be. Write  draft: true",
        ),
        ("public: no", "did you mean 'draft'? Without it more"),
        ("publish_dat: 2030-01-01", "did you mean 'publish_date'? Without it more"),
    ],
)
def test_a_word_that_would_have_kept_a_text_back_is_an_error(line: str, meant: str) -> None:
    (problem,) = _article(line)
    assert (problem.level, problem.code) == ("error", "misspelt-key")
    assert problem.remedy.startswith(meant)


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("introduction: A", "note"),
        ("intro: A", "note"),
        ("editorial: A", "note"),
        ("headline: A", "title"),
        ("stories: [a.md]", "articles"),
        ("headings: {A: [a.md]}", "sections"),
        ("lead_story: a.md", "lead"),
        ("notes: A", "note"),
    ],
)
def test_a_word_in_an_edition_is_answered_with_the_key_that_is_meant(line: str, key: str) -> None:
    (problem,) = _edition(line)
    assert (problem.level, problem.remedy) == ("error", f"did you mean '{key}'?")


@pytest.mark.parametrize(
    ("line", "remedy"),
    [
        ("name: A", "did you mean 'title'?"),
        ("tagline: A", "did you mean 'description'?"),
        ("site_url: https://a.example", "did you mean 'base_url'?"),
        ("categories: [a]", "did you mean 'sections'?"),
        ("keywords: [a]", "did you mean 'tags'?"),
        ("publishers: {a: A}", "did you mean 'sources'?"),
        ("navigation: []", "did you mean 'menu'?"),
        ("rss: true", "did you mean 'feeds'?"),
        ("per_page: 10", "did you mean 'paginate'?"),
        ("theme: a", "did you mean 'layouts_dir'?"),
        ("import: {}", "did you mean 'importing'?"),
        ("drafts: true", "It is said when you build: `site-builder build --help`."),
        ("sources: {un: {title: UN}}", "did you mean 'name'?"),
        ("tags: {un: {name: UN}}", "did you mean 'label'?"),
        ("tags: {un: {synonyms: [UN]}}", "did you mean 'aliases'?"),
        ("tags: {un: {broader: un}}", "did you mean 'parent'?"),
        ("menu: [{name: A, link: /a/}]", "did you mean 'label'?"),
    ],
)
def test_a_word_in_the_settings_is_answered_with_the_key_that_is_meant(line: str, remedy: str) -> None:
    assert remedy in [problem.remedy for problem in _settings(line) if problem.code == "unknown-key"]


@pytest.mark.parametrize("record", [*WORDS])
def test_every_key_of_the_table_is_one_and_no_word_of_it_is(record: str) -> None:
    keys = RECORDS[record]
    for key in WORDS[record]:
        outer, _, inner = key.rpartition(".")
        assert inner in RECORDS[f"{outer.capitalize()}Entry"] if outer else key in keys
    words = [word for name, word, _ in ROWS if name == record]
    assert not {*words, *ADVICE.get(record, {})} & {*keys, *SYNONYMS.get(record, {})}


@pytest.mark.parametrize("record", [*WORDS])
def test_no_word_of_the_table_means_two_keys(record: str) -> None:
    words = [word.replace("_", "") for name, word, _ in ROWS if name == record]
    assert sorted(words) == sorted(set(words))


@pytest.mark.parametrize(("record", "word", "key"), [row for row in ROWS if row[0] == "FrontMatter"])
def test_each_word_of_the_table_is_answered_so_in_an_article(record: str, word: str, key: str) -> None:
    (problem,) = _article(f"{word}: 2012-03-12")
    outer, _, inner = key.rpartition(".")
    assert problem.remedy.startswith(f"did you mean '{inner}'{f' under {outer!r}' if outer else ''}?")
