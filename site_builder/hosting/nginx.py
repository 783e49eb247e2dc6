"""nginx: reads nothing from the site's folder, so there is a sample of a `server` for who runs it
(https://nginx.org/en/docs/).

Everything stands in the `server`: names that a file shares with others, such as those of a `map`, would
meet where one nginx serves two sites.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import quote

from site_builder.hosting.facts import Facts
from site_builder.hosting.host import Limits
from site_builder.hosting.policy import HEADER, policies, security_headers
from site_builder.hosting.serving import ASK_AGAIN, FOR_GOOD, HASHED, UNUSUAL

LABEL = "nginx"
FILES: Mapping[str, Callable[[Facts], str]] = {}
LIMITS = Limits()
_WITH_CHARSET = "text/css text/javascript application/javascript text/plain text/x-opml"  # and text/html


def sample(facts: Facts, folder: str) -> str:
    """A `server` for the site, which is copied to the folder."""
    return "".join(f"{line}\n" for line in _lines(facts, folder.rstrip("/")))


SAMPLE = sample


def _lines(facts: Facts, folder: str) -> Iterator[str]:
    compress = facts.hosting.compress
    root = facts.address("/")
    yield "server {"
    yield "    listen 80;  # add `listen 443 ssl;` with your certificate, and Strict-Transport-Security"
    yield f"    server_name {facts.host};"
    yield "    absolute_redirect off;"
    yield "    server_tokens off;"
    yield "    charset utf-8;"
    yield f"    charset_types {_WITH_CHARSET};"
    yield f"    error_page 404 {_word(facts.base_path + '/404.html')};"
    yield f"    error_page 403 =404 {_word(facts.base_path + '/404.html')};  # a folder without a page"
    if compress:
        yield "    gzip_vary on;"
        if "gzip" in compress:
            yield "    gzip_static on;"
        if "brotli" in compress:
            yield "    brotli_static on;  # a module of its own, Debian's libnginx-mod-http-brotli-static"
    yield from _headers(facts)
    yield ""
    yield f"    location {_word(facts.base_path + '/')} {{"
    yield f"        alias {_word(folder + '/')};"
    yield "        index index.html;"
    for end, type_ in UNUSUAL.items():
        yield f'        location ~ "{re.escape(end)}$" {{ types {{ }} default_type {type_}; }}'
    yield r'        location ~ "/(\.(?!well-known/)|(_headers|_redirects|CNAME)$)" { return 404; }'
    yield "    }"
    if facts.base_path:
        yield f"    location = {_word(facts.base_path)} {{ return 301 {root}; }}"
    for former, now in facts.moved():
        yield f"    location = {_word(former)} {{ return 301 {_word(quote(now))}; }}"
    yield "}"


def _headers(facts: Facts) -> Iterator[str]:
    for name, value in security_headers(facts).items():
        yield f'    add_header {name} "{value}" always;'
    for permalink, policy in policies(facts).items():
        setting = f'set $policy "{policy}";'
        where = re.escape(facts.base_path + permalink)
        yield f"    {setting}" if permalink == "/" else f'    if ($uri ~ "^{where}") {{ {setting} }}'
    if facts.hosting.security:
        yield f"    add_header {HEADER} $policy always;"
    if facts.hosting.caching:
        yield f'    set $keep "{ASK_AGAIN}";'
        yield f'    if ($uri ~ "/{HASHED}") {{ set $keep "{FOR_GOOD}"; }}'
        yield "    add_header Cache-Control $keep;"


def _word(text: str) -> str:
    """A text as one word of the configuration."""
    return text if re.fullmatch(r"[\w./%~-]+", text, re.ASCII) else f'"{text}"'
