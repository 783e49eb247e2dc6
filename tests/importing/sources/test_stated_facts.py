"""Facts that containers state: dates with their zones, words without markup, addresses of the web only."""

from __future__ import annotations

import pytest

from site_builder.importing.sources.facts import Facts, moment, plain, web_link


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2012-03-12T14:05:00+02:00", "2012-03-12T14:05:00+02:00"),
        ("2012-03-12T14:05:00.5Z", "2012-03-12T14:05:00.5Z"),
        (" 2012-03-12 ", "2012-03-12"),
        ("Mon, 12 Mar 2012 14:05:00 +0200", "2012-03-12T14:05:00+02:00"),
        ("Tue, 12 Mar 2012 14:05:00 GMT", "2012-03-12T14:05:00+00:00"),
        ("12 Mar 2012 14:05 EST", "2012-03-12T14:05:00-05:00"),
        ("Mon, 12 Mar 2012", "2012-03-12"),
        ("Mon, 12 Mar 2012 14:05:00", "2012-03-12T14:05:00"),
        ("2012-03", ""),
        ("2012", ""),
        ("2012-02-30", ""),
        ("Monday", ""),
        ("yesterday at noon", ""),
        ("Mon, 99 Mar 2012 14:05:00 +0200", ""),
        ("Mon, 12 Mar 2012 14:05:00 +9900", ""),
        ("0000-00-00 00:00:00", ""),
        ("", ""),
    ],
)
def test_a_date_keeps_its_zone_and_what_is_no_date_is_none(written: str, read: str) -> None:
    assert moment(written) == read


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<b>Talks</b> &amp; envoys", "Talks & envoys"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("a<!-- b --> c <!-- d", "a c"),
        ("a\n\tb\x00\u2028c", "a b c"),
        ("<" * 100_000, "<" * 100_000),
    ],
)
def test_a_title_is_told_without_its_markup(markup: str, words: str) -> None:
    assert plain(markup) == words


@pytest.mark.parametrize("hostile", ["<!--" * 300_000, "<a " * 300_000, "&" * 1_000_000, "</" * 500_000])
def test_hostile_markup_costs_no_time(hostile: str) -> None:
    assert isinstance(plain(hostile), str)


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        (" https://news.example/a?b=c#d ", "https://news.example/a?b=c#d"),
        ("javascript:alert(1)", ""),
        ("/relative", ""),
        ("http://[broken", ""),
        ("https:///nothing", ""),
        (None, ""),
        (7, ""),
    ],
)
def test_an_address_is_one_of_the_web_or_none(link: object, kept: str) -> None:
    assert web_link(link) == kept


def test_a_fact_is_told_once_and_only_if_there_is_something_to_tell() -> None:
    facts = Facts()
    for value in ("Ann", "Ann ", "", " \n", None, 3, "Bo"):
        facts.add("authors", value, "here")
    assert [found.value for _, found in facts.stated()] == ["Ann", "Bo"]
