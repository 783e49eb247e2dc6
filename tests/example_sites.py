"""The sites of examples/, built in a folder of their own: what tests of them begin with."""

from __future__ import annotations

import shutil
from pathlib import Path

import docs_site

from site_builder.build import Built, build
from site_builder.options import Options, Where

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples"


def built_example(name: str, folder: Path) -> tuple[Built, Path]:
    """A copy of an example, built with warnings as errors, and its output."""
    kept = shutil.ignore_patterns("output", ".site-builder", "content" if name == "docs" else "")
    shutil.copytree(EXAMPLES / name, folder, ignore=kept)
    if name == "docs":
        docs_site.fill(folder / "content")
    built = build(Options(where=Where(folder), clock="2026-01-01", strict=True), environ={})
    return built, folder / "output"
