"""An index of whole texts: what is in it, when it is made, and what happens where Pagefind fails."""

from __future__ import annotations

import gzip
import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from checkers import missing
from digests import Digest, article

from site_builder.steps import pagefind, searching

WHOLE = "search: pagefind\n"
FOLDER = "search/pagefind/"


@pytest.fixture(autouse=True)
def _installed() -> None:
    if not pagefind.version():
        missing("pagefind", "pip install '.[test]' brings it")


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many articles each run of Pagefind was given."""
    seen: list[int] = []

    def counted(articles: list[pagefind.Searched], language: str) -> dict[str, bytes]:
        seen.append(len(articles))
        return pagefind.index_of(articles, language)

    monkeypatch.setattr(searching, "index_of", counted)
    return seen


def _site(digest: Callable[..., Digest], config: str = WHOLE, folder: str = "site") -> Digest:
    source = {"name": "The Wire", "url": "https://wire.example/1"}
    return digest(
        {
            "content/a.md": article("Talks resume", "Envoys met the zebrafish.", tags=["Geneva"]),
            "content/b.md": article(
                "A second story",
                "Short opening. " + "word " * 80 + "wombat.",
                rights="excerpt 5",
                source=source,
            ),
            "content/c.md": article("Kept back", "The secret axolotl.", draft=True),
            "content/d.md": article("مؤتمر جنيف", "اجتمع المبعوثون في جنيف.", lang="ar", date="2011-05-01"),
        },
        config,
        folder,
    )


def _read(packed: bytes) -> bytes:
    """What one of Pagefind's files says."""
    return gzip.decompress(packed) if packed[:2] == b"\x1f\x8b" else packed


def _index(site: Digest) -> dict[str, bytes]:
    return {path: body for path, body in site.output().items() if path.startswith(FOLDER)}


def _all_words(site: Digest) -> bytes:
    return b"\n".join(_read(body) for body in _index(site).values()).lower()


def test_published_texts_are_in_the_index_and_withheld_words_in_no_file_of_it(
    digest: Callable[..., Digest],
) -> None:
    site = _site(digest)
    assert not site.build().problems
    words = _all_words(site)
    for word in ("zebrafish", "talks resume", "short opening", "geneva", "the wire", "جنيف"):
        assert word.encode() in words, word
    for word in ("wombat", "axolotl", "kept back"):
        assert word.encode() not in words, word


def test_an_article_that_has_nothing_but_a_headline_is_in_the_index_too(
    digest: Callable[..., Digest],
) -> None:
    site = digest({"content/a.md": article("Talks resume", "")}, WHOLE)
    assert not site.build().problems
    about = json.loads(site.output()[f"{FOLDER}articles.json"])
    assert [row[0] for row in about["articles"].values()] == ["/2012/03/12/a/"]


def test_what_is_found_is_shown_by_its_text_before_its_dateline_source_and_tags(
    digest: Callable[..., Digest],
) -> None:
    source = {"name": "The Wire", "url": "https://wire.example/1"}
    front = {"summary": "In short.", "dateline": "GENEVA", "tags": ["Talks"], "source": source}
    site = digest({"content/a.md": article("A", "Envoys met.", **front)}, WHOLE)
    site.build()
    (fragment,) = [body for path, body in _index(site).items() if "/fragment/" in path]
    content = json.loads(_read(fragment).removeprefix(b"pagefind_dcd"))["content"]
    assert content == "In short. Envoys met. GENEVA. The Wire. Talks."


@pytest.mark.parametrize(
    ("summary", "times"), [("", 1), ("Envoys met the *zebrafish*, & left.", 1), ("All of the zebrafish.", 2)]
)
def test_a_summary_that_the_text_begins_with_is_in_the_index_once(
    digest: Callable[..., Digest], summary: str, times: int
) -> None:
    text = "Envoys met the \\*zebrafish\\*, & left. " + "Nobody spoke. " * 60
    site = digest({"content/a.md": article("Talks", text, summary=summary)}, WHOLE)
    site.build()
    (fragment,) = [body for path, body in _index(site).items() if "/fragment/" in path]
    assert _read(fragment).count(b"zebrafish") == times


def test_an_index_brings_no_page_or_style_of_another_look(digest: Callable[..., Digest]) -> None:
    site = _site(digest)
    site.build()
    names = {path.removeprefix(FOLDER) for path in _index(site)}
    assert {"pagefind.js", "pagefind-worker.js", "pagefind-entry.json", "articles.json"} <= names
    assert not any("ui" in name.split(".")[0] or name.endswith(".css") for name in names)
    assert "search/2012.json" not in site.output()


def test_tags_sources_days_and_languages_are_told_of_each_article(digest: Callable[..., Digest]) -> None:
    site = _site(digest)
    site.build()
    about = json.loads(site.output()[f"{FOLDER}articles.json"])
    rows = {row[0]: row[1:] for row in about["articles"].values()}
    fragments = {path.rpartition("/")[2].split(".")[0] for path in _index(site) if "/fragment/" in path}
    assert about["articles"].keys() == fragments
    assert about["tags"] == ["Geneva"]
    assert about["sources"] == ["The Wire"]
    assert rows["/2012/03/12/a/"] == ["2012-03-12", -1, [0], ""]
    assert rows["/2012/03/12/b/"] == ["2012-03-12", 0, [], ""]
    assert ["2011-05-01", -1, [], "ar"] in rows.values()


def test_pagefind_runs_only_when_what_is_searched_has_changed(
    digest: Callable[..., Digest], runs: list[int]
) -> None:
    site = _site(digest)
    site.build()
    assert runs == [3]
    site.build()
    site.write({"static/robots.html": "x", "layouts/404.html": "gone"})
    site.build()
    # An editor's name is not searched: the article is parsed again and the index stands.
    site.write(
        {"content/a.md": article("Talks resume", "Envoys met the zebrafish.", tags=["Geneva"], editor="B")}
    )
    assert site.build().parsed == 1
    assert runs == [3]
    site.write({"content/a.md": article("Talks resume", "Envoys met the quokka.", tags=["Geneva"])})
    site.build()
    assert runs == [3, 3]
    assert b"quokka" in _all_words(site)
    assert b"zebrafish" not in _all_words(site)


def test_an_index_that_was_brought_up_to_date_is_that_of_a_clean_build(digest: Callable[..., Digest]) -> None:
    site = _site(digest)
    site.build()
    edits: list[Callable[[], object]] = [
        lambda: site.write({"content/a.md": article("Talks end", "Envoys left.", tags=["Bern"])}),
        lambda: site.write({"content/e.md": article("A new one", "Fresh text.", date="2012-04-01")}),
        lambda: (site.folder / "content/b.md").unlink(),
        lambda: (site.folder / f"output/{FOLDER}articles.json").write_text("broken"),
        lambda: next((site.folder / f"output/{FOLDER}fragment").iterdir()).unlink(),
    ]
    for number, edit in enumerate(edits):
        edit()
        site.build()
        sources = {
            path.relative_to(site.folder).as_posix(): path.read_bytes()
            for folder in ("content", "static")
            for path in (site.folder / folder).rglob("*")
            if path.is_file()
        }
        clean = digest(sources, WHOLE, f"clean{number}")
        clean.build()
        assert site.output() == clean.output(), number


def test_a_change_of_the_engine_leaves_nothing_of_the_other(digest: Callable[..., Digest]) -> None:
    site = _site(digest, "")
    site.build()
    simple = site.output()
    site.write({"config.yaml": site.folder.joinpath("config.yaml").read_text() + WHOLE})
    site.build()
    assert _index(site)
    assert "search/2012.json" not in site.output()
    site.write({"config.yaml": site.folder.joinpath("config.yaml").read_text().replace(WHOLE, "")})
    site.build()
    assert site.output() == simple


def test_a_site_without_articles_has_the_simple_page_and_no_warning(
    digest: Callable[..., Digest], runs: list[int]
) -> None:
    site = digest({}, WHOLE)
    assert not site.build().problems
    assert "data-years" in site.text("search/index.html")
    assert runs == []


def _fake(folder: Path, script: str) -> Path:
    program = folder / "pagefind"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


FAILURES = {
    "exit": ("echo 'boom: no memory' >&2; exit 1", "Pagefind failed (1): boom: no memory"),
    "killed": ("kill -9 $$", "Pagefind failed (-9)"),
    "silent": ("exit 0", "Pagefind ended without an index"),
    "slow": ("sleep 20", "did not end within 0.2 seconds"),
}


@pytest.mark.parametrize("case", FAILURES)
def test_where_pagefind_fails_there_is_a_warning_and_the_simple_search(
    digest: Callable[..., Digest], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    script, cause = FAILURES[case]
    site = _site(digest)
    with monkeypatch.context() as patch:
        patch.setattr(pagefind, "program", lambda: _fake(tmp_path, script))
        patch.setattr(pagefind, "TIMEOUT", 0.2 if case == "slow" else 60)
        for _ in range(2):  # the second time nothing has changed, and it is tried and told of again
            (problem,) = site.build().problems
            assert cause in problem.message
            assert problem.level == "warning"
            assert problem.place.excerpt == WHOLE.strip()
    assert "search/2012.json" in site.output()
    assert "data-years" in site.text("search/index.html")
    assert not _index(site)
    assert not site.build().problems  # Pagefind is well again
    assert "search/2012.json" not in site.output()
    assert _index(site)


def test_where_pagefind_is_missing_the_warning_says_how_to_install_it(
    digest: Callable[..., Digest], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pagefind_bin", None)
    site = _site(digest)
    (problem,) = site.build().problems
    assert "pip install 'site-builder[search]'" in problem.remedy
    assert "search/2012.json" in site.output()


def test_settings_of_pagefind_around_the_build_do_not_reach_it(
    digest: Callable[..., Digest], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    site = _site(digest)
    site.build()
    for name, value in (("PAGEFIND_EXCLUDE_SELECTORS", "p"), ("PAGEFIND_WRITE_PLAYGROUND", "true")):
        monkeypatch.setenv(name, value)
    (tmp_path / "pagefind.yml").write_text("exclude_selectors: [p]\n")
    monkeypatch.chdir(tmp_path)
    other = _site(digest, folder="other")
    other.build()
    assert other.output() == site.output()


def test_a_new_address_of_the_site_keeps_the_index(digest: Callable[..., Digest]) -> None:
    site = _site(digest)
    site.build()
    before = _index(site)
    site.build(base_url="https://digest.example/below")
    assert _index(site) == before
    assert 'data-root="/below/"' in site.text("search/index.html")
