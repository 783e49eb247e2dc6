"""Web servers that others wrote, run on the loopback by who runs the tests, each with a folder of its own."""

from __future__ import annotations

import grp
import http.client
import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from checkers import missing
from loopback import free_port

MODULES = [Path(folder) for folder in ("/usr/lib/nginx/modules", "/usr/share/nginx/modules")]


class Answer(NamedTuple):
    """What a server said."""

    status: int
    headers: Mapping[str, str]  # names in lower case
    body: bytes


class Server(NamedTuple):
    """A server that is running."""

    port: int

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, **headers: str) -> Answer:
        """Ask for an address, following nothing."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})
            answer = connection.getresponse()
            return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()


def server_program(name: str, package: str) -> str:
    """Where a server's program lies, which may be where only root looks; skips or fails without it."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    if not found:
        missing(name, f"the package {package} of the system has it")
    assert found
    return found


@contextmanager
def nginx(folder: Path, sample: str) -> Iterator[Server]:
    """nginx with a `server` as it is in a sample, but for its port."""
    program = server_program("nginx", "nginx-light")
    module = next((f for f in (m / "ngx_http_brotli_static_module.so" for m in MODULES) if f.is_file()), None)
    if module is None:
        missing("the brotli module of nginx", "libnginx-mod-http-brotli-static of the system has it")
    port = free_port()
    at, _, _ = sample.partition("listen 80;")
    assert at != sample
    (folder / "site.conf").write_text(sample.replace("listen 80;", f"listen 127.0.0.1:{port};"), "utf-8")
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n" for kind in "client_body proxy fastcgi uwsgi scgi".split()
    )
    user = pwd.getpwuid(os.geteuid())  # who may look into the folders of tests
    (folder / "nginx.conf").write_text(
        f"user {user.pw_name} {grp.getgrgid(user.pw_gid).gr_name};\n"
        f"load_module {module};\nworker_processes 1;\ndaemon off;\npid {folder}/pid;\n"
        f"error_log {folder}/error.log;\nevents {{}}\n"
        f"http {{\ninclude /etc/nginx/mime.types;\naccess_log off;\n{temporary}"
        f"include {folder}/site.conf;\n}}\n"
    )
    yield from _running([program, "-p", str(folder), "-c", f"{folder}/nginx.conf"], port, folder)


@contextmanager
def apache(folder: Path, site: Path, base_path: str) -> Iterator[Server]:
    """Apache that serves a folder below a path, and lets its `.htaccess` say how."""
    program = server_program("apache2", "apache2-bin")
    port = free_port()
    modules = Path("/usr/lib/apache2/modules")
    names = "mpm_event authz_core alias dir mime headers rewrite filter setenvif".split()
    loaded = "".join(f"LoadModule {name}_module {modules}/mod_{name}.so\n" for name in names)
    where = (
        f"DocumentRoot {site}\n" if not base_path else f"DocumentRoot {folder}\nAlias {base_path} {site}\n"
    )
    (folder / "apache.conf").write_text(
        f"ServerRoot {folder}\nPidFile {folder}/pid\nErrorLog {folder}/error.log\nServerName localhost\n"
        f"DefaultRuntimeDir {folder}\nMutex file:{folder}\nListen 127.0.0.1:{port}\n{loaded}"
        f"TypesConfig /etc/mime.types\n{where}"
        f"<Directory {site}>\nAllowOverride FileInfo\nRequire all granted\n</Directory>\n"
    )
    yield from _running([program, "-X", "-f", f"{folder}/apache.conf"], port, folder)


@contextmanager
def caddy(folder: Path, sample: str, host: str) -> Iterator[Server]:
    """Caddy with a site as it is in a sample, but for its address."""
    program = server_program("caddy", "caddy")
    port = free_port()
    assert sample.startswith(f"{host} {{")
    text = sample.replace(f"{host} {{", f"http://127.0.0.1:{port} {{", 1)
    (folder / "Caddyfile").write_text(f"{{\nadmin off\n}}\n{text}", "utf-8")
    command = [program, "run", "--adapter", "caddyfile", "--config", f"{folder}/Caddyfile"]
    home = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    yield from _running(command, port, folder, home)


def _running(
    command: list[str], port: int, folder: Path, environ: Mapping[str, str] | None = None
) -> Iterator[Server]:
    log = folder / "output.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, env=environ)
    try:
        until = time.monotonic() + 60
        while not _listens(port):
            said = log.read_text("utf-8", "replace")
            assert process.poll() is None, f"{command[0]} ended: {said}"
            assert time.monotonic() < until, f"{command[0]} does not listen: {said}"
            time.sleep(0.02)
        yield Server(port)
    finally:
        process.terminate()
        process.wait(20)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
