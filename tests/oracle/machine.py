"""The oracle: whatever is done to a site, building it gives what building it anew gives.

A `Step` does one thing to a site and is drawn from a number, so that a sequence can be told, repeated and
shortened. After most steps the site is built as it lies there, and a copy of its sources is built with
nothing remembered. Files, bytes, manifest and problems must be the same, and a further build has
nothing to do.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from faults import faults, killing

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


class Step(NamedTuple):
    """One thing to do to a site."""

    rule: str
    seed: int  # whence everything else of it is drawn


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

    def take(self, step: Step) -> None:
        """Do the step, and in three cases of four build and compare."""
        chance = random.Random(step.seed)
        rule: Callable[[SiteMachine, random.Random], None] = RULES[step.rule]
        rule(self, chance)
        if chance.random() < 0.75:
            self.check(**({"jobs": chance.choice([2, 3])} if chance.random() < 0.03 else {}))
        if self.failed >= 2:
            self.mend()
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


def draw_steps(seed: int, count: int) -> list[Step]:
    """So many steps, the same for a seed everywhere."""
    chance = random.Random(seed)
    weights = [WEIGHTS.get(name, 4) for name in RULES]
    names = chance.choices(list(RULES), weights, k=count)
    return [Step(name, chance.randrange(2**32)) for name in names]


def run_steps(seed: int, steps: Iterable[Step]) -> None:
    """One site, from its beginning through all steps. Raises Differs or what a build raised."""
    root = Path(tempfile.mkdtemp(prefix="oracle-"))
    try:
        machine = SiteMachine(root)
        machine.begin(random.Random(seed))
        for step in steps:
            machine.take(step)
    finally:
        shutil.rmtree(root)


def shortened(seed: int, steps: list[Step]) -> list[Step]:
    """A shorter sequence that fails as well: steps are left out one by one as long as it does."""
    for at in reversed(range(len(steps))):
        fewer = steps[:at] + steps[at + 1 :]
        try:
            run_steps(seed, fewer)
        except Exception:
            steps = fewer
    return steps


def tree(folder: Path) -> dict[str, bytes]:
    """Every file, the manifest too."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _same(what: str, found: Any, expected: Any) -> None:
    if found == expected:
        return
    if isinstance(found, dict) and isinstance(expected, dict):
        keys = sorted(k for k in found.keys() | expected.keys() if found.get(k) != expected.get(k))
        first = keys[0]
        raise Differs(f"{what}: {keys}\n{found.get(first)!r}\n{expected.get(first)!r}")
    raise Differs(f"{what}:\n{found!r}\n{expected!r}")


# What is done to the sources


def _write_an_article(machine: SiteMachine, chance: random.Random) -> None:
    machine.put_article(chance.choice(sites.ARTICLES), sites.front(chance), sites.body(chance))


def _edit_a_body(machine: SiteMachine, chance: random.Random) -> None:
    name = _any_article(machine, chance)
    machine.put_article(name, machine.articles[name][0], sites.body(chance))


def _edit_front_matter(machine: SiteMachine, chance: random.Random) -> None:
    name = _any_article(machine, chance)
    old, body = machine.articles[name]
    new = sites.front(chance)
    keys = chance.sample(["title", "date", "tags"], chance.randint(1, 3))
    machine.put_article(name, {**old, **{k: new[k] for k in keys}}, body)


def _delete_an_article(machine: SiteMachine, chance: random.Random) -> None:
    name = _any_article(machine, chance)
    if len(machine.articles) > 1:
        (machine.site / name).unlink()
        del machine.articles[name]


def _rename_an_article(machine: SiteMachine, chance: random.Random) -> None:
    name, to = _any_article(machine, chance), chance.choice(sites.ARTICLES)
    (machine.site / to).parent.mkdir(parents=True, exist_ok=True)
    (machine.site / name).replace(machine.site / to)
    machine.articles[to] = machine.articles.pop(name)


def _edit_build_and_revert(machine: SiteMachine, chance: random.Random) -> None:
    name = _any_article(machine, chance)
    old = machine.articles[name]
    machine.put_article(name, sites.front(chance), old[1])
    machine.check()
    machine.put_article(name, *old)


def _edit_and_turn_back_the_clock_of_the_file(machine: SiteMachine, chance: random.Random) -> None:
    """The same size and the same time of writing: only the time of change gives it away."""
    name = _any_article(machine, chance)
    file, (front, body) = machine.site / name, machine.articles[name]
    status = file.stat()
    letters = list(body)
    chance.shuffle(letters)
    other = "".join(letters).replace("\n", " ").strip().ljust(len(body), ".")
    machine.put_article(name, front, other if len(other) == len(body) else body)
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


def _touch(machine: SiteMachine, chance: random.Random) -> None:
    """A file of before 1970, of today or of a far future, with the bytes that it had."""
    file = machine.site / _any_article(machine, chance)
    moment = chance.choice([-1, 0, 1, 4_000_000_000])
    os.utime(file, (moment, moment))


def _write_a_layout(machine: SiteMachine, chance: random.Random) -> None:
    name = chance.choice(sorted(sites.LAYOUTS))
    machine.write(name, chance.choice(sites.LAYOUTS[name]))


def _write_a_file(machine: SiteMachine, chance: random.Random) -> None:
    name = chance.choice(sorted(sites.FILES))
    machine.write(name, chance.choice(sites.FILES[name]))


def _delete_a_file_or_layout(machine: SiteMachine, chance: random.Random) -> None:
    there = [n for n in sorted({**sites.LAYOUTS, **sites.FILES}) if (machine.site / n).exists()]
    if there:
        (machine.site / chance.choice(there)).unlink()


def _mend_layouts(machine: SiteMachine, chance: random.Random) -> None:
    shutil.rmtree(machine.site / "layouts", ignore_errors=True)


def _change_settings(machine: SiteMachine, chance: random.Random) -> None:
    machine.config["more"] = chance.choice(sites.CONFIGS)
    machine.configure()


def _change_title_or_address(machine: SiteMachine, chance: random.Random) -> None:
    if chance.random() < 0.5:
        machine.config["url"] = chance.choice(URLS)
    else:
        machine.config["title"] = f"Digest {chance.randint(0, 2)}"
    machine.configure()


# What a build is asked to do


def _move_the_clock(machine: SiteMachine, chance: random.Random) -> None:
    machine.options["clock"] = chance.choice(CLOCKS)


def _show_more_or_less(machine: SiteMachine, chance: random.Random) -> None:
    machine.options[chance.choice(["drafts", "future", "expired"])] = chance.random() < 0.5


def _be_strict_for_once(machine: SiteMachine, chance: random.Random) -> None:
    machine.options["strict"] = True
    machine.check()
    machine.options["strict"] = False


def _build_elsewhere_or_for_another_host(machine: SiteMachine, chance: random.Random) -> None:
    machine.options["output"] = chance.choice(["", "", "elsewhere"])
    machine.overrides = chance.choice([{}, {}, {"base_url": "https://preview.example/x"}])


def _read_everything(machine: SiteMachine, chance: random.Random) -> None:
    machine.check(full=True)


# What happens to what was built


def _meddle_with_an_output(machine: SiteMachine, chance: random.Random) -> None:
    files = sorted(p for p in (machine.site / "output").rglob("*.*") if p.is_file() and p.name[0] != ".")
    if files:
        file = chance.choice(files)
        content = file.read_bytes()
        how = chance.choice(["delete", "alter", "truncate", "same size", "touch"])
        if how == "delete":
            file.unlink()
        elif how == "touch":
            os.utime(file, (1, 1))
        else:
            ways = {"alter": content + b"!", "truncate": content[:9], "same size": content[:-1] + b"!"}
            file.write_bytes(ways[how])


def _meddle_while_a_build_fails(machine: SiteMachine, chance: random.Random) -> None:
    machine.write("layouts/404.html", "{{ unclosed")
    _edit_a_body(machine, chance)
    _meddle_with_an_output(machine, chance)
    machine.check()
    machine.write("layouts/404.html", "mended")


def _damage_the_state(machine: SiteMachine, chance: random.Random) -> None:
    file = machine.site / STATE / "state.db"
    if not file.exists():
        return
    content = bytearray(file.read_bytes())
    how = chance.choice(["delete", "truncate", "flip", "noise", "old"])
    if how == "delete":
        file.unlink()
    elif how == "truncate":
        file.write_bytes(content[: chance.randrange(len(content))])
    elif how == "noise":
        file.write_bytes(chance.randbytes(len(content)))
    elif how == "old":
        if (machine.root / "kept.db").exists():
            shutil.copy(machine.root / "kept.db", file)
    else:
        for _ in range(chance.randrange(1, 40)):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        file.write_bytes(content)


def _keep_the_state_for_later(machine: SiteMachine, chance: random.Random) -> None:
    file = machine.site / STATE / "state.db"
    if file.exists():
        shutil.copy(file, machine.root / "kept.db")


def _kill_a_build(machine: SiteMachine, chance: random.Random) -> None:
    _edit_front_matter(machine, chance)
    calls = chance.randint(1, 2 ** chance.randint(4, 16))
    _kill(machine, lambda: _die_after(calls))


def _kill_a_build_that_publishes(machine: SiteMachine, chance: random.Random) -> None:
    _edit_front_matter(machine, chance)
    folder = machine.site / "output"
    calls = chance.randint(1, 2 ** chance.randint(1, 8))
    _kill(machine, lambda: faults(folder, killing(calls)).__enter__())


def _kill(machine: SiteMachine, begin: Callable[[], object]) -> None:
    child = os.fork()
    if child == 0:
        begin()
        try:
            machine.build(machine.site)
        finally:
            os._exit(0)
    counted["kills"] += os.waitpid(child, 0)[1] != 0


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


def _any_article(machine: SiteMachine, chance: random.Random) -> str:
    return chance.choice(sorted(machine.articles))


RULES: dict[str, Callable[[SiteMachine, random.Random], None]] = {
    rule.__name__.removeprefix("_"): rule
    for rule in (
        _write_an_article,
        _edit_a_body,
        _edit_front_matter,
        _delete_an_article,
        _rename_an_article,
        _edit_build_and_revert,
        _edit_and_turn_back_the_clock_of_the_file,
        _touch,
        _write_a_layout,
        _write_a_file,
        _delete_a_file_or_layout,
        _mend_layouts,
        _change_settings,
        _change_title_or_address,
        _move_the_clock,
        _show_more_or_less,
        _be_strict_for_once,
        _build_elsewhere_or_for_another_host,
        _read_everything,
        _meddle_with_an_output,
        _meddle_while_a_build_fails,
        _damage_the_state,
        _keep_the_state_for_later,
        _kill_a_build,
        _kill_a_build_that_publishes,
    )
}
WEIGHTS = {
    "write_an_article": 10,
    "edit_a_body": 6,
    "edit_front_matter": 8,
    "write_a_layout": 5,
    "mend_layouts": 2,
    "be_strict_for_once": 2,
    "build_elsewhere_or_for_another_host": 2,
    "read_everything": 1,
    "keep_the_state_for_later": 1,
    "kill_a_build": 3,
    "kill_a_build_that_publishes": 2,
}
