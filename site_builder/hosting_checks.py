"""What must hold between the settings of `hosting` and others, and what a type cannot say. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from site_builder.nodes import Places
from site_builder.problems import Level, Problem, did_you_mean
from site_builder.settings import Settings

_DOMAIN = re.compile(
    r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+"
)
_READ_A_DOMAIN = ("github", "codeberg")
_READ_AT_THE_ROOT = ("netlify", "cloudflare")
# Of Content Security Policy Level 3; `default-src` and what would switch the policy off are left out.
_DIRECTIVES = tuple(
    """
    child-src connect-src font-src form-action frame-ancestors frame-src img-src manifest-src media-src
    object-src script-src script-src-attr script-src-elem style-src style-src-attr style-src-elem worker-src
    """.split()
)
_SOURCE = re.compile(r"[!-+\--:<-~]+")  # visible ASCII without a comma and a semicolon, which end a policy


def check_hosting(settings: Settings, places: Places) -> Iterator[Problem]:
    """Everything that is wrong with `hosting`, in no order that matters."""
    hosting = settings.hosting

    def problem(path: str, code: str, message: str, remedy: str, level: Level = "error") -> Problem:
        place = places.nearest(f"hosting.{path}")
        return Problem(level=level, code=code, place=place, message=message, remedy=remedy)

    try:
        base = urlsplit(settings.base_url)
    except ValueError:
        return  # which is told where addresses are checked
    if hosting.domain and not _DOMAIN.fullmatch(hosting.domain):
        message = f"'{hosting.domain}' is not the name of a domain"
        yield problem("domain", "bad-domain", message, "Write the name alone, such as news.example.org")
    elif (
        hosting.domain and settings.base_url and (base.hostname, base.path.strip("/")) != (hosting.domain, "")
    ):
        message = f"the site would be served at {hosting.domain}, and its links lead to {settings.base_url}"
        remedy = f"Write  base_url: https://{hosting.domain}  or take `domain` away."
        yield problem("domain", "other-domain", message, remedy, "warning")
    elif hosting.domain and not set(_READ_A_DOMAIN) & set(hosting.hosts):
        message = "none of the site's hosts reads its domain from a file"
        remedy = f"Only {' and '.join(_READ_A_DOMAIN)} do; elsewhere the domain is set where the host is."
        yield problem("domain", "unread-domain", message, remedy, "warning")
    for host in _READ_AT_THE_ROOT:
        if host in hosting.hosts and base.path.strip("/"):
            message = f"{host} reads `_headers` and `_redirects` at the root of a host, not below {base.path}"
            remedy = "Publish the site in a folder of that name, with these two files beside the folder."
            yield problem("hosts", "below-a-path", message, remedy, "warning")
    for directive, sources in hosting.policy.items():
        if directive not in _DIRECTIVES:
            near = did_you_mean(directive, _DIRECTIVES)
            message = f"there is no directive '{directive}' that can be widened"
            yield problem(
                f"policy.{directive}", "bad-policy", message, near or f"One of: {', '.join(_DIRECTIVES)}."
            )
        for source in sources:
            if not _SOURCE.fullmatch(source) or '"' in source:
                message = f"'{source}' cannot be a source of a content policy"
                remedy = "Write an origin such as https://images.example, or a word such as 'self', one each."
                yield problem(f"policy.{directive}", "bad-policy", message, remedy)
