"""Addresses: the same page, however it is written; never two pages as one."""

from __future__ import annotations

import pytest

from site_builder.importing.url_keys import url_key

_PAGE = "https://www.example.com/2012/03/ferry"


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/2012/03/ferry/",
        "HTTPS://EXAMPLE.com:443/2012/03/ferry#comments",
        " https://example.com./2012/03/ferry?utm_source=x&fbclid=y&UTM_Medium=z ",
        "https://example.com/2012/03/%66erry",
    ],
)
def test_one_page_has_one_key_however_it_is_written(url: str) -> None:
    assert url_key(url) == url_key(_PAGE) == "example.com/2012/03/ferry"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/2012/03/Ferry",
        "https://example.org/2012/03/ferry",
        "https://example.com:8080/2012/03/ferry",
        "https://example.com/2012/03/ferry?page=2",
        "https://example.com/2012%2F03/ferry",
    ],
)
def test_another_page_has_another_key(url: str) -> None:
    assert url_key(url) not in {"", url_key(_PAGE)}


def test_the_order_of_what_is_asked_says_nothing() -> None:
    assert url_key(f"{_PAGE}?b=2&a=1") == url_key(f"{_PAGE}?a=1&utm_term=x&b=2")


def test_letters_and_their_escapes_are_equal() -> None:
    assert url_key("https://example.com/فيري") == url_key("https://example.com/%D9%81%D9%8A%D8%B1%D9%8A")


@pytest.mark.parametrize(
    "url",
    ["", "ferry", "ftp://example.com/a", "https://", "https://example.com/", "http://[::1", "http://a:b/c"],
)
def test_what_is_no_address_of_one_page_has_no_key(url: str) -> None:
    assert url_key(url) == ""
