"""The three files of an import, from bytes and options to what the build reads again."""

from __future__ import annotations

import hashlib
import re
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from imports import import_text
from lxml.html import fromstring

from site_builder.content.article import REVIEW_MARK
from site_builder.content.entry import Parsed
from site_builder.content.parse import ParseRules, parse_article
from site_builder.importing.article_file import Imported
from site_builder.problems import ProblemsFound
from site_builder.settings import Settings, SourceSetting, TagSetting

_SETTINGS = Settings(
    title="Digest",
    tags={"malta": TagSetting("Malta"), "ships": TagSetting("ship", aliases=("ferry",))},
    sources={"post": SourceSetting("Island Post", rights="excerpt 5")},
)
_SPEECH = st.characters(exclude_categories=["Cs", "Cc"])  # a file with more than stray controls is refused
_RAW = b"""Malta: 5 ways to cross again

Share

By Ana Ruiz

VALLETTA -- The ferry sailed again on Monday, and the ferry was full.

1. It was {{ 7*7 }} *and* <b>late</b>, an officer said to them.

ALSO:

Mayor in court
"""


def _import(raw: bytes = _RAW, name: str = "in/ferry.txt", **options: str) -> Imported:
    return import_text(raw, name, _SETTINGS, **options)


def _front(imported: Imported) -> dict[str, Any]:
    front = yaml.safe_load(imported.markdown.split("---\n")[1])
    assert isinstance(front, dict)
    return front


def _approved(imported: Imported) -> Parsed:
    """What the build makes of the article once an editor has approved it."""
    text = re.sub(r"^review: .*$", "review: approved", imported.markdown, count=1, flags=re.MULTILINE)
    text = text.replace("\nrights: headline\n", "\n", 1)
    return parse_article(imported.path, text.encode(), ParseRules.of(_SETTINGS))


def _problems(date: str, source: str) -> list[tuple[str, str]]:
    with pytest.raises(ProblemsFound) as caught:
        _import(date=date, source=source)
    return [(problem.place.source, problem.code) for problem in caught.value.problems]


def test_an_import_with_date_and_source_waits_for_nothing_but_an_editor() -> None:
    imported = _import(date="2012-03-12", source="post")
    front = _front(imported)
    assert imported.path == "2012/03/malta-5-ways-to-cross-again.md"
    assert imported.notes == ()
    assert front["review"] == "inbox"
    assert front["tags"] == ["malta", "ships"]
    assert front["authors"] == ["Ana Ruiz"]
    assert front["dateline"] == "Valletta"
    assert front["also"] == ["Mayor in court"]
    assert "extra" not in front
    assert front["source"] == {
        "name": "post",
        "raw": "_raw/2012/03/malta-5-ways-to-cross-again.txt",
        "sha256": hashlib.sha256(_RAW).hexdigest(),
    }


def test_an_approved_import_is_published_under_its_source_s_rights() -> None:
    parsed = _approved(_import(date="2012-03-12", source="post"))
    assert parsed.article is not None
    assert parsed.body is not None
    assert parsed.problems == ()
    assert (parsed.article.rights.kind, parsed.article.rights.words) == ("excerpt", 5)
    assert parsed.body.withheld
    assert str(parsed.article.date and parsed.article.date.day) == "2012-03-12"


def test_the_story_says_in_the_page_what_it_said_in_the_raw_text() -> None:
    body = _approved(import_text(_RAW, "a.txt", Settings(title="Digest"), date="2012-03-12")).body
    assert body is not None
    assert " ".join(fromstring(f"<div>{body.html}</div>").text_content().split()) == (
        "The ferry sailed again on Monday, and the ferry was full. "
        "1. It was {{ 7*7 }} *and* <b>late</b>, an officer said to them."
    )


def test_what_is_not_stated_is_left_out_and_named() -> None:
    imported = _import()
    front = _front(imported)
    assert imported.path == "inbox/malta-5-ways-to-cross-again.md"
    assert front["review"] == "needs-check"
    assert not {"date", "source", "updated"} & set(front)
    assert front["extra"]["to_check"] == [
        "date: not stated; 'Monday' in line 7",
        "source: not stated; shown as a headline until `source` and `rights` say more",
    ]
    assert front["extra"]["original"]["raw"] == imported.raw_path


def test_a_date_that_the_text_states_is_taken_and_one_that_contradicts_is_named() -> None:
    raw = b"Ferry sails\n\nMarch 12, 2012\n\nIt left the harbour at noon, they said.\n"
    assert _import(raw).path == "2012/03/ferry-sails.md"
    other = _import(raw, date="2012-04-01", source="post")
    assert other.path == "2012/04/ferry-sails.md"
    assert other.notes == ("date: given as 2012-04-01, but line 3 says 2012-03-12",)


def test_a_text_without_a_title_is_named_after_its_file_and_says_so() -> None:
    imported = _import(b"It left the harbour at noon, they said.\n", "in/the_ferry-story.txt", source="post")
    assert _front(imported)["title"] == "the ferry story"
    assert imported.notes[0] == "title: not stated; made of the file's name"


def test_a_source_may_be_given_by_its_name() -> None:
    assert _front(_import(source="Island Post"))["source"]["name"] == "post"


def test_everything_wrong_with_the_options_is_told_at_once() -> None:
    assert _problems(date="30 February", source="psot") == [
        ("--date", "bad-date"),
        ("--from", "unknown-source"),
    ]


def test_a_mistyped_source_is_not_taken_for_a_new_one() -> None:
    with pytest.raises(ProblemsFound, match="did you mean 'post'"):
        _import(source="psot")


@pytest.mark.parametrize(
    ("slug", "stem"),
    [
        ("crossing", "crossing"),
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\Temp", "c-temp"),
    ],
)
def test_a_slug_is_one_part_of_an_address_whatever_is_typed(slug: str, stem: str) -> None:
    assert _import(slug=slug).path == f"inbox/{stem}.md"


@given(st.text(_SPEECH, max_size=200), st.text(max_size=30))
@example("con", "..")
@example("é" * 200, "/")
def test_no_title_and_no_slug_leads_out_of_the_folder(title: str, slug: str) -> None:
    raw = f"{title}\n\nIt left the harbour at noon, they said.\n".encode()
    for path in (_import(raw).path, _import(raw, slug=slug).path):
        assert re.fullmatch(r"inbox/[^/\\\x00-\x20.:]+\.md", path)
        assert len(path.encode()) < 200


def test_a_long_title_gives_a_slug_of_whole_words() -> None:
    title = "The ferry that links the two islands will sail again on Friday, says owner"
    imported = _import(f"{title}\n\nIt left the harbour at noon, they said.\n".encode())
    assert imported.path == "inbox/the-ferry-that-links-the-two-islands-will-sail-again-on.md"


def test_the_id_is_that_of_the_bytes() -> None:
    one, other = _import(), _import(date="2012-03-12", slug="else", name="else.txt")
    assert _front(one)["id"] == _front(other)["id"]
    assert _front(one)["id"] == "urn:uuid:b4534775-a3dc-54b1-b32f-17d26044f40f"
    assert _front(one)["id"] != _front(_import(_RAW + b"\n"))["id"]


def test_windows_1252_is_read_and_looked_at() -> None:
    imported = _import(b"Caf\xe9 opens again\n\nIt left the harbour at noon, they said.\n", source="post")
    assert _front(imported)["title"] == "Café opens again"
    assert imported.notes[-1].startswith("text: not in UTF-8")
    assert imported.raw == b"Caf\xe9 opens again\n\nIt left the harbour at noon, they said.\n"


@given(st.text(_SPEECH, max_size=80), st.text(_SPEECH, max_size=80))
def test_any_text_gives_an_article_that_the_build_reads_without_an_error(title: str, story: str) -> None:
    raw = f"{title}\n\nIt left the harbour at noon, they said.\n\n{story}\n".encode()
    imported = _import(raw, date="2012-03-12", source="post")
    parsed = _approved(imported)
    # Approved without a look: what was left to decide, and nothing else, stands in the way.
    expected = ["review-mark"] if REVIEW_MARK in imported.markdown else []
    assert [problem.code for problem in parsed.problems if problem.level == "error"] == expected
    assert parsed.article is not None


def test_monday_is_resolved_in_the_ledger_and_only_against_a_known_date() -> None:
    dated = yaml.safe_load(_import(date="2012-03-14").ledger)["facts"]
    (day,) = (fact for fact in dated if fact["key"] == "day")
    assert (day["value"], day["rule"]) == ("2012-03-12", "'Monday' up to the date")
    assert "day" not in {fact["key"] for fact in yaml.safe_load(_import().ledger)["facts"]}


@pytest.mark.parametrize("url", ["", "https://www.stranger.example/1"])
def test_a_stranger_s_text_is_shown_as_a_headline_until_an_editor_says_more(url: str) -> None:
    front = _front(_import(date="2012-03-14", url=url))
    assert front["rights"] == "headline"
    assert front["review"] == "needs-check"
    assert front.get("source", {}).get("name", "") == ("stranger.example" if url else "")
    assert "rights" not in _front(_import(date="2012-03-14", source="post"))


def test_what_the_user_says_of_the_address_is_taken() -> None:
    front = _front(_import(date="2012-03-14", source="post", url="https://post.example/ferry"))
    assert front["source"]["url"] == "https://post.example/ferry"
