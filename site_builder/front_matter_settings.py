"""What an article's front matter may say, as values: the keys, their meaning and their defaults.

The JSON Schema for editors and `docs/` come from these types, so their words are written for users.
Reading and checking a file is the work of `content/front_matter.py` and `content/parse.py`.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Any

from msgspec import Struct, field

from site_builder.settings import WEB, Form, Review, RightsText, about

_PICTURE = r"^(https?://[^\s/]\S*|[^:]+)$"  # what a page may show


class AccountEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """What one voice says where accounts differ."""

    by: Annotated[str, about("Who says it")]
    says: Annotated[str, about("What is said")]
    url: Annotated[str, about("Where it is said: an address that begins with https://", pattern=WEB)] = ""
    on: Annotated[str, about("The question answered; accounts of one question stand side by side")] = ""


class CorrectionEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """A dated note of what was wrong and what is right."""

    date: Annotated[datetime.date, about("The day of the correction")]
    text: Annotated[str, about("What was wrong and what is right")]


class ImageEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """A picture for the head of an article."""

    src: Annotated[str, about("Path of a file beside the article, or a web address", pattern=_PICTURE)]
    alt: Annotated[str, about("What the picture shows, for those who do not see it")]
    credit: Annotated[str, about("Whose picture it is")] = ""
    licence: Annotated[str, about("Under which licence it is shown")] = ""


class SourceEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """Where an article comes from."""

    name: Annotated[str, about("A key of `sources` in config.yaml, or a name in words")]
    url: Annotated[str, about("Address of the original, beginning with https://", pattern=WEB)] = ""
    authors: Annotated[tuple[str, ...], about("Who wrote the original")] = ()
    published: Annotated[str, about("When it was published, written as under `date`")] = ""
    retrieved: Annotated[str, about("When it was fetched, written as under `date`")] = ""
    archive_url: Annotated[str, about("Address of a kept copy, beginning with https://", pattern=WEB)] = ""
    dead: Annotated[
        bool, about("Whether nothing is at `url` any more: the kept copy is then offered first")
    ] = False
    raw: Annotated[str, about("Path of the untouched original below content/_raw/")] = ""
    sha256: Annotated[str, about("SHA-256 of that original's bytes, in hexadecimal")] = ""


class FrontMatter(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Everything an article's front matter can say, as it is typed. `parse` gives it meaning."""

    title: Annotated[str, about("The headline")]
    date: Annotated[str, about("When the source published it: 2012-03-12, or with a time")] = ""
    updated: Annotated[str, about("When it was last changed")] = ""
    publish_date: Annotated[str, about("From when it may appear")] = ""
    expiry_date: Annotated[str, about("Until when it may appear")] = ""
    draft: Annotated[bool, about("Whether it is kept back")] = False
    review: Annotated[Review, about("How far it has come; only `approved` is published")] = "approved"
    kind: Annotated[
        Form | None,
        about("Whose text it is: `link` (what we say of another's), `original`, `republished`"),
    ] = None
    slug: Annotated[str, about("The last part of its address")] = ""
    permalink: Annotated[str, about("Its whole path in the site")] = ""
    aliases: Annotated[tuple[str, ...], about("Other paths that lead to it")] = ()
    summary: Annotated[str, about("A sentence or two for lists")] = ""
    tags: Annotated[tuple[str, ...], about("Ids, labels or aliases of tags", extra={"split": ","})] = ()
    section: Annotated[str, about("A key of `sections` in config.yaml")] = ""
    story: Annotated[str, about("The story that it belongs to")] = ""
    edition: Annotated[str, about("The edition that it belongs to")] = ""
    source: Annotated[SourceEntry | None, about("Where it comes from")] = None
    authors: Annotated[tuple[str, ...], about("Who wrote the original")] = ()
    editor: Annotated[str, about("Who of us edited it")] = ""
    dateline: Annotated[str, about("Where it was reported from")] = ""
    rights: RightsText | None = None
    lead: Annotated[bool, about("Whether it leads its edition")] = False
    weight: Annotated[int, about("Order in lists, the lightest first; 0 means none")] = 0
    pin: Annotated[bool, about("Whether it stays on top of lists")] = False
    related: Annotated[tuple[str, ...], about("Paths of articles that are always related")] = ()
    related_exclude: Annotated[tuple[str, ...], about("Paths of articles that never are")] = ()
    also: Annotated[tuple[str, ...], about("Headlines of other articles that the original named")] = ()
    same_as: Annotated[str, about("Path of the article here that tells the same text")] = ""
    corrections: Annotated[tuple[CorrectionEntry, ...], about("What was put right after publishing")] = ()
    accounts: Annotated[tuple[AccountEntry, ...], about("Who says what, where accounts differ")] = ()
    image: Annotated[ImageEntry | None, about("A picture for its head")] = None
    lang: Annotated[str, about("Its language by BCP 47, where it is not the site's")] = ""
    layout: Annotated[str, about("The layout that renders it")] = ""
    id: Annotated[str, about("Minted once, never changed; feeds use it")] = ""
    check_ignore: Annotated[tuple[str, ...], about("Codes of findings that `check` does not tell of it")] = ()
    extra: Annotated[dict[str, Any], about("Free data for layouts")] = field(default_factory=dict)


# Names that users of other generators bring along, and the name that is meant.
FRONT_MATTER_SYNONYMS = {
    "lastmod": "updated",
    "modified": "updated",
    "publishDate": "publish_date",
    "expiryDate": "expiry_date",
    "url": "permalink",
    "redirect_from": "aliases",
    "description": "summary",
    "author": "authors",
    "template": "layout",
    "params": "extra",
}
