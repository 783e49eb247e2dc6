"""The sites that are built, the edits that are made to them, and whether a build did its work.

Every generator gets the same articles; the peers' layouts and settings are those of ../shared/bench/. All
is made below one folder: `corpus` and `sites/N/NAME`. What is there already is used again, layouts and
settings apart. Knows nothing of time and memory.
"""

from __future__ import annotations

import itertools
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from build import CONFIG, write_articles
from peer_tools import BENCH, PEERS

EDITED = 20  # which article, counted from the newest: on the first page of its lists, and not their first
ARTICLE_PAGE = re.compile(r"(articles|\d{4}/\d\d/\d\d)/[^/]+/index\.html")
TOKEN = r"zzq\w+ "  # the words that edits put in, as a pattern

Files = dict[str, tuple[int, int, int]]  # by path: inode, time of the last change in nanoseconds, size


@dataclass(frozen=True, slots=True)
class Site:
    """A site of so many articles, ready to be built by one generator."""

    folder: Path
    output: Path
    source: Path  # the article that is edited
    text: str  # that article as it was
    slug: str
    tag: str  # the first of its tags

    def edit(self, case: str, token: str) -> None:
        """Change the article's `body` or `title` and nothing else, once more or for the first time."""
        edit = {"body": with_edited_body, "title": with_edited_title}[case]
        self.source.write_text(edit(self.source.read_text("utf-8"), token), encoding="utf-8")

    def restore(self) -> None:
        """Take the edits back."""
        self.source.write_text(self.text, encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Census:
    """What a clean build made."""

    peer: str
    articles: int  # asked for
    files: int
    megabytes: float
    pages: int  # of articles
    feeds: int
    addresses: int  # in the sitemap
    related: float  # links under "Related reading", per article, in every fiftieth


def make_site(work: Path, articles: int, name: str) -> Site:
    """The site of so many articles for the generator of that name."""
    peer = PEERS[name]
    corpus = _corpus(work, articles, peer.variant)
    folder = work / "sites" / str(articles) / name
    if not folder.exists():  # made under another name, so that one cut short is not taken for whole
        unfinished = folder.with_name(f"{name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        _write_frame(unfinished, work, name)
        if peer.base:
            shutil.copytree(corpus / peer.variant, unfinished / peer.articles, dirs_exist_ok=True)
        else:
            write_articles(corpus / "articles.jsonl", unfinished / peer.articles)
        unfinished.rename(folder)
    _write_frame(folder, work, name)
    slug = json.loads((corpus / "manifest.json").read_text())["newest"][EDITED]
    (source,) = (folder / peer.articles).rglob(f"{slug}.md")
    with (corpus / "articles.jsonl").open(encoding="utf-8") as lines:
        (entry,) = (json.loads(line) for line in lines if slug in line)
    text = re.sub(TOKEN, "", source.read_text("utf-8"))
    source.write_text(text, encoding="utf-8")
    return Site(folder, folder / peer.output, source, text, slug, entry["tags"][0])


def _corpus(work: Path, articles: int, variant: str) -> Path:
    folder = work / "corpus" / f"{articles}{'-' * bool(variant)}{variant}"
    if not (folder / "manifest.json").exists():  # written last
        command = [sys.executable, str(BENCH / "gen_corpus.py"), str(articles), str(folder)]
        subprocess.run([*command, "--variants", variant], check=True, stdout=subprocess.DEVNULL)
    return folder


def _write_frame(folder: Path, work: Path, name: str) -> None:
    """All of a site but its articles."""
    peer = PEERS[name]
    for item in peer.skeleton:
        source = BENCH / peer.base / item
        if source.is_dir():
            shutil.copytree(source, folder / item, dirs_exist_ok=True, copy_function=shutil.copyfile)
        else:
            shutil.copyfile(source, folder / item)
    if not peer.base:
        (folder / "config.yaml").write_text(CONFIG, encoding="utf-8")
    packages = work / "tools" / peer.base / "node_modules"
    if name == "eleventy" and not (folder / "node_modules").exists():
        (folder / "node_modules").symlink_to(packages)


def with_edited_body(text: str, token: str) -> str:
    """The article with a word at the head of its last paragraph, in the place of an earlier one."""
    head, gap, last = text.rpartition("\n\n")
    return f"{head}{gap}{token} {re.sub(rf'^{TOKEN}', '', last)}"


def with_edited_title(text: str, token: str) -> str:
    """The same at the head of its title, in whichever front matter it has."""
    title = rf"(?mi)^(title(?:: ?| = )[\"']?)(?:{TOKEN})?"
    return re.sub(title, rf"\g<1>{token} ", text, count=1)


def look(folder: Path) -> Files:
    """Every file below a folder."""
    found: Files = {}
    for parent, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(parent, name)  # noqa: PTH118  pathlib takes seconds for 100,000 files
            state = os.lstat(path)
            found[os.path.relpath(path, folder)] = (state.st_ino, state.st_mtime_ns, state.st_size)
    return found


def rewritten(before: Files, after: Files) -> int:
    """How many files a build wrote: another inode, another time, or new."""
    return sum(before.get(path, ())[:2] != state[:2] for path, state in after.items())


def take_census(peer: str, articles: int, output: Path, files: Files) -> Census:
    """Count what a clean build left."""
    pages = [path for path in files if ARTICLE_PAGE.fullmatch(path)]
    sampled = [(output / path).read_text("utf-8") for path in itertools.islice(sorted(pages), 0, None, 50)]
    lists = [re.search(r"Related reading</h2>\s*<ol>(.*?)</ol>", text, re.DOTALL) for text in sampled]
    links = sum(len(re.findall(r"<li\b", found[1])) for found in lists if found)
    return Census(
        peer=peer,
        articles=articles,
        files=len(files),
        megabytes=round(sum(size for _, _, size in files.values()) / 1024 / 1024, 1),
        pages=len(pages),
        feeds=sum(Path(path).name in ("feed.xml", "rss.xml", "atom.xml") for path in files),
        addresses=sum(
            (output / path).read_text("utf-8").count("<loc>")
            for path in files
            if Path(path).name.startswith("sitemap") and path.endswith(".xml")
        ),
        related=round(links / max(1, len(sampled)), 1),
    )


def fault_of_clean(census: Census) -> str:
    """What a clean build left out, in words; "" where nothing is missing."""
    if census.pages != census.articles:
        return f"{census.pages:,} pages of articles"
    if census.addresses < census.articles:
        return f"{census.addresses:,} addresses in the sitemap"
    return ""


def fault_of_edit(case: str, site: Site, token: str, before: Files, after: Files) -> str:
    """What a build after an edit did not do, in words; "" where all is done.

    A new body must be on the article's page, a new title also on the page of its first tag and, where
    there is one, in the feed of all articles.
    """
    if before.keys() != after.keys():
        return f"{len(before.keys() ^ after.keys())} files came or went"
    own = next((path for path in after if path.endswith(f"/{site.slug}/index.html")), "the article's page")
    places = {"body": [own], "title": [own, f"tags/{site.tag}/index.html"], "nothing": []}[case]
    if case == "title" and "feed.xml" in after:
        places.append("feed.xml")
    for path in places:
        if path not in after or token not in (site.output / path).read_text("utf-8"):
            return f"the edit is not in {path}"
    return ""
