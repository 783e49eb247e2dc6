"""`import` of several sources: the report, what is learned, what is shown and put back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from digests import Digest
from digests import article as article_of
from saved_pages import STORY

Begin = Callable[..., Digest]
CONFIG = "sources: {post: {name: Island Post}}\n"
NAMES = "north south east west upper lower".split()


def _raw(number: int, line: str = "Share this") -> str:
    """A raw article; no two have a line in common but the one that is given."""
    name = NAMES[number]
    story = f"The {name} ferry of the island sailed on Monday, three weeks after the storm had hit its pier."
    more = f"The master of the {name} harbour said that it would leave again at noon, if weather allows."
    return f"The {name} ferry sails\n\n{line}\n\n{story}\n\n{more}\n"


def _site(digest: Begin) -> Digest:
    return digest(config=CONFIG)


def _import(site: Digest, *words: str, code: int = 0) -> str:
    run = site.cli("import", *words, "-s", str(site.folder))
    assert run.exit_code == code, run.output
    return run.stdout


def test_a_folder_gives_a_table_and_one_that_fails_stops_no_other(digest: Begin, tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    for number in range(3):
        (raw / f"{number}.txt").write_text(_raw(number), "utf-8")
    (raw / "empty.txt").write_bytes(b"")
    told = _import(_site(digest), str(raw), "--date", "2012-03-12", "--from", "post", code=1)
    assert told.count("imported") == 4  # three rows and the sum
    assert "3 imported, 1 failed" in told.splitlines()[-1]


def test_the_report_for_programs_has_an_object_for_each_source(digest: Begin, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(_raw(1), "utf-8")
    words = (str(tmp_path / "a.txt"), "gone.txt", "--format", "json")
    rows = json.loads(_import(_site(digest), *words, "--date", "2012-03-12", code=1))
    results = {Path(row["source"]).name: row["result"] for row in rows}
    assert results == {"a.txt": "review", "gone.txt": "failed"}
    (article,) = (row for row in rows if row["article"])
    assert article["article"] == "content/2012/03/the-south-ferry-sails.md"
    assert [note.partition(":")[0] for note in article["to_check"]] == ["source"]


def test_a_dry_run_and_an_explanation_write_nothing(digest: Begin, tmp_path: Path) -> None:
    site = _site(digest)
    (tmp_path / "a.txt").write_text(_raw(1), "utf-8")
    assert "title: The south ferry sails" in _import(site, str(tmp_path / "a.txt"), "--dry-run")
    assert "share-buttons" in _import(site, str(tmp_path / "a.txt"), "--explain")
    assert not (site.folder / "content").exists()


def test_what_was_put_back_is_not_cut_again_in_what_comes_from_that_source(
    digest: Begin, tmp_path: Path
) -> None:
    site = _site(digest)
    for number in (1, 2):
        (tmp_path / f"{number}.txt").write_text(_raw(number), "utf-8")
    said = ("--date", "2012-03-12", "--from", "post")
    _import(site, str(tmp_path / "1.txt"), *said)
    article = site.folder / "content/2012/03/the-south-ferry-sails.md"
    assert "Share this" not in article.read_text("utf-8")
    assert "Share this" in _import(site, "--undo", str(article))
    _import(site, "--undo", str(article), "--line", "3", "--dry-run")
    assert "Share this" not in article.read_text("utf-8")
    _import(site, "--undo", str(article), "--line", "3")
    assert "Share this" in article.read_text("utf-8")
    assert "put back" in _import(site, "--explain", str(article))
    _import(site, str(tmp_path / "2.txt"), *said)
    assert "Share this" in (site.folder / "content/2012/03/the-east-ferry-sails.md").read_text("utf-8")


def test_what_was_cut_out_of_a_saved_page_can_be_put_back(digest: Begin, tmp_path: Path) -> None:
    site = _site(digest)
    (tmp_path / "page.html").write_text(STORY, "utf-8")
    _import(site, str(tmp_path / "page.html"), "--date", "2012-03-12", "--from", "post")
    (article,) = site.folder.rglob("rain-closes-the-old-bridge.md")
    listed = _import(site, "--undo", str(article))
    number, line = next(row.split(maxsplit=1) for row in listed.splitlines() if "great drought" in row)
    assert "Read how the bridge was built" in line
    assert "great drought" not in article.read_text("utf-8")
    _import(site, "--undo", str(article), "--line", number)
    assert "great drought" in article.read_text("utf-8")


def test_an_article_without_a_ledger_has_nothing_to_put_back_and_it_is_said_why(
    digest: Begin, tmp_path: Path
) -> None:
    site = _site(digest)
    site.write({"content/own.md": article_of("Our own")})
    told = site.cli("import", "--undo", str(site.folder / "content/own.md"), "-s", str(site.folder)).output
    assert "it names no original under `source`" in told
    assert "Only what `site-builder import` wrote has a ledger" in told
    (tmp_path / "1.txt").write_text(_raw(1), "utf-8")
    _import(site, str(tmp_path / "1.txt"), "--date", "2012-03-12", "--from", "post")
    (imported,) = site.folder.rglob("the-south-ferry-sails.md")
    (ledger,) = (file for file in (site.folder / "content/_raw").rglob("*.yaml"))
    ledger.write_text("lines: none\n")
    told = site.cli("import", "--undo", str(imported), "-s", str(site.folder)).output
    assert "it cannot be read as a ledger" in told


def test_a_line_that_recurs_in_a_source_is_marked_and_told_and_never_cut(
    digest: Begin, tmp_path: Path
) -> None:
    site = _site(digest)
    said = ("--date", "2012-03-12", "--from", "post")
    for number in range(6):
        (tmp_path / f"{number}.txt").write_text(_raw(number, "Our island and our paper"), "utf-8")
    _import(site, *(str(tmp_path / f"{number}.txt") for number in range(5)), *said)
    run = site.cli("import", str(tmp_path / "5.txt"), *said, "-s", str(site.folder))
    assert "'Our island and our paper' stands in 5 articles of post" in run.stderr
    text = (site.folder / "content/2012/03/the-lower-ferry-sails.md").read_text("utf-8")
    assert "recurring-line" in text
    assert "Our island and our paper" in text


def test_a_line_without_an_article_to_put_it_back_into_is_a_wrong_call(digest: Begin) -> None:
    assert _site(digest).cli("import", "--line", "3").exit_code == 2
