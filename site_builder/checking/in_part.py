"""What a check would find in a part of a site, without a look at the rest: for the preview.

What takes the whole site (titles that two share, what nothing uses, rights in other outputs) is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from site_builder.checking import CODES, attribution, blocks, held_back, links, pictures, texts_alike
from site_builder.checking.facts import Facts, facts_of
from site_builder.checking.family import Finding
from site_builder.checking.kept_facts import KeptFacts
from site_builder.checking.silencing import Levels
from site_builder.checking.site import CONTENT, Made, Site, Standing
from site_builder.config import Configured
from site_builder.content.plan import Output
from site_builder.content.snapshot import Snapshot
from site_builder.layouts import LayoutText
from site_builder.nodes import Places
from site_builder.problems import Problem, in_source_order

_NO_MOMENT = datetime.min.replace(tzinfo=UTC)


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
    site = _site(
        snapshot,
        now=now,
        plan=plan,
        told=told,
        made={path: Made("", "", len(body))},
        facts={path: facts_of(path, body)},
        content=content,
    )
    found = [Finding(problem) for problem in site.told]
    for family in (links, pictures, held_back):
        found += family.find(site)
    article = plan[path].claimant.removeprefix(CONTENT)
    if snapshot.is_published(article):
        found += texts_alike.in_article(site, article)
        found += attribution.in_article(site, article)
    return in_source_order(Levels(site, CODES).settled(found))


def findings_in_layouts(
    own: Mapping[str, str], layouts: Mapping[str, LayoutText], snapshot: Snapshot
) -> tuple[Problem, ...]:
    """The findings in the site's own layouts as they are written, at the levels of the settings.

    `own` says by name where each of them lies; `layouts` has the texts of all, the default ones too.
    """
    site = _site(snapshot, own_layouts=own, layouts=layouts)
    return in_source_order(Levels(site, CODES).settled(blocks.find(site)))


def _site(
    snapshot: Snapshot,
    *,
    now: datetime = _NO_MOMENT,
    plan: Mapping[str, Output] | None = None,
    told: Iterable[Problem] = (),
    made: Mapping[str, Made] | None = None,
    facts: Mapping[str, Facts] | None = None,
    content: Mapping[str, str] | None = None,
    own_layouts: Mapping[str, str] | None = None,
    layouts: Mapping[str, LayoutText] | None = None,
) -> Site:
    """A site of which the families are to look at no more than is given here."""
    return Site(
        configured=Configured(snapshot.settings, {}, Places(None), ()),
        snapshot=snapshot,
        now=now,
        output_folder=snapshot.settings.output_dir,
        plan=plan or {},
        told=tuple(told),
        made=made or {},
        facts=facts or {},
        standing=Standing(),
        seen={},
        content=content or {},
        static={},
        own_layouts=own_layouts or {},
        default_layouts=(),
        layouts=layouts or {},
        used_layouts=(),
        kept=KeptFacts(Path(), ""),
    )
