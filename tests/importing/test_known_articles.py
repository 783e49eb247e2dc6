"""What a digest holds already: found by address, text and original, kept between runs, losable."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from site_builder.content.front_matter import write_front_matter
from site_builder.importing.duplicates import Duplicate
from site_builder.importing.known_articles import NAME, KnownArticles, open_known

_TEXT = " ".join(f"word{number}" for number in range(100))
_URL = "https://example.com/ferry"


def _article(text: str = _TEXT, **values: object) -> str:
    return f"{write_front_matter({'title': 'Ferry', **values})}\n{text}\n"


def _write(site: Path, path: str, text: str) -> None:
    file = site / "content" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def _known(site: Path) -> KnownArticles:
    known, notice = open_known(site / "state")
    assert notice == ""
    known.refresh(site / "content")
    return known


def test_an_address_decides_before_the_text(tmp_path: Path) -> None:
    _write(tmp_path, "a.md", _article("Other words.", source={"name": "x", "url": _URL}))
    _write(tmp_path, "b.md", _article())
    known = _known(tmp_path)
    assert known.find(_TEXT, f"{_URL}?utm_source=y") == Duplicate("same-url", "a.md", 0)
    assert known.find(_TEXT) == Duplicate("same-text", "b.md", 100)


def test_the_likest_article_is_found_and_of_equals_the_first_by_path(tmp_path: Path) -> None:
    for path, new in (("c.md", "word50x"), ("b.md", "word50y"), ("a.md", "word50z word51z")):
        _write(tmp_path, path, _article(_TEXT.replace("word50 word51" if " " in new else "word50", new)))
    known = _known(tmp_path)
    assert known.find(_TEXT) == Duplicate("near", "b.md", 90)
    assert known.find(_TEXT, but="b.md") == Duplicate("near", "c.md", 90)
    assert [like.path for like in known.alike(_TEXT)] == ["a.md", "b.md", "c.md"]


def test_another_text_is_no_duplicate(tmp_path: Path) -> None:
    _write(tmp_path, "a.md", _article())
    assert (
        _known(tmp_path).find(" ".join(f"other{number}" for number in range(100)), "https://a.example")
        is None
    )


def test_the_origin_of_an_article_without_a_named_source_counts(tmp_path: Path) -> None:
    origin = {"url": _URL, "raw": "_raw/inbox/a.txt", "sha256": "00ff"}
    _write(tmp_path, "inbox/a.md", _article(extra={"original": origin}))
    known = _known(tmp_path)
    assert known.find("", _URL) == Duplicate("same-url", "inbox/a.md", 0)
    assert (known.path_of("00ff"), known.path_of("")) == ("inbox/a.md", "")
    assert (known.original_of("inbox/a.md"), known.original_of("b.md")) == ("_raw/inbox/a.txt", "")


def test_the_next_run_follows_what_was_written_changed_moved_and_removed(tmp_path: Path) -> None:
    for name in "abc":
        _write(tmp_path, f"{name}.md", _article(f"{_TEXT} {name}"))
    _known(tmp_path).finish()
    _write(tmp_path, "a.md", _article("Nothing like it."))
    (tmp_path / "content/b.md").rename(tmp_path / "content/d.md")
    (tmp_path / "content/c.md").unlink()
    known = _known(tmp_path)
    assert [like.path for like in known.alike(_TEXT)] == ["d.md"]


def test_what_was_not_changed_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(tmp_path, "a.md", _article())
    monkeypatch.setattr("site_builder.importing.known_articles.now", lambda: 2**62)
    _known(tmp_path).finish()
    monkeypatch.setattr(KnownArticles, "read", lambda *_: pytest.fail("read again"))
    assert _known(tmp_path).find(_TEXT) == Duplicate("same-text", "a.md", 100)


def test_a_run_that_is_abandoned_leaves_no_trace(tmp_path: Path) -> None:
    _known(tmp_path).finish()
    known = _known(tmp_path)
    known.expect("a.md", _article())
    assert known.find(_TEXT)
    known.abandon()
    assert _known(tmp_path).find(_TEXT) is None


@pytest.mark.parametrize("damage", ["empty", "text", "truncated", "foreign", "format"])
def test_what_cannot_be_used_is_set_aside_with_a_line_and_made_anew(tmp_path: Path, damage: str) -> None:
    for number in range(50):
        _write(tmp_path, f"{number}.md", _article(f"{_TEXT} {number}"))
    _known(tmp_path).finish()
    file = tmp_path / "state" / NAME
    if damage in {"foreign", "format"}:
        with sqlite3.connect(file) as connection:
            connection.execute("DROP TABLE about" if damage == "foreign" else "UPDATE about SET format = '0'")
        connection.close()
    else:
        whole = file.read_bytes()
        file.write_bytes({"empty": b"", "text": b"no database" * 99, "truncated": whole[:9000]}[damage])
    known, notice = open_known(tmp_path / "state")
    assert notice.startswith(f"state: {NAME} ")
    assert notice.endswith("; reading all articles")
    assert file.with_name(f"{NAME}.bad").is_file()
    known.refresh(tmp_path / "content")
    assert len(known.alike(_TEXT)) == 50


def test_two_imports_at_once_do_not_wait_for_each_other_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("site_builder.importing.known_articles._PATIENCE", 0.01)
    _write(tmp_path, "a.md", _article())
    first = _known(tmp_path)
    second, notice = open_known(tmp_path / "state")
    assert "locked" in notice
    second.refresh(tmp_path / "content")
    assert second.find(_TEXT) == first.find(_TEXT)
    second.finish()
    first.finish()


def test_where_nothing_can_be_kept_it_is_known_for_this_run(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    _write(tmp_path, "a.md", _article())
    known, notice = open_known(tmp_path / "state")
    assert "cannot be written" in notice
    known.refresh(tmp_path / "content")
    assert known.find(_TEXT)


def test_a_line_that_all_articles_have_hides_no_duplicate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("site_builder.importing.known_articles._COMMON", 3)
    line = " ".join(f"newsletter{number}" for number in range(40))
    for name in "abcde":
        own = " ".join(f"{name}{number}" for number in range(100))
        _write(tmp_path, f"{name}.md", _article(f"{own} {line}"))
    again = " ".join(f"c{number}" for number in range(100)).replace("c50", "other")
    assert _known(tmp_path).alike(f"{again} {line}") == (Duplicate("near", "c.md", 92),)
