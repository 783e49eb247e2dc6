"""`_headers`: the response headers of paths, as Netlify wrote it first and others read it too.

Both readers join the values of a header that two rules set, so no header stands in two rules that match
one path. Pages need no Cache-Control there: `public, max-age=0, must-revalidate` is what both send.
"""

from __future__ import annotations

from site_builder.hosting.facts import Facts
from site_builder.hosting.policy import HEADER, MAIL, common_policy, policies, security_headers
from site_builder.hosting.serving import FOR_GOOD


def headers_file(facts: Facts, *, detaches: bool) -> str:
    """The text; `detaches` where the host can drop what another rule has set, by a `!`."""
    rules: list[tuple[str, list[str]]] = []
    if facts.hosting.security:
        everywhere = {HEADER: common_policy(facts), **security_headers(facts)}
        rules.append(("/*", [f"{name}: {value}" for name, value in everywhere.items()]))
        if detaches and facts.has_mail:
            rules.append((f"{MAIL}*", [f"! {HEADER}", f"{HEADER}: {policies(facts)[MAIL]}"]))
    if facts.hosting.caching and not facts.has_plain_assets:
        rules.append(("/assets/*", [f"Cache-Control: {FOR_GOOD}"]))
    blocks = ("\n  ".join((facts.base_path + path, *lines)) for path, lines in rules)
    return "".join(f"{block}\n" for block in blocks)
