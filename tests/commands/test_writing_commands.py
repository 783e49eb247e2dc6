"""`site-builder init`, `new` and `import`: the verbs that write sources."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from digests import Digest, article

from site_builder.cli import cli

RAW = """\
Observers reach the quarter

By A. Reporter

BEIRUT -- Observers reached the quarter on Monday, the mission said.

They found the streets empty and *quiet* {{ 7*7 }} <b>all day</b>.
"""


SAMPLES = Path(__file__).resolve().parents[3] / "shared/data/raw"


def _init(folder: Path) -> Digest:
    run = CliRunner().invoke(cli, ["init", str(folder)])
    assert run.exit_code == 0, run.output
    return Digest(folder)


def test_init_begins_a_digest_that_builds_without_a_warning(tmp_path: Path) -> None:
    site = _init(tmp_path / "mine")
    run = site.cli("build", "--strict", "-s", str(site.folder))
    assert run.exit_code == 0, run.output
    assert {"index.html", "404.html", "about/index.html"} <= set(site.output())


def test_init_says_how_to_go_on(tmp_path: Path) -> None:
    run = CliRunner().invoke(cli, ["init", str(tmp_path / "mine")])
    assert f"site-builder build -s {tmp_path / 'mine'}" in run.output


@pytest.mark.parametrize("name", ["full", "file"])
def test_init_leaves_a_folder_that_is_not_empty_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full/mine.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    run = CliRunner().invoke(cli, ["init", str(tmp_path / name)])
    assert run.exit_code == 1
    assert run.stderr.startswith("error: ")
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["file", "full", "mine.txt"]


def test_new_begins_an_article_in_another_language_and_refuses_what_is_none(
    digest: Callable[..., Digest],
) -> None:
    site = digest()
    run = site.cli("new", "مجلس الأمن", "--lang", "arabic", "-s", str(site.folder))
    assert run.exit_code == 1
    assert "'arabic' is not a language tag\n  Write a tag of BCP 47, such as" in run.stderr
    run = site.cli("new", "مجلس الأمن", "--lang", "ar", "-s", str(site.folder))
    assert "\nlang: ar\n" in Path(run.stdout.strip()).read_text("utf-8")


def test_new_says_that_a_title_of_several_words_stands_in_quotes(digest: Callable[..., Digest]) -> None:
    site = digest()
    run = site.cli("new", "Two", "words", "-s", str(site.folder))
    assert run.exit_code == 2
    assert 'put a title of several words in quotes:  new "Two words"' in run.stderr
    assert site.cli("new", "-s", str(site.folder)).exit_code == 2
    assert not (site.folder / "content").exists()


def test_new_begins_a_draft_that_shows_with_drafts_only(digest: Callable[..., Digest]) -> None:
    site = digest(config="tags: {homs: {label: Homs}}\nsources: {un: United Nations}\nsections: [ground]\n")
    words = ("--date", "2012-04-14", "--tag", "Homs", "--section", "ground", "--from", "un")
    url = "https://un.example/1"
    run = site.cli("new", "Observers reach Homs", *words, "--url", url, "-s", str(site.folder))
    assert run.exit_code == 0, run.output
    assert run.stdout.strip().endswith("content/2012/04/observers-reach-homs.md")
    assert site.build().articles == 0
    assert site.build(drafts=True).articles == 1
    page = site.page("2012/04/14/observers-reach-homs/index.html")
    assert page.xpath("//h1/text()") == ["Observers reach Homs"]
    assert {url, "/tags/homs/", "/sections/ground/", "/sources/un/"} <= set(page.xpath("//@href"))


def test_new_does_not_overwrite_an_article(digest: Callable[..., Digest]) -> None:
    site = digest({"content/2012/04/a.md": article("Mine")})
    run = site.cli("new", "A", "--date", "2012-04-14", "-s", str(site.folder))
    assert run.exit_code == 1
    assert "is there already" in run.stderr
    assert (site.folder / "content/2012/04/a.md").read_text() == article("Mine")


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("--tag", "Hims"), "did you mean 'Homs'?"),
        (("--section", "grund"), "did you mean 'ground'?"),
        (("--from", "uno"), "There is: press. New sources go under `sources`"),
        (("--date", "2012-02-30"), "February 2012 has 29 days"),
    ],
)
def test_new_refuses_what_the_settings_do_not_know(
    digest: Callable[..., Digest], words: tuple[str, ...], hint: str
) -> None:
    site = digest(config="tags: {homs: {label: Homs}}\nsources: {press: The Press}\nsections: [ground]\n")
    run = site.cli("new", "A", *words, "-s", str(site.folder))
    assert run.exit_code == 1
    assert hint in run.stderr
    assert not (site.folder / "content").exists()


def test_new_takes_the_day_from_the_clock_of_the_environment(digest: Callable[..., Digest]) -> None:
    site = digest()
    run = site.cli("new", "A", "-s", str(site.folder), env={"SOURCE_DATE_EPOCH": "1331510400"})
    assert run.stdout.strip().endswith("content/2012/03/a.md")


def _raw(site: Digest) -> str:
    site.write({"raw.txt": RAW})
    return str(site.folder / "raw.txt")


def test_an_imported_text_waits_for_an_editor_and_is_published_when_one_approves_it(
    digest: Callable[..., Digest],
) -> None:
    site = digest(config="sources: {press: {name: The Press, rights: full}}\n")
    run = site.cli("import", _raw(site), "--date", "2012-03-12", "--from", "press", "-s", str(site.folder))
    assert run.exit_code == 0, run.output
    (path,) = (site.folder / "content/2012").rglob("*.md")
    assert site.build().articles == 0
    assert not any(b"streets empty" in body for body in site.output().values())
    path.write_text(path.read_text().replace("review: inbox", "review: approved"))
    assert site.build(strict=True).articles == 1
    (page,) = [name for name in site.output() if name.startswith("2012/03/12/observers")]
    text = " ".join(site.page(page).text_content().split())
    assert "Observers reach the quarter" in text
    assert "quiet* {{ 7*7 }} <b>all day</b>." in text


def test_the_untouched_original_is_kept_and_never_published(digest: Callable[..., Digest]) -> None:
    site = digest()
    raw = _raw(site)
    site.cli("import", raw, "--date", "2012-03-12", "-s", str(site.folder))
    kept = [path for path in (site.folder / "content/_raw").rglob("*") if path.is_file()]
    assert RAW.encode() in [path.read_bytes() for path in kept]
    site.build()
    assert not any("_raw" in path for path in site.output())


def test_importing_twice_changes_nothing_and_an_edited_article_is_kept(digest: Callable[..., Digest]) -> None:
    site = digest()
    words = ("import", _raw(site), "--date", "2012-03-12", "-s", str(site.folder))
    site.cli(*words)
    (path,) = (site.folder / "content/2012").rglob("*.md")
    first = site.stamps("content")
    assert site.cli(*words).exit_code == 0
    assert site.stamps("content") == first
    path.write_text(path.read_text() + "\nAn editor's line.\n")
    site.cli(*words)
    assert path.read_text().endswith("\nAn editor's line.\n")


def test_a_dry_run_of_import_shows_the_article_and_writes_nothing(digest: Callable[..., Digest]) -> None:
    site = digest()
    run = site.cli("import", _raw(site), "--date", "2012-03-12", "-n", "-s", str(site.folder))
    assert run.exit_code == 0
    assert run.stdout.startswith("---\ntitle: ")
    assert "review: needs-check" in run.stdout  # nothing says who published it
    assert not (site.folder / "content").exists()


def test_what_cannot_be_imported_is_told_and_the_rest_is_imported(digest: Callable[..., Digest]) -> None:
    site = digest({"picture.txt": bytes(range(256)) * 8})
    words = (str(site.folder / "picture.txt"), _raw(site), "--date", "2012-03-12")
    run = site.cli("import", *words, "-s", str(site.folder))
    assert run.exit_code == 1
    assert "picture.txt" in run.stderr
    assert list((site.folder / "content/2012").rglob("*.md"))


def test_import_of_a_file_that_is_not_there_ends_with_1_and_without_a_site_with_3(
    digest: Callable[..., Digest],
) -> None:
    site = digest()
    assert site.cli("import", "gone.txt", "-s", str(site.folder)).exit_code == 1
    assert site.cli("import", _raw(site), "-s", str(site.folder / "nowhere")).exit_code == 3
    assert site.cli("new", "A", "-s", str(site.folder / "nowhere")).exit_code == 3


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the raw samples are not the repository's own")
def test_a_raw_article_of_a_newspaper_goes_all_the_way_to_a_page_under_its_sources_rights(
    digest: Callable[..., Digest],
) -> None:
    (sample,) = SAMPLES.glob("*.txt")
    raw = sample.read_text(encoding="utf-8")
    config = (
        "sources: {latimes: {name: Los Angeles Times, rights: excerpt 60}}\n"
        "tags: {syria: {label: Syria}, russia: {label: Russia}, un: {label: UN, aliases: [U.N.]}}\n"
    )
    site = digest(config=config)
    words = ("--date", "2012-03-12", "--from", "latimes", "-s", str(site.folder))
    assert site.cli("import", str(sample), *words).exit_code == 0
    (path,) = (site.folder / "content/2012/03").glob("*.md")
    path.write_text(path.read_text().replace("review: inbox", "review: approved"))
    assert site.build(strict=True).articles == 1
    (page,) = [name for name in site.output() if name.startswith("2012/03/12/") and name.count("/") == 4]
    tree = site.page(page)
    assert tree.xpath("//h1/text()") == [raw.splitlines()[2]]
    text = tree.text_content()
    assert all(
        word in text for word in ("Los Angeles Times", "Patrick J. McDonnell", "Beirut", "12 March 2012")
    )
    assert {"/tags/syria/", "/tags/russia/", "/tags/un/"} <= set(tree.xpath("//@href"))
    story = [line for line in raw.splitlines() if len(line) > 200]
    also = [line for line in raw.partition("ALSO:")[2].splitlines() if len(line.split()) > 5]
    withheld = [*story[2:], *also, "Advertisement", "ALSO", "blog post platform"]
    everything = " ".join(body.decode("utf-8", "replace") for body in site.output().values())
    assert not [line for line in withheld if line[-60:] in everything]
