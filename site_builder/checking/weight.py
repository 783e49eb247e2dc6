"""What a page weighs with all that a browser fetches for it, uncompressed and counted once."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.checking.family import Code, Finding, finding
from site_builder.checking.leading import Leading
from site_builder.checking.site import Site
from site_builder.problems import Place
from site_builder.silence import CONTENT

CODES = {
    "heavy-page": Code(
        "warning", "a page weighs more than `check.page_kilobytes` with its pictures and styles"
    ),
}
_KILOBYTE = 1000


def find(site: Site) -> Iterator[Finding]:
    """Each page that is too heavy, with what weighs most in it."""
    most = site.settings.check.page_kilobytes * _KILOBYTE
    if not most:
        return
    leading = site.leading
    weighed: dict[tuple[str, ...], int] = {}  # of all that some pages load alike
    for path in site.pages:
        facts, own = site.facts[path], site.made[path].size
        together = weighed.get(facts.loads) if _absolute(facts.loads) else None
        if together is None:
            together = sum(size for _, size in _parts(site, leading, path))
            if _absolute(facts.loads):
                weighed[facts.loads] = together
        if own + together <= most:
            continue
        parts = sorted([*_parts(site, leading, path), ("the page itself", own)], key=lambda part: -part[1])
        source = site.claimant(path)
        place = Place(source if source.startswith(CONTENT) else f"{site.output_folder}/{path}")
        heaviest = ", ".join(f"{name} {_shown(size)}" for name, size in parts[:3])
        message = f"the page /{path.removesuffix('index.html')} weighs {_shown(own + together)}: {heaviest}"
        yield finding("heavy-page", place, message, "Make the pictures smaller, or split the page.", [source])


def _absolute(addresses: tuple[str, ...]) -> bool:
    return all(address.startswith(("/", "http")) for address in addresses)


def _parts(site: Site, leading: Leading, path: str) -> Iterator[tuple[str, int]]:
    """What the page loads from this site, and what style sheets load in turn."""
    waiting = [(address, path) for address in site.facts[path].loads]
    seen: set[str] = set()
    for address, page in waiting:  # grows on the way
        target = leading.target(address, page, site.facts[page].base)
        if target.kind == "output" and target.path not in seen and target.path in site.made:
            seen.add(target.path)
            yield f"/{target.path}", site.made[target.path].size
            if target.path.endswith(".css") and target.path in site.facts:
                waiting += [(inner, target.path) for inner in site.facts[target.path].loads]


def _shown(size: int) -> str:
    return f"{round(size / _KILOBYTE):,} kB"
