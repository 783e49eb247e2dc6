"""Files that hosts read beside the pages, such as `_headers` and `.htaccess`; see `hosting/`. A file of the
same name in static/ comes before one of these.
"""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.content.plan import Output
from site_builder.hosting import HOSTS, published, who_disagrees
from site_builder.hosting.facts import Facts
from site_builder.outputs.kind import Ask, Render, Warned
from site_builder.problems import Place, Problem
from site_builder.turns import REDIRECTS
from site_builder.view import SiteView


def plan(ask: Ask) -> Iterator[Output]:
    """What the hosts of the settings read, each path once."""
    own = set(ask("static_files"))
    for path, host in published(ask("config", "hosting")).items():
        if path not in own:
            yield Output(path, "hosting", (host,), permalink=f"/{path}")


def turn(output: Output) -> int:
    """Last: what has moved must be there under its new address."""
    return REDIRECTS


def render(output: Output, site: SiteView, layout: Render) -> str | Warned:
    """As the host reads it that is named first, with a warning where another would read it otherwise."""
    facts = facts_of(site)
    first = HOSTS[output.subject[0]]
    text = first.FILES[output.path](facts)
    others = who_disagrees(output.path, facts)
    if not others:
        return text
    problem = Problem(
        level="warning",
        code="hosts-differ",
        place=Place("config.yaml"),
        message=f"`{output.path}` is written as {first.LABEL} reads it, and {' and '.join(others)} would"
        " have it otherwise",
        remedy="Name under `hosting` the one host that this output is for.",
    )
    return Warned(text, (problem,))


def facts_of(site: SiteView) -> Facts:
    """What hosts need to know of the site."""
    config = site.config
    return Facts(
        base_url=config.base_url,
        hosting=config.hosting,
        search=site.search_engine,
        has_mail=bool(config.newsletter.sender and config.base_url),
        has_plain_assets=any(name.startswith("assets/") for name in site.static_files()),
        pictures=tuple(site.picture_origins()),
        redirects=tuple(site.redirects()),
    )
