"""Layouts: escaped, strict, recorded, and clear about what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from site_builder.door import Door
from site_builder.handles import ArticleView, TagView
from site_builder.incremental.reads import Reads
from site_builder.layouts import LayoutFailed, Layouts, LayoutText
from site_builder.problems import Problem
from site_builder.rendering import PageInfo
from site_builder.view import SiteView


def _layouts(own: Mapping[str, str], default: Mapping[str, str] | None = None) -> Layouts:
    return Layouts(
        {name: LayoutText(f"layouts/{name}", text) for name, text in own.items()},
        {name: LayoutText(f"built-in layouts/{name}", text) for name, text in (default or {}).items()},
    )


def _rendered(own: Mapping[str, str], name: str = "a.html", **context: Any) -> str:
    return _layouts(own).render(name, Reads(), **context)


def _problem(own: Mapping[str, str], name: str = "a.html", **context: Any) -> Problem:
    with pytest.raises(LayoutFailed) as failed:
        _rendered(own, name, **context)
    return failed.value.problem


@pytest.mark.parametrize("name", ["a.html", "a.xml", "a.svg", "a.txt", "a.html.j2", "a"])
def test_values_are_escaped_in_a_layout_of_any_name(name: str) -> None:
    assert _rendered({name: "{{ x }}"}, name, x="<b>\"'&") == "&lt;b&gt;&#34;&#39;&amp;"


def test_a_sites_own_layout_comes_before_the_default_which_keeps_a_name_of_its_own() -> None:
    layouts = _layouts({"a.html": "own, not {% include 'default/a.html' %}"}, {"a.html": "default"})
    assert layouts.render("a.html", Reads()) == "own, not default"


def test_a_layout_is_found_by_its_digest_which_changes_with_its_text() -> None:
    first, second = _layouts({"a.html": "1"}, {"a.html": "0"}), _layouts({"a.html": "2"}, {"a.html": "0"})
    assert first.digests()["default/a.html"] == second.digests()["default/a.html"]
    assert first.digests()["a.html"] != second.digests()["a.html"]


def test_a_macro_that_is_not_imported_is_told_of_with_the_line_that_imports_it() -> None:
    problem = _problem({"a.html": "{{ z() }}", "partials/m.html": "{% macro z() %}{% endmacro %}"})
    assert problem.message == "nothing is called 'z' here"
    assert problem.remedy == 'Put this before it:  {% from "partials/m.html" import z %}'


BROKEN = {
    "a name that is not there": ("\n{{ x }}", 2, "nothing is called 'x' here", "On this page there are: y."),
    "a misspelt name": ("{{ yy }}", 1, "nothing is called 'yy' here", "did you mean 'y'?"),
    "a field that is not there": ("{{ y.z }}", 1, "a number has no 'z'", ""),
    "a field of nothing": (
        "{{ none.z }}",
        1,
        "there is no 'z' here: what stands before the dot is",
        "Ask first",
    ),
    "a division": ("{{ 1 / 0 }}", 1, "this cannot be worked out: division by zero", ""),
    "an unknown filter": ("{{ y | dayy }}", 1, "there is no filter 'dayy'", "did you mean 'day'?"),
    "an unknown test": ("{{ y is evn }}", 1, "there is no test 'evn'", "did you mean 'even'?"),
    "an unknown word": ("{% blok x %}", 1, "'{% blok %}' is none of the words", "did you mean 'block'?"),
    "an open block": ("<p>\n{% if y %}\n", 2, "'{% if %}' is never closed", "Write  {% endif %}  where"),
    "a block closed twice": ("{% endif %}", 1, "'{% endif %}' closes nothing that is open here", ""),
    "half a value": ("{{ y }", 1, "'}' cannot stand there", "A value is closed by }}"),
    "a missing layout": ("{% include 'm.htm' %}", 1, "there is no layout 'm.htm'", "did you mean 'm.html'?"),
    "a layout far away": ("\n{% include '../../b.html' %}", 2, "'../../b.html' lies outside the layouts", ""),
    "a missing macro": (
        "{% from 'm.html' import crd %}{{ crd() }}",
        1,
        "there is no macro 'crd' in m.html",
        "did you mean 'card'?",
    ),
    "too much for a macro": (
        "{% from 'm.html' import card %}{{ card(1, 2) }}",
        1,
        "the macro 'card' takes not more than",
        "",
    ),
    "the end of a list": ("{{ [1][3].a }}", 1, "a list has nothing at 3", ""),
    "a call by position": (
        "{{ site.articles(5) }}",
        1,
        "'articles' cannot be called so",
        "Give it what it takes",
    ),
    "a list of no such kind": ("{{ site.count(colour='') }}", 1, "articles cannot be listed by 'colour'", ""),
    "a setting that is not there": (
        "{{ site.config.titel }}",
        1,
        "`site.config` has no 'titel'",
        "did you mean 'title'?",
    ),
    "a word of another generator": (
        "{{ article.url }}",
        1,
        "an article has no 'url'",
        "did you mean 'permalink'?",
    ),
    "a field that nothing is near": (
        "{{ page.zzz }}",
        1,
        "`page` has no 'zzz'",
        "It has: kind, path, permalink.",
    ),
}
MACROS = "{% macro card() %}{% endmacro %}"


@pytest.mark.parametrize("what", BROKEN)
def test_a_fault_is_told_with_layout_line_and_cause(what: str) -> None:
    text, line, message, remedy = BROKEN[what]
    door = Door.__new__(Door)
    more: dict[str, Any] = {
        "site": SiteView(door),
        "article": ArticleView(door, "a.md"),
        "page": PageInfo("", "", ""),
    }
    used = {name: value for name, value in more.items() if f"{{{{ {name}." in text}
    problem = _problem({"a.html": text, "m.html": MACROS}, y=1, **used)
    assert (problem.code, problem.place.source) == ("layout-failed", "layouts/a.html")
    assert problem.message.startswith(message)
    assert problem.remedy.startswith(remedy)
    assert bool(problem.remedy) == bool(remedy)
    assert problem.place.line == line
    assert problem.place.excerpt == text.splitlines()[line - 1].strip()


def test_a_fault_is_told_where_it_is_with_all_that_led_there() -> None:
    problem = _problem(
        {
            "a.html": "\n{% include 'b.html' %}",
            "b.html": "{% from 'm.html' import m %}\n\n{{ m() }}",
            "m.html": "{% macro m() %}\n\n\n{{ gone }}{% endmacro %}",
        }
    )
    assert str(problem.place) == "layouts/m.html:4"
    assert problem.remedy == "used by layouts/b.html:3, used by layouts/a.html:2"


def test_a_fault_that_shows_in_a_built_in_layout_says_how_to_put_ones_own_in_its_place() -> None:
    layouts = _layouts({}, {"a.html": "{% include 'partials/b.html' %}", "partials/b.html": "{{ gone }}"})
    with pytest.raises(LayoutFailed) as failed:
        layouts.render("a.html", Reads())
    problem = failed.value.problem
    assert str(problem.place) == "built-in layouts/partials/b.html:1"
    assert problem.remedy.splitlines() == [
        "used by built-in layouts/a.html:1",
        "That layout comes with the builder. Your own partials/b.html in the folder of your layouts takes its"
        " place; docs/layouts.md says how.",
    ]


def test_a_fault_in_reading_an_included_layout_is_told_of_that_layout() -> None:
    problem = _problem({"a.html": "{% include 'b.html' %}", "b.html": "\n\n{% end %}"})
    assert str(problem.place) == "layouts/b.html:3"


def _asked(layouts: Layouts, name: str) -> set[str]:
    reads = Reads()
    layouts.render(name, reads)
    return {str(query[1]) for query in reads.queries()}


def test_layouts_are_recorded_each_time_also_when_they_come_from_the_cache() -> None:
    layouts = _layouts(
        {
            "a.html": "{% extends 'up' %}{% import 'm.html' as m %}{% block x %}{{ m.m() }}{% endblock %}",
            "b.html": "{% import 'm.html' as m %}{{ m.m() }}",
            "up": "{% block x %}{% endblock %}{% include 'foot.html' %}",
            "m.html": "{% from 'n.html' import n %}{% macro m() %}{{ n() }}{% endmacro %}",
            "n.html": "{% macro n() %}n{% endmacro %}",
            "foot.html": "",
        }
    )
    for _ in range(2):
        assert _asked(layouts, "a.html") == {"a.html", "up", "m.html", "n.html", "foot.html"}
        assert _asked(layouts, "b.html") == {"b.html", "m.html", "n.html"}


def test_a_layout_that_fails_while_it_is_imported_is_recorded_with_what_it_asked_for() -> None:
    layouts = _layouts(
        {"a.html": "{% import 'm.html' as m %}", "m.html": "{% include 'n.html' %}", "n.html": "{{ x }}"}
    )
    for _ in range(2):
        reads = Reads()
        with pytest.raises(LayoutFailed):
            layouts.render("a.html", reads)
        assert {query[1] for query in reads.queries()} == {"a.html", "m.html", "n.html"}


def test_nothing_is_recorded_for_an_output_that_is_done() -> None:
    layouts = _layouts({"a.html": "{% include 'b.html' %}", "b.html": ""})
    reads = Reads()
    layouts.render("b.html", reads)
    layouts.render("a.html", Reads())
    assert reads.queries() == (("layout", "b.html"),)


def test_a_layout_that_extends_itself_is_told_what_to_write_instead() -> None:
    problem = _problem({"a.html": "{% extends 'a.html' %}"})
    assert "extends or includes itself" in problem.message
    assert "'default/…'" in problem.message


def test_a_misspelt_field_is_told_with_the_nearest_one_there_is() -> None:
    problem = _problem({"a.html": "{{ tag.labell }}"}, tag=TagView(Door.__new__(Door), "un"))
    assert (problem.message, problem.remedy) == ("a tag has no 'labell'", "did you mean 'label'?")
