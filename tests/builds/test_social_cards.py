"""Social cards of a site: which articles have one, where it is named, and what makes it anew."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from io import BytesIO

import pytest
from digests import Digest, article
from PIL import Image

Begin = Callable[..., Digest]
ON = "cards: true\n"
WIRE = {"name": "Wire", "url": "https://wire.example/1"}
PNG = BytesIO()
Image.new("RGB", (4, 3)).save(PNG, "PNG")
PLAIN, OWN, DRAWN = "2012/03/12/a/card.png", "2012/03/12/b/card.png", "2012/03/12/c/card.png"
FILES: dict[str, str | bytes] = {
    "content/a.md": article("Talks resume", "Text.", source=WIRE, summary="They met."),
    "content/b.md": article("With a photograph", image={"src": "b.png", "alt": "A table"}),
    "content/b.png": PNG.getvalue(),
    "content/c.md": article("With a drawing", image={"src": "c.svg", "alt": "A chart"}),
    "content/c.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "content/d.md": article("Held back", draft=True),
    "content/pages/about.md": article("About", date=""),
}


def _cards(site: Digest) -> set[str]:
    return {path for path in site.output() if path.endswith("card.png")}


def _properties(site: Digest, path: str) -> dict[str, str]:
    found = site.page(path).xpath("//meta[starts-with(@property, 'og:image') or @name='twitter:card']")
    return {meta.get("property") or meta.get("name"): meta.get("content") for meta in found}


def test_articles_without_a_picture_that_can_be_shared_have_a_card(digest: Begin) -> None:
    site = digest(FILES, ON)
    site.build()
    assert _cards(site) == {PLAIN, DRAWN}
    assert Image.open(BytesIO(site.output()[PLAIN])).size == (1200, 630)
    assert _properties(site, "2012/03/12/a/index.html") == {
        "og:image": f"https://digest.example/{PLAIN}",
        "og:image:type": "image/png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "Talks resume",
        "twitter:card": "summary_large_image",
    }
    data = site.page("2012/03/12/a/index.html").xpath("string(//script[@type='application/ld+json'])")
    assert json.loads(data)["@graph"][0]["image"] == [f"https://digest.example/{PLAIN}"]
    assert (
        _properties(site, "2012/03/12/b/index.html")["og:image"]
        == "https://digest.example/2012/03/12/b/b.png"
    )


@pytest.mark.parametrize("config", ["", "cards: false\n"])
def test_without_the_setting_there_is_none(digest: Begin, config: str) -> None:
    site = digest(FILES, config)
    site.build()
    assert not _cards(site)
    assert "og:image" not in site.text("2012/03/12/a/index.html")


def test_without_an_address_of_the_site_there_is_none(digest: Begin) -> None:
    site = digest({**FILES, "config.yaml": f"title: T\ntimezone: UTC\n{ON}"})
    site.build()
    assert not _cards(site)


def test_only_headline_source_and_day_make_a_card_anew(digest: Begin) -> None:
    site = digest(FILES, ON)
    site.build()
    for text, front in (("Other text.", {"summary": "They met."}), ("Other text.", {"summary": "All left."})):
        site.write({"content/a.md": article("Talks resume", text, source=WIRE, **front)})
        made = site.build().rendered
        assert "2012/03/12/a/index.html" in made
        assert PLAIN not in made
    before = site.output()[PLAIN]
    site.write({"content/a.md": article("Talks end", "Other text.", source=WIRE, summary="All left.")})
    assert {path for path in site.build().rendered if path.endswith(".png")} == {PLAIN}
    assert site.output()[PLAIN] != before
    site.write({"content/a.md": article("Talks end", date="2012-03-13", source=WIRE)})
    site.build()
    assert _cards(site) == {"2012/03/13/a/card.png", DRAWN}
    site.write({"content/a.md": article("Talks end", date="2012-03-13", source={"name": "Agency"})})
    assert "2012/03/13/a/card.png" in site.build().rendered


def test_a_card_comes_and_goes_with_the_picture(digest: Begin) -> None:
    site = digest(FILES, ON)
    site.build()
    site.write({"content/b.md": article("With a photograph")})
    site.build()
    assert _cards(site) == {PLAIN, OWN, DRAWN}
    site.write({"content/a.md": article("Talks resume", image={"src": "b.png", "alt": "A table"})})
    site.build()
    assert _cards(site) == {OWN, DRAWN}
    clean = digest({path: (site.folder / path).read_bytes() for path in FILES}, ON, "clean")
    clean.build(jobs=2)
    assert clean.output() == site.output()


def test_a_permalink_without_a_folder_has_its_card_beside_it(digest: Begin) -> None:
    site = digest({"content/a.md": article("Talks resume", permalink="/talks.html")}, ON)
    site.build()
    assert _cards(site) == {"talks-card.png"}
    assert _properties(site, "talks.html")["og:image"] == "https://digest.example/talks-card.png"


def test_without_pillow_one_error_says_how_to_install_it(
    digest: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith(("PIL", "site_builder.cards."))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "PIL", None)
    (problem,) = digest(FILES, ON).problems()
    assert problem.level == "error"
    assert "pip install 'site-builder[images]'" in problem.remedy
