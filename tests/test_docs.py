"""The documents are true: their tables are complete, their samples are read, their links lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, get_args

import click
import msgspec
import pytest
from documents import DOCUMENTS, ROOT, anchors, blocks, inline_code, links, sections, tables, text_of
from verbs import verbs

from site_builder.checking import CODES
from site_builder.cli import ALIASES
from site_builder.content import permalinks
from site_builder.content.editions import EditionFile
from site_builder.content.front_matter import read_front_matter
from site_builder.deploy_settings import DeployTarget
from site_builder.front_matter_settings import (
    FRONT_MATTER_SYNONYMS,
    AccountEntry,
    CorrectionEntry,
    FrontMatter,
    ImageEntry,
    SourceEntry,
)
from site_builder.schema import Report, partial_reader
from site_builder.settings import (
    CONFIG_SYNONYMS,
    CheckSetting,
    DataSetting,
    DefaultRule,
    EditionsSetting,
    FeedsSetting,
    FurnitureSetting,
    HostingSetting,
    IgnoreRule,
    ImportingSetting,
    MenuItem,
    NewsletterSetting,
    RelatedSetting,
    SectionSetting,
    Settings,
    SitemapSetting,
    SourceSetting,
    TagSetting,
)
from site_builder.yaml_nodes import compose

PACKAGE = ROOT / "site_builder"
Struct = type[msgspec.Struct]

# Heading of a section, and the type whose keys its table lists. What stands under no such heading of
# front-matter.md is front matter itself, in several tables.
CONFIG_TABLES: dict[str, Struct] = {
    "The site": Settings,
    "tags": TagSetting,
    "sources": SourceSetting,
    "sections": SectionSetting,
    "related": RelatedSetting,
    "feeds": FeedsSetting,
    "sitemap": SitemapSetting,
    "data": DataSetting,
    "editions": EditionsSetting,
    "importing": ImportingSetting,
    "hosting": HostingSetting,
    "newsletter": NewsletterSetting,
    "check": CheckSetting,
    "menu": MenuItem,
    "defaults": DefaultRule,
}
TARGETS: tuple[Struct, ...] = get_args(DeployTarget)  # each has its table under `deploy`, in this order
FRONT_MATTER_TABLES: dict[str, Struct] = {
    "source": SourceEntry,
    "image": ImageEntry,
    "accounts": AccountEntry,
    "corrections": CorrectionEntry,
}


class Row(NamedTuple):
    """A row of a table of keys."""

    section: str  # the heading it stands under
    table: int  # which table under that heading, from 0
    key: str
    others: tuple[str, ...]  # accepted names in brackets
    default: str
    example: str  # YAML


def key_rows(name: str) -> list[Row]:
    rows = []
    for heading, below in sections(text_of(name)):
        for number, table in enumerate(t for t in tables(below) if len(t[0]) == 4):
            for key, _, default, example in table:
                first, *others = re.findall(r"`([^`]+)`", key)
                rows.append(Row(heading, number, first, tuple(others), default, example.strip("`")))
    return rows


def shown_default(field: msgspec.inspect.Field) -> str:
    """A default as the tables show it."""
    if field.required:
        return "required"
    value = field.default if field.default is not msgspec.NODEFAULT else field.default_factory()
    if isinstance(value, msgspec.Struct) or value in (None, "", (), {}):
        return "–"
    if isinstance(value, tuple):
        return f"`[{', '.join(value)}]`"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def assert_complete(rows: list[Row], struct: Struct) -> None:
    fields = {field.encode_name: field for field in msgspec.inspect.type_info(struct).fields}
    assert sorted(row.key for row in rows) == sorted(fields)
    for row in rows:
        assert row.default == shown_default(fields[row.key]), row
        assert re.match(rf"{row.key}: ", row.example), row


def assert_readable(example: str, struct: Struct, synonyms: Mapping[str, str] | None = None) -> None:
    report = Report()
    values = partial_reader(struct, synonyms or {})(compose(example, "example"), report)
    assert not report.problems, (example, report.problems)
    assert values, example


CONFIG_ROWS = key_rows("docs/configuration.md")
FRONT_MATTER_ROWS = key_rows("docs/front-matter.md")


@pytest.mark.parametrize(("heading", "struct"), CONFIG_TABLES.items())
def test_every_setting_is_in_the_tables_with_its_default_and_an_example_that_is_read(
    heading: str, struct: Struct
) -> None:
    rows = [row for row in CONFIG_ROWS if row.section == heading and row.table == 0]
    assert_complete(rows, struct)
    for row in rows:
        assert_readable(row.example, struct)


def test_the_keys_of_a_line_of_furniture_are_in_their_table() -> None:
    rows = [row for row in CONFIG_ROWS if row.section == "sources" and row.table == 1]
    assert sorted(row.key for row in rows) == sorted(FurnitureSetting.__struct_fields__)
    for row in rows:
        assert_readable(row.example, FurnitureSetting)


def test_the_keys_of_an_entry_of_what_check_ignores_are_in_their_table() -> None:
    rows = [row for row in CONFIG_ROWS if row.section == "check" and row.table == 1]
    assert_complete(rows, IgnoreRule)
    for row in rows:
        assert_readable(row.example, IgnoreRule)


@pytest.mark.parametrize(("number", "target"), [*enumerate(TARGETS)])
def test_the_keys_of_every_kind_of_target_are_in_its_table(number: int, target: Struct) -> None:
    rows = [row for row in CONFIG_ROWS if row.section == "deploy" and row.table == number]
    assert_complete(rows, target)
    for row in rows:
        assert_readable(row.example, target)
    part = dict(sections(text_of("docs/configuration.md")))["deploy"].split("### ")[number + 1]
    assert f"`kind: {target.__struct_config__.tag}`" in part


def test_the_keys_of_an_editions_own_file_are_in_their_table() -> None:
    rows = [row for row in CONFIG_ROWS if row.section == "editions" and row.table == 1]
    assert_complete(rows, EditionFile)
    for row in rows:
        assert_readable(row.example, EditionFile)
    (sample,) = (block for block in blocks(text_of("docs/configuration.md")) if block.about == "edition")
    assert_readable("\n".join(sample.lines), EditionFile)


@pytest.mark.parametrize(("heading", "struct"), FRONT_MATTER_TABLES.items())
def test_every_key_of_an_entry_in_front_matter_is_in_its_table(heading: str, struct: Struct) -> None:
    rows = [row for row in FRONT_MATTER_ROWS if row.section == heading]
    assert_complete(rows, struct)
    for row in rows:
        assert_readable(row.example, struct)


def test_every_key_of_front_matter_is_in_the_tables_with_all_names_it_goes_by() -> None:
    rows = [row for row in FRONT_MATTER_ROWS if row.section not in FRONT_MATTER_TABLES]
    assert_complete(rows, FrontMatter)
    assert {other: row.key for row in rows for other in row.others} == FRONT_MATTER_SYNONYMS
    for row in rows:
        assert_readable(row.example, FrontMatter)


def test_the_sample_of_front_matter_is_read_without_a_problem() -> None:
    sample = next(blocks(text_of("docs/front-matter.md")))
    front, _, _, problems = read_front_matter("\n".join(["---", *sample.lines, "---"]), "sample.md", {})
    assert front
    assert not problems


def test_other_names_of_settings_are_told() -> None:
    text = text_of("docs/configuration.md")
    for other, name in CONFIG_SYNONYMS.items():
        row = next(line for line in text.splitlines() if line.startswith(f"| `{name}` |"))
        assert f"`{other}`" in row


def test_the_presets_of_permalinks_are_told() -> None:
    text = dict(sections(text_of("docs/configuration.md")))["Addresses"]
    (table,) = tables(text)
    assert {name.strip("`"): pattern.strip("`") for name, pattern in table} == permalinks.PRESETS


COMMANDS = {" ".join(words): verb for words, verb in verbs() if not isinstance(verb, click.Group)}


def options_of(command: click.Command) -> set[str]:
    options = (p for p in command.params if isinstance(p, click.Option) and not p.hidden)
    return {name for option in options for name in (*option.opts, *option.secondary_opts)}


def documented_options(text: str) -> set[str]:
    cells = [row[0] for table in tables(text) for row in table]
    return {name for cell in cells for name in re.findall(r"(?<![\w-])--?[a-z][a-z-]*", cell, re.IGNORECASE)}


def test_every_verb_and_option_is_told_and_no_other() -> None:
    told = dict(sections(text_of("docs/cli.md")))
    shared = {"which-site": told["Which site"], "what-is-shown": told["What is shown"]}
    for name, command in COMMANDS.items():
        taken = [text for anchor, text in shared.items() if f"(#{anchor})" in told[name]]
        assert documented_options("\n".join([told[name], *taken])) == options_of(command), name
    known = COMMANDS.keys() | {"Which site", "What is shown", "Exit codes"}
    assert set(told) == known
    overview = next(tables(text_of("docs/cli.md")))
    assert {row[0] for row in overview} == {
        f"[`{name}`](#{name.replace(' ', '-')})"
        + "".join(f" (`{alias}`)" for alias, verb in ALIASES.items() if verb == name)
        for name in COMMANDS
    }


def test_every_finding_of_check_is_in_the_table_of_codes_with_its_level_and_no_other() -> None:
    rows = [row for table in tables(dict(sections(text_of("docs/check.md")))["Codes"]) for row in table]
    told = {code.strip("`"): (level, about) for code, level, about in rows}
    assert len(told) == len(rows)
    assert told == {code: (one.level, one.about) for code, one in CODES.items()}


def test_every_command_that_a_document_names_exists_with_its_options() -> None:
    named = {code for document in DOCUMENTS for code in inline_code(document)}
    commands = sorted(code for code in named if re.match(r"site-builder [a-z]", code))
    assert commands
    for command in commands:
        words = command.split()[1:]
        verb = words[0] if words[0] in COMMANDS else " ".join(words[:2])
        assert verb in COMMANDS, command
        assert {word for word in words if word.startswith("-")} <= options_of(COMMANDS[verb]), command


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_within_the_repository_leads_to_a_file_and_a_heading(document: Path) -> None:
    for target in links(document):
        name, _, fragment = target.partition("#")
        path = document.parent / name if name else document
        assert path.exists(), f"{target} leads nowhere"
        if fragment:
            assert fragment in anchors(path), f"{target} names no heading"


def named_modules(text: str) -> set[str]:
    return set(re.findall(r"`([a-z_/]+(?:\.py|/))`", text))


def test_every_module_that_the_architecture_names_is_there() -> None:
    for name in named_modules(text_of("docs/architecture.md")):
        assert (PACKAGE / name).exists() or (ROOT / name).exists(), name


def test_every_module_has_its_line_in_the_map_and_imports_from_there_downwards() -> None:
    (table,) = tables(dict(sections(text_of("docs/architecture.md")))["What may import what"])
    line_of = {module: n for n, (_, modules) in enumerate(table) for module in named_modules(modules)}
    here = {path.name for path in PACKAGE.glob("[a-z]*.py")}
    assert set(line_of) == here | {f"{path.parent.name}/" for path in PACKAGE.glob("*/__init__.py")}
    for path in PACKAGE.rglob("[a-z]*.py"):
        importer = path.relative_to(PACKAGE)
        own = line_of[importer.name if importer.parent == Path() else f"{importer.parts[0]}/"]
        for module in imports(path):
            imported = line_of.get(f"{module}.py", line_of.get(f"{module}/", -1))
            assert own <= imported, f"{importer} imports {module}"


def imports(path: Path) -> Iterator[str]:
    """The modules and folders of the package's top level that a module imports from, anywhere in it."""
    lines = re.compile(r"^\s*(?:from|import) site_builder(?:\.| import )([a-z]\w*)", re.MULTILINE)
    yield from lines.findall(path.read_text("utf-8"))


def test_decisions_are_dated_pages_of_one_form_and_all_in_the_list() -> None:
    folder = ROOT / "docs" / "decisions"
    pages = sorted(folder.glob("[0-9]*.md"))
    listed = re.findall(r"^(\d+)\. \[(.+)\]\((.+)\)$", text_of("docs/decisions/README.md"), re.MULTILINE)
    assert [file for _, _, file in listed] == [page.name for page in pages]
    for number, (page, (told, title, _)) in enumerate(zip(pages, listed, strict=True), 1):
        head, date, *_ = page.read_text("utf-8").split("\n\n")
        assert int(page.name[:4]) == int(told) == number
        assert head == f"# {number}. {title}"
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", date)
        assert [heading for heading, _ in sections(page.read_text("utf-8"))] == [
            "The situation",
            "The choice",
            "What it costs",
            "What would change our mind",
        ]


def test_the_glossary_is_in_order_and_has_no_word_twice() -> None:
    (table,) = tables(text_of("docs/glossary.md"))
    words = [word for word, _ in table]
    assert words == sorted(set(words))


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_every_target_of_make_that_is_named_is_there(name: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", text_of("Makefile"), re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make ([a-z-]+)", text_of(name), re.MULTILINE))
    assert named
    assert named <= targets
