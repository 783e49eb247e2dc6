"""Mail and what is built like it (RFC 5322, RFC 2045): headers as text, parts as bytes. Names no article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import errors, header, message_from_bytes, policy
from email.message import Message

from site_builder.importing.sources.facts import one_line
from site_builder.importing.sources.kind import Raw, problem
from site_builder.problems import Problem, ProblemsFound

_LONGEST_HEADER = 20_000  # characters; what the library does with one takes the square of its length
_MOST_HEADERS = 50_000  # in all parts together
_MOST_PARTS = 20_000  # lines that may divide parts
_MBOX_LINE = re.compile(rb"\A\s*From [^\n]*\n")


def _bounded_headers() -> policy.Policy:
    """How one message is read: headers are cut before anything is made of them, and counted."""
    count = 0

    class Bounded(policy.Compat32):
        def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
            nonlocal count
            count += 1
            if count > _MOST_HEADERS:
                raise errors.MessageError("too many headers")
            name, value = super().header_source_parse(sourcelines)
            return name, value[:_LONGEST_HEADER]

    return Bounded()


def message_of(raw: Raw) -> Message:
    """The message. Raises ProblemsFound for one that is too large or too deeply nested."""
    data = _MBOX_LINE.sub(b"", raw.whole()).lstrip(b"\r\n")
    if data.count(b"\n--") > _MOST_PARTS:
        raise ProblemsFound([_broken(raw, "there are too many")])
    try:
        return message_from_bytes(data, policy=_bounded_headers())
    except (RecursionError, errors.MessageError, ValueError, LookupError) as error:
        raise ProblemsFound([_broken(raw, str(error)[:100])]) from None


def header_text(message: Message, name: str) -> str:
    """A header as one line, its encoded words (RFC 2047) decoded where they can be; "" without it."""
    value = message.get(name)
    if value is None:
        return ""
    pieces = []
    try:
        for piece, charset in header.decode_header(value):
            pieces.append(piece if isinstance(piece, str) else _decoded(piece, charset or "utf-8"))
    except (errors.HeaderParseError, ValueError):
        return one_line(str(value))
    return one_line("".join(pieces))


def parts_of(message: Message) -> Iterator[Message]:
    """The parts that hold something, depth first, without what is attached: mails in it too."""
    pending = [message]
    while pending:
        part = pending.pop()
        inner = part.get_payload()
        if part.get_content_disposition() == "attachment":
            continue
        if isinstance(inner, list):
            pending.extend(found for found in reversed(inner) if isinstance(found, Message))
        else:
            yield part


def content_of(part: Message) -> bytes:
    """The bytes of a part without its transfer encoding; what is wrong in that stays as it is."""
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        payload = None
    return payload if isinstance(payload, bytes) else b""


def charset_of(part: Message) -> str:
    """The charset that a part declares, in lower case; "" when it declares none."""
    try:
        return one_line(part.get_content_charset("") or "")
    except (ValueError, LookupError):
        return ""


def _broken(raw: Raw, why: str) -> Problem:
    remedy = "Save its text as a plain-text file and import that."
    return problem(raw.name, "broken-mail", f"its parts cannot be read: {why}", remedy)


def _decoded(piece: bytes, charset: str) -> str:
    try:
        return piece.decode(charset, "replace")
    except (LookupError, ValueError):
        return piece.decode("utf-8", "replace")
