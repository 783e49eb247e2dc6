"""`site-builder config`: the settings in force, where they come from, their schema, and what hosts read."""

from __future__ import annotations

import json
from collections.abc import Callable

import jsonschema
import pytest
import yaml
from click.testing import CliRunner
from digests import Digest, article
from documents import text_of

from site_builder.cli import cli


def test_every_setting_is_shown_with_its_value_and_where_that_came_from(
    digest: Callable[..., Digest],
) -> None:
    site = digest(config="paginate: 7\n")
    run = site.cli("config", "show", "-s", str(site.folder), "-b", "https://other.example")
    assert run.exit_code == 0
    rows = {line.split()[0]: line.split()[1:] for line in run.stdout.splitlines()}
    assert rows["paginate"] == ["7", "config.yaml:6"]
    assert rows["base_url"] == ["https://other.example", "--base-url"]
    assert rows["language"] == ["en", "default"]


def test_one_setting_or_a_part_of_them_can_be_asked_for(digest: Callable[..., Digest]) -> None:
    site = digest()
    run = site.cli("config", "show", "related", "-s", str(site.folder), "--format", "json")
    assert set(json.loads(run.stdout)) == {"related.limit", "related.half_life_days"}


def test_a_setting_that_is_not_there_ends_with_2_and_a_suggestion(digest: Callable[..., Digest]) -> None:
    site = digest()
    run = site.cli("config", "show", "paginat", "-s", str(site.folder))
    assert run.exit_code == 2
    assert "did you mean 'paginate'?" in run.stderr


def test_settings_that_are_wrong_end_with_2_and_a_missing_site_with_3(digest: Callable[..., Digest]) -> None:
    site = digest(config="paginate: none\n")
    assert site.cli("config", "show", "-s", str(site.folder)).exit_code == 2
    assert site.cli("config", "show", "-s", str(site.folder / "nowhere")).exit_code == 3


def test_the_schema_accepts_what_the_builder_accepts_and_refuses_an_unknown_key(
    digest: Callable[..., Digest],
) -> None:
    site = digest(config="tags: {syria: {label: Syria}}\nsections: {ground: {}}\n")
    site.build()
    schema = json.loads(site.cli("config", "schema").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    settings = yaml.safe_load((site.folder / "config.yaml").read_text())
    jsonschema.validate(settings, schema)
    assert not jsonschema.Draft202012Validator(schema).is_valid({**settings, "titel": "x"})


def test_front_matter_has_a_schema_too(digest: Callable[..., Digest]) -> None:
    schema = json.loads(digest().cli("config", "schema", "--front-matter").stdout)
    validator = jsonschema.Draft202012Validator(schema)
    assert validator.is_valid({"title": "A", "date": "2012-03-12", "tags": ["Syria"]})
    assert not validator.is_valid({"title": "A", "tittle": "B"})


MOVED = {"content/a.md": article("Moved", aliases=["/old/"], permalink="/now/")}


@pytest.mark.parametrize("host", ["nginx", "caddy"])
def test_the_sample_for_a_server_names_folder_host_and_former_addresses(
    digest: Callable[..., Digest], host: str
) -> None:
    site = digest(MOVED)
    words = ("config", "host", host, "-s", str(site.folder), "-b", "https://news.example/digest")
    run = site.cli(*words, "--folder", "/home/news/site")
    assert run.exit_code == 0
    for part in ("news.example", "/home/news/site", "/digest/old/", "/digest/now/", "default-src 'none'"):
        assert part in run.stdout
    assert "/srv/www/news.example" in site.cli(*words).stdout
    assert not (site.folder / "output").exists()


def test_the_files_of_a_host_are_shown_each_under_its_name(digest: Callable[..., Digest]) -> None:
    site = digest(MOVED)
    run = site.cli("config", "host", "netlify", "-s", str(site.folder))
    assert run.exit_code == 0
    assert "# _headers\n/*\n" in run.stdout
    assert "# _redirects\n/old/ /now/ 301!\n" in run.stdout


def test_former_addresses_are_those_of_what_is_published_on_the_day(digest: Callable[..., Digest]) -> None:
    later = article("Later", aliases=["/old/"], date="2012-03-12", publish_date="2012-05-01")
    site = digest({"content/a.md": later})
    words = ("config", "host", "netlify", "-s", str(site.folder), "--clock")
    assert "/old/" not in site.cli(*words, "2012-04-01").stdout
    assert "/old/" in site.cli(*words, "2012-06-01").stdout


def test_a_host_that_needs_nothing_is_said_to(digest: Callable[..., Digest]) -> None:
    run = digest().cli("config", "host", "gitlab", "-s", str(digest().folder))
    assert (run.exit_code, run.stdout) == (0, "")
    assert "GitLab Pages needs no file of its own." in run.stderr


def test_an_unknown_host_ends_with_2_and_a_suggestion(digest: Callable[..., Digest]) -> None:
    run = digest().cli("config", "host", "ngnix", "-s", str(digest().folder))
    assert run.exit_code == 2
    assert "did you mean 'nginx'?" in run.stderr
    assert "github" in digest().cli("config", "host", "x", "-s", str(digest().folder)).stderr


def test_an_unknown_setting_is_told_with_the_nearest_table_or_setting(digest: Callable[..., Digest]) -> None:
    site = digest({}, config="tags: {syria: {label: Syria}}\n")
    for typed, meant in (
        ("tagz", "tags"),
        ("tags.syri", "tags.syria"),
        ("tags.syria.labl", "tags.syria.label"),
    ):
        run = site.cli("config", "show", typed, "-s", str(site.folder))
        assert run.exit_code == 2
        assert run.stderr == f"error: there is no setting '{typed}'\n  did you mean '{meant}'?\n"
    assert (
        "`site-builder config show` lists them all."
        in site.cli("config", "show", "zzzz", "-s", str(site.folder)).stderr
    )


@pytest.mark.parametrize("host", ["nginx", "caddy", "netlify"])
def test_a_host_is_told_what_the_search_of_the_settings_needs(
    digest: Callable[..., Digest], host: str
) -> None:
    site = digest(config="search: pagefind\nhosting: {hosts: [netlify]}\n")
    run = site.cli("config", "host", host, "-s", str(site.folder))
    assert "script-src 'self' 'wasm-unsafe-eval'" in run.output


def test_a_default_layout_is_shown_as_it_is_and_all_are_listed() -> None:
    run = CliRunner().invoke(cli, ["config", "layout", "default/partials/card.html"])
    assert run.output == text_of("layouts/partials/card.html")
    assert run.output == CliRunner().invoke(cli, ["config", "layout", "partials/card.html"]).output
    listed = CliRunner().invoke(cli, ["config", "layout"]).output.splitlines()
    assert {"article.html", "assets/style.css", "partials/card.html"} <= set(listed)
    assert listed == sorted(listed)


def test_a_default_layout_that_is_not_there_ends_with_2_and_a_suggestion() -> None:
    run = CliRunner().invoke(cli, ["config", "layout", "artcle.html"])
    assert run.exit_code == 2
    assert "did you mean 'article.html'?" in run.stderr
