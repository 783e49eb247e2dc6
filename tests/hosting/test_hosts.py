"""The hosts: what each is given. What a server makes of it is tried in `tests/outside/test_hosts.py`."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from msgspec.structs import replace

from site_builder.hosting import HOSTS, published, who_disagrees
from site_builder.hosting.facts import Facts
from site_builder.hosting.limits import over_limits
from site_builder.hosting.serving import FOR_GOOD, HASHED, media_type
from site_builder.settings import HostingSetting, HostName

MOVED = (("/old", "/new/"), ("/alt/قديم/", "/2012/$new(1)/"))
DIGEST = Facts(base_url="https://news.example/digest", search="simple", redirects=MOVED)
ROOT = Facts(base_url="https://news.example", search="simple", has_mail=True, redirects=MOVED)


def of(host: str, path: str, facts: Facts) -> str:
    return HOSTS[host].FILES[path](facts)


def sample(host: str, facts: Facts) -> str:
    made = HOSTS[host].SAMPLE
    assert made
    return made(facts, "/srv/www/digest/")


def test_every_host_that_the_settings_may_name_is_there() -> None:
    assert tuple(HOSTS) == get_args(HostName)


def test_hosts_that_take_a_domain_from_a_file_get_it_where_there_is_one() -> None:
    setting = HostingSetting(hosts=("github", "codeberg"), domain="news.example")
    assert set(published(setting)) == {".nojekyll", "CNAME", ".domains"}
    assert of("github", "CNAME", Facts(hosting=setting)) == "news.example\n"
    assert set(published(HostingSetting(hosts=("github", "codeberg")))) == {".nojekyll"}


def test_no_header_stands_in_two_rules_that_match_one_path_unless_the_host_can_drop_one() -> None:
    text = of("netlify", "_headers", ROOT)
    rules = [block.split("\n  ") for block in text.strip().split("\n/")]
    assert [rule[0].removeprefix("/") for rule in rules] == ["*", "assets/*"]
    names = [line.partition(":")[0] for rule in rules for line in rule[1:]]
    assert len(names) == len(set(names))
    assert "/newsletter/*\n  ! Content-Security-Policy\n" in of("cloudflare", "_headers", ROOT)


def test_headers_are_for_paths_as_the_reader_has_them() -> None:
    text = of("cloudflare", "_headers", DIGEST)
    assert text.startswith("/digest/*\n  Content-Security-Policy: default-src 'none'; ")
    assert text.endswith(f"/digest/assets/*\n  Cache-Control: {FOR_GOOD}\n")


@pytest.mark.parametrize("host", ["nginx", "caddy"])
def test_a_sample_leaves_out_what_is_switched_off(host: str) -> None:
    whole, quiet = (
        sample(host, Facts(hosting=HostingSetting(security=on, caching=on))) for on in (True, False)
    )
    for word in ("Cache-Control", "Content-Security-Policy", "nosniff"):
        assert word in whole
        assert word not in quiet


def test_headers_leave_out_what_is_switched_off_or_would_not_be_true() -> None:
    quiet = HostingSetting(security=False, caching=False)
    assert of("netlify", "_headers", Facts(hosting=quiet)) == ""
    assert "immutable" not in of("netlify", "_headers", Facts(has_plain_assets=True))


def test_redirects_are_one_rule_each_from_the_address_that_is_served_and_encoded() -> None:
    rules = of("cloudflare", "_redirects", DIGEST).splitlines()
    assert rules[0] == "/digest/old/ /digest/new/ 301"
    assert rules[1] == "/digest/alt/%D9%82%D8%AF%D9%8A%D9%85/ /digest/2012/%24new%281%29/ 301"
    assert of("netlify", "_redirects", ROOT).splitlines()[0] == "/old/ /new/ 301!"


def test_two_hosts_that_read_a_file_differently_are_told_apart() -> None:
    setting = HostingSetting(hosts=("cloudflare", "netlify", "github"))
    assert published(setting)["_redirects"] == "cloudflare"
    facts = Facts(hosting=setting, redirects=MOVED)
    assert who_disagrees("_redirects", facts) == ["Netlify"]
    assert who_disagrees("_headers", facts) == []
    assert who_disagrees(".nojekyll", facts) == []


def test_patterns_of_apache_mean_one_address_each() -> None:
    text = of("apache", ".htaccess", DIGEST)
    assert 'RedirectMatch 301 "^/digest/old/$" "/digest/new/"' in text
    assert r'"/digest/2012/%24new%281%29/"' in text
    assert "ErrorDocument 404 /digest/404.html" in text
    assert "RewriteEngine" not in text


def test_apache_and_nginx_send_only_the_compressed_files_that_are_made() -> None:
    gzip = Facts(hosting=HostingSetting(compress=("gzip",)))
    assert ".gz -f" in of("apache", ".htaccess", gzip).replace('"', "")
    assert ".br -f" not in of("apache", ".htaccess", gzip).replace('"', "")
    assert "gzip_static on" in sample("nginx", gzip)
    assert "brotli_static" not in sample("nginx", gzip)
    assert "precompressed gzip\n" in sample("caddy", gzip)
    assert "precompressed" not in sample("caddy", Facts())


@pytest.mark.parametrize("host", ["nginx", "caddy"])
def test_a_sample_names_the_host_the_folder_and_every_former_address(host: str) -> None:
    text = sample(host, DIGEST)
    assert "news.example" in text
    assert "/srv/www/digest" in text
    assert "/digest/old/" in text
    assert "/digest/alt/قديم/" in text
    assert "/digest/2012/%24new%281%29/" in text
    below_a_space = sample(host, replace(DIGEST, base_url="https://news.example/my%20digest"))
    assert '"/my digest' in below_a_space
    assert "/my%20digest/" in below_a_space


@pytest.mark.parametrize(
    ("path", "type_"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("tags/un/atom.xml", "application/atom+xml"),
        ("rss.xml", "application/rss+xml"),
        ("feed.json", "application/feed+json"),
        ("search/2012.json", "application/json"),
        ("sitemap.xml", "application/xml"),
        ("site.webmanifest", "application/manifest+json"),
        ("2012/MAP.PNG", "image/png"),
        ("CNAME", "application/octet-stream"),
    ],
)
def test_a_file_has_a_media_type_by_its_name(path: str, type_: str) -> None:
    assert media_type(path) == type_


@pytest.mark.parametrize(
    ("path", "for_good"),
    [
        ("assets/style.e8e7515938.css", True),
        ("assets/e8e7515938", True),
        ("assets/style.css", False),
        ("assets/report.2012031200.pdf.html/index.html", False),
        ("2012/03/style.e8e7515938.css", False),
        ("index.html", False),
        ("atom.xml", False),
    ],
)
def test_only_names_with_a_digest_are_kept_for_good(path: str, for_good: bool) -> None:
    assert bool(re.match(HASHED, path)) is for_good


def test_what_is_over_the_limits_of_a_host_is_told_with_a_way_out() -> None:
    many = [(f"/old-{n}/", "/new/") for n in range(2_001)]
    told = list(over_limits(["github", "cloudflare"], [*many, ("/" + "x" * 1000, "/new/")], 20_001, {}))
    messages = [problem.message for problem in told]
    assert messages[:2] == [
        "Cloudflare Pages takes 20,000 files, and the site has 20,001",
        "Cloudflare Pages takes 2,000 redirects, and the site has 2,002",
    ]
    assert "redirects of 1,000 characters" in messages[2]
    assert all(problem.level == "warning" and problem.remedy for problem in told)
    assert list(over_limits(["cloudflare"], many[:2_000], 20_000, {"a.mp3": 25 * 2**20})) == []


def test_a_file_that_is_too_large_for_a_host_is_named() -> None:
    (problem,) = over_limits(["cloudflare"], [], 1, {"2012/tape.mp3": 26 * 2**20, "b.png": 9})
    assert problem.message == "Cloudflare Pages takes files of 25 MiB at most, and 2012/tape.mp3 has 26.0"
