"""What the options of a build change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from digests import Digest, article
from findings import checked

from site_builder.build import Options, build
from site_builder.options import NoProject, Where
from site_builder.problems import ProblemsFound


def test_another_base_url_changes_every_link(digest: Callable[..., Digest]) -> None:
    site = digest({"content/a.md": article("A")})
    site.build(base_url="https://preview.example/branch/")
    page = site.page("2012/03/12/a/index.html")
    assert page.xpath("//link[@rel='canonical']/@href") == ["https://preview.example/branch/2012/03/12/a/"]
    assert "https://digest.example" not in site.text("2012/03/12/a/index.html")


def test_the_clock_of_the_option_goes_before_that_of_the_environment(digest: Callable[..., Digest]) -> None:
    site = digest({"content/a.md": article("A", date="2012-03-12 12:00")})
    epoch = {"SOURCE_DATE_EPOCH": str(int(datetime(2012, 3, 12, 11, 59, tzinfo=UTC).timestamp()))}
    assert build(Options(where=Where(site.folder)), environ=epoch).articles == 0
    assert build(Options(where=Where(site.folder), clock="2012-03-12T12:00Z"), environ=epoch).articles == 1


def test_a_day_given_as_clock_ends_with_its_last_instant_in_the_sites_zone(
    digest: Callable[..., Digest],
) -> None:
    config = "title: T\ntimezone: America/New_York\n"
    site = digest({"content/a.md": article("A", date="2012-03-12 23:59"), "config.yaml": config})
    assert site.build(clock="2012-03-11").articles == 0
    assert site.build(clock="2012-03-12").articles == 1


@pytest.mark.parametrize(
    ("clock", "epoch"), [("yesterday", ""), ("2012-02-30", ""), ("", "noon"), ("", "-1")]
)
def test_a_clock_that_cannot_be_read_is_an_error(
    digest: Callable[..., Digest], clock: str, epoch: str
) -> None:
    site = digest()
    with pytest.raises(ProblemsFound) as found:
        build(Options(where=Where(site.folder), clock=clock), environ={"SOURCE_DATE_EPOCH": epoch})
    (problem,) = found.value.problems
    assert (problem.code, problem.place.source) == (
        "bad-clock",
        "--clock" if clock else "SOURCE_DATE_EPOCH",
    )


def test_several_files_of_settings_are_read_one_over_the_other(digest: Callable[..., Digest]) -> None:
    site = digest({"content/a.md": article("A"), "preview.yaml": "title: Preview\n"})
    where = Where(site.folder, ("config.yaml", "preview.yaml"))
    build(Options(where=where, clock="2012-06-01"), environ={})
    assert site.page("index.html").xpath("//title/text()") == ["Preview"]


def test_a_folder_without_settings_is_no_project(digest: Callable[..., Digest]) -> None:
    site = digest()
    (site.folder / "config.yaml").unlink()
    with pytest.raises(NoProject, match=r"config\.yaml"):
        site.build()


def test_all_that_is_wrong_with_the_settings_is_told_together(digest: Callable[..., Digest]) -> None:
    site = digest(config="tmezone: UTC\npaginate: many\npermalink: '/:yaer/:slug/'\nlinks: both\n")
    assert [(p.code, str(p.place)) for p in site.problems()] == [
        ("unknown-key", "config.yaml:6:1"),
        ("wrong-type", "config.yaml:7:11"),
        ("bad-permalink", "config.yaml:8:12"),
        ("wrong-type", "config.yaml:9:8"),
    ]


def test_other_folders_may_be_named_in_the_settings(digest: Callable[..., Digest]) -> None:
    config = "content_dir: texts\nlayouts_dir: theme\nstatic_dir: files\noutput_dir: www\n"
    site = digest(
        {"texts/a.md": article("A"), "theme/article.html": "Mine", "files/robots.txt": "*"}, config=config
    )
    site.build()
    output = site.output("www")
    assert output["2012/03/12/a/index.html"] == b"Mine"
    assert output["robots.txt"] == b"*"


def test_what_is_wrong_is_told_where_it_lies_whatever_the_folder_is_called(
    digest: Callable[..., Digest],
) -> None:
    text = article("A", "![](map.svg)", tags="a, b")
    site = digest({"texts/a.md": text, "texts/map.svg": "<svg/>"}, config="content_dir: texts\n")
    for _ in range(2):  # the second one has nothing to do
        assert {problem.place.source for problem in site.build().problems} == {"texts/a.md"}
    found = checked(site).problems
    assert {problem.place.source for problem in found} == {"texts/a.md"}
    site.write({"texts/b.md": "---\ntitle: [B\n---\n"})
    assert {problem.place.source for problem in site.problems()} == {"texts/a.md", "texts/b.md"}
    told = site.cli("check", "-s", str(site.folder), "--format", "github").stdout
    assert "::error file=" in told
    assert "file=content" not in told


def test_a_build_tells_how_many_articles_it_read_and_what_it_did(digest: Callable[..., Digest]) -> None:
    site = digest({"content/a.md": article("A"), "content/b.md": article("B", draft=True)})
    built = site.build()
    assert (built.articles, built.hidden) == (1, 1)
    assert built.outputs == len(site.output()) == len(built.published.written)
    assert set(built.stages) == {"read", "index", "plan", "render", "compress", "publish", "remember"}
