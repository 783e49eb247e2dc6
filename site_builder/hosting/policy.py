"""Security headers: what browsers let the pages do, which is next to nothing.

The content policy (https://www.w3.org/TR/CSP3/) begins with `default-src 'none'` and allows what the pages
really load. They have no script and no style of their own in them; linked data is a block of data, which
no policy stops. Only the search page runs a script, and only mails have styles in their elements.
"""

from __future__ import annotations

from collections.abc import Mapping

from site_builder.hosting.facts import Facts

HEADER = "Content-Security-Policy"
SEARCH, MAIL = "/search/", "/newsletter/"
# The features that a page of text has no use for and browsers know by these names.
_PERMISSIONS = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
_SELF, _NONE = "'self'", "'none'"
# What the search page needs, by what readers search with. Pagefind is WebAssembly in a worker.
FOR_SEARCH: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "simple": {"script-src": (_SELF,), "connect-src": (_SELF,), "form-action": (_SELF,)},
    "pagefind": {
        "script-src": (_SELF, "'wasm-unsafe-eval'"),
        "connect-src": (_SELF,),
        "worker-src": (_SELF,),
        "form-action": (_SELF,),
    },
}
_FOR_MAIL = {"style-src": ("'unsafe-inline'",)}


def policies(facts: Facts) -> dict[str, str]:
    """The content policies by the permalink that they hold below: "/" first, then those of single parts.

    The most particular one holds, alone. {} where the settings want none.
    """
    if not facts.hosting.security:
        return {}
    found = {"/": _policy(facts, {})}
    if facts.search in FOR_SEARCH:
        found[SEARCH] = _policy(facts, FOR_SEARCH[facts.search])
    if facts.has_mail:
        found[MAIL] = _policy(facts, _FOR_MAIL)
    return found


def common_policy(facts: Facts) -> str:
    """One content policy for all pages, for hosts that cannot have one of two hold: that of the search page
    where there is one.
    """
    found = policies(facts)
    return found.get(SEARCH, found["/"])


def security_headers(facts: Facts) -> dict[str, str]:
    """The security headers of every page but the content policy. {} where the settings want none.

    Strict-Transport-Security is left to the host, which alone knows that it will always speak TLS.
    """
    if not facts.hosting.security:
        return {}
    return {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _PERMISSIONS),
    }


def _policy(facts: Facts, more: Mapping[str, tuple[str, ...]]) -> str:
    allowed: dict[str, tuple[str, ...]] = {
        "default-src": (),
        "img-src": (_SELF, *facts.pictures),
        "style-src": (_SELF,),
        "manifest-src": (_SELF,),
        "base-uri": (),
        "form-action": (),
        "frame-ancestors": (),
        **more,
    }
    for directive, sources in facts.hosting.policy.items():
        allowed[directive] = tuple(dict.fromkeys((*allowed.get(directive, ()), *sources)))
    return "; ".join(f"{directive} {' '.join(sources) or _NONE}" for directive, sources in allowed.items())
