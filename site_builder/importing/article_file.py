"""A raw file as the three files that an import gives: article, original and ledger. Touches no disk.

The article is one that an editor would publish after reading it once: what is not known is left out
and named under `extra.to_check`, and only then is `review` more than `inbox`.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
import uuid
from pathlib import PureWindowsPath
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct

from site_builder.content.article import Moment, SourcePath
from site_builder.content.dates import read_moment
from site_builder.content.front_matter import write_front_matter
from site_builder.content.permalinks import slugify
from site_builder.importing.charset import decode
from site_builder.importing.ledger import Origin, write_ledger
from site_builder.importing.plain.passages import tidy
from site_builder.importing.plain.plain_text import read_plain_text
from site_builder.importing.reading import Reading
from site_builder.problems import Place, Problem, ProblemsFound, did_you_mean
from site_builder.settings import Settings

RAW_FOLDER = "_raw"  # below content/; names that begin with "_" are never published
INBOX = "inbox"  # below content/: where an article waits for its date
_LISTS = ("also", "section", "captions", "credits", "highlights", "corrections", "notes")  # below `extra`
LONGEST_SLUG = 60  # characters of the title that a slug is made of
_NAMESPACE = uuid.UUID("6d2c1f0e-5b0a-5c57-9a53-0c7b1f2f8f11")  # of the ids that imports mint


class Imported(Struct, frozen=True):
    """What an import would write. Paths are below content/, with forward slashes."""

    path: SourcePath
    markdown: str  # front matter and body
    raw_path: str
    raw: bytes  # the original, untouched
    sha256: str  # of the original
    ledger_path: str
    ledger: str  # YAML
    notes: tuple[str, ...] = ()  # what keeps the article from being published as it is


def import_file(
    raw: bytes, name: str, settings: Settings, *, date: str = "", source: str = "", slug: str = ""
) -> Imported:
    """The files that a raw plain text called `name` becomes.

    `date` is a date or time as under `date` in front matter, `source` the key or name of one of the
    settings' sources, `slug` a slug in place of the title's. The same arguments give the same files;
    the article's `id` depends on the bytes alone. Raises ProblemsFound for a file that is no text, and
    for every option that cannot be meant.
    """
    key, moment = _options(settings, date, source)
    decoded = decode(raw, name)
    reading = read_plain_text(decoded.text, settings.tags)
    sha256 = hashlib.sha256(raw).hexdigest()

    title = reading.first("title") or _title_of_file(name)
    notes = tuple(note for note in (*_doubts(reading, moment, key), decoded.note) if note)
    day = moment.day.isoformat() if moment else reading.first("date")
    folder = f"{day[:4]}/{day[5:7]}" if day else INBOX
    stem = f"{folder}/{slugify(slug) if slug else slugify(_shortened(title))}"
    raw_path = f"{RAW_FOLDER}/{stem}.txt"

    values: dict[str, Any] = {
        "title": title,
        "date": date.strip() or reading.first("date"),
        "review": "needs-check" if notes else "inbox",
        "id": f"urn:uuid:{uuid.uuid5(_NAMESPACE, sha256)}",
        **_stated(reading),
    }
    origin = _without_empty({"name": key, "url": reading.first("url"), "raw": raw_path, "sha256": sha256})
    extra: dict[str, Any] = {
        "agency": reading.first("agency"),
        **{key: list(reading.all(key)) for key in _LISTS},
        "to_check": list(notes),
    }
    if key:
        values["source"] = origin
    else:
        # Without a name there is no source; the editor who finds the name finds the rest of it here.
        extra["original"] = origin
    values["extra"] = _without_empty(extra)
    markdown = f"{write_front_matter(_without_empty(values))}\n{reading.body}"
    written = hashlib.sha256(markdown.encode()).hexdigest()
    about = Origin(f"{stem}.md", raw_path, sha256, decoded.encoding, written, len(notes))
    return Imported(
        path=about.article,
        markdown=markdown,
        raw_path=raw_path,
        raw=raw,
        sha256=sha256,
        ledger_path=f"{RAW_FOLDER}/{stem}.yaml",
        ledger=write_ledger(about, reading, notes),
        notes=notes,
    )


def _options(settings: Settings, date: str, source: str) -> tuple[str, Moment | None]:
    """The key of the source and the given date; ProblemsFound with all that is wrong with them."""
    problems = []
    moment = None
    try:
        moment = read_moment(date.strip(), ZoneInfo(settings.timezone)) if date.strip() else None
    except ValueError as error:
        remedy = "Write a date as 2012-03-12, or 2012-03-12 14:05 with a time."
        problems.append(Problem(code="bad-date", place=Place("--date"), message=str(error), remedy=remedy))
    names = {setting.name: key for key, setting in settings.sources.items()}
    key = source if source in settings.sources else names.get(source, "")
    if source and not key:
        # A source decides how much may be published: a mistyped one must not pass for a new one.
        hint = did_you_mean(source, [*settings.sources, *names])
        remedy = f"{hint} New sources go under `sources` in config.yaml.".strip()
        message = f"source '{source}' is not in config.yaml"
        problems.append(
            Problem(code="unknown-source", place=Place("--source"), message=message, remedy=remedy)
        )
    if problems:
        raise ProblemsFound(problems)
    return key, moment


def _doubts(reading: Reading, moment: Moment | None, source: str) -> list[str]:
    """What is missing or uncertain, in words that begin with the key in question."""
    stated = reading.facts.get("date", ())
    doubts = []
    if "title" not in reading.facts:
        doubts.append("title: not stated; made of the file's name")
    if moment and stated and stated[0].value != moment.day.isoformat():
        doubts.append(f"date: given as {moment.day}, but line {stated[0].line} says {stated[0].value}")
    elif not moment and not stated:
        word = reading.day_word
        doubts.append(f"date: not stated; '{word.value}' in line {word.line}" if word else "date: not stated")
    if len({found.value for found in stated}) > 1:
        doubts.append(
            "date: stated more than once; " + ", ".join(f"{f.value} in line {f.line}" for f in stated)
        )
    if not source:
        doubts.append("source: not stated")
    return doubts + list(reading.notes)


def _stated(reading: Reading) -> dict[str, Any]:
    """The front matter that comes straight from the text."""
    return {
        "updated": reading.first("updated"),
        "tags": [count.tag for count in reading.tags if count.suggested],
        "authors": list(reading.all("authors")),
        "dateline": reading.first("dateline"),
    }


def _title_of_file(name: str) -> str:
    """The file's name in words; a path of either kind of slash will do."""
    return tidy(re.sub(r"[-_\s]+", " ", PureWindowsPath(name).stem)) or "Untitled"


def _shortened(title: str) -> str:
    """The title's first words, at most LONGEST_SLUG characters; a first word that is longer is cut."""
    title = unicodedata.normalize("NFC", title)
    if len(title) <= LONGEST_SLUG:
        return title
    short, _, _ = title[: LONGEST_SLUG + 1].rpartition(" ")
    return short or title[:LONGEST_SLUG]


def _without_empty(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}
