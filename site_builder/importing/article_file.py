"""A raw file as the three files that an import gives: article, original and ledger. Touches no disk.

The article is one that an editor would publish after reading it once: what is not known is left out
and named under `extra.to_check`, and only then is `review` more than `inbox`.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
import uuid
from collections.abc import Collection
from pathlib import PureWindowsPath
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from msgspec import Struct, structs

from site_builder.content.article import Moment, SourcePath
from site_builder.content.dates import read_moment
from site_builder.content.front_matter import write_front_matter
from site_builder.content.permalinks import slugify
from site_builder.content.taxonomy import Vocabulary
from site_builder.importing.duplicates import read_story
from site_builder.importing.items import Item
from site_builder.importing.ledger import PAGE, TEXT, Origin, write_ledger
from site_builder.importing.own.addresses import address_by, why_not_a_pattern
from site_builder.importing.plain.dates import relative_day
from site_builder.importing.plain.passages import tidy
from site_builder.importing.reader import host_of, source_of
from site_builder.importing.reading import Found, Reading
from site_builder.importing.tagging.suggesting import TagCount
from site_builder.problems import Place, Problem, ProblemsFound, did_you_mean, which_was_meant
from site_builder.settings import Settings

RAW_FOLDER = "_raw"  # below content/; names that begin with "_" are never published
INBOX = "inbox"  # below content/: where an article waits for its date
_LISTS = ("captions", "credits", "highlights", "corrections", "notes")  # below `extra`
MOST_TOLD = 8  # terms that are named in the comment
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


class Asked(Struct, frozen=True):
    """What the user says of an article that it does not say itself."""

    date: str = ""  # as under `date` in front matter
    source: str = ""  # the key or the name of one of the settings' sources
    slug: str = ""  # in place of one made of the title
    url: str = ""  # of its page
    permalink: str = ""  # the pattern of its former address, see `own/addresses.py`


def article_of(
    item: Item,
    reading: Reading,
    settings: Settings,
    asked: Asked,
    proposals: tuple[str, ...] = (),
) -> Imported:
    """The files that an item becomes with what was read in it.

    `proposals` are notes for the editor from those who know the rest of the digest. The same arguments give
    the same files; the article's `id` depends on the original's bytes alone. Raises ProblemsFound for every
    option that cannot be meant.
    """
    key, given = read_asked(settings, asked)
    url = asked.url or reading.first("url") or item.url
    publisher = reading.first("publisher")
    source = key or source_of(settings, publisher, url) or publisher or host_of(url)
    sha256 = hashlib.sha256(item.original).hexdigest()
    title = reading.first("title") or _title_of_file(item.name)
    stated = _moment(reading.first("date"), settings)
    moment = given or stated
    address, why_none = _address(reading, asked, moment, url, settings)
    notes = (*_doubts(reading, given, stated, settings, source), *why_none, *proposals)
    folder = f"{moment.day:%Y/%m}" if moment else INBOX
    slug = slugify(asked.slug) if asked.slug else _own_slug(reading, title)
    stem = f"{folder}/{slug}"
    raw_path = f"{RAW_FOLDER}/{stem}{item.suffix}"
    origin = _without_empty(
        {"name": source, "url": url, "retrieved": item.retrieved, "raw": raw_path, "sha256": sha256}
    )
    values: dict[str, Any] = {
        "title": title,
        "date": asked.date.strip() or (reading.first("date") if stated else ""),
        "review": "needs-check" if notes else "inbox",
        "id": f"urn:uuid:{uuid.uuid5(_NAMESPACE, sha256)}",
        **_stated(reading, settings),
        # Whose text it is decides how much may be shown: of a stranger's nothing but the headline.
        "rights": "" if source in settings.sources or item.shape == "own" else "headline",
        # Without a name there is no source; the editor who finds the name finds the rest of it there.
        "source": origin if source else {},
        **{key: value for key, value in reading.front.items() if key not in ("title", "date", "extra")},
        "permalink": address,
        "extra": _without_empty(
            {
                **(reading.front.get("extra", {}) if item.shape == "own" else _extra(reading, settings)),
                "original": {} if source else origin,
                "to_check": list(notes),
            }
        ),
    }
    front = write_front_matter(_without_empty(values)).removesuffix("---\n")
    between = "" if item.shape == "own" else "\n"  # a text of ours stays as it is to the byte
    markdown = f"{front}{_other_tags(reading, values['tags'])}---\n{between}{reading.body}"
    about = Origin(
        article=f"{stem}.md",
        original=raw_path,
        sha256=sha256,
        encoding=reading.encoding,
        written=hashlib.sha256(markdown.encode()).hexdigest(),
        doubts=len(notes),
        words=read_story(reading.body, title).digest.hex(),
        source=key or source_of(settings, publisher, url),
        of=PAGE if item.shape == "page" else TEXT,
        container=item.name if "#" in item.name else "",
    )
    return Imported(
        path=about.article,
        markdown=markdown,
        raw_path=raw_path,
        raw=item.original,
        sha256=sha256,
        ledger_path=f"{RAW_FOLDER}/{stem}.yaml",
        ledger=write_ledger(about, _with_day(reading, moment), notes, whole=item.content != item.original),
        notes=notes,
    )


def _address(
    reading: Reading, asked: Asked, moment: Moment | None, url: str, settings: Settings
) -> tuple[str, tuple[str, ...]]:
    """The permalink to write, "" for the site's own pattern; and the note why there is none."""
    own = str(reading.front.get("permalink", ""))
    pattern = own or asked.permalink
    if not pattern or (own and ":" not in own):
        return own, ()
    slug = _own_slug(reading, reading.first("title") or "untitled")
    base_path = unquote(urlsplit(settings.base_url).path.rstrip("/"))
    day = moment.day if moment else None
    address, why = address_by(pattern, day, slug, reading.all("section"), url, base_path)
    return address, (f"permalink: not kept; {why}",) if why else ()


def _own_slug(reading: Reading, title: str) -> str:
    """The slug that the article had before, else one of its title."""
    return reading.front.get("slug") or reading.first("slug") or slugify(_shortened(title))


def _with_day(reading: Reading, moment: Moment | None) -> Reading:
    """The reading with the day that its "Monday" means, as a fact of the ledger, where its date is known."""
    word = reading.day_word
    day = relative_day(word.value, moment.day) if word and moment else None
    if not word or not day:
        return reading
    found = Found(day.isoformat(), word.line, f"'{word.value}' up to the date")
    return structs.replace(reading, facts={**reading.facts, "day": (found,)})


def read_asked(settings: Settings, asked: Asked) -> tuple[str, Moment | None]:
    """The key of the source and the given date; ProblemsFound with all that is wrong with them."""
    problems = []
    moment = None
    try:
        moment = read_moment(asked.date.strip(), ZoneInfo(settings.timezone)) if asked.date.strip() else None
    except ValueError as error:
        remedy = "Write a date as 2012-03-12, or 2012-03-12 14:05 with a time."
        problems.append(Problem(code="bad-date", place=Place("--date"), message=str(error), remedy=remedy))
    names = {setting.name: key for key, setting in settings.sources.items()}
    if asked.permalink and (why := why_not_a_pattern(asked.permalink)):
        remedy = "Write it as /:year/:month/:day/:slug/, /posts/:slug/, /:slug.html or :path."
        problems.append(Problem(code="bad-pattern", place=Place("--permalink"), message=why, remedy=remedy))
    key = asked.source if asked.source in settings.sources else names.get(asked.source, "")
    if asked.source and not key:
        # A source decides how much may be published: a mistyped one must not pass for a new one.
        hint = did_you_mean(asked.source, [*settings.sources, *names])
        hint = hint or which_was_meant(asked.source, settings.sources)
        remedy = f"{hint} New sources go under `sources` in config.yaml.".strip()
        message = f"source '{asked.source}' is not in config.yaml"
        problems.append(Problem(code="unknown-source", place=Place("--from"), message=message, remedy=remedy))
    if problems:
        raise ProblemsFound(problems)
    return key, moment


def _moment(text: str, settings: Settings) -> Moment | None:
    """A stated date, where it is one that front matter may have."""
    try:
        return read_moment(text, ZoneInfo(settings.timezone)) if text else None
    except ValueError:
        return None


def _doubts(
    reading: Reading, given: Moment | None, stated: Moment | None, settings: Settings, source: str
) -> list[str]:
    """What is missing or uncertain, in words that begin with the key in question."""
    dates = reading.facts.get("date", ())
    doubts = []
    if "title" not in reading.facts:
        doubts.append("title: not stated; made of the file's name")
    if given and stated and stated.day != given.day:
        doubts.append(f"date: given as {given.day}, but {_where(dates[0])} says {dates[0].value}")
    elif not given and not stated:
        word = reading.filed or reading.day_word
        doubts.append(f"date: not stated; '{word.value}' in line {word.line}" if word else "date: not stated")
    days = {moment.day if (moment := _moment(found.value, settings)) else found.value for found in dates}
    if len(days) > 1:
        told = ", ".join(f"{found.value} in {_where(found)}" for found in dates)
        doubts.append(f"date: stated more than once; {told}")
    is_ours = bool(reading.front)
    if not source and not is_ours:
        doubts.append("source: not stated; shown as a headline until `source` and `rights` say more")
    elif source not in settings.sources and not is_ours:
        doubts.append(
            f"source: '{source}' is not under `sources` in config.yaml; shown as a headline until `rights`"
            " says more"
        )
    return doubts + list(reading.notes)


def _where(found: Found) -> str:
    return f"line {found.line}" if found.line else found.rule


def _stated(reading: Reading, settings: Settings) -> dict[str, Any]:
    """The front matter that comes straight from the article."""
    vocabulary = Vocabulary(settings.tags)
    named = [] if vocabulary.free else [vocabulary.resolve(tag) for tag in reading.all("tags")]
    suggested = [count.tag for count in reading.tags if count.suggested]
    language = reading.first("language")
    return {
        "updated": reading.first("updated") if _moment(reading.first("updated"), settings) else "",
        "tags": list(dict.fromkeys([*suggested, *filter(None, named)])),
        "section": _section(reading, settings),
        "authors": list(reading.all("authors")),
        "dateline": reading.first("dateline"),
        "lang": language if language and _primary(language) != _primary(settings.language) else "",
        "also": list(reading.all("also")),
    }


def _extra(reading: Reading, settings: Settings) -> dict[str, Any]:
    """What is stated and has no key of its own, for the editor to use."""
    image = {key: reading.first(f"image_{key}") for key in ("alt", "caption", "credit")}
    known = _section(reading, settings)
    return {
        "agency": reading.first("agency"),
        "summary": reading.first("summary"),
        "section": [] if known else list(reading.all("section")),
        "image": _without_empty({"src": reading.first("image"), **image}),
        **{key: list(reading.all(key)) for key in _LISTS},
    }


def _section(reading: Reading, settings: Settings) -> str:
    """The site's section that is called like one that is stated; "" for none."""
    names = {name.casefold(): key for key, s in settings.sections.items() for name in (key, s.label or key)}
    return next((key for name in reading.all("section") if (key := names.get(name.casefold()))), "")


def _primary(language: str) -> str:
    return language.replace("_", "-").partition("-")[0].lower()


def _other_tags(reading: Reading, written: Collection[str]) -> str:
    """The terms that are named and not written, as a comment under the front matter, the surest first."""
    told = [_told(count) for count in reading.tags if not count.suggested and count.tag not in written]
    told = told[:MOST_TOLD]
    return f"# not written as tags: {'; '.join(told)}\n" if told else ""


def _told(count: TagCount) -> str:
    where = f"'{count.names[0].text}' in line {count.names[0].line}" if count.names else ""
    unknown = "" if count.known else ", not in the vocabulary"
    return tidy(f"{count.tag} {count.confidence} % ({where}{unknown})")


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
