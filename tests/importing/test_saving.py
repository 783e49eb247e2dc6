"""Writing an import: once, whole, and never over an editor's work."""

from __future__ import annotations

from pathlib import Path

import pytest
from imports import import_text

from site_builder.importing.article_file import Imported
from site_builder.importing.duplicates import Duplicate
from site_builder.importing.known_articles import open_known
from site_builder.importing.originals import spared_lines
from site_builder.importing.saving import Saved, Saver
from site_builder.importing.undo import undo
from site_builder.problems import ProblemsFound
from site_builder.settings import Settings, TagSetting

_RAW = b"Ferry sails again\n\nIt left the harbour of Malta at noon, they said.\n"
_PATH = "2012/03/ferry-sails-again.md"
_STORY = " ".join(f"word{number}" for number in range(100))
_FILES = [_PATH, "_raw/2012/03/ferry-sails-again.txt", "_raw/2012/03/ferry-sails-again.yaml"]


class _Import:
    """An import that can be asked for once more."""

    def __init__(
        self, raw: bytes = _RAW, date: str = "2012-03-12", slug: str = "", **tags: TagSetting
    ) -> None:
        self._raw = raw
        self._settings = Settings(title="Digest", tags=tags)
        self._options = {"date": date, "slug": slug}
        self.first = self.again((), "")

    def again(self, notes: tuple[str, ...], slug: str) -> Imported:
        options = self._options | ({"slug": self._options["slug"] or slug})
        return import_text(self._raw, "ferry.txt", self._settings, proposals=notes, **options)


def _saver(content: Path, *, dry_run: bool = False) -> Saver:
    known, notice = open_known(content.with_name(f"state-of-{content.name}"))
    assert notice == ""
    known.refresh(content)
    return Saver(content, known, dry_run=dry_run)


def save(import_: _Import, content: Path) -> Saved:
    """Save one import in a run of its own."""
    saver = _saver(content)
    saved = saver.save(import_.first, import_.again)
    saver.close()
    return saved


def _tree(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def test_an_import_writes_article_original_and_ledger(tmp_path: Path) -> None:
    import_ = _Import()
    saved = save(import_, tmp_path)
    assert (saved.outcome, saved.path) == ("written", _PATH)
    assert _tree(tmp_path) == dict(
        zip(_FILES, (import_.first.markdown.encode(), _RAW, import_.first.ledger.encode()), strict=True)
    )


def test_importing_the_same_bytes_again_changes_nothing(tmp_path: Path) -> None:
    save(_Import(), tmp_path)
    before = _tree(tmp_path)
    assert save(_Import(), tmp_path).outcome == "unchanged"
    assert _tree(tmp_path) == before


def test_an_edited_article_is_kept(tmp_path: Path) -> None:
    save(_Import(), tmp_path)
    (tmp_path / _PATH).write_text("edited")
    before = _tree(tmp_path)
    assert save(_Import(), tmp_path).outcome == "kept"
    assert save(_Import(), tmp_path).outcome == "kept"
    assert _tree(tmp_path) == before


def test_a_new_reading_of_an_edited_article_stands_where_no_build_publishes_it(tmp_path: Path) -> None:
    save(_Import(), tmp_path)
    (tmp_path / _PATH).write_text("edited")
    before = _tree(tmp_path)
    anew = _Import(harbour=TagSetting("Ferry"))
    saved = save(anew, tmp_path)
    assert saved.outcome == "beside"
    assert _tree(tmp_path) == before | {f"_raw/{_PATH}.new": anew.first.markdown.encode()}


def test_a_new_reading_takes_the_place_of_one_that_nobody_edited(tmp_path: Path) -> None:
    save(_Import(), tmp_path)
    anew = _Import(harbour=TagSetting("Ferry"))
    assert save(anew, tmp_path).outcome == "written"
    assert (tmp_path / _PATH).read_text() == anew.first.markdown
    assert list(_tree(tmp_path)) == _FILES


def test_a_date_given_later_moves_an_article_that_nobody_edited(tmp_path: Path) -> None:
    save(_Import(date=""), tmp_path)
    assert (tmp_path / "inbox/ferry-sails-again.md").is_file()
    assert save(_Import(), tmp_path).path == _PATH
    assert list(_tree(tmp_path)) == _FILES


def test_an_import_that_knows_less_takes_no_article_s_place(tmp_path: Path) -> None:
    save(_Import(), tmp_path)
    before = _tree(tmp_path)
    assert save(_Import(date=""), tmp_path).outcome == "kept"
    assert _tree(tmp_path) == before


def test_an_edited_article_is_found_under_other_options(tmp_path: Path) -> None:
    save(_Import(date=""), tmp_path)
    (tmp_path / "inbox/ferry-sails-again.md").write_text("edited")
    saved = save(_Import(slug="other"), tmp_path)
    assert (saved.outcome, saved.path) == ("beside", "inbox/ferry-sails-again.md")
    assert not (tmp_path / "2012").exists()


def test_an_article_that_was_moved_is_found_by_its_original_s_digest(tmp_path: Path) -> None:
    save(_Import(), tmp_path)
    (tmp_path / _PATH).rename(tmp_path / "moved.md")
    saved = save(_Import(), tmp_path)
    assert (saved.outcome, saved.path) == ("kept", "moved.md")
    assert not (tmp_path / _PATH).exists()


def test_an_article_that_was_deleted_can_be_imported_again(tmp_path: Path) -> None:
    save(_Import(), tmp_path)
    (tmp_path / _PATH).unlink()
    assert save(_Import(), tmp_path).outcome == "written"
    assert list(_tree(tmp_path)) == _FILES


def test_a_deleted_article_that_comes_back_elsewhere_leaves_no_second_original(tmp_path: Path) -> None:
    save(_Import(date=""), tmp_path)
    (tmp_path / "inbox/ferry-sails-again.md").unlink()
    assert save(_Import(), tmp_path).outcome == "written"
    assert list(_tree(tmp_path)) == _FILES


@pytest.mark.parametrize("missing", _FILES[1:])
def test_an_import_that_was_cut_off_is_done_again(tmp_path: Path, missing: str) -> None:
    save(_Import(), tmp_path)
    before = _tree(tmp_path)
    (tmp_path / missing).unlink()
    assert save(_Import(), tmp_path).outcome == "written"
    assert _tree(tmp_path) == before


def test_a_second_article_for_one_path_gets_a_name_of_its_own(tmp_path: Path) -> None:
    other = _Import(_RAW + b"\nMore.\n")
    save(_Import(), tmp_path)
    before = _tree(tmp_path)
    name = f"ferry-sails-again-{other.first.sha256[:6]}"
    for outcome in ("written", "unchanged", "unchanged"):
        saved = save(other, tmp_path)
        assert (saved.outcome, saved.path) == (outcome, f"2012/03/{name}.md")
    added = _tree(tmp_path).keys() - before.keys()
    assert added == {f"2012/03/{name}.md", *(f"_raw/2012/03/{name}.{end}" for end in ("txt", "yaml"))}
    assert all(_tree(tmp_path)[path] == data for path, data in before.items())


def test_a_name_of_its_own_does_not_depend_on_when_it_was_imported(tmp_path: Path) -> None:
    imports = [_Import(_RAW + more) for more in (b"", b"\nMore.\n", b"\nMost.\n")]
    names = []
    for order in (imports, imports[:1] + imports[:0:-1]):
        content = tmp_path / str(len(names))
        names.append({save(import_, content).path for import_ in order})
    assert names[0] == names[1]


def test_a_name_that_was_asked_for_is_never_changed(tmp_path: Path) -> None:
    save(_Import(), tmp_path)
    before = _tree(tmp_path)
    with pytest.raises(ProblemsFound, match="another article has this path already") as caught:
        save(_Import(_RAW + b"\nMore.\n", slug="ferry-sails-again"), tmp_path)
    assert "--slug" in caught.value.problems[0].remedy
    assert _tree(tmp_path) == before


def test_the_ledger_of_an_article_that_was_moved_is_not_written_over(tmp_path: Path) -> None:
    save(_Import(), tmp_path)
    (tmp_path / _PATH).rename(tmp_path / "moved.md")
    before = _tree(tmp_path)
    assert save(_Import(_RAW + b"\nMore.\n"), tmp_path).path != _PATH
    assert before.items() <= _tree(tmp_path).items()


def test_a_damaged_ledger_hides_no_article(tmp_path: Path) -> None:
    save(_Import(), tmp_path)
    (tmp_path / _PATH).write_text("edited")
    (tmp_path / _FILES[2]).write_text("{")
    with pytest.raises(ProblemsFound, match="another article"):
        save(_Import(), tmp_path)
    assert (tmp_path / _PATH).read_text() == "edited"


def _page(text: str = _STORY, more: str = "", address: str = "https://example.com/ferry") -> _Import:
    return _Import(f"Ferry sails again\n\nURL: {address}\n\n{text}\n\n{more}\n".encode())


def test_a_page_with_another_advertisement_is_the_same_article(tmp_path: Path) -> None:
    save(_page(), tmp_path)
    before = _tree(tmp_path)
    for address in ("https://example.com/ferry", "http://www.example.com/ferry/?utm_source=a"):
        saved = save(_page(more="Advertisement", address=address), tmp_path)
        assert (saved.outcome, saved.path) == ("unchanged", _PATH)
    assert _tree(tmp_path) == before


def test_a_page_with_the_text_that_was_imported_is_the_same_though_an_editor_has_changed_it(
    tmp_path: Path,
) -> None:
    save(_page(), tmp_path)
    article = tmp_path / _PATH
    article.write_text(article.read_text().replace("word50", "an editor's word"))
    before = _tree(tmp_path)
    assert save(_page(more="Advertisement"), tmp_path).outcome == "unchanged"
    assert _tree(tmp_path) == before


def test_a_page_with_another_text_stands_beside_the_original_once(tmp_path: Path) -> None:
    save(_page(), tmp_path)
    before = _tree(tmp_path)
    for more in (
        "Nobody was hurt, they said on Monday.",
        "Nobody was hurt, they said on Monday.\n\nAdvertisement",
    ):
        saved = save(_page(more=more), tmp_path)
        assert (saved.outcome, saved.path) == ("beside", _PATH)
    added = _tree(tmp_path).keys() - before.keys()
    assert sorted(path[path.index(".") :] for path in added) == [".md.new", ".txt.new"]
    assert all(path.startswith("_raw/2012/03/ferry-sails-again-") for path in added)
    assert before.items() <= _tree(tmp_path).items()


def test_a_story_under_another_masthead_is_imported_with_a_proposal(tmp_path: Path) -> None:
    save(_page(), tmp_path)
    other = _page(_STORY.replace("word50 ", ""), address="https://example.org/boat")
    saved = save(other, tmp_path)
    assert saved.outcome == "written"
    assert saved.like == Duplicate("near", _PATH, 91)
    assert f"same_as: 91 % the same as {tmp_path.name}/{_PATH}" in saved.imported.notes
    assert "review: needs-check" in saved.imported.markdown
    assert "\nsame_as:" not in saved.imported.markdown  # it is the editor who decides


def test_what_was_proposed_once_is_proposed_again_and_nothing_else(tmp_path: Path) -> None:
    pages = [_page(), _page(_STORY.replace("word50 ", ""), address="https://example.org/boat")]
    for page in pages:
        save(page, tmp_path)
    before = _tree(tmp_path)
    for page in [*pages, *reversed(pages)]:
        assert save(page, tmp_path).outcome == "unchanged"
    assert _tree(tmp_path) == before


def test_the_same_file_twice_in_one_run_is_one_article(tmp_path: Path) -> None:
    saver = _saver(tmp_path)
    outcomes = [
        saver.save(one.first, one.again).outcome
        for one in (_Import(), _Import(), _page(), _page(more="Share"))
    ]
    assert outcomes == ["written", "duplicate", "written", "duplicate"]


def test_a_dry_run_says_what_a_run_would_do_and_writes_nothing(tmp_path: Path) -> None:
    imports = [
        _Import(),
        _page(),
        _Import(),
        _page(_STORY.replace("word50 ", ""), address="https://example.org/b"),
    ]
    dry, real = tmp_path / "dry", tmp_path / "real"
    said = []
    for content, is_dry in ((dry, True), (real, False)):
        saver = _saver(content, dry_run=is_dry)
        all_saved = [saver.save(one.first, one.again) for one in imports]
        said.append([(saved.outcome, saved.path, len(saved.imported.notes)) for saved in all_saved])
        saver.close()
    assert said[0] == said[1]
    assert not dry.exists()


def test_an_article_whose_ledger_was_lost_is_not_imported_a_second_time(tmp_path: Path) -> None:
    save(_Import(), tmp_path)
    article = tmp_path / _PATH
    article.write_text(article.read_text() + "edited\n")
    (tmp_path / _FILES[2]).unlink()
    before = _tree(tmp_path)
    assert save(_Import(), tmp_path).outcome == "kept"
    assert _tree(tmp_path) == before


def test_lines_that_editors_put_back_are_remembered_by_source(tmp_path: Path) -> None:
    text = "Ferry sails again\n\nShare 12\n\nIt left the harbour of Malta at noon, they said.\n"
    saved = save(_Import(text.encode()), tmp_path)
    ledger = tmp_path / _FILES[2]
    assert spared_lines(tmp_path) == {}
    undone = undo(saved.imported.markdown, ledger.read_text(), text, 1)
    ledger.write_text(undone.ledger)
    (tmp_path / "_raw" / "broken.yaml").write_text("{, undone: x")
    assert spared_lines(tmp_path) == {"": {"Ferry sails again"}}


def test_an_article_with_a_line_put_back_counts_as_edited(tmp_path: Path) -> None:
    saved = save(_Import(), tmp_path)
    undone = undo(saved.imported.markdown, (tmp_path / _FILES[2]).read_text(), _RAW.decode(), 1)
    (tmp_path / _PATH).write_text(undone.article)
    (tmp_path / _FILES[2]).write_text(undone.ledger)
    assert save(_Import(), tmp_path).outcome == "kept"
    assert (tmp_path / _PATH).read_text() == undone.article
