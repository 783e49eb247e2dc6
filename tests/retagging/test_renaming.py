"""Tags renamed and merged in a whole site, by the command."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import Result
from digests import CONFIG, Digest, article

from site_builder.retagging import renaming

VOCABULARY = """\
tags:
  # the war
  syria:
    label: Syria
    aliases: [Syrian Arab Republic]  # official
  homs: {label: Homs, parent: syria}
  truce:
  un:
    label: United Nations
  ceasefire:
    label: Ceasefire
    parent: un
defaults:
  - path: "briefs/**"
    values: {tags: [truce, homs]}
"""
ARTICLES = {
    "content/a.md": article("A", tags=["syria", "truce"]),
    "content/b.md": article("B", tags=["Syrian Arab Republic", "Truce", "ceasefire"]),
    "content/briefs/c.md": article("C"),
}


@pytest.fixture
def site(digest: Callable[..., Digest]) -> Digest:
    return digest(ARTICLES, config=VOCABULARY)


def _run(site: Digest, *words: str) -> Result:
    return site.cli("tags", *words, "-s", str(site.folder))


def _files(site: Digest) -> dict[str, bytes]:
    paths = (path for path in site.folder.rglob("*") if path.suffix in {".md", ".yaml"})
    return {path.relative_to(site.folder).as_posix(): path.read_bytes() for path in paths}


def test_a_renamed_tag_keeps_its_names_and_its_old_address_leads_on(site: Digest) -> None:
    before = _files(site)
    run = _run(site, "rename", "truce", "armistice")
    assert run.exit_code == 0, run.output
    assert run.output == "Changed 2 articles and 1 file of settings.\n"
    after = _files(site)
    assert b"tags: [syria, armistice]" in after["content/a.md"]
    assert after["content/briefs/c.md"] == before["content/briefs/c.md"]
    config = after["config.yaml"].decode()
    assert "  armistice:\n  truce:\n    replaced_by: armistice\n  un:\n" in config
    assert "values: {tags: [armistice, homs]}" in config
    site.build(strict=True)
    assert "/tags/armistice/" in site.text("tags/truce/index.html")


def test_a_tag_whose_label_is_its_old_id_can_be_renamed_and_keeps_its_comments(site: Digest) -> None:
    assert _run(site, "rename", "syria", "sy").exit_code == 0
    config = (site.folder / "config.yaml").read_text()
    assert "  # the war\n  sy:\n    label: Syria\n    aliases: [Syrian Arab Republic]  # official\n" in config
    assert "  syria:\n    replaced_by: sy\n  homs: {label: Homs, parent: sy}\n" in config
    site.build(strict=True)
    assert "/tags/sy/" in site.text("tags/syria/index.html")


def test_a_tag_renamed_and_renamed_back_is_as_it_was_but_for_the_address_between(site: Digest) -> None:
    before = _files(site)
    assert _run(site, "rename", "truce", "armistice").exit_code == 0
    assert _run(site, "rename", "armistice", "truce").exit_code == 0
    after = _files(site)
    config = after.pop("config.yaml").decode()
    assert config.replace("  armistice:\n    replaced_by: truce\n", "") == before.pop("config.yaml").decode()
    assert {name: data.replace(b"Truce", b"truce") for name, data in before.items()} == after


def test_merged_tags_become_one_that_stands_once(site: Digest) -> None:
    run = _run(site, "merge", "truce", "homs", "into", "ceasefire")
    assert run.exit_code == 0, run.output
    files = _files(site)
    assert b"tags: [syria, ceasefire]" in files["content/a.md"]
    assert b"tags: [Syrian Arab Republic, ceasefire]" in files["content/b.md"]
    config = files["config.yaml"].decode()
    assert "homs: {replaced_by: ceasefire, label: Homs, parent: syria}" in config
    assert "  truce: {replaced_by: ceasefire}\n" in config
    assert "values: {tags: [ceasefire]}" in config
    site.build(strict=True)
    assert "/tags/ceasefire/" in site.text("tags/homs/index.html")


def test_a_dry_run_shows_the_changes_and_makes_none(site: Digest) -> None:
    before = _files(site)
    run = _run(site, "rename", "truce", "armistice", "--dry-run")
    assert "-tags: [syria, truce]\n+tags: [syria, armistice]\n" in run.output
    assert _files(site) == before


FLOW = "tags: {un: {label: UN}, truce: {label: Truce, aliases: [Lull]}, war: }\n"


def test_a_vocabulary_in_brackets_is_changed_too(digest: Callable[..., Digest]) -> None:
    site = digest({"content/a.md": article("A", tags=["truce", "war"])}, config=FLOW)
    assert _run(site, "rename", "truce", "armistice").exit_code == 0
    assert _run(site, "merge", "war", "into", "un").exit_code == 0
    config = (site.folder / "config.yaml").read_text()
    assert "armistice: {label: Truce, aliases: [Lull]}, truce: {replaced_by: armistice}, war: {" in config
    assert "tags: [armistice, un]" in (site.folder / "content/a.md").read_text()
    site.build(strict=True)


def test_a_renamed_tag_in_brackets_is_not_renamed_back_and_nothing_is_changed(
    digest: Callable[..., Digest],
) -> None:
    site = digest({"content/a.md": article("A", tags=["truce", "war"])}, config=FLOW)
    assert _run(site, "rename", "truce", "armistice").exit_code == 0
    before = _files(site)
    run = _run(site, "rename", "armistice", "truce")
    assert run.exit_code == 2
    assert "'truce' stands in brackets and cannot be taken out" in run.output
    assert "Take that entry out of `tags` first." in run.output
    assert _files(site) == before


def test_a_tag_of_several_lines_is_merged_and_rules_without_tags_stay(digest: Callable[..., Digest]) -> None:
    rule = '  - path: "notes/**"\n    values: {lang: ar}\n'
    site = digest(ARTICLES, config=VOCABULARY + rule)
    assert _run(site, "merge", "syria", "into", "un").exit_code == 0
    config = (site.folder / "config.yaml").read_text()
    assert "  syria:\n    replaced_by: un\n    label: Syria\n" in config
    assert "homs: {label: Homs, parent: un}" in config
    assert config.endswith(rule)
    assert "tags: [un, truce]" in (site.folder / "content/a.md").read_text()
    run = _run(site, "rename", "syria", "levant")
    assert run.exit_code == 2
    assert "'syria' has been replaced by 'un'" in run.output


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("rename", "truse", "x"), "did you mean 'truce'?"),
        (("rename", "truce", "un"), "site-builder tags merge truce into un"),
        (("rename", "truce", "united nations"), "site-builder tags merge truce into un"),
        (("rename", "truce", "truce"), "that is the tag's id already"),
        (("rename", "truce", "a, b"), "without a comma"),
        (("merge", "un", "into", "ceasefire"), "'un' is the parent of 'ceasefire'"),
        (("merge", "un", "into", "un"), "cannot be merged into itself"),
        (("merge", "un", "ceasefire"), "OLD... into NEW"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_changed(
    site: Digest, words: tuple[str, ...], message: str
) -> None:
    before = _files(site)
    run = _run(site, *words)
    assert run.exit_code == 2
    assert message in run.output
    assert _files(site) == before


def test_an_article_that_cannot_be_read_keeps_every_file_as_it_is(site: Digest) -> None:
    site.write({"content/broken.md": "---\ntags: [truce\n---\n"})
    before = _files(site)
    run = _run(site, "rename", "truce", "armistice")
    assert run.exit_code == 1
    assert "content/broken.md:2" in run.output
    assert _files(site) == before


def test_a_disk_that_fails_leaves_every_file_as_it_was(site: Digest, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _files(site)
    write = renaming.write_whole
    written = []

    def fail_at_the_second(path: object, data: bytes) -> None:
        written.append(path)
        if len(written) == 2:
            raise OSError(28, "No space left on device", str(path))
        write(path, data)

    monkeypatch.setattr(renaming, "write_whole", fail_at_the_second)
    run = _run(site, "rename", "truce", "armistice")
    assert run.exit_code == 1
    assert "Nothing was changed." in run.output
    assert _files(site) == before


def test_a_vocabulary_in_several_files_is_changed_where_it_stands(site: Digest) -> None:
    site.write({"more.yaml": "tags:\n  hama: {parent: truce}\n"})
    run = _run(site, "rename", "truce", "armistice", "-c", "config.yaml", "-c", "more.yaml")
    assert run.output == "Changed 2 articles and 2 files of settings.\n"
    assert (site.folder / "more.yaml").read_text() == "tags:\n  hama: {parent: armistice}\n"


def test_a_site_without_a_vocabulary_is_told_that_the_old_address_is_gone(
    digest: Callable[..., Digest],
) -> None:
    site = digest({"content/a.md": article("A", tags=["Truce", "UN"])})
    run = _run(site, "rename", "Truce", "Ceasefire")
    assert run.exit_code == 0, run.output
    assert "nothing leads on from the old address" in run.output
    assert "tags: [Ceasefire, UN]" in (site.folder / "content/a.md").read_text()
    assert "no article has the tag" in _run(site, "rename", "Truce", "X").output


def test_tags_are_suggested_for_articles_that_are_there_and_written_when_asked(site: Digest) -> None:
    body = "The Syrian Arab Republic and Homs; Homs again. The United Nations."
    site.write({"content/d.md": article("Homs under fire", body, tags=["truce"])})
    run = _run(site, "suggest", "--format", "json")
    (row,) = [row for row in json.loads(run.stdout) if row["article"] == "content/d.md"]
    assert [(count["tag"], count["confidence"]) for count in row["suggested"]] == [("homs", 99)]
    assert {count["tag"] for count in row["others"]} == {"syria", "un"}
    table = _run(site, "suggest").stdout
    assert (
        "content/d.md  truce  homs       99      headline; 'Homs' in the headline or dateline, 3 times"
        in table
    )
    assert _run(site, "suggest", str(site.folder / "content/d.md"), "--write").exit_code == 0
    assert "tags: [truce, homs]" in (site.folder / "content/d.md").read_text()
    assert "Nothing to suggest." in _run(site, "suggest").output


def test_the_settings_of_a_test_are_those_that_are_built(site: Digest) -> None:
    assert (site.folder / "config.yaml").read_text() == CONFIG + VOCABULARY


def test_an_unknown_tag_is_told_with_the_nearest_or_with_the_way_to_all(
    digest: Callable[..., Digest],
) -> None:
    site = digest({"content/a.md": article("A", tags=["syria"])}, config="tags: {syria: {label: Syria}}\n")
    told = site.cli("tags", "rename", "nope", "x", "-s", str(site.folder)).stderr
    assert (
        "tag 'nope' is not in the vocabulary\n  `site-builder list tags` shows the tags there are; a new one"
        in told
    )
    told = site.cli("tags", "rename", "sirya", "x", "-s", str(site.folder)).stderr
    assert "did you mean 'Syria'?" in told
    assert "New tags" not in told
