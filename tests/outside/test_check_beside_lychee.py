"""Our own check of links beside lychee's: what one finds broken in finished pages, the other does too."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from checkers import told_by_lychee
from digests import Digest, article
from findings import found

pytestmark = pytest.mark.xdist_group("outside")

FILES = {
    "content/a.md": article("One", "## Here\n\n[a](/about/#team) [b](/about/#nobody) [c](#here)"),
    "content/pages/about.md": article("About", "## Team\n\nWe.", date=""),
    "layouts/base.html": (
        '{% extends "default/base.html" %}{% block footer %}<a href="/gone/">x</a> <a href=\'/about/\'>y</a>'
        '<a href="relative-gone.html">z</a><img src="/no.png" alt="n"><a href="/caf%C3%A9/?q=1">c</a>'
        '<!-- <a href="/comment/"> -->{{ super() }}{% endblock %}'
    ),
}


def test_both_find_the_same_addresses_broken(lychee: Path, digest: Callable[..., Digest]) -> None:
    site = digest(FILES, "menu: [{label: Shop, to: /shop/}]\n")
    site.build()
    root = site.folder / "output"
    errors = (one["url"] for page in told_by_lychee(lychee, root, root)["error_map"].values() for one in page)
    theirs = {_short(url, root) for url in errors}
    codes = ("broken-page-link", "broken-page-file", "broken-page-fragment")
    ours = {problem.message.split("'")[1] for problem in found(site, *codes)}
    assert theirs == {address.partition("?")[0].replace("/#", "#").rstrip("/") for address in ours}
    assert ours == {"/gone/", "relative-gone.html", "/no.png", "/caf%C3%A9/?q=1", "/shop/", "/about/#nobody"}


def _short(url: str, root: Path) -> str:
    parts = urlsplit(url)
    path = parts.path.removeprefix(root.as_posix())
    path = path.rpartition("/")[2] if "relative" in path else path.rstrip("/")
    return f"{path}#{parts.fragment}" if parts.fragment else path
