"""Servers of WebDAV and of FTP with TLS, on this machine, with a name and a password that are nobody's."""

from __future__ import annotations

import logging
import subprocess
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from checkers import program
from ssh_server import Wire

USER, PASSWORD = "desk", "not-a-real-password"


@contextmanager
def serving_webdav(folder: Path) -> Iterator[Wire]:
    """A folder over WebDAV; below /fixed/ nobody may write. Gives the way to it."""
    from cheroot.wsgi import Server
    from wsgidav.fs_dav_provider import FilesystemProvider
    from wsgidav.wsgidav_app import WsgiDAVApp

    app = WsgiDAVApp(
        {
            "provider_mapping": {
                "/": FilesystemProvider(str(folder)),
                "/fixed": FilesystemProvider(str(folder), readonly=True),
            },
            "simple_dc": {"user_mapping": {"*": {USER: {"password": PASSWORD}}}},
            "http_authenticator": {"accept_basic": True, "accept_digest": False, "default_to_digest": False},
            "logging": {"enable": False},
            "verbose": 0,
        }
    )
    server = Server(("127.0.0.1", 0), app, numthreads=4)
    server.prepare()
    threading.Thread(target=server.serve, daemon=True).start()
    wire = Wire(server.bind_addr[1])
    try:
        yield wire
    finally:
        wire.close()
        server.stop()


@contextmanager
def serving_ftps(folder: Path, keys: Path) -> Iterator[tuple[Wire, Path]]:
    """A folder over FTP with TLS. Gives the way to it and the certificate of who vouches for it.

    `USER` may do everything; `reader` may only read; `blind` may not read, and `keeper` not remove; for
    `windows` no file is renamed over another.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of asyncore, which it brings for newer Pythons
        from pyftpdlib.authorizers import DummyAuthorizer
        from pyftpdlib.handlers import TLS_FTPHandler
        from pyftpdlib.servers import FTPServer

    openssl = program("openssl", remedy="apt-get install openssl brings it")
    certificate, key = keys / "certificate.pem", keys / "key.pem"
    words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=127.0.0.1"
    named = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([openssl, *words.split(), *named], check=True, capture_output=True)
    logging.getLogger("pyftpdlib").setLevel(logging.CRITICAL)
    authorizer = DummyAuthorizer()
    authorizer.add_user(USER, PASSWORD, str(folder), perm="elradfmwMT")
    for name, may in {"reader": "elr", "blind": "eladfmwMT", "keeper": "elrafmwMT"}.items():
        authorizer.add_user(name, PASSWORD, str(folder), perm=may)
    authorizer.add_user("windows", PASSWORD, str(folder), perm="elradfmwMT")

    class Handler(TLS_FTPHandler):
        tls_control_required = True
        tls_data_required = True
        auth_failed_timeout = 0.1

        def ftp_RNTO(self, path: str) -> object:  # noqa: N802 - so it is named there
            if self.username == "windows" and Path(path).is_file():
                return self.respond("550 File exists.")
            return super().ftp_RNTO(path)

    Handler.certfile, Handler.keyfile, Handler.authorizer = str(certificate), str(key), authorizer
    server = FTPServer(("127.0.0.1", 0), Handler)
    stop = threading.Event()

    def serve() -> None:
        while not stop.is_set():
            server.serve_forever(timeout=0.05, blocking=False)
        server.close_all()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    wire = Wire(server.address[1])
    try:
        yield wire, certificate
    finally:
        wire.close()
        stop.set()
        thread.join()
