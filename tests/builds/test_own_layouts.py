"""A site's own layouts and assets, beside and instead of the default ones."""

from __future__ import annotations

from collections.abc import Callable

from digests import Digest, article


def test_a_sites_own_layout_replaces_the_default_of_its_name(digest: Callable[..., Digest]) -> None:
    site = digest({"content/a.md": article("A"), "layouts/article.html": "Mine: {{ article.title }}"})
    site.build()
    assert site.text("2012/03/12/a/index.html") == "Mine: A"


def test_a_sites_own_partial_is_used_by_the_default_layouts(digest: Callable[..., Digest]) -> None:
    site = digest(
        {"content/a.md": article("A"), "layouts/partials/footer.html": "<footer>My footer</footer>"}
    )
    site.build()
    for path in ("index.html", "2012/03/12/a/index.html", "tags/index.html"):
        assert site.page(path).xpath("//footer/text()") == ["My footer"]


def test_a_layout_can_extend_the_default_that_it_replaces(digest: Callable[..., Digest]) -> None:
    own = '{% extends "default/article.html" %}{% block body %}<p>before</p>{{ super() }}{% endblock %}'
    site = digest({"content/a.md": article("A", "Its text."), "layouts/article.html": own})
    site.build()
    text = site.text("2012/03/12/a/index.html")
    assert text.index("<p>before</p>") < text.index("<p>Its text.</p>")


def test_an_article_can_name_a_layout_of_its_own(digest: Callable[..., Digest]) -> None:
    site = digest(
        {
            "content/a.md": article("A", layout="long"),
            "content/pages/about.md": article("About", layout="long.html", date=""),
            "layouts/long.html": "Long: {{ article.title }}",
        }
    )
    site.build()
    assert site.text("2012/03/12/a/index.html") == "Long: A"
    assert site.text("about/index.html") == "Long: About"


def test_an_asset_is_published_under_a_name_that_changes_with_its_bytes(
    digest: Callable[..., Digest],
) -> None:
    site = digest({"content/a.md": article("A"), "layouts/assets/style.css": "body { color: black }"})
    site.build()
    (first,) = (path for path in site.output() if path.startswith("assets/style."))
    site.write({"layouts/assets/style.css": "body { color: navy }"})
    built = site.build()
    (second,) = (path for path in site.output() if path.startswith("assets/style."))
    assert first != second
    assert built.published.removed == (first,)
    assert site.text(second) == "body { color: navy }"
    assert site.page("index.html").xpath("//link[@rel='stylesheet']/@href") == [f"/{second}"]


def test_an_asset_of_ones_own_is_published_beside_the_default_ones(digest: Callable[..., Digest]) -> None:
    site = digest(
        {
            "layouts/assets/img/logo.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
            "layouts/partials/footer.html": "{{ site.asset('img/logo.svg') }}",
        }
    )
    site.build()
    (logo,) = (path for path in site.output() if path.startswith("assets/img/logo."))
    assert logo.endswith(".svg")
    assert f"/{logo}" in site.text("index.html")
    assert [path for path in site.output() if path.endswith(".css")]


def test_layouts_are_not_published(digest: Callable[..., Digest]) -> None:
    site = digest({"content/a.md": article("A"), "layouts/partials/mine.html": "zebra"})
    site.build()
    assert not [path for path, body in site.output().items() if b"zebra" in body or "partials" in path]


def test_a_layout_is_given_the_settings_free_data(digest: Callable[..., Digest]) -> None:
    site = digest(
        {
            "content/a.md": article("A", extra={"map": {"zoom": 3}}),
            "layouts/article.html": "{{ site.config.extra.motto }} {{ article.details.extra.map.zoom + 1 }}",
        },
        config="extra: {motto: Slowly}\n",
    )
    site.build()
    assert site.text("2012/03/12/a/index.html") == "Slowly 4"


def test_default_front_matter_by_folder_fills_in_what_an_article_does_not_say(
    digest: Callable[..., Digest],
) -> None:
    site = digest(
        {
            "content/wire/a.md": article("A"),
            "content/wire/b.md": article("B", layout="own"),
            "layouts/wire.html": "wire {{ article.title }}",
            "layouts/own.html": "own {{ article.title }}",
        },
        config="defaults:\n- path: 'wire/**'\n  values: {layout: wire}\n",
    )
    site.build()
    assert site.text("2012/03/12/a/index.html") == "wire A"
    assert site.text("2012/03/12/b/index.html") == "own B"
