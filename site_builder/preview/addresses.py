"""Which output a request means, and what kind of file it is, as static hosts have it. Pure.

A request names no file of the disk: its path is decoded once and looked up among the outputs that the site
promises. So there is nothing to climb out of, in whatever encoding.
"""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address
from urllib.parse import quote, unquote, unquote_to_bytes, urlsplit

from msgspec import Struct

_FOR_HOSTS = {"_headers", "_redirects"}  # which show them to nobody, as they do names that begin with a dot …
_OPEN = ".well-known"  # … but for this one (RFC 8615)


class Meant(Struct, frozen=True):
    """What a request means: an output, or another address, or neither."""

    path: str = ""  # of an output
    redirect: str = ""  # to an address on this host


def meant(raw: bytes, base_path: str, has: Callable[[str], bool]) -> Meant:
    """The output that the path of a request means; `has` says of an output path whether it is promised.

    `base_path` is where the site lies on its host: "" or "/digest". Outside of it there is nothing; its root
    leads there.
    """
    try:
        path = unquote_to_bytes(raw).decode()
    except UnicodeDecodeError:
        return Meant()
    if not path.startswith("/") or "\0" in path or "\\" in path:
        return Meant()
    base_path = unquote(base_path)
    if base_path and path in {"/", base_path}:
        return Meant(redirect=f"{quote(base_path)}/")
    if base_path and not path.startswith(f"{base_path}/"):
        return Meant()
    inside = path[len(base_path) + 1 :]
    if inside in _FOR_HOSTS or any(part.startswith(".") and part != _OPEN for part in inside.split("/")):
        return Meant()
    if not inside or inside.endswith("/"):
        index = f"{inside}index.html"
        return Meant(index) if has(index) else Meant()
    if has(inside):
        return Meant(inside)
    if has(f"{inside}/index.html"):
        return Meant(redirect=quote(f"{path}/"))
    return Meant()


def is_allowed(host: str, names: frozenset[str]) -> bool:
    """Whether a request with this Host may be answered: one of the names, or an address in numbers.

    A page of somebody else can have its name lead here (DNS rebinding), but cannot make a browser send
    another Host than that name.
    """
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    if name in names or name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def is_own(origin: str, host: str, names: frozenset[str]) -> bool:
    """Whether a request with this Origin comes from a page of the preview itself."""
    parts = urlsplit(origin)
    return parts.scheme in {"http", "https"} and parts.netloc == host and is_allowed(host, names)


def byte_range(header: str, size: int) -> tuple[int, int] | None:
    """The first byte and the one after the last of `bytes=…`; None to send all: more than one, or not read.

    Raises ValueError where nothing of the range is there.
    """
    unit, _, spec = header.partition("=")
    first, dash, last = spec.strip().partition("-")
    if unit.strip() != "bytes" or not dash or "," in spec or not (first or last).isascii():
        return None
    if not (first or last).isdigit() or (last and not last.isdigit()):
        return None
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last) + 1, size) if first and last else size
    if start >= size or (not first and not int(last)):
        raise ValueError(header)
    return (start, end) if start < end else None
