"""Why an output is as it is: what is remembered of it, found by any of its names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

import msgspec
from msgspec import Struct

from site_builder.content.plan import Output
from site_builder.incremental.asking import ids_in
from site_builder.incremental.reads import Query, query_id
from site_builder.incremental.staleness import Reason
from site_builder.incremental.stamps import file_stamp
from site_builder.memory import Memory, read_name
from site_builder.queries import OF_AN_ARTICLE
from site_builder.settings import Settings

Standing = Literal["as written", "altered", "missing"]


class Explained(Struct, frozen=True):
    """What is known of one output."""

    output: Output
    file: str  # below the site's folder
    build: int  # the number of the build that made it …
    latest: int  # … and of the last build
    reasons: tuple[Reason, ...]  # for which it was made then
    standing: Standing  # of its file, now
    asked: tuple[Query, ...]  # all that was asked for it, by name and arguments
    nameless: int  # queries that were asked too, for things that are not there


def find_outputs(memory: Memory, name: str, base_url: str, site: Path) -> list[str]:
    """The paths of the outputs that are meant by a path, a permalink, a full URL, or the source file that
    they belong to; several only for a source file.
    """
    assert memory.summary.folders
    planned = memory.planned
    folder = memory.summary.folders.output
    with suppress(ValueError, OSError):
        if Path(name).exists():  # as it lies on the disk, seen from where the user is
            name = Path(name).resolve().relative_to(site.resolve()).as_posix()
    parts = urlsplit(name)
    path = unquote(parts.path if parts.scheme else re.split("[?#]", name)[0])
    if parts.scheme:
        path = path.removeprefix(urlsplit(base_url).path.rstrip("/"))
    path = path.removeprefix("./").removeprefix(f"{folder}/").lstrip("/")
    for candidate in (path, f"{path}index.html", f"{path}/index.html".lstrip("/")):
        if candidate in planned:
            return [candidate]
    sources = {path, f"content/{path}"}
    return sorted(at for at, encoded in planned.items() if _decode(encoded).claimant in sources)


def explain(memory: Memory, path: str, site: Path) -> Explained:
    """What is remembered of the output at a path below the output folder. Raises KeyError for none."""
    assert memory.summary.folders
    written = memory.written[path]
    file = f"{memory.summary.folders.output}/{path}"
    stamp = file_stamp(str(site / file))
    standing: Standing = "as written"
    if stamp[0] < 0:
        standing = "missing"
    elif stamp != written.stamp and _digest(site / file) != written.digest:
        standing = "altered"
    asked, nameless = queries_of(memory, path)
    return Explained(
        output=_decode(memory.planned[path]),
        file=file,
        build=written.build,
        latest=memory.summary.build,
        reasons=written.reasons,
        standing=standing,
        asked=asked,
        nameless=nameless,
    )


def queries_of(memory: Memory, path: str) -> tuple[tuple[Query, ...], int]:
    """The queries of an output by name, and how many of its ids stand for none that is known."""
    record = memory.asked.get(path)
    if record is None:
        return (), 0
    ids = record.own + memory.sets[record.common]
    wanted = {*ids_in(ids)}
    found = {id_: query for query in _nameable(memory) if (id_ := query_id(query)) in wanted}
    return tuple(sorted(found.values(), key=repr)), len(wanted) - len(found)


def _nameable(memory: Memory) -> Iterator[Query]:
    """Every query that an output may have asked, as far as it can be told from what is remembered."""
    yield from map(read_name, memory.answers)
    yield from (("config", key) for key in Settings.__struct_fields__)
    yield from (("layout", name) for name in memory.summary.layouts)
    yield ("today",)
    for path in memory.kept:
        yield from ((name, path) for name in sorted(OF_AN_ARTICLE))


def _digest(file: Path) -> str:
    from site_builder.files import digest_of

    return digest_of(file.read_bytes())


_decode = msgspec.msgpack.Decoder(Output).decode
