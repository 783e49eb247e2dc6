"""Whatever an article says is text: it breaks out of no attribute, runs nowhere and is no template."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from digests import Digest, article
from lxml import etree, html

FIELDS = (
    "title summary tag section source_name author editor dateline story account_by account_says account_on"
    " correction image_alt image_credit image_licence alt link code_language body heading cell extra_author"
).split()


def _payload(field: str) -> str:
    return f'{field}"\'><script>alert("{field}")</script><img src=x onerror=alert(1)>'


def _site(digest: Callable[..., Digest]) -> Digest:
    p = {field: _payload(field) for field in FIELDS}
    escaped = {field: payload.replace("<", "\\<") for field, payload in p.items()}
    body = (
        f"{escaped['body']}\n\n## {escaped['heading']}\n\n| {escaped['cell']} |\n|---|\n| x |\n\n"
        f"![{escaped['alt']}](map.png) and [{escaped['link']}](https://un.example/?a=\"b&c='d)\n\n"
        f"```{p['code_language'].replace(' ', '')}\nx\n```\n"
    )
    front = {
        "summary": p["summary"],
        "tags": [p["tag"]],
        "source": {
            "name": p["source_name"],
            "url": "https://un.example/?q=\"'><script>",
            "authors": [p["author"]],
        },
        "authors": [p["extra_author"]],
        "editor": p["editor"],
        "dateline": p["dateline"],
        "story": p["story"],
        "accounts": [
            {"by": p["account_by"], "says": p["account_says"], "on": p["account_on"]},
            {"by": "Other", "says": "No."},
        ],
        "corrections": [{"date": "2012-03-14", "text": p["correction"]}],
        "image": {
            "src": "map.png",
            "alt": p["image_alt"],
            "credit": p["image_credit"],
            "licence": p["image_licence"],
        },
    }
    config = f"description: '{_payload('description').replace(chr(39), chr(39) * 2)}'\n"
    return digest(
        {
            "content/a/index.md": article(p["title"], body, **front),
            "content/a/map.png": b"",
            "content/b.md": article("B", "Alike", tags=[p["tag"]], aliases=["/it's/"]),
            "content/pages/about.md": article(p["title"], body.replace("map.png", "/x.png"), date=""),
            "static/x.png": b"",
        },
        config=config,
    )


def _elements(body: bytes) -> Iterator[etree._Element]:
    yield from html.document_fromstring(body, parser=html.HTMLParser(encoding="utf-8")).iter(etree.Element)


def test_a_payload_in_any_field_stands_escaped_in_every_output(digest: Callable[..., Digest]) -> None:
    site = _site(digest)
    site.build()
    seen = set()
    for path, body in site.output().items():
        if path.endswith(".html"):
            for element in _elements(body):
                own = path == "search/index.html" and element.get("src", "").startswith("/assets/search.")
                data = element.get("type") == "application/ld+json"
                assert element.tag != "script" or own or data, path
                assert not [name for name in element.attrib if name.lower().startswith("on")], path
                assert element.get("src") != "x", path
            seen.update(field for field in FIELDS if field.encode() in body)
        elif path.endswith(".xml"):
            etree.fromstring(body)
            assert b"<script" not in body
    assert seen >= {*FIELDS} - {"story", "code_language", "extra_author"}


def test_a_payload_reads_on_the_page_as_it_was_typed(digest: Callable[..., Digest]) -> None:
    site = _site(digest)
    site.build()
    (page,) = [path for path in site.output() if path.startswith("2012/03/12/a/") and path.endswith(".html")]
    tree = site.page(page)
    assert tree.xpath("//h1")[0].text_content() == _payload("title")
    assert _payload("correction") in tree.text_content()
    assert tree.xpath("//meta[@name='description']/@content") == [_payload("summary")]
    assert _payload("image_alt") in tree.xpath("//img/@alt")


TEMPLATES = (
    "{{ 7*7 }}",
    "{% include '/etc/passwd' %}",
    "{{ site.config.title }}",
    "{# gone #}",
    "{% raw %}",
    "${7+7} #{title}",
)


@pytest.mark.parametrize("text", TEMPLATES)
def test_the_syntax_of_templates_is_literal_text_in_an_article(
    digest: Callable[..., Digest], text: str
) -> None:
    site = digest(
        {
            "content/a.md": article(f"T {text}", f"B {text}", summary=f"S {text}", tags=[f"G {text}"]),
            "content/editions/e.yaml": f"date: 2012-03-18\narticles: [a.md]\nnote: |\n  N {text}\n",
        }
    )
    site.build()
    (path,) = [path for path in site.output() if path.startswith("2012/03/12/a/")]
    page = site.page(path).text_content().replace("’", "'").replace("‘", "'")
    edition = site.page("editions/e/index.html").text_content().replace("’", "'").replace("‘", "'")
    for words in (f"T {text}", f"B {text}", f"G {text}"):
        assert words in page
    assert f"N {text}" in edition
    assert "49" not in page + edition


SCHEMES = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    " javascript:alert(1)",
    "vbscript:x",
    "data:text/html,<script>alert(1)</script>",
    "file:///etc/passwd",
    "feed:javascript:alert(1)",
    "blob:https://x/1",
)


@pytest.mark.parametrize("url", SCHEMES)
@pytest.mark.parametrize("field", ["source.url", "source.archive_url", "accounts.url", "image.src"])
def test_an_address_in_front_matter_that_is_not_of_the_web_is_an_error_at_its_place(
    digest: Callable[..., Digest], field: str, url: str
) -> None:
    name, _, key = field.partition(".")
    values = {"source": {"name": "UN"}, "accounts": {"by": "A", "says": "B"}, "image": {"alt": "a"}}[name]
    entry = {**values, key: url}
    site = digest({"content/a.md": article("A", **{name: [entry] if name == "accounts" else entry})})
    (problem,) = site.problems()
    assert problem.place.source == "content/a.md"
    assert problem.place.excerpt.lstrip(" -").startswith(f"{key}:")


@pytest.mark.parametrize("url", SCHEMES)
def test_no_page_links_to_an_address_that_runs_something(digest: Callable[..., Digest], url: str) -> None:
    text = f"[a](<{url}>) ![b](<{url}>) <{url}> <a href='{url}'>c</a>"
    site = digest({"content/a.md": article("A", text)})
    assert site.build().problems
    for element in _elements(site.output()["2012/03/12/a/index.html"]):
        for name in ("href", "src"):
            assert ":" not in (element.get(name) or "").removeprefix("https://digest.example")
