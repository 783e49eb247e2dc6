"""Where an address in finished pages is typed: in the settings, a layout, an article, or the page alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from site_builder.checking.site import Site, place_in
from site_builder.problems import Place
from site_builder.silence import CONTENT

Typed = tuple[Place, tuple[str, ...], str]  # a place, the pages that have it from there, and their source


def typed_at(site: Site, address: str, pages: Sequence[str]) -> Iterator[Typed]:
    """Each place at which an address of these pages is typed.

    One that all pages have from one article stands there; else in a layout, or in the articles one by one.
    """
    sources = dict.fromkeys(site.claimant(page) for page in pages)
    if len(sources) == 1 and (place := _in_source(site, address, pages[0])):
        yield place, tuple(pages), next(iter(sources))
        return
    if place := _in_menu(site, address) or _in_layouts(site, address):
        yield place, tuple(pages), ""
        return
    others = []
    for page in pages:
        if place := _in_source(site, address, page):
            yield place, (page,), site.claimant(page)
        else:
            others.append(page)
    if others:
        of = {site.claimant(page) for page in others}
        place = site.in_output(others[0], address.replace("&", "&amp;"))
        yield place, tuple(others), of.pop() if len(of) == 1 else ""


def some_of(names: Sequence[str], shown: int = 3) -> str:
    """The first of some names, and how many more there are."""
    rest = len(names) - shown
    return ", ".join(names[:shown]) + (f" and {rest} more" if rest > 0 else "")


def on_pages(pages: Sequence[str]) -> str:
    """The pages that have something, for the end of a message."""
    addresses = [f"/{page.removesuffix('index.html')}" for page in pages]
    return f" (on {some_of(addresses)})"


def _in_source(site: Site, address: str, page: str) -> Place | None:
    source = site.claimant(page)
    if not source.startswith(CONTENT):
        return None
    typed = _typed(site, address)
    target = site.leading.target(address, page, site.facts[page].base)
    at_root = f"/{target.path.removesuffix('index.html').lstrip('/')}" if target.path else ""
    whole = f"{at_root}#{target.fragment}" if target.fragment else at_root
    for text in (address, typed, whole, typed.rpartition("/")[2]):
        if len(text) > 2 and (place := site.in_source(source, text)).line:
            return place
    return None


def _in_menu(site: Site, address: str) -> Place | None:
    for number, item in enumerate(site.settings.menu):
        if item.to.startswith("/") and item.to == _typed(site, address):
            return site.in_settings(f"menu.{number}.to")
    return None


def _in_layouts(site: Site, address: str) -> Place | None:
    """Where one of the site's own layouts has an address literally."""
    for name in site.own_layouts:
        layout = site.layouts.get(name)
        if layout is None:
            continue
        for text in dict.fromkeys((address, _typed(site, address))):
            for quote in "\"'":
                place = place_in(layout.text, layout.source, f"{quote}{text}{quote}")
                if text and place.line:
                    return Place(place.source, place.line, place.column + 1, len(text), place.excerpt)
    return None


def _typed(site: Site, address: str) -> str:
    """The address as an author writes it: without the base path, decoded."""
    base = site.snapshot.links.base_path
    return unquote(address.removeprefix(base) if base and address.startswith(f"{base}/") else address)
