"""One key for all the ways to write a page's address, so that a page is known when it comes again.

Knows no network: two addresses of which only their server knows that they are one have two keys. What
counts as equal follows RFC 3986, section 6.2; beyond that http is https here, `www.` is nothing, and
what advertisers and newsletters hang on to an address says nothing of the page.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode, urlsplit

_WEB = {"http": 80, "https": 443}
_TRACKING = re.compile(
    r"utm_\w+|at_\w+|ns_\w+|mc_[ce]id|(?:fb|g|dc|y|tw|tt|ms)cl(?:k)?id|gclsrc|igshid|_g[al]|ocid|cmpid|smid"
    r"|cmp|xtor|ftag|__twitter_impression|feedtype|feedname",
    re.IGNORECASE,
)
_SAFE = "/:@!$&'()*+,;=~-._"  # what a path may hold unescaped
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")


def url_key(url: str) -> str:
    """The key of a page's address; "" for what is no address of a single page on the web.

    A host alone is nobody's address: what stands there changes every day.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.scheme not in _WEB or not host:
        return ""
    host = host.rstrip(".").removeprefix("www.")
    if port and port != _WEB[parts.scheme]:
        host = f"{host}:{port}"
    path = "/".join(map(_escaped, parts.path.split("/"))).rstrip("/")
    asked = (
        pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(pair[0])
    )
    query = urlencode(sorted(asked))
    if not path and not query:
        return ""
    return f"{host}{path}?{query}" if query else f"{host}{path}"


def _escaped(segment: str) -> str:
    """A segment of a path with only those characters escaped that have to be."""
    if _ESCAPE.search(segment):
        return quote(unquote_to_bytes(segment), safe=_SAFE.replace("/", ""))
    return quote(segment, safe=_SAFE.replace("/", ""))
