"""`explain` tells of an output, by any of its names, what the build decided by."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import Result
from digests import CLOCK, Digest, article

SITE = {
    "content/a.md": article("A", "Body of A, see [B](b.md).", tags=["syria"]),
    "content/b.md": article("B", tags=["syria"], aliases=["/old/"]),
    "static/robots.txt": "all",
}
A = "2012/03/12/a/index.html"


def explain(site: Digest, name: str, *options: str) -> Result:
    return site.cli("explain", name, "-s", str(site.folder), *options)


@pytest.fixture
def site(digest: Callable[..., Digest]) -> Digest:
    made = digest(SITE)
    made.cli("build", "-s", str(made.folder), "--clock", CLOCK)
    return made


@pytest.mark.parametrize(
    "name",
    [
        A,
        f"output/{A}",
        f"./output/{A}",
        "/2012/03/12/a/",
        "2012/03/12/a",
        "https://digest.example/2012/03/12/a/#x",
    ],
)
def test_an_output_is_found_by_its_file_its_address_and_its_full_url(site: Digest, name: str) -> None:
    assert explain(site, name).stdout.startswith(
        f"output/{A}\nmade in the last build (1), because\n  it is new\n"
    )


def test_a_source_file_stands_for_all_outputs_that_belong_to_it(site: Digest) -> None:
    told = explain(site, "content/b.md").stdout
    assert "output/2012/03/12/b/index.html\n" in told
    assert "output/old/index.html\n" in told


def test_a_file_is_found_by_its_path_from_anywhere_and_a_source_by_its_path_in_content(site: Digest) -> None:
    told = explain(site, A).stdout
    assert explain(site, str(site.folder / "output" / A)).stdout == told
    assert explain(site, str(site.folder / "content/a.md")).stdout == told
    assert explain(site, "a.md").stdout == told
    assert explain(site, "/2012/03/12/a/?from=mail#top").stdout == told


def test_it_tells_the_layouts_settings_and_articles_and_every_question(site: Digest) -> None:
    told = explain(site, A).stdout.splitlines()
    assert any(line.startswith("layouts: article.html, base.html, ") for line in told)
    assert any(line.startswith("settings: base_url, ") for line in told)
    assert "articles: content/a.md, content/b.md" in told
    assert "  the text of content/a.md" in told
    assert "  the address of content/b.md" in told
    assert "  the related reading of content/a.md" in told


def test_the_reasons_are_those_that_the_build_gave(site: Digest) -> None:
    site.write({"content/a.md": article("A", "Mended.", tags=["syria"])})
    site.cli("build", "-s", str(site.folder), "--clock", CLOCK)
    (data,) = json.loads(explain(site, A, "--format", "json").stdout)
    assert data["build"] == data["latest_build"] == 2
    assert "changed: the text of content/a.md" in data["reasons"]
    assert ["body", "a.md"] in data["queries"]
    assert data["layouts"][0] == "article.html"


def test_an_output_that_stands_is_said_to_be_current(site: Digest) -> None:
    site.write({"content/a.md": article("A", "Mended.", tags=["syria"])})
    site.cli("build", "-s", str(site.folder), "--clock", CLOCK)
    told = explain(site, "/404.html").stdout
    assert "made in build 1, because\n  it is new\n" in told
    assert "current: nothing that it asked has had another answer in the build since" in told


def test_a_file_that_was_altered_or_deleted_is_told_of(site: Digest) -> None:
    file = site.folder / "output" / A
    file.write_text("by hand")
    assert "its file is altered: the next build makes it again" in explain(site, A).stdout
    file.unlink()
    assert "its file is missing: the next build makes it again" in explain(site, A).stdout


def test_a_copy_says_of_what(site: Digest) -> None:
    assert (
        "copied from static/robots.txt in the last build (1), because" in explain(site, "/robots.txt").stdout
    )


def test_what_no_build_made_is_answered_with_the_nearest_name(site: Digest) -> None:
    run = explain(site, "/tags/sryia/")
    assert run.exit_code == 1
    assert (
        run.stderr == "error: the last build made nothing at '/tags/sryia/'\n  did you mean 'tags/syria'?\n"
    )


def test_where_no_build_is_remembered_it_says_how_to_go_on(digest: Callable[..., Digest]) -> None:
    run = explain(digest(SITE), "/")
    assert run.exit_code == 1
    assert "site-builder build" in run.stderr


def test_explaining_changes_nothing(site: Digest) -> None:
    before = site.stamps(), site.stamps(".site-builder")
    explain(site, "/")
    assert (site.stamps(), site.stamps(".site-builder")) == before
