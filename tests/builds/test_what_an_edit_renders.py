"""Which outputs an edit of an article renders: exactly those that show what has changed.

After each edit the output is compared with that of a clean build, too.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from digests import Digest, article
from edits import CLOCK, FILES, A, B, C, D, other, rebuilt, rendered

SEARCH = "search/2012.json"  # what is searched in
LISTS_OF_B = {
    "index.html",
    "2012/03/index.html",
    "2012/03/12/index.html",
    "tags/un/index.html",
    "editions/index.html",  # where it leads its edition
    "editions/2012-w11/index.html",
    SEARCH,
}

Begin = Callable[..., Digest]


@pytest.fixture
def site(digest: Begin) -> Digest:
    """Four articles, built. Those named b and c share a tag."""
    made = digest(FILES)
    made.build(clock=CLOCK)
    return made


def test_a_mended_typo_in_a_body_renders_the_page_of_the_article_only(site: Digest) -> None:
    assert rendered(site, other("b", "Geneva", "Genf")) == {B}


def test_a_changed_title_renders_its_page_its_neighbours_and_the_lists_that_show_it(site: Digest) -> None:
    assert rendered(site, other("b", "Envoy speaks", "Envoy talks")) == {B, A, C, *LISTS_OF_B}


def test_a_changed_summary_renders_its_page_its_neighbours_and_the_lists_that_show_it(site: Digest) -> None:
    # A neighbour shows the title alone, and the title is on the card, which also has the summary.
    assert rendered(site, other("b", "A speech.", "He spoke.")) == {B, A, C, *LISTS_OF_B}


def test_a_title_that_gets_no_other_bytes_is_rendered_and_not_written(site: Digest) -> None:
    layout = {"layouts/tag.html": "{{ pagination.articles | map(attribute='title') | map('length') | sum }}"}
    rebuilt(site, layout)
    built = rebuilt(site, other("b", "Envoy speaks", "Envoy spokes"))
    assert "tags/un/index.html" in built.rendered
    assert "tags/un/index.html" not in built.published.written


def test_a_new_tag_renders_the_article_the_lists_that_show_it_and_the_lists_of_tags(site: Digest) -> None:
    found = rendered(site, other("b", "[un]", "[un, peace]"))
    lists_of_tags = {"tags/peace/index.html", "tags/index.html", "404.html", "sitemap.xml"}
    assert found == {B, A, C, *LISTS_OF_B, *lists_of_tags}


def test_a_date_that_moves_within_its_order_renders_what_is_filed_by_date(site: Digest) -> None:
    found = rendered(site, other("b", "2012-03-12", "2012-03-13"))
    moved = {"2012/03/13/b/index.html", "2012/03/13/index.html"}
    former = {B, "2012/03/12/index.html"}
    by_date = {"2012/index.html", "2012/03/index.html", "sitemap.xml"}
    assert found == {A, C, *moved, *by_date, *(LISTS_OF_B - former)}
    assert not (site.folder / "output" / B).exists()


def test_a_date_that_changes_the_order_renders_the_old_and_the_new_neighbours(site: Digest) -> None:
    found = rendered(site, other("d", "2012-06-15", "2012-03-11"))
    assert {A, B, C} <= found
    assert "2012/03/11/d/index.html" in found
    assert "tags/un/index.html" not in found
    assert "tags/syria/index.html" not in found


def test_a_published_draft_renders_its_page_its_neighbours_and_the_lists_it_comes_to(digest: Begin) -> None:
    draft = article("Late news", "Late.", date="2012-06-20", tags=["syria"], draft=True)
    site = digest({**FILES, "content/e.md": draft})
    site.build(clock=CLOCK)
    found = rendered(site, {"content/e.md": draft.replace("draft: true\n", "")})
    assert found == {
        "2012/06/20/e/index.html",
        D,
        "2012/06/20/index.html",
        "2012/06/index.html",
        "2012/index.html",
        "archive/index.html",
        "index.html",
        "404.html",  # names the busiest tags and the newest edition
        "tags/index.html",
        "tags/syria/index.html",
        "editions/2012-w25/index.html",
        "editions/2012-w24/index.html",  # has a newer one now
        "editions/index.html",
        "sitemap.xml",
        SEARCH,
    }


def test_an_edited_draft_renders_nothing(digest: Begin) -> None:
    draft = article("Late news", "Late.", date="2012-06-20", draft=True)
    site = digest({**FILES, "content/e.md": draft})
    site.build(clock=CLOCK)
    assert rendered(site, {"content/e.md": draft.replace("Late.", "Later.")}) == set()


def test_a_deleted_article_renders_its_neighbours_and_the_lists_it_was_in(site: Digest) -> None:
    (site.folder / "content/b.md").unlink()
    found = rendered(site)
    assert found == {
        A,
        C,
        "2012/03/index.html",
        "2012/index.html",
        "archive/index.html",
        "index.html",
        "404.html",
        "tags/index.html",
        "tags/un/index.html",
        "editions/2012-w10/index.html",
        "editions/2012-w14/index.html",
        "editions/2012-w24/index.html",  # its number is another
        "editions/index.html",
        "sitemap.xml",
        SEARCH,
    }
    assert not (site.folder / "output" / B).exists()


def test_an_added_article_leaves_pages_that_neither_list_it_nor_stand_beside_it(site: Digest) -> None:
    harvest = article("Harvest", "Sold.", date="2012-06-14", tags=["trade"], summary="Rye.")
    found = rendered(site, {"content/e.md": harvest})
    assert found == {
        "2012/06/14/e/index.html",
        C,
        D,
        "2012/06/14/index.html",
        "2012/06/index.html",
        "2012/index.html",
        "archive/index.html",
        "index.html",
        "404.html",
        "tags/index.html",
        "tags/trade/index.html",
        "editions/2012-w24/index.html",
        "editions/2012-w14/index.html",  # names the edition after it, and an edition is one answer
        "editions/index.html",
        "sitemap.xml",
        SEARCH,
    }


def test_a_renamed_article_is_one_that_goes_and_one_that_comes(site: Digest) -> None:
    (site.folder / "content/b.md").rename(site.folder / "content/other.md")
    found = rendered(site)
    assert "2012/03/12/other/index.html" in found
    assert {A, C, *LISTS_OF_B, "sitemap.xml"} <= found
    assert not {D, "tags/syria/index.html", "tags/index.html", "404.html"} & found
    assert not (site.folder / "output" / B).exists()


def test_an_article_that_is_only_moved_to_another_folder_keeps_its_page_and_its_bytes(site: Digest) -> None:
    before = site.text(B)
    (site.folder / "content/2012").mkdir()
    (site.folder / "content/b.md").rename(site.folder / "content/2012/b.md")
    built = rebuilt(site)
    assert B in built.rendered
    assert site.text(B) == before
    assert B not in built.published.written


def test_an_article_that_a_layout_looked_for_in_vain_arrives(digest: Begin) -> None:
    layout = "{% set e = site.article('e.md') %}{{ e.title if e else 'waiting' }}"
    site = digest({**FILES, "layouts/corrections.html": layout})
    site.build(clock=CLOCK)
    assert site.text("corrections/index.html") == "waiting"
    arrived = {"content/e.md": article("Here", "It is.", date="2012-06-14")}
    assert "corrections/index.html" in rendered(site, arrived)
    assert site.text("corrections/index.html") == "Here"
    (site.folder / "content/e.md").unlink()
    assert "corrections/index.html" in rendered(site)
    assert site.text("corrections/index.html") == "waiting"


def test_an_article_that_arrives_is_related_reading_of_those_like_it_only(digest: Begin) -> None:
    crowd = {
        f"content/x{n}.md": article(f"Matter {word}", f"On {word}.", date=f"2012-01-{n + 1:02}", tags=[word])
        for n, word in enumerate("apples boats clocks drums eagles ferns gloves hats".split())
    }
    site = digest({**crowd, **FILES})
    site.build(clock=CLOCK)
    found = rendered(
        site, {"content/e.md": article("Ferns return", "Many ferns.", date="2012-06-20", tags=["ferns"])}
    )
    pages_of_articles = {path for path in found if path.count("/") == 4}
    assert pages_of_articles == {"2012/06/20/e/index.html", D, "2012/01/06/x5/index.html"}


def test_a_changed_body_renders_the_other_pages_that_print_it(digest: Begin) -> None:
    front = "{% for a in site.articles(limit=1) %}{{ a.body }}{% endfor %}"
    site = digest({**FILES, "layouts/home.html": front})
    site.build(clock=CLOCK)
    assert rendered(site, other("d", "Rain fell.", "Rain fell again.")) == {D, "index.html"}
    assert rendered(site, other("c", "Until May.", "Until June.")) == {C}


def test_an_alias_that_moves_to_another_article_renders_the_page_that_sends_readers_on(digest: Begin) -> None:
    with_alias = {"content/a.md": FILES["content/a.md"].replace("title:", "aliases: [/old/]\ntitle:")}
    site = digest({**FILES, **with_alias})
    site.build(clock=CLOCK)
    moved = {
        "content/a.md": FILES["content/a.md"],
        "content/c.md": FILES["content/c.md"].replace("title:", "aliases: [/old/]\ntitle:"),
    }
    assert "old/index.html" in rendered(site, moved)
    assert "/2012/04/02/c/" in site.text("old/index.html")


def test_a_changed_permalink_renders_the_pages_that_link_to_the_article(digest: Begin) -> None:
    linking = article("Linking", "See [it](b.md).", date="2012-01-01")
    site = digest({**FILES, "content/z.md": linking})
    site.build(clock=CLOCK)
    found = rendered(site, other("b", "title:", "slug: envoy\ntitle:"))
    assert "2012/01/01/z/index.html" in found
    assert 'href="/2012/03/12/envoy/"' in site.text("2012/01/01/z/index.html")


def test_several_edits_between_two_builds_render_what_each_would(site: Digest) -> None:
    both = {**other("b", "Geneva", "Genf"), **other("d", "Rain fell.", "It rained.")}
    assert rendered(site, both) == {B, D}


def test_an_edit_that_is_taken_back_before_a_build_renders_nothing(site: Digest) -> None:
    site.write(other("b", "Geneva", "Genf"))
    assert rendered(site, {"content/b.md": FILES["content/b.md"]}) == set()


def _text(site: Digest, path: str) -> str:
    return site.output()[path].decode()


NAMED = other("a", "summary: A convoy.", "also: [Envoy TALKS!, Nobody’s story]\nsummary: A convoy.")


def test_a_headline_that_an_original_named_becomes_a_link_when_an_article_gets_it(site: Digest) -> None:
    rebuilt(site, NAMED)
    assert "Envoy TALKS!" not in _text(site, A)
    # It is a neighbour as well, which shows the title in any case; a page that is none is rendered alike.
    assert A in rendered(site, other("b", "Envoy speaks", "Envoy talks"))
    assert '<a href="/2012/03/12/b/"><bdi>Envoy TALKS!</bdi></a>' in _text(site, A)
    (site.folder / "content/b.md").unlink()
    assert A in rendered(site)
    assert "Envoy TALKS!" not in _text(site, A)


def test_a_headline_far_away_in_time_is_found_and_lost_again(site: Digest) -> None:
    rebuilt(site, NAMED)
    assert A in rendered(site, other("d", "title: Storm", "title: Envoy talks"))
    assert '<a href="/2012/06/15/d/">' in _text(site, A)
    assert A not in rendered(site, other("d", "title: Storm\n", "title: “Envoy – talks”\n"))
    assert A in rendered(site, {"content/d.md": FILES["content/d.md"]})
    assert '<a href="/2012/06/15/d/">' not in _text(site, A)


def test_a_headline_that_nobody_named_renders_no_page_that_names_others(site: Digest) -> None:
    rebuilt(site, NAMED)
    assert A not in rendered(site, other("d", "title: Storm", "title: Thunder"))
