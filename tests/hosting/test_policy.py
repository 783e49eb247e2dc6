"""`hosting/policy.py`: what browsers let pages do."""

from __future__ import annotations

import pytest

from site_builder.hosting.facts import Facts
from site_builder.hosting.policy import common_policy, policies, security_headers
from site_builder.settings import HostingSetting

PLAIN = (
    "default-src 'none'; img-src 'self'; style-src 'self'; manifest-src 'self'; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'none'"
)


def test_pages_may_load_styles_and_pictures_of_their_own_and_no_script() -> None:
    assert policies(Facts()) == {"/": PLAIN}


def test_the_search_page_alone_may_run_a_script_and_fetch() -> None:
    found = policies(Facts(search="simple"))
    assert found["/"] == PLAIN
    assert "script-src 'self'; connect-src 'self'" in found["/search/"]
    assert common_policy(Facts(search="simple")) == found["/search/"]
    assert common_policy(Facts()) == PLAIN


def test_search_in_whole_texts_may_run_webassembly_in_a_worker_of_the_site() -> None:
    found = policies(Facts(search="pagefind"))
    assert found["/"] == PLAIN
    assert "script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'" in found["/search/"]


def test_mails_may_have_styles_in_their_elements_and_nothing_else_may() -> None:
    found = policies(Facts(has_mail=True, search="simple"))
    assert [where for where, policy in found.items() if "unsafe" in policy] == ["/newsletter/"]
    assert "unsafe" not in common_policy(Facts(has_mail=True, search="simple"))


def test_pictures_of_other_hosts_are_allowed_from_these_hosts_alone() -> None:
    facts = Facts(pictures=("https://images.example", "https://maps.example"))
    assert "img-src 'self' https://images.example https://maps.example;" in policies(facts)["/"]


def test_the_settings_widen_a_directive_or_add_one() -> None:
    own = {"script-src": ("'self'", "'wasm-unsafe-eval'"), "img-src": ("data:",), "font-src": ("'self'",)}
    found = policies(Facts(search="simple", hosting=HostingSetting(policy=own)))
    assert "img-src 'self' data:;" in found["/"]
    assert "font-src 'self'" in found["/"]
    assert "script-src 'self' 'wasm-unsafe-eval'" in found["/search/"]


def test_there_are_none_where_the_settings_want_none() -> None:
    off = Facts(hosting=HostingSetting(security=False))
    assert policies(off) == {}
    assert security_headers(off) == {}


@pytest.mark.parametrize("name", ["X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy"])
def test_the_other_headers_are_there(name: str) -> None:
    assert security_headers(Facts())[name]


def test_transport_security_is_left_to_the_host() -> None:
    assert "Strict-Transport-Security" not in security_headers(Facts())
