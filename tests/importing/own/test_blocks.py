"""Front matter of other generators is told by how it is written, and parted from its text without a loss."""

from __future__ import annotations

import time

import pytest
from imports import import_text
from msgspec import structs

from site_builder.importing.article_file import Asked, article_of
from site_builder.importing.items import Item
from site_builder.importing.ledger import rebuild
from site_builder.importing.own.blocks import form_of, read_block
from site_builder.importing.own.points import points_of
from site_builder.importing.reader import Reader
from site_builder.problems import ProblemsFound
from site_builder.settings import Settings

YAML = "---\ntitle: A\n---\nText\n"
TOML = '+++\ntitle = "A"\n+++\nText\n'
LINES = "Title: A\nSlug: a\n\nText\n"


@pytest.mark.parametrize(("text", "form"), [(YAML, "yaml"), (TOML, "toml"), (LINES, "lines")])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_head_and_body_together_are_the_whole(text: str, form: str, end: str, mark: str) -> None:
    text = mark + text.replace("\n", end)
    block = read_block(text, "a.md")
    assert block
    assert (block.form, block.values["title"], block.body) == (form, "A", f"Text{end}")
    assert block.head + block.body == text


@pytest.mark.parametrize(
    "text",
    [
        "Title: A\nAuthor: B\nDate: 2012-03-12\n\nA text for the press has these too.\n",
        "---\n\nA rule, and a text.\n\n---\n",
        "---\nnote: nobody said title\n---\nText\n",
        "+++ Breaking +++\nThe pier is closed.\n",
        "Title: A\nTags: b\nno key here\n\nText\n",
        "",
    ],
)
def test_what_only_looks_like_it_is_a_plain_text(text: str) -> None:
    assert form_of(text) is None
    assert read_block(text, "a.md") is None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('+++\ntitle = "A"\ndate = \n+++\n', 3),
        ("---\ntitle: A\ntags: [a\n---\n", 3),
        (f"---\ntitle: A\nx: {'[' * 99}\n---\n", 3),
    ],
)
def test_front_matter_that_cannot_be_read_is_told_with_its_line(text: str, line: int) -> None:
    with pytest.raises(ProblemsFound) as found:
        read_block(text, "a.md")
    assert found.value.problems[0].place.line == line


def imported(raw: bytes, name: str = "a.md") -> tuple[bytes, str, str]:
    """The article's bytes, the ledger, and the text that was kept."""
    settings = Settings(title="Digest")
    item = Item(name=name, original=raw, suffix=".markdown", shape="own", content=raw)
    reading = Reader(settings).read(item)
    made = article_of(item, reading, settings, Asked())
    return made.markdown.encode(), made.ledger, reading.body


@pytest.mark.parametrize(
    "body", [b"", b"One  \r\ntwo\r\n", b"\n\n  indented\n", b"{{< x >}}\n---\ntail", "Käse\u00a0\n".encode()]
)
def test_the_text_stays_as_it_is_to_the_byte(body: bytes) -> None:
    head = b"---\ntitle: A\ndate: 2012-03-12\n---\n"
    article, ledger, kept = imported(head + body)
    assert article.endswith(b"\n---\n" + body)
    assert rebuild(ledger, kept).encode() == head + body


def test_what_has_no_meaning_here_is_kept_under_extra() -> None:
    head = b'---\ntitle: A\ndate: soon\nmood: [calm, 7]\npermalink: "/a?b/"\nimage: x.png\n---\n'
    article = imported(head)[0].decode()
    assert "date: soon" in article.partition("extra:")[2]
    assert "mood:\n    - calm\n    - 7\n" in article
    assert "image: x.png" in article.partition("extra:")[2]
    assert "permalink:" not in article.partition("extra:")[0]
    assert "review: needs-check" in article


def test_what_a_generator_would_have_run_is_named_with_its_line_and_a_flood_is_counted() -> None:
    assert list(points_of("a\n{% raw %}\n", 5)) == [
        "text: a Liquid tag, which nothing runs here: {% raw %} (line 6 of the original)"
    ]
    assert list(points_of("{{ x }}\n" * 20, 1))[-1] == "text: and 8 more of these"


def test_a_raw_text_is_still_read_as_one() -> None:
    made = import_text(b"A title\n\nSome text of more than a few words.\n", "a.txt", Settings(title="D"))
    assert made.raw_path.endswith(".txt")
    assert structs.asdict(made)["notes"]


def test_a_flood_of_openings_is_searched_in_a_moment() -> None:
    began = time.process_time()
    assert list(points_of("{{< x {% y {{ z " * 20_000, 1)) == []
    assert time.process_time() - began < 5
