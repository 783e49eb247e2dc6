"""How much of a text is published: what is withheld is in no output file whatever."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from digests import Digest, article

CONFIG = "sources:\n  times: {name: The Times, url: 'https://times.example', rights: excerpt 12}\n"
URL = "https://times.example/story"
TEXT = (
    "Observers reached the quarter on Monday. They found it empty.\n\n"
    "Zebraword one stands [here](b.md#zebraheading) and ![zebraalt](zebra.png).\n\n"
    "## Zebraheading\n\n"
    "| zebracell |\n|---|\n| x |\n\n"
    "> Zebraquote.[^1]\n\n"
    "```zebralang\nzebracode\n```\n\n"
    "[^1]: Zebranote.\n"
)
OTHERS = "Zebraword and observers here too.\n\n## Zebraheading\n"


def _site(digest: Callable[..., Digest], **front: object) -> Digest:
    source = {"name": "times", "url": URL}
    return digest(
        {
            "content/a/index.md": article(
                "Observers", TEXT.replace("b.md", "../b.md"), source=source, **front
            ),
            "content/a/zebra.png": b"zebra-picture",
            "content/b.md": article("Others", OTHERS),
        },
        config=CONFIG,
    )


def _told(site: Digest, word: bytes) -> set[str]:
    return {path for path, body in site.output().items() if word in path.encode().lower() + body.lower()}


@pytest.mark.parametrize("rights", ["excerpt 12", "excerpt 6", "headline"])
def test_withheld_words_are_in_no_output(digest: Callable[..., Digest], rights: str) -> None:
    site = _site(digest, rights=rights)
    (site.folder / "content/b.md").write_text(article("Others", "Nothing alike."))
    (site.folder / "content/a/index.md").write_text(
        article("Observers", TEXT.replace("[here](b.md#zebraheading)", "here"), rights=rights)
    )
    site.build()
    assert _told(site, b"zebra") == set()


def test_a_withheld_word_is_no_reason_for_related_reading(digest: Callable[..., Digest]) -> None:
    site = _site(digest)
    site.build()
    site.write({"content/b.md": article("Others", f"First sentence.\n\n{OTHERS}", summary="In short.")})
    site.build()
    assert _told(site, b"zebra") == {"2012/03/12/b/index.html"}
    reasons = [p.text_content() for p in site.page("2012/03/12/b/index.html").find_class("why")]
    assert not [reason for reason in reasons if "zebra" in reason.lower()]


def test_an_excerpt_is_whole_sentences_and_a_link_to_the_rest(digest: Callable[..., Digest]) -> None:
    site = _site(digest)
    site.build()
    page = site.page("2012/03/12/a/index.html")
    (body,) = page.find_class("e-content")
    assert body.text_content().split() == TEXT.partition("\n")[0].split()
    links = [a.text_content() for a in page.iter("a") if a.get("href") == URL]
    assert "Read the whole text at The Times" in links
    assert "Excerpt" in [badge.text_content() for badge in page.find_class("badge")]


def test_rights_of_the_article_go_before_those_of_its_source_and_of_the_site(
    digest: Callable[..., Digest],
) -> None:
    site = _site(digest, rights="full")
    site.build()
    assert "Zebraword one" in site.text("2012/03/12/a/index.html")
    assert "zebra-picture" in site.text("2012/03/12/a/zebra.png")
    site.write({"content/a/index.md": article("Observers", TEXT.replace("b.md", "../b.md"))})
    site.write({"config.yaml": (site.folder / "config.yaml").read_text() + "rights: headline\n"})
    site.build()
    assert _told(site, b"zebra") == set()


def test_of_a_headline_only_the_headline_and_the_link_to_the_source_are_shown(
    digest: Callable[..., Digest],
) -> None:
    site = _site(digest, rights="headline")
    site.build()
    page = site.page("2012/03/12/a/index.html")
    assert [body.text_content().strip() for body in page.find_class("e-content")] in ([""], [])
    assert URL in {a.get("href") for a in page.iter("a")}
    assert _told(site, b"reached the quarter") == set()


def test_an_editors_own_summary_is_shown_of_a_headline_too(digest: Callable[..., Digest]) -> None:
    site = _site(digest, rights="headline", summary="In our own words.")
    site.build()
    assert "In our own words." in site.text("2012/03/12/a/index.html")
    assert "In our own words." in site.text("index.html")


def test_the_whole_of_a_short_text_is_no_excerpt_that_goes_on_elsewhere(
    digest: Callable[..., Digest],
) -> None:
    site = digest({"content/a.md": article("A", "Two words.", rights="excerpt 50")})
    site.build()
    assert "Read the whole text" not in site.text("2012/03/12/a/index.html")
