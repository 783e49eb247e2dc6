"""Caddy: reads nothing from the site's folder, so there is a sample of a Caddyfile for who runs it
(https://caddyserver.com/docs/caddyfile).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from urllib.parse import quote

from site_builder.hosting.facts import Facts
from site_builder.hosting.host import Limits
from site_builder.hosting.policy import HEADER, policies, security_headers
from site_builder.hosting.serving import ASK_AGAIN, FOR_GOOD, HASHED, UNUSUAL

LABEL = "Caddy"
FILES: Mapping[str, Callable[[Facts], str]] = {}
LIMITS = Limits()
_CODINGS = {"brotli": "br", "gzip": "gzip"}
_HIDDEN = ".* _headers _redirects CNAME"


def sample(facts: Facts, folder: str) -> str:
    """A site block of a Caddyfile; the site is copied to the folder."""
    return "".join(f"{line}\n" for line in _lines(facts, folder.rstrip("/")))


SAMPLE = sample


def _lines(facts: Facts, folder: str) -> Iterator[str]:
    yield f"{facts.host} {{"
    yield from _headers(facts)
    for number, (end, type_) in enumerate(UNUSUAL.items(), 1):
        yield f"\t@type{number} path *{end}"
        yield f"\theader @type{number} {{\n\t\tContent-Type {type_}\n\t\tdefer\n\t}}"
    for former, now in facts.moved():
        yield f'\tredir "{former}" "{quote(now)}" 301'
    if facts.base_path:
        yield f'\tredir "{facts.base_path}" {facts.address("/")} 301'
    codings = " ".join(_CODINGS[name] for name in _CODINGS if name in facts.hosting.compress)
    for opening, rewriting in ((_handle(facts), ""), ("handle_errors", "rewrite * /404.html")):
        yield f"\t{opening} {{"
        if rewriting:
            yield f"\t\t{rewriting}"
            if facts.hosting.caching:
                yield "\t\theader Cache-Control no-cache"
        yield f'\t\troot * "{folder}"'
        yield "\t\tfile_server {"
        yield f"\t\t\thide {_HIDDEN}"
        if codings:
            yield f"\t\t\tprecompressed {codings}"
        yield "\t\t}"
        yield "\t}"
    yield "}"


def _handle(facts: Facts) -> str:
    return f'handle_path "{facts.base_path}/*"' if facts.base_path else "handle"


def _headers(facts: Facts) -> Iterator[str]:
    found = policies(facts)
    elsewhere = []
    for number, (permalink, policy) in enumerate(list(found.items())[1:], 1):
        yield f'\t@part{number} path "{facts.base_path}{permalink}*"'
        yield f'\theader @part{number} {HEADER} "{policy}"'
        elsewhere.append(f'"{facts.base_path}{permalink}*"')
    if found:
        if elsewhere:
            yield f"\t@elsewhere not path {' '.join(elsewhere)}"
        yield f'\theader {"@elsewhere " if elsewhere else ""}{HEADER} "{found["/"]}"'
    for name, value in security_headers(facts).items():
        yield f'\theader {name} "{value}"'
    if facts.hosting.caching:
        yield f'\t@hashed path_regexp "/{HASHED}"'
        yield f'\t@changing not path_regexp "/{HASHED}"'
        yield f'\theader @hashed Cache-Control "{FOR_GOOD}"'
        yield f'\theader @changing Cache-Control "{ASK_AGAIN}"'
