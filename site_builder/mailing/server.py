"""A mail server that takes messages (RFC 5321), one reader at a time, and what it says to each.

The commands are given one by one and not by smtplib's `sendmail`, since what may have happened when a
connection breaks depends on where it broke: before the message was whole the server must not deliver it,
after that only its answer tells.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from typing import Literal

from msgspec import Struct

from site_builder.addresses import in_ascii

Security = Literal["starttls", "tls", "none"]
PORTS: dict[Security, int] = {"starttls": 587, "tls": 465, "none": 25}
LOOPBACK = ("localhost", "127.0.0.1", "::1")
_PATIENCE = 60  # seconds for an answer; RFC 5321 allows more, and a server that takes so long is ill
_DOT = re.compile(rb"^\.", re.MULTILINE)


class Server(Struct, frozen=True):
    """Where mail is handed in."""

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = ""


class ServerFailed(Exception):
    """Nothing can be sent through the server; says why in words."""


class Answer(Struct, frozen=True):
    """What became of a message to one reader."""

    what: Literal["sent", "refused", "deferred", "unsure"]
    said: str = ""
    lost: bool = False  # whether the connection is gone


def parse_server(text: str, security: Security | None) -> Server:
    """A server as it is typed: `HOST`, `HOST:PORT` or `[IPv6]:PORT`. Raises ValueError with a sentence.

    Without a port it is the usual one of the security; port 465 means TLS from the beginning; this machine
    itself needs none.
    """
    found = re.fullmatch(r"(?:\[([0-9A-Fa-f:.]+)\]|([^\s:\[\]/@]+))(?::([0-9]{1,5}))?", text)
    if not found or (found[3] and not 0 < int(found[3]) < 65536):
        raise ValueError(f"'{text}' is no server: write HOST or HOST:PORT")
    host = found[1] or found[2]
    if security is None:
        by_port: Security = "tls" if found[3] == "465" else "starttls"
        security = "none" if host in LOOPBACK and by_port == "starttls" else by_port
    return Server(host, int(found[3] or PORTS[security]), security)


class Connection:
    """An open connection to a server, ready to take messages."""

    def __init__(self, server: Server) -> None:
        """Connect, encrypt and log in. Raises ServerFailed."""
        where = f"{server.host}:{server.port}"
        if server.password and server.security == "none" and server.host not in LOOPBACK:
            raise ServerFailed("a password is not sent without encryption: leave out `--security none`")
        try:
            self._smtp = _opened(server)
        except smtplib.SMTPAuthenticationError as error:
            raise ServerFailed(f"{where} does not know this user or password: {_said(error)}") from error
        except smtplib.SMTPNotSupportedError as error:
            cause = "it offers no encryption; try  --security tls" if "STARTTLS" in str(error) else error
            raise ServerFailed(f"{where} cannot do what is needed: {cause}") from error
        except smtplib.SMTPResponseException as error:
            raise ServerFailed(f"{where} takes no mail: {_said(error)}") from error
        except (OSError, smtplib.SMTPException) as error:
            raise ServerFailed(f"{where} cannot be reached: {_why_not_reached(server, error)}") from error

    @property
    def takes_any_letter(self) -> bool:
        """Whether addresses may have letters beyond ASCII before the @ (RFC 6531)."""
        return self._smtp.has_extn("smtputf8")

    def send(self, sender: str, to: str, message: bytes, before: Callable[[], None]) -> Answer:
        """Hand in a message for one reader.

        `before` is called when the server is ready to take it and nothing of it is on its way. Raises
        ServerFailed where the server takes no mail from this sender at all.
        """
        sender, to = in_ascii(sender), in_ascii(to)
        options = [] if (sender + to).isascii() else ["SMTPUTF8"]
        if options and not self.takes_any_letter:
            return Answer("refused", "the server takes no address with letters beyond ASCII")
        try:
            code, said = self._smtp.mail(sender, options)
            if code != 250:
                if code != 421:
                    raise ServerFailed(f"the server takes no mail from {sender}: {_words(code, said)}")
                return self._refused(code, said)
            code, said = self._smtp.rcpt(to)
            if code not in (250, 251):
                return self._refused(code, said)
            code, said = self._smtp.docmd("DATA")
            if code != 354:
                return self._refused(code, said)
            try:
                before()
            except BaseException:
                self._smtp.close()  # and not by QUIT, which would be a line of the message now
                raise
            self._smtp.send(_DOT.sub(b"..", message).removesuffix(b"\r\n") + b"\r\n.\r\n")
        except smtplib.SMTPServerDisconnected:
            return Answer("deferred", "the connection was lost before the message was whole", lost=True)
        try:
            code, said = self._smtp.getreply()
        except smtplib.SMTPServerDisconnected:
            return Answer("unsure", "the connection was lost while the server took the message", lost=True)
        return Answer("sent", _words(code, said)) if code == 250 else self._refused(code, said)

    def close(self) -> None:
        """Say goodbye, if anybody listens."""
        try:
            self._smtp.quit()
        except (OSError, smtplib.SMTPException):
            self._smtp.close()

    def _refused(self, code: int, said: bytes) -> Answer:
        """What a reply other than "yes" means: 5yz for good, 4yz for now (RFC 5321, section 4.2.1)."""
        answer = Answer("refused" if 500 <= code <= 599 else "deferred", _words(code, said), lost=code == 421)
        if not answer.lost:
            try:
                self._smtp.rset()
            except (OSError, smtplib.SMTPException):
                return Answer(answer.what, answer.said, lost=True)
        return answer


def _opened(server: Server) -> smtplib.SMTP:
    secure = None if server.security == "none" else ssl.create_default_context()
    smtp: smtplib.SMTP
    if server.security == "tls":
        smtp = smtplib.SMTP_SSL(server.host, server.port, timeout=_PATIENCE, context=secure)
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=_PATIENCE)
    try:
        if server.security == "starttls":
            smtp.starttls(context=secure)
        smtp.ehlo_or_helo_if_needed()
        if server.user:
            smtp.login(server.user, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _why_not_reached(server: Server, error: Exception) -> str:
    """Why there is no connection, as a sentence for people, with what to look at."""
    match error:
        case socket.gaierror():
            return f"there is no host named '{server.host}'; mend the name after --smtp"
        case ssl.SSLCertVerificationError():
            return f"its certificate is not valid for '{server.host}' ({error.verify_message})"
        case ssl.SSLError():
            return "it does not encrypt from the beginning on this port; try  --security starttls"
        case ConnectionRefusedError():
            return f"nothing takes connections at port {server.port}; mend the port after --smtp"
        case TimeoutError():
            return f"no answer came within {_PATIENCE} seconds; mend host and port after --smtp, or try later"
        case smtplib.SMTPServerDisconnected() | ConnectionError():
            return "it hung up before it had said anything; is this the port for mail, and does it want TLS?"
        case OSError() if error.strerror:
            return f"{error.strerror[:1].lower()}{error.strerror[1:]}"
        case _:
            return str(error)


def _said(error: smtplib.SMTPResponseException) -> str:
    return _words(error.smtp_code, error.smtp_error)


def _words(code: int, said: bytes | str) -> str:
    """A reply on one line, as it can be shown and kept."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return f"{code} {line}".strip()[:300]
