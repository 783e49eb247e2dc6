"""The oracle: whatever is done to a site, building it gives what building it anew gives.

The site is built as it lies there, and a copy of its sources is built with nothing remembered. Files,
bytes, manifest and problems must be the same, and a further build has nothing to do. What is done to a
site is in `rules.py`, sequences of it in `steps.py`.
"""

from __future__ import annotations

import random
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

from oracle import sites
from site_builder import executors
from site_builder.build import Built, Options, build
from site_builder.locking import STATE
from site_builder.options import Where
from site_builder.problems import Problem, ProblemsFound
from site_builder.publish import is_interrupted

CLOCKS = ("2012-03-11", "2012-03-12", "2012-03-25", "2012-05-02", "2012-07-01")
URLS = ("https://digest.example", "https://other.example/news", "")
counted: Counter[str] = Counter()  # of this process: builds, kills, failures, repeats
OUTPUTS = ("output", "public", "elsewhere")


class Differs(AssertionError):
    """A build gave something else than a clean one."""


class SiteMachine:
    """A site, what is done to it, and what must hold afterwards."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.site = root / "site"
        self.options: dict[str, Any] = {"clock": CLOCKS[3]}
        self.overrides: dict[str, str] = {}
        self.articles: dict[str, tuple[dict[str, Any], str]] = {}
        self.config = {"url": URLS[0], "title": "Digest", "more": ""}
        self.failed = 0  # builds in a row

    def begin(self, chance: random.Random) -> None:
        """The articles that others link to and a picture, and a first build."""
        self.configure()
        self.write("content/map.svg", sites.FILES["content/map.svg"][0])
        for name in (*sites.LINKED, chance.choice(sites.ARTICLES)):
            front = sites.front(chance)
            self.put_article(name, {k: front[k] for k in ("title", "date", "tags")}, sites.body(chance))
        self.check()

    # What must hold

    def check(self, **options: Any) -> None:
        """Build as it lies there and anew; the same must come of it."""
        before = {name: tree(self.site / name) for name in OUTPUTS}
        halfway = any(is_interrupted(self.site / name) for name in OUTPUTS)
        found, problems = self.build(self.site, **options)
        anew = self.root / "anew"
        shutil.copytree(self.site, anew, ignore=shutil.ignore_patterns(STATE, *OUTPUTS))
        try:
            expected, expected_problems = self.build(anew)
            _same("problems", problems, expected_problems)
            _same("outcome", found is None, expected is None)
            self.failed = self.failed + 1 if found is None else 0
            if found is None or expected is None:
                counted["failures"] += 1
                for name in OUTPUTS:
                    assert halfway or tree(self.site / name) == before[name], f"{name} was touched"
                return
            folder = next(name for name in OUTPUTS if (anew / name).exists())
            _same("files", tree(self.site / folder), tree(anew / folder))
            _same("times of compressed siblings", _late_siblings(self.site / folder), [])
            for name in ("articles", "hidden", "outputs", "next_change"):
                _same(name, getattr(found, name), getattr(expected, name))
        finally:
            shutil.rmtree(anew)
        again, repeated = self.build(self.site, counts_as="repeats")
        assert again is not None
        _same("a build after a build", (again.rendered, again.published.written), ({}, ()))
        _same("problems told again", repeated, problems)

    def build(
        self, site: Path, counts_as: str = "builds", **options: Any
    ) -> tuple[Built | None, tuple[Problem, ...]]:
        """Build a site with the options of the moment: what came of it, and what is wrong."""
        counted[counts_as] += 1
        asked = Options(where=Where(site, (), self.overrides), **{**self.options, **options})
        few, executors.SMALL = executors.SMALL, 4  # many workers are worth it at once
        try:
            built = build(asked, environ={})
        except ProblemsFound as found:
            return None, found.problems
        finally:
            executors.SMALL = few
        return built, built.problems

    def mend(self) -> None:
        """Take away whatever may keep the site from being built."""
        shutil.rmtree(self.site / "layouts", ignore_errors=True)
        for name in sites.FILES:
            (self.site / name).unlink(missing_ok=True)
        for name, (front, body) in list(self.articles.items()):
            front = {k: v for k, v in front.items() if k not in sites.CLASHING}
            self.put_article(name, front, body.partition("[")[0])
        self.config["more"] = ""
        self.configure()
        self.write("content/map.svg", sites.FILES["content/map.svg"][0])

    # Writing

    def put_article(self, name: str, front: dict[str, Any], body: str) -> None:
        """Write an article."""
        self.articles[name] = (front, body)
        there = body.replace("](", "](../") if "/x/" in name and ".md" in body else body
        self.write(name, sites.article_of(front, there))

    def configure(self) -> None:
        """Write config.yaml."""
        self.write("config.yaml", sites.BASE.format(**self.config) + self.config["more"])

    def write(self, name: str, text: str) -> None:
        """Write a file below the site's folder."""
        file = self.site / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def tree(folder: Path) -> dict[str, bytes]:
    """Every file, the manifest too."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _late_siblings(folder: Path) -> list[str]:
    """The compressed siblings that have another time than their originals."""
    return [
        path.relative_to(folder).as_posix()
        for path in sorted((*folder.rglob("*.gz"), *folder.rglob("*.br")))
        if path.with_suffix("").is_file()
        and path.stat().st_mtime_ns != path.with_suffix("").stat().st_mtime_ns
        and path.read_bytes() != b"own"
    ]


def _same(what: str, found: Any, expected: Any) -> None:
    if found == expected:
        return
    if isinstance(found, dict) and isinstance(expected, dict):
        keys = sorted(k for k in found.keys() | expected.keys() if found.get(k) != expected.get(k))
        first = keys[0]
        raise Differs(f"{what}: {keys}\n{found.get(first)!r}\n{expected.get(first)!r}")
    raise Differs(f"{what}:\n{found!r}\n{expected!r}")
