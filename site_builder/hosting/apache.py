"""Apache: reads `.htaccess`, where `AllowOverride FileInfo` lets it (https://httpd.apache.org/docs/2.4/).

Every part asks for its module first, so that a server without one still serves the pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from site_builder.hosting.facts import Facts
from site_builder.hosting.host import Limits
from site_builder.hosting.policy import HEADER, policies, security_headers
from site_builder.hosting.serving import ASK_AGAIN, FOR_GOOD, HASHED, UNUSUAL

LABEL = "Apache"
SAMPLE = None
LIMITS = Limits()
_ENDINGS = r"\.(br|gz)"
_CODINGS = {"brotli": ("br", "br"), "gzip": ("gzip", "gz")}  # the name in headers, the end of the file


def htaccess(facts: Facts) -> str:
    """The text of `.htaccess` for the folder that the site is copied to."""
    parts = [
        _part("", _files(facts)),
        _part("mod_alias.c", _redirects(facts)),
        _part("mod_headers.c", _headers(facts)),
        _part("mod_rewrite.c", _compressed(facts)),
    ]
    return "\n".join(part for part in parts if part)


def _part(module: str, lines: Iterator[str]) -> str:
    text = "".join(f"{line}\n" for line in lines)
    return f"<IfModule {module}>\n{text}</IfModule>\n" if text and module else text


def _files(facts: Facts) -> Iterator[str]:
    yield f"ErrorDocument 404 {facts.address('/404.html')}"
    yield "AddDefaultCharset utf-8"
    yield "AddCharset utf-8 .css .js .txt .opml"
    for end, type_ in UNUSUAL.items():
        name = rf"^{re.escape(end[1:])}" if end[0] == "/" else re.escape(end)
        yield rf'<FilesMatch "{name}({_ENDINGS})?$">'
        yield f"ForceType {type_}"
        yield "</FilesMatch>"


def _redirects(facts: Facts) -> Iterator[str]:
    yield r'RedirectMatch 404 "/(\.(?!well-known/)|(_headers|_redirects|CNAME)$)"'
    for former, now in facts.moved():
        yield f'RedirectMatch 301 "^{re.escape(former)}$" "{_plain(quote(now))}"'


def _plain(text: str) -> str:
    """A text in which nothing stands for what a pattern found."""
    return text.replace("$", r"\$").replace("&", r"\&")


def _headers(facts: Facts) -> Iterator[str]:
    for name, value in security_headers(facts).items():
        yield f'Header always set {name} "{value}"'
    for permalink, policy in policies(facts).items():
        line = f'Header always set {HEADER} "{policy}"'
        if permalink == "/":
            yield line
        else:
            yield from (
                f'<If "%{{REQUEST_URI}} =~ m#^{re.escape(facts.base_path + permalink)}#">',
                line,
                "</If>",
            )
    if facts.hosting.caching:
        yield f'Header set Cache-Control "{ASK_AGAIN}"'
        yield f'<If "%{{REQUEST_URI}} =~ m#/{HASHED.removesuffix("$")}({_ENDINGS})?$#">'
        yield f'Header set Cache-Control "{FOR_GOOD}"'
        yield "</If>"


def _compressed(facts: Facts) -> Iterator[str]:
    chosen = [_CODINGS[name] for name in _CODINGS if name in facts.hosting.compress]
    if not chosen:
        return
    yield "RewriteEngine On"
    yield f"RewriteBase {facts.address('/')}"
    for coding, end in chosen:
        yield rf'RewriteCond "%{{HTTP:Accept-Encoding}}" "\b{coding}\b"'
        yield rf'RewriteCond "%{{REQUEST_FILENAME}}.{end}" -f'
        yield rf'RewriteRule "^(.+\.[a-z]+)$" "$1.{end}" [E=no-gzip:1,E=no-brotli:1,L]'
    yield rf'<FilesMatch "\.[a-z]+{_ENDINGS}$">'
    yield "RemoveType .gz"
    yield "RemoveLanguage .br"  # which is Breton
    yield "AddEncoding br .br"
    yield "AddEncoding gzip .gz"
    yield "</FilesMatch>"
    yield "<IfModule mod_headers.c>"
    yield "Header append Vary Accept-Encoding"
    yield "</IfModule>"


FILES = {".htaccess": htaccess}
