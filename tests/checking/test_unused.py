"""What nothing uses is told only where everything that could use it was read and made."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from digests import Digest, article
from findings import checked

CONFIG = "tags: {syria: {}, homs: {}}\nsections: [ground]\n"
FILES = {
    "content/a.md": article("A", "[Map](map.pdf)", tags=["syria", "homs"], section="ground"),
    "content/map.pdf": "%PDF",
    "static/lonely.pdf": "%PDF",
}
UNFOUNDED = {"orphan-file", "unused-tag", "unused-section", "thin-tag"}


def _codes(site: Digest) -> set[str]:
    return {problem.code for problem in checked(site).problems}


@pytest.mark.parametrize(
    "broken",
    [
        {"content/a.md": article("A", "[Map](map.pdf)").replace("title", "title: {{")},
        {"layouts/article.html": "{{ nonsense }}"},
    ],
)
def test_nothing_is_called_unused_while_an_article_cannot_be_read_or_a_page_not_be_made(
    digest: Callable[..., Digest], broken: dict[str, str]
) -> None:
    site = digest(FILES, CONFIG)
    assert _codes(site) & UNFOUNDED == {"orphan-file", "thin-tag"}
    site.write(broken)
    assert not _codes(site) & UNFOUNDED
