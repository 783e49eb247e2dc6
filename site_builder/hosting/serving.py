"""How a published file is to be served: its media type, and how long a browser may keep it. Knows paths.

For servers' configurations, and for stores that are told of each object.
"""

from __future__ import annotations

import re

from site_builder.content.feeds import FORMATS

FOR_GOOD = "public, max-age=31536000, immutable"  # a year: what has a digest in its name never changes
ASK_AGAIN = "public, max-age=0, must-revalidate"  # kept, and asked for each time whether it has changed
# As a regular expression that nginx, Apache and Python read alike: files whose names carry a digest.
HASHED = r"assets/(.+\.)?[0-9a-f]{10}(\.[A-Za-z0-9]+)?$"

# By the end of a file's name, the particular before the general.
_TYPES = {
    **{f"/{form.file}": form.type for form in FORMATS.values()},
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".json": "application/json",
    ".xml": "application/xml",
    ".opml": "text/x-opml; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".ico": "image/x-icon",
    ".pdf": "application/pdf",
    ".epub": "application/epub+zip",
    ".eml": "message/rfc822",
    ".woff2": "font/woff2",
    ".wasm": "application/wasm",
    ".csv": "text/csv; charset=utf-8",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
}
_NAMES = {".mjs", ".opml", ".webmanifest", ".avif", ".eml"}
# Those that servers do not know, or take for something else, without character sets.
UNUSUAL = {
    end: type_.partition(";")[0] for end, type_ in _TYPES.items() if end.startswith("/") or end in _NAMES
}
_HASHED = re.compile(HASHED)


def media_type(path: str) -> str:
    """The media type of a file below the output folder, with its character set where it is a text that
    does not say it itself; `application/octet-stream` where it is not known.
    """
    name = f"/{path}".lower()
    return next((type_ for end, type_ in _TYPES.items() if name.endswith(end)), "application/octet-stream")


def cache_control(path: str) -> str:
    """The Cache-Control of a file below the output folder."""
    return FOR_GOOD if _HASHED.match(path) else ASK_AGAIN
