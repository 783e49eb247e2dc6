"""What `site-builder newsletter send` says of servers, lists and editions that will not do."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Callable

import pytest
from click.testing import Result
from digests import Digest, article
from post_office import Office, post_office

from site_builder.mailing.server import Connection, Server, ServerFailed

NAME, READER = "2012-w11", "jane@x.example"


@pytest.fixture
def site(digest: Callable[..., Digest]) -> Digest:
    """A digest of one edition, built."""
    made = digest({"content/a.md": article("A")}, config="newsletter: {from: desk@digest.example}\n")
    made.build()
    return made


def run_newsletter(site: Digest, edition: str, *words: str) -> Result:
    return site.cli("newsletter", "send", edition, "-s", str(site.folder), *words)


@pytest.mark.parametrize(
    ("security", "cause"),
    [
        ("tls", "it does not encrypt from the beginning on this port; try  --security starttls"),
        ("starttls", "it offers no encryption; try  --security tls"),
    ],
)
def test_a_server_that_does_not_encrypt_is_told_of_with_what_to_try(
    site: Digest, security: str, cause: str
) -> None:
    with post_office(Office()) as office:
        run = run_newsletter(
            site, NAME, "--to", READER, "--smtp", f"127.0.0.1:{office.port}", "--yes", "--security", security
        )
    assert run.exit_code == 1
    assert cause in run.stderr


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            socket.gaierror(-2, "Name or service not known"),
            "there is no host named 'mail.example'",
        ),
        (TimeoutError("timed out"), "no answer came within 60 seconds"),
        (ConnectionResetError(104, "Connection reset by peer"), "it hung up before it had said anything"),
        (OSError(101, "Network is unreachable"), "cannot be reached: network is unreachable"),
    ],
)
def test_why_a_server_is_not_reached_is_said_without_the_numbers_of_the_system(
    monkeypatch: pytest.MonkeyPatch, error: OSError, told: str
) -> None:
    def failing(*place: object, **how: object) -> None:
        raise error

    monkeypatch.setattr(smtplib, "SMTP", failing)
    with pytest.raises(ServerFailed) as failed:
        Connection(Server("mail.example", 587, "starttls"))
    assert "mail.example:587" in str(failed.value)
    assert told in str(failed.value)
    assert "rrno" not in str(failed.value)


def test_a_single_address_that_is_none_is_told_without_a_line_number(site: Digest) -> None:
    run = run_newsletter(site, NAME, "--to", "bad@@x")
    assert run.exit_code == 2
    assert run.stderr.splitlines() == [
        "--to: error: this is no mail address: what stands before the @ cannot stand there",
        "  bad@@x",
        "  Write it as  jane@example.org",
        "Nothing was sent.",
    ]


def test_a_list_that_is_not_there_is_told_with_what_can_be_named(site: Digest) -> None:
    run = run_newsletter(site, NAME, "--to", "reader.txt")
    assert run.exit_code == 2
    assert "reader.txt: error: there is no such file\n  Name a file of addresses, an address" in run.stderr


def test_an_edition_that_has_no_mail_is_told_with_the_nearest_or_the_newest(site: Digest) -> None:
    assert f"did you mean '{NAME}'?" in run_newsletter(site, f"{NAME}x", "--to", READER).stderr
    told = run_newsletter(site, "easter", "--to", READER).stderr
    assert told.startswith("error: there is no mail of an edition 'easter'\n  The newest one is ")
    assert NAME in told
