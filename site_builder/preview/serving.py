"""The preview's web server: pages of the current generation, and what its script asks for.

What belongs to the preview is added to a page while it is sent, so it is in no file. Every path is looked
up among the site's outputs (`addresses.py`); nothing is read from the disk by the name in a request.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qs

import msgspec
from starlette.datastructures import Headers
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from site_builder.files import digest_of
from site_builder.media_types import media_type
from site_builder.preview.addresses import Meant, byte_range, is_allowed, is_own, meant
from site_builder.preview.generations import Generation

OWN = "/_site-builder/"  # the preview's own addresses; no output can have one, since it begins with "_"
_HERE = Path(__file__).parent
_OF_THE_SCRIPT = [
    _HERE / "client.js",
    _HERE / "client.css",
    _HERE / "files.js",
    _HERE / "outlines.js",
    _HERE / "stream.js",
    _HERE / "vendor" / "idiomorph.min.js",
]
_ALIVE = 10.0  # seconds between signs of life on an event stream
_WAITING = 100  # events that a browser may be behind before its stream is closed; it then begins anew
_HTML = "text/html"
_HEADERS = {"cache-control": "no-store", "x-content-type-options": "nosniff"}


class Site(Protocol):
    """What the server asks of the preview."""

    def generation(self) -> Generation:
        """The outputs as they are now."""
        ...

    def base_path(self) -> str:
        """Where the site lies on its host: "" or "/digest"."""
        ...

    def body(self, digest: str) -> bytes | None:
        """The bytes of an output."""
        ...

    def wants(self, path: str, digest: str) -> Awaitable[None]:
        """Ends when an output is made that is due, or whose bytes, of this digest, are lost."""
        ...

    def seen(self, path: str) -> None:
        """Somebody looks at a page."""
        ...

    def state(self, path: str, address: str, source: str) -> Awaitable[dict[str, Any]]:
        """What the script shows on the page at an output path. Where that is "", for nothing is at the
        address, `source` is what the script takes for the source of what was there.
        """
        ...

    def about(self, path: str) -> Awaitable[dict[str, Any]]:
        """What the editor's bar shows."""
        ...

    def outlined(self, path: str) -> Awaitable[bytes | None]:
        """The page at an output path, with comments that tell which layout drew what; None for no page."""
        ...


class Hub:
    """Tells every open event stream what happens. Belongs to the server's loop."""

    def __init__(self) -> None:
        self._queues: set[asyncio.Queue[bytes]] = set()

    def tell(self, event: str, data: object) -> None:
        """Send an event to everybody."""
        message = b"event: %s\ndata: %s\n\n" % (event.encode(), msgspec.json.encode(data))
        for queue in list(self._queues):
            if queue.full():
                self._queues.discard(queue)  # and its stream ends
            else:
                queue.put_nowait(message)

    def close(self) -> None:
        """End all streams."""
        for queue in self._queues:
            queue.put_nowait(b"")
        self._queues.clear()

    @contextmanager
    def listening(self) -> Iterator[asyncio.Queue[bytes]]:
        """A queue of messages; b"" where the stream must end."""
        queue: asyncio.Queue[bytes] = asyncio.Queue(_WAITING + 1)
        self._queues.add(queue)
        try:
            yield queue
        finally:
            self._queues.discard(queue)

    def has(self, queue: asyncio.Queue[bytes]) -> bool:
        """Whether the queue is still told anything."""
        return queue in self._queues


class App:
    """The ASGI application."""

    def __init__(self, site: Site, hub: Hub, names: frozenset[str], *, reload: bool = True) -> None:
        """`names` are the hosts beside this machine's own that the preview may be asked for as."""
        self._site = site
        self._hub = hub
        self._names = names
        self._reload = reload
        self._script = {file.name: file.read_bytes() for file in _OF_THE_SCRIPT}
        self._version = digest_of(b"".join(self._script.values()))[:12]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI's entry. Whatever fails, the server goes on."""
        if scope["type"] != "http":
            return
        headers = Headers(scope=scope)
        response = self._refusal(scope, headers)
        raw: bytes = scope.get("raw_path") or scope["path"].encode()
        if response is None and raw == f"{OWN}events".encode():
            await self._stream(scope, receive, send)
            return
        if response is None:
            response = await self._own(raw.decode("latin-1"), scope) or await self._page(
                raw, scope["query_string"], headers
            )
        for name, value in _HEADERS.items():
            response.headers[name] = value
        if scope["method"] == "HEAD":
            response.body = b""  # with the length of what GET would give
        await response(scope, receive, send)

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not is_allowed(hosts[0], self._names):
            hint = "`--allow-host NAME` lets it answer to another name."
            return _plain(f"This preview answers to localhost only; {hint}\n", 403)
        origin = headers.get("origin")
        if origin is not None and not is_own(origin, hosts[0], self._names):
            return _plain("This preview gives nothing to the pages of others.\n", 403)
        if headers.get("sec-fetch-site") == "cross-site" and headers.get("sec-fetch-mode") != "navigate":
            return _plain("This preview gives nothing to the pages of others.\n", 403)
        if scope["method"] not in {"GET", "HEAD"}:
            return _plain("Only GET and HEAD.\n", 405, {"allow": "GET, HEAD"})
        return None

    async def _own(self, path: str, scope: Scope) -> Response | None:
        """What the script asks for; None for an address of the site."""
        if not path.startswith(OWN):
            return None
        name = path.removeprefix(OWN)
        if name in self._script:
            return Response(self._script[name], headers={"content-type": media_type(name)})
        if name in {"state", "about", "outlined"}:
            query = parse_qs(scope["query_string"].decode("latin-1"), max_num_fields=4)
            address, source = (query.get(key, [""])[0] for key in ("page", "source"))
            found = self._meant(address.encode()).path
            if name == "about":
                return JSONResponse(await self._site.about(found))
            if name == "outlined":
                page = await self._site.outlined(found)
                return _plain("This is no page.\n", 404) if page is None else Response(page, media_type=_HTML)
            return JSONResponse(await self._site.state(found, address, source))
        return _plain("There is no such thing here.\n", 404)

    def _meant(self, raw: bytes) -> Meant:
        generation = self._site.generation()
        known = (generation.files, generation.due, generation.left)
        return meant(raw, self._site.base_path(), lambda p: any(p in paths for paths in known))

    async def _page(self, raw: bytes, query: bytes, headers: Headers) -> Response:
        found = self._meant(raw)
        if found.redirect:
            location = found.redirect + (f"?{query.decode('latin-1')}" if query else "")
            return Response(status_code=301, headers={"location": location})
        generation = self._site.generation()
        if not generation.files and not generation.due:
            return self._nothing_yet()
        path, status = (found.path, 200) if found.path else ("404.html", 404)
        content = await self._content(path)
        if content is None:
            return _plain("There is nothing here.\n", 404)
        body, digest = content
        kind = media_type(path)
        tag = f'"{digest}"'
        if kind.startswith("text/html"):
            self._site.seen(path)
            if self._reload:
                body, tag = self._with_script(body, digest), f'"{digest}-{self._version}"'
        return _answer(body, kind, tag, status, headers)

    async def _content(self, path: str) -> tuple[bytes, str] | None:
        """An output's bytes and their digest, made now where it is due."""
        for _ in range(3):
            generation = self._site.generation()
            digest = generation.files.get(
                path, "" if path in generation.due else generation.left.get(path, "")
            )
            body = self._site.body(digest) if digest else None
            if body is not None:
                return body, digest
            if path not in generation.files and path not in generation.due:
                return None
            await self._site.wants(path, digest)
        return None

    def _with_script(self, body: bytes, digest: str) -> bytes:
        """The page with the preview's script, which learns what it stands on."""
        tag = f"{digest}-{self._version}"
        script = f'<script src="{OWN}client.js?{self._version}" data-tag="{tag}" defer></script>\n'.encode()
        head, mark, tail = body.rpartition(b"</body>")
        return head + script + mark + tail if mark else body + script

    def _nothing_yet(self) -> Response:
        """The page while no build has come to its end: the script shows why."""
        title = "Nothing to see yet"
        page = f"<!doctype html><meta charset=utf-8><title>{escape(title)}</title><body></body>"
        return Response(self._with_script(page.encode(), ""), 503, media_type="text/html")

    async def _stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Events to a browser, until it goes away, falls behind or the preview ends."""
        start = {
            "type": "http.response.start",
            "status": 200,
            "headers": [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store")],
        }
        await send(start)
        if scope["method"] == "HEAD":
            await send({"type": "http.response.body"})
            return
        gone = asyncio.ensure_future(_disconnected(receive))
        with self._hub.listening() as queue:
            message = b"retry: 500\nevent: hello\ndata: %d\n\n" % self._site.generation().number
            try:
                while message:
                    await send({"type": "http.response.body", "body": message, "more_body": True})
                    message = await _next(queue, gone) if self._hub.has(queue) else b""
                await send({"type": "http.response.body"})
            except OSError:
                pass  # it went away while it was written to
            finally:
                gone.cancel()


async def _disconnected(receive: Callable[[], Awaitable[Any]]) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _next(queue: asyncio.Queue[bytes], gone: asyncio.Future[None]) -> bytes:
    """The next message; a comment where there is none for a while; b"" when the browser is gone."""
    get = asyncio.ensure_future(queue.get())
    waiting: set[asyncio.Future[Any]] = {get, gone}
    await asyncio.wait(waiting, timeout=_ALIVE, return_when=asyncio.FIRST_COMPLETED)
    if gone.done():
        get.cancel()
        return b""
    if get.done():
        return get.result()
    get.cancel()
    return b": alive\n\n"


def _answer(body: bytes, kind: str, tag: str, status: int, headers: Headers) -> Response:
    """A body as it was asked for: in part, or not at all where the browser has it."""
    common = {"etag": tag, "accept-ranges": "bytes", "content-type": kind}
    known = headers.get("if-none-match", "")
    if status == 200 and (
        known == "*" or tag in {one.strip().removeprefix("W/") for one in known.split(",")}
    ):
        return Response(status_code=304, headers={"etag": tag})
    wanted = headers.get("range")
    if wanted and status == 200 and headers.get("if-range", tag) == tag:
        try:
            part = byte_range(wanted, len(body))
        except ValueError:
            return Response(status_code=416, headers={"content-range": f"bytes */{len(body)}"})
        if part:
            first, end = part
            common["content-range"] = f"bytes {first}-{end - 1}/{len(body)}"
            return Response(body[first:end], 206, common)
    return Response(body, status, common)


def _plain(text: str, status: int, headers: dict[str, str] | None = None) -> Response:
    return Response(text, status, headers, "text/plain")
