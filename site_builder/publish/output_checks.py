"""Which folder may become an output folder. Knows nothing of what is published into it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from site_builder.problems import Place, Problem, ProblemsFound
from site_builder.publish.journal import STAGE, has_record
from site_builder.publish.manifest import MANIFEST

# What may lie in a folder that is still fit to become an output: version control's own files.
HARMLESS = {".git", ".gitignore", ".gitkeep", ".gitattributes"}


def check_output_folder(folder: Path, site: Path, sources: Iterable[Path], shown_as: str) -> None:
    """Refuse a folder in which writing or removing could do harm. Raises ProblemsFound."""
    real, real_site = folder.resolve(), site.resolve()
    cause = ""
    if real == Path(real.anchor):
        cause = "it is the root of the file system"
    elif real == Path.home().resolve():
        cause = "it is your home folder"
    elif real_site == real or real_site.is_relative_to(real):
        cause = "it holds the site's own sources"
    elif any(real == s.resolve() or real.is_relative_to(s.resolve()) for s in sources):
        cause = "it lies in a folder of the site's sources"
    elif folder.is_symlink() and not real.is_relative_to(real_site):
        cause = f"it is a link that leads out of the site, to {real}"
    elif folder.exists() and not folder.is_dir():
        cause = "it is a file"
    elif folder.is_dir() and not (folder / MANIFEST).exists() and not has_record(folder):
        others = sorted(e.name for e in folder.iterdir() if e.name not in {*HARMLESS, STAGE})
        if others:
            cause = f"it is not empty (it holds {others[0]}) and was not made by site-builder"
    if cause:
        raise ProblemsFound(
            [
                Problem(
                    code="output-refused",
                    place=Place(shown_as),
                    message=f"this cannot be the output folder: {cause}",
                    remedy=(
                        "Name a new or empty folder with `-o` or `output_dir`. If the builder did make it and"
                        f" only {MANIFEST} was lost, remove the folder and build again."
                        if "not made by" in cause
                        else "Name a new or empty folder with `-o` or `output_dir`."
                    ),
                )
            ]
        )
