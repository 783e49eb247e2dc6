"""A small site that is edited, and what a build does after an edit: for tests of exactness."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from typing import Any

from digests import Digest, article

from site_builder.build import Built
from site_builder.locking import STATE

FILES = {
    "content/a.md": article(
        "Convoy reaches Homs", "It carried grain.", date="2012-03-10", tags=["syria"], summary="A convoy."
    ),
    "content/b.md": article(
        "Envoy speaks", "In Geneva, at length.", date="2012-03-12", tags=["un"], summary="A speech."
    ),
    "content/c.md": article("Vote delayed", "Until May.", date="2012-04-02", tags=["un"], summary="No vote."),
    "content/d.md": article("Storm", "Rain fell.", date="2012-06-15", tags=["weather"], summary="Rain."),
}
A, B, C, D = (f"2012/{day}/index.html" for day in ("03/10/a", "03/12/b", "04/02/c", "06/15/d"))
CLOCK = "2012-07-01"


def rebuilt(site: Digest, files: Mapping[str, str | bytes] | None = None, **options: Any) -> Built:
    """Write the files and build; what that did, seen to be what a clean build gives."""
    site.write(files or {})
    options = {"clock": CLOCK, **options}
    built = site.build(**options)
    clean = Digest(site.folder.parent / "clean")
    shutil.rmtree(clean.folder, ignore_errors=True)
    sources = (p for p in site.folder.rglob("*") if p.is_file())
    names = [p.relative_to(site.folder).as_posix() for p in sources]
    there = [n for n in names if not n.startswith(("output/", f"{STATE}/"))]
    clean.write({name: (site.folder / name).read_bytes() for name in there})
    clean.build(**options)
    assert site.output() == clean.output()
    written = {path.removesuffix(".gz").removesuffix(".br") for path in built.published.written}
    assert written <= {*built.rendered, ".site-builder.json"}
    return built


def rendered(site: Digest, files: Mapping[str, str | bytes] | None = None, **options: Any) -> set[str]:
    """The outputs that are rendered when these files are written."""
    return set(rebuilt(site, files, **options).rendered)


def other(name: str, before: str, after: str) -> dict[str, str]:
    """An article with one passage put in another's place."""
    path = f"content/{name}.md"
    assert before in FILES[path]
    return {path: FILES[path].replace(before, after)}
