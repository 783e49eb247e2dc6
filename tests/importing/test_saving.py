"""Writing an import: once, whole, and never over an editor's work."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_builder.importing.article_file import Imported, import_file
from site_builder.importing.saving import save
from site_builder.problems import ProblemsFound
from site_builder.settings import Settings, TagSetting

_RAW = b"Ferry sails again\n\nIt left the harbour of Malta at noon, they said.\n"
_PATH = "2012/03/ferry-sails-again.md"
_FILES = [_PATH, "_raw/2012/03/ferry-sails-again.txt", "_raw/2012/03/ferry-sails-again.yaml"]


def _import(raw: bytes = _RAW, date: str = "2012-03-12", slug: str = "", **tags: TagSetting) -> Imported:
    return import_file(raw, "ferry.txt", Settings(title="Digest", tags=tags), date=date, slug=slug)


def _tree(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def test_an_import_writes_article_original_and_ledger(tmp_path: Path) -> None:
    imported = _import()
    saved = save(imported, tmp_path)
    assert (saved.outcome, saved.path) == ("written", _PATH)
    assert _tree(tmp_path) == dict(
        zip(_FILES, (imported.markdown.encode(), _RAW, imported.ledger.encode()), strict=True)
    )


def test_importing_the_same_bytes_again_changes_nothing(tmp_path: Path) -> None:
    save(_import(), tmp_path)
    before = _tree(tmp_path)
    assert save(_import(), tmp_path).outcome == "unchanged"
    assert _tree(tmp_path) == before


def test_an_edited_article_is_kept(tmp_path: Path) -> None:
    save(_import(), tmp_path)
    (tmp_path / _PATH).write_text("edited")
    before = _tree(tmp_path)
    assert save(_import(), tmp_path).outcome == "kept"
    assert save(_import(), tmp_path).outcome == "kept"
    assert _tree(tmp_path) == before


def test_a_new_reading_of_an_edited_article_stands_where_no_build_publishes_it(tmp_path: Path) -> None:
    save(_import(), tmp_path)
    (tmp_path / _PATH).write_text("edited")
    before = _tree(tmp_path)
    anew = _import(harbour=TagSetting("Ferry"))
    saved = save(anew, tmp_path)
    assert saved.outcome == "beside"
    assert _tree(tmp_path) == before | {f"_raw/{_PATH}.new": anew.markdown.encode()}


def test_a_new_reading_takes_the_place_of_one_that_nobody_edited(tmp_path: Path) -> None:
    save(_import(), tmp_path)
    anew = _import(harbour=TagSetting("Ferry"))
    assert save(anew, tmp_path).outcome == "written"
    assert (tmp_path / _PATH).read_text() == anew.markdown
    assert list(_tree(tmp_path)) == _FILES


def test_a_date_given_later_moves_an_article_that_nobody_edited(tmp_path: Path) -> None:
    save(_import(date=""), tmp_path)
    assert (tmp_path / "inbox/ferry-sails-again.md").is_file()
    assert save(_import(), tmp_path).path == _PATH
    assert list(_tree(tmp_path)) == _FILES


def test_an_import_that_knows_less_takes_no_article_s_place(tmp_path: Path) -> None:
    save(_import(), tmp_path)
    before = _tree(tmp_path)
    assert save(_import(date=""), tmp_path).outcome == "kept"
    assert _tree(tmp_path) == before


def test_an_edited_article_is_found_under_other_options(tmp_path: Path) -> None:
    save(_import(date=""), tmp_path)
    (tmp_path / "inbox/ferry-sails-again.md").write_text("edited")
    saved = save(_import(slug="other"), tmp_path)
    assert (saved.outcome, saved.path) == ("beside", "inbox/ferry-sails-again.md")
    assert not (tmp_path / "2012").exists()


def test_an_article_that_was_moved_is_found_by_its_original_s_digest(tmp_path: Path) -> None:
    save(_import(), tmp_path)
    (tmp_path / _PATH).rename(tmp_path / "moved.md")
    saved = save(_import(), tmp_path)
    assert (saved.outcome, saved.path) == ("kept", "moved.md")
    assert not (tmp_path / _PATH).exists()


def test_an_article_that_was_deleted_can_be_imported_again(tmp_path: Path) -> None:
    save(_import(), tmp_path)
    (tmp_path / _PATH).unlink()
    assert save(_import(), tmp_path).outcome == "written"
    assert list(_tree(tmp_path)) == _FILES


def test_a_deleted_article_that_comes_back_elsewhere_leaves_no_second_original(tmp_path: Path) -> None:
    save(_import(date=""), tmp_path)
    (tmp_path / "inbox/ferry-sails-again.md").unlink()
    assert save(_import(), tmp_path).outcome == "written"
    assert list(_tree(tmp_path)) == _FILES


@pytest.mark.parametrize("missing", _FILES[1:])
def test_an_import_that_was_cut_off_is_done_again(tmp_path: Path, missing: str) -> None:
    save(_import(), tmp_path)
    before = _tree(tmp_path)
    (tmp_path / missing).unlink()
    assert save(_import(), tmp_path).outcome == "written"
    assert _tree(tmp_path) == before


def test_another_article_s_path_is_never_taken(tmp_path: Path) -> None:
    save(_import(), tmp_path)
    before = _tree(tmp_path)
    with pytest.raises(ProblemsFound, match="another article has this path already") as caught:
        save(_import(_RAW + b"\nMore.\n"), tmp_path)
    assert "--slug" in caught.value.problems[0].remedy
    assert _tree(tmp_path) == before


def test_a_damaged_ledger_hides_no_article(tmp_path: Path) -> None:
    save(_import(), tmp_path)
    (tmp_path / _PATH).write_text("edited")
    (tmp_path / _FILES[2]).write_text("{")
    with pytest.raises(ProblemsFound, match="another article"):
        save(_import(), tmp_path)
    assert (tmp_path / _PATH).read_text() == "edited"
