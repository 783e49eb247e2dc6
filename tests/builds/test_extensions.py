"""A site's own extensions: what they may add, what follows from an edit of one, what is said of a fault."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, cast

import pytest
from digests import CLOCK, Digest, article, many
from documents import ROOT, blocks, sections, tables, text_of
from extension_samples import FROM, SHOUT, TALKS, TITLES, WORDS
from oracle.steps import Step, run_steps

from site_builder.door import Door
from site_builder.incremental.reads import Reads
from site_builder.incremental.store import open_store
from site_builder.options import Options, Where
from site_builder.outputs import KINDS, plan_all
from site_builder.outputs.kind import Kind
from site_builder.preview.live import LiveSite
from site_builder.queries import ANSWERS
from site_builder.reading import open_site, read_extensions
from site_builder.rendering import Renderer
from site_builder.sources import scan_extensions
from site_builder.steps.parcels import open_parcel, pack
from site_builder.steps.taking import snapshot_of

Begin = Callable[..., Digest]


def documented() -> dict[str, str]:
    """The files of the page for authors."""
    return {
        block.about: "\n".join([*block.lines, ""])
        for block in blocks(text_of("docs/extensions.md"))
        if "/" in block.about
    }


def test_the_example_of_the_documents_works_as_it_stands_there(digest: Begin) -> None:
    site = digest({**TALKS, **documented()})
    site.build()
    text = site.text("editions/2012-w10/plain.txt")
    assert text.startswith("The Test Digest: ")
    assert "\nShelling\n========\nShells fell on Homs.\n" in text
    assert "\nhttps://digest.example/2012/03/11/shelling/\n" in text
    assert "1 min. Long reads of 2012:" in site.text("2012/03/10/talks/index.html")
    told = site.cli("list", "extensions", "-s", str(site.folder)).output
    (console,) = (b for b in blocks(text_of("docs/extensions.md")) if b.language == "console")
    assert told.splitlines() == console.lines[1:]
    assert site.build().rendered == {}


def test_every_query_that_a_plan_can_ask_is_in_the_documents_and_no_other() -> None:
    below = dict(sections(text_of("docs/extensions.md")))["An output kind"]
    rows = [row[0] for table in tables(below) for row in table if row[0].startswith('`"')]
    assert {row.split('"')[1] for row in rows} == set(ANSWERS)


def test_an_edited_extension_makes_all_outputs_of_its_site_again_and_nothing_of_another(
    digest: Begin,
) -> None:
    site, other = digest({**TALKS, "extensions/a.py": SHOUT}), digest(TALKS, folder="other")
    site.build()
    other.build()
    assert site.build().rendered == {}
    for files in ({"extensions/a.py": SHOUT + "# a comment\n"}, {"extensions/b.py": "x = 1\n"}):
        site.write(files)
        built = site.build()
        assert len(built.rendered) == built.outputs
        assert {reason.cause for reasons in built.rendered.values() for reason in reasons} == {"extensions"}
        assert built.published.written == ()
    (site.folder / "extensions/b.py").unlink()
    assert len(site.build().rendered) == built.outputs
    told = site.cli("explain", "/", "-s", str(site.folder)).output
    assert "the site's own extensions are others" in told
    assert other.build().rendered == {}


def test_a_page_that_asks_a_query_is_made_again_for_what_the_query_looked_at_alone(digest: Begin) -> None:
    site = digest(
        {
            **TALKS,
            "extensions/a.py": TITLES,
            "layouts/404.html": "{{ site.titles('un') | join(', ') }}",
            "layouts/search.html": "{{ site.titles('un') | length }}",
        }
    )
    site.build()
    assert site.text("404.html") == "Talks"
    site.write({"content/shelling.md": article("Shells", "They fell.", tags=["homs"], date="2012-03-11")})
    assert "404.html" not in site.build().rendered
    site.write({"content/talks.md": article("More talks", "Envoys met.", tags=["un"], date="2012-03-10")})
    assert {"404.html", "search/index.html"} <= site.build().rendered.keys()
    assert site.text("404.html") == "More talks"
    site.write({"content/c.md": article("Vote", "They voted.", tags=["un"], date="2012-03-12")})
    site.build()
    assert site.text("404.html") == "Vote, More talks"


def test_a_plan_follows_titles_and_the_day_although_no_list_has_changed(digest: Begin) -> None:
    today = (
        '\n@output_kind("day")\nclass Day:\n    def plan(self, ask):\n'
        '        yield page_at(f"/{ask(\'today\')}.txt", "day")\n'
        "    def render(self, output, site, layout):\n        return 'now'\n"
    )
    site = digest({**TALKS, "extensions/a.py": WORDS, "extensions/b.py": FROM + today})
    site.build()
    assert site.text("2012/03/11/shelling/words.txt") == "4"
    words = "2012/03/10/talks/words.txt"
    site.write({"content/talks.md": article("Summit", "Envoys met.", tags=["un"], date="2012-03-10")})
    built = site.build()
    assert words in built.rendered
    site.write({"content/talks.md": article("Talks", "Envoys met.", tags=["un"], date="2012-03-10")})
    assert words in site.build().published.removed
    assert "2012-06-01.txt" in site.output()
    site.build(clock="2012-06-02")
    assert {"2012-06-01.txt", "2012-06-02.txt"} & site.output().keys() == {"2012-06-02.txt"}


def test_an_answer_is_each_askers_own_and_its_links_are_full(digest: Begin) -> None:
    links = "@query\ndef links(site):\n    return {'all': [a.permalink for a in site.articles()]}\n"
    layout = "{{ site.links().all.append('x') }}{{ site.links().all | join(' ') }}"
    site = digest(
        {**TALKS, "extensions/a.py": FROM + links, "layouts/404.html": layout, "layouts/home.html": layout},
        config="links: relative\n",
    )
    site.build()
    full = "https://digest.example/2012/03/11/shelling/ https://digest.example/2012/03/10/talks/"
    assert site.text("404.html") == site.text("index.html") == f"None{full}"


def test_nothing_is_loaded_but_files_of_the_folder_beside_the_settings(digest: Begin, tmp_path: Path) -> None:
    broken = "raise RuntimeError\n"
    site = digest(TALKS)
    names = (
        "extensions/_off.py",
        "extensions/below/a.py",
        "content/extensions/a.py",
        "layouts/extensions/a.py",
    )
    site.write(dict.fromkeys((*names, "extensions/notes.txt"), broken))
    (tmp_path / "outside.py").write_text(broken)
    (site.folder / "extensions/outside.py").symlink_to(tmp_path / "outside.py")
    (problem,) = site.build().problems
    assert (problem.level, problem.code, problem.place.source) == (
        "warning",
        "link-outside",
        "extensions/outside.py",
    )


@pytest.mark.parametrize("key", ["content_dir", "output_dir"])
def test_the_folder_of_extensions_serves_for_nothing_else(key: str, digest: Begin) -> None:
    (message,) = digest(TALKS, config=f"{key}: extensions\n").messages()
    assert "'extensions' is where the site's own extensions lie" in message


def test_a_site_without_extensions_loads_nothing_for_them(digest: Begin) -> None:
    site = digest(TALKS)
    code = (
        "import sys; from site_builder.cli import cli\n"
        f"cli(['build', '-q', '-s', {str(site.folder)!r}, '--clock', {CLOCK!r}], standalone_mode=False)\n"
        "print([m for m in ('site_builder.extensions', 'site_builder.extending') if m in sys.modules])"
    )
    for loaded in ("['site_builder.extensions']", "[]"):  # where something is built, and where nothing is
        run = subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        assert run.stdout.strip() == loaded


ALL = {
    **{f"extensions/{name}.py": text for name, text in {"a": SHOUT, "b": TITLES, "c": WORDS}.items()},
    "layouts/article.html": "{{ article.title | shout }} {{ site.titles('un') | join(', ') }}",
}


def test_many_processes_give_the_bytes_of_one(digest: Begin) -> None:
    files = {**many(60), **TALKS, **ALL}
    one, two = digest(files, folder="one"), digest(files, folder="two")
    one.build()
    two.build(jobs=2)
    assert one.output() == two.output()
    assert "2012/03/11/shelling/words.txt" in one.output()


def test_extensions_travel_to_a_cluster_as_texts_and_a_library_that_is_missing_there_is_told_of(
    digest: Begin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = digest({**TALKS, **ALL, "extensions/d.py": "import only_here\n"})
    monkeypatch.setitem(sys.modules, "only_here", SimpleNamespace())
    where = Where(site.folder)
    opened = open_site(where)
    snapshot, _ = snapshot_of(opened, Options(where=where, clock=CLOCK), {})
    extensions = read_extensions(scan_extensions(where).files)
    assert not extensions.problems
    opened.layouts.filters = extensions.filters
    store, _ = open_store(tmp_path, "key")
    store.publish_texts()
    parcel = pack(Renderer(snapshot, opened.layouts, extensions), store)
    article_page = next(o for o in plan_all(Door(snapshot, Reads(), "").ask) if o.subject == ("shelling.md",))
    assert open_parcel(parcel).render(article_page).body == b"SHELLING! Talks"
    monkeypatch.delitem(sys.modules, "only_here")
    failed = open_parcel(parcel).render(article_page)
    assert failed.problem
    assert failed.problem.message == "there is no module 'only_here'"
    store.close()


@pytest.mark.usefixtures("_layouts_compiled_once")
def test_random_edits_of_extensions_and_of_all_else_give_what_a_clean_build_gives() -> None:
    chance = random.Random(8)
    rules = [
        "edit_or_delete_an_extension",
        "edit_a_body",
        "edit_front_matter",
        "write_a_layout",
        "move_the_clock",
        "delete_a_file_or_layout",
    ]
    for seed in range(2):
        names = chance.choices(rules, [6, 3, 3, 2, 2, 1], k=16)
        run_steps(seed, [Step(name, chance.randrange(2**32)) for name in names])


def test_the_worked_output_kind_of_the_page_for_contributors_passes_its_test(
    digest: Begin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {b.about: "\n".join(b.lines) for b in blocks(text_of("CONTRIBUTING.md")) if b.about}
    kind = ModuleType("site_builder.outputs.tag_table")
    exec(files["site_builder/outputs/tag_table.py"], vars(kind))
    monkeypatch.setitem(KINDS, "tag_table", cast(Kind, kind))
    tests: dict[str, Any] = {}
    exec(files["tests/builds/test_tag_table.py"], tests)
    names = [name for name in tests if name.startswith("test_")]
    assert len(names) == 2
    for name in names:
        tests[name](lambda files, name=name: digest(files, folder=name))


@contextmanager
def live(site: Digest) -> Iterator[LiveSite]:
    made = LiveSite(Options(where=Where(site.folder), clock=CLOCK), site.folder / "p", {}, lambda line: None)
    try:
        yield made
    finally:
        made.close()


def test_the_preview_loads_an_extension_anew_when_it_is_saved_and_tells_of_a_broken_one(
    digest: Begin,
) -> None:
    count = FROM + "CALLS = []\n@filter\ndef calls(text):\n    CALLS.append(text)\n    return len(CALLS)\n"
    site = digest({**TALKS, "layouts/404.html": "one"})
    with live(site) as preview:
        preview.start()
        assert "extensions" in preview.folders()
        steps = [
            ({"extensions/a.py": count, "layouts/404.html": "{{ 'a' | calls }}"}, "1"),
            ({"extensions/a.py": count + "# saved\n"}, "1"),
            ({"extensions/a.py": count.replace("len(CALLS)", "'no'; (")}, "a.py"),
            ({"extensions/a.py": count.replace("len(CALLS)", "'mended'")}, "mended"),
            ({"extensions/a.py": "", "layouts/404.html": "gone"}, "gone"),
        ]
        for files, expected in steps:
            site.write(files)
            outcome = preview.look([str(site.folder / name) for name in files])
            assert outcome
            if outcome.failed:
                assert expected in outcome.problems[0].place.source
                continue
            body = preview.pages.body(preview.pages.current.files["404.html"])
            assert body == expected.encode()


def test_what_a_site_adds_is_listed_also_as_data(digest: Begin) -> None:
    site = digest({**TALKS, "extensions/c.py": WORDS})
    told = site.cli("list", "extensions", "--format", "json", "-s", str(site.folder))
    assert json.loads(told.output) == [
        {
            "what": "output kind",
            "name": "words",
            "place": "extensions/c.py:3",
            "about": "A file for each article whose title begins with S.",
        }
    ]
    site.write({"extensions/c.py": "("})
    failed = site.cli("list", "extensions", "-s", str(site.folder))
    assert failed.exit_code == 2
    assert "extensions/c.py:1:1: error: this is no Python" in failed.output
