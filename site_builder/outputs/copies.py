"""Files that are published as they are: static files, the layouts' assets, files beside articles."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.content.plan import Output
from site_builder.outputs.kind import Ask, Render
from site_builder.turns import ASSETS, ATTACHMENTS, LASTING
from site_builder.view import SiteView


def plan(ask: Ask) -> Iterator[Output]:
    """Every static file and asset, and what published articles need beside their pages."""
    for name in ask("static_files"):
        yield Output(
            name, "copies", (name,), f"static/{name}", copy_of=f"static/{name}", permalink=f"/{name}"
        )
    for name in ask("asset_names"):
        permalink = ask("asset", name)
        yield Output(permalink[1:], "copies", (name,), copy_of=f"assets/{name}", permalink=permalink)
    for path in (*ask("articles", "all", "", 0, 0), *ask("pages")):
        for file in ask("files_beside", path):
            permalink = ask("attachment", path, file).permalink
            claimant = f"content/{file}"
            yield Output(permalink[1:], "copies", (path, file), claimant, claimant, permalink)


def turn(output: Output) -> int:
    """Before the pages that show it; what lies beside an article comes after what all pages need."""
    role = output.copy_of.partition("/")[0]
    return {"content": ATTACHMENTS, "assets": LASTING}.get(role, ASSETS)


def render(output: Output, site: SiteView, layout: Render) -> str:
    """Never asked for: the publisher copies the file. Raises TypeError."""
    raise TypeError(f"{output.path} is a copy")
