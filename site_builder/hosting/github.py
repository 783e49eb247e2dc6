"""GitHub Pages: serves a branch or an artifact as it is, and takes no headers and no redirects
(https://docs.github.com/en/pages).
"""

from __future__ import annotations

from site_builder.hosting.facts import Facts
from site_builder.hosting.host import Limits

LABEL = "GitHub Pages"
SAMPLE = None
# Of a file in a repository, and of what is published
# (https://docs.github.com/en/pages/getting-started-with-github-pages/github-pages-limits).
LIMITS = Limits(file_bytes=100 * 1024 * 1024, site_bytes=1_000_000_000)


def _no_jekyll(facts: Facts) -> str:
    return ""


def _cname(facts: Facts) -> str:
    return f"{facts.hosting.domain}\n"


# Without .nojekyll, what begins with `_` vanishes.
FILES = {".nojekyll": _no_jekyll, "CNAME": _cname}
