"""Bad input: each fault is told with its place, all of a run together, and the published site stays."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from digests import CLOCK, Digest, article, many

from site_builder.build import build
from site_builder.options import Options, Where
from site_builder.problems import ProblemsFound

BROKEN: dict[str, tuple[dict[str, str | bytes], str]] = {
    "not UTF-8": (
        {"content/bad.md": article("Café").encode("latin-1")},
        r"content/bad\.md:2: error: the file is not UTF-8: byte 0xE9",
    ),
    "front matter that is never closed": (
        {"content/bad.md": "---\ntitle: A secret title\ndate: 2012-03-12\n\nText.\n"},
        r"content/bad\.md:1(:\d+)?: error: .*clos",
    ),
    "front matter that is a list": (
        {"content/bad.md": "---\n- title\n- date\n---\nText.\n"},
        r"content/bad\.md:2:1: error: the front matter is a list",
    ),
    "front matter that is text": (
        {"content/bad.md": "---\njust some text\n---\nText.\n"},
        r"content/bad\.md:2:1: error: the front matter is text",
    ),
    "no front matter at all": (
        {"content/bad.md": "Text and nothing else.\n"},
        r"content/bad\.md:1:1: error: the file has no front matter",
    ),
    "a missing title": (
        {"content/bad.md": "---\ndate: 2012-03-12\n---\nText.\n"},
        r"content/bad\.md:2: error: 'title' is missing",
    ),
    "a missing date": (
        {"content/bad.md": "---\ntitle: Undated\n---\nText.\n"},
        r"content/bad\.md:1: error: the article has no date",
    ),
    "30 February": (
        {"content/bad.md": "---\ntitle: A\ndate: 2012-02-30\n---\nText.\n"},
        r"content/bad\.md:3:7: error: February 2012 has 29 days, not 30",
    ),
    "an unknown tag": (
        {
            "config.yaml": "title: T\ntimezone: UTC\ntags: {syria: Syria}\n",
            "content/bad.md": "---\ntitle: A\ndate: 2012-03-12\ntags: [Syria, Syrai]\n---\n",
        },
        r"content/bad\.md:4:15: error: tag 'Syrai' is not in .*\n.*\n +\^{5}\n +did you mean 'Syria'",
    ),
    "a misspelt source": (
        {
            "config.yaml": "title: T\ntimezone: UTC\nsources: {latimes: Los Angeles Times}\n",
            "content/bad.md": "---\ntitle: A\ndate: 2012-03-12\nsource: latime\n---\n",
        },
        r"content/bad\.md:4:9: error: source 'latime' is not in config.*\n.*\n.*\n +did you mean 'latimes'",
    ),
    "an unknown section": (
        {
            "config.yaml": "title: T\ntimezone: UTC\nsections: [diplomacy]\n",
            "content/bad.md": "---\ntitle: A\ndate: 2012-03-12\nsection: diplomcy\n---\n",
        },
        r"content/bad\.md:4:10: error: there is no section 'diplomcy'\n.*\n.*\n +did you mean 'diplomacy'",
    ),
    "a slug that leaves its folder": (
        {"content/bad.md": "---\ntitle: A\ndate: 2012-03-12\nslug: ../../x\n---\n"},
        r"content/bad\.md:4:7: error: '\.\./\.\./x' cannot be a slug: it would leave its folder",
    ),
    "a permalink that leaves the site": (
        {"content/bad.md": "---\ntitle: A\ndate: 2012-03-12\npermalink: /../x/\n---\n"},
        r"content/bad\.md:4:12: error: '/\.\./x/' cannot be an address",
    ),
    "an alias with a query": (
        {"content/bad.md": "---\ntitle: A\ndate: 2012-03-12\naliases: ['/x?y=1']\n---\n"},
        r"content/bad\.md:4:11: error: '/x\?y=1' cannot be an address",
    ),
    "an image in the text that is not there": (
        {"content/bad.md": article("A", "First.\n\n![a map](map.png)")},
        r"content/bad\.md:\d+(:\d+)?: error: there is no file 'map\.png' in content/",
    ),
    "an image in the front matter that is not there": (
        {"content/2012/bad.md": "---\ntitle: A\ndate: 2012-03-12\nimage: {src: map.png, alt: a map}\n---\n"},
        r"content/2012/bad\.md:4:14: error: there is no picture 'map\.png' in the article's folder",
    ),
    "an image without words for those who do not see it": (
        {"content/bad.md": "---\ntitle: A\ndate: 2012-03-12\nimage: {src: map.png}\n---\n"},
        r"content/bad\.md:4(:\d+)?: error: 'alt' is missing",
    ),
    "a link to an article that is not there": (
        {"content/bad.md": article("A", "First.\n\nSee [there](gone.md).")},
        r"content/bad\.md:\d+(:\d+)?: error: the link leads to 'gone\.md', which is not there",
    ),
    "a link to an address that the site does not have": (
        {"content/bad.md": article("A", "See [about](/abuot/)."), "content/pages/about.md": article("About")},
        r"content/bad\.md:\d+(:\d+)?: error: nothing on this site has the address '/abuot/'",
    ),
    "an edition with an article that is not there": (
        {"content/editions/one.yaml": "date: 2012-03-18\narticles: [gone.md]\n"},
        r"content/editions/one\.yaml(:\d+:\d+)?: error: there is no article 'gone\.md' in content/",
    ),
    "an edition without a date": (
        {"content/editions/one.yaml": "title: One\n"},
        r"content/editions/one\.yaml:1: error: 'date' is missing",
    ),
    "a layout that cannot be read": (
        {"layouts/article.html": "<p>\n{% if %}\n"},
        r"layouts/article\.html:2: error: the layout cannot be read: Expected an expression",
    ),
    "a name that the layout does not know": (
        {"layouts/article.html": "<p>\n{{ artcle.title }}\n"},
        r"layouts/article\.html:2: error: nothing is called 'artcle' here, on the page /2012/03/12/fine/",
    ),
    "a layout from outside the layouts": (
        {"layouts/article.html": "{% include '../config.yaml' %}"},
        r"layouts/article\.html:1: error: '\.\./config\.yaml' lies outside the layouts",
    ),
    "a layout by an absolute path": (
        {"layouts/article.html": "{% include '/etc/passwd' %}"},
        r"layouts/article\.html:1: error: '/etc/passwd' lies outside the layouts",
    ),
    "a layout that is not there": (
        {"content/bad.md": article("A", layout="artcle")},
        r"content/bad\.md:4:9: error: there is no layout 'artcle\.html'",
    ),
    "a layout that is not UTF-8": (
        {"layouts/partials/mine.html": b"<p>\n\xff\n"},
        r"layouts/partials/mine\.html:2: error: the file is not UTF-8",
    ),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_fault_is_told_with_its_place_and_leaves_the_published_site_as_it_was(
    digest: Callable[..., Digest], fault: str
) -> None:
    files, expected = BROKEN[fault]
    site = digest({"content/fine.md": article("Fine")})
    site.build()
    before = site.stamps()
    site.write(files)
    told = "\n".join(site.messages())
    assert re.search(expected, told), told
    assert site.stamps() == before


def test_an_unknown_key_in_front_matter_is_told_with_the_key_that_was_meant(
    digest: Callable[..., Digest],
) -> None:
    site = digest({"content/a.md": "---\ntitle: A\ndate: 2012-03-12\nsumary: B\n---\n"})
    told = site.messages(strict=True)
    assert [m.splitlines()[0].partition("error: ")[0] for m in told if "'sumary'" in m]
    assert "did you mean 'summary'?" in told[0]


def test_all_faults_of_a_run_are_told_together_in_the_order_of_files_and_lines(
    digest: Callable[..., Digest],
) -> None:
    site = digest(
        {
            "content/a.md": "---\ntitle: A\ndate: 2012-02-30\nslug: ../x\n---\nSee [it](gone.md).\n",
            "content/b.md": b"\xff",
            "content/c.md": "---\ntitle: C\n",
            "content/d.md": "---\ntitle: D\ndate: 2012-03-12\n---\n![](gone.png)\n",
            "layouts/404.html": "{{ nothing }}",
        }
    )
    places = [(p.place.source, p.place.line) for p in site.problems() if p.level == "error"]
    assert places == [
        ("content/a.md", 3),
        ("content/a.md", 4),
        ("content/a.md", 6),
        ("content/b.md", 1),
        ("content/c.md", 1),
        ("content/d.md", 5),
        ("layouts/404.html", 1),
    ]


def test_a_layout_that_fails_on_three_of_fifty_pages_gives_three_messages_that_name_the_pages(
    digest: Callable[..., Digest],
) -> None:
    layout = "<h1>{{ article.title }}</h1>\n{% if article.dateline %}{{ article.dateline.gone }}{% endif %}\n"
    broken = {f"content/b{n}.md": article(f"B{n}", dateline="Homs") for n in range(3)}
    site = digest({**many(47), **broken, "layouts/article.html": layout})
    told = [message.splitlines()[0] for message in site.messages()]
    assert len(told) == 3
    assert all(
        re.match(rf"layouts/article\.html:2: .*, on the page /2012/03/12/b{n}/$", told[n]) for n in range(3)
    )


def test_a_fault_in_an_included_layout_is_told_with_the_chain_of_layouts_that_use_it(
    digest: Callable[..., Digest],
) -> None:
    site = digest(
        {
            "content/a.md": article("A"),
            "layouts/article.html": "<p>\n\n{% include 'partials/mine.html' %}",
            "layouts/partials/mine.html": "\n{{ gone }}",
        }
    )
    (told,) = site.messages()
    assert told == (
        "layouts/partials/mine.html:2: error: nothing is called 'gone' here, on the page /2012/03/12/a/\n"
        "  {{ gone }}\n"
        "  On this page there are: article, page, site.\n"
        "  used by layouts/article.html:3"
    )


CLASHES: dict[str, tuple[dict[str, str], tuple[str, str], str]] = {
    "two articles with one slug": (
        {"content/a.md": article("A", slug="x"), "content/b.md": article("B", slug="x")},
        ("content/a.md", "content/b.md"),
        "/2012/03/12/x/",
    ),
    "a file and a folder's index": (
        {"content/a.md": article("A"), "content/a/index.md": article("B")},
        ("content/a.md", "content/a/index.md"),
        "/2012/03/12/a/",
    ),
    "addresses that differ in case only": (
        {"content/a.md": article("A", permalink="/Homs/"), "content/b.md": article("B", permalink="/homs/")},
        ("content/a.md", "content/b.md"),
        "/homs/",
    ),
    "addresses that differ in their Unicode form only": (
        {
            "content/a.md": article("A"),
            "content/pages/caf\u00e9.md": article("B", permalink="/caf\u00e9/"),
            "static/cafe\u0301/index.html": "x",
        },
        ("content/pages/caf\u00e9.md", "static/cafe\u0301/index.html"),
        "/cafe\u0301/index.html",
    ),
    "a file where another needs a folder": (
        {"content/a.md": article("A", permalink="/x/y/"), "static/x": "a file"},
        ("content/a.md", "static/x"),
        "/x/y/",
    ),
    "a static file and a page": (
        {"content/a.md": article("A"), "static/2012/03/12/a/index.html": "mine"},
        ("content/a.md", "static/2012/03/12/a/index.html"),
        "/2012/03/12/a/index.html",
    ),
    "an alias and a page": (
        {"content/a.md": article("A"), "content/b.md": article("B", aliases=["/2012/03/12/a/"])},
        ("content/a.md", "content/b.md"),
        "/2012/03/12/a/",
    ),
    "an article and a page of the site's own": (
        {"content/a.md": article("A", permalink="/tags/")},
        ("content/a.md", "the site's own tag_index"),
        "/tags/",
    ),
    "a static file and the page for what is not there": (
        {"static/404.html": "mine"},
        ("static/404.html", "the site's own not_found"),
        "/404.html",
    ),
}


@pytest.mark.parametrize("clash", CLASHES)
def test_two_claimants_of_one_address_are_both_named(digest: Callable[..., Digest], clash: str) -> None:
    files, claimants, address = CLASHES[clash]
    site = digest(files)
    clashes = [p for p in site.problems() if p.code == "same-address"]
    assert len(clashes) == 1
    assert all(name in clashes[0].message for name in claimants), clashes[0].message
    assert clashes[0].message.endswith(address)
    assert clashes[0].place.source in claimants


def test_a_warning_is_told_and_does_not_keep_the_site_from_being_built(digest: Callable[..., Digest]) -> None:
    site = digest({"content/a.md": article("A", "See [a heading](b.md#gone)."), "content/b.md": article("B")})
    assert [p.code for p in site.build().problems] == ["broken-fragment"]
    assert "2012/03/12/a/index.html" in site.output()


def test_with_strict_a_warning_keeps_the_site_from_being_built(digest: Callable[..., Digest]) -> None:
    site = digest({"content/a.md": article("A", "See [a heading](b.md#gone)."), "content/b.md": article("B")})
    assert [p.code for p in site.problems(strict=True)] == ["broken-fragment"]
    assert site.output() == {}


def test_a_broken_article_costs_nothing_that_is_remembered(digest: Callable[..., Digest]) -> None:
    site = digest(many(5))
    site.build()
    site.write({"content/a001.md": "---\ntitle: [x\n---\n"})
    told: list[str] = []
    with pytest.raises(ProblemsFound):
        build(Options(where=Where(site.folder), clock=CLOCK), environ={}, tell=told.append)
    assert told == []
