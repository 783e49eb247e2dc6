"""`site-builder list` and `site-builder clean`."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from digests import CLOCK, Digest, article, many

SITE = {
    "content/a.md": article("A", tags=["syria"], source="un", section="world"),
    "content/draft.md": article("Draft", draft=True),
    "content/future.md": article("Future", date="2012-07-01"),
    "content/expired.md": article("Expired", expiry_date="2012-05-01"),
    "content/inbox.md": article("Inbox", date="", review="inbox"),
    "content/check.md": article("Check", review="needs-check"),
    "content/killed.md": article("Killed", review="killed"),
}
CONFIG = (
    "sources: {un: United Nations}\ntags: {syria: {label: Syria}}\n"
    "sections: {world: {label: World}, home: {}}\n"
)


def _list(site: Digest, *words: str) -> list[dict[str, Any]]:
    run = site.cli("list", *words, "-s", str(site.folder), "--clock", CLOCK, "--format", "json")
    assert run.exit_code == 0, run.output
    rows: list[dict[str, Any]] = json.loads(run.stdout)
    return rows


LISTED = {
    "": ["a.md"],
    "articles": ["a.md"],
    "drafts": ["draft.md"],
    "future": ["future.md"],
    "expired": ["expired.md"],
    "review": ["check.md", "inbox.md", "killed.md"],
}


@pytest.mark.parametrize("what", LISTED)
def test_articles_are_listed_by_what_becomes_of_them(digest: Callable[..., Digest], what: str) -> None:
    site = digest(SITE, config=CONFIG)
    assert [row["path"] for row in _list(site, *what.split())] == LISTED[what]


def test_the_options_of_a_build_show_more_in_the_list_too(digest: Callable[..., Digest]) -> None:
    site = digest(SITE, config=CONFIG)
    listed = [row["path"] for row in _list(site, "-D", "-F", "-E")]
    assert listed == ["future.md", "a.md", "draft.md", "expired.md"]


def test_tags_sections_sources_and_editions_are_listed_with_their_number_of_articles(
    digest: Callable[..., Digest],
) -> None:
    site = digest(SITE, config=CONFIG)
    assert _list(site, "tags") == [{"articles": 1, "id": "syria", "label": "Syria"}]
    assert _list(site, "sources") == [{"articles": 1, "id": "un", "name": "United Nations"}]
    assert _list(site, "sections") == [
        {"articles": 1, "id": "world", "label": "World"},
        {"articles": 0, "id": "home", "label": "home"},
    ]
    (edition,) = _list(site, "editions")
    assert (edition["name"], edition["articles"], edition["date"]) == ("2012-w11", 1, "2012-03-18")


def test_a_table_has_a_head_and_a_line_for_each_article(digest: Callable[..., Digest]) -> None:
    site = digest(SITE, config=CONFIG)
    lines = site.cli("list", "-s", str(site.folder), "--clock", CLOCK).stdout.splitlines()
    assert lines == ["DATE        PATH  TAGS   TITLE", "2012-03-12  a.md  syria  A"]


def test_an_empty_list_says_so_beside_the_output(digest: Callable[..., Digest]) -> None:
    run = (site := digest()).cli("list", "drafts", "-s", str(site.folder))
    assert (run.exit_code, run.stdout, run.stderr) == (0, "", "No drafts.\n")


def test_a_list_tells_that_the_build_would_have_something_to_say(digest: Callable[..., Digest]) -> None:
    site = digest({"content/a.md": article("A"), "content/b.md": "no front matter"})
    run = site.cli("list", "-s", str(site.folder), "--clock", CLOCK)
    assert run.exit_code == 0
    assert run.stderr == "(1 error: `site-builder build` says more)\n"


def test_a_list_is_silent_of_what_a_build_is_silent_of(digest: Callable[..., Digest]) -> None:
    files = {
        "content/a.md": article("A", mood="calm", check_ignore="unknown-key"),
        "extensions/own.py": 'def said(site):\n    return site.gettext("Mine")\n',
        "layouts/translations/nl.yaml": "messages: {Mine: Mijn}\n",
    }
    site = digest(files, "language: nl\n")
    assert site.build().problems == ()
    assert site.cli("list", "-s", str(site.folder), "--clock", CLOCK).stderr == ""


@pytest.mark.parametrize("verb", ["list", "clean"])
def test_settings_that_are_wrong_end_with_2_and_a_missing_site_with_3(
    digest: Callable[..., Digest], verb: str
) -> None:
    site = digest(config="paginate: none\n")
    assert site.cli(verb, "-s", str(site.folder)).exit_code == 2
    assert site.cli(verb, "-s", str(site.folder / "nowhere")).exit_code == 3


def test_a_list_of_something_unknown_ends_with_2(digest: Callable[..., Digest]) -> None:
    run = (site := digest()).cli("list", "nonsense", "-s", str(site.folder))
    assert run.exit_code == 2
    assert "drafts" in run.stderr


def test_clean_removes_what_the_builder_made_and_nothing_else(digest: Callable[..., Digest]) -> None:
    site = digest(many(2))
    built = site.build()
    site.write({"output/CNAME": "digest.example", "output/2012/notes.txt": "mine"})
    run = site.cli("clean", "-s", str(site.folder))
    assert run.exit_code == 0
    assert run.stdout == f"Removed {built.outputs} files; 2 that others made are left\n"
    assert set(site.output()) == {"CNAME", "2012/notes.txt"}
    assert site.build().outputs == built.outputs  # the folder is still known


def test_clean_takes_its_own_mark_too_where_nothing_else_is_left(digest: Callable[..., Digest]) -> None:
    site = digest(many(2))
    site.build()
    site.cli("clean", "-s", str(site.folder))
    assert list((site.folder / "output").iterdir()) == []


def test_clean_can_say_first_what_would_go(digest: Callable[..., Digest]) -> None:
    site = digest(many(2))
    site.build()
    before = site.stamps()
    lines = site.cli("clean", "-s", str(site.folder), "-n").stdout.splitlines()
    assert lines == [f"- {path}" for path in sorted(site.output())]
    assert site.stamps() == before


def test_clean_of_what_was_never_built_removes_nothing(digest: Callable[..., Digest]) -> None:
    site = digest({"output/mine.txt": "mine"})
    run = site.cli("clean", "-s", str(site.folder))
    assert (run.exit_code, run.stdout) == (0, "Removed 0 files; 1 that others made are left\n")
    assert site.output() == {"mine.txt": b"mine"}


def test_a_build_after_clean_is_the_same_build(digest: Callable[..., Digest]) -> None:
    site = digest(many(2))
    site.build()
    before = site.output()
    site.cli("clean", "-s", str(site.folder))
    site.build()
    assert site.output() == before


def test_an_unknown_list_is_told_with_the_nearest_or_with_all(digest: Callable[..., Digest]) -> None:
    site = digest({})
    run = site.cli("list", "editons", "-s", str(site.folder))
    assert run.exit_code == 2
    assert "there is no list of 'editons'; did you mean 'editions'?" in run.stderr
    assert "choose from articles, drafts," in site.cli("list", "zz", "-s", str(site.folder)).stderr
