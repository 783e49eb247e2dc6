"""Slugs, permalinks and links."""

from __future__ import annotations

import posixpath
import unicodedata
from datetime import UTC, date, datetime
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.content.article import Article, Moment, SourceRef
from site_builder.content.permalinks import (
    LONGEST_SLUG,
    Links,
    article_permalink,
    output_path,
    paged,
    slugify,
    term_slugs,
    why_not_a_permalink,
)

ANY_TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=120)


def an_article(**changes: object) -> Article:
    day = Moment(datetime(2012, 3, 12, tzinfo=UTC), date(2012, 3, 12))
    values = {"path": "2012/03/homs.md", "title": "Homs", "slug": "homs", "date": day, **changes}
    return Article(**values)  # type: ignore[arg-type]  # any field, by name


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Massacre in Homs leaves dozens dead", "massacre-in-homs-leaves-dozens-dead"),
        ("Annan’s plan", "annans-plan"),
        ("Russia — China", "russia-china"),
        ("snake_case name", "snake-case-name"),
        ("القاهرة اليوم", "القاهرة-اليوم"),
        ("Über Öl", "über-öl"),
        ("हिन्दी", "हिन्दी"),
        ("  --  trimmed --", "trimmed"),
    ],
)
def test_a_slug_keeps_the_letters_of_every_script(text: str, slug: str) -> None:
    assert slugify(text) == slug


@pytest.mark.parametrize("text", ["", "!!!", "🙂", "con", "NUL", "com1", "index", "404", "page", "assets"])
def test_a_slug_is_never_empty_nor_a_reserved_name(text: str) -> None:
    slug = slugify(text)
    assert slug
    assert slug != text.lower()


def test_two_emoji_have_two_slugs() -> None:
    assert slugify("🙂") != slugify("🙃")


def test_a_long_title_is_cut_at_a_word_and_stays_distinct() -> None:
    one, other = (slugify("word " * 40 + end) for end in ("one", "two"))
    assert len(one) <= LONGEST_SLUG
    assert one != other
    assert one.startswith("word-word")


def test_a_slug_fits_into_a_file_name_whatever_its_letters_weigh() -> None:
    assert len(slugify("ü" * 200).encode()) < 200
    assert len(slugify("汉" * 200).encode()) < 200


@given(st.text(st.characters(max_codepoint=127), max_size=40))
def test_plain_letters_become_a_slug_by_the_rule_for_all_letters(text: str) -> None:
    assert slugify(f"é x{text}") == f"é-{slugify(f'x{text}')}"


@given(ANY_TEXT)
def test_a_slug_is_one_safe_part_of_a_path(text: str) -> None:
    slug = slugify(text)
    assert slug
    assert not set(slug) & set('/\\.?#%:*"<>| \0')
    assert posixpath.normpath(slug) == slug
    assert slugify(slug) == slug


@given(ANY_TEXT)
def test_normal_forms_of_one_text_share_a_slug(text: str) -> None:
    assert slugify(unicodedata.normalize("NFD", text)) == slugify(unicodedata.normalize("NFC", text))


@given(
    st.sets(ANY_TEXT | st.sampled_from(["C", "c", "C++", "C#", ".NET", "net", "Syria", "syria"]), max_size=30)
)
def test_no_two_terms_share_a_slug(terms: set[str]) -> None:
    distinct = {unicodedata.normalize("NFC", term) for term in terms}
    slugs = term_slugs(terms)
    assert set(slugs) == terms
    assert len({slugs[term] for term in terms}) == len(distinct)
    assert all(slugs.values())


def test_a_new_term_does_not_move_one_that_lost_signs() -> None:
    alone = term_slugs(["C++"])["C++"]
    assert term_slugs(["C", "C#", "C++"])["C++"] == alone
    assert term_slugs(["C", "C#", "C++"])["C"] == "c"


def test_the_term_that_is_its_own_slug_keeps_it() -> None:
    slugs = term_slugs(["Syria", "syria"])
    assert slugs["syria"] == "syria"
    assert slugs["Syria"].startswith("syria-")


@pytest.mark.parametrize(
    ("pattern", "permalink"),
    [
        ("pretty", "/2012/03/12/homs/"),
        ("date", "/2012/03/12/homs.html"),
        ("none", "/homs/"),
        ("/:section/:source/:year/:title/", "/diplomacy/un/2012/homs/"),
    ],
)
def test_a_permalink_follows_the_pattern(pattern: str, permalink: str) -> None:
    article = an_article(section="diplomacy", source=SourceRef("un"))
    assert article_permalink(article, pattern) == permalink


def test_a_hand_written_permalink_wins() -> None:
    assert article_permalink(an_article(permalink="/special/"), "pretty") == "/special/"


def test_a_plain_page_lives_at_the_root() -> None:
    assert article_permalink(an_article(kind="page", slug="about", date=None), "pretty") == "/about/"


@pytest.mark.parametrize(
    "text",
    [
        "../../x",
        "x",
        "/../x/",
        "/a/../../x",
        "//evil/x",
        "/a\\b/",
        "/a\0b/",
        "/c:/x",
        "/%2e%2e/x",
        "/a?b",
        "/x./",
        "/x /",
    ],
)
def test_an_address_that_would_leave_the_site_is_none(text: str) -> None:
    assert why_not_a_permalink(text)


@pytest.mark.parametrize("text", ["/", "/a/", "/2012/03/homs.html", "/القاهرة/", "/a b/"])
def test_an_ordinary_address_is_one(text: str) -> None:
    assert why_not_a_permalink(text) == ""


@given(ANY_TEXT)
def test_every_accepted_address_stays_inside_the_output(text: str) -> None:
    if not why_not_a_permalink(text):
        path = output_path(text)
        assert not path.startswith("/")
        assert not posixpath.normpath(f"output/{path}").startswith("..")
        assert posixpath.normpath(f"output/{path}") != "output"


@pytest.mark.parametrize(
    ("permalink", "path"),
    [
        ("/", "index.html"),
        ("/tags/un/", "tags/un/index.html"),
        ("/404.html", "404.html"),
        ("/a", "a/index.html"),
    ],
)
def test_a_host_serves_a_permalink_from_its_output_path(permalink: str, path: str) -> None:
    assert output_path(permalink) == path


def test_the_first_page_of_a_list_is_the_list() -> None:
    assert paged("/tags/un/", 1) == "/tags/un/"
    assert paged("/tags/un/", 2) == "/tags/un/page/2/"


@pytest.mark.parametrize(
    ("base_url", "link", "absolute"),
    [
        ("https://digest.example", "/tags/un/", "https://digest.example/tags/un/"),
        ("https://digest.example/news/", "/news/tags/un/", "https://digest.example/news/tags/un/"),
        ("https://digest.example:8443/a/b", "/a/b/tags/un/", "https://digest.example:8443/a/b/tags/un/"),
        ("", "/tags/un/", "/tags/un/"),
    ],
)
def test_a_link_carries_the_path_of_the_base_url(base_url: str, link: str, absolute: str) -> None:
    links = Links.of(base_url, relative=False)
    assert links.link("/tags/un/", "index.html") == link
    assert links.absolute("/tags/un/") == absolute


@pytest.mark.parametrize(
    ("permalink", "from_path", "link"),
    [
        ("/tags/un/", "2012/03/12/homs/index.html", "../../../../tags/un/index.html"),
        ("/", "index.html", "./index.html"),
        ("/about/", "index.html", "about/index.html"),
        ("/a:b/", "index.html", "a%3Ab/index.html"),
        ("/2012/", "2012/index.html", "./index.html"),
    ],
)
def test_a_relative_link_leads_from_file_to_file(permalink: str, from_path: str, link: str) -> None:
    assert Links(relative=True).link(permalink, from_path) == link


@pytest.mark.parametrize(
    ("relative", "link"), [(False, "/a%23b/#%C3%BC"), (True, "../a%23b/index.html#%C3%BC")]
)
def test_a_number_sign_in_an_address_is_no_fragment(relative: bool, link: str) -> None:
    assert Links(relative=relative).link("/a#b/", "x/index.html", "#%C3%BC") == link


@given(st.text(st.characters(categories=("L", "N", "Zs", "P", "S")), min_size=1, max_size=30))
def test_a_link_round_trips_to_its_file(name: str) -> None:
    name = name.replace("/", "").strip(". ") or "x"
    link = Links(base_path="/sub").link(f"/{name}/", "index.html")
    assert unquote(link) == f"/sub/{name}/"
    relative = Links(relative=True).link(f"/{name}/", "a/b/index.html")
    assert posixpath.normpath(posixpath.join("a/b", unquote(relative))) == f"{name}/index.html"


def test_a_copied_file_without_an_ending_is_linked_by_its_name() -> None:
    links = Links(relative=True)
    assert links.link("/a/LICENSE", "a/index.html", copied=True) == "./LICENSE"
    assert links.link("/a/page", "a/index.html") == "page/index.html"
