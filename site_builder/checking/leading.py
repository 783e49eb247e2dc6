"""Where an address in a finished file leads: to an output, out of the site, or nowhere. Pure.

A static host is taken for what all of them do: `/a/` is `a/index.html`, and `/a` is the file `a` or that
folder's index. Queries are left out: files have none.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection
from typing import Literal, NamedTuple
from urllib.parse import unquote, urlsplit

from site_builder.content.permalinks import Links

_UNUSUAL = re.compile(r"[#?%]|//|/\.")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")


class Target(NamedTuple):
    """Where an address leads."""

    kind: Literal["output", "outside", "broken", "other"]  # `other`: on this host, and not below the site
    path: str = ""  # the output; of a broken one what was looked for
    fragment: str = ""  # decoded


_OUTSIDE, _OTHER = Target("outside"), Target("other")


class Leading:
    """Follows the addresses of one site."""

    def __init__(self, links: Links, outputs: Collection[str]) -> None:
        self._origin = links.origin.lower()
        self._base = links.base_path
        self._outputs = outputs
        self._known: dict[str, Target] = {}  # of addresses that mean the same on every page

    def target(self, address: str, page: str, base: str = "") -> Target:
        """Where an address in the output `page` leads; `base` is what the page says its links begin from."""
        if base:
            return self._followed(base, page, address)
        if address.startswith("/") or _SCHEME.match(address):
            known = self._known.get(address)
            if known is None:
                known = self._known[address] = self._absolute(address)
            return known
        return self._relative(address, page)

    def _followed(self, base: str, page: str, address: str) -> Target:
        from urllib.parse import urljoin

        here = f"{self._origin or 'http://site.invalid'}{self._base}/{page}"
        full = urljoin(urljoin(here, base), address)
        return self._absolute(full.removeprefix("http://site.invalid") if not self._origin else full)

    def _absolute(self, address: str) -> Target:
        if address.startswith("//"):
            address = f"https:{address}"
        if address[0] != "/" and not self._is_own(address):
            return _OUTSIDE
        path = address[len(self._origin) :] if address[0] != "/" else address
        if path.startswith(f"{self._base}/") and not _UNUSUAL.search(path):
            return self._at(path[len(self._base) + 1 :], "")
        if _SCHEME.match(address):
            parts = urlsplit(address)
            if f"{parts.scheme}://{parts.netloc}".lower() != self._origin:
                return _OUTSIDE
            path, fragment = parts.path or "/", parts.fragment
        else:
            path, _, fragment = address.partition("#")
            path = path.partition("?")[0]
        path = posixpath.normpath(path) + ("/" if path.endswith("/") and path != "/" else "")
        decoded = unquote(path)
        base = unquote(self._base)
        if decoded == base or decoded.startswith(f"{base}/"):
            return self._at(decoded[len(base) :].lstrip("/"), fragment)
        # What lacks the base path of a site under one is a mistake, when the site has such a page.
        inside = self._at(decoded.lstrip("/"), fragment)
        return Target("broken", decoded) if inside.kind == "output" and decoded != "/" else _OTHER

    def _is_own(self, address: str) -> bool:
        return bool(self._origin) and address[: len(self._origin)].lower() == self._origin

    def _relative(self, address: str, page: str) -> Target:
        path, _, fragment = address.partition("#")
        path = path.partition("?")[0]
        if not path:
            return Target("output", page, unquote(fragment))
        folder = posixpath.dirname(page)
        joined = posixpath.normpath(posixpath.join(folder, unquote(path)))
        if joined.startswith("../") or joined == "..":
            return _OTHER if self._base else Target("broken", joined)
        joined = "" if joined == "." else joined
        return self._at(f"{joined}/" if path.endswith("/") and joined else joined, fragment)

    def _at(self, path: str, fragment: str) -> Target:
        """The output at a decoded path below the site."""
        tries = [f"{path}index.html"] if not path or path.endswith("/") else [path, f"{path}/index.html"]
        for found in tries:
            if found in self._outputs:
                return Target("output", found, unquote(fragment))
        return Target("broken", f"/{path}")
