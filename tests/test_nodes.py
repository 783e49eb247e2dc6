"""Free data and places out of nodes."""

from __future__ import annotations

from typing import Any

import pytest

from site_builder.nodes import Lines, Places, plain
from site_builder.problems import Place
from site_builder.yaml_nodes import compose


class _Start:
    line = 0
    column = 0


TEXT = """title: Homs
tags: [Syria, U.N.]
source:
  name: reuters
  authors:
    - Jane Doe
author: A
U.N.:
  b: c
  b.d: e
summary:
"""


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("true", True),
        ("FALSE", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("0", 0),
        ("-12", -12),
        ("+7", 7),
        ("0x1F", 31),
        ("0o17", 15),
        ("1.5", 1.5),
        (".5", 0.5),
        ("-1e3", -1000.0),
        ("9223372036854775807", 2**63 - 1),
    ],
)
def test_free_data_has_the_types_of_the_core_schema(typed: str, value: Any) -> None:
    read = plain(compose(f"a: {typed}", "a.md"))
    assert read == {"a": value}
    assert type(read["a"]) is type(value)


@pytest.mark.parametrize(
    "typed",
    [
        *("no", "on", "yes", "tRUE", "12:30", "010", "00", "1_000", "2012-03-12", ".inf", "-.INF", ".nan"),
        *("9223372036854775808", "-9223372036854775809", "1" * 5000, "0x" + "f" * 17, "1e999", "0b1", "٣"),
    ],
)
def test_what_would_not_come_back_as_typed_or_cannot_be_stored_stays_text(typed: str) -> None:
    assert plain(compose(f"a: {typed}", "a.md")) == {"a": typed}


@pytest.mark.parametrize("typed", ["true", "null", "~", "12", "1.5", ""])
def test_quotes_make_text_of_everything(typed: str) -> None:
    assert plain(compose(f'["{typed}"]', "a.md")) == [typed]


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("title", "a.md:1:8"),
        ("tags", "a.md:2:1"),
        ("tags.0", "a.md:2:8"),
        ("tags.1", "a.md:2:15"),
        ("source", "a.md:3:1"),
        ("source.name", "a.md:4:9"),
        ("source.authors.0", "a.md:6:7"),
        ("authors", "a.md:7:9"),
        ("authors.0", "a.md:7:9"),
        ("title.name", "a.md:1:8"),
        ("U.N.", "a.md:8:1"),
        ("U.N..b", "a.md:9:6"),
        ("U.N..b.d", "a.md:9:6"),
        ("summary", "a.md:11:1"),
    ],
)
def test_a_value_is_found_by_its_path_and_a_collection_at_its_key(path: str, place: str) -> None:
    assert str(Places(compose(TEXT, "a.md"), {"author": "authors"})[path]) == place


@pytest.mark.parametrize("path", ["date", "tags.2", "tags.-1", "tags.x", "source.url", "sou"])
def test_a_path_that_leads_nowhere_is_a_key_error(path: str) -> None:
    places = Places(compose(TEXT, "a.md"))
    assert path not in places
    with pytest.raises(KeyError):
        places[path]


def test_the_nearest_place_is_that_of_the_collection_around_and_at_last_the_file() -> None:
    places = Places(compose(TEXT, "a.md"))
    assert str(places.nearest("source.url")) == "a.md:3:1"
    assert places.nearest("date") == Place("a.md")


def test_places_list_every_path_under_the_names_that_are_meant() -> None:
    places = Places(compose("tags: [a, b]\nauthor: c\n", "a.md"), {"author": "authors"})
    assert list(places) == ["tags", "tags.0", "tags.1", "authors"]
    assert len(places) == 4
    assert all(path in places for path in places)


def test_there_are_no_places_without_a_text() -> None:
    assert list(Places(None)) == []
    assert "title" not in Places(None)


def test_a_path_is_found_without_looking_through_all_keys() -> None:
    """A vocabulary of ten thousand tags is shown key by key."""
    many = "".join(f"t{n}: {{label: L{n}}}\n" for n in range(10_000))
    places = Places(compose(many, "a.yaml", limit=1_000_000))
    assert [places[f"t{n}.label"].line for n in range(10_000)] == list(range(1, 10_001))


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ('  b: {remote: "https://me:pw12@host/x.git"}', '  b: {remote: "https://me:••••@host/x.git"}'),
        ("b: {bucket: a, secret: abcd, region: c}", "b: {bucket: a, secret: ••••, region: c}"),
        ("aws_access_key: AKIA", "aws_access_key: ••••"),
        ("summary: The token debate: what for", "summary: The token debate: what for"),
    ],
)
def test_an_excerpt_shows_no_password(line: str, shown: str) -> None:
    place = Lines("config.yaml", line).place(_Start())
    assert place.excerpt == shown
