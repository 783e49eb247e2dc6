"""Real news pages, where they are at hand: how much of their text is found, and that none of it is lost."""

from __future__ import annotations

import gzip
import json

import pytest
from importing_pages import DATA, ours, score
from saved_pages import read, text_of

from site_builder.importing.pages.decoding import decode_page

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data/html_articles is not there")


def _pages() -> dict[str, bytes]:
    return {path.name.split(".")[0]: gzip.decompress(path.read_bytes()) for path in DATA.glob("html/*.gz")}


def test_the_text_of_real_pages_is_found():
    gold = json.loads((DATA / "ground-truth.json").read_text("utf-8"))
    pages = _pages()
    assert score((about["articleBody"], ours(pages[id_], "")[0]) for id_, about in gold.items()) >= 0.975


def test_the_pieces_of_real_pages_are_their_page_text():
    for page in list(_pages().values())[:20]:
        text = text_of(decode_page(page, "page.html").text)
        assert "".join(piece.raw for piece in read(page).pieces) == text
