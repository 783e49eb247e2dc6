"""Finds and reads layouts and their assets: the site's own before the default ones of the same name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from site_builder.files import Scan
from site_builder.layouts import Layouts, LayoutText
from site_builder.problems import Problem
from site_builder.texts import decode

DEFAULT = "default layouts"  # how messages call the folder of the default layouts
ASSETS = "assets/"  # below either folder


def default_layouts() -> Path:
    """The folder of the default layouts: in the package, or beside it in a checkout."""
    package = Path(__file__).parent
    installed = package / "default_layouts"
    return installed if installed.is_dir() else package.parent / "layouts"


def read_layouts(
    folder: Path, shown_as: str, kept: Path | None = None
) -> tuple[Layouts, dict[str, Path], tuple[Problem, ...]]:
    """The layouts, their assets by name, and what is wrong with any of these files.

    `kept` is the folder for compiled layouts; without it each process compiles what it uses.
    """
    own = Scan(folder, shown_as, underscored=True)
    default = Scan(default_layouts(), DEFAULT, underscored=True)
    problems = [*own.problems, *default.problems]
    layouts = Layouts(_texts(own.files, shown_as, problems), _texts(default.files, DEFAULT, problems), kept)
    assets = {
        name.removeprefix(ASSETS): path
        for name, path in {**default.files, **own.files}.items()
        if name.startswith(ASSETS)
    }
    return layouts, assets, tuple(problems)


def _texts(files: Mapping[str, Path], shown_as: str, problems: list[Problem]) -> dict[str, LayoutText]:
    texts = {}
    for name, path in files.items():
        if not name.startswith(ASSETS):
            source = f"{shown_as}/{name}"
            text, found = decode(path.read_bytes(), source)
            problems.extend(found)
            if text is not None:
                texts[name] = LayoutText(source, text)
    return texts
