"""GitHub Pages: serves a branch or an artifact as it is, and takes no headers and no redirects
(https://docs.github.com/en/pages).
"""

from __future__ import annotations

from site_builder.hosting.facts import Facts
from site_builder.hosting.host import Limits

LABEL = "GitHub Pages"
SAMPLE = None
LIMITS = Limits(file_bytes=100 * 1024 * 1024)  # of a file in a repository; the whole may have 1 GB


def _no_jekyll(facts: Facts) -> str:
    return ""


def _cname(facts: Facts) -> str:
    return f"{facts.hosting.domain}\n"


# Without .nojekyll, what begins with `_` vanishes.
FILES = {".nojekyll": _no_jekyll, "CNAME": _cname}
