"""`site-builder newsletter send`, with a real mail server on this machine."""

from __future__ import annotations

import os
import shutil
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from digests import Digest, article
from post_office import DROP_AFTER_DATA, DROP_AT_DATA, DROP_AT_RCPT, Office, post_office

from site_builder.mailing.log import last_lines
from site_builder.mailing.server import Server, parse_server

CONFIG = "newsletter: {from: desk@digest.example}\n"
NAME = "2012-w11"
READERS = [f"reader{n}@x.example" for n in range(5)]


@pytest.fixture
def site(digest: Callable[..., Digest]) -> Digest:
    """A digest of one edition, built, with a list of five readers."""
    made = digest({"content/a.md": article("Convoy reaches Homs")}, config=CONFIG)
    made.write({"readers.txt": "\n".join(READERS)})
    made.build()
    return made


def send(site: Digest, office: Office | None, *words: str, env: dict[str, str] | None = None) -> Result:
    where = ["-s", str(site.folder), "--to", str(site.folder / "readers.txt")]
    server = ["--smtp", f"127.0.0.1:{office.port}"] if office else []
    environ = {"SOURCE_DATE_EPOCH": "1332072000", **(env or {})}
    return site.cli("newsletter", "send", NAME, *where, *server, *words, env=environ)


def test_each_reader_gets_a_message_of_their_own(site: Digest) -> None:
    with post_office(Office()) as office:
        run = send(site, office, "--yes")
    assert (run.exit_code, run.stdout.splitlines()[-1]) == (0, "5 sent; 5 readers of 5 have it.")
    assert office.readers() == READERS
    for reader, message in zip(READERS, office.messages(), strict=True):
        assert message["To"] == reader
        assert not [other for other in READERS if other != reader and other in str(message)]
        assert message["Subject"] == "The Test Digest – Week to 18 March 2012"
        assert message["Date"] == "Sun, 18 Mar 2012 12:00:00 +0000"
        assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
        text = message.get_body(("plain",))
        assert text
        assert "Convoy reaches Homs" in text.get_content()
    assert len({message["Message-ID"] for message in office.messages()}) == 1


def test_a_dry_run_shows_what_would_go_out_and_talks_to_nobody(site: Digest) -> None:
    with post_office(Office()) as office:
        run = send(site, office, "--dry-run", "--yes")
    assert run.exit_code == 0
    assert office.heard == []
    assert "To send:   5" in run.stdout
    assert "Subject:   The Test Digest – Week to 18 March 2012" in run.stdout
    assert not (site.folder / ".site-builder/mail").exists()


def test_without_a_terminal_and_without_yes_nothing_goes_out(site: Digest) -> None:
    with post_office(Office()) as office:
        run = send(site, office)
    assert (run.exit_code, office.heard) == (2, [])
    assert "--yes" in run.stderr


@pytest.mark.parametrize(("typed", "sent"), [("y\n", 5), ("n\n", 0), ("\n", 0)])
def test_on_a_terminal_it_asks(site: Digest, monkeypatch: pytest.MonkeyPatch, typed: str, sent: int) -> None:
    from click.testing import CliRunner

    from site_builder.cli import cli

    class Terminal:
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("site_builder.commands.newsletter.sys", _WithStdin(Terminal()))
    with post_office(Office()) as office:
        words = ["-s", str(site.folder), "--to", str(site.folder / "readers.txt")]
        words += ["--smtp", f"127.0.0.1:{office.port}"]
        run = CliRunner().invoke(cli, ["newsletter", "send", NAME, *words], input=typed)
    assert run.exit_code == 0, run.output
    assert "Send it to 5 readers now?" in run.stdout
    assert len(office.got) == sent


class _WithStdin:
    """The module sys with another standard input."""

    def __init__(self, stdin: object) -> None:
        self.stdin = stdin

    def __getattr__(self, name: str) -> object:
        return getattr(sys, name)


def test_a_second_run_sends_to_nobody_again_and_to_new_readers_only(site: Digest) -> None:
    with post_office(Office()) as office:
        send(site, office, "--yes")
        again = send(site, office, "--yes")
        assert again.exit_code == 0
        assert len(office.got) == 5
        (site.folder / "readers.txt").write_text("READER0@X.EXAMPLE\nnew@x.example\n")
        send(site, office, "--yes")
    assert office.readers() == [*READERS, "new@x.example"]


def test_a_mended_edition_goes_to_nobody_twice_and_that_is_told(site: Digest) -> None:
    with post_office(Office()) as office:
        send(site, office, "--yes")
        site.write({"content/a.md": article("Convoy reaches Hama")})
        site.build()
        (site.folder / "readers.txt").write_text("\n".join([*READERS, "new@x.example"]))
        run = send(site, office, "--yes")
    assert office.readers() == [*READERS, "new@x.example"]
    assert "earlier wording" in run.stderr


def test_a_reader_whom_the_server_refuses_is_told_of_and_the_others_get_theirs(site: Digest) -> None:
    answers = {READERS[1]: "550 5.1.1 no such user", READERS[3]: "DATA 554 5.7.1 looks like spam"}
    with post_office(Office(answers)) as office:
        run = send(site, office, "--yes")
        assert run.exit_code == 1
        assert f"refused: {READERS[1]}: 550 5.1.1 no such user" in run.stdout
        assert f"refused: {READERS[3]}: 554 5.7.1 looks like spam" in run.stdout
        assert "3 sent, 2 refused; 3 readers of 5 have it." in run.stdout
        assert office.readers() == [READERS[n] for n in (0, 2, 4)]
        office.answers.clear()
        assert send(site, office, "--yes").exit_code == 0
        assert len(office.got) == 3
        assert send(site, office, "--yes", "--again", "refused").exit_code == 0
    assert sorted(office.readers()) == READERS


def test_a_reader_whom_the_server_puts_off_is_sent_to_next_time(site: Digest) -> None:
    with post_office(Office({READERS[1]: "451 4.7.1 greylisted", READERS[2]: "DATA 452 full"})) as office:
        run = send(site, office, "--yes")
        assert run.exit_code == 1
        assert f"not now: {READERS[1]}: 451 4.7.1 greylisted" in run.stdout
        assert "2 readers wait: run the same command again to go on." in run.stderr
        office.answers.clear()
        assert send(site, office, "--yes").exit_code == 0
    assert office.readers() == [READERS[n] for n in (0, 3, 4, 1, 2)]


@pytest.mark.parametrize("drop", [DROP_AT_RCPT, "421 4.3.2 going down"])
def test_a_connection_lost_before_the_message_is_made_again(site: Digest, drop: str) -> None:
    with post_office(Office({READERS[2]: drop})) as office:
        run = send(site, office, "--yes")
        assert run.exit_code == 1
        assert office.readers() == [READERS[n] for n in (0, 1, 3, 4)]
        office.answers.clear()
        assert send(site, office, "--yes").exit_code == 0
    assert sorted(office.readers()) == READERS


@pytest.mark.parametrize("drop", [DROP_AT_DATA, DROP_AFTER_DATA])
def test_a_reader_who_may_have_the_mail_is_told_of_and_not_sent_to_again(site: Digest, drop: str) -> None:
    with post_office(Office({READERS[2]: drop})) as office:
        run = send(site, office, "--yes")
        assert run.exit_code == 1
        assert f"unsure: {READERS[2]}" in run.stdout
        assert "--again unsure" in run.stderr
        got = len(office.got)
        office.answers.clear()
        run = send(site, office, "--yes")
        assert len(office.got) == got
        assert "unsure" in run.stdout
        send(site, office, "--yes", "--again", "unsure")
    assert len(office.got) == got + 1


def test_a_server_that_goes_away_leaves_the_rest_for_the_next_run(site: Digest) -> None:
    with post_office(Office(dict.fromkeys(READERS[1:], DROP_AT_RCPT))) as office:
        run = send(site, office, "--yes")
        assert run.exit_code == 1
        assert "1 sent, 3 not now, 1 not tried; 1 reader of 5 has it." in run.stdout
        assert "lost 3 times in a row" in run.stderr
        office.answers.clear()
        assert send(site, office, "--yes").exit_code == 0
    assert sorted(office.readers()) == READERS


def test_a_server_that_takes_nothing_from_this_sender_is_no_fault_of_any_reader(site: Digest) -> None:
    with post_office(Office(sender_answer="550 5.7.1 not you")) as office:
        run = send(site, office, "--yes")
        assert run.exit_code == 1
        assert "takes no mail from desk@digest.example: 550 5.7.1 not you" in run.stderr
        office.sender_answer = ""
        assert send(site, office, "--yes").exit_code == 0
    assert office.readers() == READERS


def test_a_server_that_is_not_there_is_told_of(site: Digest) -> None:
    with post_office(Office()) as office:
        pass
    run = send(site, office, "--yes")
    assert run.exit_code == 1
    cause = f"nothing takes connections at port {office.port}; mend the port after --smtp"
    assert f"error: 127.0.0.1:{office.port} cannot be reached: {cause}" in run.stderr
    assert "Errno" not in run.stderr
    assert "0 sent, 5 not tried" in run.stdout


def test_a_program_that_is_killed_between_the_message_and_its_log_sends_nobody_a_second_one(
    site: Digest,
) -> None:
    words = [sys.executable, "-c", _KILLED_AT_THE_ANSWER, "newsletter", "send", NAME, "--yes"]
    words += ["-s", str(site.folder), "--to", str(site.folder / "readers.txt")]
    with post_office(Office()) as office:
        words += ["--smtp", f"127.0.0.1:{office.port}"]
        run = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
        assert run.returncode == -signal.SIGKILL, run.stderr
        deadline = time.monotonic() + 10
        while len(office.got) < 3 and time.monotonic() < deadline:
            time.sleep(0.02)
        assert office.readers() == READERS[:3]
        log = last_lines(site.folder / ".site-builder/mail" / f"{NAME}.log")
        assert [log.what(reader) for reader in READERS] == ["sent", "sent", "unsure", None, None]
        run = send(site, office, "--yes")
        assert run.exit_code == 0
        assert "  unsure:  1" in run.stdout
    assert office.readers() == READERS


# Stands for a machine that loses its power when the third answer has come.
_KILLED_AT_THE_ANSWER = """
import os, signal
from site_builder.cli import cli
from site_builder.mailing.log import SentLog
add = SentLog.add
sent = []
def dying(self, line):
    if line.what == "sent":
        sent.append(line)
        if len(sent) == 3:
            os.kill(os.getpid(), signal.SIGKILL)
    add(self, line)
SentLog.add = dying
cli.main()
"""


def test_a_log_that_cannot_be_written_stops_everything(site: Digest, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(file: int) -> None:
        raise OSError(28, "No space left on device")

    with post_office(Office()) as office:
        monkeypatch.setattr(os, "fsync", full)
        run = send(site, office, "--yes")
    assert run.exit_code == 1
    assert "no space left on device" in run.stderr
    assert office.got == []


def test_a_list_with_a_line_that_is_no_address_sends_to_nobody(site: Digest) -> None:
    (site.folder / "readers.txt").write_text("a@x.example\nb@x.example\rBcc: c@d.example\nnobody\n")
    with post_office(Office()) as office:
        run = send(site, office, "--yes")
    assert (run.exit_code, office.heard) == (2, [])
    assert "readers.txt:3: error: this is no mail address" in run.stderr  # a bare CR ends a line too
    assert "readers.txt:4: error: this is no mail address" in run.stderr


def test_the_unsubscribe_link_of_each_message_holds_the_address_it_went_to(
    digest: Callable[..., Digest],
) -> None:
    leave = "https://lists.example/leave?who={address}"
    site = digest(
        {"content/a.md": article("A")},
        config=f'newsletter: {{from: desk@digest.example, unsubscribe: "{leave}"}}\n',
    )
    site.write({"readers.txt": "jane+news@x.example\n"})
    site.build()
    with post_office(Office()) as office:
        assert send(site, office, "--yes").exit_code == 0
    (message,) = office.messages()
    own = "https://lists.example/leave?who=jane%2Bnews%40x.example"
    assert message["List-Unsubscribe"].strip() == f"<{own}>"
    for part in message.iter_parts():
        assert own in part.get_content()


def test_a_placeholder_that_only_a_service_can_fill_is_not_sent(digest: Callable[..., Digest]) -> None:
    config = 'newsletter: {from: desk@digest.example, unsubscribe: "*|UNSUB|*"}\n'
    site = digest({"content/a.md": article("A"), "readers.txt": "a@x.example\n"}, config=config)
    site.build()
    with post_office(Office()) as office:
        run = send(site, office, "--yes")
    assert (run.exit_code, office.heard) == (2, [])
    assert "*|UNSUB|*" in run.stderr


def test_an_edition_that_has_no_mail_is_answered_with_those_that_have(site: Digest) -> None:
    where = ["-s", str(site.folder), "--to", "a@x.example", "-n"]
    assert "2012-w11" in site.cli("newsletter", "send", "2012-w12", *where).stderr
    assert site.cli("newsletter", "send", "../../etc/passwd", *where).exit_code == 2
    shutil.rmtree(site.folder / "output/newsletter")
    assert "site-builder build" in site.cli("newsletter", "send", NAME, *where).stderr
    assert site.cli("newsletter", "send", NAME, *where, "-s", str(site.folder / "none")).exit_code == 3


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate for this machine, and its key."""
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed, which makes the certificate")
    key, made = tmp_path / "key.pem", tmp_path / "certificate.pem"
    words = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost".split()
    names = ["-addext", "subjectAltName=IP:127.0.0.1"]
    run = [*words, *names, "-keyout", str(key), "-out", str(made)]
    subprocess.run(run, check=True, capture_output=True, timeout=60)
    return made, key


def _context(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context


def test_a_server_that_wants_encryption_and_a_password_gets_both(
    site: Digest, certificate: tuple[Path, Path]
) -> None:
    env = {
        "SSL_CERT_FILE": str(certificate[0]),
        "SITE_BUILDER_SMTP_USER": "desk",
        "SITE_BUILDER_SMTP_PASSWORD": "secret",
    }
    with post_office(Office(), tls=_context(certificate), password="secret") as office:
        wrong = send(
            site, office, "-y", "--security", "starttls", env={**env, "SITE_BUILDER_SMTP_PASSWORD": "x"}
        )
        assert wrong.exit_code == 1
        assert "does not know this user or password" in wrong.stderr
        right = send(site, office, "-y", "--security", "starttls", env=env)
        assert right.exit_code == 0, right.output
    assert office.readers() == READERS


def test_a_certificate_that_nobody_vouches_for_is_not_accepted(
    site: Digest, certificate: tuple[Path, Path]
) -> None:
    with post_office(Office(), tls=_context(certificate)) as office:
        run = send(site, office, "-y", "--security", "starttls")
    assert run.exit_code == 1
    assert "its certificate is not valid for '127.0.0.1'" in run.stderr
    assert office.heard == []


SERVERS = {
    "mail.example": Server("mail.example", 587, "starttls"),
    "mail.example:465": Server("mail.example", 465, "tls"),
    "mail.example:25": Server("mail.example", 25, "starttls"),
    "localhost": Server("localhost", 25, "none"),
    "127.0.0.1:1025": Server("127.0.0.1", 1025, "none"),
    "[::1]:1025": Server("::1", 1025, "none"),
}


@pytest.mark.parametrize(("typed", "server"), SERVERS.items())
def test_a_server_is_read_as_it_is_typed(typed: str, server: Server) -> None:
    assert parse_server(typed, None) == server


@pytest.mark.parametrize("typed", ["", "mail.example:0", "mail.example:99999", "a b", "user@mail.example"])
def test_what_is_no_server_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="is no server"):
        parse_server(typed, None)


def test_a_password_is_not_sent_where_others_can_read_it() -> None:
    from site_builder.mailing.server import Connection, ServerFailed

    with pytest.raises(ServerFailed, match="not sent without encryption"):
        Connection(Server("mail.example", 25, "none", "desk", "secret"))
