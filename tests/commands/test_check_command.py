"""`site-builder check` at the command line: reports, exit codes, and what it writes when asked to."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

import pytest
from digests import Digest, article
from loopback import answer, serving
from loopback import site as pages_of

from site_builder.checking.annotations import annotation
from site_builder.importing.fetching.limits import Limits
from site_builder.problems import Place, Problem

Begin = Callable[..., Digest]
TWINS = {"content/a.md": article("Twin", "One."), "content/b.md": article("Twin", "Two.", date="2012-03-13")}
BROKEN = {"content/a.md": article("A", "[gone](/gone/)")}
CLOCK = ("--clock", "2012-06-01")


@pytest.mark.parametrize(
    ("files", "config", "flags", "code"),
    [
        ({"content/a.md": article("A")}, "", (), 0),
        (TWINS, "", (), 0),
        (TWINS, "", ("--strict",), 1),
        (TWINS, "check: {levels: {duplicate-title: error}}\n", (), 1),
        (TWINS, "check: {levels: {duplicate-title: ignore}}\n", ("--strict",), 0),
        (BROKEN, "", (), 1),
        (TWINS, "langauge: en\n", (), 2),
        (TWINS, "check: {levels: {duplicate-title: loud}}\n", (), 2),
        (TWINS, "", ("-n",), 2),
        (TWINS, "", ("--mark-dead",), 2),
        (TWINS, "", ("--clock", "yesterday"), 2),
    ],
)
def test_the_exit_code_says_what_was_found(
    digest: Begin, files: dict[str, str], config: str, flags: tuple[str, ...], code: int
) -> None:
    site = digest(files, config)
    clock = () if "--clock" in flags else CLOCK
    assert site.cli("check", "-s", str(site.folder), *clock, *flags).exit_code == code


def test_without_a_project_the_exit_code_is_3_and_doctor_is_another_name(digest: Begin) -> None:
    site = digest()
    assert site.cli("doctor", "-s", str(site.folder / "content")).exit_code == 3


def test_findings_are_told_with_their_codes_and_what_was_checked(digest: Begin) -> None:
    site = digest({**TWINS, "content/c.md": article("C", date="2012-07-01")})
    run = site.cli("check", "-s", str(site.folder), *CLOCK)
    assert (
        "content/b.md:2:8: warning: content/a.md has the title 'Twin' too [duplicate-title]\n" in run.stderr
    )
    assert "       ^^^^\n" in run.stderr
    assert run.stdout.startswith("Checked ")
    assert " files from 2 articles: 1 warning, in " in run.stdout
    assert run.stdout.endswith("; next scheduled: 2012-07-01 00:00 UTC\n")
    assert site.cli("check", "-s", str(site.folder), *CLOCK, "-q").stdout == ""


def test_of_one_code_a_terminal_shows_twenty_and_says_how_many_more(digest: Begin) -> None:
    twins = {
        f"content/{n}.md": article("Twin", f"Text {n}.", date="2012-03-13", slug=f"s{n}") for n in range(23)
    }
    site = digest(twins)
    run = site.cli("check", "-s", str(site.folder), *CLOCK)
    assert run.stderr.count("too [duplicate-title]") == 20
    assert "… and 2 more [duplicate-title]; `-v` shows them all" in run.stderr
    assert site.cli("check", "-s", str(site.folder), *CLOCK, "-v").stderr.count("too [") == 22


def test_json_has_every_finding_with_its_parts(digest: Begin) -> None:
    site = digest({**TWINS, "content/c.md": article("C", date="2012-07-01")})
    run = site.cli("check", "-s", str(site.folder), *CLOCK, "--format", "json", "--strict")
    report = json.loads(run.stdout)
    assert (report["ok"], report["articles"], report["changed"]) == (False, 2, [])
    assert report["next_scheduled"] == "2012-07-01T00:00:00+00:00"
    assert report["findings"] == [
        {
            "level": "warning",
            "code": "duplicate-title",
            "file": "content/b.md",
            "line": 2,
            "column": 8,
            "message": "content/a.md has the title 'Twin' too",
            "remedy": "Say in the title of one what sets it apart.",
        }
    ]
    site.write({"config.yaml": "title: x\nlangauge: en\n"})
    broken = site.cli("check", "-s", str(site.folder), "--format", "json")
    assert {f["code"] for f in json.loads(broken.stdout)["findings"]} >= {"unknown-key"}


def test_github_is_told_of_lines_below_the_repository(digest: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    site = digest(TWINS)
    monkeypatch.setenv("GITHUB_WORKSPACE", str(site.folder.parent))
    run = site.cli("check", "-s", str(site.folder), *CLOCK, "--format", "github")
    assert run.stdout == (
        "::warning file=site/content/b.md,line=2,col=8,endColumn=12,title=duplicate-title::content/a.md has"
        " the title 'Twin' too%0ASay in the title of one what sets it apart.\n"
    )


def test_nothing_in_a_finding_can_end_an_annotation_or_begin_another() -> None:
    place = Place("content/a,b:100%.md", 3)
    problem = Problem(code="x-y", place=place, message="a\r\n::error::b % c", remedy="")
    assert annotation(problem) == (
        "::error file=content/a%2Cb%3A100%25.md,line=3,title=x-y::a%0D%0A::error::b %25 c"
    )


SOURCE = {"name": "The Paper", "url": "https://paper.example/1", "retrieved": "2012-03-14"}


def test_addresses_in_an_archive_are_proposed_shown_and_written(digest: Begin) -> None:
    site = digest(
        {"content/a.md": article("A", source=SOURCE), "content/b.md": article("B", date="2012-03-13")}
    )
    before = (site.folder / "content/a.md").read_text()
    line = "  archive_url: https://web.archive.org/web/20120314/https://paper.example/1\n"
    shown = site.cli("check", "-s", str(site.folder), *CLOCK, "--propose-archive", "-n")
    assert f"\n+{line}" in shown.stdout
    assert (site.folder / "content/a.md").read_text() == before
    written = site.cli("check", "-s", str(site.folder), *CLOCK, "--propose-archive")
    assert "changed: content/a.md" in written.stderr
    after = (site.folder / "content/a.md").read_text()
    assert after == before.replace("  retrieved: 2012-03-14\n", f"  retrieved: 2012-03-14\n{line}")
    again = site.cli("check", "-s", str(site.folder), *CLOCK, "--propose-archive")
    assert "changed" not in again.stderr


def test_with_external_only_dead_originals_are_marked(digest: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("site_builder.checking.asking.Limits", lambda: Limits(pace=0))
    with serving(pages_of({"/fine": answer()})) as server:
        dead = {"name": "P", "url": f"{server.url}/gone", "archive_url": f"{server.url}/fine"}
        files = {
            "content/a.md": article("A", source=dead),
            "content/b.md": article("B", date="2012-03-13", source={**dead, "url": f"{server.url}/fine"}),
        }
        site = digest(files, "check: {levels: {moved-link: ignore}}\n")
        run = site.cli(
            "check", "-s", str(site.folder), *CLOCK, "--external", "--allow-private", "--mark-dead", "-n"
        )
        assert "+  dead: true" in run.stdout
        assert run.stdout.count("+  dead: true") == 1


def test_a_check_without_the_extra_for_the_web_says_what_to_install(
    digest: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = digest({"content/a.md": article("A", source=SOURCE)})
    monkeypatch.setitem(sys.modules, "site_builder.importing.fetching.requesting", None)
    run = site.cli("check", "-s", str(site.folder), *CLOCK, "--external")
    assert run.exit_code == 2
    assert "pip install 'site-builder[import]'" in run.stderr
