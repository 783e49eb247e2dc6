"""What the user names → raw articles. `items_of` is the door; each kind of source is one module here.

The kind is told by content (`sniff.py`). A new kind is a new file with the shape that `kind.py` says,
and its name in KINDS. Without the extra `[import]`, plain text, folders, lists, mail, MHTML, JSON feeds
and WordPress exports can still be opened; each of the others says what to install.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from pathlib import Path

from site_builder.importing.fetching.fetcher import Fetcher
from site_builder.importing.items import Item
from site_builder.importing.sources import (
    binary,
    feed,
    folder,
    gzipped,
    json_feed,
    link_list,
    mail,
    mhtml,
    own_article,
    page,
    text,
    wordpress,
    xml_other,
)
from site_builder.importing.sources.kind import Kind, Raw, World, fetched, one_each, problem
from site_builder.problems import Problem, ProblemsFound

# The first that claims a source gets it: the unmistakable ones first, and text, which claims all, last.
KINDS: tuple[Kind, ...] = (
    gzipped, binary, mhtml, own_article, mail, wordpress, feed, page, xml_other, json_feed, link_list, text
)  # fmt: skip
_WEB = re.compile(r"https?://", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


def items_of(name: str, *, fetcher: Fetcher | None = None, follow: bool = True) -> Iterator[Item | Problem]:
    """The raw articles in what is called `name`: a path, or an address of the web.

    `fetcher` is what fetches addresses, the one named and those that lists and feeds give; without it
    none is fetched. `follow`: whether a feed's entry that gives a summary only is fetched from its link.

    Lazy, in the source's order, folders by name. In place of an article that cannot be had comes a
    problem, and the next article all the same; a problem of level "warning" is about what was passed
    over for a reason (a draft, an attachment). Raises nothing.
    """
    return one_each(_expand(name, World(fetcher, follow, _expand, _kind_of)))


def _expand(name: str, world: World) -> Iterator[Item | Problem]:
    try:
        if _WEB.match(name):
            raw = fetched(name, name, world)
            yield from [raw] if isinstance(raw, Problem) else _opened(raw, world)
        elif _SCHEME.match(name) and not _exists(name):
            message = f"only http and https are fetched, not '{name.partition(':')[0]}:'"
            yield problem(name, "bad-address", message, "Save the article and import the file.")
        else:
            yield from _of_path(name, world)
    except OSError as error:
        words = error.strerror or str(error) or "it cannot be read"
        yield problem(name, "unreadable", f"it cannot be read: {words}", "Is the path right?")


def _of_path(name: str, world: World) -> Iterator[Item | Problem]:
    path = Path(name)
    if not _exists(name):
        yield problem(name, "not-found", "there is no such file or folder", "Is the path right?")
    elif path.is_dir():
        yield from folder.items(name, path, world)
    elif not path.is_file():
        yield problem(name, "not-a-file", "it is neither a file nor a folder", "Save it to a file first.")
    else:
        yield from _opened(Raw(name, lambda: path.open("rb"), path=path), world)


def _exists(name: str) -> bool:
    try:
        return Path(name).exists()
    except ValueError:  # a name that no system allows
        return False


def _kind_of(raw: Raw) -> Kind:
    return next(kind for kind in KINDS if kind.claims(raw))


def _opened(raw: Raw, world: World) -> Iterator[Item | Problem]:
    try:
        if not raw.head.text.strip():
            yield problem(raw.name, "empty-file", "it is empty", "Save the article's text to it.")
        else:
            yield from _kind_of(raw).items(raw, world)
    except ProblemsFound as found:
        yield from found.problems
    except (EOFError, zlib.error):
        remedy = "It may be cut short or damaged; get it again."
        yield problem(raw.name, "broken-gzip", "the compressed data cannot be read to its end", remedy)
