"""Addresses as people type them: what a mail address is, what keeps a text from being one, and how that and
a web address are written in ASCII. Knows no mail.

Of what RFC 5321 and 6531 allow of mail addresses, quoted local parts and addresses without a domain name are
left out: no list of readers holds them, and where one turns up it is a slip.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, urlsplit

_MAILBOX = re.compile(r"\s*(?:(?P<name>[^<>]*?)\s*<(?P<inside>[^<>]*)>|(?P<bare>[^<>]*?))\s*")
_NOT_LOCAL = re.compile(r'[\s()<>\[\]:;@\\,"]')
_LABEL = re.compile(r"[^\W_](?:(?:[^\W_]|-)*[^\W_])?")


def split_mailbox(text: str) -> tuple[str, str]:
    """The name and the address of `Jane Doe <jane@example.org>` or of an address alone; ("", text) where
    the text has neither form.
    """
    found = _MAILBOX.fullmatch(text)
    if not found:
        return "", text
    if found["bare"] is not None:
        return "", found["bare"]
    return found["name"].strip().strip('"').strip(), found["inside"].strip()


def why_not_an_address(text: str) -> str:
    """What keeps a text from being a mail address, in words; "" when nothing does."""
    if any(unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for letter in text):
        return "it has a character that cannot be seen"
    local, at, domain = text.rpartition("@")
    if not at or not local or not domain:
        return "it is not of the form name@domain"
    if _NOT_LOCAL.search(local) or not all(local.split(".")):
        return "what stands before the @ cannot stand there"
    if len(local.encode()) > 64:
        return "what stands before the @ is longer than 64 bytes"
    labels = domain.split(".")
    if len(labels) < 2 and domain != "localhost":
        return "its domain has no full stop"
    if not all(len(label) <= 63 and _LABEL.fullmatch(label) for label in labels):
        return "its domain cannot be one"
    return "it is longer than 254 bytes" if len(text.encode()) > 254 else ""


def in_ascii(address: str) -> str:
    """The address with its domain as the name service knows it (IDNA); unchanged where that cannot be."""
    local, _, domain = address.rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return address


def url_in_ascii(url: str) -> str:
    """A web address as every program understands it: its host as the name service knows it (IDNA), its path
    percent-encoded (RFC 3987, 3.1); what is encoded already stays. Raises UnicodeError for a host that no
    name service can know.
    """
    if url.isascii():
        return url
    parts = urlsplit(url)
    host = parts.netloc.encode("idna").decode()
    return parts._replace(netloc=host, path=quote(parts.path, safe="/%:@!$&'()*+,;=~")).geturl()
