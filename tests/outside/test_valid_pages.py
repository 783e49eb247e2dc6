"""The repository's digest as others judge it: valid by the Nu Html Checker, whole by lychee."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from checkers import told_by_lychee

pytestmark = pytest.mark.xdist_group("outside")


def test_every_page_is_valid_html_and_every_style_sheet_valid_css(
    nu_checker: list[str | Path], built: Path
) -> None:
    command = [*nu_checker, "--format", "json", "--skip-non-html", "--also-check-css", built]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=300)
    messages = [
        f"{m.get('url', '').removeprefix(built.as_uri())}:{m.get('lastLine', 0)}: {m['message']}"
        for m in json.loads(run.stderr)["messages"]
    ]
    assert messages == []


def _check_links(lychee: Path, root: Path, start: Path) -> None:
    report = told_by_lychee(lychee, root, start)
    broken = {page: [e["url"] for e in errors] for page, errors in report["error_map"].items()}
    assert broken == {}
    assert report["successful"] > 1000


def test_no_link_or_fragment_is_broken(lychee: Path, built: Path) -> None:
    _check_links(lychee, built, built)


def test_no_link_is_broken_under_a_sub_path(lychee: Path, build_digest: Callable[..., Path]) -> None:
    root = build_digest("https://host.example/news/digest", below="news/digest")
    _check_links(lychee, root, root / "news/digest")


def test_no_link_is_broken_in_a_folder_that_is_opened_from_disk(
    lychee: Path, build_digest: Callable[..., Path]
) -> None:
    root = build_digest(settings="links: relative\n")
    _check_links(lychee, root, root)
