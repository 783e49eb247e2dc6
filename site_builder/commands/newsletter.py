"""`site-builder newsletter send`: an edition to its readers."""

from __future__ import annotations

import os
import sys
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from site_builder.commands.common import (
    FAILED,
    USAGE,
    finish_publication,
    site_options,
    tell,
)
from site_builder.commands.completing import mailed_editions

if TYPE_CHECKING:
    from site_builder.mailing.log import SentLog
    from site_builder.mailing.message import Letter
    from site_builder.mailing.sending import Sorted
    from site_builder.mailing.server import Answer, Security, Server
    from site_builder.options import Where

_USER, _PASSWORD = "SITE_BUILDER_SMTP_USER", "SITE_BUILDER_SMTP_PASSWORD"
_NAMED = 5  # editions that are named where an unknown one was
_WORDS = {"sent": "sent", "refused": "refused", "deferred": "not now", "unsure": "unsure"}


@click.group(epilog="Example: site-builder newsletter send 2012-w11 --to readers.txt --dry-run")
def newsletter() -> None:
    """Editions by mail."""


@newsletter.command(
    short_help="Send an edition to each reader on a list.",
    epilog="Example: site-builder newsletter send 2012-w11 --to readers.txt --smtp mail.example.org:587",
)
@site_options
@click.option(
    "--to",
    "lists",
    multiple=True,
    required=True,
    metavar="LIST",
    help="A file of addresses, an address, or -.",
)
@click.option("--smtp", default="", metavar="HOST:PORT", help="The server that takes the mail.")
@click.option("--security", type=click.Choice(["starttls", "tls", "none"]), help="How to encrypt.")
@click.option("-n", "--dry-run", is_flag=True, help="Show what would be sent, and send nothing.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@click.option(
    "--again",
    multiple=True,
    type=click.Choice(["refused", "unsure"]),
    help="Send to these too.  [repeatable]",
)
@click.option("-o", "--output", default="", metavar="DIR", help="The output folder, over `output_dir`.")
@click.argument("edition", shell_complete=mailed_editions)
def send(
    place: Where,
    lists: tuple[str, ...],
    smtp: str,
    security: Security | None,
    dry_run: bool,
    yes: bool,
    again: tuple[str, ...],
    output: str,
    edition: str,
) -> None:
    """Send the mail of EDITION, as it was built, to each reader on the lists.

    What happened is written down before anything else does, so that running it again after a failure goes
    on where it stopped and nobody gets an edition twice.
    """
    from site_builder.locking import STATE
    from site_builder.mailing.log import Damaged, InUse, last_lines, sent_log
    from site_builder.mailing.sending import sort_readers
    from site_builder.mailing.server import parse_server
    from site_builder.problems import ProblemsFound
    from site_builder.reading import output_folder
    from site_builder.terminal import show_problems

    try:
        folder = output_folder(place, output)
        finish_publication(place)
        readers = _readers(lists)
    except ProblemsFound as found:
        show_problems(found.problems)
        tell("Nothing was sent.")
        sys.exit(USAGE)
    letter = _letter(folder, edition)
    try:
        server = parse_server(smtp, security) if smtp else None
    except ValueError as error:
        _end(str(error))
    path = place.folder / STATE / "mail" / f"{edition}.log"
    try:
        _show(letter, server, sort_readers(readers, last_lines(path), again), len(readers))
        if dry_run:
            tell("Nothing was sent: this was a dry run.")
            return
        if server is None:
            _end("no server is named", "Add  --smtp HOST:PORT")
        with sent_log(path) as log:
            due = sort_readers(readers, log, again)
            if due.due:
                _ask(len(due.due), yes)
            _send(letter, due, _with_password(server), log, readers)
    except InUse:
        _end(f"another process is sending '{edition}' right now", code=FAILED)
    except (Damaged, OSError) as error:
        _end(f"who got the edition cannot be read or written down: {_cause(error)}", _LOG_ADVICE, code=FAILED)


_ADDRESS = "Write it as  jane@example.org"
_LOG_ADVICE = "Mend that first: without it nobody could say who has the mail already."


def _readers(lists: tuple[str, ...]) -> tuple[str, ...]:
    """The readers of all lists, each once. Raises ProblemsFound with every line that is no address."""
    from msgspec.structs import replace

    from site_builder.mailing.readers import read_list, reader_key
    from site_builder.problems import Place, Problem, ProblemsFound

    found: dict[str, str] = {}
    problems: list[Problem] = []
    for name in lists:
        try:
            if name == "-":
                text, shown = sys.stdin.read(), "standard input"
            elif "@" in name and not Path(name).exists():
                text, shown = name, "--to"
            else:
                text, shown = Path(name).read_text(encoding="utf-8"), name
        except UnicodeDecodeError:
            remedy = "Save the list with the encoding UTF-8."
            problems.append(
                Problem(code="not-utf8", place=Place(name), message="this is no text in UTF-8", remedy=remedy)
            )
            continue
        except OSError as error:
            cause = "there is no such file" if isinstance(error, FileNotFoundError) else _cause(error)
            remedy = "Name a file of addresses, an address such as jane@example.org, or - for standard input."
            problems.append(Problem(code="unreadable", place=Place(name), message=cause, remedy=remedy))
            continue
        addresses, wrong = read_list(text, shown)
        if shown == "--to":  # one address and no list: it has no lines
            wrong = tuple(replace(one, place=Place("--to", excerpt=name), remedy=_ADDRESS) for one in wrong)
        problems.extend(wrong)
        for address in addresses:
            found.setdefault(reader_key(address), address)
    if problems:
        raise ProblemsFound(problems)
    return tuple(found.values())


def _letter(folder: Path, edition: str) -> Letter:
    """The message that the last build made of an edition. Ends where there is none that can be sent."""
    from site_builder.mailing.message import read_letter
    from site_builder.problems import did_you_mean

    there = {path.stem: path for path in sorted((folder / "newsletter").glob("*.eml"))}
    if not there:
        remedy = "Set `newsletter: {from: …}` in config.yaml and run `site-builder build`."
        _end(f"there is no mail in {folder}", remedy)
    if edition not in there:
        newest = ", ".join(sorted(there, reverse=True)[:_NAMED])
        told = f"The newest {'one is' if len(there) == 1 else 'ones are'} {newest}."
        _end(f"there is no mail of an edition '{edition}'", did_you_mean(edition, there) or told)
    try:
        letter = read_letter(there[edition].read_bytes())
    except ValueError as error:
        _end(f"{there[edition]} cannot be sent: {error}", "Build the site again.")
    if letter.unsubscribe.partition(":")[0].lower() not in ("http", "https", "mailto"):
        remedy = "Take it out of `newsletter`, or put a web address or mailto:… there, and build again."
        _end(f"only a mailing service can fill in `unsubscribe: {letter.unsubscribe}`", remedy)
    return letter


def _show(letter: Letter, server: Server | None, readers: Sorted, all_of_them: int) -> None:
    from site_builder.mailing.message import message_bytes

    rows = [
        ("From", letter.sender),
        ("Subject", letter.subject),
        ("Size", f"{-(-len(message_bytes(letter)) // 1000)} KB"),
        ("Through", f"{server.host}:{server.port} ({server.security})" if server else "no server yet"),
        ("Readers", str(all_of_them)),
    ]
    counts = (("have it", readers.done), ("refused", readers.refused), ("unsure", readers.unsure))
    rows += [(f"  {word}", str(len(those))) for word, those in counts if those]
    rows.append(("To send", str(len(readers.due))))
    for name, value in rows:
        click.echo(f"{name + ':':<11}{value}")


def _ask(count: int, yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        _end("nothing was sent: there is no terminal to ask on", "Add  --yes  when this is what you want.")
    if not click.confirm(f"Send it to {_number(count)} now?"):
        tell("Nothing was sent.")
        sys.exit(0)


def _with_password(server: Server) -> Server:
    from msgspec.structs import replace

    user, password = os.environ.get(_USER, ""), os.environ.get(_PASSWORD, "")
    return replace(server, user=user, password=password)


def _send(letter: Letter, due: Sorted, server: Server, log: SentLog, readers: tuple[str, ...]) -> None:
    from site_builder.clock import build_instant
    from site_builder.mailing.sending import send_all, sort_readers
    from site_builder.mailing.server import ServerFailed

    if log.mails() - {letter.name}:
        tell("warning: others have got an earlier wording of this edition; they get no second mail")
    counts = dict.fromkeys(_WORDS, 0)

    def told(reader: str, answer: Answer) -> None:
        counts[answer.what] += 1
        if answer.what != "sent":
            click.echo(f"{_WORDS[answer.what]}: {reader}: {answer.said}")

    failed = ""
    try:
        send_all(letter, due.due, server, log, lambda: build_instant("", os.environ, UTC), told)
    except ServerFailed as error:
        failed = str(error)
    after = sort_readers(readers, log)
    parts = [f"{counts[what]} {word}" for what, word in _WORDS.items() if counts[what] or what == "sent"]
    untried = len(due.due) - sum(counts.values())
    if untried:
        parts.append(f"{untried} not tried")
    have = "has" if len(after.done) == 1 else "have"
    click.echo(f"{', '.join(parts)}; {_number(len(after.done))} of {len(readers)} {have} it.")
    if failed:
        tell(f"error: {failed}")
    if after.due:
        wait = "waits" if len(after.due) == 1 else "wait"
        tell(f"  {_number(len(after.due))} {wait}: run the same command again to go on.")
    if after.refused:
        tell("  Refused ones are passed over next time; mend the list, or add  --again refused")
    if after.unsure:
        tell(
            "  Unsure ones may have it and are passed over next time; to risk a second copy, add"
            "  --again unsure"
        )
    if failed or after.due or counts["refused"] or counts["unsure"]:
        sys.exit(FAILED)


def _cause(error: Exception) -> str:
    """What kept a file from being read or written, without the number that the system gives it."""
    if not isinstance(error, OSError) or not error.strerror:
        return str(error)
    cause = f"{error.strerror[:1].lower()}{error.strerror[1:]}"
    return f"{error.filename}: {cause}" if error.filename else cause


def _number(count: int) -> str:
    return f"{count:,} reader{'' if count == 1 else 's'}"


def _end(message: str, remedy: str = "", code: int = USAGE) -> NoReturn:
    tell(f"error: {message}")
    if remedy:
        tell(f"  {remedy}")
    sys.exit(code)
