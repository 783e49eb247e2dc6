"""Which layout drew which part of a page: told in comments, and the page is else the same."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from digests import CLOCK, Digest, article, many

from site_builder.layouts import LayoutText
from site_builder.options import Options, Where
from site_builder.preview.live import LiveSite
from site_builder.preview.outlines import commented, marked


def test_blocks_are_marked_and_files_that_extend_no_other() -> None:
    layout = "{% block main %}\nx{% block title %}t{% endblock %}{%- endblock main %}"
    page = re.sub("{%.*?%}\\n?", "", marked(LayoutText("layouts/a.html", layout)).text)
    assert commented(page) == (
        "<!--layout layouts/a.html--><!--layout layouts/a.html, block main-->xt<!--/layout--><!--/layout-->"
    )
    child = LayoutText("layouts/b.html", '{% extends "a.html" %}{%- block main -%}\ny\n{%- endblock %}')
    assert marked(child).text.count("layouts/b.html") == 1


@pytest.mark.parametrize(
    "closed",
    [
        '<p class="a {} b">',
        "<a title='>{}'>",
        "<title>A {} title</title>",
        "<STYLE>a > b {} </STYLE>",
        "<script>if (1 < 2) {}</script>",
        "<!-- {} -->",
    ],
)
def test_where_no_comment_can_stand_there_is_none(closed: str) -> None:
    inside = marked(LayoutText("layouts/a.html", "x")).text
    assert commented(closed.replace("{}", inside)) == closed.replace("{}", "x")


def test_every_page_is_the_same_but_for_the_comments(digest: Callable[..., Digest]) -> None:
    files = {**many(6), "layouts/partials/footer.html": "<footer>Ours</footer>"}
    homs = article("Homs", "A report from Homs.", tags=["syria"])
    site = digest({**files, "content/homs.md": homs}, "language: ar\n")
    live = LiveSite(Options(where=Where(site.folder), clock=CLOCK), site.folder / "p", {}, print)
    live.start()
    try:
        pages = [path for path in live.pages.current.files if path.endswith(".html")]
        assert len(pages) > 10
        for path in pages:
            found = live.outlined(path)
            known = live.pages.body(live.pages.current.files[path])
            if found is None:
                continue
            assert known
            text = found.decode()
            assert text.count("<!--layout ") == text.count("<!--/layout-->") > 3, path
            bare = re.sub("<!--/?layout.*?-->", "", text)
            assert "".join(bare.split()) == "".join(known.decode().split()), path
            assert "<!--layout layouts/partials/footer.html--><footer>Ours" in text
        site.write({"config.yaml": (site.folder / "config.yaml").read_text().replace(": ar\n", ": fr\n")})
        assert live.look()
        assert "Aller au texte" in (live.outlined("index.html") or b"").decode()
    finally:
        live.close()
