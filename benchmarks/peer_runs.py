"""Makes the sites and measures the builds, each generator in turn.

What a single run costs is told by `measure.py`, a process of its own; whether it did its work by
`peer_sites.py`. Each run is kept from paying for what is not its own: what was built before is moved
aside and deleted at the very end, since ext4 lets a build pay for what was deleted right before it.
"""

from __future__ import annotations

import dataclasses
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from peer_sites import (
    Census,
    Files,
    Site,
    fault_of_clean,
    fault_of_edit,
    look,
    make_site,
    rewritten,
    take_census,
)
from peer_tables import Run
from peer_tools import OURS, PEERS, ROOT

STARTS = {  # what the command line itself is measured by, as arguments of Python
    "--help": ("-m", "site_builder", "--help"),
    "import click": ("-c", "import click"),
}
START_RUNS = 15


class Bench:
    """Measures on so many processors, in a folder of work; a build may take so many seconds."""

    def __init__(self, work: Path, cores: int, timeout: float) -> None:
        self._work = work
        self._cores = cores
        self._timeout = timeout
        self._log = work / "results" / "last-run.log"
        self._aside = work / "aside" / str(time.time_ns())
        self._moved = 0

    def starts(self) -> dict[str, list[float]]:
        """Seconds of each command of STARTS, in turn; the first of each warms up and is left out."""
        taken: dict[str, list[float]] = {name: [] for name in STARTS}
        for _ in range(START_RUNS + 1):
            for name, arguments in STARTS.items():
                cost = self._cost([sys.executable, *arguments], self._work, PEERS[OURS].environment)
                taken[name].append(cost["wall"])
        return {name: walls[1:] for name, walls in taken.items()}

    def builds(
        self, articles: int, names: Iterable[str], cases: Collection[str], rounds: int, warm_up: int
    ) -> Iterator[Run | Census]:
        """Every run of these cases at one size; the first `warm_up` rounds do not count.

        A round is each case in turn, and in it each generator, so that a machine that drifts slows all of
        them. The first clean build of each is followed by the census of what it made. A generator that
        fails is left out from then on.
        """
        sites = {name: make_site(self._work, articles, name) for name in names}
        made: dict[str, Files] = {}
        try:
            for round_ in range(rounds + warm_up):
                for case in cases if round_ else dict.fromkeys(["clean", *cases]):
                    for name in list(sites):
                        run, census = self._build(articles, name, sites[name], case, made)
                        if case in cases or run.fault:
                            yield dataclasses.replace(run, warm_up=round_ < warm_up)
                        if census:
                            yield census
                        if run.fault:
                            sites.pop(name).restore()
        finally:
            for site in sites.values():
                site.restore()

    def _build(
        self, articles: int, name: str, site: Site, case: str, made: dict[str, Files]
    ) -> tuple[Run, Census | None]:
        """One build; `made` holds what each generator has left so far, and is brought up to date."""
        peer = PEERS[name]
        token = f"zzq{time.time_ns()}"
        if case == "clean":
            self._move_aside(site.folder / item for item in (peer.output, *peer.remembered))
        elif case != "nothing":
            site.edit(case, token)
        command = [word.replace("{tools}", str(self._work / "tools")) for word in peer.command]
        cost = self._cost(command, site.folder, peer.environment)
        before, after = made.get(name, {}), look(site.output)
        made[name] = after
        census, fault = None, _failure(cost, self._timeout)
        if not fault and case == "clean":
            census = take_census(name, articles, site.output, after)
            fault = fault_of_clean(census)
        elif not fault:
            fault = fault_of_edit(case, site, token, before, after)
        changed = rewritten({} if case == "clean" else before, after)
        figures = {field: cost[field] for field in ("wall", "cpu", "largest", "together", "other")}
        run = Run(peer=name, articles=articles, case=case, rewritten=changed, fault=fault, **figures)
        return run, None if before else census

    def _cost(self, command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> dict[str, Any]:
        order = {
            "command": list(command),
            "folder": str(folder),
            "environment": dict(environment),
            "log": str(self._log),
            "timeout": self._timeout,
            "cores": self._cores,
        }
        launcher = [sys.executable, "-I", "-S", str(ROOT / "benchmarks" / "measure.py"), json.dumps(order)]
        result = subprocess.run(launcher, check=True, stdout=subprocess.PIPE)
        cost: dict[str, Any] = json.loads(result.stdout)
        return cost

    def _move_aside(self, paths: Iterable[Path]) -> None:
        self._aside.mkdir(parents=True, exist_ok=True)
        for path in paths:
            if path.exists():
                self._moved += 1
                path.rename(self._aside / str(self._moved))

    def clear(self) -> None:
        """Delete what was moved aside."""
        shutil.rmtree(self._aside, ignore_errors=True)


def _failure(cost: Mapping[str, Any], timeout: float) -> str:
    if cost["timed_out"]:
        return f"stopped after {timeout:.0f} s"
    return f"ended with {cost['code']}" if cost["code"] else ""
