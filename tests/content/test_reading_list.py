"""Related reading as readers see it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from digests import Digest, article

from site_builder.content.reading_list import Reading, related_reading
from site_builder.options import Options, Where
from site_builder.reading import open_site
from site_builder.steps.taking import snapshot_of

HOMS = "Shelling in the Homs district of Khalidiya went on, and observers counted mortars."


def readings(site: Digest, path: str) -> tuple[Reading, ...]:
    where = Where(site.folder)
    snapshot = snapshot_of(open_site(where), Options(where=where, clock="2012-06-01"), {})[0]
    return related_reading(snapshot, path)


def test_shared_names_are_a_reason(digest: Callable[..., Digest]) -> None:
    site = digest({"content/a.md": article("One", HOMS), "content/b.md": article("Two", HOMS)})
    (reading,) = readings(site, "a.md")
    assert reading.path == "b.md"
    assert set(reading.names) == {"Homs", "Khalidiya"}


def test_a_name_that_a_shared_tag_says_already_is_not_repeated(digest: Callable[..., Digest]) -> None:
    others = {f"content/{n}.md": article(f"Other {n}", f"Nothing of it {n}.") for n in range(6)}
    site = digest(
        {
            "content/a.md": article("One", HOMS, tags=["Homs"]),
            "content/b.md": article("Two", HOMS, tags=["Homs"]),
            **others,
        }
    )
    reading = next(r for r in readings(site, "a.md") if r.path == "b.md")
    assert reading.tags == ("Homs",)
    assert reading.names == ("Khalidiya",)


VOCABULARY = """tags:
  un: {label: United Nations, aliases: [U.N.]}
  council: {label: Security Council}
  annan: {label: Kofi Annan, aliases: [Annan]}
  homs: {label: Homs}
  governor: {label: Governor of Homs}
"""
IN_ALL = "Mr Bell rang."


@pytest.mark.parametrize(
    ("one", "two", "names"),
    [
        ("The United Nations met.", "At the United Nations nobody spoke.", {"Bell", "United Nations"}),
        ("The United Nations met.", "The League of Nations met.", {"Bell"}),
        ("The Security Council met.", "A Council for security met, for the Council chose so.", {"Bell"}),
        ("So said Annan.", "So said Kofi Annan.", {"Bell", "Kofi Annan"}),
        ("It is for the UN.", "It was for the UN.", {"Bell", "United Nations"}),
        ("It fell on Homs.", "They fled from Homs.", {"Bell", "Homs"}),
        ("In came the Governor of Homs.", "Out went the Governor of Homs.", {"Bell", "Governor of Homs"}),
    ],
)
def test_a_part_of_a_known_name_stands_for_the_whole_or_for_nothing(
    digest: Callable[..., Digest], one: str, two: str, names: set[str]
) -> None:
    files = {
        "content/a.md": article("a", f"{IN_ALL} {one}"),
        "content/b.md": article("b", f"{IN_ALL} {two}"),
    }
    (reading,) = readings(digest(files, VOCABULARY), "a.md")
    assert set(reading.names) == names


def test_a_known_name_of_which_a_part_is_withheld_is_no_reason(digest: Callable[..., Digest]) -> None:
    text = f"{IN_ALL} So said Annan of the United Kingdom. Nobody else did. Nor did the United Nations."
    files = {
        "content/a.md": article("a", text),
        "content/b.md": article("b", text, rights="excerpt 10"),
    }
    (reading,) = readings(digest(files, VOCABULARY), "a.md")
    assert set(reading.names) == {"Bell", "Kofi Annan", "Kingdom"}


def test_a_tag_that_most_articles_bear_is_no_reason(digest: Callable[..., Digest]) -> None:
    files = {f"content/{n}.md": article(f"Title {n}", HOMS, tags=["all"]) for n in range(4)}
    assert {reading.tags for reading in readings(digest(files), "0.md")} == {()}


def test_words_that_are_no_names_are_no_reason(digest: Callable[..., Digest]) -> None:
    text = "shelling mortars district siege observers"
    site = digest({"content/a.md": article("a", text), "content/b.md": article("b", text)})
    assert readings(site, "a.md") == (Reading("b.md"),)


def test_a_word_that_only_begins_a_sentence_is_no_name(digest: Callable[..., Digest]) -> None:
    text = "Shells fell on Homs. Dozens fled to Homs."
    site = digest({"content/a.md": article("a", text), "content/b.md": article("b", text)})
    assert readings(site, "a.md") == (Reading("b.md", names=("Homs",)),)


@pytest.mark.parametrize("withheld", ["a", "b"])
def test_no_reason_comes_from_what_either_article_withholds(
    digest: Callable[..., Digest], withheld: str
) -> None:
    text = "First some words of Homs. Then Quneitra is named, and Quneitra again."
    files = {
        f"content/{n}.md": article(n, text, **({"rights": "excerpt 5"} if n == withheld else {}))
        for n in "ab"
    }
    (reading,) = readings(digest(files), "a.md")
    assert "Quneitra" not in reading.names
    assert "Homs" in reading.names


def test_pins_come_first_and_bans_never(digest: Callable[..., Digest]) -> None:
    site = digest(
        {
            "content/a.md": article("a", HOMS, related=["c.md"], related_exclude=["b.md"]),
            "content/b.md": article("b", HOMS),
            "content/c.md": article("c", "Nothing alike."),
            "content/d.md": article("d", HOMS),
        }
    )
    assert [reading.path for reading in readings(site, "a.md")] == ["c.md", "d.md"]


def test_what_is_not_published_has_no_list_and_is_on_none(digest: Callable[..., Digest]) -> None:
    site = digest(
        {
            "content/a.md": article("a", HOMS),
            "content/b.md": article("b", HOMS, draft=True),
            "content/pages/about.md": article("About", HOMS, date=""),
        }
    )
    assert readings(site, "a.md") == readings(site, "b.md") == readings(site, "pages/about.md") == ()
