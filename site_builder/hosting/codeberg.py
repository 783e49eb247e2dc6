"""Codeberg Pages: serves a branch as it is, and lets files go before redirects, so that the pages at former
addresses do the work (https://docs.codeberg.org/codeberg-pages/).
"""

from __future__ import annotations

from site_builder.hosting.facts import Facts
from site_builder.hosting.host import Limits

LABEL = "Codeberg Pages"
SAMPLE = None
LIMITS = Limits()


def _domains(facts: Facts) -> str:
    return f"{facts.hosting.domain}\n"


FILES = {".domains": _domains}
