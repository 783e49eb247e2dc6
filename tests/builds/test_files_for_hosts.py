"""Files for hosts in the output: which there are, and when they are made again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from digests import CONFIG, Digest, article
from edits import FILES, A, other, rebuilt, rendered

from site_builder.hosting import HOSTS

Begin = Callable[..., Digest]
ALL = "hosting: {hosts: [netlify, github, apache], domain: digest.example}\n"
OWN = {".nojekyll", "CNAME", "_headers", "_redirects", ".htaccess"}


def test_without_a_host_there_are_none(digest: Begin) -> None:
    site = digest(FILES)
    site.build()
    assert not OWN & site.output().keys()


def test_the_hosts_of_the_settings_have_their_files_and_a_page_for_what_is_not_there(digest: Begin) -> None:
    site = digest(FILES, ALL)
    assert site.build().problems == ()
    assert site.output().keys() >= {*OWN, "404.html"}
    assert site.output()[".nojekyll"] == b""
    assert site.text("CNAME") == "digest.example\n"


@pytest.mark.parametrize("name", sorted(OWN))
def test_a_file_of_ones_own_in_static_comes_first(digest: Begin, name: str) -> None:
    site = digest({**FILES, f"static/{name}": "mine"}, ALL)
    assert site.build().problems == ()
    assert site.text(name) == "mine"


def test_redirects_agree_with_the_pages_at_former_addresses(digest: Begin) -> None:
    tags = "tags: {syria: {}, un: {}, weather: {}, storms: {replaced_by: weather}}\n"
    moved = article("Moved", aliases=["/old/", "/older", "/oldest.html"], permalink="/now/")
    site = digest({**FILES, "content/m.md": moved}, f"{ALL}{tags}")
    site.build(clock="2012-07-01")
    rules = [line.split() for line in site.text("_redirects").splitlines()]
    assert [former for former, *_ in rules] == ["/old/", "/older/", "/oldest.html", "/tags/storms/"]
    for former, now, _ in rules:
        path = former[1:] + ("index.html" if former.endswith("/") else "")
        assert f"0; url={now}" in site.text(path)


def test_a_mended_body_leaves_the_files_for_hosts_alone(digest: Begin) -> None:
    site = digest(FILES, ALL)
    site.build(clock="2012-07-01")
    assert rendered(site, other("a", "grain", "wheat")) == {A}


def test_a_new_alias_makes_redirects_anew_and_rewrites_no_other_file(digest: Begin) -> None:
    site = digest(FILES, ALL)
    site.build(clock="2012-07-01")
    built = rebuilt(site, other("a", "title: Convoy", "aliases: [/old/]\ntitle: Convoy"))
    assert set(built.published.written) - {A} == {"old/index.html", "_redirects", ".htaccess"}


def test_a_picture_of_another_host_is_let_in_as_long_as_it_is_shown(digest: Begin) -> None:
    site = digest(FILES, ALL)
    site.build(clock="2012-07-01")
    assert "img-src 'self';" in site.text("_headers")
    picture = other("a", "It carried grain.", "![A map](https://Images.example:8443/map.png?a=b)")
    assert {A, "_headers", ".htaccess"} <= rendered(site, picture)
    assert "img-src 'self' https://images.example:8443;" in site.text("_headers")
    image = {"src": "https://b.example/r.png", "alt": "Rain"}
    rebuilt(site, {"content/d.md": article("Storm", "Rain.", date="2012-06-15", image=image)})
    assert "img-src 'self' https://b.example https://images.example:8443;" in site.text("_headers")
    rebuilt(site, {"content/a.md": FILES["content/a.md"]})
    assert "img-src 'self' https://b.example;" in site.text("_headers")


def test_pictures_of_what_is_not_published_are_not_told(digest: Begin) -> None:
    hidden = article("Hidden", "![A](https://secret.example/a.png)", draft=True)
    cut = article("Cut", f"{'Word ' * 60}\n\n![A](https://cut.example/a.png)", rights="excerpt 5")
    site = digest({**FILES, "content/h.md": hidden, "content/k.md": cut}, ALL)
    site.build()
    assert "secret.example" not in site.text("_headers")
    assert "cut.example" not in site.text("_headers")


def test_hosts_that_read_a_file_differently_are_told_of_on_every_build(digest: Begin) -> None:
    moved = {"content/m.md": article("Moved", aliases=["/old/"])}
    site = digest(moved, "hosting: {hosts: [cloudflare, netlify]}\n")
    (problem,) = site.build().problems
    assert problem.code == "hosts-differ"
    assert "as Cloudflare Pages reads it, and Netlify" in problem.message
    assert site.build().problems == (problem,)


def test_a_site_that_is_over_a_limit_is_told_on_every_build(
    digest: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloudflare = HOSTS["cloudflare"]
    monkeypatch.setattr(cloudflare, "LIMITS", type(cloudflare.LIMITS)(files=3, file_bytes=2**20))
    site = digest({**FILES, "static/tape.mp3": bytes(2**20 + 1)}, "hosting: {hosts: [cloudflare]}\n")
    told = site.build().problems
    assert [problem.code for problem in told] == ["host-limit"] * 2
    assert any("tape.mp3" in problem.message for problem in told)
    assert site.build().problems == told


def test_links_below_a_path_stand_in_every_file(digest: Begin) -> None:
    moved = article("Moved", aliases=["/old/"], permalink="/now/")
    site = digest({"content/m.md": moved}, "hosting: {hosts: [apache]}\n")
    site.write({"config.yaml": CONFIG + "hosting: {hosts: [apache]}\n"})
    site.build(base_url="https://digest.example/news")
    text = site.text(".htaccess")
    assert 'RedirectMatch 301 "^/news/old/$" "/news/now/"' in text
    assert "ErrorDocument 404 /news/404.html" in text
