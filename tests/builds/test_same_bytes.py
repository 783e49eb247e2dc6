"""The same input gives the same bytes, whatever the machine, its settings and the number of workers."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from digests import CLOCK, CONFIG, Digest, article, many, run_builder

from site_builder.executors import SMALL

HERE = Path(__file__).resolve().parents[2]
ARTICLES = SMALL + 32  # enough that reading and rendering both go to processes


def _big(folder: Path) -> Digest:
    tags = ["Syria", "syria", "C", "C++", "C#", "دمشق", "é", "e\u0301"]
    files = many(ARTICLES)
    for n in range(0, ARTICLES, 3):
        files[f"content/t{n}.md"] = article(
            f"Ceasefire in quarter {n % 7}",
            f"Observers counted {n} shells in the quarter of Homs. See [it](a{n:03}.md).",
            tags=[tags[n % 8], tags[n % 5]],
            source={"name": f"Paper {n % 4}", "url": "https://paper.example/"},
            date=f"2012-03-12 {n % 24:02}:30",
        )
    made = Digest(folder)
    made.write({"config.yaml": f"{CONFIG}paginate: 10\n", **files})
    return made


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """A big digest's folder, and what it looks like when it is built by one worker in the usual way."""
    site = _big(tmp_path_factory.mktemp("big"))
    site.build(jobs=1)
    return site.folder, site.output()


MACHINES: dict[str, tuple[list[str], dict[str, str]]] = {
    "by one worker": (["-j", "1"], {}),
    "by four workers": (["-j", "4"], {}),
    "in New York, with another order of hashes and a console that knows ASCII only": (
        ["-j", "1"],
        {"TZ": "America/New_York", "PYTHONHASHSEED": "1", "LANG": "C", "LC_ALL": "C"},
    ),
    "beyond the date line, in Arabic, with yet another order of hashes and two workers": (
        ["-j", "2"],
        {
            "TZ": "Pacific/Kiritimati",
            "PYTHONHASHSEED": "4242",
            "LANG": "ar_EG.UTF-8",
            "LC_ALL": "ar_EG.UTF-8",
        },
    ),
}


@pytest.mark.parametrize("machine", MACHINES)
def test_a_site_has_the_same_bytes(
    expected: tuple[Path, dict[str, bytes]], tmp_path: Path, machine: str
) -> None:
    folder, output = expected
    options, env = MACHINES[machine]
    run = run_builder("build", "-s", folder, "-o", tmp_path / "out", "--clock", CLOCK, *options, env=env)
    assert run.returncode == 0, run.stderr
    assert Digest(tmp_path).output("out") == output


def test_a_site_has_the_same_bytes_from_any_working_directory_and_order_of_files(
    expected: tuple[Path, dict[str, bytes]], tmp_path: Path
) -> None:
    folder, output = expected
    copy = tmp_path / "copy"
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file() and "output" not in path.parts:
            target = copy / path.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    run = run_builder("build", "-s", "copy", "--clock", CLOCK, cwd=tmp_path, env={"PYTHONPATH": str(HERE)})
    assert run.returncode == 0, run.stderr
    assert Digest(copy).output() == output
    run = run_builder("build", "--clock", CLOCK, cwd=copy / "content", env={"PYTHONPATH": str(HERE)})
    assert run.returncode == 3
    run = run_builder(
        "build", "-s", "..", "--clock", CLOCK, cwd=copy / "content", env={"PYTHONPATH": str(HERE)}
    )
    assert run.returncode == 0, run.stderr
    assert "Up to date" in run.stdout


def test_a_site_has_the_same_bytes_and_is_readable_under_another_umask(
    digest: Callable[..., Digest],
) -> None:
    site = digest(many(2))
    site.build()
    former = os.umask(0o077)
    try:
        site.build(output="private")
    finally:
        os.umask(former)
    assert site.output("private") == site.output()


def test_a_site_built_twice_in_two_folders_differs_in_no_byte_of_the_manifest_either(
    digest: Callable[..., Digest],
) -> None:
    site = digest(many(2))
    site.build(output="one")
    site.build(output="two")
    manifests = [(site.folder / name / ".site-builder.json").read_bytes() for name in ("one", "two")]
    assert manifests[0] == manifests[1]


def test_what_a_day_has_to_do_with_it_is_said_by_the_clock_and_never_by_the_machine(
    digest: Callable[..., Digest],
) -> None:
    site = digest({"content/a.md": article("A"), "layouts/partials/footer.html": "{{ site.today }}"})
    site.build(clock="2012-06-01")
    first = site.output()
    site.build(clock="2012-06-02")
    assert "2012-06-02" in site.text("index.html")
    site.build(clock="2012-06-01")
    assert site.output() == first
