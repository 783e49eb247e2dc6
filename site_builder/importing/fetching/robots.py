"""What a site asks of programs (robots.txt, RFC 9309). Knows no article.

Read by Protego, not by the standard library's `urllib.robotparser`: that knows neither `*` and `$` in
paths nor that the longest rule wins, and so allows pages that their sites mean to forbid. A robots.txt
that is not there (any 4xx but 429) allows everything; one that cannot be had forbids everything, for
this run. Either is remembered for its host as long as the fetcher lives.
Loaded when something is fetched: it needs httpx and protego.
"""

from __future__ import annotations

import threading

import httpx
from msgspec import Struct
from protego import Protego

from site_builder.importing.fetching.failures import FetchFailed, robots_forbid, robots_unknown
from site_builder.importing.fetching.limits import Limits
from site_builder.importing.fetching.pacing import Pacing
from site_builder.importing.fetching.requesting import Answer, Requests, web_address

AGENT = "site-builder"  # the name that a robots.txt may call this program by
_LARGEST = 1_000_000  # bytes; RFC 9309 wants 500 KiB read at least
_REDIRECTS = 5  # RFC 9309, section 2.3.1.2


class _Asked(Struct, frozen=True):
    """What came of asking one host."""

    rules: Protego | None = None  # None when there are none
    failure: FetchFailed | None = None


class Robots:
    """The wishes of hosts, each asked for once. Thread-safe."""

    def __init__(self, requests: Requests, pacing: Pacing, limits: Limits) -> None:
        self._requests = requests
        self._pacing = pacing
        self._limits = limits
        self._lock = threading.Lock()
        self._turns: dict[httpx.URL, threading.Lock] = {}
        self._asked: dict[httpx.URL, _Asked] = {}

    def pace_at(self, url: httpx.URL) -> float:
        """Seconds until the request after this one. Raises FetchFailed when the page is not to be fetched."""
        asked = self._of(url.copy_with(raw_path=b"/robots.txt"))
        if asked.failure:
            raise asked.failure
        if not asked.rules:
            return self._limits.pace
        if not asked.rules.can_fetch(str(url), AGENT):
            raise robots_forbid(url.host)
        wish = asked.rules.crawl_delay(AGENT) or 0.0
        return max(self._limits.pace, min(wish, self._limits.longest_pace))

    def _of(self, address: httpx.URL) -> _Asked:
        with self._lock:
            turn = self._turns.setdefault(address, threading.Lock())
        with turn:  # of several threads at one new host one asks, and the others wait for what it hears
            if address not in self._asked:
                self._asked[address] = self._ask(address)
            return self._asked[address]

    def _ask(self, address: httpx.URL) -> _Asked:
        try:
            answer = self._get(address)
        except FetchFailed as failed:
            # That a host is private or cannot be reached is the news, not that it has no robots.txt.
            plain = failed.code in ("private-address", "no-connection", "bad-certificate", "not-fetched")
            return _Asked(failure=failed if plain else robots_unknown(address.host, failed.message))
        if answer.status == 200:
            return _Asked(Protego.parse(answer.body.decode("utf-8-sig", "replace")))
        if answer.status == 429 or answer.status >= 500:
            why = f"the server answers {answer.status} {answer.reason}".rstrip()
            return _Asked(failure=robots_unknown(address.host, why))
        return _Asked()

    def _get(self, address: httpx.URL) -> Answer:
        """The last answer of the chain; one redirect too many is an answer too, and allows everything."""
        for _ in range(_REDIRECTS + 1):
            self._pacing.take_turn(address.host, self._limits.pace)
            answer = self._requests.get(address, lambda kind: True, size=_LARGEST)
            if not answer.location:
                break
            address = web_address(answer.location, address)
        return answer
