"""Jinja as layouts get it: faster where it is asked most, and in nothing else different from Jinja."""

from __future__ import annotations

from functools import partial
from typing import Any

import jinja2
import pytest
from jinja2 import pass_context
from markupsafe import Markup, escape

from site_builder.layout_environment import RecordingEnvironment, written

LIBRARY = """
{% macro two(a, b=2) %}{{ a }}-{{ b }}{% endmacro %}
{% macro any() %}{{ varargs | join("+") }}{{ kwargs.items() | list }}{% endmacro %}
{% macro around(a) %}<{{ a }}{{ caller(a) }}>{% endmacro %}
{% macro given() %}{{ caller }}{% endmacro %}
"""


class _Thing:
    name = "<thing>"

    def twice(self, text: str) -> str:
        return f"{text}{text}"

    @pass_context
    def known(self, context: Any) -> Any:
        return context.resolve("x")

    def __html__(self) -> str:
        return "<i>"


def _loaded(name: str, text: str) -> tuple[str, str, Any] | None:
    found = {"a.html": text, "lib.html": LIBRARY}.get(name)
    return (found, name, lambda: True) if found is not None else None


def _outcome(environment: jinja2.Environment) -> str:
    """What a layout gives: its text, or what it raises."""
    try:
        return environment.get_template("a.html").render(
            x="<&>", thing=_Thing(), html=Markup("<b>"), things=[1, True, None, 2.5], one=1
        )
    except Exception as error:
        return f"{type(error).__name__}: {error}"


@pytest.mark.parametrize(
    "text",
    [
        "{{ x }}{{ html }}{{ thing }}{{ things }}{{ one }}{{ none }}{{ true }}{{ 1.5 }}{{ x ~ html }}",
        "{{ thing.name }}{{ thing['name'] }}{{ thing.twice(x) }}{{ thing.twice(text=x) }}",
        "{% block b %}{{ thing.twice(x) }}{% set y = 1 %}{{ thing.known() }}{% endblock %}",
        "{% for x in things %}{{ thing.known() }}{{ loop.cycle(1, 2) }}{{ thing.twice(one) }}{% endfor %}",
        "{% from 'lib.html' import two %}{{ two(1) }}{{ two(x, html) }}{{ two(b=x, a=3) }}{{ two() }}",
        "{% from 'lib.html' import two %}{{ two(1, 2, 3) }}",
        "{% from 'lib.html' import two %}{{ two(1, c=3) }}",
        "{% from 'lib.html' import two %}{% for x in things %}{{ two(x) }}{% endfor %}",
        "{% from 'lib.html' import any %}{{ any() }}{{ any(1, x, a=html) }}",
        "{% from 'lib.html' import around %}{% call(y) around(x) %}{{ y }}{{ x }}{% endcall %}",
        "{% from 'lib.html' import around %}{{ around(x) }}",
        "{% from 'lib.html' import given %}{{ given() }}",
        "{% import 'lib.html' as lib with context %}{{ lib.two(x) }}",
        "{% import 'lib.html' as lib %}{% autoescape false %}{{ lib.two(x) }}{{ x }}{% endautoescape %}",
        "{% macro own(n) %}{{ x }}{{ n }}{% if n %}{{ own(n - 1) }}{% endif %}{% endmacro %}{{ own(2) }}",
        "{% set made %}{{ x }}{% endset %}{{ made }}{{ made | upper }}",
        "{{ dict(a=1).items() | list }}{{ range(3) | list }}{{ {'a': x}.get('a') }}{{ joiner('|')() }}",
        "{% set n = namespace(i=0) %}{% for x in things %}{% set n.i = n.i + 1 %}{% endfor %}{{ n.i }}",
        "{{ self.b() }}{% block b %}{{ x }}{% endblock %}",
        "{{ gone }}",
        "{{ thing.gone }}",
        "{{ x() }}",
    ],
)
def test_a_layout_gives_what_it_gives_in_jinja_as_it_comes(text: str) -> None:
    plain = jinja2.Environment(
        loader=jinja2.FunctionLoader(partial(_loaded, text=text)),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    ours = RecordingEnvironment(partial(_loaded, text=text))
    assert _outcome(ours) == _outcome(plain)
    assert _outcome(ours) == _outcome(plain), "the second time"


@pytest.mark.parametrize("value", ["a", "<&>\"'", "", Markup("<b>"), 7, True, None, 2.5, ["<"], _Thing()])
def test_a_value_is_written_as_markupsafe_escapes_it(value: Any) -> None:
    assert written(value) == escape(value)
    assert written(value) == escape(value), "from memory"


def test_text_and_markup_of_the_same_letters_are_not_mistaken_for_each_other() -> None:
    assert written(Markup("<q>")) == "<q>"
    assert written("<q>") == "&lt;q&gt;"
    assert written(Markup("<q>")) == "<q>"


@pytest.mark.parametrize("text", ["{{ [1, 2] | random }}", "{{ lipsum() }}"])
def test_nothing_in_a_layout_depends_on_chance(text: str) -> None:
    with pytest.raises(jinja2.TemplateError):
        RecordingEnvironment(partial(_loaded, text=text)).get_template("a.html").render()
