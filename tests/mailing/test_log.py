"""`mailing/log.py`: who got what, whatever happens while it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_builder.mailing.log import Damaged, InUse, Line, last_lines, sent_log

A, B = "a@x.example", "b@x.example"


def line(to: str, what: str) -> Line:
    return Line("2012-03-18T12:00:00+00:00", to, what)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / ".site-builder/mail/2012-w11.log"


def test_the_last_line_about_a_reader_counts_however_the_address_is_typed(path: Path) -> None:
    with sent_log(path) as log:
        assert log.what(A) is None
        log.add(line(A, "deferred"))
        log.add(line(A, "sent"))
    with sent_log(path) as log:
        assert (log.what("A@X.example"), log.what(B)) == ("sent", None)


def test_a_message_whose_end_nobody_wrote_down_is_unsure(path: Path) -> None:
    with sent_log(path) as log:
        log.add(line(A, "sending"))
        assert log.what(A) == "unsure"
    assert last_lines(path).what(A) == "unsure"


def test_a_line_that_was_cut_off_is_none_and_the_next_one_is_whole(path: Path) -> None:
    with sent_log(path) as log:
        log.add(line(A, "sent"))
        log.add(line(B, "sending"))
    path.write_bytes(path.read_bytes()[:-5])
    with sent_log(path) as log:
        assert (log.what(A), log.what(B)) == ("sent", None)
        log.add(line(B, "sent"))
    assert last_lines(path).what(B) == "sent"
    assert len(path.read_text().splitlines()) == 2


def test_a_line_that_cannot_be_read_is_told_of_and_nothing_is_guessed(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_text("nonsense\n")
    with pytest.raises(Damaged, match=r"2012-w11\.log:1"), sent_log(path):
        pass


def test_two_processes_do_not_send_one_edition(path: Path) -> None:
    with sent_log(path), pytest.raises(InUse), sent_log(path):
        pass


def test_the_log_is_for_the_user_alone_and_for_no_repository(path: Path) -> None:
    with sent_log(path):
        pass
    assert path.stat().st_mode & 0o777 == 0o600
    assert (path.parents[1] / ".gitignore").read_text() == "*\n"
