"""The pictures of the documents and of the example theme show what the pages are now."""

from __future__ import annotations

from pathlib import Path

import pictures
import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.xdist_group("outside")


def test_every_picture_shows_what_its_page_is_now(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", pictures.EPOCH)
    now = {path: pictures.shows(data) for path, data in pictures.taken(browser)}
    assert all(now.values())
    old = [path.name for path, shown in now.items() if pictures.shows(path.read_bytes()) != shown]
    assert old == [], "`make pictures` takes them anew"
