"""One raw article as it came, before anybody has read it. What every kind of source gives."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from site_builder.importing.reading import Found

Shape = Literal["text", "page", "own"]  # plain text, HTML, or front matter and Markdown of ours


class Item(Struct, frozen=True, kw_only=True):
    """One raw article, and what its container says of it."""

    name: str  # what messages call it: the path or address as given, `feed.xml#3` for the third in it
    original: bytes  # what is kept beside the ledger, untouched
    suffix: str  # of the kept file: ".txt", ".html", ".mhtml", ".eml", ".xml", ".json"
    shape: Shape  # how `content` is read
    content: bytes  # the text or page: the original itself, or a part of it such as a mail's body
    charset: str = ""  # as declared outside the content, by an HTTP header or a MIME part
    url: str = ""  # where it came from; "" when that is not known
    retrieved: str = ""  # when it was fetched, as under `date` in front matter; "" when it was not
    stated: tuple[tuple[str, Found], ...] = ()  # front-matter keys and what the container says of them
    notes: tuple[str, ...] = ()  # as `Reading.notes`: of what the content does not say
