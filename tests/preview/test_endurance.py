"""The preview holds out. In short what `benchmarks/endurance.py` does at full length."""

from __future__ import annotations

import re
from pathlib import Path

from endurance import cycle, edit_quickly, hammer, storm


def test_no_edit_is_lost_and_the_end_is_a_clean_build(tmp_path: Path) -> None:
    found = edit_quickly(tmp_path, edits=40, seconds=4)
    assert 1 < found.rebuilds <= 41


def test_during_rebuilds_eight_readers_see_whole_pages_of_one_generation(tmp_path: Path) -> None:
    found = hammer(tmp_path, rebuilds=30)
    assert found.generations == 31


def test_files_threads_and_memory_stay_flat_whatever_browsers_do(tmp_path: Path) -> None:
    found = cycle(tmp_path, cycles=60)
    assert found.late.files <= found.early.files


def test_a_checkout_of_very_many_files_is_followed_as_a_whole(tmp_path: Path) -> None:
    found = storm(tmp_path, files=300)
    assert found.rebuilds < 20, "not one for each file"
    assert re.search(r"\d\d\d (files|articles|sources)", found.told), found.told
