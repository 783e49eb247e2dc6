"""One claimant per path."""

from __future__ import annotations

import pytest

from site_builder.content.plan import Output, claims


def output(path: str, claimant: str = "", kind: str = "article") -> Output:
    return Output(path, kind, (), claimant)


def test_outputs_at_different_paths_all_stand() -> None:
    planned, problems = claims([output("a/index.html"), output("b/index.html")])
    assert list(planned) == ["a/index.html", "b/index.html"]
    assert problems == ()


def test_two_claimants_of_one_path_are_both_named() -> None:
    _, (problem,) = claims([output("a/index.html", "content/x.md"), output("a/index.html", "content/y.md")])
    assert "content/x.md" in problem.message
    assert "content/y.md" in problem.message
    assert problem.level == "error"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("tags/Blog/index.html", "tags/blog/index.html"),
        ("caf\u00e9.html", "cafe\u0301.html"),
        ("STRASSE", "straße"),
    ],
)
def test_paths_that_some_file_systems_hold_for_one_clash_on_all(one: str, other: str) -> None:
    assert claims([output(one, "content/x.md"), output(other, "content/y.md")])[1]


def test_a_file_cannot_stand_where_a_folder_must() -> None:
    _, problems = claims([output("a", "static/a"), output("a/index.html", "content/a.md")])
    assert len(problems) == 1
    assert "static/a" in problems[0].message


def test_what_the_site_makes_itself_is_named_by_its_kind() -> None:
    _, (problem,) = claims(
        [output("tags/index.html", kind="tag_index"), output("tags/index.html", "content/t.md")]
    )
    assert "tag_index" in problem.message
    assert problem.place.source == "content/t.md"


@pytest.mark.parametrize(
    ("former", "now", "address", "words"),
    [
        ("article", "article", "/2012/03/12/homs/", "such as  slug: homs-2\nor another `permalink`"),
        ("article", "article", "/homs.html", "such as  slug: homs-2\nor put the date into `permalink`"),
        ("article", "page", "/about/", "such as  slug: about-2\nor put the date into `permalink`"),
        ("article", "redirect", "/2012/03/12/homs/", "Take the address out of `aliases` in content/y.md."),
        ("tag_index", "page", "/tags/", "Give content/y.md another `slug` or `permalink`."),
        ("copies", "copies", "/a.txt", "Give one of them another name."),
    ],
)
def test_what_is_advised_against_a_clash_would_end_it(
    former: str, now: str, address: str, words: str
) -> None:
    path = f"{address[1:]}index.html" if address.endswith("/") else address[1:]
    claimants = ["content/x.md" if former == "article" else "", "content/y.md"]
    both = [
        Output(path, kind, (), claimant, permalink=address)
        for kind, claimant in zip([former, now], claimants, strict=True)
    ]
    (problem,) = claims(both)[1]
    assert words in problem.remedy
