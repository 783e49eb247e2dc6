"""New things for an editor to go on from: an article's file, a whole digest's folder."""

from __future__ import annotations

import re
import shutil
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from site_builder.clock import build_instant
from site_builder.content.dates import read_moment
from site_builder.content.front_matter import write_front_matter
from site_builder.content.permalinks import slugify
from site_builder.content.taxonomy import Vocabulary
from site_builder.files import write_whole
from site_builder.problems import which_was_meant
from site_builder.settings import Settings
from site_builder.texts import better_language_tag, is_language_tag

SCAFFOLD = Path(__file__).parent / "scaffold"


class CannotBegin(Exception):
    """The thing cannot be begun; the message says why and how to go on."""


def begin_article(
    content: Path,
    settings: Settings,
    environ: Mapping[str, str],
    *,
    title: str,
    date: str = "",
    tags: Sequence[str] = (),
    section: str = "",
    lang: str = "",
    source: str = "",
    url: str = "",
) -> Path:
    """Write a draft to content/<year>/<month>/<slug>.md and give its path. Raises CannotBegin."""
    zone = ZoneInfo(settings.timezone)
    if date:
        try:
            day = read_moment(date, zone).day
        except ValueError as error:
            raise CannotBegin(str(error)) from error
    else:
        day = build_instant("", environ, zone).astimezone(zone).date()
    vocabulary = Vocabulary(settings.tags)
    for tag in tags:
        if vocabulary.resolve(tag) is None:
            raise CannotBegin(f"tag '{tag}' is not in the vocabulary\n  {vocabulary.suggestion(tag)}")
    for kind, name, known in (("section", section, settings.sections), ("source", source, settings.sources)):
        if name and name not in known:
            new = f"New {kind}s go under `{kind}s` in config.yaml."
            hint = f"{which_was_meant(name, known)} {new}".strip()
            raise CannotBegin(f"{kind} '{name}' is not in config.yaml\n  {hint}")
    if lang and not is_language_tag(lang):
        raise CannotBegin(f"'{lang}' is not a language tag\n  {better_language_tag(lang)}")
    if not title.strip():
        raise CannotBegin('an article needs a title\n  Write it in quotes: site-builder new "Talks resume"')
    slug = slugify(title)
    path = content / f"{day.year:04}" / f"{day.month:02}" / f"{slug}.md"
    if path.exists():
        raise CannotBegin(f"{path} is there already\n  Choose another title, or edit that file.")
    host = urlsplit(settings.base_url).hostname
    # Minted once, for good: where no host is known yet, none is made up.
    minted = f"tag:{host},{day.isoformat()}:{slug}" if host else uuid.uuid4().urn
    values = {
        "title": title,
        "date": day.isoformat(),
        "draft": True,
        "summary": "",
        "tags": list(tags),
        "section": section,
        "lang": lang,
        "source": ({"name": source, "url": url} if url else source) if source else "",
        "id": minted,
    }
    block = write_front_matter({key: value for key, value in values.items() if value not in ("", [], {})})
    write_whole(path, f"{block}\n".encode())
    return path


def begin_digest(folder: Path) -> list[Path]:
    """Copy the scaffold into a new or empty folder; the files that were written. Raises CannotBegin."""
    if folder.exists() and not folder.is_dir():
        raise CannotBegin(f"{folder} is a file\n  Name a new folder.")
    if folder.is_dir() and any(folder.iterdir()):
        raise CannotBegin(f"{folder} is not empty\n  Name a new folder, or empty this one.")
    written = []
    for path in sorted(SCAFFOLD.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            # A name with a leading dot would be left out of many archives; the scaffold says "dot-".
            parts = path.relative_to(SCAFFOLD).parts
            target = folder.joinpath(*(re.sub("^dot-", ".", part) for part in parts))
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
            written.append(target)
    return written
