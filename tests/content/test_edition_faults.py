"""What is wrong with what an edition's file names, and what is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from digests import Digest, article
from findings import found

from site_builder.problems import Problem, describe

EDITION = "title: Special\ndate: 2012-03-14\narticles:\n  - a.md\n  - b.md\n"


def _told(site: Digest) -> list[Problem]:
    return [p for p in site.build().problems if p.place.source.startswith("content/editions/")]


def _site(digest: Callable[..., Digest], edition: str = EDITION, **front: object) -> Digest:
    return digest(
        {
            "content/a.md": article("A"),
            "content/b.md": article("B", **front),
            "content/editions/special.yaml": edition,
        }
    )


def test_a_name_that_is_no_article_is_an_error_with_the_nearest(digest: Callable[..., Digest]) -> None:
    site = digest(
        {"content/mon.md": article("A"), "content/editions/x.yaml": "date: 2012-03-14\nlead: mno.md\n"}
    )
    (problem,) = site.problems()
    assert problem.message == "there is no article 'mno.md' in content/"
    assert problem.remedy == "did you mean 'mon.md'?"


def test_what_an_edition_names_in_vain_is_told_beside_what_is_wrong_with_its_keys(
    digest: Callable[..., Digest],
) -> None:
    site = _site(digest, "date: 22.4.2012\nintroduction: A\nlead: aa.md\narticles: {a: b}\n")
    assert [(p.place.line, p.code) for p in site.problems()] == [
        (1, "bad-date"),
        (2, "unknown-key"),
        (3, "unknown-article"),
        (4, "wrong-type"),
    ]


def test_paths_without_dashes_are_shown_as_a_list(digest: Callable[..., Digest]) -> None:
    (problem,) = _site(digest, "date: 2012-03-14\narticles:\n  a.md\n  b.md\n").problems()
    assert problem.remedy == "Write each with a dash before it:\n  - a.md\n  - b.md"


def test_an_edition_that_nothing_belongs_to_is_told_until_something_does(
    digest: Callable[..., Digest],
) -> None:
    site = _site(digest, "date: 2012-03-14\narticles: []\n")
    (problem,) = site.build().problems
    assert (problem.place.source, problem.code) == ("content/editions/special.yaml", "empty-edition")
    assert problem.remedy == "List some under `articles`, or write  edition: special  into theirs."
    site.write({"content/b.md": article("B", edition="special")})
    assert site.build().problems == ()


def test_an_edition_written_as_an_article_is_told(digest: Callable[..., Digest]) -> None:
    site = _site(digest)
    site.write({"content/editions/2012-03-21.md": article("A new edition", date="2012-03-21")})
    (problem,) = site.build().problems
    assert problem.code == "edition-in-markdown"
    assert problem.remedy.startswith("An edition is content/editions/2012-03-21.yaml,")


@pytest.mark.parametrize(
    ("front", "why", "remedy"),
    [
        ({"review": "inbox"}, "is not reviewed yet (review: inbox)", "Approve it with `review: approved`"),
        ({"review": "needs-check"}, "is not approved (review: needs-check)", "Approve it first"),
        ({"review": "killed"}, "was taken down (review: killed)", "Take the line out here."),
        ({"draft": True}, "is a draft", "Take `draft: true` out of its front matter"),
        ({"publish_date": "2030-01-01"}, "appears on 2030-01-01, after the day", "It takes its place then."),
    ],
)
def test_an_article_that_an_edition_must_do_without_is_told_with_the_way_out(
    digest: Callable[..., Digest], front: dict[str, object], why: str, remedy: str
) -> None:
    site = _site(digest, **front)
    (problem,) = _told(site)
    assert str(problem.place) == "content/editions/special.yaml:5:5"
    assert (problem.code, problem.level) == ("unpublished-article", "warning")
    assert problem.message.startswith(f"'b.md' {why}")
    assert problem.message.endswith("so this edition is without it")
    assert problem.remedy.startswith(remedy)
    assert site.build().problems == (problem,), "nothing has changed, and it is told again"


def test_what_is_told_of_an_edition_goes_with_its_cause(digest: Callable[..., Digest]) -> None:
    site = _site(digest, draft=True)
    assert len(_told(site)) == 1
    assert site.build(drafts=True).problems == ()
    site.write({"content/b.md": article("B")})
    assert site.build().problems == ()


def test_an_article_that_appears_by_the_day_of_its_edition_is_as_it_should_be(
    digest: Callable[..., Digest],
) -> None:
    ahead = EDITION.replace("2012-03-14", "2012-07-01")
    site = _site(digest, ahead, publish_date="2012-07-01 06:00")
    assert site.build().problems == ()
    site.write({"content/b.md": article("B", publish_date="2012-07-02")})
    assert [p.code for p in site.build().problems] == ["unpublished-article"]


def test_an_article_that_has_expired_leaves_its_edition_without_a_word(digest: Callable[..., Digest]) -> None:
    assert _site(digest, expiry_date="2012-05-01").build().problems == ()


def test_an_article_that_says_another_edition_than_the_file_that_names_it_is_told(
    digest: Callable[..., Digest],
) -> None:
    site = _site(digest)
    site.write({"content/b.md": article("B", edition="other")})
    (problem,) = site.build().problems
    assert (str(problem.place), problem.code) == ("content/b.md:4:10", "other-edition")
    assert problem.message == (
        "content/editions/special.yaml names this article, so it stands there and not in edition 'other'"
    )
    assert problem.remedy == "Write  edition: special  or take the article out of that file."
    site.write({"content/b.md": article("B", edition="special")})
    assert site.build().problems == ()
    site.write({"content/editions/third.yaml": "date: 2012-03-15\nlead: b.md\n"})
    site.write({"content/b.md": article("B", edition="third")})
    assert site.build().problems == (), "it stands in two, and says one of them"
    (site.folder / "content/editions/third.yaml").unlink()
    site.write({"content/b.md": article("B", edition="other", draft=True)})
    assert [problem.code for problem in site.build().problems] == ["unpublished-article"]


def test_what_is_told_of_an_article_stands_where_its_line_is_now(digest: Callable[..., Digest]) -> None:
    site = _site(digest)
    site.write({"content/b.md": article("B", edition="other")})
    assert [str(problem.place) for problem in site.build().problems] == ["content/b.md:4:10"]
    site.write({"content/b.md": article("B", edition="other").replace("title", "editor: Somebody\ntitle")})
    assert [str(problem.place) for problem in site.build().problems] == ["content/b.md:5:10"]


def test_the_title_of_an_edition_is_not_taken_for_its_name_without_a_word(
    digest: Callable[..., Digest],
) -> None:
    site = _site(digest)
    site.write({"content/editions/special.yaml": "title: A Special\ndate: 2012-03-14\narticles: [a.md]\n"})
    site.write({"content/b.md": article("B", edition="a special")})
    (problem,) = site.build().problems
    assert problem.message == (
        "'a special' is the title of content/editions/special.yaml, not its name: this makes another edition"
    )
    assert problem.remedy == "Write  edition: special"


def test_an_edition_in_two_files_is_an_error_that_names_both(digest: Callable[..., Digest]) -> None:
    site = _site(digest)
    site.write({"content/editions/special.yml": "date: 2012-03-15\nlead: a.md\n"})
    (problem,) = site.problems()
    assert problem.place.source == "content/editions/special.yml"
    assert problem.message == "content/editions/special.yaml is the edition 'special' too"


def test_an_article_named_twice_in_one_edition_is_told_with_the_first_place(
    digest: Callable[..., Digest],
) -> None:
    (problem,) = _told(_site(digest, f"{EDITION}  - a.md\n"))
    assert describe(problem).splitlines() == [
        "content/editions/special.yaml:6:5: warning: this edition names 'a.md' more than once,"
        " first in line 4",
        "    - a.md",
        "      ^^^^",
        "  It is shown there, and only there. Take this one out.",
    ]


def test_one_article_under_two_headings_is_told(digest: Callable[..., Digest]) -> None:
    edition = "date: 2012-03-14\nsections:\n  One: [a.md]\n  Two: [b.md, a.md]\n"
    assert [str(p.place) for p in _told(_site(digest, edition))] == ["content/editions/special.yaml:4:15"]


def test_a_lead_may_stand_in_a_list_and_a_listed_article_under_a_heading(
    digest: Callable[..., Digest],
) -> None:
    assert _told(_site(digest, f"{EDITION}lead: a.md\nsections: {{First: [b.md]}}\n")) == []


def test_an_article_in_the_files_of_two_editions_is_told_by_a_check_in_the_newer_one(
    digest: Callable[..., Digest],
) -> None:
    site = _site(digest)
    site.write({"content/editions/then.yaml": "date: 2012-03-01\nlead: b.md\narticles: [b.md]\n"})
    (problem,) = found(site, "in-two-editions")
    assert str(problem.place) == "content/editions/special.yaml:5:5"
    assert problem.message == "content/editions/then.yaml names 'b.md' too, so both editions show it"
    assert site.build(strict=True).problems == ()


def test_an_edition_of_what_others_have_shown_may_say_so(digest: Callable[..., Digest]) -> None:
    config = (
        "title: T\ntimezone: UTC\n"
        "check: {ignore: [{path: content/editions/special.yaml, codes: [in-two-editions]}]}\n"
    )
    site = _site(digest)
    site.write({"config.yaml": config, "content/editions/then.yaml": "date: 2012-03-01\nlead: b.md\n"})
    assert found(site, "in-two-editions") == []
