"""What files for hosts are made of: where the site lives, what has moved, what its pages load."""

from __future__ import annotations

from urllib.parse import quote, unquote, urlsplit

from msgspec import Struct

from site_builder.content.permalinks import output_path
from site_builder.settings import HostingSetting


class Facts(Struct, frozen=True, kw_only=True):
    """A site, as hosts need to know it. Permalinks are from the site's root and not percent-encoded."""

    base_url: str = ""
    hosting: HostingSetting = HostingSetting()
    search: str = "none"  # what readers search with: "none", "simple" or "pagefind"
    has_mail: bool = False  # pages of newsletters, whose styles stand in their elements
    has_plain_assets: bool = False  # static files below assets/, without a digest in their names
    pictures: tuple[str, ...] = ()  # other hosts whose pictures are shown, "https://images.example"
    redirects: tuple[tuple[str, str], ...] = ()  # former permalink, permalink of today

    @property
    def base_path(self) -> str:
        """The path that the site lives below, without a final slash, not percent-encoded: "", "/digest"."""
        return unquote(urlsplit(self.base_url).path.rstrip("/"))

    @property
    def host(self) -> str:
        """The name of the site's host; "digest.example" where it is not known."""
        return urlsplit(self.base_url).hostname or "digest.example"

    def address(self, permalink: str) -> str:
        """The address of a permalink on its host, percent-encoded."""
        return quote(f"{self.base_path}{permalink}")

    def moved(self) -> list[tuple[str, str]]:
        """Former and new addresses on the host, as requests have them; not percent-encoded."""
        return [
            (f"{self.base_path}{served(former)}", f"{self.base_path}{now}") for former, now in self.redirects
        ]


def served(permalink: str) -> str:
    """The address at which a host serves what lies at a permalink: that of a folder ends with a slash."""
    return f"/{output_path(permalink).removesuffix('index.html')}"
