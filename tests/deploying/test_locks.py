"""One deploy to a target at a time."""

from __future__ import annotations

import threading
from pathlib import Path

import msgspec
import pytest
import stamina
from deploys import FIRST, NOW, SECOND, Place, ready, run

from site_builder.deploying import lock, transfer
from site_builder.deploying.failures import DeployFailed
from site_builder.deploying.lock import Holder
from site_builder.deploying.manifest import JOURNAL, LOCK, UNSURE, read_journal
from site_builder.deploying.targets.kind import Upload


def holder(place: Place, **changes: object) -> None:
    """Somebody else's lock."""
    about = Holder(sign="s", owner="anna@desk", machine="another", process=1, since=int(NOW))
    note = msgspec.json.encode(msgspec.structs.replace(about, **changes))
    place.system.pipe_file(f"{place.root}/{LOCK}", note)


def test_a_second_deploy_is_refused_with_the_name_of_who_deploys(tmp_path: Path) -> None:
    place = Place()
    holder(place, since=int(NOW) - 300)
    with pytest.raises(DeployFailed, match="by anna@desk since 5 min"):
        run(ready(tmp_path, FIRST), place.target())
    assert place.seen() == {}
    assert LOCK in place.files()
    said: list[str] = []
    run(ready(tmp_path, FIRST), place.target(), said, break_lock=True)
    assert said == ["a deploy to the place by anna@desk was cut off; this one goes on from there"]
    assert place.seen() == FIRST


def test_a_clock_that_differs_is_told_of_and_makes_nobody_lose_the_lock(tmp_path: Path) -> None:
    place = Place()
    holder(place, since=int(NOW) + 86_400)
    with pytest.raises(DeployFailed, match="by a clock that is ahead"):
        run(ready(tmp_path, FIRST), place.target())
    holder(place, since=0)
    with pytest.raises(DeployFailed, match="is under way"):
        run(ready(tmp_path, FIRST), place.target())


def test_a_lock_that_nobody_renews_is_taken_over_by_the_targets_own_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Place()
    holder(place, since=int(NOW) + 86_400)
    target = place.target()
    monkeypatch.setattr(target, "age_of_note", lambda name: 901.0)
    run(ready(tmp_path, FIRST), target)
    assert place.seen() == FIRST


def test_a_deploy_that_takes_long_writes_its_lock_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "_FRESH", 0.0)
    monkeypatch.setattr(transfer, "_EVERY", 0.0)
    target = Place().target(lambda number: False)
    run(ready(tmp_path, FIRST), target)
    written = [call for call in target.system.calls if call.startswith("pipe_file")]
    assert sum(LOCK in call for call in written) > len(FIRST)
    assert sum(JOURNAL in call for call in written) > len(FIRST)


def test_a_lock_of_which_the_answer_got_lost_is_ones_own(tmp_path: Path) -> None:
    place, lost = Place(), []

    def loses(number: int) -> bool:
        if lost or LOCK not in place.files():
            return False
        lost.append(number)
        return True

    with stamina.set_testing(True, attempts=2):
        run(ready(tmp_path, FIRST), place.target(loses, late=True))
    assert lost
    assert place.seen() == FIRST
    assert LOCK not in place.files()


def test_the_lock_of_a_process_that_has_ended_is_taken_over(tmp_path: Path) -> None:
    place = Place()
    holder(place, machine=lock._machine(), process=2**22 + 1)  # more than a Linux counts to
    run(ready(tmp_path, FIRST), place.target())
    assert place.seen() == FIRST


def test_a_deploy_whose_lock_was_taken_stops_before_the_next_files(tmp_path: Path) -> None:
    place = Place()
    target = place.target()
    write = target.write

    def write_and_lose(upload: Upload) -> None:
        write(upload)
        holder(place)

    target.write = write_and_lose
    with pytest.raises(DeployFailed, match="another deploy by anna@desk has taken over the place"):
        run(ready(tmp_path, FIRST), target)
    assert {path.split("/")[0] for path in place.seen()} == {"assets"}
    assert LOCK in place.files(), "which is not ours to remove"
    journal = read_journal(place.files()[JOURNAL].encode(), "the place")
    assert journal
    assert all(file.digest == UNSURE for file in journal.files.values()), "nor is the journal ours to write"


def test_whoever_takes_the_lock_a_moment_earlier_has_it(tmp_path: Path) -> None:
    place = Place()
    target = place.target()
    claim = target.claim_note

    def claim_late(name: str, body: bytes) -> bool:
        holder(place)
        return claim(name, body)

    target.claim_note = claim_late
    with pytest.raises(DeployFailed, match="is under way, by anna@desk"):
        run(ready(tmp_path, FIRST), target)
    assert place.seen() == {}
    assert LOCK in place.files(), "which is not ours to remove"


def test_a_lock_that_was_cut_off_while_it_was_written_stops_nobody(tmp_path: Path) -> None:
    place = Place()
    place.system.pipe_file(f"{place.root}/{LOCK}", b'{"sign": "')
    run(ready(tmp_path, FIRST), place.target())
    assert place.seen() == FIRST
    assert LOCK not in place.files()


def test_of_two_deploys_at_once_one_at_least_is_done(tmp_path: Path) -> None:
    place = Place()
    run(ready(tmp_path, FIRST), place.target())
    sites = [ready(tmp_path, SECOND), ready(tmp_path, SECOND)]
    failures: list[str] = []

    def work(number: int) -> None:
        try:
            run(sites[number], place.target())
        except DeployFailed as failed:
            failures.append(failed.message)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(failures) < 2
    assert SECOND.items() <= place.seen().items()
    assert LOCK not in place.files()
