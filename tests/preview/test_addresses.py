"""Which output a request means: as static hosts have it, and nothing beside it in any encoding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.media_types import media_type
from site_builder.preview.addresses import Meant, byte_range, is_allowed, is_own, meant

OUTPUTS = {"index.html", "tags/index.html", "robots.txt", "404.html", "café/index.html", "assets/a.css"}
FOR_HOSTS = {".htaccess", ".nojekyll", "_headers", "_redirects", "tags/.htaccess", ".git/index.html"}
OPEN = {".well-known/security.txt", "_headers/index.html"}
NOBODY: frozenset[str] = frozenset()


def found(path: str, base: str = "") -> Meant:
    return meant(path.encode("latin-1"), base, OUTPUTS.__contains__)


@pytest.mark.parametrize(
    ("path", "output"),
    [
        ("/", "index.html"),
        ("/index.html", "index.html"),
        ("/tags/", "tags/index.html"),
        ("/robots.txt", "robots.txt"),
        ("/caf%C3%A9/", "café/index.html"),
        ("/%72obots.txt", "robots.txt"),
    ],
)
def test_an_address_means_its_file_or_the_index_of_its_folder(path: str, output: str) -> None:
    assert found(path) == Meant(output)


def test_a_folder_without_its_slash_leads_to_the_one_with_it() -> None:
    assert found("/tags").redirect == "/tags/"
    assert found("/caf%C3%A9").redirect == "/caf%C3%A9/"


def test_below_a_base_path_the_site_lies_there_and_nowhere_else() -> None:
    assert found("/digest/tags/", "/digest") == Meant("tags/index.html")
    assert found("/digest/tags", "/digest").redirect == "/digest/tags/"
    assert found("/digest", "/digest").redirect == "/digest/"
    assert found("/", "/digest").redirect == "/digest/"
    assert found("/my%20digest/tags/", "/my%20digest") == Meant("tags/index.html")
    assert found("/my%20digest", "/my%20digest").redirect == "/my%20digest/"
    assert found("/tags/", "/digest") == found("/digestive/", "/digest") == Meant()


CLIMBING = [
    "/../etc/passwd",
    "/%2e%2e/etc/passwd",
    "/..%2fetc/passwd",
    "/%2e%2e%2fetc%2fpasswd",
    "/..%252fetc/passwd",
    "/..\\etc\\passwd",
    "//etc/passwd",
    "/%c0%ae%c0%ae/etc/passwd",
    "/robots.txt%00.html",
    "/robots.txt::$DATA",
    "/ROBOTS~1.TXT",
    "/tags/../robots.txt",
    "/.git/config",
    "/%2egit/config",
    "http://127.0.0.1/robots.txt",
    "robots.txt",
    "",
    "*",
]


@pytest.mark.parametrize("path", CLIMBING)
def test_what_is_no_output_means_nothing(path: str) -> None:
    assert found(path) == Meant()


@pytest.mark.parametrize("path", sorted(FOR_HOSTS))
def test_what_hosts_read_and_show_to_nobody_means_nothing(path: str) -> None:
    for base in ("", "/digest"):
        address = f"{base}/{path.removesuffix('index.html')}"
        assert meant(address.encode(), base, (FOR_HOSTS | OPEN).__contains__) == Meant()


@pytest.mark.parametrize("path", sorted(OPEN))
def test_what_has_such_a_name_and_is_for_everybody_is_there(path: str) -> None:
    assert meant(f"/{path}".encode(), "", (FOR_HOSTS | OPEN).__contains__) == Meant(path)


@given(st.binary(max_size=60))
def test_no_path_whatever_means_anything_but_an_output(path: bytes) -> None:
    answer = meant(b"/" + path, "", OUTPUTS.__contains__)
    assert answer.path in OUTPUTS | {""}
    assert answer.redirect == "" or (answer.redirect.startswith("/") and answer.redirect[1:2] != "/")


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("localhost:8000", True),
        ("127.0.0.1:8000", True),
        ("[::1]:8000", True),
        ("192.168.1.7:8000", True),
        ("my.localhost", True),
        ("evil.example", False),
        ("localhost.evil.example", False),
        ("127.0.0.1.evil.example:8000", False),
        ("", False),
        ("[::1", False),
    ],
)
def test_this_machine_is_answered_to_and_no_name_that_others_can_lead_here(host: str, allowed: bool) -> None:
    assert is_allowed(host, NOBODY) is allowed


def test_a_name_that_was_allowed_is_answered_to() -> None:
    assert is_allowed("desk.example:8000", frozenset({"desk.example"}))


def test_only_pages_of_the_preview_itself_are_its_own() -> None:
    assert is_own("http://localhost:8000", "localhost:8000", NOBODY)
    for origin in ("http://evil.example", "http://localhost:9000", "null", ""):
        assert not is_own(origin, "localhost:8000", NOBODY)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-3", (0, 4)),
        ("bytes=6-", (6, 10)),
        ("bytes=-2", (8, 10)),
        ("bytes=4-99", (4, 10)),
        ("bytes=-99", (0, 10)),
        ("bytes=0-1,3-4", None),
        ("bytes=3-1", None),
        ("items=0-1", None),
        ("bytes=x-", None),
    ],
)
def test_a_range_of_ten_bytes(header: str, expected: tuple[int, int] | None) -> None:
    assert byte_range(header, 10) == expected


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=99-100", "bytes=-0"])
def test_a_range_of_which_nothing_is_there(header: str) -> None:
    with pytest.raises(ValueError, match="bytes"):
        byte_range(header, 10)


def test_types_are_the_same_on_every_machine_and_texts_say_how_they_are_written() -> None:
    for path in ("a.html", "a.css", "a.js", "sitemap.xml", "robots.txt", "a.json"):
        assert media_type(path).endswith("; charset=utf-8")
    assert media_type("a.PNG") == "image/png"
    assert media_type("a") == "application/octet-stream"
