"""The ledger as it is shown."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from site_builder.importing.ledger import Origin, write_ledger
from site_builder.importing.ledger_view import Line, explain, plain
from site_builder.importing.plain.plain_text import read_plain_text

_ORIGIN = Origin("inbox/ferry.md", "_raw/inbox/ferry.txt", "00ff", "utf-8", "1e10")
_TEXT = "Ferry sails again\r\nShare\r\n\r\nVALLETTA -- It left at noon, they all said.\r\n7"
_SHOWN = [
    "    1 = headline 95% → title    | Ferry sails again",
    "    2 - share-buttons 98%       | Share",
    "    3                           |",
    "    4 = dateline 95% → dateline | VALLETTA --",
    "    4                           | It left at noon, they all said.",
    "    5 ? number-alone 70%        | 7",
]


def _ledger(text: str = _TEXT) -> str:
    return write_ledger(_ORIGIN, read_plain_text(text), ())


def test_every_line_is_shown_in_order_with_what_became_of_it() -> None:
    assert list(plain(explain(_ledger(), _TEXT))) == _SHOWN


def test_nothing_in_a_text_reaches_the_terminal_as_a_command() -> None:
    text = "\x1b[2J\u202eevil\x07\ttext\ud800 می‌خواهم"
    (line,) = {line.text for line in explain(_ledger("x"), "x")}
    assert line == "x"
    shown = "".join(line.text for line in explain(_ledger(text), text))
    assert shown == "\\x1b[2J\\u202eevil\\x07    text\\ud800 می‌خواهم"


def test_a_ledger_of_another_text_is_refused() -> None:
    for other in ("", _TEXT + "7", _TEXT.replace("Share", "Shout")):
        with pytest.raises(ValueError, match="the ledger is about"):
            explain(_ledger(), other)


def test_an_empty_text_has_no_lines() -> None:
    assert explain(_ledger(""), "") == ()


@pytest.mark.parametrize("coloured", [True, False])
def test_colours_are_for_terminals(coloured: bool, tmp_path: Path) -> None:
    (tmp_path / "ledger").write_text(_ledger())
    script = (
        "import sys; from pathlib import Path\n"
        "from site_builder.importing.ledger_view import explain\n"
        "from site_builder.terminal import show_ledger\n"
        f"show_ledger(explain(Path({str(tmp_path / 'ledger')!r}).read_text(), {_TEXT!r}))"
    )
    environment = {"FORCE_COLOR": "1", "TERM": "xterm"} if coloured else {}
    shown = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(Path(__file__).parents[2]), **environment},
    ).stdout
    if coloured:
        assert "\x1b[31m    2 - share-buttons 98%       | Share" in shown
    else:
        assert shown.splitlines() == _SHOWN


def test_what_was_put_back_is_marked() -> None:
    assert Line(1, "a", "text", "put back, share-buttons", undone=True).sign == "+"
