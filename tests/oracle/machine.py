"""The oracle: whatever is done to a site, building it gives what building it anew gives.

Each rule does one thing to a site; after each the site is built as it lies there, and a copy of its
sources is built with nothing remembered. Files, bytes and problems must be the same.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from oracle import sites
from site_builder import executors
from site_builder.build import Built, Options, build
from site_builder.locking import STATE
from site_builder.options import Where
from site_builder.problems import Problem, ProblemsFound
from site_builder.publish import MANIFEST

CLOCKS = ("2012-03-11", "2012-03-12", "2012-03-25", "2012-05-02", "2012-07-01")
counted = {"builds": 0, "kills": 0, "failures": 0}  # of this process


class SiteMachine(RuleBasedStateMachine):
    """A site, what is done to it, and what must hold afterwards."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="oracle-"))
        self.site = self.root / "site"
        self.options: dict[str, Any] = {"clock": CLOCKS[3]}
        self.articles: dict[str, tuple[dict[str, Any], str]] = {}
        self.config = {"url": "https://digest.example", "title": "Digest", "more": ""}

    def teardown(self) -> None:
        shutil.rmtree(self.root)

    # What is done to the site

    @initialize(
        fronts=st.lists(sites.fronts(), min_size=2, max_size=4),
        bodies=st.lists(sites.bodies(), min_size=4, max_size=4),
    )
    def begin(self, fronts: list[dict[str, Any]], bodies: list[str]) -> None:
        self._configure()
        for name, front, body in zip(sites.ARTICLES, fronts, bodies, strict=False):
            self._put_article(name, {k: front[k] for k in ("title", "date", "tags")}, body)
        self.check()

    @rule(name=st.sampled_from(sites.ARTICLES), front=sites.fronts(), body=sites.bodies())
    def write_an_article(self, name: str, front: dict[str, Any], body: str) -> None:
        self._put_article(name, front, body)
        self.check()

    @rule(data=st.data(), body=sites.bodies())
    def edit_a_body(self, data: st.DataObject, body: str) -> None:
        name = self._any_article(data)
        self._put_article(name, self.articles[name][0], body)
        self.check()

    @rule(
        data=st.data(),
        front=sites.fronts(),
        keys=st.sets(st.sampled_from(["title", "date", "tags"]), min_size=1),
    )
    def edit_front_matter(self, data: st.DataObject, front: dict[str, Any], keys: set[str]) -> None:
        name = self._any_article(data)
        old, body = self.articles[name]
        self._put_article(name, {**old, **{k: front[k] for k in keys}}, body)
        self.check()

    @rule(data=st.data())
    def delete_an_article(self, data: st.DataObject) -> None:
        name = self._any_article(data)
        if len(self.articles) > 1:
            (self.site / name).unlink()
            del self.articles[name]
        self.check()

    @rule(data=st.data(), to=st.sampled_from(sites.ARTICLES))
    def rename_an_article(self, data: st.DataObject, to: str) -> None:
        name = self._any_article(data)
        (self.site / to).parent.mkdir(parents=True, exist_ok=True)
        (self.site / name).replace(self.site / to)
        self.articles[to] = self.articles.pop(name)
        self.check()

    @rule(data=st.data(), front=sites.fronts())
    def edit_and_revert(self, data: st.DataObject, front: dict[str, Any]) -> None:
        name = self._any_article(data)
        old = self.articles[name]
        self._put_article(name, front, old[1])
        self.check()
        self._put_article(name, *old)
        self.check()

    @rule(data=st.data(), name=st.sampled_from(sorted(sites.LAYOUTS)))
    def write_a_layout(self, data: st.DataObject, name: str) -> None:
        self._write(name, data.draw(st.sampled_from(sites.LAYOUTS[name])))
        self.check()

    @rule(data=st.data(), name=st.sampled_from(sorted(sites.FILES)))
    def write_a_file(self, data: st.DataObject, name: str) -> None:
        self._write(name, data.draw(st.sampled_from(sites.FILES[name])))
        self.check()

    @rule(name=st.sampled_from(sorted({**sites.LAYOUTS, **sites.FILES})))
    def delete_a_file_or_layout(self, name: str) -> None:
        (self.site / name).unlink(missing_ok=True)
        self.check()

    @rule(more=st.sampled_from(sites.CONFIGS))
    def change_settings(self, more: str) -> None:
        self.config["more"] = more
        self._configure()
        self.check()

    @rule(key=st.sampled_from(["url", "title"]), n=st.integers(0, 2))
    def change_title_or_address(self, key: str, n: int) -> None:
        urls = ("https://digest.example", "https://other.example/news", "")
        self.config[key] = urls[n] if key == "url" else f"Digest {n}"
        self._configure()
        self.check()

    @rule(clock=st.sampled_from(CLOCKS))
    def move_the_clock(self, clock: str) -> None:
        self.options["clock"] = clock
        self.check()

    @rule(name=st.sampled_from(["drafts", "future", "expired"]), on=st.booleans())
    def show_more_or_less(self, name: str, on: bool) -> None:
        self.options[name] = on
        self.check()

    # What is done to what was built

    @rule(data=st.data(), how=st.sampled_from(["delete", "alter", "truncate", "same-size"]))
    def meddle_with_an_output(self, data: st.DataObject, how: str) -> None:
        files = sorted(p for p in (self.site / "output").rglob("*.*") if p.is_file() and p.name != MANIFEST)
        if files:
            file = data.draw(st.sampled_from(files))
            content = file.read_bytes()
            if how == "delete":
                file.unlink()
            elif how == "alter":
                file.write_bytes(content + b"!")
            elif how == "truncate":
                file.write_bytes(content[: len(content) // 2])
            else:
                file.write_bytes(content[:-1] + b"!")
        self.check()

    @rule(how=st.sampled_from(["delete", "truncate", "flip", "noise", "old"]), seed=st.integers(0, 2**16))
    def damage_the_state(self, how: str, seed: int) -> None:
        file = self.site / STATE / "state.db"
        chance = random.Random(seed)
        if file.exists():
            content = bytearray(file.read_bytes())
            if how == "delete":
                file.unlink()
            elif how == "truncate":
                file.write_bytes(content[: chance.randrange(len(content))])
            elif how == "noise":
                file.write_bytes(chance.randbytes(len(content)))
            elif how == "old":
                (self.root / "kept.db").exists() and shutil.copy(self.root / "kept.db", file)
            else:
                for _ in range(chance.randrange(1, 40)):
                    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
                file.write_bytes(content)
        self.check()

    @rule()
    def keep_the_state_for_later(self) -> None:
        file = self.site / STATE / "state.db"
        if file.exists():
            shutil.copy(file, self.root / "kept.db")

    @rule(
        data=st.data(), calls=st.integers(1, 12).flatmap(lambda n: st.integers(1, 2**n)), body=sites.bodies()
    )
    def kill_a_build(self, data: st.DataObject, calls: int, body: str) -> None:
        name = self._any_article(data)
        self._put_article(name, self.articles[name][0], body)
        child = os.fork()
        if child == 0:
            _die_after(calls * 8)
            try:
                self._build(self.site)
            finally:
                os._exit(0)
        counted["kills"] += os.waitpid(child, 0)[1] != 0
        self.check()

    @rule(jobs=st.integers(2, 3))
    def build_all_anew_with_many_workers(self, jobs: int) -> None:
        shutil.rmtree(self.site / STATE)
        few, executors.SMALL = executors.SMALL, 4
        try:
            self.check(jobs=jobs)
        finally:
            executors.SMALL = few

    # What must hold

    def check(self, **options: Any) -> None:
        """Build as it lies there and anew; the same must come of it."""
        before = _tree(self.site / "output")
        found, problems = self._build(self.site, **options)
        anew = self.root / "anew"
        shutil.copytree(self.site, anew, ignore=shutil.ignore_patterns(STATE, "output"))
        try:
            expected, expected_problems = self._build(anew)
            assert problems == expected_problems
            if found is None:
                counted["failures"] += 1
                assert expected is None
                assert _tree(self.site / "output") == before or self.tampered
            else:
                assert expected is not None
                assert _tree(self.site / "output") == _tree(anew / "output")
                assert (found.articles, found.hidden, found.outputs) == (
                    expected.articles,
                    expected.hidden,
                    expected.outputs,
                )
                assert found.next_change == expected.next_change
        finally:
            shutil.rmtree(anew)

    tampered = False

    def _build(self, site: Path, **options: Any) -> tuple[Built | None, tuple[Problem, ...]]:
        counted["builds"] += 1
        asked = Options(where=Where(site), **{**self.options, **options})
        try:
            built = build(asked, environ={})
        except ProblemsFound as found:
            return None, found.problems
        return built, built.problems

    def _any_article(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(sorted(self.articles)))

    def _put_article(self, name: str, front: dict[str, Any], body: str) -> None:
        self.articles[name] = (front, body)
        self._write(name, sites.article_of(front, body))

    def _configure(self) -> None:
        self._write("config.yaml", sites.BASE.format(**self.config) + self.config["more"])

    def _write(self, name: str, text: str) -> None:
        file = self.site / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def _tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _die_after(calls: int) -> None:
    """End the process, as a kill would, at so many calls of functions of C from now."""
    left = calls

    def count(frame: Any, event: str, arg: Any) -> None:
        nonlocal left
        if event == "c_call":
            left -= 1
            if left <= 0:
                os._exit(9)

    sys.setprofile(count)
