"""Where everything lives: slugs, permalinks, output paths, and the one function that makes links.

A *permalink* is a path from the site's root, not percent-encoded, that ends in `/` or in a file
name: `/2012/03/12/homs/`. Its *output path* is the file that a static host serves for it:
`2012/03/12/homs/index.html`. A *link* is what stands in a page.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote, urlsplit

from msgspec import Struct

from site_builder.content.article import Article

PRESETS = {
    "pretty": "/:year/:month/:day/:slug/",
    "date": "/:year/:month/:day/:slug.html",
    "none": "/:slug/",
}
LONGEST_SLUG = 80  # characters
LONGEST_SLUG_BYTES = 180  # a file name has room for 255; ".html" and temporary endings need some

_APART = re.compile(r"[\s_‐-―−-]+")
_NO_ASCII_SLUG = re.compile(r"[^a-z0-9]+")
_TOKEN = re.compile(r":([a-z]+)")
# Names that a file system or this site's own addresses have a meaning for.
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|page|index|404|assets)")


def slugify(text: str) -> str:
    """A readable part of an address: lower-case letters, marks and digits of any script, and hyphens.

    Never empty, never a reserved name, at most LONGEST_SLUG characters; where that takes something
    away, six digits of a digest of the text stand at the end, the same on every machine.
    """
    text = unicodedata.normalize("NFC", text)
    slug = _hyphenated(text)
    if len(slug) > LONGEST_SLUG or len(slug.encode()) > LONGEST_SLUG_BYTES:
        return f"{_shortened(slug)}-{_digest(text)}"
    if not slug or _RESERVED.fullmatch(slug):
        return f"{slug}-{_digest(text)}".lstrip("-")
    return slug


def term_slugs(terms: Iterable[str]) -> dict[str, str]:
    """A slug for each term, no two alike, so that no two terms share a page.

    A term that loses more than its spacing and case on the way (C++, .NET) carries a digest whether
    or not it would clash, so that a new term never moves the page of an old one. Of terms that still
    meet (Syria, syria) the one that is its own slug keeps it.
    """
    terms = tuple(terms)
    distinct = sorted({unicodedata.normalize("NFC", term) for term in terms})
    slugs = {term: slugify(term) if _is_plain(term) else _with_digest(term) for term in distinct}
    taken: dict[str, str] = {}
    for term in sorted(distinct, key=lambda t: (slugs[t] != t, t)):
        length = 6
        while taken.setdefault(slugs[term], term) != term:
            slugs[term] = _with_digest(term, length)
            length += 2
    return {term: slugs[unicodedata.normalize("NFC", term)] for term in terms}


def article_permalink(article: Article, pattern: str) -> str:
    """The article's permalink by the site's pattern or its own. Needs a date where the pattern does."""
    if article.permalink:
        return article.permalink
    if article.kind == "page":
        return f"/{article.slug}/"
    day = article.date.day if article.date else None
    values = {
        "year": f"{day.year:04}" if day else "",
        "month": f"{day.month:02}" if day else "",
        "day": f"{day.day:02}" if day else "",
        "slug": article.slug,
    }
    names = {
        "title": article.title,
        "section": article.section or "articles",
        "source": article.source.name if article.source else "own",
    }
    filled = PRESETS.get(pattern, pattern)
    return _TOKEN.sub(lambda m: slugify(names[m[1]]) if m[1] in names else values[m[1]], filled)


def why_not_a_permalink(text: str) -> str:
    """What keeps a hand-written permalink or alias from being one, in words; "" when nothing does."""
    if not text.startswith("/"):
        return "it does not begin with '/'"
    if text.startswith("//") or "\\" in text or "//" in text:
        return "it has an empty part or a backslash"
    if any(ord(c) < 32 or c in '<>:"|?*%#' for c in text):
        return 'it has a character that an address cannot carry on every host (< > : " | ? * % #)'
    parts = text.strip("/").split("/")
    if any(p in {".", ".."} for p in parts):
        return "it leaves its folder by '..'"
    if any(p.endswith((".", " ")) or p.startswith(" ") for p in parts):
        return "a part of it begins or ends with a space or a full stop"
    if any(len(p.encode()) > 200 for p in parts):
        return "a part of it is longer than 200 bytes"
    return ""


def output_path(permalink: str) -> str:
    """The file below output/ that a static host serves for the permalink."""
    path = permalink.lstrip("/")
    if not path or path.endswith("/"):
        return f"{path}index.html"
    return path if "." in posixpath.basename(path) else f"{path}/index.html"


def paged(permalink: str, number: int) -> str:
    """The permalink of a list's page, the first being the list's own."""
    return permalink if number == 1 else f"{permalink}page/{number}/"


class Links(Struct, frozen=True):
    """How links are written on this site."""

    origin: str = ""  # scheme and host of base_url
    base_path: str = ""  # path of base_url without a final slash: "" or "/digest"
    relative: bool = False  # links go from file to file, for a folder opened from disk
    full: bool = False  # links begin with the origin, for what is read elsewhere, such as feeds

    @classmethod
    def of(cls, base_url: str, relative: bool) -> Links:
        """From the settings' base_url; an empty one gives links that only work on their own host."""
        parts = urlsplit(base_url)
        origin = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
        return cls(origin, parts.path.rstrip("/"), relative)

    def link(self, permalink: str, from_path: str, end: str = "", *, copied: bool = False) -> str:
        """The link to a permalink, as it stands in the output file `from_path`.

        `end` is what follows it: a query or fragment, percent-encoded, with its sign. A `copied` file
        keeps its name, be it with an ending or without.
        """
        if self.full:
            return f"{self.absolute(permalink)}{end}"
        if not self.relative:
            return f"{self.base_path}{_quoted(permalink)}{end}"
        path = permalink[1:] if copied else output_path(permalink)
        target = quote(posixpath.relpath(path, posixpath.dirname(from_path) or "."))
        # A colon in the first part would be read as a scheme.
        return f"{target if '/' in target else f'./{target}'}{end}"

    def in_full(self) -> Links:
        """The same, but every link is a full URL: for what is read elsewhere than on the site."""
        return Links(self.origin, self.base_path, full=True)

    def absolute(self, permalink: str) -> str:
        """The full URL of a permalink."""
        return f"{self.origin}{self.base_path}{_quoted(permalink)}"


@lru_cache(maxsize=1 << 16)
def _quoted(permalink: str) -> str:
    """A permalink percent-encoded. The same few stand on every page."""
    return quote(permalink)


def _hyphenated(text: str) -> str:
    if text.isascii():  # all of the below at once
        return _NO_ASCII_SLUG.sub("-", text.lower().replace("'", "")).strip("-")
    text = _APART.sub("-", text.lower().replace("'", "").replace("’", ""))
    kept = "".join(c if c == "-" or unicodedata.category(c)[0] in "LMN" else "-" for c in text)
    return re.sub(r"-{2,}", "-", unicodedata.normalize("NFC", kept)).strip("-")


def _is_plain(text: str) -> bool:
    return all(unicodedata.category(c)[0] in "LMN" for c in _APART.sub("", text))


def _with_digest(text: str, length: int = 6) -> str:
    return f"{_shortened(_hyphenated(text))}-{_digest(text, length)}".lstrip("-")


def _shortened(slug: str) -> str:
    room = LONGEST_SLUG - 9
    short = slug[:room]
    while len(short.encode()) > LONGEST_SLUG_BYTES - 9:
        short = short[:-1]
    at_word = short.rpartition("-")[0] if len(short) < len(slug) and slug[len(short)] != "-" else short
    return (at_word if len(at_word) > room // 2 else short).strip("-")


def _digest(text: str, length: int = 6) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()[:length]
