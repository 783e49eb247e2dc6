"""The preview's server as seen through a socket: whole pages, right codes, nothing leaked."""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from digests import CONFIG, Digest, article, many
from previews import Served, serving, until

SECRET = "the secret of the desk"
TRIES = 3  # at most: how quickly a process ends also depends on what else the machine does


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("server")
    (folder / "secret.txt").write_text(SECRET)
    (folder / "site-beside").mkdir()
    (folder / "site-beside" / "secret.txt").write_text(SECRET)
    site = Digest(folder / "site")
    site.write(
        {
            "config.yaml": CONFIG,
            ".env": SECRET,
            "static/data.txt": "0123456789",
            "static/way-out": "",
            "content/_raw/secret.txt": SECRET,
            "content/secret.md": article("Unfinished", SECRET, review="needs-check"),
            **many(5),
        }
    )
    (site.folder / "static/way-out").unlink()
    (site.folder / "static/way-out").symlink_to(folder / "secret.txt")
    with serving(site.folder) as running:
        yield running


def request(target: bytes, *headers: bytes, method: bytes = b"GET") -> bytes:
    lines = (method + b" " + target + b" HTTP/1.1", b"Host: localhost", b"Connection: close", *headers)
    return b"\r\n".join(lines) + b"\r\n\r\n"


TARGETS = [
    b"/../secret.txt",
    b"/%2e%2e/secret.txt",
    b"/..%2fsecret.txt",
    b"/%2e%2e%2fsecret.txt",
    b"/..%252fsecret.txt",
    b"/..\\secret.txt",
    b"/..%5csecret.txt",
    b"//secret.txt",
    b"/../site-beside/secret.txt",
    b"/%c0%ae%c0%ae/secret.txt",
    b"/%ff",
    b"/data.txt%00.html",
    b"/data.txt::$DATA",
    b"/SECRET~1.TXT",
    b"/.env",
    b"/%2eenv",
    b"/config.yaml",
    b"/content/a000.md",
    b"/_raw/secret.txt",
    b"/way-out",
    b"/.site-builder/preview/state.db",
    b"http://localhost/../secret.txt",
    b"http://evil.example/secret.txt",
    b"/" + b"a" * 70_000,
    b"/" + b"%2e%2e/" * 500 + b"etc/passwd",
    b"*",
    b"/_site-builder/../../secret.txt",
    b"/_site-builder/client.js/../../../secret.txt",
]


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target[:40].decode("latin-1"))
def test_no_path_in_any_encoding_leaks_anything(served: Served, target: bytes) -> None:
    for method in (b"GET", b"HEAD"):
        answer = served.raw(request(target, method=method))
        assert answer.startswith((b"HTTP/1.1 400", b"HTTP/1.1 404", b"HTTP/1.1 414")), answer[:100]
        assert SECRET.encode() not in answer
        assert b"root:" not in answer
    assert served.get("/")[0] == 200


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "a b"])
def test_a_name_that_others_lead_here_is_refused_with_a_hint(served: Served, host: str) -> None:
    for path in (b"/", b"/_site-builder/events", b"/_site-builder/about?page=/"):
        answer = served.raw(
            f"GET {path.decode()} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()
        )
        assert answer.startswith((b"HTTP/1.1 403", b"HTTP/1.1 400"))
        assert b"Headline" not in answer
    assert "--allow-host" in served.get("/", {"Host": "evil.example"})[2]


def test_two_hosts_or_none_are_refused(served: Served) -> None:
    assert served.raw(request(b"/", b"Host: evil.example")).startswith((b"HTTP/1.1 400", b"HTTP/1.1 403"))
    assert served.raw(b"GET / HTTP/1.0\r\n\r\n").startswith((b"HTTP/1.1 400", b"HTTP/1.1 403"))


def test_pages_of_others_are_given_nothing(served: Served) -> None:
    assert served.get("/_site-builder/events", {"Origin": "http://evil.example"})[0] == 403
    assert served.get("/data.txt", {"Origin": "null"})[0] == 403
    own = f"http://127.0.0.1:{served.port}"
    assert served.get("/data.txt", {"Origin": own})[0] == 200
    asked_by_script = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}
    assert served.get("/_site-builder/state?page=/", asked_by_script)[0] == 403
    followed = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert served.get("/", followed)[0] == 200


def test_answers_are_those_of_a_static_host(served: Served) -> None:
    status, headers, body = served.get("/")
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert headers["cache-control"] == "no-store"
    assert "/_site-builder/client.js" in body
    status, headers, body = served.get("/nothing/here/")
    assert (status, headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert 'class="kind-not-found"' in body
    status, headers, _ = served.get("/2012/01/01/a000")
    assert (status, headers["location"]) == (301, "/2012/01/01/a000/")
    assert served.get("/2012/01/01/a000?from=mail")[1]["location"] == "/2012/01/01/a000/?from=mail"
    assert served.get("/sitemap.xml")[1]["content-type"] == "application/xml; charset=utf-8"


def test_parts_tags_and_heads_are_answered(served: Served) -> None:
    status, headers, body = served.get("/data.txt", {"Range": "bytes=2-4"})
    assert (status, headers["content-range"], body) == (206, "bytes 2-4/10", "234")
    assert served.get("/data.txt", {"Range": "bytes=99-"})[0] == 416
    several = served.get("/data.txt", {"Range": "bytes=0-1,3-4"})
    assert (several[0], several[2]) == (200, "0123456789"), "of several parts it gives the whole"
    tag = served.get("/data.txt")[1]["etag"]
    assert served.get("/data.txt", {"If-None-Match": tag})[0] == 304
    since = {"If-Modified-Since": "Mon, 01 Jan 2035 00:00:00 GMT"}
    assert served.get("/data.txt", since)[0] == 200, "times say nothing of what is made anew"
    status, headers, body = served.get("/", method="HEAD")
    assert (status, body) == (200, "")
    assert int(headers["content-length"]) == len(served.get("/")[2].encode())


def test_the_head_of_the_events_is_no_stream(served: Served) -> None:
    status, headers, body = served.get("/_site-builder/events", method="HEAD")
    assert (status, headers["content-type"], body) == (200, "text/event-stream", "")


def test_a_page_of_which_the_preview_has_lost_the_bytes_is_made_again(served: Served) -> None:
    before = served.get("/2012/01/02/a001/")
    for file in (served.folder / ".site-builder/preview/pages").rglob("*"):
        if file.is_file():
            file.unlink()
    assert served.get("/2012/01/02/a001/") == before


def test_nothing_but_get_and_head_is_taken(served: Served) -> None:
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        status, headers, _ = served.get("/", method=method)
        assert (status, headers["allow"]) == (405, "GET, HEAD")


def test_no_dropped_connection_leaves_a_trace(served: Served) -> None:
    for text in (b"GET / HTT", b"\x16\x03\x01", b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", served.port)) as connection:
            connection.sendall(text)
    assert served.get("/")[0] == 200
    assert "Traceback" not in served.log()


def test_a_site_below_a_path_lies_there(tmp_path: Path) -> None:
    site = Digest(tmp_path / "site")
    site.write({"config.yaml": CONFIG.replace("digest.example", "digest.example/news"), **many(2)})
    with serving(site.folder) as running:
        assert running.url.endswith("/news/")
        assert running.get("/")[1]["location"] == "/news/"
        assert running.get("/news/2012/01/01/a000/")[0] == 200
        assert running.get("/2012/01/01/a000/")[0] == 404


def test_what_is_served_without_the_script_is_what_is_built(tmp_path: Path) -> None:
    site = Digest(tmp_path / "site")
    hidden = {
        "content/draft.md": article("A draft", date="2012-02-02", draft=True),
        "content/later.md": article("Later", date="2112-02-02"),
    }
    site.write({"config.yaml": CONFIG, **many(3), **hidden})
    built = site.build(clock="")
    assert built.outputs > 10
    with serving(site.folder, "--no-reload", "--production") as running:
        for file in (site.folder / "output").rglob("*.*"):
            path = file.relative_to(site.folder / "output").as_posix()
            if not path.startswith("."):
                assert running.get(f"/{path}")[2] == file.read_text("utf-8"), path
        assert running.get("/2012/02/02/draft/")[0] == running.get("/2112/02/02/later/")[0] == 404
    with serving(site.folder) as running:
        assert running.get("/2012/02/02/draft/")[0] == running.get("/2112/02/02/later/")[0] == 200
        assert "A draft" in running.get("/2012/02/")[2]


def test_what_is_built_while_a_preview_runs_has_nothing_of_the_preview(served: Served) -> None:
    site = Digest(served.folder)
    assert "/_site-builder/client.js" in served.get("/")[2]
    site.build(clock="")
    assert "/_site-builder/client.js" in served.get("/")[2]
    for path, body in site.output().items():
        assert b"_site-builder" not in body, path
        assert b"localhost" not in body, path


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_within_a_second_whoever_listens(tmp_path: Path, number: signal.Signals) -> None:
    site = Digest(tmp_path / "site")
    site.write({"config.yaml": CONFIG, **many(2)})
    for _ in range(TRIES):
        with serving(site.folder) as running:
            streams = [socket.create_connection(("127.0.0.1", running.port)) for _ in range(5)]
            for stream in streams:
                stream.sendall(b"GET /_site-builder/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
            half_open = socket.create_connection(("127.0.0.1", running.port))
            for stream in streams:
                heard = b""
                while b"hello" not in heard:
                    heard += stream.recv(4096)
            took = running.stop(number)
            assert running.process.returncode == 0
            assert "Traceback" not in running.log()
            for stream in (*streams, half_open):
                stream.close()
        if took < 1.5:  # of which Python's own end takes a part
            break
    assert took < 1.5


def test_a_taken_port_gives_way_to_the_next_and_that_is_said(tmp_path: Path) -> None:
    site = Digest(tmp_path / "site")
    site.write({"config.yaml": CONFIG, **many(1)})
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with serving(site.folder, port=port) as running:
            assert port < running.port <= port + 10
            assert f"Port {port} is taken; using {running.port}." in running.log()
            assert running.get("/")[0] == 200
        refused = site.cli("serve", "-p", str(port), "--strict-port")
        assert refused.exit_code == 1
        assert f"port {port} is taken" in refused.stderr


def test_where_all_ports_that_may_be_taken_are_it_is_said_which(tmp_path: Path) -> None:
    """Of a port near the highest one there are no ten after it."""
    site = Digest(tmp_path / "site")
    site.write({"config.yaml": CONFIG})
    with socket.socket() as taken:
        with suppress(OSError):  # somebody else has it, which is all the same here
            taken.bind(("127.0.0.1", 65_535))
            taken.listen()
        refused = site.cli("serve", "-p", "65535")
    assert refused.exit_code == 1
    assert refused.stderr.startswith("error: port 65535 is taken\n")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere browsers are opened in other ways")
def test_a_browser_is_opened_where_that_is_wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = Digest(tmp_path / "site")
    site.write({"config.yaml": CONFIG})
    opened, opener = tmp_path / "opened", tmp_path / "bin/xdg-open"
    opener.parent.mkdir()
    opener.write_text(f'#!/bin/sh\necho "$1" > {opened}.part && mv {opened}.part {opened}\n')
    opener.chmod(0o755)
    monkeypatch.setenv("PATH", f"{opener.parent}{os.pathsep}{os.environ['PATH']}")
    with serving(site.folder, "--open") as running:
        assert until(opened.is_file)
        assert opened.read_text() == f"{running.url}\n"
        assert running.get("/")[0] == 200
