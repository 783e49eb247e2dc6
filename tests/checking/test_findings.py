"""What a check finds on a site that has a fault of every kind, in one run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from digests import CONFIG, Digest, article, run_builder
from findings import checked

from site_builder.problems import Problem

PNG = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000003000000020802000000")
LONG = "A sentence that is long enough to be a summary of what it stands for."
BASE = """{% extends "default/base.html" %}
{% block footer %}
<a href="/imprint/">Imprint</a> <a href="/pages-gone/">Gone</a>
<img src="/logo.png">
{{ super() }}
{% endblock %}
{% block haed %}<meta name="x">{% endblock %}
"""
FILES: dict[str, str | bytes] = {
    "content/one.md": article(
        "One story",
        '[About](/about/#nobody), [there](/about/#team).\n\n<img src="/logo.png" alt="">\n',
        tags=["syria"],
        summary="Short.",
    ),
    "content/two.md": article("One Story!", "Text.", date="2012-03-13", tags=["syria"], summary=LONG),
    "content/three.md": article(
        "Three", "Text.", date="2012-03-14", tags=["thin"], summary=LONG, kind="republished"
    ),
    "content/four.md": article(
        "Four",
        "Text.",
        date="2012-03-15",
        source={"name": "Agency of old"},
        summary="x" * 301,
        section="world",
    ),
    "content/five.md": article("Five", "Text.", date="", draft=True),
    "content/later.md": article("Later", "Text.", date="2012-07-01"),
    "content/pages/about.md": article("About", "## Team\n\nWe.", date=""),
    "content/orphan.png": PNG,
    "static/logo.png": PNG,
    "static/lonely.pdf": b"%PDF",
    "static/robots.txt": "User-agent: *\n",
    "static/broken.json": "{",
    "layouts/base.html": BASE,
    "layouts/artikle.html": "never used",
    "layouts/assets/lonely.css": "",
    "layouts/assets/style.css": (
        ":root { --paper: #fff; --ink: #888; --muted: #000 }\n"
        "@media (prefers-color-scheme: dark) { :root { --paper: #000; --ink: #eee; --muted: #333 } }\n"
        "body { background: url(gone.png) }\n"
    ),
}
SETTINGS = (
    "tags: {syria: {}, thin: {}, unused: {}}\nsources: {wire: {name: Wire}}\n"
    "sections: {world: {}, empty: {}}\nmenu: [{label: Shop, to: /shop/}]\n"
    "check: {levels: {scheduled: warning, thin-tga: ignore}, page_kilobytes: 1}\n"
)

Found = Mapping[str, list[Problem]]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """All findings by code."""
    site = Digest(tmp_path_factory.mktemp("faulty") / "site")
    site.write({"config.yaml": CONFIG + SETTINGS, **FILES})
    by_code: dict[str, list[Problem]] = {}
    for problem in checked(site).problems:
        by_code.setdefault(problem.code, []).append(problem)
    return by_code


def places(found: Found, code: str) -> list[str]:
    return [str(problem.place) for problem in found.get(code, ())]


def test_a_link_that_leads_nowhere_is_told_where_it_is_typed_and_once(found: Found) -> None:
    assert places(found, "broken-page-link") == [
        "config.yaml:9:26",
        "layouts/base.html:3:10",
        "layouts/base.html:3:42",
    ]
    (shop, imprint, gone) = found["broken-page-link"]
    assert shop.message.startswith("nothing on this site has the address '/shop/' (on /")
    assert "and" in imprint.message
    assert "more" in imprint.message
    assert gone.level == "error"


def test_a_fragment_that_no_page_has_is_told_with_the_nearest_one(found: Found) -> None:
    (one,) = found["broken-page-fragment"]
    assert (str(one.place), one.place.excerpt[one.place.column - 1 :][:15]) == (
        "content/one.md:8:9",
        "/about/#nobody)",
    )
    assert "leads to a place that is not in about/index.html" in one.message


def test_a_file_that_a_style_sheet_loads_in_vain_is_told(found: Found) -> None:
    (one,) = found["broken-page-file"]
    assert "'gone.png'" in one.message
    assert one.place.source.startswith("output/assets/style.")


def test_pictures_without_words_are_told_at_layout_or_article(found: Found) -> None:
    assert places(found, "missing-alt") == ["layouts/base.html:4:11"]
    (empty,) = found["empty-alt"]
    assert str(empty.place) == "content/one.md:10:11"


def test_titles_and_summaries_that_two_share_are_told_at_the_younger(found: Found) -> None:
    assert places(found, "duplicate-title") == ["content/two.md:2:8"]
    assert found["duplicate-title"][0].message == "content/one.md has the title 'One Story!' too"
    assert places(found, "duplicate-summary") == ["content/three.md:5:10"]


def test_summaries_are_neither_too_short_nor_too_long(found: Found) -> None:
    assert places(found, "short-summary") == ["content/one.md:4:10"]
    assert found["long-summary"][0].message == "the summary has 301 characters, more than 300"


def test_what_nothing_uses_is_told(found: Found) -> None:
    assert places(found, "orphan-file") == [
        "content/orphan.png",
        "layouts/assets/lonely.css",
        "static/broken.json",
        "static/lonely.pdf",
    ]
    assert [p.message for p in found["unused-tag"]] == [
        "no published article has the tag 'unused', or a narrower one"
    ]
    assert [p.message for p in found["unused-source"]] == ["no article comes from 'wire'"]
    assert [p.message for p in found["unused-section"]] == ["no published article is in the section 'empty'"]
    (layout,) = found["unused-layout"]
    assert (layout.place.source, layout.remedy) == ("layouts/artikle.html", "did you mean 'article.html'?")


def test_a_block_that_no_parent_has_is_told_with_the_one_that_is_meant(found: Found) -> None:
    (block,) = found["unknown-block"]
    assert (str(block.place), block.remedy) == ("layouts/base.html:7:10", "did you mean 'head'?")


def test_a_tag_with_too_few_articles_is_thin(found: Found) -> None:
    (thin,) = found["thin-tag"]
    assert thin.message == "only 1 article has the tag 'thin', fewer than 2"


def test_whose_a_text_is_and_where_it_was_must_be_said(found: Found) -> None:
    assert places(found, "no-source") == ["content/three.md:4:7"]
    assert [p.message for p in found["no-source-url"]] == [
        "the article names 'Agency of old' and not where the original is"
    ]


def test_an_article_without_a_date_and_one_that_waits_are_told(found: Found) -> None:
    assert places(found, "undated") == ["content/five.md:1"]
    assert [p.message for p in found["scheduled"]] == ["the article appears on 2012-07-01 00:00 UTC"]


def test_a_file_for_machines_that_machines_cannot_read_is_told(found: Found) -> None:
    assert places(found, "bad-data") == ["static/broken.json"]


def test_a_page_that_weighs_too_much_names_what_weighs_most(found: Found) -> None:
    about = next(p for p in found["heavy-page"] if p.place.source == "content/pages/about.md")
    assert "the page /about/ weighs " in about.message
    assert "the page itself" in about.message


def test_colours_are_told_apart_in_the_light_and_in_the_dark(found: Found) -> None:
    assert sorted(p.message for p in found["low-contrast"]) == [
        "--ink #888 on --paper #fff has a contrast of 3.54 in the light scheme, less than 4.5",
        "--muted #333 on --paper #000 has a contrast of 1.66 in the dark scheme, less than 4.5",
    ]


def test_a_code_in_the_settings_that_there_is_not_is_told(found: Found) -> None:
    (one,) = found["unknown-code"]
    assert (one.message, one.remedy) == ("there is no finding 'thin-tga'", "did you mean 'thin-tag'?")


def test_what_was_never_built_is_not_told_to_be_old(found: Found) -> None:
    assert not {"output-old", "output-altered", "output-missing"} & found.keys()


def test_nothing_else_is_told(found: Found) -> None:
    expected = """
        broken-page-link broken-page-fragment broken-page-file missing-alt empty-alt duplicate-title
        duplicate-summary short-summary long-summary orphan-file unused-tag unused-source unused-section
        unused-layout unknown-block thin-tag no-source no-source-url undated scheduled bad-data heavy-page
        low-contrast unknown-code
    """
    assert found.keys() == set(expected.split())


def test_a_check_tells_the_same_under_any_hash_seed_and_with_any_number_of_processes(
    tmp_path: Path,
) -> None:
    site = Digest(tmp_path / "site")
    site.write({"config.yaml": CONFIG + SETTINGS, **FILES})
    reports = []
    for seed, jobs in (("1", "1"), ("2", "3")):
        words = ("check", "-s", site.folder, "--clock", "2012-06-01", "--format", "json", "-j", jobs)
        run = run_builder(*words, env={"PYTHONHASHSEED": seed})
        reports.append(json.loads(run.stdout)["findings"])
        (site.folder / ".site-builder/check.db").unlink()
    assert reports[0] == reports[1]
    assert len(reports[0]) > 20
