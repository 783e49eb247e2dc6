"""Where an address in a finished file leads, on every kind of site."""

from __future__ import annotations

import pytest

from site_builder.checking.leading import Leading
from site_builder.content.permalinks import Links

OUTPUTS = {"index.html", "a/index.html", "a/b.html", "tags/دمشق/index.html", "x y.txt", "assets/s.css"}
ROOT = Leading(Links("https://x.example"), OUTPUTS)
BELOW = Leading(Links("https://x.example", "/news"), OUTPUTS)
NOWHERE = Leading(Links(), OUTPUTS)


@pytest.mark.parametrize(
    ("address", "page", "expected"),
    [
        ("/", "a/index.html", "index.html"),
        ("/a/", "index.html", "a/index.html"),
        ("/a", "index.html", "a/index.html"),
        ("/a/b.html?x=1", "index.html", "a/b.html"),
        ("b.html", "a/index.html", "a/b.html"),
        ("../", "a/index.html", "index.html"),
        ("./", "a/index.html", "a/index.html"),
        ("../x%20y.txt", "a/index.html", "x y.txt"),
        ("", "a/index.html", "a/index.html"),
        ("#top", "a/index.html", "a/index.html"),
        ("?page=2", "a/index.html", "a/index.html"),
        ("/tags/%D8%AF%D9%85%D8%B4%D9%82/", "index.html", "tags/دمشق/index.html"),
        ("https://x.example/a/", "index.html", "a/index.html"),
        ("HTTPS://X.example/a/", "index.html", "a/index.html"),
        ("//x.example/a/", "index.html", "a/index.html"),
        ("/a/../a/b.html", "index.html", "a/b.html"),
    ],
)
def test_an_address_on_the_site_leads_to_its_output(address: str, page: str, expected: str) -> None:
    target = ROOT.target(address, page)
    assert (target.kind, target.path) == ("output", expected)


@pytest.mark.parametrize(
    ("leading", "address", "kind"),
    [
        (ROOT, "https://y.example/a/", "outside"),
        (ROOT, "http://x.example.org/", "outside"),
        (ROOT, "mailto:desk@x.example", "outside"),
        (ROOT, "/b/", "broken"),
        (ROOT, "c.html", "broken"),
        (ROOT, "../../a/", "broken"),
        (BELOW, "/news/a/", "output"),
        (BELOW, "/news/b/", "broken"),
        (BELOW, "/assets/s.css", "broken"),  # there, but for the path that the site lives below
        (BELOW, "/other/", "other"),
        (BELOW, "https://x.example/shop/", "other"),
        (NOWHERE, "https://x.example/a/", "outside"),
        (NOWHERE, "/a/", "output"),
    ],
)
def test_other_addresses_lead_out_or_nowhere(leading: Leading, address: str, kind: str) -> None:
    assert leading.target(address, "index.html").kind == kind


def test_a_fragment_is_decoded_and_a_pages_own_base_is_followed() -> None:
    assert ROOT.target("/a/#%C3%A9", "index.html").fragment == "é"
    assert ROOT.target("b.html", "index.html", "/a/").path == "a/b.html"
    assert NOWHERE.target("b.html", "index.html", "a/").path == "a/b.html"
