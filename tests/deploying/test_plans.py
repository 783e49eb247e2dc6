"""What a deploy has to do, from what is wanted and what is known to be there."""

from __future__ import annotations

import pytest

from site_builder.deploying.failures import DeployFailed
from site_builder.deploying.manifest import (
    JOURNAL,
    MANIFEST,
    UNSURE,
    File,
    Journal,
    Manifest,
    encoded,
    known_of,
    read_journal,
    read_manifest,
)
from site_builder.deploying.plan import Plan, plan_deploy, too_many
from site_builder.turns import ARTICLES, ASSETS, ATTACHMENTS, FEEDS, LASTING, PAGES, REDIRECTS

STYLE = {"assets/a.1.css": File("1", LASTING)}
PAGE = {"index.html": File("p", PAGES)}


def planned(
    wanted: dict[str, File], there: Manifest | None, journal: Journal | None = None, *, full: bool = False
) -> Plan:
    return plan_deploy(wanted, known_of(there, journal), Manifest(made=5), full=full)


def deployed(*sites: dict[str, File]) -> Manifest:
    """The manifest after deploys of these sites, one after the other."""
    manifest = None
    for site in sites:
        manifest = planned(site, manifest).manifest
    assert manifest
    return manifest


def test_what_others_need_goes_first_and_what_leads_to_it_later() -> None:
    turns = [REDIRECTS, FEEDS, PAGES, ARTICLES, ATTACHMENTS, ASSETS, LASTING]
    wanted = {f"{turn}-{letter}": File(letter, turn) for turn in turns for letter in "ba"}
    plan = planned(wanted, None)
    assert plan.written == tuple((f"{turn}-a", f"{turn}-b") for turn in sorted(turns))
    gone = planned(PAGE, deployed(wanted))
    assert gone.removed == tuple((f"{turn}-a", f"{turn}-b") for turn in sorted(turns, reverse=True)[:-1])


def test_lasting_files_stay_for_two_more_generations() -> None:
    sites = [PAGE | STYLE, PAGE, *({"index.html": File(str(n), PAGES)} for n in range(3))]
    former = [bool(deployed(*sites[:count]).former) for count in range(1, 5)]
    assert former == [False, True, True, False]
    assert planned(sites[3], deployed(*sites[:3])).to_remove == ("assets/a.1.css",)


def test_deploying_the_same_once_more_ages_nothing() -> None:
    manifest = deployed(PAGE | STYLE, PAGE)
    for full in (False, True):
        again = planned(PAGE, manifest, full=full)
        assert (again.manifest.generation, again.manifest.former) == (2, manifest.former)
        assert again.is_needed == full


def test_a_lasting_file_that_is_wanted_again_need_not_travel() -> None:
    assert planned(PAGE | STYLE, deployed(PAGE | STYLE, PAGE)).to_write == ()


def test_a_file_that_gives_way_to_a_folder_is_removed_first_and_the_other_way_round() -> None:
    file, folder = {"a": File("1", PAGES)}, {"a/index.html": File("2", PAGES)}
    assert planned(folder, deployed(file)).cleared == ("a",)
    assert planned(file, deployed(folder)).cleared == ("a/index.html",)


def test_what_a_journal_leaves_open_is_sent_again_and_what_it_settles_is_not() -> None:
    wanted = {"a": File("2", PAGES), "b": File("2", PAGES)}
    files = {"a": File(UNSURE, PAGES), "b": File("2", PAGES), "c": File(UNSURE, PAGES)}
    journal = Journal(generation=2, files=files)
    plan = planned(wanted, deployed({"a": File("2", PAGES)}), journal)
    assert plan.to_write == ("a",)
    assert plan.to_remove == ("c",)
    assert plan.journal.files.keys() == {"a", "b", "c"}


@pytest.mark.parametrize(
    ("limit", "most"), [("", 25), ("30", 0), ("29", 29), ("30%", 0), ("29%", 29), ("0", 1), ("100%", 0)]
)
def test_more_removals_than_allowed_are_told(limit: str, most: int) -> None:
    site = {f"{n}": File("1", PAGES) for n in range(100)}
    known = known_of(deployed(site), None)
    plan = plan_deploy(dict([*site.items()][30:]), known, Manifest())
    assert too_many(plan, known, limit) == most


def test_few_files_of_a_small_site_may_go() -> None:
    known = known_of(deployed({f"{n}": File("1", PAGES) for n in range(20)}), None)
    assert too_many(plan_deploy({}, known, Manifest()), known, "") == 0


def test_manifest_and_journal_are_read_as_they_were_written() -> None:
    manifest = deployed(PAGE | STYLE, PAGE)
    journal = Journal(generation=3, files={"a": File(UNSURE, PAGES)})
    assert read_manifest(encoded(manifest), "x") == manifest
    assert read_journal(encoded(journal), "x") == journal
    assert read_manifest(None, "x") is None


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"", "is damaged"),
        (b'{"format": 1, "files": [', "is damaged"),
        (b'{"format": 1, "files": {"a": 3}}', "is damaged"),
        (b"\xff\xfe", "is damaged"),
        (b'{"format": 2}', "has format 2; this version knows 1"),
        (b'{"format": 1, "files": {"../../etc/passwd": ["1", 0]}}', "outside the site"),
        (b'{"format": 1, "files": {"/etc/passwd": ["1", 0]}}', "outside the site"),
        (f'{{"format": 1, "files": {{"{MANIFEST}": ["1", 0]}}}}'.encode(), "outside the site"),
    ],
)
def test_a_manifest_that_cannot_be_believed_is_refused_with_a_way_out(data: bytes, cause: str) -> None:
    with pytest.raises(DeployFailed, match=cause) as failed:
        read_manifest(data, "the place")
    assert "--full" in failed.value.remedy
    with pytest.raises(DeployFailed, match=JOURNAL):
        read_journal(data, "the place")
