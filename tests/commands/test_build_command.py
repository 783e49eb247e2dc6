"""`site-builder build` as its user sees it: what it says, and the code it ends with."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable

import pytest
from digests import CLOCK, Digest, article, many

AT = ("--clock", CLOCK)


def test_a_build_ends_with_one_line_that_says_what_it_did(digest: Callable[..., Digest]) -> None:
    site = digest({"content/a.md": article("A"), "content/b.md": article("B", draft=True)})
    run = site.cli("build", "-s", str(site.folder), *AT)
    assert run.exit_code == 0
    counts = r"\d+ written, 0 unchanged, 0 removed"
    assert re.fullmatch(
        rf"Built \d+ files from 1 article: {counts}, in [\d.]+ s; 1 not published\n", run.output
    )


def test_a_build_that_changes_nothing_says_so(digest: Callable[..., Digest]) -> None:
    site = digest(many(2))
    site.build()
    run = site.cli("build", "-s", str(site.folder), *AT)
    assert re.fullmatch(r"Up to date: \d+ files from 2 articles, in \d+\.\d\d s\n", run.output)


def test_what_is_compressed_beside_the_outputs_counts_in_all_numbers_of_the_line(
    digest: Callable[..., Digest],
) -> None:
    site = digest(many(2), "hosting: {compress: [gzip]}\n")

    def built() -> str:
        return site.cli("build", "-s", str(site.folder), *AT).output

    first = built()
    in_folder = [file for file in (site.folder / "output").rglob("*") if file.is_file()]
    copies = sum(file.suffix == ".gz" for file in in_folder)
    files = len(in_folder) - 1  # the builder's own marker
    what = f"{files} files, {copies} of them compressed copies, from 2 articles"
    assert copies
    assert first.startswith(f"Built {what}: {files} written, 0 unchanged, 0 removed, in ")
    assert built().startswith(f"Up to date: {what}, in ")
    site.write({"content/a000.md": article("Headline 0", "Mended.", date="2012-01-01")})
    counts = re.search(rf"Built {what}: (\d+) written, (\d+) unchanged, 0 removed", built())
    assert counts
    assert int(counts[1]) + int(counts[2]) == files
    report = json.loads(site.cli("build", "-s", str(site.folder), "--format", "json", *AT).output)
    assert (report["files"], report["outputs"]) == (files, files - copies)


def test_the_line_says_when_the_next_article_will_appear(digest: Callable[..., Digest]) -> None:
    site = digest({"content/a.md": article("A", publish_date="2012-07-01 06:30")})
    assert "next scheduled: 2012-07-01 06:30 UTC" in site.cli("build", "-s", str(site.folder), *AT).output


def test_errors_are_told_one_after_the_other_and_the_build_ends_with_1(digest: Callable[..., Digest]) -> None:
    site = digest(
        {
            "content/a.md": "---\ntitle: A\ndate: 2012-02-30\n---\n",
            "content/b.md": article("B", "[x](gone.md)"),
        }
    )
    run = site.cli("build", "-s", str(site.folder), *AT)
    assert run.exit_code == 1
    assert run.stdout == ""
    assert run.stderr.index("content/a.md:3:7: error: ") < run.stderr.index("content/b.md:6")
    assert run.stderr.endswith("Nothing was published: 2 errors. The output is as it was.\n")


def test_a_fault_in_the_settings_ends_with_2(digest: Callable[..., Digest]) -> None:
    run = (site := digest(config="titel: x\n")).cli("build", "-s", str(site.folder))
    assert run.exit_code == 2
    assert "config.yaml:6:1: error: key 'titel' is not known" in run.stderr
    assert "did you mean 'title'?" in run.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("--jobs", "0"),
        ("--jobs", "many"),
        ("--format", "xml"),
        ("--nonsense",),
        ("extra",),
        ("--clock", "noon"),
    ],
)
def test_words_that_the_command_line_does_not_know_end_with_2(
    digest: Callable[..., Digest], words: tuple[str, ...]
) -> None:
    site = digest()
    assert site.cli("build", "-s", str(site.folder), *words).exit_code == 2


def test_an_output_that_is_refused_ends_with_2(digest: Callable[..., Digest]) -> None:
    site = digest()
    run = site.cli("build", "-s", str(site.folder), "-o", ".")
    assert run.exit_code == 2
    assert "this cannot be the output folder: it holds the site's own sources" in run.stderr


def test_a_folder_without_a_site_ends_with_3_and_ways_to_go_on(digest: Callable[..., Digest]) -> None:
    site = digest()
    run = site.cli("build", "-s", str(site.folder / "content"))
    assert run.exit_code == 3
    assert "there is no config.yaml in " in run.stderr
    assert "`-s DIR`" in run.stderr
    assert "`site-builder init DIR`" in run.stderr


def test_with_strict_a_warning_ends_with_1_and_verbose_does_not_change_that(
    digest: Callable[..., Digest],
) -> None:
    site = digest({"content/a.md": article("A", "[x](a.md#gone)")})
    lenient = site.cli("build", "-s", str(site.folder), *AT)
    assert (lenient.exit_code, lenient.stdout.endswith("(1 warning)\n")) == (0, True)
    for words in (["--strict"], ["--strict", "-v"], ["-v", "--strict"], ["--strict", "-q"]):
        run = site.cli("build", "-s", str(site.folder), *AT, *words)
        assert run.exit_code == 1
        assert "content/a.md:6" in run.stderr


def test_json_says_what_was_done_and_nothing_else(digest: Callable[..., Digest]) -> None:
    site = digest(many(2))
    run = site.cli("build", "-s", str(site.folder), *AT, "--format", "json")
    told = json.loads(run.stdout)
    assert run.stderr == ""
    assert told["ok"] is True
    assert (told["articles"], told["outputs"]) == (2, len(site.output()))
    assert told["written"] == sorted(site.output())
    assert (told["unchanged"], told["removed"], told["problems"]) == (0, [], [])


def test_json_holds_every_problem_with_its_place(digest: Callable[..., Digest]) -> None:
    site = digest({"content/a.md": "---\ntitle: A\ndate: 2012-02-30\n---\n"})
    run = site.cli("build", "-s", str(site.folder), "--format", "json")
    assert run.exit_code == 1
    (problem,) = json.loads(run.stdout)["problems"]
    assert {key: problem[key] for key in ("level", "code", "file", "line", "column")} == {
        "level": "error",
        "code": "bad-date",
        "file": "content/a.md",
        "line": 3,
        "column": 7,
    }


def test_quiet_says_nothing_but_problems(digest: Callable[..., Digest]) -> None:
    site = digest(many(2))
    assert site.cli("build", "-s", str(site.folder), *AT, "-q").output == ""


def test_verbose_names_what_was_made_with_its_reason_and_what_was_removed(
    digest: Callable[..., Digest],
) -> None:
    site = digest({"content/a.md": article("A"), "content/b.md": article("B")})
    site.build()
    (site.folder / "content/b.md").unlink()
    lines = site.cli("build", "-s", str(site.folder), *AT, "-v").stdout.splitlines()
    assert "- 2012/03/12/b/index.html" in lines
    reason = "changed: the articles, from 1 to 40"
    assert any(line.startswith("+ index.html: ") and reason in line for line in lines)
    assert not [line for line in lines if line.startswith("+ about/")]


def test_a_page_that_comes_out_the_same_is_marked_as_such(digest: Callable[..., Digest]) -> None:
    site = digest({"layouts/404.html": "gone"})
    site.build()
    site.write({"layouts/404.html": "{# a comment #}gone"})
    lines = site.cli("build", "-s", str(site.folder), *AT, "-v").stdout.splitlines()
    assert lines[0] == "= 404.html: changed: the layout 404.html"
    assert lines[1].startswith("Up to date: ")


def test_a_profile_tells_the_slowest_stages_layouts_articles_and_outputs(
    digest: Callable[..., Digest],
) -> None:
    site = digest({"content/a.md": article("A")})
    told = site.cli("build", "-s", str(site.folder), *AT, "--profile").stdout
    for heading in ("stages, s", "layouts, ms in all", "articles parsed, ms", "outputs rendered, ms"):
        assert heading in told
    assert re.search(r"\d  article\.html$", told, re.MULTILINE)
    assert re.search(r"\d  a\.md$", told, re.MULTILINE)


def test_a_report_says_how_much_was_parsed_and_what_was_made_for_which_reason(
    digest: Callable[..., Digest],
) -> None:
    site = digest({"content/a.md": article("A"), "content/b.md": article("B")})
    site.build()
    site.write({"content/a.md": article("A", "Other words.")})
    report = json.loads(site.cli("build", "-s", str(site.folder), *AT, "--format", "json").stdout)
    assert report["parsed"] == 1
    assert "changed: the text of content/a.md" in report["rendered"]["2012/03/12/a/index.html"]


def test_a_fault_of_a_layout_is_told_once_with_the_number_of_its_pages(digest: Callable[..., Digest]) -> None:
    site = digest({**many(30), "layouts/article.html": "{{ gone }}"})
    told = site.cli("build", "-s", str(site.folder), *AT)
    first = "nothing is called 'gone' here, on 30 pages, the first: /2012/01/01/a000/"
    assert f"layouts/article.html:1: error: {first}\n" in told.stderr
    assert told.stderr.count("'gone'") == 1
    assert "Nothing was published: 1 error." in told.stderr
    data = site.cli("build", "-s", str(site.folder), *AT, "--format", "json").stdout
    assert len(json.loads(data)["problems"]) == 30, "whoever reads that is told of each page"
    assert "nothing is called 'gone' here, on the page /2012/01/02/a001/" in data


def test_many_faults_of_one_place_are_summed_up(digest: Callable[..., Digest]) -> None:
    site = digest({**many(30), "layouts/article.html": "{{ {}[article.title].gone }}"})
    told = site.cli("build", "-s", str(site.folder), *AT).stderr
    assert told.count("the table has no 'Headline") == 10
    assert "layouts/article.html:1: and 20 more of the same (layout-failed)" in told
    assert "Nothing was published: 30 errors." in told


def test_the_options_that_show_more_are_passed_on(digest: Callable[..., Digest]) -> None:
    site = digest(
        {
            "content/a.md": article("A", draft=True),
            "content/b.md": article("B", date="2012-07-01"),
            "content/c.md": article("C", expiry_date="2012-05-01"),
        }
    )
    counts = {}
    for words in ("", "-D", "-F", "-E", "-DFE", "--drafts --future --expired"):
        run = site.cli("build", "-s", str(site.folder), *AT, "--format", "json", *words.split())
        counts[words] = json.loads(run.stdout)["articles"]
    assert counts == {"": 0, "-D": 1, "-F": 1, "-E": 1, "-DFE": 3, "--drafts --future --expired": 3}


def test_source_date_epoch_is_the_clock_where_no_option_is(digest: Callable[..., Digest]) -> None:
    site = digest({"content/a.md": article("A", date="2012-03-12")})
    words = ("build", "-s", str(site.folder), "--format", "json")
    before = site.cli(*words, env={"SOURCE_DATE_EPOCH": "1331510399"})  # 23:59:59 on 11 March 2012
    after = site.cli(*words, env={"SOURCE_DATE_EPOCH": "1331510400"})
    assert [json.loads(run.stdout)["articles"] for run in (before, after)] == [0, 1]


@pytest.mark.parametrize("verb", ["build", "b"])
@pytest.mark.parametrize("option", ["-o", "--output", "--destination"])
def test_the_verb_and_its_output_have_the_names_that_users_of_others_bring_along(
    digest: Callable[..., Digest], verb: str, option: str
) -> None:
    site = digest()
    assert site.cli(verb, "-s", str(site.folder), option, "www").exit_code == 0
    assert "index.html" in site.output("www")


def test_a_file_that_cannot_be_written_is_named_and_the_output_is_as_it_was(
    digest: Callable[..., Digest], monkeypatch: pytest.MonkeyPatch
) -> None:
    site = digest(many(2))

    def failing(name: str, body: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("site_builder.publish.output_folder.write_file", failing)
    run = site.cli("build", "-s", str(site.folder), *AT)
    assert run.exit_code == 1
    assert run.stderr.splitlines()[0].startswith("error: output/")
    assert run.stderr.splitlines()[0].endswith(": No space left on device")
    assert run.stderr.endswith("Nothing was published. The output is as it was.\n")
    assert site.output() == {}


def test_a_disk_that_fails_half_way_is_told_of_and_the_next_command_finishes_the_publication(
    digest: Callable[..., Digest], monkeypatch: pytest.MonkeyPatch
) -> None:
    site = digest(many(2))
    replace = os.replace

    def failing(source: str, target: str) -> None:
        if target.endswith("output/index.html"):
            raise OSError(5, "Input/output error", target)
        replace(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", failing)
        run = site.cli("build", "-s", str(site.folder), *AT)
    assert run.exit_code == 1
    assert "output/index.html: Input/output error\n  Publishing broke off half-way." in run.stderr
    assert "index.html" not in site.output()
    assert "that is finished now" in site.cli("list", "-s", str(site.folder)).stderr
    assert "index.html" in site.output()
    assert site.build().published.written == ()
