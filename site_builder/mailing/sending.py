"""Sends a letter to its readers, one message each, so that nobody gets it twice however often it is begun.

What is guaranteed: before the first byte of a message goes out, the log on the disk says that it is being
sent, and nothing else is sent before it says what became of it. Who is in the log as having got the edition,
or as perhaps having got it, is not sent to again unless the caller asks for that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from site_builder.addresses import split_mailbox
from site_builder.interrupts import signals_held
from site_builder.mailing.log import Event, Line, SentLog
from site_builder.mailing.message import Letter, for_reader, message_bytes
from site_builder.mailing.server import Answer, Connection, Server, ServerFailed

_TRIES = 3  # connections in a row that break before a single message was taken

Told = Callable[[str, Answer], None]


class Sorted(Struct, frozen=True):
    """Readers by what the log says of them, each in the order of the list."""

    due: tuple[str, ...]  # to be sent to now
    done: tuple[str, ...]  # have it
    refused: tuple[str, ...]  # the server said no, for good
    unsure: tuple[str, ...]  # may have it


def sort_readers(readers: Iterable[str], log: SentLog, again: Iterable[str] = ()) -> Sorted:
    """Who is due. `again` names what else is tried: "refused", "unsure"."""
    found: dict[Event | None, list[str]] = {}
    for reader in readers:
        what = log.what(reader)
        is_due = what in (None, "deferred") or what in again
        found.setdefault(None if is_due else what, []).append(reader)
    return Sorted(*(tuple(found.get(what, ())) for what in _SORTS))


_SORTS: tuple[Event | None, ...] = (None, "sent", "refused", "unsure")


def send_all(
    letter: Letter, due: Sequence[str], server: Server, log: SentLog, now: Callable[[], datetime], tell: Told
) -> int:
    """Send the letter to everybody who is due, and say how many have been tried.

    `tell` is told what became of each. A connection that is lost is made again; raises ServerFailed where
    that cannot be done, and where the server takes nothing at all. Whoever then was not tried is due again.
    """
    tried = broken = 0
    connection: Connection | None = None
    try:
        for reader in due:
            connection = connection or Connection(server)
            answer = _send(letter, reader, connection, log, now)
            tell(reader, answer)
            tried += 1
            if answer.lost:
                connection.close()
                connection = None
                broken += 1
                if broken == _TRIES:
                    raise ServerFailed(f"the connection was lost {_TRIES} times in a row")
            else:
                broken = 0
    finally:
        if connection:
            connection.close()
    return tried


def _send(
    letter: Letter, reader: str, connection: Connection, log: SentLog, now: Callable[[], datetime]
) -> Answer:
    sender = split_mailbox(letter.sender)[1]
    moment = now()
    message = message_bytes(replace(for_reader(letter, reader), date=moment), to=reader)

    def note(what: Event, said: str = "") -> None:
        log.add(Line(now().isoformat(timespec="seconds"), reader, what, said, letter.name))

    # Ctrl-C waits for the answer: else it would leave a reader of whom nobody knows.
    with signals_held():
        answer = connection.send(sender, reader, message, lambda: note("sending"))
        note(answer.what, answer.said)
    return answer
