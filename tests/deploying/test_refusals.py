"""What is not deployed, and that nothing is touched then: through the verb, with sites that were built."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from digests import Digest, article

from site_builder.deploying.manifest import MANIFEST

ARTICLES = {"content/a.md": article("A headline"), "content/b.md": article("Another", date="2012-03-13")}
TARGET = "base_url: https://digest.example\ndeploy: {live: {kind: folder, path: ../www}}\n"


@pytest.fixture
def site(digest: Callable[..., Digest]) -> Digest:
    """A digest that was built, with a folder as its target."""
    made = digest(ARTICLES)
    config = (made.folder / "config.yaml").read_text("utf-8")
    made.write({"config.yaml": config.replace("base_url: https://digest.example\n", "") + TARGET})
    made.build()
    return made


def deploy(site: Digest, *words: str, env: dict[str, str] | None = None) -> tuple[int, str]:
    """What the verb ends with, and what it says."""
    result = site.cli("deploy", "-s", str(site.folder), *words, env=env)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def live(site: Digest) -> Path:
    return site.folder.parent / "www" / "current"


def test_a_built_site_is_deployed_and_then_only_what_an_edit_has_changed(site: Digest) -> None:
    outputs = len(site.output())
    assert deploy(site, "-n") == (0, deploy(site, "live", "-n")[1])
    assert not live(site).exists()
    code, said = deploy(site)
    assert code == 0
    assert f"{outputs} written, 0 removed, 0 unchanged" in said
    assert (live(site) / "index.html").read_text("utf-8") == site.text("index.html")
    assert "is up to date" in deploy(site)[1]
    site.write({"content/a.md": article("A headline", "Mended.")})
    built = site.build()
    report = json.loads(deploy(site, "--format", "json")[1])
    assert sorted(report["written"]) == list(built.published.written)
    assert report["removed"] == []
    assert report["unchanged"] == outputs - len(built.published.written)


def test_as_json_a_failure_is_one_value_on_standard_output_too(site: Digest) -> None:
    def failed(code: int, *words: str) -> dict[str, str]:
        result = site.cli("deploy", "-s", str(site.folder), "--format", "json", *words)
        assert result.exit_code == code
        data = json.loads(result.stdout)
        assert data["ok"] is False
        (problem,) = data["problems"]
        assert problem["level"] == "error"
        return problem

    assert failed(2, "lvie")["remedy"] == "did you mean 'live'?"
    assert failed(2, "--rollback", "-n")["message"] == "there is no dry run of a rollback"
    assert "nothing was deployed to" in failed(1, "--rollback")["message"]
    (site.folder / "output/index.html").write_text("mine")
    assert failed(1)["code"] == "altered-output"
    site.build()
    (site.folder.parent / "www").rmdir()
    (site.folder.parent / "www").write_text("a file")
    assert failed(1)["code"] == "deploy-failed"


def test_as_json_a_rollback_says_what_readers_see_again(site: Digest) -> None:
    deploy(site)
    site.write({"content/a.md": article("A headline", "Mended.")})
    site.build()
    deploy(site)
    report = json.loads(deploy(site, "--rollback", "--format", "json")[1])
    assert report == {"ok": True, "target": str(live(site).parent), "shows": "release 000001"}


def test_links_from_file_to_file_on_a_host_are_told_of(site: Digest) -> None:
    config = (site.folder / "config.yaml").read_text("utf-8")
    site.write({"config.yaml": f"{config}links: relative\n"})
    site.build()
    said = deploy(site)[1]
    assert "warning: links lead from file to file (`links: relative`)" in said
    assert "For a host, take  links: relative  out of" in said
    assert "warning" not in deploy(site)[1], "nothing has travelled"
    site.write({"config.yaml": config})
    site.build()
    assert "warning" not in deploy(site)[1]


def test_compressed_siblings_travel_with_their_originals(site: Digest) -> None:
    config = (site.folder / "config.yaml").read_text("utf-8")
    site.write({"config.yaml": f"{config}hosting: {{compress: [gzip]}}\n"})
    site.build()
    assert deploy(site)[0] == 0
    siblings = [path for path in site.output() if path.endswith(".html.gz")]
    assert "index.html.gz" in siblings
    for path in siblings:
        assert (live(site) / path).read_bytes() == (site.folder / "output" / path).read_bytes()
    (site.folder / "output/index.html.gz").write_bytes(b"another")
    assert "changed: index.html.gz" in deploy(site)[1]


def refused(site: Digest, code: int, *messages: str, words: tuple[str, ...] = ()) -> None:
    deployed = live(site).exists()
    ended, said = deploy(site, *words)
    assert ended == code, said
    for message in messages:
        assert message in said
    assert live(site).exists() == deployed


def test_what_was_never_built_is_not_deployed(digest: Callable[..., Digest]) -> None:
    site = digest(ARTICLES, config=TARGET.partition("\n")[2])
    refused(site, 1, "nothing was built yet", "Run  site-builder build first.", "Nothing was deployed.")


def test_an_output_that_was_altered_is_not_deployed(site: Digest) -> None:
    (site.folder / "output/index.html").write_text("mine")
    (site.folder / "output/404.html").unlink()
    refused(site, 1, "what the last build wrote is changed: index.html", "is gone: 404.html")
    site.build()
    assert deploy(site)[0] == 0


def test_a_file_that_was_only_touched_is_not_altered(site: Digest) -> None:
    os.utime(site.folder / "output/index.html")
    assert deploy(site)[0] == 0


def test_an_output_that_is_not_there_any_more_is_not_deployed(site: Digest) -> None:
    (site.folder / "output/.site-builder.json").unlink()
    refused(site, 1, "the last build's output is not there any more")


def test_a_half_published_output_is_not_deployed(site: Digest) -> None:
    (site.folder / "output/.site-builder-stage").mkdir()
    refused(site, 1, "the last build was cut off while it published")


@pytest.mark.parametrize(
    ("option", "message"),
    [("drafts", "drafts"), ("future", "articles whose time has not come"), ("expired", "time is over")],
)
def test_what_nobody_is_to_see_is_not_deployed(site: Digest, option: str, message: str) -> None:
    site.build(**{option: True})
    refused(site, 1, f"it was built with {message}" if option != "expired" else message)
    refused(site, 1, message, words=("--force",))
    site.build()
    assert deploy(site)[0] == 0


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost:8000",
        "http://127.0.0.1",
        "http://[::1]:80/a",
        "http://a.localhost",
        "http://0.0.0.0",
    ],
)
def test_a_site_for_an_address_of_this_machine_is_not_deployed(site: Digest, address: str) -> None:
    site.build(base_url=address)
    refused(site, 1, f"it was built for {address}, an address of this machine")


def test_a_site_whose_sources_have_changed_or_whose_build_failed_is_not_deployed(site: Digest) -> None:
    site.write({"content/a.md": "---\ntitle: [\n---\n"})
    assert site.problems()
    refused(site, 1, "a source has changed since the last build that succeeded: content/a.md\n")
    assert deploy(site, "--force")[0] == 0


def test_up_to_three_changed_sources_are_named_of_each_kind(site: Digest) -> None:
    (site.folder / "content/b.md").unlink()
    files = {"layouts/x.html": "", "static/a.png": "", "static/b.png": "", "content/c.md": ""}
    site.write(files)
    refused(
        site,
        1,
        "5 sources have changed since the last build that succeeded:"
        " content/b.md, content/c.md, layouts/x.html and 2 more\n",
    )


def test_a_link_that_leads_out_of_the_site_is_a_change_of_its_sources(site: Digest) -> None:
    (site.folder / "content/out.md").symlink_to(site.folder.parent)
    refused(site, 1, "a source has changed since the last build that succeeded: content/out.md")


def test_settings_that_no_build_reads_may_change_without_a_build(site: Digest) -> None:
    config = (site.folder / "config.yaml").read_text("utf-8")
    site.write(
        {"config.yaml": f"{config}check: {{levels: {{thin-tag: ignore}}}}\n".replace("../www", "../w3")}
    )
    code, said = deploy(site)
    assert code == 0, said
    assert (site.folder.parent / "w3/current/index.html").is_file()
    site.write({"content/a.md": article("A headline", "Mended.")})
    refused(site, 1, "a source has changed since the last build that succeeded: content/a.md\n")
    site.write({"content/a.md": ARTICLES["content/a.md"]})
    site.write({"config.yaml": f"{config}paginate: 7\n"})
    refused(site, 1, "a source has changed since the last build that succeeded: config.yaml\n")


def test_a_setting_that_a_layout_prints_asks_for_a_build_whichever_it_is(site: Digest) -> None:
    site.write({"layouts/404.html": "{{ site.config.check.levels | length }}"})
    site.build()
    config = (site.folder / "config.yaml").read_text("utf-8")
    site.write({"config.yaml": f"{config}check: {{levels: {{thin-tag: ignore}}}}\n"})
    refused(site, 1, "a source has changed since the last build that succeeded: config.yaml\n")


def test_an_older_site_than_the_target_has_is_not_deployed(site: Digest) -> None:
    site.write({"content/d.md": article("A fourth")})
    site.build(clock="2012-06-03")
    assert deploy(site)[0] == 0
    site.write({"content/c.md": article("A third")})
    site.build(clock="2012-06-02")
    before = (live(site) / MANIFEST).read_bytes()
    refused(site, 1, "has a newer site, built for 2012-06-03 23:59 UTC; this one was built for 2012-06-02")
    assert (live(site) / MANIFEST).read_bytes() == before
    assert deploy(site, "--force")[0] == 0


def test_a_site_from_a_machine_whose_clock_is_ahead_is_deployed_with_a_warning(site: Digest) -> None:
    soon = datetime.now(UTC) + timedelta(hours=2)
    site.write({"content/c.md": article("A third")})
    site.build(clock=f"{soon:%Y-%m-%dT%H:%M}")
    code, said = deploy(site)
    assert code == 0
    assert (
        f"warning: the site was built for {soon:%Y-%m-%d %H:%M} UTC, which is ahead of this machine's" in said
    )


def test_a_site_that_was_built_for_a_day_to_come_is_not_deployed(site: Digest) -> None:
    site.write({"content/c.md": article("A third")})
    site.build(clock="2199-01-01")
    refused(site, 1, "built for 2199-01-01 23:59 UTC, a day that has not come", "without  --clock")
    assert deploy(site, "--force")[0] == 0


@pytest.mark.parametrize("path", ["output", "content/www", ".", ".."])
def test_a_folder_that_is_the_sites_own_is_not_deployed_to(site: Digest, path: str) -> None:
    config = (site.folder / "config.yaml").read_text("utf-8")
    site.write({"config.yaml": config.replace("path: ../www", f"path: {path}")})
    site.build()
    before = site.output()
    code, said = deploy(site)
    assert code == 1
    assert "is a folder of the site itself" in said
    assert site.output() == before
    assert not (site.folder / "content/www").exists()


def test_a_site_from_before_it_had_an_address_is_named_as_what_it_may_be(site: Digest) -> None:
    config = (site.folder / "config.yaml").read_text("utf-8")
    site.write({"config.yaml": config.replace("base_url: https://digest.example\n", "")})
    site.build()
    assert deploy(site)[0] == 0
    site.write({"config.yaml": config})
    site.build()
    assert "or this one from before it had a `base_url`" in deploy(site)[1]


def test_another_site_is_not_written_over(site: Digest) -> None:
    assert deploy(site)[0] == 0
    site.build(base_url="https://other.example")
    refused(site, 1, "holds another site, that of https://digest.example")
    assert deploy(site, "--force")[0] == 0


def test_more_removals_than_one_in_four_want_a_word(site: Digest) -> None:
    many = {f"content/x{n}.md": article(f"Story {n}") for n in range(40)}
    site.write(many)
    site.build()
    assert deploy(site)[0] == 0
    for name in many:
        (site.folder / name).unlink()
    built = site.build()
    count = len(built.published.removed)
    refused(site, 1, f"{count} of ", "at most", f"--max-delete {count}")
    assert deploy(site, "--max-delete", str(count))[0] == 0
    assert {*site.output()} == {
        path.relative_to(live(site)).as_posix()
        for path in live(site).rglob("*")
        if path.is_file() and path.name != MANIFEST
    }


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("lvie",), "there is no target 'lvie'\n  did you mean 'live'?"),
        (("--max-delete", "many"), "write a number of files, or a share such as 25%"),
    ],
)
def test_a_slip_on_the_command_line_is_told(site: Digest, words: tuple[str, ...], message: str) -> None:
    refused(site, 2, message, words=words)


def test_without_a_target_one_is_asked_for(digest: Callable[..., Digest]) -> None:
    assert "config.yaml names no place to deploy to" in deploy(digest(ARTICLES))[1]


def test_of_several_targets_one_must_be_named(digest: Callable[..., Digest]) -> None:
    config = "deploy: {a: {kind: folder, path: ../a}, b: {kind: folder, path: ../b}}\n"
    assert "There are a, b." in deploy(digest(ARTICLES, config=config))[1]


def test_a_folder_that_cannot_be_written_is_told_with_its_owner(
    site: Digest, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = site.folder.parent / "www"
    target.mkdir()
    target.chmod(stat.S_IRUSR | stat.S_IXUSR)
    monkeypatch.setattr(os, "access", lambda *_: False)  # which root is always granted
    refused(site, 1, "you may not change ", "belongs to ")
    target.chmod(0o700)


@pytest.mark.parametrize("path", ["../www", "../www/below/it"])
def test_a_file_in_the_place_of_the_folder_is_told_of(site: Digest, path: str) -> None:
    config = (site.folder / "config.yaml").read_text("utf-8")
    site.write({"config.yaml": config.replace("../www", path)})
    (site.folder.parent / "www").write_text("a file")
    refused(site, 1, f"{site.folder.parent}/www is a file, and a folder has to be there", "mend `path`")


def test_a_page_beside_the_link_that_a_server_may_show_instead_is_told_of(site: Digest) -> None:
    (site.folder.parent / "www").mkdir()
    (site.folder.parent / "www/index.html").write_text("mine")
    code, said = deploy(site)
    assert code == 0
    assert "www/index.html is not of a deploy, which has its files in current/" in said
    assert "warning" not in deploy(site)[1], "nothing has travelled"
    assert (site.folder.parent / "www/index.html").read_text() == "mine"


def test_a_folder_in_the_place_of_the_link_is_left_alone(site: Digest) -> None:
    live(site).mkdir(parents=True)
    (live(site) / "index.html").write_text("mine")
    refused(site, 1, "is no link to a release, and no deploy has made it")
    assert (live(site) / "index.html").read_text() == "mine"
