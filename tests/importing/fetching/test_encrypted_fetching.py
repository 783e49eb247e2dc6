"""https is trusted only where its certificate says the name that was asked for."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from loopback import answer, serving, site

from site_builder.importing.fetching.fetcher import Fetched, Fetcher
from site_builder.importing.fetching.limits import Limits
from site_builder.problems import Problem

pytest.importorskip("httpx", reason="the extra [import] is not installed")
NAME = "news.example"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for NAME that nobody has signed but its own key."""
    if not shutil.which("openssl"):
        pytest.skip("openssl, which makes the certificate, is not installed")
    folder = tmp_path_factory.mktemp("tls")
    made, key = folder / "made.pem", folder / "key.pem"
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    words += ["-keyout", str(key), "-out", str(made), "-subj", f"/CN={NAME}"]
    words += ["-addext", f"subjectAltName=DNS:{NAME}"]
    run = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    if run.returncode:
        pytest.skip(f"openssl cannot make a certificate: {run.stderr[-200:]}")
    return made, key


@pytest.fixture
def server_tls(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context


def fetch(url: str, trusted: Path | None = None) -> Fetched | Problem:
    with Fetcher(
        clock=lambda: datetime(2012, 3, 12, tzinfo=UTC),
        allow_private=True,
        limits=Limits(silence=0.5, total=2, pace=0),
        resolve=lambda host, port: ("127.0.0.1",),
        tls=ssl.create_default_context(cafile=str(trusted)) if trusted else None,
    ) as fetching:
        return fetching.fetch(url)


def test_a_certificate_that_nobody_vouches_for_is_refused(server_tls: ssl.SSLContext) -> None:
    with serving(site({"/": answer(b"x")}), server_tls) as server:
        found = fetch(f"https://{NAME}:{server.port}/")
        assert isinstance(found, Problem)
        assert found.code == "bad-certificate"
        assert "self-signed" in found.message
        assert server.asked == []


def test_a_trusted_certificate_is_held_against_the_name_not_the_address(
    server_tls: ssl.SSLContext, certificate: tuple[Path, Path]
) -> None:
    named: list[str | None] = []
    server_tls.sni_callback = lambda stream, name, context: named.append(name)
    with serving(site({"/": answer(b"x")}), server_tls) as server:
        found = fetch(f"https://{NAME}:{server.port}/", certificate[0])
        assert isinstance(found, Fetched)
        assert set(named) == {NAME}
        other = fetch(f"https://other.example:{server.port}/", certificate[0])
        assert isinstance(other, Problem)
        assert other.code == "bad-certificate"


def test_a_server_that_does_not_encrypt_is_told_where_encryption_was_asked_for() -> None:
    with serving(site({"/": answer(b"x")})) as server:
        found = fetch(f"https://{NAME}:{server.port}/")
        assert isinstance(found, Problem)
        assert found.code in ("no-connection", "robots")
