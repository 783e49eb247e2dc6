"""The tour of the README can be followed, and the digest it begins with is a good one to begin with."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
import tours
from click.testing import CliRunner
from documents import blocks, sections, text_of
from s3_server import KEYS, serving_s3

from site_builder.cli import cli


def test_the_tour_of_the_readme_can_be_followed_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1338508800")  # 1 June 2012
    follow_section("Ten minutes")
    assert "One of five votes against" in Path("output/tags/veto/index.html").read_text("utf-8")
    assert "Tell the desk." in Path("output/2012/02/04/double-veto/index.html").read_text("utf-8")


@pytest.mark.xdist_group("to-s3")
def test_the_deploy_section_of_the_readme_puts_the_digest_on_each_and_then_only_an_edit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    CliRunner().invoke(cli, ["init", "my-digest"], catch_exceptions=False)
    monkeypatch.chdir("my-digest")
    published = dict(sections(text_of("README.md")))["Ten minutes"].partition("### Publish")[2]
    for block in blocks(published):
        if block.language == "diff":
            tours.change(Path(block.about), block.lines)
    with serving_s3(("my-digest",)) as endpoint:
        for name, value in KEYS.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)  # where the README has Amazon's own
        follow_section("Deploy")
        report = json.loads(CliRunner().invoke(cli, ["deploy", "bucket", "--format", "json"]).stdout)
    assert (report["generation"], report["written"]) == (2, [])
    page = "2012/02/04/double-veto/index.html"
    assert "All other thirteen" in Path("output", page).read_text("utf-8")
    assert "All other thirteen" not in Path("../www/current", page).read_text("utf-8"), "rolled back"
    pages = ["git", "-C", "../pages.git", "diff", "--name-only", "gh-pages~", "gh-pages"]
    changed = subprocess.run(pages, capture_output=True, text=True, check=True).stdout.split()
    assert page in changed
    carrying = r".*double-veto.*|.*(atom|rss)\.xml|.*feed\.json|.*sitemap.*|\.site-builder-deploy\.json"
    assert [path for path in changed if not re.fullmatch(carrying, path)] == []


def follow_section(heading: str) -> None:
    """Do what a section of the README says, from top to bottom."""
    tours.follow_text(dict(sections(text_of("README.md")))[heading])


@pytest.fixture
def scaffolded(tmp_path: Path) -> Path:
    CliRunner().invoke(cli, ["init", str(tmp_path / "digest")], catch_exceptions=False)
    return tmp_path / "digest"


def test_a_new_digest_builds_without_a_warning_and_can_be_opened_from_disk(scaffolded: Path) -> None:
    result = CliRunner().invoke(cli, ["build", "--strict", "-s", str(scaffolded), "--format", "json"])
    report = json.loads(result.output)
    assert report["ok"], report
    assert report["articles"] == 3
    home = (scaffolded / "output" / "index.html").read_text("utf-8")
    assert 'href="assets/style.' in home
    assert not re.findall(r'(?:href|src)="/', home)


def test_a_new_digest_keeps_what_is_built_out_of_version_control(scaffolded: Path) -> None:
    assert {"output/", ".site-builder/"} <= set((scaffolded / ".gitignore").read_text("utf-8").split())
