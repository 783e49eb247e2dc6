"""The front matter of other generators → ours, and what an editor has to look at. Pure.

Every key arrives: under the key that means the same here, or under `extra` by its own name. The names are
those of Hugo (gohugo.io, "Front matter"), Jekyll (jekyllrb.com, "Front Matter", with jekyll-redirect-from)
and Pelican (docs.getpelican.com, "File metadata").
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Any

from msgspec import Struct

from site_builder.content.permalinks import slugify, why_not_a_permalink
from site_builder.content.taxonomy import Vocabulary
from site_builder.front_matter_settings import FRONT_MATTER_SYNONYMS
from site_builder.importing.sources.facts import moment, one_line
from site_builder.settings import Settings

_MEANS = {
    **FRONT_MATTER_SYNONYMS,
    "last_modified_at": "updated",
    "unpublishdate": "expiry_date",
    "publishdate": "publish_date",
    "expirydate": "expiry_date",
    "pubdate": "publish_date",
    "excerpt": "summary",
    "save_as": "permalink",
    "tag": "tags",
    "keywords": "tags",
    "categories": "section",
    "category": "section",
    "language": "lang",
}
_TEXTS = frozenset({"title", "summary", "lang", "dateline", "editor", "story"})
_MOMENTS = frozenset({"date", "updated", "publish_date", "expiry_date"})
_DATED = re.compile(r"(\d{4}-\d{2}-\d{2})-(.+)")
_KEPT_BACK = frozenset({"draft", "hidden"})  # values of Pelican's `status`


class Taken(Struct, frozen=True):
    """What is taken over."""

    front: dict[str, Any]  # by keys of `FrontMatter`
    notes: tuple[str, ...]
    categories: tuple[str, ...] = ()  # as they are called there, whether or not the site has such sections


class _Front:
    def __init__(self, name: str, settings: Settings) -> None:
        path = PurePosixPath(name.replace("\\", "/"))
        stem = path.parent.name if path.stem in ("index", "_index") and path.parent.name else path.stem
        dated = _DATED.fullmatch(stem)
        self.day, self.stem = (dated[1], dated[2]) if dated else ("", stem)
        self.in_drafts = "_drafts" in path.parts
        self.settings = settings
        self.front: dict[str, Any] = {}
        self.extra: dict[str, Any] = {}
        self.notes: list[str] = []
        self.categories: list[str] = []


def taken_over(values: dict[str, Any], name: str, settings: Settings, *, slug_of_title: bool) -> Taken:
    """The values of an article that stands in the file called `name`.

    The name may give the day. Without a slug one is made of the name, or of the title as Pelican does.
    """
    work = _Front(name, settings)
    for written, value in values.items():
        key = _MEANS.get(written, _MEANS.get(written.lower(), written))
        if value in (None, "", [], {}):
            continue
        if not _put(work, key, written, value):
            work.extra[written] = value
    if work.in_drafts:
        work.front["draft"] = True
    work.front.setdefault("date", work.day)
    title = work.front.get("title") if slug_of_title else ""
    work.front.setdefault("slug", slugify(title or work.stem))
    if work.extra:
        work.front["extra"] = work.extra
    return Taken(
        {key: value for key, value in work.front.items() if value}, tuple(work.notes), tuple(work.categories)
    )


def _put(work: _Front, key: str, written: str, value: Any) -> bool:
    """Whether the value found its place; False keeps it under `extra`."""
    front = work.front
    if key in _TEXTS and isinstance(value, str | int | float):
        front.setdefault(key, one_line(str(value)))
    elif key == "authors" and (names := _words(value, ",") if written != "author" else _words(value, "")):
        front["authors"] = names
    elif key in _MOMENTS:
        return _put_moment(work, key, written, value)
    elif key == "tags":
        return _put_tags(work, _words(value, "," if "," in str(value) else " "))
    elif key == "section":
        return _put_section(work, _words(value, " " if written == "categories" else ""))
    elif key == "slug" and isinstance(value, str | int):
        front["slug"] = slugify(str(value))
    elif key == "permalink" and isinstance(value, str):
        _put_permalink(work, value, in_lines=written in ("save_as", "url"))
    elif key == "aliases":
        front["aliases"] = [alias for text in _words(value, "") if (alias := _address(work, text, "aliases"))]
    elif key == "weight" and isinstance(value, int) and not isinstance(value, bool):
        front["weight"] = value
    elif (key == "draft" and isinstance(value, bool)) or (key == "published" and value is False):
        front["draft"] = front.get("draft", False) or value is (key == "draft")
    elif key == "status" and str(value).lower() in _KEPT_BACK:
        front["draft"] = True
    elif key == "extra" and isinstance(value, dict):
        work.extra.update(value)
    else:
        return key == "status"  # Pelican's others, such as `published`, are what is usual here
    return True


def _put_moment(work: _Front, key: str, written: str, value: Any) -> bool:
    text = moment(str(value))
    if text:
        work.front.setdefault(key, text)
    else:
        work.notes.append(f"{key}: '{one_line(str(value))}' under `{written}` is no date that can be read")
    return bool(text)


def _put_tags(work: _Front, tags: list[str]) -> bool:
    vocabulary = Vocabulary(work.settings.tags)
    known = tags if vocabulary.free else [found for tag in tags if (found := vocabulary.resolve(tag))]
    work.front["tags"] = list(dict.fromkeys([*work.front.get("tags", ()), *known]))
    unknown = [] if vocabulary.free else [tag for tag in tags if not vocabulary.resolve(tag)]
    if unknown:
        work.extra["tags"] = unknown
        told = ", ".join(unknown)
        work.notes.append(f"tags: not in the vocabulary and kept under `extra`: {told}")
    return True


def _put_section(work: _Front, names: list[str]) -> bool:
    work.categories += names
    sections = work.settings.sections
    keys = {name.casefold(): key for key, s in sections.items() for name in (key, s.label or key)}
    found = [keys[name.casefold()] for name in names if name.casefold() in keys]
    if found:
        work.front.setdefault("section", found[0])
    return len(names) == 1 and bool(found)


def _put_permalink(work: _Front, text: str, *, in_lines: bool) -> None:
    if ":" in text and "://" not in text:
        text = text.replace(":title", ":slug").replace(":categories", ":section")
        work.front["permalink"] = text if text.startswith("/") else f"/{text}"
        return
    # Pelican's `url` and `save_as`, and Hugo's `url`, may leave out the first slash.
    text = f"/{text}" if in_lines and not text.startswith("/") and "://" not in text else text
    if address := _address(work, text, "permalink"):
        work.front["permalink"] = address.removesuffix("index.html")


def _address(work: _Front, text: str, key: str) -> str:
    """The address if it can be one here; else "", and a note."""
    why = why_not_a_permalink(text)
    if why:
        work.notes.append(f"{key}: '{one_line(text)}' cannot be an address here: {why}")
    return "" if why else text


def _words(value: Any, split: str) -> list[str]:
    """A list of texts, or one text that is split at the sign; other things than texts are left out."""
    items = value if isinstance(value, list) else str(value).split(split) if split else [str(value)]
    return [text for item in items if isinstance(item, str | int | float) and (text := one_line(str(item)))]
