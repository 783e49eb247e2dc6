"""Blocks that would show nowhere are told of; those that show are not."""

from __future__ import annotations

import pytest

from site_builder.layout_blocks import lost_blocks
from site_builder.layouts import LayoutText, all_texts
from site_builder.problems import Problem

BASE = "{% block title %}{% block name %}{% endblock %}{% endblock %}{# {% block gone %}{% endblock %} #}"
DEFAULT = {"base.html": BASE, "home.html": '{% extends "base.html" %}{% block main %}{% endblock %}'}


def _told(own: dict[str, str]) -> list[Problem]:
    texts = {name: LayoutText(f"layouts/{name}", text) for name, text in own.items()}
    defaults = {name: LayoutText(f"default layouts/{name}", text) for name, text in DEFAULT.items()}
    return list(lost_blocks(texts, all_texts(texts, defaults)))


def test_a_block_that_no_layout_above_has_is_told_of_at_its_name_with_the_nearest() -> None:
    text = '{% extends "default/home.html" %}\n  {%- block mian %}x{% endblock %}\n'
    (problem,) = _told({"home.html": text})
    assert (problem.place.source, problem.place.line, problem.place.column) == ("layouts/home.html", 2, 13)
    assert problem.place.excerpt == "  {%- block mian %}x{% endblock %}"
    assert problem.remedy == "did you mean 'main'?"


def test_without_a_near_name_the_blocks_that_there_are_are_named() -> None:
    (problem,) = _told({"home.html": '{% extends "default/home.html" %}{% block gone %}{% endblock %}'})
    assert problem.remedy == "They have: main, name, title."


@pytest.mark.parametrize(
    "text",
    [
        '{% extends "default/home.html" %}{% block main %}{% endblock %}{%- block name -%}{%- endblock -%}',
        '{% extends "default/home.html" %}{% block main %}{% block new %}{% endblock %}{% endblock main %}',
        '{% extends "home.html" %}{% block main %}{{ self.a() }}{% endblock %}{% block a %}{% endblock %}',
        '{% extends "default/home.html" %}{# {% block new %}{% endblock %} #}',
        '{% extends "default/home.html" %}{% raw %}{% block new %}{% endraw %}',
        "{% extends page.kind %}{% block new %}{% endblock %}",
        '{% extends "gone.html" %}{% block new %}{% endblock %}',
        "{% block new %}{% endblock %}",
    ],
)
def test_a_block_that_shows_or_whose_parent_is_not_known_is_not_told_of(text: str) -> None:
    assert _told({"other.html": text}) == []


def test_a_layout_that_stands_on_itself_is_left_to_who_renders_it() -> None:
    assert _told({"home.html": '{% extends "home.html" %}{% block new %}{% endblock %}'}) == []


def test_a_block_of_a_base_of_ones_own_is_known_to_the_defaults_that_stand_on_it() -> None:
    own = '{% extends "default/base.html" %}{% block title %}{% block mine %}{% endblock %}{% endblock %}'
    home = '{% extends "default/home.html" %}{% block mine %}{% endblock %}'
    assert _told({"base.html": own, "home.html": home}) == []
