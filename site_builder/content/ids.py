"""Ids for feeds that never change: by them a reader knows what it has seen. Knows no address of the site.

Where the rule comes from, and what it costs: docs/decisions/0017-ids-do-not-know-the-address.md.
"""

from __future__ import annotations

import re
from urllib.parse import quote
from uuid import UUID, uuid5

# Any fixed UUID would do; this is that of the name "site-builder" in the namespace of DNS names.
_NAMESPACE = UUID("16fef8af-bc06-594b-84af-d805ef8d3170")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]+")
_SAFE = "/:?@!$&'()*+,;=~%#[]"  # may stand in a URI as they are (RFC 3986)


def permanent_id(name: str, authority: str, part: str = "") -> str:
    """The id of what has this name: a URI, the same for the same arguments and for no others.

    A name that is a URI already is its own id. Others become a `tag:` URI (RFC 4151) under the
    authority, "example.org,2012", or without one a UUID of the name (RFC 9562, version 5). `part` names
    a part of the thing, such as one correction of an article.
    """
    if _URI.fullmatch(name):
        whole = quote(name, safe=_SAFE)
    elif authority:
        whole = f"tag:{authority}:{quote(name, safe='/')}"
    else:
        whole = f"urn:uuid:{uuid5(_NAMESPACE, name)}"
    if not part:
        return whole
    if whole.startswith("urn:uuid:"):
        return f"urn:uuid:{uuid5(_NAMESPACE, f'{whole}#{part}')}"
    return f"{whole}/{quote(part, safe='/')}"
