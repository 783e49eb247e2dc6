"""The shape of the package, held by tests: who may import whom, how long files are, what style they keep."""

from __future__ import annotations

import ast
import fnmatch
import importlib.util
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "site_builder"
LONGEST = 400  # lines

# Imports go downwards only: a module may import from its own line and from those below it.
STRATA = """
    __main__
    cli
    commands
    drafting retagging terminal
    preview
    checking.report
    checking
    checking.family checking.gathering checking.runs
    checking.site checking.looking
    checking.facts checking.kept_facts checking.leading checking.words
    checking.feed_faults
    importing
    deploying.session
    deploying.lock deploying.transfer
    deploying.retries deploying.targets
    deploying.plan deploying.ping
    deploying
    explaining profiling
    build
    rebuild
    steps.remembering
    steps.changes steps.making steps.planning steps.searching
    steps.destinations steps.relating steps.taking
    steps.compressing steps.lookout steps.siblings
    steps.pagefind steps.parcels
    steps.chunks steps.inputs
    steps
    memory
    reading
    configuring layout_files
    sources
    options
    publish
    rendering extending
    extended
    extensions
    outputs
    hosting.limits
    hosting
    hosting.netlify hosting.cloudflare hosting.apache hosting.nginx hosting.caddy
    hosting.headers_file hosting.redirects_file hosting.host
    hosting.policy
    hosting.facts hosting.serving
    books cards mailing
    layout_names
    layout_blocks
    layouts
    layout_environment kept_layouts
    layout_faults linked_data
    view
    layout_words
    layout_filters layout_messages handles
    door
    wording
    queries
    file_queries
    clock extension_faults
    content.link_check content.edition_files content.reading_list content.searched_text
    content.link_hints content.edition_faults
    content.snapshot
    content.index content.known_names
    content.readings content.parse
    content.editions content.plan content.taxonomy content.visibility
    content
    config config_schema
    config_checks
    hosting_checks deploy_checks tag_checks silence
    executors files compression
    incremental locking
    interrupts
    catalogues
    translation_faults
    schema curly_quotes
    schema_values
    key_words
    yaml_lines yaml_nodes yaml_text yaml_words
    nodes texts
    translation
    front_matter_settings
    settings
    deploy_settings days plural_forms problems addresses media_types turns
    __init__
"""
PURE = (
    "content",
    "queries",
    "file_queries",
    "view",
    "outputs",
    "hosting",
    "rendering",
    "schema",
    "nodes",
    "settings",
    "problems",
    "translation",
    "catalogues",
    "translation_faults",
    "plural_forms",
    "layout_messages",
    "layout_words",
    "days",
)
# What reaches out of a pure module: disks, clocks, processes, networks, chance.
OUTSIDE = "os pathlib shutil tempfile time random secrets subprocess socket multiprocessing locale".split()


@cache
def _modules() -> dict[str, Path]:
    """Every module of the package by dotted name below it: "content.snapshot"."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if "scaffold" not in parts:
            found[".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)] = path
    return found


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _imports(tree: ast.AST, *, top_level: bool = False) -> Iterator[str]:
    """The modules that are imported, in full; those for types alone too, since they tie all the same."""
    nodes = ast.iter_child_nodes(tree) if top_level else ast.walk(tree)
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                known = inner.partition("site_builder.")[2] in _modules()
                yield inner if known else node.module


def _stratum(name: str) -> int | None:
    """The line of the nearest name in STRATA, counted from the top."""
    lines = [line.split() for line in STRATA.strip().splitlines()]
    while name:
        for number, names in enumerate(lines):
            if name in names:
                return number
        name = name.rpartition(".")[0]
    return None


@pytest.mark.parametrize("name", _modules())
def test_imports_go_downwards_only(name: str) -> None:
    own = _stratum(name)
    assert own is not None, f"{name} has no place in STRATA"
    for imported in _imports(_tree(_modules()[name])):
        if imported == "site_builder" or imported.startswith("site_builder."):
            target = imported.removeprefix("site_builder").lstrip(".") or "__init__"
            stratum = _stratum(target)
            assert stratum is not None, f"{target} has no place in STRATA"
            assert stratum >= own, f"{name} must not import {target}, which stands above it"


def test_no_two_modules_import_each_other_however_long_the_way() -> None:
    graph = {
        name: {
            target.removeprefix("site_builder.")
            for target in _imports(_tree(path), top_level=True)
            if target.startswith("site_builder.")
        }
        for name, path in _modules().items()
    }
    done: set[str] = set()
    while ready := [name for name in graph if name not in done and graph[name] & graph.keys() <= done]:
        done.update(ready)
    assert sorted(graph.keys() - done) == []


@pytest.mark.parametrize("name", [name for name in _modules() if name.startswith(PURE)])
def test_a_pure_module_knows_no_disk_no_clock_and_no_chance(name: str) -> None:
    assert not set(_imports(_tree(_modules()[name]))) & set(OUTSIDE)


@pytest.mark.parametrize("name", _modules())
def test_a_module_says_what_it_is(name: str) -> None:
    docstring = ast.get_docstring(_tree(_modules()[name]))
    assert docstring
    assert docstring.splitlines()[0].rstrip(":").endswith((".", "`", ")")) or len(docstring.splitlines()) > 1


@pytest.mark.parametrize("name", _modules())
def test_every_public_function_and_class_says_what_it_is(name: str) -> None:
    tree = _tree(_modules()[name])
    public = [
        node
        for parent in (tree, *(n for n in tree.body if isinstance(n, ast.ClassDef) and n.name[0] != "_"))
        for node in ast.iter_child_nodes(parent)
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    ]
    silent = [node.name for node in public if not ast.get_docstring(node) and ast.unparse(node.body) != "..."]
    assert silent == []


@pytest.mark.parametrize("name", _modules())
def test_a_file_can_be_read_in_one_sitting(name: str) -> None:
    assert len(_modules()[name].read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_every_other_file_of_code_keeps_the_bound_too_or_says_why_not() -> None:
    folders = ("tests", "tools", "benchmarks", "layouts", "examples", "site_builder/preview")
    found = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]
    texts = {
        path: path.read_text(encoding="utf-8").splitlines()
        for path in found
        if path.suffix in (".py", ".js", ".css", ".html") and "output" not in path.parts
    }
    assert len(texts) > 300
    long = {path.name: " ".join(lines[:8]) for path, lines in texts.items() if len(lines) > LONGEST}
    assert [name for name, head in long.items() if "long as it is" not in head] == []


def test_what_makes_a_terminal_pretty_is_loaded_by_no_module_on_its_own() -> None:
    loading = [
        name
        for name, path in _modules().items()
        if any(imported.partition(".")[0] == "rich" for imported in _imports(_tree(path), top_level=True))
    ]
    assert loading == []


def test_no_module_holds_a_note_to_self() -> None:
    notes = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    assert [name for name, path in _modules().items() if notes.search(path.read_text(encoding="utf-8"))] == []


def test_there_is_one_copy_of_the_default_layouts() -> None:
    assert not (PACKAGE / "default_layouts").exists()
    assert (ROOT / "layouts/base.html").is_file()


CHECKS = {
    "lint": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
    "types": ["mypy"],
}


@pytest.mark.parametrize("check", CHECKS)
def test_the_style_is_kept(check: str) -> None:
    program, *words = CHECKS[check]
    if not importlib.util.find_spec(program):
        pytest.skip(f"{program} is not installed: pip install '.[test]' brings it")
    run = subprocess.run(
        [sys.executable, "-m", program, *words], cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_wheel_would_hold_every_module_and_the_default_layouts() -> None:
    import tomllib

    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["packages"] == ["site_builder"]
    assert wheel["force-include"] == {"layouts": "site_builder/default_layouts"}


def test_pytest_and_git_look_into_every_folder_of_tests(pytestconfig: pytest.Config) -> None:
    folders = {path.parent for path in (ROOT / "tests").rglob("test_*.py")}
    passed_over = [fnmatch.translate(pattern) for pattern in pytestconfig.getini("norecursedirs")]
    assert not [f for f in folders if any(re.fullmatch(pattern, f.name) for pattern in passed_over)]
    ignored = ["git", "check-ignore", *map(str, sorted(folders))]
    assert subprocess.run(ignored, cwd=ROOT, capture_output=True, text=True, check=False).stdout == ""


def test_whatever_is_hidden_from_a_checker_has_its_reason_beside_it() -> None:
    hidden = re.compile(r"#\s*(?:noqa: [A-Z0-9, ]*[A-Z0-9]|type: ignore\[[a-z, -]+\])(?P<reason>.*)")
    folders = ("site_builder", "benchmarks", "tools", "tests", "examples")
    found = {
        f"{path.name}:{number}": match["reason"]
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (match := hidden.search(line))
    }
    assert len(found) > 10
    assert [place for place, reason in found.items() if len(re.findall(r"[A-Za-z]+", reason)) < 3] == []
