"""What must hold between settings, each with the value that breaks it and the way out."""

from __future__ import annotations

import pytest

from site_builder.config import read_config
from site_builder.problems import Problem, ProblemsFound

LEAST = "title: Digest\ntimezone: UTC\n"


def problems(text: str) -> tuple[Problem, ...]:
    with pytest.raises(ProblemsFound) as raised:
        read_config([("config.yaml", LEAST + text)])
    assert all(p.remedy for p in raised.value.problems)
    return raised.value.problems


def problem(text: str) -> Problem:
    (only,) = problems(text)
    return only


def is_fine(text: str) -> bool:
    return read_config([("config.yaml", LEAST + text)]).problems == ()


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Asia/Kolkata", "UTC", "America/Argentina/Buenos_Aires"])
def test_a_timezone_is_an_iana_name(zone: str) -> None:
    assert read_config([("config.yaml", f"title: a\ntimezone: {zone}\n")]).settings.timezone == zone


@pytest.mark.parametrize("zone", ["Europe", "CEST+1", "../../etc/passwd", "/etc/localtime", "a" * 5000, "é"])
def test_anything_else_is_no_timezone(zone: str) -> None:
    with pytest.raises(ProblemsFound, match="there is no timezone"):
        read_config([("config.yaml", f"title: a\ntimezone: {zone}\n")])


def test_a_near_miss_of_a_timezone_is_put_right() -> None:
    with pytest.raises(ProblemsFound, match="did you mean 'Europe/Berlin'"):
        read_config([("config.yaml", "title: a\ntimezone: Europe/Berln\n")])


@pytest.mark.parametrize(
    "url",
    ["https://example.org", "http://localhost:8000/a/b/", "https://[::1]/", "https://münchen.example/ñ"],
)
def test_a_base_url_may_have_a_port_and_a_path(url: str) -> None:
    assert is_fine(f"base_url: '{url}'\n")


@pytest.mark.parametrize(
    ("url", "cause"),
    [
        ("example.org", "is not a web address"),
        ("ftp://example.org", "is not a web address"),
        ("https://", "is not a web address"),
        ("https://a b.org", "is not a web address"),
        ("https://[::1", "is not a web address"),
        ("https://a.org:port/", "is not a web address"),
        ("https://a.org/?b=c", "has a query or a fragment"),
        ("https://a.org/#b", "has a query or a fragment"),
        ("https://a.org/?", "has a query or a fragment"),
        ("https://me:secret@a.org", "holds a user name"),
        (f"https://{'ü' * 70}.org", "has a host that no name service can know"),
    ],
)
def test_anything_else_is_no_base_url(url: str, cause: str) -> None:
    found = problem(f"base_url: '{url}'\n")
    assert (found.code, found.message) == ("bad-url", f"'{url}' {cause}")


@pytest.mark.parametrize("tag", ["en", "en-US", "zh-Hant-TW", "es-419", "ckb", "de-1996", "sl-nedis"])
def test_a_language_has_the_shape_of_bcp_47(tag: str) -> None:
    assert is_fine(f"language: {tag}\nsources: {{a: {{name: A, language: {tag}}}}}\n")


@pytest.mark.parametrize(("tag", "better"), [("en_US", "en-US"), ("english", "pt-BR"), ("e", "pt-BR")])
def test_anything_else_is_no_language(tag: str, better: str) -> None:
    assert better in problem(f"language: {tag}\n").remedy
    assert problem(f"sources: {{a: {{name: A, language: {tag}}}}}\n").code == "bad-language"


@pytest.mark.parametrize(
    "pattern",
    ["pretty", "date", "none", "/:year/:month/:day/:slug/", "/:section/:title.html", "/:source/:slug"],
)
def test_a_permalink_is_a_preset_or_a_pattern_of_known_tokens(pattern: str) -> None:
    assert is_fine(f"permalink: {pattern}\n")


@pytest.mark.parametrize(
    ("pattern", "message", "remedy"),
    [
        ("/:yeer/:slug/", "there is no token ':yeer'", "did you mean ':year'?"),
        ("/../:slug/", "the pattern holds what no address can, such as '..', '//', '?' or a space", "Use"),
        ("/a?b=:slug", "the pattern holds what no address can, such as '..', '//', '?' or a space", "Use"),
        ("//:slug/", "the pattern holds what no address can, such as '..', '//', '?' or a space", "Use"),
        ("/:zzz/:slug/", "there is no token ':zzz'", "Tokens: :year"),
        ("/:/:slug/", "there is no token ':'", "Tokens: :year"),
        ("/:year/", "the pattern gives all articles of a kind one address", ":slug or :title"),
        ("prety", "'prety' is neither a preset nor a pattern", "did you mean 'pretty'?"),
        (":year/:slug", "':year/:slug' is neither a preset nor a pattern", "begins with a slash"),
    ],
)
def test_anything_else_is_no_permalink(pattern: str, message: str, remedy: str) -> None:
    found = problem(f"permalink: '{pattern}'\n")
    assert (found.code, found.message) == ("bad-permalink", message)
    assert remedy in found.remedy


@pytest.mark.parametrize("key", ["content_dir", "layouts_dir", "static_dir", "output_dir"])
@pytest.mark.parametrize("name", ["", ".", "./", "..", "../a", "a/../..", "/a", "~/a", "C:/a", "a\\b"])
def test_a_folder_lies_inside_the_site(key: str, name: str) -> None:
    assert problem(f"{key}: '{name}'\n").code == "bad-directory"


@pytest.mark.parametrize(
    "text",
    [
        "output_dir: content\n",
        "output_dir: ./content/site\n",
        "content_dir: a\nstatic_dir: a\n",
        "content_dir: Static\n",
        "layouts_dir: output/layouts\n",
    ],
)
def test_two_folders_do_not_overlap(text: str) -> None:
    found = problem(text)
    assert found.code == "bad-directory"
    assert "overlap" in found.message
    assert found.place.line >= 3


def test_the_folder_of_the_state_is_taken() -> None:
    assert "state" in problem("output_dir: .site-builder/www\n").message


def test_folders_with_names_that_begin_alike_do_not_overlap() -> None:
    assert is_fine("content_dir: out\noutput_dir: output/www\nstatic_dir: a/b\nlayouts_dir: a/c\n")


@pytest.mark.parametrize(
    "text",
    [
        "tags: {a: {see: Q858}}\n",
        "tags: {a: {see: 'javascript:alert(1)'}}\n",
        "sources: {a: {name: A, url: example.org}}\n",
        "menu: [{label: a, to: about}]\n",
        "menu: [{label: a, to: //example.org}]\n",
        "menu: [{label: a, to: 'javascript:alert(1)'}]\n",
    ],
)
def test_an_address_is_one_of_the_web_or_for_the_menu_a_path(text: str) -> None:
    found = problem(text)
    assert found.code == "bad-url"
    assert found.place.column > 1


def test_addresses_and_paths_are_fine() -> None:
    assert is_fine("tags: {a: {see: 'https://www.wikidata.org/wiki/Q858'}}\nmenu: [{label: a, to: /a/}]\n")


@pytest.mark.parametrize(
    ("tags", "name"),
    [
        ("{syria: A, b: Syria}", "Syria"),
        ("{a: SAME, b: same}", "same"),
        ("{a: {aliases: [X]}, b: {aliases: [y, x]}}", "x"),
        ("{a: Straße, b: STRASSE}", "STRASSE"),
        ("{a: é, b: e\u0301}", "e\u0301"),
    ],
)
def test_two_tags_must_not_share_a_name(tags: str, name: str) -> None:
    found = problem(f"tags: {tags}\n")
    assert found.code == "tag-clash"
    assert found.message.startswith(f"'{name}' names two tags, ")
    assert "config.yaml:3" in found.remedy


def test_one_tag_may_repeat_its_own_name() -> None:
    assert is_fine("tags: {syria: {label: Syria, aliases: [SYRIA]}}\n")


@pytest.mark.parametrize("key", ["parent", "replaced_by"])
def test_a_tag_names_only_tags_that_are_there(key: str) -> None:
    found = problem(f"tags:\n  syria: Syria\n  homs: {{{key}: siria}}\n")
    assert (found.code, found.message) == ("unknown-tag", "there is no tag 'siria'")
    assert found.remedy == "did you mean 'syria'?"
    assert found.place.excerpt[found.place.column - 1 :].startswith("siria")


@pytest.mark.parametrize("key", ["parent", "replaced_by"])
@pytest.mark.parametrize(
    ("links", "circle"),
    [
        ({"a": "a"}, "a → a"),
        ({"b": "a", "a": "b", "c": "a"}, "a → b → a"),
        ({"c": "a", "b": "c", "a": "b"}, "a → b → c → a"),
        ({"d": "c", "c": "b", "b": "c"}, "b → c → b"),
    ],
)
def test_tags_in_a_circle_are_one_error(key: str, links: dict[str, str], circle: str) -> None:
    tags = "".join(f"  {id_}: {{{key}: {target}}}\n" for id_, target in links.items())
    found = problem(f"tags:\n{tags}")
    assert (found.code, found.message) == ("tag-circle", f"'{key}' goes round in a circle: {circle}")


def test_two_circles_are_two_errors() -> None:
    found = problems("tags: {a: {parent: b}, b: {parent: a}, c: {parent: d}, d: {parent: c}}\n")
    assert [p.message.rpartition(": ")[2] for p in found] == ["a → b → a", "c → d → c"]


def test_a_long_line_of_parents_is_no_circle() -> None:
    tags = "".join(f"  t{n}: {{parent: t{n + 1}}}\n" for n in range(5000))
    assert is_fine(f"tags:\n{tags}  t5000:\n")


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ("{pattern: '(a'}", "bad-pattern"),
        ("{pattern: '(a+)+b'}", "bad-pattern"),
        ("{pattern: '(.*x)*'}", "bad-pattern"),
        ("{pattern: 'a?'}", "bad-pattern"),
        (f"{{pattern: {'a' * 501}}}", "bad-pattern"),
        ("{text: a, pattern: b}", "bad-furniture"),
        ("{id: a}", "bad-furniture"),
        ("{text: a, id: 'A b'}", "bad-furniture"),
    ],
)
@pytest.mark.parametrize(
    "where", ["sources: {a: {name: A, furniture: [%s]}}", "importing: {furniture: [%s]}"]
)
def test_a_line_of_furniture_is_a_text_or_a_pattern_that_cannot_run_away(
    where: str, entry: str, code: str
) -> None:
    found = problem(where % entry + "\n")
    assert (found.code, found.place.line) == (code, 3)


def test_furniture_may_be_words_or_records() -> None:
    assert is_fine(
        "sources: {a: {name: A, furniture: ['Issue ##', {pattern: 'pick of .+', action: review}]}}\n"
    )


@pytest.mark.parametrize("text", ["sitemap: {news: true}\n", "data: {articles: true}\n", "cards: true\n"])
def test_what_needs_the_sites_address_and_was_asked_for_says_so(text: str) -> None:
    (warned,) = read_config([("config.yaml", LEAST + text)]).problems
    assert (warned.level, warned.code) == ("warning", "no-base-url")
    assert "does not know its own address" in warned.message
    assert "base_url: https://example.org" in warned.remedy
    assert is_fine(f"base_url: https://digest.example\n{text}")


def test_data_that_is_switched_off_needs_no_address() -> None:
    assert is_fine("data: {index: false}\n")


def test_a_value_that_cannot_be_read_hides_no_other_problem_of_its_record_or_of_other_records() -> None:
    found = problems(
        "tags:\n"
        "  syria: {label: [S], see: nowhere}\n"
        "  odd: []\n"
        "  lost: {parent: gone}\n"
        "  child: {parent: odd}\n"
        "sources:\n"
        "  wire: {name: [W], url: wire}\n"
        "  other: {name: Other, url: other}\n"
        "menu: [{label: A, to: nowhere}, {label: B}]\n"
        "newsletter: {from: nobody, subject: [x]}\n"
    )
    assert [(p.place.line, p.code) for p in found if p.level == "error"] == [
        (4, "wrong-type"),
        (4, "bad-url"),
        (5, "wrong-type"),
        (6, "unknown-tag"),
        (9, "wrong-type"),
        (9, "bad-url"),
        (10, "bad-url"),
        (11, "missing-key"),
        (11, "bad-url"),
        (12, "bad-address"),
        (12, "wrong-type"),
    ]
