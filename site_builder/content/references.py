"""Links and pictures in an article: which may stand, where they point, and how they are filled in.

Knows one article's path and nothing of any other: whether a target exists, and at which address, is
asked later. Until then a mark stands in the HTML, as the whole value of an `href` or `src`:

    \\x02kind target#fragment\\x03

`kind` is `article` (a Markdown file below content/), `file` (any other file there), `image` (such a
file in a picture) or `site` (a path from the site's root, such as /about/). Texts hold no control
characters, so nothing that an author types can be taken for a mark.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from html import escape, unescape
from typing import Literal, NamedTuple
from urllib.parse import quote, unquote

from site_builder.content.article import SourcePath
from site_builder.problems import Level, Place, Problem

MARK_START, MARK_END = "\x02", "\x03"
SCHEMES = frozenset({"http", "https", "mailto", "tel"})

MarkKind = Literal["article", "file", "image", "site"]

_MARK = re.compile(r' (href|src)="\x02(article|file|image|site) ([^\x03"#]*)#([^\x03"]*)\x03"')
_SCHEME = re.compile(r"[^/?#:]*:")
_WEB = re.compile(r"https?://[^/?#\\]", re.IGNORECASE)
# Browsers drop these inside a URL before they look for its scheme: "java&Tab;script:" is no riddle to them.
_UNSEEN = re.compile("[\x00-\x20\x7f-\xa0\xad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")
_CLEAN = re.compile(r"[A-Za-z0-9._~%/:-]*")
_AS_TYPED = "%/?:@!$&'()*+,;=~"  # what stays as it is in a URL that somebody typed


class Fault(NamedTuple):
    """Why a destination is refused or doubtful: a problem that has no place yet."""

    level: Level
    code: str
    message: str
    remedy: str

    def at(self, place: Place) -> Problem:
        """The problem that the fault is at a place."""
        return Problem(
            level=self.level, code=self.code, place=place, message=self.message, remedy=self.remedy
        )


class Destination(NamedTuple):
    """What is to be done with one link or picture."""

    value: str  # for the attribute: a URL or a mark; "" when the attribute must go
    external: bool = False  # whether it leads to another host
    kind: MarkKind | None = None  # of the mark, when `value` is one
    target: str = ""  # below content/, normalised and decoded; for site a URL's path as typed
    fragment: str = ""  # decoded; of this very page when `kind` is None
    fault: Fault | None = None


class Picture(NamedTuple):
    """An image's address and its size in pixels, where the size is known."""

    url: str  # the link, or the address on the web
    width: int | None = None  # in pixels
    height: int | None = None  # in pixels


Resolve = Callable[[MarkKind, str, str], str | Picture]


def judge(typed: str, path: SourcePath, *, picture: bool = False) -> Destination:
    """Where `typed`, the destination of a link or picture in the article at `path`, leads.

    http, https, mailto and tel may stand (a picture: http and https); `//host` becomes https. A path
    is taken from the article's folder, from content/ when it begins with `/` and ends in `.md`, and
    from the site's root when it begins with `/` otherwise. A query after a path in content/ is left
    out: files have none. Every other destination is refused with its fault.
    """
    if _WEB.match(typed):
        return Destination(_clean(typed), external=True)
    seen = _UNSEEN.sub("", typed).replace("\\", "/")
    if seen.startswith("//"):
        return judge("https:" + seen, path, picture=picture) if seen.strip("/") else _refused(typed)
    if scheme := _SCHEME.match(seen):
        name = scheme[0][:-1].casefold()
        if _WEB.match(seen):
            return Destination(_clean(seen), external=True)
        allowed = name in SCHEMES and not name.startswith("http") and not picture
        return Destination(_clean(seen)) if allowed else _refused(typed)
    if not seen:
        return Destination("", fault=_EMPTY)
    before, _, fragment = typed.strip().partition("#")
    fragment = unquote(fragment)
    pathname = before.replace("\\", "/").partition("?")[0]
    if not pathname:
        return Destination(_clean(typed.strip()), fragment=fragment)
    decoded = unquote(pathname)
    rooted = pathname.startswith("/")
    if rooted and (picture or not decoded.endswith(".md")):
        address = _clean(before.replace("\\", "/"))
        return _marked("site", address, fragment)._replace(target=address.partition("?")[0])
    folder = "" if rooted else posixpath.dirname(path)
    target = posixpath.normpath(posixpath.join(folder, decoded.lstrip("/")))
    if target == ".." or target.startswith("../"):
        return Destination("", fault=_outside(typed))
    kind: MarkKind = "image" if picture else "article" if target.endswith(".md") else "file"
    return _marked(kind, target, fragment)


def fill_references(html: str, resolve: Resolve) -> str:
    """`html` with every mark replaced by what `resolve(kind, target, fragment)` says.

    For article, file and image, `target` is a path below content/; for site, a URL's path as it was
    typed, with its query. `fragment` is decoded and may be "". The answer is a URL with all its parts,
    or for an image a `Picture`, whose size is written too. "" means that it leads nowhere: the
    attribute goes, the text stays. HTML without a mark is returned as it is.
    """
    if MARK_START not in html:
        return html

    def filled(match: re.Match[str]) -> str:
        attribute, kind, target, fragment = match.groups()
        target = unescape(target) if kind == "site" else unquote(unescape(target))
        answer = resolve(kind, target, unquote(unescape(fragment)))  # type: ignore[arg-type]  # _MARK matches kinds only
        url, width, height = answer if isinstance(answer, Picture) else Picture(answer)
        if not url:
            return ""
        size = f' width="{width}" height="{height}"' if width and height and attribute == "src" else ""
        return f' {attribute}="{escape(url)}"{size}'

    return _MARK.sub(filled, html)


def _marked(kind: MarkKind, target: str, fragment: str) -> Destination:
    written = target if kind == "site" else quote(target, errors="replace")
    value = f"{MARK_START}{kind} {written}#{quote(fragment, errors='replace')}{MARK_END}"
    return Destination(value, kind=kind, target=target, fragment=fragment)


def _clean(url: str) -> str:
    """A URL with whatever must not stand in one percent-encoded."""
    if _CLEAN.fullmatch(url):
        return url
    return quote(url, safe=_AS_TYPED + "#[]", errors="replace")


_EMPTY = Fault(
    "warning", "empty-link", "the link leads nowhere", "Write its destination between the round brackets."
)


def _refused(typed: str) -> Destination:
    shown = typed if len(typed) <= 60 else typed[:60] + "…"
    fault = Fault(
        "warning",
        "unsafe-link",
        f"'{shown}' may not be linked",
        "Links may lead to http, https, mailto and tel, and to files of this site. The text was kept.",
    )
    return Destination("", fault=fault)


def _outside(typed: str) -> Fault:
    return Fault(
        "error",
        "outside-content",
        f"'{typed}' leads out of the content folder",
        "Move the file below the content folder, or link to its page by a path such as /about/.",
    )
