"""How much of an article may be published."""

from __future__ import annotations

import pytest

from site_builder.content.article import Rights
from site_builder.content.rights import DEFAULT_EXCERPT_WORDS, read_rights, rights_of


@pytest.mark.parametrize(
    ("text", "rights"),
    [
        ("full", Rights("full")),
        ("headline", Rights("headline")),
        ("excerpt", Rights("excerpt", DEFAULT_EXCERPT_WORDS)),
        ("excerpt 80", Rights("excerpt", 80)),
    ],
)
def test_rights_are_read_as_they_are_written(text: str, rights: Rights) -> None:
    assert read_rights(text) == rights


@pytest.mark.parametrize(
    ("own", "source", "site", "kind"),
    [
        (None, None, "full", "full"),
        (None, "headline", "full", "headline"),
        ("excerpt 10", "full", "full", "excerpt"),
        ("full", "headline", "headline", "full"),
        (None, None, "excerpt", "excerpt"),
    ],
)
def test_the_article_speaks_before_its_source_and_that_before_the_site(
    own: str | None, source: str | None, site: str, kind: str
) -> None:
    assert rights_of(own, source, site).kind == kind
