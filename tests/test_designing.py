"""The page for designers can be followed from a new digest on, and what it promises is on the pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import tours
from documents import text_of


def test_a_designer_can_follow_the_three_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1338508800")  # 1 June 2012
    text = text_of("docs/layouts.md")
    tours.follow_text(text.partition("## Three changes\n")[2].partition("\n## ")[0])
    home = Path("output/index.html").read_text("utf-8")
    assert re.search(
        r'href="assets/style\.\w+\.css">\n<link rel="stylesheet" href="assets/own\.\w+\.css"', home
    )
    assert home.count('name="theme-color"') == 2
    band = home.partition('<a href="tags/veto/index.html">Veto</a></h2>')[2]
    assert "Russia and China veto" in band
    assert "Write to the desk." in Path("output/2012/04/14/resolution-2042/index.html").read_text("utf-8")


def test_a_designer_can_follow_the_words_of_another_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1338508800")  # 1 June 2012
    tours.follow(["$ site-builder init my-digest", "$ cd my-digest"])
    Path("layouts").mkdir(exist_ok=True)
    text = text_of("docs/layouts.md")
    tours.follow_text(text.partition("## Words in another language\n")[2].partition("\n## ")[0])
    page = Path("output/2012/04/14/resolution-2042/index.html").read_text("utf-8")
    assert "Une erreur ? Écrivez à desk@example.org.\n0 correction à ce jour.</p>" in page
    assert "<h2>Pour aller plus loin</h2>" in page
    assert "14 avril 2012</time>" in page


def test_a_page_for_designers_names_every_token_of_the_style_sheet(tmp_path: Path) -> None:
    text = text_of("docs/layouts.md")
    tokens = re.findall(r"^  (--[\w-]+):", text_of("layouts/assets/style.css"), re.MULTILINE)
    assert [token for token in tokens if token not in text] == []
