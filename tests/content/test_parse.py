"""One source file into one article."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from digests import article as a_file

from site_builder.content.article import Article
from site_builder.content.entry import Parsed
from site_builder.content.parse import ParseRules, parse_article
from site_builder.settings import DefaultRule, Settings, SourceSetting


def rules(**settings: object) -> ParseRules:
    return ParseRules.of(Settings(title="T", **settings))  # type: ignore[arg-type]  # any field, by name


def parsed(path: str = "2012/03/homs.md", rules_: ParseRules | None = None, /, **front: object) -> Parsed:
    return parse_article(path, a_file(front.pop("title", "Homs"), **front).encode(), rules_ or rules())


def article(*where: object, **front: object) -> Article:
    result = parsed(*where, **front)  # type: ignore[arg-type]  # any field, by name
    assert result.article is not None, result.problems
    return result.article


def codes(result: Parsed) -> list[str]:
    return [problem.code for problem in result.problems]


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("homs.md", "homs"),
        ("2012/03/Homs Shelling.md", "homs-shelling"),
        ("2012-03-12-homs.md", "homs"),
        ("2012/homs/index.md", "homs"),
        ("حمص.md", "حمص"),
    ],
)
def test_the_slug_comes_from_the_file_name(path: str, slug: str) -> None:
    assert article(path).slug == slug


def test_the_slug_of_the_front_matter_wins() -> None:
    assert article("a.md", slug="Karm al-Zeitoun").slug == "karm-al-zeitoun"


@pytest.mark.parametrize("slug", ["../../x", "a/b", "..", "a\\b"])
def test_a_slug_that_would_leave_its_folder_is_an_error(slug: str) -> None:
    assert codes(parsed(slug=slug)) == ["bad-slug"]


@pytest.mark.parametrize("lang", ["arabic", "ar_SY", "english please"])
def test_a_language_that_is_none_is_told(lang: str) -> None:
    assert codes(parsed(lang=lang)) == ["bad-language"]


def test_a_headline_that_runs_the_other_way_than_its_language_is_told() -> None:
    assert codes(parsed(title="مجلس الأمن")) == ["wrong-direction"]
    assert codes(parsed(title="مجلس الأمن", lang="ara")) == ["wrong-direction"]
    assert codes(parsed(title="مجلس الأمن", lang="ar")) == []
    assert codes(parsed(title="Council sends observers", lang="ar")) == ["wrong-direction"]
    assert codes(parsed(title="Kofi Annan", lang="ar")) == [], "a name stands in any language"


def test_the_date_comes_from_the_file_name_where_the_front_matter_has_none() -> None:
    assert article("2012-03-12-homs.md", date="").date.day.isoformat() == "2012-03-12"
    assert article("2012-03-12-homs.md", date="2012-04-01").date.day.isoformat() == "2012-04-01"


def test_an_article_without_a_date_cannot_be_published() -> None:
    result = parsed("homs.md", date="")
    assert codes(result) == ["missing-date"]
    assert "draft: true" in result.problems[0].remedy


@pytest.mark.parametrize("front", [{"draft": True}, {"review": "inbox"}])
def test_what_is_not_published_may_wait_for_its_date(front: dict[str, object]) -> None:
    assert codes(parsed("homs.md", date="", **front)) == []


def test_a_plain_page_needs_no_date_and_keeps_its_name() -> None:
    page = article("pages/2012-03-12-about.md", date="")
    assert (page.kind, page.slug) == ("page", "2012-03-12-about")


def test_a_time_without_a_zone_is_the_sites() -> None:
    moment = article("a.md", rules(timezone="Asia/Damascus"), date="2012-01-12 01:30").date
    assert moment.instant == datetime(2012, 1, 11, 23, 30, tzinfo=UTC)
    assert moment.day.isoformat() == "2012-01-12"


def test_a_day_that_is_not_in_the_calendar_is_an_error_at_its_place() -> None:
    result = parsed(date="2012-02-30")
    assert codes(result) == ["bad-date"]
    assert result.problems[0].place.line == 3
    assert result.problems[0].place.column == 7


def test_every_problem_of_a_file_is_told_at_once() -> None:
    result = parsed(date="2012-02-30", slug="..", permalink="x", section="grond")
    assert sorted(codes(result)) == ["bad-date", "bad-permalink", "bad-slug", "unknown-section"]


def test_a_source_in_one_word_must_be_known() -> None:
    known = rules(sources={"latimes": SourceSetting(name="Los Angeles Times")})
    assert codes(parsed("a.md", known, source="latimes")) == []
    result = parsed("a.md", known, source="latmes")
    assert codes(result) == ["unknown-source"]
    assert "did you mean 'latimes'" in result.problems[0].remedy


def test_a_source_with_a_map_may_be_any_name() -> None:
    assert article("a.md", source={"name": "Neue Zürcher Zeitung"}).source.name == "Neue Zürcher Zeitung"


def test_rights_come_from_the_article_then_its_source_then_the_site() -> None:
    known = rules(rights="headline", sources={"latimes": SourceSetting(name="LAT", rights="excerpt 20")})
    assert article("a.md", known).rights.kind == "headline"
    assert article("a.md", known, source="latimes").rights.words == 20
    assert article("a.md", known, source="latimes", rights="full").rights.kind == "full"


def test_defaults_by_path_fill_in_what_is_not_said() -> None:
    known = rules(
        sections={},
        defaults=(
            DefaultRule("**", {"dateline": "Anywhere", "editor": "E."}),
            DefaultRule("syria/*", {"dateline": "Homs"}),
        ),
    )
    assert article("syria/a.md", known).dateline == "Homs"
    assert article("syria/a.md", known).editor == "E."
    assert article("syria/a.md", known, dateline="Beirut").dateline == "Beirut"
    assert article("un/a.md", known).dateline == "Anywhere"


def test_a_hand_written_address_ends_in_a_slash_or_a_file_name() -> None:
    assert article("a.md", permalink="/special").permalink == "/special/"
    assert article("a.md", permalink="/special.html").permalink == "/special.html"


def test_aliases_that_cannot_be_addresses_are_told_one_by_one() -> None:
    result = parsed("a.md", aliases=["/old/", "http://x", "/../y"])
    assert codes(result) == ["bad-permalink", "bad-permalink"]
    assert result.article.aliases == ("/old/",)


def test_titles_and_summaries_are_one_line() -> None:
    found = article("a.md", title="Two\n  lines", summary="And\nmore")
    assert (found.title, found.summary) == ("Two lines", "And more")


def test_a_file_that_cannot_be_read_gives_its_problems_and_no_article() -> None:
    result = parse_article("a.md", b"\xff\xfe", rules())
    assert result.article is None
    assert result.problems


def test_the_same_bytes_give_the_same_article() -> None:
    assert parsed(tags=["a", "b"]) == parsed(tags=["a", "b"])


def test_an_approved_article_must_not_hold_what_the_importer_left_to_decide() -> None:
    text = "First.\n\n[[review: caption]] A photo caption?"
    result = parse_article("a.md", a_file("A", text).encode(), rules())
    assert codes(result) == ["review-mark"]
    assert (result.problems[0].place.line, result.problems[0].place.column) == (8, 1)
    assert codes(parse_article("a.md", a_file("A", text, review="inbox").encode(), rules())) == []


def test_an_editor_may_note_which_article_tells_the_same() -> None:
    assert parsed(same_as="2012/03/other.md").problems == ()


def test_an_approved_article_should_not_have_points_left_to_check() -> None:
    extra = {"to_check": ["date: not stated"]}
    (problem,) = parsed(extra=extra).problems
    assert (problem.code, problem.level) == ("to-check", "warning")
    assert problem.place.line > 1
    assert parsed(extra=extra, review="needs-check").problems == ()
