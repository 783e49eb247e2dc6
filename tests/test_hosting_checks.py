"""What must hold between the settings of `hosting` and others, each with the value that breaks it."""

from __future__ import annotations

import pytest

from site_builder.config import read_config
from site_builder.problems import Problem, ProblemsFound

LEAST = "title: Digest\ntimezone: UTC\nbase_url: https://news.example\n"


def told(hosting: str, least: str = LEAST) -> tuple[Problem, ...]:
    try:
        found = read_config([("config.yaml", f"{least}hosting: {{{hosting}}}\n")]).problems
    except ProblemsFound as raised:
        found = raised.problems
    assert all(problem.remedy for problem in found)
    return found


@pytest.mark.parametrize(
    "hosting",
    [
        "hosts: [github, codeberg], domain: news.example",
        "hosts: [netlify, cloudflare, apache, nginx, caddy, gitlab], compress: [gzip, brotli]",
        "policy: {img-src: [https://images.example, 'data:'], script-src: [\"'wasm-unsafe-eval'\"]}",
        "security: false, caching: false",
    ],
)
def test_what_is_right_is_not_told_of(hosting: str) -> None:
    assert told(hosting) == ()


def test_an_unknown_host_gets_a_suggestion() -> None:
    (problem,) = told("hosts: [netlfy]")
    assert "netlify" in f"{problem.message} {problem.remedy}"


@pytest.mark.parametrize("domain", ["https://a.example", "a.example/digest", "news", "-a.example", "a b.c"])
def test_a_domain_is_a_name_alone(domain: str) -> None:
    (problem,) = told(f"hosts: [github], domain: '{domain}'")
    assert (problem.code, problem.level) == ("bad-domain", "error")


@pytest.mark.parametrize("base_url", ["https://other.example", "https://news.example/digest"])
def test_a_domain_that_is_not_that_of_the_links_is_told(base_url: str) -> None:
    least = LEAST.replace("https://news.example", base_url)
    (problem,) = told("hosts: [github], domain: news.example", least)
    assert (problem.code, problem.level) == ("other-domain", "warning")
    assert "base_url: https://news.example" in problem.remedy


def test_a_domain_that_no_host_reads_is_told() -> None:
    (problem,) = told("hosts: [netlify], domain: news.example")
    assert problem.code == "unread-domain"


@pytest.mark.parametrize("host", ["netlify", "cloudflare"])
def test_files_that_are_read_at_the_root_only_are_told_of_below_a_path(host: str) -> None:
    (problem,) = told(f"hosts: [{host}]", LEAST.replace("example\n", "example/digest\n"))
    assert (problem.code, problem.level) == ("below-a-path", "warning")
    assert told("hosts: [apache]", LEAST.replace("example\n", "example/digest\n")) == ()


def test_an_unknown_directive_gets_a_suggestion() -> None:
    (problem,) = told("policy: {image-src: ['data:']}")
    assert problem.code == "bad-policy"
    assert "img-src" in problem.remedy
    (default,) = told("policy: {default-src: ['*']}")
    assert default.code == "bad-policy"


@pytest.mark.parametrize("source", ["https://a.example; script-src *", "a b", "a,b", 'a"b'])
def test_a_source_cannot_end_the_policy_and_begin_another(source: str) -> None:
    (problem,) = told(f"policy: {{img-src: ['{source}']}}")
    assert problem.code == "bad-policy"
