"""Layouts: escaped, strict, recorded, and clear about what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from site_builder.door import Door
from site_builder.handles import TagView
from site_builder.incremental.reads import Reads
from site_builder.layouts import LayoutFailed, Layouts, LayoutText
from site_builder.problems import Problem


def _layouts(own: Mapping[str, str], default: Mapping[str, str] | None = None) -> Layouts:
    return Layouts(
        {name: LayoutText(f"layouts/{name}", text) for name, text in own.items()},
        {name: LayoutText(f"default layouts/{name}", text) for name, text in (default or {}).items()},
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


BROKEN = {
    "a name that is not there": ("\n{{ x }}", 2, "'x' is undefined"),
    "a field that is not there": ("{{ y.z }}", 1, "'int object' has no attribute 'z'"),
    "a field of nothing": ("{{ none.z }}", 1, "nothing is there that has 'z'"),
    "a division": ("{{ 1 / 0 }}", 1, "ZeroDivisionError: division by zero"),
    "an unknown filter": ("{{ y | shout }}", 1, "the layout cannot be read: No filter named 'shout'."),
    "an open block": ("<p>\n{% if y %}\n", 2, "the layout cannot be read: Unexpected end of template"),
    "a missing layout": ("{% include 'b.html' %}", 1, "there is no layout 'b.html' (did you mean 'a.html'?)"),
    "a layout far away": ("\n{% include '../../b.html' %}", 2, "'../../b.html' lies outside the layouts"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_fault_is_told_with_layout_line_and_cause(what: str) -> None:
    text, line, message = BROKEN[what]
    problem = _problem({"a.html": text}, y=1)
    assert (problem.code, problem.place.source) == ("layout-failed", "layouts/a.html")
    assert problem.message.startswith(message)
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
    assert problem.message == "'labell' is nothing that a TagView has; did you mean 'label'?"
