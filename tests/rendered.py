"""One Markdown text as the page of an article: what tests of Markdown begin with."""

from __future__ import annotations

from typing import Any

from site_builder.content.article import Rights
from site_builder.content.markdown import Page, render_markdown


def render(text: str, rights: Rights | None = None, language: str = "en", **options: Any) -> Page:
    return render_markdown(
        text,
        path="2012/03/homs.md",
        source="content/2012/03/homs.md",
        first_line=11,
        language=language,
        rights=rights or Rights(),
        **options,
    )


def html_of(text: str, **options: Any) -> str:
    return render(text, **options).body.html


def told(text: str, **options: Any) -> list[tuple[str, str, str]]:
    return [(p.code, p.level, str(p.place)) for p in render(text, **options).problems]
