"""Articles as IPTC ninjs: the standard's form, nothing that is withheld, authors as they are."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest
from digests import CONFIG, Digest, article

Begin = Callable[..., Digest]
ON = CONFIG.replace("data: {index: false}", "data: {index: false, ninjs: true}")
VOCABULARY = (
    "tags: {geneva: {label: Geneva, see: 'https://www.wikidata.org/wiki/Q71'}, talks: {label: Talks}}\n"
)
WIRE = {
    "name": "The Wire",
    "url": "https://wire.example/1",
    "authors": ["A. Reporter"],
    "published": "2012-03-11T10:00:00Z",
}

# What the documentation of ninjs 2.1 says of the fields that are used here.
TEXT = {"type": "string", "minLength": 1}
URI = {"type": "string", "pattern": r"^[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+$"}
TIME = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$"}
SIZE = {"type": "number", "minimum": 1}


def _thing(*required: str, **properties: object) -> dict[str, object]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": properties,
    }


def _list(item: object) -> dict[str, object]:
    return {"type": "array", "minItems": 1, "items": item}


VALUES = _list(_thing("value", role=TEXT, contenttype=TEXT, value=TEXT))
NAMED = _list(_thing("name", name=TEXT, rel=TEXT, uri=URI))
COMMON: dict[str, object] = {
    "uri": URI,
    "type": {"enum": ["text", "audio", "video", "picture", "graphic", "composite", "component"]},
    "representationtype": {"enum": ["full", "partial"]},
    "firstcreated": TIME,
    "versioncreated": TIME,
    "contentcreated": TIME,
    "copyrightholder": TEXT,
    "usageterms": TEXT,
    "language": {"type": "string", "pattern": "^[a-zA-Z]{2,3}(-[a-zA-Z0-9]+)*$"},
    "headlines": VALUES,
    "descriptions": VALUES,
    "bodies": VALUES,
    "subjects": NAMED,
    "infosources": NAMED,
    "by": TEXT,
    "slugline": TEXT,
    "located": TEXT,
    "renditions": _list(_thing("name", name=TEXT, href=URI, contenttype=TEXT, width=SIZE, height=SIZE)),
    "standard": _thing(name={"const": "ninjs"}, version={"const": "2.1"}, schema=URI),
}
NEWS = jsonschema.Draft202012Validator(
    _thing("uri", **COMMON, associations=_list(_thing("name", "uri", name=TEXT, **COMMON)))
)


def _made(digest: Begin, text: str, /, **front: Any) -> tuple[dict[str, Any], Digest]:
    site = digest({"config.yaml": ON + VOCABULARY, "content/a.md": article("Talks resume", text, **front)})
    site.build()
    news = json.loads(site.text("2012/03/12/a/ninjs.json"))
    NEWS.validate(news)
    return news, site


def test_an_article_with_everything_keeps_the_standard(digest: Begin) -> None:
    news, _ = _made(
        digest,
        "Envoys met. See [home](/).",
        source=WIRE,
        tags=["geneva", "talks"],
        summary="They met.",
        editor="An Editor",
        dateline="GENEVA",
        lang="en-GB",
        updated="2012-03-13T08:00:00Z",
        corrections=[{"date": "2012-03-20", "text": "There were five."}],
        image={
            "src": "https://pictures.example/a.jpg",
            "alt": "A table",
            "credit": "A. P.",
            "licence": "CC BY",
        },
    )
    assert news["type"] == "text"
    assert news["representationtype"] == "full"
    assert news["headlines"] == [{"role": "main", "value": "Talks resume"}]
    assert [value["value"] for value in news["descriptions"]] == ["They met.", "2012-03-20: There were five."]
    assert 'href="https://digest.example/"' in news["bodies"][0]["value"]
    assert news["subjects"] == [
        {"name": "Geneva", "rel": "about", "uri": "https://www.wikidata.org/wiki/Q71"},
        {"name": "Talks", "rel": "about", "uri": "https://digest.example/tags/talks/"},
    ]
    assert news["located"] == "GENEVA"
    assert news["renditions"][0]["href"] == "https://digest.example/2012/03/12/a/"
    original, picture = news["associations"]
    assert original["uri"] == WIRE["url"]
    assert original["contentcreated"] == "2012-03-11T10:00:00Z"
    assert picture["copyrightholder"] == "A. P."
    assert picture["usageterms"] == "CC BY"


@pytest.mark.parametrize(
    ("kind", "by", "holder"),
    [
        ("link", "An Editor", None),
        ("original", "A. Writer", None),
        ("republished", "A. Reporter", "The Wire"),
    ],
)
def test_authors_are_those_of_what_stands_here(digest: Begin, kind: str, by: str, holder: str | None) -> None:
    front: dict[str, Any] = {"kind": kind, "editor": "An Editor"}
    front |= {"authors": ["A. Writer"]} if kind == "original" else {"source": WIRE}
    news, _ = _made(digest, "Text.", **front)
    assert news["by"] == by
    assert news.get("copyrightholder") == holder
    if kind != "original":
        assert news["associations"][0]["by"] == "A. Reporter"


def test_what_is_withheld_is_not_in_it(digest: Begin) -> None:
    news, site = _made(digest, "Said here. Zebras are not.", rights="excerpt 2", source=WIRE)
    assert news["representationtype"] == "partial"
    assert b"Zebras" not in site.output()["2012/03/12/a/ninjs.json"]


def test_a_bare_article_has_only_what_is_known(digest: Begin) -> None:
    news, _ = _made(digest, "")
    unknown = {"bodies", "by", "located", "subjects", "infosources", "associations", "copyrightholder"}
    assert not unknown & news.keys()


def test_files_of_articles_come_only_where_they_are_asked_for(digest: Begin) -> None:
    site = digest({"content/a.md": article("Talks resume")})
    site.build()
    assert not [path for path in site.output() if "ninjs" in path]


def test_an_address_that_is_a_file_has_it_beside(digest: Begin) -> None:
    site = digest({"config.yaml": ON, "content/a.md": article("Talks", permalink="/talks.html")})
    site.build()
    NEWS.validate(json.loads(site.text("talks-ninjs.json")))
