"""The site's settings as values: what `config.yaml` may say, its meaning and its defaults.

The JSON Schema for editors and `docs/` come from these types, so their words are written for users.
Reading and checking a file is `config.py`'s work.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field

Text = Annotated[str, Meta(description="Text of one line")]
RightsText = Annotated[
    str,
    Meta(
        description="How much of a text may be shown: `full`, `excerpt` (or `excerpt 80`, in words), `headline`",
        pattern=r"^(full|excerpt( [1-9]\d{0,4})?|headline)$",
    ),
]
Review = Literal["inbox", "needs-check", "approved", "killed"]


class TagSetting(Struct, frozen=True, forbid_unknown_fields=True):
    """One term of the controlled vocabulary; its id is its key under `tags`."""

    label: str = ""  # what readers see; the id when empty
    aliases: tuple[str, ...] = ()  # other names, matched in front matter and by the importer
    description: str = ""  # one or two sentences for the tag's page
    parent: str = ""  # id of a wider tag
    see: str = ""  # a Wikidata URL or another page that says what is meant
    replaced_by: str = ""  # id of the tag that took this one's place; articles are shown under that


class SourceSetting(Struct, frozen=True, forbid_unknown_fields=True):
    """A publisher whose articles the digest takes up; its id is its key under `sources`."""

    name: str
    url: str = ""
    rights: RightsText | None = None  # what its texts may be shown as, unless an article says otherwise
    language: str = ""
    description: str = ""


class SectionSetting(Struct, frozen=True, forbid_unknown_fields=True):
    """A part of every edition, such as Diplomacy; its id is its key under `sections`."""

    label: str = ""
    description: str = ""


class RelatedSetting(Struct, frozen=True, forbid_unknown_fields=True):
    """How related reading is found."""

    limit: Annotated[int, Meta(ge=0, le=50, description="How many articles the sidebar shows")] = 5
    half_life_days: Annotated[
        int,
        Meta(
            ge=0,
            le=36500,
            description="Days in which nearness in time loses half of its say; 0 switches that off",
        ),
    ] = 7


class EditionsSetting(Struct, frozen=True, forbid_unknown_fields=True):
    """How articles are gathered into editions, beside those in `content/editions/`."""

    by: Literal["day", "week", "none"] = "week"


class MenuItem(Struct, frozen=True, forbid_unknown_fields=True):
    """A link in the masthead."""

    label: str
    to: str  # a path in the site such as /about/, or a URL


class DefaultRule(Struct, frozen=True, forbid_unknown_fields=True):
    """Front matter for the articles whose path below `content/` matches a glob; later rules win."""

    path: str  # a glob such as `syria/**`
    values: dict[str, Any]  # front-matter keys and their values


class Settings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Everything `config.yaml` can say."""

    title: str
    description: str = ""
    base_url: str = ""  # where the site will live: scheme, host and path, without a final slash
    language: str = "en"  # BCP 47
    timezone: str = "UTC"  # IANA name; a time without a zone is read in it
    content_dir: str = "content"
    layouts_dir: str = "layouts"
    static_dir: str = "static"
    output_dir: str = "output"
    permalink: str = "pretty"  # a preset (pretty, date, none) or a pattern such as /:year/:slug/
    links: Literal["absolute", "relative"] = "absolute"  # relative: for a folder opened from disk
    paginate: Annotated[int, Meta(ge=1, le=1000, description="Articles on one page of a list")] = 30
    rights: RightsText = "full"  # for articles whose source says nothing
    tags: dict[str, TagSetting] = field(default_factory=dict)
    sources: dict[str, SourceSetting] = field(default_factory=dict)
    sections: dict[str, SectionSetting] = field(default_factory=dict)  # in the order of every page
    related: RelatedSetting = field(default_factory=RelatedSetting)
    editions: EditionsSetting = field(default_factory=EditionsSetting)
    menu: tuple[MenuItem, ...] = ()
    defaults: tuple[DefaultRule, ...] = ()
    feeds: dict[str, Any] = field(default_factory=dict)
    search: dict[str, Any] = field(default_factory=dict)
    newsletter: dict[str, Any] = field(default_factory=dict)
    deploy: dict[str, Any] = field(default_factory=dict)
    check: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)  # free data for layouts


class AccountEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """What one voice says where accounts differ."""

    by: str
    says: str
    url: str = ""
    on: str = ""  # the question that is answered; accounts of one question stand side by side


class CorrectionEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """A dated note of what was wrong and what is right."""

    date: datetime.date
    text: str


class ImageEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """A picture for the head of an article; `src` is a path beside the article."""

    src: str
    alt: str
    credit: str = ""
    licence: str = ""


class SourceEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """Where an article comes from. `name` is a key of `sources` in config.yaml, or a name in words."""

    name: str
    url: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""  # a date or time as under `date`
    retrieved: str = ""
    archive_url: str = ""
    raw: str = ""  # path of the untouched original below content/_raw/
    sha256: str = ""  # of that original's bytes


class FrontMatter(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Everything an article's front matter can say, as it is typed. `parse` gives it meaning."""

    title: str
    date: str = ""
    updated: str = ""
    publish_date: str = ""
    expiry_date: str = ""
    draft: bool = False
    review: Review = "approved"
    slug: str = ""
    permalink: str = ""
    aliases: tuple[str, ...] = ()
    summary: str = ""
    tags: tuple[str, ...] = ()
    section: str = ""
    story: str = ""
    edition: str = ""
    source: SourceEntry | None = None
    authors: tuple[str, ...] = ()
    editor: str = ""
    dateline: str = ""
    rights: RightsText | None = None
    lead: bool = False
    weight: int = 0
    pin: bool = False
    related: tuple[str, ...] = ()
    related_exclude: tuple[str, ...] = ()
    corrections: tuple[CorrectionEntry, ...] = ()
    accounts: tuple[AccountEntry, ...] = ()
    image: ImageEntry | None = None
    lang: str = ""
    layout: str = ""
    id: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


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
CONFIG_SYNONYMS = {"baseURL": "base_url", "url": "base_url", "languageCode": "language"}
