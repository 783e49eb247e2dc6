"""What a check would find on the page of one article, without a look at any other: for the editor's bar.

What takes the whole site (titles that two share, what nothing uses, rights in other outputs) is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from site_builder.checking import CODES, attribution, held_back, links, pictures, texts_alike
from site_builder.checking.facts import facts_of
from site_builder.checking.family import Finding
from site_builder.checking.kept_facts import KeptFacts
from site_builder.checking.silencing import Levels
from site_builder.checking.site import Made, Site, Standing
from site_builder.config import Configured
from site_builder.content.plan import Output
from site_builder.content.snapshot import Snapshot
from site_builder.nodes import Places
from site_builder.problems import Problem, in_source_order
from site_builder.silence import CONTENT


def findings_on_page(
    path: str,
    body: bytes,
    snapshot: Snapshot,
    plan: Mapping[str, Output],
    told: Iterable[Problem],
    content: Mapping[str, str],
    now: datetime,
) -> tuple[Problem, ...]:
    """The findings on the page at an output path, in source order, at the levels of the settings.

    `told` is what a build tells of its article; `content` says where files below content/ lie.
    """
    site = Site(
        configured=Configured(snapshot.settings, {}, Places(None), ()),
        snapshot=snapshot,
        now=now,
        output_folder=snapshot.settings.output_dir,
        plan=plan,
        told=tuple(told),
        made={path: Made("", "", len(body))},
        facts={path: facts_of(path, body)},
        standing=Standing(),
        seen={},
        content=content,
        static={},
        own_layouts={},
        default_layouts=(),
        layouts={},
        used_layouts=(),
        kept=KeptFacts(Path(), ""),
    )
    found = [Finding(problem) for problem in site.told]
    for family in (links, pictures, held_back):
        found += family.find(site)
    article = plan[path].claimant.removeprefix(CONTENT)
    if snapshot.is_published(article):
        found += texts_alike.in_article(site, article)
        found += attribution.in_article(site, article)
    return in_source_order(Levels(site, CODES).settled(found))
