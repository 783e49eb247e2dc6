"""The oracle has teeth: whichever rule of the incremental build is broken, it notices within few builds."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from oracle.breaks import BREAKS, Edit, put
from oracle.machine import Differs, SiteMachine


def _run(root: Path, edits: Iterable[Edit]) -> None:
    machine = SiteMachine(root)
    machine.configure()
    for begin in (put(), put("b", title="Envoy", date="2012-03-12"), put("c", title="Vote", tags=["un"])):
        begin(machine)
    machine.check()
    for edit in edits:
        edit(machine)
        machine.check()


@pytest.mark.usefixtures("_layouts_compiled_once")
@pytest.mark.parametrize("what", BREAKS)
def test_the_oracle_notices_when(what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken, edits = BREAKS[what]
    broken(monkeypatch)
    with pytest.raises((Differs, AssertionError)):
        _run(tmp_path, edits)


@pytest.mark.usefixtures("_layouts_compiled_once")
@pytest.mark.parametrize("what", BREAKS)
def test_the_oracle_finds_nothing_where_no_rule_is_broken_with_the_edits_for(
    what: str, tmp_path: Path
) -> None:
    _run(tmp_path, BREAKS[what][1])
