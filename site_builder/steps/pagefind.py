"""Runs Pagefind, a program that makes a search index which browsers load in small parts.

Knows pages and files, nothing of sites. Pagefind lists its own filters in an order that changes from run to
run, so the tags, sources and days of articles are in a file of our own, `articles.json`; all else that it
writes is the same each time. See https://pagefind.app/docs/.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from site_builder.content.searched_text import Searched
from site_builder.files import digest_of

ABOUT = "articles.json"
TIMEOUT = 900.0  # seconds: 10,000 articles take 15, and whoever has a million is told to search otherwise
_ENTRY = "pagefind-entry.json"
_SCRIPTS = ("pagefind.js", "pagefind-worker.js")
_FOLDERS = ("fragment", "index")
_SIGN = b"pagefind_dcd"  # before what it has packed


class NoIndex(Exception):
    """Pagefind gave no index: the message says why, as the end of a sentence."""


def program() -> Path:
    """Where Pagefind is. Raises NoIndex where it is not installed."""
    try:
        from pagefind_bin import get_executable

        return Path(get_executable())
    except (ImportError, FileNotFoundError) as missing:
        raise NoIndex("Pagefind is not installed") from missing


def version() -> str:
    """Which Pagefind there is; "" where there is none."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as of

    try:
        return of("pagefind_bin")
    except PackageNotFoundError:
        return ""


def index_of(articles: Sequence[Searched], language: str) -> dict[str, bytes]:
    """The files of an index by name below its folder. `language` says how words are cut to their stems.

    Raises NoIndex; OSError where the disk fails.
    """
    command = program()
    with TemporaryDirectory(prefix="site-builder-search-") as scratch:
        site, made = Path(scratch, "site"), Path(scratch, "index")
        site.mkdir()
        # Named by their addresses alone, so that an article that comes moves no other in the index.
        pages = {f"/{digest_of(article.permalink.encode())[:20]}.html": article for article in articles}
        for name, article in pages.items():
            Path(f"{site}{name}").write_bytes(article.html.encode(errors="replace"))
        _run([str(command), "--site", str(site), "--output-path", str(made)], language, scratch)
        if not (made / _ENTRY).is_file():
            raise NoIndex("Pagefind ended without an index")
        files = _wanted(made)
    files[ABOUT] = _about(files, pages)
    return files


def _run(command: list[str], language: str, folder: str) -> None:
    import subprocess  # takes longer to load than most builds have work for it

    options = ["--force-language", language.partition("-")[0].lower(), "--silent"]
    # It would read settings of its own from the environment, and from a file where it is started.
    environ = {key: value for key, value in os.environ.items() if not key.startswith("PAGEFIND_")}
    try:
        subprocess.run(
            [*command, *options],
            cwd=folder,
            env=environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT,
            check=True,
        )
    except subprocess.TimeoutExpired as late:
        raise NoIndex(f"Pagefind did not end within {TIMEOUT:g} seconds") from late
    except subprocess.CalledProcessError as failed:
        said = (failed.stderr or failed.stdout).decode(errors="replace").strip().splitlines()
        raise NoIndex(f"Pagefind failed ({failed.returncode}){': ' + said[-1] if said else ''}") from failed
    except OSError as error:
        raise NoIndex(f"Pagefind cannot be started ({error.strerror})") from error


def _wanted(made: Path) -> dict[str, bytes]:
    """What our own search page asks for; Pagefind's pages and styles are left out."""
    entry = json.loads((made / _ENTRY).read_bytes())
    names = [_ENTRY, *_SCRIPTS]
    for language in entry["languages"].values():
        names += [f"pagefind.{language['hash']}.pf_meta", f"wasm.{language['wasm'] or 'unknown'}.pagefind"]
    names += [f"{folder}/{file.name}" for folder in _FOLDERS for file in (made / folder).iterdir()]
    return {name: (made / name).read_bytes() for name in sorted(names)}


def _about(files: dict[str, bytes], articles: dict[str, Searched]) -> bytes:
    """For each part of the index that tells of an article: [permalink, day, number of its source or -1,
    numbers of its tags, language or ""].
    """
    import gzip  # as above

    tags: dict[str, int] = {}
    sources: dict[str, int] = {}
    rows: dict[str, list[object]] = {}
    for name, packed in files.items():
        folder, _, file = name.rpartition("/")
        if folder != "fragment":
            continue
        article = articles[json.loads(gzip.decompress(packed).removeprefix(_SIGN))["url"]]
        rows[file.partition(".")[0]] = [
            article.permalink,
            article.day,
            sources.setdefault(article.source, len(sources)) if article.source else -1,
            [tags.setdefault(tag, len(tags)) for tag in article.tags],
            article.lang,
        ]
    told = {"tags": list(tags), "sources": list(sources), "articles": rows}
    return f"{json.dumps(told, ensure_ascii=False, separators=(',', ':'))}\n".encode()
