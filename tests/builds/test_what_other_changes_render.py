"""Which outputs a change of layouts, files, settings or the clock renders, or one of the output folder."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from digests import Digest, article
from edits import CLOCK, FILES, A, B, C, D, rebuilt, rendered

from site_builder.incremental.staleness import Reason

Begin = Callable[..., Digest]
PAGES = {A, B, C, D}


@pytest.fixture
def site(digest: Begin) -> Digest:
    """Four articles, built."""
    made = digest(FILES)
    made.build(clock=CLOCK)
    return made


def html_of(site: Digest) -> set[str]:
    """All pages: what the frame of the layouts is around."""
    return {path for path in site.output() if path.endswith(".html")}


# Layouts


def test_a_comment_in_a_layout_renders_those_who_use_it_and_touches_no_file(digest: Begin) -> None:
    layout = "{% extends 'default/tag.html' %}"
    site = digest({**FILES, "layouts/tag.html": layout})
    site.build(clock=CLOCK)
    before = site.stamps()
    tags = {"tags/syria/index.html", "tags/un/index.html", "tags/weather/index.html"}
    assert rendered(site, {"layouts/tag.html": layout + "{# no more #}"}) == tags
    assert site.stamps() == before


def test_an_unused_layout_renders_nothing_when_it_comes_changes_and_goes(site: Digest) -> None:
    assert rendered(site, {"layouts/unused.html": "one"}) == set()
    assert rendered(site, {"layouts/unused.html": "two"}) == set()
    (site.folder / "layouts/unused.html").unlink()
    assert rendered(site) == set()


def test_a_partial_of_ones_own_renders_its_users_as_it_appears_changes_and_disappears(site: Digest) -> None:
    users = PAGES | {"editions/2012-w10/index.html", "editions/2012-w11/index.html"}
    users |= {"editions/2012-w14/index.html", "editions/2012-w24/index.html"}
    macro = "{% macro neighbours(older, newer, what) %}<p>WORD</p>{% endmacro %}"
    file = "layouts/partials/neighbours.html"
    before = site.output()
    assert rendered(site, {file: macro}) == users
    assert rendered(site, {file: macro.replace("WORD", "Words")}) == users
    assert "<p>Words</p>" in site.text(A)
    (site.folder / file).unlink()
    assert rendered(site) == users
    assert site.output() == before


def test_a_changed_frame_renders_every_page_and_neither_sitemap_nor_copies(site: Digest) -> None:
    frame = {"layouts/base.html": "<title>{% block title %}{% endblock %}</title>"}
    assert rendered(site, frame) == html_of(site)


def test_a_layout_that_a_layout_looked_for_in_vain_renders_those_who_looked(digest: Begin) -> None:
    looking = "{% include ['partials/extra.html', 'partials/plain.html'] %}"
    files = {"layouts/404.html": looking, "layouts/partials/plain.html": "plain"}
    site = digest({**FILES, **files})
    site.build(clock=CLOCK)
    assert rendered(site, {"layouts/partials/extra.html": "extra"}) == {"404.html"}
    assert site.text("404.html") == "extra"
    assert rendered(site, {"layouts/partials/plain.html": "other"}) == set()


def test_a_layout_that_an_article_names_renders_that_article(digest: Begin) -> None:
    named = {"content/a.md": FILES["content/a.md"].replace("title:", "layout: long\ntitle:")}
    site = digest({**FILES, **named, "layouts/long.html": "long"})
    site.build(clock=CLOCK)
    assert rendered(site, {"layouts/long.html": "longer"}) == {A}


# Files


def test_a_changed_asset_renders_the_pages_that_link_to_it_by_its_new_name(site: Digest) -> None:
    before = set(site.output())
    found = rendered(site, {"layouts/assets/style.css": "body{}"})
    (name,) = set(site.output()) - before
    assert name.startswith("assets/style.")
    linking = {path for path in html_of(site) if f"/{name}".encode() in site.output()[path]}
    assert found == {name, *linking}
    assert linking == html_of(site)


def test_an_asset_that_no_page_links_to_renders_its_copy_only(site: Digest) -> None:
    (name,) = rendered(site, {"layouts/assets/more.css": "a{}"})
    assert name.startswith("assets/more.")


def test_a_static_file_is_copied_and_nothing_else_rendered(site: Digest) -> None:
    assert rendered(site, {"static/CNAME": "one"}) == {"CNAME"}
    assert rendered(site, {"static/CNAME": "two"}) == {"CNAME"}
    (site.folder / "static/CNAME").unlink()
    assert rendered(site) == set()
    assert "CNAME" not in site.output()


def test_a_robots_txt_of_ones_own_comes_before_the_builders(site: Digest) -> None:
    assert "Sitemap: https://digest.example/sitemap.xml" in site.text("robots.txt")
    assert rendered(site, {"static/robots.txt": "mine"}) == {"robots.txt"}
    assert site.text("robots.txt") == "mine"
    (site.folder / "static/robots.txt").unlink()
    assert rendered(site) == {"robots.txt"}


def test_a_picture_of_another_size_renders_the_page_that_shows_it(digest: Begin) -> None:
    def svg(width: int) -> str:
        return f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="10"/>'

    with_picture = {"content/a.md": article("Convoy", "![Map](map.svg)", date="2012-03-10", summary="It.")}
    site = digest({**FILES, **with_picture, "content/map.svg": svg(10)})
    site.build(clock=CLOCK)
    assert rendered(site, {"content/map.svg": svg(20)}) == {A, "2012/03/10/a/map.svg"}
    assert 'width="20"' in site.text(A)


def test_a_changed_note_of_an_edition_renders_the_edition_and_those_that_show_it(digest: Begin) -> None:
    edition = "date: 2012-04-05\ntitle: The Vote\narticles: [c.md]\nnote: First.\n"
    site = digest({**FILES, "content/editions/vote.yaml": edition})
    site.build(clock=CLOCK)
    found = rendered(site, {"content/editions/vote.yaml": edition.replace("First.", "Second.")})
    assert {path for path in found if path in PAGES} == set()
    assert "Second." in site.text(next(path for path in found if path.endswith("vote/index.html")))


# Settings


def test_a_changed_description_renders_the_pages_that_ask_for_it(digest: Begin) -> None:
    site = digest({**FILES, "layouts/article.html": "{{ article.title }}"})
    site.build(clock=CLOCK)
    config = (site.folder / "config.yaml").read_text()
    assert rendered(site, {"config.yaml": f"{config}description: News\n"}) == {
        *(html_of(site) - PAGES),
        "site.webmanifest",
    }


def test_a_setting_that_nobody_asks_for_renders_nothing(site: Digest) -> None:
    config = (site.folder / "config.yaml").read_text()
    assert rendered(site, {"config.yaml": f"{config}# a comment\npaginate: 30\n"}) == set()


def test_pages_of_another_length_render_the_lists_that_are_cut_into_pages(site: Digest) -> None:
    config = (site.folder / "config.yaml").read_text()
    lists = {f"tags/{name}/index.html" for name in ("syria", "un", "weather")}
    found = rendered(site, {"config.yaml": f"{config}paginate: 1\n"})
    assert found == {*lists, "tags/un/page/2/index.html"}


def test_another_address_renders_everything_that_is_not_copied(site: Digest) -> None:
    config = (site.folder / "config.yaml").read_text().replace("digest.example", "other.example/news")
    found = rendered(site, {"config.yaml": config})
    assert found >= {*html_of(site), "sitemap.xml"}


def test_a_label_of_a_tag_renders_the_pages_that_show_the_tag(digest: Begin) -> None:
    tags = "tags:\n  syria: {label: Syria}\n  un: {label: UN}\n  weather: {label: Weather}\n"
    site = digest(FILES, config=tags)
    site.build(clock=CLOCK)
    config = (site.folder / "config.yaml").read_text()
    found = rendered(site, {"config.yaml": config.replace("{label: UN}", "{label: United Nations}")})
    assert {B, C, "tags/un/index.html", "tags/index.html", "index.html"} <= found
    assert not {A, D, "tags/syria/index.html", "corrections/index.html"} & found


# The clock


def test_another_day_renders_the_pages_that_ask_for_today(digest: Begin) -> None:
    site = digest({**FILES, "layouts/404.html": "{{ site.today }}"})
    site.build(clock="2012-07-01")
    assert rendered(site, clock="2012-07-02") == {"404.html"}
    assert site.text("404.html") == "2012-07-02"


def test_another_day_renders_nothing_where_no_layout_asks_for_today(site: Digest) -> None:
    assert rendered(site, clock="2012-07-02") == set()
    assert rendered(site, clock="2012-06-30") == set()


def test_an_article_appears_when_its_time_comes_and_leaves_when_it_is_over(digest: Begin) -> None:
    front = {"publish_date": "2012-07-02 09:00", "expiry_date": "2012-07-04"}
    site = digest({**FILES, "content/e.md": article("Later", date="2012-06-20", **front)})
    site.build(clock=CLOCK)
    page = "2012/06/20/e/index.html"
    assert rendered(site, clock="2012-07-02T08:59") == set()
    assert page in rendered(site, clock="2012-07-02T09:00")
    assert rendered(site, clock="2012-07-03") == set()
    found = rendered(site, clock="2012-07-05")
    assert {D, "index.html", "sitemap.xml"} <= found
    assert page not in site.output()
    assert page in rendered(site, clock="2012-07-03"), "the clock may go back, too"


# The output folder


def test_an_output_that_was_deleted_or_altered_is_made_good_and_nothing_else(site: Digest) -> None:
    (site.folder / "output" / A).unlink()
    assert rebuilt(site).rendered == {A: (Reason("missing"),)}
    (site.folder / "output" / B).write_bytes(b"vandals")
    assert rebuilt(site).rendered == {B: (Reason("altered"),)}


def test_an_output_of_the_same_size_and_the_same_time_is_made_good(site: Digest) -> None:
    file = site.folder / "output" / A
    status = file.stat()
    file.write_bytes(file.read_bytes()[::-1])
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert rendered(site) == {A}


def test_an_output_that_was_only_touched_is_not_rendered(site: Digest) -> None:
    os.utime(site.folder / "output" / A, (1, 1))
    assert rendered(site) == set()


def test_a_whole_output_folder_that_was_deleted_comes_back(site: Digest) -> None:
    before = site.output()
    (site.folder / "output").rename(site.folder.parent / "lost")
    assert rendered(site) == set(before)
    assert site.output() == before
