"""Reads a site's folder: settings, editions, layouts and files. Strata 1 and 2 of the build.

Knows where things lie; what they mean is `content/`'s business.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from site_builder.config import Configured
from site_builder.configuring import configure
from site_builder.content import edition_files
from site_builder.content.edition_faults import edition_in_markdown, named_twice, two_files, unknown_articles
from site_builder.content.editions import HandMade
from site_builder.content.entry import Parsed
from site_builder.content.parse import ArticleParser, ParseRules
from site_builder.content.snapshot import FileInfo, Files, Site
from site_builder.extensions import NONE, Extensions
from site_builder.files import digest_of, read_steadily
from site_builder.incremental.stamps import trusted
from site_builder.layout_files import assets_of, read_layouts
from site_builder.layouts import Layouts
from site_builder.options import Where
from site_builder.problems import Problem
from site_builder.sources import ARTICLE, EXTENSIONS, Folders, Seen, Sources
from site_builder.texts import decode

PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".tiff")


@dataclass(frozen=True)
class Opened:
    """A site as it lies on disk, all of it read."""

    site: Site
    layouts: Layouts
    problems: tuple[Problem, ...]


def output_folder(where: Where, output: str = "") -> Path:
    """The folder that a build of the site writes to."""
    return where.folder / (output or configure(where).settings.output_dir)


def folders_of(configured: Configured, output: str = "") -> Folders:
    """The names of the site's folders; `output` is the command line's."""
    settings = configured.settings
    return Folders(
        settings.content_dir, settings.layouts_dir, settings.static_dir, output or settings.output_dir
    )


def see(name: str, path: str, read: int) -> Seen:
    """What is to be remembered of a source that is no article; `read` is when its stamp was taken."""
    data, stamp = read_steadily(path)
    width, height = _size(path) if name.lower().endswith(PICTURES) else (0, 0)
    return Seen(trusted(stamp, read), digest_of(data), width, height)


def read_extensions(files: Mapping[str, str], held: Extensions = NONE) -> Extensions:
    """The site's own extensions, of the files by name below extensions/; those that are `held` where their
    texts are the same.
    """
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for name, path in files.items():
        source = f"{EXTENSIONS}/{name}"
        text, found = decode(read_steadily(path)[0], source)
        problems.extend(found)
        if text is not None:
            texts[source] = text
    if not problems and held.texts == texts:
        return held
    extensions = Extensions(texts)
    extensions.problems.extend(problems)
    return extensions


def is_edition(name: str) -> bool:
    """Whether a file below content/ is an edition put together by hand."""
    return name.startswith(edition_files.FOLDER) and name.endswith(edition_files.ENDINGS)


def read_editions(
    content: Mapping[str, str], known: Collection[str], language: str
) -> tuple[tuple[HandMade, ...], tuple[Problem, ...]]:
    """The editions put together by hand, of the files below content/, and what is wrong with them.

    `known` are all articles.
    """
    problems: list[Problem] = []
    by_hand: list[HandMade] = []
    names: dict[str, str] = {}
    for name, path in content.items():
        if is_edition(name):
            hand, found = edition_files.read_edition(name, Path(path).read_bytes(), language)
            problems.extend(found)
            if hand:
                problems.extend((*unknown_articles(hand, known), *named_twice(hand)))
                former = names.setdefault(hand.name, hand.path)
                if former != hand.path:
                    problems.append(two_files(hand, former))
                elif hand.whole:
                    by_hand.append(hand)
        elif name.startswith(edition_files.FOLDER) and name.endswith(ARTICLE):
            problems.append(edition_in_markdown(name))
    return tuple(by_hand), tuple(problems)


def files_of(sources: Sources, seen: Mapping[str, Seen]) -> Files:
    """The site's files that are no texts, as `seen` has them."""
    content = (name for name in sources.of("content") if not name.endswith(ARTICLE) and not is_edition(name))
    assets = assets_of(*({n: f"{role}/{n}" for n in sources.of(role)} for role in ("layouts", "default")))
    return Files(
        content={name: _info(name, seen[f"content/{name}"]) for name in content},
        assets={name: _info(name, seen[source]) for name, source in assets.items()},
        static={name: _info(name, seen[f"static/{name}"]) for name in sources.of("static")},
    )


def copied_from(sources: Sources) -> dict[str, str]:
    """Where the files lie that outputs are copies of: "content/…", "static/…", "assets/…"."""
    assets = assets_of(sources.of("layouts"), sources.of("default"))
    return {**sources.files, **{f"assets/{name}": path for name, path in assets.items()}}


def open_site(where: Where, configured: Configured | None = None) -> Opened:
    """Everything that a build reads, with all problems that single files have, nothing remembered."""
    configured = configured or configure(where)
    settings = configured.settings
    folders = folders_of(configured)
    sources = Sources(where, folders)
    layouts, in_layouts = read_layouts(
        sources.of("layouts"),
        sources.of("default"),
        folders.layouts,
        language=settings.language,
        programs=(decode(read_steadily(path)[0], path)[0] or "" for path in sources.of(EXTENSIONS).values()),
    )
    content = sources.of("content")
    parser = ArticleParser(ParseRules.of(settings))
    parsed: list[Parsed] = [
        parser.parse(name, Path(path).read_bytes())
        for name, path in content.items()
        if name.endswith(ARTICLE)
    ]
    editions, in_editions = read_editions(content, {p.path for p in parsed}, settings.language)
    seen = {
        name: see(name, path, sources.read)
        for name, path in sources.files.items()
        if not name.endswith(ARTICLE)
    }
    files = files_of(sources, seen)
    site = Site(settings, tuple(parsed), editions, files, layouts.digests(), layouts.translation)
    in_articles = (problem for result in parsed for problem in result.problems)
    problems = (*configured.problems, *sources.problems, *in_layouts, *in_articles, *in_editions)
    return Opened(site, layouts, problems)


def _info(name: str, seen: Seen) -> FileInfo:
    return FileInfo(name, seen.digest, seen.width, seen.height)


def _size(path: str) -> tuple[int, int]:
    """A picture's width and height in pixels; (0, 0) when its head does not say them."""
    import imagesize  # only sites with pictures need it

    try:
        width, height = imagesize.get(path)
    except (ValueError, OSError):
        return 0, 0
    return max(0, int(width)), max(0, int(height))
