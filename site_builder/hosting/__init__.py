"""What static hosts want of a site: the files that they read, headers, limits. A module for each host.

Turns facts of a site into texts. Knows no disk, no network and no article. A new host is a new module
here, a line in `HOSTS` and a word in `settings.HostName`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from site_builder.hosting import apache, caddy, cloudflare, codeberg, github, gitlab, netlify, nginx
from site_builder.hosting.facts import Facts
from site_builder.hosting.host import Host
from site_builder.settings import HostingSetting

HOSTS: dict[str, Host] = {
    module.__name__.rpartition(".")[2]: cast(Host, module)
    for module in (github, gitlab, codeberg, netlify, cloudflare, apache, nginx, caddy)
}


_FOR_A_DOMAIN = {"CNAME", ".domains"}


def published(hosting: HostingSetting) -> Mapping[str, str]:
    """The paths of the files that the hosts of a site read beside its pages, each with the host that decides
    what it says: the first that is named.
    """
    found: dict[str, str] = {}
    for host in hosting.hosts:
        for path in HOSTS[host].FILES:
            if hosting.domain or path not in _FOR_A_DOMAIN:
                found.setdefault(path, host)
    return found


def who_disagrees(path: str, facts: Facts) -> list[str]:
    """The labels of the site's hosts that would have a file say something else than the first of them."""
    readers = [HOSTS[host] for host in facts.hosting.hosts if path in HOSTS[host].FILES]
    said = readers[0].FILES[path](facts)
    return [reader.LABEL for reader in readers[1:] if reader.FILES[path](facts) != said]
