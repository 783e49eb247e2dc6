"""The documents are true: their commands run, their tables are complete, their links lead somewhere."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import click
import msgspec
import pytest
import yaml
from click.testing import CliRunner
from markdown_it import MarkdownIt

from site_builder.cli import ALIASES, cli
from site_builder.content import permalinks
from site_builder.content.editions import EditionFile
from site_builder.content.front_matter import read_front_matter
from site_builder.schema import Report, partial_reader
from site_builder.settings import (
    CONFIG_SYNONYMS,
    FRONT_MATTER_SYNONYMS,
    AccountEntry,
    CorrectionEntry,
    DefaultRule,
    EditionsSetting,
    FrontMatter,
    ImageEntry,
    MenuItem,
    RelatedSetting,
    SectionSetting,
    Settings,
    SourceEntry,
    SourceSetting,
    TagSetting,
)
from site_builder.yaml_nodes import compose

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "site_builder"
DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "benchmarks").glob("*.md")],
)
Struct = type[msgspec.Struct]

# Heading of a section, and the type whose keys its table lists. What stands under no such heading of
# front-matter.md is front matter itself, in several tables.
CONFIG_TABLES: dict[str, Struct] = {
    "The site": Settings,
    "tags": TagSetting,
    "sources": SourceSetting,
    "sections": SectionSetting,
    "related": RelatedSetting,
    "editions": EditionsSetting,
    "menu": MenuItem,
    "defaults": DefaultRule,
}
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


class Block(NamedTuple):
    """A fenced block: the words of its opening fence and its lines."""

    language: str
    about: str  # the second word: a file's path
    lines: list[str]


def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def blocks(text: str) -> Iterator[Block]:
    for token in MarkdownIt().parse(text):
        if token.type == "fence":
            language, _, about = token.info.partition(" ")
            yield Block(language, about, token.content.splitlines())


def sections(text: str) -> Iterator[tuple[str, str]]:
    """Each second-level heading, without back quotes, and what stands under it."""
    for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        heading, _, below = part.partition("\n")
        yield heading.replace("`", ""), below


def tables(text: str) -> Iterator[list[list[str]]]:
    """The cells of each table, without its head."""
    for table in re.findall(r"(?:^\|.*\n?)+", text, re.MULTILINE):
        lines = table.splitlines()[2:]
        yield [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


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
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def assert_complete(rows: list[Row], struct: Struct) -> None:
    fields = {field.name: field for field in msgspec.inspect.type_info(struct).fields}  # type: ignore[attr-defined]
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


def verbs(group: click.Group, prefix: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from verbs(command, f"{prefix}{name} ")
        else:
            yield f"{prefix}{name}", command


def options_of(command: click.Command) -> set[str]:
    options = (p for p in command.params if isinstance(p, click.Option) and not p.hidden)
    return {name for option in options for name in (*option.opts, *option.secondary_opts)}


def documented_options(text: str) -> set[str]:
    cells = [row[0] for table in tables(text) for row in table]
    return {name for cell in cells for name in re.findall(r"(?<![\w-])--?[a-z][a-z-]*", cell, re.IGNORECASE)}


def test_every_verb_and_option_is_told_and_no_other() -> None:
    told = dict(sections(text_of("docs/cli.md")))
    shared = {"which-site": told["Which site"], "what-is-shown": told["What is shown"]}
    for name, command in verbs(cli):
        taken = [text for anchor, text in shared.items() if f"(#{anchor})" in told[name]]
        assert documented_options("\n".join([told[name], *taken])) == options_of(command), name
    known = {name for name, _ in verbs(cli)} | {"Which site", "What is shown", "Exit codes"}
    assert set(told) == known
    overview = next(tables(text_of("docs/cli.md")))
    assert {row[0] for row in overview} == {
        f"[`{name}`](#{name.replace(' ', '-')})"
        + "".join(f" (`{alias}`)" for alias, verb in ALIASES.items() if verb == name)
        for name, _ in verbs(cli)
    }


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_within_the_repository_leads_to_a_file_and_a_heading(document: Path) -> None:
    for target in links(document):
        name, _, fragment = target.partition("#")
        path = document.parent / name if name else document
        assert path.exists(), f"{target} leads nowhere"
        if fragment:
            assert fragment in anchors(path), f"{target} names no heading"


def links(document: Path) -> Iterator[str]:
    """The destinations in a document, without those on the web."""
    for token in MarkdownIt().enable("table").parse(document.read_text("utf-8")):
        for child in token.children or ():
            target = str(child.attrGet("href") or child.attrGet("src") or "")
            if target and not re.match(r"[a-z]+:", target):
                yield target


def anchors(document: Path) -> set[str]:
    """Ids of headings, as code hosts make them."""
    headings = re.findall(r"^#+ (.+)$", document.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


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
    targets = set(re.findall(r"^([a-z]+):", text_of("Makefile"), re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", text_of(name), re.MULTILINE))
    assert named
    assert named <= targets


def test_the_tour_of_the_readme_can_be_followed_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1338508800")  # 1 June 2012
    tour = dict(sections(text_of("README.md")))["Ten minutes"]
    for block in blocks(tour):
        match block.language:
            case "console":
                follow(block.lines)
            case "diff":
                change(Path(block.about), block.lines)
            case _:
                Path(block.about).parent.mkdir(exist_ok=True)
                Path(block.about).write_text("\n".join([*block.lines, ""]), "utf-8")
    assert "One of five votes against" in Path("output/tags/veto/index.html").read_text("utf-8")
    assert "Tell the desk." in Path("output/2012/02/04/double-veto/index.html").read_text("utf-8")


def follow(lines: list[str]) -> None:
    """Run the commands of a console block and hold what they say against what is shown below each.

    `…` stands for anything. A command must succeed unless an error is shown.
    """
    for part in "\n".join(lines).split("$ ")[1:]:
        command, _, shown = part.partition("\n")
        program, *words = shlex.split(command)
        if program == "cd":
            os.chdir(words[0])  # the caller's monkeypatch leads back
            continue
        assert program == "site-builder"
        result = CliRunner().invoke(cli, words)
        assert result.exit_code == (1 if ": error: " in shown else 0), result.output
        if shown:
            pattern = ".*".join(re.escape(piece) for piece in shown.strip().split("…"))
            assert re.fullmatch(pattern, result.output.strip(), re.DOTALL), result.output


def change(file: Path, lines: list[str]) -> None:
    """Put each run of + lines in place of the - lines before it, which the file must hold once."""
    text = file.read_text("utf-8")
    for former, new in re.findall(r"((?:^-.*\n)+)((?:^\+.*\n)+)", "\n".join([*lines, ""]), re.MULTILINE):
        old = re.sub(r"^-", "", former, flags=re.MULTILINE)
        assert text.count(old) == 1, (file, old)
        text = text.replace(old, re.sub(r"^\+", "", new, flags=re.MULTILINE))
    file.write_text(text, "utf-8")


@pytest.fixture
def scaffolded(tmp_path: Path) -> Path:
    CliRunner().invoke(cli, ["init", str(tmp_path / "digest")], catch_exceptions=False)
    return tmp_path / "digest"


def test_a_new_digest_builds_without_a_warning_and_can_be_opened_from_disk(scaffolded: Path) -> None:
    result = CliRunner().invoke(cli, ["build", "--strict", "-s", str(scaffolded), "--format", "json"])
    report: dict[str, Any] = yaml.safe_load(result.output)
    assert report["ok"], report
    assert report["articles"] == 3
    home = (scaffolded / "output" / "index.html").read_text("utf-8")
    assert 'href="assets/style.' in home
    assert not re.findall(r'(?:href|src)="/', home)


def test_a_new_digest_keeps_what_is_built_out_of_version_control(scaffolded: Path) -> None:
    assert {"output/", ".site-builder/"} <= set((scaffolded / ".gitignore").read_text("utf-8").split())
