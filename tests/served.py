"""A folder served to a browser on the loopback, by the standard library's server, without a word in a log."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PolicyOf = Callable[[str], str]  # of the path that is asked for: its Content-Security-Policy, or ""


class _Quiet(SimpleHTTPRequestHandler):
    def __init__(self, *args: object, policy_of: PolicyOf, directory: str) -> None:
        self._policy_of = policy_of
        super().__init__(*args, directory=directory)  # type: ignore[arg-type]  # what the server hands over

    def end_headers(self) -> None:
        if policy := self._policy_of(self.path):
            self.send_header("Content-Security-Policy", policy)
        super().end_headers()

    def do_GET(self) -> None:
        if self.path == "/favicon.ico":  # which a browser asks for whatever the page says
            self.send_response(HTTPStatus.NO_CONTENT)
            self.end_headers()
        else:
            super().do_GET()

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def serving(folder: Path, policy_of: PolicyOf = lambda path: "") -> Iterator[str]:
    """The origin at which the folder is served until the block ends, each page under a policy."""
    handler = partial(_Quiet, policy_of=policy_of, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
