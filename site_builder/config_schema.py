"""JSON Schemas that let editors complete and check what people type. Knows types, not texts.

A schema admits the short forms that `schema.py` reads: a word for a list of one, text for a record that
needs one key at most, a list of words for a table of such records, and the other names of keys. What
only a reader can know, such as whether a tag exists, it leaves to `check`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from site_builder.front_matter_settings import FRONT_MATTER_SYNONYMS, FrontMatter
from site_builder.settings import CONFIG_SYNONYMS, Settings

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TEXT = {"type": "string"}


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of `config.yaml`."""
    return _schema(Settings, CONFIG_SYNONYMS)


def front_matter_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of an article's front matter."""
    return _schema(FrontMatter, FRONT_MATTER_SYNONYMS)


def _schema(struct: type[msgspec.Struct], synonyms: Mapping[str, str]) -> dict[str, Any]:
    whole = msgspec.json.schema(struct)
    definitions = whole["$defs"]
    short = {f"#/$defs/{name}" for name, definition in definitions.items() if _has_short_form(definition)}
    for definition in definitions.values():
        for described in definition["properties"].values():
            if "enum" in described:  # the tag that says which of several records it is
                described.setdefault("description", definition["description"])
        definition["properties"] = {k: _loosened(v, short) for k, v in definition["properties"].items()}
    keys = definitions[struct.__name__]["properties"]
    for other, name in synonyms.items():
        keys[other] = keys[name] | {"deprecated": True, "description": f"Another name of `{name}`"}
    return {"$schema": _DIALECT, "title": struct.__name__, **whole}


def _has_short_form(definition: Mapping[str, Any]) -> bool:
    first, *_ = definition["properties"]
    of_text = "string" in _kinds(definition["properties"][first])
    return of_text and set(definition["required"]) <= {first}


def _kinds(schema: Mapping[str, Any]) -> set[str]:
    kinds = {type(value).__name__ for value in schema.get("enum", ())}
    return {schema.get("type", ""), "string" if "str" in kinds else ""}


def _loosened(schema: dict[str, Any], short: set[str]) -> dict[str, Any]:
    """The schema of one key with its short forms admitted; description and default stay outside."""
    outside: dict[str, Any] = {k: schema[k] for k in ("description", "default") if k in schema}
    inside = {k: v for k, v in schema.items() if k not in outside}
    references = {part.get("$ref", "") for part in (inside, *inside.get("anyOf", ()))}
    table = inside.get("additionalProperties")
    if inside.get("type") == "array" and inside["items"] == _TEXT:
        forms = [inside, _TEXT]
    elif references & short:
        forms = [*inside.get("anyOf", [inside]), _TEXT]
    elif isinstance(table, dict) and table.get("$ref", "") in short:
        values = {"anyOf": [table, _TEXT, {"type": "null"}]}
        forms = [inside | {"additionalProperties": values}, {"type": "array", "items": _TEXT}]
    else:
        return schema
    return {"anyOf": forms, **outside}
