"""A mail server on this machine, for tests: takes messages, refuses readers, drops connections on order."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from loopback import free_port

DROP_AT_RCPT, DROP_AT_DATA, DROP_AFTER_DATA = "drop at RCPT", "drop at DATA", "drop after DATA"


@dataclass
class Office:
    """What a server does, by reader, and what it was given."""

    answers: dict[str, str] = field(default_factory=dict)  # to RCPT or, where "DATA " is before it, to DATA
    sender_answer: str = ""
    got: list[tuple[str, bytes]] = field(default_factory=list)  # readers and messages that were taken
    heard: list[str] = field(default_factory=list)  # readers of which there was a RCPT
    port: int = 0

    def readers(self) -> list[str]:
        return [reader for reader, _ in self.got]

    def messages(self) -> list[EmailMessage]:
        return [message_from_bytes(data, _class=EmailMessage, policy=policy.SMTP) for _, data in self.got]

    async def handle_MAIL(  # noqa: N802  # as aiosmtpd calls it
        self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self.sender_answer:
            return self.sender_answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802  # as aiosmtpd calls it
        self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        self.heard.append(address)
        answer = self.answers.get(address, "")
        if answer == DROP_AT_RCPT:
            server.transport.abort()
        elif answer and not answer.startswith("DATA ") and not answer.startswith("drop"):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802  # as aiosmtpd calls it
        (reader,) = envelope.rcpt_tos
        answer = self.answers.get(reader, "")
        if answer == DROP_AT_DATA:
            server.transport.abort()
            return "250 never heard"
        if answer.startswith("DATA "):
            return answer.removeprefix("DATA ")
        self.got.append((reader, envelope.original_content))
        if answer == DROP_AFTER_DATA:
            server.transport.abort()
        return "250 taken"


@contextmanager
def post_office(office: Office, tls: ssl.SSLContext | None = None, password: str = "") -> Iterator[Office]:
    """Run the server; its port is the office's own."""

    def knows(server: SMTP, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=data.password == password.encode(), handled=False)

    words: dict[str, Any] = {"enable_SMTPUTF8": True}
    if tls:
        words |= {"tls_context": tls, "require_starttls": True}
    if password:
        words |= {"authenticator": knows, "auth_required": True, "auth_require_tls": bool(tls)}
    office.port = free_port()
    controller = Controller(office, hostname="127.0.0.1", port=office.port, ready_timeout=60, **words)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()
