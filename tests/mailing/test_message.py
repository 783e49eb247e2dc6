"""`mailing/message.py`: a letter as a message, and back."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from site_builder.mailing.message import Letter, for_reader, header_text, message_bytes, read_letter

LETTER = Letter(
    sender="The Desk <desk@digest.example>",
    reply_to="letters@digest.example",
    subject="Week 11",
    date=datetime(2012, 3, 18, 12, tzinfo=UTC),
    html="<p>Homs &amp; Damascus</p>\n",
    text="Homs & Damascus\n",
    language="en",
    unsubscribe="mailto:desk@digest.example?subject=unsubscribe",
)


def parsed(data: bytes) -> EmailMessage:
    message = message_from_bytes(data, _class=EmailMessage, policy=policy.SMTP)
    assert not message.defects
    return message


def test_a_letter_that_is_read_back_is_the_same_and_has_a_name() -> None:
    data = message_bytes(LETTER)
    letter = read_letter(data)
    assert replace(letter, name="") == LETTER
    assert message_bytes(letter) == data


@given(subject=st.text(), name=st.text(), text=st.text(), to=st.sampled_from(["", "jane@reader.example"]))
def test_whatever_a_letter_says_its_message_has_its_own_headers_and_no_other(
    subject: str, name: str, text: str, to: str
) -> None:
    clean = text.encode("utf-8", "replace").decode()
    letter = replace(LETTER, subject=subject, sender="desk@digest.example", sender_name=name, text=clean)
    data = message_bytes(letter, to)
    head = data.partition(b"\r\n\r\n")[0]
    names = re.findall(rb"^([^\s:]+):", head, re.MULTILINE)
    expected = (
        b"List-Unsubscribe From Reply-To Subject Date Message-ID MIME-Version Content-Type Content-Language"
    )
    assert sorted(names) == sorted([*expected.split(), *([b"To"] if to else [])])
    assert data.isascii()
    assert all(len(line) <= 998 for line in data.split(b"\r\n"))
    message = parsed(data)
    assert str(message["Subject"]) == header_text(subject)
    assert message["From"].addresses[0].addr_spec == "desk@digest.example"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\r\nBcc: b@c.example", "a Bcc: b@c.example"),
        ("a\u2028b\x0bc\ud800d", "a b c d"),
        ("abc \u202egpj.exe\u2069", "abc gpj.exe"),
        ("=?utf-8?q?a=0D=0ABcc=3A_x?=", "= ?utf-8?q?a=0D=0ABcc=3A_x?="),
        ("x" * 400, "x" * 299 + "…"),
        ("خبر", "خبر"),
    ],
)
def test_a_header_is_one_line_that_shows_what_it_says(text: str, shown: str) -> None:
    assert header_text(text) == shown


def test_a_letter_has_one_name_however_often_it_is_made_and_another_when_it_says_something_else() -> None:
    assert parsed(message_bytes(LETTER))["Message-ID"] == parsed(message_bytes(LETTER))["Message-ID"]
    other = replace(LETTER, text="Homs and Damascus\n")
    assert parsed(message_bytes(other))["Message-ID"] != parsed(message_bytes(LETTER))["Message-ID"]


def test_a_long_way_to_leave_is_no_encoded_word() -> None:
    url = f"https://lists.example/leave?list={'x' * 200}"
    data = message_bytes(replace(LETTER, unsubscribe=url))
    assert f"<{url}>\r\n".encode() in data
    assert read_letter(data).unsubscribe == url


def test_a_reader_s_address_stands_in_the_way_to_leave_in_both_parts() -> None:
    url = "https://lists.example/leave?a=1&who={address}"
    text, html = f"Unsubscribe\n<{url}>\n", f'<a href="{url.replace("&", "&amp;")}">{{address}}</a>\n'
    letter = for_reader(replace(LETTER, unsubscribe=url, text=text, html=html), "jane+x@reader.example")
    own = "https://lists.example/leave?a=1&who=jane%2Bx%40reader.example"
    assert letter.unsubscribe == own
    assert letter.text == f"Unsubscribe\n<{own}>\n"
    assert letter.html == f'<a href="{own.replace("&", "&amp;")}">{{address}}</a>\n'


def test_a_reader_beyond_ascii_is_written_as_rfc_6531_has_it() -> None:
    data = message_bytes(LETTER, "jürgen@bücher.example")
    assert "To: jürgen@xn--bcher-kva.example\r\n".encode() in data


@pytest.mark.parametrize(
    "address",
    [
        "a@x.example\nBcc: b@x.example",
        "a@x.example\r\nBcc: b@x.example",
        "a@x.example\r",
        "a\r\n\r\n@x.example",
    ],
)
def test_an_address_with_the_end_of_a_line_makes_no_message(address: str) -> None:
    with pytest.raises(ValueError, match="is none"):
        message_bytes(LETTER, address)


@pytest.mark.parametrize("data", [b"", b"Subject: x\r\n\r\nbody", b"\xff\xfe", b"From: a@b.example\r\n\r\n"])
def test_what_is_no_letter_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="not a message"):
        read_letter(data)
