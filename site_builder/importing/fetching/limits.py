"""How much, how long and how often: the bounds of fetching."""

from __future__ import annotations

from msgspec import Struct


class Limits(Struct, frozen=True, kw_only=True):
    """Bounds of one request, and of the requests to one host. Times are in seconds."""

    size: int = 20_000_000  # bytes of a body, as sent and as decoded
    connecting: float = 10.0  # until a connection to one address stands
    silence: float = 15.0  # without a single byte
    total: float = 60.0  # of one request, its name lookup included; a redirect is a new request
    redirects: int = 5
    pace: float = 1.0  # between the beginnings of two requests to one host
    longest_pace: float = 30.0  # the most of a robots.txt's Crawl-delay that is honoured
