"""What the oracle does to a site and to what was built, each thing drawn from a number."""

from __future__ import annotations

import os
import random
import shutil
import sys
from collections.abc import Callable
from typing import Any

from faults import faults, killing

from oracle import sites
from oracle.machine import CLOCKS, URLS, SiteMachine, counted
from site_builder.locking import STATE

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


def _edit_or_delete_an_extension(machine: SiteMachine, chance: random.Random) -> None:
    name = chance.choice(sorted(sites.EXTENSIONS))
    if (machine.site / name).exists() and chance.random() < 0.3:
        (machine.site / name).unlink()
    else:
        machine.write(name, chance.choice(sites.EXTENSIONS[name]))


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
        _edit_or_delete_an_extension,
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
