"""Compressed siblings: what they are of, that they are true, and that an edit makes its own and no others."""

from __future__ import annotations

import gzip
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import brotli
import pytest
from digests import CONFIG, Digest, article
from edits import CLOCK, FILES, A, B, rebuilt

from site_builder.locking import STATE
from site_builder.problems import ProblemsFound
from site_builder.publish import MANIFEST

Begin = Callable[..., Digest]
COMPRESSED = "hosting: {compress: [gzip, brotli]}\n"
ENDINGS = (".br", ".gz")


@pytest.fixture
def site(digest: Begin) -> Digest:
    """Four articles, built with compressed siblings."""
    made = digest(FILES, COMPRESSED)
    made.build(clock=CLOCK)
    return made


def siblings(site: Digest) -> dict[str, Path]:
    root = site.folder / "output"
    return {p.relative_to(root).as_posix(): p for p in sorted(root.rglob("*")) if p.suffix in ENDINGS}


def assert_true(site: Digest) -> None:
    """Every text above a kilobyte has its siblings, they are its own, and as old as it is."""
    found = siblings(site)
    files = {path: body for path, body in site.output().items() if path not in found}
    texts = {
        p for p, body in files.items() if len(body) >= 1024 and p.endswith((".html", ".css", ".js", ".json"))
    }
    assert {path + ending for path in texts for ending in ENDINGS} <= set(found)
    for name, sibling in found.items():
        original = sibling.with_suffix("")
        unpack = gzip.decompress if sibling.suffix == ".gz" else brotli.decompress
        assert unpack(sibling.read_bytes()) == original.read_bytes(), name
        assert sibling.stat().st_mtime_ns == original.stat().st_mtime_ns, name
        assert sibling.stat().st_size < original.stat().st_size, name


def test_without_the_setting_there_are_none(digest: Begin) -> None:
    site = digest(FILES)
    site.build()
    assert siblings(site) == {}


def test_every_text_of_some_size_has_siblings_that_unpack_to_it_and_are_as_old(site: Digest) -> None:
    assert_true(site)
    assert "robots.txt.gz" not in siblings(site)
    assert f"{A}.gz" in (site.folder / "output" / MANIFEST).read_text("utf-8")


def test_pictures_and_what_does_not_shrink_have_none(digest: Begin) -> None:
    noise = os.urandom(4096)
    site = digest({**FILES, "static/noise.txt": noise, "static/flat.png": b"0" * 4096}, COMPRESSED)
    site.build()
    assert not {"noise.txt.gz", "noise.txt.br", "flat.png.gz"} & siblings(site).keys()


def test_the_same_text_gives_the_same_siblings_whenever_and_by_how_many_threads(
    site: Digest, tmp_path: Path
) -> None:
    one = site.output()
    for folder in ("output", STATE):
        shutil.rmtree(site.folder / folder)
    site.build(clock=CLOCK, jobs=3)
    assert site.output() == one
    assert siblings(site)[f"{A}.gz"].read_bytes()[4:8] == bytes(4), "no time of making"


def test_a_mended_body_touches_its_page_and_its_siblings_only(site: Digest) -> None:
    before = site.stamps()
    built = rebuilt(site, {"content/a.md": FILES["content/a.md"].replace("grain", "wheat")})
    after = site.stamps()
    touched = {path for path in after if after[path] != before[path]}
    assert touched == {f"output/{A}", f"output/{A}.br", f"output/{A}.gz"}
    assert set(built.published.written) == {path.removeprefix("output/") for path in touched}
    assert_true(site)


def test_a_mended_body_touches_its_feeds_and_their_siblings_too(digest: Begin) -> None:
    site = digest(FILES, f"{COMPRESSED}feeds: {{lists: [site]}}\n".replace("feeds: {lists: []}", ""))
    (site.folder / "config.yaml").write_text(
        CONFIG.replace("feeds: {lists: []}", "feeds: {lists: [site]}") + COMPRESSED
    )
    site.build(clock=CLOCK)
    built = rebuilt(site, {"content/a.md": FILES["content/a.md"].replace("grain", "wheat")})
    page_and_feeds = {A, "atom.xml", "rss.xml", "feed.json"}
    assert set(built.rendered) == page_and_feeds
    assert set(built.published.written) == {p + e for p in page_and_feeds for e in ("", *ENDINGS)}


def test_building_again_compresses_nothing(site: Digest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gzip, "compress", None)
    monkeypatch.setattr(brotli, "compress", None)
    built = site.build(clock=CLOCK)
    assert (built.rendered, built.published.written) == ({}, ())


def test_a_deleted_article_takes_its_siblings_with_it(site: Digest) -> None:
    (site.folder / "content/b.md").unlink()
    rebuilt(site)
    assert not [name for name in site.output() if name.startswith(B)]
    assert_true(site)


@pytest.mark.parametrize("how", ["removed", "altered", "of the same size", "touched", "original touched"])
def test_a_sibling_that_somebody_meddled_with_is_mended(site: Digest, how: str) -> None:
    file = siblings(site)[f"{A}.gz"]
    whole = file.read_bytes()
    match how:
        case "removed":
            file.unlink()
        case "altered":
            file.write_bytes(b"x")
        case "of the same size":
            file.write_bytes(whole[:-1] + b"x")
        case "touched":
            os.utime(file, (1, 1))
        case "original touched":
            os.utime(file.with_suffix(""), (1, 1))
    rebuilt(site)
    assert file.read_bytes() == whole
    assert_true(site)


def test_a_setting_that_changes_brings_and_takes_siblings(site: Digest) -> None:
    config = (site.folder / "config.yaml").read_text()
    rebuilt(site, {"config.yaml": config.replace("[gzip, brotli]", "[gzip]")})
    assert {path.suffix for path in siblings(site).values()} == {".gz"}
    rebuilt(site, {"config.yaml": config.replace("[gzip, brotli]", "[]")})
    assert siblings(site) == {}
    assert rebuilt(site).rendered == {}
    rebuilt(site, {"config.yaml": config})
    assert_true(site)
    assert rebuilt(site).rendered == {}


def test_a_page_that_shrinks_below_a_kilobyte_loses_its_siblings(digest: Begin) -> None:
    site = digest({**FILES, "layouts/404.html": "long " * 400}, COMPRESSED)
    site.build(clock=CLOCK)
    assert "404.html.gz" in siblings(site)
    rebuilt(site, {"layouts/404.html": "short"})
    assert "404.html.gz" not in siblings(site)


def test_a_file_of_ones_own_comes_before_a_sibling(site: Digest) -> None:
    rebuilt(site, {"static/index.html.gz": b"own"})
    assert site.output()["index.html.gz"] == b"own"
    assert "index.html.br" in siblings(site)
    (site.folder / "static/index.html.gz").unlink()
    rebuilt(site)
    assert_true(site)


def test_somebody_elses_file_in_the_place_of_a_sibling_stops_the_build(site: Digest) -> None:
    other = site.folder / "output/2012/new/index.html.gz"
    other.parent.mkdir(parents=True)
    other.write_bytes(b"mine")
    site.write({"content/new.md": article("New", "word " * 400, permalink="/2012/new/")})
    (message,) = site.messages(clock=CLOCK)
    assert "output/2012/new/index.html.gz: error: the builder did not make this file" in message
    assert other.read_bytes() == b"mine"


def test_a_failed_build_leaves_pages_and_siblings_as_they_were(site: Digest) -> None:
    before = site.stamps()
    site.write({"content/a.md": FILES["content/a.md"].replace("grain", "wheat"), "layouts/404.html": "{{"})
    site.problems(clock=CLOCK)
    assert site.stamps() == before


def test_without_the_package_for_brotli_the_message_says_what_to_install(
    digest: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    modules: Any = sys.modules
    monkeypatch.setitem(modules, "brotli", None)
    with pytest.raises(ProblemsFound, match=r"pip install 'site-builder\[compress\]'"):
        digest(FILES, "hosting: {compress: [brotli]}\n").build()
    assert digest(FILES, "hosting: {compress: [gzip]}\n", folder="other").build().outputs
