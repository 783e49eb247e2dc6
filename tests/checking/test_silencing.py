"""What is told, at which level: by code, by path, and by an article's own word."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from digests import Digest, article
from findings import checked, found

import site_builder
from site_builder.checking import CODES

Begin = Callable[..., Digest]
TWINS = {
    "content/a.md": article("Twin", "One."),
    "content/old/b.md": article("Twin", "Two.", date="2012-03-13"),
}


@pytest.mark.parametrize(
    ("settings", "levels"),
    [
        ("", ["warning"]),
        ("check: {levels: {duplicate-title: error}}\n", ["error"]),
        ("check: {levels: {duplicate-title: ignore}}\n", []),
        ("check: {ignore: [{path: content/old/**}]}\n", []),
        ("check: {ignore: [{path: content/old/**, codes: [thin-tag]}]}\n", ["warning"]),
        ("check: {ignore: [{path: content/new/**, codes: [duplicate-title]}]}\n", ["warning"]),
        ("defaults: [{path: old/**, values: {check_ignore: duplicate-title}}]\n", []),
    ],
)
def test_settings_give_a_code_another_level_or_silence_it_for_a_path(
    digest: Begin, settings: str, levels: list[str]
) -> None:
    assert [p.level for p in found(digest(TWINS, settings), "duplicate-title")] == levels


def test_an_article_silences_a_code_for_itself_and_for_its_page(digest: Begin) -> None:
    quiet = article("Twin", "Three.", date="2012-03-14", check_ignore=["duplicate-title", "heavy-page"])
    site = digest(
        {**TWINS, "content/c.md": article("Twin", "Three.", date="2012-03-14")},
        "check: {page_kilobytes: 1}\n",
    )

    def told() -> set[str]:
        return {p.code for p in checked(site).problems if p.place.source == "content/c.md"}

    assert told() == {"duplicate-title", "heavy-page"}
    site.write({"content/c.md": quiet})
    assert told() == set()


def test_a_misspelt_code_is_told_where_it_is_typed_with_the_one_that_is_meant(digest: Begin) -> None:
    site = digest(
        {
            "content/a.md": article("A", check_ignore=["short-summary", "duplicat-title"]),
            "content/b.md": article("B", check_ignore="xyzzy"),
            "content/old/c.md": article("C"),
        },
        "check: {ignore: [{path: content/old/**, codes: [thin-tg]}]}\n"
        "defaults: [{path: old/**, values: {check_ignore: hevy-page}}]\n",
    )
    assert [
        (p.place.source, p.place.excerpt[p.place.column - 1 :][: p.place.length], p.remedy)
        for p in (found(site, "unknown-code"))
    ] == [
        ("config.yaml", "thin-tg", "did you mean 'thin-tag'?"),
        ("config.yaml", "hevy-page", "did you mean 'heavy-page'?"),
        ("content/a.md", "duplicat-title", "did you mean 'duplicate-title'?"),
        ("content/b.md", "xyzzy", "docs/check.md has a table of all codes."),
    ]


def test_what_a_build_warns_of_can_be_silenced_and_what_stops_it_cannot(digest: Begin) -> None:
    files = {"content/a.md": article("A", "Text. ![](x.png)\n", check_ignore=["missing-file"], sumary="x")}
    settings = "check: {levels: {missing-file: ignore, unknown-key: ignore, no-alt: ignore}}\n"
    site = digest(files, settings)
    assert [(p.code, p.level) for p in checked(site).problems] == [("missing-file", "error")]
    assert [(p.code, p.level) for p in site.problems()] == [("missing-file", "error")]


@pytest.mark.parametrize(
    ("settings", "keys"),
    [
        ("check: {levels: {unknown-key: ignore}}\n", {}),
        ("check: {ignore: [{path: content/**, codes: [unknown-key]}]}\n", {}),
        ("", {"check_ignore": "unknown-key"}),
    ],
)
def test_what_is_silenced_no_build_warns_of_and_a_strict_one_passes(
    digest: Begin, settings: str, keys: dict[str, str]
) -> None:
    site = digest({"content/a.md": article("A", mood="calm", **keys)}, settings)
    for _ in ("from nothing", "where nothing has changed"):
        assert site.build(strict=True).problems == ()
    site.write({"content/b.md": article("B", date="2012-03-14")})
    assert site.build(strict=True).problems == (), "where another article has changed"


def test_what_is_silenced_is_not_told_beside_what_stops_a_build_early(digest: Begin) -> None:
    files = {"content/a.md": article("A", mood="calm", check_ignore="unknown-key"), "extensions/x.py": "1 +"}
    assert [problem.code for problem in digest(files).problems()] == ["extension-failed"]


def test_what_is_not_silenced_any_more_is_told_though_its_article_is_not_read_again(digest: Begin) -> None:
    site = digest({"content/a.md": article("A", mood="calm")})
    before = (site.folder / "config.yaml").read_text()
    site.write({"config.yaml": f"{before}check: {{levels: {{unknown-key: ignore}}}}\n"})
    site.build(strict=True)
    site.write({"config.yaml": before})
    built = site.build()
    assert built.parsed == 0
    assert [p.code for p in built.problems] == ["unknown-key"]
    assert [p.code for p in site.build().problems] == ["unknown-key"]


def _codes_of(file: Path) -> Iterator[str]:
    """Codes of problems that a module makes: `code="…"`, or the text before a message."""
    code = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+|grows")
    text = file.read_text("utf-8")
    if "roblem" not in text and "Fault" not in text and "finding" not in text:
        return
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        for keyword in node.keywords:
            if keyword.arg == "code" and isinstance(keyword.value, ast.Constant):
                yield str(keyword.value.value)
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name in {"_problem", "_complain", "add", "Fault", "finding"}:
            for given in node.args[:3]:
                is_text = isinstance(given, ast.Constant) and isinstance(given.value, str)
                if is_text and code.fullmatch(given.value):
                    yield given.value
                    break


def test_every_code_that_a_build_or_a_check_can_tell_is_registered() -> None:
    package = Path(site_builder.__file__).parent
    elsewhere = {"commands", "preview", "importing", "retagging", "mailing", "deploying", "deploy"}
    files = [f for f in package.rglob("*.py") if f.relative_to(package).parts[0] not in elsewhere]
    told = {code: file.name for file in files for code in _codes_of(file)}
    assert {code: file for code, file in told.items() if code not in CODES} == {}
    assert len(told) > 80
