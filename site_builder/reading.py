"""Reads a site's folder: settings, articles, editions, layouts and files. Strata 1 and 2 of the build.

Knows where things lie; what they mean is `content/`'s business.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import msgspec
from msgspec import Struct

from site_builder.config import Configured, read_config
from site_builder.content import edition_files
from site_builder.content.article import Parsed
from site_builder.content.editions import HandMade, unknown_articles
from site_builder.content.parse import ParseRules, parse_chunk
from site_builder.content.snapshot import FileInfo, Site
from site_builder.executors import WorkerDied, executor_for, run
from site_builder.files import Scan, digest_of
from site_builder.layout_files import read_layouts
from site_builder.layouts import Layouts
from site_builder.problems import Problem, ProblemsFound
from site_builder.texts import decode

CONFIG = "config.yaml"
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".tiff")

Progress = Callable[[str, int, int], None]  # what is being done, how many of how many are done


class NoProject(Exception):
    """There is no config.yaml in the folder."""


class Where(Struct, frozen=True):
    """Which site is meant, and what the command line says over its settings."""

    folder: Path
    configs: tuple[str, ...] = ()  # instead of config.yaml; later ones win
    overrides: Mapping[str, str] = {}  # settings given by flags


@dataclass(frozen=True)
class Opened:
    """A site as it lies on disk."""

    site: Site
    layouts: Layouts
    problems: tuple[Problem, ...]
    copies: Mapping[str, Path]  # what outputs are copied from: "content/…", "static/…", "assets/…"


def is_site(where: Where) -> bool:
    """Whether the settings are there that make a folder a site."""
    return all((where.folder / name).is_file() for name in where.configs or (CONFIG,))


def configure(where: Where) -> Configured:
    """The site's settings. Raises NoProject, or ProblemsFound with all that is wrong with them."""
    files = []
    problems: list[Problem] = []
    for name in where.configs or (CONFIG,):
        path = where.folder / name
        if not path.is_file():
            raise NoProject(name)
        text, found = decode(path.read_bytes(), name)
        problems.extend(found)
        files.append((name, text or ""))
    if any(problem.level == "error" for problem in problems):
        raise ProblemsFound(problems)
    return read_config(files, where.overrides)


def open_site(
    where: Where,
    configured: Configured | None = None,
    workers: int = 1,
    progress: Progress | None = None,
) -> Opened:
    """Everything that a build reads, with all problems that single files have."""
    configured = configured or configure(where)
    settings = configured.settings
    content = Scan(where.folder / settings.content_dir, settings.content_dir, underscored=False)
    static = Scan(where.folder / settings.static_dir, settings.static_dir, underscored=True, dotted=True)
    layouts, assets, in_layouts = read_layouts(where.folder / settings.layouts_dir, settings.layouts_dir)
    problems = [*configured.problems, *content.problems, *static.problems, *in_layouts]

    articles = {name: path for name, path in content.files.items() if name.endswith(".md")}
    parsed = _parse(articles, ParseRules.of(settings), workers, progress)
    problems.extend(problem for result in parsed for problem in result.problems)
    editions = {
        name: path
        for name, path in content.files.items()
        if name.startswith(edition_files.FOLDER) and name.endswith(edition_files.ENDINGS)
    }
    by_hand: list[HandMade] = []
    for name, path in editions.items():
        hand, found = edition_files.read_edition(name, path.read_bytes(), settings.language)
        problems.extend(found)
        if hand:
            problems.extend(unknown_articles(hand, articles))
            by_hand.append(hand)
    beside = {n: p for n, p in content.files.items() if n not in articles and n not in editions}
    site = Site(
        settings=settings,
        parsed=tuple(parsed),
        editions=tuple(by_hand),
        files=_infos(beside),
        assets=_infos(assets),
        static=_infos(static.files),
        layouts=layouts.digests(),
    )
    folders = {"content": beside, "static": static.files, "assets": assets}
    copies = {f"{folder}/{name}": path for folder, files in folders.items() for name, path in files.items()}
    return Opened(site, layouts, tuple(problems), copies)


def _parse(
    articles: Mapping[str, Path],
    rules: ParseRules,
    workers: int,
    progress: Progress | None,
) -> list[Parsed]:
    sources = [(name, path.read_bytes()) for name, path in articles.items()]
    parsed: list[Parsed] = []
    try:
        with executor_for(len(sources), workers) as executor:
            for encoded in run(executor, partial(_parse_encoded, rules), sources):
                parsed.extend(_decoder.decode(encoded))
                if progress:
                    progress("reading", len(parsed), len(sources))
    except WorkerDied as died:
        raise ProblemsFound([died.problem([f"content/{name}" for name, _ in died.items])]) from died
    return parsed


def _parse_encoded(rules: ParseRules, sources: Sequence[tuple[str, bytes]]) -> bytes:
    """Articles as MessagePack, which crosses to another process faster than pickled objects."""
    return _encoder.encode(parse_chunk(rules, sources))


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(list[Parsed])


def _infos(paths: Mapping[str, Path]) -> dict[str, FileInfo]:
    return {name: _info(name, path) for name, path in paths.items()}


def _info(name: str, path: Path) -> FileInfo:
    data = path.read_bytes()
    width, height = _size(path) if name.lower().endswith(PICTURES) else (0, 0)
    return FileInfo(name, digest_of(data), width, height)


def _size(path: Path) -> tuple[int, int]:
    """A picture's width and height in pixels; (0, 0) when its head does not say them."""
    import imagesize  # only sites with pictures need it

    try:
        width, height = imagesize.get(os.fspath(path))
    except (ValueError, OSError):
        return 0, 0
    return max(0, int(width)), max(0, int(height))
