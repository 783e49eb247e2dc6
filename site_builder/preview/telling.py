"""What a browser is told of the site beside its pages: problems, badges, and what is known of an article.

Values for JSON. Reads the memory and the snapshot of the last build; belongs to the thread that builds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from textwrap import dedent
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

import msgspec

from site_builder.content.article import Moment
from site_builder.content.plan import Output
from site_builder.content.reading_list import related_reading
from site_builder.content.readings import Reading
from site_builder.content.snapshot import Snapshot
from site_builder.content.visibility import Viewing, hidden_because
from site_builder.explaining import queries_of
from site_builder.incremental.staleness import Reason
from site_builder.memory import Memory, in_memory
from site_builder.problems import Problem, describe, did_you_mean, where_they_lie, whole_message
from site_builder.queries import OF_AN_ARTICLE
from site_builder.wording import query_in_words, reason_in_words

EDITORS = {  # how an editor is asked to open a file at a place
    "vscode": "vscode://file{file}:{line}:{column}",
    "vscodium": "vscodium://file{file}:{line}:{column}",
    "cursor": "cursor://file{file}:{line}:{column}",
    "zed": "zed://file{file}:{line}:{column}",
    "jetbrains": "idea://open?file={file}&line={line}&column={column}",
    "sublime": "subl://open?url=file://{file}&line={line}&column={column}",
    "emacs": "emacs://open?url=file://{file}&line={line}&column={column}",
    "textmate": "txmt://open?url=file://{file}&line={line}&column={column}",
    "none": "",
}
_REMEDY = f"Write {', '.join(EDITORS)}, or an address with {{file}}, {{line}} and {{column}} in it."
_MOST_PROBLEMS = 20


def link_pattern(editor: str) -> str:
    """The pattern of links for an editor: a name of EDITORS, or itself such a pattern.

    Raises ValueError, with what is wrong and what to write, where no link could be made of it.
    """
    if editor in EDITORS:
        return EDITORS[editor]
    if "{file}" not in editor or "://" not in editor:
        remedy = did_you_mean(editor, EDITORS) or _REMEDY
        raise ValueError(f"no link is known that opens '{editor}'\n  {remedy}")
    return editor


class Editor:
    """Makes links that open a source in an editor."""

    def __init__(self, site: Path, editor: str, sources: Callable[[], Mapping[str, str]]) -> None:
        """`editor` is as for `link_pattern`; `sources` says by name where each source lies."""
        self._site = site.resolve()
        self._pattern = link_pattern(editor)
        self._sources = sources

    def link(self, source: str, line: int = 0, column: int = 0) -> str:
        """The link for a path below the site's folder; "" where there is no such file, or no editor."""
        file = Path(self._sources().get(source) or self._site / source).resolve()
        if not self._pattern or not file.is_file():
            return ""
        link = self._pattern.replace("{line}", str(line or 1)).replace("{column}", str(column or 1))
        return link.replace("{file}", "/" + quote(file.as_posix().lstrip("/")))


def problems_told(problems: Iterable[Problem], editor: Editor) -> list[dict[str, str]]:
    """Problems, each with its place, its text as a terminal has it, and a link into the editor.

    Errors come first; beyond so many the terminal alone has them.
    """
    told = []
    for problem in sorted(problems, key=lambda p: p.level != "error")[:_MOST_PROBLEMS]:
        _, _, rest = describe(problem).partition("\n")
        remedy = problem.remedy
        excerpt = rest.removesuffix("\n".join(f"  {line}" for line in remedy.splitlines())).rstrip("\n")
        told.append(
            {
                "level": problem.level,
                "place": str(problem.place),
                "message": whole_message(problem),
                "excerpt": dedent(excerpt),
                "remedy": remedy,
                "open": editor.link(problem.place.source, problem.place.line, problem.place.column),
            }
        )
    return told


def moved_told(source: str, address: str) -> dict[str, str] | None:
    """What is told on a page that is not there of the article that was; None where there was none."""
    return {"source": source, "to": address} if source else None


def source_of(memory: Memory, path: str) -> str:
    """The source that an output belongs to, below the site's folder; "" where it belongs to none."""
    encoded = memory.planned.get(path)
    return _output(encoded).claimant if encoded else ""


def planned_output(memory: Memory, path: str) -> Output:
    """The output that is planned at a path. Raises KeyError for none."""
    return _output(memory.planned[path])


def state_of_article(memory: Memory, snapshot: Snapshot, path: str, now: datetime) -> dict[str, Any] | None:
    """What a badge says of the page at an output path; None where it is no article's."""
    source = source_of(memory, path)
    entry = snapshot.entries.get(_below_content(source))
    if entry is None or entry.permalink != _output(memory.planned[path]).permalink:
        return None
    return {
        "source": source,
        "review": entry.review,
        "hidden": hidden_because(entry, Viewing(now)) or "",
        "appears": _day(entry.publish_date or entry.date),
    }


def told_of_article(
    memory: Memory,
    snapshot: Snapshot,
    path: str,
    now: datetime,
    editor: Editor,
    body: bytes | None = None,
    sources: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, Any] | None:
    """What the editor's bar shows of the page at an output path; None where it is no article's.

    `body` are the bytes of the page; `sources` says by name where each source lies.
    """
    state = state_of_article(memory, snapshot, path, now)
    if state is None:
        return None
    name = _below_content(state["source"])
    kept = memory.kept.get(name)
    reasons = memory.written[path].reasons if path in memory.written else ()
    asked, nameless = queries_of(memory, path)
    words = sorted(
        query_in_words(query) for query in asked if query[0] not in {"layout", "config", *OF_AN_ARTICLE}
    )
    article = snapshot.articles[name]
    return {
        **state,
        "open": editor.link(state["source"], article.front_line),
        "front": article.front.strip(),
        "words": article.words,
        "related": [_related(snapshot, reading, path) for reading in related_reading(snapshot, name)],
        "reasons": [_because(reason) for reason in reasons],
        "layouts": [str(query[1]) for query in asked if query[0] == "layout"],
        "settings": [str(query[1]) for query in asked if query[0] == "config"],
        "articles": sorted({str(query[1]) for query in asked if query[0] in OF_AN_ARTICLE} - {name}),
        "queries": words,
        "nameless": nameless,
        "problems": problems_told(
            _findings(memory, snapshot, path, now, kept.problems if kept else (), body, sources), editor
        ),
    }


def _findings(
    memory: Memory,
    snapshot: Snapshot,
    path: str,
    now: datetime,
    told: tuple[Problem, ...],
    body: bytes | None,
    sources: Mapping[str, str],
) -> tuple[Problem, ...]:
    """What `check` would find on a page; what the build tells of it alone where it is not made yet."""
    if body is None:
        return where_they_lie(told, snapshot.settings.content_dir)
    from site_builder.checking.one_page import findings_on_page

    plan = in_memory(memory.planned, Output)
    files = {_below_content(name): file for name, file in sources.items() if name.startswith("content/")}
    found = findings_on_page(path, body, snapshot, plan, told, files, now)
    return where_they_lie(found, snapshot.settings.content_dir)


def _related(snapshot: Snapshot, reading: Reading, path: str) -> dict[str, Any]:
    labels = [snapshot.index.terms[tag].label for tag in reading.tags if tag in snapshot.index.terms]
    card = snapshot.cards[reading.path]
    return {
        "title": card.title,
        "link": snapshot.links.link(card.permalink, path),
        "why": [*labels, *reading.names],
    }


def _because(reason: Reason) -> str:
    return "it was asked for, for the first time" if reason.cause == "missing" else reason_in_words(reason)


def _below_content(source: str) -> str:
    return source.removeprefix("content/")


def _day(moment: Moment | None) -> str:
    return f"{moment.instant:%Y-%m-%d %H:%M} UTC" if moment else ""


_output = msgspec.msgpack.Decoder(Output).decode
