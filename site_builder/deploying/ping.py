"""Tells a WebSub hub that feeds have changed, when asked to (https://www.w3.org/TR/websub/).

The standard leaves to hubs how they are told; what all of them take is the form of PubSubHubbub 0.4.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

from site_builder import __version__
from site_builder.content.feeds import FORMATS
from site_builder.deploying.failures import DeployFailed
from site_builder.deploying.manifest import File
from site_builder.turns import FEEDS

_FILES = {form.file for form in FORMATS.values()}
_PATIENCE = 20.0  # seconds that a hub has to answer


def feeds_among(paths: Iterable[str], files: dict[str, File]) -> list[str]:
    """Those of the paths that are feeds, in order."""
    named = (path for path in paths if path.rpartition("/")[2] in _FILES)
    return sorted(path for path in named if files[path].turn == FEEDS)


def ping(feeds: Iterable[str], base_url: str, hub: str, told: Callable[[str], None]) -> None:
    """Tell the hub of each of the feeds, paths below the site's root; `told` is given the address of each.

    Raises DeployFailed at the first that the hub does not take.
    """
    for feed in feeds:
        address = f"{base_url}/{quote(feed)}"
        form = urlencode({"hub.mode": "publish", "hub.url": address}).encode()
        request = Request(hub, form, {"User-Agent": f"site-builder/{__version__}"})
        try:
            with urlopen(request, timeout=_PATIENCE):
                told(address)
        except (HTTPError, URLError, OSError, ValueError) as error:
            cause = error.reason if isinstance(error, URLError) else error
            if isinstance(error, HTTPError):
                cause = f"{error.code} {error.reason}"
                error.close()
            raise DeployFailed(
                f"the site is deployed, but the hub {hub} was not told of {address}: {cause}",
                "Run the same command again: where nothing travels, the hub is told of all feeds.",
            ) from error
