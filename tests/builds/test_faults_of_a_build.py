"""What may happen to files, clocks, processes and memory while and between builds, and does no harm."""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from digests import Digest, article, many, run_builder
from edits import CLOCK, FILES, B, other, rebuilt, rendered
from faults import alone

from site_builder.problems import ProblemsFound
from site_builder.steps import inputs

Begin = Callable[..., Digest]
HERE = Path(__file__).resolve().parents[2]
ENVIRONMENT = {"PYTHONPATH": str(HERE)}


@pytest.fixture
def site(digest: Begin) -> Digest:
    """Four articles, built."""
    made = digest(FILES)
    made.build(clock=CLOCK)
    return made


# Nothing to do


def test_a_build_with_nothing_to_do_loads_neither_jinja_nor_markdown_and_writes_nothing(
    site: Digest,
) -> None:
    before = site.stamps()
    printed = alone(
        "import sys\n"
        "from pathlib import Path\n"
        "from site_builder.build import Options, build\n"
        "from site_builder.options import Where\n"
        f"built = build(Options(where=Where(Path(sys.argv[1])), clock={CLOCK!r}), environ={{}})\n"
        "heavy = {'jinja2', 'markdown_it', 'nh3', 'yaml'} & sys.modules.keys()\n"
        "print(built.outputs, len(built.rendered), len(built.published.written), sorted(heavy))\n",
        site.folder,
    )
    outputs, *rest = printed.split(maxsplit=3)
    assert int(outputs) == len(site.output())
    assert rest == ["0", "0", "[]\n"]
    assert site.stamps() == before


def test_files_that_were_only_touched_are_read_and_nothing_is_rendered(site: Digest) -> None:
    for path in site.folder.rglob("*"):
        if path.is_file() and ".site-builder" not in str(path):
            os.utime(path)
    before = site.stamps()
    assert rendered(site) == set()
    assert site.stamps() == before


def test_a_build_of_everything_renders_nothing_that_is_as_it_was(site: Digest) -> None:
    built = site.build(clock=CLOCK, full=True)
    assert not built.rendered
    (site.folder / "output" / B).write_bytes(b"vandals")
    assert set(site.build(clock=CLOCK, full=True).rendered) == {B}


# Files and their times


@pytest.mark.parametrize("moment", [-1, 0, 1, 4_102_444_800])
def test_an_edit_is_seen_whatever_time_the_file_bears_and_is_built_once(site: Digest, moment: int) -> None:
    site.write(other("b", "Geneva", "Genf"))
    os.utime(site.folder / "content/b.md", (moment, moment))
    assert rendered(site) == {B}
    built = site.build(clock=CLOCK)
    assert (built.parsed, built.rendered) == (0, {})


def test_an_edit_of_the_same_size_with_the_time_set_back_is_seen(site: Digest) -> None:
    file = site.folder / "content/b.md"
    status = file.stat()
    site.write(other("b", "Geneva", "Zurich"))
    assert file.stat().st_size == status.st_size
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert rendered(site) == {B}


def test_edits_that_follow_a_build_at_once_are_all_seen(site: Digest) -> None:
    for word in ("Zurich", "Vienna", "London", "Madrid") * 5:
        assert rendered(site, other("b", "Geneva", word)) == {B}


def test_a_file_from_a_backup_with_its_old_time_is_seen(site: Digest) -> None:
    file, backup = site.folder / "content/b.md", site.folder.parent / "backup.md"
    shutil.copy2(file, backup)
    assert rendered(site, other("b", "Geneva", "Zurich")) == {B}
    backup.replace(file)
    assert rendered(site) == {B}


def test_a_clock_of_the_machine_that_is_wrong_by_years_hides_no_edit(
    site: Digest, monkeypatch: pytest.MonkeyPatch
) -> None:
    year = 31_536_000 * 10**9
    true = time.time_ns
    for years, word in ((-20, "Zurich"), (30, "Vienna"), (-1, "London")):
        monkeypatch.setattr(time, "time_ns", lambda years=years: true() + years * year)
        assert rendered(site, other("b", "Geneva", word)) == {B}
        assert rendered(site) == set()


@pytest.mark.parametrize(
    ("module", "name", "file", "edited"),
    [
        (inputs, "configure", "config.yaml", "title: Later\nbase_url: https://d.example\ntimezone: UTC\n"),
        (inputs, "read_layouts", "layouts/404.html", "later"),
        (inputs, "read_articles", "content/b.md", other("b", "Geneva", "Zurich")["content/b.md"]),
    ],
)
@pytest.mark.parametrize("first", [True, False], ids=["first build", "later build"])
def test_a_file_that_changes_while_a_build_runs_is_built_by_the_next_one(
    digest: Begin,
    monkeypatch: pytest.MonkeyPatch,
    module: Any,
    name: str,
    file: str,
    edited: str,
    first: bool,
) -> None:
    site = digest({**FILES, "layouts/404.html": "now"})
    if not first:
        site.build(clock=CLOCK)
        changed = {"config.yaml": (site.folder / "config.yaml").read_text() + "description: Now\n"}
        site.write({**changed, "layouts/404.html": "soon", **other("b", "Geneva", "Genf")})
    read = getattr(module, name)

    def read_and_edit(*args: Any) -> Any:
        found = read(*args)
        site.write({file: edited})
        return found

    with monkeypatch.context() as patch:
        patch.setattr(module, name, read_and_edit)
        site.build(clock=CLOCK)
    rebuilt(site)


def test_an_article_that_changes_while_it_is_read_is_read_again(
    digest: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = digest(FILES)
    edits = iter([FILES["content/b.md"].replace("Geneva", "Zurich")])
    fstat = os.fstat

    def stat_and_edit(descriptor: int) -> os.stat_result:
        status = fstat(descriptor)
        if Path(f"/proc/self/fd/{descriptor}").readlink().name == "b.md":
            for edited in [*edits]:  # once
                site.write({"content/b.md": edited})
        return status

    with monkeypatch.context() as patch:
        patch.setattr(os, "fstat", stat_and_edit)
        site.build(clock=CLOCK)
    rebuilt(site)
    assert "Zurich" in site.text(B)


# Builds that fail


def test_a_layout_that_fails_keeps_the_old_site_and_mending_it_builds_what_had_failed(site: Digest) -> None:
    before = site.stamps()
    fine = "{{ article.title }}"
    site.write({"layouts/article.html": fine + "{{ nonsense }}", **other("b", "Geneva", "Genf")})
    assert len(site.problems(clock=CLOCK)) == 4
    assert len(site.problems(clock=CLOCK)) == 4
    assert site.stamps() == before
    assert len([path for path in rendered(site, {"layouts/article.html": fine}) if "/index" in path]) == 4


def test_what_a_failed_render_read_mends_it(site: Digest) -> None:
    site.write({"layouts/404.html": "{{ site.article('e.md').title }}"})
    site.problems(clock=CLOCK)
    arrived = {"content/e.md": article("Here", "It is.", date="2012-06-14")}
    assert "404.html" in rendered(site, arrived)
    assert site.text("404.html") == "Here"


def test_after_a_failed_build_articles_are_not_parsed_again(site: Digest) -> None:
    site.write({"layouts/404.html": "{{ nonsense }}", **other("b", "Geneva", "Genf")})
    site.problems(clock=CLOCK)
    built = rebuilt(site, {"layouts/404.html": "fine"})
    assert built.parsed == 0
    assert set(built.rendered) == {"404.html", B}


def test_a_first_build_that_failed_leaves_parsed_articles_too(digest: Begin) -> None:
    site = digest({**FILES, "layouts/404.html": "{{ nonsense }}"})
    site.problems(clock=CLOCK)
    assert rebuilt(site, {"layouts/404.html": "fine"}).parsed == 0


def test_a_warning_is_told_again_by_a_build_that_does_nothing(digest: Begin) -> None:
    site = digest({**FILES, "content/e.md": article("Odd", tittle="Odd")})
    first = site.build(clock=CLOCK)
    again = site.build(clock=CLOCK)
    assert first.problems
    assert again.problems == first.problems
    assert not again.rendered
    with pytest.raises(ProblemsFound):
        site.build(clock=CLOCK, strict=True)


@pytest.mark.skipif(os.geteuid() == 0, reason="whoever may read everything is not kept from it")
def test_an_article_that_cannot_be_read_is_named_and_the_site_is_as_it_was(site: Digest) -> None:
    before = site.stamps()
    (site.folder / "content/b.md").chmod(0)
    site.write({"static/x.txt": "x"})
    (problem,) = site.problems(clock=CLOCK)
    assert problem.place.source == "content/b.md"
    assert site.stamps() == before


# Processes and limits


@pytest.mark.parametrize("workers", [2, 8])
def test_later_builds_by_other_numbers_of_workers_give_the_same_bytes(digest: Begin, workers: int) -> None:
    site = digest(many(160))
    env = {**ENVIRONMENT, "PYTHONHASHSEED": str(workers), "TZ": "Asia/Kolkata", "LANG": "ar_EG.UTF-8"}
    site.build(clock=CLOCK)
    config = (site.folder / "config.yaml").read_text() + "description: News\n"
    site.write({"config.yaml": config, "content/a003.md": article("Other", date="2012-01-04")})
    run = run_builder("build", "-s", site.folder, "--clock", CLOCK, "-j", str(workers), env=env)
    assert run.returncode == 0, run.stderr
    before = site.stamps()
    assert rendered(site, jobs=1) == set()
    assert site.stamps() == before


def test_a_large_site_needs_few_open_files(digest: Begin) -> None:
    site = digest({f"content/{n}.md": article(f"N {n}", "Text.", date="2012-03-12") for n in range(600)})
    site.write({"config.yaml": "title: T\nrelated: {limit: 0}\n"})
    limit = (64, 64)
    run = run_builder(
        "build", "-s", site.folder, "--clock", CLOCK, "-j", "2",
        env=ENVIRONMENT, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, limit),
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert re.search(r"600 articles", run.stdout + run.stderr)


def test_a_worker_that_dies_ends_a_build_with_its_files_named_and_the_site_is_as_it_was(
    digest: Begin,
) -> None:
    site = digest(many(160))
    site.build(clock=CLOCK)
    before = site.stamps()
    site.write({"layouts/article.html": "{{ article.title }}"})
    code = (
        "import os, sys\n"
        "from site_builder.steps import chunks\n"
        "from site_builder.cli import cli\n"
        "parent, render = os.getpid(), chunks.Renderer.render\n"
        "def dying(self, output):\n"
        "    if os.getpid() != parent and '/a050/' in output.path: os.kill(os.getpid(), 9)\n"
        "    return render(self, output)\n"
        "chunks.Renderer.render = dying\n"
        f"cli(['build', '-s', sys.argv[1], '--clock', {CLOCK!r}, '-j', '2'])\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(site.folder)],
        env={**os.environ, **ENVIRONMENT},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 1
    assert "a process died while it worked on this" in run.stderr
    assert re.match(r"content/a\d+\.md: error: ", run.stderr)
    assert "Traceback" not in run.stderr
    assert site.stamps() == before
    rebuilt(site)
