"""A message by RFC 5322 and MIME: headers that hold whatever a headline holds, and the same bytes each time.

Knows neither how a mail looks nor who gets it.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from base64 import b64encode
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from site_builder.addresses import in_ascii, split_mailbox

# Lines of 7-bit letters that no server on the way has to convert, ended as servers end them.
_POLICY = SMTP.clone(cte_type="7bit", max_line_length=76)
READER = "{address}"  # stands for the reader's own address in the way to leave
LONGEST_SUBJECT = 300  # characters: more is cut, since no program shows it and servers refuse it
_WORDS = re.compile(r"[A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]+")  # that need no quotes in a name
_BROKEN = re.compile(r"\r(?!\n =\?)|(?<!\r)\n")  # a line that ends and is not one of ours
# Characters that would turn the direction of what stands after a subject in a list of mails.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


class Letter(Struct, frozen=True, kw_only=True):
    """What a message is made of."""

    sender: str  # "desk@example.org" or "The Desk <desk@example.org>"
    sender_name: str = ""  # where the sender gives none
    reply_to: str = ""
    subject: str
    date: datetime  # aware
    html: str
    text: str
    language: str = ""
    unsubscribe: str = ""  # a URL, or a placeholder for one: visible ASCII without < and >
    name: str = ""  # its Message-ID; made of what it says where it is empty


def message_bytes(letter: Letter, to: str = "") -> bytes:
    """The letter as a message, `multipart/alternative`, plain text first; to nobody yet without `to`.

    Its Message-ID and its boundary are digests of what it says and who says it, so that one letter has
    one name wherever and however often it is made. Raises ValueError where an address would end a header.
    """
    name, address = split_mailbox(letter.sender)
    address = in_ascii(address)
    digest = _digest(letter.subject, letter.text, letter.html, address, letter.date.isoformat())
    headers = {
        "From": _mailbox(address, name or letter.sender_name),
        "To": in_ascii(to) if to else "",
        "Reply-To": "",
        "Subject": _encoded(header_text(letter.subject)),
        "Date": format_datetime(letter.date),
        "Message-ID": letter.name or f"<{digest}@{address.rpartition('@')[2]}>",
        "List-Unsubscribe": f"<{letter.unsubscribe}>" if letter.unsubscribe else "",
    }
    if letter.reply_to:
        reply_name, reply_address = split_mailbox(letter.reply_to)
        headers["Reply-To"] = _mailbox(in_ascii(reply_address), reply_name)
    head = "".join(f"{key}: {value}\r\n" for key, value in headers.items() if value or key == "Subject")
    if any(_BROKEN.search(value) for value in headers.values()):
        raise ValueError("an address of the message is none")
    message = EmailMessage(_POLICY)
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    if letter.language:
        message["Content-Language"] = letter.language  # after the content, which begins such headers anew
    message.set_boundary(f"=_{digest}")
    return head.encode() + message.as_bytes()


def read_letter(data: bytes) -> Letter:
    """The letter that `message_bytes` wrote. Raises ValueError where the bytes are no such message."""
    message = message_from_bytes(data, _class=EmailMessage, policy=_POLICY)
    text, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    date = message["Date"].datetime if message["Date"] else None
    if message.defects or text is None or html is None or date is None or not message["From"]:
        raise ValueError("it is not a message with a text, an HTML part, a date and a sender")
    return Letter(
        sender=str(message["From"]),
        reply_to=str(message["Reply-To"] or ""),
        subject=str(message["Subject"] or ""),
        date=date,
        html=html.get_content().replace("\r\n", "\n"),
        text=text.get_content().replace("\r\n", "\n"),
        language=str(message["Content-Language"] or ""),
        unsubscribe=str(message["List-Unsubscribe"] or "").strip()[1:-1],
        name=str(message["Message-ID"] or ""),
    )


def for_reader(letter: Letter, address: str) -> Letter:
    """The letter with the reader's own address where the way to leave wants it."""
    if READER not in letter.unsubscribe:
        return letter
    former, own = letter.unsubscribe, letter.unsubscribe.replace(READER, quote(address, safe=""))
    return replace(
        letter,
        unsubscribe=own,
        text=letter.text.replace(former, own),
        html=letter.html.replace(escape(former), escape(own)),
    )


def header_text(text: str) -> str:
    """A text as a header can hold it: on one line, without what cannot be seen, and not without end."""
    seen = "".join(c if unicodedata.category(c) not in {"Cc", "Cs", "Zl", "Zp"} else " " for c in text)
    line = " ".join(_TURNING.sub("", seen).split()).replace("=?", "= ?")  # which begins an encoded word
    return line if len(line) <= LONGEST_SUBJECT else f"{line[: LONGEST_SUBJECT - 1].rstrip()}…"


def _mailbox(address: str, name: str = "") -> str:
    name = header_text(name)
    if not name:
        return address
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    shown = name if _WORDS.fullmatch(name) else f'"{quoted}"' if name.isascii() else _encoded(name)
    return f"{shown} <{address}>"


def _encoded(text: str) -> str:
    """A text as encoded words of at most 75 letters (RFC 2047), each on a line; as it is where it is ASCII.

    The library would leave out a space where a word ends and the next begins.
    """
    if text.isascii():
        return text
    words = [""]
    for letter in text:
        if len((words[-1] + letter).encode()) > 45:  # 60 letters of Base64
            words.append("")
        words[-1] += letter
    return "\r\n ".join(f"=?utf-8?b?{b64encode(word.encode()).decode()}?=" for word in words)


def _digest(*parts: str) -> str:
    whole = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        whole.update(len(data).to_bytes(8, "big") + data)
    return whole.hexdigest()
