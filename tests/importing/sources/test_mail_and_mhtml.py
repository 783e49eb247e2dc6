"""Mails and pages saved as MHTML: what is in them, and what their headers state."""

from __future__ import annotations

import base64
import time
from pathlib import Path

import pytest
from samples import MAIL, MHTML
from saved_pages import read

from site_builder.importing.items import Item
from site_builder.importing.reader import Reader
from site_builder.importing.reading import Found
from site_builder.importing.sources import items_of
from site_builder.problems import Problem
from site_builder.settings import Settings


def of(tmp_path: Path, data: bytes) -> Item | Problem:
    (tmp_path / "x").write_bytes(data)
    (found,) = items_of(str(tmp_path / "x"))
    return found


def item(tmp_path: Path, data: bytes) -> Item:
    found = of(tmp_path, data)
    assert isinstance(found, Item), found
    return found


def mixed(text: str, page: str, head: str = "") -> bytes:
    return f"""From: a@example.org
Subject: Talks
{head}MIME-Version: 1.0
Content-Type: multipart/alternative; boundary=B

--B
Content-Type: text/plain; charset=utf-8

{text}
--B
Content-Type: text/html; charset=utf-8

{page}
--B--
""".encode()


def test_a_mail_gives_its_text_subject_and_date_and_no_author(tmp_path: Path) -> None:
    found = item(tmp_path, MAIL)
    assert (found.original, found.suffix, found.shape) == (MAIL, ".eml", "text")
    assert found.content.decode(found.charset) == "Envoys met again in Genève.\n"
    assert found.stated == (
        ("title", Found("Talks resume in Genève", 0, "mail subject")),
        ("date", Found("2012-03-12T14:05:00+01:00", 0, "mail date")),
    )


def test_windows_line_ends_and_a_mailbox_line_do_no_harm(tmp_path: Path) -> None:
    data = b"From desk@example.org Mon Mar 12 14:05:00 2012\r\n" + MAIL.replace(b"\n", b"\r\n")
    assert item(tmp_path, data).stated[0][1].value == "Talks resume in Genève"


@pytest.mark.parametrize("prefix", ["Fwd: ", "FW: ", "Re: Fwd: ", "WG: "])
def test_a_mail_that_was_passed_on_states_no_date(prefix: str, tmp_path: Path) -> None:
    found = item(tmp_path, MAIL.replace(b"Subject: ", f"Subject: {prefix}".encode()))
    assert [(key, fact.value) for key, fact in found.stated] == [("title", "Talks resume in Genève")]


def test_of_text_and_page_the_text_is_taken_unless_it_is_a_stub(tmp_path: Path) -> None:
    story = "Envoys met again on Monday. " * 10
    both = item(tmp_path, mixed(story, f"<p>{story}</p>"))
    assert (both.shape, both.content.decode().strip()) == ("text", story.strip())
    stub = item(tmp_path, mixed("This mail is HTML.", f"<style>a{{}}</style><p>{story}</p>"))
    assert stub.shape == "page"
    assert b"Envoys" in stub.content


def test_the_address_of_an_archived_mail_is_kept(tmp_path: Path) -> None:
    data = mixed("Story.", "", head="Archived-At: <https://lists.example/1>\n")
    assert item(tmp_path, data).url == "https://lists.example/1"


def test_attachments_are_no_text(tmp_path: Path) -> None:
    data = b"""From: a@example.org
Subject: See attached
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=B

--B
Content-Type: text/plain
Content-Disposition: attachment; filename=story.txt

Story
--B
Content-Type: image/png

x
--B--
"""
    found = of(tmp_path, data)
    assert isinstance(found, Problem)
    assert found.code == "no-text"
    assert "attached" in found.remedy


@pytest.mark.parametrize(
    "change",
    [
        (b"charset=iso-8859-1", b"charset=no-such"),
        (b"=?utf-8?q?Talks_resume_in_Gen=C3=A8ve?=", b"=?no-such?q?Talks=E8?= =?utf-8?b?////?="),
        (b"quoted-printable", b"base64"),
        (b"Mon, 12 Mar 2012 14:05:00 +0100", b"sometime"),
        (b"text/plain", b'text/plain; charset="x; boundary=\xff'),
        (b"Content-Type: text/plain", b"Content-Type: multipart/mixed"),
    ],
)
def test_a_mail_that_is_wrong_somewhere_gives_what_it_has(
    change: tuple[bytes, bytes], tmp_path: Path
) -> None:
    assert item(tmp_path, MAIL.replace(*change)).content


def test_a_part_without_headers_is_text(tmp_path: Path) -> None:
    head = b"From: a@b\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=B\n\n"
    assert item(tmp_path, head + b"--B\n\nStory\n--B--\n").content == b"Story"


HOSTILE = {
    "parameters": b"Content-Type: text/plain" + b'; a="b;c' * 200_000,
    "quotes": b"Content-Type: text/plain; x=" + b'";' * 500_000,
    "continuations": b"Content-Type: text/plain" + b"".join(b"; a*%d*=x" % n for n in range(100_000)),
    "words": b"Subject: " + b"=?utf-8?q?x?= " * 200_000,
    "folds": b"Subject: x" + b"\n y" * 300_000,
    "headers": b"\n".join(b"X%d: y" % n for n in range(500_000)),
    "parts": b"Content-Type: multipart/mixed; boundary=B\n\n" + b"--B\n\nx\n" * 300_000,
}


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_hostile_headers_cost_little_time(hostile: bytes, tmp_path: Path) -> None:
    begin = time.process_time()
    of(tmp_path, b"From: a@b\nMIME-Version: 1.0\n" + hostile + b"\n\nStory.\n")
    assert time.process_time() - begin < 5


def test_a_mail_of_mails_of_mails_comes_to_an_end(tmp_path: Path) -> None:
    data = MAIL
    for number in range(2000):
        data = (
            f"From: a@b\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=B{number}\n\n"
            f"--B{number}\n"
        ).encode() + data[:2_000_000]
    found = of(tmp_path, data)
    assert isinstance(found, Item) or found.code in ("broken-mail", "no-text")


def test_mhtml_gives_the_page_the_address_and_the_time_of_saving(tmp_path: Path) -> None:
    found = item(tmp_path, MHTML)
    assert found == Item(
        name=str(tmp_path / "x"),
        original=MHTML,
        suffix=".mhtml",
        shape="page",
        content=b"<html><body><p>Envoys met again.</p></body></html>",
        charset="utf-8",
        url="https://news.example/talks",
        retrieved="2012-03-13T08:00:00+00:00",
    )


def test_mhtml_of_other_programs_is_known_by_its_related_parts(tmp_path: Path) -> None:
    page = base64.encodebytes("<html><body>Gespräche</body></html>".encode("utf-16")).decode()
    data = f"""MIME-Version: 1.0
Content-Type: multipart/related;
\ttype="text/html";
\tboundary="=_B"

This is a multi-part message in MIME format.

--=_B
Content-Type: text/html;
\tcharset="unicode"
Content-Transfer-Encoding: base64
Content-Location: http://news.example/genf

{page}
--=_B--
""".encode()
    found = item(tmp_path, data)
    assert (found.suffix, found.charset, found.url) == (".mhtml", "unicode", "http://news.example/genf")
    assert "Gespräche" in found.content.decode("utf-16")


def test_mhtml_cut_short_is_told_or_gives_what_there_is(tmp_path: Path) -> None:
    for end in range(200, len(MHTML), 40):
        found = of(tmp_path, MHTML[:end])
        assert isinstance(found, Item) or found.code == "no-text"


def test_of_a_page_that_was_passed_on_the_first_mails_head_is_facts(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura", reason="the extra [import] is not installed")
    story = "".join(
        f"<p>Crossing {n} of the ferry was on Monday, three weeks after the storm.</p>" for n in range(4)
    )
    head = (
        "<p><b>From:</b> Island Post &lt;news@island.example&gt;<br>"
        "<b>Sent:</b> Monday, March 12, 2012 9:15 AM<br>"
        "<b>To:</b> Anna<br><b>Subject:</b> Ferry sails again</p>"
    )
    data = mixed("", f"<html><body><p>Please see below.</p><div>{head}</div>{story}</body></html>")
    reading = Reader(Settings(title="Digest")).read(
        item(tmp_path, data.replace(b"Talks", b"Fwd: Ferry sails again"))
    )
    assert reading.first("publisher") == "Island Post"
    assert reading.first("date") == "2012-03-12"
    assert reading.all("title") == ("Ferry sails again",)
    assert reading.body.startswith("Crossing 0 of the ferry")
    assert [piece.rule for piece in reading.pieces if not piece.stays] == [
        "forwarder",
        *["forwarded-head"] * 4,
    ]
    saved = read(f"<html><body><article><h1>A mail</h1><div>{head}</div>{story}</article></body></html>")
    assert not any(piece.rule == "forwarded-head" for piece in saved.pieces), "of a page it is a part"
