"""The JSON Schemas for editors admit what the readers read, and refuse what they refuse."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from site_builder.config_schema import front_matter_schema, json_schema

CONFIG = jsonschema.Draft202012Validator(json_schema())
FRONT_MATTER = jsonschema.Draft202012Validator(front_matter_schema())


@pytest.mark.parametrize("schema", [json_schema(), front_matter_schema()], ids=["config", "front matter"])
def test_a_schema_is_valid_and_describes_every_key(schema: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)
    for definition in schema["$defs"].values():
        for key, described in definition["properties"].items():
            assert "description" in described or "anyOf" in described, key


@pytest.mark.parametrize(
    "values",
    [
        {"tags": {"a": "A", "b": None, "c": {"label": "C", "aliases": "D"}}},
        {"sections": ["a", "b"]},
        {"sources": {"a": "A"}},
        {"editions": "day"},
        {"baseURL": "https://example.org"},
    ],
)
def test_the_short_forms_of_the_configuration_are_admitted(values: dict[str, Any]) -> None:
    CONFIG.validate({"title": "Digest"} | values)


@pytest.mark.parametrize(
    "values",
    [
        {"authors": "Jane"},
        {"author": ["Jane"]},
        {"source": "sana"},
        {"source": {"name": "sana"}},
        {"url": "/a/"},
    ],
)
def test_the_short_forms_of_front_matter_are_admitted(values: dict[str, Any]) -> None:
    FRONT_MATTER.validate({"title": "Homs"} | values)


@pytest.mark.parametrize(
    "values",
    [{"langauge": "en"}, {"paginate": 0}, {"links": "none"}, {"related": "a"}, {"menu": [{"label": "a"}]}],
)
def test_what_the_configuration_refuses_the_schema_refuses(values: dict[str, Any]) -> None:
    assert not CONFIG.is_valid({"title": "Digest"} | values)


@pytest.mark.parametrize(
    "values", [{"tittle": "a"}, {"draft": "maybe"}, {"image": "a.jpg"}, {"rights": "all"}]
)
def test_what_front_matter_refuses_the_schema_refuses(values: dict[str, Any]) -> None:
    assert not FRONT_MATTER.is_valid({"title": "Homs"} | values)


def test_a_title_is_required() -> None:
    assert not CONFIG.is_valid({})
    assert not FRONT_MATTER.is_valid({})
