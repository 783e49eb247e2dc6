"""The page for editors can be followed from its first command to its last, and its pictures are there."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import pictures
import pytest
import tours
from documents import ROOT, text_of

LARGEST = 60_000  # bytes of a picture
EDITION = "editions/2012-04-22/index.html"


def test_an_editor_can_follow_the_page_to_a_published_edition(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1338508800")  # 1 June 2012
    tours.follow_text(text_of("docs/editing.md"))
    assert "The Council has voted twice" in Path("output", EDITION).read_text("utf-8")
    corrections = Path("output/corrections/index.html").read_text("utf-8")
    assert "An earlier version counted twelve" in corrections


def test_the_pictures_of_documents_are_those_that_the_script_takes() -> None:
    named = re.findall(r"!\[[^\]]+\]\(pictures/([\w-]+)\.png\)", text_of("docs/editing.md"))
    there = {path.stem for path in (ROOT / "docs" / "pictures").glob("*")}
    assert named == list(pictures.PICTURES)
    assert there == set(named)


@pytest.mark.parametrize("name", pictures.PICTURES)
def test_a_picture_is_small_and_of_the_width_that_it_is_taken_in(name: str) -> None:
    data = (ROOT / "docs" / "pictures" / f"{name}.png").read_bytes()
    assert len(data) <= LARGEST
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">I", data[16:20])[0] == pictures.WIDTH
