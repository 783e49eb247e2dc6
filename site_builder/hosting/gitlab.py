"""GitLab Pages: serves compressed siblings, takes no headers, and lets files go before redirects, so that
the pages at former addresses do the work (https://docs.gitlab.com/ee/user/project/pages/).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from site_builder.hosting.facts import Facts
from site_builder.hosting.host import Limits

LABEL = "GitLab Pages"
FILES: Mapping[str, Callable[[Facts], str]] = {}
SAMPLE = None
LIMITS = Limits()
