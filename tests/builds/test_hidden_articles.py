"""What must not be published is in no output file at all: not its words, its tag, its source, its day."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from digests import Digest, article

CONFIG = (
    "tags:\n"
    "  syria: {label: Syria}\n"
    "  zebratag: {label: Zebratag, description: Described as Zebradescription.}\n"
    "sources: {zebrasource: Zebrasourcename, un: United Nations}\n"
    "sections: {zebrasection: Zebrasectionlabel, news: News}\n"
)
HIDDEN: dict[str, dict[str, Any]] = {
    "a draft": {"draft": True},
    "an article of the future by its date": {"date": "2012-07-01"},
    "an article of the future by its publish_date": {"publish_date": "2012-07-01"},
    "an expired article": {"expiry_date": "2012-05-01"},
    "an article that nobody has looked at": {"review": "inbox"},
    "an article that needs to be checked": {"review": "needs-check"},
    "a killed article": {"review": "killed"},
    "a draft without a date": {"draft": True, "date": ""},
}
SHOWN_BY = {
    "a draft": {"drafts": True},
    "an article of the future by its date": {"future": True},
    "an article of the future by its publish_date": {"future": True},
    "an expired article": {"expired": True},
}


def _site(digest: Callable[..., Digest], why: dict[str, Any]) -> Digest:
    """A digest with one article that must not be seen, which others resemble and an edition names."""
    hidden: dict[str, Any] = {
        "date": "2012-03-13",
        "tags": ["syria", "zebratag"],
        "source": {"name": "zebrasource", "url": "https://zebra.example/zebraurl"},
        "section": "zebrasection",
        "summary": "Zebrasummary.",
        "dateline": "Zebraplace",
        "authors": ["Zebra Author"],
        "aliases": ["/zebra-alias/"],
        "corrections": [{"date": "2012-03-14", "text": "Zebracorrection."}],
        "accounts": [{"by": "Zebravoice", "says": "Zebraclaim"}],
        "story": "zebra-story",
        **why,
    }
    text = "Shelling of the quarter went on.\n\n![a zebra](zebra.png)\n\nZebraword."
    shown = {"tags": ["syria"], "source": "un", "section": "news"}
    return digest(
        {
            "content/zebra/index.md": article("Zebratitle", text, **hidden),
            "content/zebra/zebra.png": b"zebra-picture",
            "content/a.md": article(
                "Shelling", "Shelling of the quarter.", related=["zebra/index.md"], **shown
            ),
            "content/b.md": article("Quarter", "Shelling again.", date="2012-03-14", **shown),
            "content/editions/march.yaml": "date: 2012-03-18\nlead: zebra/index.md\narticles: [a.md, b.md]\n",
        },
        config=CONFIG,
    )


@pytest.mark.parametrize("why", HIDDEN)
def test_nothing_of_a_hidden_article_is_in_any_output(digest: Callable[..., Digest], why: str) -> None:
    site = _site(digest, HIDDEN[why])
    built = site.build()
    told = {
        path
        for path, body in site.output().items()
        if b"zebra" in f"{path}\n".encode().lower() + body.lower()
    }
    assert told == set()
    assert (built.articles, built.hidden) == (2, 1)


@pytest.mark.parametrize("why", HIDDEN)
def test_a_site_with_a_hidden_article_is_the_site_without_it(digest: Callable[..., Digest], why: str) -> None:
    site = _site(digest, HIDDEN[why])
    site.build()
    with_hidden = site.output()
    (site.folder / "content/zebra/index.md").write_text(article("Zebratitle", review="killed"))
    site.build(output="killed")
    assert site.output("killed") == with_hidden


@pytest.mark.parametrize("why", SHOWN_BY)
def test_an_option_shows_what_is_hidden_for_one_reason_in_every_list(
    digest: Callable[..., Digest], why: str
) -> None:
    site = _site(digest, HIDDEN[why])
    site.build(**SHOWN_BY[why])
    day = "2012/07/01" if "date" in HIDDEN[why] else "2012/03/13"
    for path in (
        f"{day}/zebra/index.html",
        f"{day}/zebra/zebra.png",
        f"{day}/index.html",
        "tags/zebratag/index.html",
        "sources/zebrasource/index.html",
        "sections/zebrasection/index.html",
        "editions/march/index.html",
        "zebra-alias/index.html",
    ):
        assert path in site.output()
    assert "Zebracorrection" in site.text("corrections/index.html")
    assert "Zebratitle" in site.text("2012/03/12/a/index.html")


@pytest.mark.parametrize("why", ["an article that nobody has looked at", "a killed article"])
def test_no_option_shows_what_was_not_approved(digest: Callable[..., Digest], why: str) -> None:
    site = _site(digest, HIDDEN[why])
    site.build(drafts=True, future=True, expired=True)
    assert not any(b"zebra" in body.lower() for body in site.output().values())


def test_a_draft_that_is_shown_says_that_it_is_one(digest: Callable[..., Digest]) -> None:
    site = digest({"content/a.md": article("A", draft=True)})
    site.build(drafts=True)
    assert site.page("2012/03/12/a/index.html").xpath("//*[@class='badge draft']/text()") == ["Draft"]


def test_a_link_to_a_hidden_article_is_an_error_that_says_why_it_is_hidden(
    digest: Callable[..., Digest],
) -> None:
    site = digest({"content/a.md": article("A", "See [it](b.md)."), "content/b.md": article("B", draft=True)})
    assert [p.message for p in site.problems()] == [
        "the link leads to 'b.md', which is not published (draft)"
    ]


def test_an_article_of_tomorrow_appears_when_its_time_has_come(digest: Callable[..., Digest]) -> None:
    site = digest({"content/a.md": article("A", publish_date="2012-06-02 09:00")})
    before, after = site.build(clock="2012-06-02T08:59"), site.build(clock="2012-06-02T09:00")
    assert (before.articles, after.articles) == (0, 1)
    assert before.next_change
    assert before.next_change.isoformat() == "2012-06-02T09:00:00+00:00"
    assert after.next_change is None


def test_an_article_that_expires_takes_its_page_and_its_pictures_with_it(
    digest: Callable[..., Digest],
) -> None:
    site = digest(
        {
            "content/a/index.md": article("A", expiry_date="2012-06-02"),
            "content/a/map.png": b"png",
            "content/b.md": article("B"),
        }
    )
    site.build(clock="2012-06-01")
    assert "2012/03/12/a/map.png" in site.output()
    site.build(clock="2012-06-02")
    assert not [path for path in site.output() if "/a/" in path]


def test_what_lies_beside_several_articles_is_published_only_where_one_that_is_shown_refers_to_it(
    digest: Callable[..., Digest],
) -> None:
    site = digest(
        {
            "content/2012/a.md": article("A", "![map](map.png)"),
            "content/2012/b.md": article("B", "![secret](secret.png)", draft=True),
            "content/2012/map.png": b"map",
            "content/2012/secret.png": b"secret",
        }
    )
    site.build()
    assert {p for p in site.output() if p.endswith(".png")} == {"2012/03/12/a/map.png"}


def test_names_that_begin_with_an_underscore_or_a_dot_and_what_editors_leave_are_never_published(
    digest: Callable[..., Digest],
) -> None:
    droppings = [
        "#a.md#",
        "a.md~",
        ".a.md.swp",
        ".#a.md",
        "4913",
        ".DS_Store",
        "Thumbs.db",
        "~$a.md",
        "a.md.orig",
    ]
    site = digest(
        {
            "content/a/index.md": article("A"),
            "content/_raw/story.md": "no front matter: zebra",
            "content/a/_notes.txt": "zebra",
            ".env": "zebra",
            "static/.env": "zebra",
            "static/.git/config": "zebra",
            **{f"content/a/{name}": "zebra" for name in droppings},
            **{f"static/{name}": "zebra" for name in droppings},
        }
    )
    assert site.build().problems == ()
    assert not [path for path, body in site.output().items() if b"zebra" in body]


def test_what_hosts_look_for_in_a_static_folder_is_published(digest: Callable[..., Digest]) -> None:
    files = {
        ".well-known/security.txt": "a",
        ".nojekyll": "",
        ".htaccess": "b",
        "_headers": "c",
        "CNAME": "d",
    }
    site = digest({f"static/{name}": text for name, text in files.items()})
    site.build()
    assert {name: site.text(name) for name in files} == files
