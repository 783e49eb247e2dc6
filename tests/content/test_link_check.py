"""References inside the site that lead nowhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from digests import Digest, article

from site_builder.content import link_hints


def found(digest: Digest) -> list[str]:
    return [f"{p.place}: {p.level}: {p.message} {p.remedy}".strip() for p in digest.problems(strict=True)]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("See [it](gone.md).", "'gone.md', which is not there"),
        ("See [it](draft.md).", "'draft.md', which is not published (draft)"),
        ("See [it](killed.md).", "'killed.md', which was taken down Take the link out"),
        ("See [it](other.md#nowhere).", "'other.md' has no heading with the id 'nowhere'"),
        ("See [it](/nowhere/).", "nothing on this site has the address '/nowhere/'"),
        ("See ![a map](map.png).", "no file 'map.png'"),
        ("See [data](data.csv).", "no file 'data.csv'"),
    ],
)
def test_a_link_that_leads_nowhere_is_told_where_it_is_written(
    digest: Callable[..., Digest], body: str, words: str
) -> None:
    site = digest(
        {
            "content/a.md": article("A", f"First line.\n\n{body}"),
            "content/other.md": article("Other", "## A heading"),
            "content/draft.md": article("Draft", draft=True),
            "content/killed.md": article("Killed", review="killed"),
        }
    )
    (problem,) = found(site)
    assert words in problem
    assert problem.startswith("content/a.md:8:")


@pytest.mark.parametrize(
    "body",
    ["[it](other.md)", "[it](other.md#a-heading)", "[it](/tags/)", "[it](/2012/03/12)", "[it](/sitemap.xml)"],
)
def test_a_link_that_leads_somewhere_is_no_problem(digest: Callable[..., Digest], body: str) -> None:
    site = digest({"content/a.md": article("A", body), "content/other.md": article("Other", "## A heading")})
    assert site.build(strict=True).problems == ()


@pytest.mark.parametrize(
    "typed",
    [
        "double-veto.html",
        "../02/double-veto.html",
        "/2012/02/double-veto.html",
        "double-veto/",
        "/2012/02/04/double-veto/index.html",
        "/2012/02/04/double-veot/",
        "../02/double-vteo.html",
        "/2012/02/double-veto",
    ],
)
def test_an_address_typed_for_an_article_is_answered_with_its_file(
    digest: Callable[..., Digest], typed: str
) -> None:
    site = digest(
        {
            "content/2012/03/a.md": article("A", f"[it]({typed})"),
            "content/2012/02/double-veto.md": article("Veto", date="2012-02-04"),
        }
    )
    (problem,) = site.problems()
    assert problem.remedy == "did you mean '../02/double-veto.md'? An article is linked by its .md file."


def test_a_file_that_is_misspelt_is_not_taken_for_an_article(digest: Callable[..., Digest]) -> None:
    site = digest(
        {
            "content/a.md": article("A", "[it](figrues.csv) [that](pgae.html)"),
            "content/figures.csv": "1",
            "content/figures.md": article("Figures"),
            "content/page.html": "<p>",
            "content/b.md": article("B", "[it](figures.csv) [that](page.html)"),
        }
    )
    assert [p.remedy for p in site.problems()] == [
        "did you mean 'figures.csv'?",
        "did you mean 'page.html'?",
    ]


def test_a_file_of_another_kind_is_not_taken_for_an_article(digest: Callable[..., Digest]) -> None:
    site = digest({"content/a.md": article("A", "[it](veto.pdf)"), "content/veto.md": article("Veto")})
    (problem,) = site.problems()
    assert problem.remedy == "Put the file beside the article, or mend its name here."


def test_of_a_great_many_broken_links_the_first_get_hints_by_spelling_and_all_by_name(
    digest: Callable[..., Digest], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_hints, "_MOST_COMPARED", 1)
    site = digest(
        {
            "content/a.md": article("A", "[it](vtoe.md)"),
            "content/b.md": article("B", "[it](voet.md) [it](/vtoe/) [it](vtoe.csv) [it](veto.html)"),
            "content/veto.md": article("Veto", date="2012-02-04"),
        }
    )
    assert [problem.remedy for problem in site.problems()] == [
        "did you mean 'veto.md'?",
        "",
        "Link to an article by its .md file instead.",
        "Put the file beside the article, or mend its name here.",
        "did you mean 'veto.md'? An article is linked by its .md file.",
    ]


@pytest.mark.parametrize(
    ("address", "says", "remedy"),
    [
        ("/tags/veto/", "has the tag 'veto'", "with `tags: veto`"),
        ("/tags/veto", "has the tag 'veto'", "with `tags: veto`"),
        ("/sections/ground/", "is in the section 'ground'", "with `section: ground`"),
        ("/sources/wire/", "is from the source 'wire'", "with `source: wire`"),
    ],
)
def test_a_link_to_a_list_that_has_no_article_now_is_told_that(
    digest: Callable[..., Digest], address: str, says: str, remedy: str
) -> None:
    config = "title: T\ntimezone: UTC\ntags: [veto]\nsections: [ground]\nsources: {wire: {name: Wire}}\n"
    gone = article("V", tags=["veto"], section="ground", source="wire", review="killed")
    site = digest(
        {"config.yaml": config, "content/a.md": article("A", f"[it]({address})"), "content/v.md": gone}
    )
    (problem,) = site.problems()
    assert problem.message == f"no published article {says} now, so there is no page '{address}'"
    assert problem.remedy.endswith(f"publish an article {remedy}.")


def test_a_link_to_an_article_that_is_itself_broken_is_not_told_twice(digest: Callable[..., Digest]) -> None:
    site = digest(
        {"content/a.md": article("A", "[it](b.md)"), "content/b.md": "---\ndate: 2012-02-30\n---\n"}
    )
    assert {p.place.source for p in site.problems()} == {"content/b.md"}


def test_the_note_of_an_edition_is_checked_too(digest: Callable[..., Digest]) -> None:
    edition = "date: 2012-03-12\nnote: See [it](../gone.md).\narticles: [a.md]\n"
    site = digest({"content/a.md": article("A"), "content/editions/one.yaml": edition})
    (problem,) = found(site)
    assert problem.startswith("content/editions/one.yaml:2")
    assert "gone.md" in problem


def test_a_missing_picture_in_front_matter_is_an_error(digest: Callable[..., Digest]) -> None:
    front = {"image": {"src": "lost.png", "alt": "A map"}}
    (problem,) = found(digest({"content/a.md": article("A", **front)}))
    assert "there is no picture 'lost.png'" in problem


def test_a_related_article_that_is_not_there_is_a_warning(digest: Callable[..., Digest]) -> None:
    site = digest({"content/aa.md": article("A", related=["bbb.md"]), "content/bb.md": article("B")})
    (problem,) = found(site)
    assert "warning" in problem
    assert "did you mean 'bb.md'" in problem


def test_a_link_to_what_has_expired_is_a_warning_and_its_words_stay(digest: Callable[..., Digest]) -> None:
    site = digest(
        {
            "content/a.md": article("A", "See [the notice](old.md)."),
            "content/old.md": article("Old", expiry_date="2012-04-01"),
        }
    )
    (problem,) = site.build().problems
    assert (problem.level, problem.code) == ("warning", "expired-link")
    assert "<p>See <a>the notice</a>.</p>" in site.text("2012/03/12/a/index.html").replace(
        ' rel="noopener"', ""
    )


def test_a_layout_that_is_not_there_is_told_once_where_it_is_named(digest: Callable[..., Digest]) -> None:
    (problem,) = found(digest({"content/a.md": article("A", layout="artcile")}))
    assert problem.startswith("content/a.md:4:9: error: there is no layout 'artcile.html'")
    assert "did you mean 'article.html'" in problem


def test_a_suggestion_is_written_as_a_link_goes_and_never_the_article_itself(
    digest: Callable[..., Digest],
) -> None:
    site = digest({"content/x/now.md": article("A", "[it](noww.md)"), "content/y/noww2.md": article("B")})
    (problem,) = found(site)
    assert "did you mean '../y/noww2.md'" in problem


def test_a_picture_that_is_an_article_is_told_as_such(digest: Callable[..., Digest]) -> None:
    site = digest({"content/a.md": article("A", "![b](b.md)"), "content/b.md": article("B")})
    (problem,) = found(site)
    assert "'b.md' is an article" in problem
