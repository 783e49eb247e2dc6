"""What the terminal says of edits: each thing that is wrong once, and that it is mended."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from digests import CONFIG, Digest, article, many
from previews import Served, serving, until


def lines(running: Served, word: str) -> list[str]:
    return [line for line in running.lines if word in line]


def test_each_warning_is_told_when_it_appears_and_when_it_is_mended(tmp_path: Path) -> None:
    site = Digest(tmp_path / "site")
    odd = article("Odd", "Text.", date="2012-03-01").replace("---\n", "---\ntags: syria, homs\n", 1)
    site.write({"config.yaml": CONFIG, "content/odd.md": odd, **many(2)})
    with serving(site.folder) as running:
        known = len(lines(running, "warning: "))
        assert known
        site.write({"content/a001.md": article("Headline 1", "Edited.", date="2012-01-02")})
        assert until(lambda: lines(running, "a001.md → "))
        assert lines(running, "a001.md → ")[0].endswith(" ms; 1 warning"), running.log()
        assert len(lines(running, "warning: ")) == known, "it stood there before"
        site.write({"content/odd.md": odd.replace("syria, homs", "[syria, homs]")})
        assert until(lambda: lines(running, "odd.md → "))
        assert lines(running, "odd.md → ")[0].endswith(" ms; 1 warning mended"), running.log()
        site.write({"content/odd.md": odd})
        assert until(lambda: len(lines(running, "odd.md → ")) == 2)
        assert len(lines(running, "warning: ")) == known + 1, running.log()


def test_an_edit_is_told_by_the_name_that_the_file_has(digest: Callable[..., Digest]) -> None:
    site = digest(
        {"texts/a.md": article("A"), "theme/x.html": ""}, "content_dir: texts\nlayouts_dir: theme\n"
    )
    with serving(site.folder) as running:
        assert "Watching texts/, theme/, static/" in running.log()
        site.write({"texts/a.md": article("A", "Edited.")})
        assert until(lambda: "texts/a.md → /2012/03/12/a/" in running.log()), running.log()
        site.write({"config.yaml": (site.folder / "config.yaml").read_text() + "description: D\n"})
        assert until(lambda: "config.yaml → " in running.log()), running.log()


def test_a_fault_of_a_layout_is_told_once_and_mended_at_once(tmp_path: Path) -> None:
    site = Digest(tmp_path / "site")
    site.write({"config.yaml": CONFIG, **many(20)})
    with serving(site.folder) as running:
        running.get("/")
        site.write({"layouts/partials/footer.html": "<footer>{{ nothing.x }}</footer>"})
        assert until(lambda: lines(running, "the last good pages stay")), running.log()
        assert lines(running, "the last good pages stay")[0].endswith(
            "layouts/partials/footer.html: 1 error; the last good pages stay"
        )
        (found,) = lines(running, "error: nothing is called 'nothing' here, on ")
        assert " pages, the first: /" in found
        site.write({"layouts/partials/footer.html": "<footer>Mended</footer>"})
        assert until(lambda: lines(running, "; 1 error mended")), running.log()
