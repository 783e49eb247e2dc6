"""Feeds: each entry is an article of its own, whatever is wrong with its neighbours."""

from __future__ import annotations

import json
import sys
import time
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import pytest
from loopback import answer, serving, site
from samples import ATOM, JSON_FEED, PAGE, RDF, RSS

from site_builder.importing.fetching.fetcher import Fetcher
from site_builder.importing.fetching.limits import Limits
from site_builder.importing.items import Item
from site_builder.importing.sources import items_of
from site_builder.problems import Problem

pytest.importorskip("feedparser", reason="the extra [import] is not installed")
HEAD = '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>\n'
TAIL = "</channel></rss>"


def entry(number: int, text: str = "Envoys met.") -> str:
    return (
        f"<item><title>No. {number}</title><link>https://news.example/{number}</link>"
        f"<content:encoded><![CDATA[<p>{text}</p>]]></content:encoded></item>\n"
    )


def of(
    tmp_path: Path, data: bytes | str, fetcher: Fetcher | None = None, follow: bool = True
) -> list[Item | Problem]:
    path = tmp_path / "feed"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(items_of(str(path), fetcher=fetcher, follow=follow))


def facts(item: Item | Problem) -> list[tuple[str, str, str]]:
    assert isinstance(item, Item), item
    assert all(found.line == 0 for _, found in item.stated)
    return [(key, found.value, found.rule) for key, found in item.stated]


def told(results: list[Item | Problem]) -> list[str]:
    """Titles of items, codes of problems."""
    return [
        next(value for key, value, _ in facts(result) if key == "title")
        if isinstance(result, Item)
        else result.code
        for result in results
    ]


def test_an_rss_entry_gives_its_content_itself_and_what_is_stated_of_it(tmp_path: Path) -> None:
    item = of(tmp_path, RSS)[0]
    assert isinstance(item, Item)
    assert item.name == f"{tmp_path / 'feed'}#1"
    assert (item.suffix, item.shape, item.charset) == (".xml", "page", "utf-8")
    assert item.url == "https://news.example/talks"
    assert item.original in RSS
    assert item.original.startswith(b"<item><title>Talks &amp; envoys")
    assert item.original.endswith(b"</item>")
    assert b"<article>\n<p>Envoys met again" in item.content
    assert facts(item) == [
        ("title", "Talks & envoys", "feed title"),
        ("date", "2012-03-12T14:05:00+02:00", "feed date"),
        ("authors", "Ann Lee", "feed author"),
        ("authors", "Bo Ek", "feed author"),
        ("url", "https://news.example/talks", "feed link"),
        ("tags", "Diplomacy", "feed category"),
        ("language", "en-gb", "feed language"),
        ("summary", "Envoys met.", "feed summary"),
    ]


def test_an_atom_entry_gives_both_its_dates_with_their_zones(tmp_path: Path) -> None:
    (item,) = of(tmp_path, ATOM)
    assert facts(item) == [
        ("title", "Gespräche in Genf", "feed title"),
        ("date", "2012-03-12T14:05:00+01:00", "feed date"),
        ("updated", "2012-03-13T09:00:00+01:00", "feed updated"),
        ("authors", "Ann Lee", "feed author"),
        ("url", "https://news.example/genf", "feed link"),
        ("tags", "Genf", "feed category"),
        ("language", "de", "feed language"),
        ("summary", "Kurz.", "feed summary"),
    ]


def test_rss_1_0_is_a_feed_too(tmp_path: Path) -> None:
    (item,) = of(tmp_path, RDF)
    assert ("title", "Talks", "feed title") in facts(item)


def test_a_json_feed_gives_html_and_text(tmp_path: Path) -> None:
    first, second = of(tmp_path, JSON_FEED)
    assert isinstance(first, Item)
    assert json.loads(first.original) == json.loads(JSON_FEED)["items"][0]
    assert (first.suffix, first.shape) == (".json", "page")
    assert facts(first) == [
        ("title", "Talks", "json feed title"),
        ("date", "2012-03-12T14:05:00+02:00", "json feed date_published"),
        ("authors", "Ann Lee", "json feed author"),
        ("url", "https://news.example/1", "json feed url"),
        ("tags", "Geneva", "json feed tag"),
        ("language", "en", "json feed language"),
        ("summary", "They met.", "json feed summary"),
    ]
    assert isinstance(second, Item)
    assert (second.shape, second.content) == ("text", b"Envoys met again.")


BROKEN = {
    "an unclosed tag": "<item><title>A</title><description><b>x</description></item>\n",
    "no end": "<item><title>A</title>\n",
    "open CDATA": "<item><title>A</title><description><![CDATA[x</description></item>\n",
    "an open comment": "<item><!-- <title>A</title></item>\n",
    "an open tag": "<item><title>A</title><description</item>\n",
    "an attribute twice": "<item><guid a='1' a='1'>x</guid></item>\n",
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_a_broken_entry_is_one_problem_and_the_others_are_articles(broken: str, tmp_path: Path) -> None:
    results = of(tmp_path, HEAD + entry(1) + broken + entry(3) + entry(4) + TAIL)
    assert told(results) == ["No. 1", "broken-entry", "No. 3", "No. 4"]
    problem = results[1]
    assert isinstance(problem, Problem)
    assert problem.place.source.endswith("#2")


def test_mistakes_that_harm_nothing_are_put_up_with(tmp_path: Path) -> None:
    odd = entry(1).replace("No. 1", "AT&T &nbsp;&bogus; \x0b<odd:thing xmlns='x'/>one")
    (item,) = of(tmp_path, HEAD + odd + TAIL)
    assert "AT&T" in told([item])[0]


def test_a_feed_that_is_cut_short_gives_what_is_whole(tmp_path: Path) -> None:
    results = of(tmp_path, HEAD + entry(1) + entry(2)[:-20])
    assert told(results) == ["No. 1", "broken-entry"]
    assert isinstance(results[1], Problem)
    assert "cut short" in results[1].message


def test_tags_of_entries_in_comments_and_text_are_none(tmp_path: Path) -> None:
    text = "How to write RSS: <item>, then </item> at its end"
    data = HEAD + "<!-- <item> --><![CDATA[<item>]]>" + entry(1, text) + "<!-- </item><item> -->" + TAIL
    (item,) = of(tmp_path, data)
    assert isinstance(item, Item)
    assert text.encode() in item.content


def test_entities_do_not_grow(tmp_path: Path) -> None:
    bomb = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10))
    external = '<!ENTITY x SYSTEM "file:///etc/passwd">'
    item = entry(1).replace("No. 1", "a &l9; &x; b")
    data = f"<?xml version='1.0'?><!DOCTYPE rss [{bomb}{external}]>{HEAD}{item}{TAIL}"
    begin = time.process_time()
    (found,) = of(tmp_path, data)
    assert time.process_time() - begin < 2
    assert isinstance(found, Item)
    assert len(found.stated[0][1].value) < 40
    assert b"root:" not in found.content


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("iso-8859-1", "iso-8859-1"),
        ("windows-1252", "cp1252"),
        ("UTF-8", "cp1252"),
        ("nonsense", "utf-8"),
    ],
)
def test_an_entry_is_read_in_its_charset_even_if_another_is_declared(
    declared: str, encoding: str, tmp_path: Path
) -> None:
    data = f"<?xml version='1.0' encoding='{declared}'?>{HEAD}{entry(1).replace('No. 1', 'Genève')}{TAIL}"
    assert told(of(tmp_path, data.encode(encoding))) == ["Genève"]


def test_utf_16_is_known_by_its_mark(tmp_path: Path) -> None:
    data = f"<?xml version='1.0' encoding='utf-16'?>{HEAD}{entry(1).replace('No. 1', 'Genève')}{TAIL}"
    assert told(of(tmp_path, data.encode("utf-16"))) == ["Genève"]


def test_fifty_thousand_entries_are_streamed(tmp_path: Path) -> None:
    path = tmp_path / "feed"
    with path.open("w") as file:
        file.write(HEAD)
        file.writelines(entry(n, "word " * 500) for n in range(50_000))
        file.write(TAIL)
    results = items_of(str(path))
    next(results)  # what parsers keep for good
    tracemalloc.start()
    for _ in range(200):
        assert isinstance(next(results), Item)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000


def test_an_entry_longer_than_any_article_is_a_problem_and_the_next_an_article(tmp_path: Path) -> None:
    results = of(tmp_path, HEAD + entry(1) + entry(2, "x" * 6_000_000) + entry(3) + TAIL)
    assert told(results) == ["No. 1", "broken-entry", "No. 3"]


def test_a_million_of_anything_costs_little_time(tmp_path: Path) -> None:
    begin = time.process_time()
    of(tmp_path, HEAD + "<!--" * 300_000)
    of(tmp_path, HEAD + "<item>" + "<![CDATA[" * 300_000)
    of(tmp_path, HEAD + "<item>" + "<b>" * 1_000_000 + "</item>" + TAIL)
    of(tmp_path, HEAD + entry(1) + "<!--" * 300_000)
    of(tmp_path, "<rss>" + "<!DOCTYPE [" * 80_000 + "<channel>" + entry(1) + TAIL)
    of(tmp_path, HEAD + f"<item><!-- {'<![CDATA[' * 100_000} --></item>" + TAIL)
    of(tmp_path, HEAD + entry(1, f"Read more {'a' * 150} {'b ' * 14}") + TAIL)
    assert time.process_time() - begin < 20


@pytest.mark.parametrize("data", [HEAD + TAIL, HEAD, "<feed xmlns='http://www.w3.org/2005/Atom'/>"])
def test_a_feed_without_entries_is_told(data: str, tmp_path: Path) -> None:
    assert told(of(tmp_path, data)) == ["no-entries"]


SHORT = "<item><title>T</title>{link}<description>{text}</description></item>"


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Envoys met.", False),
        ("Envoys met. " * 100, True),
        ("Envoys met. " * 100 + "…", False),
        ("Envoys met. " * 100 + "[...]", False),
        ("Envoys met. " * 100 + "Continue reading Talks resume →", False),
    ],
)
def test_a_summary_is_the_article_only_if_it_is_long_and_not_broken_off(
    text: str, whole: bool, tmp_path: Path
) -> None:
    (found,) = of(tmp_path, HEAD + SHORT.format(link="", text=text) + TAIL)
    assert isinstance(found, Item) == whole


def test_a_content_that_is_broken_off_is_no_whole_text(tmp_path: Path) -> None:
    (found,) = of(tmp_path, HEAD + entry(1, "Envoys met again and [&#8230;]") + TAIL)
    assert isinstance(found, Problem)
    assert found.code == "summary-only"
    assert "https://news.example/1" in found.remedy


def test_of_a_summary_the_link_is_followed_where_that_is_allowed_else_it_is_a_point_to_check(
    tmp_path: Path,
) -> None:
    pytest.importorskip("httpx", reason="the extra [import] is not installed")
    feed = answer(RSS, kind="application/rss+xml")
    with serving(site({"/story": answer(PAGE), "/feed": feed})) as server:
        links = [f"<link>{server.url}/{path}</link>" for path in ("story", "gone", "feed")]
        data = HEAD + "".join(SHORT.format(link=link, text="Short.") for link in links) + TAIL
        with Fetcher(
            clock=lambda: datetime(2012, 3, 12, tzinfo=UTC), allow_private=True, limits=Limits(pace=0)
        ) as fetcher:
            story, gone, other = of(tmp_path, data, fetcher)
            kept = of(tmp_path, data, fetcher, follow=False)
            assert told(of(tmp_path, data)) == ["summary-only"] * 3
    assert [item.content for item in kept if isinstance(item, Item)] == [b"Short.\n"] * 3
    assert isinstance(kept[0], Item)
    assert kept[0].notes == (f"text: the feed gives a summary only; the story is at {server.url}/story",)
    assert isinstance(story, Item)
    assert (story.name, story.original, story.suffix) == (f"{tmp_path / 'feed'}#1", PAGE, ".html")
    assert (story.url, story.retrieved) == (f"{server.url}/story", "2012-03-12T00:00:00Z")
    assert ("title", "T", "feed title") in facts(story)
    assert isinstance(gone, Problem)
    assert gone.place.source == f"{server.url}/gone"
    assert isinstance(other, Problem)
    assert other.code == "not-an-article"


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        ('{"a": 1}', ["unknown-kind"]),
        ('[{"a": 1}]', ["unknown-kind"]),
        ('{"version": "https://jsonfeed.org/version/1", "items": []}', ["no-entries"]),
        (
            '{"version": "https://jsonfeed.org/version/1", "items": [7, {"id": "1"}]}',
            ["broken-entry", "no-text"],
        ),
        ('{"version": "https://jsonfeed.org/version/1", "items": [', ["broken-json"]),
        ('{"a":' + "[" * 100_000, ["broken-json"]),
        ('{"a": ' + "9" * 5000 + "}", ["broken-json"]),
    ],
)
def test_json_that_gives_no_article_says_why(data: str, codes: list[str], tmp_path: Path) -> None:
    assert told(of(tmp_path, data)) == codes


def test_odd_values_in_a_json_feed_are_left_out(tmp_path: Path) -> None:
    odd = {
        "title": ["x"],
        "content_text": "Half \ud800 a character.",
        "authors": [None, {"name": 7}, {"name": "Ann"}],
        "author": "no object",
        "tags": "no list",
        "date_published": 3,
        "url": "javascript:alert(1)",
    }
    data = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [odd], "language": 4})
    (item,) = of(tmp_path, data)
    assert isinstance(item, Item)
    assert facts(item) == [("authors", "Ann", "json feed author")]
    assert json.loads(item.original) == odd
    assert item.content == b"Half ? a character."


def test_without_the_extra_the_exact_command_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "feedparser", None)
    (found,) = of(tmp_path, RSS)
    assert isinstance(found, Problem)
    assert found.remedy == "pip install 'site-builder[import]'"
    assert all(isinstance(item, Item) for item in of(tmp_path, JSON_FEED))
