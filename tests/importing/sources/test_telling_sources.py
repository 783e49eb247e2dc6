"""What a source is, is told by its content and never by its name."""

from __future__ import annotations

import gzip
import io
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from samples import MAIL, PAGE, SAMPLES, TEXT

from site_builder.importing.items import Item
from site_builder.importing.sources import KINDS, items_of
from site_builder.importing.sources.kind import Raw
from site_builder.problems import Problem


def kind_of(data: bytes) -> str:
    raw = Raw("x", lambda: io.BytesIO(data))
    return next(kind.__name__ for kind in KINDS if kind.claims(raw)).rpartition(".")[2]


def results(tmp_path: Path, data: bytes, name: str = "x.bin") -> list[Item | Problem]:
    (tmp_path / name).write_bytes(data)
    return list(items_of(str(tmp_path / name)))


def only_problem(tmp_path: Path, data: bytes) -> Problem:
    (found,) = results(tmp_path, data)
    assert isinstance(found, Problem)
    assert found.remedy
    return found


@pytest.mark.parametrize(
    ("sample", "kind"),
    [
        *(
            (name, {"rss": "feed", "atom": "feed", "rdf": "feed", "json": "json_feed"}.get(name, name))
            for name in SAMPLES
        )
    ],
)
def test_each_sample_is_told_for_what_it_is_with_and_without_a_byte_order_mark(
    sample: str, kind: str
) -> None:
    data = SAMPLES[sample]
    assert kind_of(data) == kind
    assert kind_of(b"\n\n" + data) == kind
    if kind != "mail":
        assert kind_of(b"\xef\xbb\xbf" + data) == kind
        assert kind_of(data.decode().encode("utf-16")) == kind


TEXTS = [
    b"<Strong Point Inc> said its\nunit has developed a formula.",
    b"<A/S Norske Shell>, a unit, said",
    b"Title: Talks resume\nDate: Monday\nSource: wire\n\nGENEVA -- ...",
    b"From: Geneva with love\n\nA play opened on Monday.",
    b"NOTE: this story is embargoed\n\nGENEVA",
    b"{{ jinja }} and {% raw %}",
    b"{UPDATED} The talks",
    b"[\"We met,\" he said] on Monday",
    b"example.org",
    b"Geneva.",
    b"---\nnobody says title\n---\nText",
    b"GIF87 is a format, the story says",
    b"MZ is a bank. BZh is none. ID3 is a tag.",
    b"PK\nA story about penalty kicks",
    b"The <html> element was invented at CERN, in Geneva.",
    b"<3 said the singer",
    b"<<Talks>> resume",
    "«Переговоры» возобновились".encode("cp1251"),
    b"#!/bin/sh\n",
    b"RSS feeds are old: <rss> is their root",
]  # fmt: skip


@pytest.mark.parametrize("data", TEXTS)
def test_a_text_is_a_text_however_it_begins(data: bytes) -> None:
    assert kind_of(data) == "text"


PAGES = [
    b"<html>",
    b"\n <!-- saved --> <!doctype HTML public '-//W3C'>x",
    b"<?xml version='1.0'?><!DOCTYPE html PUBLIC 'a' 'b'><html xmlns='http://www.w3.org/1999/xhtml'>",
    b"<P>A story</P>",
    b"<div>" * 10_000,
    b"<div><script>1</script></div>",
    b"<img src=a><p>x</p>",
    b"HTTP/1.1 200 OK\n\n<html><head>",
    b"<BODY onload=x>",
]


@pytest.mark.parametrize("data", PAGES)
def test_a_page_is_a_page_even_in_part(data: bytes) -> None:
    assert kind_of(data) == "page"


def test_a_text_comes_untouched(tmp_path: Path) -> None:
    (item,) = results(tmp_path, TEXT, "story.html")
    assert item == Item(
        name=str(tmp_path / "story.html"), original=TEXT, suffix=".txt", shape="text", content=TEXT
    )


@pytest.mark.parametrize(
    ("comment", "url"),
    [
        (b"<!-- saved from url=(0031)https://news.example/talks?a=b -->", "https://news.example/talks?a=b"),
        (b"<!--\n Page saved with SingleFile \n url: https://news.example/t \n-->", "https://news.example/t"),
        (b"<!-- saved from url=(0014)about:internet -->", ""),
        (b"", ""),
    ],
)
def test_a_page_comes_untouched_with_the_address_that_its_browser_wrote_down(
    tmp_path: Path, comment: bytes, url: str
) -> None:
    data = comment + PAGE
    (item,) = results(tmp_path, data, "page.txt")
    assert isinstance(item, Item)
    assert (item.original, item.content, item.suffix, item.shape) == (data, data, ".html", "page")
    assert item.url == url


def _zip(names: dict[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in names.items():
            archive.writestr(name, text)
    return made.getvalue()


def _tar() -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"), io.BytesIO())
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "words", "remedy"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG", "no text"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG", "no text"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "WebP", "no text"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "PDF", "plain text or HTML"),
        (b"{\\rtf1\\ansi story}", "RTF", "plain text or HTML"),
        (_zip({"[Content_Types].xml": "<a/>", "word/document.xml": "<b/>"}), "Word document", "plain text"),
        (_zip({"mimetype": "application/epub+zip"}), "e-book", "plain text"),
        (_zip({"a.txt": "story"}), "ZIP", "Unpack"),
        (_tar(), "tar", "Unpack"),
        (b"BZh91AY&SY\x01\x02", "bzip2", "Unpack"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "Office", "plain text"),
        (b"story \0 story", "zero bytes", "plain text"),
        (bytes(range(256)), "zero bytes", "plain text"),
    ],
    ids="png jpeg webp pdf rtf docx epub zip tar bzip2 doc zero all".split(),  # archives bear the time of day
)
def test_what_is_no_text_is_called_by_its_name_with_the_way_out(
    tmp_path: Path, data: bytes, words: str, remedy: str
) -> None:
    found = only_problem(tmp_path, data)
    assert found.code == "not-text"
    assert words in found.message
    assert remedy in found.remedy


@pytest.mark.parametrize(
    "data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf", b"\xff\xfe", gzip.compress(b" ", mtime=0)]
)
def test_what_is_empty_is_told_so(tmp_path: Path, data: bytes) -> None:
    assert only_problem(tmp_path, data).code == "empty-file"


@pytest.mark.parametrize("beginning", [b"story ", b"<html><body>", MAIL])
def test_a_hundred_megabytes_are_no_article(tmp_path: Path, beginning: bytes) -> None:
    path = tmp_path / "big"
    with path.open("wb") as file:
        file.write(beginning)
        file.seek(100_000_000)
        file.write(b"x")
    with path.open("r+b") as file:  # the rest of the head is text, the file beyond it sparse
        file.seek(len(beginning))
        file.write(b"word " * 20_000)
    (found,) = items_of(str(path))
    assert isinstance(found, Problem)
    assert found.code == "too-large"


def test_xml_of_another_kind_is_called_by_its_root(tmp_path: Path) -> None:
    found = only_problem(tmp_path, b"<?xml version='1.0'?><!-- x --><urlset xmlns='a'><url/></urlset>")
    assert found.code == "unknown-kind"
    assert "<urlset>" in found.message


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("/no/such/file", "not-found"),
        ("a\0b", "not-found"),
        ("x" * 5000, "unreadable"),
        ("ftp://example.org/a", "bad-address"),
        ("https://example.org/a", "not-fetched"),
        ("", "empty-folder"),
    ],
)
def test_a_name_that_leads_nowhere_is_one_problem(
    name: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (found,) = items_of(name)
    assert isinstance(found, Problem)
    assert found.code == code


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_a_device_is_not_read() -> None:
    (found,) = items_of("/dev/zero")
    assert isinstance(found, Problem)
    assert found.code == "not-a-file"


@pytest.mark.parametrize("sample", SAMPLES)
def test_what_is_compressed_gives_what_is_in_it(sample: str, tmp_path: Path) -> None:
    if sample in ("rss", "atom", "rdf"):
        pytest.importorskip("feedparser", reason="the extra [import] is not installed")
    bare = results(tmp_path, SAMPLES[sample], "x")
    assert results(tmp_path, gzip.compress(SAMPLES[sample]), "x") == bare


def test_a_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("site_builder.importing.sources.gzipped._HARMLESS", 2_000_000)
    bomb = gzip.compress(TEXT + b"x" * 5_000_000)
    assert only_problem(tmp_path, bomb).code == "too-large"
    export = b"<rss xmlns:wp='http://wordpress.org/export/1.2/'><channel><item/>" + b" " * 5_000_000
    found = results(tmp_path, gzip.compress(export))
    assert [result.code for result in found if isinstance(result, Problem)][-1] == "too-large"


def test_damaged_and_doubled_compression_is_told(tmp_path: Path) -> None:
    import random

    noise = random.Random(1).randbytes(300_000).hex().encode()
    assert only_problem(tmp_path, gzip.compress(noise)[:-1000]).code == "broken-gzip"
    assert only_problem(tmp_path, b"\x1f\x8b\x08\0garbage").code in ("broken-gzip", "unreadable")
    assert "twice" in only_problem(tmp_path, gzip.compress(gzip.compress(TEXT))).message
