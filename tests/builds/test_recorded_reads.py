"""What an output asked while it was rendered, which decides when it is stale."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from digests import Digest, article

from site_builder.content.plan import Output
from site_builder.content.snapshot import take_snapshot
from site_builder.content.visibility import Viewing
from site_builder.door import Door
from site_builder.incremental.reads import Query, Reads
from site_builder.options import Where
from site_builder.outputs import plan_all
from site_builder.reading import open_site
from site_builder.rendering import Renderer

NOW = datetime(2012, 6, 1, tzinfo=UTC)
ASKING = Callable[..., frozenset[Query]]


@pytest.fixture
def asked(digest: Callable[..., Digest]) -> ASKING:
    """Gives the queries that the output at a path asks, of a digest with the given files."""

    def ask(path: str, files: dict[str, str], config: str = "") -> frozenset[Query]:
        site = digest(files, config=config)
        opened = open_site(Where(site.folder))
        snapshot, problems = take_snapshot(opened.site, Viewing(NOW), date(2012, 6, 1)), opened.problems
        assert not problems
        planned: Iterator[Output] = plan_all(Door(snapshot, Reads(), "").ask)
        (output,) = [output for output in planned if output.path == path]
        return frozenset(Renderer(snapshot, opened.layouts).render(output).reads)

    return ask


def _named(queries: frozenset[Query], name: str) -> set[tuple[str | int, ...]]:
    return {query[1:] for query in queries if query[0] == name}


SITE = {
    "content/a.md": article("A", "Body of A.", tags=["syria"]),
    "content/b.md": article("B", "Body of B.", tags=["syria"], date="2012-03-13"),
    "content/c.md": article("C", "Body of C, see [A](a.md).", tags=["homs"], date="2012-03-14"),
}


def test_a_list_asks_for_the_cards_of_the_articles_it_shows_and_for_no_body(asked: ASKING) -> None:
    queries = asked("tags/syria/index.html", SITE)
    assert _named(queries, "card") == {("a.md",), ("b.md",)}
    assert _named(queries, "body") == set()
    assert _named(queries, "article") == set()
    assert ("articles", "tag", "syria", 0, 30) in queries


def test_an_article_asks_for_its_own_body_and_no_other(asked: ASKING) -> None:
    queries = asked("2012/03/14/c/index.html", SITE)
    assert _named(queries, "body") == {("c.md",)}
    assert _named(queries, "neighbours") == {("c.md",)}
    assert _named(queries, "related") == {("c.md",)}


def test_a_link_to_an_article_asks_for_that_articles_card(asked: ASKING) -> None:
    assert ("card", "a.md") in asked("2012/03/14/c/index.html", SITE)


def test_every_layout_that_took_part_is_recorded_also_the_partials_and_those_extended(asked: ASKING) -> None:
    layouts = {
        "layouts/404.html": "{% extends 'default/404.html' %}{% from 'partials/one.html' import one %}"
        "{% block main %}{{ one() }}{% include 'partials/two.html' %}{% endblock %}",
        "layouts/partials/one.html": "{% macro one() %}1{% endmacro %}",
        "layouts/partials/two.html": "2",
    }
    names = {name for (name,) in _named(asked("404.html", layouts), "layout")}
    assert names >= {"404.html", "default/404.html", "base.html", "partials/one.html", "partials/two.html"}
    assert "article.html" not in names


def test_a_layout_that_is_looked_for_in_vain_is_recorded_too(asked: ASKING) -> None:
    layouts = {"layouts/404.html": "{% include ['mine.html', 'partials/footer.html', 'never.html'] %}"}
    names = {name for (name,) in _named(asked("404.html", layouts), "layout")}
    assert {"mine.html", "partials/footer.html"} <= names
    assert "never.html" not in names


def test_an_include_that_may_be_missing_is_recorded(asked: ASKING) -> None:
    layouts = {"layouts/404.html": "{% include 'mine.html' ignore missing %}"}
    assert _named(asked("404.html", layouts), "layout") == {("404.html",), ("mine.html",)}


def test_asking_for_an_article_that_is_not_there_is_recorded(asked: ASKING) -> None:
    layouts = {
        "layouts/404.html": "{{ site.article('gone.md') }} {{ site.edition('gone') }} {{ site.tag('gone') }}"
    }
    queries = asked("404.html", layouts)
    assert {("card", "gone.md"), ("edition", "gone"), ("tag", "gone")} <= queries


def test_whether_there_are_any_is_asked_without_asking_which(asked: ASKING) -> None:
    layouts = {"layouts/tag_index.html": "{% if site.count(tag='syria') %}yes{% endif %}"}
    queries = asked("tags/index.html", {**SITE, **layouts})
    assert queries == {("tags",), ("count", "tag", "syria"), ("layout", "tag_index.html")}


def test_settings_are_asked_key_by_key(asked: ASKING) -> None:
    queries = asked("404.html", {"layouts/404.html": "{{ site.config.title }}"})
    assert _named(queries, "config") == {("title",)}


def test_the_day_is_asked_only_where_it_is_shown(asked: ASKING) -> None:
    assert ("today",) not in asked("index.html", SITE)
    assert ("today",) in asked("404.html", {"layouts/404.html": "{{ site.today }}"})


def test_an_output_that_fails_keeps_what_it_asked_until_then(asked: ASKING) -> None:
    layouts = {"layouts/sitemap.xml": "{{ site.config.title }}{% include 'partials/x.html' %}"}
    queries = asked("sitemap.xml", {**layouts, "layouts/partials/x.html": "{{ gone }}{{ site.today }}"})
    assert queries == {
        ("address_count",),
        ("addresses", 0, 0),
        ("config", "title"),
        ("layout", "sitemap.xml"),
        ("layout", "partials/x.html"),
    }


def test_what_an_output_asked_does_not_depend_on_what_was_rendered_before_it(
    digest: Callable[..., Digest],
) -> None:
    site = digest(SITE)
    opened = open_site(Where(site.folder))
    snapshot = take_snapshot(opened.site, Viewing(NOW), date(2012, 6, 1))
    renderer = Renderer(snapshot, opened.layouts)
    planned = list(plan_all(Door(snapshot, Reads(), "").ask))
    first = {o.path: renderer.render(o) for o in planned if not o.copy_of}
    again = {o.path: renderer.render(o) for o in reversed(planned) if not o.copy_of}
    assert first == again
