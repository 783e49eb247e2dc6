"""How published files are to be served: their media types, and how long a browser may keep them. Knows paths.

For servers' configurations, and for stores that are told of each object.
"""

from __future__ import annotations

from site_builder import media_types
from site_builder.content.feeds import FORMATS
from site_builder.media_types import TYPES

FOR_GOOD = "public, max-age=31536000, immutable"  # a year: what has a digest in its name never changes
ASK_AGAIN = "public, max-age=0, must-revalidate"  # kept, and asked for each time whether it has changed
# As a regular expression that nginx, Apache and Python read alike: files whose names carry a digest.
HASHED = r"assets/(.+\.)?[0-9a-f]{10}(\.[A-Za-z0-9]+)?$"

_FEEDS = {f"/{form.file}": form.type for form in FORMATS.values()}
_STRANGE = ("mjs", "opml", "webmanifest", "avif", "eml")
# By the end of a file's name: what servers do not know, or take for something else, without character sets.
UNUSUAL = {
    end: type_.partition(";")[0]
    for end, type_ in {**_FEEDS, **{f".{ending}": TYPES[ending] for ending in _STRANGE}}.items()
}
# Their texts say themselves how they are encoded, or can be encoded in one way only.
_SAYING = ("application/json", "application/manifest+json", "application/xml")


def media_type(path: str) -> str:
    """The media type of a file below the output folder, with its character set where it is a text that
    does not say it itself; `application/octet-stream` where it is not known.
    """
    name = f"/{path}".lower()
    for end, type_ in _FEEDS.items():
        if name.endswith(end):
            return type_
    usual = media_types.media_type(path)
    return usual.partition(";")[0] if usual.startswith(_SAYING) else usual
