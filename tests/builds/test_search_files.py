"""What search knows: headlines, summaries and tags of what is published, a file for each year."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from digests import Digest, article
from edits import CLOCK, FILES, other, rendered

Begin = Callable[..., Digest]
FILE = "search/2012.json"
WIRE = {"name": "Wire", "url": "https://wire.example/1"}


def _rows(site: Digest) -> list[Any]:
    return json.loads(site.text(FILE))["articles"]


def test_a_row_has_headline_link_summary_day_source_tags_and_language(digest: Begin) -> None:
    files = {
        "content/a.md": article(
            "عنوان", "نص.", date="2012-03-12", tags=["un", "syria"], summary="ملخص", source=WIRE, lang="ar"
        ),
        "content/b.md": article("Plain </script>", "Text.", date="2012-03-11", summary="In short."),
    }
    site = digest(files)
    site.build()
    made = json.loads(site.text(FILE))
    assert [made["tags"], made["sources"]] == [["un", "syria"], ["Wire"]]
    assert made["articles"] == [
        ["عنوان", "/2012/03/12/a/", "ملخص", "2012-03-12", 0, [0, 1], "ar"],
        ["Plain </script>", "/2012/03/11/b/", "In short.", "2012-03-11", -1, [], ""],
    ]


def test_each_year_has_its_file_and_the_page_names_them_newest_first(digest: Begin) -> None:
    site = digest({f"content/{year}.md": article("A", date=f"{year}-03-12") for year in (2009, 2011)})
    site.build()
    assert {path for path in site.output() if path.startswith("search/")} == {
        "search/index.html",
        "search/2009.json",
        "search/2011.json",
    }
    assert site.page("search/index.html").xpath("//form/@data-years") == ["2011 2009"]


def test_search_knows_no_word_of_what_is_withheld_and_no_draft(digest: Begin) -> None:
    long = "Seen first sentence here. " + "Marmalade everywhere again and again. " * 40
    files = {
        "content/a.md": article("Headline", long, date="2012-03-12", rights="headline"),
        "content/b.md": article("Excerpt", long, date="2012-03-11", rights="excerpt 5"),
        "content/c.md": article("Secret", "Draft.", date="2012-03-10", draft=True),
    }
    site = digest(files)
    site.build()
    assert [row[0] for row in _rows(site)] == ["Headline", "Excerpt"]
    assert "Marmalade" not in site.text(FILE)


def test_links_go_from_the_page_where_a_site_has_relative_links(digest: Begin) -> None:
    site = digest({"content/a.md": article("A", date="2012-03-12")}, config="links: relative\n")
    site.build()
    assert _rows(site)[0][1] == "../2012/03/12/a/index.html"


def test_without_search_there_is_no_page_no_file_and_no_link(digest: Begin) -> None:
    site = digest({"content/a.md": article("A", date="2012-03-12")}, config="search: none\n")
    site.build()
    assert not [path for path in site.output() if path.startswith("search/")]
    assert "/search/" not in site.text("index.html")


def test_a_mended_body_touches_no_file_of_search(digest: Begin) -> None:
    site = digest(FILES)
    site.build(clock=CLOCK)
    assert not [p for p in rendered(site, other("b", "Geneva", "Genf")) if p.startswith("search/")]


def test_a_changed_headline_touches_the_file_of_its_year_only(digest: Begin) -> None:
    site = digest({**FILES, "content/z.md": article("Old", date="2009-01-02")})
    site.build(clock=CLOCK)
    found = rendered(site, other("b", "Envoy speaks", "Envoy talks"))
    assert {p for p in found if p.startswith("search/")} == {FILE}


def test_the_script_of_the_simple_search_has_less_than_3000_bytes(digest: Begin) -> None:
    site = digest(FILES)
    site.build(clock=CLOCK)
    (script,) = [body for path, body in site.output().items() if path.startswith("assets/search.")]
    assert len(script) < 3000
