"""`_redirects`: addresses that have moved, one rule on a line, as Netlify wrote it first and others read it.

The same redirects stand as pages in the output, for hosts that read no such file.
"""

from __future__ import annotations

from urllib.parse import quote

from site_builder.hosting.facts import Facts


def redirects_file(facts: Facts, *, forced: bool) -> str:
    """The text; `forced` for a host that would serve the page at a former address but for a `!`."""
    status = "301!" if forced else "301"
    return "".join(f"{quote(former)} {quote(now)} {status}\n" for former, now in facts.moved())
