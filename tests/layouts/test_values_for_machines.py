"""The filters that write values for machines: JSON without what is empty, and addresses in full."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from site_builder import layout_filters
from site_builder.content.absolute import with_full_addresses
from site_builder.texts import clean, find_unwanted

TEXTS = st.text(st.one_of(st.characters(), st.sampled_from("\x00\x0b\x7f\u2028\u202e\ud800\ufffe\\bfu0 <é")))
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-9, 9), TEXTS, TEXTS.map(Markup)),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.sampled_from("abcd"), inner)),
)
PAGE = "https://digest.example/news/a/"


def plainly(value: Any) -> Any:
    """What the filter keeps of a value, told in the plainest way."""
    if isinstance(value, dict):
        return {key: kept for key, inner in value.items() if says(kept := plainly(inner))}
    if isinstance(value, list):
        return [kept for inner in value if says(kept := plainly(inner))]
    return clean(str(value)) if isinstance(value, str) else value


def says(value: Any) -> bool:
    return bool(value) or value is False or value == 0


@given(VALUES)
def test_json_leaves_out_what_is_empty_and_what_no_page_may_hold(value: Any) -> None:
    written = layout_filters.json(value)
    assert json.loads(written) == plainly(value)
    assert not find_unwanted(written)
    assert "<" not in written


@pytest.mark.parametrize(
    "url",
    [
        "/a/icon.svg",
        "/a/../b",
        "/./a",
        "//host.example/a",
        "/a?b#c",
        "a.png",
        "https://x.example/a",
        "#c",
        "",
    ],
)
@pytest.mark.parametrize("page", [PAGE, "https://digest.example", "/a/"])
def test_a_link_in_full_is_what_a_browser_makes_of_it(url: str, page: str) -> None:
    assert layout_filters.full_url(url, page) == urljoin(page, url)


@given(st.text("/.ab:%é", max_size=12))
def test_a_path_in_full_is_what_a_browser_makes_of_it(url: str) -> None:
    assert layout_filters.full_url(url, PAGE) == urljoin(PAGE, url)


@pytest.mark.parametrize(
    ("html", "full"),
    [
        ('<p>href="/a"</p>', '<p>href="/a"</p>'),
        ('<a href="/a">', '<a href="https://digest.example/a">'),
        ('<a\nclass="x > y" href="b">', '<a\nclass="x > y" href="https://digest.example/news/a/b">'),
        (
            '<img alt="" src="b.png" srcset="b.png 1x, c.png 2x">',
            '<img alt="" src="https://digest.example/news/a/b.png"'
            ' srcset="https://digest.example/news/a/b.png 1x, https://digest.example/news/a/c.png 2x">',
        ),
        ("<br>1 < 2 <p>", "<br>1 < 2 <p>"),
    ],
)
def test_addresses_are_made_full_inside_tags_only(html: str, full: str) -> None:
    assert with_full_addresses(html, PAGE) == full
