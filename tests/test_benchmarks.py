"""The pure parts of the comparison with other generators: edits, ratios, growth, tables, charts."""

from __future__ import annotations

import itertools
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import live
import pytest
from charts import BOTTOM, LINE_HEIGHT, chart
from peer_report import Session, lines_of_charts, report
from peer_sites import (
    Census,
    Site,
    fault_of_clean,
    fault_of_edit,
    look,
    rewritten,
    take_census,
    with_edited_body,
    with_edited_title,
)
from peer_tables import Bar, Figures, Run, bar_table, bars, builds, exponent, growth, ratio
from peer_tools import PEERS

ROOT = Path(__file__).resolve().parents[1]
SVG = "{http://www.w3.org/2000/svg}"


def a_run(peer: str, articles: int, wall: float, case: str = "clean", **others: object) -> Run:
    values = {"cpu": wall, "largest": 100.0, "together": 120.0, "other": 0.0, "rewritten": 5, **others}
    return Run(peer=peer, articles=articles, case=case, wall=wall, **values)


def a_session() -> Session:
    """Two sizes; at 10,000 the builder takes 5 s, Hugo 20 s, without related reading 4 s."""
    session = Session("WORKDIR 1000 10000", "2026-11-22", "2 processors", {"Hugo": "0.168.0"})
    for articles, scale in ((1_000, 1.0), (10_000, 10.0)):
        for wall in (0.4, 0.5, 9.0):
            session.runs.append(a_run("site_builder", articles, wall * scale))
        session.runs.append(a_run("hugo", articles, 2.0 * scale))
        session.runs.append(a_run("hugo-norelated", articles, 0.4 * scale))
        session.runs.append(a_run("site_builder", articles, 0.1, "body"))
        session.outputs.append(Census("site_builder", articles, 2 * articles, 9.0, articles, 0, articles, 5))
    session.starts = {"--help": [0.07, 0.06, 0.08], "import click": [0.05, 0.05, 0.05]}
    return session


def site_with(tmp_path: Path, pages: dict[str, str]) -> Site:
    for path, text in pages.items():
        (tmp_path / "output" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "output" / path).write_text(text, encoding="utf-8")
    source = tmp_path / "content" / "homs.md"
    return Site(tmp_path, tmp_path / "output", source, "", "homs", "syria")


@pytest.mark.parametrize(
    ("front", "edited"),
    [
        ("---\ntitle: Homs\nslug: homs\n---\n", "---\ntitle: new Homs\nslug: homs\n---\n"),
        ('---\ntitle: "Homs"\n---\n', '---\ntitle: "new Homs"\n---\n'),
        ("Title: Homs\nSlug: homs\n", "Title: new Homs\nSlug: homs\n"),
        ('+++\ntitle = "Homs"\n+++\n', '+++\ntitle = "new Homs"\n+++\n'),
    ],
)
def test_a_title_is_edited_in_the_front_matter_of_every_generator_and_only_there(
    front: str, edited: str
) -> None:
    assert with_edited_title(f"{front}\ntitle: a line of the text\n", "new").startswith(edited)
    assert with_edited_title(f"{front}\ntitle: a line of the text\n", "new").count("new") == 1


def test_a_body_is_edited_in_its_last_paragraph() -> None:
    assert with_edited_body("---\n---\n\nOne.\n\nTwo.\n", "new") == "---\n---\n\nOne.\n\nnew Two.\n"


def test_an_edit_takes_the_place_of_the_one_before_and_leaves_the_other_kind_alone() -> None:
    text = "---\ntitle: Homs\n---\n\nOne.\n\nTwo.\n"
    for token in ("zzq1", "zzq2"):
        text = with_edited_title(with_edited_body(text, f"{token}b"), f"{token}t")
    assert text == "---\ntitle: zzq2t Homs\n---\n\nOne.\n\nzzq2b Two.\n"


def test_a_file_counts_as_rewritten_when_it_is_new_or_its_inode_or_time_is() -> None:
    before = {"same": (1, 10, 5), "touched": (2, 10, 5), "replaced": (3, 10, 5)}
    after = {"same": (1, 10, 5), "touched": (2, 11, 5), "replaced": (4, 10, 5), "new": (5, 10, 5)}
    assert rewritten(before, after) == 3


def test_a_build_that_leaves_out_a_page_or_an_address_is_found_out(tmp_path: Path) -> None:
    page = '<h2>Related reading</h2>\n<ol><li>a</li><li class="b">b</li></ol>'
    site = site_with(
        tmp_path,
        {
            "2012/03/12/homs/index.html": page,
            "2012/03/12/index.html": "a day of the archive",
            "sitemap.xml": "<loc>a</loc>",
            "tags/syria/feed.xml": "",
        },
    )
    census = take_census("site_builder", 1, site.output, look(site.output))
    assert (census.files, census.pages, census.feeds, census.addresses, census.related) == (4, 1, 1, 1, 2)
    assert fault_of_clean(census) == ""
    two = take_census("site_builder", 2, site.output, look(site.output))
    assert fault_of_clean(two) == "1 pages of articles"


def test_an_edit_that_did_not_arrive_is_found_out(tmp_path: Path) -> None:
    pages = {
        "2012/03/12/homs/index.html": "zzq1 Homs",
        "tags/syria/index.html": "Homs",
        "feed.xml": "zzq1 Homs",
    }
    site = site_with(tmp_path, pages)
    files = look(site.output)
    assert fault_of_edit("body", site, "zzq1", files, files) == ""
    assert fault_of_edit("body", site, "zzq2", files, files).endswith("homs/index.html")
    assert fault_of_edit("title", site, "zzq1", files, files).endswith("tags/syria/index.html")
    (tmp_path / "output/tags/syria/index.html").unlink()
    assert fault_of_edit("title", site, "zzq1", look(site.output), look(site.output))
    assert "came or went" in fault_of_edit("nothing", site, "", {}, files)


def test_what_is_missing_or_nought_has_no_ratio_and_no_growth() -> None:
    assert ratio(3.0, 2.0) == 1.5
    assert ratio(3.0, None) is None
    assert ratio(None, 2.0) is None
    assert ratio(3.0, 0.0) is None
    assert exponent(1_000, None, 10_000, 2.0) is None


@pytest.mark.parametrize("power", [0.5, 1.0, 2.0])
def test_growth_is_the_power_of_the_number_of_articles(power: float) -> None:
    assert exponent(1_000, 3.0, 100_000, 3.0 * 100**power) == pytest.approx(power)


def test_a_median_leaves_out_warming_up_and_failures() -> None:
    runs = [a_run("zola", 1_000, wall) for wall in (1.0, 2.0, 9.0)]
    runs.append(a_run("zola", 1_000, 100.0, warm_up=True))
    runs.append(a_run("zola", 1_000, 200.0, fault="ended with 1"))
    assert Figures(runs).median("zola", 1_000, "clean") == 2.0


def test_a_generator_that_failed_stands_in_the_table_with_the_reason() -> None:
    figures = Figures([a_run("zola", 1_000, 1.0), a_run("hugo", 1_000, 1.0, fault="stopped after 900 s")])
    rows = builds(figures, 1_000, "clean", str).splitlines()
    assert rows[3].startswith("| hugo | failed: stopped after 900 s |")
    assert len({row.count("|") for row in rows}) == 1


def test_a_bar_is_held_only_by_a_figure_that_was_measured() -> None:
    assert Bar("clean", 1.2, 1.0, None).verdict() == ""
    assert Bar("clean", 1.2, 1.0, 1.3).verdict() == "**no**"
    assert Bar("clean", 1.2, 1.0, 1.1).verdict() == "yes, aim missed"
    assert Bar("clean", 1.2, 1.0, 1.0).verdict() == "yes, aim reached"
    assert Bar("clean", 1.2, None, 1.1).verdict() == "yes"
    assert Bar("nothing", None, 0.2, 0.3, "{:.1f}").verdict() == "aim missed"
    assert bar_table([Bar("nothing", None, 0.2, 0.3, "{:.1f}")]).endswith(
        "| nothing |  | 0.2 | 0.3 | aim missed |"
    )


def test_the_bars_are_held_against_the_medians_of_ten_thousand_articles() -> None:
    figures = {bar.words: bar.figure for bar in bars(Figures(a_session().runs), 1.4)}
    assert figures["clean, × Hugo"] == pytest.approx(0.25)
    assert figures["clean, × Hugo, related off"] == pytest.approx(1.25)
    assert figures["clean, × Zola"] is None
    assert figures["body edited, × clean Hugo, related off"] == pytest.approx(0.025)
    assert figures["growth from 1,000 to 100,000, clean"] is None


def test_growth_goes_from_each_size_to_the_next() -> None:
    assert "| hugo | 1,000 to 10,000 | 1.00 | – |" in growth(Figures(a_session().runs), str)
    assert growth(Figures([a_run("zola", 1_000, 1.0)]), str) == ""


def test_a_session_is_read_as_it_was_written_and_its_report_has_every_table() -> None:
    session = Session.read(a_session().written())
    assert session == a_session()
    page = report([session])
    assert re.findall(r"^### (.*)", page, re.MULTILINE) == [
        "The bars",
        "A clean build: 1,000 articles",
        "One article's body edited, built again: 1,000 articles",
        "A clean build: 10,000 articles",
        "One article's body edited, built again: 10,000 articles",
        "Growth",
        "What a clean build makes",
        "The command itself",
    ]
    assert "| `--help`, × `python -c 'import click'` | ≤ 1.50 |  | 1.40 | yes |" in page


def test_of_two_sessions_the_first_gives_a_size_so_that_ratios_stay_within_one() -> None:
    later = a_session()
    later.runs = [a_run("hugo", 1_000, 77.0), a_run("hugo", 100_000, 88.0)]
    names, *_ = lines_of_charts([a_session(), later])
    assert names[3]["Hugo"] == [(1_000, 2.0), (10_000, 20.0), (100_000, 88.0)]


def test_a_chart_has_a_label_for_each_line_and_colours_for_light_and_dark() -> None:
    text = chart(
        "Time", "Seconds", {"ours": [(1_000, 1.0), (10_000, 9.0)], "R&D": [(1_000, 3.0)], "none": []}
    )
    picture = ET.fromstring(text)
    labels = [node.text for node in picture.iter(f"{SVG}text") if "label" in node.get("class", "")]
    assert sorted(labels, key=str) == ["R&D 3", "ours 9"]
    assert "prefers-color-scheme: dark" in text
    assert picture.find(f"{SVG}desc") is not None


def test_equal_ratios_are_equal_distances_in_a_chart() -> None:
    text = chart("Time", "Seconds", {"ours": [(1_000, 1.0), (10_000, 10.0), (100_000, 100.0)]})
    dots = list(ET.fromstring(text).iter(f"{SVG}circle"))
    steps = [
        (float(b.get("cx", 0)) - float(a.get("cx", 0)), float(b.get("cy", 0)) - float(a.get("cy", 0)))
        for a, b in itertools.pairwise(dots)
    ]
    assert steps[0] == pytest.approx(steps[1], abs=0.2)
    assert steps[0][0] > 0 > steps[0][1]


def test_labels_of_lines_that_end_together_stand_apart_and_inside() -> None:
    lines = {f"line {number}": [(1_000.0, 1.0 + number / 1000)] for number in range(6)}
    texts = [
        node
        for node in ET.fromstring(chart("Time", "Seconds", lines)).iter(f"{SVG}text")
        if "label" in node.get("class", "")
    ]
    heights = sorted(float(node.get("y", 0)) for node in texts)
    assert all(b - a >= LINE_HEIGHT - 0.2 for a, b in itertools.pairwise(heights))
    assert heights[-1] <= BOTTOM + 5


def test_a_chart_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing"):
        chart("Time", "Seconds", {"ours": []})


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is read where Linux tells it")
def test_a_run_is_charged_with_the_processes_it_starts_and_with_nothing_of_ours(tmp_path: Path) -> None:
    held = bytearray(60 * 2**20)  # what the starting process holds must not be charged
    below = "held = bytearray(30 * 2**20); import time; time.sleep(0.3)"
    above = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {below!r}]); sys.exit(3)"
    cost = measured(tmp_path, above, timeout=60)
    assert cost["code"] == 3
    assert not cost["timed_out"]
    assert 30 < cost["largest"] < len(held) / 2**20
    assert cost["wall"] > 0.3
    assert cost["cpu"] > 0


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is read where Linux tells it")
def test_a_run_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    cost = measured(tmp_path, "import time; time.sleep(60)", timeout=0.2)
    assert cost["timed_out"]
    assert cost["wall"] < 10


def measured(folder: Path, program: str, timeout: float) -> dict[str, Any]:
    order = {
        "command": [sys.executable, "-c", program],
        "folder": str(folder),
        "environment": {},
        "log": str(folder / "log"),
        "timeout": timeout,
        "cores": 2,
    }
    launcher = [sys.executable, "-I", "-S", str(ROOT / "benchmarks/measure.py"), json.dumps(order)]
    answer = subprocess.run(launcher, check=True, capture_output=True, timeout=120)
    cost: dict[str, Any] = json.loads(answer.stdout)
    return cost


def test_a_preview_that_never_shows_an_edit_is_told_of_in_its_row() -> None:
    figures = live.Figures(start=1.234, body=[0.1, 0.3, 0.2], megabytes=99.6, reached=4)
    assert live.line(figures, 3) == "1.23 | – | 200 | – | 4 | 100"
    figures = live.Figures(start=1, again=0.5, title=[1.5], reached=3, fault="/ never showed the edit")
    assert live.line(figures, 20) == "1.00 | 0.50 | – | 1500 (of 1) | 3 (/ never showed the edit) | 0"
    page = live.report({("zola", 1_000): figures}, {"Zola": "0.22.0"}, 20, "1000")
    head, row = (
        next(line for line in page.splitlines() if line.startswith(s)) for s in ("| articles", "| 1,000")
    )
    assert head.count("|") == row.count("|")
    assert "Zola 0.22.0. Medians of 20" in page


def test_every_preview_that_is_measured_is_that_of_a_generator_that_is_built_too() -> None:
    assert set(live.SERVERS) <= set(PEERS)
    assert all("{port}" in " ".join(command) for command in live.SERVERS.values())
