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
from site_builder.content.article import Parsed, Rights
from site_builder.content.editions import EditionFile, HandMade, unknown_articles
from site_builder.content.markdown import render_markdown
from site_builder.content.parse import ParseRules, parse_chunk
from site_builder.content.snapshot import FileInfo, Site
from site_builder.executors import WorkerDied, executor_for, run
from site_builder.files import Scan, digest_of
from site_builder.layouts import Layouts, LayoutText
from site_builder.nodes import Places
from site_builder.problems import Place, Problem, ProblemsFound
from site_builder.schema import Report, reader
from site_builder.yaml_nodes import compose

CONFIG = "config.yaml"
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".tiff")


class NoProject(Exception):  # noqa: N818 - says what is the matter
    """There is no config.yaml in the folder."""


class Where(Struct, frozen=True):
    """Which site is meant, and what the command line says over its settings."""

    folder: Path
    configs: tuple[str, ...] = ()  # files beside or after config.yaml; later ones win
    overrides: Mapping[str, str] = {}  # settings given by flags


@dataclass(frozen=True)
class Opened:
    """A site as it lies on disk."""

    configured: Configured
    site: Site
    layouts: Layouts
    problems: tuple[Problem, ...]
    copies: Mapping[str, Path]  # what outputs are copied from: "content/…", "static/…", "assets/…"
    sources: tuple[Path, ...]  # the folders that were read


def configure(where: Where) -> Configured:
    """The site's settings. Raises NoProject, or ProblemsFound with all that is wrong with them."""
    names = where.configs or (CONFIG,)
    files = []
    for name in names:
        path = where.folder / name
        if not path.is_file():
            raise NoProject(name)
        try:
            files.append((name, path.read_bytes().decode("utf-8-sig")))
        except UnicodeDecodeError as error:
            place = Place(name, error.object[: error.start].count(b"\n") + 1)
            message = f"the file is not UTF-8: byte 0x{error.object[error.start]:02X}"
            raise ProblemsFound([Problem(code="not-utf8", place=place, message=message)]) from error
    return read_config(files, where.overrides)


def open_site(
    where: Where, workers: int = 1, progress: Callable[[str, int, int], None] | None = None
) -> Opened:
    """Everything that a build reads, with all problems that single files have."""
    configured = configure(where)
    settings = configured.settings
    folders = {
        name: where.folder / getattr(settings, f"{name}_dir") for name in ("content", "layouts", "static")
    }
    content = Scan(folders["content"], settings.content_dir, underscored=False)
    static = Scan(folders["static"], settings.static_dir, underscored=True, dotted=True)
    problems = [*configured.problems, *content.problems, *static.problems]

    articles = [name for name in content.files if name.endswith(".md")]
    parsed = _parse(articles, content.files, ParseRules.of(settings), workers, progress)
    editions = {
        n: p for n, p in content.files.items() if n.startswith("editions/") and n.endswith((".yaml", ".yml"))
    }
    by_hand = [_edition(name, path, settings.language, problems) for name, path in editions.items()]
    beside = {n: p for n, p in content.files.items() if n not in editions and not n.endswith(".md")}

    own, default = (
        _layout_files(folders["layouts"], settings.layouts_dir),
        _layout_files(default_layouts(), "default layouts"),
    )
    layouts = Layouts(
        _texts(own, settings.layouts_dir, problems), _texts(default, "default layouts", problems)
    )
    assets = {
        name.removeprefix("assets/"): path
        for name, path in {**default, **own}.items()
        if name.startswith("assets/")
    }
    for result in parsed:
        problems.extend(result.problems)
    known = {result.path for result in parsed}
    for hand in by_hand:
        if hand:
            problems.extend(unknown_articles(hand, known))
    copies = {f"content/{n}": p for n, p in beside.items()}
    copies |= {f"static/{n}": p for n, p in static.files.items()}
    copies |= {f"assets/{n}": p for n, p in assets.items()}
    site = Site(
        settings=settings,
        parsed=tuple(parsed),
        editions=tuple(hand for hand in by_hand if hand),
        files=_infos(beside),
        assets=_infos(assets),
        static=_infos(static.files),
        layouts=layouts.digests(),
    )
    return Opened(configured, site, layouts, tuple(problems), copies, tuple(folders.values()))


def default_layouts() -> Path:
    """The folder of the default layouts: in the package, or beside it in a checkout."""
    package = Path(__file__).parent
    installed = package / "default_layouts"
    return installed if installed.is_dir() else package.parent / "layouts"


def _parse(
    names: Sequence[str],
    paths: Mapping[str, Path],
    rules: ParseRules,
    workers: int,
    progress: Callable[[str, int, int], None] | None,
) -> list[Parsed]:
    sources = [(name, paths[name].read_bytes()) for name in names]
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


def _edition(name: str, path: Path, language: str, problems: list[Problem]) -> HandMade | None:
    """A hand-made edition; its problems are added to the list."""
    source = f"content/{name}"
    report = Report()
    try:
        node = compose(path.read_bytes().decode("utf-8-sig"), source)
    except UnicodeDecodeError as error:
        problems.append(
            Problem(code="not-utf8", place=Place(source), message=f"the file is not UTF-8: {error.reason}")
        )
        return None
    except ProblemsFound as found:
        problems.extend(found.problems)
        return None
    file = reader(EditionFile)(node, report)
    problems.extend(report.problems)
    if not isinstance(file, EditionFile):
        return None
    places = Places(node)
    at = places["note"] if "note" in places else Place(source)
    note = render_markdown(
        file.note, path=name, source=source, first_line=max(1, at.line), language=language, rights=Rights()
    )
    problems.extend(note.problems)
    stem = name.removeprefix("editions/").rpartition(".")[0]
    return HandMade(stem, file, note.body.html, places, name, note.references)


def _layout_files(folder: Path, shown_as: str) -> dict[str, Path]:
    return Scan(folder, shown_as, underscored=True).files


def _texts(files: Mapping[str, Path], shown_as: str, problems: list[Problem]) -> dict[str, LayoutText]:
    texts = {}
    for name, path in files.items():
        if name.startswith("assets/"):
            continue
        try:
            texts[name] = LayoutText(f"{shown_as}/{name}", path.read_bytes().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            place = Place(f"{shown_as}/{name}", error.object[: error.start].count(b"\n") + 1)
            problems.append(Problem(code="not-utf8", place=place, message="the layout is not UTF-8"))
    return texts


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
