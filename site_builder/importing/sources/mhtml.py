"""MHTML, a page as browsers save it in one file (RFC 2557): one article, with the address it came from."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.importing.items import Item
from site_builder.importing.sources.facts import moment, web_link
from site_builder.importing.sources.kind import Raw, World, problem
from site_builder.importing.sources.mime import charset_of, content_of, header_text, message_of, parts_of
from site_builder.problems import Problem

ONE = True


def claims(raw: Raw) -> bool:
    """Whether a browser saved it: parts that belong together, and no sign of having been sent."""
    headers = raw.head.headers
    if "snapshot-content-location" in headers or headers.get("from", "").lower().startswith("<saved by"):
        return True
    related = headers.get("content-type", "").lower().startswith("multipart/related")
    return related and not {"to", "received", "return-path", "message-id"} & headers.keys()


def items(raw: Raw, world: World) -> Iterator[Item | Problem]:
    """The page in it. Its title is read from the page itself, like that of any page."""
    message = message_of(raw)
    pages = [part for part in parts_of(message) if part.get_content_type() == "text/html"]
    pages = [part for part in pages if content_of(part).strip()]
    if not pages:
        yield problem(raw.name, "no-text", "there is no page in it", "Save the page again, as HTML.")
        return
    located = header_text(message, "Snapshot-Content-Location") or header_text(pages[0], "Content-Location")
    yield Item(
        name=raw.name,
        original=raw.whole(),
        suffix=".mhtml",
        shape="page",
        content=content_of(pages[0]),
        charset=charset_of(pages[0]),
        url=web_link(located) or raw.url,
        retrieved=moment(header_text(message, "Date")) or raw.retrieved,
    )
