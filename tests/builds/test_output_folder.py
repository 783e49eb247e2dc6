"""The output folder: only what is promised, only what has changed, and never a stranger's file."""

from __future__ import annotations

import os
import resource
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from digests import CONFIG, Digest, article, many, run_builder

from site_builder.locking import STATE
from site_builder.publish import MANIFEST


def test_the_output_holds_what_was_planned_and_nothing_else(digest: Callable[..., Digest]) -> None:
    site = digest({**many(3), "static/robots.txt": "User-agent: *\n"})
    built = site.build()
    assert sorted(built.published.written) == sorted(site.output())
    assert {path.name for path in (site.folder / "output").iterdir() if path.name.startswith(".")} == {
        MANIFEST
    }


def test_a_second_build_touches_no_file(digest: Callable[..., Digest]) -> None:
    site = digest(many(3))
    site.build()
    before = site.stamps()
    published = site.build().published
    assert (published.written, published.removed) == ((), ())
    assert published.unchanged == len(site.output())
    assert site.stamps() == before


def test_a_mended_word_rewrites_the_pages_that_show_it_and_no_other(digest: Callable[..., Digest]) -> None:
    site = digest({**many(3), "content/a.md": article("A", "A tpyo.", summary="Short.")})
    site.build()
    before = site.stamps()
    site.write({"content/a.md": article("A", "A typo.", summary="Short.")})
    assert site.build().published.written == ("2012/03/12/a/index.html",)
    changed = {path for path, stamp in site.stamps().items() if before[path] != stamp}
    assert changed == {"output/2012/03/12/a/index.html"}


def test_a_removed_article_takes_its_files_and_empty_folders_with_it(digest: Callable[..., Digest]) -> None:
    site = digest(
        {
            **many(2),
            "content/a/index.md": article("A", tags=["lonely"], aliases=["/old/a/"]),
            "content/a/map.png": b"map",
        }
    )
    site.build()
    shutil.rmtree(site.folder / "content/a")
    removed = site.build().published.removed
    for path in (
        "2012/03/12/a/index.html",
        "2012/03/12/a/map.png",
        "tags/lonely/index.html",
        "old/a/index.html",
    ):
        assert path in removed
        assert not (site.folder / "output" / path).parent.exists()
    assert not (site.folder / "output/old").exists()
    fresh = digest(many(2), folder="fresh")
    fresh.build()
    assert site.output() == fresh.output()


def test_an_output_that_was_changed_or_deleted_by_hand_is_repaired(digest: Callable[..., Digest]) -> None:
    site = digest(many(2))
    site.build()
    before = site.output()
    (site.folder / "output/index.html").write_text("scribbled")
    (site.folder / "output/404.html").unlink()
    assert site.build().published.written == ("404.html", "index.html")
    assert site.output() == before


def test_files_of_others_survive_every_build(digest: Callable[..., Digest]) -> None:
    site = digest(many(2))
    site.build()
    foreign = {"output/CNAME": "digest.example", "output/.git/HEAD": "ref", "output/2012/notes.txt": "mine"}
    site.write(foreign)
    site.build()
    for path in (site.folder / "content").iterdir():
        path.unlink()
    site.build()
    assert {name: (site.folder / name).read_text() for name in foreign} == foreign


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("output/tags/index.html", "output/tags/index.html"),  # a file where a file must stand
        ("output/tags/index.html/x", "output/tags/index.html"),  # a folder where a file must stand
        ("output/tags", "output/tags"),  # a file where a folder must stand
    ],
)
def test_a_strangers_file_in_the_place_of_an_output_is_left_and_told_of(
    digest: Callable[..., Digest], path: str, place: str
) -> None:
    site = digest(many(2))
    site.write({f"output/{MANIFEST}": '{"format": 1, "files": {}}', path: "mine"})
    before = site.stamps()
    (problem,) = site.problems()
    assert (problem.code, str(problem.place)) == ("foreign-file", place)
    assert site.stamps() == before


def test_everything_in_the_way_is_told_together_with_what_else_is_wrong(
    digest: Callable[..., Digest],
) -> None:
    site = digest({**many(2), "layouts/home.html": "{{ gone }}"})
    site.write(
        {f"output/{MANIFEST}": '{"format": 1, "files": {}}', "output/tags": "mine", "output/404.html": "mine"}
    )
    assert [p.place.source for p in site.problems()] == [
        "layouts/home.html",
        "output/404.html",
        "output/tags",
    ]


def test_an_output_may_become_a_folder_and_a_folder_an_output(digest: Callable[..., Digest]) -> None:
    site = digest({"static/x": "a file"})
    site.build()
    (site.folder / "static/x").unlink()
    site.write({"static/x/y": "below"})
    site.build()
    assert site.text("x/y") == "below"
    shutil.rmtree(site.folder / "static/x")
    site.write({"static/x": "a file again"})
    site.build()
    assert site.text("x") == "a file again"


def test_assets_come_before_articles_and_those_before_lists_and_redirects(
    digest: Callable[..., Digest], monkeypatch: pytest.MonkeyPatch
) -> None:
    front = {"tags": ["homs"], "aliases": ["/2012/old/"]}
    site = digest({"content/a/index.md": article("A", **front), "content/a/map.png": b"1"})
    site.build()
    site.write({"content/a/index.md": article("Changed", slug="a", **front), "content/a/map.png": b"22"})
    site.write({"layouts/redirect.html": "moved", "layouts/assets/style.css": "x"})
    replace, moved = os.replace, []

    def watching(source: str, target: str) -> None:
        moved.append(target.partition("/output/")[2])
        replace(source, target)

    monkeypatch.setattr(os, "replace", watching)
    site.build()
    style = next(path for path in moved if path.startswith("assets/style."))
    paths = [style, "2012/03/12/a/map.png", "2012/03/12/a/index.html", "index.html", "2012/old/index.html"]
    assert [path for path in moved if path in paths] == paths


REFUSED = {
    "the root of the file system": lambda site: "/",
    "your home folder": lambda site: str(Path.home()),
    "the site's own sources": lambda site: ".",
    "a parent of the site": lambda site: "..",
    "the articles": lambda site: "content",
    "below the articles": lambda site: "content/made",
    "the layouts": lambda site: "layouts",
    "the static files": lambda site: "static/made",
    "a folder of somebody else": lambda site: "others",
    "a file": lambda site: "config.yaml",
    "a link out of the site": lambda site: "link",
    "a link to a folder of somebody else": lambda site: "inner-link",
}


@pytest.mark.parametrize("what", REFUSED)
def test_an_output_folder_in_which_writing_could_do_harm_is_refused_and_nothing_is_touched(
    digest: Callable[..., Digest], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    site = digest({**many(1), "others/canary": "alive", "static/robots.txt": "", "layouts/x.html": ""})
    for folder in ("home", "outside"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "canary").write_text("alive")
    (site.folder / "link").symlink_to(tmp_path / "outside", target_is_directory=True)
    (site.folder / "inner-link").symlink_to("others", target_is_directory=True)
    before = _without_lock(tmp_path)
    output = REFUSED[what](site)
    (problem,) = site.problems(output=output)
    assert problem.code == "output-refused"
    assert problem.place.source == output
    assert "-o" in problem.remedy
    assert _without_lock(tmp_path) == before


def _without_lock(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if STATE not in path.parts)


def test_an_empty_folder_and_one_that_git_keeps_are_taken(digest: Callable[..., Digest]) -> None:
    site = digest({**many(1), "output/.gitignore": "*\n!.gitignore\n"})
    site.build()
    assert site.text(".gitignore") == "*\n!.gitignore\n"
    (site.folder / "empty").mkdir()
    site.build(output="empty")
    assert "index.html" in site.output("empty")


def test_a_folder_anywhere_may_be_named_on_the_command_line(
    digest: Callable[..., Digest], tmp_path: Path
) -> None:
    site = digest(many(1))
    site.build(output=str(tmp_path / "www"))
    assert (tmp_path / "www/index.html").is_file()
    assert not (site.folder / "output").exists()


@pytest.mark.parametrize("inside", ["tags", "2012", ".site-builder-stage"])
def test_nothing_is_written_or_removed_through_a_link_in_the_output(
    digest: Callable[..., Digest], tmp_path: Path, inside: str
) -> None:
    site = digest({**many(2), "content/a.md": article("A", tags=["homs"])})
    site.build()
    outside = tmp_path / "outside"
    former = site.folder / "output" / inside
    if former.exists():
        shutil.move(former, outside)
    else:
        outside.mkdir()
    (outside / "canary").write_text("alive")
    former.symlink_to(outside, target_is_directory=True)
    held = {path: path.stat().st_mtime_ns for path in (outside, *outside.rglob("*"))}
    site.write({"content/a.md": article("Changed", tags=["damascus"])})
    if inside == ".site-builder-stage":
        site.build()
    else:
        assert [(p.code, p.place.source) for p in site.problems()] == [("link-in-output", f"output/{inside}")]
    assert {path: path.stat().st_mtime_ns for path in (outside, *outside.rglob("*"))} == held


def test_a_link_in_the_place_of_an_output_is_replaced_and_its_target_left(
    digest: Callable[..., Digest], tmp_path: Path
) -> None:
    site = digest(many(1))
    site.build()
    canary = tmp_path / "canary"
    canary.write_text("alive")
    page = site.folder / "output/index.html"
    page.unlink()
    page.symlink_to(canary)
    site.build()
    assert not page.is_symlink()
    assert canary.read_text() == "alive"


@pytest.mark.parametrize("rubbish", [b"", b"{", b"\xff\xfe", b"[]", b'{"format": 99, "files": {}}', b"null"])
def test_a_manifest_that_cannot_be_read_costs_nothing_but_the_knowledge_of_stale_files(
    digest: Callable[..., Digest], rubbish: bytes
) -> None:
    site = digest(many(2))
    site.build()
    before = site.output()
    (site.folder / "output" / MANIFEST).write_bytes(rubbish)
    site.build()
    assert site.output() == before
    assert site.build().published.written == ()


def test_a_manifest_that_was_tampered_with_removes_nothing_outside_the_output(
    digest: Callable[..., Digest], tmp_path: Path
) -> None:
    site = digest(many(1))
    site.build()
    (tmp_path / "canary").write_text("alive")
    names = ["../../canary", str(tmp_path / "canary"), "../config.yaml", "a/../../config.yaml", ""]
    listed = ", ".join(f'"{name}": "0"' for name in names)
    (site.folder / "output" / MANIFEST).write_text(f'{{"format": 1, "files": {{{listed}}}}}')
    shutil.rmtree(site.folder / "output/tags")
    (site.folder / "output/index.html").unlink()
    for path in (site.folder / "output").rglob("*.*"):
        if path.is_file() and path.name != MANIFEST:
            path.unlink()
    site.build()
    assert (tmp_path / "canary").read_text() == "alive"
    assert (site.folder / "config.yaml").read_text() == CONFIG


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_an_output_that_cannot_be_written_is_told_of_by_name(digest: Callable[..., Digest]) -> None:
    site = digest(many(1))
    site.build()
    (site.folder / "output").chmod(0o500)
    try:
        site.write({"content/new.md": article("New")})
        with pytest.raises(OSError, match="output"):
            site.build()
    finally:
        (site.folder / "output").chmod(0o700)


def test_a_disk_that_is_full_while_outputs_are_staged_leaves_the_published_site_as_it_was(
    digest: Callable[..., Digest],
) -> None:
    site = digest(many(3))
    site.build()
    before = site.stamps()
    site.write({"content/a.md": article("A"), "static/long.txt": "x" * 100_000})
    run = run_builder(
        "build",
        "-s",
        site.folder,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000)),
    )
    assert run.returncode == 1
    assert "long.txt: File too large" in run.stderr
    assert "The output is as it was." in run.stderr
    assert site.stamps() == before


def test_content_behind_links_is_read_once_and_links_out_of_it_are_not_followed(
    digest: Callable[..., Digest], tmp_path: Path
) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/secret.md").write_text(article("Zebra"))
    site = digest({"content/kept/a.md": article("A")})
    content = site.folder / "content"
    (content / "outside").symlink_to(tmp_path / "outside", target_is_directory=True)
    (content / "secret.md").symlink_to(tmp_path / "outside/secret.md")
    (content / "gone.md").symlink_to("nowhere.md")
    (content / "loop").symlink_to(".", target_is_directory=True)
    (content / "kept/loop").symlink_to("..", target_is_directory=True)
    built = site.build()
    assert built.articles == 1
    assert sorted((p.code, p.place.source, p.level) for p in built.problems) == [
        ("dangling-link", "content/gone.md", "warning"),
        ("link-loop", "content/kept/loop", "warning"),
        ("link-loop", "content/loop", "warning"),
        ("link-outside", "content/outside", "warning"),
        ("link-outside", "content/secret.md", "warning"),
    ]


def test_a_file_whose_name_is_no_text_is_told_of_and_passed_over(digest: Callable[..., Digest]) -> None:
    site = digest({"content/a.md": article("A")})
    Path(os.fsdecode(os.fsencode(site.folder / "content") + b"/bad\xff.md")).write_bytes(b"x")
    (site.folder / "content/new\nline.md").write_text("x")
    built = site.build()
    assert [p.code for p in built.problems] == ["odd-name", "odd-name"]
    assert built.articles == 1


def test_an_empty_folder_where_an_output_was_is_told_of_before_anything_is_published(
    digest: Callable[..., Digest],
) -> None:
    site = digest({"content/a.md": article("A")})
    site.build()
    page = site.folder / "output/2012/index.html"
    page.unlink()
    page.mkdir()
    site.write({"content/a.md": article("Another title")})
    before = site.output()
    (problem,) = site.problems()
    assert (problem.code, problem.place.source) == ("foreign-file", "output/2012/index.html")
    assert site.output() == before
    page.rmdir()
    site.build()
    assert "Another title" in site.text("index.html")


def test_a_lost_manifest_is_named_with_the_way_out(digest: Callable[..., Digest]) -> None:
    site = digest({"content/a.md": article("A")})
    site.build()
    (site.folder / "output" / MANIFEST).unlink()
    (problem,) = site.problems()
    assert f"only {MANIFEST} was lost, remove the folder and build again" in problem.remedy
