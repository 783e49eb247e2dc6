"""A list of readers: one address on a line, as people keep it or a mailing service exports it.

Knows no file. A name beside an address is left out: a mail goes to an address alone.
"""

from __future__ import annotations

from site_builder.addresses import split_mailbox, why_not_an_address
from site_builder.problems import Place, Problem


def read_list(text: str, source: str) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """The addresses of a list in its order, and an error for each line that holds none.

    A line is `jane@example.org` or `Jane Doe <jane@example.org>`; empty ones and those that begin with "#"
    are passed over. Of addresses that differ in case alone the first counts. `source` names the list.
    """
    found: dict[str, str] = {}
    problems = []
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        line = line.strip(" \t\r")
        if not line or line.startswith("#"):
            continue
        address = split_mailbox(line)[1]
        if cause := why_not_an_address(address):
            place = Place(source, number, excerpt="".join(c if c.isprintable() else "�" for c in line))
            remedy = (
                "Write one address on a line, such as  Jane Doe <jane@example.org>  or put # before the line."
            )
            message = f"this is no mail address: {cause}"
            problems.append(Problem(code="bad-address", place=place, message=message, remedy=remedy))
        else:
            found.setdefault(reader_key(address), address)
    return tuple(found.values()), tuple(problems)


def reader_key(address: str) -> str:
    """What is the same for addresses of one reader, however they are typed."""
    return address.casefold()
